"""One-to-one pairs of two versions of a class's objects: by identifier, by drawing, by place.

Old and new are tables as ``store.tables.read_class`` gives them; ranks of rows go in and out.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ...dataset.precision import bounds_of
from ...geometry.crs import PCRS_ACCURACY
from ...geometry.equality import equal_pairs
from ...geometry.tangles import valid_areas
from ...geometry.vertices import control_points
from ...model.pcrs import CLASSES

#: Identifiers count as kept where at least this share of the common ones stands on the same object; below, the
#: producer has numbered anew and an equal number says nothing. Half: the smallest share that outweighs chance.
IDS_KEPT_FROM = 0.5

#: Two versions that are farther apart than the precision are still the same object where at least this share of the
#: smaller one lies on the other: more than half belongs to no other object.
SHARED_FROM = 0.5

#: Two lines that meet within the precision and share less are one object drawn again where they are nowhere farther
#: apart than this part of the shorter one's length; lines that only continue each other are a whole length apart.
RESHAPED_WITHIN = 0.5

#: Attributes that say which delivery an object came with, not what the object is.
DELIVERY_ATTRIBUTES = frozenset({"idObjet", "idHabillage", "idNomVoirie", "idNumeroVoirie", "dateLeve"})

#: Columns of ``read_class`` that are the store's, not the object's.
_OWN_COLUMNS = frozenset({"fid", "uid", "lot_id", "ord", "gml_id", "state", "curve", "odd", "geometry"})

Ranks = NDArray[np.intp]


@dataclass(frozen=True)
class Pair:
    """Row of the old table, row of the new one, and how they were found to be one object.

    by : "identifier", "drawing" (same control points), "place" (within the precision), "share" (partly the same),
    "shape" (drawn again).
    """

    old: int
    new: int
    by: str


def _bounds(table: geopandas.GeoDataFrame, column: str = "precisionPlanimetrique") -> NDArray[np.float64]:
    """Bound of each object; that of the PCRS where none is declared, and where the class has none."""
    return bounds_of(table, column, undeclared=PCRS_ACCURACY, unbounded=PCRS_ACCURACY)


def pair_versions(
    name: str, old: geopandas.GeoDataFrame, new: geopandas.GeoDataFrame, *, whole: NDArray[np.bool_]
) -> tuple[list[Pair], bool]:
    """Pairs of old and new objects of a class.

    Parameters
    ----------
    whole : bool array (len(old),)
        False for old objects that cross the emprise: they are paired by identifier, drawing or place, never by share.

    Returns
    -------
    pairs : list
    kept : bool
        Whether the identifiers were used.
    """
    pairing = _Pairing(name, old, new)
    kept = pairing.identifiers_kept()
    pairing.pair_by_drawing(same_identifier=True)
    if kept:
        pairing.pair_by_identifier()
    pairing.pair_by_drawing(same_identifier=False)
    pairing.pair_by_place()
    pairing.pair_by_share(whole)
    pairing.pair_by_shape(whole)
    return sorted(pairing.pairs, key=lambda p: (p.new, p.old)), kept


class _Pairing:
    """Pairs found so far; each old and each new object is used once."""

    def __init__(self, name: str, old: geopandas.GeoDataFrame, new: geopandas.GeoDataFrame) -> None:
        self.old, self.new = old, new
        self.pairs: list[Pair] = []
        self._free_old = np.ones(len(old), dtype=bool)
        self._free_new = np.ones(len(new), dtype=bool)
        identifier = CLASSES[name].identifier or "gml_id"
        self._old_ids, self._new_ids = old[identifier].to_numpy(), new[identifier].to_numpy()
        self._old_lines, self._new_lines = _drawn_geometries(old), _drawn_geometries(new)
        self._old_texts, self._new_texts = attributes(old), attributes(new)
        self._old_tolerance, self._new_tolerance = _bounds(old), _bounds(new)
        self._equal = self._equal_groups()

    def _take(self, old: int, new: int, by: str) -> None:
        if self._free_old[old] and self._free_new[new]:
            self._free_old[old] = self._free_new[new] = False
            self.pairs.append(Pair(old, new, by))

    def _tolerance(self, old: Ranks, new: Ranks) -> NDArray[np.float64]:
        return np.maximum(self._old_tolerance[old], self._new_tolerance[new])

    def _common_ids(self) -> list[tuple[int, int]]:
        """Objects whose identifier stands once on either side."""
        sides = []
        for ids in (self._old_ids, self._new_ids):
            ranks: dict[str, list[int]] = defaultdict(list)
            for rank, value in enumerate(ids):
                if value:
                    ranks[value].append(rank)
            sides.append({value: there[0] for value, there in ranks.items() if len(there) == 1})
        return [(sides[0][value], rank) for value, rank in sides[1].items() if value in sides[0]]

    def identifiers_kept(self) -> bool:
        """Whether equal identifiers stand on the same objects, mostly."""
        common = self._common_ids()
        if not common:
            return False
        old, new = (np.array(side, dtype=np.intp) for side in zip(*common, strict=True))
        near = shapely.dwithin(self._old_lines[old], self._new_lines[new], self._tolerance(old, new))
        return bool(near.mean() >= IDS_KEPT_FROM)

    def pair_by_identifier(self) -> None:
        for old, new in self._common_ids():
            self._take(old, new, "identifier")

    def _equal_groups(self) -> list[tuple[list[int], list[int]]]:
        """Groups of equal drawings that have members on both sides."""
        both = pandas.concat([self.old[["geometry", "curve"]], self.new[["geometry", "curve"]]], ignore_index=True)
        vertices = control_points(both["geometry"].to_numpy(), both["curve"].to_numpy())
        groups: dict[int, list[int]] = {}
        leader: dict[int, int] = {}
        for a, b in equal_pairs(vertices, len(both), with_z=True).tolist():
            first = leader.setdefault(a, a)
            leader[b] = first
            groups.setdefault(first, [first]).append(b)
        n = len(self.old)
        split = [([m for m in g if m < n], [m - n for m in g if m >= n]) for g in groups.values()]
        return [(old, new) for old, new in split if old and new]

    def pair_by_drawing(self, *, same_identifier: bool) -> None:
        """Pair equal drawings: those of one identifier first, then those of equal attributes, then in order."""
        for old, new in self._equal:
            candidates = [(self._difference(a, b), a, b) for a in old for b in new]
            for difference, a, b in sorted(candidates):
                if not same_identifier or difference[0] == 0:
                    self._take(a, b, "drawing")

    def _difference(self, old: int, new: int) -> tuple[int, int]:
        return (
            int(self._old_ids[old] is None or self._old_ids[old] != self._new_ids[new]),
            int(self._old_texts[old] != self._new_texts[new]),
        )

    def _neighbour_pairs(self) -> tuple[Ranks, Ranks]:
        """Free objects that come within the precision of each other."""
        old, new = np.flatnonzero(self._free_old), np.flatnonzero(self._free_new)
        if not len(old) or not len(new):
            return old[:0], new[:0]
        tree = shapely.STRtree(self._old_lines[old])
        # one distance an object: the coarsest that it may meet
        reach = np.maximum(self._new_tolerance[new], self._old_tolerance[old].max())
        at, found = tree.query(self._new_lines[new], predicate="dwithin", distance=reach)
        a, b = old[found], new[at]
        close = shapely.dwithin(self._old_lines[a], self._new_lines[b], self._tolerance(a, b))
        return a[close], b[close]

    def pair_by_place(self) -> None:
        """Pair what lies within the precision of each other, all along; the nearest first."""
        old, new = self._neighbour_pairs()
        apart = shapely.hausdorff_distance(self._old_lines[old], self._new_lines[new])
        keep = apart <= self._tolerance(old, new)
        old, new, apart = old[keep], new[keep], apart[keep]
        other = np.array([self._difference(a, b)[1] for a, b in zip(old, new, strict=True)], dtype=np.intp)
        for k in np.lexsort((new, old, other, apart)):
            self._take(int(old[k]), int(new[k]), "place")

    def pair_by_share(self, whole: NDArray[np.bool_]) -> None:
        """Pair what is partly the same; the largest share first."""
        old, new = self._neighbour_pairs()
        keep = whole[old]
        old, new = old[keep], new[keep]
        share = _shares(self.old.geometry.to_numpy()[old], self.new.geometry.to_numpy()[new], self._tolerance(old, new))
        keep = share >= SHARED_FROM
        old, new, share = old[keep], new[keep], share[keep]
        for k in np.lexsort((new, old, -share)):
            self._take(int(old[k]), int(new[k]), "share")

    def pair_by_shape(self, whole: NDArray[np.bool_]) -> None:
        """Pair lines that meet and run along each other; the nearest, for their length, first."""
        old, new = self._neighbour_pairs()
        before, after = self._old_lines[old], self._new_lines[new]
        length = np.minimum(shapely.length(before), shapely.length(after))
        lines = (shapely.get_dimensions(self.old.geometry.to_numpy()[old]) == 1) & (length > 0) & whole[old]
        old, new, length = old[lines], new[lines], length[lines]
        apart = shapely.hausdorff_distance(before[lines], after[lines]) / length
        keep = apart <= RESHAPED_WITHIN
        old, new, apart = old[keep], new[keep], apart[keep]
        for k in np.lexsort((new, old, apart)):
            self._take(int(old[k]), int(new[k]), "shape")


def attribute_columns(table: geopandas.GeoDataFrame) -> list[str]:
    """Columns that say what an object is: not identifiers, survey dates or the store's own."""
    return [c for c in table.columns if c not in DELIVERY_ATTRIBUTES and c not in _OWN_COLUMNS]


def attributes(table: geopandas.GeoDataFrame) -> list[tuple[object, ...]]:
    """What each object says of itself in `attribute_columns`."""
    columns = attribute_columns(table)
    return list(zip(*(table[c] for c in columns), strict=True)) if columns else [()] * len(table)


def _drawn_geometries(table: geopandas.GeoDataFrame) -> NDArray[np.object_]:
    """Geometries as they are drawn: a polygon is its rings."""
    geometry = table.geometry.to_numpy().copy()
    area = shapely.get_dimensions(geometry) == 2
    geometry[area] = shapely.boundary(geometry[area])
    return geometry


def _shares(old: NDArray[np.object_], new: NDArray[np.object_], tolerance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Share of the smaller geometry that lies on the other one, 0 for points."""
    share = np.zeros(len(old))
    flat = shapely.get_dimensions(old) == shapely.get_dimensions(new)
    for dimension, measure in ((1, shapely.length), (2, shapely.area)):
        k = np.flatnonzero(flat & (shapely.get_dimensions(old) == dimension))
        a, b = shapely.force_2d(old[k]), shapely.force_2d(new[k])
        if dimension == 2:
            a, b = valid_areas(a), valid_areas(b)
        small_old = measure(a) <= measure(b)
        small, large = np.where(small_old, a, b), np.where(small_old, b, a)
        if dimension == 1:
            large = shapely.buffer(large, tolerance[k])
        size = measure(small)
        common = measure(shapely.intersection(small, large))
        share[k] = np.divide(common, size, out=np.zeros(len(k)), where=size > 0)
    return share


def same_geometry(
    old: geopandas.GeoDataFrame, new: geopandas.GeoDataFrame, pairs: list[Pair]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """How far the two versions of each pair are apart in plan, metres, and whether that and Z are within precision."""
    a, b = (np.array([getattr(p, side) for p in pairs], dtype=np.intp) for side in ("old", "new"))
    if not len(a):
        return np.zeros(0), np.zeros(0, dtype=bool)
    before, after = _drawn_geometries(old)[a], _drawn_geometries(new)[b]
    apart = shapely.hausdorff_distance(before, after)
    tolerance = np.maximum(_bounds(old)[a], _bounds(new)[b])
    step = np.maximum(_bounds(old, "precisionAltimetrique")[a], _bounds(new, "precisionAltimetrique")[b])
    by_drawing = np.array([p.by == "drawing" for p in pairs])
    missing = shapely.is_missing(before) & shapely.is_missing(after)
    close = np.isfinite(apart) & (apart <= tolerance)
    level = np.array([_step(x, y) for x, y in zip(before, after, strict=True)]) <= step
    return np.where(by_drawing | missing, 0.0, apart), by_drawing | missing | (close & level)


def _step(before: shapely.Geometry, after: shapely.Geometry) -> float:
    """Largest difference in Z between the vertices of the new version and the old one at the same place."""
    a, b = (shapely.get_coordinates(g, include_z=True) for g in (before, after))
    known = b[np.isfinite(b[:, 2])]
    if not np.isfinite(a[:, 2]).all() or not len(known):
        return 0.0 if np.isfinite(a[:, 2]).any() == bool(len(known)) else np.inf
    there = shapely.points(known[:, :2])
    if before.geom_type == "LineString":
        level = shapely.get_z(shapely.line_interpolate_point(before, shapely.line_locate_point(before, there)))
    else:
        level = a[shapely.STRtree(shapely.points(a[:, :2])).nearest(there), 2]
    return float(np.abs(level - known[:, 2]).max())

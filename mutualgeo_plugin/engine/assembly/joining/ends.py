"""Ends of lines at the borders of lots, as flat arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ...model.edges import DIRECTION_LENGTH, PIECE_FROM
from ...model.pcrs import CLASSES
from ...store.store import Store
from ...store.tables import read_boxes

#: Columns that say who made an object, when and how well, or are its number: they do not say what it is.
_PROVENANCE = (
    "dateLeve", "idObjet", "idHabillage", "precisionPlanimetrique", "precisionAltimetrique", "qualiteCategorisation",
    "producteur",
)  # fmt: skip

#: Classes whose ends are looked at: lines of the field and their drawing.
LINES = tuple(
    c.name for c in CLASSES.values() if c.geometry in ("curve", "multicurve") and c.family in ("vecteur", "habillage")
)

Home = frozenset[int]


@dataclass
class Ends:
    """Ends of the open parts of a class's objects; end 2k is the start of part k, end 2k + 1 its other end.

    table : objects of the class in order of uid.
    homes : deliveries that each object comes from.
    parts : linearised parts (p,); their ends are the native ones to the last digit.
    owner : object of each part.
    rank : place of each part in its object.
    """

    name: str
    table: geopandas.GeoDataFrame
    homes: list[Home]
    parts: NDArray[np.object_]
    owner: NDArray[np.intp]
    rank: NDArray[np.intp]

    @cached_property
    def xyz(self) -> NDArray[np.float64]:
        """Ends (2p, 3); Z is NaN where a geometry is 2D."""
        out = np.empty((2 * len(self.parts), 3))
        for side, place in ((0, 0), (1, -1)):
            out[side::2] = shapely.get_coordinates(shapely.get_point(self.parts, place), include_z=True)
        return out

    @cached_property
    def points(self) -> NDArray[np.object_]:
        """Ends in plan."""
        return shapely.points(self.xyz[:, :2])

    @cached_property
    def lengths(self) -> NDArray[np.float64]:
        """Length in plan of each part, metres."""
        return shapely.length(self.parts)

    @cached_property
    def end_directions(self) -> NDArray[np.float64]:
        """Unit direction (2p, 2) in which each line leaves through its end, by its last `DIRECTION_LENGTH`."""
        return self._directions(DIRECTION_LENGTH)

    @cached_property
    def piece_directions(self) -> NDArray[np.float64]:
        """As `end_directions`, by the last piece of each: a line that turns just before its end leaves by it."""
        return self._directions(self._last_pieces())

    def _last_pieces(self) -> NDArray[np.float64]:
        """Metres from each end (2p,) to the first vertex of its part that is not of its micro-segments."""
        vertices, part = shapely.get_coordinates(self.parts, return_index=True)
        out = np.tile(self.lengths, (2, 1)).T.copy()
        for side in (0, 1):
            far = np.hypot(*(vertices - self.xyz[2 * part + side, :2]).T)
            reach = np.where(far >= PIECE_FROM, far, np.inf)
            # the nearest along the part is written last: the first one from its start, the last one before its end
            order = np.arange(len(part)) if side else np.arange(len(part))[::-1]
            order = order[np.isfinite(reach[order])]
            out[part[order], side] = reach[order]
        return out.ravel()

    def _directions(self, length: float | NDArray[np.float64]) -> NDArray[np.float64]:
        """Unit directions (2p, 2) of the last metres of each line before its ends."""
        reach = np.minimum(np.repeat(self.lengths, 2), length)
        out = np.empty((2 * len(self.parts), 2))
        for side, at in ((0, reach[::2]), (1, self.lengths - reach[1::2])):
            inner = shapely.get_coordinates(shapely.line_interpolate_point(self.parts, at))
            out[side::2] = self.xyz[side::2, :2] - inner
        size = np.hypot(*out.T)
        return out / np.where(size > 0, size, 1.0)[:, None]

    @cached_property
    def attributes(self) -> NDArray[np.object_]:
        """What each object is: its texts (n, k) but its numbers and where it comes from; absent is an empty text."""
        columns = [c for c in CLASSES[self.name].columns if c not in _PROVENANCE]
        return self.table[columns].fillna("").to_numpy(dtype=object).reshape(len(self.table), len(columns))


def line_ends(name: str, table: geopandas.GeoDataFrame, origins: Mapping[str, Home]) -> Ends:
    """Ends of a class's objects.

    Parameters
    ----------
    table : as `store.tables.read_class` gives it.
    origins : deliveries that derived objects come from, by uid.
    """
    table = table.sort_values("uid", ignore_index=True)
    parts, owner = shapely.get_parts(table.geometry.to_numpy(), return_index=True)
    first = np.searchsorted(owner, owner)
    rank = np.arange(len(owner)) - first
    usable = ~shapely.is_empty(parts)
    usable[usable] = ~shapely.is_closed(parts[usable]) & (shapely.get_num_points(parts[usable]) > 1)
    homes = [origins.get(uid) or frozenset((int(lot),)) for uid, lot in zip(table["uid"], table["lot_id"], strict=True)]
    return Ends(name, table, homes, parts[usable], owner[usable], rank[usable])


def objects_near_limits(
    store: Store, name: str, emprises: Mapping[int, shapely.Geometry], distance: float
) -> NDArray[np.int64]:
    """Current objects (fid) of a class whose boxes come within `distance` metres of the limit of any emprise."""
    boxes = read_boxes(store, name)
    if not emprises or not len(boxes.fid):
        return boxes.fid[:0]
    limits = shapely.boundary(list(emprises.values()))
    found = shapely.STRtree(limits).query(shapely.box(*boxes.box.T), predicate="dwithin", distance=distance)[0]
    return boxes.fid[np.unique(found)]


def border_mask(
    ends: Ends, emprises: Mapping[int, shapely.Geometry], distance: float, *, shared: bool = True
) -> NDArray[np.bool_]:
    """Ends within `distance` metres of the limit of an emprise of their own and, where `shared`, of another lot's."""
    out = np.zeros(len(ends.points), dtype=bool)
    if not emprises or not len(ends.points):
        return out
    lots = np.array(sorted(emprises))
    grounds = np.array([emprises[int(lot)] for lot in lots], dtype=object)
    own, other = out.copy(), out.copy()
    home_of = np.repeat(ends.owner, 2)
    for geometries, wanted, found in ((shapely.boundary(grounds), True, own), (grounds, False, other)):
        end, rank = shapely.STRtree(geometries).query(ends.points, predicate="dwithin", distance=distance)
        for k, lot in zip(end, lots[rank].tolist(), strict=True):
            if (lot in ends.homes[home_of[k]]) is wanted:
                found[k] = True
    return own & other if shared else own

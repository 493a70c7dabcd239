"""Which findings are those that were remembered: by check, place and geometry, never by identifiers alone.

A finding is the remembered one where the check says the same, at the same place, of objects that have not moved by
more than their tolerance. Identifiers only decide between equally good ones, and stand in for what has no geometry.
Each remembered finding is found once. Objects that stand with too many others of one kind (`MOST`) are followed where
they are exactly what they were.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.quality.excuses import PLACE_STEP, REACH, TOLERANCE_CAP
from .similarity import outlines

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]
Pairs = NDArray[np.intp]

#: What a finding is about: objects at a place, objects of which all the places are one finding (see grouping.py), a lot
#: as a whole, ground that belongs to no lot. Only of the first does the place say which finding it is.
OBJECTS, SPREAD, LOT, GROUND = "objects", "spread", "lot", "ground"
ON_OBJECTS = (OBJECTS, SPREAD)

#: More findings of one key than this in a square of so many metres are followed by their exact drawing alone (as in
#: Base: to compare each with each would take for ever).
MOST, CELL = 500, 1.0
#: A place that is this near to the point that stands for an object, metres, is no more than that point.
_OWN = 1e-6
#: Rounding of coordinates in float arithmetic, metres: a move by the tolerance itself is within it.
_ROUNDING = 1e-6
_NONE: Pairs = np.empty((0, 2), dtype=np.intp)


@dataclass(frozen=True)
class Trace:
    """What makes a finding this one.

    about : (OBJECTS, SPREAD, LOT or GROUND; property; value): what it says besides its objects.
    names : gml:ids of its objects, or the name of its lot.
    place : (x, y); NaN where it has none.
    shapes : geometry of each object (linearised, None where it has none); of a lot its emprise, of ground the ground.
    tolerances : metres, one a shape.
    """

    code: str
    feature_class: str
    about: tuple[str, str, str]
    names: tuple[str, ...]
    place: tuple[float, float]
    shapes: tuple[shapely.Geometry | None, ...]
    tolerances: tuple[float, ...]

    @property
    def key(self) -> Hashable:
        """Only findings of the same key are compared."""
        return self.code, self.feature_class, self.about, len(self.shapes)

    @property
    def location(self) -> shapely.Point | None:
        """Its place, or a point of the emprise that it is about."""
        if np.isfinite(self.place[0]):
            return shapely.Point(self.place)
        shape = self.shapes[0] if self.about[0] == LOT and self.shapes else None
        return None if shape is None or shape.is_empty else shapely.point_on_surface(shape)


def pair_up(remembered: Sequence[Trace], current: Sequence[Trace]) -> list[tuple[int, int]]:
    """Rows of `remembered` with the row of `current` that is the same finding, each row once.

    The answer does not depend on the order of either, up to findings that nothing tells apart.
    """
    found: list[tuple[int, int]] = []
    for candidates in (_pairs_by_name, _identical_pairs, _neighbour_pairs):
        left, right = _unpaired_rows(found, len(remembered), 0), _unpaired_rows(found, len(current), 1)
        pairs = candidates(remembered, current, left, right)
        alike = pairs[_same_place_mask(remembered, current, pairs) | _placeless_mask(remembered, pairs)]
        distance = _distances(remembered, current, alike)
        if candidates is _pairs_by_name:  # the name of a lot says it all
            lots = np.array([remembered[a].about[0] == LOT for a in alike[:, 0].tolist()], dtype=bool)
            distance[lots] = 0.0
        keep = np.isfinite(distance)
        found += _select_nearest(remembered, current, alike[keep], distance[keep])
    return sorted(found)


def pair_moved(remembered: Sequence[Trace], current: Sequence[Trace]) -> list[tuple[int, int]]:
    """Rows of `remembered` with the row of `current` that is about the same objects, of which one has moved.

    Objects of the same identifiers are the same wherever they are; others within `REACH`, the nearest first.
    """
    found: list[tuple[int, int]] = []
    for candidates in (_pairs_by_name, _pairs_in_reach):
        left, right = _unpaired_rows(found, len(remembered), 0), _unpaired_rows(found, len(current), 1)
        left, right = ([k for k in rows if side[k].about[0] in ON_OBJECTS] for side, rows in
                       ((remembered, left), (current, right)))  # fmt: skip
        pairs = candidates(remembered, current, left, right)
        pairs = pairs[~np.isfinite(_distances(remembered, current, pairs))]
        distance = _distances(remembered, current, pairs, reach=REACH)
        if candidates is _pairs_by_name:
            distance = np.where(np.isfinite(distance), distance, REACH)
        keep = np.isfinite(distance)
        found += _select_nearest(remembered, current, pairs[keep], distance[keep])
    return sorted(found)


def places_in_reach(codes: Sequence[str], places: Floats, radii: Floats, of: Sequence[str], at: Geometries) -> Pairs:
    """Pairs (k, 2): place, finding of the same code within the place's radius.

    Parameters
    ----------
    codes, places, radii : what each of n places is about, (n, 2), metres.
    of, at : code and point (None where it has none) of each finding.
    """
    return _pairs_by_key(codes, of, lambda a, b: _dwithin(shapely.points(places[a]), at[b], radii[a]))


def areas_with_places(checks: Sequence[str], areas: Geometries, of: Sequence[str], at: Geometries) -> Pairs:
    """Pairs (k, 2): polygon, finding of the same check inside it (or within `PLACE_STEP`, as places are rounded)."""
    return _pairs_by_key(checks, of, lambda a, b: _dwithin(areas[a], at[b], np.full(len(a), PLACE_STEP)))


def largest_distances(a: Geometries, b: Geometries, tolerance: Floats, *, altitude: bool = True) -> Floats:
    """Largest distance in plan between the geometries of each pair, whatever their direction.

    Infinite where it is more than the tolerance, in plan or, of two that have Z, in altitude; where their dimensions
    differ; where one is missing. 0 where both are.
    """
    a, b = _whole_geometries(a), _whole_geometries(b)
    neither = shapely.is_missing(a) & shapely.is_missing(b)
    first, second = outlines(a), outlines(b)
    distance = shapely.hausdorff_distance(first, second, densify=0.5)
    limit = tolerance + _ROUNDING
    good = (distance <= limit) & (shapely.get_dimensions(a) == shapely.get_dimensions(b))
    if altitude:
        both = np.flatnonzero(good & _has_altitudes(first) & _has_altitudes(second))
        for one, other in ((first, second), (second, first)):
            good[both] &= _same_levels_mask(one[both], other[both], limit[both])
    return np.where(neither, 0.0, np.where(good, distance, np.inf))


def _whole_geometries(geometry: Geometries) -> Geometries:
    out = geometry.copy()
    out[shapely.is_empty(out)] = None
    return out


def _has_altitudes(geometry: Geometries) -> NDArray[np.bool_]:
    """Which geometries have a Z at each vertex."""
    there = shapely.has_z(geometry)
    xyz, owner = shapely.get_coordinates(geometry, include_z=True, return_index=True)
    there[np.unique(owner[np.isnan(xyz[:, 2])])] = False
    return np.asarray(there)


def _same_levels_mask(a: Geometries, b: Geometries, limit: Floats) -> NDArray[np.bool_]:
    """Pairs of which each vertex of `a` has a piece of `b` within the limit, in plan and in altitude.

    The altitude of a piece is that of its point nearest to the vertex; where `b` crosses itself any piece will do.
    """
    xyz, owner = shapely.get_coordinates(a, include_z=True, return_index=True)
    start, end, of = _segments_of(b)
    if not len(xyz):
        return np.ones(len(a), dtype=bool)
    low = np.minimum(shapely.bounds(a), shapely.bounds(b))[:, :2]
    width = np.maximum(shapely.bounds(a), shapely.bounds(b))[:, 2] - low[:, 0] + 4.0 * limit.max() + 1.0
    # each pair gets ground of its own, so that one index serves all of them
    shift = np.column_stack((np.concatenate(([0.0], np.cumsum(width)[:-1])) - low[:, 0], -low[:, 1]))
    points = xyz[:, :2] + shift[owner]
    lines = np.stack((start[:, :2] + shift[of], end[:, :2] + shift[of]), axis=1)
    tree = shapely.STRtree(shapely.linestrings(lines))
    vertex, piece = tree.query(shapely.points(points), predicate="dwithin", distance=limit[owner] + _ROUNDING)
    along = lines[piece, 1] - lines[piece, 0]
    length = (along**2).sum(axis=1)
    share = np.divide(
        ((points[vertex] - lines[piece, 0]) * along).sum(axis=1), length, out=np.zeros(len(vertex)), where=length > 0
    ).clip(0.0, 1.0)
    level = start[piece, 2] + share * (end[piece, 2] - start[piece, 2])
    step = np.full(len(xyz), np.inf)
    np.minimum.at(step, vertex, np.abs(level - xyz[vertex, 2]))
    same = np.ones(len(a), dtype=bool)
    same[owner[step > limit[owner]]] = False
    return same


def _segments_of(geometry: Geometries) -> tuple[Floats, Floats, Pairs]:
    """Segments of lines, and points as segments without length: starts and ends (k, 3), geometry of each."""
    parts, of = shapely.get_parts(geometry, return_index=True)
    xyz, part = shapely.get_coordinates(parts, include_z=True, return_index=True)
    last = np.append(part[1:] != part[:-1], True)
    single = np.bincount(part, minlength=len(parts))[part] == 1
    begin = np.flatnonzero(~last | single)
    end = begin + ~single[begin]
    return xyz[begin], xyz[end], of[part[begin]]


# -- candidates -------------------------------------------------------------------------------------------------------


def _unpaired_rows(found: Iterable[tuple[int, int]], n: int, side: int) -> list[int]:
    taken = {pair[side] for pair in found}
    return [k for k in range(n) if k not in taken]


def _pairs_by_name(
    remembered: Sequence[Trace], current: Sequence[Trace], left: Sequence[int], right: Sequence[int]
) -> Pairs:
    """Findings of the same key about objects (or a lot) of the same names."""
    return _join_by_key(
        ((k, (remembered[k].key, *sorted(remembered[k].names))) for k in left if remembered[k].names),
        ((k, (current[k].key, *sorted(current[k].names))) for k in right if current[k].names),
    )


def _identical_pairs(
    remembered: Sequence[Trace], current: Sequence[Trace], left: Sequence[int], right: Sequence[int]
) -> Pairs:
    """Findings of the same key, place and geometries to the last bit, one with one."""
    sides: list[dict[Hashable, list[int]]] = []
    for traces, rows in ((remembered, left), (current, right)):
        groups: dict[Hashable, list[int]] = defaultdict(list)
        ranks = _ranks(traces)
        for k in sorted(rows, key=lambda k: ranks[k]):
            trace = traces[k]
            if trace.shapes and all(shape is not None for shape in trace.shapes):
                groups[trace.key, repr(trace.place), *sorted(shapely.to_wkb(list(trace.shapes)))].append(k)
        sides.append(groups)
    pairs = [pair for key, rows in sides[0].items() for pair in zip(rows, sides[1].get(key, ()), strict=False)]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _neighbour_pairs(
    remembered: Sequence[Trace], current: Sequence[Trace], left: Sequence[int], right: Sequence[int]
) -> Pairs:
    """Findings of the same key of which the current one lies at the place or on the objects of the remembered one."""
    return _pairs_in_area(remembered, current, left, right, PLACE_STEP + TOLERANCE_CAP)


def _pairs_in_reach(
    remembered: Sequence[Trace], current: Sequence[Trace], left: Sequence[int], right: Sequence[int]
) -> Pairs:
    """Findings of the same key that may be about objects that have moved."""
    return _pairs_in_area(remembered, current, left, right, REACH)


def _pairs_in_area(
    remembered: Sequence[Trace], current: Sequence[Trace], left: Sequence[int], right: Sequence[int], reach: float
) -> Pairs:
    rows = [k for k in left for shape in (*remembered[k].shapes, remembered[k].location) if shape is not None]
    grounds = [s for k in left for s in (*remembered[k].shapes, remembered[k].location) if s is not None]
    points = [(k, where) for k in right if (where := current[k].location) is not None]
    crowd = Counter(map(_cell, (current[k] for k, _ in points), (where for _, where in points)))
    points = [(k, where) for k, where in points if crowd[_cell(current[k], where)] <= MOST]
    if not rows or not points:
        return _NONE
    ground, at = np.array(grounds, dtype=object), np.array([p for _, p in points], dtype=object)
    pairs = _pairs_by_key(
        [remembered[k].key for k in rows],
        [current[k].key for k, _ in points],
        lambda a, b: _dwithin(ground[a], at[b], np.full(len(a), reach)),
    )
    pairs = np.column_stack((np.array(rows)[pairs[:, 0]], np.array([k for k, _ in points])[pairs[:, 1]]))
    return np.unique(pairs, axis=0)


def _cell(trace: Trace, where: shapely.Point) -> Hashable:
    return trace.key, where.x // CELL, where.y // CELL


def _join_by_key(left: Iterable[tuple[int, Hashable]], right: Iterable[tuple[int, Hashable]]) -> Pairs:
    """Rows of the two sides that have the same key."""
    of: dict[Hashable, list[int]] = defaultdict(list)
    for k, key in left:
        of[key].append(k)
    pairs = [(a, k) for k, key in right for a in of.get(key, ())]
    return np.array(pairs, dtype=np.intp).reshape(-1, 2)


def _pairs_by_key(left: Sequence[Hashable], right: Sequence[Hashable], query: Callable[[Pairs, Pairs], Pairs]) -> Pairs:
    """Pairs that `query` (rows of one key on both sides → pairs among them) gives, key by key."""
    sides: tuple[dict[Hashable, list[int]], ...] = (defaultdict(list), defaultdict(list))
    for side, keys in zip(sides, (left, right), strict=True):
        for k, key in enumerate(keys):
            side[key].append(k)
    out = [_NONE]
    for key, rows in sides[0].items():
        if key in sides[1]:
            a, b = np.array(rows), np.array(sides[1][key])
            pairs = query(a, b)
            out.append(np.column_stack((a[pairs[:, 0]], b[pairs[:, 1]])))
    return np.concatenate(out)


def _dwithin(ground: Geometries, points: Geometries, distance: Floats) -> Pairs:
    return np.asarray(shapely.STRtree(points).query(ground, predicate="dwithin", distance=distance).T)


# -- what is alike ----------------------------------------------------------------------------------------------------


def _placeless_mask(remembered: Sequence[Trace], pairs: Pairs) -> NDArray[np.bool_]:
    """What is told by its name or its geometry alone: its place says nothing more."""
    return np.array([remembered[a].about[0] != OBJECTS for a in pairs[:, 0].tolist()], dtype=bool)


def _same_place_mask(remembered: Sequence[Trace], current: Sequence[Trace], pairs: Pairs) -> NDArray[np.bool_]:
    """Whether the two lie at one place; a place that is only the point that stands for the object says nothing."""
    if not len(pairs):
        return np.zeros(0, dtype=bool)
    a, b = ([traces[k] for k in side.tolist()] for traces, side in zip((remembered, current), pairs.T, strict=True))
    first, second = (np.array([t.place for t in side], dtype=np.float64) for side in (a, b))
    slack = PLACE_STEP + np.array([max(t.tolerances, default=0.0) for t in a]) + _ROUNDING
    near = np.hypot(*(first - second).T) <= slack
    neither = np.isnan(first[:, 0]) & np.isnan(second[:, 0])
    doubtful = np.flatnonzero(~near & ~neither)
    if len(doubtful):
        near[doubtful] = _own_place([a[k] for k in doubtful]) & _own_place([b[k] for k in doubtful])
    return np.asarray(near | neither)


def _own_place(traces: Sequence[Trace]) -> NDArray[np.bool_]:
    """Whether the place of each is the point that stands for one of its objects (Base.places)."""
    owner = np.repeat(np.arange(len(traces)), [len(t.shapes) for t in traces])
    points = shapely.point_on_surface(np.array([s for t in traces for s in t.shapes], dtype=object))
    places = shapely.points(np.array([t.place for t in traces], dtype=np.float64).reshape(-1, 2)[owner])
    own = np.zeros(len(traces), dtype=bool)
    own[owner[shapely.distance(points, places) <= _OWN]] = True
    return own


def _distances(
    remembered: Sequence[Trace], current: Sequence[Trace], pairs: Pairs, reach: float | None = None
) -> Floats:
    """Largest distance between the objects of each pair; infinite where one of them is elsewhere.

    Of two objects the first of the one may be the second of the other. Geometries that are missing on both sides are
    alike where the names are, or the places.
    """
    if not len(pairs):
        return np.zeros(0)
    straight = _pair_distances(remembered, current, pairs, reach, swapped=False)
    two = np.array([len(remembered[a].shapes) == 2 for a in pairs[:, 0].tolist()], dtype=bool)
    crossed = np.flatnonzero(two & ~np.isfinite(straight))
    if len(crossed):
        straight[crossed] = _pair_distances(remembered, current, pairs[crossed], reach, swapped=True)
    return straight


def _pair_distances(
    remembered: Sequence[Trace], current: Sequence[Trace], pairs: Pairs, reach: float | None, *, swapped: bool
) -> Floats:
    traces = [(remembered[a], current[b]) for a, b in pairs.tolist()]
    owner = np.repeat(np.arange(len(pairs)), [len(a.shapes) for a, _ in traces])
    first = np.array([s for a, _ in traces for s in a.shapes], dtype=object)
    second = np.array([s for _, b in traces for s in (b.shapes[::-1] if swapped else b.shapes)], dtype=object)
    tolerance = np.array([t for a, _ in traces for t in a.tolerances], dtype=np.float64)
    limit = tolerance if reach is None else np.full(len(tolerance), reach)
    out = np.zeros(len(pairs))
    if len(owner):
        np.maximum.at(out, owner, largest_distances(first, second, limit, altitude=reach is None))
    return out


def _select_nearest(
    remembered: Sequence[Trace], current: Sequence[Trace], pairs: Pairs, distance: Floats
) -> list[tuple[int, int]]:
    """Pairs, the nearest first, no row twice."""
    if not len(pairs):
        return []
    first, second = (
        np.array([t[k].place for k in side.tolist()]) for t, side in zip((remembered, current), pairs.T, strict=True)
    )
    off = np.nan_to_num(np.hypot(*(first - second).T))
    ranks = _ranks(remembered)[pairs[:, 0]], _ranks(current)[pairs[:, 1]]
    order = np.lexsort((ranks[1], ranks[0], off.round(6), distance.round(6)))
    used: tuple[set[int], set[int]] = (set(), set())
    out = []
    for a, b in pairs[order].tolist():
        if a not in used[0] and b not in used[1]:
            used[0].add(a)
            used[1].add(b)
            out.append((a, b))
    return out


def _ranks(traces: Sequence[Trace]) -> Pairs:
    """Rank of each trace in an order that is not that of the rows."""
    order = sorted(range(len(traces)), key=lambda k: (traces[k].names, repr(traces[k].place)))
    ranks = np.empty(len(traces), dtype=np.intp)
    ranks[order] = np.arange(len(traces))
    return ranks

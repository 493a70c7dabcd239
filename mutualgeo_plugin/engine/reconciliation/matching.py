"""One-sided matching of two copies of a network: which lines of B tell the same trace as a line of A.

Lines are sampled; a pair is plausible where most of one line runs along the other. Each sample of a line belongs to
one pair only, the closest pairs first, so that in a dense trench a neighbour does not stand in for a missing line, and
one line may still answer several that it was cut into.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Lines = NDArray[np.object_]
Ranks = NDArray[np.intp]
Array = NDArray[np.float64]

#: Sum of the maximal uncertainties of two copies of class A, rigid works (arrêté of 15 February 2012: 0.40 m each).
DEFAULT_TOLERANCE = 0.80
#: How far a counterpart is looked for, in metres: the radius at which the method was measured.
SEARCH = 3.0
#: Search as a multiple of the tolerance, where the latter is wide.
SEARCH_RATIO = 1.5
#: Distance between samples along a line in metres, and how many a line has at most.
STEP, MAX_SAMPLES = 1.0, 500
#: Share of the smaller line that must run along the other one for the pair to be plausible.
PLAUSIBLE_SHARE = 0.6
#: Progress along B per metre of A under which two lines cross rather than run along each other (cosine of 45 degrees).
ALONG = 0.7
#: Share of a pair's samples that must still be free for the pair to be accepted.
FREE_SHARE = 0.5
#: Share of the common length that must lie within tolerance, else the line has moved.
WITHIN_SHARE = 0.8


@dataclass(frozen=True, eq=False)
class Samples:
    """Points along lines: `points` (n, 2), the rank of their line, and where each line's samples begin."""

    points: Array
    line: Ranks
    start: Ranks
    count: Ranks


@dataclass(frozen=True, eq=False)
class Pairs:
    """Pairs of lines, as arrays of one length.

    `a`, `b` are ranks of lines; `distance` the mean distance in metres between the common parts; `farthest` the
    directed Hausdorff distance over them; `dx`, `dy` the mean vector from A to B, across the lines; `share_a`,
    `share_b` the part of each line that is common; `within` the part of the common length inside the tolerance.
    """

    a: Ranks
    b: Ranks
    distance: Array
    farthest: Array
    dx: Array
    dy: Array
    share_a: Array
    share_b: Array
    within: Array

    def take(self, kept: Ranks | NDArray[np.bool_]) -> Pairs:
        return Pairs(*(getattr(self, name)[kept] for name in self.__dataclass_fields__))

    @property
    def moved(self) -> NDArray[np.bool_]:
        """Pairs that are the same object, but out of place."""
        return self.within < WITHIN_SHARE

    def __len__(self) -> int:
        return len(self.a)


def search_distance(tolerance: float) -> float:
    """How far counterparts are looked for, in metres."""
    return max(SEARCH, SEARCH_RATIO * tolerance)


def match(a: Lines, b: Lines, *, tolerance: float = DEFAULT_TOLERANCE) -> Pairs:
    """Pairs of lines that are the same object, the shift being taken away from `b` beforehand.

    Parameters
    ----------
    a, b : arrays of shapely lines
        In one metric system.
    tolerance : float
        Metres within which a counterpart is in place.
    """
    reach = search_distance(tolerance)
    first, second = shapely.STRtree(b).query(a, predicate="dwithin", distance=reach)
    samples_a, samples_b = sample(a), sample(b)
    seen_a = _observe(samples_a, b, first, second, reach)
    seen_b = _observe(samples_b, a, second, first, reach)
    plausible = _plausible(seen_a, seen_b)
    pairs = _measure(first, second, seen_a, seen_b, tolerance).take(plausible)
    renumbered = np.full(len(first), -1)
    renumbered[plausible] = np.arange(len(plausible))
    owned = (_covered(seen, renumbered) for seen in (seen_a, seen_b))
    return pairs.take(_accept(pairs, *owned, len(samples_a.points), len(samples_b.points)))


def sample(lines: Lines) -> Samples:
    """Points every `STEP` metres along lines, both ends included."""
    length = shapely.length(lines)
    count = np.clip(np.ceil(length / STEP).astype(int) + 1, 2, MAX_SAMPLES)
    start = np.cumsum(count) - count
    rank = np.repeat(np.arange(len(lines)), count)
    share = (np.arange(count.sum()) - start[rank]) / (count[rank] - 1)
    points = shapely.line_interpolate_point(_merged(lines)[rank], share, normalized=True)
    return Samples(shapely.get_coordinates(points), rank, start, count)


def _merged(lines: Lines) -> Lines:
    """Multilines in one piece where they touch; else their longest path, in the order of the parts."""
    multi = shapely.get_type_id(lines) == shapely.GeometryType.MULTILINESTRING
    if not multi.any():
        return lines
    joined = lines.copy()
    for rank in np.flatnonzero(multi):
        joined[rank] = shapely.LineString(shapely.get_coordinates(shapely.line_merge(lines[rank])))
    return joined


@dataclass(frozen=True, eq=False)
class _Seen:
    """Samples of one side near the other side's line, pair by pair.

    `pair`, `sample` and `distance` are parallel; `dx`, `dy` the vector to the line; `share` (one value a pair) the part
    of the line that is near; `progress` the way made along the other line per way made along this one.
    """

    pair: Ranks
    sample: Ranks
    distance: Array
    dx: Array
    dy: Array
    share: Array
    progress: Array


def _observe(samples: Samples, others: Lines, own: Ranks, other: Ranks, reach: float) -> _Seen:
    """Distances from the samples of line `own[k]` to line `other[k]`, for each pair k, where within reach."""
    pair, rank = _near_boxes(samples, others, own, other, reach)
    points = samples.points[rank]
    target = others[other[pair]]
    position = shapely.line_locate_point(target, shapely.points(points))
    vector = shapely.get_coordinates(shapely.line_interpolate_point(target, position)) - points
    distance = np.hypot(vector[:, 0], vector[:, 1])
    near = distance <= reach
    pair, rank, position, vector, distance = pair[near], rank[near], position[near], vector[near], distance[near]
    number = len(own)
    share = np.bincount(pair, minlength=number) / samples.count[own]
    low, high = np.full(number, np.inf), np.full(number, -np.inf)
    np.minimum.at(low, pair, position)
    np.maximum.at(high, pair, position)
    step = shapely.length(others[other]) * 0
    first, last = np.full(number, np.iinfo(int).max), np.full(number, -1)
    np.minimum.at(first, pair, rank)
    np.maximum.at(last, pair, rank)
    return _Seen(pair, rank, distance, vector[:, 0], vector[:, 1], share, _progress(samples, first, last, low, high, step))

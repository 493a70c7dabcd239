"""One-sided matching of two copies of a network: which lines of B tell the same trace as a line of A.

Lines are sampled; a pair is plausible where most of one line runs along the other. Each sample of a line belongs to
one pair only, the closest pairs first, so that in a dense trench a neighbour does not stand in for a missing line, and
one line may still answer several that it was cut into.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

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
#: Length under which no way was made, in metres.
TINY = 1e-9
#: Samples measured at once, to bound memory (about 100 bytes each).
CHUNK = 2_000_000
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
    """Points along lines: `points` (n, 2); `start` and `count` of each line's samples; `step` between them, metres."""

    points: Array
    start: Ranks
    count: Ranks
    step: Array


@dataclass(frozen=True, eq=False)
class Facing:
    """Samples of one side that face the other side's line, pair by pair.

    `pair`, `sample`, `distance` and `vector` (n, 2; from the sample to the line) are parallel. `share` (one value a
    pair) is the part of the line that faces the other; `progress` the way made along the other line per way made along
    this one: 1 where they are parallel, 0 where they cross.
    """

    pair: Ranks
    sample: Ranks
    distance: Array
    vector: Array
    share: Array
    progress: Array


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
        """Some of the pairs."""
        return Pairs(*(getattr(self, field.name)[kept] for field in fields(self)))

    @property
    def moved_mask(self) -> NDArray[np.bool_]:
        """Pairs that are the same object, but out of place."""
        return self.within < WITHIN_SHARE

    def __len__(self) -> int:
        return len(self.a)


@dataclass(frozen=True, eq=False)
class Parts:
    """Parts of paired lines that no counterpart faces: rank of the line, and from where to where along it, metres."""

    line: Ranks
    start: Array
    end: Array


@dataclass(frozen=True, eq=False)
class Match:
    """Pairs that are kept, and what they leave bare of the lines they concern, on each side."""

    pairs: Pairs
    bare_a: Parts
    bare_b: Parts


def search_distance(tolerance: float) -> float:
    """How far counterparts are looked for, in metres."""
    return max(SEARCH, SEARCH_RATIO * tolerance)


def match(a: Lines, b: Lines, *, tolerance: float = DEFAULT_TOLERANCE) -> Match:
    """Pairs of lines that are the same object, the shift being taken away from `b` beforehand.

    Parameters
    ----------
    a, b : arrays of shapely LineStrings
        In one metric system.
    tolerance : float
        Metres within which a counterpart is in place.
    """
    reach = search_distance(tolerance)
    first, second = shapely.STRtree(b).query(a, predicate="dwithin", distance=reach)
    samples_a, samples_b = sample(a), sample(b)
    from_a = _facing_samples(samples_a, b, first, second, reach)
    from_b = _facing_samples(samples_b, a, second, first, reach)
    pairs = _measure(first, second, from_a, from_b, tolerance)
    inner = from_a.share >= from_b.share
    share = np.where(inner, from_a.share, from_b.share)
    progress = np.where(inner, from_a.progress, from_b.progress)
    plausible = (share >= PLAUSIBLE_SHARE) & (progress >= ALONG)
    accepted = _accepted_mask(pairs, plausible, (from_a, len(samples_a.points)), (from_b, len(samples_b.points)))
    bare_a = _uncovered_parts(samples_a, from_a, first, accepted, reach)
    bare_b = _uncovered_parts(samples_b, from_b, second, accepted, reach)
    return Match(pairs.take(accepted), bare_a, bare_b)


def _uncovered_parts(samples: Samples, side: Facing, own: Ranks, accepted: NDArray[np.bool_], least: float) -> Parts:
    """Runs of samples, at least `least` metres long, that no accepted pair faces, on the lines that have a pair."""
    line = np.repeat(np.arange(len(samples.count)), samples.count)
    bare = np.isin(line, own[accepted])
    bare[side.sample[accepted[side.pair]]] = False
    edge = np.ones(len(line) + 1, bool)
    edge[1:-1] = (line[1:] != line[:-1]) | (bare[1:] != bare[:-1])
    bounds = np.flatnonzero(edge)
    first, last = bounds[:-1], bounds[1:] - 1
    kept = bare[first] & ((last - first) * samples.step[line[first]] >= least)
    first, last = first[kept], last[kept]
    rank = line[first]
    return Parts(
        rank, (first - samples.start[rank]) * samples.step[rank], (last - samples.start[rank]) * samples.step[rank]
    )


def sample(lines: Lines) -> Samples:
    """Points every `STEP` metres along lines, both ends included."""
    length = shapely.length(lines)
    count = np.clip(np.ceil(length / STEP).astype(int) + 1, 2, MAX_SAMPLES)
    start = np.cumsum(count) - count
    line = np.repeat(np.arange(len(lines)), count)
    share = (np.arange(len(line)) - start[line]) / (count[line] - 1)
    points = shapely.line_interpolate_point(lines[line], share, normalized=True)
    return Samples(shapely.get_coordinates(points), start, count, length / (count - 1))


def _facing_samples(samples: Samples, others: Lines, own: Ranks, other: Ranks, reach: float) -> Facing:
    """Samples of line `own[k]` that face line `other[k]`, for each pair k.

    A sample faces a line where its nearest point is within reach and is not the line's end, unless that end is less
    than a step away: what goes on beyond an end does not run along the line.
    """
    boxes, length = shapely.bounds(others), shapely.length(others)
    found: list[tuple[Ranks, Ranks, Array, Array, Array]] = []
    for pairs in _chunks(samples.count[own]):
        pair = np.repeat(pairs, samples.count[own[pairs]])
        offset = np.arange(len(pair)) - np.repeat(
            np.cumsum(samples.count[own[pairs]]) - samples.count[own[pairs]], samples.count[own[pairs]]
        )
        rank = samples.start[own[pair]] + offset
        points, box = samples.points[rank], boxes[other[pair]]
        kept = ((points >= box[:, :2] - reach) & (points <= box[:, 2:] + reach)).all(axis=1)
        pair, rank, points = pair[kept], rank[kept], points[kept]
        line = others[other[pair]]
        position = shapely.line_locate_point(line, shapely.points(points))
        vector = shapely.get_coordinates(shapely.line_interpolate_point(line, position)) - points
        distance = np.hypot(vector[:, 0], vector[:, 1])
        inside = (position > 0) & (position < length[other[pair]])
        kept = (distance <= reach) & (inside | (distance <= STEP))
        found.append((pair[kept], rank[kept], distance[kept], vector[kept], position[kept]))
    pair, rank, distance, vector, position = (np.concatenate(column) for column in zip(*found, strict=True))
    share = np.bincount(pair, minlength=len(own)) / samples.count[own]
    made = _span(position, pair, len(own)) / np.maximum(_span(rank, pair, len(own)) * samples.step[own], TINY)
    return Facing(pair, rank, distance, vector, share, made)


def _chunks(counts: Ranks) -> list[Ranks]:
    """Ranks of pairs in groups of about `CHUNK` samples."""
    groups = np.cumsum(counts) // CHUNK
    return np.split(np.arange(len(counts)), np.flatnonzero(np.diff(groups)) + 1)


def _span(values: Array | Ranks, group: Ranks, number: int) -> Array:
    """Highest less lowest value of each group; 0 for an empty one."""
    low, high = np.full(number, np.inf), np.full(number, -np.inf)
    np.minimum.at(low, group, values)
    np.maximum.at(high, group, values)
    return np.where(high >= low, high - low, 0.0)


def _measure(first: Ranks, second: Ranks, from_a: Facing, from_b: Facing, tolerance: float) -> Pairs:
    """Measures of each candidate pair, taken from the line that lies most along the other."""
    number = len(first)
    inner = from_a.share >= from_b.share

    def mean(values_a: Array, values_b: Array) -> Array:
        return np.where(inner, _mean(values_a, from_a.pair, number), _mean(values_b, from_b.pair, number))

    def highest_share(side: Facing) -> Array:
        values = np.zeros(number)
        np.maximum.at(values, side.pair, side.distance)
        return values

    return Pairs(
        a=first,
        b=second,
        distance=mean(from_a.distance, from_b.distance),
        farthest=np.where(inner, highest_share(from_a), highest_share(from_b)),
        dx=mean(from_a.vector[:, 0], -from_b.vector[:, 0]),
        dy=mean(from_a.vector[:, 1], -from_b.vector[:, 1]),
        share_a=from_a.share,
        share_b=from_b.share,
        within=mean((from_a.distance <= tolerance).astype(float), (from_b.distance <= tolerance).astype(float)),
    )


def _mean(values: Array, group: Ranks, number: int) -> Array:
    """Mean of each group; infinite for an empty one."""
    count = np.bincount(group, minlength=number)
    total = np.bincount(group, weights=values, minlength=number)
    return np.where(count > 0, total / np.maximum(count, 1), np.inf)


def _accepted_mask(pairs: Pairs, plausible: NDArray[np.bool_], *sides: tuple[Facing, int]) -> NDArray[np.bool_]:
    """Which pairs are kept: the closest first, each sample serving one pair only.

    In each round, a pair is accepted where it is the closest one for most of its samples on both sides.
    """
    order = np.lexsort((pairs.b, pairs.a, pairs.distance))
    closeness = np.empty(len(pairs), int)
    closeness[order] = np.arange(len(pairs))
    needed = [FREE_SHARE * np.bincount(side.pair, minlength=len(pairs)) for side, _ in sides]
    free = [np.ones(size, bool) for _, size in sides]
    alive, accepted = plausible.copy(), np.zeros(len(pairs), bool)
    while alive.any():
        chosen = alive.copy()
        for (side, size), available, least in zip(sides, free, needed, strict=True):
            usable = alive[side.pair] & available[side.sample]
            pair, rank = side.pair[usable], side.sample[usable]
            alive &= np.bincount(pair, minlength=len(pairs)) >= np.maximum(least, 1)
            best = np.full(size, len(pairs))
            usable = alive[pair]
            np.minimum.at(best, rank[usable], closeness[pair[usable]])
            owned = pair[best[rank] == closeness[pair]]
            chosen &= np.bincount(owned, minlength=len(pairs)) >= np.maximum(least, 1)
        chosen &= alive
        if not chosen.any():
            continue
        accepted |= chosen
        alive &= ~chosen
        for (side, _), available in zip(sides, free, strict=True):
            available[side.sample[chosen[side.pair]]] = False
    return accepted

"""Where lines run along each other: place by place, whatever pieces each of them is cut in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from .places import line_places

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Metres on either side of a place by which the direction is measured: longer than the micro-segments of surveys.
_DIRECTION = 0.25
#: Two lines run along each other where their directions differ by at most this (cosine of 45°): a line that crosses
#: another is near it, too.
_ALONG = np.cos(np.radians(45.0))
#: Share of the metres of a pair that lie beside the other line, not beyond its end.
_BESIDE_FROM = 0.5
#: Share of the longer of two lines from which the shorter one is no piece that goes on where that one ends.
_ALIKE_FROM = 0.5


@dataclass(frozen=True)
class _Places:
    """Places along lines: line of each, metres that it stands for, point, direction in plan, altitude (NaN: none)."""

    line: Rows
    metres: Floats
    point: NDArray[np.object_]
    direction: Floats
    z: Floats


@dataclass(frozen=True)
class _Lying:
    """Places, each with its line and one on which it lies: metres in plan and in altitude between the two, and whether
    it lies beside that line and not beyond its end, which is what surveyors place least well.
    """

    place: Rows
    row: Rows
    other: Rows
    distance: Floats
    step: Floats
    beside: Flags

    def take(self, which: Flags) -> _Lying:
        """Some of them."""
        return _Lying(
            self.place[which],
            self.row[which],
            self.other[which],
            self.distance[which],
            self.step[which],
            self.beside[which],
        )


@dataclass(frozen=True)
class LineOverlaps:
    """Pairs of lines of different groups that run along each other, each seen from its first line.

    row, other : lines of each pair; mostly both orders are there.
    distance : mean distance in metres in plan where the two run along each other.
    step : mean difference of altitude in metres there, NaN where one has none at some place.
    x, y : middle of the places.
    length : metres of each line of the input.
    common : metres of the first line that lie beside the other, not beyond its end.
    """

    row: Rows
    other: Rows
    distance: Floats
    step: Floats
    x: Floats
    y: Floats
    length: Floats
    common: Floats
    _place: Rows
    _pair: Rows
    _metres: Floats
    _back_metres: Floats

    def covered_metres(self, pairs: Flags) -> Floats:
        """Metres of each line of the input that lie on the other lines of some pairs, what several cover once."""
        places = np.unique(self._place[pairs[self._pair]])
        owner = np.zeros(len(self._metres), dtype=np.intp)
        owner[self._place] = self.row[self._pair]
        return _sums(owner[places], self._metres[places], len(self.length))

    def main_pairs(self, pairs: Flags) -> Rows:
        """Of some pairs, the one by which most of each line of the input is covered; −1 where there is none."""
        at = np.flatnonzero(pairs)
        order = at[np.lexsort((-self.other[at], self._pair_metres[at]))]
        main = np.full(len(self.length), -1, dtype=np.intp)
        main[self.row[order]] = order  # the last one written stays
        return main

    def bare_metres(self, pairs: Flags) -> Floats:
        """Metres of each line of the input that lie on no other line of some pairs."""
        return self.length - self.covered_metres(pairs)

    def own_shares(self) -> Floats:
        """Share of the first line of each pair that lies on the other."""
        return np.asarray(self._pair_metres / self.length[self.row])

    def group_shares(self, pairs: Flags, group: Rows) -> Floats:
        """Share of the first line of each pair that lies on the others of its group, by some pairs.

        group : of the other line of each pair; a place lies on one line of a group alone.
        """
        _, key = np.unique(np.stack((self.row, group)), axis=1, return_inverse=True)
        total = _sums(key, self._pair_metres * pairs, len(key))
        return np.asarray(total[key] / self.length[self.row])

    def counterpart_shares(self) -> Floats:
        """Share of the other line of each pair that lies on the first."""
        return np.asarray(self._back_metres / self.length[self.other])

    @cached_property
    def _pair_metres(self) -> Floats:
        """Metres of the first line of each pair that lie on the other."""
        return _sums(self._pair, self._metres[self._place], len(self.row))

    def shares(self, pairs: Flags) -> Floats:
        """As `covered_metres`, as a share of each line's length."""
        return np.divide(self.covered_metres(pairs), self.length, out=np.zeros(len(self.length)), where=self.length > 0)


def find_line_overlaps(
    geometry: NDArray[np.object_],
    group: Rows,
    reach: Floats,
    gate: Callable[[Floats, Floats], Floats],
    may_be_one: Callable[[Rows, Rows], Flags],
    mutual: float,
) -> LineOverlaps:
    """Where lines of different groups run along each other.

    Each place of a line lies on the nearest line of each other group that passes within the gate and in the same
    direction (or the opposite one), of those that may be one with it and of the others: a gutter that is surveyed
    nearer than the kerb itself does not hide the kerb. A pair counts where its two lines say so of about as
    many metres: of lines that run side by side each lies on its own counterpart, and a line that goes on where another
    ends does not lie on it.

    Parameters
    ----------
    geometry : lines (n,), with Z or without; others, empty and missing ones lie on none.
    group : what each belongs to, such as its lot.
    reach : metres by which each may be wrong.
    gate : how far apart two places of one line may be, from the reaches of its two drawings.
    may_be_one : of two lines, whether nothing that is known of them says that they are two.
    mutual : least share of the longer side of a pair that the shorter one has.
    """
    parts, owner = shapely.get_parts(geometry, return_index=True)
    line = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & (shapely.length(parts) > 0)
    parts, owner = parts[line], owner[line]
    length = _sums(owner, shapely.length(parts), len(geometry))
    places = _places(parts)
    place, part = _find_near_parts(places, parts, owner, group, reach, gate)
    at = shapely.line_locate_point(parts[part], places.point[place])
    along = np.abs((_directions(parts[part], at) * places.direction[place]).sum(axis=1)) >= _ALONG
    place, part, at = place[along], part[along], at[along]
    foot = shapely.line_interpolate_point(parts[part], at)
    distance = shapely.distance(places.point[place], foot)
    other = owner[part]
    pairs, pair = np.unique(np.stack((owner[places.line[place]], other)), axis=1, return_inverse=True)
    kind = 2 * group[other] + may_be_one(pairs[0], pairs[1])[pair]
    order = np.lexsort((other, distance, kind, place))
    first = np.ones(len(order), dtype=bool)
    first[1:] = (np.diff(place[order]) != 0) | (np.diff(kind[order]) != 0)
    keep = order[first]
    place, part, at, distance, foot = place[keep], part[keep], at[keep], distance[keep], foot[keep]
    step = np.abs(places.z[place] - shapely.get_z(foot))
    beside = (at > 0) & (at < shapely.length(parts[part]))
    lying = _Lying(place, owner[places.line[place]], owner[part], distance, step, beside)
    return _pair_up(lying, places, length, mutual)


def _places(parts: NDArray[np.object_]) -> _Places:
    line, at, metres = line_places(parts)
    point = shapely.line_interpolate_point(parts[line], at)
    return _Places(line, metres, point, _directions(parts[line], at), shapely.get_z(point))


def _directions(lines: NDArray[np.object_], at: Floats) -> Floats:
    """Unit directions (n, 2) of lines at a distance along each; zero where it turns back on itself there."""
    length = shapely.length(lines)
    ends = (shapely.line_interpolate_point(lines, np.clip(at + side * _DIRECTION, 0.0, length)) for side in (-1.0, 1.0))
    before, after = (shapely.get_coordinates(end) for end in ends)
    vector = after - before
    size = np.hypot(*vector.T)
    return np.divide(vector, size[:, None], out=np.zeros_like(vector), where=size[:, None] > 0)


def _find_near_parts(
    places: _Places,
    parts: NDArray[np.object_],
    owner: Rows,
    group: Rows,
    reach: Floats,
    gate: Callable[[Floats, Floats], Floats],
) -> tuple[Rows, Rows]:
    """Places and the parts of other groups within the gate of each."""
    if not len(parts):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    found = []
    own = reach[owner]
    for bound in np.unique(own):  # a coarse line must not widen the search of all others
        mine = np.flatnonzero(own == bound)
        tree = shapely.STRtree(parts[mine])
        distance = gate(own[places.line], np.full(len(places.line), bound))
        place, part = tree.query(places.point, predicate="dwithin", distance=distance)
        found.append((place, mine[part]))
    place, part = (np.concatenate(side) for side in zip(*found, strict=True))
    apart = group[owner[places.line[place]]] != group[owner[part]]
    return place[apart], part[apart]


def _pair_up(lying: _Lying, places: _Places, length: Floats, mutual: float) -> LineOverlaps:
    """Pairs of the places' lines, those alone that both sides see alike."""
    size = max(len(length), 1)
    keys, pair = np.unique(lying.row * size + lying.other, return_inverse=True)
    metres = _sums(pair, places.metres[lying.place], len(keys))
    back = (keys % size) * size + keys // size
    known = np.isin(back, keys)
    there = np.zeros(len(keys))
    there[known] = metres[np.searchsorted(keys, back[known])]
    beside = _sums(pair, places.metres[lying.place] * lying.beside, len(keys))
    both = np.stack((length[keys // size], length[keys % size]))
    alike = both.min(axis=0) >= _ALIKE_FROM * both.max(axis=0)  # two short copies may lie beyond each other's ends
    seen = np.minimum(metres, there) >= mutual * np.maximum(metres, there)
    seen &= alike | (beside >= _BESIDE_FROM * metres)
    lying, pair = lying.take(seen[pair]), (np.cumsum(seen) - 1)[pair[seen[pair]]]
    keys, number = keys[seen], np.bincount(pair, minlength=int(seen.sum()))
    inner = lying.beside.astype(np.float64)
    inner = np.where((_sums(pair, inner, len(keys)) > 0)[pair], inner, 1.0)
    weight = np.maximum(_sums(pair, inner, len(keys)), 1.0)
    middles = np.argsort(pair, kind="stable")[np.cumsum(number) - number + number // 2]
    point = places.point[lying.place[middles]]
    return LineOverlaps(
        row=keys // size,
        other=keys % size,
        distance=_sums(pair, lying.distance * inner, len(keys)) / weight,
        step=_sums(pair, lying.step * inner, len(keys)) / weight,
        x=shapely.get_x(point),
        y=shapely.get_y(point),
        length=length,
        common=beside[seen],
        _place=lying.place,
        _pair=pair,
        _metres=places.metres,
        _back_metres=there[seen],
    )


def _sums(rank: Rows, values: Floats, count: int) -> Floats:
    return np.asarray(np.bincount(rank, weights=values, minlength=count), dtype=np.float64)

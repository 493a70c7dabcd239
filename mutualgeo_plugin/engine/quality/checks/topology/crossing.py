"""How deep lines cross each other, many pairs at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ....geometry.polylines import drop_repeated_vertices, ends_of

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Geometries = NDArray[np.object_]

#: Metres within which a place on a line is one of its vertices: less than any resolution, more than rounding.
_AT_VERTEX = 1e-6
#: Vertices of pairs of lines that are looked at together, about: some tens of megabytes.
_AT_ONCE = 200_000
#: Where, of the way between its ends, a branch is looked at besides its vertices.
_BETWEEN = np.array([0.25, 0.5, 0.75])


def deepest_crossings(a: Geometries, b: Geometries, same: float) -> tuple[Floats, Floats]:
    """Depths (n,) in metres of the deepest crossing of each two lines, and where it is (n, 2); 0 and NaN without one.

    The contacts cut both lines into branches. A branch that leads to an end is as deep as it leads away from the other
    line; one between two contacts that follow each other on both lines makes an eye with the other line's, and is as
    deep as the eye. A crossing is as deep as the least of its four branches: an end that passes the other line by
    millimetres, or a dip of millimetres across it, is no more than that. A vertex that both lines have, to `same`
    metres, is no crossing; nor is a touch, after which the line stays on its side. Of crossings of one depth the
    leftmost, then the lowest is given: no direction of drawing changes it where neither line crosses itself.
    """
    depth, place = np.zeros(len(a)), np.full((len(a), 2), np.nan)
    size = shapely.get_num_coordinates(a) + shapely.get_num_coordinates(b)
    batch = np.cumsum(size) // _AT_ONCE  # each pair has a copy of both lines: not all at the same time
    for rows in np.split(np.arange(len(a)), np.flatnonzero(np.diff(batch)) + 1):
        depth[rows], place[rows] = _deepest_crossings_of_chunk(a[rows], b[rows], same)
    return depth, place


def _deepest_crossings_of_chunk(a: Geometries, b: Geometries, same: float) -> tuple[Floats, Floats]:
    depth, place = np.zeros(len(a)), np.full((len(a), 2), np.nan)
    one, other, pair = _parts(a, b)
    met = shapely.intersection(one, other)
    points, of = shapely.get_parts(met, return_index=True)
    lone = shapely.get_dimensions(points) == 0
    points, of = points[lone], of[lone]
    if not len(points):
        return depth, place
    lines = [_Lines.from_contacts(line, points, of) for line in (one, other)]
    deep = _branches(*lines)
    each = np.minimum(*(np.minimum(d[line.branch], d[line.branch + 1]) for line, d in zip(lines, deep, strict=True)))
    shared = np.logical_and(*(line.vertex_distances() <= same for line in lines))
    each[shared | ~_passes(*lines)] = 0.0
    xy = shapely.get_coordinates(points)
    order = np.lexsort((xy[:, 1], xy[:, 0], -each.round(6), pair[of]))
    first = order[np.unique(pair[of][order], return_index=True)[1]]
    first = first[each[first] > 0]
    depth[pair[of[first]]], place[pair[of[first]]] = each[first], xy[first]
    return depth, place


def _parts(a: Geometries, b: Geometries) -> tuple[Geometries, Geometries, Rows]:
    """Each line of one geometry with each of the other, and the pair that they are of."""
    one, pair = shapely.get_parts(a, return_index=True)
    other, of = shapely.get_parts(b[pair], return_index=True)
    one, pair = one[of], pair[of]
    lines = np.logical_and.reduce([shapely.get_dimensions(g) == 1 for g in (one, other)])
    lines &= ~(shapely.is_empty(one) | shapely.is_empty(other))
    return one[lines], other[lines], pair[lines]


@dataclass(frozen=True)
class _Lines:
    """Lines, one a pair, their vertices, and the contacts on them.

    Positions are metres along a line; to compare those of all lines at once, each line begins where the ones before it
    end, a metre on.

    xy, line : vertices (v, 2), none of which repeats the one before, and the line of each.
    along, base : position of each vertex, and of the start of each line.
    pair, at : line and position of each contact.
    order : contacts by position.
    branch : of each contact, the branch before it; the one after it is the next. A line has one more than contacts.
    """

    lines: Geometries
    xy: Floats
    line: Rows
    along: Floats
    base: Floats
    pair: Rows
    at: Floats
    order: Rows
    branch: Rows

    @classmethod
    def from_contacts(cls, lines: Geometries, points: Geometries, of: Rows) -> _Lines:
        """Lines and the contacts on them."""
        xy, line = drop_repeated_vertices(*shapely.get_coordinates(lines, return_index=True))
        steps = np.concatenate(([0.0], np.hypot(*np.diff(xy, axis=0).T)))
        steps[1:][line[1:] != line[:-1]] = 1.0
        along = np.cumsum(steps)
        base = along[ends_of(line)[0]]
        at = base[of] + shapely.line_locate_point(lines[of], points)
        order = np.lexsort((at, of))
        rank = np.empty(len(of), dtype=np.intp)
        rank[order] = np.arange(len(of))
        return cls(lines=lines, xy=xy, line=line, along=along, base=base, pair=of, at=at, order=order, branch=rank + of)

    def closed_mask(self) -> Flags:
        """Whether each line ends where it begins."""
        begin, end = ends_of(self.line)
        return np.asarray((self.xy[begin] == self.xy[end]).all(axis=1))

    def vertex_distances(self) -> Floats:
        """Distance of each contact from the nearest vertex, along the line."""
        after = np.clip(np.searchsorted(self.along, self.at), 1, len(self.along) - 1)
        return np.minimum(np.abs(self.at - self.along[after - 1]), np.abs(self.along[after] - self.at))

    def branch_directions(self, line: Rows, position: Floats) -> Rows:
        """Branch on which positions of lines lie."""
        return np.searchsorted(self.at[self.order], position, side="right") + line

    def ways(self) -> tuple[Floats, Floats, Flags]:
        """Directions in which the line leaves each contact, back and ahead; and whether it ends there."""
        begin, end = (vertex[self.pair] for vertex in ends_of(self.line))
        behind = np.searchsorted(self.along, self.at - _AT_VERTEX, side="left") - 1
        ahead = np.searchsorted(self.along, self.at + _AT_VERTEX, side="right")
        before, after = behind < begin, ahead > end
        closed = self.closed_mask()[self.pair]
        behind, ahead = np.where(before, end - 1, behind), np.where(after, begin + 1, ahead)
        here = shapely.get_coordinates(
            shapely.line_interpolate_point(self.lines[self.pair], self.at - self.base[self.pair])
        )
        return self.xy[behind] - here, self.xy[ahead] - here, (before | after) & ~closed


def _branches(a: _Lines, b: _Lines) -> tuple[Floats, Floats]:
    """Depth of each branch of both sets of lines."""
    own, theirs = _reach(a, b), _reach(b, a)
    first, second = a.order[:-1], a.order[1:]
    beside = np.abs(b.branch[first] - b.branch[second]) == 1
    eye = np.flatnonzero((a.pair[first] == a.pair[second]) & beside)
    mine = a.branch[second[eye]]
    other = np.maximum(b.branch[first[eye]], b.branch[second[eye]])
    own[mine] = theirs[other] = np.maximum(own[mine], theirs[other])
    for lines, deep in ((a, own), (b, theirs)):  # the first and the last branch of a closed line are one
        count = np.bincount(lines.pair, minlength=len(lines.lines))
        last = np.cumsum(count) + np.arange(len(count))
        start = last - count
        ring = lines.closed_mask()
        deep[start[ring]] = deep[last[ring]] = np.maximum(deep[start[ring]], deep[last[ring]])
    return own, theirs


def _reach(lines: _Lines, others: _Lines) -> Floats:
    """How far each branch leads away from the other line: at its vertices, and at some places between its ends."""
    out = np.zeros(len(lines.pair) + len(lines.lines))
    begin, end = ends_of(lines.line)
    every = np.arange(len(lines.lines))
    bounds = np.concatenate((lines.at, lines.along[begin], lines.along[end]))
    on = np.concatenate((lines.pair, every, every))
    order = np.lexsort((bounds, on))
    bounds, on = bounds[order], on[order]
    inner = np.flatnonzero(on[1:] == on[:-1])
    places = (bounds[inner, None] + (bounds[inner + 1] - bounds[inner])[:, None] * _BETWEEN).ravel()
    on = np.repeat(on[inner], len(_BETWEEN))
    between = shapely.line_interpolate_point(lines.lines[on], places - lines.base[on])
    for line, position, points in ((lines.line, lines.along, shapely.points(lines.xy)), (on, places, between)):
        np.maximum.at(out, lines.branch_directions(line, position), shapely.distance(points, others.lines[line]))
    return out


def _passes(a: _Lines, b: _Lines) -> Flags:
    """Whether at each contact one line goes from one side of the other to its other side."""
    mine, theirs = a.ways(), b.ways()
    angles = [np.arctan2(way[:, 1], way[:, 0]) for way in (*mine[:2], *theirs[:2])]
    turns = [(angle - angles[2]) % (2.0 * np.pi) for angle in angles]  # from the way back along b
    through = (turns[0] < turns[3]) != (turns[1] < turns[3])
    return np.asarray(through & ~mine[2] & ~theirs[2])

"""How deep two lines cross each other."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Metres within which a place on a line is one of its vertices: less than any resolution, more than rounding.
_AT_VERTEX = 1e-7


def deepest(a: shapely.Geometry, b: shapely.Geometry, same: float) -> tuple[float, float, float]:
    """Depth in metres of the deepest crossing of two lines, and where it is; (0, NaN, NaN) where there is none.

    The contacts cut both lines into branches. A branch that leads to an end is as deep as it leads away from the other
    line; one between two contacts that follow each other on both lines makes an eye with the other line's, and is as
    deep as the eye. A crossing is as deep as the least of its four branches: an end that passes the other line by
    millimetres, or a dip of millimetres across it, is no more than that. A vertex that both lines have, to `same`
    metres, is no crossing; nor is a touch, after which the line stays on its side. Of crossings of one depth the
    leftmost, then the lowest is given: no direction of drawing changes it.
    """
    crossings = [
        crossing
        for part in shapely.get_parts(a)
        for other in shapely.get_parts(b)
        for crossing in _crossings(part, other, same)
    ]
    return max(crossings, key=lambda c: (round(c[0], 6), -c[1], -c[2]), default=(0.0, float("nan"), float("nan")))


def _crossings(a: shapely.Geometry, b: shapely.Geometry, same: float) -> list[tuple[float, float, float]]:
    """Depth and place of each crossing of two lines of one part."""
    parts = shapely.get_parts(shapely.intersection(a, b))
    points = parts[shapely.get_dimensions(parts) == 0]
    lines = [_Line(line, points) for line in (a, b)]
    branches = [
        _branches(line, other, eye) for line, other, eye in zip(lines, lines[::-1], _eyes(*lines), strict=True)
    ]
    out = []
    for k, (x, y) in enumerate(shapely.get_coordinates(points).tolist()):
        if all(line.to_vertex[k] <= same for line in lines) or not _passes(*lines, k):
            continue
        depth = min(float(branches[i][line.rank[k] + side]) for i, line in enumerate(lines) for side in (0, 1))
        out.append((depth, x, y))
    return out


class _Line:
    """A line, and where contacts stand on it."""

    def __init__(self, line: shapely.Geometry, points: NDArray[np.object_]) -> None:
        self.line = line
        self.xy = shapely.get_coordinates(line)
        self.along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(self.xy, axis=0).T))))
        self.closed = bool((self.xy[0] == self.xy[-1]).all())
        #: Position of each contact, and its rank among them.
        self.at = shapely.line_locate_point(line, points)
        self.order = np.argsort(self.at, kind="stable")
        self.rank = np.argsort(self.order)
        self.to_vertex = np.abs(self.at[:, None] - self.along).min(axis=1)
        if self.closed:  # the start of a closed line is also its end
            self.to_vertex = np.minimum(self.to_vertex, self.along[-1] - self.at)

    def branch(self, position: Floats) -> NDArray[np.intp]:
        """Branch, from 0 to the number of contacts, on which positions of the line lie."""
        return np.searchsorted(self.at[self.order], position, side="right")

    def ways(self, k: int) -> tuple[Floats, Floats] | None:
        """Directions in which the line leaves contact k, back and ahead; None where it ends there."""
        at, length = self.at[k], self.along[-1]
        behind = np.flatnonzero(self.along < at - _AT_VERTEX)
        before = np.flatnonzero(self.along > at + _AT_VERTEX)
        if not self.closed and not (len(behind) and len(before)):
            return None
        i = int(behind[-1]) if len(behind) else int(np.flatnonzero(self.along < length - _AT_VERTEX)[-1])
        j = int(before[0]) if len(before) else int(np.flatnonzero(self.along > _AT_VERTEX)[0])
        here = shapely.get_coordinates(shapely.line_interpolate_point(self.line, at))[0]
        return self.xy[i] - here, self.xy[j] - here


def _eyes(a: _Line, b: _Line) -> tuple[dict[int, int], dict[int, int]]:
    """For each line: branch between two contacts → branch of the other line between the same two."""
    on_b = b.rank[a.order]
    first, second = on_b[:-1], on_b[1:]
    follow = np.flatnonzero(np.abs(first - second) == 1)
    other = np.maximum(first, second)[follow]
    return dict(zip((follow + 1).tolist(), other.tolist(), strict=True)), dict(
        zip(other.tolist(), (follow + 1).tolist(), strict=True)
    )


def _branches(line: _Line, other: _Line, eyes: dict[int, int]) -> Floats:
    """Depth of each branch of a line."""
    own, theirs = _reach(line, other), _reach(other, line)
    for branch, beside in eyes.items():
        own[branch] = max(own[branch], theirs[beside])
    if line.closed:  # the first and the last branch are one
        own[0] = own[-1] = max(own[0], own[-1])
    return own


def _reach(line: _Line, other: _Line) -> Floats:
    """How far each branch of a line leads away from the other line: at its vertices, and beside those of the other."""
    beside = shapely.line_locate_point(line.line, shapely.points(other.xy))
    position = np.concatenate((line.along, beside))
    gaps = shapely.distance(shapely.line_interpolate_point(line.line, position), other.line)
    out = np.zeros(len(line.at) + 1)
    np.maximum.at(out, line.branch(position), gaps)
    return out


def _passes(a: _Line, b: _Line, k: int) -> bool:
    """Whether one line goes from one side of the other to its other side at contact k."""
    mine, theirs = a.ways(k), b.ways(k)
    if mine is None or theirs is None:
        return False
    angles = [float(np.arctan2(way[1], way[0])) for way in (*mine, *theirs)]
    turns = [(angle - angles[2]) % (2.0 * np.pi) for angle in angles]  # from the way back along b
    return (turns[0] < turns[3]) != (turns[1] < turns[3])

"""Where one line crosses itself or lies on itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SelfCrossings:
    """Crossings of a line with itself (points (k, 2), depth) and overlaps (a point of each (m, 2), length)."""

    points: Floats
    depth: Floats
    backs: Floats
    length: Floats


def self_crossings(xy: Floats, depth: float, leg: float) -> SelfCrossings:
    """Crossings deeper than `depth` metres and overlaps longer than it.

    The depth of a crossing is how far the nearest of the four ends lies on the other side. Two pieces that follow each
    other and of which one is shorter than `leg` make a spike (G6), not an overlap.

    Parameters
    ----------
    xy : array (n, 2), a line.
    """
    xy = xy[np.concatenate(([True], (np.diff(xy, axis=0) != 0).any(axis=1)))]
    pieces = shapely.linestrings(np.stack((xy[:-1], xy[1:]), axis=1))
    i, j = shapely.STRtree(pieces).query(pieces, predicate="intersects")
    i, j = i[i < j], j[i < j]
    follow = (j == i + 1) | ((i == 0) & (j == len(pieces) - 1) & (xy[0] == xy[-1]).all())
    a, b, c, d = xy[i], xy[i + 1], xy[j], xy[j + 1]
    with np.errstate(invalid="ignore", divide="ignore"):
        sides = np.column_stack((_side(c, d, a), _side(c, d, b), _side(a, b, c), _side(a, b, d)))
    proper = ~follow & (sides[:, 0] * sides[:, 1] < 0) & (sides[:, 2] * sides[:, 3] < 0)
    deep = np.abs(sides).min(axis=1)
    crossing = np.flatnonzero(proper & (deep > depth))
    points = shapely.get_coordinates(shapely.intersection(pieces[i[crossing]], pieces[j[crossing]]))
    common = shapely.intersection(pieces[i[~proper]], pieces[j[~proper]])
    length = shapely.length(common)
    shorter = np.minimum(shapely.length(pieces[i[~proper]]), shapely.length(pieces[j[~proper]]))
    back = (length > depth) & ~(follow[~proper] & (shorter < leg))
    starts = shapely.get_coordinates(shapely.get_point(common[back], 0))
    return SelfCrossings(points, deep[crossing], starts, length[back])


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """Signed distance in metres of points from the lines through a and b."""
    along = b - a
    away = point - a
    return np.asarray((along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / np.hypot(*along.T))

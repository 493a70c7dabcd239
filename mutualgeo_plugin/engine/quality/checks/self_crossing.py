"""Where one line crosses itself or lies on itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ..profile import Profile

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Limits:
    """What of a line is no crossing, metres and degrees.

    depth : crossings no deeper than this; pieces no farther from each other lie on each other.
    leg, angle : pieces that follow each other, both shorter than `leg`, at less than `angle`, make a spike (G6).
    short : pieces that are shorter are a finding of their own (G4).
    """

    depth: float
    leg: float
    angle: float
    short: float

    @classmethod
    def of(cls, profile: Profile) -> Limits:
        """The thresholds of a profile."""
        names = (("G7", "depth"), ("G6", "leg"), ("G6", "angle"), ("G4", "info"))
        return cls(*(profile.value(check, key) for check, key in names))


@dataclass(frozen=True)
class SelfCrossings:
    """Crossings of a line with itself (points (k, 2), depth) and overlaps (a point of each (m, 2), length)."""

    points: Floats
    depth: Floats
    backs: Floats
    length: Floats


def self_crossings(xy: Floats, limits: Limits) -> SelfCrossings:
    """Crossings deeper than the limit, and overlaps.

    The depth of a crossing is how far the nearest of the four ends lies on the other side.

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
    crossing = np.flatnonzero(proper & (deep > limits.depth))
    points = shapely.get_coordinates(shapely.intersection(pieces[i[crossing]], pieces[j[crossing]]))
    common = shapely.intersection(pieces[i[~proper & ~follow]], pieces[j[~proper & ~follow]])
    length = shapely.length(common)
    over = length > limits.depth
    starts = shapely.get_coordinates(shapely.get_point(common[over], 0))
    around = np.concatenate((xy, xy[1:2])) if (xy[0] == xy[-1]).all() else xy
    back, shorter = turns_back(around, limits)
    return SelfCrossings(
        points,
        deep[crossing],
        np.concatenate((starts, around[1:-1][back])),
        np.concatenate((length[over], shorter[back])),
    )


def turns_back(xy: Floats, limits: Limits) -> tuple[Flags, Floats]:
    """Inner vertices at which a line goes back over itself, and the length of the shorter of their two pieces.

    Parameters
    ----------
    xy : array (n, 2), a line; its coordinates were rounded, so that one that goes back does not fall on itself exactly.
    """
    before, after = np.diff(xy, axis=0)[:-1], np.diff(xy, axis=0)[1:]
    legs = np.sort(np.column_stack((np.hypot(*before.T), np.hypot(*after.T))), axis=1)
    along = (before * after).sum(axis=1)
    across = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    with np.errstate(invalid="ignore", divide="ignore"):
        back = (along < 0) & (across / legs[:, 1] <= limits.depth)  # distance of the far end of the shorter one
    back &= across < np.tan(np.radians(limits.angle)) * -along
    return back & (legs[:, 0] >= limits.short) & (legs[:, 1] >= limits.leg), legs[:, 0]


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """Signed distance in metres of points from the lines through a and b."""
    along = b - a
    away = point - a
    return np.asarray((along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / np.hypot(*along.T))

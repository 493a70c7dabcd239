"""Where lines cross themselves or lie on themselves, many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ....geometry.polylines import drop_repeated_vertices, ends_of
from ...profile import Profile

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]

#: Metres by which boxes are made wider: more than what moving them aside rounds off.
_SLACK = 1e-6


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
    def from_profile(cls, profile: Profile) -> Limits:
        """The thresholds of a profile."""
        names = (("G7", "depth"), ("G6", "leg"), ("G6", "angle"), ("G4", "info"))
        return cls(*(profile.value(check, key) for check, key in names))


@dataclass(frozen=True)
class Places:
    """Places (k, 2) where lines cross themselves, or lie on themselves: the line, and the depth or length in metres."""

    line: Rows
    points: Floats
    measured: Floats


def self_crossings(xy: Floats, line: Rows, limits: Limits) -> tuple[Places, Places]:
    """Crossings of lines with themselves that are deeper than the limit, and where they lie on themselves.

    The depth of a crossing is how far the nearest of the four ends lies on the other side.

    Parameters
    ----------
    xy, line : vertices (n, 2) of lines, and the line of each, ascending.
    """
    xy, line = drop_repeated_vertices(xy, line)
    start = np.flatnonzero(line[1:] == line[:-1])
    pieces, of = shapely.linestrings(np.stack((xy[start], xy[start + 1]), axis=1)), line[start]
    begin, end = ends_of(line)
    rank = np.searchsorted(line[begin], of)
    i, j = _meeting(xy, start, rank, begin, pieces)
    a, b, c, d = xy[start[i]], xy[start[i] + 1], xy[start[j]], xy[start[j] + 1]
    ring = (xy[begin] == xy[end]).all(axis=1)[rank[i]]
    follow = (start[j] == start[i] + 1) | (ring & (start[i] == begin[rank[i]]) & (start[j] + 1 == end[rank[i]]))
    with np.errstate(invalid="ignore", divide="ignore"):
        sides = np.column_stack((_side(c, d, a), _side(c, d, b), _side(a, b, c), _side(a, b, d)))
    proper = ~follow & (sides[:, 0] * sides[:, 1] < 0) & (sides[:, 2] * sides[:, 3] < 0)
    deep = np.abs(sides).min(axis=1)
    crossing = np.flatnonzero(proper & (deep > limits.depth))
    points = shapely.get_coordinates(shapely.intersection(pieces[i[crossing]], pieces[j[crossing]]))
    beside = np.flatnonzero(~proper & ~follow)
    common = shapely.intersection(pieces[i[beside]], pieces[j[beside]])
    length = shapely.length(common)
    over = np.flatnonzero(length > limits.depth)
    back, shorter = turning_vertices(xy, line, limits)
    return Places(of[i[crossing]], points, deep[crossing]), Places(
        np.concatenate((of[i[beside[over]]], line[back])),
        np.concatenate((shapely.get_coordinates(shapely.get_point(common[over], 0)), xy[back])),
        np.concatenate((length[over], shorter)),
    )


def _meeting(xy: Floats, start: Rows, rank: Rows, begin: Rows, pieces: NDArray[np.object_]) -> tuple[Rows, Rows]:
    """Pairs i < j of pieces of one line that meet.

    Their boxes are looked up with the lines laid out side by side: lines that lie on each other by the thousand would
    else be compared each with each.
    """
    west, east = np.minimum.reduceat(xy[:, 0], begin), np.maximum.reduceat(xy[:, 0], begin)
    place = np.cumsum(east - west + 1.0) - (east - west + 1.0)
    aside = np.column_stack(((place - west)[rank], np.zeros(len(rank))))
    ends = np.stack((xy[start], xy[start + 1]))
    low, high = ends.min(axis=0) + aside - _SLACK, ends.max(axis=0) + aside + _SLACK
    boxes = shapely.linestrings(np.stack((low, high), axis=1))  # an index knows a diagonal by its box
    i, j = shapely.STRtree(boxes).query(boxes)
    i, j = i[i < j], j[i < j]
    meet = shapely.intersects(pieces[i], pieces[j])
    return i[meet], j[meet]


def turning_vertices(xy: Floats, line: Rows, limits: Limits) -> tuple[Rows, Floats]:
    """Vertices at which lines go back over themselves, and the length of the shorter of their two pieces.

    Parameters
    ----------
    xy, line : vertices (n, 2) of lines, and the line of each, ascending; none repeats the one before. Coordinates were
        rounded: a line that goes back does not fall on itself exactly.
    """
    if len(xy) < 3:
        return np.empty(0, dtype=np.intp), np.empty(0)
    steps = np.diff(xy, axis=0)
    sharp = np.flatnonzero(((steps[:-1] * steps[1:]).sum(axis=1) < 0) & (line[:-2] == line[2:])) + 1
    before, after = steps[sharp - 1], steps[sharp]
    begin, end = ends_of(line)
    # the seam of a ring is a vertex too
    closed = np.flatnonzero((xy[begin] == xy[end]).all(axis=1) & (end - begin > 2))
    before = np.concatenate((before, steps[end[closed] - 1]))
    after = np.concatenate((after, steps[begin[closed]]))
    at = np.concatenate((sharp, begin[closed]))
    legs = np.sort(np.column_stack((np.hypot(*before.T), np.hypot(*after.T))), axis=1)
    along = (before * after).sum(axis=1)
    across = np.abs(before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0])
    with np.errstate(invalid="ignore", divide="ignore"):
        back = (along < 0) & (across / legs[:, 1] <= limits.depth)  # distance of the far end of the shorter one
    back &= across < np.tan(np.radians(limits.angle)) * -along
    back &= (legs[:, 0] >= limits.short) & (legs[:, 1] >= limits.leg)
    return at[back], legs[back, 0]


def _side(a: Floats, b: Floats, point: Floats) -> Floats:
    """Signed distance in metres of points from the lines through a and b."""
    along = b - a
    away = point - a
    return np.asarray((along[:, 0] * away[:, 1] - along[:, 1] * away[:, 0]) / np.hypot(*along.T))

"""Circular arcs through three points, as arrays.

An arc is three control points (start, any point on it, end). Where start and end are equal the arc is the
full circle whose diameter joins start and middle (SQL/MM convention).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..model.errors import EngineError

Array = NDArray[np.float64]

#: Largest distance in metres between an arc and the chords that stand for it in analyses.
CHORD_TOLERANCE = 0.001

#: Chords that are drawn at once: they take some two gigabytes. A region's arcs take fewer.
MOST_CHORDS = 20_000_000

#: Below this sagitta-to-chord ratio three points are taken as aligned: the centre is numerically meaningless.
_FLAT = 1e-9


def circles(arcs: Array) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Centres and radii of arcs.

    Parameters
    ----------
    arcs : array (n, 3, 2 or 3)
        Control points in metres.

    Returns
    -------
    centre : array (n, 2)
    radius : array (n,)
    flat : bool array (n,)
        True where the three points are aligned: centre is then the middle of the chord, radius infinite.
    """
    a, b, c = arcs[:, 0, :2], arcs[:, 1, :2], arcs[:, 2, :2]
    u, v = b - a, c - a
    cross = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    uu, vv = (u * u).sum(axis=1), (v * v).sum(axis=1)
    closed = vv == 0.0
    flat = ((np.abs(cross) <= _FLAT * np.maximum(uu, vv)) & ~closed) | ~np.isfinite(cross)  # no circle, no fault
    safe = np.where(flat | closed, 1.0, 2.0 * cross)
    centre = a + np.column_stack((v[:, 1] * uu - u[:, 1] * vv, u[:, 0] * vv - v[:, 0] * uu)) / safe[:, None]
    centre[closed] = (a[closed] + b[closed]) / 2
    centre[flat] = (a[flat] + c[flat]) / 2
    radius = np.hypot(*(a - centre).T)
    radius[flat] = np.inf
    return centre, radius, flat


def sweeps(arcs: Array, centre: Array) -> tuple[Array, Array]:
    """Signed angles (radians) from start to middle and from middle to end, both turning the same way."""
    angle = np.arctan2(arcs[:, :, 1] - centre[:, None, 1], arcs[:, :, 0] - centre[:, None, 0])
    first = np.mod(angle[:, 1] - angle[:, 0], 2 * np.pi)
    whole = np.mod(angle[:, 2] - angle[:, 0], 2 * np.pi)
    whole = np.where((arcs[:, 0, :2] == arcs[:, 2, :2]).all(axis=1), 2 * np.pi, whole)
    direct = first <= whole
    first = np.where(direct, first, first - 2 * np.pi)
    whole = np.where(direct, whole, whole - 2 * np.pi)
    return first, whole - first


def bounds(arcs: Array) -> Array:
    """Exact boxes (n, 4: minx, miny, maxx, maxy) of arcs, bulge included."""
    centre, radius, flat = circles(arcs)
    first, second = sweeps(arcs, centre)
    box = np.concatenate((arcs[:, :, :2].min(axis=1), arcs[:, :, :2].max(axis=1)), axis=1)
    start = np.arctan2(arcs[:, 0, 1] - centre[:, 1], arcs[:, 0, 0] - centre[:, 0])
    sweep = first + second
    for quarter, axis, sign in ((0.0, 0, 1), (np.pi / 2, 1, 1), (np.pi, 0, -1), (-np.pi / 2, 1, -1)):
        turn = np.where(sweep >= 0, np.mod(quarter - start, 2 * np.pi), np.mod(start - quarter, 2 * np.pi))
        passes = ~flat & (turn <= np.abs(sweep))
        reach = centre[passes, axis] + sign * radius[passes]
        column = axis + (2 if sign > 0 else 0)
        box[passes, column] = (np.maximum if sign > 0 else np.minimum)(box[passes, column], reach)
    return box


def lengths(arcs: Array) -> Array:
    """Lengths in metres of arcs in plan."""
    centre, radius, flat = circles(arcs)
    first, second = sweeps(arcs, centre)
    straight = np.hypot(*(arcs[:, 1, :2] - arcs[:, 0, :2]).T) + np.hypot(*(arcs[:, 2, :2] - arcs[:, 1, :2]).T)
    return np.where(flat, straight, np.where(flat, 0.0, radius) * np.abs(first + second))


def count_chords(arcs: Array, tolerance: float = CHORD_TOLERANCE) -> NDArray[np.intp]:
    """Number of the chords (n,) that `linearise` draws for each arc."""
    centre, radius, flat = circles(arcs)
    halves = np.stack(sweeps(arcs, centre), axis=1).ravel()
    counts: NDArray[np.intp] = _count_pieces(halves, radius, flat, tolerance).reshape(-1, 2).sum(axis=1)
    return counts


def _count_pieces(halves: Array, radius: Array, flat: NDArray[np.bool_], tolerance: float) -> NDArray[np.intp]:
    """Number of the chords (2 n,) of each half of an arc, by the angle that it turns."""
    with np.errstate(invalid="ignore", divide="ignore"):
        step = 2 * np.arccos(np.clip(1 - tolerance / radius, -1.0, 1.0))
    step = np.where(flat | (step <= 0), np.inf, step)
    return np.maximum(1, np.ceil(np.nan_to_num(np.abs(halves) / np.repeat(step, 2)))).astype(np.intp)


def linearise(arcs: Array, tolerance: float = CHORD_TOLERANCE) -> tuple[Array, NDArray[np.intp]]:
    """Chords that stand for arcs, at most `tolerance` metres away from them.

    The three control points are kept to the last digit; Z is interpolated along the angle between them.

    Returns
    -------
    points : array (m, 2 or 3)
        Vertices of all arcs, first and last of each included.
    offsets : int array (n + 1,)
        Arc i owns ``points[offsets[i]:offsets[i + 1]]``.

    Raises
    ------
    EngineError
        ``arcs_huge``: more chords than `MOST_CHORDS`.
    """
    centre, radius, flat = circles(arcs)
    halves = np.stack(sweeps(arcs, centre), axis=1).ravel()
    pieces = _count_pieces(halves, radius, flat, tolerance)
    if pieces.sum() > MOST_CHORDS:
        raise EngineError("arcs_huge", chords=int(pieces.sum()), arcs=len(arcs), most=MOST_CHORDS)
    starts = arcs[:, :2].reshape(-1, arcs.shape[2])
    ends = arcs[:, 1:].reshape(-1, arcs.shape[2])
    # each half arc gives its first point and its inner points; the very last point of each arc is added after
    half = np.repeat(np.arange(len(pieces)), pieces)
    rank = np.arange(len(half)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = rank / pieces[half]
    middle = np.repeat(centre, 2, axis=0)[half]
    origin = starts[half]
    angle = np.arctan2(origin[:, 1] - middle[:, 1], origin[:, 0] - middle[:, 0]) + halves[half] * share
    points = origin + (ends[half] - origin) * share[:, None]
    inner = rank > 0
    reach = np.repeat(np.where(flat, 0.0, radius), 2)[half]
    points[inner, 0] = middle[inner, 0] + reach[inner] * np.cos(angle[inner])
    points[inner, 1] = middle[inner, 1] + reach[inner] * np.sin(angle[inner])
    counts = pieces.reshape(-1, 2).sum(axis=1)
    offsets = np.concatenate(([0], np.cumsum(counts + 1)))
    out = np.empty((int(offsets[-1]), arcs.shape[2]))
    last = offsets[1:] - 1
    body = np.ones(len(out), dtype=bool)
    body[last] = False
    out[body] = points
    out[last] = arcs[:, 2]
    return out, offsets


def circle_closing_point(control: Array) -> Array:
    """Middle of the arc that closes the circle through three control points, from the third to the first.

    The same input gives the same bits, so that a writer recognises a circle it has read.

    Parameters
    ----------
    control : array (3, 2 or 3)
    """
    centre, radius, _flat = circles(control[None])
    first, second = sweeps(control[None], centre)
    rest = np.sign(first[0]) * 2 * np.pi - first[0] - second[0]
    start = np.arctan2(control[2, 1] - centre[0, 1], control[2, 0] - centre[0, 0])
    point = (control[2] + control[0]) / 2
    point[0] = centre[0, 0] + radius[0] * np.cos(start + rest / 2)
    point[1] = centre[0, 1] + radius[0] * np.sin(start + rest / 2)
    return point

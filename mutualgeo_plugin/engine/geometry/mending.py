"""Mends of native drawings, each a pure function of a shape: an `Edit`, or None where there is nothing to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from .arcs import circles, lengths, sweeps
from .chains import (
    Chain,
    Change,
    Edit,
    arcs_of,
    edit_curves,
    remove_step,
    remove_vertex,
    reverse_chain,
    straighten_arcs,
)
from .end_move import move_part_end, refusal
from .wkb import Shape, leaves

Array = NDArray[np.float64]

#: Millimetres: coordinates are exchanged with three decimals.
DECIMALS = 3


def remove_short_steps(
    shape: Shape, shortest: float, *, climb: float | None = None, above: float = -1.0, wider: bool = False
) -> Edit | None:
    """Straight steps shorter than `shortest` metres taken out, the shortest first.

    Parameters
    ----------
    climb : steps that climb by more, metres, stay.
    above : steps of this length or less stay.
    wider : steps of exactly `shortest` go too.
    """

    def mend(chain: Chain) -> Change | None:
        points, sure = 0, True
        blocked: set[bytes] = set()
        while len(chain.points) > 2:
            steps = chain.steps
            bad = ~chain.bent & ((steps < shortest) | (wider & (steps == shortest))) & (steps > above)
            if climb is not None:
                bad &= ~(chain.level_steps > climb)
            at = [k for k in np.flatnonzero(bad).tolist() if chain.points[k : k + 2].tobytes() not in blocked]
            if not at:
                break
            worst = min(at, key=lambda k: (steps[k], k))
            change = remove_step(chain, worst, shortest)
            if change is None:
                blocked.add(chain.points[worst : worst + 2].tobytes())
                continue
            chain, points, sure = change.chain, points + change.points, sure and change.sure
        return Change(chain, points, sure=sure) if points else None

    return edit_curves(shape, mend)


def remove_spikes(shape: Shape, angle: float, leg: float, same: float, short: float = 0.0) -> Edit | None:
    """Vertices taken out at which two straight steps, both between `same` and `leg` metres, meet at less than `angle`
    degrees; where the spike leaves two vertices less than `short` metres apart, one of them goes too.
    """

    def mend(chain: Chain) -> Change | None:
        points = 0
        while True:
            at = _spike(chain, angle, leg, same)
            change = None if at is None else remove_vertex(chain, at)
            if change is None:
                break
            chain, points = change.chain, points + change.points
            chain, more = _remove_short_step_left(chain, at, short)
            points += more
        return Change(chain, points) if points else None

    return edit_curves(shape, mend)


def _spike(chain: Chain, angle: float, leg: float, same: float) -> int | None:
    """Index of the sharpest spike of a chain."""
    step = np.diff(chain.points[:, :2], axis=0)
    length = np.hypot(*step.T)
    usable = ~chain.bent & (length > same) & (length < leg)
    before, after = np.arange(len(step) - 1), np.arange(1, len(step))
    if chain.is_closed:
        before, after = np.append(before, len(step) - 1), np.append(after, 0)
    keep = usable[before] & usable[after]
    before, after = before[keep], after[keep]
    if not len(before):
        return None
    cosine = (step[before] * step[after]).sum(axis=1) / (length[before] * length[after])
    sharp = 180.0 - np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    worst = int(np.argmin(sharp))
    return int(after[worst]) if sharp[worst] < angle else None


def _remove_short_step_left(chain: Chain, at: int | None, short: float) -> tuple[Chain, int]:
    """The chain without the step that a vertex taken out has left, where it is short; and the points gone."""
    near = [k for k in ((at or 0) - 1, len(chain.points) - 2) if 0 <= k < len(chain.points) - 1]
    for k in near:
        if not chain.bent[k] and chain.steps[k] < short and len(chain.points) > 2:
            change = remove_step(chain, k, 0.0)
            if change is not None and change.sure:
                return change.chain, change.points
    return chain, 0


def straighten_flat_arcs(shape: Shape, sagitta: float, nothing: float, short: float) -> Edit | None:
    """Arcs that rise less than `sagitta` metres over their chord as straight lines.

    The middle point stays as a vertex where it is farther than `short` metres from both ends. An arc with control
    points closer than `nothing`, with a chord shorter than `short` or with its middle point off the chord stays.
    """

    def mend(chain: Chain) -> Change | None:
        if not len(chain.arcs):
            return None
        points = chain.triples
        centre, radius, flat = circles(points)
        angle = np.abs(sum(sweeps(points, centre)))
        with np.errstate(invalid="ignore"):
            rise = np.where(flat, 0.0, radius * (1.0 - np.cos(angle / 2.0)))
        halves = np.hypot(*np.moveaxis(np.diff(points[:, :, :2], axis=1), 2, 0))
        chord = np.hypot(*(points[:, 2, :2] - points[:, 0, :2]).T)
        along = halves.max(axis=1) <= chord
        wanted = (rise < sagitta) & (halves >= nothing).all(axis=1) & (chord >= short) & along
        if not wanted.any():
            return None
        return straighten_arcs(chain, chain.arcs[wanted], (halves[wanted] >= short).all(axis=1))

    return edit_curves(shape, mend)


def straighten_nil_arcs(shape: Shape, nothing: float) -> Edit | None:
    """Arcs with coincident control points, or shorter than `nothing` metres, as straight lines from start to end.

    A full circle, whose start is its end, stays.
    """

    def mend(chain: Chain) -> Change | None:
        if not len(chain.arcs):
            return None
        points = chain.triples
        halves = np.hypot(*np.moveaxis(np.diff(points[:, :, :2], axis=1), 2, 0))
        chord = np.hypot(*(points[:, 2, :2] - points[:, 0, :2]).T)
        nil = (halves < nothing).any(axis=1) | (lengths(points) < nothing)
        nil &= chord >= nothing  # else nothing is left of the piece, and its neighbours would have to move
        return straighten_arcs(chain, chain.arcs[nil], np.zeros(nil.sum(), dtype=bool)) if nil.any() else None

    return edit_curves(shape, mend)


def round_coordinates(shape: Shape) -> Edit | None:
    """X, Y and Z rounded to the millimetre; no point moves by more than half a millimetre along an axis."""
    out = _map_points(shape, _round_points)
    same = all(np.array_equal(a, b, equal_nan=True) for (_, a), (_, b) in zip(leaves(shape), leaves(out), strict=True))
    return None if same or _count_nil_arcs(out) > _count_nil_arcs(shape) else Edit(out)


def _round_points(points: Array) -> Array:
    return np.asarray(np.round(points, DECIMALS))


def _count_nil_arcs(shape: Shape) -> int:
    """Arcs with coincident or aligned control points."""
    arcs = arcs_of(shape)
    if not len(arcs):
        return 0
    halves = np.hypot(*np.moveaxis(np.diff(arcs[:, :, :2], axis=1), 2, 0))
    return int(((halves == 0.0).any(axis=1) | circles(arcs)[2]).sum())


def _map_points(shape: Shape, function: Callable[[Array], Array]) -> Shape:
    kind, content = shape
    if kind in ("point", "line", "arc"):
        return kind, function(content)
    return kind, [_map_points(part, function) for part in content]


def reverse_curves(shape: Shape) -> Edit | None:
    """All curves drawn from their end to their start."""
    return edit_curves(shape, reverse_chain)


def reduce_to_ends(shape: Shape, tolerance: float) -> Edit | None:
    """A line of its two ends, where all between them is within `tolerance` metres of the segment."""

    def mend(chain: Chain) -> Change | None:
        segment = shapely.LineString(chain.points[[0, -1], :2])
        if len(chain.points) < 3 or segment.length == 0.0:
            return None
        if (shapely.distance(shapely.points(chain.points[:, :2]), segment) > tolerance).any():
            return None
        out = Chain(chain.points[[0, -1]], np.zeros(1, dtype=np.intp), np.zeros(1, dtype=bool))
        return Change(out, points=len(chain.points) - 2, arcs=len(chain.arcs))

    return edit_curves(shape, mend)


def close_line(shape: Shape, tolerance: float, *, always: bool) -> Edit | None:
    """A line whose ends are at most `tolerance` metres apart closed on its first point: the last one moves there.

    Parameters
    ----------
    always : a line with a wider gap gets one more vertex, equal to its first.
    """

    def mend(chain: Chain) -> Change | None:
        first, last = chain.points[0], chain.points[-1]
        gap = float(np.hypot(*(last - first)[:2]))
        if gap == 0.0 or len(chain.points) < 3:
            return None
        points = chain.points
        if gap <= tolerance and len(points) > 3 and not chain.bent[-1]:
            return Change(Chain(np.concatenate((points[:-1], points[:1])), chain.piece, chain.bent), sure=False)
        if not always:
            return None
        piece = chain.piece[-1] + (1 if chain.bent[-1] else 0)
        out = Chain(np.concatenate((points, points[:1])), np.append(chain.piece, piece), np.append(chain.bent, False))
        return Change(out, points=-1)

    return edit_curves(shape, mend)


def move_end(shape: Shape, start: Sequence[float], place: Sequence[float], tolerance: float) -> Edit | None:
    """The end that is at `start` (in plan) moved to `place`; its altitude stays where `place` has none.

    None where no end is there, or where an arc would leave its drawing by more than `tolerance` metres.
    """
    parts = shape[1] if shape[0] == "multicurve" else [shape]
    if shape[0] not in ("line", "arc", "compound", "multicurve"):
        return None
    for part, curve in enumerate(parts):
        own = [points for _, points in leaves(curve)]
        for last, end in ((False, own[0][0]), (True, own[-1][-1])):
            if np.hypot(*(end[:2] - np.asarray(start[:2]))) > 10.0**-DECIMALS / 2:
                continue
            wanted = end.copy()
            wanted[: len(place)] = place
            if np.array_equal(wanted, end) or refusal(shape, part, last=last, place=wanted, tolerance=tolerance):
                return None
            return Edit(move_part_end(shape, part, last=last, place=wanted)[0], sure=False)
    return None

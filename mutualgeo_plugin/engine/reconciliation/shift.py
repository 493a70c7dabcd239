"""Systematic shift between two copies of a network, by vote of the differences between their line ends.

Nearest ends are not homologous ends once a copy is shifted: every difference within reach votes, the densest place of
the plane of differences wins, and a robust mean of the pairs found there is refined.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Widest shift looked for, in metres: beyond it, two systems were confused rather than two surveys.
REACH = 10.0
#: Side of a voting cell, in metres; votes are counted over three by three cells, twice the noise of a class A copy.
CELL = 0.25
#: Ends of A that vote, at most: enough for a centimetre, few enough for any machine.
MAX_ENDS = 20_000
#: Fewest pairs that make a shift believable, and how far above the random votes they must stand, in sigmas.
MIN_PAIRS, MIN_SIGNIFICANCE = 6, 5.0
#: Scale of a normal law per median absolute deviation.
MAD_TO_SIGMA = 1.4826
#: Narrowest and widest radius, in metres, and number of sigmas, within which pairs are kept while refining.
KEEP_MIN, KEEP_MAX, KEEP_SIGMAS = 0.05, 1.5 * CELL * 2, 3.0
#: Under this, in metres, or under this many standard errors, a shift is none.
NULL_METRES, NULL_ERRORS = 0.01, 3.0
ROUNDS = 30


@dataclass(frozen=True)
class Shift:
    """Displacement of B against A.

    Attributes
    ----------
    dx, dy : float
        Metres; what to take away from B. Zero where no shift can be told.
    n : int
        Pairs of homologous ends behind it.
    spread : float
        Standard deviation of one pair along an axis, in metres (robust).
    confidence : float
        Share of the ends of the smaller copy that agree, 0 to 1.
    evidence : str
        "shift", "null" (the copies agree) or "unknown".
    """

    dx: float
    dy: float
    n: int
    spread: float
    confidence: float
    evidence: str


UNKNOWN = Shift(0.0, 0.0, 0, 0.0, 0.0, "unknown")


def line_ends(lines: NDArray[np.object_]) -> Array:
    """Distinct ends (n, 2) of lines: a junction counts once."""
    parts = shapely.get_parts(lines)
    ends = np.concatenate([shapely.get_point(parts, 0), shapely.get_point(parts, -1)])
    return np.unique(shapely.get_coordinates(ends).round(3), axis=0)


def estimate_shift(a: NDArray[np.object_], b: NDArray[np.object_], *, reach: float = REACH) -> Shift:
    """Estimate the displacement of the lines `b` against the lines `a`, both in the same metric system."""
    ends_a, ends_b = _thin_out(line_ends(a)), line_ends(b)
    first, second = _pairs_in_reach(ends_a, ends_b, reach)
    moves = ends_b[second] - ends_a[first]
    if len(moves) < MIN_PAIRS:
        return UNKNOWN
    centre, votes = _densest_shift(moves, reach)
    background = len(moves) * (3 * CELL) ** 2 / (np.pi * reach**2)
    centre, kept, spread = _refine_shift(first, second, moves, centre)
    significant = votes >= background + MIN_SIGNIFICANCE * np.sqrt(max(background, 1.0))
    if kept < MIN_PAIRS or not significant:
        return UNKNOWN
    size = float(np.hypot(*centre))
    null = size < max(NULL_METRES, NULL_ERRORS * spread / np.sqrt(kept))
    confidence = kept / min(len(ends_a), len(ends_b))
    dx, dy = (float(value) for value in centre)
    return Shift(dx, dy, kept, spread, min(1.0, confidence), "null" if null else "shift")


def _thin_out(ends: Array) -> Array:
    """At most `MAX_ENDS` ends, taken all over the plane (they are sorted), the same ones at each run."""
    return ends[:: -(-len(ends) // MAX_ENDS)] if len(ends) > MAX_ENDS else ends


def _pairs_in_reach(a: Array, b: Array, reach: float) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of ranks (in a, in b) of points at most `reach` metres apart."""
    first, second = shapely.STRtree(shapely.points(b)).query(shapely.points(a), predicate="dwithin", distance=reach)
    return first, second


def _densest_shift(moves: Array, reach: float) -> tuple[Array, int]:
    """Centre of the three by three cells that hold most differences, and how many they hold."""
    side = int(np.ceil(2 * reach / CELL)) + 2
    cells = np.floor((moves + reach) / CELL).astype(int) + 1
    grid = np.bincount(cells[:, 0] * side + cells[:, 1], minlength=side * side).reshape(side, side)
    around = [np.roll(grid, (i, j), axis=(0, 1)) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    votes = np.sum(around, axis=0)
    row, column = np.unravel_index(int(np.argmax(votes)), votes.shape)
    return (np.array([row, column], float) - 0.5) * CELL - reach, int(votes[row, column])


def _refine_shift(
    first: NDArray[np.intp], second: NDArray[np.intp], moves: Array, centre: Array
) -> tuple[Array, int, float]:
    """Mean of the pairs around `centre`, one pair an end, the radius following their spread around their median."""
    radius, count, spread = KEEP_MAX, 0, 0.0
    for _ in range(ROUNDS):
        gap = np.hypot(*(moves - centre).T)
        near = np.flatnonzero(gap <= radius)
        near = near[np.argsort(gap[near], kind="stable")]
        near = near[_first_positions(first[near])]
        near = near[_first_positions(second[near])]
        if not len(near):
            break
        before = centre
        centre = np.median(moves[near], axis=0)
        spread = MAD_TO_SIGMA * float(np.median(np.abs(moves[near] - centre)))
        count = len(near)
        radius = float(np.clip(KEEP_SIGMAS * spread, KEEP_MIN, KEEP_MAX))
        if np.allclose(before, centre, atol=1e-5):
            break
    return (moves[near].mean(axis=0) if len(near) else centre), count, spread


def _first_positions(values: NDArray[np.intp]) -> NDArray[np.intp]:
    """Positions of the first occurrence of each value, in order."""
    return np.sort(np.unique(values, return_index=True)[1])

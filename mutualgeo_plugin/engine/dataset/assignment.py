"""One-to-one assignment of the largest total worth, component by component."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geometry.components import component_leaders, component_members

Ranks = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Worths are counted in whole units of 10^-9: whole numbers add up to the same in whatever order, those of 0.1 + 0.3
#: and 0.2 + 0.2 too, and what differs by less is rounding [I]. Worths are shares of 0 to about 1: a unit of them is far
#: below what a survey tells.
UNIT_DIGITS = 9
#: Bits of the whole numbers that a float64 holds, less those by which path lengths exceed what one member adds to them.
EXACT_BITS = 53 - 2


@dataclass(frozen=True)
class Assignment:
    """Which candidate pairs are taken, and whether the component of each gives all its members a partner."""

    taken: Flags
    complete: Flags


def assign(left: Ranks, right: Ranks, worth: Floats) -> Assignment:
    """Take of candidate pairs those of the largest total worth, no member twice.

    Of the choices of one total that one is taken which gives the lowest left member the lowest partner that any of
    them gives it (staying alone comes last), then the next left member the lowest that is left, and so on. There is
    but one such choice, whatever the order of the pairs and whatever finds it.

    Parameters
    ----------
    left, right : int arrays (k,)
        Members of the two sides, each side numbered on its own; a pair stands once. Ties are settled by these numbers:
        give ones that do not depend on the order of the inputs.
    worth : float array (k,), positive
        What taking a pair is worth; leaving a member alone is worth nothing. Totals are compared in units of
        10^-`UNIT_DIGITS`, in components of thousands of members in coarser ones that still add up exactly.
    """
    rows, row = np.unique(left, return_inverse=True)
    columns, column = np.unique(right, return_inverse=True)
    component = component_leaders(len(rows) + len(columns), row, column + len(rows))
    members, component = np.bincount(component), component[row]
    taken = np.bincount(component)[component] == 1  # alone in their components
    shared = np.flatnonzero(~taken)
    for pairs in component_members(component[shared]):
        at = shared[pairs]
        taken[at] = _solve(row[at], column[at], worth[at])
    partners = 2 * np.bincount(component[taken], minlength=len(members))
    return Assignment(taken, (partners == members)[component])


def _solve(row: Ranks, column: Ranks, worth: Floats) -> Flags:
    """Pairs of one component that are taken: settled row by row, as many rows at once as one sum can order."""
    value = _units(row, worth)
    taken = np.zeros(len(row), dtype=bool)
    waiting = np.lexsort((column, row))
    while len(waiting):
        matched, settled = _match(row[waiting], column[waiting], value[waiting])
        taken[waiting[matched & settled]] = True
        waiting = waiting[~settled & ~np.isin(column[waiting], column[taken])]
    return taken


def _units(row: Ranks, worth: Floats) -> Floats:
    """Worths in whole units, one at least; coarser where the choices of one row could not be ordered beside them."""
    _, degree = np.unique(row, return_counts=True)
    whole = int(np.frexp(worth.max())[1]) + 1
    room = EXACT_BITS - len(degree).bit_length() - int(degree.max()).bit_length() - whole
    return np.maximum(1, np.rint(worth * 10.0 ** min(UNIT_DIGITS, math.floor(room * math.log10(2)))))


def _match(row: Ranks, column: Ranks, value: Floats) -> tuple[Flags, Flags]:
    """A matching of the largest total value: its pairs, and those of the rows whose ties it settles.

    Below the bits of a pair's value stand some for each of the first rows: how low in its row the pair is, those of an
    earlier row above those of a later one. What the solver adds up are whole numbers below 2^53.

    Parameters
    ----------
    row, column : in order of row, then of column.
    value : in whole units.
    """
    from scipy.sparse import csr_array  # only where a graph is left, as in `geometry.components`
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # scipy.optimize takes 0.15 s more to import

    rows, row, degree = np.unique(row, return_inverse=True, return_counts=True)
    columns, column = np.unique(column, return_inverse=True)
    onward = np.cumsum(degree)[row] - np.arange(len(row))  # candidates of its row from this one on
    most, bits = value.max() + 1, int(degree.max()).bit_length()
    settled = min(len(rows), (EXACT_BITS - len(rows).bit_length() - int(most).bit_length()) // bits)
    below = np.where(row < settled, np.ldexp(onward, bits * (settled - 1 - row)), 0.0)
    alone = np.arange(len(rows))  # each row has a column of its own in which it stays alone
    most = np.ldexp(most, bits * settled)
    costs = np.append(most - np.ldexp(value, bits * settled) - below, np.full(len(rows), most))
    graph = csr_array((costs, (np.append(row, alone), np.append(column, len(columns) + alone))))
    _, partner = min_weight_full_bipartite_matching(graph)
    return partner[row] == column, row < settled

"""One-to-one assignment of the largest total worth, component by component."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..geometry.components import component_leaders, component_members

Ranks = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Assignment:
    """Which candidate pairs are taken, and whether the component of each gives all its members a partner."""

    taken: NDArray[np.bool_]
    complete: NDArray[np.bool_]


def assign(left: Ranks, right: Ranks, worth: Floats) -> Assignment:
    """Take of candidate pairs those of the largest total worth, no member twice.

    Parameters
    ----------
    left, right : int arrays (k,)
        Members of the two sides, each side numbered on its own. Ties are settled by these numbers: give ones that do
        not depend on the order of the inputs.
    worth : float array (k,), positive
        What taking a pair is worth; leaving a member alone is worth nothing.
    """
    taken, complete = np.zeros(len(left), dtype=bool), np.zeros(len(left), dtype=bool)
    for pairs in _components(left, right):
        rows, row = np.unique(left[pairs], return_inverse=True)
        columns, column = np.unique(right[pairs], return_inverse=True)
        value = np.zeros((len(rows), len(columns)))
        value[row, column] = worth[pairs]
        partner = np.array([0]) if value.size == 1 else _solve_hungarian(value)
        taken[pairs] = partner[row] == column
        complete[pairs] = len(rows) == len(columns) == taken[pairs].sum()
    return Assignment(taken, complete)


def _components(left: Ranks, right: Ranks) -> list[Ranks]:
    """Ranks of the pairs of each connected component."""
    _, one = np.unique(left, return_inverse=True)
    _, other = np.unique(right, return_inverse=True)
    beyond = int(one.max(initial=-1)) + 1
    lowest = component_leaders(beyond + int(other.max(initial=-1)) + 1, one, other + beyond)
    return component_members(lowest[one])


def _solve_hungarian(value: Floats) -> Ranks:
    """Column of each row in the assignment of the largest total value; a row may stay alone (a column past the last).

    Shortest augmenting paths with potentials (Kuhn, Munkres; in the form of Jonker and Volgenant, 1987). Each row has
    a column of its own, of value 0, that stands for staying alone.

    By hand: of assignments of one total scipy.optimize.linear_sum_assignment takes others (4 to 15 % of small sparse
    graphs with equal worths), and what is taken must stay what it was.
    """
    n, m = value.shape
    cost = np.zeros((n, m + n))
    cost[:, :m] = -value
    u, v = np.zeros(n + 1), np.zeros(m + n + 1)
    row_of = np.zeros(m + n + 1, dtype=np.intp)
    for row in range(1, n + 1):
        row_of[0] = row
        shortest = np.full(m + n + 1, np.inf)
        before = np.zeros(m + n + 1, dtype=np.intp)
        done = np.zeros(m + n + 1, dtype=bool)
        at = 0
        while row_of[at]:
            done[at] = True
            reduced = cost[row_of[at] - 1] - u[row_of[at]] - v[1:]
            nearer = ~done[1:] & (reduced < shortest[1:])
            shortest[1:][nearer] = reduced[nearer]
            before[1:][nearer] = at
            following = int(np.where(done, np.inf, np.where(np.arange(m + n + 1) == 0, np.inf, shortest)).argmin())
            step = shortest[following]
            u[row_of[done]] += step
            v[done] -= step
            shortest[~done] -= step
            at = following
        while at:
            row_of[at] = row_of[before[at]]
            at = int(before[at])
    partner = np.empty(n, dtype=np.intp)
    for column in range(1, m + n + 1):
        if row_of[column]:
            partner[row_of[column] - 1] = column - 1
    return partner

"""One-to-one assignment: the best of all possible ones, the first of them in ties, checked by trying them all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csgraph

from mutualgeo_plugin.engine.dataset.assignment import assign


def best_total(n: int, m: int, worth: dict[tuple[int, int], float]) -> float:
    """Largest total of all one-to-one assignments, members left alone included."""
    columns = [*range(m), *[None] * n]
    return max(
        sum(worth.get((row, column), 0.0) for row, column in enumerate(chosen) if column is not None)
        for chosen in itertools.permutations(columns, n)
    )


@pytest.mark.parametrize("seed", range(5))
def test_no_assignment_is_better(seed):
    rng = np.random.default_rng(seed)
    for _ in range(60):
        n, m = (int(k) for k in rng.integers(1, 4, 2))
        pairs = [(i, j) for i in range(n) for j in range(m) if rng.random() < 0.6]
        if not pairs:
            continue
        worth = dict(zip(pairs, rng.uniform(0.1, 1.0, len(pairs)).tolist(), strict=True))
        left, right = (np.array(side, dtype=np.intp) for side in zip(*pairs, strict=True))
        taken = assign(left, right, np.array(list(worth.values()))).taken
        assert len(set(left[taken])) == len(set(right[taken])) == taken.sum()
        assert sum(worth[p] for p, flag in zip(pairs, taken, strict=True) if flag) == pytest.approx(
            best_total(n, m, worth)
        )


def test_two_far_pairs_are_worth_more_than_one_near():
    """Greedy would take the pair of 0.9 and leave two alone."""
    found = assign(np.array([0, 0, 1]), np.array([0, 1, 1]), np.array([0.6, 0.9, 0.6]))
    assert found.taken.tolist() == [True, False, True]
    assert found.complete.all()


def test_a_member_that_stays_alone_makes_its_component_incomplete():
    found = assign(np.array([0, 0, 5]), np.array([0, 1, 7]), np.array([0.6, 0.9, 0.1]))
    assert found.taken.tolist() == [False, True, True]
    assert found.complete.tolist() == [False, False, True]


def test_nothing_to_assign():
    empty = np.array([], dtype=np.intp)
    assert not len(assign(empty, empty, np.array([])).taken)


TIED = [
    # what is worth as much one way as the other: rows of worths, and the partner that each row is given
    ([[1, 1]], [0]),
    ([[1], [1]], [0, None]),
    ([[1, 1], [1, 1]], [0, 1]),
    ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], [0, 1, 2]),
    ([[0, 1, 1], [1, 1, 0]], [1, 0]),
    ([[2, 2, 0], [2, 0, 2], [0, 2, 2]], [0, 2, 1]),
    ([[2, 0], [2, 2], [0, 2]], [0, 1, None]),
    ([[0.1, 0.2], [0.2, 0.3]], [0, 1]),  # 0.4 either way, if it were not for rounding
]


@pytest.mark.parametrize(("rows", "partners"), TIED)
def test_ties_are_settled_by_the_numbers_and_by_nothing_else(rows, partners):
    pairs = [(i, j) for i, row in enumerate(rows) for j, worth in enumerate(row) if worth]
    for order in itertools.islice(itertools.permutations(pairs), 50):
        left, right = (np.array(side, dtype=np.intp) for side in zip(*order, strict=True))
        taken = assign(left, right, np.array([rows[i][j] for i, j in order], dtype=float)).taken
        found = dict(pair for pair, flag in zip(order, taken, strict=True) if flag)
        assert [found.get(i) for i in range(len(rows))] == partners


def partners(left, right, worth) -> dict[int, int]:
    """Left member → right member, of those that have a partner; none has two."""
    left, right = np.asarray(left, dtype=np.intp), np.asarray(right, dtype=np.intp)
    taken = assign(left, right, np.asarray(worth, dtype=float)).taken
    found = dict(zip(left[taken].tolist(), right[taken].tolist(), strict=True))
    assert len(found) == len(set(found.values())) == taken.sum()
    return found


def first_of_the_best(rows: np.ndarray) -> dict[int, int]:
    """By trying them all: of the largest total, what gives the first row its lowest partner, then the next."""
    n, m = rows.shape
    choices: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for row in rows.tolist():
        choices = [
            (total + (row[column] if column < m else 0), (*chosen, column))
            for total, chosen in choices
            for column in range(m + 1)
            if column == m or (row[column] and column not in chosen)
        ]
    _, chosen = min(choices, key=lambda choice: (-choice[0], choice[1]))
    return {row: column for row, column in enumerate(chosen) if column < m}


def tied_graphs(seed: int, count: int = 80):
    """Small graphs with whole worths of one to three kinds: rows of worths, 0 where there is no pair."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        n, m, kinds = (int(k) for k in rng.integers((1, 1, 1), (6, 6, 4)))
        rows = (rng.random((n, m)) < 0.6) * rng.integers(1, kinds + 1, (n, m))
        if rows.any():
            yield rng, rows


def other_solver(graph):
    """scipy's other solver, with the columns turned round: of equal totals it takes others."""
    costs = np.full(graph.shape, np.inf)
    dense = graph.tocoo()
    costs[dense.row, dense.col] = dense.data
    row, column = linear_sum_assignment(costs[:, ::-1])
    return row, graph.shape[1] - 1 - column


@pytest.mark.parametrize("seed", range(20, 26))
def test_of_equal_totals_the_first_is_taken_whatever_the_order_of_the_pairs(seed):
    for rng, rows in tied_graphs(seed):
        left, right = np.nonzero(rows)
        order = rng.permutation(len(left))
        left, right = left[order], right[order]
        # numbers with gaps, in the same order, and worths that are no whole numbers
        found = partners(3 * left + 7, 5 * right, rows[left, right] / 10)
        assert {(a - 7) // 3: b // 5 for a, b in found.items()} == first_of_the_best(rows)


@pytest.mark.parametrize("seed", range(30, 33))
def test_what_is_taken_does_not_depend_on_which_optimum_the_solver_finds(seed, monkeypatch):
    monkeypatch.setattr(csgraph, "min_weight_full_bipartite_matching", other_solver)
    for _, rows in tied_graphs(seed):
        left, right = np.nonzero(rows)
        assert partners(left, right, rows[left, right]) == first_of_the_best(rows)


def test_rounding_settles_no_tie():
    for rng, rows in tied_graphs(40):
        left, right = np.nonzero(rows)
        worth = rows[left, right] / 3
        assert partners(left, right, worth * (1 + rng.uniform(-1e-15, 1e-15, len(worth)))) == first_of_the_best(rows)


def test_what_is_worth_a_little_more_is_no_tie():
    assert partners([0, 0], [0, 1], [0.5, 0.5 + 1e-8]) == {0: 1}
    assert partners([0, 0], [0, 1], [0.5, 0.5 + 1e-11]) == {0: 0}


def test_ties_of_more_rows_than_one_sum_can_order():
    every = np.ones((60, 50))
    assert partners(*np.nonzero(every), every.ravel()) == {k: k for k in range(50)}
    # a ring of 401 members on each side has two choices of one total; a chain one more member than partners
    ring = np.arange(401)
    assert partners(np.tile(ring, 2), np.append(ring, (ring + 1) % 401), np.ones(802)) == {k: k for k in range(401)}
    chain = np.arange(300)
    assert partners(np.append(chain, chain + 1), np.tile(chain, 2), np.ones(600)) == {k: k for k in range(300)}


@pytest.mark.parametrize("seed", range(3))
def test_a_large_component_is_solved_exactly(seed):
    rng = np.random.default_rng(seed)
    worth = rng.integers(1, 10**6, (90, 70)) / 10**6
    left, right = np.nonzero(worth)
    taken = assign(left, right, worth.ravel()).taken
    best = worth[linear_sum_assignment(worth, maximize=True)].sum()
    assert worth.ravel()[taken].sum() == pytest.approx(best, abs=1e-12)
    assert taken.sum() == 70
    assert not assign(left, right, worth.ravel()).complete.any()


def test_components_are_told_apart():
    """A pair alone, two rows of one partner, two of two, each complete or not by itself."""
    left, right = np.array([9, 4, 6, 1, 1, 2, 2]), np.array([9, 5, 5, 1, 2, 1, 2])
    found = assign(left, right, np.array([1e-3, 0.4, 0.5, 0.3, 0.9, 0.9, 0.1]))
    assert found.taken.tolist() == [True, False, True, False, True, True, False]
    assert found.complete.tolist() == [True, False, False, True, True, True, True]

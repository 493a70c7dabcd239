"""One-to-one assignment: the best of all possible ones, checked by trying them all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

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
    ([[2, 2, 0], [2, 0, 2], [0, 2, 2]], [1, 0, 2]),
]


@pytest.mark.parametrize(("rows", "partners"), TIED)
def test_ties_are_settled_by_the_numbers_and_by_nothing_else(rows, partners):
    pairs = [(i, j) for i, row in enumerate(rows) for j, worth in enumerate(row) if worth]
    for order in itertools.islice(itertools.permutations(pairs), 50):
        left, right = (np.array(side, dtype=np.intp) for side in zip(*order, strict=True))
        taken = assign(left, right, np.array([rows[i][j] for i, j in order], dtype=float)).taken
        found = dict(pair for pair, flag in zip(order, taken, strict=True) if flag)
        assert [found.get(i) for i in range(len(rows))] == partners

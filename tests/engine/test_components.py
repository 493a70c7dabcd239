"""Components of graphs, beside what following the edges one by one gives."""

from __future__ import annotations

import numpy as np
import pytest

from mutualgeo_plugin.engine.geometry.components import component_leaders, component_members, two_sides


def followed(count: int, left: list[int], right: list[int]) -> tuple[list[int], list[int]]:
    """Lowest member of each one's component, and its side (−1 where there are none), edge by edge."""
    near: dict[int, list[int]] = {k: [] for k in range(count)}
    for a, b in zip(left, right, strict=True):
        near[a].append(b)
        near[b].append(a)
    lowest, side = [-1] * count, [-1] * count
    for start in range(count):
        if lowest[start] >= 0:
            continue
        sides, waiting, even = {start: 0}, [start], True
        while waiting:
            at = waiting.pop()
            for other in near[at]:
                if other not in sides:
                    sides[other] = 1 - sides[at]
                    waiting.append(other)
                even = even and sides[other] != sides[at]
        for member, its in sides.items():
            lowest[member], side[member] = start, its if even else -1
    return lowest, side


@pytest.mark.parametrize("seed", range(4))
def test_components_and_sides_are_those_of_following_every_edge(seed: int) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(200):
        count = int(rng.integers(1, 14))
        edges = int(rng.integers(0, 2 * count))
        left, right = rng.integers(0, count, (2, edges))
        lowest, side = followed(count, left.tolist(), right.tolist())
        assert component_leaders(count, left, right).tolist() == lowest
        assert two_sides(count, left, right).tolist() == side
        members = component_members(np.array(lowest))
        assert [m[0] for m in members] == sorted(set(lowest))
        assert [lowest[k] for m in members for k in m] == [int(m[0]) for m in members for _ in m]


def test_a_ring_of_three_has_no_two_sides_and_one_of_four_has() -> None:
    assert two_sides(3, np.array([0, 1, 2]), np.array([1, 2, 0])).tolist() == [-1, -1, -1]
    assert two_sides(4, np.array([0, 1, 2, 3]), np.array([1, 2, 3, 0])).tolist() == [0, 1, 0, 1]


def test_a_long_chain_is_one_component() -> None:
    order = np.random.default_rng(1).permutation(100_000)
    assert not component_leaders(100_000, order[:-1], order[1:]).any()


def test_nothing_has_no_components() -> None:
    none = np.array([], dtype=np.intp)
    assert component_leaders(0, none, none).tolist() == [] and component_members(none) == []
    assert component_leaders(2, none, none).tolist() == [0, 1] and two_sides(1, none, none).tolist() == [0]

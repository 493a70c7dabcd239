"""Connected components of graphs: what hangs together, directly or through others."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ranks = NDArray[np.intp]


def component_leaders(count: int, left: Ranks, right: Ranks) -> Ranks:
    """The lowest member of the component of each of the members 0 to `count` − 1.

    Parameters
    ----------
    left, right : int arrays (k,)
        Members that an edge joins; one may stand twice, and an edge may lead back to its own member.
    """
    if len(left) == 0 or np.bincount(np.concatenate((left, right)), minlength=count).max() == 1:
        lowest = np.arange(count, dtype=np.intp)  # pairs that share no member are the components
        lowest[np.maximum(left, right)] = np.minimum(left, right)
        return lowest
    from scipy.sparse import coo_array  # only where a graph is left: to import it takes 0.2 s
    from scipy.sparse.csgraph import connected_components

    edges = coo_array((np.ones(len(left), dtype=bool), (left, right)), shape=(count, count))
    components, label = connected_components(edges, directed=False)
    first = np.empty(components, dtype=np.intp)
    first[label[::-1]] = np.arange(count, dtype=np.intp)[::-1]
    return first[label]


def component_members(lowest: Ranks) -> list[Ranks]:
    """Members of each component, ascending, components in the order of their lowest member."""
    order = np.argsort(lowest, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(lowest[order])) + 1) if len(order) else []


def two_sides(count: int, left: Ranks, right: Ranks) -> NDArray[np.int8]:
    """Side 0 or 1 of each member so that every edge joins the two; −1 in components where that cannot be.

    The lowest member of a component is on side 0. Each member is put into the graph twice, once on each side: a
    component that cannot be parted holds both.
    """
    twice = component_leaders(2 * count, np.concatenate((left, left + count)), np.concatenate((right + count, right)))
    here, there = twice[:count], twice[count:]
    return np.where(here == there, -1, (here > there).astype(np.int8)).astype(np.int8)

"""Two objects that are farther apart than their precisions promise, no farther than the test of their classes admits.

They may be one object of the field, of which one survey is bad: a person says so. What has a version of its own in the
other's lot is not the other.
"""

from __future__ import annotations

from collections.abc import Set

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.copies import are_nearest, deviation_gate
from ...dataset.similarity import level_differences, mean_distances
from .versions import Versions

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


def have_counterparts(versions: Versions, a: Rows, b: Rows, counterparts: Set[tuple[int, int]]) -> Flags:
    """Pairs of which one has a version of its own in the other's lot.

    Parameters
    ----------
    counterparts : objects that have taken the place of a version, each with the lot of that version.
    """
    lot = versions.lots
    pairs = zip(a.tolist(), b.tolist(), lot[a].tolist(), lot[b].tolist(), strict=True)
    return np.array([(x, there) in counterparts or (y, here) in counterparts for x, y, here, there in pairs], bool)


def find_doubtful_copies(
    versions: Versions, candidates: Flags, counterparts: Set[tuple[int, int]]
) -> tuple[Rows, Rows, Floats]:
    """Points and areas that may be copies: pairs, each the nearest of the other's lot for both, and their distance.

    Parameters
    ----------
    candidates, counterparts : as `stretches.find_stretches`, which looks at lines.
    """
    a, b = versions.neighbour_pairs(candidates & (shapely.get_dimensions(versions.geometry) != 1), versions.tested)
    keep = ~versions.are_apart(a, b) & ~have_counterparts(versions, a, b, counterparts)
    a, b = a[keep], b[keep]
    first, second = versions.geometry[a], versions.geometry[b]
    distance = mean_distances(first, second)
    keep = distance <= deviation_gate(versions.tested[a], versions.tested[b])
    keep &= versions.agree(a, b) & versions.same_level(a, b, level_differences(first, second))
    a, b, distance = a[keep], b[keep], distance[keep]
    keep = are_nearest(a, versions.lots[b], distance) & are_nearest(b, versions.lots[a], distance)
    return a[keep], b[keep], distance[keep]

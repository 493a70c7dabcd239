"""Geometries that are the same drawing: same control points, whatever the direction and the first vertex."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from .vertices import Vertices

#: Two vertices are one where they are at most this far apart, in metres (coordinates are exchanged at 1 mm).
SAME_POINT = 0.001

Pairs = NDArray[np.intp]


def equal_pairs(vertices: Vertices, n: int, *, tolerance: float = SAME_POINT, with_z: bool = False) -> Pairs:
    """Pairs (k, 2), i < j, of geometries whose control points coincide.

    Of a group of equal geometries each later one is paired with the first: k grows with the group, not its square.

    Parameters
    ----------
    vertices : control points of n geometries.
    tolerance : metres in plan, and in Z where `with_z`.
    """
    counts = vertices.counts(n)
    present = np.flatnonzero(counts)
    if not len(present):
        return np.empty((0, 2), dtype=np.intp)
    starts = np.concatenate(([0], np.cumsum(counts)))[:-1][present]
    low = np.minimum.reduceat(vertices.xyz[:, :2], starts, axis=0)
    high = np.maximum.reduceat(vertices.xyz[:, :2], starts, axis=0)
    first = _first_of_identical(vertices, present)
    leaders = np.flatnonzero(first == np.arange(len(present)))
    tree = shapely.STRtree(shapely.points((low[leaders] + high[leaders]) / 2))
    left, right = tree.query(tree.geometries, predicate="dwithin", distance=tolerance)
    keep = left < right
    left, right = leaders[left[keep]], leaders[right[keep]]
    same = (
        (counts[present[left]] == counts[present[right]])
        & (np.abs(low[left] - low[right]) <= tolerance).all(axis=1)
        & (np.abs(high[left] - high[right]) <= tolerance).all(axis=1)
    )
    found = [(present[first[k]], present[k]) for k in np.flatnonzero(first != np.arange(len(present)))]
    for a, b in zip(present[left[same]], present[right[same]], strict=True):
        if _same(vertices.of(a), vertices.of(b), tolerance, with_z):
            found.append((a, b))
    if not found:
        return np.empty((0, 2), dtype=np.intp)
    pairs = np.unique(np.sort(np.array(found, dtype=np.intp), axis=1), axis=0)
    return pairs[_first_partner(pairs)]


def _first_of_identical(vertices: Vertices, present: Pairs) -> Pairs:
    """Rank of the first geometry that has exactly the same control points in the same order."""
    seen: dict[bytes, int] = {}
    return np.array([seen.setdefault(vertices.of(g).tobytes(), k) for k, g in enumerate(present)], dtype=np.intp)


def _first_partner(pairs: Pairs) -> Pairs:
    """Rows that pair a later geometry with the first one it equals."""
    _, rows = np.unique(pairs[:, 1], return_index=True)
    return rows


def _same(a: NDArray[np.float64], b: NDArray[np.float64], tolerance: float, with_z: bool) -> bool:
    columns = 3 if with_z else 2
    a, b = np.nan_to_num(a[:, :columns]), np.nan_to_num(b[:, :columns])
    for candidate in (b, b[::-1]):
        if (np.abs(a - candidate) <= tolerance).all():
            return True
    ring = len(a) > 3 and np.array_equal(a[0, :2], a[-1, :2]) and np.array_equal(b[0, :2], b[-1, :2])
    return ring and _same_ring(a[:-1], b[:-1], tolerance)


def _same_ring(a: NDArray[np.float64], b: NDArray[np.float64], tolerance: float) -> bool:
    near = np.flatnonzero((np.abs(b[:, :2] - a[0, :2]) <= tolerance).all(axis=1))
    for start in near:
        turned = np.roll(b, -int(start), axis=0)
        back = np.roll(b[::-1], int(start) + 1, axis=0)
        if (np.abs(a - turned) <= tolerance).all() or (np.abs(a - back) <= tolerance).all():
            return True
    return False

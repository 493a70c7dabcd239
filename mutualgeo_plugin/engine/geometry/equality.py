"""Geometries that are the same drawing: same control points and pieces, whatever the direction and the first vertex."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

from .arcs import CHORD_TOLERANCE
from .components import component_leaders
from .vertices import Vertices

#: Two vertices are one where they are at most this far apart, in metres (coordinates are exchanged at 1 mm).
SAME_POINT = 0.001

Indices = NDArray[np.intp]
#: Control points of a geometry, and what leads from each to the next (see Vertices.pieces), the last one left out.
Drawing = tuple[NDArray[np.float64], NDArray[np.int8]]


def equal_pairs(
    vertices: Vertices,
    n: int,
    *,
    tolerance: float = SAME_POINT,
    with_z: bool = False,
    labels: Sequence[Hashable] | None = None,
) -> Indices:
    """Pairs (k, 2), i < j, of geometries that are the same drawing.

    Equality is carried on from pair to pair, so that groups do not depend on any order; each later member of a group
    is paired with the first: k grows with the group, not its square.

    Parameters
    ----------
    vertices : control points of n geometries.
    tolerance : metres in plan, and in Z where `with_z`.
    labels : what the objects say besides their drawing (the text of a label…): only equal ones are compared.
    """
    counts = vertices.counts(n)
    present = np.flatnonzero(counts)
    if not len(present):
        return np.empty((0, 2), dtype=np.intp)
    starts = np.concatenate(([0], np.cumsum(counts)))[:-1][present]
    low = np.minimum.reduceat(vertices.xyz[:, :2], starts, axis=0)
    high = np.maximum.reduceat(vertices.xyz[:, :2], starts, axis=0)
    kind = _ranks(labels, present)
    first = _first_identical_ranks(vertices, present, kind)
    leaders = np.flatnonzero(first == np.arange(len(present)))
    tree = shapely.STRtree(shapely.points((low[leaders] + high[leaders]) / 2))
    left, right = tree.query(tree.geometries, predicate="dwithin", distance=tolerance)
    keep = left < right
    left, right = leaders[left[keep]], leaders[right[keep]]
    alike = (
        (counts[present[left]] == counts[present[right]])
        & (kind[left] == kind[right])
        & (np.abs(low[left] - low[right]) <= tolerance).all(axis=1)
        & (np.abs(high[left] - high[right]) <= tolerance).all(axis=1)
    )
    left, right = left[alike], right[alike]
    drawings = {k: _drawing(vertices, present[k], with_z) for k in np.unique(np.concatenate((left, right))).tolist()}
    same = [
        _same_drawing(drawings[a], drawings[b], tolerance) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    group = _groups(first, left[same], right[same])
    later = np.flatnonzero(group != np.arange(len(present)))
    return np.column_stack((present[group[later]], present[later]))


def possible_duplicates(geometry: NDArray[np.object_], tolerance: float) -> Indices:
    """Rows of the geometries that stand where another one does: all that can be the same drawing as another.

    Found without comparing any two: the middles of their boxes fall into one square of a grid, or of one of the three
    that lie half a square aside.

    Parameters
    ----------
    geometry : linearised geometries.
    tolerance : as in `equal_pairs`.
    """
    near = tolerance + 2.0 * CHORD_TOLERANCE  # two copies of an arc may be linearised with other chords
    boxes = shapely.bounds(geometry)
    there = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    squares = (boxes[there, :2] + boxes[there, 2:]) / 2.0 / (2.0 * near)
    twin = np.zeros(len(geometry), dtype=bool)
    for aside in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        column, row = np.floor(squares + aside).astype(np.int64).T
        key = (column << 32) + row
        order = np.argsort(key)
        same = np.flatnonzero(np.diff(key[order]) == 0)
        twin[there[order[same]]] = twin[there[order[same + 1]]] = True
    return np.flatnonzero(twin)


def _ranks(labels: Sequence[Hashable] | None, present: Indices) -> Indices:
    """A number for each label; all 0 without labels."""
    if labels is None:
        return np.zeros(len(present), dtype=np.intp)
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(labels[i], len(seen)) for i in present], dtype=np.intp)


def _first_identical_ranks(vertices: Vertices, present: Indices, kind: Indices) -> Indices:
    """Rank of the first geometry that has the same label and exactly the same drawing in the same order."""
    seen: dict[tuple[int, bytes, bytes], int] = {}
    out = []
    for rank, (geometry, label) in enumerate(zip(present.tolist(), kind.tolist(), strict=True)):
        span = vertices.span(geometry)
        key = (label, vertices.xyz[span].tobytes(), vertices.pieces[span].tobytes())
        out.append(seen.setdefault(key, rank))
    return np.array(out, dtype=np.intp)


def _groups(first: Indices, left: Indices, right: Indices) -> Indices:
    """Lowest rank of the group of each geometry: pairs join, and so do those of identical drawing."""
    own = np.arange(len(first))
    return component_leaders(len(first), np.concatenate((own, left)), np.concatenate((first, right)))


def _drawing(vertices: Vertices, geometry: int, with_z: bool) -> Drawing:
    span = vertices.span(geometry)
    return np.nan_to_num(vertices.xyz[span, : 3 if with_z else 2]), vertices.pieces[span][:-1]


def _same_drawing(a: Drawing, b: Drawing, tolerance: float) -> bool:
    for points, pieces in ((b[0], b[1]), (b[0][::-1], b[1][::-1])):
        if np.array_equal(a[1], pieces) and (np.abs(a[0] - points) <= tolerance).all():
            return True
    return _is_ring(a) and _is_ring(b) and _same_ring(a, b, tolerance)


def _is_ring(drawing: Drawing) -> bool:
    points, pieces = drawing
    return len(points) > 3 and 2 not in pieces and np.array_equal(points[0, :2], points[-1, :2])


def _same_ring(a: Drawing, b: Drawing, tolerance: float) -> bool:
    ours, theirs = a[0][:-1], b[0][:-1]
    near = np.flatnonzero((np.abs(theirs[:, :2] - ours[0, :2]) <= tolerance).all(axis=1))
    for start in near.tolist():
        forward = (np.roll(theirs, -start, axis=0), np.roll(b[1], -start))
        backward = (np.roll(theirs[::-1], start + 1, axis=0), np.roll(b[1][::-1], start))
        for points, pieces in (forward, backward):
            if np.array_equal(a[1], pieces) and (np.abs(ours - points) <= tolerance).all():
                return True
    return False

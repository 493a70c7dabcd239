"""Control points of many geometries as flat arrays: what was surveyed, never the chords of an arc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from .wkb import Shape, arc_triples, decode, leaves

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Vertices:
    """Control points of n geometries.

    xyz : array (m, 3)
        Z is NaN where a geometry is 2D.
    part_start : int array (p + 1,)
        Part k (a line, a ring, a point) owns ``xyz[part_start[k]:part_start[k + 1]]``.
    part_owner : int array (p,)
        Geometry that each part belongs to, ascending.
    straight : bool array (m,)
        Whether the piece from this vertex to the next one of its part is straight; False at the end of a part.
    """

    xyz: Array
    part_start: Indices
    part_owner: Indices
    straight: NDArray[np.bool_]

    @property
    def owner(self) -> Indices:
        """Geometry of each vertex."""
        return np.repeat(self.part_owner, np.diff(self.part_start))

    def counts(self, n: int) -> Indices:
        """Control points of each of the n geometries."""
        return np.bincount(self.owner, minlength=n)

    def span(self, geometry: int) -> slice:
        """Where the control points of one geometry, all parts, stand."""
        first, last = np.searchsorted(self.part_owner, [geometry, geometry + 1])
        return slice(int(self.part_start[first]), int(self.part_start[last]))

    @cached_property
    def pieces(self) -> NDArray[np.int8]:
        """What leads from each vertex to the next: 1 a straight piece, 0 a piece of an arc, 2 nothing (a part ends)."""
        kinds = self.straight.astype(np.int8)
        kinds[self.part_start[1:][np.diff(self.part_start) > 0] - 1] = 2
        return kinds


def arc_pieces(vertices: Vertices) -> Indices:
    """Index of the first of the three control points of each arc, ascending.

    An arc leads from a vertex over the next one to the one after: pieces that are no straight ones come in pairs.
    """
    bent = np.flatnonzero(vertices.pieces == 0)
    if not len(bent):
        return bent
    begins = np.concatenate(([True], np.diff(bent) > 1))  # a straight piece or the end of a part lies between
    run = np.cumsum(begins) - 1
    rank = np.arange(len(bent)) - np.flatnonzero(begins)[run]
    return bent[rank % 2 == 0]


def arcs_of(curves: Sequence[bytes | None]) -> tuple[Array, Indices]:
    """Arcs (k, 3, 3) of native WKBs and the rank of the WKB that each belongs to; Z is NaN where a WKB is 2D."""
    chains, owners = [], []
    for rank, curve in enumerate(curves):
        for kind, points in leaves(decode(curve)) if curve is not None else ():
            if kind == "arc" and len(points) > 2:
                chains.append(arc_triples(points))
                owners.append(rank)
    if not chains:
        return np.empty((0, 3, 3)), np.empty(0, dtype=np.intp)
    flat = [np.concatenate((c, np.full((*c.shape[:2], 1), np.nan)), axis=2) if c.shape[2] == 2 else c for c in chains]
    return np.concatenate(flat), np.repeat(np.array(owners, dtype=np.intp), [len(c) for c in chains])


def control_points(geometry: NDArray[np.object_], curves: Sequence[bytes | None]) -> Vertices:
    """Control points of geometries.

    Parameters
    ----------
    geometry : array (n,) of shapely geometries or None
        Linearised copies; used where the object has no arcs.
    curves : sequence (n,)
        Native WKB of the objects that have arcs, None for the others.
    """
    curved = np.fromiter((c is not None for c in curves), dtype=bool, count=len(curves))
    plain = geometry.copy()
    plain[curved] = None
    parts, owner = shapely.get_parts(plain, return_index=True)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygon], return_index=True)
    lines = np.concatenate((parts[~polygon], rings))
    owners = np.concatenate((owner[~polygon], owner[polygon][ring_of]))
    xyz, part = shapely.get_coordinates(lines, include_z=True, return_index=True)
    sizes = np.bincount(part, minlength=len(lines))
    blocks = [xyz]
    flags = [np.ones(len(xyz), dtype=bool)]
    for index, curve in enumerate(curves):
        for points, straight in _curve_parts(decode(curve)) if curve is not None else ():
            blocks.append(points)
            flags.append(straight)
            sizes = np.append(sizes, len(points))
            owners = np.append(owners, index)
    return _sorted(np.concatenate(blocks), np.concatenate(flags), sizes, owners)


def _sorted(xyz: Array, straight: NDArray[np.bool_], sizes: Indices, owners: Indices) -> Vertices:
    order = np.argsort(owners, kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes)))
    sizes_sorted = sizes[order]
    new_start = np.concatenate(([0], np.cumsum(sizes_sorted))).astype(np.intp)
    take = np.repeat(starts[:-1][order] - new_start[:-1], sizes_sorted) + np.arange(new_start[-1])
    straight = straight[take]
    ends = new_start[1:][sizes_sorted > 0] - 1
    straight[ends] = False
    return Vertices(xyz[take], new_start, owners[order].astype(np.intp), straight)


def _curve_parts(shape: Shape) -> list[tuple[Array, NDArray[np.bool_]]]:
    kind, content = shape
    if kind in ("line", "arc", "compound", "point"):
        return [_curve(shape)]
    out: list[tuple[Array, NDArray[np.bool_]]] = []
    for part in content:
        out += _curve_parts(part)
    return out


def _curve(shape: Shape) -> tuple[Array, NDArray[np.bool_]]:
    kind, content = shape
    pieces = content if kind == "compound" else [shape]
    points: list[Array] = []
    flags: list[NDArray[np.bool_]] = []
    for inner, array in pieces:
        xyz = array if array.shape[1] == 3 else np.column_stack((array, np.full(len(array), np.nan)))
        if points and np.array_equal(points[-1][-1, :2], xyz[0, :2]):
            points[-1], flags[-1] = points[-1][:-1], flags[-1][:-1]
        points.append(xyz)
        flags.append(np.full(len(xyz), inner != "arc"))
    return np.concatenate(points), np.concatenate(flags)

"""Control points of many geometries as flat arrays: what was surveyed, never the chords of an arc."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from .point_arrays import Flat, arc_starts, decompose

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

    @cached_property
    def arcs(self) -> Indices:
        """Index of the first of the three control points of each arc, ascending."""
        return arc_starts(self.pieces == 0)


def parts_of(geometry: NDArray[np.object_]) -> tuple[NDArray[np.object_], Indices]:
    """Parts of geometries, and the rank of the geometry of each, ascending; what has no parts is itself, uncopied."""
    several = shapely.get_type_id(geometry) >= shapely.GeometryType.MULTIPOINT
    whole = np.flatnonzero(~several & ~shapely.is_missing(geometry))
    inner, of = shapely.get_parts(geometry[several], return_index=True)
    owner = np.concatenate((whole, np.flatnonzero(several)[of]))
    order = np.argsort(owner, kind="stable")
    return np.concatenate((geometry[whole], inner))[order], owner[order]


def decompose_curves(curves: Sequence[bytes | None]) -> tuple[Flat, Indices]:
    """The native WKBs of the objects that have some, taken apart, and the rank of each of these objects."""
    ranks = np.array([rank for rank, curve in enumerate(curves) if curve is not None], dtype=np.intp)
    return decompose([curve for curve in curves if curve is not None]), ranks


def control_points(
    geometry: NDArray[np.object_], curves: Sequence[bytes | None], apart: tuple[Flat, Indices] | None = None
) -> Vertices:
    """Control points of geometries.

    Parameters
    ----------
    geometry : array (n,) of shapely geometries or None
        Linearised copies; used where the object has no arcs.
    curves : sequence (n,)
        Native WKB of the objects that have arcs, None for the others.
    apart
        `decompose_curves` of them, where it is at hand.
    """
    flat, bent = apart or decompose_curves(curves)
    plain = geometry.copy()
    plain[bent] = None
    parts, owner = parts_of(plain)
    polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, ring_of = shapely.get_rings(parts[polygon], return_index=True)
    lines = np.concatenate((parts[~polygon], rings))
    owners = np.concatenate((owner[~polygon], owner[polygon][ring_of]))
    xyz, part = shapely.get_coordinates(lines, include_z=True, return_index=True)
    sizes = np.bincount(part, minlength=len(lines))
    return _sort_by_owner(
        np.concatenate((xyz, flat.xyz)),
        np.concatenate((np.ones(len(xyz), dtype=bool), ~flat.bent)),
        np.concatenate((sizes, np.diff(flat.part_start))),
        np.concatenate((owners, bent[flat.part_owner])),
    )


def _sort_by_owner(xyz: Array, straight: NDArray[np.bool_], sizes: Indices, owners: Indices) -> Vertices:
    sizes, owners = sizes[sizes > 0], owners[sizes > 0]  # a part without points is none
    order = np.argsort(owners, kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes)))
    sizes_sorted = sizes[order]
    new_start = np.concatenate(([0], np.cumsum(sizes_sorted))).astype(np.intp)
    take = np.repeat(starts[:-1][order] - new_start[:-1], sizes_sorted) + np.arange(new_start[-1])
    straight = straight[take]
    ends = new_start[1:][sizes_sorted > 0] - 1
    straight[ends] = False
    return Vertices(xyz[take], new_start, owners[order].astype(np.intp), straight)

"""Surfaces judged by their width: what is common to two polygons, what is left between them, how wide it is."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]


def polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    """The surfaces of a geometry, as one MultiPolygon."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    surfaces = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return shapely.MultiPolygon(list(parts[surfaces]))


def common_surfaces(shapes: Geometries) -> list[tuple[int, int, shapely.Geometry]]:
    """What each two polygons have in common, where it is a surface: rows a < b."""
    if not len(shapes):
        return []
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    common = shapely.intersection(shapes[left], shapes[right])
    there = shapely.area(common) > 0
    return list(zip(left[there].tolist(), right[there].tolist(), common[there], strict=True))


def widths(surfaces: Geometries, precision: float = 0.001) -> NDArray[np.float64]:
    """Width of each surface in metres, to the precision: that of the largest circle inside."""
    return np.asarray(2.0 * shapely.length(shapely.maximum_inscribed_circle(surfaces, tolerance=precision)))


def wide_parts(geometry: shapely.Geometry, width: float) -> list[tuple[shapely.Geometry, float, float]]:
    """Parts of a surface that are wider than `width` somewhere: (polygon, area, width of the largest circle inside).

    A part is what is left where a disc of that width passes: thin tails are cut off, and what only a thin tail joins
    is told apart.
    """
    half = width / 2
    opened = shapely.buffer(shapely.buffer(geometry, -half, join_style="mitre"), half, join_style="mitre")
    parts = shapely.get_parts(polygons(shapely.intersection(opened, geometry)))
    found = widths(parts, width / 100)
    out = [(polygons(p), float(p.area), w) for p, w in zip(parts, found.tolist(), strict=True)]
    return sorted(out, key=lambda zone: shapely.bounds(zone[0]).tolist())


def slits(shapes: Geometries, width: float, largest: float) -> list[tuple[shapely.Geometry, float, float]]:
    """Slits between polygons that touch at least two of them: wider than `width`, narrower than `largest` metres.

    Returns
    -------
    list of (polygon, area, width)
    """
    union = shapely.union_all(shapes)
    half = largest / 2
    closed = shapely.buffer(shapely.buffer(union, half, join_style="mitre"), -half, join_style="mitre")
    tree = shapely.STRtree(shapes)
    return [
        zone
        for zone in wide_parts(shapely.difference(closed, union), width)
        if len(tree.query(zone[0], predicate="dwithin", distance=width)) > 1
    ]

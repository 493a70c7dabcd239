"""Surfaces judged by their width: what is common to two polygons, what is left between them, how wide it is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

Geometries = NDArray[np.object_]

#: Polygons that are looked at together for slits, about: their union takes milliseconds.
TOGETHER = 500
#: Around a square, polygons within so many times the largest slit are looked at too.
_REACH = 4.0
#: A notch is cut back to its tip where its sides are at least so steep to each other (1 / sin of half the angle).
_WEDGE = 60.0


def polygons(geometry: shapely.Geometry) -> shapely.Geometry:
    """The surfaces of a geometry, as one MultiPolygon."""
    parts = shapely.get_parts(shapely.get_parts(geometry))
    surfaces = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    return shapely.MultiPolygon(list(parts[surfaces]))


def common_surfaces(shapes: Geometries) -> list[tuple[int, int, shapely.Geometry]]:
    """The surfaces that each two polygons have in common: rows a < b.

    Lines and points in which they merely touch are left out: GEOS cannot overlay a collection that mixes them.
    """
    if not len(shapes):
        return []
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    common = shapely.intersection(shapes[left], shapes[right])
    there = shapely.area(common) > 0
    surfaces = [polygons(shape) for shape in common[there]]
    return list(zip(left[there].tolist(), right[there].tolist(), surfaces, strict=True))


def widths(surfaces: Geometries, precision: float = 0.001) -> NDArray[np.float64]:
    """Width of each surface in metres, to the precision: that of the largest circle inside."""
    return np.asarray(2.0 * shapely.length(shapely.maximum_inscribed_circle(surfaces, tolerance=precision)))


def wide_parts(geometry: shapely.Geometry, width: float) -> list[tuple[shapely.Geometry, float, float]]:
    """Parts of the surfaces that are wider than `width` somewhere: (polygon, area, width of the largest circle inside).

    A part is what is left where a disc of that width passes: thin tails are cut off, and what only a thin tail joins
    is told apart.
    """
    half = width / 2
    surface = polygons(geometry)
    opened = shapely.buffer(shapely.buffer(surface, -half, join_style="mitre"), half, join_style="mitre")
    parts = shapely.get_parts(polygons(shapely.intersection(opened, surface)))
    found = widths(parts, width / 100)
    out = [(polygons(p), float(p.area), w) for p, w in zip(parts, found.tolist(), strict=True)]
    return sorted(out, key=lambda zone: shapely.bounds(zone[0]).tolist())


def thin(surfaces: Geometries, width: float) -> NDArray[np.bool_]:
    """Which surfaces are narrower than `width` everywhere."""
    return np.asarray(shapely.is_empty(shapely.buffer(surfaces, -width / 2, join_style="mitre")))


def slits(
    shapes: Geometries, width: float, largest: float, *, together: int = TOGETHER
) -> list[tuple[shapely.Geometry, float, float]]:
    """Slits between polygons that touch at least two of them: wider than `width`, narrower than `largest` metres.

    The ground is looked at piece by piece, so that memory and time grow with the number of polygons alone; what is
    found in two pieces is put together again.

    Parameters
    ----------
    shapes : valid polygons or multipolygons.
    together : polygons looked at together, about.

    Returns
    -------
    list of (polygon, area, width)
    """
    found = []
    for square, around in _ground_squares(shapes, _whole_ground(shapes), _REACH * largest, together):
        kept = shapely.intersection(
            shapely.get_parts(polygons(_closed_gaps(around, largest))),
            shapely.buffer(square, largest, join_style="mitre"),
        )
        found.append(kept[~shapely.is_empty(kept)])
    gaps = shapely.get_parts(polygons(shapely.union_all(np.concatenate(found)))) if found else shapes[:0]
    gaps = gaps[~thin(gaps, width)]
    tree = shapely.STRtree(shapes)
    zones = sorted(
        (zone for gap in gaps for zone in wide_parts(gap, width)), key=lambda zone: shapely.bounds(zone[0]).tolist()
    )
    return [zone for zone in zones if len(tree.query(zone[0], predicate="dwithin", distance=width)) > 1]


def _closed_gaps(shapes: Geometries, largest: float) -> shapely.Geometry:
    """What is closed between polygons when they grow by half of `largest` and shrink again."""
    union = shapely.union_all(shapes)
    half = largest / 2
    grown = shapely.buffer(union, half, join_style="mitre")
    return shapely.difference(shapely.buffer(grown, -half, join_style="mitre", mitre_limit=_WEDGE), union)


def _whole_ground(shapes: Geometries) -> shapely.Polygon:
    return shapely.box(*shapely.total_bounds(shapes)) if len(shapes) else shapely.Polygon()


def _ground_squares(
    shapes: Geometries, ground: shapely.Polygon, beyond: float, together: int
) -> Iterator[tuple[shapely.Polygon, Geometries]]:
    """Pieces of the ground with few polygons, and what these have within `beyond` metres around each.

    The ground is halved along its longer side, at the median centre, and the polygons are cut each time: one that
    spreads over everything is not cut anew out of its whole for each small piece.
    """
    if len(shapes) < 2:
        return
    low, high = np.array(ground.bounds[:2]), np.array(ground.bounds[2:])
    axis = int(np.argmax(high - low))
    boxes = shapely.bounds(shapes)
    cut = float(np.median((boxes[:, axis] + boxes[:, axis + 2]) / 2))
    if not (len(shapes) > together and low[axis] + 4 * beyond < cut < high[axis] - 4 * beyond):
        yield ground, shapes
        return
    middle = [np.where(np.arange(2) == axis, cut, corner) for corner in (high, low)]
    for start, end in ((low, middle[0]), (middle[1], high)):
        window = (*(start - beyond), *(end + beyond))
        near = (boxes[:, :2] <= window[2:]).all(axis=1) & (boxes[:, 2:] >= window[:2]).all(axis=1)
        inside = (boxes[:, :2] >= window[:2]).all(axis=1) & (boxes[:, 2:] <= window[2:]).all(axis=1)
        part = shapes.copy()
        across = near & ~inside
        part[across] = shapely.intersection(shapes[across], shapely.box(*window))
        part = part[near]
        yield from _ground_squares(part[~shapely.is_empty(part)], shapely.box(*start, *end), beyond, together)

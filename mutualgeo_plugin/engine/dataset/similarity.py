"""How alike two versions of one object are, for many pairs at once."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.tangles import valid_areas
from .places import line_places

Geometries = NDArray[np.object_]
Floats = NDArray[np.float64]

#: Places along a line at which two lines are compared: its ends are left out, they are what surveyors place least well.
_ALONG = np.array([0.1, 0.3, 0.5, 0.7, 0.9])


def outlines(geometry: Geometries) -> Geometries:
    """Geometries as they are drawn: a polygon is its rings."""
    out = geometry.copy()
    area = shapely.get_dimensions(out) == 2
    out[area] = shapely.boundary(out[area])
    return out


def mean_distances(a: Geometries, b: Geometries) -> Floats:
    """Mean distance in metres between the two geometries of each pair, ends of lines left out.

    Of two areas at least that of their centroids: borders along which one is moved lie on each other all the same.
    Infinite where one of them is missing or empty.
    """
    first, second = outlines(a), outlines(b)
    distance = np.maximum(_mean_distance(first, second), _mean_distance(second, first))
    areas = np.flatnonzero((shapely.get_dimensions(a) == 2) & (shapely.get_dimensions(b) == 2))
    moved = shapely.distance(shapely.centroid(a[areas]), shapely.centroid(b[areas]))
    distance[areas] = np.maximum(distance[areas], moved)
    return np.where(np.isfinite(distance), distance, np.inf)


def _mean_distance(a: Geometries, b: Geometries) -> Floats:
    line = np.isin(shapely.get_type_id(a), (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING))
    line &= shapely.length(a) > 0
    out = np.full(len(a), np.nan)
    rest = np.flatnonzero(~line)
    out[rest] = shapely.hausdorff_distance(a[rest], b[rest])
    at = np.flatnonzero(line)
    if len(at):
        points = shapely.line_interpolate_point(a[at][:, None], _ALONG[None, :], normalized=True)
        out[at] = shapely.distance(points, b[at][:, None]).mean(axis=1)
    return out


def covered_shares(a: Geometries, b: Geometries, tolerance: Floats) -> Floats:
    """Share of each geometry of `a` that lies within `tolerance` metres of the one of `b`.

    Of lines the share of length, of polygons of area; 1 or 0 for points and other kinds, which must be near all over;
    0 for two geometries of different dimension.
    """
    share = np.zeros(len(a))
    dimension = shapely.get_dimensions(a)
    same = dimension == shapely.get_dimensions(b)
    for rank, measure in ((1, shapely.length), (2, shapely.area)):
        at = np.flatnonzero(same & (dimension == rank))
        x, y = shapely.force_2d(a[at]), shapely.force_2d(b[at])
        if rank == 2:
            x, y = valid_areas(x), valid_areas(y)
        size = measure(x)
        common = measure(shapely.intersection(x, shapely.buffer(y, tolerance[at])))
        share[at] = np.divide(common, size, out=np.zeros(len(at)), where=size > 0)
        none = at[size == 0]
        share[none] = _shares_in_tolerance(a[none], b[none], tolerance[none])
    at = np.flatnonzero(same & (dimension < 1))
    share[at] = _shares_in_tolerance(a[at], b[at], tolerance[at])
    return share


def _shares_in_tolerance(a: Geometries, b: Geometries, tolerance: Floats) -> Floats:
    return (shapely.hausdorff_distance(a, b) <= tolerance).astype(np.float64)


def sizes(geometry: Geometries) -> Floats:
    """Length in metres of each geometry as it is drawn; 0 for points."""
    found: Floats = shapely.length(geometry)
    return found


def level_differences(a: Geometries, b: Geometries) -> Floats:
    """Difference of altitude in metres between the two geometries of each pair; NaN where one of them has no Z.

    Of lines the mean along `a` where `b` runs beside it: of others the difference of the means.
    """
    out = np.abs(_mean_levels(a) - _mean_levels(b))
    line = np.isin([shapely.get_type_id(a), shapely.get_type_id(b)], shapely.GeometryType.LINESTRING).all(axis=0)
    at = np.flatnonzero(line & np.isfinite(out))
    if len(at):
        out[at] = _mean_steps(a[at], b[at])
    return np.asarray(out)


def _mean_steps(a: Geometries, b: Geometries) -> Floats:
    """Mean difference of altitude in metres between two lines, what lies beyond the ends of `b` left out."""
    pair, at, _ = line_places(a)
    places, other = shapely.line_interpolate_point(a[pair], at), b[pair]
    there = shapely.line_locate_point(other, places)
    steps = np.abs(shapely.get_z(places) - shapely.get_z(shapely.line_interpolate_point(other, there)))
    beside = (there > 0) & (there < shapely.length(other))
    beside |= ~np.isin(pair, pair[beside])
    return np.asarray(np.bincount(pair[beside], steps[beside], len(a)) / np.bincount(pair[beside], minlength=len(a)))


def _mean_levels(geometry: Geometries) -> Floats:
    """Mean altitude of the vertices of each geometry that have one; NaN where none has."""
    points, owner = shapely.get_coordinates(geometry, include_z=True, return_index=True)
    known = np.isfinite(points[:, 2])
    number = np.bincount(owner[known], minlength=len(geometry))
    total = np.bincount(owner[known], weights=points[known, 2], minlength=len(geometry))
    return np.divide(total, number, out=np.full(len(geometry), np.nan), where=number > 0)

"""Geometries that cross themselves so often that mending them would take hours: counted no further than needed."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.errors import EngineError

Geometries = NDArray[np.object_]
Array = NDArray[np.float64]

#: Times that a geometry may cross itself. What mends a polygon takes 0.15 to 0.3 ms a crossing up to here, and
#: quadratically more beyond (GEOS 3.14).
MOST_CROSSINGS = 200
#: Times that geometries which are looked at together may do so: each so many, and some to spare for few bad ones.
_EACH, _SPARE = 5, 2_000
#: Vertices with which nothing can cross itself as often.
FEW = 21
#: Pairs of segments that are looked at together.
_AT_ONCE = 200_000


def valid_areas(areas: Geometries) -> Geometries:
    """Polygons as areas that do not cross themselves; what is valid stays as it is.

    Raises
    ------
    EngineError
        ``geometry_tangled``.
    """
    bad = np.flatnonzero(~shapely.is_valid(areas) & ~shapely.is_missing(areas))
    if not len(bad):
        return areas
    refuse_tangles(areas[bad])
    valid = areas.copy()
    valid[bad] = shapely.make_valid(areas[bad])
    return valid


def refuse_tangles(geometries: Geometries) -> None:
    """Refuse geometries that cross themselves beyond what they may.

    Raises
    ------
    EngineError
        ``geometry_tangled``, with a place of the first.
    """
    tangled = find_tangles(geometries)
    if len(tangled):
        x, y = shapely.get_coordinates(geometries[tangled[0]])[0]
        raise EngineError("geometry_tangled", x=f"{x:.1f}", y=f"{y:.1f}", most=MOST_CROSSINGS)


def find_tangles(geometries: Geometries) -> NDArray[np.intp]:
    """Ranks of the lines and polygons that cross themselves more than `MOST_CROSSINGS` times, and of those with which
    all do so more often than they may together.
    """
    large = np.flatnonzero(shapely.get_num_coordinates(geometries) > FEW)
    units, owner = _units(geometries[large])
    return np.unique(large[owner[find_tangled_units(units, len(geometries))]])


def find_tangled_units(units: Geometries, among: int) -> NDArray[np.intp]:
    """As `find_tangles`, of lines that are each taken as one, whatever their parts, among so many geometries."""
    total, found = 0, []
    for rank in np.flatnonzero(~shapely.is_simple(units)).tolist():
        crossings = _count_crossings(units[rank])
        total += crossings
        if crossings > MOST_CROSSINGS or total > _SPARE + _EACH * among:
            found.append(rank)
    return np.array(found, dtype=np.intp)


def _units(geometries: Geometries) -> tuple[Geometries, NDArray[np.intp]]:
    """What is mended as one, as lines: the rings of an area together, each line by itself; and the owner of each."""
    mixed = shapely.get_type_id(geometries) == shapely.GeometryType.GEOMETRYCOLLECTION
    inner, of = shapely.get_parts(geometries[mixed], return_index=True)
    every = np.concatenate((geometries[~mixed], inner))
    owner = np.concatenate((np.flatnonzero(~mixed), np.flatnonzero(mixed)[of]))
    areal, lineal = (shapely.get_dimensions(every) == dimension for dimension in (2, 1))
    lines, line_of = shapely.get_parts(every[lineal], return_index=True)
    return np.concatenate((_rings(every[areal]), lines)), np.concatenate((owner[areal], owner[lineal][line_of]))


def _rings(areas: Geometries) -> Geometries:
    """Rings of each area as lines: GEOS makes no boundary of one that is invalid."""
    rings, owner = shapely.get_rings(areas, return_index=True)
    if not len(rings):
        return areas
    points, ring = shapely.get_coordinates(rings, return_index=True)
    return np.asarray(shapely.multilinestrings(shapely.linestrings(points, indices=ring), indices=owner))


def _count_crossings(lines: shapely.Geometry) -> int:
    """Pairs of segments whose inner points meet, counted up to the first beyond `MOST_CROSSINGS`."""
    singles = shapely.get_parts(shapely.force_2d(lines))
    points, owner = shapely.get_coordinates(singles, return_index=True)
    there = (owner[1:] == owner[:-1]) & (points[1:] != points[:-1]).any(axis=1)
    segments = shapely.linestrings(np.stack((points[:-1], points[1:]), axis=1)[there])
    tree = shapely.STRtree(segments)
    crossings = at = 0
    rows = max(1, _AT_ONCE // max(1, len(segments)))
    while at < len(segments) and crossings <= MOST_CROSSINGS:
        left, right = tree.query(segments[at : at + rows], predicate="intersects")
        left = left + at
        once = left < right
        crossings += int((~shapely.touches(segments[left[once]], segments[right[once]])).sum())
        at += rows
        if len(left) < _AT_ONCE:  # few meet: more are looked at in one go
            rows *= 2
    return crossings

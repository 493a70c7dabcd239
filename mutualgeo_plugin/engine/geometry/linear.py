"""Linearised copies of geometries: arcs drawn as chords, for analysis; what was received stays in its WKB."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress

import numpy as np
import shapely
from numpy.typing import NDArray

from . import arcs as _arcs
from .point_arrays import Flat, Indices, arc_starts, decompose
from .wkb import (
    CIRCULAR,
    COMPOUND,
    LINE,
    MULTICURVE,
    MULTILINE,
    MULTIPOLYGON,
    MULTISURFACE,
    POLYGON,
    Array,
    Shape,
    arc_triples,
    decode,
    is_curved,
)

Geometries = NDArray[np.object_]

_LINES, _MULTILINES = (LINE, CIRCULAR, COMPOUND), (MULTILINE, MULTICURVE)
_SURFACES, _MULTISURFACES = POLYGON, (MULTIPOLYGON, MULTISURFACE)


def linear_coordinates(shape: Shape, tolerance: float) -> Array:
    """Vertices of the polyline that stands for a line, an arc chain or a compound curve."""
    kind, content = shape
    if kind == "line":
        return content
    if kind == "arc":
        if len(content) < 3:
            return content
        points, offsets = _arcs.linearise(arc_triples(content), tolerance)
        keep = np.ones(len(points), dtype=bool)
        keep[offsets[1:-1]] = False
        return points[keep]
    pieces = [linear_coordinates(part, tolerance) for part in content]
    joined = [
        piece[1:] if i and len(piece) and len(pieces[i - 1]) and np.array_equal(piece[0], pieces[i - 1][-1]) else piece
        for i, piece in enumerate(pieces)
    ]
    return np.concatenate(joined)


def linearise(wkb: bytes, tolerance: float = _arcs.CHORD_TOLERANCE) -> shapely.Geometry:
    """Plain geometry that stands for a WKB with arcs, at most `tolerance` metres away from it.

    Rings that are not closed are closed in this copy: the copy serves analysis, the WKB keeps what was received.
    """
    return _to_shapely(decode(wkb), tolerance)


def _to_shapely(shape: Shape, tolerance: float) -> shapely.Geometry:
    kind, content = shape
    if kind == "point":
        return shapely.Point(content[0])
    if kind in ("line", "arc", "compound"):
        points = linear_coordinates(shape, tolerance)
        return shapely.LineString(points if len(points) > 1 else points.repeat(2, axis=0))
    if kind == "polygon":
        rings = [_close_ring(linear_coordinates(ring, tolerance)) for ring in content]
        return shapely.Polygon(rings[0], rings[1:])
    parts = [_to_shapely(part, tolerance) for part in content]
    make = {
        "multipoint": shapely.MultiPoint,
        "multicurve": shapely.MultiLineString,
        "multisurface": shapely.MultiPolygon,
        "collection": shapely.GeometryCollection,
    }[kind]
    return make(parts)


def _close_ring(points: Array) -> Array:
    if len(points) and not np.array_equal(points[0], points[-1]):
        points = np.concatenate((points, points[:1]))
    while 0 < len(points) < 4:
        points = np.concatenate((points, points[-1:]))
    return points


def to_geometries(wkbs: Sequence[bytes | None], tolerance: float = _arcs.CHORD_TOLERANCE) -> Geometries:
    """Linearised geometries of WKBs."""
    return read_geometries(wkbs, tolerance)[0]


def read_geometries(
    wkbs: Sequence[bytes | None], tolerance: float = _arcs.CHORD_TOLERANCE
) -> tuple[Geometries, Geometries, NDArray[np.bool_]]:
    """Linearised geometries (n,); the WKBs (n,) of those that are not all that was received, None for the others; which
    of them (n,) are not well made.

    The WKBs are those with arcs, and those that are not well made: a ring that is not closed, a line of one point.
    """
    given = np.empty(len(wkbs), dtype=object)
    given[:] = wkbs
    native = given.copy()
    native[[k for k, wkb in enumerate(wkbs) if wkb is not None and not is_curved(wkb)]] = None
    there, bent = _present_mask(given), _present_mask(native)
    out = np.empty(len(wkbs), dtype=object)
    plain = there & ~bent
    out[plain] = shapely.from_wkb(given[plain], on_invalid="ignore")
    out[bent] = _linearise_wkbs(given[bent], tolerance)
    odd = there & ~_present_mask(out)
    for rank in np.flatnonzero(odd).tolist():
        with suppress(shapely.errors.GEOSException):  # a ring that ends in no number is no geometry at all
            out[rank] = linearise(given[rank], tolerance)
            native[rank] = given[rank]
    return out, native, odd


def _present_mask(values: Geometries) -> NDArray[np.bool_]:
    return np.fromiter((value is not None for value in values), dtype=bool, count=len(values))


def _linearise_wkbs(wkbs: Geometries, tolerance: float) -> Geometries:
    """Linearised geometries of curves and surfaces, all drawn at once; None for what is neither, or not well made."""
    flat = decompose(wkbs.tolist())
    xyz, start = _drawn_vertices(flat, tolerance)
    known = _is_well_made(flat, xyz, start)
    out = np.empty(len(wkbs), dtype=object)
    for plane in (2, 3):
        parts = np.flatnonzero((known & (flat.plane == plane))[flat.part_owner])
        ring = flat.surface[parts] >= 0
        lines = _curves(shapely.linestrings, xyz[:, :plane], start, parts[~ring])
        _place_geometries(out, flat, flat.part_owner[parts[~ring]], lines, shapely.multilinestrings)
        rings = _curves(shapely.linearrings, xyz[:, :plane], start, parts[ring])
        _, first, surface = np.unique(flat.surface[parts[ring]], return_index=True, return_inverse=True)
        surfaces = shapely.polygons(rings, indices=surface)
        _place_geometries(out, flat, flat.part_owner[parts[ring]][first], surfaces, shapely.multipolygons)
    return out


def _drawn_vertices(flat: Flat, tolerance: float) -> tuple[Array, Indices]:
    """Vertices of all parts with their arcs drawn as chords, and where each part begins."""
    arcs = arc_starts(flat.bent)
    points, offsets = _arcs.linearise(flat.xyz[arcs[:, None] + np.arange(3)], tolerance)
    count = np.ones(len(flat.xyz), dtype=np.intp)
    count[arcs], count[arcs + 1] = np.diff(offsets) - 1, 0
    start = np.concatenate(([0], np.cumsum(count)))
    out = np.empty((start[-1], 3))
    straight = np.ones(len(count), dtype=bool)
    straight[arcs] = straight[arcs + 1] = False
    out[start[:-1][straight]] = flat.xyz[straight]
    body = np.ones(len(points), dtype=bool)
    body[offsets[1:] - 1] = False  # an arc ends where the next piece begins
    out[_spans(start[arcs], count[arcs])] = points[body]
    return out, start[flat.part_start]


def _spans(start: Indices, size: Indices) -> Indices:
    """start[0], start[0] + 1, … of each span, one after the other."""
    return np.repeat(start - (np.cumsum(size) - size), size) + np.arange(size.sum())


def _is_well_made(flat: Flat, xyz: Array, start: Indices) -> NDArray[np.bool_]:
    """WKBs of lines of two points at least, and of closed rings of four."""
    known = np.isin(flat.code, (*_LINES, *_MULTILINES, *_SURFACES, *_MULTISURFACES))
    size, ring = np.diff(start), flat.surface >= 0
    short = size < np.where(ring, 4, 2)
    known[flat.part_owner[short]] = False
    rings = np.flatnonzero(ring & ~short)
    apart = (np.nan_to_num(xyz[start[rings]]) != np.nan_to_num(xyz[start[rings + 1] - 1])).any(axis=1)
    known[flat.part_owner[rings[apart]]] = False
    return known


def _curves(make: Callable[..., Geometries], xyz: Array, start: Indices, parts: Indices) -> Geometries:
    """Some parts as lines or rings."""
    size = start[parts + 1] - start[parts]
    return make(xyz[_spans(start[parts], size)], indices=np.repeat(np.arange(len(parts)), size))


def _place_geometries(
    out: Geometries, flat: Flat, owner: Indices, geometries: Geometries, gather: Callable[..., Geometries]
) -> None:
    """Put geometries where they belong, those of a multi-geometry gathered into one."""
    single = np.isin(flat.code[owner], (*_LINES, *_SURFACES))
    out[owner[single]] = geometries[single]
    owners, rank = np.unique(owner[~single], return_inverse=True)
    out[owners] = gather(geometries[~single], indices=rank)

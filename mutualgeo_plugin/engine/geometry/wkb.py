"""ISO WKB with arcs: written from shapes, counted, taken apart, linearised.

A *shape* is a nested tuple whose leaves are coordinate arrays (n, 2 or 3):

``("point", array)``, ``("line", array)``, ``("arc", array)`` (an odd number of points),
``("compound", [line or arc, …])``, ``("polygon", [line, arc or compound, …])``,
``("multipoint" | "multicurve" | "multisurface" | "collection", [shape, …])``.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from . import arcs as _arcs

Shape = tuple[str, Any]
Array = NDArray[np.float64]

_POINT, _LINE, _POLYGON, _MULTIPOINT, _MULTILINE, _MULTIPOLYGON, _COLLECTION = range(1, 8)
_CIRCULAR, _COMPOUND, _CURVEPOLYGON, _MULTICURVE, _MULTISURFACE = range(8, 13)
_CURVED = frozenset({_CIRCULAR, _COMPOUND, _CURVEPOLYGON, _MULTICURVE, _MULTISURFACE})
_Z = 1000

_head = struct.Struct("<BI").pack
_counted = struct.Struct("<BII").pack
_count = struct.Struct("<I").pack
_read_head = struct.Struct("<I").unpack_from


def leaves(shape: Shape) -> Iterator[tuple[str, Array]]:
    """Coordinate arrays of a shape with their kind ("point", "line" or "arc")."""
    kind, content = shape
    if kind in ("point", "line", "arc"):
        yield kind, content
    else:
        for part in content:
            yield from leaves(part)


def has_arcs(shape: Shape) -> bool:
    """Whether a shape holds at least one arc."""
    return any(kind == "arc" for kind, _ in leaves(shape))


def flattened(shape: Shape) -> Shape:
    """The same shape without Z."""
    kind, content = shape
    if kind in ("point", "line", "arc"):
        return (kind, np.ascontiguousarray(content[:, :2]))
    return (kind, [flattened(part) for part in content])


def encode(shape: Shape) -> bytes:
    """ISO WKB (little endian) of a shape; straight parts get the plain types."""
    _kind, first = next(leaves(shape), ("point", np.empty((0, 2))))
    return _encode(shape, _Z if first.shape[1] == 3 else 0)


def _encode(shape: Shape, z: int) -> bytes:
    kind, content = shape
    if kind == "line":
        return _counted(1, _LINE + z, len(content)) + content.tobytes()
    if kind == "point":
        return _head(1, _POINT + z) + content[0].tobytes()
    if kind == "arc":
        return _counted(1, _CIRCULAR + z, len(content)) + content.tobytes()
    if kind == "polygon":
        if all(ring[0] == "line" for ring in content):
            rings = b"".join(_count(len(ring[1])) + ring[1].tobytes() for ring in content)
            return _counted(1, _POLYGON + z, len(content)) + rings
        code = _CURVEPOLYGON
    elif kind == "compound":
        code = _COMPOUND
    elif kind == "multicurve":
        code = _MULTILINE if all(part[0] == "line" for part in content) else _MULTICURVE
    elif kind == "multisurface":
        straight = all(part[0] == "polygon" and all(r[0] == "line" for r in part[1]) for part in content)
        code = _MULTIPOLYGON if straight else _MULTISURFACE
    else:
        code = {"multipoint": _MULTIPOINT, "collection": _COLLECTION}[kind]
    return _counted(1, code + z, len(content)) + b"".join(_encode(part, z) for part in content)


def decode(wkb: bytes) -> Shape:
    """Shape of an ISO WKB (or of the extended flavour with Z and M bits), little endian; measures are left out."""
    shape, _end = _decode(memoryview(wkb), 0)
    return shape


def _decode(data: memoryview, at: int) -> tuple[Shape, int]:
    if data[at] != 1:
        raise ValueError("big-endian WKB")
    code = _read_head(data, at + 1)[0]
    thousands = (code & 0xFFFF) // _Z
    plane = 3 if code & 0x80000000 or thousands in (1, 3) else 2
    dimension = plane + bool(code & 0x40000000 or thousands in (2, 3))
    code = (code & 0xFFFF) % _Z
    at += 5
    if code == _POINT:
        return ("point", _coordinates(data, at, 1, dimension)[:, :plane]), at + 8 * dimension
    n = _read_head(data, at)[0]
    at += 4
    if code in (_LINE, _CIRCULAR):
        kind = "line" if code == _LINE else "arc"
        return (kind, _coordinates(data, at, n, dimension)[:, :plane]), at + 8 * dimension * n
    parts: list[Shape] = []
    for _ in range(n):
        if code == _POLYGON:
            size = _read_head(data, at)[0]
            parts.append(("line", _coordinates(data, at + 4, size, dimension)[:, :plane]))
            at += 4 + 8 * dimension * size
        else:
            part, at = _decode(data, at)
            parts.append(part)
    return (_KINDS[code], parts), at


_KINDS = {
    _POLYGON: "polygon",
    _CURVEPOLYGON: "polygon",
    _COMPOUND: "compound",
    _MULTIPOINT: "multipoint",
    _MULTILINE: "multicurve",
    _MULTICURVE: "multicurve",
    _MULTIPOLYGON: "multisurface",
    _MULTISURFACE: "multisurface",
    _COLLECTION: "collection",
}


def _coordinates(data: memoryview, at: int, n: int, dimension: int) -> Array:
    return np.frombuffer(data, "<f8", n * dimension, at).reshape(n, dimension)


def is_curved(wkb: bytes) -> bool:
    """Whether a WKB has a type that plain readers refuse (its parts may still all be straight)."""
    code = (_read_head(wkb, 1)[0] & 0xFFFF) % _Z
    return code in _CURVED or (code == _COLLECTION and has_arcs(decode(wkb)))


def census(wkb: bytes) -> tuple[int, int, int]:
    """Vertices, vertices with Z and arcs of a WKB, counted on its bytes."""
    vertices, arcs, dimension = _census(wkb, 0)[:3]
    return vertices, vertices if dimension == 3 else 0, arcs


def _census(data: bytes, at: int) -> tuple[int, int, int, int]:
    code = _read_head(data, at + 1)[0]
    dimension = 3 if code & 0x80000000 or (code & 0xFFFF) >= _Z else 2
    code = (code & 0xFFFF) % _Z
    if code == _POINT:
        return 1, 0, dimension, at + 5 + 8 * dimension
    n = _read_head(data, at + 5)[0]
    at += 9
    if code == _LINE:
        return n, 0, dimension, at + 8 * dimension * n
    if code == _CIRCULAR:
        return n, (n - 1) // 2, dimension, at + 8 * dimension * n
    vertices = arcs = 0
    for _ in range(n):
        if code == _POLYGON:
            size = _read_head(data, at)[0]
            vertices += size
            at += 4 + 8 * dimension * size
        else:
            more, bent, _dimension, at = _census(data, at)
            vertices += more
            arcs += bent
    return vertices, arcs, dimension, at


def arc_triples(points: Array) -> Array:
    """Arcs (n, 3, dimension) of the control points of a chain (2n + 1, dimension)."""
    return np.stack((points[:-2:2], points[1:-1:2], points[2::2]), axis=1)


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
        rings = [_closed(linear_coordinates(ring, tolerance)) for ring in content]
        return shapely.Polygon(rings[0], rings[1:])
    parts = [_to_shapely(part, tolerance) for part in content]
    make = {
        "multipoint": shapely.MultiPoint,
        "multicurve": shapely.MultiLineString,
        "multisurface": shapely.MultiPolygon,
        "collection": shapely.GeometryCollection,
    }[kind]
    return make(parts)


def _closed(points: Array) -> Array:
    if len(points) and not np.array_equal(points[0], points[-1]):
        points = np.concatenate((points, points[:1]))
    while 0 < len(points) < 4:
        points = np.concatenate((points, points[-1:]))
    return points


def to_geometries(wkbs: Sequence[bytes | None], tolerance: float = _arcs.CHORD_TOLERANCE) -> NDArray[np.object_]:
    """Linearised geometries of WKBs."""
    return read_geometries(wkbs, tolerance)[0]


def read_geometries(
    wkbs: Sequence[bytes | None], tolerance: float = _arcs.CHORD_TOLERANCE
) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
    """Linearised geometries (n,), and the WKBs (n,) of those that are not all that was received, None for the others.

    These have arcs, or are none to a plain reader (a ring that is not closed, a line of one point). Plain ones are read
    in one call, the arcs of all the others drawn in another.
    """
    out, native = np.empty(len(wkbs), dtype=object), np.empty(len(wkbs), dtype=object)
    if not len(wkbs):
        return out, native
    native[:] = [wkb if wkb is not None and is_curved(wkb) else None for wkb in wkbs]
    given = np.fromiter((wkb is not None for wkb in wkbs), dtype=bool, count=len(wkbs))
    plain = given & np.equal(native, None)
    bulk = np.empty(len(wkbs), dtype=object)
    bulk[plain] = [wkb for wkb, is_plain in zip(wkbs, plain, strict=True) if is_plain]
    out[:] = shapely.from_wkb(bulk, on_invalid="ignore")
    for rank in np.flatnonzero(plain & shapely.is_missing(out)).tolist():
        native[rank] = wkbs[rank]
    odd = np.flatnonzero(~np.equal(native, None))
    for rank, shape in zip(odd.tolist(), _straightened([decode(wkb) for wkb in native[odd]], tolerance), strict=True):
        out[rank] = _to_shapely(shape, tolerance)
    return out, native


def _straightened(shapes: Sequence[Shape], tolerance: float) -> list[Shape]:
    """Shapes whose arcs are replaced by their chords, all in one go."""
    chains = [c for shape in shapes for kind, c in leaves(shape) if kind == "arc" and len(c) >= 3]
    drawn: dict[int, Iterator[Array]] = {}
    for dimension in {chain.shape[1] for chain in chains}:
        those = [chain for chain in chains if chain.shape[1] == dimension]
        counts = np.array([(len(chain) - 1) // 2 for chain in those])
        points, offsets = _arcs.linearise(np.concatenate([arc_triples(chain) for chain in those]), tolerance)
        first = np.concatenate(([0], np.cumsum(counts)))  # an arc begins where the one before ends: told once
        keep = np.ones(len(points), dtype=bool)
        keep[np.delete(offsets[:-1], first[:-1])] = False
        bounds = np.concatenate(([0], np.cumsum(keep)))[offsets[first[1:-1]]]
        drawn[dimension] = iter(np.split(points[keep], bounds))
    return [_replaced(shape, drawn) for shape in shapes]


def _replaced(shape: Shape, drawn: dict[int, Iterator[Array]]) -> Shape:
    kind, content = shape
    if kind == "arc":
        return ("line", next(drawn[content.shape[1]]) if len(content) >= 3 else content)
    if kind in ("point", "line"):
        return shape
    return (kind, [_replaced(part, drawn) for part in content])


def bounds_of(wkb: bytes) -> tuple[float, float, float, float] | None:
    """Exact box (minx, miny, maxx, maxy) of a WKB, bulges of arcs included; None where it is empty."""
    boxes = []
    for kind, points in leaves(decode(wkb)):
        if kind == "arc" and len(points) >= 3:
            bent = _arcs.bounds(arc_triples(points))
            boxes.append((*bent[:, :2].min(axis=0), *bent[:, 2:].max(axis=0)))
        elif len(points):
            boxes.append((*points[:, :2].min(axis=0), *points[:, :2].max(axis=0)))
    if not boxes:
        return None
    low, high = np.min(boxes, axis=0), np.max(boxes, axis=0)
    return float(low[0]), float(low[1]), float(high[2]), float(high[3])

"""ISO WKB with arcs: written from shapes, counted, taken apart.

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
from numpy.typing import NDArray

from . import arcs as _arcs

Shape = tuple[str, Any]
Array = NDArray[np.float64]

POINT, LINE, _POLYGON, MULTIPOINT, MULTILINE, MULTIPOLYGON, COLLECTION = range(1, 8)
CIRCULAR, COMPOUND, _CURVEPOLYGON, MULTICURVE, MULTISURFACE = range(8, 13)
_CURVED = frozenset({CIRCULAR, COMPOUND, _CURVEPOLYGON, MULTICURVE, MULTISURFACE})
#: Polygons: of bare rings, and of curves.
POLYGON = (_POLYGON, _CURVEPOLYGON)
_Z = 1000

_head = struct.Struct("<BI").pack
_counted = struct.Struct("<BII").pack
_count = struct.Struct("<I").pack
_read_head = struct.Struct("<I").unpack_from
#: Of big-endian and little-endian WKB: what reads a whole number, and what a double is.
_ORDERS = ((struct.Struct(">I").unpack_from, ">f8"), (_read_head, "<f8"))


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


def drop_z(shape: Shape) -> Shape:
    """The same shape without Z."""
    kind, content = shape
    if kind in ("point", "line", "arc"):
        return (kind, np.ascontiguousarray(content[:, :2]))
    return (kind, [drop_z(part) for part in content])


def encode(shape: Shape) -> bytes:
    """ISO WKB (little endian) of a shape; straight parts get the plain types."""
    _kind, first = next(leaves(shape), ("point", np.empty((0, 2))))
    return _encode(shape, _Z if first.shape[1] == 3 else 0)


def _encode(shape: Shape, z: int) -> bytes:
    kind, content = shape
    if kind == "line":
        return _counted(1, LINE + z, len(content)) + content.tobytes()
    if kind == "point":
        return _head(1, POINT + z) + content[0].tobytes()
    if kind == "arc":
        return _counted(1, CIRCULAR + z, len(content)) + content.tobytes()
    if kind == "polygon":
        if all(ring[0] == "line" for ring in content):
            rings = b"".join(_count(len(ring[1])) + ring[1].tobytes() for ring in content)
            return _counted(1, _POLYGON + z, len(content)) + rings
        code = _CURVEPOLYGON
    elif kind == "compound":
        code = COMPOUND
    elif kind == "multicurve":
        code = MULTILINE if all(part[0] == "line" for part in content) else MULTICURVE
    elif kind == "multisurface":
        straight = all(part[0] == "polygon" and all(r[0] == "line" for r in part[1]) for part in content)
        code = MULTIPOLYGON if straight else MULTISURFACE
    else:
        code = {"multipoint": MULTIPOINT, "collection": COLLECTION}[kind]
    return _counted(1, code + z, len(content)) + b"".join(_encode(part, z) for part in content)


class WkbError(ValueError):
    """Bytes that are no WKB, or one that no plan has: of another kind, nested without end."""


def decode(wkb: bytes) -> Shape:
    """Shape of an ISO WKB (or of the extended flavour with Z and M bits), of either byte order; measures are left out.

    Raises
    ------
    WkbError
        Where it is none.
    """
    try:
        shape, _end = _decode(memoryview(wkb), 0, MOST_NESTED)
    except (struct.error, LookupError) as error:
        raise WkbError(str(error)) from error
    return shape


def header(data: bytes | memoryview, at: int) -> tuple[int, int, int, int]:
    """Type, dimensions in space (2 or 3), values a point, and where what follows begins, of the little-endian WKB at a
    place.
    """
    if data[at] != 1:
        raise WkbError("big-endian WKB")
    return _header(_read_head(data, at + 1)[0], at)


def _header(code: int, at: int) -> tuple[int, int, int, int]:
    thousands = (code & 0xFFFF) // _Z
    plane = 3 if code & 0x80000000 or thousands in (1, 3) else 2
    return (code & 0xFFFF) % _Z, plane, plane + bool(code & 0x40000000 or thousands in (2, 3)), at + 5


def read_count(data: bytes | memoryview, at: int) -> tuple[int, int]:
    """How many points, or parts, follow, and where they begin."""
    return _read_head(data, at)[0], at + 4


def _decode(data: memoryview, at: int, levels: int) -> tuple[Shape, int]:
    if data[at] > 1:
        raise WkbError(f"byte order {data[at]}")
    number, double = _ORDERS[data[at]]
    code, plane, dimension, at = _header(number(data, at + 1)[0], at)
    if code == POINT:
        return ("point", _coordinates(data, at, 1, dimension, double)[:, :plane]), at + 8 * dimension
    n, at = number(data, at)[0], at + 4
    if code in (LINE, CIRCULAR):
        kind = "line" if code == LINE else "arc"
        return (kind, _coordinates(data, at, n, dimension, double)[:, :plane]), at + 8 * dimension * n
    if not levels:
        raise WkbError(f"more than {MOST_NESTED} levels")
    parts: list[Shape] = []
    held = _HELD[code]
    for _ in range(n):
        if code == _POLYGON:
            size, at = number(data, at)[0], at + 4
            parts.append(("line", _coordinates(data, at, size, dimension, double)[:, :plane]))
            at += 8 * dimension * size
        else:
            part, at = _decode(data, at, levels - 1)
            if part[0] not in held:
                raise WkbError(f"{part[0]} in a {_KINDS[code]}")
            parts.append(part)
    return (_KINDS[code], parts), at


#: Levels of collections in collections that a plan may have.
MOST_NESTED = 32
_KINDS = {
    _POLYGON: "polygon",
    _CURVEPOLYGON: "polygon",
    COMPOUND: "compound",
    MULTIPOINT: "multipoint",
    MULTILINE: "multicurve",
    MULTICURVE: "multicurve",
    MULTIPOLYGON: "multisurface",
    MULTISURFACE: "multisurface",
    COLLECTION: "collection",
}
_LINES = frozenset({"line", "arc"})
_CURVES = _LINES | {"compound"}
#: What each may hold.
_HELD = {
    _POLYGON: frozenset({"line"}),
    _CURVEPOLYGON: _CURVES,
    COMPOUND: _LINES,
    MULTIPOINT: frozenset({"point"}),
    MULTILINE: frozenset({"line"}),
    MULTICURVE: _CURVES,
    MULTIPOLYGON: frozenset({"polygon"}),
    MULTISURFACE: frozenset({"polygon"}),
    COLLECTION: frozenset({"point", *_CURVES, *_KINDS.values()}),
}


def _coordinates(data: memoryview, at: int, n: int, dimension: int, double: str) -> Array:
    if at + 8 * dimension * n > len(data):
        raise WkbError(f"{n} points that are not there")
    return np.frombuffer(data, double, n * dimension, at).astype("<f8", copy=False).reshape(n, dimension)


def is_curved(wkb: bytes) -> bool:
    """Whether a WKB has a type that plain readers refuse (its parts may still all be straight).

    Raises
    ------
    WkbError
        A collection that is none.
    """
    code = (int.from_bytes(wkb[1:5], "little") & 0xFFFF) % _Z
    return code in _CURVED or (code == COLLECTION and has_arcs(decode(wkb)))


def census(wkb: bytes) -> tuple[int, int, int]:
    """Vertices, vertices with Z and arcs of a WKB, counted on its bytes."""
    vertices, arcs, dimension = _census(wkb, 0)[:3]
    return vertices, vertices if dimension == 3 else 0, arcs


def census_of(wkbs: Sequence[bytes]) -> tuple[int, int, int]:
    """Vertices, vertices with Z and arcs of WKBs; points and lines say theirs at one place, and are read at once."""
    heads = np.frombuffer(b"".join([wkb[:9] for wkb in wkbs]), [("order", "u1"), ("code", "<u4"), ("count", "<u4")])
    kind = (heads["code"] & 0xFFFF) % _Z
    spatial = ((heads["code"] & 0x80000000) > 0) | ((heads["code"] & 0xFFFF) >= _Z)
    vertices = np.where(kind == POINT, 1, heads["count"].astype(np.int64))
    plain = (kind == POINT) | (kind == LINE)
    found = [int(vertices[plain].sum()), int(vertices[plain & spatial].sum()), 0]
    for rank in np.flatnonzero(~plain).tolist():
        found = [total + more for total, more in zip(found, census(wkbs[rank]), strict=True)]
    return found[0], found[1], found[2]


def _census(data: bytes, at: int) -> tuple[int, int, int, int]:
    code = _read_head(data, at + 1)[0]
    dimension = 3 if code & 0x80000000 or (code & 0xFFFF) >= _Z else 2
    code = (code & 0xFFFF) % _Z
    if code == POINT:
        return 1, 0, dimension, at + 5 + 8 * dimension
    n = _read_head(data, at + 5)[0]
    at += 9
    if code == LINE:
        return n, 0, dimension, at + 8 * dimension * n
    if code == CIRCULAR:
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

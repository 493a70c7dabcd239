"""GML of geometries straight from their WKB: arcs stay arcs, and no coordinate takes a detour through an array."""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from ...geometry import wkb
from ...geometry.arcs import circle_closing_point
from ...model.export import AS_READ, DECIMALS

#: Element and member of the aggregates.
_MULTI_POINT = ("MultiPoint", "pointMember")
_MULTI_CURVE = ("MultiCurve", "curveMember")
_MULTI_SURFACE = ("MultiSurface", "surfaceMember")
_AGGREGATES = {
    wkb.MULTIPOINT: _MULTI_POINT,
    wkb.MULTILINE: _MULTI_CURVE,
    wkb.MULTICURVE: _MULTI_CURVE,
    wkb.MULTIPOLYGON: _MULTI_SURFACE,
    wkb.MULTISURFACE: _MULTI_SURFACE,
    wkb.COLLECTION: ("MultiGeometry", "geometryMember"),
}
#: Kinds of class that want an aggregate, and the single parts that are put alone in one.
_WANTED = {
    "multipoint": (_MULTI_POINT, (wkb.POINT,)),
    "multicurve": (_MULTI_CURVE, (wkb.LINE, wkb.CIRCULAR, wkb.COMPOUND)),
    "multisurface": (_MULTI_SURFACE, wkb.POLYGON),
}

_values = lru_cache(1024)(struct.Struct)


class GeometryWriter:
    """Writes geometries, and counts what it has written: `vertices`, `vertices_z`, `arcs`.

    Parameters
    ----------
    srs_name : str
        Written on each outermost geometry.
    decimals : int
        Decimals of coordinates; `AS_READ` keeps what was read.
    """

    def __init__(self, srs_name: str, decimals: int = DECIMALS) -> None:
        self._systems = {size: f' srsName="{srs_name}" srsDimension="{size}"' for size in (2, 3)}
        self._numbers = _format_as_read if decimals == AS_READ else _rounding_formatter(decimals)
        self._stem = self._quote = ""
        self._rank = 0
        self.vertices = self.vertices_z = self.arcs = 0

    def element(self, data: bytes, geometry: str | None, identity: str) -> str:
        """GML of an ISO WKB (or of the extended flavour), little endian; measures are left out.

        Parameters
        ----------
        geometry : kind of geometry of the class: a single part is written alone in an aggregate where it wants one.
        identity : quoted gml:id of the object, which the ids of the geometry's elements begin with.
        """
        self._stem, self._quote, self._rank = f" gml:id={identity[:-1]}__g", identity[-1], 0
        code, plane, _dimension, _at = wkb.header(data, 0)
        system = self._systems[plane]
        if geometry in _WANTED:
            (name, member), singles = _WANTED[geometry]
            if code in singles:
                start = f"<gml:{name}{self._next_id()}{system}>"
                return f"{start}<gml:{member}>{self._part(data, 0)[0]}</gml:{member}></gml:{name}>"
        return self._part(data, 0, system)[0]

    def _next_id(self) -> str:
        rank = self._rank
        self._rank = rank + 1
        return f"{self._stem}{rank}{self._quote}"

    def _part(self, data: bytes, at: int, system: str = "") -> tuple[str, int]:
        """Element of the WKB at a place, and where it ends."""
        code, plane, dimension, begin = wkb.header(data, at)
        identity = self._next_id() + system
        if code == wkb.POINT:
            text, at = self._coordinates(data, begin, 1, plane, dimension)
            return f"<gml:Point{identity}><gml:pos>{text}</gml:pos></gml:Point>", at
        count, begin = wkb.read_count(data, begin)
        if code == wkb.LINE:
            text, at = self._coordinates(data, begin, count, plane, dimension)
            return f"<gml:LineString{identity}><gml:posList>{text}</gml:posList></gml:LineString>", at
        if code in (wkb.CIRCULAR, wkb.COMPOUND):
            body, at = (
                self._segment(data, at) if code == wkb.CIRCULAR else self._join_parts(self._segment, data, begin, count)
            )
            return f"<gml:Curve{identity}><gml:segments>{body}</gml:segments></gml:Curve>", at
        if code in wkb.POLYGON:
            body, at = self._rings(data, begin, count, (plane, dimension) if code == wkb.POLYGON[0] else None)
            return f"<gml:Polygon{identity}>{body}</gml:Polygon>", at
        name, member = _AGGREGATES[code]
        body, at = self._join_parts(self._part, data, begin, count, f"<gml:{member}>", f"</gml:{member}>")
        return f"<gml:{name}{identity}>{body}</gml:{name}>", at

    @staticmethod
    def _join_parts(
        write: Callable[[bytes, int], tuple[str, int]], data: bytes, at: int, count: int, start: str = "", end: str = ""
    ) -> tuple[str, int]:
        """Parts that follow each other, each between two tags."""
        texts = []
        for _ in range(count):
            text, at = write(data, at)
            texts.append(f"{start}{text}{end}")
        return "".join(texts), at

    def _rings(self, data: bytes, at: int, count: int, bare: tuple[int, int] | None) -> tuple[str, int]:
        """Rings of a polygon; `bare`: their dimensions, where they have no header of their own."""
        texts = []
        for rank in range(count):
            code, (plane, dimension), begin = wkb.LINE, bare or (0, 0), at
            if bare is None:
                code, plane, dimension, begin = wkb.header(data, at)
            if code == wkb.LINE:
                size, begin = wkb.read_count(data, begin)
                text, at = self._coordinates(data, begin, size, plane, dimension)
                text = f"<gml:LinearRing><gml:posList>{text}</gml:posList></gml:LinearRing>"
            else:
                text, at = self._part(data, at)
                text = f"<gml:Ring><gml:curveMember>{text}</gml:curveMember></gml:Ring>"
            side = "interior" if rank else "exterior"
            texts.append(f"<gml:{side}>{text}</gml:{side}>")
        return "".join(texts), at

    def _segment(self, data: bytes, at: int) -> tuple[str, int]:
        """Segment of a curve: a line, an arc, a chain of arcs, or a circle."""
        code, plane, dimension, begin = wkb.header(data, at)
        size, begin = wkb.read_count(data, begin)
        written, name = size, "LineStringSegment"
        if code == wkb.CIRCULAR:
            self.arcs += (size - 1) // 2
            name = "Arc" if size == 3 else "ArcString"
            if size == 5 and _is_circle(data, begin, plane, dimension):
                name, written = "Circle", 3
                self.vertices += 2  # the closing arc of a circle is implied: counted as the reader counts it
                self.vertices_z += 2 * (plane == 3)
        text, _ = self._coordinates(data, begin, written, plane, dimension)
        return f"<gml:{name}><gml:posList>{text}</gml:posList></gml:{name}>", begin + 8 * dimension * size

    def _coordinates(self, data: bytes, at: int, count: int, plane: int, dimension: int) -> tuple[str, int]:
        """Numbers of points that follow each other, and where they end."""
        size = count * dimension
        values = _values(f"<{size}d").unpack_from(data, at)
        if dimension > plane:
            values = tuple(value for rank, value in enumerate(values) if rank % dimension < plane)
        self.vertices += count
        if plane == 3:
            self.vertices_z += count
        return self._numbers(values), at + 8 * size


def _is_circle(data: bytes, at: int, plane: int, dimension: int) -> bool:
    """Whether five points close on themselves as the reader closes a circle of three."""
    points = np.frombuffer(data, "<f8", 5 * dimension, at).reshape(5, dimension)[:, :plane]
    return np.array_equal(points[0], points[4]) and np.array_equal(points[3], circle_closing_point(points[:3]))


def _rounding_formatter(decimals: int) -> Callable[[tuple[float, ...]], str]:
    number = f"%.{decimals}f"
    patterns: dict[int, str] = {}

    def write(values: tuple[float, ...]) -> str:
        size = len(values)
        pattern = patterns.get(size) or patterns.setdefault(size, " ".join([number] * size))
        text = pattern % values
        return text.replace("nan", "NaN").replace("inf", "INF") if "n" in text else text

    return write


def _format_as_read(values: tuple[float, ...]) -> str:
    text = " ".join(map(repr, values))
    return text.replace("nan", "NaN").replace("inf", "INF") if "n" in text else text

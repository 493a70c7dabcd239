"""The generator's own PCRS v2.0 writer: the same objects in any legal encoding.

It is a test bench for the reader and the writer of `formats`, and shares no code with them. Properties come in the
order given by the caller, who follows the XSD.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from .drawing import (
    Arc,
    Curve,
    Geometry,
    Line,
    MultiCurve,
    MultiPoint,
    Point,
    Points,
    Polygon,
    points_of,
)

PCRS = "http://cnig.gouv.fr/pcrs"
INFO = "http://cnig.gouv.fr/pcrs-information"
SRS_SPELLINGS = {
    "short": "EPSG:{}",
    "urn": "urn:ogc:def:crs:EPSG::{}",
    "http": "http://www.opengis.net/def/crs/EPSG/0/{}",
}
#: Declarations that some software repeats on every object (seen in real lots).
REPEATED_NAMESPACES = (
    "".join(
        f' xmlns:{prefix}="http://www.isotc211.org/2005/{prefix}"' for prefix in ("gss", "gsr", "gco", "gmd", "gts")
    )
    + f' xmlns:pcrs-i="{INFO}"'
)

MEMBER_NAMESPACES = ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:fn="http://www.w3.org/2005/xpath-functions"'

#: Characters that have a meaning in XML.
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})

Shape = TypeVar("Shape")


@dataclass(frozen=True)
class Ref:
    """An association by reference."""

    target: str


@dataclass(frozen=True, eq=False)
class Feature:
    """One object: its class, gml:id and properties in XSD order.

    A property's value is a text, None (empty element), a `Ref`, a geometry, or a `Feature` that stands inside.
    """

    cls: str
    gml_id: str
    values: tuple[tuple[str, Value], ...]
    info: bool = False

    def value(self, name: str) -> Value:
        """First value of property `name`, or None."""
        return next((value for key, value in self.values if key == name), None)

    def replace_value(self, name: str, value: Value) -> Feature:
        """The same object where property `name` has another value."""
        return replace(self, values=tuple((key, value if key == name else old) for key, old in self.values))

    def rename(self, gml_id: str) -> Feature:
        """The same object under another gml:id."""
        return replace(self, gml_id=gml_id)

    @property
    def geometry(self) -> Geometry | None:
        value = self.value("geometrie")
        return None if isinstance(value, str | Ref | Feature) else value

    def shape(self, kind: type[Shape]) -> Shape:
        """Geometry, which must be of `kind`: `TypeError` where it is not."""
        geometry = self.geometry
        if not isinstance(geometry, kind):
            raise TypeError(f"{self.gml_id} is not drawn as a {kind.__name__}")
        return geometry

    def path(self) -> Points:
        """Points of a curve made of one straight piece; `TypeError` for anything else."""
        (piece,) = self.shape(tuple)
        if not isinstance(piece, Line):
            raise TypeError(f"{self.gml_id} is not straight")
        return piece.points


Value = str | None | Ref | Feature | Geometry

#: Associations that an inline encoding nests.
NESTED = frozenset({"representation", "enveloppe", "ligne", "point", "symbolisation", "symbole", "pointLeve"})


@dataclass(frozen=True)
class Encoding:
    """How to spell the same objects; every choice is legal.

    Parameters
    ----------
    hash : bool
        ``#`` before the targets of xlink:href.
    inline : bool
        Affleurant chains and symbols nested instead of referenced.
    bom, newline
        Byte order mark; line end.
    line : str
        "Curve" (with LineStringSegment) or "LineString", for curves without arcs.
    arc : str
        "Arc" (one element an arc) or "ArcString" (one element a chain).
    circle : str
        "Circle", or "arcs" for two arcs.
    coordinates : str
        "posList", "pos", "coordinates" or "wrapped" (gml:coordinates with line ends).
    srs : str
        Key of `SRS_SPELLINGS`.
    srs_on : str
        "geometry" or "envelope" (only on the document's boundedBy).
    dimension : int
        3 or 2.
    prefix : str
        Namespace prefix of PCRS elements; "" for the default namespace.
    decimals, z_decimals : int
        Digits written after the point.
    repeated_namespaces : bool
        Useless declarations on every object.
    """

    hash: bool = True
    inline: bool = False
    bom: bool = False
    newline: str = "\n"
    line: str = "Curve"
    arc: str = "Arc"
    circle: str = "Circle"
    coordinates: str = "posList"
    srs: str = "short"
    srs_on: str = "geometry"
    epsg: int = 3946
    dimension: int = 3
    prefix: str = ""
    decimals: int = 3
    z_decimals: int = 3
    repeated_namespaces: bool = False


def write_pcrs(path: Path, objects: Iterable[Feature], *, encoding: Encoding | None = None) -> None:
    """Write a PCRS v2.0 document; objects are streamed, unless the encoding needs them all at once."""
    encoding = encoding or Encoding()
    bounds = None
    nested: dict[str, Feature] = {}
    if encoding.inline or encoding.srs_on == "envelope":
        objects = list(objects)
        bounds = _bounds(objects) if encoding.srs_on == "envelope" else None
        nested = _nested_objects(objects) if encoding.inline else {}
    spelling = _Spelling(encoding, nested)
    with open(path, "w", encoding="utf-8-sig" if encoding.bom else "utf-8", newline=encoding.newline) as stream:
        stream.write(spelling.head(bounds))
        for feature in objects:
            if feature.gml_id not in nested:
                stream.write(spelling.member_xml(feature))
        stream.write(spelling.tail())


def _nested_objects(objects: Iterable[Feature]) -> dict[str, Feature]:
    """Objects that stand inside another one: targets of a nesting association."""
    by_id = {feature.gml_id: feature for feature in objects}
    targets = (
        value.target
        for feature in by_id.values()
        for name, value in feature.values
        if name in NESTED and isinstance(value, Ref)
    )
    return {target: by_id[target] for target in targets if target in by_id}


def _bounds(objects: Iterable[Feature]) -> tuple[Points, Points]:
    points = np.concatenate([control_points(feature.geometry) for feature in objects if feature.geometry is not None])
    return np.nanmin(points, axis=0), np.nanmax(points, axis=0)


def control_points(geometry: Geometry) -> Points:
    """Every control point (n, 3) of a geometry."""
    if isinstance(geometry, Point):
        return geometry.position[None, :]
    if isinstance(geometry, MultiPoint):
        return geometry.points
    if isinstance(geometry, tuple):
        return points_of(geometry)
    if isinstance(geometry, Polygon):
        return np.concatenate([points_of(ring) for ring in geometry.rings])
    if isinstance(geometry, MultiCurve):
        return np.concatenate([points_of(curve) for curve in geometry.curves])
    return np.concatenate([control_points(polygon) for polygon in geometry.polygons])


def _escape_text(text: str) -> str:
    return text.translate(_ESCAPES)


def _quote_attribute(text: str) -> str:
    return f'"{_escape_text(text)}"'


class _Spelling:
    """Turns objects into text under one encoding."""

    def __init__(self, encoding: Encoding, nested: dict[str, Feature]) -> None:
        self.encoding = encoding
        self.nested = nested
        self.tag = f"{encoding.prefix}:" if encoding.prefix else ""
        self.srs = SRS_SPELLINGS[encoding.srs].format(encoding.epsg)
        self.repeated = REPEATED_NAMESPACES if encoding.repeated_namespaces else ""
        self.reach = "#" if encoding.hash else ""

    def head(self, bounds: tuple[Points, Points] | None) -> str:
        own = f"xmlns:{self.encoding.prefix}" if self.encoding.prefix else "xmlns"
        text = (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            f'<{self.tag}PlanCorpsRueSimplifie {own}="{PCRS}" xmlns:pcrs-i="{INFO}" '
            'xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:xlink="http://www.w3.org/1999/xlink" '
            'gml:id="document" version="2.0">\n'
        )
        if bounds is None:
            return text
        low, high = (self.coordinates(corner[None, :], self.encoding.dimension) for corner in bounds)
        return (
            f'{text}\t<gml:boundedBy>\n\t\t<gml:Envelope srsName="{self.srs}" '
            f'srsDimension="{self.encoding.dimension}">\n'
            f"\t\t\t<gml:lowerCorner>{low[0]}</gml:lowerCorner>\n\t\t\t<gml:upperCorner>{high[0]}</gml:upperCorner>\n"
            "\t\t</gml:Envelope>\n\t</gml:boundedBy>\n"
        )

    def tail(self) -> str:
        return f"</{self.tag}PlanCorpsRueSimplifie>\n"

    def member_xml(self, feature: Feature) -> str:
        repeated = MEMBER_NAMESPACES if self.encoding.repeated_namespaces else ""
        lines = [f"\t<{self.tag}featureMember{repeated}>"]
        self.feature(feature, "\t\t", lines)
        lines.append(f"\t</{self.tag}featureMember>\n")
        return "\n".join(lines)

    def feature(self, feature: Feature, indent: str, lines: list[str]) -> None:
        tag = "pcrs-i:" if feature.info else self.tag
        lines.append(f"{indent}<{tag}{feature.cls}{self.repeated} gml:id={_quote_attribute(feature.gml_id)}>")
        inner = indent + "\t"
        for name, value in feature.values:
            if isinstance(value, Ref) and name in NESTED and value.target in self.nested:
                value = self.nested[value.target]
            if isinstance(value, str):
                lines.append(f"{inner}<{tag}{name}>{_escape_text(value)}</{tag}{name}>")
            elif value is None:
                lines.append(f"{inner}<{tag}{name}/>")
            elif isinstance(value, Ref):
                lines.append(f"{inner}<{tag}{name} xlink:href={_quote_attribute(self.reach + value.target)}/>")
            else:
                lines.append(f"{inner}<{tag}{name}>")
                if isinstance(value, Feature):
                    self.feature(value, inner + "\t", lines)
                else:
                    dimension = 2 if feature.cls in FLAT else self.encoding.dimension
                    _Shape(self, feature.gml_id, dimension, lines).geometry(value, inner + "\t")
                lines.append(f"{inner}</{tag}{name}>")
        lines.append(f"{indent}</{tag}{feature.cls}>")

    def coordinates(self, points: Points, dimension: int, separator: str = " ") -> list[str]:
        """One text a point."""
        xy = f"%.{self.encoding.decimals}f"
        template = separator.join([xy, xy] + [f"%.{self.encoding.z_decimals}f"] * (dimension - 2))
        return [template % tuple(row) for row in points[:, :dimension].tolist()]


#: Frames are drawn in plan only, as in real lots.
FLAT = frozenset({"EmpriseEchangePCRS", "Commune", "InitiativePCRS", "EmpriseDisponibilitePCRS", "RasterPCRS"})


class _Shape:
    """Writes the geometry of one object; numbers its gml:ids."""

    def __init__(self, spelling: _Spelling, gml_id: str, dimension: int, lines: list[str]) -> None:
        self.spelling = spelling
        self.encoding = spelling.encoding
        self.gml_id = gml_id
        self.dimension = dimension
        self.lines = lines
        self.count = 0

    def _open_element(self, name: str, indent: str) -> None:
        head = f"{indent}<gml:{name} gml:id={_quote_attribute(f'{self.gml_id}-{self.count}')}"
        if self.count == 0 and self.encoding.srs_on == "geometry":
            head += f' srsName="{self.spelling.srs}" srsDimension="{self.dimension}"'
        elif self.count == 0 and self.dimension != self.encoding.dimension:
            head += f' srsDimension="{self.dimension}"'
        self.lines.append(head + ">")
        self.count += 1

    def _close(self, name: str, indent: str) -> None:
        self.lines.append(f"{indent}</gml:{name}>")

    def geometry(self, geometry: Geometry, indent: str) -> None:
        if isinstance(geometry, Point):
            self._open_element("Point", indent)
            single = "coordinates" if self.encoding.coordinates in ("coordinates", "wrapped") else "pos"
            self.points(geometry.position[None, :], indent + "\t", single)
            self._close("Point", indent)
        elif isinstance(geometry, tuple):
            self.curve(geometry, indent)
        elif isinstance(geometry, Polygon):
            self.polygon(geometry, indent)
        elif isinstance(geometry, MultiPoint):
            self.members("MultiPoint", "pointMember", [Point(row) for row in geometry.points], indent)
        elif isinstance(geometry, MultiCurve):
            self.members("MultiCurve", "curveMember", geometry.curves, indent)
        else:
            self.members("MultiSurface", "surfaceMember", geometry.polygons, indent)

    def members(self, name: str, member: str, parts: Iterable[Geometry], indent: str) -> None:
        self._open_element(name, indent)
        for part in parts:
            self.lines.append(f"{indent}\t<gml:{member}>")
            self.geometry(part, indent + "\t\t")
            self.lines.append(f"{indent}\t</gml:{member}>")
        self._close(name, indent)

    def curve(self, curve: Curve, indent: str) -> None:
        if self.encoding.line == "LineString" and len(curve) == 1 and isinstance(curve[0], Line):
            self._open_element("LineString", indent)
            self.points(curve[0].points, indent + "\t")
            self._close("LineString", indent)
            return
        self._open_element("Curve", indent)
        self.lines.append(f"{indent}\t<gml:segments>")
        for name, points in self.segments(curve):
            self.lines.append(f"{indent}\t\t<gml:{name}>")
            self.points(points, indent + "\t\t\t")
            self.lines.append(f"{indent}\t\t</gml:{name}>")
        self.lines.append(f"{indent}\t</gml:segments>")
        self._close("Curve", indent)

    def segments(self, curve: Curve) -> Iterator[tuple[str, Points]]:
        """Segments as elements: name and points."""
        chain: list[Points] = []
        for piece in curve:
            if isinstance(piece, Arc) and self.encoding.arc == "ArcString":
                chain.append(piece.points[1:] if chain else piece.points)
                continue
            if chain:
                yield "ArcString", np.concatenate(chain)
                chain = []
            if isinstance(piece, Line):
                yield "LineStringSegment", piece.points
            elif isinstance(piece, Arc):
                yield from (("Arc", piece.points[at:][:3]) for at in range(0, len(piece.points) - 2, 2))
            elif self.encoding.circle == "Circle":
                yield "Circle", piece.circle_points(0, 120, 240)
            else:
                yield from (("Arc", half.points) for half in piece.halves())
        if chain:
            yield "ArcString", np.concatenate(chain)

    def polygon(self, polygon: Polygon, indent: str) -> None:
        self._open_element("Polygon", indent)
        for rank, ring in enumerate(polygon.rings):
            side = "interior" if rank else "exterior"
            self.lines.append(f"{indent}\t<gml:{side}>")
            if len(ring) == 1 and isinstance(ring[0], Line):
                self.lines.append(f"{indent}\t\t<gml:LinearRing>")
                self.points(ring[0].points, indent + "\t\t\t")
                self.lines.append(f"{indent}\t\t</gml:LinearRing>")
            else:
                self.lines.append(f"{indent}\t\t<gml:Ring>\n{indent}\t\t\t<gml:curveMember>")
                self.curve(ring, indent + "\t\t\t\t")
                self.lines.append(f"{indent}\t\t\t</gml:curveMember>\n{indent}\t\t</gml:Ring>")
            self.lines.append(f"{indent}\t</gml:{side}>")
        self._close("Polygon", indent)

    def points(self, points: Points, indent: str, element: str | None = None) -> None:
        element = element or self.encoding.coordinates
        if element == "pos":
            texts = self.spelling.coordinates(points, self.dimension)
            self.lines += [f"{indent}<gml:pos>{text}</gml:pos>" for text in texts]
        elif element == "posList":
            texts = self.spelling.coordinates(points, self.dimension)
            self.lines.append(f"{indent}<gml:posList>{' '.join(texts)}</gml:posList>")
        else:
            between = f"\n{indent}\t" if element == "wrapped" else " "
            texts = self.spelling.coordinates(points, self.dimension, ",")
            self.lines.append(f"{indent}<gml:coordinates>{between.join(texts)}</gml:coordinates>")

"""PCRS v2.0 GML, written in XSD order with the standard's own curves: arcs stay arcs."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from ...geometry.arcs import circle_closing_point
from ...geometry.wkb import Shape, decode, leaves, plain_coordinates
from ...model.export import AS_READ, DECIMALS
from ...model.pcrs import (
    GML_NAMESPACE,
    INFO_NAMESPACE,
    NAMESPACE,
    ROOT,
    VERSION,
    XLINK_NAMESPACE,
    FeatureClass,
)
from .. import xml_text
from ..xml_text import escape, quoteattr

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "CNIG_PCRS_v2.0.xsd"
_INDENT = "\t"
#: Pieces of text that are written together.
_AT_ONCE = 4096
#: Prefixes that the root declares.
_PREFIXES = {XLINK_NAMESPACE: "xlink", GML_NAMESPACE: "gml", _XSI: "xsi"}


@dataclass(slots=True)
class Link:
    """An association of an object: by href, or with the object that stands inside."""

    property: str
    href: str
    attributes: dict[str, str] = field(default_factory=dict)
    inline: PcrsObject | None = None


@dataclass(slots=True)
class PcrsObject:
    """One object to write.

    values : texts of ``feature.columns``; None is not written.
    shape : geometry as a shape or as ISO WKB; None where there is none.
    """

    feature: FeatureClass
    gml_id: str
    values: Sequence[str | None]
    shape: Shape | bytes | None = None
    links: Sequence[Link] = ()
    head: str | None = None
    extra: str | None = None


class PcrsWriter:
    """Writes one document.

    Parameters
    ----------
    stream : text stream
        UTF-8, newline "\\n".
    srs_name : str
        Written on each outermost geometry.
    decimals : int
        Decimals of coordinates; `AS_READ` keeps what was read.
    """

    def __init__(self, stream: TextIO, *, srs_name: str, decimals: int = DECIMALS) -> None:
        self._stream = stream
        self._parts: list[str] = []
        self._write = self._parts.append
        self._srs = srs_name
        self._numbers = _format_as_read if decimals == AS_READ else _rounding_formatter(decimals)
        self.vertices = self.vertices_z = self.arcs = self.attributes = 0

    def begin(self, gml_id: str, *, version: str = VERSION, head: str | None = None) -> None:
        """Start of the document; `head` is XML that stands before the members."""
        self._write('<?xml version="1.0" encoding="UTF-8"?>\n')
        self._write(
            f'<{ROOT} xmlns="{NAMESPACE}" xmlns:pcrs-i="{INFO_NAMESPACE}" xmlns:gml="{GML_NAMESPACE}" '
            f'xmlns:xlink="{XLINK_NAMESPACE}" xmlns:xsi="{_XSI}" gml:id={quoteattr(gml_id)} '
            f'version={quoteattr(version)} xsi:schemaLocation="{NAMESPACE} {_SCHEMA}">\n'
        )
        if head:
            self._write(f"{_INDENT}{head}\n")

    def write_member(self, thing: PcrsObject) -> None:
        """One object."""
        self._write(f"{_INDENT}<featureMember>\n")
        self._object(thing, 2)
        self._write(f"{_INDENT}</featureMember>\n")
        if len(self._parts) >= _AT_ONCE:
            self._flush()

    def raw_member(self, xml: str) -> None:
        """A member that the standard does not know, as it was received."""
        self._write(f"{_INDENT}<featureMember>{xml}</featureMember>\n")

    def end(self) -> None:
        """End of the document."""
        self._write(f"</{ROOT}>\n")
        self._flush()

    def _flush(self) -> None:
        self._stream.write("".join(self._parts))
        self._parts.clear()

    # -- objects ------------------------------------------------------------------------------------------------

    def _object(self, thing: PcrsObject, depth: int) -> None:
        write, indent = self._write, _INDENT * depth
        name, all_steps, unlinked_steps = _steps(thing.feature)
        values, identity = thing.values, quoteattr(thing.gml_id)
        write(f"{indent}<{name} gml:id={identity}>\n")
        inner = indent + _INDENT
        if thing.head:
            write(f"{inner}{thing.head}\n")
        if len(values) != len(thing.feature.columns):
            raise ValueError(f"{name}: {len(values)} values")
        links = _links_by_property(thing.links) if thing.links else {}
        for prop, tag, kind, column in all_steps if links else unlinked_steps:
            text = values[column] if column >= 0 else None
            if text is None and column >= 0:
                continue
            own = links.get(prop, ()) if links else ()
            if text is not None:
                self._texts(text, tag + _attributes(own) if own else tag, tag, inner, several=kind == "texts")
            elif kind == "link" or (thing.shape is None and any(link.href for link in own)):
                for link in own:
                    self._link(link, tag, inner, depth)
            else:
                self._geometry(thing, identity, (tag + _attributes(own) if own else tag, tag), inner)
        if thing.extra:
            write(f"{inner}{thing.extra}\n")
        write(f"{indent}</{name}>\n")

    def _texts(self, text: str, start: str, tag: str, indent: str, *, several: bool) -> None:
        self.attributes += 1
        for value in json.loads(text) if several else (text,):
            self._write(f"{indent}<{start}>{escape(value)}</{tag}>\n" if value else f"{indent}<{start}/>\n")

    def _link(self, link: Link, tag: str, indent: str, depth: int) -> None:
        attributes = xml_text.attributes(link.attributes.items(), _PREFIXES) if link.attributes else ""
        if link.inline is not None:
            self._write(f"{indent}<{tag}{attributes}>\n")
            self._object(link.inline, depth + 2)
            self._write(f"{indent}</{tag}>\n")
        else:
            href = f" xlink:href={quoteattr(link.href)}" if link.href else ""
            self._write(f"{indent}<{tag}{href}{attributes}/>\n")

    # -- geometry -----------------------------------------------------------------------------------------------

    def _geometry(self, thing: PcrsObject, identity: str, tags: tuple[str, str], indent: str) -> None:
        """A geometry between its tags; `identity` is the quoted gml:id that its own ids begin with."""
        if thing.shape is None:
            self._write(f"{indent}<{tags[0]}/>\n")
            return
        self._write(f"{indent}<{tags[0]}>")
        plain = plain_coordinates(thing.shape) if isinstance(thing.shape, bytes) else None
        if plain is not None:
            self._plain_element(*plain, thing.feature.geometry, identity)
        else:
            shape = decode(thing.shape) if isinstance(thing.shape, bytes) else thing.shape
            self._ids = (f"{identity[:-1]}__g{rank}{identity[-1]}" for rank in count())
            self._element(_as_class(shape, thing.feature.geometry), self._system(next(leaves(shape))[1].shape[1]))
        self._write(f"</{tags[1]}>\n")

    def _system(self, dimension: int) -> str:
        """Attributes of an outermost geometry."""
        return f' srsName="{self._srs}" srsDimension="{dimension}"'

    def _plain_element(
        self, kind: str, dimension: int, parts: list[tuple[float, ...]], geometry: str | None, identity: str
    ) -> None:
        """A point, a line or a polygon as `_element` writes it, alone in an aggregate where its class wants one."""
        points = sum(map(len, parts)) // dimension
        self.vertices += points
        if dimension == 3:
            self.vertices_z += points
        texts = list(map(self._numbers, parts))
        if kind == "polygon":
            name, body = "Polygon", _ring_element("exterior", texts[0])
            body += "".join(_ring_element("interior", text) for text in texts[1:])
        elif kind == "line":
            name, body = "LineString", f"<gml:posList>{texts[0]}</gml:posList>"
        else:
            name, body = "Point", f"<gml:pos>{texts[0]}</gml:pos>"
        stem, quote, system = identity[:-1], identity[-1], self._system(dimension)
        if geometry in _SINGLE and kind in _SINGLE[geometry]:
            outer, member = _AGGREGATES[geometry]
            self._write(
                f"<gml:{outer} gml:id={stem}__g0{quote}{system}><gml:{member}>"
                f"<gml:{name} gml:id={stem}__g1{quote}>{body}</gml:{name}></gml:{member}></gml:{outer}>"
            )
        else:
            self._write(f"<gml:{name} gml:id={stem}__g0{quote}{system}>{body}</gml:{name}>")

    def _element(self, shape: Shape, srs: str = "") -> None:
        kind, content = shape
        identity = f" gml:id={next(self._ids)}{srs}"
        if kind == "point":
            self._write(f"<gml:Point{identity}>{self._pos('pos', content)}</gml:Point>")
        elif kind == "line":
            self._write(f"<gml:LineString{identity}>{self._pos('posList', content)}</gml:LineString>")
        elif kind in ("arc", "compound"):
            self._write(f"<gml:Curve{identity}><gml:segments>")
            for piece in content if kind == "compound" else [shape]:
                self._segment(piece)
            self._write("</gml:segments></gml:Curve>")
        elif kind == "polygon":
            self._write(f"<gml:Polygon{identity}>")
            for rank, ring in enumerate(content):
                side = "interior" if rank else "exterior"
                self._write(f"<gml:{side}>")
                self._ring(ring)
                self._write(f"</gml:{side}>")
            self._write("</gml:Polygon>")
        else:
            name, member = _AGGREGATES[kind]
            self._write(f"<gml:{name}{identity}>")
            for part in content:
                self._write(f"<gml:{member}>")
                self._element(part)
                self._write(f"</gml:{member}>")
            self._write(f"</gml:{name}>")

    def _ring(self, ring: Shape) -> None:
        if ring[0] == "line":
            self._write(f"<gml:LinearRing>{self._pos('posList', ring[1])}</gml:LinearRing>")
            return
        self._write("<gml:Ring><gml:curveMember>")
        self._element(ring)
        self._write("</gml:curveMember></gml:Ring>")

    def _segment(self, piece: Shape) -> None:
        kind, points = piece
        if kind == "line":
            name = "LineStringSegment"
        elif len(points) == 3:
            name = "Arc"
        elif _is_circle(points):
            name, points = "Circle", points[:3]
            self.vertices += 2  # the closing arc of a circle is implied: counted as the reader counts it
            self.vertices_z += 2 * (points.shape[1] == 3)
        else:
            name = "ArcString"
        if kind == "arc":
            self.arcs += 2 if name == "Circle" else (len(points) - 1) // 2
        self._write(f"<gml:{name}>{self._pos('posList', points)}</gml:{name}>")

    def _pos(self, tag: str, points: NDArray[np.float64]) -> str:
        self.vertices += len(points)
        if points.shape[1] == 3:
            self.vertices_z += len(points)
        return f"<gml:{tag}>{self._numbers(tuple(points.ravel().tolist()))}</gml:{tag}>"


#: Property, tag, kind, place among the values (−1 for none).
_Step = tuple[str, str, str, int]
_STEPS: dict[str, tuple[str, tuple[_Step, ...], tuple[_Step, ...]]] = {}


def _steps(feature: FeatureClass) -> tuple[str, tuple[_Step, ...], tuple[_Step, ...]]:
    """Tag of a class, and what is written of its objects in turn: of those with links, and of those without any."""
    if feature.name not in _STEPS:  # by name: to look a class up by itself hashes all its properties
        prefix = "pcrs-i:" if feature.namespace == INFO_NAMESPACE else ""
        place = {column: rank for rank, column in enumerate(feature.columns)}
        steps = [(p.name, prefix + p.name, p.kind, place.get(p.name, -1)) for p in feature.properties]
        unlinked = tuple(step for step in steps if step[2] != "link")
        _STEPS[feature.name] = prefix + feature.name, tuple(steps), unlinked
    return _STEPS[feature.name]


def _links_by_property(links: Sequence[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.property, []).append(link)
    return found


def _attributes(links: Sequence[Link]) -> str:
    """Attributes that a property carries besides its value."""
    return xml_text.attributes((i for link in links for i in link.attributes.items()), _PREFIXES) if links else ""


_AGGREGATES = {
    "multipoint": ("MultiPoint", "pointMember"),
    "multicurve": ("MultiCurve", "curveMember"),
    "multisurface": ("MultiSurface", "surfaceMember"),
    "collection": ("MultiGeometry", "geometryMember"),
}
_SINGLE = {"multipoint": ("point",), "multicurve": ("line", "arc", "compound"), "multisurface": ("polygon",)}


def _ring_element(side: str, numbers: str) -> str:
    """A bare ring of a polygon."""
    return f"<gml:{side}><gml:LinearRing><gml:posList>{numbers}</gml:posList></gml:LinearRing></gml:{side}>"


def _as_class(shape: Shape, geometry: str | None) -> Shape:
    """A single part where the class wants an aggregate is written as an aggregate of one."""
    if geometry in _SINGLE and shape[0] in _SINGLE[geometry]:
        return (geometry, [shape])
    return shape


def _is_circle(points: NDArray[np.float64]) -> bool:
    return (
        len(points) == 5
        and np.array_equal(points[0], points[4])
        and np.array_equal(points[3], circle_closing_point(points[:3]))
    )


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

"""PCRS v2.0 GML, written in XSD order with the standard's own curves: arcs stay arcs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple, TextIO

from ...model.export import DECIMALS
from ...model.legibility import REPLACEMENT
from ...model.pcrs import (
    CLASSES,
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
from .geometry_writer import GeometryWriter

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "CNIG_PCRS_v2.0.xsd"
_INDENT = "\t"
#: Pieces of text that are written together.
_AT_ONCE = 4096
#: Prefixes that the root declares.
_PREFIXES = {XLINK_NAMESPACE: "xlink", GML_NAMESPACE: "gml", _XSI: "xsi"}


#: Start of an object in what is written.
_OBJECT = re.compile(r'^\t\t<[\w:-]+ gml:id="([^"]*)"', re.MULTILINE)


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
    wkb : geometry as ISO WKB; None where there is none.
    """

    feature: FeatureClass
    gml_id: str
    values: Sequence[str | None]
    wkb: bytes | None = None
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
        self._geometries = GeometryWriter(srs_name, decimals)
        self._attributes_written = 0
        #: Characters written in place of others, and the gml:id of the first object with one.
        self.replaced = 0
        self.first_replaced = ""

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

    def measures(self) -> dict[str, int]:
        """What was written: attributes, vertices, vertices with Z, arcs."""
        geometries = self._geometries
        return {
            "attributes": self._attributes_written,
            "vertices": geometries.vertices,
            "vertices_z": geometries.vertices_z,
            "arcs": geometries.arcs,
        }

    def _flush(self) -> None:
        text = "".join(self._parts)
        if REPLACEMENT in text:
            self._count_replaced(text)
        self._stream.write(text)
        self._parts.clear()

    def _count_replaced(self, text: str) -> None:
        """Count the characters that stand in place of others, and note the first object with one."""
        self.replaced += text.count(REPLACEMENT)
        objects = _OBJECT.findall(text, 0, text.index(REPLACEMENT))
        self.first_replaced = self.first_replaced or (objects[-1] if objects else "")

    # -- objects ------------------------------------------------------------------------------------------------

    def _object(self, thing: PcrsObject, depth: int) -> None:
        write, form = self._write, _form(thing.feature.name, depth)
        values, identity = thing.values, quoteattr(thing.gml_id)
        if len(values) != len(thing.feature.columns):
            raise ValueError(f"{thing.feature.name}: {len(values)} values")
        write(f"{form.start}{identity}>\n")
        if thing.head:
            write(f"{form.indent}{thing.head}\n")
        links = _links_by_property(thing.links) if thing.links else {}
        for step in form.steps if links else form.unlinked_steps:
            text = values[step.column] if step.column >= 0 else None
            own = links.get(step.property) if links else None
            if text is not None:
                self._attributes_written += 1
                if text and not own and step.kind != "texts":
                    write(f"{step.start}>{escape(text)}{step.end}")
                else:
                    self._texts(json.loads(text) if step.kind == "texts" else (text,), step, own)
            elif step.column >= 0:
                continue
            elif step.kind == "link" or (thing.wkb is None and own and any(link.href for link in own)):
                for link in own or ():
                    self._link(link, step, depth)
            elif thing.wkb is None:
                write(f"{step.start}{_attributes(own)}/>\n")
            else:
                geometry = self._geometries.element(thing.wkb, thing.feature.geometry, identity)
                write(f"{step.start}{_attributes(own)}>{geometry}{step.end}")
        if thing.extra:
            write(f"{form.indent}{thing.extra}\n")
        write(form.end)

    def _texts(self, texts: Sequence[str], step: _Step, links: Sequence[Link] | None) -> None:
        start = step.start + _attributes(links)
        for text in texts:
            self._write(f"{start}>{escape(text)}{step.end}" if text else f"{start}/>\n")

    def _link(self, link: Link, step: _Step, depth: int) -> None:
        attributes = _attributes([link])
        if link.inline is not None:
            self._write(f"{step.start}{attributes}>\n")
            self._object(link.inline, depth + 2)
            self._write(f"{_INDENT * (depth + 1)}{step.end}")
        else:
            href = f" xlink:href={quoteattr(link.href)}" if link.href else ""
            self._write(f"{step.start}{href}{attributes}/>\n")


class _Step(NamedTuple):
    """A property of a class as it is written: its kind, its place among the values (−1 for none), the start of its
    tag up to its attributes, and its end tag.
    """

    property: str
    kind: str
    column: int
    start: str
    end: str


class _Form(NamedTuple):
    """How the objects of a class are written: `start` up to the gml:id, the properties in turn, and `end`."""

    start: str
    indent: str
    steps: tuple[_Step, ...]
    unlinked_steps: tuple[_Step, ...]
    end: str


@cache
def _form(name: str, depth: int) -> _Form:
    """How the objects of a class are written that stand so many tabs deep."""
    feature, indent = CLASSES[name], _INDENT * depth
    prefix = "pcrs-i:" if feature.namespace == INFO_NAMESPACE else ""
    place = {column: rank for rank, column in enumerate(feature.columns)}
    steps = tuple(
        _Step(p.name, p.kind, place.get(p.name, -1), f"{indent}{_INDENT}<{prefix}{p.name}", f"</{prefix}{p.name}>\n")
        for p in feature.properties
    )
    tag = prefix + feature.name
    unlinked = tuple(step for step in steps if step.kind != "link")
    return _Form(f"{indent}<{tag} gml:id=", indent + _INDENT, steps, unlinked, f"{indent}</{tag}>\n")


def _links_by_property(links: Sequence[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in links:
        found.setdefault(link.property, []).append(link)
    return found


def _attributes(links: Sequence[Link] | None) -> str:
    """Attributes that a property carries besides its value."""
    return xml_text.attributes((i for link in links for i in link.attributes.items()), _PREFIXES) if links else ""

"""Handlers of a parser while it goes through one geometry property: events in, a shape out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...geometry.wkb import Shape
from ...model.pcrs import XLINK_NAMESPACE
from ..srs_name import parse_srs_name
from .gml_elements import DESCRIPTIONS, KNOWN, ROOT, Element, Follow, Role
from .gml_geometry import GeometryProblem, make_shape, parse_coordinates, parse_measure, parse_tuples
from .raw_xml import MAX_DEPTH

Array = NDArray[np.float64]
_HREF = f"{XLINK_NAMESPACE} href"
_NODE, _WRAPPER, _COORDINATES, _MEASURE = Role


class _Node:
    """A geometry element that is open: its parts so far, and what its coordinates inherit."""

    __slots__ = ("content", "dim", "measures", "reverse")

    def __init__(self, dim: int | None) -> None:
        self.content: list[Array | Shape] = []
        self.dim = dim
        self.reverse = False
        self.measures: dict[str, float] | None = None


class GeometryReader:
    """Builds shapes from parser events; raises `GeometryProblem`.

    Parameters
    ----------
    text : list
        Where the parser leaves character data.
    crs : int
        EPSG code that every geometry must have.
    """

    def __init__(self, text: list[str], crs: int) -> None:
        self._text = text
        self._crs = crs
        self._known: set[str] = set()
        self._nodes: list[_Node] = []
        #: Elements that are open, each with what may follow it; what may come next.
        self._opened: list[tuple[Element, Follow]] = []
        self._next = ROOT.first
        self._given: dict[str, str] = {}
        self._skipped = 0
        self._srs: str | None = None

    def begin(self, srs: str | None, dim: int | None) -> None:
        """Start of a geometry property, with the srsName and the dimension that it inherits."""
        self._srs = srs
        self._nodes = [_Node(dim)]
        self._opened = []
        self._next = ROOT.first
        self._text.clear()

    def start(self, name: str, attributes: list[str]) -> None:
        """Start of an element inside the property."""
        if self._skipped:
            self._skipped += 1
            return
        step = self._next.get(name)
        if step is None:
            self._start_other(name)
            return
        self._opened.append(step)
        element = step[0]
        self._next = element.first
        role = element.role
        if role is _NODE:
            node = _Node(self._nodes[-1].dim)
            if attributes:
                self._take_attributes(node, attributes)
            if len(self._opened) >= MAX_DEPTH:
                raise GeometryProblem("xml_too_deep")
            self._nodes.append(node)
        elif role is _WRAPPER:
            if attributes and _HREF in attributes[::2]:
                raise GeometryProblem("gml_reference")
        else:
            self._refuse_stray_text()
            self._given = dict(zip(attributes[::2], attributes[1::2], strict=True)) if attributes else {}

    def end(self, name: str) -> None:
        """End of an element inside the property."""
        if self._skipped:
            self._skipped -= 1
            if not self._skipped:
                self._text.clear()
            return
        element, self._next = self._opened.pop()
        role = element.role
        if role is _NODE:
            node = self._nodes.pop()
            shape = make_shape(element.name, node.content, reverse=node.reverse, measures=node.measures)
            if shape is not None:
                self._nodes[-1].content.append(shape)
        elif role is _COORDINATES:
            self._end_coordinates(element.name)
        elif role is _MEASURE:
            self._end_measure(element.name)
        elif element.required and not self._nodes[-1].content:
            self._next = {}  # what follows would take its place

    def _start_other(self, name: str) -> None:
        """An element that has no place here: a description is skipped, all else is refused."""
        local, parent = name.rpartition(" ")[2], self._opened[-1][0] if self._opened else ROOT
        if name in DESCRIPTIONS and parent.role is _NODE:
            self._refuse_stray_text()
            self._skipped = 1
        elif name in KNOWN or name in DESCRIPTIONS:
            raise GeometryProblem("gml_misplaced", element=local, parent=parent.name or "geometrie")
        else:
            raise GeometryProblem("gml_geometry_unknown", element=local)

    def _refuse_stray_text(self) -> None:
        """Characters since the last element whose text counts stand where none may: they could be coordinates."""
        text = self._text
        if text:
            stray = "".join(text).strip()
            text.clear()
            if stray:
                raise GeometryProblem("gml_stray_text", stray[:40])

    def result(self) -> Shape | None:
        """Shape of the property that has ended; None where it is empty."""
        content = self._nodes[0].content
        self._refuse_stray_text()
        if not content:
            return None
        if len(content) > 1:
            raise GeometryProblem("gml_several_geometries")
        if self._srs is None:
            raise GeometryProblem("gml_no_crs")
        self.check_srs(self._srs)
        return content[0]  # type: ignore[return-value]

    def _take_attributes(self, node: _Node, attributes: list[str]) -> None:
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if key == "srsName":
                self.check_srs(value)
                self._srs = value
            elif key == "srsDimension":
                node.dim = _dimension(value)
            elif key == "orientation":
                node.reverse = value == "-"

    def check_srs(self, text: str) -> None:
        """Refuse a srsName that is not understood, or is another system than the lot's."""
        if text in self._known:
            return
        parsed = parse_srs_name(text)
        if parsed is None:
            raise GeometryProblem("gml_crs_unknown", crs=text[:80])
        if parsed.code != self._crs:
            raise GeometryProblem("gml_crs_conflict", crs=f"EPSG:{parsed.code}", expected=f"EPSG:{self._crs}")
        self._known.add(text)

    def _end_coordinates(self, local: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        node, given = self._nodes[-1], self._given
        dim: int | None
        if local == "coordinates":
            values, dim = parse_tuples(text, given.get("decimal", "."), given.get("cs", ","), given.get("ts", " "))
        else:
            values = parse_coordinates(text)
            if local == "pos":
                dim = len(values)
            else:
                if given and "srsDimension" in given:
                    node.dim = _dimension(given["srsDimension"])
                dim = node.dim
        if len(values):
            node.content.append(_reshape(values, dim))

    def _end_measure(self, local: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        node = self._nodes[-1]
        node.measures = node.measures or {}
        node.measures[local] = parse_measure(local, text, self._given.get("uom", ""))


def _dimension(text: str) -> int:
    if text.strip() not in ("2", "3"):
        raise GeometryProblem("gml_dimension", text[:20])
    return int(text)


def _reshape(values: Array, dim: int | None) -> Array:
    """Coordinates (n, dim); without a declared dimension, the one that the numbers show."""
    if dim is None:
        dim = _shown_dimension(values)
    if dim not in (2, 3) or len(values) % dim:
        raise GeometryProblem("gml_coordinate_count", f"{len(values)} / {dim}")
    return values.reshape(-1, dim)


#: Projected French coordinates are far larger than any altitude: a column that stays below is Z.
#: Source: smallest easting of the legal systems 166 km (overseas UTM zones), highest summit 4.8 km.
_LARGEST_Z = 9000.0


def _shown_dimension(values: Array) -> int:
    """2 or 3: GML gives the dimension of the CRS (2) where nothing is declared, yet lots write 3D so too."""
    if len(values) % 3 == 0 and np.nanmax(np.abs(values[2::3])) < _LARGEST_Z < np.nanmax(np.abs(values[::3])):
        return 3
    return 2

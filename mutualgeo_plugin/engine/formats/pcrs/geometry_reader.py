"""Handlers of a parser while it goes through one geometry property: events in, a shape out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...geometry.wkb import Shape
from ...model.pcrs import XLINK_NAMESPACE
from ..srs_name import parse_srs_name
from .gml_geometry import COORDINATES, DESCRIPTIONS, NODES, WRAPPERS, GeometryProblem, make_shape, parse_coordinates
from .raw_xml import MAX_DEPTH

Array = NDArray[np.float64]
_HREF = f"{XLINK_NAMESPACE} href"


class _Node:
    """A geometry element that is open: its parts so far, and what its coordinates inherit."""

    __slots__ = ("content", "dim", "kind", "reverse")

    def __init__(self, kind: str, dim: int | None, reverse: bool = False) -> None:
        self.kind = kind
        self.content: list[Array | Shape] = []
        self.dim = dim
        self.reverse = reverse


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
        self._separators: tuple[str, str, str] | None = None
        self._skipped = 0
        self._srs: str | None = None

    def begin(self, srs: str | None, dim: int | None) -> None:
        """Start of a geometry property, with the srsName and the dimension that it inherits."""
        self._srs = srs
        self._nodes = [_Node("", dim)]

    def start(self, name: str, attributes: list[str]) -> None:
        """Start of an element inside the property."""
        if self._skipped:
            self._skipped += 1
            return
        kind = NODES.get(name)
        if kind is not None:
            node = _Node(kind, self._nodes[-1].dim)
            if attributes:
                self._take_attributes(node, attributes)
            if len(self._nodes) >= MAX_DEPTH:
                raise GeometryProblem("xml_too_deep")
            self._nodes.append(node)
        elif name in COORDINATES:
            self._text.clear()
            self._start_coordinates(COORDINATES[name], attributes)
        elif name in DESCRIPTIONS:
            self._skipped = 1
        elif name not in WRAPPERS:
            raise GeometryProblem("gml_geometry_unknown", element=name.rpartition(" ")[2])
        elif _HREF in attributes[::2]:
            raise GeometryProblem("gml_reference")

    def end(self, name: str) -> None:
        """End of an element inside the property."""
        if self._skipped:
            self._skipped -= 1
        elif name in NODES:
            node = self._nodes.pop()
            shape = make_shape(node.kind, node.content, reverse=node.reverse)
            if shape is not None:
                self._nodes[-1].content.append(shape)
        elif name in COORDINATES:
            self._end_coordinates(COORDINATES[name])

    def result(self) -> Shape | None:
        """Shape of the property that has ended; None where it is empty."""
        content = self._nodes[0].content
        if not content:
            return None
        if len(content) > 1:
            raise GeometryProblem("gml_several_geometries")
        if self._srs is None:
            raise GeometryProblem("gml_no_crs")
        if self._srs not in self._known:
            self._check_srs(self._srs)
        return content[0]  # type: ignore[return-value]

    def _take_attributes(self, node: _Node, attributes: list[str]) -> None:
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if key == "srsName":
                if value not in self._known:
                    self._check_srs(value)
                self._srs = value
            elif key == "srsDimension":
                node.dim = _dimension(value)
            elif key == "orientation":
                node.reverse = value == "-"

    def _check_srs(self, text: str) -> None:
        parsed = parse_srs_name(text)
        if parsed is None:
            raise GeometryProblem("gml_crs_unknown", crs=text[:80])
        if parsed.code != self._crs:
            raise GeometryProblem("gml_crs_conflict", crs=f"EPSG:{parsed.code}", expected=f"EPSG:{self._crs}")
        self._known.add(text)

    def _start_coordinates(self, local: str, attributes: list[str]) -> None:
        self._separators = None
        if not attributes and local != "coordinates":
            return
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        if local == "coordinates":
            self._separators = (given.get("decimal", "."), given.get("cs", ","), given.get("ts", " "))
        elif "srsDimension" in given:
            self._nodes[-1].dim = _dimension(given["srsDimension"])

    def _end_coordinates(self, local: str) -> None:
        text = "".join(self._text)
        self._text.clear()
        node = self._nodes[-1]
        values = parse_coordinates(text, self._separators)
        if not len(values):
            return
        dim = node.dim
        if local == "pos":
            dim = len(values)
        elif local == "coordinates":
            _decimal, between, tuples = self._separators or (".", ",", " ")
            first = text.split(tuples if tuples.strip() else None, maxsplit=1)[0]
            dim = first.count(between) + 1 if between.strip() else dim
        node.content.append(_reshape(values, dim))


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

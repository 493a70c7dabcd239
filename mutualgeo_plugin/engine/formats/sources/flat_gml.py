"""GML with one member after the other, each with flat or nested texts and one geometry: drafts of PCRS, WFS answers.

Read by expat, in pieces; GDAL's driver would turn ``06`` into 6. GML 2 and 3.1 geometries are read as those of 3.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from xml.parsers import expat

from ...geometry.wkb import Shape
from ...model.errors import EngineError
from ...model.pcrs import GML_NAMESPACE
from ..page import MOST_FIELDS, PAGE_SIZE, Page, Request, columns_of
from ..pcrs.geometry_reader import GeometryReader
from ..pcrs.gml_elements import COORDINATES, SHAPES
from ..pcrs.gml_geometry import GeometryProblem
from ..pcrs.raw_xml import MAX_DEPTH
from ..srs_name import SrsName, parse_srs_name
from ..xml_fault import xml_fault
from ..xml_parser import make_parser

_PIECE = 1 << 20
_OLD_GML = "http://www.opengis.net/gml "
_NEW_GML = f"{GML_NAMESPACE} "
#: Elements of GML 2 and what they are called since GML 3.
_RENAMED = {
    "outerBoundaryIs": "exterior",
    "innerBoundaryIs": "interior",
    "MultiLineString": "MultiCurve",
    "lineStringMember": "curveMember",
    "MultiPolygon": "MultiSurface",
    "polygonMember": "surfaceMember",
}
_MEMBERS = frozenset({"featureMember", "featureMembers", "member"})
_SKIPPED = frozenset({f"{_NEW_GML}boundedBy"})
_ENVELOPES = frozenset({f"{_NEW_GML}Envelope", f"{_NEW_GML}Box"})
_ID = f"{_NEW_GML}id"


@dataclass(frozen=True)
class FlatHead:
    """The first srsName of a file that is understood, None where it has none, and its first position."""

    crs: SrsName | None = None
    first_position: tuple[float, float] | None = None


class _Enough(Exception):
    """The head has been read: parsing stops."""


def read_flat_head(path: Path) -> FlatHead:
    """What a file says of its system, the envelope's srsName included.

    Raises
    ------
    EngineError
        ``gml_not_xml``, ``xml_doctype``.
    """
    found: list[SrsName] = []
    position: list[tuple[float, float]] = []
    roots: list[str] = []
    text: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        roots[:] = roots or [name]
        parsed = parse_srs_name(attributes["srsName"]) if "srsName" in attributes else None
        if parsed is not None and not found:
            found.append(parsed)
        if _modern_srs_name(name) in COORDINATES:
            text.clear()
            parser.CharacterDataHandler = text.append

    def end(name: str) -> None:
        if _modern_srs_name(name) in COORDINATES and not position:
            words = "".join(text).replace(",", " ").split()[:2]
            with suppress(ValueError):  # the reader names the object that is wrong
                x, y = map(float, words)
                position.append((x, y))
        parser.CharacterDataHandler = None
        if found and position:
            raise _Enough

    parser = make_parser()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        with path.open("rb") as stream:
            while piece := stream.read(_PIECE):
                parser.Parse(piece, False)
    except _Enough:
        pass
    except expat.ExpatError as error:
        if not roots:
            raise EngineError("gml_not_xml", path=path.name, line=error.lineno) from error
        # what is wrong further on is told by the reader, with the last whole member
    return FlatHead(found[0] if found else None, position[0] if position else None)


class _Member(NamedTuple):
    """A member that is read, named by its gml:id."""

    layer: str
    name: str
    fields: dict[str, str]
    shape: Shape | None


def read_pages(path: Path, request: Request) -> Iterator[Page]:
    """Members of a file, in its order: a page ends where the layer changes; memory stays flat.

    Geometries that name no system are in that of the request. Where no srsName of the file is understood, it is what is
    stated for the file, and they are not looked at.

    Raises
    ------
    EngineError
        As `_read_members`.
    """
    page: list[_Member] = []
    for member in _read_members(path, request.crs or 0):
        if page and (page[0].layer != member.layer or len(page) == (request.size or PAGE_SIZE)):
            yield _page(page)
            page = []
        page.append(member)
    if page:
        yield _page(page)


def _page(members: list[_Member]) -> Page:
    return Page(
        layer=members[0].layer,
        source=members[0].layer,
        names=[one.name for one in members],
        values=columns_of([one.fields for one in members], members[0].layer),
        geometry=[one.shape for one in members],
        empty_texts=True,
    )


def _read_members(path: Path, crs: int) -> Iterator[_Member]:
    """Members of a file, one after the other.

    Raises
    ------
    EngineError
        Not well-formed, a geometry that cannot be read, another CRS than `crs`.
    """
    reader = _Reader(crs, names_count=read_flat_head(path).crs is not None)
    parser = reader.parser
    piece, fed, ended = b"", 0, False
    try:
        with path.open("rb") as stream:
            while following := stream.read(_PIECE):
                piece, fed = following, fed + len(following)
                parser.Parse(piece, False)
                yield from reader.take_features()
        ended = True
        parser.Parse(b"", True)
        yield from reader.take_features()
    except expat.ExpatError as error:
        byte = parser.ErrorByteIndex
        last, at = reader.last or "-", byte - fed + len(piece)
        raise xml_fault(error, piece, at, line=error.lineno, byte=byte, last=last, ended=ended) from error
    except GeometryProblem as problem:
        line = parser.CurrentLineNumber
        raise EngineError(problem.code, object=reader.name, line=line, **problem.fields) from None


class _Reader:
    def __init__(self, crs: int, *, names_count: bool) -> None:
        self._text: list[str] = []
        self._inherited = f"EPSG:{crs}"
        self._names_count = names_count
        self._geometry = GeometryReader(self._text, crs)
        self._features: list[_Member] = []
        self._path: list[str] = []
        self._member_depth = 0
        self._in_geometry = 0
        self._skipped = 0
        self._fields: dict[str, str] = {}
        self._times: dict[str, int] = {}
        self._shape: Shape | None = None
        self._id = ""
        self._layer = ""
        self.last = ""
        parser = make_parser()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        self.parser = parser

    @property
    def name(self) -> str:
        """Name of the feature being read, for messages."""
        return self._id or self.last or "-"

    def take_features(self) -> list[_Member]:
        """Features read since the last call."""
        features, self._features = self._features, []
        return features

    def _start(self, name: str, attributes: list[str]) -> None:
        name = _modern_srs_name(name)
        if len(self._path) >= MAX_DEPTH:
            raise EngineError("xml_too_deep", line=self.parser.CurrentLineNumber)
        self._path.append(name)
        depth = len(self._path)
        if self._skipped:
            srs = dict(zip(attributes[::2], attributes[1::2], strict=True)).get("srsName")
            if srs is not None and self._names_count and name in _ENVELOPES:
                self._geometry.check_srs(srs)
            if name in SHAPES or _local_name(name) in _MEMBERS:  # it would be skipped with what it stands in
                parent = _local_name(self._path[-2])
                raise GeometryProblem("gml_misplaced", element=_local_name(name), parent=parent)
            return
        if self._member_depth and not self._in_geometry and depth > self._member_depth:
            self._keep_text(self._path[-2])
        if name in _SKIPPED:
            self._skipped = depth
        elif self._in_geometry:
            self._geometry.start(name, self._usable_attributes(attributes))
        elif self._member_depth and name in SHAPES:
            if self._shape is not None:
                raise GeometryProblem("gml_several_geometries")
            self._in_geometry = depth
            self._geometry.begin(self._inherited, None)
            self._geometry.start(name, self._usable_attributes(attributes))
        elif name in SHAPES:
            parent = _local_name(self._path[-2]) if depth > 1 else "-"
            raise GeometryProblem("gml_misplaced", element=_local_name(name), parent=parent)
        elif not self._member_depth and depth > 1 and _local_name(self._path[-2]) in _MEMBERS:
            given = dict(zip(map(_modern_srs_name, attributes[::2]), attributes[1::2], strict=True))
            self._member_depth, self._layer = depth, _local_name(name)
            self._id = given.get(_ID) or given.get("fid") or ""
            self._fields, self._times, self._shape = {}, {}, None
        elif self._member_depth:
            for attribute, text in zip(attributes[::2], attributes[1::2], strict=True):
                self._keep_value(f"{_local_name(name)}@{_local_name(attribute)}", text)
        if not self._in_geometry:
            self._text.clear()

    def _usable_attributes(self, attributes: list[str]) -> list[str]:
        """Attributes of a geometry's element, without a srsName where none of the file is understood."""
        if self._names_count or "srsName" not in attributes[::2]:
            return attributes
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        return [text for key, value in pairs if key != "srsName" for text in (key, value)]

    def _keep_value(self, name: str, text: str) -> None:
        """A value under its element's name; one that stands twice is numbered, so that both are told."""
        number = self._times.get(name, 0) + 1
        self._times[name] = number
        if len(self._fields) >= MOST_FIELDS:
            raise EngineError("layer_fields_many", layer=self._layer, most=MOST_FIELDS)
        self._fields[f"{name}[{number}]" if number > 1 else name] = text

    def _end(self, name: str) -> None:
        name, depth = _modern_srs_name(name), len(self._path)
        self._path.pop()
        if self._skipped:
            self._skipped = 0 if depth == self._skipped else self._skipped
            self._text.clear()
        elif self._in_geometry:
            self._geometry.end(name)
            if depth == self._in_geometry:
                self._in_geometry = 0
                self._shape = self._geometry.result()
                self._text.clear()
        elif depth == self._member_depth:
            self._keep_text(name)
            self._member_depth = 0
            self.last = self._id
            self._features.append(_Member(self._layer, self._id, self._fields, self._shape))
            self._id = ""
        elif self._member_depth:
            self._keep_text(name)

    def _keep_text(self, name: str) -> None:
        """Characters since the last tag, under the element that they stand in; blanks between tags mean nothing."""
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            self._keep_value(_local_name(name), text)


def _modern_srs_name(name: str) -> str:
    if name.startswith(_OLD_GML):
        local = name.removeprefix(_OLD_GML)
        return _NEW_GML + _RENAMED.get(local, local)
    return name


def _local_name(name: str) -> str:
    return name.rpartition(" ")[2]

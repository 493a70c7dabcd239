"""What the start of a file says: whether it is PCRS v2.0, its CRS, and where its members begin."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.parsers import expat

from ...model.errors import EngineError
from ...model.pcrs import CLASSES, GML_NAMESPACE, NAMESPACE, ROOT
from ..metadata import RECORD_ROOTS
from ..srs_name import SrsName, parse_srs_name
from ..xml_encoding import refuse_unread_encoding
from ..xml_fault import xml_fault
from ..xml_parser import make_parser
from .gml_elements import COORDINATES

#: Bytes read at a time, here and by the reader.
PIECE = 1 << 20
#: expat keeps an unfinished tag whole: a tag longer than this is no GML.
LONGEST_TAG = 16 << 20

_DRAFT_HINTS = re.compile(rb"PCRS>|/pcrs\b|covadis", re.IGNORECASE)
_MEMBER_END = re.compile(rb"</(?:[A-Za-z_][\w.-]*:)?featureMember\s*>")
_SPLITTABLE = frozenset({"", "utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"})


_GML = f"{GML_NAMESPACE} "


class _Enough(Exception):
    """The head has been read: parsing stops."""


@dataclass
class Head:
    """Start of a PCRS file."""

    path: Path
    size: int
    #: Bytes up to the end of the root's start tag: a part of the file is parsed after them.
    start: bytes = b""
    root: str = ""
    encoding: str = ""
    root_attributes: dict[str, str] = field(default_factory=dict)
    crs: SrsName | None = None
    #: What geometries inherit from the document's envelope.
    srs: str | None = None
    dim: int | None = None
    first_position: tuple[float, float] | None = None


@dataclass(frozen=True)
class Part:
    """A range of whole members of a file."""

    start: int
    end: int
    line: int


def read_head(path: Path) -> Head:
    """Read a file up to its first position.

    Raises
    ------
    EngineError
        Not XML, another schema, a draft of PCRS older than v2.0, no CRS.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise EngineError("file_empty", path=path.name)
        with path.open("rb") as stream:
            return _Sniffer(path, size).read(stream)
    except OSError as error:
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error


class _Sniffer:
    def __init__(self, path: Path, size: int) -> None:
        self.head = Head(path, size)
        self._text: list[str] = []
        self._depth = 0
        self._beginning = b""
        parser = make_parser()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        self._parser = parser

    def read(self, stream: BinaryIO) -> Head:
        """Feed the file until the head is known."""
        fed, piece, ended = 0, b"", False
        refuse_unread_encoding(stream.read(PIECE), self.head.path.name)
        stream.seek(0)
        try:
            while following := stream.read(PIECE):
                piece = following
                if not self.head.start:
                    self._beginning += piece
                fed += len(piece)
                self._parser.Parse(piece, False)
                if fed - self._parser.CurrentByteIndex > LONGEST_TAG:
                    raise EngineError("xml_tag_too_long", path=self.head.path.name)
            ended = True
            self._parser.Parse(b"", True)
        except _Enough:
            pass
        except expat.ExpatError as error:
            self._refuse_xml(error, piece, self._parser.ErrorByteIndex - fed + len(piece), ended)
        if self.head.crs is None:
            raise EngineError("gml_no_crs_at_all", path=self.head.path.name)
        return self.head

    def _refuse_xml(self, error: expat.ExpatError, piece: bytes, at: int, ended: bool) -> NoReturn:
        if not self.head.root:
            raise EngineError("gml_not_xml", path=self.head.path.name, line=error.lineno) from None
        byte = self._parser.ErrorByteIndex
        raise xml_fault(error, piece, at, line=error.lineno, byte=byte, last="-", ended=ended) from None

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        self.head.encoding = (encoding or "").lower()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        head = self.head
        self._depth += 1
        if self._depth == 1:
            self._root(name, attributes)
        srs = attributes.get("srsName")
        if srs and name.startswith(_GML):  # what the standard does not have says nothing of the lot's geometries
            head.crs = head.crs or self._known_srs(srs)
            if name == f"{GML_NAMESPACE} Envelope" and self._depth == 3:
                head.srs = srs
                dim = attributes.get("srsDimension")
                head.dim = int(dim) if dim in ("2", "3") else None
        if name in COORDINATES and head.crs is not None:
            self._parser.CharacterDataHandler = self._text.append

    def _end(self, name: str) -> None:
        self._depth -= 1
        if name in COORDINATES and self._text:
            words = "".join(self._text).replace(",", " ").split()
            try:
                self.head.first_position = (float(words[0]), float(words[1]))
            except (ValueError, IndexError):
                self.head.first_position = None  # the reader names the object that is wrong
            raise _Enough

    def _known_srs(self, srs: str) -> SrsName:
        parsed = parse_srs_name(srs)
        if parsed is None:
            raise EngineError("gml_crs_unknown", crs=srs[:80], object="-", line=self._parser.CurrentLineNumber)
        return parsed

    def _root(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, local = name.rpartition(" ")
        if local != ROOT or namespace != NAMESPACE:
            if local in RECORD_ROOTS:
                raise EngineError("gml_is_record", path=self.head.path.name)
            draft = _DRAFT_HINTS.search(self._beginning) or any(c.encode() in self._beginning for c in CLASSES)
            code = "gml_pcrs_draft" if draft else "gml_other_schema"
            raise EngineError(code, path=self.head.path.name, root=local, namespace=namespace or "-")
        self.head.root_attributes = {k.rpartition(" ")[2]: v for k, v in attributes.items()}
        begin = self._parser.CurrentByteIndex
        end = _tag_end(self._beginning, begin)
        self.head.start = self._beginning[:end]
        self.head.root = self._beginning[begin + 1 : end].split(maxsplit=1)[0].rstrip(b"/>").decode()


def _tag_end(data: bytes, begin: int) -> int:
    """Index after the ``>`` of the tag that starts at `begin`; quoted values may hold one too."""
    quote = b""
    for at in range(begin, len(data)):
        char = data[at : at + 1]
        if quote:
            quote = b"" if char == quote else quote
        elif char in (b'"', b"'"):
            quote = char
        elif char == b">":
            return at + 1
    return len(data)


def split(head: Head, parts: int) -> list[Part]:
    """Ranges of whole members of about equal size; one range where the file cannot be cut safely."""
    whole = [Part(len(head.start), head.size, 0)]
    if parts < 2 or head.encoding not in _SPLITTABLE or head.start[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return whole
    with head.path.open("rb") as stream:
        cuts = [len(head.start)]
        for rank in range(1, parts):
            cut = _next_member_end(stream, max(cuts[-1], head.size * rank // parts))
            if cut is None:
                break
            cuts.append(cut)
        cuts.append(head.size)
        ranges, line = [], head.start.count(b"\n")
        for begin, end in itertools.pairwise(cuts):
            if end > begin:
                ranges.append(Part(begin, end, line))
                line += _count_lines(stream, begin, end)
    return ranges


#: Longest closing tag of a member that is looked for over the border of two pieces.
_OVERLAP = 64


def _next_member_end(stream: BinaryIO, at: int) -> int | None:
    """Offset after the first closing tag of a member at or after `at`."""
    stream.seek(at)
    tail = b""
    while piece := stream.read(PIECE):
        match = _MEMBER_END.search(tail + piece)
        if match:
            return at - len(tail) + match.end()
        at += len(piece)
        tail = (tail + piece)[-_OVERLAP:]
    return None


def _count_lines(stream: BinaryIO, begin: int, end: int) -> int:
    stream.seek(begin)
    return sum(stream.read(min(PIECE, end - at)).count(b"\n") for at in range(begin, end, PIECE))

"""What a file of a delivery is, by its content: a GML lot, a metadata record, another XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from enum import Enum
from pathlib import Path, PurePosixPath
from xml.parsers import expat

from ..model.pcrs import NAMESPACE
from .archives import files_of
from .file_format import HEAD, layer_formats, read_beginning
from .metadata import RECORD_ROOTS
from .readers.gml import GML

#: Root elements that a catalogue wraps metadata records in.
_WRAPPED = frozenset({"GetRecordByIdResponse", "GetRecordsResponse"})


class Content(Enum):
    """What a file may be to a reception; what cannot be told from its beginning is `UNCLEAR`, never another thing."""

    GML = "GML"
    RECORD = "a metadata record"
    OTHER_XML = "XML that is neither"
    UNCLEAR = "no XML, or damaged"


def identify_content(path: Path) -> Content:
    """What a file is.

    Raises
    ------
    EngineError
        ``path_unreadable``.
    """
    return content_of(read_beginning(path))


def content_of(head: bytes) -> Content:
    """What the file is that begins with some bytes."""
    root = _root_of(head)
    if root is None:
        return Content.UNCLEAR
    namespace, local = root
    if local in RECORD_ROOTS or (local in _WRAPPED and any(name.encode() in head for name in RECORD_ROOTS)):
        return Content.RECORD
    return Content.GML if namespace == NAMESPACE or GML.has_signature(head) else Content.OTHER_XML


def may_be_lot(name: str, head: bytes) -> bool:
    """Whether a file is read as a GML lot: one named ``.gml`` always, so that what is wrong with it is told."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ".gml":
        return content_of(head) is not Content.RECORD
    return ending == ".xml" and content_of(head) in (Content.GML, Content.UNCLEAR)


def lot_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """Files of an archive that may be GML lots, in order of name."""
    found = []
    for member in files_of(archive):
        if member.filename.lower().endswith(GML.endings):
            with archive.open(member) as stream:
                if may_be_lot(member.filename, stream.read(HEAD)):
                    found.append(member)
    return sorted(found, key=lambda member: member.filename)


def layer_files(paths: Iterable[Path]) -> list[Path]:
    """Files that hold layers, of those of an archive, by their names: their content is looked at when read."""
    endings = {ending for one in layer_formats() for ending in one.endings}
    return sorted(path for path in paths if path.suffix.lower() in endings)


def _root_of(head: bytes) -> tuple[str, str] | None:
    """Namespace and name of the root element; None where the beginning of a file has none that can be read."""
    found: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")  # what it has besides is told by who reads it
    parser.StartElementHandler = lambda name, attributes: found.append(name)
    try:
        parser.Parse(head, False)
    except (expat.ExpatError, LookupError, ValueError):  # LookupError, ValueError: an encoding that is not read
        pass  # after the root as well: what was found before it stands
    if not found:
        return None
    namespace, _, local = found[0].rpartition(" ")
    return namespace, local

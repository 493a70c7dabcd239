"""What a metadata record (ISO 19139) says of its data set."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ..model.errors import EngineError
from .reader_errors import reader_errors

#: Bytes of a record; a real one has some ten thousand.
LARGEST_RECORD = 16 << 20
_NAMES = {
    "gmd": "http://www.isotc211.org/2005/gmd",
    "gco": "http://www.isotc211.org/2005/gco",
    "gmx": "http://www.isotc211.org/2005/gmx",
    "srv": "http://www.isotc211.org/2005/srv",
}
_RECORD = f"{{{_NAMES['gmd']}}}MD_Metadata"
#: Root elements of metadata records: ISO 19139 and 19115-3.
RECORD_ROOTS = frozenset({"MD_Metadata", "MI_Metadata"})
#: Folders beside the delivered files that hold their records (exportpcrs writes into the first).
FOLDERS = ("metadata", "metadonnees")
#: Where the licence stands: limits of use, or other constraints; an anchor says it too.
_LICENCE = (
    "gmd:identificationInfo/*/gmd:resourceConstraints//gmd:useLimitation",
    "gmd:identificationInfo/*/gmd:resourceConstraints//gmd:otherConstraints",
)
_CONTACT = ("gmd:contact//gmd:organisationName", "gmd:identificationInfo/*/gmd:pointOfContact//gmd:organisationName")
_LANGUAGE = ("gmd:language", "gmd:identificationInfo/*/gmd:language")


@dataclass(frozen=True)
class Metadata:
    """Whether a record says what is expected of it."""

    licence: bool
    contact: bool
    language: bool


def neighbouring_records(path: Path) -> list[Path]:
    """Files that may be the metadata record of a delivered file: of its name, beside it or in a folder of records."""
    names = (f"{path.stem}.xml", f"{path.name}.xml", f"{path.stem}.XML")
    found = [folder / name for folder in (path.parent, *(path.parent / f for f in FOLDERS)) for name in names]
    return [record for record in found if record != path and os.path.isfile(record)]  # no for a name that is too long


def read_metadata(path: Path) -> Metadata | None:
    """Read a record; None where the file is none (another XML, no XML, an absurd size, entities).

    Raises
    ------
    EngineError
        ``path_unreadable``: a record that cannot be read may say all that is expected.
    """
    with reader_errors(path.name):
        return _read_record(path)


def _read_record(path: Path) -> Metadata | None:
    try:
        if path.stat().st_size > LARGEST_RECORD:
            return None
        parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)
        document = etree.parse(io.BytesIO(path.read_bytes()), parser)  # lxml takes names in UTF-8 alone
    except etree.XMLSyntaxError:
        return None
    except OSError as error:
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    if document.docinfo.doctype:
        return None  # entities are never expanded: what they would say is unknown
    root = document.getroot()
    record = root if root.tag == _RECORD else next(root.iter(_RECORD), None)  # a catalogue's answer wraps it
    if record is None:
        return None
    return Metadata(*(_says(record, paths) for paths in (_LICENCE, _CONTACT, _LANGUAGE)))


def _says(record: etree._Element, paths: tuple[str, ...]) -> bool:
    for path in paths:
        for element in record.iterfind(path, _NAMES):
            if "".join(element.itertext()).strip() or any(e.get("codeListValue") for e in element.iter()):
                return True
    return False

"""What stands where a run will write, and how it writes: whole or not. QGIS's Python writes by it too."""

from __future__ import annotations

import csv
import errno
import hashlib
import json
import os
import re
import socket
import stat
import unicodedata
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path
from xml.parsers import expat

from .model.errors import EngineError, EngineFailure, Phrase
from .model.legibility import ILLEGIBLE

#: What every report says of itself, and the bytes at its beginning that hold it.
REPORT_MARK = b'"mutualgeo-report/'
_REPORT_HEAD = 200

#: What the names of half-written files and of temporary folders hold, and which machine their process is one of.
SCRATCH = "mg"
HOST_MARK = hashlib.sha256(socket.gethostname().encode()).hexdigest()[:8]

#: What no name of a file may hold on one system or another: separators, drives and streams, wildcards, quotes.
_SIGNS = re.compile(r'[/\\:*?"<>|]')
#: Kinds of characters that are not seen, order text anew or are none: controls, formats, halves of pairs, line ends.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
#: Names of devices, which Windows opens whatever ending follows.
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]) *(\.|$)", re.IGNORECASE)
#: Bytes of a name: file systems take 255, and more is named after a file (``.name.gpkg.part-journal``).
_LONGEST_NAME, _LONGEST_ENDING = 200, 16


class Place(Enum):
    """What stands at a path; `SPECIAL` is a device, a pipe or a socket."""

    EMPTY = "nothing"
    FILE = "a file"
    FOLDER = "a folder"
    SPECIAL = "a device, a pipe or a socket"


def find_place(path: Path) -> Place:
    """What stands at a path, links followed.

    Raises
    ------
    OSError
        It cannot be told: no right to look, or a file stands where a folder should.
    """
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return Place.EMPTY
    if stat.S_ISREG(mode):
        return Place.FILE
    return Place.FOLDER if stat.S_ISDIR(mode) else Place.SPECIAL


def refuse_place(path: Path, name: str, wanted: Collection[Place] = (Place.FILE,)) -> None:
    """Refuse the path of the output `name` unless nothing stands there, or what is wanted.

    Raises
    ------
    EngineError
        ``output_no_file`` for a device, a pipe or a socket; ``path_unwritable`` for a folder where a file is wanted,
        the other way round, and where it cannot be told.
    """
    try:
        place = find_place(path)
    except OSError as error:
        raise EngineError("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    if place is Place.SPECIAL:
        raise EngineError("output_no_file", name=name, path=str(path))
    if place is not Place.EMPTY and place not in wanted:
        raise EngineError("path_unwritable", path=str(path), detail=Phrase(f"is_{place.name.lower()}"))


def refuse_ending(path: Path, name: str, endings: Collection[str], *, may_be_folder: bool = False) -> None:
    """Refuse the path of the output `name` unless it has one of the endings, if there are any.

    Parameters
    ----------
    may_be_folder : whether a path without ending, or of a folder that is there, is one of a folder.

    Raises
    ------
    EngineError
        ``output_ending``, ``output_ending_or_folder``.
    """
    if not endings or path.suffix.lower() in endings or (may_be_folder and (not path.suffix or path.is_dir())):
        return
    code = "output_ending_or_folder" if may_be_folder else "output_ending"
    raise EngineError(code, name=name, path=str(path), known=", ".join(endings))


def refuse_other_than_report(path: Path) -> None:
    """Refuse a place for the report of a run where something stands that is neither an earlier report nor empty.

    Raises
    ------
    EngineError
        ``output_harmful``; ``output_no_file``, ``path_unwritable`` as `refuse_place` says; ``output_unsure`` where what
        stands there cannot be read.
    """
    refuse_place(path, "REPORT")
    try:
        with path.open("rb") as stream:
            head = stream.read(_REPORT_HEAD)
    except FileNotFoundError:
        return
    except OSError as error:
        raise EngineError(
            "output_unsure", name="REPORT", path=str(path), detail=error.strerror or str(error)
        ) from error
    if head and REPORT_MARK not in head:
        raise EngineError("output_harmful", name="REPORT", path=str(path), what="no report")


def safe_file_name(name: str) -> str:
    """A name that comes from data as the name of a file on every system; an ordinary one is left as it is.

    What separates folders, cannot be seen or means something to a system becomes ``_``, a long name is cut and ends in
    a part of its hash. Names that differ may become one: who writes several files tells them apart afterwards, by
    `fold_name`.
    """
    safe = "".join("_" if unicodedata.category(sign) in _UNSEEN else sign for sign in _SIGNS.sub("_", name))
    safe = re.sub(r"^\.+", "_", safe.rstrip(". ")) or "_"
    if _DEVICES.match(safe):
        safe = f"_{safe}"
    if len(safe.encode()) <= _LONGEST_NAME:
        return safe
    stem, dot, ending = safe.rpartition(".")
    if not stem or len(ending.encode()) > _LONGEST_ENDING:
        stem, dot, ending = safe, "", ""
    mark = hashlib.sha256(stem.encode()).hexdigest()[:8]
    room = _LONGEST_NAME - len(f"~{mark}{dot}{ending}".encode())
    return f"{stem.encode()[:room].decode(errors='ignore')}~{mark}{dot}{ending}"


def fold_name(name: str) -> str:
    """What two names have in common that are one on some system: case and composed accents do not count."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_inner_path(path: str) -> bool:
    """Whether a path, its names between ``/``, stays below where it begins and bears the same names on every system."""
    return all(name == safe_file_name(name) for name in path.split("/"))


def child_path(folder: Path, *names: str) -> Path:
    """Path in a folder of what data names: `names` of folders and, last, of a file, each made safe.

    Raises
    ------
    EngineError
        ``output_outside``: a link leads out of the folder.
    """
    path = folder.joinpath(*map(safe_file_name, names))
    if not path.parent.resolve().is_relative_to(folder.resolve()):
        raise EngineError("output_outside", path=str(path), folder=str(folder))
    return path


def scratch_path(path: Path, ending: str = "") -> Path:
    """A name beside a file for what is to take its place, which tells whose it is when it is left behind."""
    return path.with_name(f".{path.name}.{SCRATCH}-{HOST_MARK}-{os.getpid()}{ending}")


def scratch_prefix(purpose: str) -> str:
    """Beginning of the name of a temporary folder, which tells whose it is when it is left behind."""
    return f"mutualgeo-{purpose}-{SCRATCH}-{HOST_MARK}-{os.getpid()}-"


def is_scratch(path: Path) -> bool:
    """Whether a file lies in a temporary folder of this process: it goes when the run ends."""
    return any(f"-{SCRATCH}-{HOST_MARK}-{os.getpid()}-" in name for name in path.parts)


@contextmanager
def temporary_output(path: Path, ending: str = ".part") -> Iterator[Path]:
    """A file to write beside `path`, put in its place when the block has ended well and what was written can be read
    back as what its ending says; else nothing is left of it.

    Parameters
    ----------
    ending : of its name; a writer may want that of its format.

    Raises
    ------
    EngineFailure
        ``disk_full``, ``path_unwritable``, ``output_unreadable``.
    EngineError
        ``output_no_file``: a device, a pipe or a socket is never replaced.
    """
    refuse_place(path, path.name)
    temporary = scratch_path(path, ending)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        yield temporary
        refuse_unreadable(temporary, path)
        os.replace(temporary, path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise EngineFailure("disk_full", path=str(path)) from error
        raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):  # what could not be written at all leaves nothing
            temporary.unlink(missing_ok=True)


# --- what was written is read back ------------------------------------------------------------------------------------

#: Bytes of a file that are looked at together.
_PIECE = 1 << 20
#: Bytes before a fault in an XML file in which the object is looked for.
_BEFORE = 1 << 16
_IDENTITY = re.compile(rb'gml:id="([^"]*)"')
#: Elements of HTML that have no end, and those whose content is no markup.
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_TAG = re.compile(
    r"<!--.*?-->|<!DOCTYPE[^>]*>|<(style|script)\b[^>]*>.*?</\1>"
    r"""|<(/?)([A-Za-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>|<""",
    re.DOTALL | re.IGNORECASE,
)


def refuse_unreadable(written: Path, path: Path) -> None:
    """Refuse a file that is to become `path` and that a reader of what the ending of `path` says does not take.

    Raises
    ------
    EngineFailure
        ``output_unreadable``, with what is wrong and where.
    """
    look = _READERS.get(path.suffix.lower())
    if look is None:
        return
    try:
        look(written)
    except (ValueError, csv.Error, RecursionError) as error:
        raise EngineFailure("output_unreadable", path=str(path), detail=str(error)) from error


def _look_at_xml(path: Path) -> None:
    """Well-formed, for a parser without handlers: it is read as fast as the disk gives it."""
    parser = expat.ParserCreate()
    with path.open("rb") as stream:
        try:
            parser.ParseFile(stream)
        except expat.ExpatError as error:
            stream.seek(max(0, parser.ErrorByteIndex - _BEFORE))
            before = stream.read(min(_BEFORE, parser.ErrorByteIndex))
            named = _IDENTITY.findall(before)
            raise ValueError(f"{error}{f', {named[-1].decode()}' if named else ''}") from error


def _look_at_json(path: Path) -> None:
    def refuse(word: str) -> None:
        raise ValueError(word)

    json.loads(path.read_text("utf-8-sig"), parse_constant=refuse)


def _look_at_table(path: Path) -> None:
    """As many cells in each row as in the first, and no character that is none."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        first = stream.readline()
        stream.seek(0)
        rows = csv.reader(stream, delimiter=";" if first.count(";") > first.count(",") else ",", strict=True)
        width = None
        for row in rows:
            width = width or len(row)
            if len(row) != width or any(map(ILLEGIBLE.search, row)):
                raise ValueError(f"line {rows.line_num}")


def _look_at_page(path: Path) -> None:
    """Every element of the page ends where it should, and every character is one."""
    text = path.read_text("utf-8")
    strange = ILLEGIBLE.search(text)
    if strange:
        raise ValueError(f"U+{ord(strange[0]):04X}")
    open_elements: list[str] = []
    for found in _TAG.finditer(text):
        end, name, attributes = found[2], (found[3] or "").lower(), found[4] or ""
        if found[0] == "<" or (end and (not open_elements or open_elements.pop() != name)):
            raise ValueError(f"line {text.count(chr(10), 0, found.start()) + 1}, {found[0][:80]}")
        if name and not end and name not in _VOID and not attributes.endswith("/"):
            open_elements.append(name)
    if open_elements:
        raise ValueError(f"<{open_elements[-1]}>")


#: Ending → what looks at a file of it; it raises `ValueError` or `csv.Error` with what is wrong.
_READERS: dict[str, Callable[[Path], None]] = {
    ".gml": _look_at_xml,
    ".xml": _look_at_xml,
    ".vrt": _look_at_xml,
    ".json": _look_at_json,
    ".csv": _look_at_table,
    ".html": _look_at_page,
    ".htm": _look_at_page,
}

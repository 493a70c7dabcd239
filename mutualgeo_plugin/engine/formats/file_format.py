"""What a file is, by its content: the formats of ``readers/``, one module each, that register themselves here.

QGIS's Python asks too: modules of formats need the standard library alone until they read.
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.errors import EngineError, Phrase

if TYPE_CHECKING:
    from .layer_source import LayerSource
    from .page import Page, Request
    from .texts import TextEncoding

    #: Reads the objects of a file, a page at a time.
    PageReader = Callable[[Path, Request], Iterator[Page]]

#: Endings of images, and of what may stand beside one and belong to it.
RASTER_ENDINGS = (".tif", ".tiff", ".jp2")
RASTER_COMPANIONS = (".tfw", ".tifw", ".j2w", ".jgw", ".aux.xml", ".ovr", ".prj")
#: Bytes of a file's beginning that a signature is looked for in.
HEAD = 1 << 16
_GZIP = b"\x1f\x8b"
#: What reading a file raises that is not there, or gzipped and damaged.
DAMAGED_GZIP = (OSError, EOFError, zlib.error)


@dataclass(frozen=True)
class FileFormat:
    """A format of files that others make.

    name : short name, as a mapping profile writes it.
    title : name for people.
    endings : endings of its files, lower case.
    has_signature : whether the beginning of a file (`HEAD` bytes) is of this format.
    driver : the driver of GDAL that reads its layers; None where it gives none.
    options : open options of that driver.
    has_arcs : whether its geometries may have arcs.
    is_pointer : whether a file of it makes GDAL read another file or call a server: what it is besides does not count.
    is_folder : whether a data set is a folder, of which `has_signature` is asked nothing.
    profile : quality profile for what files of the format hold, whatever kinds of objects it is drawn with.
    beside : endings of the files that belong to a file of the format and stand beside it: they are delivered with it,
        and no output of a run may take their place.
    packed : whether a gzipped file is read as it is.
    find_encoding : encoding that a file's texts are in, and why it is taken for that; None where they are ASCII.
    refuse_harm : refuses a file (EngineError) that its driver should not meet.
    open_layers : opens a file for its layers where that is not GDAL's business; None where it is.
    is_lot : whether a file of it can be a lot under a mapping profile.
    read_lot : gives the objects of a lot where the format's driver would lose what a lot needs or there is none; None
        where the driver reads lots as it reads layers.
    read_systems : EPSG codes that a file says its coordinates are in.
    read_position : first position of a file that names its system in a way that binds the order of axes, else None.
    """

    name: str
    title: str
    endings: tuple[str, ...]
    has_signature: Callable[[bytes], bool]
    driver: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    has_arcs: bool = True
    is_pointer: bool = False
    is_folder: bool = False
    profile: str | None = None
    beside: tuple[str, ...] = ()
    packed: bool = False
    find_encoding: Callable[[Path], TextEncoding | None] | None = None
    refuse_harm: Callable[[Path], None] | None = None
    open_layers: Callable[[Path], LayerSource] | None = None
    is_lot: bool = False
    read_lot: PageReader | None = None
    read_systems: Callable[[Path], set[int]] | None = None
    read_position: Callable[[Path], tuple[float, float] | None] | None = None


_REGISTERED: dict[str, FileFormat] = {}


def register_format(file_format: FileFormat) -> FileFormat:
    """Make a format known; a module of ``readers/`` calls it once."""
    _REGISTERED[file_format.name] = file_format
    return file_format


@cache
def all_formats() -> tuple[FileFormat, ...]:
    """Every format: those that only point to others first, then in order of name."""
    package = importlib.import_module(".readers", __package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return tuple(sorted(_REGISTERED.values(), key=lambda one: (not one.is_pointer, one.name)))


def layer_formats() -> tuple[FileFormat, ...]:
    """Formats whose files hold layers."""
    return tuple(one for one in all_formats() if one.driver is not None)


def lot_formats() -> tuple[FileFormat, ...]:
    """Formats whose files can be a lot under a mapping profile."""
    return tuple(one for one in all_formats() if one.is_lot)


def own_endings(path: Path) -> tuple[str, bool]:
    """Ending of a file's name in lower case, without that of gzip; and whether it had that."""
    ending = path.suffix.lower()
    return (Path(path.stem).suffix.lower(), True) if ending == ".gz" else (ending, False)


def identify(path: Path) -> FileFormat | None:
    """The format of a file, by its content alone; None where it is none that is known.

    Raises
    ------
    EngineError
        ``path_unreadable``.
    """
    if path.is_dir():
        ending = path.suffix.lower()
        return next((one for one in all_formats() if one.is_folder and ending in one.endings), None)
    return identify_beginning(read_beginning(path))


def identify_beginning(head: bytes) -> FileFormat | None:
    """The format of a file of which the first `HEAD` bytes are given; None where it is none that is known."""
    return next((one for one in all_formats() if not one.is_folder and one.has_signature(head)), None)


def read_beginning(path: Path) -> bytes:
    """First bytes of a file, of what a gzipped one holds."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(len(_GZIP)) == _GZIP
        with gzip.open(path, "rb") if packed else path.open("rb") as stream:
            return stream.read(HEAD)
    except DAMAGED_GZIP as error:
        raise EngineError("path_unreadable", path=str(path), detail=str(error)) from error


def layer_format(path: Path) -> FileFormat:
    """The format of a file of layers, which must be the one that its name says; no driver meets what would do harm.

    Raises
    ------
    EngineError
        As `named_format`, and what the format refuses.
    """
    found = named_format(path)
    _refuse_harmful(found, path)
    return found


def named_format(path: Path) -> FileFormat:
    """The format of a file of layers that both its name and its content say.

    Raises
    ------
    EngineError
        ``path_unreadable``, ``format_not_read`` (no format of layers has that ending), ``file_empty``,
        ``format_other_content``.
    """
    if not path.exists():
        raise EngineError("path_unreadable", path=str(path), detail=Phrase("file_absent"))
    ending, packed = own_endings(path)
    named = [one for one in layer_formats() if ending in one.endings and (one.packed or not packed)]
    if not named or not (path.is_file() or any(one.is_folder for one in named)):
        found = identify(path)
        raise EngineError(
            "format_not_read", path=str(path), found=found.title if found else "?",
            known=", ".join(f"{one.title} ({', '.join(one.endings)})" for one in layer_formats()),
        )  # fmt: skip
    return _single_format(path, named)


def _single_format(path: Path, named: list[FileFormat]) -> FileFormat:
    """The format that both the name and the content of a file say."""
    if path.is_file() and path.stat().st_size == 0:
        raise EngineError("file_empty", path=path.name)
    found = identify(path)
    if found not in named:
        expected = " / ".join(one.title for one in named)
        raise EngineError(
            "format_other_content", path=str(path), expected=expected, found=found.title if found else "?"
        )
    return found


def _refuse_harmful(found: FileFormat, path: Path) -> None:
    if found.refuse_harm is not None:
        found.refuse_harm(path)


def lot_format(path: Path) -> FileFormat:
    """The format of a file that a mapping profile reads, which must be the one that its name says.

    Raises
    ------
    EngineError
        ``path_unreadable``, ``file_empty``, ``format_other_content``.
    """
    named = [one for one in lot_formats() if path.suffix.lower() in one.endings]
    found = _single_format(path, named)
    _refuse_harmful(found, path)
    return found

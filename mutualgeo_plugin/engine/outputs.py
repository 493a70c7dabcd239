"""What stands where a run will write, and how it writes: whole or not. QGIS's Python writes by it too."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from .model.errors import EngineError, EngineFailure

#: What every report says of itself, and the bytes at its beginning that hold it.
REPORT_MARK = b'"mutualgeo-report/'
_REPORT_HEAD = 200


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
        raise EngineError("path_unwritable", path=str(path), detail=f"is {place.value}")


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


@contextmanager
def temporary_output(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, put in its place when the block has ended well; else nothing is left of it.

    Raises
    ------
    EngineFailure
        ``disk_full``, ``path_unwritable``.
    EngineError
        ``output_no_file``: a device, a pipe or a socket is never replaced.
    """
    refuse_place(path, path.name)
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        yield temporary
        os.replace(temporary, path)
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise EngineFailure("disk_full", path=str(path)) from error
        raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        with suppress(OSError):  # what could not be written at all leaves nothing
            temporary.unlink(missing_ok=True)

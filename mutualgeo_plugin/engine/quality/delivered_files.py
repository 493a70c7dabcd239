"""The delivered files of the lots of a store, found in a folder by their SHA-256.

Archives are looked into where a member has the size of a lot; what is unpacked is deleted with the answer.
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..formats.archives import DAMAGED, files_of, sha256, unpack_all
from ..formats.folders import list_files
from ..model.errors import EngineError, Phrase
from ..outputs import scratch_prefix
from .base import Reason

#: Files of a folder that are looked at: more is a disk, not a delivery.
_MOST_FILES = 200_000
_ARCHIVES = (".zip", ".gz")
#: Last bytes of a gz archive: the size of what it holds.
_GZ_TRAILER = 4


@dataclass(frozen=True)
class Delivered:
    """File of each lot (by number), and the lots whose file is not there.

    given : whether a folder was given at all.
    unread : archives that could not be opened: nobody can tell whether they hold a lot.
    """

    given: bool
    files: Mapping[int, Path]
    absent: tuple[str, ...]
    unread: tuple[str, ...] = ()
    scratch: tempfile.TemporaryDirectory[str] | None = None

    def missing_files(self, lots: Sequence[str]) -> Reason:
        """Why the files of lots (names) are not looked at."""
        fields: dict[str, object] = {"lots": ", ".join(lots)}
        if self.unread:
            return Reason("files_unread", {**fields, "archives": ", ".join(self.unread)})
        return Reason("files_missing", fields)


def find_delivered(folder: str | None, lots: Sequence[Mapping[str, Any]]) -> Delivered:
    """Find the files of some lots (rows of the table ``lot``).

    Raises
    ------
    EngineError
        ``path_unreadable``: the folder is none.
    """
    names = tuple(str(lot["name"]) for lot in lots)
    if folder is None:
        return Delivered(False, {}, names)
    root = Path(folder)
    if not root.is_dir():
        raise EngineError("path_unreadable", path=folder, detail=Phrase("folder_absent"))
    wanted = {str(lot["sha256"]): int(lot["lot_id"]) for lot in lots}
    sizes = {int(lot["size"]) for lot in lots}
    found: dict[int, Path] = {}
    scratch = tempfile.TemporaryDirectory(prefix=scratch_prefix("files"))
    unread: list[str] = []
    for path in _candidates(root, sizes, Path(scratch.name), unread):
        if len(found) == len(wanted):
            break
        lot = wanted.get(sha256(path))
        if lot is not None:
            found.setdefault(lot, path)
    absent = tuple(str(lot["name"]) for lot in lots if int(lot["lot_id"]) not in found)
    return Delivered(True, found, absent, tuple(unread), scratch)


def _candidates(root: Path, sizes: set[int], scratch: Path, unread: list[str]) -> Iterator[Path]:
    """Files that have the size of a lot; the folder's own before those of archives. What cannot be opened is added to
    `unread`.
    """
    archives = []
    for rank, path in enumerate(list_files(root)):
        if rank >= _MOST_FILES:
            raise EngineError("path_unreadable", path=str(root), detail=f"> {_MOST_FILES}")
        if path.name.startswith("."):
            continue
        if path.stat().st_size in sizes:
            yield path
        if path.suffix.lower() in _ARCHIVES:
            archives.append(path)
    for rank, archive in enumerate(archives):
        if _may_hold_lot(archive, sizes):
            target = scratch / str(rank)
            target.mkdir()
            try:
                inside = unpack_all(archive, target)
            except EngineError:  # it harms, or is damaged
                unread.append(archive.name)
                continue
            yield from (path for path in inside if path.stat().st_size in sizes)


def _may_hold_lot(archive: Path, sizes: set[int]) -> bool:
    """Whether an archive may hold something of the size of a lot: it says so, or cannot be asked."""
    try:
        if archive.suffix.lower() == ".gz":
            with archive.open("rb") as stream:
                stream.seek(max(0, archive.stat().st_size - _GZ_TRAILER))
                held = int.from_bytes(stream.read(_GZ_TRAILER), "little")
            return held in {size % (1 << 32) for size in sizes}
        with zipfile.ZipFile(archive) as opened:
            return any(member.file_size in sizes for member in files_of(opened))
    except (*DAMAGED, OSError):
        return True

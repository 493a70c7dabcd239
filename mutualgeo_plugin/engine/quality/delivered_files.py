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
from ..model.errors import EngineError

#: Files of a folder that are looked at: more is a disk, not a delivery.
_MOST_FILES = 200_000
_ARCHIVES = (".zip", ".gz")
#: Last bytes of a gz archive: the size of what it holds.
_GZ_TRAILER = 4


@dataclass(frozen=True)
class Delivered:
    """File of each lot (by number), and the lots whose file is not there.

    given : whether a folder was given at all.
    """

    given: bool
    files: Mapping[int, Path]
    absent: tuple[str, ...]
    scratch: tempfile.TemporaryDirectory[str] | None = None


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
        raise EngineError("path_unreadable", path=folder, detail="not a folder")
    wanted = {str(lot["sha256"]): int(lot["lot_id"]) for lot in lots}
    sizes = {int(lot["size"]) for lot in lots}
    found: dict[int, Path] = {}
    scratch = tempfile.TemporaryDirectory(prefix="mutualgeo-files-")
    for path in _candidates(root, sizes, Path(scratch.name)):
        if len(found) == len(wanted):
            break
        lot = wanted.get(sha256(path))
        if lot is not None:
            found.setdefault(lot, path)
    absent = tuple(str(lot["name"]) for lot in lots if int(lot["lot_id"]) not in found)
    return Delivered(True, found, absent, scratch)


def _candidates(root: Path, sizes: set[int], scratch: Path) -> Iterator[Path]:
    """Files that have the size of a lot; the folder's own before those of archives."""
    archives = []
    for rank, path in enumerate(sorted(root.rglob("*"))):
        if rank >= _MOST_FILES:
            raise EngineError("path_unreadable", path=str(root), detail=f"> {_MOST_FILES}")
        if path.name.startswith(".") or not path.is_file():
            continue
        if path.stat().st_size in sizes:
            yield path
        if path.suffix.lower() in _ARCHIVES:
            archives.append(path)
    for rank, archive in enumerate(archives):
        if _may_hold(archive, sizes):
            target = scratch / str(rank)
            target.mkdir()
            try:
                inside = unpack_all(archive, target)
            except EngineError:
                continue  # an archive that harms or is damaged was not received: its lots are absent
            yield from (path for path in inside if path.stat().st_size in sizes)


def _may_hold(archive: Path, sizes: set[int]) -> bool:
    """Whether an archive says that it holds something of the size of a lot."""
    if archive.suffix.lower() == ".gz":
        with archive.open("rb") as stream:
            stream.seek(max(0, archive.stat().st_size - _GZ_TRAILER))
            held = int.from_bytes(stream.read(_GZ_TRAILER), "little")
        return held in {size % (1 << 32) for size in sizes}
    try:
        with zipfile.ZipFile(archive) as opened:
            return any(member.file_size in sizes for member in files_of(opened))
    except (*DAMAGED, OSError):
        return False

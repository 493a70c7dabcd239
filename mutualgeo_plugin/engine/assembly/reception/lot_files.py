"""The files of a delivery: GML, gzipped GML, or zip, found, unpacked safely, hashed."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ...model.errors import EngineError, EngineFailure

PIECE = 1 << 20
_GML = (".gml", ".xml")
#: Endings of the files that may hold a lot.
LOT_ENDINGS = (*_GML, ".gz", ".zip")

#: A zip that says it unpacks to more than this, or by more than this ratio, is a bomb, not a lot.
#: Real PCRS GML packs by 15 to 25; deflate's own limit is 1032.
LARGEST_UNPACKED = 20 << 30
LARGEST_RATIO = 200
#: What the readers of archives raise for a damaged one.
_DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)
#: Below this size the ratio says nothing.
_RATIO_MATTERS = 64 << 20


@dataclass(frozen=True)
class LotFile:
    """One lot to receive: a GML file, or the files of a mapped delivery.

    name : name of the lot (the file's, without its ending).
    source : what the user gave, for the report ("archive.zip/lot.gml" inside a zip).
    parts : every file whose bytes belong to the lot; empty where it is `path` alone.
    """

    name: str
    source: str
    path: Path
    parts: tuple[Path, ...] = ()

    def digest(self) -> str:
        """SHA-256 of the lot: of its file, or of the names and hashes of its parts, whatever their order."""
        if len(self.parts) < 2:
            return sha256(self.path)
        lines = sorted(f"{sha256(part)} {part.name}" for part in self.parts)
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def size(self) -> int:
        """Bytes of the lot."""
        return sum(part.stat().st_size for part in self.parts or (self.path,))


def find_deliveries(inputs: Sequence[str], folder: str | None) -> list[Path]:
    """Files to receive, in order of name, without repeats.

    Raises
    ------
    EngineError
        A path that is not there, or a folder without GML.
    """
    found = [Path(p) for p in inputs]
    if folder:
        root = Path(folder)
        if not root.is_dir():
            raise EngineError("path_unreadable", path=folder, detail="not a folder")
        inside = sorted(p for p in root.iterdir() if p.is_file() and p.suffix.lower() in LOT_ENDINGS)
        if not inside and not found:
            raise EngineError("folder_without_gml", path=folder)
        found += inside
    if not found:
        raise EngineError("parameter_missing", name="INPUT")
    return list(dict.fromkeys(found))


def beside(deliveries: Sequence[Path], folder: str | None, endings: Sequence[str]) -> list[str]:
    """Names of the files of a folder, and inside the zip archives delivered, that no one reads as a lot."""
    taken = {path.resolve() for path in deliveries}
    found = []
    for path in sorted(Path(folder).rglob("*")) if folder else ():
        if path.is_file() and path.resolve() not in taken and not path.name.startswith("."):
            found.append(str(path.relative_to(folder or ".")))
    for path in deliveries:
        if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            with suppress(*_DAMAGED), zipfile.ZipFile(path) as archive:  # `unpack` says what is wrong with it
                names = [member.filename for member in _files(archive)]
                found += [f"{path.name}/{name}" for name in names if not name.lower().endswith(tuple(endings))]
    return found


def unpack(path: Path, scratch: Path) -> Iterator[LotFile]:
    """The GML files of one delivery; archives are unpacked into `scratch`.

    Raises
    ------
    EngineError
        An archive that is damaged, empty, tries to leave its folder, or unpacks to an absurd size.
    """
    suffix = path.suffix.lower()
    with _archive_errors(path, scratch):
        if suffix == ".zip":
            yield from _unzip(path, scratch)
        elif suffix == ".gz":
            yield LotFile(Path(path.stem).stem, path.name, _gunzip(path, scratch))
        else:
            with path.open("rb"):
                pass
            yield LotFile(path.stem, path.name, path)


def unpack_all(path: Path, scratch: Path) -> list[Path]:
    """Every file of a zip or gz archive, unpacked into `scratch` under its own name; same guards as `unpack`."""
    with _archive_errors(path, scratch):
        if path.suffix.lower() == ".gz":
            return [_gunzip(path, scratch)]
        out = []
        with zipfile.ZipFile(path) as archive:
            for member in _safe_members(archive, path):
                target = scratch / PurePosixPath(member.filename.replace("\\", "/"))
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as stream:
                    _copy_limited(stream, target, path, limit=member.file_size)  # type: ignore[arg-type]
                out.append(target)
        return sorted(out)


@contextmanager
def _archive_errors(path: Path, scratch: Path) -> Iterator[None]:
    try:
        yield
    except _DAMAGED as error:
        raise EngineError("archive_damaged", path=path.name, detail=str(error)) from error
    except OSError as error:
        if error.errno == 28:
            raise EngineFailure("disk_full", path=str(scratch)) from error
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def _gunzip(path: Path, scratch: Path) -> Path:
    target = scratch / path.stem
    with gzip.open(path, "rb") as stream:
        _copy_limited(stream, target, path)  # type: ignore[arg-type]
    return target


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in an archive, but folders; `ZipInfo.is_dir` fails for a file without a name."""
    return [member for member in archive.infolist() if not member.filename.endswith("/")]


def _safe_members(archive: zipfile.ZipFile, path: Path) -> list[zipfile.ZipInfo]:
    """Files of an archive; refuses paths that leave its folder, and bombs."""
    members = _files(archive)
    for member in members:
        inner = PurePosixPath(member.filename.replace("\\", "/"))
        if not inner.parts or inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
            raise EngineError("archive_escapes", path=path.name, member=member.filename)
    total = sum(m.file_size for m in members)
    if total > LARGEST_UNPACKED or (total > _RATIO_MATTERS and total > LARGEST_RATIO * path.stat().st_size):
        raise EngineError("archive_bomb", path=path.name, size=total >> 20)
    return members


def _unzip(path: Path, scratch: Path) -> Iterator[LotFile]:
    with zipfile.ZipFile(path) as archive:
        members = _safe_members(archive, path)
        wanted = sorted((m for m in members if m.filename.lower().endswith(_GML)), key=lambda m: m.filename)
        if not wanted:
            raise EngineError("archive_without_gml", path=path.name)
        for rank, member in enumerate(wanted):
            target = scratch / str(rank) / PurePosixPath(member.filename.replace("\\", "/")).name
            target.parent.mkdir()
            with archive.open(member) as stream:
                _copy_limited(stream, target, path, limit=member.file_size)  # type: ignore[arg-type]
            yield LotFile(PurePosixPath(member.filename).stem, f"{path.name}/{member.filename}", target)


def _copy_limited(stream: BinaryIO, target: Path, archive: Path, limit: int | None = None) -> None:
    packed = max(1, archive.stat().st_size)
    most = limit if limit is not None else max(_RATIO_MATTERS, LARGEST_RATIO * packed)
    written = 0
    with target.open("wb") as out:
        while piece := stream.read(PIECE):
            written += len(piece)
            if written > most:
                raise EngineError("archive_bomb", path=archive.name, size=written >> 20)
            if shutil.disk_usage(target.parent).free < len(piece):
                raise EngineFailure("disk_full", path=str(target.parent))
            out.write(piece)


def sha256(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                digest.update(piece)
    except OSError as error:
        raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error
    return digest.hexdigest()

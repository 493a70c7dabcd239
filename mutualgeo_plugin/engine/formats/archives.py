"""Archives that others made: unpacked without leaving their folder, without filling the disk; files hashed."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from ..model.errors import EngineError, EngineFailure, Phrase
from ..outputs import child_path
from .folders import MAC_SHADOW, is_mac_shadow
from .reader_errors import reader_errors
from .texts import decode_name

PIECE = 1 << 20
#: What zipfile says of a file that has no directory of a zip.
_NOT_ZIP = "File is not a zip file"
#: Flag of a member of a zip whose name is in UTF-8 (APPNOTE 4.4.4).
_NAME_IS_UTF8 = 1 << 11

#: A zip that says it unpacks to more than this, or by more than this ratio, is a bomb, not a lot.
#: Real PCRS GML packs by 15 to 25; deflate's own limit is 1032.
LARGEST_UNPACKED = 20 << 30
LARGEST_RATIO = 200
#: What the readers of archives raise for a damaged one.
DAMAGED = (zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
#: Below this size the ratio says nothing.
_RATIO_MATTERS = 64 << 20


def unpack_all(path: Path, scratch: Path, *, largest: int = LARGEST_UNPACKED) -> list[Path]:
    """Every file of a zip or gz archive, unpacked into `scratch` under its own name, made safe.

    Parameters
    ----------
    largest : bytes that a zip may unpack to.

    Raises
    ------
    EngineError
        An archive that is damaged, tries to leave its folder, holds two files of one name, or unpacks to an absurd
        size.
    """
    with archive_errors(path, scratch):
        if path.suffix.lower() == ".gz":
            return [gunzip(path, scratch)]
        out = []
        with zipfile.ZipFile(path) as archive:
            for member in safe_members(archive, path, largest):
                target = child_path(scratch, *inner_path(member.filename).parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                if target.exists():
                    raise EngineError("archive_twice", path=path.name, member=member.filename)
                with archive.open(member) as stream:
                    copy_limited(stream, target, path, limit=member.file_size)  # type: ignore[arg-type]
                out.append(target)
        return sorted(out)


@contextmanager
def archive_errors(path: Path, scratch: Path) -> Iterator[None]:
    """Turn what the readers of archives raise into sentences about the archive."""
    with reader_errors(path.name):
        try:
            yield
        except DAMAGED as error:
            detail = Phrase("archive_not_zip") if str(error) == _NOT_ZIP else str(error)
            raise EngineError("archive_damaged", path=path.name, detail=detail) from error
        except OSError as error:
            if error.errno == 28:
                raise EngineFailure("disk_full", path=str(scratch)) from error
            raise EngineError("path_unreadable", path=str(path), detail=error.strerror or str(error)) from error


def gunzip(path: Path, scratch: Path) -> Path:
    """The file of a gz archive, unpacked into `scratch`."""
    target = child_path(scratch, path.stem)
    with gzip.open(path, "rb") as stream:
        copy_limited(stream, target, path)  # type: ignore[arg-type]
    return target


def inner_path(name: str) -> PurePosixPath:
    """Path of a member inside its archive; archives made on Windows write it with backslashes."""
    return PurePosixPath(name.replace("\\", "/"))


def files_of(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """What is in an archive, under the names that were meant, but folders and what a Mac keeps beside its files.

    `ZipInfo.is_dir` fails for a file without a name.
    """
    members = [member for member in archive.infolist() if not member.filename.endswith("/")]
    for member in members:
        if not member.flag_bits & _NAME_IS_UTF8:
            member.filename = decode_name(member.filename.encode("cp437"))  # as zipfile has read it
    return [member for member in members if not (is_mac_shadow(member.filename) and _is_shadow_inside(archive, member))]


def _is_shadow_inside(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    with archive.open(member) as stream:
        return stream.read(len(MAC_SHADOW)) == MAC_SHADOW


def safe_members(archive: zipfile.ZipFile, path: Path, largest: int = LARGEST_UNPACKED) -> list[zipfile.ZipInfo]:
    """Files of an archive; refuses paths that leave its folder, and bombs."""
    members = files_of(archive)
    for member in members:
        inner = inner_path(member.filename)
        if not inner.parts or inner.is_absolute() or ".." in inner.parts or ":" in inner.parts[0]:
            raise EngineError("archive_escapes", path=path.name, member=member.filename)
    total = sum(m.file_size for m in members)
    if total > largest or (total > _RATIO_MATTERS and total > LARGEST_RATIO * path.stat().st_size):
        raise EngineError("archive_bomb", path=path.name, size=total >> 20)
    return members


def copy_limited(stream: BinaryIO, target: Path, archive: Path, limit: int | None = None) -> None:
    """Unpack a member, no further than it says (`limit` bytes) or than its archive's size makes plausible."""
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


def hash_parts(parts: Iterable[Path]) -> str:
    """SHA-256 of the names and hashes of several files, whatever their order."""
    lines = sorted(f"{sha256(part)} {part.name}" for part in parts)
    return hashlib.sha256("\n".join(lines).encode(errors="surrogateescape")).hexdigest()


def hash_source(path: Path) -> str:
    """SHA-256 of a file, or of the files of a folder that is a data set."""
    return hash_parts(part for part in path.iterdir() if part.is_file()) if path.is_dir() else sha256(path)

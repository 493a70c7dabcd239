"""The files of a delivery: GML, gzipped GML, or zip, found, unpacked, hashed."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ...formats.archives import (
    archive_errors,
    copy_limited,
    files_of,
    gunzip,
    hash_parts,
    inner_path,
    safe_members,
    sha256,
)
from ...formats.delivery_content import lot_members, may_be_lot
from ...formats.file_format import lot_formats, read_beginning
from ...formats.folders import list_files
from ...model.errors import EngineError, Phrase
from ...outputs import child_path

#: Endings of GML.
GML_ENDINGS = (".gml", ".xml")
#: Endings of the files that may hold a lot.
LOT_ENDINGS = (*GML_ENDINGS, ".gz", ".zip")


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
        return hash_parts(self.parts)

    def size(self) -> int:
        """Bytes of the lot."""
        return sum(part.stat().st_size for part in self.parts or (self.path,))


def find_deliveries(inputs: Sequence[str], folder: str | None) -> list[Path]:
    """Files to receive, in order of name, without repeats.

    Raises
    ------
    EngineError
        A path that is not there, a folder among the files, or a folder without GML.
    """
    found = [Path(p) for p in inputs]
    for path in found:
        if path.is_dir():
            raise EngineError("input_is_folder", path=str(path))
    if folder:
        root = Path(folder)
        if not root.is_dir():
            raise EngineError("path_unreadable", path=folder, detail=Phrase("folder_absent"))
        inside = sorted(p for p in list_files(root, deep=False) if p.suffix.lower() in LOT_ENDINGS and is_lot(p))
        if not inside and not found:
            raise EngineError("folder_without_gml", path=folder)
        found += inside
    if not found:
        raise EngineError("parameter_missing", name="INPUT")
    return list(dict.fromkeys(found))


def is_lot(path: Path) -> bool:
    """Whether a file of a folder is received: metadata records and other XML stand beside lots.

    One that cannot be looked into is, so that this is told of it and keeps no other from being received.
    """
    try:
        return path.suffix.lower() not in GML_ENDINGS or may_be_lot(path.name, read_beginning(path))
    except EngineError:
        return True


def neighbouring_files(deliveries: Sequence[Path], folder: str | None, endings: Sequence[str]) -> list[str]:
    """Names of the files of a folder, and inside the zip archives delivered, that no one reads as a lot."""
    taken = {path.resolve() for path in deliveries}
    found = []
    for path in list_files(Path(folder)) if folder else ():
        if path.resolve() not in taken and not path.name.startswith("."):
            found.append(str(path.relative_to(folder or ".")))
    for path in deliveries:
        if path.suffix.lower() == ".zip" and zipfile.is_zipfile(path):
            # `unpack` says what is wrong with it
            with suppress(EngineError), archive_errors(path, path.parent), zipfile.ZipFile(path) as archive:
                lots = {member.filename for member in lot_members(archive)} if ".xml" in endings else set()
                for name in (member.filename for member in files_of(archive)):
                    is_xml = name.lower().endswith(GML_ENDINGS)
                    if name not in lots and (is_xml or not name.lower().endswith(tuple(endings))):
                        found.append(f"{path.name}/{inner_path(name)}")
    return found


def leave_out_parts(names: Sequence[str]) -> list[str]:
    """Names of files, but those that belong to another one that is among them: a shapefile is its .shp."""
    there = {name.lower() for name in names}
    owners = {part: one.endings for one in lot_formats() for part in one.beside}

    def is_part(name: str) -> bool:
        ending = Path(name).suffix.lower()
        stem = name[: len(name) - len(ending)].lower()
        return any(stem + own in there for own in owners.get(ending, ()))

    return [name for name in names if not is_part(name)]


def unpack(path: Path, scratch: Path) -> Iterator[LotFile]:
    """The GML files of one delivery; archives are unpacked into `scratch`.

    Raises
    ------
    EngineError
        An archive that is damaged, empty, tries to leave its folder, or unpacks to an absurd size.
    """
    suffix = path.suffix.lower()
    with archive_errors(path, scratch):
        if suffix == ".zip":
            yield from _unzip(path, scratch)
        elif suffix == ".gz":
            yield LotFile(Path(path.stem).stem, path.name, gunzip(path, scratch))
        else:
            with path.open("rb"):
                pass
            yield LotFile(path.stem, path.name, path)


def _unzip(path: Path, scratch: Path) -> Iterator[LotFile]:
    with zipfile.ZipFile(path) as archive:
        safe_members(archive, path)
        wanted = lot_members(archive)
        if not wanted:
            raise EngineError("archive_without_gml", path=path.name)
        for rank, member in enumerate(wanted):
            inner = inner_path(member.filename)
            target = child_path(scratch, str(rank), inner.name)
            target.parent.mkdir()
            with archive.open(member) as stream:
                copy_limited(stream, target, path, limit=member.file_size)  # type: ignore[arg-type]
            yield LotFile(inner.stem, f"{path.name}/{inner}", target)

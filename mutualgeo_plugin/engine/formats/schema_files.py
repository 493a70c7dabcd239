"""A local copy of the PCRS schemas: gathered from a folder, a zip or the network, listed with their hashes, checked."""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from ..model.errors import EngineError, EngineFailure
from ..model.legibility import json_text
from ..model.schemas import ADDRESSES, COPIES, LARGEST_SCHEMA, MANIFEST, MANIFEST_SCHEMA, MOST_SCHEMAS, ROOTS
from ..outputs import child_path, is_inner_path, scratch_path
from .download import Patience, download
from .folders import list_files
from .reader_errors import reader_errors

_XSD = "{http://www.w3.org/2001/XMLSchema}"
#: Where a schema says that it goes on in another document.
_ELSEWHERE = tuple(f"{_XSD}{name}" for name in ("import", "include", "redefine"))

#: Gives the bytes of a schema by its place in the copy ("ogc/gml/3.2.1/gml.xsd").
Source = Callable[[str], bytes]


@dataclass(frozen=True)
class SchemaFile:
    """One schema: place in the copy, where it is published, its bytes."""

    place: str
    address: str
    content: bytes

    @property
    def sha256(self) -> str:
        """SHA-256, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def place_of(address: str) -> str | None:
    """Where the copy of an address of the network stands; None where it is none of the PCRS schemas."""
    for prefix, place in COPIES:
        for begin in (prefix, prefix.replace("http:", "https:")):
            if address.startswith(begin):
                return place + address.removeprefix(begin)
    return None


def address_of(place: str, addresses: tuple[tuple[str, str], ...] = ADDRESSES) -> str:
    """Where the schema of a place is published."""
    for prefix, address in addresses:
        if place.startswith(prefix):
            return address + place.removeprefix(prefix)
    raise EngineError("schema_unknown", schema=place)


def gather(source: Source) -> Iterator[SchemaFile]:
    """Every schema that validation needs: the roots, and what they import, each once.

    Raises
    ------
    EngineError
        ``schema_wrong``, ``schema_unknown``; what the source raises.
    """
    waiting, seen = list(ROOTS), set(ROOTS)
    while waiting:
        place = waiting.pop(0)
        content = source(place)
        yield SchemaFile(place, address_of(place), content)
        for other in _imports(place, content):
            if other not in seen:
                seen.add(other)
                waiting.append(other)
        if len(seen) > MOST_SCHEMAS:
            raise EngineError("schema_wrong", schema=place, detail=f"> {MOST_SCHEMAS}")


def parser() -> etree.XMLParser:
    """A parser that neither expands entities nor goes out."""
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False)


def _imports(place: str, content: bytes) -> list[str]:
    try:
        root = etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        raise EngineError("schema_wrong", schema=place, detail=str(error)) from error
    if root.tag != f"{_XSD}schema":
        raise EngineError("schema_wrong", schema=place, detail=str(root.tag))
    found = []
    for element in root.iterchildren(*_ELSEWHERE):
        location = element.get("schemaLocation")
        if location:
            found.append(_resolve_import(place, location))
    return found


def _resolve_import(place: str, location: str) -> str:
    """Place of what a schema imports."""
    absolute = location if "://" in location else urljoin(address_of(place), location)
    for prefix, address in ADDRESSES:  # a relative location stays within the family that it is in
        if "://" not in location and absolute.startswith(address):
            other: str | None = prefix + absolute.removeprefix(address)
            break
    else:
        other = place_of(absolute)
    if other is None or not is_inner_path(other):
        raise EngineError("schema_unknown", schema=location)
    return other


def web_source(addresses: tuple[tuple[str, str], ...] = ADDRESSES, schemes: tuple[str, ...] = ("https",)) -> Source:
    """Schemas as they are published."""
    patience = Patience()
    return lambda place: download(
        address_of(place, addresses), largest=LARGEST_SCHEMA, schemes=schemes, patience=patience.seconds_left()
    )


def folder_source(folder: Path) -> Source:
    """Schemas out of a folder, however deep: the file whose path ends most like the schema's."""
    files: dict[str, list[Path]] = {}
    for path in list_files(folder):
        if path.suffix == ".xsd" and not path.is_symlink():
            files.setdefault(path.name, []).append(path)

    def take(place: str) -> bytes:
        known = files.get(posixpath.basename(place), [])
        if not known:
            raise EngineError("schema_missing", schema=place, path=str(folder))
        best = max(
            known, key=lambda path: (_count_shared_names(path.relative_to(folder).as_posix(), place), -len(str(path)))
        )
        if best.stat().st_size > LARGEST_SCHEMA:
            raise EngineError("schema_wrong", schema=place, detail=f"> {LARGEST_SCHEMA >> 20} Mo")
        return best.read_bytes()

    return take


def _count_shared_names(path: str, place: str) -> int:
    """Number of last names that two paths share."""
    shared = 0
    for a, b in zip(reversed(path.split("/")), reversed(place.split("/")), strict=False):
        if a != b:
            break
        shared += 1
    return shared


def write_copy(folder: Path, files: list[SchemaFile], *, source: str, now: str) -> None:
    """Put schemas into a folder with their manifest; an older copy is replaced once the new one is whole.

    Raises
    ------
    EngineError
        ``schemas_folder_taken``: the folder holds something else.
    EngineFailure
        ``path_unwritable``.
    """
    if folder.exists() and not _is_ours(folder):
        raise EngineError("schemas_folder_taken", path=str(folder))
    entries = [
        {"path": f.place, "address": f.address, "sha256": f.sha256, "size": len(f.content)}
        for f in sorted(files, key=lambda f: f.place)
    ]
    manifest = {"schema": MANIFEST_SCHEMA, "source": source, "fetched": now, "files": entries}
    beside = scratch_path(folder)
    try:
        shutil.rmtree(beside, ignore_errors=True)
        for file in files:
            target = child_path(beside, *file.place.split("/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.content)
        text = json_text(manifest, indent=1)
        (beside / MANIFEST).write_text(text + "\n", "utf-8")
        if folder.exists():
            shutil.rmtree(folder)
        os.replace(beside, folder)
    except OSError as error:
        raise EngineFailure("path_unwritable", path=str(folder), detail=error.strerror or str(error)) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _is_ours(folder: Path) -> bool:
    """Whether a folder holds nothing, or nothing but an older copy: it may be replaced."""
    if not folder.is_dir():
        return False
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if not there:
        return True
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        listed = {str(entry["path"]) for entry in manifest["files"]}
        return manifest["schema"] == MANIFEST_SCHEMA and there <= {*listed, MANIFEST}
    except (OSError, ValueError, KeyError, TypeError):
        return False


def load_schema(folder: Path) -> etree.XMLSchema:
    """The PCRS schema out of a copy, each file as its manifest says.

    Raises
    ------
    EngineError
        ``schemas_absent`` where there is no copy, ``schemas_damaged`` where it is not what was fetched.
    """
    with reader_errors(folder.name):
        contents = _check_copy(folder)
        documents = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
        documents.resolvers.add(_Copies(contents))
        try:
            root = etree.fromstring(contents[ROOTS[0]], documents, base_url=address_of(ROOTS[0]))
            return etree.XMLSchema(root)
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError, KeyError) as error:
            raise EngineError("schemas_damaged", path=str(folder), detail=str(error)) from error


def _check_copy(folder: Path) -> dict[str, bytes]:
    """Contents of a copy by place."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except FileNotFoundError as error:
        raise EngineError("schemas_absent", path=str(folder)) from error
    except (OSError, ValueError) as error:
        raise EngineError("schemas_damaged", path=str(folder), detail=MANIFEST) from error
    try:
        entries: list[Mapping[str, Any]] = manifest["files"]
        wanted = {str(entry["path"]): str(entry["sha256"]) for entry in entries}
    except (KeyError, TypeError) as error:
        raise EngineError("schemas_damaged", path=str(folder), detail=MANIFEST) from error
    contents = {}
    for place, digest in wanted.items():
        if not is_inner_path(place):
            raise EngineError("schemas_damaged", path=str(folder), detail=place)
        try:
            content = (folder / place).read_bytes()
        except OSError as error:
            raise EngineError("schemas_damaged", path=str(folder), detail=place) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise EngineError("schemas_damaged", path=str(folder), detail=place)
        contents[place] = content
    return contents


class _Copies(etree.Resolver):
    """Imports are taken from the copy; nothing is asked of the network or of other files."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._contents = contents

    def resolve(self, system_url: str, public_id: str, context: object) -> object:
        place = place_of(system_url)
        for prefix, address in ADDRESSES:
            if place is None and system_url.startswith(address):
                place = prefix + system_url.removeprefix(address)
        if place is None or place not in self._contents:
            raise OSError(f"{system_url} is not among the copies")
        return self.resolve_string(self._contents[place], context, base_url=system_url)

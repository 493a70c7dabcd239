"""What a run may write over (never its inputs, a base, a delivery, one output with another), and how: whole or not."""

from __future__ import annotations

import errno
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from .model.errors import EngineError, EngineFailure

#: Parameters that name a file to write; a file that any other one names is read or kept.
WRITTEN = ("CHANGES", "CONFLICTS", "COPY", "CSV", "FINDINGS", "HTML", "MOSAIC", "OUTPUT", "PDF")
#: What is written beside an output, under the same stem.
BESIDE = {"FINDINGS": (".csv", ".json")}


def refuse_harmful(parameters: dict[str, Any], report: str | None) -> None:
    """Refuse outputs that would destroy something, before anything is written.

    Raises
    ------
    EngineError
        ``output_harmful``, with the parameter, the path and what stands there.
    """
    read = files_read(parameters)
    taken: set[Path] = set()
    outputs = [(name, text) for name in WRITTEN for text in _texts(parameters.get(name))]
    outputs += [(name, str(Path(text).with_suffix(end))) for name, text in outputs for end in BESIDE.get(name, ())]
    for name, text in [*outputs, *([("REPORT", report)] if report else [])]:
        path = _same(text)
        if path in read:
            raise EngineError("output_harmful", name=name, path=text, what="input")
        if path in taken:
            raise EngineError("output_harmful", name=name, path=text, what="output")
        for base in ("STORE", "INPUT"):  # a base that is checked is an input
            refuse_precious(path, parameters.get(base), name)
        if name != "OUTPUT" and path.is_dir():  # where a file is wanted: told before the base is changed
            raise EngineError("path_unwritable", path=text, detail="is a folder")
        taken.add(path)


def files_read(parameters: dict[str, Any]) -> frozenset[Path]:
    """What the parameters name besides what is to be written: files where it is files, else paths that do no harm."""
    return frozenset(_same(text) for name, value in parameters.items() if name not in WRITTEN for text in _texts(value))


def refuse_precious(path: Path, store: object, name: str) -> None:
    """Refuse to write over any base, or over a delivery that the base `store` knows by its hash."""
    if is_store(path):
        raise EngineError("output_harmful", name=name, path=str(path), what="store.gpkg")
    if isinstance(store, str) and store and _is_delivery(path, Path(store)):
        raise EngineError("output_harmful", name=name, path=str(path), what="delivery")


def _is_delivery(path: Path, store: Path) -> bool:
    if not path.is_file() or not is_store(store):
        return False
    connection = sqlite3.connect(f"{store.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = connection.execute("SELECT sha256 FROM lot WHERE size = ?", (path.stat().st_size,)).fetchall()
    finally:
        connection.close()
    if not rows:
        return False
    with path.open("rb") as stream:
        return (hashlib.file_digest(stream, "sha256").hexdigest(),) in rows


def is_store(path: Path) -> bool:
    """Whether a file is a mutualgeo store."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            query = "SELECT 1 FROM sqlite_master WHERE name = 'store_info'"
            return connection.execute(query).fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def _same(text: str) -> Path:
    return Path(text.partition("|")[0]).resolve()


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str) and v]


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A file to write beside `path`, put in its place when the block has ended well; else nothing is left of it.

    Raises
    ------
    EngineFailure
        ``disk_full``, ``path_unwritable``.
    """
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

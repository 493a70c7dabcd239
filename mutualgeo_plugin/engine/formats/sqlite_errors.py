"""What SQLite says, told as sentences that a user can act on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..model.errors import DEFECT, EngineError, EngineFailure

#: Version of SQLite at work.
SQLITE_VERSION = sqlite3.sqlite_version


@contextmanager
def sqlite_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite says into sentences that a user can act on."""
    try:
        yield
    except sqlite3.Error as error:
        raise _translate_error(error, path) from error


def _translate_error(error: sqlite3.Error, path: Path) -> EngineError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return EngineFailure("disk_full", path=str(path))
    if code == sqlite3.SQLITE_READONLY:
        return EngineFailure("store_readonly", path=str(path))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return EngineFailure("store_busy", path=str(path))
    if code == sqlite3.SQLITE_CORRUPT:
        return EngineFailure("store_damaged", path=str(path), detail=str(error))
    if code == sqlite3.SQLITE_NOTADB:
        return EngineError("store_foreign", path=str(path), detail=str(error))
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM):
        return EngineFailure("path_unwritable", path=str(path), detail=str(error))
    return EngineFailure(DEFECT, detail=f"SQLite: {error}")

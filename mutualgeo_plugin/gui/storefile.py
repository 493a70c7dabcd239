"""Rows of a store, read without holding anybody up."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

#: Seconds to wait for a writer before the table is given up for this time.
PATIENCE = 0.5


def read_rows(store: Path, template: str, values: tuple[Any, ...] = (), **names: str) -> list[tuple[Any, ...]]:
    """Rows of a query; none where the file is no store, or a writer is at work.

    Parameters
    ----------
    template : SQL, its table and column names as ``{placeholders}``, which `names` fill, quoted.
    """
    if not store.is_file():
        return []
    quoted = {key: '"' + name.replace('"', '""') + '"' for key, name in names.items()}
    try:
        connection = sqlite3.connect(f"{store.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)
        try:
            return connection.execute(template.format(**quoted), values).fetchall()
        finally:
            connection.close()
    except sqlite3.DatabaseError:
        return []


def stamp(store: Path) -> tuple[tuple[str, int, int], ...]:
    """What is another once the store was written: name, moment and size of its files; empty where there is none."""
    found = []
    for path in (store, store.with_name(f"{store.name}-wal")):
        with contextlib.suppress(FileNotFoundError):
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)

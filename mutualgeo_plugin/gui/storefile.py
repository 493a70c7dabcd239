"""Rows of a store, read without holding anybody up."""

from __future__ import annotations

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

"""Sets that a question is asked about, beside the base: a temporary table that statements join, emptied each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from . import dialect

_COLUMNS = ("lot_id INTEGER NOT NULL", "gml_id TEXT NOT NULL", "ord INTEGER")


def put_places(connection: sqlite3.Connection, places: Iterable[tuple[int, str, int | None]]) -> str:
    """Ask about places (lot, gml:id, order or None): each once, whatever was asked before.

    Returns the table that holds them (``lot_id, gml_id, ord``), as statements name it.
    """
    table = dialect.create_temporary_table(connection, "wanted_place", _COLUMNS)
    connection.execute("SAVEPOINT places")  # without it, each row is a transaction with a journal of its own
    try:
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", dict.fromkeys(places))  # nosec B608
    finally:
        connection.execute("RELEASE places")
    return table

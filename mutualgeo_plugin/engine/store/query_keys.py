"""Sets that a question is asked about, beside the base: a temporary table that statements join, emptied each time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

#: Table of the places asked about: lot, gml:id, and order in the lot where one object is meant.
PLACES = "wanted_place"

#: Table of the uids asked about.
UIDS = "wanted_uid"


def put_places(connection: sqlite3.Connection, places: Iterable[tuple[int, str, int | None]]) -> None:
    """Ask about places (lot, gml:id, order or None): each once, whatever was asked before."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS wanted_place (lot_id INTEGER NOT NULL, gml_id TEXT NOT NULL, ord INTEGER)"
    )
    connection.execute("DELETE FROM temp.wanted_place")
    connection.executemany("INSERT INTO temp.wanted_place VALUES (?, ?, ?)", dict.fromkeys(places))

"""What a run changes beside the objects: rows as they were before, noted by triggers that last as long as it.

The states of objects are told by lineage, findings and scores bear the number of their run; conflicts, exceptions, the
states of findings and the kinds of lots are changed in place. A trigger misses no statement that will be written some
day. Values are kept as SQL writes them, to the last digit of a number.
"""

from __future__ import annotations

import sqlite3

from ..formats import sql
from . import dialect
from .schema import TABLES

#: Tables whose rows an undo brings back, and the columns that it does so for.
NOTED: dict[str, tuple[str, ...]] = {
    **{
        table: tuple(column for column, _ in TABLES[table])
        for table in ("conflict", "exception", "exception_object", "finding_state", "store_info")
    },
    "lot": ("kind",),
}
#: Tables whose rows are a run's own: they bear its number, and go with it.
OWN = ("finding", "score")
#: Key of `store_info`: the first run of which notes are kept.
FIRST_NOTED = "first_noted_run"


def begin_notes(connection: sqlite3.Connection, run_id: int) -> None:
    """Note from now on, through this connection, what the run changes."""
    for table, columns in NOTED.items():
        whole = columns == tuple(column for column, _ in TABLES[table])
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD")) if whole else (("UPDATE", "OLD"),):
            before = "NULL" if event == "INSERT" else dialect.literal_document(columns, row)
            body = (
                f"INSERT INTO undo_note (run_id, name, row, before) "  # nosec B608
                f"VALUES ({run_id:d}, {sql.literal(table)}, {row}.{dialect.ROW}, {before})"
            )
            what = event if whole or event != "UPDATE" else f"UPDATE OF {sql.names(columns)}"
            dialect.create_passing_trigger(connection, f"undo_note_{table}_{event.lower()}", table, what, body)

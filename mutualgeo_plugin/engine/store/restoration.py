"""What an undo asks and changes beside the states of objects: noted rows, a run's own rows, the run itself."""

from __future__ import annotations

import json

from ..formats import sql
from . import dialect
from .schema import UNDONE
from .store import Store
from .undo_notes import FIRST_NOTED, OWN


def is_noted(store: Store, run_id: int) -> bool:
    """Whether the base has noted what a run changed: an older program did not."""
    return run_id >= int(store.info(FIRST_NOTED) or 0)


def read_later_notes(store: Store, run_id: int) -> list[tuple[int, str]]:
    """Runs (number, job) after one that have changed a row that it had changed."""
    return store._connection.execute(
        "SELECT DISTINCT n.run_id, r.job FROM undo_note n JOIN run r ON r.run_id = n.run_id WHERE n.run_id > ? "
        "AND (n.name, n.row) IN (SELECT name, row FROM undo_note WHERE run_id = ?) ORDER BY n.run_id",
        (run_id, run_id),
    ).fetchall()


def count_rows(store: Store, run_id: int) -> int:
    """Rows that a run has changed beside the objects, and rows that are its own."""
    return sum(
        int(store._connection.execute(sql.count(table, "run_id = ?"), (run_id,)).fetchone()[0])
        for table in ("undo_note", *OWN)
    )


def restore_rows(store: Store, run_id: int) -> None:
    """Bring back the rows that a run has changed, as they were before it, inside the caller's transaction."""
    connection = store._connection
    notes = connection.execute(
        "SELECT name, row, before FROM undo_note WHERE run_id = ? ORDER BY id DESC", (run_id,)
    ).fetchall()
    for table, row, before in notes:
        if before is None:
            connection.execute(sql.statement("DELETE FROM {t} WHERE {r} = ?", t=table, r=dialect.ROW), (row,))
            continue
        values = {column: dialect.literal_value(text) for column, text in json.loads(before).items()}
        columns = list(values)
        changed = connection.execute(sql.update(table, columns, f"{dialect.ROW} = ?"), (*values.values(), row))
        if not changed.rowcount:
            connection.execute(sql.insert(table, columns), list(values.values()))
    for table in OWN:
        connection.execute(sql.statement("DELETE FROM {t} WHERE run_id = ?", t=table), (run_id,))


def mark_undone(store: Store, run_id: int, by: int, detail: str) -> None:
    """Note that a run is undone, and by which run, inside the caller's transaction."""
    store._connection.execute(sql.update("run", ["status"], "run_id = ?"), (UNDONE, run_id))
    store.add_lineage([(detail, "*", UNDONE, 0, by, None, None, None, detail)])

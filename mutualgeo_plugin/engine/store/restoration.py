"""What an undo asks and changes beside the states of objects: noted rows, a run's own rows, the run itself."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping

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
    first: dict[str, dict[int, str | None]] = defaultdict(dict)
    for table, row, before in notes:
        first[table][row] = before  # of a row that was changed several times the first note stays: the run's beginning
    for table, rows in first.items():
        made = [(row,) for row, before in rows.items() if before is None]
        connection.executemany(sql.statement("DELETE FROM {t} WHERE {r} = ?", t=table, r=dialect.ROW), made)
        _put_back(store, table, {row: json.loads(before) for row, before in rows.items() if before is not None})
    for table in OWN:
        connection.execute(sql.statement("DELETE FROM {t} WHERE run_id = ?", t=table), (run_id,))


def _put_back(store: Store, table: str, rows: Mapping[int, Mapping[str, str]]) -> None:
    """Give rows of a table the values that they had, those that are gone too."""
    if not rows:
        return
    columns = list(next(iter(rows.values())))
    values = {row: [dialect.literal_value(known[column]) for column in columns] for row, known in rows.items()}
    query = sql.statement("SELECT {r} FROM {t} WHERE ", r=dialect.ROW, t=table) + dialect.member_condition(dialect.ROW)
    there = {row for (row,) in store._connection.execute(query, (dialect.encode_list(sorted(values)),))}
    kept, gone = ([row for row in sorted(values) if (row in there) is known] for known in (True, False))
    connection = store._connection
    connection.executemany(sql.update(table, columns, f"{dialect.ROW} = ?"), [(*values[row], row) for row in kept])
    connection.executemany(sql.insert(table, columns), [values[row] for row in gone])


def mark_undone(store: Store, run_id: int, by: int, detail: str) -> None:
    """Note that a run is undone, and by which run, inside the caller's transaction."""
    store._connection.execute(sql.update("run", ["status"], "run_id = ?"), (UNDONE, run_id))
    store.add_lineage([(detail, "*", UNDONE, 0, by, None, None, None, detail)])

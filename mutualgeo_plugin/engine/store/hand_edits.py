"""Edits made outside the engine (in QGIS): noted by triggers with the state before, told by the next run.

A fingerprint of each object would only say *that* it has changed; a trigger keeps what it was, costs nothing where
nobody edits, and runs in whatever program writes the file. The engine itself changes nothing but `state`, and holds
the lock while it does: what changes otherwise is a hand edit.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from ..formats import sql
from ..model.errors import EngineError
from ..model.pcrs import CLASSES
from . import dialect
from .schema import LEADING, TRAILING

EDITED, ADDED, DELETED = "edited", "added", "deleted"

#: Action kept in lineage for each kind of edit.
ACTIONS = {EDITED: "edited in QGIS", ADDED: "added in QGIS", DELETED: "deleted in QGIS"}

_NO_RUN = "NOT EXISTS (SELECT 1 FROM lock)"
_BODY = (
    "INSERT INTO hand_edit (class, fid, kind, made, uid, lot_id, state, geometry, texts) VALUES "
    "({text}, {row}.fid, '{kind}', {moment}, {row}.uid, {row}.lot_id, {row}.state, {geometry}, {texts})"
)


def add_triggers(connection: sqlite3.Connection, name: str) -> None:
    """Make a class table note the edits that no run makes."""
    feature = CLASSES[name]
    spatial = feature.is_drawn
    texts = [*(c for c, _ in LEADING if c not in ("state",)), *feature.columns, *(c for c, _ in TRAILING)]
    columns = [*texts, *(["geom"] if spatial else [])]
    content = dialect.document(texts, "OLD")
    differs = " OR ".join(dialect.inequality(f"OLD.{sql.name(c)}", f"NEW.{sql.name(c)}") for c in columns)
    moved = dialect.inequality("OLD.state", "NEW.state")
    old_geometry = "OLD.geom" if spatial else "NULL"
    for kind, event, condition, row, geometry, before in (
        (EDITED, "UPDATE", f"({differs}) OR ({moved} AND {_NO_RUN})", "OLD", old_geometry, content),
        (DELETED, "DELETE", "1", "OLD", old_geometry, content),
        (ADDED, "INSERT", _NO_RUN, "NEW", "NULL", "NULL"),
    ):
        body = _BODY.format(
            text=sql.literal(name), kind=kind, moment=dialect.MOMENT, row=row, geometry=geometry, texts=before
        )
        connection.execute(dialect.create_trigger(f"hand_edit_{name}_{kind}", name, event, condition, body))


def refuse_strays(connection: sqlite3.Connection) -> None:
    """Refuse a store in which an object edited since the last run names no lot: each reader would lose it somewhere.

    Raises
    ------
    EngineError
        ``hand_lot_unknown``, with the object and the lots there are.
    """
    pending = connection.execute("SELECT DISTINCT class FROM hand_edit WHERE run_id IS NULL").fetchall()
    for (name,) in pending:
        stray = connection.execute(
            sql.select(
                name,
                ["fid", "lot_id"],
                "fid IN (SELECT fid FROM hand_edit WHERE run_id IS NULL AND class = ?) "
                "AND lot_id NOT IN (SELECT lot_id FROM lot)",
                "fid",
            ),
            (name,),
        ).fetchone()
        if stray:
            lots = connection.execute("SELECT lot_id FROM lot ORDER BY lot_id").fetchall()
            known = ", ".join(str(lot_id) for (lot_id,) in lots)
            raise EngineError("hand_lot_unknown", name=name, fid=stray[0], lot=stray[1], known=known)


def take_note(connection: sqlite3.Connection, run_id: int) -> dict[str, int]:
    """Turn the edits since the last run into lines of lineage, inside the caller's transaction.

    Returns
    -------
    dict
        Edits per kind. ``hand_edit`` keeps what each object was before.
    """
    _give_uids(connection)
    rows = connection.execute(
        "SELECT id, class, kind, made, COALESCE(uid, ''), COALESCE(lot_id, 0), fid, state FROM hand_edit "
        "WHERE run_id IS NULL ORDER BY id"
    ).fetchall()
    later = _states_after_edits(connection, rows)
    connection.executemany(
        "INSERT INTO lineage (uid, class, action, lot_id, run_id, state_from, state_to, detail) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (uid, name, ACTIONS[kind], lot_id, run_id, *_states(kind, before, after), f"{made}, hand_edit {number}")
            for (number, name, kind, made, uid, lot_id, _fid, before), after in zip(rows, later, strict=True)
        ],
    )
    connection.execute("UPDATE hand_edit SET run_id = ? WHERE run_id IS NULL", (run_id,))
    number = Counter(kind for _, _, kind, *_ in rows)
    return {kind: number[kind] for kind in ACTIONS}


def last_edit(connection: sqlite3.Connection) -> int:
    """Number of the last edit that was noted; 0 where there is none."""
    return int(connection.execute("SELECT COALESCE(MAX(id), 0) FROM hand_edit").fetchone()[0])


def _states(kind: str, before: str, after: str) -> tuple[str | None, str | None]:
    """State of an edited object before and after an edit that has changed it; nothing where it has not."""
    return (before, after) if kind == EDITED and before != after else (None, None)


def _states_after_edits(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """State of the object of each edit after it: what the next edit of it has found, else what it has now."""
    states = {
        (name, fid): state
        for name in dict.fromkeys(row[1] for row in rows)
        for fid, state in connection.execute(
            sql.select(name, ["fid", "state"], "fid IN (SELECT fid FROM hand_edit WHERE run_id IS NULL AND class = ?)"),
            (name,),
        )
    }
    later = []
    for _number, name, _kind, _made, _uid, _lot, fid, before in reversed(rows):
        later.append(states.get((name, fid), before))
        states[name, fid] = before
    return later[::-1]


def _give_uids(connection: sqlite3.Connection) -> None:
    """Give what was added by hand a uid and a place of its own where it has another object's, as QGIS leaves it when a
    line is split or copied.
    """
    last = last_edit(connection)
    added = connection.execute(
        "SELECT id, class, fid FROM hand_edit WHERE run_id IS NULL AND kind = ? ORDER BY id", (ADDED,)
    ).fetchall()
    there: dict[tuple[str, int], tuple[str, int]] = {}
    times: Counter[tuple[str, str]] = Counter()
    for name in sorted({name for _, name, _ in added}):
        ours = "SELECT fid FROM hand_edit WHERE run_id IS NULL AND kind = ? AND class = ?"
        for fid, uid, lot_id in connection.execute(
            sql.select(name, ["fid", "uid", "lot_id"], f"fid IN ({ours})"), (ADDED, name)
        ):
            there[name, fid] = uid, lot_id
        own = sql.statement(f"SELECT uid FROM {{t}} WHERE fid IN ({ours})", t=name)  # nosec B608
        for (uid,) in connection.execute(sql.select(name, ["uid"], f"uid IN ({own})"), (ADDED, name)):
            times[name, uid] += 1
    renamed: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    uids: list[tuple[str, int]] = []
    orders: dict[int, int] = {}
    for number, name, fid in added:
        uid, lot_id = there.get((name, fid), ("", 0))  # else it was deleted again
        if times[name, uid] > 1:
            orders = orders or _last_orders(connection)
            times[name, uid] -= 1
            orders[lot_id] = orders.get(lot_id, 0) + 1
            renamed[name].append((f"{uid}-h{number}", orders[lot_id], fid))
            uids.append((f"{uid}-h{number}", number))
    for name, values in renamed.items():
        connection.executemany(sql.update(name, ["uid", "ord"], "fid = ?"), values)
    connection.executemany("UPDATE hand_edit SET uid = ? WHERE id = ?", uids)
    connection.execute("DELETE FROM hand_edit WHERE id > ?", (last,))  # the engine's own changes, just above


def _last_orders(connection: sqlite3.Connection) -> dict[int, int]:
    """Last place in each lot."""
    orders: dict[int, int] = {}
    for (table,) in connection.execute("SELECT table_name FROM gpkg_contents").fetchall():
        if table in CLASSES:
            query = sql.statement("SELECT lot_id, MAX(ord) FROM {t} GROUP BY lot_id", t=table)
            for lot_id, order in connection.execute(query):
                orders[lot_id] = max(orders.get(lot_id, 0), order)
    return orders

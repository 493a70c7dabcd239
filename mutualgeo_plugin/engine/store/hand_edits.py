"""Edits made outside the engine (in QGIS): noted by triggers with the state before, told by the next run.

A fingerprint of each object would only say *that* it has changed; a trigger keeps what it was, costs nothing where
nobody edits, and runs in whatever program writes the file. The engine itself changes nothing but `state`, and holds
the lock while it does: what changes otherwise is a hand edit.
"""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..formats import sql
from ..model.pcrs import CLASSES
from . import dialect
from .schema import LEADING, STATES, TRAILING

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
    there = dialect.relation_names(connection)
    for trigger, statement in trigger_texts(name).items():
        if trigger not in there:
            connection.execute(statement)


def make_triggers_again(connection: sqlite3.Connection, name: str) -> None:
    """Make the triggers of a class table as this program writes them."""
    for trigger, statement in trigger_texts(name).items():
        connection.execute(sql.statement("DROP TRIGGER IF EXISTS {t}", t=trigger))
        connection.execute(statement)


def trigger_texts(name: str) -> dict[str, str]:
    """Triggers that note the edits of a class: name → statement that makes it."""
    feature = CLASSES[name]
    spatial = feature.is_drawn
    texts = [*(c for c, _ in LEADING if c not in ("state",)), *feature.columns, *(c for c, _ in TRAILING)]
    columns = [*texts, *(["geom"] if spatial else [])]
    content = dialect.document(texts, "OLD")
    differs = " OR ".join(dialect.inequality(f"OLD.{sql.name(c)}", f"NEW.{sql.name(c)}") for c in columns)
    moved = dialect.inequality("OLD.state", "NEW.state")
    old_geometry = "OLD.geom" if spatial else "NULL"
    found = {}
    for kind, event, condition, row, geometry, before in (
        (EDITED, "UPDATE", f"({differs}) OR ({moved} AND {_NO_RUN})", "OLD", old_geometry, content),
        (DELETED, "DELETE", "1", "OLD", old_geometry, content),
        (ADDED, "INSERT", _NO_RUN, "NEW", "NULL", "NULL"),
    ):
        body = _BODY.format(
            text=sql.literal(name), kind=kind, moment=dialect.MOMENT, row=row, geometry=geometry, texts=before
        )
        trigger = f"hand_edit_{name}_{kind}"
        found[trigger] = dialect.create_trigger(trigger, name, event, condition, body)
    return found


def take_note(connection: sqlite3.Connection, run_id: int) -> dict[str, int]:
    """Turn the edits since the last run into lines of lineage, inside the caller's transaction.

    Returns
    -------
    dict
        Edits per kind. ``hand_edit`` keeps what each object was before.
    """
    name_copies(connection)
    with dialect.lenient_texts(connection):  # of what has been mended since, too
        rows = connection.execute(
            "SELECT id, class, kind, made, COALESCE(uid, ''), lot_id, fid, state FROM hand_edit "
            "WHERE run_id IS NULL ORDER BY id"
        ).fetchall()
    later = _states_after_edits(connection, rows)
    connection.executemany(
        "INSERT INTO lineage (uid, class, action, lot_id, run_id, state_from, state_to, detail) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                str(uid),
                name,
                ACTIONS[kind],
                _number(lot_id),
                run_id,
                *_states(kind, before, after),
                f"{made}, hand_edit {number}",
            )
            for (number, name, kind, made, uid, lot_id, _fid, before), after in zip(rows, later, strict=True)
        ],
    )
    connection.execute("UPDATE hand_edit SET run_id = ? WHERE run_id IS NULL", (run_id,))
    number = Counter(kind for _, _, kind, *_ in rows)
    return {kind: number[kind] for kind in ACTIONS}


def last_edit(connection: sqlite3.Connection) -> int:
    """Number of the last edit that was noted; 0 where there is none."""
    return int(connection.execute("SELECT COALESCE(MAX(id), 0) FROM hand_edit").fetchone()[0])


def _number(lot_id: object) -> int:
    """Lot of an object as it was noted, 0 where it was none."""
    return lot_id if isinstance(lot_id, int) else 0


def _states(kind: str, before: str, after: str) -> tuple[str | None, str | None]:
    """State of an edited object before and after an edit that has changed it; nothing where it has not, or where it was
    none: `hand_edit` keeps what stood there.
    """
    if kind != EDITED or before == after:
        return None, None
    return before if before in STATES else None, after if after in STATES else None


def _states_after_edits(connection: sqlite3.Connection, rows: Sequence[tuple[Any, ...]]) -> list[str]:
    """State of the object of each edit after it: what the next edit of it has found, else what it has now."""
    states = {
        (name, fid): state
        for name in {row[1] for row in rows}.intersection(_class_tables(connection))
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


@dataclass(frozen=True)
class _Added:
    """An object that was added by hand: number of the note, where it stands, what it calls itself."""

    number: int
    name: str
    fid: int
    uid: str
    lot_id: int
    gml_id: str


@dataclass(frozen=True)
class _Copy:
    """An added object that bears another's uid, and the gml:id that it gets."""

    added: _Added
    gml_id: str

    @property
    def uid(self) -> str:
        return f"{self.added.uid}-h{self.added.number}"


def has_nameless_copies(connection: sqlite3.Connection) -> bool:
    """Whether something that was added by hand bears the uid of another object."""
    return bool(_find_copies(connection, _read_added(connection)))


def name_copies(connection: sqlite3.Connection) -> None:
    """Give what was added by hand a uid, a gml:id and a place of its own where it has another object's, as QGIS leaves
    it when a line is split or an object copied; inside the caller's transaction.
    """
    copies = _find_copies(connection, _read_added(connection))
    if not copies:
        return
    last, orders = last_edit(connection), _last_orders(connection)
    renamed: dict[str, list[tuple[str, int, str, int]]] = defaultdict(list)
    for copy in copies:
        one = copy.added
        orders[one.lot_id] = orders.get(one.lot_id, 0) + 1
        renamed[one.name].append((copy.uid, orders[one.lot_id], copy.gml_id, one.fid))
    for name, values in renamed.items():
        connection.executemany(sql.update(name, ["uid", "ord", "gml_id"], "fid = ?"), values)
    connection.executemany(
        "UPDATE hand_edit SET uid = ? WHERE id = ?", [(copy.uid, copy.added.number) for copy in copies]
    )
    connection.execute("DELETE FROM hand_edit WHERE id > ?", (last,))  # the engine's own changes, just above


def _read_added(connection: sqlite3.Connection) -> list[_Added]:
    """What was added since the last run and is still there, in the order in which it came."""
    noted = "FROM hand_edit WHERE run_id IS NULL AND kind = ?"
    names = connection.execute(f"SELECT DISTINCT class {noted}", (ADDED,)).fetchall()  # nosec B608
    found = [
        _Added(number, name, *row)
        for name in {name for (name,) in names}.intersection(_class_tables(connection))
        for number, *row in connection.execute(
            sql.statement(
                f"SELECT h.id, t.fid, t.uid, t.lot_id, t.gml_id FROM (SELECT MIN(id) AS id, fid {noted} "  # nosec B608
                "AND class = ? GROUP BY fid) h JOIN {t} t ON t.fid = h.fid",
                t=name,
            ),
            (ADDED, name),
        )
    ]
    return sorted(found, key=lambda one: one.number)


def _find_copies(connection: sqlite3.Connection, added: Sequence[_Added]) -> list[_Copy]:
    """Of what was added, what bears the uid of another object, of any class; of several added the last keeps it."""
    if not added:
        return []
    uids = dialect.encode_list(sorted({one.uid for one in added}))
    alike = [
        row
        for name in _class_tables(connection)
        for row in connection.execute(
            sql.select(name, ["uid", "lot_id", "gml_id"], dialect.member_condition("uid")), (uids,)
        )
    ]
    times, names = Counter(row[0] for row in alike), Counter(row[1:] for row in alike)
    copies = []
    for one in added:
        if times[one.uid] > 1:
            times[one.uid] -= 1
            own = names[one.lot_id, one.gml_id] == 1
            names[one.lot_id, one.gml_id] -= 1
            copies.append(_Copy(one, one.gml_id if own else f"{one.gml_id}-h{one.number}"))
    return copies


def _class_tables(connection: sqlite3.Connection) -> list[str]:
    listed = connection.execute("SELECT table_name FROM gpkg_contents").fetchall()
    return [table for (table,) in listed if table in CLASSES]


def _last_orders(connection: sqlite3.Connection) -> dict[int, int]:
    """Last place in each lot."""
    orders: dict[int, int] = {}
    for table in _class_tables(connection):
        query = sql.statement("SELECT lot_id, MAX(ord) FROM {t} GROUP BY lot_id", t=table)
        for lot_id, order in connection.execute(query):
            orders[lot_id] = max(orders.get(lot_id, 0), order)
    return orders

"""Conflicts that wait for a person, and what people have decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..model.errors import EngineError
from ..model.keep_best import BOTH
from . import sql
from .schema import CURRENT
from .store import Store

#: States of a conflict: it waits; a person has decided; it has ended by itself (one of its objects is not current).
OPEN, DECIDED, SETTLED = "open", "decided", "settled"

_COLUMNS = ("run_id", "uid_a", "uid_b", "class", "reason", "distance", "x", "y", "state")


def conflicts(store: Store, state: str | None = OPEN) -> list[dict[str, Any]]:
    """Rows of the conflict table; those of one state, or all."""
    cursor = store.connection.execute("SELECT * FROM conflict WHERE ? IS NULL OR state = ? ORDER BY id", (state, state))
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def apart_pairs(store: Store) -> set[tuple[str, str]]:
    """Pairs of uids (sorted) of which a person has said that they are two objects."""
    return {
        (min(a, b), max(a, b))
        for a, b in store.connection.execute(
            "SELECT uid_a, uid_b FROM conflict WHERE state = ? AND decision = ?", (DECIDED, BOTH)
        )
    }


def open_pairs(store: Store) -> set[tuple[str, str]]:
    """Pairs of uids (sorted) that wait for a decision."""
    return {_pair(c) for c in conflicts(store)}


def open_conflict(store: Store, number: int) -> dict[str, Any]:
    """An open conflict by its number.

    Raises
    ------
    EngineError
        ``conflict_unknown``, with the open ones.
    """
    waiting = {int(c["id"]): c for c in conflicts(store)}
    if number not in waiting:
        raise EngineError("conflict_unknown", number=number, known=", ".join(map(str, waiting)) or "-")
    return waiting[number]


def note(store: Store, found: Iterable[Mapping[str, object]], run_id: int) -> None:
    """Note the conflicts that a run has found, inside the caller's transaction; those that wait already stay as they
    are, and those that the run does not find any more are settled.

    Parameters
    ----------
    found : rows with uid_a, uid_b, class, reason, distance, x, y.
    """
    waiting = {_pair(c): c for c in conflicts(store)}
    seen = {_pair(c): c for c in found}
    store.connection.executemany(
        sql.update("conflict", ["state"], "id = ?"),
        [(SETTLED, c["id"]) for pair, c in waiting.items() if pair not in seen],
    )
    store.connection.executemany(
        sql.insert("conflict", _COLUMNS),
        [
            [{**c, "run_id": run_id, "state": OPEN}[name] for name in _COLUMNS]
            for pair, c in sorted(seen.items())
            if pair not in waiting
        ],
    )


def settle_ended(store: Store) -> None:
    """Settle the open conflicts of which a side is not current any more, inside the caller's transaction."""
    for conflict in conflicts(store):
        sides = (current_object(store, str(conflict["class"]), str(conflict[uid])) for uid in ("uid_a", "uid_b"))
        if not all(sides):
            store.connection.execute(sql.update("conflict", ["state"], "id = ?"), (SETTLED, conflict["id"]))


def reopen(store: Store, uids: Collection[str], undone: int) -> None:
    """Let wait again what had ended because one of these objects was put aside, inside the caller's transaction.

    Parameters
    ----------
    uids : objects that are current again.
    undone : run that is taken back: what it has found itself stays settled, and the next assembly finds it again.
    """
    waiting = open_pairs(store)
    for conflict in conflicts(store, SETTLED):
        sides = [str(conflict["uid_a"]), str(conflict["uid_b"])]
        if conflict["run_id"] == undone or _pair(conflict) in waiting or not set(uids).intersection(sides):
            continue
        if all(current_object(store, str(conflict["class"]), uid) for uid in sides):
            store.connection.execute(sql.update("conflict", ["state"], "id = ?"), (OPEN, conflict["id"]))
            waiting.add(_pair(conflict))


def decide(store: Store, conflict: Mapping[str, Any], keep: str, decision_id: int) -> None:
    """Close a conflict, inside the caller's transaction; other open ones of the loser go on with the winner."""
    store.connection.execute(
        sql.update("conflict", ["state", "decision", "decision_id"], "id = ?"),
        (DECIDED, keep, decision_id, conflict["id"]),
    )
    if keep == BOTH:
        return
    loser = conflict["uid_b"] if keep == conflict["uid_a"] else conflict["uid_a"]
    waiting = conflicts(store)
    pairs = {_pair(c) for c in waiting}
    for other in waiting:
        if loser not in (other["uid_a"], other["uid_b"]):
            continue
        a, b = (keep if uid == loser else uid for uid in (other["uid_a"], other["uid_b"]))
        if a == b or (min(a, b), max(a, b)) in pairs:
            store.connection.execute(sql.update("conflict", ["state"], "id = ?"), (SETTLED, other["id"]))
        else:
            store.connection.execute(sql.update("conflict", ["uid_a", "uid_b"], "id = ?"), (a, b, other["id"]))
            pairs.add((min(a, b), max(a, b)))


def current_object(store: Store, feature_class: str, uid: str) -> dict[str, Any] | None:
    """fid, uid, lot_id, gml_id of an object, None where it is not current."""
    columns = ("fid", "uid", "lot_id", "gml_id")
    row = store.connection.execute(
        sql.select(feature_class, columns, "uid = ? AND state = ?"), (uid, CURRENT)
    ).fetchone()
    return dict(zip(columns, row, strict=True)) if row else None


def _pair(conflict: Mapping[str, Any]) -> tuple[str, str]:
    a, b = str(conflict["uid_a"]), str(conflict["uid_b"])
    return min(a, b), max(a, b)

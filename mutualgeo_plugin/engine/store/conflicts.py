"""Conflicts that wait for a person, and what people have decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ..formats import sql
from ..model.best_version import BOTH
from ..model.errors import EngineError
from . import dialect
from .keys import read_current_keys
from .store import Store

#: States of a conflict: it waits; a person has decided; it has ended by itself (one of its objects is not current).
OPEN, DECIDED, SETTLED = "open", "decided", "settled"

_COLUMNS = (
    "run_id", "uid_a", "uid_b", "class", "reason", "distance", "x", "y", "state", "decision", "decision_id",
)  # fmt: skip


def conflicts(store: Store, state: str | None = OPEN) -> list[dict[str, Any]]:
    """Rows of the conflict table; those of one state, or all."""
    cursor = store._connection.execute(
        "SELECT * FROM conflict WHERE ? IS NULL OR state = ? ORDER BY id", (state, state)
    )
    names = [d[0] for d in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def distinct_pairs(store: Store) -> set[tuple[str, str]]:
    """Pairs of uids (sorted) of which a person has said that they are two objects."""
    return {_pair(conflict) for conflict in distinct_conflicts(store)}


def distinct_conflicts(store: Store) -> list[dict[str, Any]]:
    """Conflicts of which a person has said that the two are two objects."""
    return [conflict for conflict in conflicts(store, DECIDED) if conflict["decision"] == BOTH]


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


def note(
    store: Store, found: Iterable[Mapping[str, object]], run_id: int, answered: Mapping[tuple[str, str], int]
) -> None:
    """Note the conflicts that a run has found, inside the caller's transaction; those that wait already stay as they
    are, and those that the run does not find any more are settled.

    Parameters
    ----------
    found : rows with uid_a, uid_b, class, reason, distance, x, y.
    answered : pairs of uids (sorted) of which a person has said that they are two objects: number of the decision.
    """
    waiting = {_pair(c): c for c in conflicts(store)}
    seen = {_pair(c): c for c in found}
    _set_state(store, SETTLED, [c for pair, c in waiting.items() if pair not in seen])
    rows = []
    for pair, conflict in sorted(seen.items()):
        if pair not in waiting:
            known = pair in answered
            state: dict[str, object] = {
                "run_id": run_id,
                "state": DECIDED if known else OPEN,
                "decision": BOTH if known else None,
                "decision_id": answered.get(pair),
            }
            rows.append([{**conflict, **state}[name] for name in _COLUMNS])
    store._connection.executemany(sql.insert("conflict", _COLUMNS), rows)


def settle_ended(store: Store) -> None:
    """Settle the open conflicts of which a side is not current any more, inside the caller's transaction."""
    waiting = conflicts(store)
    current = _read_current_uids(store, waiting)
    _set_state(store, SETTLED, [c for c in waiting if not current.issuperset(_sides(c))])


def settle_run(store: Store, run_id: int) -> None:
    """Settle the conflicts that a run has found and nobody has decided, inside the caller's transaction."""
    store._connection.execute(sql.update("conflict", ["state"], "run_id = ? AND state = ?"), (SETTLED, run_id, OPEN))


def read_later_conflicts(store: Store, run_id: int, uids: Iterable[str]) -> list[tuple[int, str]]:
    """Runs (number, job) after one that have found conflicts of some objects."""
    either = " OR ".join(dialect.member_condition(f"c.{column}") for column in ("uid_a", "uid_b"))
    wanted = dialect.encode_list(uids)
    return store._connection.execute(
        "SELECT DISTINCT c.run_id, r.job FROM conflict c JOIN run r ON r.run_id = c.run_id "  # nosec B608
        f"WHERE c.run_id > ? AND ({either}) ORDER BY c.run_id",
        (run_id, wanted, wanted),
    ).fetchall()


def reopen(store: Store, uids: Collection[str], undone: int) -> None:
    """Let wait again what had ended because one of these objects was put aside, inside the caller's transaction.

    Parameters
    ----------
    uids : objects that are current again.
    undone : run that is taken back: what it has found itself stays settled, and the next assembly finds it again.
    """
    ended = [c for c in conflicts(store, SETTLED) if c["run_id"] != undone and not set(uids).isdisjoint(_pair(c))]
    current, waiting = _read_current_uids(store, ended), open_pairs(store)
    back = []
    for conflict in ended:
        if _pair(conflict) not in waiting and current.issuperset(_sides(conflict)):
            back.append(conflict)
            waiting.add(_pair(conflict))
    _set_state(store, OPEN, back)


def decide(store: Store, conflict: Mapping[str, Any], keep: str, decision_id: int) -> int:
    """Close a conflict, inside the caller's transaction, and settle the others of the loser.

    These do not go on with the winner: it may be a piece of the loser, and its neighbour no other version of it. The
    next assembly finds what the winner still has to be compared with. Returns how many are settled.
    """
    store._connection.execute(
        sql.update("conflict", ["state", "decision", "decision_id"], "id = ?"),
        (DECIDED, keep, decision_id, conflict["id"]),
    )
    if keep == BOTH:
        return 0
    loser = conflict["uid_b"] if keep == conflict["uid_a"] else conflict["uid_a"]
    over = [other for other in conflicts(store) if loser in _pair(other)]
    _set_state(store, SETTLED, over)
    return len(over)


def _sides(conflict: Mapping[str, Any]) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two objects of a conflict: class and uid."""
    name = str(conflict["class"])
    return (name, str(conflict["uid_a"])), (name, str(conflict["uid_b"]))


def _read_current_uids(store: Store, conflicts: Iterable[Mapping[str, Any]]) -> set[tuple[str, str]]:
    """Objects of conflicts that are current: class and uid."""
    uids: dict[str, set[str]] = defaultdict(set)
    for conflict in conflicts:
        for name, uid in _sides(conflict):
            uids[name].add(uid)
    return set(read_current_keys(store, uids))


def _set_state(store: Store, state: str, conflicts: Iterable[Mapping[str, Any]]) -> None:
    store._connection.executemany(sql.update("conflict", ["state"], "id = ?"), [(state, c["id"]) for c in conflicts])


def _pair(conflict: Mapping[str, Any]) -> tuple[str, str]:
    a, b = str(conflict["uid_a"]), str(conflict["uid_b"])
    return min(a, b), max(a, b)

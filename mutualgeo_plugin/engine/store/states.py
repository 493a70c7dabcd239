"""Objects change state, never vanish: one way to do it, with the line of lineage that says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from ..formats import sql
from .store import Store


@dataclass(frozen=True)
class Change:
    """An object that goes from one state to another.

    action : the word kept in lineage ("duplicate", "merged"…).
    competitor : uid of the object that took its place, where there is one.
    """

    feature_class: str
    fid: int
    uid: str
    lot_id: int
    state_from: str
    state_to: str
    action: str
    competitor: str | None = None
    detail: str | None = None


def change_states(store: Store, changes: Iterable[Change], run_id: int) -> int:
    """Apply changes inside the caller's transaction; returns how many."""
    by_class: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        by_class[change.feature_class].append(change)
    for name, rows in by_class.items():
        store._connection.executemany(
            sql.update(name, ["state"], "fid = ? AND state = ?"), [(c.state_to, c.fid, c.state_from) for c in rows]
        )
        store.add_lineage(
            [
                (c.uid, c.feature_class, c.action, c.lot_id, run_id, c.state_from, c.state_to, c.competitor, c.detail)
                for c in rows
            ]
        )
    return sum(len(rows) for rows in by_class.values())

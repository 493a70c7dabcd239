"""Questions about lineage: what happened to objects, and through which runs."""

from __future__ import annotations

from typing import NamedTuple

from . import dialect
from .hand_edits import ACTIONS
from .schema import SUPERSEDED
from .store import Store


class Trace(NamedTuple):
    """What a run did to an object: its state before (None: it was not there) and after."""

    feature_class: str
    before: str | None
    after: str
    competitor: str | None


class Ousting(NamedTuple):
    """What last put an object aside; `competitor` took its place, `job` is the run's, "" where none is known."""

    uid: str
    feature_class: str
    action: str
    lot_id: int
    run_id: int | None
    competitor: str | None
    job: str


def read_oustings(store: Store) -> list[Ousting]:
    """What last changed the state of each object, of those that it put aside, oldest first."""
    rows = store._connection.execute(
        "SELECT l.uid, l.class, l.action, l.lot_id, l.run_id, l.competitor, COALESCE(r.job, '') FROM lineage l "
        "LEFT JOIN run r ON r.run_id = l.run_id WHERE l.id IN "
        "(SELECT MAX(id) FROM lineage WHERE state_to IS NOT NULL GROUP BY uid) AND l.state_to = ? ORDER BY l.id",
        (SUPERSEDED,),
    )
    return list(map(Ousting._make, rows))


def read_traces(store: Store, run_id: int) -> dict[str, Trace]:
    """What a run did to each object, by uid: the first state before and the last one after."""
    found: dict[str, Trace] = {}
    by_hand = dialect.encode_list(ACTIONS.values())  # a person's, which the run has only noted
    for uid, name, before, after, competitor in store._connection.execute(
        "SELECT uid, class, state_from, state_to, competitor FROM lineage WHERE run_id = ? AND class <> '*' "
        f"AND state_to IS NOT NULL AND NOT {dialect.member_condition('action')} ORDER BY id",  # nosec B608
        (run_id, by_hand),
    ):
        first = found.get(uid)
        found[uid] = Trace(name, first.before if first else before, after, competitor)
    return found


def read_later_runs(store: Store, run_id: int) -> list[tuple[int, str]]:
    """Runs (number, job) after one that have changed the state of an object that it had changed."""
    return store._connection.execute(
        "SELECT DISTINCT l.run_id, r.job FROM lineage l JOIN run r ON r.run_id = l.run_id "
        "WHERE l.run_id > ? AND l.state_to IS NOT NULL AND l.class <> '*' AND l.uid IN "
        "(SELECT uid FROM lineage WHERE run_id = ? AND class <> '*' AND state_to IS NOT NULL) ORDER BY l.run_id",
        (run_id, run_id),
    ).fetchall()


def read_details(store: Store, job: str, actions: tuple[str, str]) -> list[tuple[str, int]]:
    """Details of the lines that runs of a job have left with one of two actions, each once, with the run."""
    return store._connection.execute(
        "SELECT DISTINCT l.detail, l.run_id FROM lineage l JOIN run r ON r.run_id = l.run_id "
        "WHERE r.job = ? AND l.action IN (?, ?)",
        (job, *actions),
    ).fetchall()


def read_competitors(store: Store, action: str) -> set[tuple[str, str | None]]:
    """Objects (uid) that have a line with an action, and the competitor that it names."""
    return set(store._connection.execute("SELECT uid, competitor FROM lineage WHERE action = ?", (action,)))


def read_reception(store: Store, lot_id: int) -> int:
    """The run that received a lot; 0 where none is known."""
    (run_id,) = store._connection.execute(
        "SELECT MAX(run_id) FROM lineage WHERE class = '*' AND action = 'received' AND lot_id = ?", (lot_id,)
    ).fetchone()
    return int(run_id or 0)

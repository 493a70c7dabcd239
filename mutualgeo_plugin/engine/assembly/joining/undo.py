"""Undo a run: what it made is put aside, what it had put aside is current again."""

from __future__ import annotations

from dataclasses import dataclass

from ...model.edges import RESTORED, UNDONE
from ...model.errors import EngineError
from ...store import sql
from ...store.conflicts import OPEN, SETTLED
from ...store.schema import CURRENT, SUPERSEDED
from ...store.states import Change
from ...store.store import Store

#: Jobs whose runs only change states and make objects: all that they do is in lineage.
UNDOABLE = ("assemblebase", "mergetiles", "edgematch", "updatebase", "removelot", "fixproposals")


#: Begins the detail of what is undone, before the number of the run.
_RUN = "run "


@dataclass(frozen=True)
class _Trace:
    """What a run did to an object: its state before (None: it was not there) and after."""

    feature_class: str
    before: str | None
    after: str
    competitor: str | None


def plan_undo(store: Store, run_id: int) -> list[Change]:
    """Changes that undo a run; nothing is written.

    Raises
    ------
    EngineError
        ``undo_unknown``, ``undo_job`` (its job is none that can be undone), ``undo_nothing``, ``undo_done`` (it is
        undone already), ``undo_later`` (a later run that still holds has changed the same objects).
    """
    row = store.connection.execute("SELECT job FROM run WHERE run_id = ?", (run_id,)).fetchone()
    if row is None:
        raise EngineError("undo_unknown", run=run_id, known=_undoable_runs(store))
    if row[0] not in UNDOABLE:
        raise EngineError("undo_job", run=run_id, job=row[0], known=_undoable_runs(store))
    traces = _traces(store, run_id)
    if not traces:
        raise EngineError("undo_nothing", run=run_id)
    undone = _undone_by(store)
    if run_id in undone:
        raise EngineError("undo_done", run=run_id, by=undone[run_id])
    later = [(number, job) for number, job in _later_runs(store, run_id) if number not in {*undone, *undone.values()}]
    if later:
        raise EngineError("undo_later", run=run_id, later=", ".join(f"{number} ({job})" for number, job in later))
    changes = []
    for name in sorted({t.feature_class for t in traces.values()}):
        for fid, uid, lot_id, state in store.connection.execute(
            sql.select(name, ["fid", "uid", "lot_id", "state"], "", "uid")
        ):
            trace = traces.get(uid)
            if trace is None:
                continue
            if state != trace.after:
                raise EngineError("undo_later", run=run_id, later=uid)
            if trace.before is None:
                changes.append(Change(name, fid, uid, lot_id, state, SUPERSEDED, UNDONE, None, f"{_RUN}{run_id}"))
            elif trace.before != state:
                action = RESTORED if trace.before == CURRENT else UNDONE
                detail = f"{_RUN}{run_id}"
                changes.append(Change(name, fid, uid, lot_id, state, trace.before, action, trace.competitor, detail))
    return changes


def settle_conflicts(store: Store, run_id: int) -> int:
    """Settle the conflicts that an undone run has found and nobody has decided; the next assembly finds them again."""
    return store.connection.execute(
        sql.update("conflict", ["state"], "run_id = ? AND state = ?"), (SETTLED, run_id, OPEN)
    ).rowcount


def _traces(store: Store, run_id: int) -> dict[str, _Trace]:
    """What the run did to each object, the first state before and the last one after."""
    found: dict[str, _Trace] = {}
    for uid, name, before, after, competitor in store.connection.execute(
        "SELECT uid, class, state_from, state_to, competitor FROM lineage "
        "WHERE run_id = ? AND class <> '*' AND state_to IS NOT NULL ORDER BY id",
        (run_id,),
    ):
        first = found.get(uid)
        found[uid] = _Trace(name, first.before if first else before, after, competitor)
    return found


def _undone_by(store: Store) -> dict[int, int]:
    """Runs that are undone, and the run that undid each."""
    rows = store.connection.execute(
        "SELECT DISTINCT l.detail, l.run_id FROM lineage l JOIN run r ON r.run_id = l.run_id "
        "WHERE r.job = 'undorun' AND l.action IN (?, ?)",
        (UNDONE, RESTORED),
    )
    return {int(detail.removeprefix(_RUN)): by for detail, by in rows}


def _later_runs(store: Store, run_id: int) -> list[tuple[int, str]]:
    """Runs after this one that have changed the state of an object that it had changed."""
    return store.connection.execute(
        "SELECT DISTINCT l.run_id, r.job FROM lineage l JOIN run r ON r.run_id = l.run_id "
        "WHERE l.run_id > ? AND l.state_to IS NOT NULL AND l.class <> '*' AND l.uid IN "
        "(SELECT uid FROM lineage WHERE run_id = ? AND class <> '*' AND state_to IS NOT NULL) ORDER BY l.run_id",
        (run_id, run_id),
    ).fetchall()


def _undoable_runs(store: Store) -> str:
    rows = store.connection.execute("SELECT run_id, job FROM run ORDER BY run_id").fetchall()
    return ", ".join(f"{number} ({job})" for number, job in rows if job in UNDOABLE) or "-"

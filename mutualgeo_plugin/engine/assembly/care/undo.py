"""Undo a run: the base says again what it said before it; what the run had brought is kept as history."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from ...model.edges import RESTORED, UNDONE
from ...model.errors import EngineError
from ...store.conflicts import read_later_conflicts
from ...store.keys import Key, read_keys_by_uid
from ...store.lineage import Trace, read_details, read_later_runs, read_traces
from ...store.removal import read_keys_of_lots, read_later_runs_on_lots, received_lots
from ...store.restoration import count_rows, is_noted, read_later_notes
from ...store.runs import read_runs
from ...store.schema import CURRENT, REMOVED
from ...store.states import Change
from ...store.store import Store

#: Jobs whose runs only change states and make objects: lineage tells what they did, also of runs of older programs.
_STATES_ALONE = ("assemblebase", "mergetiles", "edgematch", "updatebase", "removelot", "fixproposals")
#: Jobs whose runs can be undone.
UNDOABLE = (
    *_STATES_ALONE, "receivelot", "registerraster", "decideconflict", "declareexception", "checkquality",
)  # fmt: skip

#: Begins the detail of what is undone, before the number of the run.
_RUN = "run "


@dataclass(frozen=True)
class Undo:
    """What undoes a run: changes of state, and the lots that it had taken in.

    noted : whether the base has noted what the run changed beside the objects.
    """

    run_id: int
    changes: list[Change]
    lots: list[int]
    noted: bool

    @property
    def detail(self) -> str:
        """What lineage says of all that is undone."""
        return f"{_RUN}{self.run_id}"


def plan_undo(store: Store, run_id: int) -> Undo:
    """What undoes a run; nothing is written.

    Raises
    ------
    EngineError
        ``undo_unknown``, ``undo_job`` (its job is none that can be undone), ``undo_older`` (an older program has not
        noted what it changed), ``undo_done`` (it is undone already), ``undo_nothing``, ``undo_later`` (a later run that
        still holds has changed the same objects, or what was noted of them).
    """
    runs = read_runs(store)
    known = ", ".join(f"{run.run_id} ({run.job})" for run in runs.values() if run.job in UNDOABLE) or "-"
    if run_id not in runs:
        raise EngineError("undo_unknown", run=run_id, known=known)
    job, noted = runs[run_id].job, is_noted(store, run_id)
    if job not in UNDOABLE:
        raise EngineError("undo_job", run=run_id, job=job, known=known)
    if not noted and job not in _STATES_ALONE:
        raise EngineError("undo_older", run=run_id, job=job)
    undone = {int(text.removeprefix(_RUN)): by for text, by in read_details(store, "undorun", (UNDONE, RESTORED))}
    if run_id in undone:
        raise EngineError("undo_done", run=run_id, by=undone[run_id])
    traces, lots = read_traces(store, run_id), received_lots(store, run_id)
    if not traces and not lots and not count_rows(store, run_id):
        raise EngineError("undo_nothing", run=run_id)
    built = [*read_later_runs(store, run_id), *read_later_notes(store, run_id)]
    built += read_later_runs_on_lots(store, run_id, lots) if lots else []
    settled = {*undone, *undone.values()}
    _refuse_later(run_id, built, settled)
    plan = Undo(run_id, _plan_changes(store, run_id, traces, lots), lots, noted)
    leaving = [change.uid for change in plan.changes if change.state_from == CURRENT]
    _refuse_later(run_id, read_later_conflicts(store, run_id, leaving), settled)
    return plan


def _refuse_later(run_id: int, built: Iterable[tuple[int, str]], settled: Collection[int]) -> None:
    """Refuse to undo a run where another one that still holds has built on it."""
    later = sorted({(number, job) for number, job in built if number not in settled})
    if later:
        raise EngineError("undo_later", run=run_id, later=", ".join(f"{number} ({job})" for number, job in later))


def _plan_changes(store: Store, run_id: int, traces: Mapping[str, Trace], lots: Collection[int]) -> list[Change]:
    """States as they were before a run; what it made or took in is removed."""
    taken = {key.uid: (name, key) for name, key in read_keys_of_lots(store, lots)} if lots else {}
    found = dict(taken)
    for name in sorted({trace.feature_class for uid, trace in traces.items() if uid not in taken}):
        wanted = [uid for uid, trace in traces.items() if trace.feature_class == name and uid not in taken]
        found |= {uid: (name, key) for uid, key in read_keys_by_uid(store, name, wanted).items()}
    changes = []
    for name, key in sorted(found.values(), key=lambda item: (item[0], item[1].uid)):
        trace = traces.get(key.uid)
        if key.state != (trace.after if trace else CURRENT):
            raise EngineError("undo_later", run=run_id, later=key.uid)
        before = REMOVED if key.uid in taken or trace is None else trace.before or REMOVED
        if before != key.state:
            changes.append(_change(name, key, before, trace, run_id))
    return changes


def _change(name: str, key: Key, before: str, trace: Trace | None, run_id: int) -> Change:
    return Change(
        feature_class=name,
        fid=key.fid,
        uid=key.uid,
        lot_id=key.lot_id,
        state_from=key.state,
        state_to=before,
        action=RESTORED if before == CURRENT else UNDONE,
        competitor=trace.competitor if trace and trace.before is not None else None,
        detail=f"{_RUN}{run_id}",
    )

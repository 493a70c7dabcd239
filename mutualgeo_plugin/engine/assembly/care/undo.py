"""Undo a run: what it made is put aside, what it had put aside is current again."""

from __future__ import annotations

from ...model.edges import RESTORED, UNDONE
from ...model.errors import EngineError
from ...store.keys import read_keys_by_uid
from ...store.lineage import read_details, read_later_runs, read_traces
from ...store.runs import read_runs
from ...store.schema import CURRENT, SUPERSEDED
from ...store.states import Change
from ...store.store import Store

#: Jobs whose runs only change states and make objects: all that they do is in lineage.
UNDOABLE = ("assemblebase", "mergetiles", "edgematch", "updatebase", "removelot", "fixproposals")


#: Begins the detail of what is undone, before the number of the run.
_RUN = "run "


def plan_undo(store: Store, run_id: int) -> list[Change]:
    """Changes that undo a run; nothing is written.

    Raises
    ------
    EngineError
        ``undo_unknown``, ``undo_job`` (its job is none that can be undone), ``undo_nothing``, ``undo_done`` (it is
        undone already), ``undo_later`` (a later run that still holds has changed the same objects).
    """
    runs = read_runs(store)
    known = ", ".join(f"{run.run_id} ({run.job})" for run in runs.values() if run.job in UNDOABLE) or "-"
    if run_id not in runs:
        raise EngineError("undo_unknown", run=run_id, known=known)
    if runs[run_id].job not in UNDOABLE:
        raise EngineError("undo_job", run=run_id, job=runs[run_id].job, known=known)
    traces = read_traces(store, run_id)
    if not traces:
        raise EngineError("undo_nothing", run=run_id)
    undone = {int(text.removeprefix(_RUN)): by for text, by in read_details(store, "undorun", (UNDONE, RESTORED))}
    if run_id in undone:
        raise EngineError("undo_done", run=run_id, by=undone[run_id])
    settled = {*undone, *undone.values()}
    later = [(number, job) for number, job in read_later_runs(store, run_id) if number not in settled]
    if later:
        raise EngineError("undo_later", run=run_id, later=", ".join(f"{number} ({job})" for number, job in later))
    detail = f"{_RUN}{run_id}"
    changes = []
    for name in sorted({t.feature_class for t in traces.values()}):
        for uid, key in sorted(read_keys_by_uid(store, name, traces).items()):
            trace = traces[uid]
            if key.state != trace.after:
                raise EngineError("undo_later", run=run_id, later=uid)
            if trace.before is None:
                changes.append(
                    Change(
                        feature_class=name,
                        fid=key.fid,
                        uid=uid,
                        lot_id=key.lot_id,
                        state_from=key.state,
                        state_to=SUPERSEDED,
                        action=UNDONE,
                        competitor=None,
                        detail=detail,
                    )
                )
            elif trace.before != key.state:
                action = RESTORED if trace.before == CURRENT else UNDONE
                changes.append(
                    Change(
                        feature_class=name,
                        fid=key.fid,
                        uid=uid,
                        lot_id=key.lot_id,
                        state_from=key.state,
                        state_to=trace.before,
                        action=action,
                        competitor=trace.competitor,
                        detail=detail,
                    )
                )
    return changes

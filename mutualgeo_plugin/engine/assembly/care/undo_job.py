"""Job ``undorun``: undo a run of assembly, tiles or edges; its objects stay in history."""

from __future__ import annotations

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.edges import RESTORED
from ...store.account import loss_guard
from ...store.conflicts import reopen, settle_run
from ...store.removal import readmit
from ...store.schema import CURRENT
from ...store.states import change_states
from ...store.store import open_for_writing
from .undo import plan_undo


def run(parameters: Json, context: Context) -> Result:
    """Undo. Parameters: STORE, RUN (its number, in the report's outputs and in the table ``run``)."""
    path = take.path(parameters, "STORE")
    number = take.integer(parameters, "RUN")
    with open_for_writing(path, job="undorun", context=context) as store:
        changes = plan_undo(store, number)  # refused before anything is noted
        with store.run("undorun", context) as run_id, loss_guard(store, context):
            change_states(store, changes, run_id)
            settle_run(store, number)
            reopen(store, {c.uid for c in changes if c.state_to == CURRENT}, number)
            readmit(store, number)
        restored = sum(c.action == RESTORED for c in changes)
        undone = len(changes) - restored
        context.info("run_undone", run=number, restored=restored, undone=undone)
    return Result("done", {"STORE": str(path), "RESTORED": restored, "UNDONE": undone})

"""Job ``undorun``: undo a run; what it had brought stays in history."""

from __future__ import annotations

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.edges import RESTORED
from ...store.account import loss_guard
from ...store.conflicts import reopen, settle_run
from ...store.removal import readmit, withdraw_receptions
from ...store.restoration import mark_undone, restore_rows
from ...store.schema import CURRENT
from ...store.states import change_states
from ...store.store import Store, open_for_writing
from .undo import Undo, plan_undo


def run(parameters: Json, context: Context) -> Result:
    """Undo. Parameters: STORE, RUN (its number, in the report's outputs and in the table ``run``)."""
    path = take.path(parameters, "STORE")
    number = take.integer(parameters, "RUN")
    with open_for_writing(path, job="undorun", context=context) as store:
        plan = plan_undo(store, number)  # refused before anything is noted
        with store.run("undorun", context) as run_id, loss_guard(store, context):
            _carry_out(store, plan, run_id)
        restored = sum(c.action == RESTORED for c in plan.changes)
        undone = len(plan.changes) - restored
        context.info("run_undone", run=number, restored=restored, undone=undone)
    return Result("done", {"STORE": str(path), "RESTORED": restored, "UNDONE": undone})


def _carry_out(store: Store, plan: Undo, run_id: int) -> None:
    change_states(store, plan.changes, run_id)
    withdraw_receptions(store, plan.lots, run_id, plan.detail)
    if plan.noted:
        restore_rows(store, plan.run_id)
    else:  # a run of an older program: what follows from the states
        settle_run(store, plan.run_id)
        reopen(store, {c.uid for c in plan.changes if c.state_to == CURRENT}, plan.run_id)
        readmit(store, plan.run_id)
    mark_undone(store, plan.run_id, run_id, plan.detail)

"""Job ``undorun``: undo a run of assembly, tiles or edges; its objects stay in history."""

from __future__ import annotations

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.edges import RESTORED
from ...model.errors import EngineFailure
from ...store.schema import CURRENT
from ...store.states import change_states
from ...store.store import writing
from ..care.hand_edits import tell_hand_edits
from .undo import plan_undo, settle_conflicts


def run(parameters: Json, context: Context) -> Result:
    """Undo. Parameters: STORE, RUN (its number, in the report's outputs and in the table ``run``)."""
    path = take.path(parameters, "STORE")
    number = take.integer(parameters, "RUN", 0)
    with writing(
        path,
        job="undorun",
        now=context.now,
        on_takeover=lambda holder: context.warning("store_lock_taken_over", **vars(holder)),
    ) as store:
        plan_undo(store, number)  # refused before anything is noted
        run_id = store.begin_run("undorun", context.now)
        tell_hand_edits(context, store)
        changes = plan_undo(store, number)
        before, everything, measured = store.counts(state=CURRENT), store.measures(), store.measures(CURRENT)
        with store.transaction():
            change_states(store, changes, run_id)
            settle_conflicts(store, number)
            for what, kept in store.measures().items():
                if kept != everything[what]:
                    raise EngineFailure("base_lost", what=what, before=everything[what], after=kept)
        context.report["counts"] = {"in": before, "out": store.counts(state=CURRENT)}
        for what, kept in store.measures(CURRENT).items():
            context.report[what] = {"in": measured[what], "out": kept}
        restored = sum(c.action == RESTORED for c in changes)
        undone = len(changes) - restored
        context.info("run_undone", run=number, restored=restored, undone=undone)
        store.end_run(run_id, "done", context.now, "")
    return Result("done", {"STORE": str(path), "RESTORED": restored, "UNDONE": undone})

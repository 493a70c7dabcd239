"""Job ``removelot``: a lot leaves the base; what it had put aside comes back, and is told."""

from __future__ import annotations

from collections import Counter

from ... import parameters as take
from ...context import Context, Json, Result
from ...store.account import loss_guard
from ...store.conflicts import settle_ended
from ...store.removal import Removal, plan_removal, withdraw
from ...store.schema import DELIVERY, WITHDRAWN
from ...store.states import change_states
from ...store.store import Store, open_for_writing


def run(parameters: Json, context: Context) -> Result:
    """Remove. Parameters: STORE, LOT (name or number), REASON."""
    path = take.path(parameters, "STORE")
    wanted, reason = take.text(parameters, "LOT"), take.kept_text(parameters, "REASON")
    with open_for_writing(path, job="removelot", context=context) as store:
        if _is_removed(store, wanted):
            context.warning("lot_removed_already", name=wanted)
            return Result("done", {"STORE": str(path), **dict.fromkeys(("REMOVED", "UNDONE", "RESTORED"), 0)})
        lot = store.find_lot(wanted)
        with store.run("removelot", context) as run_id:
            plan = plan_removal(store, int(lot["lot_id"]), reason)
            context.progress(50)
            with loss_guard(store, context):
                change_states(store, plan.changes, run_id)
                withdraw(store, lot, run_id, reason)
                settle_ended(store)
            figures = _report_removal(context, plan, str(lot["name"]))
    return Result("done", {"STORE": str(path), "RUN": run_id, **{key.upper(): n for key, n in figures.items()}})


def _is_removed(store: Store, wanted: str) -> bool:
    """Whether a lot has been taken out already, by a run that may have been killed before it could say so."""
    there, gone = (
        {str(lot[key]) for lot in store.lots(kind) for key in ("lot_id", "name")} for kind in (DELIVERY, WITHDRAWN)
    )
    return wanted in gone - there


def _report_removal(context: Context, plan: Removal, name: str) -> dict[str, int]:
    lists = {"removed": plan.removed, "undone": plan.undone, "restored": plan.restored}
    figures = {key: len(changes) for key, changes in lists.items()}
    context.report["removal"] = {
        key: dict(sorted(Counter(c.feature_class for c in changes).items()))
        for key, changes in {**lists, "handed": plan.handed}.items()
    }
    context.report["restored"] = [{"class": c.feature_class, "uid": c.uid, "was": c.competitor} for c in plan.restored]
    context.info("lot_removed", name=name, **figures)
    return figures

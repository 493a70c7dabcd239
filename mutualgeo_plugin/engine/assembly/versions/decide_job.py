"""Job ``decideconflict``: a person says which version of an object stays, and why."""

from __future__ import annotations

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.best_version import BOTH
from ...model.errors import EngineError
from ...store import conflicts as store_conflicts
from ...store.account import loss_guard
from ...store.affleurants import add_parts
from ...store.decisions import add_decision
from ...store.delivered_state import worse_versions
from ...store.keys import Key, read_current_keys
from ...store.schema import CURRENT, SUPERSEDED
from ...store.states import Change, change_states
from ...store.store import Store, open_for_writing


def run(parameters: Json, context: Context) -> Result:
    """Decide. Parameters: STORE, CONFLICT (its number), KEEP (uid, or ``both``), REASON, ROLE (who decides)."""
    path = take.path(parameters, "STORE")
    number = take.integer(parameters, "CONFLICT")
    keep = take.text(parameters, "KEEP")
    reason, role = (take.kept_text(parameters, name) for name in ("REASON", "ROLE"))
    with (
        open_for_writing(path, job="decideconflict", context=context) as store,
        store.run("decideconflict", context) as run_id,
    ):
        conflict = store_conflicts.open_conflict(store, number)
        sides = _sides(store, conflict)
        if keep != BOTH and keep not in sides:
            raise EngineError("conflict_keep_wrong", number=number, keep=keep, known=", ".join([*sides, BOTH]))
        with loss_guard(store, context):
            over, back = _decide(store, conflict, sides, keep, run_id, context.now, reason, role)
        waiting = len(store_conflicts.conflicts(store))
        context.info("conflict_decided", number=number, keep=keep, count=waiting)
        if over:
            context.info("conflict_others_over", count=over)
        if back:
            context.warning("conflict_versions_back", count=back)
    return Result("done", {"STORE": str(path), "OPEN_CONFLICTS": waiting})


def _sides(store: Store, conflict: Json) -> dict[str, Key]:
    """The two objects by uid.

    Raises
    ------
    EngineError
        ``conflict_over`` where one of them is no longer current: the next assembly settles the conflict.
    """
    name, uids = str(conflict["class"]), [str(conflict["uid_a"]), str(conflict["uid_b"])]
    found = read_current_keys(store, {name: uids})
    for uid in uids:
        if (name, uid) not in found:
            raise EngineError("conflict_over", number=conflict["id"], uid=uid)
    return {uid: found[name, uid] for uid in uids}


def _decide(
    store: Store, conflict: Json, sides: dict[str, Key], keep: str, run_id: int, now: str, reason: str, role: str
) -> tuple[int, int]:
    """Note the decision, put the loser aside, tell it in the lineage of both.

    Returns
    -------
    tuple
        Other conflicts of the loser that are over, versions that had given way to it and are current again.
    """
    subject = f"conflict {conflict['class']} {conflict['uid_a']} {conflict['uid_b']}"
    number = add_decision(store, run_id, subject, keep, reason=reason, role=role, decided=now)
    over = store_conflicts.decide(store, conflict, keep, number)
    name, detail = str(conflict["class"]), f"{role}: {reason}"
    first, second = sides
    if keep == BOTH:
        store.add_lineage(
            [
                (uid, name, "two objects", sides[uid].lot_id, run_id, None, None, other, detail)
                for uid, other in ((first, second), (second, first))
            ]
        )
        return over, 0
    loser = sides[second if keep == first else first]
    change = Change(
        feature_class=name,
        fid=loser.fid,
        uid=loser.uid,
        lot_id=loser.lot_id,
        state_from=CURRENT,
        state_to=SUPERSEDED,
        action="decided against",
        competitor=keep,
        detail=detail,
    )
    back = worse_versions(store, loser.uid)
    change_states(store, add_parts(store, [change, *back]), run_id)
    kept = sides[keep]
    store.add_lineage([(keep, name, "decided for", kept.lot_id, run_id, None, None, loser.uid, detail)])
    return over, len(back)

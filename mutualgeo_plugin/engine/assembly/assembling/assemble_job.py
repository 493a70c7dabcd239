"""Job ``assemblebase``: join the lots of a store, keep the best version of each object, list what a person decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.best_version import EXACT
from ...store import conflicts as store_conflicts
from ...store.account import loss_guard
from ...store.affleurants import add_parts
from ...store.delivered_state import DUPLICATE, WORSE, settle, take_back
from ...store.derived_objects import UID_PREFIX
from ...store.schema import CURRENT, SUPERSEDED
from ...store.states import Change, change_states
from ...store.store import Store, open_for_writing
from ...territory import load_territory
from ..joining.tiles_job import merge_back
from ..ranking.ranking import Rule, rule_of
from ..versions.best_version import Conflict, Loser, Outcome, count_by_class, keep_best
from ..versions.conflicts_layer import write_conflicts
from ..versions.earlier_decisions import find_earlier_decisions


def run(parameters: Json, context: Context) -> Result:
    """Assemble.

    Parameters: STORE, MERGE_TILES (make one again of what the tiles of a survey have cut; default yes), RULE
    (criteria of `model.best_version` in order, default: all), TERRITORY (names the producers in the order of the
    convention), CONFLICTS (GeoPackage to write).
    """
    path = take.path(parameters, "STORE")
    territory = take.optional_text(parameters, "TERRITORY")
    producers = load_territory(territory).producers if territory else ()
    rule = rule_of(take.texts(parameters, "RULE"), producers)
    with (
        open_for_writing(path, job="assemblebase", context=context) as store,
        store.run("assemblebase", context) as run_id,
    ):
        merging = take.flag(parameters, "MERGE_TILES")
        with loss_guard(store, context, made=True):
            mark = take_back(store, run_id, merged=merging)
            outcome = _assemble(store, rule, run_id, context, merging=merging)
            net = settle(store, run_id, mark)
        merged = sum(uid.startswith(UID_PREFIX) and states[1] == CURRENT for uid, states in net.items())
        outcome.losers = [loser for loser in outcome.losers if net.get(loser.uid, ("",))[0] == CURRENT]
        waiting = store_conflicts.conflicts(store)
        layer = take.optional_text(parameters, "CONFLICTS")
        if layer:
            write_conflicts(Path(layer), store, waiting, date=context.now[:10])
        context.report["rule"] = list(rule.criteria)
        outputs = _report_outcome(context, outcome, waiting)
    outputs = {"STORE": str(path), "RUN": run_id, "MERGED": merged, **outputs}
    return Result("done", {**outputs, "CONFLICTS": layer} if layer else outputs)


def _assemble(store: Store, rule: Rule, run_id: int, context: Context, *, merging: bool) -> Outcome:
    """Of each object the best version; then, where asked for, cut lines whole again, which may be versions too."""
    outcome = keep_best(store, rule)
    supersede_losers(store, outcome.losers, run_id)
    context.progress(50)
    if merging and merge_back(store, context, run_id)["MERGED"]:
        later = keep_best(store, rule)
        supersede_losers(store, later.losers, run_id)
        outcome = outcome.merge_outcome(later)
    found = [_row(c) for c in outcome.conflicts]
    store_conflicts.note(store, found, run_id, find_earlier_decisions(store, found))
    return outcome


def supersede_losers(store: Store, losers: Sequence[Loser], run_id: int) -> None:
    """Mark versions as superseded, with what only they lead to, and note why."""
    changes = [
        Change(loser.feature_class, loser.fid, loser.uid, loser.lot_id, CURRENT, SUPERSEDED, *_loss_reason(loser))
        for loser in losers
    ]
    change_states(store, add_parts(store, changes), run_id)


def _loss_reason(loser: Loser) -> tuple[str, str, str]:
    if loser.reason == EXACT:
        return DUPLICATE, loser.kept_uid, "same control points (1 mm)"
    return WORSE, loser.kept_uid, f"{loser.reason} {loser.distance:.3f} m"


def _row(conflict: Conflict) -> Json:
    return {
        "uid_a": conflict.best,
        "uid_b": conflict.other,
        "class": conflict.feature_class,
        "reason": conflict.reason,
        "distance": round(conflict.distance, 3),
        "x": conflict.x,
        "y": conflict.y,
    }


def _report_outcome(context: Context, outcome: Outcome, waiting: Sequence[Json]) -> Json:
    duplicates = [loser for loser in outcome.losers if loser.reason == EXACT]
    versions = [loser for loser in outcome.losers if loser.reason != EXACT]
    context.report["duplicates"] = dict(sorted(Counter(d.feature_class for d in duplicates).items()))
    context.report["superseded"] = count_by_class(versions)
    context.report["conflicts"] = [
        {key: c[key] for key in ("id", "class", "reason", "uid_a", "uid_b", "distance", "x", "y")} for c in waiting
    ]
    current = sum(context.report["counts"]["out"].values())
    context.info("assembled", current=current, dropped=len(duplicates), versions=len(versions))
    if waiting:
        context.warning("conflicts_open", count=len(waiting))
    if outcome.elsewhere:
        context.warning("identifiers_elsewhere", count=outcome.elsewhere)
    return {
        "CURRENT": current,
        "DUPLICATES": len(duplicates),
        "VERSIONS": len(versions),
        "OPEN_CONFLICTS": len(waiting),
    }

"""Job ``assemblebase``: join the lots of a store, put exact duplicates across lots aside with their lineage."""

from __future__ import annotations

from collections import Counter

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.errors import EngineFailure
from ..model.pcrs import AFFLEURANT, CLASSES
from ..store import sql
from ..store.schema import CURRENT, SUPERSEDED
from ..store.states import Change, change_states
from ..store.store import Store, writing
from .assemble import Duplicate, exact_duplicates


def run(parameters: Json, context: Context) -> Result:
    """Assemble. Parameters: STORE."""
    path = take.path(parameters, "STORE")
    with writing(
        path,
        job="assemblebase",
        now=context.now,
        on_takeover=lambda holder: context.warning("store_lock_taken_over", **vars(holder)),
    ) as store:
        run_id = store.begin_run("assemblebase", context.now)
        before, everything = store.counts(state=CURRENT), store.measures()
        measured = store.measures(CURRENT)
        duplicates = exact_duplicates(store)
        context.progress(60)
        with store.transaction():
            put_aside(store, duplicates, run_id)
            for what, kept in store.measures().items():
                if kept != everything[what]:
                    raise EngineFailure("base_lost", what=what, before=everything[what], after=kept)
        after = store.counts(state=CURRENT)
        context.report["counts"] = {"in": before, "out": after}
        for what, kept in store.measures(CURRENT).items():
            context.report[what] = {"in": measured[what], "out": kept}
        context.report["duplicates"] = dict(sorted(Counter(d.feature_class for d in duplicates).items()))
        context.info("assembled", current=sum(after.values()), dropped=len(duplicates))
        store.end_run(run_id, "done", context.now, "")
    return Result("done", {"STORE": str(path), "CURRENT": sum(after.values()), "DUPLICATES": len(duplicates)})


def put_aside(store: Store, duplicates: list[Duplicate], run_id: int) -> None:
    """Mark duplicates as superseded, with what only they lead to, and note why."""
    # asked of each part of an affleurant; made here and not with the store, since it slows the reception of lots
    store.connection.execute("CREATE INDEX IF NOT EXISTS link_target ON link (lot_id, href)")
    why = "same control points (1 mm)"
    changes = []
    for d in duplicates:
        changes.append(
            Change(d.feature_class, d.fid, d.uid, d.lot_id, CURRENT, SUPERSEDED, "duplicate", d.kept_uid, why)
        )
        if d.feature_class == AFFLEURANT:
            changes += _parts(store, d)
    change_states(store, changes, run_id)


def _parts(store: Store, affleurant: Duplicate) -> list[Change]:
    """Geometry chain and symbol of an affleurant follow it, unless another affleurant leads to them."""
    changes = []
    tables = [n for n in store.class_names() if CLASSES[n].family == "affleurant"]
    waiting = [affleurant.gml_id]
    while waiting:
        targets = store.connection.execute(
            "SELECT DISTINCT ltrim(href, '#') FROM link WHERE lot_id = ? AND gml_id = ? AND property IN "
            "('representation', 'symbolisation', 'enveloppe', 'ligne', 'point')",
            (affleurant.lot_id, waiting.pop()),
        ).fetchall()
        for (target,) in targets:
            users = store.connection.execute(
                "SELECT COUNT(DISTINCT gml_id) FROM link WHERE lot_id = ? AND href IN (?, ?)",
                (affleurant.lot_id, target, f"#{target}"),
            ).fetchone()[0]
            if users > 1:
                continue
            for table in tables:
                rows = store.connection.execute(
                    sql.select(table, ["fid", "uid"], "lot_id = ? AND gml_id = ? AND state = ?"),
                    (affleurant.lot_id, target, CURRENT),
                )
                changes += [
                    Change(table, fid, uid, affleurant.lot_id, CURRENT, SUPERSEDED, "duplicate part", affleurant.uid)
                    for fid, uid in rows
                ]
            waiting.append(target)
    return changes

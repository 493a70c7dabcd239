"""Job ``assemblebase``: join the lots of a store, put exact duplicates across lots aside with their lineage."""

from __future__ import annotations

from collections import Counter

from .. import parameters as take
from ..context import Context, Json, Result
from ..model.errors import EngineFailure
from ..model.pcrs import AFFLEURANT, CLASSES
from ..store import sql
from ..store.schema import CURRENT, SUPERSEDED
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
    for duplicate in duplicates:
        store.connection.execute(sql.update(duplicate.feature_class, ["state"], "uid = ?"), (SUPERSEDED, duplicate.uid))
        if duplicate.feature_class == AFFLEURANT:
            _put_parts_aside(store, duplicate)
    store.add_lineage(
        [
            (d.uid, d.feature_class, "duplicate", d.lot_id, run_id, d.kept_uid, "same control points (1 mm)")
            for d in duplicates
        ]
    )


def _put_parts_aside(store: Store, duplicate: Duplicate) -> None:
    """Geometry chain and symbol of an affleurant follow it, unless another affleurant leads to them."""
    waiting = [duplicate.gml_id]
    tables = [n for n in store.class_names() if CLASSES[n].family == "affleurant"]
    while waiting:
        gml_id = waiting.pop()
        targets = store.connection.execute(
            "SELECT DISTINCT ltrim(href, '#') FROM link WHERE lot_id = ? AND gml_id = ? AND property IN "
            "('representation', 'symbolisation', 'enveloppe', 'ligne', 'point')",
            (duplicate.lot_id, gml_id),
        ).fetchall()
        for (target,) in targets:
            users = store.connection.execute(
                "SELECT COUNT(DISTINCT gml_id) FROM link WHERE lot_id = ? AND ltrim(href, '#') = ?",
                (duplicate.lot_id, target),
            ).fetchone()[0]
            if users > 1:
                continue
            for table in tables:
                store.connection.execute(
                    sql.update(table, ["state"], "lot_id = ? AND gml_id = ?"),
                    (SUPERSEDED, duplicate.lot_id, target),
                )
            waiting.append(target)

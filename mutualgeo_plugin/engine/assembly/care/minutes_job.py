"""Job ``acceptanceminutes``: the minutes of acceptance of a lot, as an HTML page."""

from __future__ import annotations

from ... import parameters as take
from ...context import Context, Json, Result
from ...outputs import temporary_output
from ...store.store import open_store
from .minutes import render, verdict_of


def run(parameters: Json, context: Context) -> Result:
    """Write the minutes. Parameters: STORE, LOT (name or number), OUTPUT (.html)."""
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        lot = store.find_lot(take.text(parameters, "LOT"), kind=None)
        verdict = verdict_of(store, lot)
        with temporary_output(output) as temporary:
            temporary.write_text(render(store, lot, verdict, context.now), "utf-8")
        counts = store.counts(int(lot["lot_id"]))
    context.report["counts"] = {"in": counts, "out": counts}
    for what in ("vertices", "vertices_z", "arcs"):
        context.report[what] = {"in": lot[what], "out": lot[what]}
    context.report["acceptance"] = verdict.code
    context.info("minutes_written", name=lot["name"], verdict=verdict.phrase)
    reserves = sum(len(objects) for objects in verdict.reserves.values())
    return Result("done", {"OUTPUT": str(output), "RESERVES": reserves})

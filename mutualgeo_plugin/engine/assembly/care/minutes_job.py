"""Job ``acceptanceminutes``: the minutes of acceptance of a lot, as an HTML page."""

from __future__ import annotations

import os
from pathlib import Path

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.errors import EngineFailure
from ...store.store import open_store
from .minutes import VERDICTS, render, verdict_of


def run(parameters: Json, context: Context) -> Result:
    """Write the minutes. Parameters: STORE, LOT (name or number), OUTPUT (.html)."""
    output = take.path(parameters, "OUTPUT")
    with open_store(take.path(parameters, "STORE")) as store:
        lot = store.find_lot(take.text(parameters, "LOT"), kind=None)
        verdict = verdict_of(store, lot)
        _put(output, render(store, lot, verdict, context.now))
        counts = store.counts(int(lot["lot_id"]))
    context.report["counts"] = {"in": counts, "out": counts}
    for what in ("vertices", "vertices_z", "arcs"):
        context.report[what] = {"in": lot[what], "out": lot[what]}
    context.report["acceptance"] = verdict.code
    context.info("minutes_written", name=lot["name"], verdict=VERDICTS[verdict.code])
    reserves = sum(len(objects) for objects in verdict.reserves.values())
    return Result("done", {"OUTPUT": str(output), "RESERVES": reserves})


def _put(path: Path, page: str) -> None:
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(page, "utf-8")
        os.replace(temporary, path)
    except OSError as error:
        raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)

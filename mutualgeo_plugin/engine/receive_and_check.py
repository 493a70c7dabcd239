"""Job ``checkquality``: a store as it stands, or a lot that is received into a passing store first."""

from __future__ import annotations

import tempfile
from pathlib import Path

from . import parameters as take
from .assembly.reception import receive_job
from .assembly.reception.lot_files import LOT_ENDINGS
from .context import Context, Json, Result
from .model.errors import EngineError
from .quality.job import check_store


def run(parameters: Json, context: Context) -> Result:
    """Check.

    Parameters: INPUT (a store or a lot), PROFILE, FINDINGS, HTML, TERRITORY.
    """
    source = take.path(parameters, "INPUT")
    if source.suffix.lower() not in LOT_ENDINGS:
        return check_store(source, parameters, context, note=True)
    with tempfile.TemporaryDirectory(prefix="mutualgeo-check-") as scratch:
        store = Path(scratch) / "lot.gpkg"
        # what a pre-check would refuse is what the findings are about
        given = {"INPUT": [str(source)], "STORE": str(store), "RECEPTION": "reception_ouverte"}
        received = receive_job.run(given, context)
        if received.status != "done":
            raise EngineError("lot_not_checkable", reason=context.report.pop("message", "-"))
        return check_store(store, parameters, context, note=False)

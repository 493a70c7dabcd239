"""Job ``checkquality``: a store as it stands, or a lot that is received into a passing store first."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from . import parameters as take
from .assembly.reception import receive_job
from .assembly.reception.lot_files import LOT_ENDINGS
from .context import Context, Json, Result
from .formats.metadata import records_beside
from .model.errors import EngineError
from .quality.job import check_store


def run(parameters: Json, context: Context) -> Result:
    """Check.

    Parameters: INPUT (a store or a lot), PROFILE, FINDINGS, HTML, TERRITORY, and what checks are given besides the
    objects (``quality.job.inputs_of``); the delivered file of a lot is the lot itself.
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
        files = take.optional(parameters, "FILES") or _alone(source, Path(scratch) / "files")
        return check_store(store, {**parameters, "FILES": files}, context, note=False)


def _alone(source: Path, folder: Path) -> str:
    """A folder that holds a lot and its metadata record, and nothing of what stands beside them."""
    folder.mkdir()
    _link(source, folder / source.name)
    for record in records_beside(source)[:1]:
        _link(record, folder / f"{source.name}.xml")
    return str(folder)


def _link(path: Path, target: Path) -> None:
    """The same file in another folder; a copy where the disk makes no links."""
    try:
        target.hardlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, target)

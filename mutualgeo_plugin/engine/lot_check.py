"""Job ``checkquality``: a store as it stands, a lot that is received into a passing store first, or layers."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

from . import parameters as take
from .assembly.reception import receive_job
from .assembly.reception.lot_files import GML_ENDINGS, LOT_ENDINGS
from .context import Context, Json, Result
from .formats.archives import archive_errors, files_of, unpack_all
from .formats.delivery_content import layer_files, lot_members
from .formats.metadata import neighbouring_records
from .formats.pcrs.head import read_head
from .formats.reader_errors import reader_errors
from .model.errors import EngineError
from .model.jobs import ENGINE_JOBS
from .outputs import scratch_prefix
from .quality.job import check_layers, check_store
from .store.identity import Answer, base_identity


def run(parameters: Json, context: Context) -> Result:
    """Check.

    Parameters: INPUT (a store, a lot, or layers: "file" or "file|layername=layer", several as a list), PROFILE,
    FINDINGS, HTML, TERRITORY, CRS (of layers), and what checks are given besides the objects
    (``quality.job.inputs_of``); the delivered file of a lot is the lot itself.
    """
    sources = take.texts(parameters, "INPUT")
    if len(sources) == 1 and not _is_layer(sources[0]):
        alone = Path(sources[0])
        return (_check_packed if _holds_layers(alone) else _check_one)(alone, parameters, context)
    for source in sources:
        if not _is_layer(source):
            raise EngineError("layers_alone", path=source)
    return check_layers(sources, parameters, context)


def _is_layer(source: str) -> bool:
    """Whether a source is neither a store nor a PCRS lot.

    Raises
    ------
    EngineError
        ``layer_unreadable`` where it cannot be told.
    """
    path = Path(source.partition("|")[0])
    identity = base_identity(path)
    if identity.answer is Answer.UNKNOWN:
        raise EngineError("layer_unreadable", path=str(path), detail=identity.detail)
    if identity.answer is Answer.YES:
        return False
    ending = path.suffix.lower()
    if "|" in source or ending not in (*LOT_ENDINGS, ".gpkg"):
        return path.is_file() or ending != ""
    if ending == ".gz":
        return bool(Path(path.stem).suffix) and Path(path.stem).suffix.lower() not in GML_ENDINGS
    if ending in GML_ENDINGS:
        return _is_other_schema(path)
    return ending == ".gpkg" and path.is_file()


def _is_other_schema(path: Path) -> bool:
    """Whether a GML is one of another standard: what else is wrong with it, the reception says."""
    try:
        with reader_errors(path.name):
            read_head(path)
    except EngineError as error:
        return error.code == "gml_other_schema"
    return False


def _holds_layers(source: Path) -> bool:
    """Whether a source is an archive of layers: no lot in it, and at least one file of a format of layers."""
    if source.suffix.lower() != ".zip" or not zipfile.is_zipfile(source):
        return False
    with archive_errors(source, source.parent), zipfile.ZipFile(source) as archive:
        names = [Path(member.filename) for member in files_of(archive)]
        return not lot_members(archive) and bool(layer_files(names))


def _check_packed(source: Path, parameters: Json, context: Context) -> Result:
    """Check the layers of an archive together."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("check")) as scratch:
        files = layer_files(unpack_all(source, Path(scratch)))
        return check_layers([str(path) for path in files], parameters, context)


def _check_one(source: Path, parameters: Json, context: Context) -> Result:
    if source.suffix.lower() not in LOT_ENDINGS:
        return check_store(source, parameters, context, note=True)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("check")) as scratch:
        store = Path(scratch) / "lot.gpkg"
        # what a pre-check would refuse is what the findings are about
        given = {"INPUT": [str(source)], "STORE": str(store), "RECEPTION": "reception_ouverte"}
        received = receive_job.run(take.complete_parameters(ENGINE_JOBS["receivelot"], given), context)
        if received.status != "done":
            raise EngineError("lot_not_checkable", reason=context.report.pop("message", "-"))
        files = take.optional_text(parameters, "FILES") or _isolate_lot(source, Path(scratch) / "files")
        return check_store(store, {**parameters, "FILES": files}, context, note=False)


def _isolate_lot(source: Path, folder: Path) -> str:
    """A folder that holds a lot and its metadata record, and nothing of what stands beside them."""
    folder.mkdir()
    _link(source, folder / source.name)
    for record in neighbouring_records(source)[:1]:
        _link(record, folder / f"{source.name}.xml")
    return str(folder)


def _link(path: Path, target: Path) -> None:
    """The same file in another folder; a copy where the disk makes no links."""
    try:
        target.hardlink_to(path.resolve())
    except OSError:
        shutil.copyfile(path, target)

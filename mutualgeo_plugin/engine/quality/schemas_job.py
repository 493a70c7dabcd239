"""Job ``fetchschemas``: a copy of the schemas of PCRS v2.0, so that lots are validated without network."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .. import parameters as take
from ..context import Context, Json, Result
from ..formats.archives import unpack_all
from ..formats.schema_files import SchemaFile, Source, folder_source, gather, load_schema, web_source, write_copy
from ..model.errors import EngineError, Phrase
from ..model.schemas import MANIFEST
from ..outputs import scratch_prefix

#: Bytes that a zip of schemas may unpack to; the set itself has less than one million.
LARGEST_ZIP = 256 << 20
#: Schemas of the set, for the progress.
_EXPECTED = 58


def run(parameters: Json, context: Context) -> Result:
    """Fetch.

    Parameters: SOURCE (a folder, a zip; the addresses of the standards where it is absent), FOLDER (of the copy).
    """
    folder = take.path(parameters, "FOLDER")
    source = take.optional_text(parameters, "SOURCE")
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("schemas")) as scratch:
        files = []
        for file in gather(_source(source, Path(scratch))):
            files.append(file)
            context.progress(min(90, 90 * len(files) / _EXPECTED), file.place)
        _require_usable(files, Path(scratch) / "trial", context)
        write_copy(folder, files, source=Path(source).name if source else "web", now=context.now)
    context.report["schemas"] = [
        {"path": f.place, "address": f.address, "sha256": f.sha256, "size": len(f.content)}
        for f in sorted(files, key=lambda f: f.place)
    ]
    context.info("schemas_fetched", count=len(files), path=folder, manifest=MANIFEST)
    return Result("done", {"FOLDER": str(folder), "COUNT": len(files)})


def _source(source: str | None, scratch: Path) -> Source:
    if source is None:
        return web_source()
    path = Path(source)
    if path.is_dir():
        return folder_source(path)
    if path.suffix.lower() == ".zip" and path.is_file():
        unpacked = scratch / "zip"
        unpacked.mkdir()
        unpack_all(path, unpacked, largest=LARGEST_ZIP)
        return folder_source(unpacked)
    raise EngineError("path_unreadable", path=source, detail=Phrase("neither_folder_nor_zip"))


def _require_usable(files: list[SchemaFile], trial: Path, context: Context) -> None:
    """Refuse a set that does not make a schema, before it takes the place of one that does."""
    write_copy(trial, files, source="-", now=context.now)
    load_schema(trial)

"""What a run may write over: never its inputs, a base, a delivery, one output with another, a device or a pipe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from ..formats import geopackage as gpkg
from ..formats.sqlite_errors import sqlite_errors
from ..model.errors import EngineError
from ..model.jobs import Job, Kind, Parameter, given_texts
from ..outputs import Place, refuse_place
from .identity import Answer, base_identity

#: What each kind of written path may be already.
_WANTED = {
    Kind.NEW_FILE: (Place.FILE,),
    Kind.NEW_FOLDER: (Place.FOLDER,),
    Kind.NEW_PLACE: (Place.FILE, Place.FOLDER),
    Kind.CHANGED_BASE: (Place.FILE,),
    Kind.COMPLETED_BASE: (Place.FILE,),
}


def refuse_harmful(job: Job, parameters: Mapping[str, Any], report: str | None) -> None:
    """Refuse outputs that would destroy something or cannot be written, before anything is written.

    Parameters
    ----------
    job : Job
        Says which parameters are read and which written.
    parameters : mapping
        Values of the run.
    report : str, optional
        Path of its report.

    Raises
    ------
    EngineError
        ``output_harmful``, ``output_unsure``, ``output_no_file``, ``path_unwritable``, with the parameter, the path
        and what stands there.
    """
    read = files_read(job, parameters)
    bases: list[Path | None] = [_path(text) for _, text, p in _paths(job, parameters) if _may_know_deliveries(text, p)]
    taken: set[Path] = set()
    for name, text, parameter in _paths(job, parameters):
        if parameter.is_written:
            refuse_place(_path(text), name, _WANTED[parameter.kind])
    for name, text in [*_outputs(job, parameters), *([("REPORT", report)] if report else [])]:
        path = _path(text).resolve()
        if path in read:
            raise EngineError("output_harmful", name=name, path=text, what="input")
        if path in taken:
            raise EngineError("output_harmful", name=name, path=text, what="output")
        kind = job.parameters[name].kind if name in job.parameters else Kind.NEW_FILE
        refuse_place(path, name, _WANTED[kind])
        for base in bases or [None]:
            refuse_precious_file(path, base, name)
        taken.add(path)


def files_read(job: Job, parameters: Mapping[str, Any]) -> frozenset[Path]:
    """Paths that the parameters name and that no output of the run may take."""
    return frozenset(_path(text).resolve() for _, text, parameter in _paths(job, parameters) if not parameter.is_output)


def refuse_precious_file(path: Path, store: Path | None, name: str) -> None:
    """Refuse to write over any base, or over a delivery that the base `store` knows by its hash.

    Raises
    ------
    EngineError
        ``output_harmful``; ``output_unsure`` where it cannot be told what stands there; ``store_busy`` and the like
        where the base cannot say what it knows.
    """
    identity = base_identity(path)
    if identity.answer is Answer.UNKNOWN:
        raise EngineError("output_unsure", name=name, path=str(path), detail=identity.detail)
    if identity.answer is Answer.YES:
        raise EngineError("output_harmful", name=name, path=str(path), what="store.gpkg")
    if store is not None and path.is_file() and _is_delivery(path, store):
        raise EngineError("output_harmful", name=name, path=str(path), what="delivery")


def _is_delivery(path: Path, store: Path) -> bool:
    """Whether a file is one that the base has received; what is no base has received none."""
    identity = base_identity(store)
    if identity.answer is Answer.NO:
        return False
    with sqlite_errors(store), closing(gpkg.connect(store, readonly=True)) as connection:
        rows = connection.execute("SELECT sha256 FROM lot WHERE size = ?", (path.stat().st_size,)).fetchall()
    if not rows:
        return False
    with path.open("rb") as stream:
        return (hashlib.file_digest(stream, "sha256").hexdigest(),) in rows


def _paths(job: Job, parameters: Mapping[str, Any]) -> Iterator[tuple[str, str, Parameter]]:
    """Name, text and specification of every path that is given."""
    for name, parameter in job.parameters.items():
        if parameter.is_path:
            for text in given_texts(parameters.get(name)):
                yield name, text, parameter


def _may_know_deliveries(text: str, parameter: Parameter) -> bool:
    """Whether a path names a base; the job itself refuses a subject of which that cannot be told."""
    subject = parameter.kind is Kind.SUBJECT
    return parameter.may_be_base and not (subject and base_identity(_path(text)).answer is Answer.UNKNOWN)


def _outputs(job: Job, parameters: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Outputs, then what is written beside them."""
    outputs = [(name, text, parameter) for name, text, parameter in _paths(job, parameters) if parameter.is_output]
    beside = [(name, str(_path(text).with_suffix(end))) for name, text, p in outputs for end in p.beside]
    return [(name, text) for name, text, _ in outputs] + beside


def _path(text: str) -> Path:
    return Path(text.partition("|")[0])

"""What a run may write over: never its inputs, a base, a delivery, one output with another, a device or a pipe."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from ..formats import geopackage as gpkg
from ..formats.file_format import RASTER_COMPANIONS, RASTER_ENDINGS, all_formats
from ..formats.sqlite_errors import sqlite_errors
from ..model.errors import EngineError
from ..model.jobs import given_texts
from ..model.specification import Job, Kind, Parameter
from ..outputs import Place, find_place, refuse_ending, refuse_other_than_report, refuse_place
from ..territory import load_territory
from . import dialect
from .identity import Answer, base_identity

#: Endings of what producers deliver besides the formats of `formats/readers`.
_DELIVERED = (".gml", ".xml", ".zip", ".gz")
#: Endings that results of runs have too: one of them may be written anew in the folder that is read.
_RESULTS = {".gpkg", ".json", ".csv", ".tif", ".vrt"}

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
        and what stands there; what `refuse_ending` raises.
    """
    read, folders = files_read(job, parameters), _folders_read(job, parameters)
    bases: list[Path | None] = [_path(text) for _, text, p in _paths(job, parameters) if _may_know_deliveries(text, p)]
    taken: set[Path] = set()
    for name, text, parameter in _paths(job, parameters):
        if parameter.is_written:
            refuse_place(_path(text), name, _WANTED[parameter.kind])
        else:
            _refuse_special_input(_path(text), name)
    for name, text in [*_outputs(job, parameters), *([("REPORT", report)] if report else [])]:
        path = _path(text).resolve()
        if path in read or _is_delivered_in(path, folders):
            raise EngineError("output_harmful", name=name, path=text, what="input")
        if path in taken:
            raise EngineError("output_harmful", name=name, path=text, what="output")
        kind = job.parameters[name].kind if name in job.parameters else Kind.NEW_FILE
        refuse_place(path, name, _WANTED[kind])
        for base in bases or [None]:
            refuse_precious_file(path, base, name)
        taken.add(path)
    for name, text, parameter in _paths(job, parameters):
        if parameter.is_written:
            refuse_ending(_path(text), name, parameter.endings, may_be_folder=parameter.kind is Kind.NEW_PLACE)
    if report:
        refuse_other_than_report(_path(report))


def files_read(job: Job, parameters: Mapping[str, Any]) -> frozenset[Path]:
    """Files that the run reads and that no output of it may take: those that the parameters name, those that belong to
    them and stand beside them (the tables of a shapefile…), those that the territory names."""
    named = [_path(text) for _, text, parameter in _paths(job, parameters) if not parameter.is_output]
    for name, parameter in job.parameters.items():
        if parameter.kind is Kind.PROFILE:
            named += [Path(text) for text in given_texts(parameters.get(name)) if text.endswith(".toml")]
    named += [path for text in given_texts(parameters.get("TERRITORY")) for path in _files_of_territory(text)]
    return frozenset(path.resolve() for one in named for path in (one, *_companions(one)))


def _companions(path: Path) -> Iterator[Path]:
    """Files that stand beside one and belong to it."""
    ending = path.suffix.lower()
    beside = {end for each in all_formats() if ending in each.endings for end in each.beside}
    beside |= set(RASTER_COMPANIONS if ending in RASTER_ENDINGS else ())
    if beside and path.parent.is_dir():
        for own in path.parent.iterdir():
            if own.name.startswith(path.stem) and any(own.name.lower().endswith(end) for end in beside):
                yield own


def _files_of_territory(path: str) -> list[Path]:
    """Files that a territory names; none where it cannot be read: the run is refused then for that."""
    try:
        territory = load_territory(path)
    except EngineError:
        return []
    sources = [
        territory.quality_profile,
        *(n.path for n in territory.networks),
        *(r.path for r in territory.referentials),
    ]
    logos = [portal.logo for portal in territory.portals if portal.logo]
    return [*(Path(source.partition("|")[0]) for source in sources if Path(source).suffix), *logos]


def _folders_read(job: Job, parameters: Mapping[str, Any]) -> list[Path]:
    return [_path(text).resolve() for _, text, parameter in _paths(job, parameters) if parameter.kind is Kind.FOLDER]


def _is_delivered_in(path: Path, folders: Sequence[Path]) -> bool:
    """Whether a file stands in a folder that is read and is of a kind that producers deliver."""
    endings = {end for each in all_formats() for end in (*each.endings, *each.beside)}
    endings |= {*RASTER_ENDINGS, *RASTER_COMPANIONS, *_DELIVERED}
    return (
        path.suffix.lower() in endings - _RESULTS
        and any(folder in path.parents for folder in folders)
        and path.is_file()
    )


def _refuse_special_input(path: Path, name: str) -> None:
    """Refuse to read a device, a pipe or a socket: the run would wait for ever.

    Raises
    ------
    EngineError
        ``input_no_file``.
    """
    with suppress(OSError):  # what cannot be looked at is refused by who reads it
        if find_place(path) is Place.SPECIAL:
            raise EngineError("input_no_file", name=name, path=str(path))


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
        if "lot" not in dialect.table_names(connection):
            return False  # nobody can tell; who opens such a base refuses it before anything is written
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

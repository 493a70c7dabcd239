"""One specification a job: its module, its parameters with kind and default, its outputs.

QGIS's Python and the engine read the same facts here: which names a job takes, which of them are paths, which of these
are written, and what is written beside them. ``parameters.py`` reads values by them, ``store/output_guard.py`` guards
outputs by them, the algorithms are tested against them.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Mapping
from typing import Any

from .accuracy import GATE, SAFETY
from .best_version import DEFAULT_RULE
from .edges import SEARCH
from .endings import ADDRESS_TABLES, CONTROL_TABLES, PAGE_ENDINGS
from .errors import EngineError, Phrase
from .export import (
    AS_READ,
    CORRIDOR_SIDE,
    CORRIDOR_SIDE_STREET,
    DECIMALS,
    EMPRISE_KINDS,
    EXPORT_ENDINGS,
    FORMATS,
    GRID_SIZE,
    MOST_DECIMALS,
    SHARING_KEYS,
)
from .fixes import CONFIDENCES, SURE
from .pcrs import CODE_LISTS
from .portal import MOST_PORT
from .quality.excuses import GIVEN, SCOPES
from .specification import Job, Kind, Parameter

_TEXT, _NEEDED_TEXT = Parameter(kind=Kind.TEXT), Parameter(kind=Kind.TEXT, required=True)
_TEXTS = Parameter(kind=Kind.TEXT, several=True)
_FLAG = Parameter(kind=Kind.FLAG, default=False)
_FILE, _FOLDER = Parameter(kind=Kind.FILE), Parameter(kind=Kind.FOLDER)
_FILES = Parameter(kind=Kind.FILE, several=True)
_LAYER, _NEEDED_LAYER = Parameter(kind=Kind.LAYER), Parameter(kind=Kind.LAYER, required=True)
_PROFILE = Parameter(kind=Kind.PROFILE)
_READ = Parameter(kind=Kind.BASE, required=True)
_CHANGED = Parameter(kind=Kind.CHANGED_BASE, required=True)
_OUTPUT, _NEEDED_OUTPUT = (
    Parameter(kind=Kind.NEW_FILE, endings=(".gpkg",), required=needed) for needed in (False, True)
)
_TABLE, _PAGE = Parameter(kind=Kind.NEW_FILE, endings=(".csv",)), Parameter(kind=Kind.NEW_FILE, endings=PAGE_ENDINGS)
_NEW_FOLDER, _NEEDED_FOLDER = Parameter(kind=Kind.NEW_FOLDER), Parameter(kind=Kind.NEW_FOLDER, required=True)
_DAY = Parameter(kind=Kind.DAY)
_DRAWN = {"FORMAT": ("dxf",)}
_NUMBERED = Parameter(kind=Kind.INTEGER, required=True, least=1)  # runs and conflicts are counted from 1


def _corridor_sides(goes_with: Mapping[str, tuple[str, ...]]) -> dict[str, Parameter]:
    """Limits of a couloir, which mean nothing without what says that there is one."""
    return {
        "WIDTH": Parameter(kind=Kind.NUMBER, default=CORRIDOR_SIDE, above=0, goes_with=goes_with),
        "SIDE_STREET": Parameter(kind=Kind.NUMBER, default=CORRIDOR_SIDE_STREET, least=0, goes_with=goes_with),
    }


#: What checks are given besides the objects.
_CHECK_INPUTS = {
    "TERRITORY": _FILE,
    "DATE": _DAY,
    "BUILDINGS": _LAYER,
    "COMMUNES": _LAYER,
    "ADDRESSES": Parameter(kind=Kind.LAYER, endings=ADDRESS_TABLES),
    "FILES": _FOLDER,
    "SCHEMAS": _FOLDER,
    "CONTROL": Parameter(kind=Kind.LAYER, endings=CONTROL_TABLES),
    "SERVICE": _TEXT,
}

_SPECIFIED = (
    Job(
        "receivelot",
        "assembly.reception.receive_job",
        {
            "INPUT": _FILES, "FOLDER": _FOLDER, "TERRITORY": _FILE,
            "STORE": Parameter(kind=Kind.COMPLETED_BASE, endings=(".gpkg",)),
            "ACCEPT_PARTIAL": _FLAG, "PROFILE": _PROFILE, "SOURCE_CRS": _TEXT,
            "RECEPTION": Parameter(kind=Kind.PROFILE, default="reception"), "VERTICAL_DATUM": _TEXT,
            "RECEIPTS": _NEW_FOLDER,
        },
        ("STORE", "RECEIVED", "REFUSED"),
    ),
    Job(
        "registerraster",
        "assembly.images.raster_job",
        {
            "STORE": _CHANGED,
            "INPUT": _FILES, "FOLDER": _FOLDER,
            "DATE": Parameter(kind=Kind.DAY, required=True), "PRODUCER": _NEEDED_TEXT, "SOURCE_CRS": _TEXT,
            "RESOLUTION": Parameter(kind=Kind.INTEGER, default=0, least=0),
            "PRECISION": Parameter(kind=Kind.CHOICE, required=True, words=tuple(CODE_LISTS["CategoriePrecision"])),
            "MOSAIC": Parameter(kind=Kind.NEW_FILE, endings=(".vrt",)), "COG": _NEW_FOLDER,
        },
        ("STORE", "REGISTERED", "COG", "MOSAIC", "HOLES", "OVERLAPS"),
    ),
    Job(
        "assemblebase",
        "assembly.assembling.assemble_job",
        {
            "STORE": _CHANGED, "TERRITORY": _FILE, "MERGE_TILES": Parameter(kind=Kind.FLAG, default=True),
            "RULE": Parameter(kind=Kind.TEXT, several=True, default=DEFAULT_RULE), "CONFLICTS": _OUTPUT,
        },
        ("STORE", "RUN", "CURRENT", "MERGED", "DUPLICATES", "VERSIONS", "OPEN_CONFLICTS", "CONFLICTS"),
    ),
    Job(
        "decideconflict",
        "assembly.versions.decide_job",
        {
            "STORE": _CHANGED, "CONFLICT": _NUMBERED, "KEEP": _NEEDED_TEXT,
            "REASON": _NEEDED_TEXT, "ROLE": _NEEDED_TEXT,
        },
        ("STORE", "OPEN_CONFLICTS"),
    ),
    Job(
        "mergetiles",
        "assembly.joining.tiles_job",
        {"STORE": _CHANGED},
        ("STORE", "RUN", "JOINTS", "MERGED", "NOT_MERGED"),
    ),
    Job(
        "edgematch",
        "assembly.joining.edges_job",
        {
            "STORE": _CHANGED, "SEARCH": Parameter(kind=Kind.NUMBER, default=SEARCH, above=0), "APPLY": _FLAG,
            "MOVE_Z": _FLAG, "TERRITORY": _FILE, "OUTPUT": _OUTPUT,
        },
        ("STORE", "OUTPUT", "RUN", "PAIRS", "MOVES", "LEFT"),
    ),
    Job(
        "undorun",
        "assembly.care.undo_job",
        {"STORE": _CHANGED, "RUN": _NUMBERED},
        ("STORE", "RESTORED", "UNDONE"),
    ),
    Job(
        "updatebase",
        "assembly.versions.update_job",
        {
            "STORE": Parameter(kind=Kind.CHANGED_BASE), "LOT": _TEXT, "INPUT": _FILE, "TERRITORY": _FILE,
            "CLASSES": _TEXTS, "CHANGES": _OUTPUT,
        },
        (
            "STORE", "CHANGES", "RUN",
            "UNCHANGED", "CHANGED_GEOMETRY", "CHANGED_ATTRIBUTES", "CHANGED_BOTH", "NEW", "GONE", "CROSSING",
        ),
    ),
    Job(
        "basehistory",
        "assembly.care.history_job",
        {
            "STORE": _READ, "UID": _TEXT, "LOT": _TEXT, "ASOF": _TEXT,
            "OUTPUT": Parameter(kind=Kind.NEW_FILE, endings=(".csv", ".json"), required=True),
        },
        ("OUTPUT", "OBJECTS", "EVENTS"),
    ),
    Job(
        "removelot",
        "assembly.care.remove_job",
        {"STORE": _CHANGED, "LOT": _NEEDED_TEXT, "REASON": _NEEDED_TEXT},
        ("STORE", "RUN", "REMOVED", "UNDONE", "RESTORED"),
    ),
    Job(
        "maintainstore",
        "assembly.care.maintain_job",
        {
            "STORE": _CHANGED,
            "ACTION": Parameter(
                kind=Kind.CHOICE, default="check", words=("check", "compact", "backup", "migrate", "release")
            ),
            "BACKUP": Parameter(kind=Kind.NEW_FOLDER, goes_with={"ACTION": ("backup",)}),
            "REASON": Parameter(kind=Kind.TEXT, goes_with={"ACTION": ("release",)}),
            "ROLE": Parameter(kind=Kind.TEXT, goes_with={"ACTION": ("release",)}),
        },
        ("STORE", "COPY", "PROBLEMS"),
    ),
    Job(
        "acceptanceminutes",
        "assembly.care.minutes_job",
        {
            "STORE": _READ, "LOT": _NEEDED_TEXT,
            "OUTPUT": Parameter(kind=Kind.NEW_FILE, endings=PAGE_ENDINGS, required=True),
        },
        ("OUTPUT", "RESERVES"),
    ),
    Job(
        "exportpcrs",
        "assembly.export.export_job",
        {
            "STORE": _READ, "FORMAT": Parameter(kind=Kind.CHOICE, default="gml", words=tuple(FORMATS)), "LOT": _TEXT,
            "EXTENT": Parameter(kind=Kind.BOX), "MASK": _LAYER, "CORRIDOR": _LAYER,
            "FIELD": Parameter(kind=Kind.TEXT, goes_with={"MASK": (), "CORRIDOR": ()}),
            "CUT": Parameter(kind=Kind.FLAG, default=False, goes_with={"EXTENT": (), "MASK": (), "CORRIDOR": ()}),
            **_corridor_sides({"CORRIDOR": ()}), "ASOF": _TEXT,
            "DXF_3D": Parameter(kind=Kind.FLAG, default=False, goes_with=_DRAWN),
            "DXF_LAYERS": Parameter(kind=Kind.FILE, goes_with=_DRAWN),
            "DECIMALS": Parameter(
                kind=Kind.INTEGER, default=DECIMALS, least=AS_READ, most=MOST_DECIMALS, goes_with={"FORMAT": ("gml",)}
            ),
            "OUTPUT": Parameter(kind=Kind.NEW_PLACE, endings=EXPORT_ENDINGS, required=True),
        },
        ("OUTPUT", "FILES", "OBJECTS"),
    ),
    Job(
        "makeemprises",
        "assembly.sharing.emprises_job",
        {
            "STORE": _READ, "KIND": Parameter(kind=Kind.CHOICE, required=True, words=EMPRISE_KINDS),
            "SIZE": Parameter(kind=Kind.NUMBER, default=GRID_SIZE, least=1, goes_with={"KIND": ("grid",)}),
            **_corridor_sides({"KIND": ("corridor",)}),
            "LAYER": Parameter(kind=Kind.LAYER, goes_with={"KIND": ("commune", "corridor")}),
            "FIELD": Parameter(kind=Kind.TEXT, goes_with={"LAYER": ()}),
            "KEEP_EMPTY": _FLAG, "OUTPUT": _NEEDED_OUTPUT,
        },
        ("OUTPUT", "EMPRISES"),
    ),
    Job(
        "coverage",
        "assembly.sharing.coverage_job",
        {"STORE": _READ, "COMMUNES": _NEEDED_LAYER, "FIELD": _TEXT, "OUTPUT": _NEEDED_OUTPUT},
        ("OUTPUT", "HOLES", "OVERLAPS"),
    ),
    Job(
        "sharecosts",
        "assembly.sharing.sharing_job",
        {
            "STORE": _READ, "COMMUNES": _NEEDED_LAYER, "FIELD": _TEXT, "FINANCIERS": _FILE, "NETWORKS": _LAYER,
            "OWNER": Parameter(kind=Kind.TEXT, goes_with={"NETWORKS": ()}),
            "KEY": Parameter(kind=Kind.CHOICE, required=True, words=SHARING_KEYS),
            "COST": Parameter(kind=Kind.AMOUNT, required=True),
            "OUTPUT": Parameter(kind=Kind.NEW_FILE, endings=(".csv",), required=True),
        },
        ("OUTPUT", "SHARES", "TOTAL"),
    ),
    Job(
        "comparenetworks",
        "reconciliation.job",
        {
            "A": _NEEDED_LAYER, "A_LAYER": _TEXT, "B": _NEEDED_LAYER, "B_LAYER": _TEXT,
            "TOLERANCE": Parameter(kind=Kind.NUMBER, above=0), "TERRITORY": _FILE, "OUTPUT": _NEEDED_OUTPUT,
        },
        ("OUTPUT", "SHIFT_X", "SHIFT_Y", "MATCHED", "MOVED", "MISSING", "ADDED"),
    ),
    Job(
        "checkquality",
        "lot_check",
        {
            "INPUT": Parameter(kind=Kind.SUBJECT, required=True, several=True),
            "CRS": _TEXT,
            "PROFILE": _PROFILE,
            **_CHECK_INPUTS,
            "FINDINGS": Parameter(kind=Kind.NEW_FILE, endings=(".gpkg",), beside=(".csv", ".json")),
            "HTML": _PAGE,
            "PDF": Parameter(kind=Kind.NEW_FILE, endings=(".pdf",)),  # written by QGIS, from report and findings
            "STRICT": _FLAG,  # judged by QGIS, when everything has been written
        },
        ("FINDINGS", "HTML", "PDF", "COUNT", "ERRORS", "WARNINGS", "EXCUSED", "VERDICT", "SCORE"),
    ),
    Job(
        "checkaccuracy",
        "quality.accuracy.job",
        {
            "STORE": _READ,
            "CONTROL": Parameter(kind=Kind.LAYER, endings=CONTROL_TABLES, required=True),
            "CRS": _TEXT,
            "PAIRING": Parameter(kind=Kind.CHOICE, default="nearest", words=("nearest", "id")),
            "GATE": Parameter(kind=Kind.NUMBER, default=GATE, above=0, goes_with={"PAIRING": ("nearest",)}),
            "SAFETY": Parameter(kind=Kind.NUMBER, default=SAFETY, least=1),
            "TERRITORY": _FILE,
            "OUTPUT": _NEEDED_OUTPUT,
            "CSV": _TABLE,
            "HTML": _PAGE,
            "STRICT": _FLAG,  # judged by QGIS, when everything has been written
        },
        ("OUTPUT", "CSV", "HTML", "PAIRED", "REFUSED"),
    ),
    Job(
        "fixproposals",
        "quality.fixes.job",
        {
            "STORE": _CHANGED, "PROFILE": _PROFILE, "CHECKS": _TEXTS,
            "CONFIDENCE": Parameter(kind=Kind.CHOICE, default=SURE, words=CONFIDENCES), "APPLY": _FLAG,
            "COPY": _OUTPUT, **_CHECK_INPUTS, "OUTPUT": _OUTPUT,
        },
        ("STORE", "OUTPUT", "RUN", "PROPOSED", "APPLIED", "LEFT"),
    ),
    Job(
        "fetchschemas",
        "quality.schemas_job",
        {"SOURCE": Parameter(kind=Kind.PLACE), "FOLDER": _NEEDED_FOLDER},
        ("FOLDER", "COUNT"),
    ),
    Job(
        "declareexception",
        "quality.exceptions.declare_job",
        {
            "STORE": _CHANGED, "FINDING": _TEXTS, "REVOKE": Parameter(kind=Kind.NUMBERS), "REASON": _NEEDED_TEXT,
            "ROLE": _NEEDED_TEXT, "STATE": Parameter(kind=Kind.CHOICE, words=GIVEN),
            "SCOPE": Parameter(kind=Kind.CHOICE, words=SCOPES), "RADIUS": Parameter(kind=Kind.NUMBER, above=0),
            "AREA": _LAYER, "EXPIRES": _DAY,
        },
        ("STORE", "EXCEPTIONS", "DECLARED", "MARKED", "REVOKED"),
    ),
    Job(
        "listexceptions",
        "quality.exceptions.list_job",
        {"STORE": _READ, "OUTPUT": _OUTPUT, "CSV": _TABLE, "ALL": _FLAG},
        ("OUTPUT", "CSV", "COUNT", "ACTIVE", "UNUSED", "REOPENED", "EXPIRED", "REVOKED"),
    ),
    Job(
        "extractportal",
        "portal.job",
        {
            "TERRITORY": Parameter(kind=Kind.FILE, required=True), "STORE": Parameter(kind=Kind.BASE), "CODE": _TEXT,
            "PORTAL": _NEEDED_FOLDER,
        },
        ("releases",),
    ),
    Job(
        "makedemo",
        "demo.job",
        {
            "FOLDER": _NEEDED_FOLDER, "SEED": Parameter(kind=Kind.INTEGER, least=1),
            "SCALE": Parameter(kind=Kind.INTEGER, default=1, least=1), "CLEAN": _FLAG,
        },
        ("FOLDER", "TERRITORY", "TRUTH"),
    ),
    Job(
        "serveportal",
        None,
        {
            "PORTAL": Parameter(kind=Kind.FOLDER, required=True),
            "PORT": Parameter(kind=Kind.INTEGER, default=0, least=0, most=MOST_PORT),
            "DURATION": Parameter(kind=Kind.INTEGER, default=0, least=0),
        },
        ("URL", "PID"),
    ),
    Job("installengine", None, {"WHEELS": _FOLDER}, ("PYTHON", "VERSIONS")),
)  # fmt: skip

#: Jobs by name.
JOBS: dict[str, Job] = {job.name: job for job in _SPECIFIED}

#: Those that the engine runs.
ENGINE_JOBS: dict[str, Job] = {name: job for name, job in JOBS.items() if job.module}


def given_texts(value: Any) -> list[str]:
    """Texts of a value that is a text, a list of texts or nothing."""
    values = value if isinstance(value, list | tuple) else [value]
    return [v for v in values if isinstance(v, str) and v]


def refuse_unknown_names(job: str, known: Iterable[str], given: Iterable[str]) -> None:
    """Refuse a parameter that a job does not take.

    Raises
    ------
    EngineError
        ``parameter_unknown``, with the nearest name, else all names.
    """
    names = sorted(known)
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name.upper(), names, n=1)
            hint = Phrase("parameter_near", near=near[0]) if near else Phrase("parameter_all", known=", ".join(names))
            raise EngineError("parameter_unknown", job=job, name=name, hint=hint)


def absolute_parameters(parameters: Mapping[str, Any], specified: Mapping[str, Parameter]) -> dict[str, Any]:
    """The same values with every path absolute, as seen from the working folder of this process."""
    return {
        name: _absolute_value(value, specified[name]) if name in specified else value
        for name, value in parameters.items()
    }


def _absolute_value(value: Any, parameter: Parameter) -> Any:
    if isinstance(value, list):
        return [_absolute_value(each, parameter) for each in value]
    if not isinstance(value, str) or not value:
        return value
    named = parameter.kind is Kind.PROFILE and value.endswith(".toml")
    return absolute_path(value) if parameter.is_path or named else value


def absolute_path(text: str) -> str:
    """A path, or a layer as "file|layername=layer", made absolute; an address ("https://…") stays as it is."""
    path, bar, layer = text.partition("|")
    if "://" in path:
        return text
    return os.path.join(os.getcwd(), path) + bar + layer

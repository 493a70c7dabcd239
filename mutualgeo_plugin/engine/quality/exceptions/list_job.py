"""Job ``listexceptions``: the exceptions of a base and where they stand, as a layer, as CSV and in the report."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from ... import parameters as take
from ...context import Context, Json, Result
from ...formats.layer_file import LayerFile, write_layers
from ...geometry.linear import to_geometries
from ...model.legibility import csv_cell
from ...model.quality.excuses import ACTIVE, EXCEPTION, EXPIRED, REOPENED, REVOKED, UNUSED
from ...outputs import temporary_output
from ...store.exceptions import Declared, read_exceptions
from ...store.findings import read_cases
from ...store.store import open_store

LAYER = "exceptions"
_COLUMNS = (
    ("exception", "INTEGER"),
    ("state", "TEXT"),
    ("check_id", "TEXT"),
    ("code", "TEXT"),
    ("class", "TEXT"),
    ("scope", "TEXT"),
    ("objects", "TEXT"),
    ("finding_id", "TEXT"),
    ("reason", "TEXT"),
    ("role", "TEXT"),
    ("declared", "TEXT"),
    ("expires", "TEXT"),
    ("revoked", "TEXT"),
    ("revoked_role", "TEXT"),
    ("revoked_reason", "TEXT"),
    ("tolerance", "REAL"),
    ("radius", "REAL"),
    ("excuses", "INTEGER"),
    ("used_run", "INTEGER"),
    ("unused_since", "INTEGER"),
)
#: States of exceptions that are listed without ALL.
_SHOWN = (ACTIVE, UNUSED, REOPENED)


def run(parameters: Json, context: Context) -> Result:
    """List.

    Parameters: STORE, OUTPUT (GeoPackage layer), CSV (file), ALL (expired and revoked ones too).
    """
    layer, table = take.optional_text(parameters, "OUTPUT"), take.optional_text(parameters, "CSV")
    everything, today = take.flag(parameters, "ALL"), context.now[:10]
    with open_store(take.path(parameters, "STORE")) as store:
        exceptions = read_exceptions(store)
        excuses = Counter(c.exception_id for c in read_cases(store) if c.state == EXCEPTION)
        shown = [e for e in exceptions if everything or e.current_state(today) in _SHOWN]
        rows = [_row(e, today, excuses[e.id]) for e in shown]
        points = _points(shown) if layer or table else []
        if layer:
            placed = [(point, *row) for point, row in zip(points, rows, strict=True)]
            write_layers(Path(layer), [LayerFile(LAYER, "POINT", _COLUMNS, placed)], crs=store.crs, date=today)
        context.report_unchanged(store.counts(state="current"), store.measures("current"))
    if table:
        _write_csv(Path(table), points, rows)
    standing = Counter(e.current_state(today) for e in exceptions)
    figures = {state: standing[state] for state in (ACTIVE, UNUSED, REOPENED, EXPIRED, REVOKED)}
    context.report["exceptions"] = [dict(zip((name for name, _ in _COLUMNS), row, strict=True)) for row in rows]
    context.info("exceptions_listed", count=len(exceptions), **figures)
    outputs = {name: path for name, path in (("OUTPUT", layer), ("CSV", table)) if path}
    return Result("done", {**outputs, "COUNT": len(rows), **{state.upper(): n for state, n in figures.items()}})


def _row(e: Declared, today: str, excuses: int) -> tuple[object, ...]:
    return (
        e.id,
        e.current_state(today),
        e.check,
        e.code,
        e.feature_class,
        e.scope,
        " ".join(o.name for o in e.objects),
        e.finding_id,
        e.reason,
        e.role,
        e.declared,
        e.expires,
        e.revoked,
        e.revoked_role,
        e.revoked_reason,
        max((o.tolerance for o in e.objects), default=None),
        e.radius,
        excuses,
        e.used_run,
        e.unused_since,
    )


def _points(exceptions: Sequence[Declared]) -> list[shapely.Point | None]:
    """Place of each exception, else a point of what it is about."""
    grounds = to_geometries([next((o.wkb for o in e.objects if o.wkb), None) for e in exceptions])
    return [
        shapely.Point(e.place)
        if np.isfinite(e.place[0])
        else None
        if ground is None or ground.is_empty
        else shapely.point_on_surface(ground)
        for e, ground in zip(exceptions, grounds, strict=True)
    ]


def _write_csv(path: Path, points: Sequence[shapely.Point | None], rows: Sequence[tuple[object, ...]]) -> None:
    """UTF-8 with its mark and semicolons, as a French spreadsheet opens it."""
    with temporary_output(path) as temporary, temporary.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream, delimiter=";", lineterminator="\n")
        table.writerow([*(name for name, _ in _COLUMNS), "x", "y"])
        for point, row in zip(points, rows, strict=True):
            place = ("", "") if point is None else (f"{point.x:.3f}", f"{point.y:.3f}")
            table.writerow([*map(csv_cell, row), *place])

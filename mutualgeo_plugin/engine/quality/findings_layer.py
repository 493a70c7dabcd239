"""Findings as files: a GeoPackage that QGIS opens with its styles, the same rows as CSV and JSON beside it.

Layer ``findings`` has all of them, each as a point where to look; ``findings_points``, ``findings_lines`` and
``findings_areas`` have the errors' own geometries: each place of a finding that stands for several, segments, overlaps.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from ..dataset.findings import Finding
from ..formats.layer_file import LayerFile, write_layers
from ..model.checks import CHECKS
from ..model.jobs import ENGINE_JOBS
from ..model.legibility import csv_cell
from ..model.messages import render
from ..outputs import temporary_output

LAYER, STYLE = "findings", "finding"
#: Layers of the errors' own geometries, by dimension.
SHAPES = (("findings_points", "MULTIPOINT"), ("findings_lines", "MULTILINESTRING"), ("findings_areas", "MULTIPOLYGON"))
_MULTI = (shapely.multipoints, shapely.multilinestrings, shapely.multipolygons)
SCHEMA = "mutualgeo-findings/1"
COLUMNS = (
    ("finding_id", "TEXT NOT NULL"),
    ("check_id", "TEXT NOT NULL"),
    ("code", "TEXT NOT NULL"),
    ("severity", "TEXT NOT NULL"),
    ("criterion", "TEXT"),
    ("title", "TEXT"),
    ("class", "TEXT"),
    ("objects", "TEXT"),
    ("lots", "TEXT"),
    ("producer", "TEXT"),
    ("measured", "REAL"),
    ("tolerance", "REAL"),
    ("message", "TEXT"),
    ("remedy", "TEXT"),
    ("state", "TEXT NOT NULL"),
    ("excuse", "TEXT"),
    ("steward", "TEXT"),
)


def write_findings(
    path: Path,
    findings: Sequence[Finding],
    *,
    crs: int,
    lots: dict[int, str],
    language: str,
    date: str,
    stewards: Mapping[str, str],
) -> None:
    """Write the layers, then CSV and JSON under the same stem; each replaces an older one when it is whole.

    Parameters
    ----------
    date : day of the run: the only clock that the files show.
    stewards : role of each finding that has one, by identifier; of the others it is said that they have none.
    """
    nobody = render("steward_none", {}, language)
    rows = [(*_row(f, lots, language), stewards.get(f.identifier, nobody)) for f in findings]
    shapes = np.array([finding.shape for finding in findings], dtype=object)
    places = ((place, *row) for place, row in zip(_places(findings), rows, strict=True))
    layers = [LayerFile(LAYER, "POINT", COLUMNS, places, STYLE)]
    for (name, kind), (owner, own) in zip(SHAPES, _split_by_dimension(shapes), strict=True):
        layers.append(LayerFile(name, kind, COLUMNS, ((shape, *rows[i]) for i, shape in zip(owner, own, strict=True))))
    write_layers(path, layers, crs=crs, date=date)
    texts = (_csv(findings, rows), _json(findings, rows, shapes, crs, lots))
    beside = ENGINE_JOBS["checkquality"].parameters["FINDINGS"].beside
    for ending, text in zip(beside, texts, strict=True):
        with (
            temporary_output(path.with_suffix(ending)) as temporary,
            temporary.open("w", encoding="utf-8", newline="") as file,
        ):
            file.writelines(text)


def _row(finding: Finding, lots: dict[int, str], language: str) -> tuple[object, ...]:
    check = CHECKS[finding.check]
    return (
        finding.identifier,
        finding.check,
        finding.code,
        finding.severity,
        render(f"criterion_{check.criterion}", {}, language),
        render(f"title_{check.id}", {}, language),
        finding.feature_class,
        " ".join(finding.objects),
        "; ".join(lots.get(lot, str(lot)) for lot in finding.named_lots),
        finding.producers_text,
        _nullable_number(finding.measured),
        _nullable_number(finding.tolerance),
        finding.message(language),
        check.remedy,
        finding.state,
        finding.excuse,
    )


def _nullable_number(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _places(findings: Sequence[Finding]) -> NDArray[np.object_]:
    """Points where to look; None where there is none."""
    xy = np.array([finding.place for finding in findings], dtype=np.float64).reshape(-1, 2)
    placed = np.isfinite(xy).all(axis=1)
    points = np.full(len(xy), None)
    points[placed] = shapely.points(xy[placed])
    return points


def _split_by_dimension(shapes: NDArray[np.object_]) -> list[tuple[list[int], NDArray[np.object_]]]:
    """The points, lines and surfaces of geometries: for each dimension the rows that have some, and a multi-geometry
    in plan of each of these rows.
    """
    parts, owner = shapely.get_parts(shapely.force_2d(shapes), return_index=True)
    while (collections := shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        inner, of = shapely.get_parts(parts[collections], return_index=True)
        parts = np.concatenate((parts[~collections], inner))
        owner = np.concatenate((owner[~collections], owner[collections][of]))
    dimensions = np.where(shapely.is_empty(parts), -1, shapely.get_dimensions(parts))
    out = []
    for d, make in enumerate(_MULTI):
        mine = np.flatnonzero(dimensions == d)
        mine = mine[np.argsort(owner[mine], kind="stable")]
        rows, rank = np.unique(owner[mine], return_inverse=True)
        out.append((rows.tolist(), make(parts[mine], indices=rank)))
    return out


def _csv(findings: Sequence[Finding], rows: Sequence[tuple[object, ...]]) -> Iterator[str]:
    """UTF-8 with its mark and semicolons, as a French spreadsheet opens it; line by line."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=";", lineterminator="\n")
    writer.writerow([*(name for name, _ in COLUMNS), "x", "y"])
    yield "\ufeff" + line.getvalue()
    for finding, row in zip(findings, rows, strict=True):
        line.seek(0)
        line.truncate()
        writer.writerow([*map(csv_cell, row), *(_metres(value) for value in finding.place)])
        yield line.getvalue()


def _metres(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else ""


def _json(
    findings: Sequence[Finding],
    rows: Sequence[tuple[object, ...]],
    shapes: NDArray[np.object_],
    crs: int,
    lots: dict[int, str],
) -> Iterator[str]:
    """A finding a line; ``place`` is [x, y] or null, ``geometry`` the error's own as WKT or null."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    yield f'{{"schema": "{SCHEMA}", "crs": "EPSG:{crs}", "findings": [\n'
    before = ""
    for finding, row, wkt in zip(findings, rows, shapely.to_wkt(shapes, rounding_precision=3), strict=True):
        told: dict[str, object] = dict(zip((name for name, _ in COLUMNS), row, strict=True))
        told["objects"] = list(finding.objects)
        told["lots"] = [lots.get(lot, str(lot)) for lot in finding.named_lots]
        told["place"] = [round(v, 3) for v in finding.place] if math.isfinite(finding.place[0]) else None
        told["geometry"] = wkt
        yield before + encode(told)
        before = ",\n"
    yield "\n]}\n"

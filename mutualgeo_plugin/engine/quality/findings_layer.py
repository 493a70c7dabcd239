"""Findings as files: a GeoPackage that QGIS opens with its styles, the same rows as CSV and JSON beside it.

Layer ``findings`` has all of them, each as a point where to look; ``findings_points``, ``findings_lines`` and
``findings_areas`` have the errors' own geometries: each place of a finding that stands for several, segments, overlaps.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.checks import CHECKS, CRITERIA
from ..outputs import BESIDE, written_beside
from ..store.layer_file import LayerFile, write_layers
from .findings import Finding

LAYER, STYLE = "findings", "finding"
#: Layers of the errors' own geometries, by dimension.
SHAPES = (("findings_points", "MULTIPOINT"), ("findings_lines", "MULTILINESTRING"), ("findings_areas", "MULTIPOLYGON"))
_MULTI = (shapely.MultiPoint, shapely.MultiLineString, shapely.MultiPolygon)
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
)
#: First characters that make a spreadsheet take a text for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_findings(
    path: Path, findings: Sequence[Finding], *, crs: int, lots: dict[int, str], language: str, date: str
) -> None:
    """Write the layers, then CSV and JSON under the same stem; each replaces an older one when it is whole.

    Parameters
    ----------
    date : day of the run: the only clock that the files show.
    """
    rows = [_row(finding, lots, language) for finding in findings]
    shapes = [_by_dimension(finding.shape) for finding in findings]
    places = [(place, *row) for place, row in zip(_places(findings), rows, strict=True)]
    layers = [LayerFile(LAYER, "POINT", COLUMNS, places, STYLE)]
    for dimension, (name, kind) in enumerate(SHAPES):
        own = [(shape[dimension], *row) for shape, row in zip(shapes, rows, strict=True) if shape[dimension]]
        layers.append(LayerFile(name, kind, COLUMNS, own))
    write_layers(path, layers, crs=crs, date=date)
    texts = (_csv(findings, rows), _json(findings, rows, crs, lots))
    for ending, text in zip(BESIDE["FINDINGS"], texts, strict=True):
        with written_beside(path.with_suffix(ending)) as temporary:
            temporary.write_text(text, "utf-8", newline="")


def _row(finding: Finding, lots: dict[int, str], language: str) -> tuple[object, ...]:
    check = CHECKS[finding.check]
    return (
        finding.identifier,
        finding.check,
        finding.code,
        finding.severity,
        CRITERIA[check.criterion],
        check.title,
        finding.feature_class,
        " ".join(finding.objects),
        "; ".join(lots.get(lot, str(lot)) for lot in finding.lots),
        finding.producer,
        _finite(finding.measured),
        _finite(finding.tolerance),
        finding.message(language),
        check.remedy,
        finding.state,
        finding.excuse,
    )


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else float(value)


def _places(findings: Sequence[Finding]) -> NDArray[np.object_]:
    """Points where to look; None where there is none."""
    xy = np.array([finding.place for finding in findings], dtype=np.float64).reshape(-1, 2)
    placed = np.isfinite(xy).all(axis=1)
    points = np.full(len(xy), None)
    points[placed] = shapely.points(xy[placed])
    return points


def _by_dimension(shape: shapely.Geometry | None) -> tuple[shapely.Geometry | None, ...]:
    """The points, lines and surfaces of a geometry, each as a multi-geometry in plan, None where there are none."""
    if shape is None or shape.is_empty:
        return (None, None, None)
    parts = shapely.get_parts(shapely.force_2d(shape))
    while (collections := shapely.get_type_id(parts) >= shapely.GeometryType.MULTIPOINT).any():
        parts = np.concatenate((parts[~collections], shapely.get_parts(parts[collections])))
    parts = parts[~shapely.is_empty(parts)]
    dimensions = shapely.get_dimensions(parts)
    return tuple(
        make(parts[dimensions == d].tolist()) if (dimensions == d).any() else None for d, make in enumerate(_MULTI)
    )


def _csv(findings: Sequence[Finding], rows: Sequence[tuple[object, ...]]) -> str:
    """UTF-8 with its mark and semicolons, as a French spreadsheet opens it."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow([*(name for name, _ in COLUMNS), "x", "y"])
    for finding, row in zip(findings, rows, strict=True):
        writer.writerow([*map(_cell, row), *(_metres(value) for value in finding.place)])
    return "\ufeff" + stream.getvalue()


def _cell(value: object) -> object:
    """A text that a spreadsheet does not carry out."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _metres(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else ""


def _json(findings: Sequence[Finding], rows: Sequence[tuple[object, ...]], crs: int, lots: dict[int, str]) -> str:
    """A finding a line; ``place`` is [x, y] or null, ``geometry`` the error's own as WKT or null."""
    lines = []
    for finding, row in zip(findings, rows, strict=True):
        told: dict[str, object] = dict(zip((name for name, _ in COLUMNS), row, strict=True))
        told["objects"] = list(finding.objects)
        told["lots"] = [lots.get(lot, str(lot)) for lot in finding.lots]
        told["place"] = [round(v, 3) for v in finding.place] if math.isfinite(finding.place[0]) else None
        told["geometry"] = None if finding.shape is None else shapely.to_wkt(finding.shape, rounding_precision=3)
        lines.append(json.dumps(told, ensure_ascii=False, allow_nan=False))
    body = ",\n".join(lines)
    return f'{{"schema": "{SCHEMA}", "crs": "EPSG:{crs}", "findings": [\n{body}\n]}}\n'

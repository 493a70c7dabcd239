"""Findings as a GeoPackage layer that QGIS opens with its style."""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from pathlib import Path

from ..model.checks import CHECKS, CRITERIA
from ..outputs import written_beside
from ..store import geopackage as gpkg
from ..store import sql
from ..store.store import sqlite_errors, styles_of
from .findings import Finding

LAYER = "findings"
_COLUMNS = (
    ("finding_id", "TEXT NOT NULL"),
    ("check_id", "TEXT NOT NULL"),
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
_point = struct.Struct("<BI2d").pack


def write_findings(path: Path, findings: Sequence[Finding], *, crs: int, lots: dict[int, str], language: str) -> None:
    """Write a fresh file, then put it in place of an older one."""
    with written_beside(path) as temporary, sqlite_errors(temporary):
        _write(temporary, findings, crs, lots, language)


def _write(path: Path, findings: Sequence[Finding], crs: int, lots: dict[int, str], language: str) -> None:
    connection = gpkg.connect(path)
    try:
        connection.execute("BEGIN")
        gpkg.create_container(connection, crs)
        gpkg.create_feature_table(connection, LAYER, _COLUMNS, "POINT", crs)
        gpkg.create_styles_table(connection)
        for variant, qml in styles_of("finding").items():
            gpkg.add_style(connection, LAYER, variant or LAYER, qml, default=not variant)
        columns = ["geom", *(name for name, _ in _COLUMNS)]
        connection.executemany(sql.insert(LAYER, columns), (_row(f, crs, lots, language) for f in findings))
        places = [f.place for f in findings if math.isfinite(f.place[0])]
        if places:
            xs, ys = zip(*places, strict=True)
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (min(xs), min(ys), max(xs), max(ys), LAYER),
            )
        connection.execute("COMMIT")
    finally:
        connection.close()


def _row(finding: Finding, crs: int, lots: dict[int, str], language: str) -> tuple[object, ...]:
    check = CHECKS[finding.check]
    geometry = gpkg.blob(_point(1, 1, *finding.place), crs, None) if math.isfinite(finding.place[0]) else None
    return (
        geometry,
        finding.identifier,
        finding.check,
        finding.severity,
        CRITERIA[check.criterion],
        check.title,
        finding.feature_class,
        " ".join(finding.objects),
        "; ".join(lots.get(lot, str(lot)) for lot in finding.lots),
        finding.producer,
        finding.measured,
        finding.tolerance,
        finding.message(language),
        check.remedy,
        finding.state,
        finding.excuse,
    )

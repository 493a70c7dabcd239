"""Values of the page's sections, each from the keys of the report (docs/report.md)."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

import numpy
import shapely

from ...context import Json
from ...dataset.findings import Finding
from ...formats.sqlite_errors import SQLITE_VERSION
from ...model.checks import CHECKS, FAMILIES, SEVERITIES
from ...model.quality.ages import subject_label
from ...pages import decimal
from ...version import version
from ..base import Base, Inputs
from ..scoring.score import is_excused
from .parts import EXCUSED

#: Sections of scores: key of the report, what it is by, what is said where there is none.
SCOPES = (
    {"key": "by_producer", "what": "producteur", "empty": "La base ne dit rien à ce sujet."},
    {"key": "by_lot", "what": "lot", "empty": "La base ne dit rien à ce sujet."},
    {"key": "by_commune", "what": "commune", "empty": "Aucune commune n’est donnée."},
)
#: What the page calls the inputs of the checks.
_INPUTS = {
    "today": "Date de référence",
    "producers": "Producteurs de la convention",
    "sources": "Sources déclarées",
    "buildings": "Plan des bâtiments",
    "communes": "Communes",
    "addresses": "Adresses (BAN)",
    "files": "Fichiers livrés",
    "schemas": "Schémas XSD",
    "control": "Points de contrôle",
    "service": "Service publié",
    "layers": "Couches publiées",
}


def count_severities(report: Json) -> dict[str, int]:
    """Open findings by severity, then the excused ones."""
    counts = report["severities"]
    return {**{s: counts.get(s, 0) for s in SEVERITIES}, EXCUSED: sum(report["excused"].values())}


def list_trend(report: Json) -> list[tuple[str, float]]:
    """Day and score of the earlier checks by the same profile, then of this one; none where one is missing."""
    points = [(row["started"][:10], row["score"]) for row in report["trend"] if row["score"] is not None]
    now = report["score"]["score"]
    return [*points, (report["day"], now)] if points and now is not None else []


def list_checks(report: Json, findings: Sequence[Finding]) -> tuple[list[Json], list[str]]:
    """Checks that the profile asks for, by family, with their counts or why they did not run; and those it does not."""
    counts = Counter((f.check, EXCUSED if is_excused(f) else f.severity) for f in findings)
    off, rows = [], []
    for family, of_family in FAMILIES.items():
        for check in of_family:
            why = report["not_run"].get(check.id)
            if why is None and check.id not in report["findings"]:
                off.append(check.id)
                continue
            row = {"family": family, "check": check, "not_run": why, "partly": report["partly_run"].get(check.id)}
            rows.append({**row, "counts": [counts[check.id, s] for s in (*SEVERITIES, EXCUSED)]})
    return rows, off


def list_lots(base: Base) -> list[Json]:
    """What was delivered."""
    return [
        {
            **{key: lot[key] for key in ("name", "producers", "objects")},
            "sha256": str(lot["sha256"]),
            "surveyed": f"{lot['surveyed_from'] or '–'} à {lot['surveyed_to'] or '–'}",
            "crs": f"EPSG:{lot['source_crs']}",
        }
        for lot in base.lot_rows.values()
    ]


def list_inputs(inputs: Inputs) -> list[list[object]]:
    """What the checks were given."""
    return [[_INPUTS[f.name], _input_text(getattr(inputs, f.name))] for f in fields(inputs)]


def list_rules(report: Json) -> list[list[object]]:
    """Rules of the verdict, as the profile has them."""
    asked = report["verdict"]["asked"].items()
    return [[name, " ".join(value) if isinstance(value, list | tuple) else value] for name, value in asked]


def list_thresholds(report: Json) -> list[list[object]]:
    """Thresholds in force, with their unit and where the default is from."""
    return [
        [check, name, value, CHECKS[check].parameters[name].unit, CHECKS[check].parameters[name].source]
        for check, values in report["thresholds"].items()
        for name, value in values.items()
    ]


def list_ages(report: Json) -> list[list[object]]:
    """Age limits in force, with the objects that they are asked of and where they are from."""
    return [
        [
            subject_label(row["subject"]) or "tout le reste",
            *(
                "aucune" if row[severity] is None else f"{decimal(row[severity])} ans"
                for severity in ("warning", "error")
            ),
            row["objects"],
            row["dated"],
            row["source"] or "profil",
        ]
        for row in report["ages"]
    ]


def list_versions() -> dict[str, str]:
    """What computed the page."""
    return {
        "mutualgeo": version(),
        "Python": platform.python_version(),
        "shapely": shapely.__version__,
        "GEOS": shapely.geos_version_string,
        "numpy": numpy.__version__,
        "SQLite": SQLITE_VERSION,
    }


def _input_text(value: object) -> str:
    """An input as it was given: the name of a file, not the folders of the machine."""
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if value is None:
        return "non fournie"
    text = str(value)
    return text if "://" in text else text.replace("\\", "/").rstrip("/").rpartition("/")[2]


def _years_text(years: float | None) -> str:
    return "aucune" if years is None else f"{decimal(years)} ans"

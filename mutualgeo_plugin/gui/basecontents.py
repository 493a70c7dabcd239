"""The lots of a base and the conflicts that wait in it, as its views tell them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..engine.model.pcrs import EMPRISE
from ..engine.store.views import VERSION_COLUMNS
from .storefile import view_rows

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Lot:
    """A lot: `received` is ISO 8601 UTC, `reserves` sentences, `kind` as in the store (delivery, removed…)."""

    lot_id: int
    name: str
    producers: str
    received: str
    verdict: str
    reserves: tuple[str, ...]
    objects: int
    kind: str
    crs: int


@dataclass(frozen=True)
class Version:
    """One of the two objects of a conflict; `told` has VERSION_COLUMNS, "" where nothing is said."""

    uid: str
    lot: str
    told: dict[str, str]


@dataclass(frozen=True)
class Conflict:
    """Two versions of which a person decides; the rule prefers the first."""

    number: int
    feature_class: str
    reason: str
    distance: float | None
    versions: tuple[Version, Version]


def lots(store: Path) -> list[Lot]:
    """Lots of the base in their order of reception."""
    return [
        Lot(
            lot_id=row["lot_id"],
            name=row["name"],
            producers=row["producers"] or "",
            received=row["received"],
            verdict=row["verdict"] or "",
            reserves=_sentences(row["reserves"]),
            objects=row["objects"],
            kind=row["kind"],
            crs=row["store_crs"],
        )
        for row in view_rows(store, "lot_readable")
    ]


def open_conflicts(store: Path) -> list[Conflict]:
    """Conflicts that wait for a person."""
    rows = view_rows(store, "open_conflict")
    classes = {row["class"] for row in rows}
    known = {
        row["uid"]: _version(row)
        for row in (view_rows(store, "conflict_version", **{"class": classes}) if rows else ())
    }
    return [
        Conflict(row["id"], row["class"], row["reason"], row["distance"], (known[row["uid_a"]], known[row["uid_b"]]))
        for row in rows
        if row["uid_a"] in known and row["uid_b"] in known
    ]


def lot_box(store: Path, lot_id: int) -> Box | None:
    """Box (minx, miny, maxx, maxy) of a lot: that of its emprise, else that of its objects."""
    rows = view_rows(store, "lot_place", lot_id=lot_id)
    places = [row for row in rows if row["class"] == EMPRISE] or rows
    if not places:
        return None
    return (
        min(row["minx"] for row in places),
        min(row["miny"] for row in places),
        max(row["maxx"] for row in places),
        max(row["maxy"] for row in places),
    )


def _version(row: dict[str, Any]) -> Version:
    return Version(row["uid"], row["lot"] or "", {column: row[column] or "" for column in VERSION_COLUMNS})


def _sentences(reserves: str | None) -> tuple[str, ...]:
    """What is wrong with a lot, and how to mend it."""
    return tuple(f"{remark['what']} {remark['mend']}" for remark in json.loads(reserves)) if reserves else ()

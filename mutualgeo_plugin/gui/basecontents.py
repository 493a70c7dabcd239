"""The lots of a base and the conflicts that wait in it, as its tables hold them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ..engine.model.pcrs import CLASSES, EMPRISE
from .storefile import read_rows

LOTS = "SELECT lot_id, name, producers, received, verdict, reserves, objects, kind, store_crs FROM lot ORDER BY lot_id"
CONFLICTS = (
    "SELECT id, class, reason, distance, uid_a, uid_b FROM conflict WHERE state = 'open' ORDER BY class, reason, id"
)
VERSIONS = (
    "SELECT v.uid, t.name, {columns} FROM {table} v LEFT JOIN lot t ON t.lot_id = v.lot_id WHERE v.uid IN "
    "(SELECT uid_a FROM conflict WHERE state = 'open' AND class = ?1"
    " UNION SELECT uid_b FROM conflict WHERE state = 'open' AND class = ?1)"
)
#: What a version tells of itself, where its class has it.
TOLD = ("producteur", "dateLeve", "precisionPlanimetrique", "precisionAltimetrique", "qualiteCategorisation")
SPATIAL_TABLES = "SELECT table_name FROM gpkg_geometry_columns"
BOX = (
    "SELECT min(r.minx), min(r.miny), max(r.maxx), max(r.maxy) FROM {rtree} r JOIN {table} o ON o.fid = r.id"
    " WHERE o.lot_id = ?"
)

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
    """One of the two objects of a conflict; `told` has the columns of TOLD, "" where nothing is said."""

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
        Lot(number, name, producers or "", received, verdict or "", _sentences(reserves), objects, kind, crs)
        for number, name, producers, received, verdict, reserves, objects, kind, crs in read_rows(store, LOTS)
    ]


def open_conflicts(store: Path) -> list[Conflict]:
    """Conflicts that wait for a person."""
    rows = read_rows(store, CONFLICTS)
    known = {uid: version for name in {row[1] for row in rows} for uid, version in _versions(store, name).items()}
    return [
        Conflict(number, name, reason, distance, (known[a], known[b]))
        for number, name, reason, distance, a, b in rows
        if a in known and b in known
    ]


def lot_box(store: Path, lot_id: int) -> Box | None:
    """Box (minx, miny, maxx, maxy) of a lot: that of its emprise, else that of its objects."""
    tables = [name for (name,) in read_rows(store, SPATIAL_TABLES)]
    emprise = _box(store, [name for name in tables if name == EMPRISE], lot_id)
    return emprise or _box(store, tables, lot_id)


def _box(store: Path, tables: list[str], lot_id: int) -> Box | None:
    boxes = [
        box
        for table in tables
        for box in read_rows(store, BOX, (lot_id,), table=table, rtree=f"rtree_{table}_geom")
        if box[0] is not None
    ]
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _versions(store: Path, feature_class: str) -> dict[str, Version]:
    """The versions of one class that are in an open conflict, by uid: one look at the table for all of them."""
    there = [column for column in TOLD if column in CLASSES[feature_class].columns]
    template = VERSIONS.replace("{columns}", ", ".join(f"v.{{{column}}}" for column in there))
    rows = read_rows(store, template, (feature_class,), table=feature_class, **{column: column for column in there})
    return {
        uid: Version(uid, lot or "", dict.fromkeys(TOLD, "") | dict(zip(there, (v or "" for v in values), strict=True)))
        for uid, lot, *values in rows
    }


def _sentences(reserves: str | None) -> tuple[str, ...]:
    """What is wrong with a lot, and how to mend it."""
    return tuple(f"{remark['what']} {remark['mend']}" for remark in json.loads(reserves)) if reserves else ()

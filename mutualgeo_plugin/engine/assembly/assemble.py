"""Join lots into one base: of exact duplicates across lots one stays current, the others stay in history."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import pandas

from ..geometry.equality import equal_pairs
from ..geometry.vertices import control_points
from ..model.pcrs import AFFLEURANT, CLASSES
from ..store.store import Store
from ..store.tables import labels_of, read_class

#: Classes compared: objects of the field, their drawing, and affleurants by the geometry they lead to.
#: The parts of an affleurant and the frame of a lot are not objects of their own.
COMPARED = tuple(
    c.name
    for c in CLASSES.values()
    if c.family in ("vecteur", "habillage") and (c.geometry is not None or c.name == AFFLEURANT)
)

#: Order in which one version of an object is preferred to another: finer precision first, then surer
#: categorisation, then the later survey, then the lot's hash so that the order of reception does not matter.
_WORST = "999"


@dataclass(frozen=True)
class Duplicate:
    """An object that another one of another lot repeats."""

    feature_class: str
    fid: int
    uid: str
    lot_id: int
    gml_id: str
    kept_uid: str


def exact_duplicates(store: Store) -> list[Duplicate]:
    """Current objects to put aside: same class, same drawing (1 mm, Z too), saying the same, another lot."""
    found: list[Duplicate] = []
    hashes = {int(lot["lot_id"]): str(lot["sha256"]) for lot in store.lots()}
    for name in store.class_names():
        if name not in COMPARED:
            continue
        table = read_class(store, name)
        vertices = control_points(table.geometry.to_numpy(), table["curve"].to_numpy())
        pairs = equal_pairs(vertices, len(table), with_z=True, labels=labels_of(table, name))
        found += _losers(name, table, pairs, hashes)
    return found


def _losers(name: str, table: geopandas.GeoDataFrame, pairs: np.ndarray, hashes: dict[int, str]) -> list[Duplicate]:
    """Of each group of equal objects the best one stays; within one lot all stay (a finding, not a decision)."""
    groups: dict[int, list[int]] = {}
    leader: dict[int, int] = {}
    for a, b in pairs.tolist():
        first = leader.setdefault(a, a)
        leader[b] = first
        groups.setdefault(first, [first]).append(b)
    rank = _preference(table, hashes)
    lots = table["lot_id"].to_numpy()
    out = []
    for members in groups.values():
        best = min(members, key=lambda i: rank[i])
        for i in members:
            if lots[i] != lots[best]:
                row = table.iloc[i]
                kept = table["uid"].iloc[best]
                out.append(Duplicate(name, int(row["fid"]), row["uid"], int(lots[i]), row["gml_id"], kept))
    return out


def _preference(table: geopandas.GeoDataFrame, hashes: dict[int, str]) -> list[tuple[object, ...]]:
    def column(name: str, missing: str) -> pandas.Series:
        values = table[name] if name in table else pandas.Series(missing, index=table.index)
        return values.where(values.notna(), missing)

    later = [-int(d.replace("-", "")) if d.replace("-", "").isdigit() else 0 for d in column("dateLeve", "")]
    return list(
        zip(
            column("precisionPlanimetrique", _WORST),
            column("precisionAltimetrique", _WORST),
            column("qualiteCategorisation", "03"),
            later,
            table["lot_id"].map(hashes),
            table["ord"],
            strict=True,
        )
    )

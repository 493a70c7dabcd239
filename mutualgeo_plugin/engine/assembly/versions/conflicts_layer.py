"""Open conflicts as points of a GeoPackage, with what a person needs to decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import shapely

from ...context import Json
from ...formats.layer_file import LayerFile, write_layers
from ...model.pcrs import CLASSES
from ...store import sql
from ...store.store import Store

LAYER = "conflicts"

#: What is told of each of the two objects, where its class has it.
_TOLD = ("producteur", "dateLeve", "precisionPlanimetrique", "precisionAltimetrique", "qualiteCategorisation")

_COLUMNS = (
    ("id", "INTEGER"), ("class", "TEXT"), ("reason", "TEXT"), ("distance", "REAL"), ("uid_a", "TEXT"),
    ("uid_b", "TEXT"), *((f"{name}_{side}", "TEXT") for side in "ab" for name in ("lot", *_TOLD)),
)  # fmt: skip


def write_conflicts(path: Path, store: Store, waiting: Sequence[Json], *, date: str) -> None:
    """Write the open conflicts, as `store.conflicts.conflicts` gives them."""
    names = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    rows = [
        (
            shapely.Point(c["x"], c["y"]),
            *(c[key] for key in ("id", "class", "reason", "distance", "uid_a", "uid_b")),
            *_told(store, c["class"], c["uid_a"], names),
            *_told(store, c["class"], c["uid_b"], names),
        )
        for c in waiting
    ]
    write_layers(path, [LayerFile(LAYER, "POINT", _COLUMNS, rows)], crs=store.crs, date=date)


def _told(store: Store, feature_class: str, uid: str, names: dict[int, str]) -> list[str | None]:
    there = [c for c in _TOLD if c in CLASSES[feature_class].columns]
    row = store.connection.execute(sql.select(feature_class, ["lot_id", *there], "uid = ?"), (uid,)).fetchone()
    values = dict(zip(there, row[1:], strict=True))
    return [names[int(row[0])], *(values.get(c) for c in _TOLD)]

"""Open conflicts as points of a GeoPackage, with what a person needs to decide."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import shapely

from ...context import Json
from ...formats.layer_file import LayerFile, write_layers
from ...model.pcrs import CLASSES
from ...store.contents import read_texts
from ...store.store import Store
from ...store.views import VERSION_COLUMNS

LAYER = "conflicts"

_COLUMNS = (
    ("id", "INTEGER"), ("class", "TEXT"), ("reason", "TEXT"), ("distance", "REAL"), ("uid_a", "TEXT"),
    ("uid_b", "TEXT"), *((f"{name}_{side}", "TEXT") for side in "ab" for name in ("lot", *VERSION_COLUMNS)),
)  # fmt: skip


def write_conflicts(path: Path, store: Store, waiting: Sequence[Json], *, date: str) -> None:
    """Write the open conflicts, as `store.conflicts.conflicts` gives them."""
    names = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    told = {
        (name, uid): [names[key.lot_id], *(texts.get(c) for c in VERSION_COLUMNS)]
        for name in sorted({str(c["class"]) for c in waiting})
        for uid, (key, texts) in read_texts(
            store,
            name,
            [column for column in VERSION_COLUMNS if column in CLASSES[name].columns],
            {str(c[side]) for c in waiting if c["class"] == name for side in ("uid_a", "uid_b")},
        ).items()
    }
    rows = [
        (
            shapely.Point(c["x"], c["y"]),
            *(c[key] for key in ("id", "class", "reason", "distance", "uid_a", "uid_b")),
            *told[c["class"], c["uid_a"]],
            *told[c["class"], c["uid_b"]],
        )
        for c in waiting
    ]
    write_layers(path, [LayerFile(LAYER, "POINT", _COLUMNS, rows)], crs=store.crs, date=date)

"""The changes of an update as a GeoPackage: the geometry before and the geometry after, each change in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...formats.layer_file import LayerFile, write_layers
from .update import UNCHANGED, UpdateChange

BEFORE, AFTER = "before", "after"
_COLUMNS = (
    ("kind", "TEXT NOT NULL"),
    ("class", "TEXT NOT NULL"),
    ("old_uid", "TEXT"),
    ("old_gml_id", "TEXT"),
    ("new_uid", "TEXT"),
    ("new_gml_id", "TEXT"),
    ("found_by", "TEXT"),
    ("distance", "REAL"),
    ("columns", "TEXT"),
)


def write_changes(path: Path, changes: Sequence[UpdateChange], *, crs: int, date: str) -> None:
    """Write both layers; unchanged objects are not listed."""
    layers = [
        LayerFile(layer, "GEOMETRY", _COLUMNS, list(_rows(layer, changes)), f"changes_{layer}")
        for layer in (BEFORE, AFTER)
    ]
    write_layers(path, layers, crs=crs, date=date)


def _rows(layer: str, changes: Sequence[UpdateChange]) -> Iterator[tuple[object, ...]]:
    for change in changes:
        old, new = change.old, change.new
        version = old if layer == BEFORE else new
        if version is None or change.kind == UNCHANGED:
            continue
        yield (
            version.geometry, change.kind, change.feature_class, old and old.uid, old and old.gml_id, new and new.uid,
            new and new.gml_id, change.by or None, change.distance if change.by else None,
            " ".join(change.columns) or None,
        )  # fmt: skip

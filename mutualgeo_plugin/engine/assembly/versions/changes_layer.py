"""The changes of an update as a GeoPackage: the geometry before and the geometry after, each change in both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ...formats.layer_file import LayerFile, write_layers
from .update import UNCHANGED, Difference

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


def write_changes(path: Path, differences: Sequence[Difference], *, crs: int, date: str) -> None:
    """Write both layers; unchanged objects are not listed."""
    layers = [
        LayerFile(layer, "GEOMETRY", _COLUMNS, list(_rows(layer, differences)), f"changes_{layer}")
        for layer in (BEFORE, AFTER)
    ]
    write_layers(path, layers, crs=crs, date=date)


def _rows(layer: str, differences: Sequence[Difference]) -> Iterator[tuple[object, ...]]:
    for d in differences:
        version = d.old if layer == BEFORE else d.new
        if version is None or d.kind == UNCHANGED:
            continue
        yield (
            version.geometry, d.kind, d.feature_class, d.old and d.old.uid, d.old and d.old.gml_id,
            d.new and d.new.uid, d.new and d.new.gml_id, d.by or None, d.distance if d.by else None,
            " ".join(d.columns) or None,
        )  # fmt: skip

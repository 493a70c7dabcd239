"""Proposals of edge matching as layers: links from each end to its place, and the lines before and after."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import shapely

from ...formats.layer_file import LayerFile, write_layers
from .edges import Pair

LINKS, BEFORE, AFTER = LAYERS = ("edge_links", "edge_before", "edge_after")

_COLUMNS = (
    ("class", "TEXT"), ("gml_id", "TEXT"), ("other_gml_id", "TEXT"), ("lot", "TEXT"), ("other_lot", "TEXT"),
    ("gap", "REAL"), ("dx", "REAL"), ("dy", "REAL"), ("dz", "REAL"), ("confidence", "REAL"), ("decision", "TEXT"),
    ("uid", "TEXT"), ("other_uid", "TEXT"),
)  # fmt: skip


def write_pairs(path: Path, pairs: Sequence[Pair], *, crs: int, date: str) -> None:
    """Write pairs; lines stand in the layers before and after only where an end moves."""
    moving = [p for p in pairs if p.moves]
    layers = [
        LayerFile(LINKS, "LINESTRING", _COLUMNS, [(_link(p), *_row(p)) for p in pairs]),
        LayerFile(BEFORE, "LINESTRING", _COLUMNS, [(p.before, *_row(p)) for p in moving]),
        LayerFile(AFTER, "LINESTRING", _COLUMNS, [(p.after, *_row(p)) for p in moving]),
    ]
    write_layers(path, layers, crs=crs, date=date)


def _link(pair: Pair) -> shapely.Geometry:
    return shapely.LineString([pair.start[:2], pair.target[:2]])


def _row(pair: Pair) -> tuple[object, ...]:
    dx, dy = (t - s for s, t in zip(pair.start[:2], pair.target[:2], strict=True))
    dz = None if math.isnan(pair.dz) else round(pair.dz, 4)
    return (
        pair.feature_class, pair.gml_id, pair.other_gml_id, *pair.lots, round(pair.gap, 4), round(dx, 4), round(dy, 4),
        dz, round(pair.confidence, 1), pair.decision, pair.uid, pair.other_uid,
    )  # fmt: skip

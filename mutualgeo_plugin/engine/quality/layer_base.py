"""Layers outside the store (networks, parcels…) as the checks look at them, and how they come into one system."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from ..context import Context
from ..dataset.layer_dataset import LayerDataset
from ..formats.layer_table import LayerTable, read_tables
from ..geometry.crs import PCRS_ACCURACY, Operation, is_true_to_scale, operation
from ..geometry.linear import linearise
from ..geometry.wkb import Shape, decode, encode
from ..model.crs import LEGAL_CRS
from ..model.errors import EngineError
from ..model.networks import NETWORK_ACCURACY
from .base import Base, Inputs, median_altitude

#: The one lot that layers are.
LAYERS = 0
_LINE, _SURFACE = 1, 2


class LayerBase(LayerDataset, Base):
    """Objects of layers to check: one lot, whose files are those of the layers.

    Parameters
    ----------
    tables, crs : as of `LayerDataset`.
    moved : whether a transformation has made some of the coordinates.
    """

    def __init__(
        self,
        tables: Sequence[LayerTable],
        crs: int,
        inputs: Inputs = Inputs(),  # noqa: B008 - immutable
        *,
        moved: bool = False,
    ) -> None:
        super().__init__(tables, crs)
        self.inputs = inputs
        self._transformed = moved
        files = Counter[Path]()
        for table in tables:
            files[table.source] += len(table.fid)
        self.lots = {LAYERS: ", ".join(path.name for path in files)}
        self.lot_rows = {
            rank: {
                "name": path.name,
                "producers": None,
                "objects": objects,
                "surveyed_from": None,
                "surveyed_to": None,
                "source_crs": next(table.crs for table in tables if table.source == path),
                "sha256": _sha256(path),
            }
            for rank, (path, objects) in enumerate(files.items())
        }

    def lot_of(self, name: str) -> NDArray[np.int64]:
        return np.full(len(self.table(name)), LAYERS, dtype=np.int64)

    def as_delivered(self, lot: int) -> bool:
        return not self._transformed

    def usual_altitude(self, lot: int) -> float:
        if lot not in self._usual:
            self._usual[lot] = median_altitude(np.concatenate([self.vertices(n).xyz[:, 2] for n in self.classes]))
        return self._usual[lot]


def read_layers(
    sources: Sequence[str], crs: int | None, usual: int | None, inputs: Inputs, context: Context
) -> LayerBase:
    """Layers of sources in one legal metric system; what was read and how it was moved is told.

    Parameters
    ----------
    sources : "file" or "file|layername=layer" each.
    crs : EPSG code of the system to check in; None for the first legal one of the layers.
    usual : the territory's system, for layers of which none is in a legal one.

    Raises
    ------
    EngineError
        What `read_tables` and `geometry.crs.operation` raise; ``layers_empty``, ``layer_crs_missing``,
        ``layer_crs_illegal``.
    """
    read = [table for source in dict.fromkeys(sources) for table in read_tables(source)]
    tables = list(
        {(table.source.resolve(), table.name): table for table in read}.values()
    )  # a layer given twice is one
    if not any(len(table.fid) for table in tables):
        raise EngineError("layers_empty", path=", ".join(dict.fromkeys(str(t.source) for t in tables)))
    tables = _named(tables)
    tables = [_told_system(table, tables, crs, context) for table in tables]
    target = crs or next((LEGAL_CRS[t.crs].plane for t in tables if t.crs in LEGAL_CRS), usual) or _old(tables, context)
    moved = [_in_system(table, target, context) for table in tables]
    for table in moved:
        _tell(table, target, context)
    return LayerBase(moved, target, inputs, moved=any(a is not b for a, b in zip(tables, moved, strict=True)))


def _named(tables: list[LayerTable]) -> list[LayerTable]:
    """Tables under names of their own: a layer's, with its file's where two layers bear the same."""
    used = Counter(table.name for table in tables)
    out: list[LayerTable] = []
    taken: set[str] = set()
    for table in tables:
        name = table.name if used[table.name] == 1 else f"{table.source.stem} {table.name}"
        rank = 2
        while name in taken:
            name, rank = f"{table.source.stem} {table.name} {rank}", rank + 1
        taken.add(name)
        out.append(replace(table, name=name))
    return out


def _told_system(table: LayerTable, tables: list[LayerTable], given: int | None, context: Context) -> LayerTable:
    """A table with its system: its own, else the one that all others of its file have, else the one that is given."""
    if table.crs is not None:
        return table
    if table.said:  # it names one that is none of the registry: to take another for it would displace it
        raise EngineError("layer_crs_missing", path=str(table.source), layer=table.name)
    beside = {other.crs for other in tables if other.source == table.source} - {None}
    found = beside.pop() if len(beside) == 1 else given
    if found is None:
        raise EngineError("layer_crs_missing", path=str(table.source), layer=table.name)
    context.warning("layer_crs_taken", layer=table.name, crs=f"EPSG:{found}")
    return replace(table, crs=found)


def _old(tables: list[LayerTable], context: Context) -> int:
    """The system of all the layers where it is no legal one but metric and true to scale (NTF…): it serves as it is."""
    first = tables[0]
    if first.crs is None:  # told before (_told_system)
        raise EngineError("layer_crs_missing", path=str(first.source), layer=first.name)
    boxes = shapely.bounds(np.concatenate([table.geometry for table in tables]))
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    place = boxes.reshape(-1, 2).mean(axis=0) if len(boxes) else (0.0, 0.0)
    if any(table.crs != first.crs for table in tables) or not is_true_to_scale(first.crs, (place[0], place[1])):
        raise EngineError("layer_crs_illegal", layer=first.name, crs=f"EPSG:{first.crs}")
    context.warning("layer_crs_old", crs=f"EPSG:{first.crs}")
    return first.crs


def _in_system(table: LayerTable, target: int, context: Context) -> LayerTable:
    """A table in the target system; Z is as it was."""
    if table.crs is None:  # told before (_told_system)
        raise EngineError("layer_crs_missing", path=str(table.source), layer=table.name)
    legal = LEGAL_CRS.get(table.crs)
    source = legal.plane if legal else table.crs
    if source == target:
        return table
    found = operation(source, target, NETWORK_ACCURACY)
    tell = context.info if found.accuracy <= PCRS_ACCURACY else context.warning
    tell(
        "layer_transformed",
        layer=table.name,
        source=f"EPSG:{source}",
        target=f"EPSG:{target}",
        operation=found.name,
        accuracy=f"{found.accuracy:g}",
    )
    return _moved(table, found)


def _moved(table: LayerTable, found: Operation) -> LayerTable:
    """A table with both copies of its geometries through an operation."""
    geometry, curve = table.geometry.copy(), table.curve.copy()
    bent = np.array([wkb is not None for wkb in curve], dtype=bool)
    deep = shapely.has_z(geometry)
    for which in (~bent & ~deep, ~bent & deep):
        with_z = bool(deep[which].any())
        geometry[which] = shapely.transform(
            geometry[which],
            lambda xyz: np.column_stack((found.apply(xyz[:, :2]), xyz[:, 2:])),
            include_z=with_z,
        )
    for rank in np.flatnonzero(bent):
        curve[rank] = encode(_moved_shape(decode(curve[rank]), found))
        geometry[rank] = linearise(curve[rank])
    return replace(table, geometry=geometry, curve=curve)


def _moved_shape(shape: Shape, found: Operation) -> Shape:
    kind, content = shape
    if isinstance(content, np.ndarray):
        return kind, np.column_stack((found.apply(content[:, :2]), content[:, 2:]))
    return kind, [_moved_shape(part, found) for part in content]


def _tell(table: LayerTable, crs: int, context: Context) -> None:
    """Say what a layer holds, and what of it could not be used."""
    context.info("layer_read", layer=table.name, objects=len(table.fid), path=table.source.name)
    if table.skipped:
        context.warning("layer_skipped", layer=table.name, count=table.skipped)
    if table.unusable:
        context.warning("layer_unusable", layer=table.name, count=table.unusable)
    boxes = shapely.bounds(table.geometry)
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(boxes) or crs not in LEGAL_CRS:
        return
    box = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    if not LEGAL_CRS[crs].holds(box):
        context.warning("layer_outside", layer=table.name, crs=f"EPSG:{crs}", name=LEGAL_CRS[crs].name)


def profile_of(base: LayerBase) -> str:
    """Name of the profile for layers when none is asked for: parcels where there are surfaces alone, else a network."""
    surfaces, lines = base.holds(_SURFACE), base.holds(_LINE)
    return "parcellaire" if surfaces and not lines else "reseau"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

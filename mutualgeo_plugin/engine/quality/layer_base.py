"""Layers outside the store (networks, parcels…) as the checks look at them, and how they come into one system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from ..context import Context
from ..dataset.layer_dataset import LayerDataset
from ..formats.archives import hash_source
from ..formats.layer import (
    Layer,
    bring_layer,
    declare_system,
    missing_system,
    system_of,
)
from ..formats.layer import read_layers as read_each_layer
from ..formats.layer_remarks import tell_operation, tell_skipped, tell_unread_layer
from ..geometry.crs import is_true_to_scale
from ..model.crs import LEGAL_CRS
from ..model.errors import EngineError, Phrase
from ..model.networks import NETWORK_ACCURACY
from .base import Base, Inputs, median_altitude

#: The one lot that layers are.
LAYERS = 0
_LINE, _SURFACE = 1, 2
#: What is wrong with the name of a source, not with what it holds.
_MISTAKES = frozenset({"layer_choose", "path_unreadable", "format_not_read"})


class LayerBase(LayerDataset, Base):
    """Objects of layers to check: one lot, whose files are those of the layers.

    Parameters
    ----------
    tables, crs : as of `LayerDataset`.
    moved : whether a transformation has made some of the coordinates.
    """

    def __init__(
        self,
        tables: Sequence[Layer],
        crs: int,
        inputs: Inputs = Inputs(),  # noqa: B008 - immutable
        *,
        moved: bool = False,
    ) -> None:
        super().__init__(tables, crs)
        self.inputs = inputs
        #: Nature of the network that each layer is, where somebody says so.
        self.network_themes: dict[str, str] = {}
        self._transformed = moved
        files = Counter[Path]()
        for table in tables:
            files[table.source] += len(table)
        self.lots = {LAYERS: ", ".join(path.name for path in files)}
        self.lot_rows = {
            rank: {
                "name": path.name,
                "producers": None,
                "objects": objects,
                "surveyed_from": None,
                "surveyed_to": None,
                "source_crs": next(table.system for table in tables if table.source == path),
                "sha256": hash_source(path),
            }
            for rank, (path, objects) in enumerate(files.items())
        }

    def lot_of(self, name: str) -> NDArray[np.int64]:
        return np.full(len(self.table(name)), LAYERS, dtype=np.int64)

    def has_delivered_coordinates(self, lot: int) -> bool:
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
        What `formats.layer.read_layers` and `geometry.crs.operation` raise; ``layers_empty``, ``layer_crs_missing``,
        ``layer_crs_illegal``.
    """
    read = _read_sources(list(dict.fromkeys(sources)), context)
    tables = list(
        {(table.source.resolve(), table.name): table for table in read}.values()
    )  # a layer given twice is one
    if not any(len(table) for table in tables):
        raise EngineError("layers_empty", path=", ".join(dict.fromkeys(str(t.source) for t in tables)))
    tables = _name_tables(tables)
    tables = [_assign_system(table, tables, crs, context) for table in tables]
    legal = (LEGAL_CRS[t.system].plane for t in tables if t.system in LEGAL_CRS)
    target = crs or next(legal, usual) or _common_old_system(tables, context)
    moved = [_transform_table(table, target, context) for table in tables]
    for table in moved:
        _report_layer(table, target, context)
    return LayerBase(moved, target, inputs, moved=any(a is not b for a, b in zip(tables, moved, strict=True)))


def _read_sources(sources: Sequence[str], context: Context) -> list[Layer]:
    """Layers of all the sources; one of several that cannot be read, or has no geometry, is left out and told.

    What names no file or layer is a mistake of who asks, and refuses the run.
    """
    read: list[Layer] = []
    errors = []
    for source in sources:
        try:
            read += read_each_layer(source)
        except EngineError as error:
            if error.status != "refused" or error.code in _MISTAKES or len(sources) == 1:
                raise
            errors.append(error)
            tell_unread_layer(Path(source).name, error, context)
    if not read:
        raise errors[0]
    return read


def _name_tables(tables: list[Layer]) -> list[Layer]:
    """Tables under names of their own: a layer's, with its file's where two layers bear the same."""
    used = Counter(table.name for table in tables)
    out: list[Layer] = []
    taken: set[str] = set()
    for table in tables:
        name = table.name if used[table.name] == 1 else f"{table.source.stem} {table.name}"
        rank = 2
        while name in taken:
            name, rank = f"{table.source.stem} {table.name} {rank}", rank + 1
        taken.add(name)
        out.append(replace(table, name=name))
    return out


def _assign_system(table: Layer, tables: list[Layer], given: int | None, context: Context) -> Layer:
    """A table with its system: its own, else the one that all others of its file have, else the one that is given."""
    if table.system is not None:
        return table
    if table.declared_system:  # it names one that is none of the registry: to take another for it would displace it
        raise missing_system(table)
    beside = {other.system for other in tables if other.source == table.source} - {None}
    found = beside.pop() if len(beside) == 1 else given
    if found is None:
        raise missing_system(table, Phrase("layer_crs_parameter", name="CRS"))
    context.warning("layer_crs_taken", layer=table.name, crs=f"EPSG:{found}")
    return declare_system(table, found)


def _common_old_system(tables: list[Layer], context: Context) -> int:
    """The system of all the layers where it is no legal one but metric and true to scale (NTF…): it serves as it is."""
    first = tables[0]
    system = system_of(first)
    boxes = shapely.bounds(np.concatenate([table.geometry for table in tables]))
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    place = boxes.reshape(-1, 2).mean(axis=0) if len(boxes) else (0.0, 0.0)
    if any(table.system != system for table in tables) or not is_true_to_scale(system, (place[0], place[1])):
        raise EngineError("layer_crs_illegal", layer=first.name, crs=f"EPSG:{system}")
    context.warning("layer_crs_old", crs=f"EPSG:{system}")
    return system


def _transform_table(table: Layer, target: int, context: Context) -> Layer:
    """A layer in the target system; Z is as it was."""
    moved, found = bring_layer(table, target, NETWORK_ACCURACY)
    if found is not None:
        tell_operation(table, found, context)
    return moved


def _report_layer(table: Layer, crs: int, context: Context) -> None:
    """Say what a layer holds, and what of it could not be used."""
    context.info("layer_read", layer=table.name, objects=len(table), path=table.source.name)
    tell_skipped(table, context)
    if table.box is not None and crs in LEGAL_CRS and not LEGAL_CRS[crs].holds(table.box):
        context.warning("layer_outside", layer=table.name, crs=f"EPSG:{crs}", name=LEGAL_CRS[crs].name)


def profile_of(base: LayerBase) -> str:
    """Name of the profile for layers when none is asked for: their formats', else by the kinds of their objects.

    Parcels where there are surfaces alone, else a network; the lines of a format that has a profile of its own (the
    boundaries of a cadastral sheet) make no network.
    """
    plain = {layer.name for layer in base.layers if layer.profile is None}
    asked = {layer.profile for layer in base.layers} - {None}
    lines = plain.intersection(base.holds(_LINE))
    if len(asked) == 1 and not lines:
        return str(asked.pop())
    return "parcellaire" if base.holds(_SURFACE) and not lines else "reseau"

"""A selection of the base as DXF."""

from __future__ import annotations

from pathlib import Path

from ...formats.dxf_writer import DxfWriter
from ...geometry.wkb import decode
from ...model.pcrs import AFFLEURANT
from ...store.store import Store
from .names import links_of, unique_names
from .rows import class_rows
from .selection import Selection


def write_dxf(store: Store, selection: Selection, path: Path, *, layers: dict[str, str], three_d: bool) -> DxfWriter:
    """Write a DXF file; an affleurant is drawn by its own geometry chain, not a second time."""
    writer = DxfWriter(layers=layers, three_d=three_d)
    names = unique_names(store, selection)
    for name in store.class_names():
        for thing in class_rows(store, name, selection, names):
            wkb = None if name == AFFLEURANT else thing.wkb
            writer.add(thing.feature, thing.gml_id, thing.values, decode(wkb) if wkb else None)
            writer.lost["extra"] += bool(thing.extra)
            if thing.replaced:
                writer.replaced += thing.replaced
                writer.first_replaced = writer.first_replaced or thing.gml_id
    writer.lost["links"] += sum(1 for _ in links_of(selection))  # DXF has no associations
    writer.save(path)
    return writer

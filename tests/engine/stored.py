"""What a base holds of a class: its table, its native shapes."""

from __future__ import annotations

from pathlib import Path

from mutualgeo_plugin.engine.formats import geopackage as gpkg
from mutualgeo_plugin.engine.geometry.wkb import decode
from mutualgeo_plugin.engine.store.store import open_store
from mutualgeo_plugin.engine.store.tables import read_class


def table(store: Path, name: str):
    with open_store(store) as base:
        return read_class(base, name)


def shapes(store: Path, name: str):
    with open_store(store) as base:
        query = f'SELECT geom FROM "{name}" ORDER BY ord'
        return [decode(gpkg.wkb_of(g)) for (g,) in base._connection.execute(query) if g is not None]

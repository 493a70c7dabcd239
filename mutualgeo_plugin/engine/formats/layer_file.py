"""Small GeoPackages that a run hands to QGIS beside its report: fresh, whole or not at all, same input same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import shapely

from ..geometry.wkb import bounds_of
from ..outputs import temporary_output
from . import geopackage as gpkg
from . import sql
from .layer_styles import styles_of
from .sqlite_errors import sqlite_errors

#: Rows that are made ready at once.
_AT_ONCE = 20_000


@dataclass(frozen=True)
class LayerFile:
    """One layer: its columns, and rows of a geometry followed by the columns' values.

    geometry_type : empty for a table without geometry, whose rows are the values alone.
    rows : a geometry is a shape, or native WKB, whose arcs stay arcs; they are taken once.
    style : stem of the styles' files; the layer's own name where it is empty.
    """

    name: str
    geometry_type: str
    columns: Sequence[tuple[str, str]]
    rows: Iterable[tuple[object, ...]]
    style: str = ""


def write_layers(path: Path, layers: Sequence[LayerFile], *, crs: int, date: str) -> None:
    """Write layers with the plugin's styles into a fresh file, then put it in place of an older one.

    Parameters
    ----------
    date : day of the run, kept as the date of the file's bookkeeping.
    """
    with temporary_output(path) as temporary, sqlite_errors(temporary):
        _write(temporary, layers, crs, date)
        gpkg.refuse_unreadable_container(temporary, path)


def add_styles(path: Path, layers: Sequence[str], *, date: str) -> None:
    """Give the layers of a GeoPackage that others wrote the plugin's styles; `date` as in `write_layers`."""
    with sqlite_errors(path), closing(gpkg.connect(path)) as connection:
        connection.execute("BEGIN")
        gpkg.create_styles_table(connection)
        for layer in layers:
            _style(connection, layer, layer)
        connection.execute("UPDATE layer_styles SET update_time = ?", (_moment(date),))
        connection.execute("COMMIT")


def _write(path: Path, layers: Sequence[LayerFile], crs: int, date: str) -> None:
    connection = gpkg.connect(path)
    try:
        connection.execute("BEGIN")
        gpkg.create_container(connection, crs)
        gpkg.create_styles_table(connection)
        for layer in layers:
            if not layer.geometry_type:
                _write_table(connection, layer)
                continue
            gpkg.create_feature_table(connection, layer.name, layer.columns, layer.geometry_type, crs)
            _style(connection, layer.name, layer.style or layer.name)
            insert = sql.insert(layer.name, ["geom", *(name for name, _ in layer.columns)])
            box, rows = None, iter(layer.rows)
            while some := list(islice(rows, _AT_ONCE)):
                blobs, boxes = _encode_geometries([row[0] for row in some], crs)
                connection.executemany(insert, ((blob, *row[1:]) for blob, row in zip(blobs, some, strict=True)))
                box = gpkg.union_of([box, *boxes])
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (*(box or (None,) * 4), layer.name),
            )
        moment = _moment(date)
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        connection.execute("UPDATE layer_styles SET update_time = ?", (moment,))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _write_table(connection: sqlite3.Connection, layer: LayerFile) -> None:
    key = ("fid", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")
    gpkg.create_attribute_table(connection, layer.name, [key, *layer.columns])
    connection.executemany(sql.insert(layer.name, [name for name, _ in layer.columns]), layer.rows)


def _style(connection: sqlite3.Connection, layer: str, style: str) -> None:
    for variant, qml in styles_of(style).items():
        gpkg.add_style(connection, layer, variant or layer, qml, default=not variant)


def _moment(date: str) -> str:
    return f"{date}T00:00:00.000Z"


def _encode_geometries(geometries: Sequence[object], crs: int) -> tuple[list[bytes | None], list[gpkg.Box | None]]:
    """Geometries as a GeoPackage holds them, and the box of each; None where there is none."""
    shapes = np.array([g if isinstance(g, shapely.Geometry) else None for g in geometries], dtype=object)
    wkbs = shapely.to_wkb(shapes, flavor="iso", byte_order=1).tolist()
    bounds = [(b[0], b[1], b[2], b[3]) for b in shapely.bounds(shapes).tolist()]
    there = (~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)).tolist()
    blobs = [None if wkb is None else gpkg.blob(wkb, crs, b) for wkb, b in zip(wkbs, bounds, strict=True)]
    boxes = [b if some else None for b, some in zip(bounds, there, strict=True)]
    for i, native in enumerate(geometries):
        if isinstance(native, bytes):
            boxes[i] = bounds_of(native)
            blobs[i] = gpkg.blob(native, crs, boxes[i])
    return blobs, boxes

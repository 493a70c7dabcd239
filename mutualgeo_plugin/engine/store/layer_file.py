"""Small GeoPackages that a run hands to QGIS beside its report: fresh, whole or not at all, same input same bytes."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import shapely

from ..model.errors import EngineFailure
from . import geopackage as gpkg
from . import sql
from .store import sqlite_errors, styles_of


@dataclass(frozen=True)
class LayerFile:
    """One layer: its columns, and rows of a geometry followed by the columns' values."""

    name: str
    geometry_type: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[tuple[object, ...]]


def write_layers(path: Path, layers: Sequence[LayerFile], *, crs: int, date: str) -> None:
    """Write layers with the plugin's styles into a fresh file, then put it in place of an older one.

    Parameters
    ----------
    date : day of the run, kept as the date of the file's bookkeeping.
    """
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with sqlite_errors(temporary):
            _write(temporary, layers, crs, date)
        os.replace(temporary, path)
    except OSError as error:
        raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _write(path: Path, layers: Sequence[LayerFile], crs: int, date: str) -> None:
    connection = gpkg.connect(path)
    try:
        connection.execute("BEGIN")
        gpkg.create_container(connection, crs)
        gpkg.create_styles_table(connection)
        for layer in layers:
            gpkg.create_feature_table(connection, layer.name, layer.columns, layer.geometry_type, crs)
            for variant, qml in styles_of(layer.name).items():
                gpkg.add_style(connection, layer.name, variant or layer.name, qml, default=not variant)
            fields = ["geom", *(name for name, _ in layer.columns)]
            connection.executemany(
                sql.insert(layer.name, fields), [(_geometry(row[0], crs), *row[1:]) for row in layer.rows]
            )
            box = shapely.total_bounds([row[0] for row in layer.rows]).tolist() if layer.rows else [None] * 4
            connection.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (*box, layer.name),
            )
        moment = f"{date}T00:00:00.000Z"
        connection.execute("UPDATE gpkg_contents SET last_change = ?", (moment,))
        connection.execute("UPDATE layer_styles SET update_time = ?", (moment,))
        connection.execute("COMMIT")
    finally:
        connection.close()


def _geometry(geometry: shapely.Geometry, crs: int) -> bytes:
    return gpkg.blob(shapely.to_wkb(geometry, flavor="iso", byte_order=1), crs, geometry.bounds)

"""The changes of an update as a GeoPackage: the geometry before and the geometry after, each change in both."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import shapely

from ...model.errors import EngineFailure
from ...store import geopackage as gpkg
from ...store import sql
from ...store.store import sqlite_errors
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


def write_changes(path: Path, differences: Sequence[Difference], crs: int) -> None:
    """Write a fresh file, then put it in place of an older one; unchanged objects are not listed."""
    temporary = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with sqlite_errors(temporary):
            connection = gpkg.connect(temporary)
            try:
                connection.execute("BEGIN")
                gpkg.create_container(connection, crs)
                for layer in (BEFORE, AFTER):
                    _write_layer(connection, layer, differences, crs)
                connection.execute("COMMIT")
            finally:
                connection.close()
        os.replace(temporary, path)
    except OSError as error:
        raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
    finally:
        temporary.unlink(missing_ok=True)


def _write_layer(connection: sqlite3.Connection, layer: str, differences: Sequence[Difference], crs: int) -> None:
    gpkg.create_feature_table(connection, layer, _COLUMNS, "GEOMETRY", crs)
    columns = ["geom", *(name for name, _ in _COLUMNS)]
    connection.executemany(sql.insert(layer, columns), _rows(layer, differences, crs))
    geometries = [v.geometry for d in differences if (v := d.old if layer == BEFORE else d.new) is not None]
    box = shapely.total_bounds(geometries).tolist() if geometries else []
    if box and box[0] == box[0]:
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?", (*box, layer)
        )


def _rows(layer: str, differences: Sequence[Difference], crs: int) -> Iterator[tuple[object, ...]]:
    for d in differences:
        version = d.old if layer == BEFORE else d.new
        if version is None or d.kind == UNCHANGED:
            continue
        blob = None
        if version.geometry is not None:
            wkb = shapely.to_wkb(version.geometry, flavor="iso")
            blob = gpkg.blob(wkb, crs, shapely.bounds(version.geometry).tolist())
        yield (
            blob, d.kind, d.feature_class, d.old and d.old.uid, d.old and d.old.gml_id, d.new and d.new.uid,
            d.new and d.new.gml_id, d.by or None, d.distance if d.by else None, " ".join(d.columns) or None,
        )  # fmt: skip

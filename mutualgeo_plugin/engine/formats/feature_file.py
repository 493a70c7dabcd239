"""Fresh GeoPackages of feature tables whose rows are copied as they are; compacted, so that nothing is left over."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyproj

from . import geopackage as gpkg
from . import sql
from .sqlite_errors import sqlite_errors


@dataclass(frozen=True)
class FeatureTable:
    """A table to write.

    columns : name and SQL type of each.
    rows : ``(fid, geometry as a GeoPackage holds it, *values)`` in the order of the columns.
    boxes : box of each row in the table's system, None where it has none.
    """

    name: str
    title: str
    columns: Sequence[tuple[str, str]]
    geometry_type: str
    epsg: int
    has_z: bool
    rows: Sequence[tuple[Any, ...]]
    boxes: Sequence[gpkg.Box | None]


class FeatureFile:
    """A GeoPackage that is being filled (`new_feature_file`)."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def write(self, table: FeatureTable) -> None:
        """Create a feature table with its spatial index, and copy the rows as they are."""
        connection, name = self._connection, table.name
        self._add_system(table.epsg)
        gpkg.create_feature_table(
            connection, name, table.columns, table.geometry_type, table.epsg, description=table.title
        )
        connection.execute("UPDATE gpkg_geometry_columns SET z = ? WHERE table_name = ?", (int(table.has_z), name))
        connection.execute("BEGIN")
        gpkg.drop_insert_triggers(connection, name)
        connection.executemany(
            sql.insert(name, ("fid", "geom", *(column for column, _kind in table.columns))), table.rows
        )
        cells = ((row[0], b[0], b[2], b[1], b[3]) for row, b in zip(table.rows, table.boxes, strict=True) if b)
        connection.executemany(sql.insert(f"rtree_{name}_geom", ("id", "minx", "maxx", "miny", "maxy")), cells)
        gpkg.finish_bulk(connection, name, len(table.rows), table.boxes)
        connection.execute("COMMIT")

    def _add_system(self, epsg: int) -> None:
        crs = pyproj.CRS.from_epsg(epsg)
        row = (crs.name, epsg, "EPSG", epsg, crs.to_wkt("WKT1_GDAL"), None)
        self._connection.execute("INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", row)


@contextmanager
def new_feature_file(path: Path, epsg: int) -> Iterator[FeatureFile]:
    """A new GeoPackage to fill; once filled it is compacted, so that no page holds anything left over.

    Raises
    ------
    EngineError
        What SQLite says, as `sqlite_errors` tells it.
    """
    with sqlite_errors(path):
        connection = gpkg.connect(path)
        try:
            connection.execute("PRAGMA journal_mode = OFF")
            gpkg.create_container(connection, epsg)
            yield FeatureFile(connection)
            connection.execute("VACUUM")
        finally:
            connection.close()
        gpkg.refuse_unreadable_container(path, path)

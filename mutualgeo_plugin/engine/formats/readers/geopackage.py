"""GeoPackage, read by SQLite: native curves, whole numbers to the last digit, columns of any type."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from ...model.errors import EngineError
from ..file_format import FileFormat, register_format

if TYPE_CHECKING:
    from ..layer_source import LayerSource

#: Modules of virtual tables that a GeoPackage has: its spatial index, and texts in full.
_MODULES = frozenset({"rtree", "rtree_i32", "geopoly", "fts3", "fts4", "fts5"})
_VIRTUAL = re.compile(r"^\s*CREATE\s+VIRTUAL\s+TABLE\b.*?\bUSING\s+[\"'`\[]?(\w+)", re.IGNORECASE | re.DOTALL)
#: Functions with which GDAL's SQL reaches beyond the file.
_REACHING = re.compile(r"\b(?:ogr|gdal)_\w+\s*\(|\bload_extension\s*\(|\bhttp_\w+\s*\(", re.IGNORECASE)


def _refuse_harm(path: Path) -> None:
    """Refuse a GeoPackage whose tables or views reach beyond it.

    Raises
    ------
    EngineError
        ``layer_unreadable``, ``format_reaches_out``.
    """
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            asked = "SELECT CAST(name AS TEXT), CAST(sql AS TEXT) FROM sqlite_master WHERE sql IS NOT NULL"
            rows = connection.execute(asked).fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise EngineError("layer_unreadable", path=str(path), detail=str(error)) from error
    for name, definition in rows:
        module = _VIRTUAL.match(definition)
        if (module and module[1].lower() not in _MODULES) or _REACHING.search(definition):
            raise EngineError("format_reaches_out", path=path.name, what=name)


def _open_layers(path: Path) -> LayerSource:
    from ..sources import geopackage  # needs libraries, which QGIS's Python may not have

    return geopackage.GeoPackageSource(path)


def _read_systems(path: Path) -> set[int]:
    from ..sources import geopackage  # as above

    return geopackage.read_systems(path)


GEOPACKAGE = register_format(
    FileFormat(
        "gpkg",
        "GeoPackage",
        (".gpkg",),
        lambda head: head.startswith(b"SQLite format 3\0"),
        "GPKG",
        refuse_harm=_refuse_harm,
        open_layers=_open_layers,
        is_lot=True,
        read_systems=_read_systems,
    )
)

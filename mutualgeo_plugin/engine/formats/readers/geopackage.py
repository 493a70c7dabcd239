"""GeoPackage."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

from ...model.errors import EngineError
from ..file_format import FileFormat, register_format

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
            rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise EngineError("layer_unreadable", path=str(path), detail=str(error)) from error
    for name, sql in rows:
        module = _VIRTUAL.match(sql)
        if (module and module[1].lower() not in _MODULES) or _REACHING.search(sql):
            raise EngineError("format_reaches_out", path=path.name, what=name)


GEOPACKAGE = register_format(
    FileFormat(
        "gpkg",
        "GeoPackage",
        (".gpkg",),
        lambda head: head.startswith(b"SQLite format 3\0"),
        "GPKG",
        refuse_harm=_refuse_harm,
    )
)

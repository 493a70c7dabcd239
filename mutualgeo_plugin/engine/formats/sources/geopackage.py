"""GeoPackages as lots, read by SQLite: native curves, texts with their zeros."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model.errors import EngineError
from .. import geopackage as gpkg
from .. import sql
from .feature import SourceFeature, Unread, drop_measures, text_of


def read_features(path: Path, unread: Unread) -> Iterator[SourceFeature]:
    """Features of all layers, layers in order of name."""
    for layer in _layers(path):
        yield from _read_layer(path, layer, unread)


def read_systems(path: Path) -> set[int]:
    """EPSG codes of the layers of a GeoPackage; layers whose system is undefined name none.

    Raises
    ------
    EngineError
        ``source_crs_unknown``: a layer in a system of another registry.
    """
    with _open(path) as connection:
        rows = connection.execute(
            "SELECT DISTINCT upper(s.organization), s.organization_coordsys_id, g.table_name "
            "FROM gpkg_geometry_columns g LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id "
            "WHERE g.srs_id NOT IN (-1, 0)"
        ).fetchall()
        for registry, _code, layer in rows:
            if registry != "EPSG":
                raise EngineError("source_crs_unknown", path=f"{path.name} ({layer})")
        return {int(code) for _registry, code, _layer in rows}


def _layers(path: Path) -> list[str]:
    """Names of the tables that a GeoPackage presents."""
    with _open(path) as connection:
        rows = connection.execute(
            "SELECT table_name FROM gpkg_contents WHERE data_type IN ('features', 'attributes') ORDER BY table_name"
        )
        return [name for (name,) in rows]


def _read_layer(path: Path, layer: str, unread: Unread) -> Iterator[SourceFeature]:
    """Features of a layer, in its order."""
    with _open(path) as connection:
        found = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
        ).fetchone()
        geometry = found[0] if found else None
        columns = [row[1] for row in connection.execute(sql.statement("PRAGMA table_info({t})", t=layer))]
        names = [c for c in columns if c != geometry]
        wanted = [*names, *([geometry] if geometry else [])]
        for rank, row in enumerate(connection.execute(sql.select(layer, wanted, "", "rowid"))):
            texts = [(name, text_of(value, layer, name)) for name, value in zip(names, row, strict=False)]
            for name, value in zip(names, row, strict=False):
                if isinstance(value, bytes):
                    unread.add(f"binary field {name}", layer)
            fields = {name: text for name, text in texts if text not in (None, "")}
            wkb = gpkg.wkb_of(row[-1]) if geometry and row[-1] is not None else None
            shape = drop_measures(wkb, layer, unread) if wkb else None
            yield SourceFeature(layer, str(rank + 1), {k: str(v) for k, v in fields.items()}, shape)


@contextmanager
def _open(path: Path) -> Iterator[sqlite3.Connection]:
    """A foreign GeoPackage, read only; what SQLite says becomes a sentence."""
    try:
        connection = gpkg.connect(path, readonly=True)
        connection.execute("SELECT COUNT(*) FROM gpkg_contents").fetchone()
    except sqlite3.Error as error:
        raise EngineError("source_unreadable", path=path.name, detail=str(error)) from error
    try:
        yield connection
    finally:
        connection.close()

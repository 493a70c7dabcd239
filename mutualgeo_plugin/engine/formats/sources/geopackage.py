"""GeoPackages as lots, read by SQLite: native curves, texts with their zeros."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model.errors import EngineError
from .. import geopackage as gpkg
from .. import sql
from ..page import PAGE_SIZE, Page, Request


def read_pages(path: Path, request: Request) -> Iterator[Page]:
    """Objects of all layers, layers in order of name.

    Raises
    ------
    EngineError
        ``source_unreadable``.
    """
    for layer in _layers(path):
        yield from _read_layer(path, layer, request.size)


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


def _read_layer(path: Path, layer: str, size: int | None) -> Iterator[Page]:
    """Objects of a layer, in its order."""
    with _open(path) as connection:
        found = connection.execute(
            "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = ?", (layer,)
        ).fetchone()
        geometry = found[0] if found else None
        columns = [row[1] for row in connection.execute(sql.statement("PRAGMA table_info({t})", t=layer))]
        names = [c for c in columns if c != geometry]
        wanted = [*names, *([geometry] if geometry else [])]
        rows = connection.execute(sql.select(layer, wanted, "", "rowid"))
        first = 1
        while some := rows.fetchmany(size or PAGE_SIZE):
            cells = list(zip(*some, strict=True))
            yield Page(
                layer=layer,
                source=layer,
                names=[str(number) for number in range(first, first + len(some))],
                values={
                    name: [None if value == "" else value for value in column]
                    for name, column in zip(names, cells, strict=False)
                },
                geometry=[gpkg.wkb_of(blob) or None for blob in cells[-1]] if geometry else [None] * len(some),
            )
            first += len(some)


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

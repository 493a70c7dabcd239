"""GeoPackages that others made, read by SQLite: native curves, whole numbers to the last digit, columns of any type.

GDAL gives chords for arcs, rounds large numbers and drops columns whose declared type the standard does not have.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ...geometry.wkb import WkbError, decode, is_curved
from ...model.errors import EngineError
from ...model.whole_numbers import whole_number
from .. import geopackage as gpkg
from .. import sql
from ..layer_source import LayerSource
from ..page import UNUSABLE, Page, Request, Unread

#: What GDAL calls the number of an object in a view, which has no key of its own.
_FID_NAMES = frozenset({"fid", "ogc_fid"})
#: Systems that stand for none: undefined Cartesian and geographic (OGC 12-128), and GDAL's own name for it.
_UNDEFINED, _UNDEFINED_NAME = (-1, 0), "Undefined SRS"
#: Names that SQLite gives the number of a row, each where no column has it.
_ROW_NUMBERS = ("rowid", "oid", "_rowid_")
#: Rows of a view beyond which it is taken for endless: some, and one for so many bytes of the file: an object has more.
_LEAST_ROWS, _BYTES_OF_ROW = 100_000, 16
#: Bytes of the largest value that is read; a geometry of a million vertices has 24 million.
_LARGEST_VALUE = 64 << 20
#: Seconds that one question to a file may take: some, and one for so many bytes of it. A disk gives ten times as many.
_LONGEST, _BYTES_OF_SECOND = 15.0, 10 << 20
#: Steps of SQLite between two looks at the clock.
_STEPS = 100_000
#: Bytes of a geometry that has some hundred levels at the most: one takes nine.
_SHORT = 4096
#: Beginnings of the names of tables that are the container's own.
_OWN_TABLES = ("gpkg_", "rtree_", "sqlite_")


class _Table(NamedTuple):
    """A table or view that a GeoPackage presents; `geometry` is its column of geometries, None where it has none."""

    name: str
    is_view: bool
    geometry: str | None
    system: int | None


class _Columns(NamedTuple):
    """Columns of a table beside its geometries: name and declared type in order, and the one that numbers objects."""

    types: dict[str, str]
    key: str | None


@dataclass(frozen=True)
class GeoPackageSource(LayerSource):
    """A GeoPackage; layers and tables in the order in which it lists them."""

    def layers(self) -> list[str]:
        return [table.name for table in self._tables() if table.geometry is not None]

    def tables(self) -> tuple[str, ...]:
        return tuple(table.name for table in self._tables() if table.geometry is None)

    def fields(self, layer: str) -> list[str]:
        with _open(self.path) as (connection, _):
            columns = _columns(connection, _table(connection, layer))
            return [name for name in columns.types if name != columns.key]

    def pages(self, request: Request) -> Iterator[Page]:
        for layer in [request.layer] if request.layer is not None else sorted([*self.layers(), *self.tables()]):
            with _open(self.path) as (connection, clock):
                yield from _pages(connection, clock, _table(connection, layer), request)

    def _tables(self) -> list[_Table]:
        with _open(self.path) as (connection, _):
            return _read_tables(connection)


def read_systems(path: Path) -> set[int]:
    """EPSG codes of the layers of a GeoPackage; layers whose system is undefined name none.

    Raises
    ------
    EngineError
        ``layer_unreadable``; ``source_crs_unknown``: a layer in a system of another registry.
    """
    found = set()
    with _open(path) as (connection, _):
        for table in _read_tables(connection):
            registry, code = _read_system(connection, table.system)[:2]
            if registry is not None and registry != "EPSG":
                raise EngineError("source_crs_unknown", path=f"{path.name} ({table.name})")
            found |= {code} if code is not None else set()
    return found


def _read_tables(connection: sqlite3.Connection) -> list[_Table]:
    """Tables and views that the file presents; those that it does not register only where it registers no table."""
    there = {name.lower(): (name, kind) for name, kind in _schema(connection)}
    drawn = {}
    if "gpkg_geometry_columns" in there:
        rows = connection.execute("SELECT lower(table_name), column_name, srs_id FROM gpkg_geometry_columns")
        drawn = {name: (column, system) for name, column, system in rows}
    listed = connection.execute(
        "SELECT lower(table_name), data_type FROM gpkg_contents "
        "WHERE data_type IN ('features', 'attributes', 'aspatial') ORDER BY rowid"
    ).fetchall()
    names = [name for name, _kind in listed if name in there]
    if all(kind == "features" for _name, kind in listed):
        names += [name for name in there if name not in {n for n, _ in listed} and not name.startswith(_OWN_TABLES)]
    return [_Table(there[name][0], there[name][1] == "view", *drawn.get(name, (None, None))) for name in names]


def _schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Names of the tables and views, and which of the two each is."""
    return connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view')").fetchall()


def _table(connection: sqlite3.Connection, layer: str) -> _Table:
    return next(table for table in _read_tables(connection) if table.name == layer)


def _columns(connection: sqlite3.Connection, table: _Table) -> _Columns:
    rows = connection.execute(sql.statement("PRAGMA table_xinfo({t})", t=table.name)).fetchall()
    hidden = 1  # column of a virtual table that is none of its contents; 2 and 3 are computed ones
    types = {row[1]: str(row[2]) for row in rows if row[6] != hidden and row[1] != table.geometry}
    keys = [row[1] for row in rows if row[5]]
    if table.is_view:
        keys = [name for name in types if name.lower() in _FID_NAMES][:1]
    if table.geometry is not None and table.geometry.lower() not in {str(row[1]).lower() for row in rows}:
        # a quoted name that is none of a column is a text to SQLite: every object would have it for its geometry
        raise EngineError("layer_column_absent", layer=table.name, column=table.geometry)
    return _Columns(types, keys[0] if len(keys) == 1 and "INT" in types.get(keys[0], "").upper() else None)


def _read_system(connection: sqlite3.Connection, system: int | None) -> tuple[str | None, int | None, str | None]:
    """Registry, code and definition of a system of the file; None where it stands for none."""
    if system is None or system in _UNDEFINED:
        return None, None, None
    row = connection.execute(
        "SELECT upper(organization), organization_coordsys_id, definition FROM gpkg_spatial_ref_sys "
        "WHERE srs_id = ? AND srs_name <> ?",
        (system, _UNDEFINED_NAME),
    ).fetchone()
    code = whole_number(str(row[1])) if row else None
    return (str(row[0]), code, str(row[2])) if code is not None else (None, None, None)


def _pages(connection: sqlite3.Connection, clock: _Clock, table: _Table, request: Request) -> Iterator[Page]:
    columns = _columns(connection, table)
    wanted = list(columns.types) if request.columns is None else list(request.columns)
    registry, code, definition = _read_system(connection, table.system)
    key = columns.key or _row_number(connection, table)
    asked = [*wanted, *([key] if key else []), *([table.geometry] if table.geometry else [])]
    _refuse_endless_view(connection, table)
    rows = connection.execute(sql.select(table.name, asked, "", sql.name(key) if key else ""))
    first = 0
    while True:
        clock.begin()
        some = rows.fetchmany(request.size) if request.size is not None else rows.fetchall()
        cells = list(zip(*some, strict=True)) or [()] * len(asked)
        places = range(first + 1, first + len(some) + 1)
        numbers: Sequence[int] = cells[len(wanted)] if key else places
        if not all(isinstance(number, int) for number in numbers):  # a view may number its objects by anything
            numbers = places
        unread = Unread()
        geometry = _geometries(cells[-1], table.name, unread) if table.geometry else [None] * len(some)
        yield Page(
            layer=table.name,
            source=table.name,
            names=[str(number) for number in places],
            values=dict(zip(wanted, cells, strict=False)),
            types={name: columns.types.get(name, "") for name in wanted},
            geometry=geometry,
            curved=[rank for rank, wkb in enumerate(geometry) if wkb and _may_have_arcs(wkb)],
            fid=np.array(numbers, dtype=np.int64),
            key=columns.key,
            declared_system=f"EPSG:{code}" if registry == "EPSG" else definition,
            unread=unread,
        )
        first += len(some)
        if request.size is None or len(some) < request.size:
            return


def _row_number(connection: sqlite3.Connection, table: _Table) -> str:
    """Name by which SQLite numbers the rows of a table without a key; empty where it numbers none."""
    taken = {str(row[1]).lower() for row in connection.execute(sql.statement("PRAGMA table_xinfo({t})", t=table.name))}
    listed = connection.execute("SELECT wr FROM pragma_table_list WHERE name = ? AND schema = 'main'", (table.name,))
    unnumbered = table.is_view or any(wr for (wr,) in listed)
    return "" if unnumbered else next((name for name in _ROW_NUMBERS if name not in taken), "")


def _refuse_endless_view(connection: sqlite3.Connection, table: _Table) -> None:
    """Refuse a view that gives more rows than a file of this size may mean: it recurses, or multiplies tables."""
    if not table.is_view:
        return
    (size,) = connection.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()
    most = _LEAST_ROWS + size // _BYTES_OF_ROW
    counted = sql.statement("SELECT COUNT(*) FROM (SELECT 1 FROM {t} LIMIT ?)", t=table.name)
    if connection.execute(counted, (most + 1,)).fetchone()[0] > most:
        raise EngineError("layer_endless", layer=table.name, most=most)


def _may_have_arcs(wkb: bytes) -> bool:
    """Whether a WKB is one with arcs; big-endian there are none. One that is damaged is what its readers say of it."""
    with suppress(WkbError):
        return wkb[0] == 1 and is_curved(wkb)
    return False


def _is_flat(blob: bytes) -> bool:
    """Whether a geometry is not nested so deep that GEOS would end the process; short ones cannot be."""
    if len(blob) <= _SHORT:
        return True
    try:
        decode(gpkg.wkb_of(blob) or b"")
    except WkbError:
        return False
    return True


def _geometries(blobs: tuple[bytes | None, ...], layer: str, unread: Unread) -> list[bytes | None]:
    """WKB of each; what is no geometry of a GeoPackage is counted."""
    bad = [blob is not None and not (gpkg.is_geometry(blob) and _is_flat(blob)) for blob in blobs]
    if any(bad):
        unread.add(UNUSABLE, layer, sum(bad))
    return [None if wrong else gpkg.wkb_of(blob) or None for blob, wrong in zip(blobs, bad, strict=True)]


class _Clock:
    """Strikes when SQLite has worked on one question for too long."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.begin()

    def begin(self) -> None:
        """A question is asked, or its next rows are."""
        self._begun = time.monotonic()

    def has_struck(self) -> bool:
        """Whether the time is over; SQLite asks now and then, and stops where it is."""
        return time.monotonic() - self._begun > self.seconds


@contextmanager
def _open(path: Path) -> Iterator[tuple[sqlite3.Connection, _Clock]]:
    """A foreign GeoPackage, read only, and the clock of its questions; what SQLite says becomes a sentence."""
    try:
        connection = gpkg.connect(path, readonly=True)
        clock = _Clock(_LONGEST + path.stat().st_size / _BYTES_OF_SECOND)
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_VALUE)
            connection.set_progress_handler(clock.has_struck, _STEPS)
            connection.execute("SELECT COUNT(*) FROM gpkg_contents").fetchone()
            yield connection, clock
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError) as error:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_INTERRUPT:
            raise EngineError("layer_slow", path=str(path), seconds=round(clock.seconds)) from error
        raise EngineError("layer_unreadable", path=str(path), detail=str(error)) from error

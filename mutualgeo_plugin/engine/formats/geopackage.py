"""GeoPackage 1.3 written through sqlite3: containers, feature tables with curves, R-trees, styles.

pyogrio commits layer by layer; a lot must come in as one transaction, so the engine writes features itself. The SQL
functions that GDAL's triggers call are registered on every connection: plain INSERT, UPDATE and DELETE keep the
R-tree and the counts right.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from pathlib import Path
from typing import Literal

from ..model.errors import EngineFailure
from . import sql

#: minx, miny, maxx, maxy
Box = tuple[float, float, float, float]

APPLICATION_ID = 0x47504B47  # "GPKG"
USER_VERSION = 10300

#: Pages of a transaction kept in memory, in KiB: SQLite's own 2 MB make it write a lot's pages several times.
CACHE_KIB = 65_536

_HEADER = struct.Struct("<2sBBi")
_ENVELOPE = struct.Struct("<4d")
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_EMPTY_FLAG = 0x10
_MAGIC = b"GP"

#: Geometry type declared for each kind of class: the one that QGIS opens as curve layer with Z.
GEOMETRY_TYPES = {
    "point": "POINT",
    "curve": "COMPOUNDCURVE",
    "polygon": "CURVEPOLYGON",
    "multipoint": "MULTIPOINT",
    "multicurve": "MULTICURVE",
    "multisurface": "MULTISURFACE",
    "surface": "GEOMETRY",
    "any": "GEOMETRY",
}
_EXTENDED_TYPES = frozenset({"COMPOUNDCURVE", "CURVEPOLYGON", "MULTICURVE", "MULTISURFACE"})


def blob(wkb: bytes, srs_id: int, box: Box | None) -> bytes:
    """GeoPackage geometry of a WKB; `box` (minx, miny, maxx, maxy) goes into the header where given."""
    if box is None:
        return _HEADER.pack(_MAGIC, 0, 1, srs_id) + wkb
    return _HEADER.pack(_MAGIC, 0, 3, srs_id) + _ENVELOPE.pack(box[0], box[2], box[1], box[3]) + wkb


def is_geometry(value: object) -> bool:
    """Whether a value is a GeoPackage geometry as far as its header tells: its mark, and room for the box it says."""
    if not isinstance(value, bytes) or len(value) < _HEADER.size or value[:2] != b"GP":
        return False
    kind = (value[3] >> 1) & 7
    return kind < len(_ENVELOPE_BYTES) and len(value) > _HEADER.size + _ENVELOPE_BYTES[kind]


def wkb_of(geometry: bytes | None) -> bytes | None:
    """WKB of a GeoPackage geometry; None stays None."""
    if geometry is None:
        return None
    return geometry[8 + _ENVELOPE_BYTES[(geometry[3] >> 1) & 7] :]


def box_of(geometry: bytes | None) -> Box | None:
    """Box (minx, miny, maxx, maxy) of a GeoPackage geometry; None where it is null or empty."""
    if geometry is None or geometry[3] & _EMPTY_FLAG:
        return None
    if (geometry[3] >> 1) & 7:
        minx, maxx, miny, maxy = _ENVELOPE.unpack_from(geometry, 8)
        return minx, miny, maxx, maxy
    wkb = geometry[8:]
    if (struct.unpack_from("<I", wkb, 1)[0] & 0xFFFF) % 1000 == 1:
        x, y = struct.unpack_from("<2d", wkb, 5)
        return x, y, x, y
    return _computed_box(wkb)


def _computed_box(wkb: bytes) -> Box | None:
    from ..geometry.wkb import bounds_of  # only for geometries that others wrote without an envelope

    return bounds_of(wkb)


def connect(path: Path | str, *, timeout: float = 5.0, readonly: bool = False) -> sqlite3.Connection:
    """Connection to a GeoPackage with the SQL functions that its triggers call; transactions are explicit.

    The thread that opens it alone may use it: another one is refused (``sqlite3.ProgrammingError``), for what two
    threads read through one connection may be each other's.
    """
    target = Path(path).resolve().as_uri() + "?mode=ro" if readonly else path
    connection = sqlite3.connect(target, uri=readonly, timeout=timeout, isolation_level=None)
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB:d}")

    def corner(rank: int) -> Callable[[object], float | None]:
        def value(geometry: object) -> float | None:
            box = _readable_box(geometry)
            return box[rank] if box else None

        return value

    def is_empty(geometry: object) -> int | None:
        box = _readable_box(geometry)
        return None if box is False else int(box is None)

    for rank, function in enumerate(("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY")):
        connection.create_function(function, 1, corner(rank), deterministic=True)
    connection.create_function("ST_IsEmpty", 1, is_empty, deterministic=True)
    return connection


def _readable_box(geometry: object) -> Box | None | Literal[False]:
    """Box of what stands in a column; False where it cannot be read, for which GDAL's functions say NULL."""
    if not isinstance(geometry, bytes) or geometry[:2] != _MAGIC:
        return False
    try:
        return box_of(geometry)
    except (struct.error, ValueError, KeyError, IndexError):
        return False


#: First and last row of a table.
_END_ROWS = ("SELECT * FROM {t} ORDER BY rowid LIMIT 1", "SELECT * FROM {t} ORDER BY rowid DESC LIMIT 1")


def refuse_unreadable_container(path: Path, name: Path) -> None:
    """Open a GeoPackage that was written and is to become `name`: each table listed gives its first and last row.

    Raises
    ------
    EngineFailure
        ``output_unreadable``.
    """
    try:
        with closing(connect(path, readonly=True)) as connection:
            if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise EngineFailure("output_unreadable", path=str(name), detail="no GeoPackage")
            for (table,) in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY table_name").fetchall():
                for row in _END_ROWS:
                    connection.execute(sql.statement(row, t=table)).fetchall()
    except sqlite3.Error as error:
        raise EngineFailure("output_unreadable", path=str(name), detail=str(error)) from error


def create_container(connection: sqlite3.Connection, epsg: int) -> None:
    """Make an empty database a GeoPackage whose layers are in `epsg`."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID:d}")
    connection.execute(f"PRAGMA user_version = {USER_VERSION:d}")
    for statement in _CONTAINER:
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)",
        [
            ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", None),
            ("Undefined geographic SRS", 0, "NONE", 0, "undefined", None),
            _srs_row(4326),
        ],
    )
    if epsg != 4326:
        connection.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _srs_row(epsg))


def _srs_row(epsg: int) -> tuple[object, ...]:
    import pyproj  # only where a container is made: the reading processes do without it

    crs = pyproj.CRS.from_epsg(epsg)
    definition = crs.to_wkt("WKT1_GDAL")
    return (crs.name, epsg, "EPSG", epsg, definition, None)


#: Tables that every GeoPackage of the engine has.
SYSTEM_TABLES = (
    "gpkg_contents", "gpkg_extensions", "gpkg_geometry_columns", "gpkg_ogr_contents", "gpkg_spatial_ref_sys",
)  # fmt: skip
#: Table in which QGIS looks for styles.
STYLES = "layer_styles"

_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ','now')"

_CONTAINER = (
    "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, "
    "organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, "
    "description TEXT)",
    "CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, "
    "identifier TEXT UNIQUE, description TEXT DEFAULT '', "
    f"last_change DATETIME NOT NULL DEFAULT ({_NOW}), min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, "
    "srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))",
    "CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL, "
    "geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL, "
    "CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), "
    "CONSTRAINT uk_gc_table_name UNIQUE (table_name), "
    "CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name), "
    "CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))",
    "CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, "
    "definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, "
    "extension_name))",
    "CREATE TABLE gpkg_ogr_contents (table_name TEXT NOT NULL PRIMARY KEY, feature_count INTEGER DEFAULT NULL)",
)


def create_attribute_table(
    connection: sqlite3.Connection, table: str, columns: Sequence[tuple[str, str]], description: str = ""
) -> None:
    """A table without geometry, registered so that GIS programs list it."""
    connection.execute(sql.create(table, columns))
    register_attributes(connection, table, description)


def register_attributes(connection: sqlite3.Connection, table: str, description: str = "") -> None:
    """Make GIS programs list a table or view without geometry."""
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description) VALUES (?, 'attributes', ?, ?)",
        (table, table, description),
    )


def create_feature_table(
    connection: sqlite3.Connection,
    table: str,
    columns: Sequence[tuple[str, str]],
    geometry_type: str,
    srs_id: int,
    *,
    description: str = "",
    spatial_index: bool = True,
) -> None:
    """A feature table ``(fid, geom, *columns)`` with Z optional, an R-tree and its triggers."""
    connection.execute(
        sql.create(table, [("fid", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"), ("geom", geometry_type), *columns])
    )
    connection.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) "
        "VALUES (?, 'features', ?, ?, ?)",
        (table, table, description, srs_id),
    )
    connection.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', ?, ?, 2, 0)", (table, geometry_type, srs_id)
    )
    connection.execute("INSERT INTO gpkg_ogr_contents VALUES (?, 0)", (table,))
    if geometry_type in _EXTENDED_TYPES:
        connection.execute(
            "INSERT INTO gpkg_extensions VALUES (?, 'geom', ?, ?, 'read-write')",
            (table, f"gpkg_geom_{geometry_type}", "http://www.geopackage.org/spec120/#extension_geometry_types"),
        )
    create_count_triggers(connection, table)
    if spatial_index:
        _create_rtree(connection, table)


#: Triggers that keep the number of features right (GDAL's own): event, statement.
_COUNT_TRIGGERS = (
    (
        "insert",
        "CREATE TRIGGER {trigger} AFTER INSERT ON {table} BEGIN UPDATE gpkg_ogr_contents "
        "SET feature_count = feature_count + 1 WHERE lower(table_name) = lower({text}); END",
    ),
    (
        "delete",
        "CREATE TRIGGER {trigger} AFTER DELETE ON {table} BEGIN UPDATE gpkg_ogr_contents "
        "SET feature_count = feature_count - 1 WHERE lower(table_name) = lower({text}); END",
    ),
)


def create_count_triggers(connection: sqlite3.Connection, table: str) -> None:
    """Keep the number of features of a table right."""
    for event, template in _COUNT_TRIGGERS:
        connection.execute(
            sql.statement(
                template,
                trigger=f"trigger_{event}_feature_count_{table}",
                table=table,
                text=sql.literal(table),
            )
        )


def drop_insert_triggers(connection: sqlite3.Connection, table: str) -> None:
    """Put the insert triggers aside before a bulk copy; `finish_bulk` brings them back."""
    for trigger in (f"trigger_insert_feature_count_{table}", f"rtree_{table}_geom_insert"):
        connection.execute(sql.statement("DROP TRIGGER IF EXISTS {t}", t=trigger))


def finish_bulk(connection: sqlite3.Connection, table: str, added: int, boxes: Sequence[Box | None]) -> None:
    """Bring back the insert triggers after a bulk copy of `added` rows that lie in `boxes`."""
    connection.execute(sql.statement("DROP TRIGGER IF EXISTS {t}", t=f"trigger_delete_feature_count_{table}"))
    create_count_triggers(connection, table)
    _create_rtree_triggers(connection, table, only="insert")
    connection.execute(
        "UPDATE gpkg_ogr_contents SET feature_count = feature_count + ? WHERE table_name = ?", (added, table)
    )
    widen_extent(connection, table, boxes)


def widen_extent(connection: sqlite3.Connection, table: str, boxes: Sequence[Box | None]) -> None:
    """Note that a table now also holds what lies in `boxes`."""
    previous = connection.execute(
        "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?", (table,)
    ).fetchone()
    box = union_of([*boxes, previous if previous[0] is not None else None])
    connection.execute(
        "UPDATE gpkg_contents SET last_change = strftime('%Y-%m-%dT%H:%M:%fZ','now'), "
        "min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
        (*(box or (None, None, None, None)), table),
    )


def union_of(boxes: Sequence[Box | None]) -> Box | None:
    """Box around boxes; None where there is none."""
    there = [box for box in boxes if box is not None]
    if not there:
        return None
    return (
        min(b[0] for b in there),
        min(b[1] for b in there),
        max(b[2] for b in there),
        max(b[3] for b in there),
    )


#: Triggers of the R-tree (GeoPackage specification, annex F.3), with fid as primary key:
#: suffix, event, condition, statements.
_FULL = "NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom)"
_EMPTY = "NEW.geom ISNULL OR ST_IsEmpty(NEW.geom)"
_PUT = (
    "INSERT OR REPLACE INTO {rtree} VALUES "
    "(NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
)
_DROP = "DELETE FROM {rtree} WHERE id = OLD.fid;"
_RTREE_TRIGGERS = (
    ("insert", "INSERT", _FULL, _PUT),
    ("update1", "UPDATE OF geom", f"OLD.fid = NEW.fid AND ({_FULL})", _PUT),
    ("update2", "UPDATE OF geom", f"OLD.fid = NEW.fid AND ({_EMPTY})", _DROP),
    ("update3", "UPDATE", f"OLD.fid != NEW.fid AND ({_FULL})", _DROP + _PUT),
    ("update4", "UPDATE", f"OLD.fid != NEW.fid AND ({_EMPTY})", "DELETE FROM {rtree} WHERE id IN (OLD.fid, NEW.fid);"),
    ("delete", "DELETE", "OLD.geom NOT NULL", _DROP),
)


def _create_rtree_triggers(connection: sqlite3.Connection, table: str, *, only: str | None = None) -> None:
    for suffix, event, condition, body in _RTREE_TRIGGERS:
        if only in (None, suffix):
            connection.execute(
                sql.statement(
                    f"CREATE TRIGGER {{trigger}} AFTER {event} ON {{table}} WHEN {condition} BEGIN {body} END",
                    trigger=f"rtree_{table}_geom_{suffix}",
                    table=table,
                    rtree=f"rtree_{table}_geom",
                )
            )


def _create_rtree(connection: sqlite3.Connection, table: str) -> None:
    connection.execute(
        sql.statement("CREATE VIRTUAL TABLE {r} USING rtree(id, minx, maxx, miny, maxy)", r=f"rtree_{table}_geom")
    )
    _create_rtree_triggers(connection, table)
    connection.execute(
        "INSERT INTO gpkg_extensions VALUES (?, 'geom', 'gpkg_rtree_index', "
        "'http://www.geopackage.org/spec120/#extension_rtree', 'write-only')",
        (table,),
    )


#: Triggers of the R-tree without which it is not kept; those of an update have other names in newer specifications.
_KEEPING = ("insert", "delete", "update")


def keeps_spatial_index(table: str, relations: Collection[str]) -> bool:
    """Whether the triggers that keep the R-tree of a table are there, among the names of all that the file has."""
    triggers = [name for name in relations if name.startswith(f"rtree_{table}_geom_")]
    return all(any(name.startswith(f"rtree_{table}_geom_{event}") for name in triggers) for event in _KEEPING)


#: Tables whose number of features is not noted: an insertion that failed leaves none.
UNCOUNTED = "SELECT table_name FROM gpkg_ogr_contents WHERE typeof(feature_count) <> 'integer'"


def count_again(connection: sqlite3.Connection, table: str) -> None:
    """Note the number of features of a table."""
    connection.execute(
        sql.statement(
            "UPDATE gpkg_ogr_contents SET feature_count = (SELECT COUNT(*) FROM {t}) WHERE table_name = {n}",
            t=table,
            n=sql.literal(table),
        )
    )


def make_spatial_index_again(connection: sqlite3.Connection, table: str) -> None:
    """Make the R-tree of a table anew, with its triggers, of the geometries that are there."""
    rtree = f"rtree_{table}_geom"
    left = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, ?) = ?",
        (len(rtree) + 1, f"{rtree}_"),
    ).fetchall()
    for (trigger,) in left:
        connection.execute(sql.statement("DROP TRIGGER {t}", t=trigger))
    connection.execute(sql.statement("DROP TABLE IF EXISTS {r}", r=rtree))
    connection.execute(
        "DELETE FROM gpkg_extensions WHERE table_name = ? AND extension_name = 'gpkg_rtree_index'", (table,)
    )
    _create_rtree(connection, table)
    connection.execute(
        sql.statement(
            "INSERT INTO {r} SELECT fid, ST_MinX(geom), ST_MaxX(geom), ST_MinY(geom), ST_MaxY(geom) FROM {t} "
            "WHERE geom NOTNULL AND NOT ST_IsEmpty(geom)",
            r=rtree,
            t=table,
        )
    )


def create_styles_table(connection: sqlite3.Connection) -> None:
    """Table in which QGIS looks for the styles of a GeoPackage's layers."""
    create_attribute_table(
        connection,
        STYLES,
        [
            ("id", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"),
            ("f_table_catalog", "TEXT(256)"),
            ("f_table_schema", "TEXT(256)"),
            ("f_table_name", "TEXT(256)"),
            ("f_geometry_column", "TEXT(256)"),
            ("styleName", "TEXT(30)"),
            ("styleQML", "TEXT"),
            ("styleSLD", "TEXT"),
            ("useAsDefault", "BOOLEAN"),
            ("description", "TEXT"),
            ("owner", "TEXT(30)"),
            ("ui", "TEXT(30)"),
            ("update_time", f"DATETIME DEFAULT ({_NOW})"),
        ],
    )


def add_style(connection: sqlite3.Connection, table: str, style_name: str, qml: str, *, default: bool) -> None:
    """Give a layer a style."""
    connection.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, "
        "styleQML, styleSLD, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', ?, ?, '', ?, '', '')",
        (table, style_name, qml, int(default)),
    )

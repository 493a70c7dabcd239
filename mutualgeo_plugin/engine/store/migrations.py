"""A store of an older schema is brought up to date, after a copy; nothing in it is changed, only added."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ..formats import geopackage as gpkg
from ..formats import sql
from ..model.errors import EngineFailure
from ..model.pcrs import CLASSES
from ..outputs import temporary_output
from . import dialect, hand_edits, tallies, views
from .schema import INDEXES, SCHEMA_VERSION, TABLES, class_index_name
from .undo_notes import FIRST_NOTED


def version_of(connection: sqlite3.Connection) -> int:
    """Version of the store's schema."""
    return int(connection.execute("SELECT value FROM store_info WHERE key = 'schema_version'").fetchone()[0])


def upgrade(path: Path, connection: sqlite3.Connection) -> Path:
    """Bring the schema up to `SCHEMA_VERSION`; the caller holds the lock.

    Returns
    -------
    Path
        Copy of the store as it was, beside it.
    """
    before = version_of(connection)
    copy = path.with_name(f"{path.stem}_schema{before}.gpkg")
    copy_store(connection, copy)
    dialect.begin_writing(connection)
    try:
        complete(connection)
        _count_attributes(connection)
        (last,) = connection.execute("SELECT COALESCE(MAX(run_id), 0) FROM run").fetchone()
        connection.execute(dialect.set_value("store_info", "key", "value"), (FIRST_NOTED, str(last + 1)))
        connection.execute("UPDATE store_info SET value = ? WHERE key = 'schema_version'", (str(SCHEMA_VERSION),))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return copy


def _count_attributes(connection: sqlite3.Connection) -> None:
    """Count the values that each lot gives, which older stores have not noted."""
    there = dialect.relation_names(connection)
    lots = [lot_id for (lot_id,) in connection.execute("SELECT lot_id FROM lot WHERE attributes = 0")]
    for lot_id in lots:
        counted = [
            row
            for name, feature in CLASSES.items()
            if name in there
            for row in connection.execute(tallies.count_by_state(name, feature.columns, "lot_id = ?"), (lot_id,))
        ]
        connection.execute("UPDATE lot SET attributes = ? WHERE lot_id = ?", (sum(row[2] for row in counted), lot_id))


def complete(connection: sqlite3.Connection) -> None:
    """Add the tables, columns, indexes and triggers that are not there yet, and make the views again."""
    there = dialect.relation_names(connection)
    for table, columns in TABLES.items():
        if table not in there:
            gpkg.create_attribute_table(connection, table, columns)
            continue
        known = dialect.column_types(connection, table)
        for column, kind in columns:
            if column not in known:
                connection.execute(sql.add_column(table, column, kind))
    names = [name for name in CLASSES if name in there]
    complete_indexes(connection, names)
    create_views(connection)
    for name in names:
        hand_edits.add_triggers(connection, name)


def complete_indexes(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Add the indexes that are not there, of the tables beside the objects and of these classes."""
    there = dialect.relation_names(connection)
    for index in INDEXES:
        if dialect.index_name(index) not in there:
            connection.execute(index)
    for name in names:
        index = class_index_name(name)
        if index not in there:
            connection.execute(sql.statement("CREATE INDEX {i} ON {t} (lot_id, gml_id)", i=index, t=name))


def create_views(connection: sqlite3.Connection) -> None:
    """Make every view, again where it is there: what it says may have changed."""
    for name, view in views.VIEWS.items():
        views.create_view(connection, name, view)
        if view.listed:
            connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (name,))
            gpkg.register_attributes(connection, name, view.description)
    views.create_class_views(connection)


def copy_store(connection: sqlite3.Connection, target: Path) -> None:
    """Copy a store that is open, page by page, whatever others read meanwhile; the copy holds no lock.

    Raises
    ------
    EngineFailure
        ``path_unwritable``, ``disk_full``, ``backup_damaged``: no half copy is left then.
    """
    with temporary_output(target) as part:
        size = dialect.database_path(connection).stat().st_size
        if shutil.disk_usage(target.parent).free < size:
            raise EngineFailure("disk_full", path=str(target.parent))
        copy = gpkg.connect(part)
        try:
            connection.backup(copy)
            if "lock" in dialect.table_names(copy):  # a base that a tool has damaged is copied as it is
                copy.execute("DELETE FROM lock")
            fault = dialect.first_file_fault(copy)
        finally:
            copy.close()
        if fault is not None:
            raise EngineFailure("backup_damaged", path=str(target), detail=fault)

"""Is what a base holds what the engine has written, or what a person may have made of it? Looked at when it is opened.

A bounded number of statements: one a table for what holds of every row (`invariants`), three a class in which somebody
has edited something (`edited_objects`). What is derived (triggers, indexes, views) holds nothing of its own: a run that
writes makes it again (`derived_structures`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import NoReturn

from ..formats import geopackage as gpkg
from ..formats import sql
from ..model.crs import LEGAL_CRS
from ..model.errors import EngineError
from ..model.pcrs import CLASSES
from . import dialect
from .derived_structures import Lacking, find_lacking
from .edited_objects import find_edit_faults, find_unnoted_faults, is_xml
from .invariants import OF_OBJECTS, OF_TABLES, Fault, Invariant, allowed_words
from .schema import LEADING, TABLES, TRAILING
from .undo_notes import FIRST_NOTED

#: Tables of every schema that taking the lock asks.
_CORE = ("lock", "lot", "lineage", "run")


def refuse_unsound(connection: sqlite3.Connection, *, derived: bool = True) -> None:
    """Refuse a base that a hand or a tool has made unsound.

    derived : whether one that lacks what is derived is refused too; else the caller makes it again.

    Raises
    ------
    EngineError
        ``hand_edit_unsound``, with the first thing that is wrong: table, object, lot, and what to do.
    """
    for fault in find_faults(connection, most=1, derived=derived):
        refuse_fault(fault)


def refuse_fault(fault: Fault) -> NoReturn:
    """Refuse a base for something that is wrong with it."""
    raise EngineError("hand_edit_unsound", place=fault.place, what=fault.sentence)


def find_core_faults(connection: sqlite3.Connection) -> list[Fault]:
    """What is missing of the tables by which a base is opened, whatever its schema, and of its version."""
    missing = sorted({*_CORE, *gpkg.SYSTEM_TABLES} - dialect.table_names(connection))
    faults = [Fault(table, "unsound_table_missing", {}) for table in missing]
    row = connection.execute("SELECT value FROM store_info WHERE key = 'schema_version'").fetchone()
    if row is None or not str(row[0]).isdigit():
        faults.append(Fault("store_info", "unsound_version", {}))
    return faults


def find_faults(connection: sqlite3.Connection, most: int | None = None, *, derived: bool = True) -> Iterator[Fault]:
    """All that is unsound in a base, what stands in the way of the rest first.

    Parameters
    ----------
    most : rows told of each table; all where None.
    derived : whether what is derived is looked at too.
    """
    with dialect.lenient_texts(connection):
        yield from _find_all(connection, most, derived)


def _find_all(connection: sqlite3.Connection, most: int | None, derived: bool) -> Iterator[Fault]:
    core = find_core_faults(connection)
    yield from core
    if core:
        return  # what the others are asked of
    broken = list(_find_table_faults(connection))
    yield from broken
    whole = {fault.table for fault in broken}
    if {"lot", "store_info"} & whole:
        return  # what the others are held against
    system = list(_find_system_faults(connection))
    yield from system
    for table, invariants in OF_TABLES.items():
        if table not in whole:
            rows = list(_find_row_faults(connection, table, dialect.ROW, invariants, most))
            yield from rows
            whole |= {fault.table for fault in rows}
    yield from _find_head_faults(connection)
    names = [name for name in class_names(connection) if name not in whole]
    lacking = find_lacking(connection, names)
    objects = [_find_row_faults(connection, name, "fid", OF_OBJECTS, most) for name in names]
    if not (system or {"hand_edit", "link"} & whole):
        objects.append(_find_edit_faults(connection, names, lacking))
    told: set[tuple[str, int | None, str]] = set()
    for fault in chain.from_iterable(objects):
        if (fault.table, fault.row, fault.code) not in told:
            told.add((fault.table, fault.row, fault.code))
            yield fault
    if derived:
        known = {table for table, *_ in told}
        yield from (Fault(view, "unsound_view", {}) for view in lacking.views)
        yield from (Fault(name, "unsound_index", {}) for name in lacking.spatial if name not in known)


def _find_edit_faults(connection: sqlite3.Connection, names: Sequence[str], lacking: Lacking) -> Iterator[Fault]:
    crs = read_crs(connection)
    for name in names:
        find = find_unnoted_faults if name in lacking.unnoted else find_edit_faults
        yield from find(connection, name, crs)


def class_names(connection: sqlite3.Connection) -> list[str]:
    """Classes that have a table or say so, in the model's order."""
    listed = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
    there = listed | dialect.table_names(connection)
    return [name for name in CLASSES if name in there]


def _find_table_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Tables, columns and keys that are not there."""
    tables = dialect.table_names(connection)
    for table, columns in TABLES.items():
        yield from _find_missing(connection, tables, table, [column for column, _ in columns], columns[0][0])
    listed = {name for (name,) in connection.execute("SELECT table_name FROM gpkg_contents")}
    yield from _find_lost_layers(connection, tables)
    for name in class_names(connection):
        feature = CLASSES[name]
        drawn = ["geom"] if feature.is_drawn else []
        names = ["fid", *drawn, *(c for c, _ in LEADING), *feature.columns, *(c for c, _ in TRAILING)]
        yield from _find_missing(connection, tables, name, names, "fid")
        if name in tables and name not in listed:
            yield Fault(name, "unsound_table_unlisted", {})


def _find_lost_layers(connection: sqlite3.Connection, tables: set[str]) -> Iterator[Fault]:
    """Layers that were deleted with the objects in them: nothing notes that, but their styles stay."""
    if not {gpkg.STYLES, "lot", "hand_edit"} <= tables:
        return
    styled = {name for (name,) in connection.execute(sql.select(gpkg.STYLES, ["f_table_name"]))}
    lost = [name for name in CLASSES if name in styled.difference(class_names(connection))]
    if lost and not _are_all_accounted(connection, tables):
        yield from (Fault(name, "unsound_layer_lost", {}) for name in lost)


def _are_all_accounted(connection: sqlite3.Connection, tables: set[str]) -> bool:
    """Whether as many objects are there as lots brought, and hands have added and deleted."""
    held = sum(connection.execute(sql.count(name)).fetchone()[0] for name in CLASSES if name in tables)
    (brought,) = connection.execute("SELECT COALESCE(SUM(objects), 0) FROM lot").fetchone()
    (by_hand,) = connection.execute(
        "SELECT COALESCE(SUM(CASE kind WHEN 'added' THEN 1 WHEN 'deleted' THEN -1 ELSE 0 END), 0) FROM hand_edit"
    ).fetchone()
    return bool(held == brought + by_hand)


def _find_missing(
    connection: sqlite3.Connection, tables: set[str], table: str, columns: Sequence[str], key: str
) -> Iterator[Fault]:
    """A table that is not there, has not all its columns, or whose key is none any more."""
    if table not in tables:
        yield Fault(table, "unsound_table_missing", {})
        return
    known = dialect.column_types(connection, table)
    missing = [column for column in columns if column not in known]
    if missing:
        yield Fault(table, "unsound_column_missing", {"columns": ", ".join(missing)})
    if key in known and dialect.key_columns(connection, table) != [key]:
        yield Fault(table, "unsound_table_key", {"key": key})


def read_crs(connection: sqlite3.Connection) -> int:
    """EPSG code of a base; 0 where it says none."""
    row = connection.execute("SELECT value FROM store_info WHERE key = 'crs'").fetchone()
    return int(row[0]) if row and str(row[0]).isdigit() else 0


def _find_system_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    if read_crs(connection) not in LEGAL_CRS:
        yield Fault("store_info", "unsound_system", {})
    row = connection.execute("SELECT value FROM store_info WHERE key = ?", (FIRST_NOTED,)).fetchone()
    if row is not None and not str(row[0]).isdigit():
        yield Fault("store_info", "unsound_value", {"column": FIRST_NOTED})


def _find_head_faults(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Lots whose head is no XML any more: it goes out with them."""
    heads = connection.execute("SELECT lot_id, CAST(document_head AS BLOB) FROM lot WHERE document_head <> ''")
    for lot_id, head in heads.fetchall():
        if not is_xml(head):
            yield Fault("lot", "unsound_xml", {"column": "document_head"}, lot_id)


def _find_row_faults(
    connection: sqlite3.Connection, table: str, key: str, invariants: Sequence[Invariant], most: int | None
) -> Iterator[Fault]:
    """Rows of a table that break an invariant, by one statement."""
    broken = [f"({invariant.broken})" for invariant in invariants]
    shown = ", ".join(map(sql.name, ("uid", "lot_id"))) if table in CLASSES else "NULL, NULL"
    query = sql.statement(
        f"SELECT {{k}}, {shown}, {', '.join(broken)} FROM {{t}} "  # nosec B608
        f"WHERE {' OR '.join(broken)} ORDER BY 1",
        k=key,
        t=table,
    )
    rows = connection.execute(f"{query} LIMIT ?", (-1 if most is None else most,))
    for row, uid, lot, *faults in rows.fetchall():
        for invariant, fault in zip(invariants, faults, strict=True):
            if fault:
                yield _judge(connection, Fault(table, invariant.code, {"column": invariant.column}, row, uid, lot))


def _judge(connection: sqlite3.Connection, fault: Fault) -> Fault:
    """A fault of a row with what its sentence names; a former identifier that is known is what is to be put back."""
    if fault.code == "unsound_lot":
        lots = connection.execute("SELECT lot_id FROM lot WHERE lot_id IS NOT NULL ORDER BY lot_id").fetchall()
        return replace(fault, fields={"lot": fault.lot, "known": ", ".join(str(lot_id) for (lot_id,) in lots)})
    if fault.code == "unsound_uid":
        former = connection.execute(
            "SELECT uid FROM hand_edit WHERE class = ? AND fid = ? AND kind = 'edited' AND uid <> '' "
            "ORDER BY id LIMIT 1",
            (fault.table, fault.row),
        ).fetchone()
        return replace(fault, code="unsound_uid_changed", fields={"value": former[0]}) if former else fault
    column = str(fault.fields["column"])
    return replace(fault, fields={"column": column, "words": allowed_words(fault.table, column)})

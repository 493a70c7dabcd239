"""What SQLite says in its own way: another database under the store answers these names, and nothing else.

Conditions and expressions are texts for a statement; what they take as an expression (``t.uid``) is a fixed text of the
engine whose names are quoted, values are always bound. The container itself is `formats.geopackage`'s. QGIS's Python
reads views with this module: the standard library alone.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ..formats import sql

#: Key of a row that no column holds, in the order in which rows came.
ROW = "rowid"
#: Schema of what lasts as long as the connection.
TEMPORARY = "temp"
#: Join that is carried out in the order in which it is written.
ORDERED_JOIN = "CROSS JOIN"
#: The present moment, as texts of the base hold it.
MOMENT = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"

# -- sets and documents in one value --------------------------------------------------------------------------------


def encode_list(values: Iterable[object]) -> str:
    """The value that `member_condition` and `listed_pairs` ask for."""
    return json.dumps(list(values))


def member_condition(expression: str) -> str:
    """Whether an expression is one of a list, which is bound (`encode_list`)."""
    return f"{expression} IN (SELECT value FROM json_each(?))"  # nosec B608


def listed_pairs(alias: str) -> str:
    """A list of pairs, which is bound (`encode_list`), as rows: see `pair_rank` and `pair_member`."""
    return f"json_each(?) {alias}"


def pair_rank(alias: str) -> str:
    """Place of a pair in its list."""
    return f"{alias}.key"


def pair_member(alias: str, rank: int) -> str:
    """First (0) or second (1) value of a pair."""
    return f"json_extract({alias}.value, '$[{rank:d}]')"


def document(columns: Sequence[str], row: str) -> str:
    """Values of columns of a row as one JSON text, by column; bytes, which JSON has not, as a statement writes them."""
    values = [(sql.literal(column), f"{row}.{sql.name(column)}") for column in columns]
    parts = (f"{c}, CASE typeof({v}) WHEN 'blob' THEN quote({v}) ELSE {v} END" for c, v in values)
    return "json_object(" + ", ".join(parts) + ")"


def literal_document(columns: Sequence[str], row: str) -> str:
    """Values of columns of a row as one JSON text, by column, each as a statement writes it (`literal_value`)."""
    return "json_object(" + ", ".join(f"{sql.literal(c)}, quote({row}.{sql.name(c)})" for c in columns) + ")"


def literal_value(text: str) -> str | int | float | bytes | None:
    """The value that a statement writes as this text."""
    if text == "NULL":
        return None
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.startswith("X'"):
        return bytes.fromhex(text[2:-1])
    return int(text) if text.lstrip("-").isdigit() else float(text)


def document_value(expression: str, column: str) -> str:
    """Value of a column in a `document`."""
    return f"json_extract({expression}, '$.{column}')"


# -- what a value is --------------------------------------------------------------------------------------------------

#: Largest key of a row that leaves room for all that will come: a tool may have taken the largest that there is.
LARGEST_KEY = 2**53

#: Storage classes that a declared type may hold.
_STORED = {"INTEGER": ("integer",), "REAL": ("real", "integer"), "TEXT": ("text",), "BLOB": ("blob",)}


def type_fault(column: str, declared: str) -> str:
    """Whether a column does not hold what it is declared with ("TEXT NOT NULL"); never NULL."""
    allowed = [*_STORED[declared.split()[0]], *([] if "NOT NULL" in declared else ["null"])]
    return f"typeof({sql.name(column)}) NOT IN ({', '.join(map(sql.literal, allowed))})"


def bytes_of(column: str) -> str:
    """What a column holds as its bytes, which need be no text."""
    return f"CAST({sql.name(column)} AS BLOB)"


@contextmanager
def lenient_texts(connection: sqlite3.Connection) -> Iterator[None]:
    """Let texts that are no UTF-8 be read, with a mark for what is none, instead of stopping the statement."""
    before = connection.text_factory
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    try:
        yield
    finally:
        connection.text_factory = before


def json_fault(column: str, kind: str) -> str:
    """Whether a column holds a text that is no JSON, or not of a kind ("object", "array", any where it is empty)."""
    c = sql.name(column)
    right = f"json_type({c}) = {sql.literal(kind)}" if kind else "1"
    return f"{c} IS NOT NULL AND NOT CASE WHEN json_valid({c}) THEN {right} ELSE 0 END"


def wkb_fault(column: str) -> str:
    """Whether a column holds what cannot be a geometry: no little-endian WKB with a point in it."""
    c = sql.name(column)
    return f"{c} IS NOT NULL AND (length({c}) < 21 OR substr({c}, 1, 1) <> X'01')"


# -- texts ----------------------------------------------------------------------------------------------------------


def link_target(href: str) -> str:
    """gml:id that a link leads to, written with ``#`` or without."""
    return f"ltrim({href}, '#')"


def prefix_condition(expression: str) -> str:
    """Whether a text begins as the one that is bound (`prefix_pattern`), capital and small letters being different."""
    return f"{expression} GLOB ?"


def prefix_pattern(beginning: str) -> str:
    """The value that `prefix_condition` asks for; `beginning` has no ``*``, ``?`` or ``[``."""
    return f"{beginning}*"


def inequality(one: str, other: str) -> str:
    """Whether two values are not the same, NULL being one."""
    return f"{one} IS NOT {other}"


_NINE = "[1-9]" + "*[0-9]" * 8 + "*"


def contact_condition(expression: str, *, numbered: bool) -> str:
    """Whether a text may hold an address or a telephone number; what it leaves out holds none.

    What holds neither an @ nor a 0 or 33 followed by the nine digits of a number, is no address and no number; in an
    identifier (`numbered`) these stand by two, with something between. Dates and codes have fewer.
    """
    address = f"instr({expression}, '@')"
    if numbered:
        return f"{address} OR {expression} GLOB '*[1-9]" + "[^0-9][0-9][0-9]" * 4 + "*'"
    return f"{address} OR {expression} GLOB '*0{_NINE}' OR {expression} GLOB '*33*{_NINE}'"


# -- the spatial index ----------------------------------------------------------------------------------------------


def box_index(table: str) -> str:
    """Table of the boxes of a class."""
    return f"rtree_{table}_geom"


def box_join(table: str, alias: str, key: str) -> str:
    """JOIN of the boxes (minx, miny, maxx, maxy) of a class to its objects, of those that have one."""
    return f"JOIN {sql.name(box_index(table))} {alias} ON {alias}.id = {key}"


def box_condition(alias: str = "") -> str:
    """Whether a box of the index meets the one that is bound (`box_values`)."""
    column = f"{alias}." if alias else ""
    return f"{column}maxx >= ? AND {column}minx <= ? AND {column}maxy >= ? AND {column}miny <= ?"


def box_values(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The values that `box_condition` asks for."""
    minx, miny, maxx, maxy = box
    return minx, maxx, miny, maxy


def box_search(table: str, key: str) -> str:
    """Whether the box of an object of a class meets the one that is bound (`box_values`)."""
    return f"{key} IN (SELECT id FROM {sql.name(box_index(table))} WHERE {box_condition()})"  # nosec B608


def index_condition(table: str, key: str, *, present: bool) -> str:
    """Whether the index of boxes of a class holds an object, or does not."""
    return f"{key} {'IN' if present else 'NOT IN'} (SELECT id FROM {sql.name(box_index(table))})"  # nosec B608


def insert_boxes(table: str, key: str, source: str, origin: str) -> str:
    """INSERT of the boxes that rows of an origin have (columns of `source`), for a table whose triggers are aside."""
    edges = [f"{source}.{edge}" for edge in ("minx", "maxx", "miny", "maxy")]
    return sql.insert_select(box_index(table), (), [key, *edges], f"{origin} WHERE {source}.minx IS NOT NULL")


def count_wrong_boxes(table: str) -> str:
    """Number of objects whose box is missing, too small, too large by ``:slack`` metres, or there without geometry."""
    return sql.statement(
        "SELECT COUNT(*) FROM {t} t LEFT JOIN {r} r ON r.id = t.fid WHERE "
        "(t.geom IS NULL OR ST_IsEmpty(t.geom)) <> (r.id IS NULL) OR r.minx > ST_MinX(t.geom) "
        "OR r.maxx < ST_MaxX(t.geom) OR r.miny > ST_MinY(t.geom) OR r.maxy < ST_MaxY(t.geom) "
        "OR r.minx < ST_MinX(t.geom) - :slack OR r.maxx > ST_MaxX(t.geom) + :slack "
        "OR r.miny < ST_MinY(t.geom) - :slack OR r.maxy > ST_MaxY(t.geom) + :slack",
        t=table,
        r=box_index(table),
    )


def count_boxes(table: str) -> str:
    """Boxes that the index of a class has, and geometries that the class has."""
    boxes = f"{box_index(table)}_rowid"  # the index counts by reading all of itself
    return sql.statement("SELECT (SELECT COUNT(*) FROM {r}), COUNT(geom) FROM {t}", t=table, r=boxes)


def count_extra_boxes(table: str) -> str:
    """Number of boxes of objects that are not there."""
    query = "SELECT COUNT(*) FROM {r} WHERE id NOT IN (SELECT fid FROM {t})"
    return sql.statement(query, t=table, r=box_index(table))


# -- rows, tables, triggers -----------------------------------------------------------------------------------------


def set_value(table: str, key: str, column: str) -> str:
    """INSERT of a key and its value, both bound; where the key is there its value changes, if it is another one."""
    k, c = sql.name(key), sql.name(column)
    return (
        f"INSERT INTO {sql.name(table)} ({k}, {c}) VALUES (?, ?) "  # nosec B608
        f"ON CONFLICT ({k}) DO UPDATE SET {c} = excluded.{c} WHERE {inequality(c, f'excluded.{c}')}"
    )


def inserted_key(cursor: sqlite3.Cursor) -> int:
    """Key that the row just inserted was given."""
    return int(cursor.lastrowid or 0)


def create_temporary_table(
    connection: sqlite3.Connection, table: str, columns: Sequence[str], key: Sequence[str] = ()
) -> str:
    """Make an empty table that lasts as long as the connection, once; returns what statements name it.

    Parameters
    ----------
    columns : names, with their types where they have one.
    key : columns that no two rows have alike; the rows are kept by them.
    """
    parts = [*columns, *([f"PRIMARY KEY ({', '.join(key)})"] if key else [])]
    target = f"{TEMPORARY}.{sql.name(table)}"
    kept = " WITHOUT ROWID" if key else ""
    connection.execute(f"CREATE TABLE IF NOT EXISTS {target} ({', '.join(parts)}){kept}")
    connection.execute(f"DELETE FROM {target}")  # nosec B608
    return target


def create_trigger(trigger: str, table: str, event: str, condition: str, body: str) -> str:
    """Trigger that carries out a statement after an event ("UPDATE"…) of a row, where a condition on it holds."""
    return f"CREATE TRIGGER {sql.name(trigger)} AFTER {event} ON {sql.name(table)} WHEN {condition} BEGIN {body}; END"


def create_passing_trigger(connection: sqlite3.Connection, trigger: str, table: str, event: str, body: str) -> None:
    """Carry out a statement after an event of a row of the base, as long as this connection is open."""
    connection.execute(f"DROP TRIGGER IF EXISTS {TEMPORARY}.{sql.name(trigger)}")
    connection.execute(
        f"CREATE TEMP TRIGGER {sql.name(trigger)} AFTER {event} ON main.{sql.name(table)} BEGIN {body}; END"
    )


def table_names(connection: sqlite3.Connection, schema: str = "main") -> set[str]:
    """Tables that a database has."""
    query = sql.statement("SELECT name FROM {s}.sqlite_master WHERE type = 'table'", s=schema)
    return {name for (name,) in connection.execute(query)}


def relation_names(connection: sqlite3.Connection) -> set[str]:
    """Tables, views, indexes and triggers that the base has."""
    return {name for (name,) in connection.execute("SELECT name FROM main.sqlite_master")}


def trigger_texts(connection: sqlite3.Connection) -> dict[str, str]:
    """Triggers that the base has: name → statement that has made it."""
    return dict(connection.execute("SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger'"))


def index_name(statement: str) -> str:
    """Name of the index that a statement makes ("CREATE INDEX name ON…")."""
    return statement.split()[2]


def key_columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """Columns of the key of a table."""
    query = "SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk"
    return [name for (name,) in connection.execute(query, (table,))]


def has_relation(connection: sqlite3.Connection, name: str) -> bool:
    """Whether a database has a table or view of that name."""
    return connection.execute("SELECT 1 FROM main.sqlite_master WHERE name = ?", (name,)).fetchone() is not None


def column_types(connection: sqlite3.Connection, table: str) -> dict[str, str]:
    """Columns of a table with their types; none where there is no table."""
    return dict(connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)))


# -- the file -------------------------------------------------------------------------------------------------------


def begin_writing(connection: sqlite3.Connection) -> None:
    """Begin a transaction that no other writer can come between."""
    connection.execute("BEGIN IMMEDIATE")


def attach_database(connection: sqlite3.Connection, path: Path, schema: str) -> None:
    """Let statements name the tables of another file by a schema."""
    connection.execute(sql.statement("ATTACH DATABASE ? AS {s}", s=schema), (str(path),))


def detach_database(connection: sqlite3.Connection, schema: str) -> None:
    """Let an attached file go."""
    connection.execute(sql.statement("DETACH DATABASE {s}", s=schema))


def drop_safety(connection: sqlite3.Connection) -> None:
    """Write a file that is thrown away without what would bring it through a crash."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE"):
        connection.execute(f"PRAGMA {pragma}")


def application_id(connection: sqlite3.Connection) -> int:
    """Number that says of what kind a file is."""
    return int(connection.execute("PRAGMA application_id").fetchone()[0])


def database_path(connection: sqlite3.Connection) -> Path:
    """File that a connection has open."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def file_faults(connection: sqlite3.Connection, most: int) -> list[str]:
    """What is wrong with the file as SQLite checks it, indexes too; no more than `most`."""
    verdicts = [row[0] for row in connection.execute(f"PRAGMA integrity_check({most:d})")]
    return [] if verdicts == ["ok"] else verdicts


def first_file_fault(connection: sqlite3.Connection) -> str | None:
    """The first thing that is wrong with the pages of the file, which is faster to see; None where nothing is."""
    verdict = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return None if verdict == "ok" else verdict


def compact_file(connection: sqlite3.Connection) -> None:
    """Give the room of what was deleted back to the disk."""
    connection.execute("VACUUM")

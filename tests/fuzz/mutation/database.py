"""Changes of SQLite files (GeoPackages) that stay databases: values of any type, rows, definitions; else bytes."""

from __future__ import annotations

import sqlite3
from random import Random
from typing import Any

from .values import DOUBLES, NUMBERS, TEXTS, change_bytes, change_text
from .wkb import change_wkb

_TYPES = (
    "INTEGER",
    "TEXT",
    "DATE",
    "DATETIME",
    "BOOLEAN",
    "REAL",
    "BLOB",
    "GEOMETRY",
    "MEDIUMINT",
    "TEXT(3)",
    "JSON",
    "",
    "UUID",
)
_BLOB_HEAD = 8


def change_database(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """A database with a change of one row, column or definition; once in a while, or where it is none, of its bytes."""
    if random.randrange(5) == 0:
        return change_bytes(data, random, tokens)
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        connection.deserialize(data)
        tables = [
            row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        ]
        for _ in range(random.choice((1, 1, 2))):
            _change(connection, random.choice(tables), random)
        return connection.serialize()
    except (sqlite3.Error, IndexError, UnicodeError, OverflowError, MemoryError):
        return change_bytes(data, random, tokens)
    finally:
        connection.close()


def _change(connection: sqlite3.Connection, table: str, random: Random) -> None:
    quoted = '"' + table.replace('"', '""') + '"'
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({quoted})")]
    column = '"' + random.choice(columns).replace('"', '""') + '"'
    how = random.randrange(9)
    place = f"rowid = (SELECT rowid FROM {quoted} LIMIT 1 OFFSET {random.randrange(4)})"
    if how == 0:
        connection.execute(f"DELETE FROM {quoted} WHERE {place}")
    elif how == 1:
        connection.execute(
            f'ALTER TABLE {quoted} ADD COLUMN "{change_text("autre", random)[:20]}" {random.choice(_TYPES)}'
        )
    elif how == 2:
        connection.execute(f'ALTER TABLE {quoted} RENAME COLUMN {column} TO "{random.choice(TEXTS)[:20] or "vide"}"')
    elif how == 3:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?",
            (random.choice(_TYPES) or "x", random.choice(_TYPES), table),
        )
    elif how == 4:
        connection.execute(f"DROP TABLE {quoted}")
    else:
        row = connection.execute(f"SELECT {column} FROM {quoted} WHERE {place}").fetchone()
        connection.execute(f"UPDATE {quoted} SET {column} = ? WHERE {place}", (_value(row and row[0], random),))


def _value(old: Any, random: Random) -> Any:
    if isinstance(old, bytes) and old[:2] == b"GP" and random.randrange(4):
        return old[:_BLOB_HEAD] + change_wkb(old[_BLOB_HEAD:], random)
    if isinstance(old, bytes) and random.randrange(2):
        return change_bytes(old, random)
    if isinstance(old, str) and random.randrange(2):
        return change_text(old, random)
    return random.choice((None, b"", b"GP\0\1", b"\xff", *DOUBLES, *NUMBERS, *TEXTS, 2**62, -(2**63)))

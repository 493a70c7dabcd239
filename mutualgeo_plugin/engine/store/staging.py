"""Staging: what is read from a file lies here until the whole lot goes into the store in one transaction."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from ..formats import sql
from ..model.pcrs import CLASSES
from . import dialect
from .schema import require_columns

BOX = ("minx", "miny", "maxx", "maxy")
LINK_COLUMNS = ("class", "gml_id", "ord", "property", "rank", "href", "inline", "attrs")
UNKNOWN_COLUMNS = ("ord", "name", "xml")


def class_columns(name: str) -> tuple[str, ...]:
    """Columns of a class's staging table."""
    return ("geom", "ord", "gml_id", *CLASSES[name].columns, "gml_head", "extra", *BOX)


class Staging:
    """A scratch database, without safety: it is thrown away when the run ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        dialect.drop_safety(self._connection)
        self._statements: dict[str, str] = {}
        self._create("link", LINK_COLUMNS)
        self._create("unknown_member", UNKNOWN_COLUMNS)

    def _create(self, table: str, columns: Sequence[str]) -> None:
        self._connection.execute(sql.create(table, [(c, "") for c in columns]))
        self._statements[table] = sql.insert(table, columns)

    def add(self, table: str, rows: Iterable[Sequence[object]]) -> None:
        """Add rows to a class, to ``link`` or to ``unknown_member``."""
        if table not in self._statements:
            self._create(table, class_columns(table))
        self._connection.execute("BEGIN")
        self._connection.executemany(self._statements[table], rows)
        self._connection.execute("COMMIT")

    def close(self) -> None:
        """Flush and let go."""
        self._connection.close()


def read_staged(
    paths: Sequence[Path], table: str, columns: Sequence[str], *, drawn: bool = False
) -> Iterator[tuple[Any, ...]]:
    """Rows of a class in scratch databases that are closed, in the order in which they came: these of its columns.

    Parameters
    ----------
    drawn : only what has a geometry.
    """
    require_columns(table, columns, class_columns(table))
    query = sql.select(table, columns, "geom IS NOT NULL" if drawn else "", dialect.ROW)
    for path in paths:
        with closing(sqlite3.connect(path)) as connection:
            if dialect.has_relation(connection, table):
                yield from connection.execute(query)

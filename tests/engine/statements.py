"""Statements that a run asks a base: calls of execute and of executemany, whatever number of rows one is given."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def counted_statements(base: Path) -> Iterator[Counter[str]]:
    """Count what is asked of a base in this process, by text, while the block runs.

    An executemany is one statement: it is prepared once, and a server takes its rows in one go.
    """
    found: Counter[str] = Counter()
    connect = sqlite3.connect

    class Counting(sqlite3.Connection):
        def execute(self, text: str, *values: Any) -> sqlite3.Cursor:
            found[text] += 1
            return super().execute(text, *values)

        def executemany(self, text: str, rows: Any) -> sqlite3.Cursor:
            found[text] += 1
            return super().executemany(text, rows)

    def connecting(target: Any, *more: Any, **options: Any) -> sqlite3.Connection:
        if base.name in str(target):
            options["factory"] = Counting
        return connect(target, *more, **options)

    sqlite3.connect = connecting  # type: ignore[assignment]
    try:
        yield found
    finally:
        sqlite3.connect = connect

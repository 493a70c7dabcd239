"""Statements that a job sends to SQLite, counted."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

#: What SQLite calls; a row of executemany is no statement of its own.
_CONNECT = sqlite3.connect


@contextmanager
def counted_statements() -> Iterator[Counter[str]]:
    """Texts of the statements that connections opened meanwhile send, and how often; one of many rows counts once."""
    sent: Counter[str] = Counter()

    class Counting(sqlite3.Connection):
        def execute(self, text, *values):
            sent[text] += 1
            return super().execute(text, *values)

        def executemany(self, text, rows):
            sent[text] += 1
            return super().executemany(text, rows)

    def connect(*arguments, **named):
        return _CONNECT(*arguments, **{"factory": Counting, **named})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", connect)
        yield sent


def more_often(few: Counter[str], many: Counter[str]) -> dict[str, tuple[int, int]]:
    """Statements that the second count has more often than the first: text → both numbers."""
    return {text: (few[text], n) for text, n in many.items() if n > few[text]}

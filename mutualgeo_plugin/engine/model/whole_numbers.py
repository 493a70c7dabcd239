"""Whole numbers that others write as texts."""

from __future__ import annotations

#: Digits of the longest: what SQLite and arrays hold. Python refuses to read one of thousands of digits.
_MOST_DIGITS = 18


def whole_number(text: str) -> int | None:
    """The number that a text of digits writes; None for any other text, and for a number that nothing here could be."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS else None

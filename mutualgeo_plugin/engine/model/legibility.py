"""Texts as the files that leave can hold them: characters, cells of tables, JSON."""

from __future__ import annotations

import json
import math
import re
from typing import Any

#: Characters that XML 1.0 cannot hold, escaped or not (§2.2), and halves of pairs, which no encoding has.
ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
#: What stands in place of one: Unicode's own sign for it, which is seen and can be looked for.
REPLACEMENT = "\ufffd"
#: First characters that make a spreadsheet take a text for a formula.
_FORMULA = tuple("=+-@\t\r")


def legible_text(text: str) -> str:
    """A text whose every character any file can hold; the others are replaced by `REPLACEMENT`."""
    return ILLEGIBLE.sub(REPLACEMENT, text) if ILLEGIBLE.search(text) else text


def csv_cell(value: object) -> object:
    """A value as the cell of a table; a text that a spreadsheet would carry out is marked as one (not a lone sign)."""
    if not isinstance(value, str):
        return value
    text = legible_text(value)
    return f"'{text}" if len(text) > 1 and text.startswith(_FORMULA) else text


def json_text(content: Any, **layout: Any) -> str:
    """Content as JSON that every reader takes: a number that is none becomes null; `layout` is that of `json.dumps`."""
    try:
        return json.dumps(content, ensure_ascii=False, allow_nan=False, **layout)
    except ValueError:
        return json.dumps(_drop_infinite(content), ensure_ascii=False, allow_nan=False, **layout)


def _drop_infinite(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _drop_infinite(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [_drop_infinite(value) for value in content]
    return None if isinstance(content, float) and not math.isfinite(content) else content

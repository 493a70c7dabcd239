"""What a kind of TOML file may hold, as data: its keys, their kinds, and the rules that bear on several of them."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from .problems import Problems

#: What is wrong with a value: the code of a sentence and its fields; None where nothing is.
Fault = tuple[str, dict[str, object]] | None
Check = Callable[[Any], Fault]
#: A rule on several keys of a document, each of which may be misshapen: that is told elsewhere.
Rule = Callable[[dict[str, Any], Problems], None]

Kind = Literal["text", "number", "flag", "date", "list", "box", "table", "tables", "map", "unread"]


@dataclass(frozen=True)
class Key:
    """What one key holds.

    kind : ``list`` is of texts, ``box`` four numbers, ``table`` has the keys of `keys` and ``tables`` is a list of such
        tables; ``map`` has names that the file chooses and values that follow `each`; ``unread`` is a key that nothing
        reads.
    required : whether its table must have it.
    check : of a value, or of each item of a list.
    empty : whether an empty text or list is one.
    lines : whether a text may have several lines.
    unique : whether an item of a list may stand once only.
    instead : for ``unread``, the code of the sentence that says what to write.
    """

    kind: Kind = "text"
    required: bool = False
    check: Check | None = None
    keys: Mapping[str, Key] = field(default_factory=dict)
    each: Key | None = None
    empty: bool = False
    lines: bool = False
    unique: bool = False
    instead: str = ""


@dataclass(frozen=True)
class Spec:
    """A kind of TOML file.

    wrong : code of the error that a file of this kind raises, with ``path`` and ``problems``.
    """

    wrong: str
    keys: Mapping[str, Key]
    rules: tuple[Rule, ...] = ()


OPTIONAL = Key()
REQUIRED = Key(required=True)
#: A text with line ends, optional.
LINES = Key(lines=True)


def matching(pattern: re.Pattern[str], code: str) -> Check:
    """Check that a text fits a pattern; `code` is the sentence where it does not."""
    return lambda value: None if pattern.fullmatch(value) else (code, {"value": value})


def choice_key(choices: Collection[str]) -> Check:
    """Check that a text is one of `choices`: the nearest is told, else all of them."""
    return lambda value: None if value in choices else ("toml_choice", {"value": value, "choices": choices})


def bounded_number(low: float = -math.inf, high: float = math.inf, *, above: bool = False) -> Check:
    """Check that a number is finite and from `low` (not `low` itself where `above`) to `high`."""
    limits = f"> {low:g}" if above else f"≥ {low:g}"
    if high < math.inf:
        limits = f"{limits}, ≤ {high:g}" if above else f"{low:g}–{high:g}"

    def check(value: float) -> Fault:
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        fits = math.isfinite(number) and (low < number if above else low <= number) and number <= high
        return (
            None if fits else ("toml_number", {"value": value if math.isfinite(number) else number, "limits": limits})
        )

    return check


#: No coordinate of a legal system is further than this from its origin, in metres.
_FURTHEST = 1e9


def is_box(value: Any) -> bool:
    """Whether a value is four numbers in metres, the least ones first."""
    numbers = isinstance(value, list) and len(value) == 4 and all(type(v) in (int, float) for v in value)
    return numbers and all(abs(v) < _FURTHEST for v in value) and value[0] < value[2] and value[1] < value[3]


#: Python types of the kinds that are one value.
TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "number": (int, float),
    "flag": bool,
    "date": datetime.date,
}

"""Changes of JSON that stay JSON: keys and entries dropped, doubled, moved, values of another type."""

from __future__ import annotations

import copy
import json
from random import Random
from typing import Any

from .values import NUMBERS, TEXTS, change_bytes, change_text

_VALUES: tuple[Any, ...] = (None, True, False, 0, -1, 1.5, 1e308, float("nan"), 2**70, "", "a", [], [[]], {}, {"a": 1})
_NESTED, _COPIES = (1, 5, 150), (1, 2, 20, 300)
#: Characters of the largest text that copies are added to.
_LARGE = 60_000


def change_json(data: bytes, random: Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """A JSON with a change or two of its tree; bytes that are none, or once in a while, changed as such."""
    if random.randrange(8) == 0:
        return change_bytes(data, random, tokens)
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        return change_bytes(data, random, tokens)
    words = tuple(token.decode("utf-8", "replace") for token in tokens)
    for _ in range(random.choice((1, 1, 2, 3))):
        document = _change_tree(document, random, words, grow=len(data) < _LARGE)
    try:
        return json.dumps(document, ensure_ascii=random.randrange(2) == 0).encode("utf-8", "surrogatepass")
    except (ValueError, RecursionError):
        return data


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Containers with a key or rank of each."""
    keys: Any = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        found.append((value, key))
        _places(value[key], found)
    return found


def _change_tree(document: Any, random: Random, words: tuple[str, ...], *, grow: bool) -> Any:
    try:
        places = _places(document, [])
    except RecursionError:
        return document
    if not places:
        return random.choice(_VALUES)
    container, key = random.choice(places)
    how = random.randrange(8)
    if how == 0:
        del container[key]
    elif how == 1 and isinstance(container, list) and grow:
        container[key:key] = [copy.deepcopy(container[key]) for _ in range(random.choice(_COPIES))]
    elif how == 2:
        other, place = random.choice(places)
        container[key] = copy.deepcopy(other[place])
    elif how == 3:
        for _ in range(random.choice(_NESTED)):
            container[key] = [container[key]] if random.randrange(2) else {"a": container[key]}
    elif how == 4 and isinstance(container, dict):
        container[random.choice((*TEXTS, *words))] = container.pop(key)
    elif isinstance(container[key], str):
        container[key] = change_text(container[key], random, words)
    elif isinstance(container[key], int | float) and random.randrange(2):
        container[key] = random.choice((*NUMBERS, container[key] * 1e300, -container[key], float("inf")))
    else:
        container[key] = random.choice(_VALUES)
    return document

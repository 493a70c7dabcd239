"""Passwords and keys of access in a file that goes round between partners: found, named, never repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_WORDS = r"pass(?:word|wd|phrase)|pwd|mot[ _-]?de[ _-]?passe|token|secret|api[ _-]?key"
_KEY = re.compile(_WORDS, re.IGNORECASE)
_VALUE = re.compile(rf"(?:{_WORDS})\s*[=:]|(?<!\w)(?!mailto:)[\w.+-]+:[^\s@/\\]+@[\w.-]", re.IGNORECASE)


def names_credential(name: str) -> bool:
    """Whether a key is named as what holds a password or a key of access."""
    return bool(_KEY.search(name))


def holds_credential(text: str) -> bool:
    """Whether a text holds one: ``password=…``, ``user:password@host``."""
    return bool(_VALUE.search(text))


def credential_paths(value: Any, key: str) -> Iterator[str]:
    """Paths of the keys that hold one, in a value of any shape that stands at `key`."""
    if isinstance(value, str):
        if holds_credential(value):
            yield key
    elif isinstance(value, dict):
        for name, item in value.items():
            if names_credential(name):
                yield f"{key}.{name}"
            else:
                yield from credential_paths(item, f"{key}.{name}")
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from credential_paths(item, f"{key}[{rank}]")

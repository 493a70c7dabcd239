"""Every sentence the engine says, once, in English and in French.

The sentences stand with what says them: a ``messages.py`` or ``messages_*.py`` in a package of the engine holds
``MESSAGES``, which maps a code to ``(english, french)``. They import nothing, so that QGIS's Python reads them too.
A sentence says what happened, where, and what to do.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from .checks import SENTENCES, TITLES
from .credentials import redact
from .legibility import legible_text

LANGUAGES = ("en", "fr")
#: Characters of one value that a sentence repeats: a list of everything that a file holds is no sentence.
MOST_REPEATED = 2_000

_ENGINE = Path(__file__).parents[1]


def _tables() -> Iterator[Mapping[str, tuple[str, str]]]:
    """What findings say, the names of checks and criteria, then the sentences of each package."""
    yield SENTENCES
    yield TITLES
    package = __package__.rpartition(".")[0]
    for path in sorted(_ENGINE.rglob("messages*.py")):
        if path != Path(__file__):
            names = path.relative_to(_ENGINE).with_suffix("").parts
            yield importlib.import_module(".".join([package, *names])).MESSAGES


@cache
def all_messages() -> Mapping[str, tuple[str, str]]:
    """Code → (English, French), of the whole engine.

    Raises
    ------
    ValueError
        Where two packages use one code: a defect of the program.
    """
    found: dict[str, tuple[str, str]] = {}
    for table in _tables():
        twice = found.keys() & table.keys()
        if twice:
            raise ValueError(f"codes of two sentences: {', '.join(sorted(twice))}")
        found.update(table)
    return found


def render(code: str, fields: Mapping[str, object], language: str = "en") -> str:
    """Sentence of `code` with its `fields` filled in; a field that is a phrase (it has a `text`) is said in `language`.

    Raises
    ------
    KeyError
        When the code is unknown: a defect of the program, not of its input.
    """
    template = all_messages()[code][LANGUAGES.index(language)]
    texts = {
        name: value.text(language) if hasattr(value, "text") else _shorten(value) for name, value in fields.items()
    }
    return redact(legible_text(template.format_map(texts)))


def _shorten(value: object) -> object:
    """A value that a sentence repeats; of a long one the beginning, and how many characters more there are."""
    if not isinstance(value, str) or len(value) <= MOST_REPEATED:
        return value
    return f"{value[:MOST_REPEATED]}… (+{len(value) - MOST_REPEATED})"

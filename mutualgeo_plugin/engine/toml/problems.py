"""The problems of one TOML file, each with the path of its key; said in the reader's language when they are told."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable
from typing import Any

from ..model.credentials import holds_credential
from ..model.errors import Phrase, Sentences

#: Problems of one file that are told, and letters of a value that are repeated.
MOST_TOLD = 40
_MOST_LETTERS = 60


class Problems:
    """Problems found so far."""

    def __init__(self) -> None:
        self.phrases: list[Phrase] = []

    def add(self, code: str, key: str = "", **fields: object) -> None:
        """Tell a problem of `key`; a long ``value`` is cut, ``choices`` become the nearest one or all of them."""
        if len(self.phrases) >= MOST_TOLD:  # it is counted alone: to look for what was meant takes its time
            self.phrases.append(Phrase(code, key=key))
            return
        value, choices = fields.get("value"), fields.pop("choices", None)
        if isinstance(value, str) and len(value) > _MOST_LETTERS:
            fields["value"] = f"{value[:_MOST_LETTERS]}…"
        if isinstance(choices, Collection):
            near = difflib.get_close_matches(str(value), [str(choice) for choice in choices], n=1)
            code = f"{code}_near" if near else code
            fields |= {"suggestion": near[0]} if near else {"choices": ", ".join(choices)}
        self.phrases.append(Phrase(code, key=key, **fields))

    def add_duplicates(self, named: Iterable[tuple[str, Any]]) -> None:
        """Tell the texts that stand at two of the keys ``(key, value)``."""
        first: dict[str, str] = {}
        for key, value in named:
            if not isinstance(value, str) or holds_credential(value):
                continue
            if value in first:
                self.add("toml_duplicate", key, value=value, first=first[value])
            else:
                first[value] = key

    def sentences(self) -> Sentences:
        """All of them, or the first ones and how many more there are."""
        left = len(self.phrases) - MOST_TOLD
        more = [Phrase("toml_more", count=left)] if left > 0 else []
        return Sentences([*self.phrases[:MOST_TOLD], *more])

"""Spellings of codes that are known to stand for a code of the standard.

Tables and drawings lose zeros (``6`` for ``06``) or carry the label (``voirie`` for ``03``). Only what can be read in
one way is a synonym; whatever else is kept as it was received and left to the checks.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from .pcrs import CODE_LISTS

#: Spellings seen in deliveries and exports, beside the labels of the standard.
_SEEN: dict[str, dict[str, str]] = {
    "CategorieThematique": {
        "vegetation": "06",
        "arbre": "06",
        "batiment": "02",
        "cloture mur": "05",
        "ouvrages d'art": "07",
        "affleurants": "10",
    },
    "NatureReseau": {"eau": "AEP", "eau potable": "AEP", "eclairage": "ELECECL", "telecom": "COM"},
    "TexteJustification": {"left": "G", "center": "C", "right": "D"},
}


def plain_text(text: str) -> str:
    """Text without accents, case and double spaces, for comparison."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).casefold().split())


@cache
def synonyms(code_list: str) -> dict[str, str]:
    """Spelling (as `plain_text` gives it) → code, for one list; a spelling that two codes share is none."""
    codes = CODE_LISTS[code_list]
    found: dict[str, set[str]] = {}
    for code, label in codes.items():
        for spelling in (code, code.lstrip("0") or "0", label):
            found.setdefault(plain_text(spelling), set()).add(code)
    for spelling, code in _SEEN.get(code_list, {}).items():
        found.setdefault(plain_text(spelling), set()).add(code)
    return {spelling: codes.pop() for spelling, codes in found.items() if len(codes) == 1}


def recode(code_list: str, value: str) -> str:
    """Code that a value stands for; the value itself where it is a code or is not understood."""
    if value in CODE_LISTS[code_list]:
        return value
    return synonyms(code_list).get(plain_text(value), value)

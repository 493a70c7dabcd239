"""Texts that fill a field and say nothing: the list, where each comes from, and how one is recognised.

A profile adds words of its own or takes some back (``[placeholders]``); what a list of codes holds is never one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import lru_cache

#: Where words come from → the words. Case, accents, blanks around and stops do not count: « À renseigner. » is one.
_BY_SOURCE = {
    "lots of Lyon (affleurants)": ("NR", "Gestionnaire de l'affleurant"),
    "habit of survey and drawing programs": (
        "N/R", "NC", "N/C", "?", "-", "xxx", "#", "*", "_", "/", "...",
    ),
    "what French forms and tables write where nothing is known": (
        "inconnu", "inconnue", "non connu", "non connue", "ne sait pas", "à renseigner", "non renseigné",
        "non renseignée", "pas renseigné", "à compléter", "à définir", "à déterminer", "à préciser", "à saisir",
        "non défini", "non définie", "non déterminé", "non déterminée", "indéterminé", "indéterminée", "indéfini",
        "non précisé", "non précisée", "non communiqué", "non communiquée", "non disponible", "indisponible", "néant",
        "sans objet", "sans valeur", "aucun", "aucune", "vide", "ND", "N/D",
    ),
    "what databases, spreadsheets and programs write for no value": (
        "NULL", "<null>", "(null)", "none", "nil", "nan", "N/A", "NA", "#N/A", "#REF!", "#VALEUR!", "#VALUE!",
        "undefined", "unknown", "not available", "TBD", "todo",
    ),
}  # fmt: skip
#: Word → where it comes from.
WORDS: dict[str, str] = {word: source for source, words in _BY_SOURCE.items() for word in words}

#: A sign that stands several times is one: “???”, “--”, “xxxxx”.
_REPEATED = re.compile(r"^(?:([?*#_/-])\1*|(x)\2{2,}|\.{2,}|…)$")
_STOPS = re.compile(r"(?<=\w)[.\s]+$|(?<=\w)\.(?=\w)")
_BLANKS = re.compile(r"[\s\u00a0\u202f]+")


@lru_cache(maxsize=1 << 14)
def fold_text(text: str) -> str:
    """A text without what does not tell two placeholders apart: case, accents, blanks around, stops after letters."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'")).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _STOPS.sub("", _BLANKS.sub(" ", plain).strip())


def placeholder_forms(add: Iterable[str] = (), withdraw: Iterable[str] = ()) -> frozenset[str]:
    """Forms of the words that stand for nothing, as `fold_text` gives them: those of `WORDS`, more, without some."""
    return (frozenset(map(fold_text, WORDS)) | frozenset(map(fold_text, add))) - frozenset(map(fold_text, withdraw))


USUAL = placeholder_forms()


def is_placeholder(text: str, forms: Collection[str] = USUAL) -> bool:
    """Whether a text is empty, or a word or sign that stands for nothing.

    A sign that is repeated is the sign alone: who takes “?” back takes “???” back.
    """
    plain = fold_text(text)
    if not plain or plain in forms:
        return True
    repeated = _REPEATED.match(plain)
    if repeated is None:
        return False
    return (repeated[1] or ("xxx" if repeated[2] else fold_text("..."))) in forms

"""Whether two names of organisations are spellings of one: normal form, words that count, letters that may change."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Forms of companies and bodies: written or not, they name the same producer.
LEGAL_FORMS = frozenset(
    {
        "sarl", "sas", "sasu", "sa", "eurl", "snc", "sci", "scp", "scop", "selarl", "selas", "selurl", "scm", "gie",
        "ste", "societe", "cie",
    }
)  # fmt: skip
#: Words that link others.
_LINKS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "pour", "sur"})
#: Shorter words are acronyms more often than not: one letter makes another name. In a word of so many letters one may
#: be added, left out or swapped, but not replaced (Lens, Sens).
SHORTEST_WORD = 4
#: A shorter name counts for so many letters: one letter may change in it.
SHORTEST_NAME = 10

#: Words of the names of departments: "Loire" is no misspelling of "Loiret".
_PLACES = frozenset(
    """ain aisne allier alpes haute hautes maritimes ardeche ardennes ariege aube aude aveyron bouches rhone calvados
    cantal charente maritime cher correze corse cote or cotes armor creuse dordogne doubs drome eure loir finistere
    gard garonne gers gironde herault ille vilaine indre isere jura landes loire loiret lot lozere maine manche marne
    mayenne meurthe moselle meuse morbihan nievre nord oise orne pas calais puy dome pyrenees orientales atlantiques
    rhin bas haut saone sarthe savoie paris seine yvelines sevres deux somme tarn var vaucluse vendee vienne vosges
    yonne belfort essonne denis val guadeloupe martinique guyane reunion mayotte bretagne normandie occitanie
    provence bourgogne comte aquitaine auvergne centre""".split()
)
_WORD = re.compile(r"[a-z]+|\d+")
_DOTTED = re.compile(r"\b(?:[a-z]\.\s?){2,}(?:[a-z]\b)?")


@lru_cache(maxsize=4096)
def significant_words(name: str) -> tuple[str, ...]:
    """Words of a name that count, in their order: no case, accents, punctuation, linking words or legal form."""
    text = unicodedata.normalize("NFKD", name).replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    text = _DOTTED.sub(lambda found: re.sub(r"[.\s]", "", found.group(0)) + " ", text)  # S.A.R.L.
    words = _WORD.findall(text)
    for left_out in (LEGAL_FORMS | _LINKS, _LINKS):
        kept = tuple(word for word in words if word not in left_out)
        if kept:
            return kept
    return tuple(words)


def same_name(a: str, b: str, likeness: float) -> bool:
    """Whether two names are spellings of one.

    Parameters
    ----------
    likeness : share of the letters that must not change (0 to 1); a name counts for `SHORTEST_NAME` letters at least.
    """
    first, second = significant_words(a), significant_words(b)
    if not first or not second:
        return a == b
    if sorted(first) == sorted(second) or "".join(first) == "".join(second):
        return True
    most = (1.0 - likeness) * max(SHORTEST_NAME, sum(map(len, first)), sum(map(len, second))) + 1e-9
    if len(first) == len(second):
        changed = _changes(first, second, most)
    else:
        changed = _split_changes(first, second, most)
    return changed <= most


def _changes(first: tuple[str, ...], second: tuple[str, ...], most: float) -> float:
    """Letters that change between two names of as many words, whatever their order; infinite where a word does."""
    left = list(second)
    rest = []
    for word in first:
        if word in left:
            left.remove(word)
        else:
            rest.append(word)
    total = 0.0
    for word in sorted(rest):
        costs = [(_word_changes(word, other, most), other) for other in left]
        cost, other = min(costs)
        left.remove(other)
        total += cost
    return total


def _word_changes(a: str, b: str, most: float) -> float:
    if a in _PLACES and b in _PLACES:
        return float("inf")
    shortest = min(len(a), len(b))
    if a.isdigit() or b.isdigit() or shortest < SHORTEST_WORD or abs(len(a) - len(b)) > most:
        return float("inf")
    if shortest == SHORTEST_WORD and len(a) == len(b) and sorted(a) != sorted(b):
        return float("inf")
    return edits(a, b)


def _split_changes(first: tuple[str, ...], second: tuple[str, ...], most: float) -> float:
    """Letters that change between names cut into words in two ways (“Géo Topo”, “Géotopo”)."""
    one, other = "".join(first), "".join(second)
    numbers = [[word for word in words if word.isdigit()] for words in (first, second)]
    if numbers[0] != numbers[1] or abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < SHORTEST_NAME:
        return float("inf")
    changed = edits(one, other)
    return changed if changed <= 1 else float("inf")


def edits(a: str, b: str) -> int:
    """Letters to change, add, leave out or swap with the next one to make one word of another (restricted Damerau)."""
    before: list[int] = []
    above = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]

"""Defects of names of producers: A6, with the names of a convention and without."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from .lot import PRODUCERS
from .scene import SEED, Amount, Scene
from .small_lots import Place
from .truth import expected_finding

#: Names of the convention; those that follow `PRODUCERS` have a number, a short word and a department in them.
CONVENTION = (*PRODUCERS, "Unité topographique 12 de la Loire", "Bureau XYZ Relevés")


def _letter(change: Callable[[str, int], str]) -> Callable[[str, int], str]:
    """A change at one letter of a long word: neither the first nor the last letter of it."""

    def made_name(name: str, rank: int) -> str:
        words = [word for word in name.split() if len(word) > 4 and word.isalpha()]
        word = words[rank % len(words)]
        at = 1 + rank // len(words) % (len(word) - 2)
        return name.replace(word, change(word, at), 1)

    return made_name


#: How a name is misspelled.
_SPELLINGS: tuple[Callable[[str, int], str], ...] = (
    _letter(lambda word, at: word[:at] + word[at + 1 :]),
    _letter(lambda word, at: word[:at] + word[at] + word[at:]),
    _letter(lambda word, at: word[:at] + "x" + word[at + 1 :]),
    _letter(lambda word, at: word[:at] + word[at + 1] + word[at] + word[at + 2 :]),
    lambda name, rank: name.replace("é", "e").replace("è", "e") if rank % 2 else name.upper(),
    lambda name, rank: name.replace(" ", "  ", 1) if rank % 2 else f"{name}.",
    lambda name, rank: f"{name} SARL" if rank % 2 else f"S.A.R.L. {name}",
    lambda name, rank: " ".join(reversed(name.split())),
    lambda name, rank: name.replace("eaux", ("aeux", "eauux", "eeaux")[rank % 3]),
)
#: What is another name: of the convention's one, in a short word, in a number, in a department; or altogether.
#: Of a word of four letters one may be doubled or swapped, but not replaced, and three letters are a short word.
_OTHERS = (
    "Communauté de communes du Vol Fleuri",
    "Unité topographique 13 de la Loire",
    "Unité topographique 12 du Loiret",
    "Bureau XYT Relevés",
    "Régie des eaux du Haxt Pays",
    "Régie des eaux du Hut Pays",
    "Géomètres associés de la Plaine",
)


def plant_a6(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """A producer's name misspelled; near: another name, and one that is right."""
    place = Place(scene, rank, rng, "A6-")
    name = CONVENTION[k // len(_SPELLINGS) % len(CONVENTION)]
    for _ in range(3):  # the usual spelling of each is the right one
        for known in CONVENTION:
            place.tree(producteur=known)
    if wrong:
        spelled = _SPELLINGS[k % len(_SPELLINGS)](name, k // len(_SPELLINGS) // len(CONVENTION))
        if spelled == name:
            spelled = name.lower()
        place.tree(producteur=spelled)
        place.plant("A6", True, None, expected_finding("A6", "warning", place.lot.name, spelled))
    elif k % 8 >= len(_OTHERS):
        place.plant("A6", False, None)
    else:
        other = _OTHERS[k % 8]
        place.tree(producteur=other)
        unknown = (
            [expected_finding("A6_unknown", "warning", place.lot.name, other)] if "producers" in scene.given else []
        )
        place.plant("A6", False, None, *unknown)


def scenes(amount: Amount) -> Iterator[Scene]:
    """Names under a convention, and names of which the most used are right."""
    for seed, (name, given) in enumerate((("convention", {"producers": CONVENTION}), ("usual", {}))):
        rng = np.random.default_rng([SEED, 50, seed])
        scene = Scene(f"names {name}", given=dict(given))
        n = amount.plants_of("A6")
        for rank in range(n + n // 2):
            k, wrong = (rank, True) if rank < n else (rank - n, False)
            plant_a6(scene, rank, k, wrong, rng)
        yield scene

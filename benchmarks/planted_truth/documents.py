"""Defects of the delivered files: S1 (schema), L1 (metadata record, personal data), L4 (name, encoding)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .plot import Plot, box
from .records import PARTS, record_of
from .scene import SEED, Amount, Scene
from .small_lots import KERB, TEXT, TREE, Place
from .truth import Expected, expected_finding


def _place(scene: Scene, rank: int, rng: np.random.Generator, prefix: str) -> Place:
    place = Place(scene, rank, rng, prefix)
    place.lot.record = record_of(place.lot.name)
    return place


def _text(place: Place, **given: str) -> str:
    return Plot(place.lot, place.low + 20.0, 0.0, place.rng).point(TEXT, (0, 0), **given)


#: What is done to an object's text so that the schema refuses it at one place: class, text before, text after, the
#: sentence of S1, and what other checks must say of it.
_SPOILED: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (TREE, "<reference>", "<hauteur>4</hauteur><reference>", "S1_unexpected", ()),
    (TREE, "<reference>REF01</reference>", "", "S1_missing", (("A1", "error"),)),
    (TREE, "<thematique>06<", "<thematique>6<", "S1_list", (("S7_zero", "error"),)),
    (TREE, "<qualiteCategorisation>01<", "<qualiteCategorisation>04<", "S1_open", (("S7", "error"),)),
    (TREE, "<dateLeve>", "<dateLeve>le ", "S1_date", (("A3_malformed", "error"),)),
    (TEXT, "<angleRotation>30<", "<angleRotation>nord<", "S1_number", (("A5", "error"),)),
    (TEXT, "<taille>2.5<", "<taille>2,5<", "S1_number", (("A5", "error"),)),
    ("PointLevePCRS", "<precisionXY>2<", "<precisionXY>2.5<", "S1_whole", ()),
    (TREE, "<reference>", '<reference unite="m">', "S1_attribute_unexpected", ()),
    (TREE, "<idObjet>", "ici<idObjet>", "S1_text", ()),
    (TREE, "REF01<", "<b>REF01</b><", "S1_content", (("A1", "error"),)),
)


def plant_s1(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """A document that the schema refuses; near: comments, spaces, words of one's own where the list is open."""
    place = _place(scene, rank, rng, "S1-")
    lot, plot = place.lot, Plot(place.lot, place.low + 10.0, 0.0, rng)
    place.tree()
    _text(place)
    plot.line(KERB, [(-2, 0), (0, 1), (2, 0)])
    plot.affleurant(box(2, 2, 1, 1), nature="other: regard")
    if not wrong:
        tree = place.tree()
        before, after = (
            ("<reference>", "<!-- platane -->\n<reference>"),
            ("<geometrie>", "<geometrie>\n  \t"),
            ("<qualiteCategorisation>01<", "<qualiteCategorisation>other: relevé<"),
        )[k % 3]
        lot.members[-1] = lot.members[-1].replace(before, after)
        place.plant("S1", False, None, things=(tree,))
        return
    if k % (len(_SPOILED) + 2) == len(_SPOILED):  # the geometry of another object bears its gml:id
        twin, tree = place.tree(), place.tree()
        lot.members[-1] = lot.members[-1].replace(f'"{tree}.g"', f'"{twin}.g"')
        place.plant("S1", True, None, expected_finding("S1_twice", "error", tree), things=(tree,))
        return
    if k % (len(_SPOILED) + 2) == len(_SPOILED) + 1:
        tree = place.tree()
        name = f"3{tree}"
        lot.members[-1] = lot.members[-1].replace(f'<{TREE} gml:id="{tree}"', f'<{TREE} gml:id="{name}"')
        lot.listed["objet"][-1] = name
        place.plant("S1", True, None, expected_finding("S1_id", "error", name), things=(name,))
        return
    cls, before, after, code, others = _SPOILED[k % (len(_SPOILED) + 2)]
    thing = plot.point(cls, (-3, -3))
    spoiled = lot.members[-1].replace(before, after)
    if spoiled == lot.members[-1]:
        raise ValueError(f"{cls}: no {before}")
    lot.members[-1] = spoiled
    more: list[Expected] = [expected_finding(other, severity, thing) for other, severity in others]
    place.plant("S1", True, None, expected_finding(code, "error", thing), *more, things=(thing,))


#: Addresses and numbers, with the code that tells them; what only looks like one, where digits are numbers of things.
_PERSONAL = (
    ("L1_email", "jardinier@example.org"),
    ("L1_phone", "04 72 00 00 00"),
    ("L1_phone", "+33 6 12 34 56 78"),
    ("L1_phone", "+33 (0)4 72 00 00 00"),
    ("L1_email", "Contact : prenom.nom@mairie.example.org (voirie)"),
    ("L1_phone", "tél. 04.72.00.00.00"),
)
_NO_REFERENCE = ("Platane @ 12 m", "0472 arbre", "06-1234", "0472000000", "2024-01-15")
_NO_TEXT = ("Rue @ 12", "n° 0472", "1 723 000 00 00", "06 12", "0.123456789")


def plant_l1(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """No metadata record, one that leaves something out, an address or a number; near: what looks like one."""
    place = _place(scene, rank, rng, "L1-")
    lot, which = place.lot, k // 6
    if not wrong:
        place.tree(reference=_NO_REFERENCE[k % len(_NO_REFERENCE)])
        _text(place, libelle=_NO_TEXT[k % len(_NO_TEXT)])
        place.plant("L1", False, None)
        return
    code, said = _PERSONAL[which % len(_PERSONAL)]
    if k % 6 == 0:
        lot.record = ("", "<MD_Metadata/>", "Licence Ouverte")[which % 3]
        place.tree()
        place.plant("L1", True, None, expected_finding("L1", "warning", lot.name))
    elif k % 6 < 4:
        part = tuple(PARTS)[k % 6 - 1]
        lot.record = record_of(lot.name, part)
        place.tree()
        place.plant("L1", True, None, expected_finding(f"L1_{part}", "warning", lot.name))
    elif k % 6 == 4 and which % 3 == 2:
        lot.description = said
        place.tree()
        place.plant("L1", True, None, expected_finding(code, "warning", lot.name))
    else:
        thing = _text(place, libelle=said) if k % 2 else place.tree(reference=said)
        place.plant("L1", True, None, expected_finding(code, "warning", thing), things=(thing,))


def plant_l4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Accents or spaces in a file's name, a file in another encoding; near: dots and dashes, a byte order mark."""
    place = _place(scene, rank, rng, "L4-")
    lot = place.lot
    lot.producers = ("Régie des eaux du Haut Pays",)  # every letter of it is one of ISO 8859-1
    place.tree()
    if not wrong:
        lot.file = f"2024.01_{lot.name}.gml"
        lot.mark = k % 2 == 1
        place.plant("L4", False, None)
    elif k % 4 == 3:
        lot.encoding = "UTF-16"
        place.plant("L4", True, None, expected_finding("L4_encoding", "warning", lot.name))
    elif k % 4 == 2:
        lot.encoding = "ISO-8859-1"
        place.plant("L4", True, None, expected_finding("L4_encoding", "warning", lot.name))
    else:
        # the lot takes the name of its file
        lot.file = (f"levé_{rank:03}.gml", f"lot {rank:03}.gml")[k % 4]
        place.plant("L4", True, None, expected_finding("L4", "warning", lot.file.removesuffix(".gml")))


Recipe = Callable[[Scene, int, int, bool, np.random.Generator], None]
RECIPES: dict[str, Recipe] = {"S1": plant_s1, "L1": plant_l1, "L4": plant_l4}


def scenes(amount: Amount) -> list[Scene]:
    """A scene a check, with its delivered files."""
    out = []
    for seed, (check, recipe) in enumerate(RECIPES.items()):
        rng = np.random.default_rng([SEED, 40, seed])
        scene = Scene(f"files {check}", files=True)
        n = amount.plants_of(check)
        for rank in range(n + n // 2):
            k, wrong = (rank, True) if rank < n else (rank - n, False)
            recipe(scene, rank, k, wrong, rng)
        out.append(scene)
    return out

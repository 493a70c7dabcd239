"""Defects of lots as a whole, a small lot each: S2, S3 (no #), S4, A3, A4, A6, G13, P2, P3, L3."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely

from .lot import PRODUCERS, Lot, Value
from .plot import CORNER, SIDE, Plot, limit
from .scene import SEED, Amount, Scene
from .truth import Expected, Plant, on

TREE, TEXT, KERB, WALL, FACADE = "ArbrePCRS", "HabillageTextePCRS", "LimiteVoiriePCRS", "MurPCRS", "FacadePCRS"
#: Lots of a row, and how far apart they stand: no two meet.
ROW, STEP = 25, 3 * SIDE


class Place:
    """Where the next lot of a scene stands, and what is drawn in it."""

    def __init__(self, scene: Scene, rank: int, rng: np.random.Generator, prefix: str, **settings: object) -> None:
        low = CORNER + STEP * np.array([rank % ROW, rank // ROW])
        side = 2 * SIDE
        name = f"{prefix}{rank:03}"
        self.lot = Lot(name, (*low.tolist(), *(low + side).tolist()), **settings)  # type: ignore[arg-type]
        self.low, self.rng, self.scene, self.used = low, rng, scene, 0
        scene.lots.append(self.lot)

    def tree(self, **given: Value) -> str:
        """A tree, a metre and a half from the others."""
        column, row = self.used % 14, self.used // 14
        self.used += 1
        at = self.low + 1.0 + 1.6 * np.array([column, row])
        return Plot(self.lot, at, 0.0, self.rng).point(TREE, (0.0, 0.0), **given)

    def plant(
        self, check: str, wrong: bool, size: float | None, *expected: Expected, things: tuple[str, ...] = ()
    ) -> None:
        """Tell what this lot is."""
        x, y = self.low.tolist()
        self.scene.plants.append(Plant(check, wrong, (self.lot.name,), things, x, y, size, expected))


#: Make lot number k for a check, wrong or near.
LotRecipe = Callable[[Scene, int, int, bool, np.random.Generator], None]


def s2(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """No emprise, or two."""
    place = Place(scene, rank, rng, "S2-")
    place.tree()
    if wrong:
        place.lot.emprises = 2 * (k % 2)
    place.plant("S2", wrong, None, *([on("S2", "error", place.lot.name)] if wrong else []))


def s3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Links without ``#``."""
    place = Place(scene, rank, rng, "S3-", hashed=not wrong)
    place.tree()
    place.plant("S3", wrong, None, *([on("S3_hash", "info", place.lot.name)] if wrong else []))


def s4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lists of the emprise: one object left out, one listed twice, one under the wrong heading, no list at all."""
    place = Place(scene, rank, rng, "S4-")
    lot, trees = place.lot, [place.tree() for _ in range(3)]
    text = Plot(lot, place.low + 20.0, 0.0, rng).point(TEXT, (0, 0))
    trees_listed, texts_listed = lot.listed["objet"], lot.listed["habillage"]
    if not wrong:
        place.plant("S4", False, None, things=(trees[0],))
    elif k % 4 == 0:
        trees_listed.remove(trees[1])
        place.plant("S4", True, None, on("S4", None, trees[1]), things=(trees[1],))
    elif k % 4 == 1:
        trees_listed.append(trees[1])
        place.plant("S4", True, None, on("S4_twice", None, trees[1]), things=(trees[1],))
    elif k % 4 == 2:
        texts_listed.remove(text)
        trees_listed.append(text)
        place.plant("S4", True, None, on("S4_wrong", None, text), things=(text,))
    else:
        trees_listed.clear()
        texts_listed.clear()
        place.plant("S4", True, None, on("S4_none", None, lot.name))


def a3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots published after the reference day; near: on that day."""
    place = Place(scene, rank, rng, "A3-", published="2024-06-02" if wrong else "2024-06-01")
    place.tree()
    emprise = place.lot.emprise_id
    place.plant("A3", wrong, 1.0, *([on("A3_future", None, emprise)] if wrong else []), things=(emprise,))


def a4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Surveys older than the limits, by a day; near: younger by a day, told as a warning where that is due."""
    place = Place(scene, rank, rng, "A4-", published="2024-01-15")
    years, severity = ((limit("A4", "warning"), "warning"), (limit("A4", "error"), "error"))[k % 2]
    day = f"{2024 - int(years)}-01-{14 if wrong else 16}"
    for _ in range(1 + k % 3):
        place.tree(dateLeve=day)
    place.tree()
    severities = [severity] if wrong else ["warning"] if severity == "error" else []
    place.plant("A4", wrong, years, *(on("A4", s, place.lot.name) for s in severities))


#: How a name is misspelled: a letter lost, doubled or changed, an accent lost, two spaces, other cases.
_SPELLINGS: tuple[Callable[[str, int], str], ...] = (
    lambda name, at: name[:at] + name[at + 1 :],
    lambda name, at: name[:at] + name[at] + name[at:],
    lambda name, at: name[:at] + "x" + name[at + 1 :],
    lambda name, at: name.replace("é", "e").replace("’", "'"),
    lambda name, at: name.replace(" ", "  ", 1),
    lambda name, at: name.replace("C", "c").replace("S", "s").replace("R", "r"),
)


def a6(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """A producer's name misspelled; near: the names of the convention, and one that is altogether another."""
    place = Place(scene, rank, rng, "A6-")
    name = PRODUCERS[k // len(_SPELLINGS) % len(PRODUCERS)]
    place.tree(producteur=name)
    if wrong:
        spelled = _SPELLINGS[k % len(_SPELLINGS)](name, int(rng.integers(3, len(name) - 3)))
        if spelled == name:  # nothing to misspell this way
            spelled = name + "s"
        place.tree(producteur=spelled)
        place.plant("A6", True, None, on("A6", None, place.lot.name, spelled))
    elif k % 2:
        other = "Géomètres associés de la Plaine"
        place.tree(producteur=other)
        place.plant("A6", False, None, on("A6_unknown", None, place.lot.name, other))
    else:
        place.plant("A6", False, None)


def g13(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Coordinates with five decimals and more; near: four."""
    decimals = int(limit("G13", "decimals")) + ((1, 2, 4)[k % 3] if wrong else -(k % 2))
    place = Place(scene, rank, rng, "G13-", decimals=decimals)
    place.low = place.low + rng.uniform(0.1, 0.2, 2).round(4) + 1.23456789e-5  # no digit of it is nought
    place.tree()
    place.plant("G13", wrong, float(decimals), *([on("G13", "info", place.lot.name)] if wrong else []))


def p2(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots of one precision class; near: an object fewer than are needed to say so, or one of another class."""
    place = Place(scene, rank, rng, "P2-")
    if wrong and k % 2:
        for code in ("005", "010", "002"):
            place.tree(precisionPlanimetrique=code)
        place.plant("P2", True, None, on("P2_best", "info", place.lot.name))
        return
    many = int(limit("P2", "objects"))
    count = many + k % 3 if wrong else many - 1 if k % 2 else many + 1
    for number in range(count):
        other = not wrong and k % 2 == 0 and number == 0
        place.tree(precisionPlanimetrique="005" if other else "010")
    place.plant("P2", wrong, float(count), *([on("P2", "info", place.lot.name)] if wrong else []))


def p3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots with too many coarse objects; near: as many as are admitted."""
    place = Place(scene, rank, rng, "P3-")
    coarse = 2 + k % 3 if wrong else 1
    for number in range(20):
        code = ("040", "150", "999")[k % 3] if number < coarse else ("005", "010")[number % 2]
        place.tree(precisionPlanimetrique=code)
    place.plant("P3", wrong, 1.0 - coarse / 20, *([on("P3", None, place.lot.name)] if wrong else []))


RECIPES: dict[str, LotRecipe] = {
    "S2": s2, "S3": s3, "S4": s4, "A3": a3, "A4": a4, "A6": a6, "G13": g13, "P2": p2, "P3": p3,
}  # fmt: skip


def scenes(amount: Amount) -> Iterator[Scene]:
    """A scene a check."""
    for seed, (check, recipe) in enumerate(RECIPES.items()):
        rng = np.random.default_rng([SEED, 20, seed])
        scene = Scene(f"lots {check}")
        if check == "A6":
            scene.given["producers"] = PRODUCERS
        n = amount.of(check)
        for rank in range(n + n // 2):
            k, wrong = (rank, True) if rank < n else (rank - n, False)
            recipe(scene, rank, k, wrong, rng)
        yield scene


#: Objects of a class in a lot that is like the others, and in one that is not.
USUAL, ODD = (17, 24), (0, 90)


def balance(amount: Amount) -> Scene:
    """Lots along a street with addresses: some have no names, some no numbers, some far too few or too many objects."""
    rng = np.random.default_rng([SEED, 30])
    scene = Scene("balance")
    classes = (TREE, WALL, FACADE)
    n = amount.of("L3")
    lots = max(60, n)
    addresses: list[shapely.Geometry] = []
    odd = rng.random((lots, len(classes))) < 0.12
    bare = rng.integers(0, 4, lots)  # 0: no name, 1: no number, else both
    for rank in range(lots):
        low = CORNER + np.array([rank % 10, rank // 10]) * [320.0, 60.0]
        lot = Lot(f"B{rank:03}", (*low.tolist(), *(low + [260.0, 40.0]).tolist()))
        scene.lots.append(lot)
        plot = Plot(lot, low, 0.0, rng)
        plot.line(KERB, [(2.0 + 8.0 * step, 2.0) for step in range(33)])
        for missing, (cls, text) in enumerate((("NomVoiriePCRS", "Rue des Tilleuls"), ("NumeroVoiriePCRS", "12"))):
            if bare[rank] == missing:
                scene.plants.append(_lacking(lot, low, cls))
            else:
                plot.point(cls, (130.0 + missing, 6.0), libelle=text)
        addresses += [shapely.Point(*(low + [20.0 * (a + 1), 5.0])) for a in range(8)]
        for row, cls in enumerate(classes):
            count = int(rng.choice(ODD)) if odd[rank, row] else int(rng.integers(*USUAL))
            _many(plot, cls, count, 10.0 + 9.0 * row)
            expected = (on("L3_density", None, lot.name, cls),) if odd[rank, row] else ()
            scene.plants.append(
                Plant("L3", bool(odd[rank, row]), (lot.name,), (), *low.tolist(), float(count), expected)
            )
    scene.layers["addresses"] = (addresses, {"numero": ["1"] * len(addresses)})
    return scene


def _lacking(lot: Lot, low: np.ndarray, cls: str) -> Plant:
    return Plant("L3", True, (lot.name,), (), *low.tolist(), None, (on("L3", None, lot.name, cls),))


def _many(plot: Plot, cls: str, count: int, v: float) -> None:
    """Objects of a class in a row along the street."""
    for number in range(count):
        u = 2.0 + 2.8 * number
        if cls == TREE:
            plot.point(cls, (u, v), reference=f"A{number}")
        else:
            plot.line(cls, [(u, v), (u + 2.0, v)])

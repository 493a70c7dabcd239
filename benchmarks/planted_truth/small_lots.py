"""Defects of lots as a whole, a small lot each: S2, S3 (no #), S4, S6, A3, A4, G13, P2 to P4, L3."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import shapely

from .lot import Lot, Value
from .plot import CORNER, SIDE, Plot, limit
from .scene import SEED, Amount, Scene
from .truth import Expected, Plant, expected_finding

TREE, TEXT, KERB, WALL, FACADE = "ArbrePCRS", "HabillageTextePCRS", "LimiteVoiriePCRS", "MurPCRS", "FacadePCRS"
QUAY = "QuaiFluvioMaritimePCRS"
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


def plant_s2(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """No emprise, or two."""
    place = Place(scene, rank, rng, "S2-")
    place.tree()
    if wrong:
        place.lot.emprises = 2 * (k % 2)
    place.plant("S2", wrong, None, *([expected_finding("S2", "error", place.lot.name)] if wrong else []))


def plant_s3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Links without ``#``."""
    place = Place(scene, rank, rng, "S3-", hashed=not wrong)
    place.tree()
    place.plant("S3", wrong, None, *([expected_finding("S3_hash", "info", place.lot.name)] if wrong else []))


def plant_s4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lists of the emprise: an object left out, twice or under the wrong heading, one that has no place, no list."""
    place = Place(scene, rank, rng, "S4-")
    lot, trees = place.lot, [place.tree() for _ in range(3)]
    text = Plot(lot, place.low + 20.0, 0.0, rng).point(TEXT, (0, 0))
    trees_listed, texts_listed = lot.listed["objet"], lot.listed["habillage"]
    if not wrong:
        place.plant("S4", False, None, things=(trees[0],))
    elif k % 5 == 4:
        point = Plot(lot, place.low + 18.0, 0.0, rng).point("PointLevePCRS", (0, 0))
        trees_listed.append(point)
        place.plant("S4", True, None, expected_finding("S4_wrong", "error", point), things=(point,))
    elif k % 5 == 0:
        trees_listed.remove(trees[1])
        place.plant("S4", True, None, expected_finding("S4", "error", trees[1]), things=(trees[1],))
    elif k % 5 == 1:
        trees_listed.append(trees[1])
        place.plant("S4", True, None, expected_finding("S4_twice", "warning", trees[1]), things=(trees[1],))
    elif k % 5 == 2:
        texts_listed.remove(text)
        trees_listed.append(text)
        place.plant("S4", True, None, expected_finding("S4_wrong", "error", text), things=(text,))
    else:
        trees_listed.clear()
        texts_listed.clear()
        place.plant("S4", True, None, expected_finding("S4_none", "warning", lot.name))


def plant_s6(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """An identifier that two lots use; near: one whose letters are of another case, and a gml:id that both have."""
    place = Place(scene, rank, rng, "S6-")
    used = f"shared.{k // 2}" if wrong else f"{'near' if k % 2 else 'NEAR'}.{k // 2}"
    gml_id = place.lot.new_id() if wrong else f"both.{k // 2}"
    shape = place.lot.shapes.point(f"{gml_id}.g", Plot(place.lot, place.low + 1.0, 0.0, rng).place_points([(0, 0)])[0])
    tree = place.lot.add(TREE, shape, gml_id=gml_id, idObjet=used)
    place.plant("S6", wrong, None, *([expected_finding("S6", "error", tree)] if wrong else []), things=(tree,))


def plant_a3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots published after the reference day, surveys before the first year; near: on the day itself.

    So early a survey makes its lot an old one besides.
    """
    if k % 2:
        place = Place(scene, rank, rng, "A3-")
        year = int(limit("A3", "first_year"))
        tree = place.tree(dateLeve=f"{year - 1}-12-31" if wrong else f"{year}-01-01")
        early = [expected_finding("A3_early", "warning", tree)] if wrong else []
        place.plant("A3", wrong, 1.0, *early, expected_finding("A4", "error", place.lot.name), things=(tree,))
        return
    place = Place(scene, rank, rng, "A3-", published="2024-06-02" if wrong else "2024-06-01")
    place.tree()
    emprise = place.lot.emprise_id
    place.plant(
        "A3", wrong, 1.0, *([expected_finding("A3_future", "error", emprise)] if wrong else []), things=(emprise,)
    )


def plant_a4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Surveys older than the limits, by a day; near: of the very day, told as a warning where that is due.

    A lot without emprise has no day of publication: the reference day counts.
    """
    place = Place(scene, rank, rng, "A4-", published="2024-01-15")
    years, severity = ((limit("A4", "warning"), "warning"), (limit("A4", "error"), "error"))[k % 2]
    day = f"{2024 - int(years)}-01-{14 if wrong else 15}"
    none = k % 5 == 4
    if none:
        place.lot.emprises = 0
        day = f"{2024 - int(years)}-{'05-31' if wrong else '06-01'}"
    for _ in range(1 + k % 3):
        place.tree(dateLeve=day)
    place.tree()
    severities = [severity] if wrong else ["warning"] if severity == "error" else []
    bare = [expected_finding("S2", "error", place.lot.name)] if none else []
    place.plant("A4", wrong, years, *(expected_finding("A4", s, place.lot.name) for s in severities), *bare)


def plant_g13(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Coordinates with five decimals and more; near: four."""
    decimals = int(limit("G13", "decimals")) + ((1, 2, 4)[k % 3] if wrong else -(k % 2))
    place = Place(scene, rank, rng, "G13-", decimals=decimals)
    place.low = place.low + rng.uniform(0.1, 0.2, 2).round(4) + 1.23456789e-5  # no digit of it is nought
    place.tree()
    place.plant("G13", wrong, float(decimals), *([expected_finding("G13", "info", place.lot.name)] if wrong else []))


def plant_p2(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots of one precision class; near: an object fewer than are needed to say so, or one of another class."""
    place = Place(scene, rank, rng, "P2-")
    if wrong and k % 2:
        for code in ("005", "010", "002"):
            place.tree(precisionPlanimetrique=code)
        place.plant("P2", True, None, expected_finding("P2_best", "info", place.lot.name))
        return
    many = int(limit("P2", "objects"))
    count = many + k % 3 if wrong else many - 1 if k % 2 else many + 1
    for number in range(count):
        other = not wrong and k % 2 == 0 and number == 0
        place.tree(precisionPlanimetrique="005" if other else "010")
    place.plant("P2", wrong, float(count), *([expected_finding("P2", "info", place.lot.name)] if wrong else []))


def plant_p3(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots with too many coarse objects; near: as many as are admitted."""
    place = Place(scene, rank, rng, "P3-")
    coarse = 2 + k % 3 if wrong else 1
    for number in range(20):
        code = ("040", "150", "999")[k % 3] if number < coarse else ("005", "010")[number % 2]
        place.tree(precisionPlanimetrique=code)
    checks = ("P3", "P4") if k % 3 == 2 else ("P3",)  # no day says that a plan of class 999 was surveyed
    wanted = [expected_finding(check, "warning", place.lot.name) for check in checks]
    place.plant("P3", wrong, 1.0 - coarse / 20, *(wanted if wrong else []))


def plant_p4(scene: Scene, rank: int, k: int, wrong: bool, rng: np.random.Generator) -> None:
    """Lots with too many objects of an unknown source; near: as many as are admitted, and a coarse one with a date."""
    place = Place(scene, rank, rng, "P4-")
    unknown: tuple[dict[str, Value], ...] = ({"qualiteCategorisation": "03"}, {"precisionPlanimetrique": "999"})
    coarse = 0
    for number in range(20):
        given = {"precisionPlanimetrique": ("005", "010")[number % 2], "qualiteCategorisation": ("01", "02")[k % 2]}
        if number < (2 + k % 3 if wrong else 1):
            coarse += k % 2
            given |= {"dateLeve": "2023-05-04", **unknown[k % 2]}
        elif number == 19 and not wrong and not k % 2:
            coarse += 1
            given |= {"dateLeve": "2023-05-04", "precisionPlanimetrique": "040"}
        place.tree(**given)
    checks = ["P4"] * wrong + ["P3"] * (coarse > 1)
    place.plant("P4", wrong, None, *(expected_finding(check, "warning", place.lot.name) for check in checks))


RECIPES: dict[str, LotRecipe] = {
    "S2": plant_s2,
    "S3": plant_s3,
    "S4": plant_s4,
    "S6": plant_s6,
    "A3": plant_a3,
    "A4": plant_a4,
    "G13": plant_g13,
    "P2": plant_p2,
    "P3": plant_p3,
    "P4": plant_p4,
}


def scenes(amount: Amount) -> Iterator[Scene]:
    """A scene a check."""
    for seed, (check, recipe) in enumerate(RECIPES.items()):
        rng = np.random.default_rng([SEED, 20, seed])
        scene = Scene(f"lots {check}")
        n = amount.plants_of(check)
        for rank in range(n + n // 2):
            k, wrong = (rank, True) if rank < n else (rank - n, False)
            recipe(scene, rank, k, wrong, rng)
        yield scene


#: Objects of a class in a lot that is like the others, in one that is near enough to them, and in one that is not:
#: 5 is the limit of 2 |√n - √20|.
USUAL, NEAR, ODD = (17, 24), (6, 40), (0, 2, 52, 90)
#: What names a street and numbers it.
LABELS = (("NomVoiriePCRS", "Rue des Tilleuls"), ("NumeroVoiriePCRS", "12"))
#: Length of a street, and of one that is too short for a density.
STREET, SHORT = 256.0, 160.0


def balance(amount: Amount) -> Scene:
    """Lots along a street: some have addresses and no names, or no numbers; some far too few or too many objects.

    Near are lots without addresses, numbers that are almost too far off, streets that are too short to say, and a class
    that only some lots have.
    """
    rng = np.random.default_rng([SEED, 30])
    scene = Scene("balance")
    n = amount.plants_of("L3")
    lots = max(60, n * 7 // 5)  # of a lot hardly one thing is odd
    addresses: list[shapely.Geometry] = []
    kind = rng.choice(4, (lots, 3), p=(0.7, 0.1, 0.15, 0.05))  # usual, near, odd, usual
    for rank in range(lots):
        low = CORNER + np.array([rank % 10, rank // 10]) * [320.0, 60.0]
        lot = Lot(f"B{rank:03}", (*low.tolist(), *(low + [260.0, 40.0]).tolist()))
        scene.lots.append(lot)
        plot = Plot(lot, low, 0.0, rng)
        short = rank % 9 == 4
        street = SHORT if short else STREET
        plot.line(KERB, [(2.0 + street * step / 32, 2.0) for step in range(33)])
        bare = int(rng.integers(0, 5))  # 0: no name, 1: no number, 2: neither, and no address; else both
        for missing, (cls, text) in enumerate(LABELS):
            if bare == 2 or bare == missing:
                scene.plants.append(_balance_plant(lot, low, "L3", cls, bare != 2, None))
            else:
                plot.point(cls, (130.0 + missing, 6.0), libelle=text)
        if bare != 2:
            addresses += [shapely.Point(*(low + [20.0 * (a + 1), 5.0])) for a in range(8)]
        for row, cls in enumerate((TREE, WALL, FACADE)):
            odd = int(kind[rank, row])
            count = int(rng.choice(NEAR if odd == 1 else ODD) if odd in (1, 2) else rng.integers(*USUAL))
            _draw_row(plot, cls, count, 10.0 + 9.0 * row)
            scene.plants.append(_balance_plant(lot, low, "L3_density", cls, odd == 2 and not short, count))
        if rank % 9 == 7:
            _draw_row(plot, QUAY, 30, 37.0)
            scene.plants.append(_balance_plant(lot, low, "L3_density", QUAY, False, 30))
    scene.layers["addresses"] = (addresses, {"numero": ["1"] * len(addresses)})
    return scene


def _balance_plant(lot: Lot, low: np.ndarray, code: str, cls: str, wrong: bool, count: int | None) -> Plant:
    """What a lot has of a class; the class is said without its ending."""
    expected = (expected_finding(code, "warning", lot.name, cls.removesuffix("PCRS")),) if wrong else ()
    measured = None if count is None else float(count)
    return Plant("L3", wrong, (lot.name,), (), *low.tolist(), measured, expected)


def _draw_row(plot: Plot, cls: str, count: int, v: float) -> None:
    """Objects of a class in a row along the street."""
    for number in range(count):
        u = 2.0 + 2.8 * number
        if cls == TREE:
            plot.point(cls, (u, v), reference=f"A{number}")
        else:
            plot.line(cls, [(u, v), (u + 2.0, v)])

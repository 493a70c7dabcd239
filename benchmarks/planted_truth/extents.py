"""Defects of emprises, and of objects at their limits: T4, T8, T9, E5."""

from __future__ import annotations

import numpy as np
import shapely

from .gml import Curve, Piece
from .lot import Lot, rectangle
from .plot import CORNER, SIDE, Plot, box, limit, neighbour_plot
from .recipe import Made, size
from .scene import SEED, Amount, Scene
from .truth import Plant, expected_finding

KERB, WALL, TREE, POINT = "LimiteVoiriePCRS", "MurPCRS", "ArbrePCRS", "PointLevePCRS"


def plant_t4(plot: Plot, k: int, wrong: bool) -> Made:
    """Objects outside the emprise, whose limit is v = 0, or across it; near: by less than what is tolerated of each."""
    kind = k % 4
    beyond = size(limit("T4", "outside" if kind < 2 else "crossing"), k // 4, wrong)
    if kind == 0:
        thing, code, severity = plot.point(TREE, (0, -beyond)), "T4", "error"
    elif kind == 1:
        thing, code, severity = plot.line(WALL, [(-2, -beyond), (2, -beyond)]), "T4", "error"
    elif kind == 2:
        thing, code, severity = plot.line(KERB, [(0, 2), (0, -beyond)]), "T4_crossing", "warning"
    else:
        thing, _ = plot.affleurant(box(-0.5, -beyond, 1, 1))
        code, severity = "T4_crossing", "warning"
    return Made(beyond, (thing,), (expected_finding(code, severity, thing),) if wrong else ())


def plant_t8(plot: Plot, k: int, wrong: bool) -> Made:
    """Surveyed points outside the emprise."""
    beyond = size(limit("T8", "distance"), k, wrong)
    thing = plot.point(POINT, (0, -beyond))
    return Made(beyond, (thing,), (expected_finding("T8_outside", "warning", thing),) if wrong else ())


def edge(amount: Amount) -> Scene:
    """One long lot, and a place on its southern limit for each plant."""
    rng = np.random.default_rng([SEED, 5])
    jobs = [
        (check, recipe, k, wrong)
        for check, recipe in (("T4", plant_t4), ("T8", plant_t8))
        for wrong, n in ((True, amount.plants_of(check)), (False, amount.plants_of(check) // 2))
        for k in range(n)
    ]
    west, south = CORNER.tolist()
    lot = Lot("Edge", (west, south, west + SIDE * len(jobs), south + SIDE))
    scene = Scene("edge", [lot])
    for rank, at in enumerate(rng.permutation(len(jobs)).tolist()):
        check, recipe, k, wrong = jobs[at]
        middle = CORNER + [SIDE * (rank + 0.5), 0.0]
        made = recipe(Plot(lot, middle, 0.0, rng), k, wrong)
        scene.plants.append(Plant(check, wrong, (lot.name,), made.objects, *middle.tolist(), made.size, made.expected))
    return scene


def neighbour_scene(amount: Amount) -> Scene:
    """Pairs of lots whose emprises overlap, or leave a slit, along their common border."""
    rng = np.random.default_rng([SEED, 6])
    scene = Scene("neighbours")
    n = amount.plants_of("T9")
    wide, most = limit("T9", "width"), limit("T9", "slit")
    for rank in range(n + n // 2):
        k, wrong = (rank, True) if rank < n else (rank - n, False)
        measured = min(size(wide, k // 2, wrong), 0.9 * most)
        if wrong and k % 8 == 7:
            measured = 0.9 * most
        gap = measured if k % 2 else -measured
        low = CORNER + SIDE * 3 * np.array([rank % 20, rank // 20])
        (x, y), half = low.tolist(), SIDE
        sides = ((x, x + half, 0.0), (x + half, x + 2 * half, gap))
        pair = []
        for side, (west, east, moved) in zip("WE", sides, strict=True):
            lot = Lot(f"N{rank:03}{side}", (west + moved, y, east, y + half))
            Plot(lot, np.array([(west + east) / 2, y + half / 2]), 0.0, rng).point(TREE, (0, 0))
            scene.lots.append(lot)
            pair.append(lot)
        ids = tuple(lot.emprise_id for lot in pair)
        code = "T9_gap" if gap > 0 else "T9_overlap"
        expected = (expected_finding(code, "warning", *ids),) if wrong else ()
        names = tuple(lot.name for lot in pair)
        scene.plants.append(Plant("T9", wrong, names, ids, x + half, y + half / 2, measured, expected))
    return scene


def holes(amount: Amount) -> Scene:
    """One lot whose emprise has holes, a plot each."""
    jobs, wide = _sizes(amount.plants_of("E5"))
    west, south = CORNER.tolist()
    outlines: list[Curve] = [rectangle((west, south, west + SIDE * wide, south + SIDE * (len(jobs) // wide + 1)))]
    scene = Scene("holes")
    for rank, (wrong, measured) in enumerate(jobs):
        x, y = (CORNER + SIDE * np.array([rank % wide + 0.3, rank // wide + 0.3])).tolist()
        ring = rectangle((x, y, x + measured, y + 4.0))[0].points[::-1]
        outlines.append((Piece(ring),))
        about = neighbour_plot(x + measured / 2, y + 2.0)
        expected = (expected_finding("E5", "error", about),) if wrong else ()
        scene.plants.append(Plant("E5", wrong, ("Holed",), (), x + measured / 2, y + 2.0, measured, expected))
    lot = Lot("Holed", [outlines])
    Plot(lot, CORNER + 1.0, 0.0, np.random.default_rng([SEED, 7])).point(TREE, (0, 0))
    scene.lots.append(lot)
    return scene


def communes(amount: Amount) -> Scene:
    """A lot a commune, and a strip of the commune that the lot leaves out."""
    jobs, wide = _sizes(amount.plants_of("E5"))
    rng = np.random.default_rng([SEED, 8])
    scene = Scene("communes")
    grounds = []
    for rank, (wrong, measured) in enumerate(jobs):
        x, y = (CORNER + SIDE * 3 * np.array([rank % wide, rank // wide])).tolist()
        lot = Lot(f"C{rank:03}", (x, y, x + 2 * SIDE, y + SIDE))
        Plot(lot, np.array([x + SIDE, y + SIDE / 2]), 0.0, rng).point(TREE, (0, 0))
        scene.lots.append(lot)
        grounds.append((x, y, x + 2 * SIDE + measured, y + SIDE))
        place = x + 2 * SIDE + measured / 2, y + SIDE / 2
        expected = (expected_finding("E5", "error", neighbour_plot(*place)),) if wrong else ()
        scene.plants.append(Plant("E5", wrong, (lot.name,), (), *place, measured, expected))
    scene.layers["communes"] = (
        [shapely.box(*ground) for ground in grounds], {"code_insee": [f"{99000 + k}" for k in range(len(grounds))]}
    )  # fmt: skip
    return scene


def _sizes(n: int) -> tuple[list[tuple[bool, float]], int]:
    """Widths around the tolerance of E5, and how many plots stand in a row."""
    width = limit("E5", "width")
    jobs = [(True, size(width, k, True)) for k in range(n)] + [(False, size(width, k, False)) for k in range(n // 2)]
    return jobs, int(np.ceil(np.sqrt(len(jobs))))

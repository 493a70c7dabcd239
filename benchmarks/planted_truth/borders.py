"""Defects where two lots meet: T2, E1 to E4."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from mutualgeo_plugin.engine.model.accuracy import SECOND, limits
from mutualgeo_plugin.engine.model.pcrs import PRECISION_METRES

from .lot import Lot, Value
from .plot import CORNER, SIDE, Plot, box, limit
from .recipe import size, small_size
from .scene import SEED, Amount, Scene
from .truth import Expected, Plant, expected_finding

KERB, WALL, FACADE, MARKING = "LimiteVoiriePCRS", "MurPCRS", "FacadePCRS", "HabillageLignesPCRS"
#: Sums of the bounds of two objects of class 005, in plan and in altitude.
BOTH005 = 0.10

#: What a plant of two lots draws on the plot of each, and what it must raise: size, objects, findings.
Across = Callable[[Plot, Plot, int, bool], tuple[float | None, tuple[str, ...], tuple[Expected, ...]]]
GIVEN: dict[str, Value] = {"precisionPlanimetrique": "005", "precisionAltimetrique": "005"}


def _pair(south: Plot, north: Plot, k: int, gap: float = 0.0, step: float = 0.0) -> tuple[str, str]:
    """A line that comes to the border from the south, and one that goes on `gap` metres to the east."""
    below, above = [(0, -4), (0, 0)], [(gap, 0, step), (gap, 4, step)]
    if k % 3 == 2:
        return south.lines(MARKING, below), north.lines(MARKING, above)
    cls = (KERB, WALL)[k % 3]
    return south.line(cls, below, **GIVEN), north.line(cls, above, **GIVEN)


def plant_e1(south: Plot, north: Plot, k: int, wrong: bool) -> tuple[float, tuple[str, ...], tuple[Expected, ...]]:
    """Ends that miss each other along the border; near: within the tolerance, or too far to belong together."""
    if not wrong and k % 2:
        gap = 1.1 * limit("E1", "search")
        pair = _pair(south, north, k, gap)
        return gap, pair, tuple(expected_finding("E3", "warning", thing) for thing in pair)
    gap = (0.0115, 0.05, 0.09, 0.11, 0.28)[k % 5] if wrong else 0.85 * limit("E1", "same")
    pair = _pair(south, north, k, gap)
    severity = "error" if gap > BOTH005 or k % 3 == 2 else "warning"
    return gap, pair, (expected_finding("E1", severity, *pair),) if wrong else ()


def plant_e2(south: Plot, north: Plot, k: int, wrong: bool) -> tuple[float, tuple[str, ...], tuple[Expected, ...]]:
    """Ends that meet at two altitudes."""
    step = (0.023, 0.06, 0.097, 0.103, 0.5)[k % 5] if wrong else size(limit("E2", "same"), k, False)
    pair = _pair(south, north, k, 0.0, step if k % 2 else -step)
    severity = "error" if step > BOTH005 else "warning"
    return step, pair, (expected_finding("E2", severity, *pair),) if wrong else ()


def plant_e3(south: Plot, north: Plot, k: int, wrong: bool) -> tuple[float, tuple[str, ...], tuple[Expected, ...]]:
    """Lines that stop at the border, and nothing goes on; near: they stop before it."""
    short = limit("E3", "distance") * ((0.0, 0.5, 0.85) if wrong else (1.2, 4.0, 10.0))[k % 3]
    plot, sign = (south, -1) if k % 2 else (north, 1)
    thing = plot.line((KERB, WALL)[k // 2 % 2], [(0, sign * 4), (0, sign * short)], **GIVEN)
    return short, (thing,), (expected_finding("E3", "warning", thing),) if wrong else ()


def plant_e4(south: Plot, north: Plot, k: int, wrong: bool) -> tuple[float, tuple[str, ...], tuple[Expected, ...]]:
    """What a cut leaves over: a piece of a few centimetres beyond the border; near: a piece that is long enough."""
    length = small_size(limit("E4", "length"), k, wrong)
    cls = (KERB, WALL)[k % 2]
    if k % 3 == 2 and wrong:
        thing = south.line(cls, [(0, -length), (0, 0)], **GIVEN)
        return length, (thing,), (expected_finding("E4_alone", "warning", thing),)
    long = south.line(cls, [(0, -4), (0, 0)], **GIVEN)
    piece = north.line(cls, [(0, 0), (0, length)], **GIVEN)
    return length, (long, piece), (expected_finding("E4", "warning", long, piece),) if wrong else ()


ACROSS: dict[str, Across] = {"E1": plant_e1, "E2": plant_e2, "E3": plant_e3, "E4": plant_e4}


def border(amount: Amount) -> Scene:
    """Two long lots and a place on their common border for each plant."""
    rng = np.random.default_rng([SEED, 3])
    jobs = [
        (check, k, wrong)
        for check in ACROSS
        for wrong, n in ((True, amount.plants_of(check)), (False, amount.plants_of(check) // 2))
        for k in range(n)
    ]
    jobs = [jobs[i] for i in rng.permutation(len(jobs))]
    (x, y), length = CORNER.tolist(), SIDE * (len(jobs) + 1)
    south = Lot("South", (x, y - SIDE, x + length, y))
    north = Lot("North", (x, y, x + length, y + SIDE))
    scene = Scene("border", [south, north])
    for lot, side in ((south, -6.0), (north, 6.0)):  # not all of a lot is of one precision
        end = CORNER + [length - SIDE / 2, side]
        Plot(lot, end, 0.0, rng).point("ArbrePCRS", (0, 0), precisionPlanimetrique="010")
    for rank, (check, k, wrong) in enumerate(jobs):
        middle = CORNER + [SIDE * (rank + 0.5), 0.0]
        measured, things, expected = ACROSS[check](
            Plot(south, middle, 0.0, rng), Plot(north, middle, 0.0, rng), k, wrong
        )
        lots = (south.name, north.name)
        scene.plants.append(Plant(check, wrong, lots, things, *middle.tolist(), measured, expected))
    return scene


def duplicate_scene(amount: Amount) -> Scene:
    """Two lots that survey the same ground: objects of one come again in the other, as far as the test of their classes
    admits.

    The catalogue's rule has changed: it was as far as the less precise one promises, a line of four fifths was near.
    Near are objects a little farther aside, and lines that go on where the other one ends. That the two emprises
    overlap so widely is no defect.
    """
    rng = np.random.default_rng([SEED, 4])
    n = amount.plants_of("T2")
    wide = int(np.ceil(np.sqrt(n * 1.5)))
    (west, south), (east, north) = CORNER.tolist(), (CORNER + SIDE * wide).tolist()
    lots = [
        Lot("A", (west - 20.0, south - 2.0, east + 2.0, north + 2.0)),
        Lot("B", (west - 2.0, south - 2.0, east + 20.0, north + 2.0)),
    ]
    scene = Scene("twice", lots)
    for rank in range(n + n // 2):
        k, wrong = (rank, True) if rank < n else (rank - n, False)
        middle = CORNER + SIDE * np.array([rank % wide + 0.5, rank // wide + 0.5])
        turn = float(rng.uniform(0.0, 2.0 * np.pi))
        a, b = (Plot(lot, middle, turn, rng) for lot in lots)
        measured, things = _duplicate_object(a, b, k, wrong)
        expected = (expected_finding("T2", "warning", *things),) if wrong else ()
        scene.plants.append(Plant("T2", wrong, ("A", "B"), things, *middle.tolist(), measured, expected))
    return scene


def _duplicate_object(a: Plot, b: Plot, k: int, wrong: bool) -> tuple[float, tuple[str, str]]:
    """An object of one lot, and the same one as the other lot has it: the test of both classes says how far aside."""
    first, second = (("005", "005"), ("010", "010"), ("005", "010"))[k // 4 % 3]
    thresholds = [limits(PRECISION_METRES[code] or 0.0, "xy").first for code in (first, second)]
    admitted = max(sum(thresholds), SECOND * max(thresholds))
    kind = k % 4
    aside = (0.9, 0.3)[k // 12 % 2] * admitted if wrong else 1.1 * admitted
    if kind == 0:
        things = [
            plot.point("ArbrePCRS", (0, shift), reference="A1", precisionPlanimetrique=code)
            for plot, shift, code in ((a, 0.0, first), (b, aside, second))
        ]
    elif kind == 1:
        things = [
            plot.polygon("PilePontPCRS", box(shift - 2, -1, 4, 2), precisionPlanimetrique=code)
            for plot, shift, code in ((a, 0.0, first), (b, aside, second))
        ]
    else:
        line = np.array([(-4.0, 0.0), (0.0, 0.5), (4.0, 0.0)])
        again = line.copy()
        if kind == 3 and not wrong:  # on it for half a metre, then on its own
            aside = 0.0
            again = line[2] + np.array([(-0.5, 0.0625), (2.0, -0.25), (4.0, -0.5)])
        elif kind == 3:  # on it, and shorter: four fifths of it
            aside *= 0.3
            again[2] = line[1] + 0.6 * (line[2] - line[1])
        again += [0.0, aside]
        things = [
            plot.line((KERB, WALL)[kind % 2], places, precisionPlanimetrique=code)
            for plot, places, code in ((a, line, first), (b, again, second))
        ]
    return aside, (things[0], things[1])

"""Objects under 0.3 m that two producers deliver: lines, four-sided areas and points. Each pair must be found.

A small object is measured as one: its size and its direction are right to a tenth and to 5°, its place has one
deviation (the station's shift and one measure's own). Places are drawn again until the two deliveries lie within the
sum of their precisions, in plan and in height: what lies farther is a doubtful copy. A pair is *found* when the better
delivery is current and the other is not, or when a conflict names both. Beside some pairs a small object of the same
class stands 1.5 to 3 m away, in one lot alone: it stays, and nothing tells of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin
from pathlib import Path

import numpy as np

from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.shapes import Rng

from .engine_runs import Engine
from .figures import Figures, Share, figures_by_name
from .line_sites import CORNER
from .outcome import Outcome
from .same_objects import AREAS, LINES, POINTS, Figure, deliver_figure, draw_figure
from .surveys import Quality, Station, metres
from .twin_surveys import enclose_lots, new_lot

OBJECTS, NEEDED = 320, 300
PITCH, ROW = 20.0, 60
CODES = (("002", "005"), ("002", "010"), ("005", "005"), ("005", "010"), ("010", "010"))
#: Sizes, metres.
SIZES = (0.05, 0.30)
SEVERAL = 0.3


@dataclass
class Planting:
    """Two lots; pairs of gml:ids (better, worse) with their kind; those that stand alone beside a pair."""

    lots: list[Lot]
    pairs: list[tuple[str, str, str]] = field(default_factory=list)
    single: list[str] = field(default_factory=list)


def plant(rng: Rng, objects: int) -> Planting:
    """`objects` pairs."""
    planting = Planting([new_lot(f"small{k}", name, rng, "2024-03-15") for k, name in
                         enumerate(("Géomètres Alpha", "Relevés Beta"))])  # fmt: skip
    for index in range(objects):
        _plant_pair(planting, rng, np.array([CORNER[0] + PITCH * (index % ROW), CORNER[1] + PITCH * (index // ROW)]))
    enclose_lots(planting.lots)
    return planting


def _plant_pair(planting: Planting, rng: Rng, centre: np.ndarray) -> None:
    codes = CODES[int(rng.integers(len(CODES)))]
    qualities = [Quality(code, code, "01", day) for code, day in zip(codes, ("2022-09-01", "2021-04-01"), strict=True)]
    kind = str(rng.choice(["lines", "areas", "points"], p=[0.5, 0.3, 0.2]))
    cls = str(rng.choice({"lines": LINES, "areas": AREAS, "points": POINTS}[kind]))
    figure = draw_figure(rng, cls, centre, float(rng.uniform(*SIZES)))
    order = [planting.lots[int(k)] for k in rng.permutation(2)]
    ids = [deliver_figure(lot, _redraw(rng, figure, centre, shift), quality, None, rng, height=float(shift[2]))
           for lot, quality, shift in zip(order, qualities, _agreeing_shifts(rng, qualities), strict=True)]  # fmt: skip
    planting.pairs.append((ids[0], ids[1], kind))
    if rng.random() < SEVERAL:
        turn, away = rng.uniform(0, 2 * pi), rng.uniform(1.5, 3.0)
        other = draw_figure(rng, cls, centre + away * np.array([cos(turn), sin(turn)]), float(rng.uniform(*SIZES)))
        k = int(rng.integers(2))
        planting.single.append(deliver_figure(order[k], other, qualities[k], None, rng))


def _agreeing_shifts(rng: Rng, qualities: list[Quality]) -> list[np.ndarray]:
    """A deviation for each delivery, so that they lie within the sum of the precisions."""
    plan = sum(metres(q.precision) for q in qualities)
    height = sum(metres(q.height_precision) for q in qualities)
    while True:
        shifts = [Station(rng, quality).measure(0.0, 0.0, 0.0) for quality in qualities]
        away = shifts[0] - shifts[1]
        if np.hypot(*away[:2]) <= plan and abs(away[2]) <= height:
            return shifts


def _redraw(rng: Rng, figure: Figure, centre: np.ndarray, shift: np.ndarray) -> Figure:
    """The object as measured: moved, a little larger or smaller, a little turned."""
    turn, scale = rng.uniform(-5, 5) * pi / 180, rng.uniform(0.9, 1.1)
    matrix = scale * np.array([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]])
    return Figure(figure.cls, centre + (figure.corners - centre) @ matrix + shift[:2])


def run(planting: Planting, folder: Path) -> Outcome:
    """Receive both lots and assemble them."""
    engine = Engine(folder)
    engine.receive(planting.lots)
    engine.assemble()
    return engine.read()


def judge(planting: Planting, outcome: Outcome) -> Figures:
    """Hold a base against the truth."""
    found = Share("small objects: pairs found", least=0.99, needed=NEEDED)
    kinds = {kind: Share(f"  {kind}") for kind in ("lines", "areas", "points")}
    asked = Share("small objects: pairs that a conflict names")
    kept = Share("small objects beside a pair: kept, and not told of", least=0.99)
    for better, worse, kind in planting.pairs:
        is_told = frozenset((better, worse)) in outcome.told_pairs
        is_found = is_told or (outcome.is_current(better) and not outcome.is_current(worse))
        found.count(is_found, f"{kind} {better} {worse}")
        kinds[kind].count(is_found)
        asked.count(is_told)
    told = {gml_id for names in outcome.told_sets for gml_id in names}
    for gml_id in planting.single:
        kept.count(outcome.is_current(gml_id) and gml_id not in told, gml_id)
    return figures_by_name([found, *kinds.values(), asked, kept])

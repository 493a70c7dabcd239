"""Copies that lie farther apart than the sum of their precisions, but no farther than the official class test allows.

Each pair is one object delivered by two producers, wholly moved by a known distance (a line square to its chord): so
far that the mean distance of the two drawings is more than the sum of the two declared precisions (a line that bends is
nearer to its copy than it was moved), up to 1.5 T of the coarser class, the deviation that the test never admits a
larger one than. It must be *told*: an open conflict, a row of the CONFLICTS file or a finding of T2 names both. It is
*silently doubled* when both are current and nothing tells, *silently merged* when one is not current and nothing tells.

*Distinct neighbours* are two objects, one of each producer, at more than 1.5 T of both classes together (two surveys
that each pass the test cannot bring one object so far apart) and up to 2.5 m more: both stay current and nothing tells
of them. Between the two distances nothing is planted.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin
from pathlib import Path

import numpy as np
import shapely

from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.shapes import Rng

from .engine_runs import Engine
from .figures import Figures, Share, figures_by_name
from .line_sites import CORNER
from .outcome import Outcome
from .same_objects import AREAS, LINES, POINTS, Figure, deliver_figure, draw_figure
from .surveys import Quality, first_threshold, last_threshold, metres
from .twin_surveys import enclose_lots, new_lot

OBJECTS, NEEDED = 520, 500
#: Distance between places, metres, and places in a row.
PITCH, ROW = 60.0, 40
#: Classes of the two surveys, the better first, and how often each pair is drawn.
CODES = (("002", "005"), ("005", "005"), ("005", "010"), ("010", "010"), ("010", "040"), ("040", "040"))
CODE_SHARES = (0.1, 0.25, 0.3, 0.25, 0.05, 0.05)
#: Planted distances keep clear of both bounds by this, metres: what is written is rounded.
CLEAR = 0.005
#: A distinct neighbour is at least this many times the largest distance of one object's copies, and so much farther.
NEIGHBOUR_FACTOR, NEIGHBOUR_REACH = 1.1, 2.5


@dataclass
class Pair:
    """Two objects (gml:ids), how far apart (m), T of the coarser class, and whether they are one object."""

    one: str
    other: str
    distance: float
    threshold: float
    same: bool
    cls: str

    @property
    def ids(self) -> frozenset[str]:
        """Both identifiers."""
        return frozenset((self.one, self.other))

    def describe(self) -> str:
        """For the list of examples."""
        return f"{self.cls} {self.one} {self.other} {self.distance:.3f} m, T {self.threshold:.3f}"


@dataclass
class Planting:
    """Two lots and the pairs in them."""

    lots: list[Lot]
    pairs: list[Pair] = field(default_factory=list)


def plant(rng: Rng, objects: int) -> Planting:
    """`objects` pairs of copies, and half as many distinct neighbours."""
    planting = Planting([new_lot(f"copy{k}", name, rng, "2024-03-15") for k, name in
                         enumerate(("Géomètres Alpha", "Relevés Beta"))])  # fmt: skip
    for index in range(objects + objects // 2):
        _plant_pair(planting, rng, index, same=index % 3 != 2)
    enclose_lots(planting.lots)
    return planting


def _plant_pair(planting: Planting, rng: Rng, index: int, *, same: bool) -> None:
    codes = CODES[int(rng.choice(len(CODES), p=CODE_SHARES))]
    coarser = max(codes)
    drawn_place, distance = 0.0, 0.0
    if same:
        drawn_place = float(rng.random())
    else:
        distance = NEIGHBOUR_FACTOR * sum(last_threshold(c) for c in codes) + float(rng.uniform(0, NEIGHBOUR_REACH))
    cls = str(rng.choice([*LINES, *POINTS, *AREAS], p=[0.2, 0.2, 0.2, 0.15, 0.15, 0.1]))
    size = float(rng.uniform(8, 25)) if cls in LINES else float(rng.uniform(1.0, 3.0))
    centre = np.array([CORNER[0] + PITCH * (index % ROW), CORNER[1] + PITCH * (index // ROW)])
    figure = draw_figure(rng, cls, centre, size)
    way = _way(rng, figure)
    if same:
        promised, high = sum(metres(c) for c in codes), last_threshold(coarser) - CLEAR
        low = promised / _nearness(figure, promised * way) + CLEAR
        distance = low + drawn_place * (high - low)
    moved = figure.shift_corners(*(distance * way))
    day = "2022-04-01"
    qualities = [Quality(codes[0], codes[0], "01", "2022-09-01"), Quality(codes[1], codes[1], "01", day)]
    order = rng.permutation(2)
    ids = [deliver_figure(planting.lots[int(k)], drawn, quality, None, rng)
           for k, drawn, quality in zip(order, (figure, moved), qualities, strict=True)]  # fmt: skip
    planting.pairs.append(Pair(ids[0], ids[1], distance, first_threshold(coarser), same, cls))


def _way(rng: Rng, figure: Figure) -> np.ndarray:
    """Direction of the move: square to a line, any way for others."""
    if figure.cls not in LINES:
        turn = rng.uniform(0, 2 * pi)
        return np.array([cos(turn), sin(turn)])
    along = figure.corners[-1] - figure.corners[0]
    across = np.array([-along[1], along[0]]) / np.hypot(*along)
    return across if rng.random() < 0.5 else -across


def _nearness(figure: Figure, move: np.ndarray) -> float:
    """Mean distance of a line from its moved copy as a share of the move; 1 for points and areas."""
    if figure.cls not in LINES:
        return 1.0
    line, copy = (shapely.LineString(f.corners[:, :2]) for f in (figure, figure.shift_corners(*move)))
    places = shapely.line_interpolate_point(line, np.linspace(0.05, 0.95, 50), normalized=True)
    return float(shapely.distance(places, copy).mean() / np.hypot(*move[:2]))


def run(planting: Planting, folder: Path) -> Outcome:
    """Receive and assemble both lots, then ask T2."""
    engine = Engine(folder)
    engine.receive(planting.lots)
    engine.assemble()
    return engine.read(engine.find_duplicates())


def judge(planting: Planting, outcome: Outcome) -> Figures:
    """Hold a base against the truth."""
    told = Share("doubtful copies: told", least=0.99, needed=NEEDED)
    near = Share("  up to T of the coarser class", least=0.99)
    far = Share("  from T to 1.5 T", least=0.99)
    kinds = {kind: Share(f"  {kind}") for kind in ("lines", "points", "areas")}
    doubled = Share("doubtful copies: silently doubled", most=0.01)
    merged = Share("doubtful copies: silently merged", most=0.0)
    alarms = Share("distinct neighbours: told of", most=0.01, needed=NEEDED // 2)
    kept = Share("distinct neighbours: both kept", least=1.0)
    for pair in planting.pairs:
        is_told = pair.ids in outcome.told_pairs
        both = outcome.is_current(pair.one) and outcome.is_current(pair.other)
        example = pair.describe()
        if not pair.same:
            alarms.count(is_told, example)
            kept.count(both, example)
            continue
        told.count(is_told, example)
        (near if pair.distance <= pair.threshold else far).count(is_told, example)
        kinds["lines" if pair.cls in LINES else "points" if pair.cls in POINTS else "areas"].count(is_told)
        doubled.count(both and not is_told, example)
        merged.count(not both and not is_told, example)
    return figures_by_name([told, near, far, *kinds.values(), doubled, merged, alarms, kept])

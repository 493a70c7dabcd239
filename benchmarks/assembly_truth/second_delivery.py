"""Ground that has not changed, delivered again: drawn with other vertices, cut otherwise, reversed and measured anew.

Both deliveries are of one producer and of one precision; the second is a year younger. A piece of a line is
*recognised* when, over its length, one current object lies there and not two (runs longer than the slack), and no open
conflict names an object that lies there; a tree, a pillar or a pier when one of its two deliveries is current and no
conflict names both.
Where noise takes the two deliveries farther apart than both classes promise, nothing is counted but how often.

Two bases: one is assembled from both lots (lines cut otherwise among them), the other holds the first lot and is
updated by the second (all objects cut alike); of the latter it is also counted how many the report calls unchanged.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from benchmarks.independent_truth.gml import write
from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.shapes import Rng

from .cover import find_uids, place_all, single_cover_fault
from .engine_runs import Engine
from .figures import Figures, Share, figures_by_name
from .line_sites import CUTTINGS, Site, fill_site, site_centre
from .outcome import Outcome
from .same_objects import AREAS, POINTS, deliver_figure, draw_figure
from .surveys import Quality, metres
from .twin_surveys import TwinLine, enclose_lots, new_lot

OBJECTS, NEEDED = 700, 600
DATES = ("2022-05-20", "2021-04-10")
#: Trees, pillars and piers stand so far from the centre of their site, metres.
ASIDE = 90.0


@dataclass
class Half:
    """The lots of one base (new, old), its lines, and whole objects: two gml:ids, and whether noise parts them."""

    lots: tuple[Lot, Lot]
    twins: list[TwinLine] = field(default_factory=list)
    pairs: list[tuple[str, str, bool]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Objects of the second delivery."""
        return len(self.lots[0].things)


@dataclass
class Planting:
    """What is assembled and what is updated."""

    assembled: Half
    updated: Half


@dataclass
class Outcomes:
    """What both bases say, and the kinds of change in the update's report."""

    assembled: Outcome
    updated: Outcome
    changes: dict[str, int]


def plant(rng: Rng, objects: int) -> Planting:
    """Half of the objects for each base."""
    return Planting(_plant_half(rng, "a", objects // 2, list(CUTTINGS)), _plant_half(rng, "u", objects // 2, ["1:1"]))


def _plant_half(rng: Rng, name: str, objects: int, cuttings: list[str]) -> Half:
    lots = tuple(new_lot(f"{name}{word}", "Régie du Cadastre", rng, day) for word, day in
                 (("new", "2022-09-01"), ("old", "2021-09-01")))  # fmt: skip
    half = Half((lots[0], lots[1]))
    index = 0
    while half.count < objects:
        code = str(rng.choice(["002", "005", "010"], p=[0.2, 0.5, 0.3]))
        qualities = Quality(code, code, "01", DATES[0]), Quality(code, code, "01", DATES[1])
        site = Site(f"{name}{index}", rng, site_centre(index), qualities, half.lots)
        fill_site(site, cuttings[index % len(cuttings)], simple="1:1" if cuttings == ["1:1"] else None)
        half.twins += site.twins
        for corner in ((-1, -1), (-1, 1), (1, -1), (1, 1)):
            _plant_whole_object(half, site, np.array(corner))
        index += 1
    enclose_lots(list(half.lots))
    return half


def _plant_whole_object(half: Half, site: Site, corner: np.ndarray) -> None:
    rng = site.rng
    cls = str(rng.choice([*POINTS, *AREAS]))
    figure = draw_figure(rng, cls, np.array(site.centre) + ASIDE * corner, rng.uniform(1.0, 3.0))
    ids = [deliver_figure(lot, figure, quality, station, rng)
           for lot, quality, station in zip(half.lots, site.qualities, site.stations, strict=True)]  # fmt: skip
    middles = [_middle(lot) for lot in half.lots]
    away = np.abs(middles[0] - middles[1])
    plan, height = (2 * metres(c) for c in (site.qualities[0].precision, site.qualities[0].height_precision))
    half.pairs.append((ids[0], ids[1], bool(np.hypot(*away[:2]) > plan or away[2] > height)))


def _middle(lot: Lot) -> np.ndarray:
    shape = lot.things[-1].shape
    assert shape is not None
    points = shape.arrays()[0]
    return points[: max(1, len(points) - 1)].mean(axis=0)


def run(planting: Planting, folder: Path) -> Outcomes:
    """Assemble one base, update the other."""
    engine = Engine(folder / "assembled")
    engine.receive(list(planting.assembled.lots))
    engine.assemble()
    other = Engine(folder / "updated")
    new, old = planting.updated.lots
    other.receive([old])
    report = other.run("updatebase", STORE=str(other.base), INPUT=str(write(new, other.folder)))
    changes: dict[str, int] = {}
    for kinds in report["changes"].values():
        for kind, number in kinds.items():
            changes[kind] = changes.get(kind, 0) + number
    return Outcomes(engine.read(), other.read(), changes)


def judge(planting: Planting, outcomes: Outcomes) -> Figures:
    """Hold both bases against the truth."""
    recognised = Share("delivered again: recognised, all", least=0.995, needed=NEEDED)
    far = Share("pairs whose noise is beyond what both classes promise")
    parts: Figures = {}
    for name, half, outcome in (
        ("assembled", planting.assembled, outcomes.assembled),
        ("updated", planting.updated, outcomes.updated),
    ):
        lines = Share(f"  {name}: pieces of lines, cut alike or otherwise", least=0.995)
        wholes = Share(f"  {name}: trees, pillars, piers", least=0.995)
        _judge_lines(half, outcome, lines, far)
        _judge_wholes(half, outcome, wholes, far)
        recognised.add(lines)
        recognised.add(wholes)
        parts |= figures_by_name([lines, wholes])
    told = Share("  updated: objects that the report calls unchanged")
    told.hits, told.total = outcomes.changes.get("unchanged", 0), planting.updated.count
    return figures_by_name([recognised, *parts.values(), told, far])


def _judge_lines(half: Half, outcome: Outcome, figure: Share, far: Share) -> None:
    lying, _ = place_all([t.ground for t in half.twins], outcome.objects)
    for twin in half.twins:
        here = lying.get(twin.ground.name, [])
        for stretch in twin.stretches:
            far.count(stretch.is_far)
            if stretch.is_far:
                continue
            for one in stretch.pieces:
                begin, end = one.piece.begin, one.piece.end
                fault = single_cover_fault(twin.ground, here, begin, end, twin.slack)
                named = find_uids(here, begin, end, twin.slack)
                fault = fault or ("asked about" if any(c & named for c in outcome.conflicts) else "")
                figure.count(not fault, f"{one.gml_id} {stretch.label}: {fault}")


def _judge_wholes(half: Half, outcome: Outcome, figure: Share, far: Share) -> None:
    for new, old, is_far in half.pairs:
        far.count(is_far)
        if not is_far:
            shown = [outcome.is_current(new), outcome.is_current(old)]
            figure.count(sum(shown) == 1 and frozenset((new, old)) not in outcome.told_pairs, f"{new} {old} {shown}")

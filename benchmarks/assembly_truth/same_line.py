"""The same line, cut otherwise by two surveys: what must be current, put aside, told, and not lost.

The unit is a *delivered piece* of a stretch that both surveys cover. It is handled *rightly* when

- on a stretch of which is true ``same``: a piece of the better survey is current over its whole length, one of the
  worse nowhere, and no open conflict names an object that lies on the stretch;
- on one of which is true ``within``: likewise, or both are current and at most one conflict for each place where one
  survey goes beyond the other names the stretch;
- on one of which is true ``part``: no metre that only the worse survey covers has lost its current object, and every
  metre that both cover either shows the better survey alone or is told as above;
- on a stretch that is *far* (see `twin_surveys`): one survey alone is current, whichever, or conflicts tell of it.

A conflict tells of a stretch when it names an object of each survey that lies there. Whole length means all but runs
shorter than the slack: T of the official test for each of the two classes, by which ends measured twice may differ.
A metre is *lost* where a survey covers it and no current object does (runs longer than the slack).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.shapes import Rng

from .cover import Lying, count_cover, find_uids, long_runs, place_all
from .engine_runs import Engine
from .figures import Figures, Metres, Share, figures_by_name
from .line_sites import CUTTINGS, PARTS, Site, draw_qualities, fill_site, site_centre
from .outcome import Outcome
from .twin_surveys import NOISES, Stretch, TwinLine, enclose_lots, new_lot

#: Pieces per seed unless fewer are asked for, and what the bar needs.
OBJECTS, NEEDED = 700, 600
PRODUCERS = ("Géomètres Alpha", "Relevés Beta")


@dataclass
class Planting:
    """Lots of the two surveys, and the lines with what is true of them."""

    lots: list[Lot]
    twins: list[TwinLine]


def plant(rng: Rng, objects: int) -> Planting:
    """Sites with lines cut otherwise, until `objects` pieces stand on stretches that both surveys cover."""
    lots = [new_lot(f"survey{k}", PRODUCERS[k], rng, "2024-03-15") for k in range(2)]
    kinds = [*CUTTINGS, *PARTS]
    twins: list[TwinLine] = []
    count = index = 0
    while count < objects:
        swapped = rng.random() < 0.5
        pair = (lots[1], lots[0]) if swapped else (lots[0], lots[1])
        site = Site(f"site{index}", rng, site_centre(index), draw_qualities(rng), pair)
        fill_site(site, kinds[index % len(kinds)])
        twins += site.twins
        count += sum(len(s.pieces) for t in site.twins for s in t.stretches if is_counted(s))
        index += 1
    enclose_lots(lots)
    return Planting(lots, twins)


def is_counted(stretch: Stretch) -> bool:
    """Whether both surveys cover the stretch and cut it otherwise."""
    return stretch.truth != "alone" and stretch.label != "1:1"


def run(planting: Planting, folder: Path) -> Outcome:
    """Receive both lots and assemble them."""
    engine = Engine(folder)
    engine.receive(planting.lots)
    engine.assemble()
    return engine.read()


class _Line:
    """What the base shows of one true line."""

    def __init__(self, twin: TwinLine, lying: list[Lying], producers: dict[bool, str]) -> None:
        self.twin, self.lying = twin, lying
        current = [one for one in lying if one.held.is_current]
        self.counts = {
            better: count_cover(twin.ground, [one for one in current if one.held.producer == producers[better]])
            for better in (True, False)
        }
        self.producers = producers

    def find_conflicts(self, stretch: Stretch, conflicts: list[frozenset[str]]) -> list[frozenset[str]]:
        """Conflicts that name an object on the stretch."""
        named = {uid for side in self.find_uids_of_sides(stretch).values() for uid in side}
        return [c for c in conflicts if c & named]

    def find_uids_of_sides(self, stretch: Stretch) -> dict[bool, set[str]]:
        """Uids of the objects of each survey that lie on the stretch, for more than the slack."""
        begin = min(d.piece.begin for d in stretch.pieces)
        end = max(d.piece.end for d in stretch.pieces)
        sides = {b: [o for o in self.lying if o.held.producer == self.producers[b]] for b in (True, False)}
        return {better: find_uids(lying, begin, end, self.twin.slack) for better, lying in sides.items()}

    def judge(self, stretch: Stretch, conflicts: list[frozenset[str]]) -> list[str]:
        """Why each piece is not handled rightly; empty where it is."""
        named = self.find_conflicts(stretch, conflicts)
        uids = self.find_uids_of_sides(stretch)
        between = [c for c in named if c & uids[True] and c & uids[False]]
        may_be_told = stretch.is_far or stretch.truth in ("within", "part")
        few = stretch.is_far or len(named) <= stretch.places
        told = may_be_told and bool(named) and few and len(between) == len(named)
        return [self._fault(stretch, k, bool(named), told) for k in range(len(stretch.pieces))]

    def _fault(self, stretch: Stretch, index: int, named: bool, told: bool) -> str:
        one, slack = stretch.pieces[index], self.twin.slack
        ground = self.twin.ground
        cells = ground.cells(one.piece.begin, one.piece.end)
        better, worse = self.counts[True], self.counts[False]
        common = cells & self.twin.cells(True) & self.twin.cells(False)
        if named and not told:
            return "a conflict names it"
        if long_runs(cells & (better > 1) | cells & (worse > 1), slack):
            return "one survey is current twice"
        if long_runs(common & (better > 0) & (worse > 0), slack) and not told:
            return "both are current, silently"
        if stretch.is_far:
            return "lost" if long_runs(cells & (better + worse == 0), slack) else ""
        if long_runs(common & (worse > 0) & (better == 0), slack):
            return "the worse survey alone is current"
        if long_runs((cells if one.better else cells & ~common) & ((better if one.better else worse) == 0), slack):
            return "what should be current is not"
        return ""


def judge(planting: Planting, outcome: Outcome) -> Figures:
    """Hold a base against the truth."""
    rightly = Share("cut otherwise: pieces handled rightly", least=0.99, needed=NEEDED)
    asked = Share("same stretch: pieces that a conflict names", most=0.01, needed=NEEDED // 2)
    plain = Share("cut alike (1:1): pieces handled rightly", least=0.99)
    alone = Share("one survey alone: pieces left as they are", least=0.99)
    far = Share("stretches whose noise is beyond what both classes promise")
    lost = Metres("metres surveyed and covered by no current object", most=0.0)
    doubled = Metres("metres current in both surveys without a conflict")
    strays = Share("current objects that lie on no true line", most=0.0)
    words = (*NOISES, *(c for c in CUTTINGS if c != "1:1"), "within", "part")
    kinds = {word: Share(f"  of which {word}") for word in words}
    grounds = [t.ground for t in planting.twins]
    lying, _ = place_all(grounds, outcome.objects)
    placed = {one.held.uid for rows in lying.values() for one in rows}
    for held in outcome.objects:
        if held.is_current:
            strays.count(held.uid not in placed, held.gml_id)
    producer = {t.gml_id: lot.producer for lot in planting.lots for t in lot.things}
    for twin in planting.twins:
        sides = {d.better: producer[d.gml_id] for d in twin.delivered}
        others = dict.fromkeys((True, False), "") | sides
        line = _Line(twin, lying.get(twin.ground.name, []), others)
        covered = line.counts[True] + line.counts[False]
        gone = (twin.cells(True) | twin.cells(False)) & (covered == 0)
        lost.count(long_runs(gone, twin.slack), twin.ground.name)
        for stretch in twin.stretches:
            faults = line.judge(stretch, outcome.conflicts)
            _count_stretch(line, stretch, outcome, doubled, asked, far)
            for one, fault in zip(stretch.pieces, faults, strict=True):
                figure = rightly if is_counted(stretch) else alone if stretch.truth == "alone" else plain
                example = f"{one.gml_id} {stretch.label}: {fault}"
                figure.count(not fault, example)
                if is_counted(stretch):
                    for word in (stretch.noise, "n:m" if _is_many(stretch) else stretch.label):
                        kinds[word].count(not fault)
    return figures_by_name([rightly, *kinds.values(), asked, plain, alone, far, lost, doubled, strays])


def _is_many(stretch: Stretch) -> bool:
    """Whether the ratio is not one of those that are told by themselves."""
    return stretch.truth == "same" and stretch.label not in CUTTINGS


def _count_stretch(line: _Line, stretch: Stretch, outcome: Outcome, doubled: Metres, asked: Share, far: Share) -> None:
    named = bool(line.find_conflicts(stretch, outcome.conflicts))
    if stretch.truth != "alone":
        far.count(stretch.is_far)
    if stretch.truth == "same" and not stretch.is_far and is_counted(stretch):
        for one in stretch.pieces:
            asked.count(named, one.gml_id)
    if not named:
        cells = np.zeros(line.twin.ground.cell_count, dtype=bool)
        for one in stretch.pieces:
            cells |= line.twin.ground.cells(one.piece.begin, one.piece.end)
        both = cells & (line.counts[True] > 0) & (line.counts[False] > 0)
        doubled.count(long_runs(both, line.twin.slack))

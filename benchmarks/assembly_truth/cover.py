"""Which metres of the true lines are covered by which objects, cell by cell."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from .lines import TrueLine
from .outcome import Held

#: Length of a cell of a true line, metres.
CELL = 0.05
#: Distance between the places of an object that are looked at, metres.
LOOKED_AT = 0.25
#: An object farther than this from every true line of its class is on none, metres.
FARTHEST = 3.0

Cells = np.ndarray


@dataclass
class Ground:
    """A true line as the trade sees it: its class and what tells it from another line of that class beside it."""

    name: str
    cls: str
    telling: tuple[str, ...]
    line: TrueLine
    values: dict[str, str | None] = field(default_factory=dict)

    @property
    def cell_count(self) -> int:
        """Number of cells."""
        return int(np.ceil(self.line.length / CELL))

    def cells(self, begin: float, end: float) -> Cells:
        """Cells from `begin` to `end` metres, as a mask."""
        middles = (np.arange(self.cell_count) + 0.5) * CELL
        return (middles >= begin) & (middles <= end)


def long_runs(mask: Cells, slack: float) -> float:
    """Metres of the runs of cells that are longer than `slack`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(int)))
    runs = (edges[1::2] - edges[::2]) * CELL
    return float(runs[runs > slack].sum())


@dataclass(frozen=True)
class Lying:
    """An object of the base on its true line, from `begin` to `end` metres."""

    ground: Ground
    held: Held
    begin: float
    end: float


class Placing:
    """Finds the true line of an object: of its class, with its telling values, the nearest on average."""

    def __init__(self, grounds: list[Ground]) -> None:
        self.groups: dict[tuple[str, tuple[str, ...]], list[Ground]] = defaultdict(list)
        for ground in grounds:
            self.groups[ground.cls, ground.telling].append(ground)
        self.trees = {key: shapely.STRtree([g.line.polyline for g in group]) for key, group in self.groups.items()}

    def place(self, held: Held) -> Lying | None:
        """Where the object lies, or None where no true line is near."""
        key = held.cls, held.telling
        if key not in self.trees or not isinstance(held.shape, shapely.LineString):
            return None
        near = self.trees[key].query(held.shape, predicate="dwithin", distance=FARTHEST)
        if not len(near):
            return None
        count = max(2, int(held.shape.length / LOOKED_AT) + 1)
        places = shapely.line_interpolate_point(held.shape, np.linspace(0, 1, count), normalized=True)
        candidates = [self.groups[key][int(k)] for k in sorted(near)]
        away = [shapely.distance(places, g.line.polyline) for g in candidates]
        best = int(np.argmin([d.mean() for d in away]))
        if away[best].max() > FARTHEST:
            return None
        ground = candidates[best]
        along = shapely.line_locate_point(ground.line.polyline, places)
        return Lying(ground, held, float(along.min()), float(along.max()))


def place_all(grounds: list[Ground], objects: list[Held]) -> tuple[dict[str, list[Lying]], list[Held]]:
    """Objects on each true line, by its name, and those that lie on none."""
    placing = Placing(grounds)
    out: dict[str, list[Lying]] = defaultdict(list)
    strays = []
    for held in objects:
        lying = placing.place(held)
        if lying is None:
            strays.append(held)
        else:
            out[lying.ground.name].append(lying)
    return out, strays


def count_cover(ground: Ground, lying: list[Lying]) -> Cells:
    """How many of the objects cover each cell of a true line."""
    total = np.zeros(ground.cell_count, dtype=int)
    for one in lying:
        total += ground.cells(one.begin, one.end)
    return total


def single_cover_fault(ground: Ground, lying: list[Lying], begin: float, end: float, slack: float) -> str:
    """Why the metres from `begin` to `end` are not covered by one current object each; empty where they are."""
    cells = ground.cells(begin, end)
    counts = count_cover(ground, [one for one in lying if one.held.is_current])
    if long_runs(cells & (counts == 0), slack):
        return "lost"
    return "doubled" if long_runs(cells & (counts > 1), slack) else ""


def find_uids(lying: list[Lying], begin: float, end: float, slack: float) -> set[str]:
    """Uids of the objects that lie between two places of their line for more than the slack."""
    return {one.held.uid for one in lying if min(one.end, end) - max(one.begin, begin) > slack}

"""A survey delivered as tiles and merged, then one or two tiles delivered anew: no cut line may be doubled.

A town is three by three tiles of 50 m. Lines cross the limits and are cut there, as measured, on points that both tiles
hold; others stay inside a tile. Then tiles come anew: *as before* (the same drawings under new identifiers), *measured
anew* on the same day, *later* (a year after: the newer survey is better by the default rule), or later and *wider*: one
tile whose own limits stand 3 to 8 m outside the old ones, so that its pieces lie on parts of the neighbours' too.

A piece delivered anew is *doubled* when more than one current object covers it, *lost* when none does, in both cases
over more than the slack (twice T of the class). It is *silently* doubled when no open conflict names two objects there.
A conflict may name it only where it is of a wider tile, or where noise parts it from the first measurement farther than
its class promises (*far*, see `twin_surveys`). Elsewhere in the towns, too, no metre is covered by no current object,
nor by two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely

from benchmarks.independent_truth.scene import Lot, Shape
from benchmarks.independent_truth.shapes import Curve, Points, Rng, reverse

from .cover import Ground, Lying, count_cover, find_uids, long_runs, place_all, single_cover_fault
from .engine_runs import Engine
from .figures import Figures, Metres, Share, figures_by_name
from .line_sites import CLASSES, CORNER
from .lines import connect_points, random_line
from .outcome import Outcome, telling_values
from .surveys import Quality, Station, first_threshold, survey_line
from .twin_surveys import FAR, HELD_AGAINST, compare_drawings, drawing, new_lot

OBJECTS, NEEDED = 110, 300
TILE, TILES = 50.0, 3
#: Distance between towns, metres, and towns in a row.
PITCH, ROW = 400.0, 10
#: Lines that cross limits lie about so far from the lower limit of their row of tiles, metres.
LANES = (14.0, 36.0)
WAYS = ("as before", "measured anew", "later", "wider")
#: A wider tile reaches so far over its old limits, metres.
WIDER = (3.0, 8.0)
DATE, LATER = "2021-05-20", "2022-06-10"


@dataclass
class Again:
    """A piece delivered anew: its line, where it lies on it (m), how far ends may differ (m), how it was measured."""

    ground: Ground
    begin: float
    end: float
    slack: float
    way: str
    gml_id: str
    noise: str


@dataclass
class Frame:
    """A tile: its lot, and the ground that it holds."""

    lot: Lot
    low: Points
    high: Points

    def __post_init__(self) -> None:
        (x0, y0), (x1, y1) = self.low, self.high
        self.lot.emprises = [[np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)])]]

    def cut(self, curve: Curve) -> list[Curve]:
        """Parts of a measured curve that lie in the tile; one with arcs lies in one tile and stays whole."""
        if any(kind == "A" for kind, _ in curve):
            return [curve] if self._contains_point(curve[0][1][0]) else []
        points = curve[0][1]
        rows, parts = [points[0]], []
        for a, b in zip(points[:-1], points[1:], strict=True):
            for t in sorted(self._crossings(a, b)):
                cut = np.round(a + t * (b - a), 3)
                parts.append([*rows, cut])
                rows = [cut]
            rows.append(b)
        parts.append(rows)
        return [[("L", np.vstack(p))] for p in parts if self._contains_point((p[0] + p[1]) / 2)]

    def _contains_point(self, point: Points) -> bool:
        return bool((self.low <= point[:2]).all() and (point[:2] < self.high).all())

    def _crossings(self, a: Points, b: Points) -> list[float]:
        """Where a piece crosses the limits, as shares of its length."""
        out = []
        for axis in range(2):
            for limit in (self.low[axis], self.high[axis]):
                if (a[axis] - limit) * (b[axis] - limit) < 0:
                    out.append(float((limit - a[axis]) / (b[axis] - a[axis])))
        return out


@dataclass
class Planting:
    """Tiles as they came first, tiles that came anew, and the truth."""

    first: list[Lot]
    second: list[Lot]
    grounds: list[Ground]
    again: list[Again] = field(default_factory=list)


def plant(rng: Rng, objects: int) -> Planting:
    """Towns until `objects` pieces are delivered anew."""
    planting = Planting([], [], [])
    index = 0
    while len(planting.again) < objects:
        _plant_town(planting, rng, index, WAYS[index % len(WAYS)])
        index += 1
    return planting


def _plant_town(planting: Planting, rng: Rng, index: int, way: str) -> None:
    corner = np.array([CORNER[0] + PITCH * (index % ROW), CORNER[1] + PITCH * (index // ROW)])
    code = str(rng.choice(["002", "005", "010"], p=[0.2, 0.5, 0.3]))
    quality = Quality(code, code, "01", DATE)
    again = Quality(code, code, "01", LATER) if way in ("later", "wider") else quality
    stations, slack = (Station(rng, quality), Station(rng, again)), 2 * first_threshold(code)
    tiles = [_tile_frame(rng, f"town{index}t{i}{j}", corner, i, j, "2021-09-01")
             for i in range(TILES) for j in range(TILES)]  # fmt: skip
    chosen = _choose_tiles(rng)[: 1 if way == "wider" else None]
    wider = float(rng.uniform(*WIDER)) if way == "wider" else 0.0
    anew = [_tile_frame(rng, f"town{index}t{i}{j}b", corner, i, j, "2022-09-01", wider) for i, j in chosen]
    for k, ground in enumerate(_town_lines(rng, index, corner)):
        measured = survey_line(ground.line, 0.0, ground.line.length, [], stations[0])[0].curve
        second = measured
        if way != "as before":
            second = survey_line(ground.line, 0.0, ground.line.length, [], stations[1])[0].curve
        for frame in tiles:
            for curve in frame.cut(measured):
                _add_piece(frame.lot, ground, quality, reverse(curve) if k % 2 else curve)
        for frame in anew:
            for curve in frame.cut(second):
                gml_id = _add_piece(frame.lot, ground, again, curve)
                begin, end = _extent_on_line(ground, curve)
                noise = compare_drawings(_inner_places(curve, slack), drawing(measured), (quality, again))
                planting.again.append(Again(ground, begin, end, slack, way, gml_id, noise))
        planting.grounds.append(ground)
    planting.first += [frame.lot for frame in tiles if frame.lot.things]
    planting.second += [frame.lot for frame in anew if frame.lot.things]


def _choose_tiles(rng: Rng) -> list[tuple[int, int]]:
    """One tile, or two side by side."""
    i, j = (int(n) for n in rng.integers(0, TILES - 1, 2))
    return [(i, j), (i + 1, j)] if rng.random() < 0.3 else [(i, j)]


def _tile_frame(rng: Rng, name: str, corner: Points, i: int, j: int, published: str, wider: float = 0.0) -> Frame:
    low = corner + TILE * np.array([i, j])
    return Frame(new_lot(name, "Géomètres de la Tour", rng, published), low - wider, low + TILE + wider)


def _town_lines(rng: Rng, index: int, corner: Points) -> list[Ground]:
    """Lines along both axes that cross the limits of the tiles, and in each tile one with arcs that does not."""
    lines = []
    for axis in range(2):
        for lane in (row * TILE + at for row in range(TILES) for at in LANES):
            begin, end = rng.uniform(2, 20), TILES * TILE - rng.uniform(2, 20)
            steps = np.arange(begin, end, rng.uniform(9, 16))
            along = np.append(steps[steps < end - 3], end)
            # a slope break that lies on a limit would be a vertex of the cut
            along = along[np.abs((along + TILE / 2) % TILE - TILE / 2) > 1.0]
            across = lane + rng.uniform(-2.0, 2.0, len(along))
            points = np.column_stack([along, across] if axis == 0 else [across, along])
            lines.append(connect_points(points + corner))
    for i in range(TILES):
        for j in range(TILES):
            start = corner + TILE * np.array([i, j]) + [rng.uniform(10, 16), 25 + rng.uniform(-3, 3)]
            lines.append(random_line(rng, tuple(start), rng.uniform(-0.2, 0.2), rng.uniform(10, 20), corners=True))
    out = []
    for k, line in enumerate(lines):
        cls = CLASSES[k % len(CLASSES)]
        values = {"thematique": {"LimiteVoiriePCRS": "03", "FacadePCRS": "02", "MurPCRS": "05"}[cls]}
        values |= {"typeMur": "01"} if cls == "MurPCRS" else {}
        out.append(Ground(f"town{index}.{k}", cls, telling_values(cls, values), line, dict(values)))
    return out


def _add_piece(lot: Lot, ground: Ground, quality: Quality, curve: Curve) -> str:
    return lot.add(ground.cls, Shape("curve", curve), **(ground.values | quality.values())).gml_id


def _inner_places(curve: Curve, slack: float) -> Points:
    """Places of a piece, (n, 3), its ends left out; the middle at least."""
    drawn = drawing(curve)
    along = np.append(np.arange(slack, drawn.length - slack, HELD_AGAINST), drawn.length / 2)
    return shapely.get_coordinates(shapely.line_interpolate_point(drawn, along), include_z=True)


def _extent_on_line(ground: Ground, curve: Curve) -> tuple[float, float]:
    along = shapely.line_locate_point(ground.line.polyline, shapely.points(shapely.get_coordinates(drawing(curve))))
    return float(along.min()), float(along.max())


def run(planting: Planting, folder: Path) -> Outcome:
    """Receive the tiles and assemble them; then receive those that come anew and assemble again."""
    engine = Engine(folder)
    engine.receive(planting.first)
    engine.assemble()
    engine.receive(planting.second)
    engine.assemble()
    return engine.read()


def judge(planting: Planting, outcome: Outcome) -> Figures:
    """Hold a base against the truth."""
    doubled = Share("pieces delivered anew that are doubled silently", most=0.0, needed=NEEDED)
    asked = Share("pieces on old pieces, not far: a conflict names them", most=0.01)
    far = Share("pieces delivered anew that are far")
    newer = Share("measured later: pieces that the new survey shows", least=0.99)
    lost = Metres("metres surveyed and covered by no current object", most=0.0)
    twice = Metres("metres elsewhere covered by two current objects", most=0.0)
    ways = {way: Share(f"  doubled silently, {way}") for way in WAYS}
    lying, _ = place_all(planting.grounds, outcome.objects)
    for ground in planting.grounds:
        counts = count_cover(ground, [one for one in lying.get(ground.name, []) if one.held.is_current])
        slack = max((a.slack for a in planting.again if a.ground is ground), default=0.5)
        lost.count(long_runs(counts == 0, slack), ground.name)
        elsewhere = np.ones(ground.cell_count, dtype=bool)
        for one in (a for a in planting.again if a.ground is ground):
            elsewhere &= ~ground.cells(one.begin, one.end)
        twice.count(long_runs(elsewhere & (counts > 1), slack), ground.name)
    for one in planting.again:
        here = lying.get(one.ground.name, [])
        fault = single_cover_fault(one.ground, here, one.begin, one.end, one.slack)
        named = find_uids(here, one.begin, one.end, one.slack)
        is_told = any(len(c & named) > 1 for c in outcome.conflicts)
        doubled.count(fault == "doubled" and not is_told, f"{one.gml_id} {one.way}")
        ways[one.way].count(fault == "doubled" and not is_told)
        far.count(one.noise == FAR)
        if one.noise != FAR and one.way != "wider":
            asked.count(is_told, f"{one.gml_id} {one.way}")
        if one.way in ("later", "wider"):
            newer.count(_is_shown(one, here), one.gml_id)
    return figures_by_name([doubled, *ways.values(), asked, far, newer, lost, twice])


def _is_shown(one: Again, lying: list[Lying]) -> bool:
    """Whether current objects of the later day cover the piece."""
    current = [o for o in lying if o.held.is_current and o.held.date == LATER]
    cells = one.ground.cells(one.begin, one.end)
    return not long_runs(cells & (count_cover(one.ground, current) == 0), one.slack)

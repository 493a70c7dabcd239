"""A survey delivered as tiles and merged, then one or two tiles delivered anew: no cut line may be doubled.

A town is three by three tiles of 50 m. Lines cross the limits and are cut there, as measured, on points that both tiles
hold; others stay inside a tile. Then tiles come anew: *as before* (the same drawings under new identifiers), *measured
anew* on the same day, or *later* (a year after: the newer survey is better by the default rule).

A piece delivered anew is *doubled* when more than one current object covers it, *lost* when none does, in both cases
over more than the slack (twice T of the class). It is *silently* doubled when no open conflict names two objects there.
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
from .twin_surveys import drawing, new_lot

OBJECTS, NEEDED = 110, 300
TILE, TILES = 50.0, 3
#: Distance between towns, metres, and towns in a row.
PITCH, ROW = 400.0, 10
#: Lines that cross limits lie about so far from the lower limit of their row of tiles, metres.
LANES = (14.0, 36.0)
WAYS = ("as before", "measured anew", "later")
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
    again = quality if way != "later" else Quality(code, code, "01", LATER)
    stations = Station(rng, quality), Station(rng, again)
    tiles = {(i, j): _tile_lot(rng, f"town{index}t{i}{j}", corner, i, j, "2021-09-01")
             for i in range(TILES) for j in range(TILES)}  # fmt: skip
    anew = {key: _tile_lot(rng, f"{tiles[key].name}b", corner, *key, "2022-09-01") for key in _choose_tiles(rng)}
    for k, ground in enumerate(_town_lines(rng, index, corner)):
        reverse_it = k % 2 == 1
        measured = survey_line(ground.line, 0.0, ground.line.length, [], stations[0])[0].curve
        second = measured
        if way != "as before":
            second = survey_line(ground.line, 0.0, ground.line.length, [], stations[1])[0].curve
        for key, curve in _cut_at_limits(measured, corner):
            _add_piece(tiles[key], ground, quality, reverse(curve) if reverse_it else curve)
        for key, curve in _cut_at_limits(second, corner):
            if key in anew:
                gml_id = _add_piece(anew[key], ground, again, curve)
                begin, end = _extent_on_line(ground, curve)
                planting.again.append(Again(ground, begin, end, 2 * first_threshold(code), way, gml_id))
        planting.grounds.append(ground)
    planting.first += [lot for lot in tiles.values() if lot.things]
    planting.second += [lot for lot in anew.values() if lot.things]


def _choose_tiles(rng: Rng) -> list[tuple[int, int]]:
    """One tile, or two side by side."""
    i, j = (int(n) for n in rng.integers(0, TILES - 1, 2))
    return [(i, j), (i + 1, j)] if rng.random() < 0.3 else [(i, j)]


def _tile_lot(rng: Rng, name: str, corner: Points, i: int, j: int, published: str) -> Lot:
    lot = new_lot(name, "Géomètres de la Tour", rng, published)
    x, y = corner + TILE * np.array([i, j])
    lot.emprises = [[np.array([(x, y), (x + TILE, y), (x + TILE, y + TILE), (x, y + TILE), (x, y)])]]
    return lot


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


def _cut_at_limits(curve: Curve, corner: Points) -> list[tuple[tuple[int, int], Curve]]:
    """Parts of a measured curve, each with its tile; a curve with arcs lies in one tile and stays whole."""
    if any(kind == "A" for kind, _ in curve):
        return [(_find_tile(curve[0][1][0], corner), curve)]
    points = curve[0][1]
    rows, parts = [points[0]], []
    for a, b in zip(points[:-1], points[1:], strict=True):
        for t in sorted(_limit_crossings(a - [*corner, 0], b - [*corner, 0])):
            cut = np.round(a + t * (b - a), 3)
            parts.append([*rows, cut])
            rows = [cut]
        rows.append(b)
    parts.append(rows)
    curves = [np.vstack(part) for part in parts]
    return [(_find_tile((p[0] + p[1]) / 2, corner), [("L", p)]) for p in curves]


def _limit_crossings(a: Points, b: Points) -> list[float]:
    out = []
    for axis in range(2):
        for limit in (TILE * k for k in range(1, TILES)):
            if (a[axis] - limit) * (b[axis] - limit) < 0:
                out.append(float((limit - a[axis]) / (b[axis] - a[axis])))
    return out


def _find_tile(point: Points, corner: Points) -> tuple[int, int]:
    i, j = np.clip((point[:2] - corner) // TILE, 0, TILES - 1).astype(int)
    return int(i), int(j)


def _add_piece(lot: Lot, ground: Ground, quality: Quality, curve: Curve) -> str:
    return lot.add(ground.cls, Shape("curve", curve), **(ground.values | quality.values())).gml_id


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
    asked = Share("pieces delivered anew that a conflict names", most=0.01)
    newer = Share("measured later: pieces that the new survey shows", least=0.99)
    lost = Metres("metres surveyed and covered by no current object", most=0.0)
    ways = {way: Share(f"  doubled silently, {way}") for way in WAYS}
    lying, _ = place_all(planting.grounds, outcome.objects)
    for ground in planting.grounds:
        counts = count_cover(ground, [one for one in lying.get(ground.name, []) if one.held.is_current])
        slack = max((a.slack for a in planting.again if a.ground is ground), default=0.5)
        lost.count(long_runs(counts == 0, slack), ground.name)
    for one in planting.again:
        here = lying.get(one.ground.name, [])
        fault = single_cover_fault(one.ground, here, one.begin, one.end, one.slack)
        named = find_uids(here, one.begin, one.end, one.slack)
        is_told = any(len(c & named) > 1 for c in outcome.conflicts)
        doubled.count(fault == "doubled" and not is_told, f"{one.gml_id} {one.way}")
        ways[one.way].count(fault == "doubled" and not is_told)
        asked.count(is_told, f"{one.gml_id} {one.way}")
        if one.way == "later":
            newer.count(_is_shown(one, here), one.gml_id)
    return figures_by_name([doubled, *ways.values(), asked, newer, lost])


def _is_shown(one: Again, lying: list[Lying]) -> bool:
    """Whether current objects of the later day cover the piece."""
    current = [o for o in lying if o.held.is_current and o.held.date == LATER]
    cells = one.ground.cells(one.begin, one.end)
    return not long_runs(cells & (count_cover(one.ground, current) == 0), one.slack)

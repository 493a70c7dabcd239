"""Two lots that meet at a common limit: which line ends continue each other across it.

Every place on the limit has a kerb, wall or facade that crosses it; each lot holds its own side, measured by its own
producer. What is planted as a *pair* lies within the sum of the two declared precisions (drawn again until it does) and
does not touch. On some places the line turns by 30° to 95° at 3 to 20 cm from the limit, on either side; the short last
piece is measured as one: its two points share their deviation. Beside a pair there may be, as a distractor,

- a *double*: a parallel line 0.35 to 0.6 m away that has its own continuation (a pair as well);
- a *dead end* of the same class, 0.35 to 0.6 m away, in one lot alone;
- an end of *another class*, 0.1 to 0.3 m away, in one lot alone.

Some places have two dead ends instead, one in each lot, farther apart than 1.2 times the sum of the precisions.

*Recall* is the share of planted pairs whose two objects a row of `edge_links` names; *precision* the share of those
rows that name a planted pair. What is to become of a pair (move, too far, doubtful) is counted, not judged.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import pi
from pathlib import Path

import numpy as np
import pyogrio

from benchmarks.independent_truth.scene import Lot, Shape
from benchmarks.independent_truth.shapes import Rng, reverse

from .engine_runs import Engine
from .figures import Figures, Share, figures_by_name
from .line_sites import CORNER
from .lines import Stroke, TrueLine
from .outcome import SEPARATORS, read_objects
from .surveys import Piece, Quality, Station, ground_height, metres, survey_line
from .twin_surveys import new_lot

OBJECTS, NEEDED = 850, 2400
#: Distance between places along a limit, metres, and places on one limit; the next limit stands so far away.
PITCH, PLACES, BETWEEN = 12.0, 60, 400.0
#: A lot reaches so far from its limit, metres.
DEPTH = 40.0
CODES = (("005", "005"), ("005", "010"), ("010", "005"), ("010", "010"))
THEMES = {"LimiteVoiriePCRS": "03", "MurPCRS": "05", "FacadePCRS": "02"}
CLASSES = tuple(THEMES)
#: A pair keeps within this share of the sum of the precisions; dead ends stay apart by this many times the sum.
WITHIN, APART = 0.98, 1.2
#: Ends closer than this touch, metres.
TOUCHING = 0.002


@dataclass
class Planting:
    """Lots and the pairs of gml:ids that continue each other, each with how its line crosses."""

    lots: list[Lot]
    pairs: dict[frozenset[str], str] = field(default_factory=dict)


@dataclass
class Links:
    """Rows of `edge_links`: the gml:ids that each names, and its decision."""

    rows: list[tuple[frozenset[str], str]]


@dataclass
class Place:
    """A place on a limit: where it is, the class of its line, and who measures on either side."""

    rng: Rng
    crossing: np.ndarray
    cls: str
    lots: tuple[Lot, Lot]
    stations: tuple[Station, Station]

    @property
    def sum_of_precisions(self) -> float:
        """Both declared precisions together, metres."""
        return sum(metres(s.quality.precision) for s in self.stations)

    def neighbour_crossing(self, way: float, low: float, high: float) -> np.ndarray:
        """A crossing beside this one along the limit."""
        return self.crossing + [0.0, way * self.rng.uniform(low, high)]


def plant(rng: Rng, objects: int) -> Planting:
    """Limits with places until `objects` pairs are planted."""
    planting = Planting([])
    index = 0
    while len(planting.pairs) < objects:
        if index % PLACES == 0:
            x = CORNER[0] + BETWEEN * (index // PLACES)
            planting.lots += [_limit_lot(rng, x, side, index // PLACES) for side in (-1, 1)]
        lots = planting.lots[-2], planting.lots[-1]
        crossing = np.array([x, CORNER[1] + PITCH * (index % PLACES + 0.5)])
        codes = CODES[int(rng.integers(len(CODES)))]
        stations = [Station(rng, Quality(code, code, "01", str(day))) for code, day in
                    zip(codes, rng.permutation(["2021-04-01", "2022-09-01"]), strict=True)]  # fmt: skip
        _fill_place(planting, Place(rng, crossing, str(rng.choice(CLASSES)), lots, (stations[0], stations[1])))
        index += 1
    return planting


def _limit_lot(rng: Rng, x: float, side: int, number: int) -> Lot:
    name, producer = ("west", "Géomètres Alpha") if side < 0 else ("east", "Relevés Beta")
    lot = new_lot(f"{name}{number}", producer, rng, "2024-03-15")
    low, high = CORNER[1], CORNER[1] + PITCH * PLACES
    corners = [(x, low), (x + side * DEPTH, low), (x + side * DEPTH, high), (x, high)]
    lot.emprises = [[np.array([*corners, corners[0]])]]
    return lot


def _fill_place(planting: Planting, place: Place) -> None:
    rng = place.rng
    way = 1.0 if rng.random() < 0.5 else -1.0
    if rng.random() < 0.15:
        _draw_dead_ends(place, way)
        return
    turns = rng.random() < 0.4
    first, second = _headings(rng, turns)
    _draw_pair(planting, place, place.crossing, first, second, turns)
    distractor = str(rng.choice(["none", "double", "dead end", "other class"], p=[0.4, 0.2, 0.2, 0.2]))
    side = int(rng.integers(2))
    heading = (first, second)[side]
    if distractor == "double":
        _draw_pair(planting, place, place.neighbour_crossing(way, 0.35, 0.6), second if turns else first, second, False)
    elif distractor == "dead end":
        _draw_end(place, place.neighbour_crossing(way, 0.35, 0.6), heading, side, place.cls)
    elif distractor == "other class":
        others = [cls for cls in CLASSES if cls != place.cls]
        _draw_end(place, place.neighbour_crossing(way, 0.1, 0.3), heading, side, str(rng.choice(others)))


def _headings(rng: Rng, turns: bool) -> tuple[float, float]:
    """Headings west and east of the limit, radians from the square to it."""
    while True:
        first, second = rng.uniform(-50, 50, 2) * pi / 180
        if not turns:
            return float(first), float(first)
        if 30 <= abs(first - second) * 180 / pi <= 95:
            return float(first), float(second)


def _draw_side(crossing: np.ndarray, heading: float, side: int, rng: Rng, turn: tuple[float, float] | None) -> TrueLine:
    """The line of one side, away from the limit: `turn` is how far from the limit it turns, and into which heading."""
    outward = heading + pi if side == 0 else heading
    strokes = []
    at, rest = (float(crossing[0]), float(crossing[1])), float(rng.uniform(6, 20))
    if turn:
        strokes.append(Stroke(*at, outward, turn[0]))
        at, outward = strokes[0].point(turn[0]), turn[1] + pi if side == 0 else turn[1]
    elif rng.random() < 0.3:
        strokes.append(Stroke(*at, outward, 4.0))
        at = strokes[0].point(4.0)
        strokes.append(Stroke(*at, outward, rest, float(rng.uniform(-0.05, 0.05))))
        return TrueLine(tuple(strokes))
    strokes.append(Stroke(*at, outward, rest))
    return TrueLine(tuple(strokes))


def _measure_side(place: Place, side: int, line: TrueLine, turned: bool) -> Piece:
    """The line as one side's producer measures it, from the limit away; a short last piece is measured as one."""
    piece = survey_line(line, 0.0, line.length, [], place.stations[side])[0]
    end = np.array(line.point(0.0))
    if np.hypot(*(piece.curve[0][1][0][:2] - end)) > np.hypot(*(piece.curve[-1][1][-1][:2] - end)):
        piece.curve = reverse(piece.curve)
    if turned:
        points = piece.curve[0][1]
        rows = [(x, y, ground_height(x, y)) for x, y in (line.point(0.0), line.point(float(line.joints[1])))]
        points[0] = points[1] + np.array(rows[0]) - np.array(rows[1])
    return piece


def _draw_pair(
    planting: Planting, place: Place, crossing: np.ndarray, first: float, second: float, turns: bool
) -> None:
    rng = place.rng
    turning = int(rng.integers(2)) if turns else -1
    # where the line turns on one side, it crosses the limit with the heading of the other
    across = (second, first)[turning] if turns else first
    headings = [across if turning == side else (first, second)[side] for side in range(2)]
    turn = (float(rng.uniform(0.03, 0.2)), (first, second)[turning])
    lines = [_draw_side(crossing, headings[side], side, rng, turn if turning == side else None) for side in range(2)]
    while True:
        pieces = [_measure_side(place, side, lines[side], turning == side) for side in range(2)]
        away = float(np.hypot(*(pieces[0].curve[0][1][0] - pieces[1].curve[0][1][0])[:2]))
        if TOUCHING < away <= WITHIN * place.sum_of_precisions:
            break
        place.stations = tuple(Station(rng, s.quality) for s in place.stations)  # type: ignore[assignment]
    ids = [_deliver(place, side, pieces[side], place.cls) for side in range(2)]
    planting.pairs[frozenset(ids)] = "turns" if turns else "straight"


def _draw_end(place: Place, crossing: np.ndarray, heading: float, side: int, cls: str) -> None:
    piece = _measure_side(place, side, _draw_side(crossing, heading, side, place.rng, None), False)
    _deliver(place, side, piece, cls)


def _draw_dead_ends(place: Place, way: float) -> None:
    """Two ends that nothing continues, one in each lot."""
    heading = float(place.rng.uniform(-50, 50)) * pi / 180
    while True:
        other = place.neighbour_crossing(way, 0.35, 0.6)
        pieces = [
            _measure_side(place, side, _draw_side(at, heading, side, place.rng, None), False)
            for side, at in enumerate((place.crossing, other))
        ]
        away = np.hypot(*(pieces[0].curve[0][1][0] - pieces[1].curve[0][1][0])[:2])
        if away > APART * place.sum_of_precisions:
            break
    for side, piece in enumerate(pieces):
        _deliver(place, side, piece, place.cls)


def _deliver(place: Place, side: int, piece: Piece, cls: str) -> str:
    values = {"thematique": THEMES[cls]} | ({"typeMur": "01"} if cls == "MurPCRS" else {})
    curve = reverse(piece.curve) if place.rng.random() < 0.5 else piece.curve
    return place.lots[side].add(cls, Shape("curve", curve), **(values | place.stations[side].quality.values())).gml_id


def run(planting: Planting, folder: Path) -> Links:
    """Receive the lots, assemble them, and ask for the links."""
    engine = Engine(folder)
    engine.receive(planting.lots)
    engine.assemble()
    links = engine.folder / "edges.gpkg"
    engine.run("edgematch", STORE=str(engine.base), OUTPUT=str(links))
    gml_ids = {o.uid: o.gml_id for o in read_objects(engine.base)}
    rows = []
    for row in pyogrio.read_dataframe(links, layer="edge_links", read_geometry=False).to_dict("records"):
        words = {w for value in row.values() if isinstance(value, str) for w in SEPARATORS.split(value)}
        rows.append((frozenset(gml_ids[w] for w in words if w in gml_ids), str(row["decision"])))
    return Links(rows)


def judge(planting: Planting, links: Links) -> Figures:
    """Hold the links against the truth."""
    recall = Share("edges: planted pairs found (recall)", least=0.995, needed=NEEDED)
    kinds = {how: Share(f"  line {how}") for how in ("straight", "turns")}
    precision = Share("edges: links that are planted pairs (precision)", least=0.995, needed=NEEDED)
    named = {ids for ids, _ in links.rows}
    for ids, how in planting.pairs.items():
        recall.count(ids in named, f"{how} {' '.join(sorted(ids))}")
        kinds[how].count(ids in named)
    for ids, decision in links.rows:
        precision.count(ids in planting.pairs, f"{decision} {' '.join(sorted(ids))}")
    decisions = Counter(decision for ids, decision in links.rows if ids in planting.pairs)
    found = [Share(f"  found, decision: {name}", n, len(planting.pairs)) for name, n in sorted(decisions.items())]
    return figures_by_name([recall, *kinds.values(), precision, *found])

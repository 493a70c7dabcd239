"""Sites with kerbs, walls and facades that two surveys cut otherwise, among lines that are not to be mixed up."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from math import pi

from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.schema import THEMES
from benchmarks.independent_truth.shapes import Rng

from .cover import Ground
from .lines import TrueLine, random_line
from .outcome import telling_values
from .surveys import Quality, Station, choose_cuts, first_threshold, survey_line
from .twin_surveys import TwinLine, deliver_pieces

CLASSES = ("LimiteVoiriePCRS", "MurPCRS", "FacadePCRS")
#: Distance between sites, metres, and sites in a row.
PITCH, ROW = 200.0, 20
CORNER = (1_840_000.0, 5_175_000.0)
#: Pieces of the better and of the worse survey, for each way to cut the same line; None: drawn from 2 to 5.
CUTTINGS: dict[str, tuple[int, int] | None] = {
    "1:1": (1, 1), "1:2": (1, 2), "1:3": (1, 3), "2:1": (2, 1), "3:1": (3, 1), "2:3": (2, 3), "3:2": (3, 2),
    "n:m": None,
}  # fmt: skip
#: Ways in which one survey covers only a part of what the other does.
PARTS = ("worse within", "better within", "shifted", "goes on")
#: Classes that differ, better first, and how often each pair is drawn.
DIFFERING = (("002", "005"), ("002", "010"), ("005", "010"), ("005", "040"), ("010", "040"))
DIFFERING_SHARES = (0.2, 0.2, 0.5, 0.05, 0.05)
#: A piece is at least so long, metres, and so many times the slack of the two surveys.
LEAST_PIECE, LEAST_SLACKS = 4.0, 5.0

#: Begin, end, cuts that are given, number of pieces up to the first of these.
Span = tuple[float, float, list[float], int]


@dataclass
class Site:
    """Ground for one main line and its neighbours; the two surveys stand on it once each."""

    name: str
    rng: Rng
    centre: tuple[float, float]
    qualities: tuple[Quality, Quality]
    lots: tuple[Lot, Lot]
    twins: list[TwinLine] = field(default_factory=list)
    stations: tuple[Station, Station] = field(init=False)

    def __post_init__(self) -> None:
        better, worse = (Station(self.rng, quality) for quality in self.qualities)
        self.stations = better, worse

    @property
    def slack(self) -> float:
        """How far the ends of the two surveys may lie apart, metres."""
        return sum(first_threshold(q.precision) for q in self.qualities)

    @property
    def least_piece(self) -> float:
        """The shortest piece, metres."""
        return max(LEAST_PIECE, LEAST_SLACKS * self.slack)

    def draw(self, cls: str, line: TrueLine, cutting: str, **values: str) -> None:
        """Let both surveys measure a line and cut it in a way of their own."""
        given = {"thematique": THEMES[cls]} | values
        ground = Ground(f"{self.name}.{len(self.twins)}", cls, telling_values(cls, given), line, dict(given))
        twin = TwinLine(ground, self.qualities)
        spans = _spans(self.rng, line, cutting, self.least_piece)
        taken = [s for begin, end, fixed, _ in spans for s in (begin, end, *fixed)]
        for k, (begin, end, fixed, count) in enumerate(spans):
            gap = max(1.5, 2 * self.slack)
            last = fixed[0] if fixed else end
            cuts = [
                *choose_cuts(line, begin, last, count - 1, self.rng, least=self.least_piece, others=taken, gap=gap),
                *fixed,
            ]
            taken += cuts
            pieces = survey_line(line, begin, end, sorted(cuts), self.stations[k])
            deliver_pieces(twin, self.lots[k], pieces, self.qualities[k], better=k == 0)
        self.twins.append(twin)


def _spans(rng: Rng, line: TrueLine, cutting: str, least: float) -> list[Span]:
    """For the better and the worse survey: begin, end, cuts that are given, number of pieces up to the first one."""
    whole = line.length
    counts = CUTTINGS.get(cutting) or (int(rng.integers(1, 3)), int(rng.integers(1, 3)))
    if cutting == "n:m":
        counts = tuple(int(n) for n in rng.choice([2, 3, 4, 5], 2, replace=False))  # type: ignore[assignment]
    if cutting not in PARTS:
        return [(0.0, whole, [], counts[0]), (0.0, whole, [], counts[1])]
    low, high = rng.uniform(least, 0.3 * whole), whole - rng.uniform(least, 0.3 * whole)
    if cutting == "shifted":
        return [(0.0, high, [], counts[0]), (low, whole, [], counts[1])]
    if cutting == "goes on":
        spans = [(0.0, whole, [high], counts[0]), (0.0, high, [], counts[1])]
        return spans if rng.random() < 0.5 else [(0.0, high, [], counts[0]), (0.0, whole, [high], counts[1])]
    full: Span
    part: Span
    full, part = (0.0, whole, [], counts[0]), (low, high, [], 1)
    return [full, part] if cutting == "worse within" else [part, full]


def draw_qualities(rng: Rng) -> tuple[Quality, Quality]:
    """Two surveys of which the first is better by the default rule, and not older."""
    why = str(rng.choice(["precision", "height", "categorisation", "date"], p=[0.55, 0.15, 0.1, 0.2]))
    first = str(rng.choice(["005", "010"]))
    codes = (first, first)
    heights, marks = codes, ("01", "01")
    if why == "precision":
        pair = DIFFERING[int(rng.choice(len(DIFFERING), p=DIFFERING_SHARES))]
        codes, heights = pair, pair
    elif why == "height":
        heights = ("005", "010")
    elif why == "categorisation":
        marks = ("01", "02")
    older = date(2020, 1, 15) + timedelta(days=int(rng.integers(0, 600)))
    newer = older + timedelta(days=int(rng.integers(60, 900)) if why == "date" else int(rng.integers(0, 900)))
    days = (newer.isoformat(), older.isoformat())
    better, worse = (Quality(*row) for row in zip(codes, heights, marks, days, strict=True))
    return better, worse


def site_centre(index: int) -> tuple[float, float]:
    """Centre of a site on the grid of sites."""
    return CORNER[0] + PITCH * (index % ROW), CORNER[1] + PITCH * (index // ROW)


def draw_main_line(site: Site, cutting: str, *, corners: bool) -> TrueLine:
    """A line through the centre of the site that is long enough for what is to be cut."""
    pieces = {"1:1": 1, "1:2": 2, "2:1": 2}.get(cutting, 5 if cutting == "n:m" else 4)
    length = max(float(site.rng.uniform(25, 60)), 3.0 * pieces * site.least_piece)
    heading = float(site.rng.uniform(0, 2 * pi))
    free = random_line(site.rng, (0.0, 0.0), heading, length, corners=corners)
    x, y = free.point(free.length / 2)
    moved = [(s.x - x + site.centre[0], s.y - y + site.centre[1]) for s in free.strokes]
    strokes = tuple(type(s)(*at, s.heading, s.length, s.curvature) for s, at in zip(free.strokes, moved, strict=True))
    return TrueLine(strokes)


def fill_site(site: Site, cutting: str, simple: str | None = None) -> None:
    """Draw a main line that is cut in a given way, and neighbours of it, cut as `simple` says or in a simple way."""
    rng = site.rng

    def neighbours_cutting() -> str:
        return simple or str(rng.choice(["1:1", "1:2", "2:1"]))

    cls = str(rng.choice(CLASSES, p=[0.5, 0.25, 0.25]))
    values = {"typeMur": "01"} if cls == "MurPCRS" else {}
    precise = all(q.precision != "040" for q in site.qualities)
    beside = [way for way, share in (("street", 0.4), ("gutter", 0.4 if precise else 0.0)) if rng.random() < share]
    line = draw_main_line(site, cutting, corners=not beside)
    site.draw(cls, line, cutting, **values)
    side = 1.0 if rng.random() < 0.5 else -1.0
    if "street" in beside:
        site.draw(cls, line.offset(side * float(rng.uniform(2.0, 6.0))), neighbours_cutting(), **values)
    if "gutter" in beside:
        other, told = _gutter(rng, cls, values)
        site.draw(other, line.offset(side * float(rng.uniform(0.3, 0.5))), neighbours_cutting(), **told)
    if rng.random() < 0.4:
        s = float(rng.uniform(0.2, 0.8)) * line.length
        away = line.heading(s) - side * pi / 2 + float(rng.uniform(-0.3, 0.3))
        length = float(rng.uniform(12, 25)) + 3 * site.least_piece
        site.draw(cls, random_line(rng, line.point(s), away, length, corners=True), neighbours_cutting(), **values)


def _gutter(rng: Rng, cls: str, values: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Class and telling values of the line close beside: of another class, or of the same with another value."""
    if rng.random() < 0.5:
        other = CLASSES[(CLASSES.index(cls) + 1) % len(CLASSES)]
        return other, {"typeMur": "01"} if other == "MurPCRS" else {}
    if cls == "MurPCRS":
        return cls, {"typeMur": str(rng.choice(["02", "03", "05"]))}
    return cls, values | {"thematique": "08" if cls == "LimiteVoiriePCRS" else "00"}

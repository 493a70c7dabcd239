"""What a survey makes of a true line: vertices of its own, measured with the noise of its precision class.

A class [xx] promises a mean deviation of at most [xx]. On each site a survey draws its mean deviation m between the
bounds of its class (`005`: 2 to 5 cm), in plan and in height. Of it m/√2 is a shift that all measures from one station
(a site) share, in a direction of its own; the rest is each measure's own, normal, of as much variance as a normal
deviation of mean m/√2 has. No deviation is drawn again: what lies far is judged as lying far.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import cos, pi, sin, sqrt

import numpy as np

from benchmarks.independent_truth.shapes import Curve, Points, Rng, reverse

from .lines import TrueLine

#: Bounds of the precision classes, metres (CategoriePrecision).
BOUNDS = {"002": (0.0, 0.02), "005": (0.02, 0.05), "010": (0.05, 0.10), "040": (0.10, 0.40)}
#: T = k · [xx] · f (arrêté of 16 September 2003, safety coefficient 2): k in plan and in height, and f.
PLAN_FACTOR, HEIGHT_FACTOR, SAFETY_FACTOR = 2.42, 3.23, 1.125
#: Mean of the distance of normal deviations of unit sigma: in plan and on one axis.
MEAN_IN_PLAN, MEAN_ON_AXIS = sqrt(pi / 2), sqrt(2 / pi)
#: Vertices on straight strokes stand so far apart, metres; a cut stands clear of joints by the last.
LEAST_STEP, MOST_STEP, CLEAR_OF_JOINTS = 2.5, 9.0, 1.5
#: Places where a cut may stand, metres apart, and how often a set of them is tried.
PLACE_STEP, MOST_TRIALS = 0.05, 400
#: A stroke that turns more than this is measured as several arcs, radians.
MOST_SWEEP = 1.6


def metres(code: str) -> float:
    """Upper bound of a precision class, metres."""
    return BOUNDS[code][1]


def first_threshold(code: str) -> float:
    """T of the official test in plan: one deviation in a hundred may be larger, metres."""
    return PLAN_FACTOR * metres(code) * SAFETY_FACTOR


def height_threshold(code: str) -> float:
    """T of the official test in height, metres."""
    return HEIGHT_FACTOR * metres(code) * SAFETY_FACTOR


def last_threshold(code: str) -> float:
    """1.5 T of the official test in plan: no deviation may be larger, metres."""
    return 1.5 * first_threshold(code)


@dataclass(frozen=True)
class Quality:
    """What a survey declares of itself."""

    precision: str
    height_precision: str
    categorisation: str
    date: str

    def values(self) -> dict[str, str | None]:
        """The attributes that say so."""
        return {
            "precisionPlanimetrique": self.precision,
            "precisionAltimetrique": self.height_precision,
            "qualiteCategorisation": self.categorisation,
            "dateLeve": self.date,
        }


@dataclass
class Station:
    """Where a surveyor stands: the errors that all its measures share and those of each."""

    rng: Rng
    quality: Quality
    shift: Points = field(init=False)
    own: Points = field(init=False)

    def __post_init__(self) -> None:
        plan = self.rng.uniform(*BOUNDS[self.quality.precision]) / sqrt(2)
        height = self.rng.uniform(*BOUNDS[self.quality.height_precision]) / sqrt(2)
        way, up = self.rng.uniform(0, 2 * pi), self.rng.choice([-1.0, 1.0])
        self.shift = np.array([plan * cos(way), plan * sin(way), height * up])
        self.own = np.array([plan / MEAN_IN_PLAN, plan / MEAN_IN_PLAN, height / MEAN_ON_AXIS])

    def measure(self, x: float, y: float, z: float) -> Points:
        """One measure of a place: three numbers."""
        return np.array([x, y, z]) + self.shift + self.rng.normal(0, self.own)


@dataclass
class Piece:
    """One object to be delivered: where it begins and ends on its true line (m), and its drawing."""

    begin: float
    end: float
    curve: Curve


def ground_height(x: float, y: float) -> float:
    """Altitude of the ground: a gentle slope, metres."""
    return 210.0 + 0.02 * (x - 1_840_000.0) + 0.01 * (y - 5_175_000.0)


def survey_line(line: TrueLine, begin: float, end: float, cuts: list[float], station: Station) -> list[Piece]:
    """The line from `begin` to `end`, cut at `cuts`: neighbours share the vertex of the cut. Some are reversed."""
    places = _vertices(line, begin, end, cuts, station.rng)
    points = {s: station.measure(*line.point(s), ground_height(*line.point(s))) for s in places}
    bounds = [begin, *cuts, end]
    pieces = []
    for a, b in zip(bounds[:-1], bounds[1:], strict=True):
        held = [s for s in places if a <= s <= b]
        curve = _curve(line, held, points, station)
        pieces.append(Piece(a, b, reverse(curve) if station.rng.random() < 0.3 else curve))
    return pieces


def _vertices(line: TrueLine, begin: float, end: float, cuts: list[float], rng: Rng) -> list[float]:
    """Where vertices stand: ends, cuts, joints of strokes, some on the straight, more where an arc turns far."""
    fixed = {begin, end, *cuts, *(float(s) for s in line.joints if begin < s < end)}
    places = sorted(fixed)
    for a, b in zip(places[:-1], places[1:], strict=True):
        stroke = line.strokes[line.stroke_index((a + b) / 2)]
        if stroke.curvature:
            parts = int(np.ceil(abs(stroke.curvature) * (b - a) / MOST_SWEEP))
            fixed |= {a + (b - a) * k / parts for k in range(1, parts)}
            continue
        s = a + rng.uniform(LEAST_STEP, MOST_STEP)
        while s < b - 1.0:
            fixed.add(float(s))
            s += rng.uniform(LEAST_STEP, MOST_STEP)
    return sorted(fixed)


def _curve(line: TrueLine, places: list[float], points: dict[float, Points], station: Station) -> Curve:
    curve: Curve = []
    for a, b in zip(places[:-1], places[1:], strict=True):
        middle = (a + b) / 2
        if line.strokes[line.stroke_index(middle)].curvature:
            x, y = line.point(middle)
            curve.append(("A", np.vstack([points[a], station.measure(x, y, ground_height(x, y)), points[b]])))
        elif curve and curve[-1][0] == "L":
            curve[-1] = ("L", np.vstack([curve[-1][1], points[b]]))
        else:
            curve.append(("L", np.vstack([points[a], points[b]])))
    return curve


def choose_cuts(
    line: TrueLine, begin: float, end: float, count: int, rng: Rng, *, least: float, others: list[float], gap: float
) -> list[float]:
    """`count` places to cut between `begin` and `end`: pieces of at least `least` metres, `gap` from `others`.

    Raises
    ------
    ValueError
        Where there is no room for them.
    """
    places = np.arange(begin + least, end - least, PLACE_STEP)
    taken = [(line.joints, CLEAR_OF_JOINTS), (np.array(others), gap)]
    for marks, clear in taken:
        if len(marks):
            places = places[np.abs(places[:, None] - marks).min(axis=1) >= clear]
    for _ in range(MOST_TRIALS):
        cuts: list[float] = []
        while len(cuts) < count:
            low = (cuts[-1] if cuts else begin) + least
            free = places[(places >= low) & (places <= end - least * (count - len(cuts)))]
            if not len(free):
                break
            cuts.append(float(rng.choice(free)))
        else:
            return cuts
    raise ValueError(f"no room for {count} cuts in {end - begin:.1f} m")

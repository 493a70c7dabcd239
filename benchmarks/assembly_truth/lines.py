"""True lines on the ground: straight and circular strokes, known by their length from the start."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import cos, pi, sin

import numpy as np
import shapely

from benchmarks.independent_truth.shapes import Points, Rng

#: Step at which an arc is drawn out, metres: on a radius of 6 m the chord lies 1.3 mm beside the arc.
DRAWN_STEP = 0.25


@dataclass(frozen=True)
class Stroke:
    """A straight (`curvature` 0) or circular part: where it begins, its first heading (radians), its length (m)."""

    x: float
    y: float
    heading: float
    length: float
    curvature: float = 0.0

    def point(self, s: float) -> tuple[float, float]:
        """Place at `s` metres from the start of the stroke."""
        if not self.curvature:
            return self.x + s * cos(self.heading), self.y + s * sin(self.heading)
        turned = self.heading + self.curvature * s
        return (
            self.x + (sin(turned) - sin(self.heading)) / self.curvature,
            self.y - (cos(turned) - cos(self.heading)) / self.curvature,
        )

    @property
    def last_heading(self) -> float:
        """Heading at the end, radians."""
        return self.heading + self.curvature * self.length


@dataclass(frozen=True)
class TrueLine:
    """Strokes end to end."""

    strokes: tuple[Stroke, ...]

    @cached_property
    def joints(self) -> Points:
        """Length from the start to the beginning of each stroke, and the whole length."""
        return np.append(0.0, np.cumsum([stroke.length for stroke in self.strokes]))

    @property
    def length(self) -> float:
        """Whole length, metres."""
        return float(self.joints[-1])

    def stroke_index(self, s: float) -> int:
        """Which stroke holds the place at `s` metres."""
        return int(np.clip(np.searchsorted(self.joints, s, side="right") - 1, 0, len(self.strokes) - 1))

    def point(self, s: float) -> tuple[float, float]:
        """Place at `s` metres from the start."""
        k = self.stroke_index(s)
        return self.strokes[k].point(s - float(self.joints[k]))

    def heading(self, s: float) -> float:
        """Heading at `s` metres, radians."""
        k = self.stroke_index(s)
        return self.strokes[k].heading + self.strokes[k].curvature * (s - float(self.joints[k]))

    @cached_property
    def polyline(self) -> shapely.LineString:
        """The line, its arcs drawn out; its length is within a millimetre of the true one."""
        places = [
            joint + np.linspace(0, stroke.length, int(stroke.length / DRAWN_STEP) + 2 if stroke.curvature else 2)
            for joint, stroke in zip(self.joints[:-1], self.strokes, strict=True)
        ]
        return shapely.LineString([self.point(float(s)) for s in np.unique(np.concatenate(places))])

    def offset(self, distance: float) -> TrueLine:
        """The parallel at `distance` metres to the left; the strokes must be tangent."""
        out = []
        for one in self.strokes:
            share = 1 - one.curvature * distance
            x, y = one.x - distance * sin(one.heading), one.y + distance * cos(one.heading)
            out.append(Stroke(x, y, one.heading, one.length * share, one.curvature / share))
        return TrueLine(tuple(out))


def random_line(rng: Rng, start: tuple[float, float], heading: float, length: float, *, corners: bool) -> TrueLine:
    """A line of about `length` metres that keeps within 35° of `heading`; `corners`: with slope breaks of up to 25°."""
    strokes: list[Stroke] = []
    at, turned, rest = start, 0.0, length
    while rest > 0.1:
        # the last stroke takes what would be too short for one of its own
        size = min(rest, float(rng.uniform(6.0, 18.0)))
        size = rest if rest - size < 5.0 else size
        curvature = 0.0
        if rng.random() < 0.4:
            sweep = float(rng.uniform(-0.6, 0.6) - turned) / 1.5
            curvature = sweep / size if abs(sweep) > 0.15 else 0.0
        stroke = Stroke(at[0], at[1], heading + turned, size, curvature)
        strokes.append(stroke)
        at, turned, rest = stroke.point(size), turned + curvature * size, rest - size
        if corners and rng.random() < 0.5:
            turned = float(np.clip(turned + rng.uniform(-25, 25) * pi / 180, -0.6, 0.6))
    return TrueLine(tuple(strokes))


def connect_points(points: Points) -> TrueLine:
    """Straight strokes through (n, 2) points."""
    strokes = []
    for (x, y), (x2, y2) in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
        strokes.append(Stroke(x, y, float(np.arctan2(y2 - y, x2 - x)), float(np.hypot(x2 - x, y2 - y))))
    return TrueLine(tuple(strokes))

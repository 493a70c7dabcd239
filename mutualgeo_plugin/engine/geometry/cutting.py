"""Cut native curves at a mask: arcs stay arcs, cut at the angle where the limit crosses them; Z is interpolated.

A curve is taken apart into *elements*: a straight piece (2 control points) or one arc (3). Polygons are cut in
`cutting_polygons`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from . import arcs as _arcs
from .equality import SAME_POINT
from .wkb import Shape

Array = NDArray[np.float64]

#: A cut this near to a vertex, in metres, is made at the vertex: a shorter piece could not be exchanged (1 mm).
SNAP = SAME_POINT
#: A cut arc keeps its surveyed middle point where that lies in this share of what is left; nearer to an end,
#: rounding to the millimetre would turn the circle, and the middle is computed on it.
_MIDDLE_SHARE = (0.1, 0.9)


class Mask:
    """What is kept: a polygon, with its limit as edges.

    Parameters
    ----------
    polygon : Polygon or MultiPolygon
        Valid; linearised where it had arcs.
    """

    def __init__(self, polygon: shapely.Geometry) -> None:
        self.polygon = shapely.force_2d(polygon)
        shapely.prepare(self.polygon)
        rings = shapely.get_rings(shapely.get_parts(self.polygon))
        coordinates, ring = shapely.get_coordinates(rings, return_index=True)
        inside = ring[:-1] == ring[1:]
        self.edges: Array = np.stack((coordinates[:-1][inside], coordinates[1:][inside]), axis=1)
        self._tree = shapely.STRtree(shapely.linestrings(self.edges))

    def neighbouring_edges(self, box: shapely.Geometry) -> NDArray[np.intp]:
        """Edges that touch a box, in order."""
        return np.sort(self._tree.query(box, predicate="intersects"))

    def keeps(self, points: Array) -> NDArray[np.bool_]:
        """Whether points (n, 2) lie inside or on the limit: of two masks that touch, one at least keeps each point."""
        return np.asarray(shapely.intersects(shapely.points(points[:, :2]), self.polygon))


@dataclass(frozen=True)
class Element:
    """One straight piece (2 control points) or one arc (3).

    A position on it is a share from 0 (start) to 1 (end): of the length of a straight piece, of the angle of an arc.
    """

    points: Array

    @property
    def is_arc(self) -> bool:
        return len(self.points) == 3

    def circle(self) -> tuple[Array, float, float, float] | None:
        """Centre, radius, signed sweep and share of the middle point; None where the element is straight."""
        if not self.is_arc:
            return None
        centre, radius, flat = _arcs.circles(self.points[None])
        if flat[0]:
            return None
        first, second = _arcs.sweeps(self.points[None], centre)
        sweep = float(first[0] + second[0])
        return centre[0], float(radius[0]), sweep, float(first[0]) / sweep

    def length(self) -> float:
        """Length in plan, metres."""
        circle = self.circle()
        return abs(circle[1] * circle[2]) if circle else float(np.hypot(*(self.points[-1] - self.points[0])[:2]))

    def interpolate_point(self, share: float) -> Array:
        """Point at a share; Z is interpolated between the control points."""
        if share <= 0.0 or share >= 1.0:
            return self.points[0 if share <= 0.0 else -1]
        start, end = self.points[0], self.points[-1]
        circle = self.circle()
        if circle is None:
            return np.asarray(start + (end - start) * share)
        centre, radius, sweep, middle = circle
        angle = np.arctan2(start[1] - centre[1], start[0] - centre[0]) + sweep * share
        a, b, part = (
            (start, self.points[1], share / middle)
            if share <= middle
            else (self.points[1], end, (share - middle) / (1 - middle))
        )
        point = a + (b - a) * part
        point[:2] = centre[0] + radius * np.cos(angle), centre[1] + radius * np.sin(angle)
        return np.asarray(point)

    def extract_part(self, first: float, last: float, start: Array, end: Array) -> Element:
        """Part between two shares that begins and ends at the given points."""
        if first <= 0.0 and last >= 1.0:
            return self
        if not self.is_arc:
            return Element(np.stack((start, end)))
        circle = self.circle()
        middle = self.interpolate_point((first + last) / 2)
        if circle:
            low, high = (first + share * (last - first) for share in _MIDDLE_SHARE)
            if low <= circle[3] <= high:
                middle = self.points[1]
        return Element(np.stack((start, middle, end)))

    def reverse(self) -> Element:
        """The same drawing, from its end to its start."""
        return Element(self.points[::-1])


def elements_of(curve: Shape) -> list[Element]:
    """Elements of a line, an arc chain or a compound curve; pieces of no length are left out.

    A piece that only climbs has a length of altitude: it is one, else a step would become a ramp.
    """
    kind, content = curve
    if kind == "compound":
        return [element for piece in content for element in elements_of(piece)]
    step = 2 if kind == "arc" else 1
    pieces = (content[i : i + step + 1] for i in range(0, len(content) - step, step))
    return [Element(p) for p in pieces if not (p == p[0]).all()]


def curve_of(elements: Sequence[Element]) -> Shape:
    """Line, arc chain or compound curve of elements that follow each other."""
    runs: list[list[Array]] = []
    kinds: list[str] = []
    for element in elements:
        kind = "arc" if element.is_arc else "line"
        if not kinds or kinds[-1] != kind:
            kinds.append(kind)
            runs.append([element.points])
        else:
            runs[-1].append(element.points[1:])
    pieces = [(kind, np.concatenate(run)) for kind, run in zip(kinds, runs, strict=True)]
    return pieces[0] if len(pieces) == 1 else ("compound", pieces)


def crossings(element: Element, edges: Array) -> Iterator[tuple[float, int, float]]:
    """Where an element meets edges (n, 2, 2): (share of the element, number of the edge, share of the edge).

    Shares within `SNAP` of an end are that end. Of an overlap, its two ends are given.
    """
    circle = element.circle()
    length = element.length()
    for number, (a, b) in enumerate(edges):
        span = float(np.hypot(*(b - a)))
        found = _circle_crossings(element, circle, a, b) if circle else _segment_crossings(element, a, b)
        for share, along in found:
            share, along = _snap_to_end(share, length), _snap_to_end(along, span)
            if 0.0 <= share <= 1.0 and 0.0 <= along <= 1.0:
                yield share, number, along


def _snap_to_end(share: float, length: float) -> float:
    """0 or 1 where a position lies within `SNAP` of that end."""
    if abs(share) * length <= SNAP:
        return 0.0
    return 1.0 if abs(1.0 - share) * length <= SNAP else share


def _segment_crossings(element: Element, a: Array, b: Array) -> list[tuple[float, float]]:
    p, q = element.points[0, :2], element.points[-1, :2]
    u, v, w = q - p, b - a, a - p
    lengths = float(np.hypot(*u)), float(np.hypot(*v))
    cross = u[0] * v[1] - u[1] * v[0]
    beside = abs(w[0] * u[1] - w[1] * u[0]) / lengths[0], abs((b - p)[0] * u[1] - (b - p)[1] * u[0]) / lengths[0]
    if max(beside) <= SNAP:  # the edge runs along the element
        return _overlap(p, u, a, b)
    if cross == 0.0:
        return []
    return [(float((w[0] * v[1] - w[1] * v[0]) / cross), float((w[0] * u[1] - w[1] * u[0]) / cross))]


def _overlap(p: Array, u: Array, a: Array, b: Array) -> list[tuple[float, float]]:
    """Ends of the overlap of a segment (p, p + u) and an edge along it."""
    v = b - a
    uu, vv = float(u @ u), float(v @ v)
    ends = [(float((end - p) @ u) / uu, along) for end, along in ((a, 0.0), (b, 1.0))]
    return ends + [(share, float((p + share * u - a) @ v) / vv) for share in (0.0, 1.0)]


def _circle_crossings(
    element: Element, circle: tuple[Array, float, float, float], a: Array, b: Array
) -> list[tuple[float, float]]:
    centre, radius, sweep, _middle = circle
    v = b - a
    span = float(np.hypot(*v))
    along = float((centre - a) @ v) / span
    beside = float(np.hypot(*(a + v * (along / span) - centre)))
    if beside > radius + SNAP:
        return []
    half = float(np.sqrt(max(0.0, radius * radius - beside * beside)))
    start = np.arctan2(element.points[0, 1] - centre[1], element.points[0, 0] - centre[0])
    found = []
    for distance in (along - half, along + half):
        point = a + v * (distance / span)
        turn = float(
            np.mod((np.arctan2(point[1] - centre[1], point[0] - centre[0]) - start) * np.sign(sweep), 2 * np.pi)
        )
        if (2 * np.pi - turn) * radius <= SNAP:
            turn -= 2 * np.pi
        found.append((turn / abs(sweep), distance / span))
        if abs(turn) * radius <= SNAP and abs(sweep) == 2 * np.pi:
            found.append((1.0, distance / span))
    return found


def cut_curve(curve: Shape, mask: Mask) -> list[Shape]:
    """Parts of a curve inside a mask, in their order along it.

    The parts of a closed curve that meet at its first point come back as one.
    """
    elements = elements_of(curve)
    runs: list[list[Element]] = []
    whole_before = False
    for element in elements:
        for piece, kept in _split(element, mask):
            if kept and whole_before:
                runs[-1].append(piece)
            elif kept:
                runs.append([piece])
            whole_before = kept
    if len(runs) > 1 and np.array_equal(elements[0].points[0], elements[-1].points[-1]):
        first, last = runs[0][0].points[0], runs[-1][-1].points[-1]
        if np.array_equal(first, elements[0].points[0]) and np.array_equal(last, first):
            runs[0] = runs.pop() + runs[0]
    return [curve_of(run) for run in runs]


def _split(element: Element, mask: Mask) -> list[tuple[Element, bool]]:
    """Pieces of an element between the crossings, and whether each lies inside."""
    if element.length() == 0.0:  # it only climbs
        return [(element, bool(mask.keeps(element.points[:1])[0]))]
    near = mask.neighbouring_edges(shapely.box(*element_box(element)))
    shares = sorted({0.0, 1.0, *(share for share, _, _ in crossings(element, mask.edges[near]))})
    ends = [element.interpolate_point(share) for share in shares]
    pieces = [
        element.extract_part(first, last, start, end)
        for first, last, start, end in zip(shares, shares[1:], ends, ends[1:], strict=False)
    ]
    middles = np.array([element.interpolate_point((a + b) / 2)[:2] for a, b in zip(shares, shares[1:], strict=False)])
    return list(zip(pieces, mask.keeps(middles).tolist(), strict=True))


def element_box(element: Element) -> tuple[float, float, float, float]:
    """Box around an element, bulge included, and `SNAP` around it."""
    if element.is_arc:
        low_x, low_y, high_x, high_y = _arcs.bounds(element.points[None])[0]
    else:
        (low_x, low_y), (high_x, high_y) = element.points[:, :2].min(axis=0), element.points[:, :2].max(axis=0)
    return float(low_x) - SNAP, float(low_y) - SNAP, float(high_x) + SNAP, float(high_y) + SNAP

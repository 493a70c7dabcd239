"""Shapes of the generator: curves made of straight and circular pieces, on a sloping ground.

Points are rows (x, y, z) in metres.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Points = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Line:
    """Straight pieces through `points` (n, 3)."""

    points: Points


@dataclass(frozen=True, eq=False)
class Arc:
    """Circular arc through three points (3, 3), or a chain of arcs (2n + 1, 3) where each shares the next's start."""

    points: Points


@dataclass(frozen=True, eq=False)
class Circle:
    """Full circle, level, around `centre` (3,)."""

    centre: Points
    radius: float

    def circle_points(self, *degrees: float) -> Points:
        """Points of the circle at angles counted anticlockwise from east."""
        angle = np.radians(degrees)
        offset = np.column_stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)])
        return self.centre + self.radius * offset

    def halves(self) -> tuple[Arc, Arc]:
        """The same circle as two arcs."""
        return Arc(self.circle_points(0, 90, 180)), Arc(self.circle_points(180, 270, 360))


Segment = Line | Arc | Circle
Curve = tuple[Segment, ...]


@dataclass(frozen=True, eq=False)
class Point:
    position: Points


@dataclass(frozen=True, eq=False)
class MultiPoint:
    points: Points


@dataclass(frozen=True, eq=False)
class Polygon:
    rings: tuple[Curve, ...]


@dataclass(frozen=True, eq=False)
class MultiCurve:
    curves: tuple[Curve, ...]


@dataclass(frozen=True, eq=False)
class MultiSurface:
    polygons: tuple[Polygon, ...]


Geometry = Curve | Point | MultiPoint | Polygon | MultiCurve | MultiSurface


def line(points: ArrayLike) -> Curve:
    """A curve of straight pieces only."""
    return (Line(np.asarray(points, float)),)


def rectangle(centre: Points, length: float, width: float, turn: float = 0.0) -> Points:
    """Closed outline (5, 3), anticlockwise, level, `turn` degrees from east."""
    angle = np.radians(turn)
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1)]) / 2
    plane = centre[:2] + corners[:, :1] * length * along + corners[:, 1:] * width * across
    return np.column_stack([plane, np.full(5, centre[2])])


def rounded_ring(corners: Points, radii: ArrayLike) -> Curve:
    """Closed curve through `corners` (n, 3; not repeated), each corner rounded by an arc tangent to both sides.

    Parameters
    ----------
    corners : array (n, 3)
    radii : array (n,)
        Radius of each corner in metres, shorter than what the sides allow.
    """
    before, after = np.roll(corners, 1, axis=0), np.roll(corners, -1, axis=0)
    to_before, to_after = _unit(before - corners), _unit(after - corners)
    half = np.arccos(np.clip((to_before * to_after).sum(1), -1, 1)) / 2
    radius = np.asarray(radii, float)
    reach = (radius / np.tan(half))[:, None]
    start, end = corners + to_before * reach, corners + to_after * reach
    bisector = _unit(to_before + to_after)
    middle = corners + bisector * (radius / np.sin(half) - radius)[:, None]
    middle[:, 2] = (start[:, 2] + end[:, 2]) / 2
    pieces: list[Segment] = []
    for rank in range(len(corners)):
        following = (rank + 1) % len(corners)
        pieces.append(Arc(np.array([start[rank], middle[rank], end[rank]])))
        pieces.append(Line(np.array([end[rank], start[following]])))
    return tuple(pieces)


def _unit(vectors: Points) -> Points:
    """Vectors of length one in plan, their slope kept."""
    return vectors / np.linalg.norm(vectors[:, :2], axis=1, keepdims=True)


def arc_chain(start: ArrayLike, radius: float, sweep: float, arcs: int, *, wave: bool = False) -> Arc:
    """A chain of `arcs` arcs from `start`, each of `radius` metres and `sweep` degrees, first chord eastward.

    With `wave`, the arcs turn left and right in turn, as a winding kerb does.
    """
    points = [np.asarray(start, float)]
    heading = -np.radians(sweep) / 2
    for rank in range(arcs):
        side = -1.0 if wave and rank % 2 else 1.0
        for _ in range(2):
            step = np.radians(sweep) / 2 * side
            chord = 2 * radius * np.sin(abs(step) / 2)
            direction = heading + step / 2
            points.append(points[-1] + chord * np.array([np.cos(direction), np.sin(direction), 0.0]))
            heading += step
    return Arc(np.array(points))


def drape(geometry: Geometry, ground: Callable[[Points], Points]) -> Geometry:
    """The same drawing laid on `ground` (points to altitudes), everything rounded to the millimetre."""

    def lay_down(points: Points) -> Points:
        rounded = points.round(3)
        rounded[:, 2] = ground(rounded).round(3)
        return rounded

    def segment(piece: Segment) -> Segment:
        if isinstance(piece, Circle):
            return Circle(lay_down(piece.centre[None, :])[0], piece.radius)
        return type(piece)(lay_down(piece.points))

    if isinstance(geometry, Point):
        return Point(lay_down(geometry.position[None, :])[0])
    if isinstance(geometry, MultiPoint):
        return MultiPoint(lay_down(geometry.points))
    if isinstance(geometry, tuple):
        return tuple(segment(piece) for piece in geometry)
    if isinstance(geometry, Polygon):
        return Polygon(tuple(tuple(segment(piece) for piece in ring) for ring in geometry.rings))
    if isinstance(geometry, MultiCurve):
        return MultiCurve(tuple(tuple(segment(piece) for piece in curve) for curve in geometry.curves))
    raise TypeError(f"{type(geometry).__name__} is drawn in plan only")


def points_of(curve: Curve) -> Points:
    """Every control point of a curve, in order; those shared by two pieces stand twice."""
    return np.concatenate(
        [piece.circle_points(0, 120, 240) if isinstance(piece, Circle) else piece.points for piece in curve]
    )

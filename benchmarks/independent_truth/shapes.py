"""Lines, arcs and rings in a local plane: a curve is a list of pieces, ("L", points) or ("A", three points).

Points are (n, 3) arrays: two plane metres and a height above the ground. Joined pieces repeat their common point.
"""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np

Points = np.ndarray
Curve = list[tuple[str, Points]]
Rng = np.random.Generator


def array(points: object) -> Points:
    """(n, 3) array of points given with two or three numbers."""
    rows = np.atleast_2d(np.asarray(points, dtype=float))
    return rows if rows.shape[1] == 3 else np.column_stack([rows, np.zeros(len(rows))])


def line(*points: object) -> Curve:
    """One straight-pieced curve."""
    return [("L", array(points))]


def all_points(curve: Curve) -> Points:
    """Every point of a curve, joints once."""
    rows = [piece if i == 0 else piece[1:] for i, (_, piece) in enumerate(curve)]
    return np.vstack(rows)


def rotate(curve: Curve, angle: float) -> Curve:
    """Turned about the origin, radians."""
    c, s = cos(angle), sin(angle)
    matrix = np.array([[c, s, 0], [-s, c, 0], [0, 0, 1]])
    return [(kind, points @ matrix) for kind, points in curve]


def translate(curve: Curve, dx: float, dy: float, dz: float = 0.0) -> Curve:
    return [(kind, points + [dx, dy, dz]) for kind, points in curve]


def reverse(curve: Curve) -> Curve:
    return [(kind, points[::-1].copy()) for kind, points in reversed(curve)]


def arc(start: object, heading: float, radius: float, sweep: float, middle: float = 0.5) -> tuple[Points, float]:
    """Arc that leaves `start` along `heading` (radians) and turns by `sweep` (positive: left); its end heading."""
    x, y, z = array(start)[0]
    side = np.sign(sweep)
    cx, cy = x - side * radius * sin(heading), y + side * radius * cos(heading)
    first = heading - side * pi / 2
    angles = first + np.array([0.0, middle * sweep, sweep])
    points = np.column_stack([cx + radius * np.cos(angles), cy + radius * np.sin(angles), np.full(3, z)])
    points[0] = x, y, z
    return points, heading + sweep


def point_ahead(start: object, heading: float, distance: float) -> Points:
    """Point at a distance along a heading."""
    return array(start)[0] + [distance * cos(heading), distance * sin(heading), 0.0]


def roughen_heights(curve: Curve, rng: Rng, sigma: float = 0.004) -> Curve:
    """Heights as an instrument gives them; joints and closures keep one height."""
    out: Curve = []
    for kind, points in curve:
        points = points.copy()
        points[:, 2] += rng.normal(0, sigma, len(points))
        if out:
            points[0] = out[-1][1][-1]
        out.append((kind, points))
    first, last = curve[0][1][0], curve[-1][1][-1]
    if len(out[-1][1]) > 1 and np.array_equal(first, last):
        out[-1][1][-1] = out[0][1][0]
    return out


def polyline(rng: Rng, count: int, length: float, bend: float = 20.0) -> Curve:
    """An open line that wanders without coming back to itself."""
    steps = rng.uniform(0.6, 1.4, count - 1)
    steps *= length / steps.sum()
    heading, headings = 0.0, []
    for _ in range(count - 1):
        headings.append(heading)
        heading = float(np.clip(heading + radians(rng.uniform(-bend, bend)), -0.9, 0.9))
    moves = np.column_stack([steps * np.cos(headings), steps * np.sin(headings), np.zeros(count - 1)])
    return [("L", np.vstack([np.zeros(3), np.cumsum(moves, axis=0)]))]


def chain(rng: Rng, before: float, radius: float, sweep: float, after: float, break_at: float = 0.0) -> Curve:
    """Straight, arc, straight: tangent unless `break_at` (radians) turns the second joint."""
    count = int(rng.integers(2, 5))
    first = np.column_stack([np.linspace(0, before, count), np.zeros(count), np.zeros(count)])
    bow, heading = arc(first[-1], 0.0, radius, sweep, rng.uniform(0.4, 0.6))
    last = np.vstack([bow[-1], point_ahead(bow[-1], heading + break_at, after)])
    return [("L", first), ("A", bow), ("L", last)]


def circle(radius: float, phase: float = 0.0) -> Curve:
    """A full circle as two arcs, counter-clockwise."""
    angles = phase + np.arange(5) * pi / 2
    points = array(np.column_stack([radius * np.cos(angles), radius * np.sin(angles)]))
    points[4] = points[0]
    return [("A", points[:3]), ("A", points[2:])]


def rectangle(a: float, b: float) -> Curve:
    """Closed, counter-clockwise, centred."""
    x, y = a / 2, b / 2
    return line((-x, -y), (x, -y), (x, y), (-x, y), (-x, -y))


def blob(rng: Rng, radius: float, count: int) -> Curve:
    """Closed irregular outline, counter-clockwise, convex enough to have no sharp corner."""
    angles = (np.arange(count) + rng.uniform(-0.2, 0.2, count)) * 2 * pi / count
    reach = radius * rng.uniform(0.85, 1.15, count)
    points = array(np.column_stack([reach * np.cos(angles), reach * np.sin(angles)]))
    return [("L", np.vstack([points, points[0]]))]


def rounded_rectangle(a: float, b: float, r: float) -> Curve:
    """Closed rectangle with tangent round corners, counter-clockwise."""
    curve: Curve = []
    at, heading = array((-a / 2 + r, -b / 2))[0], 0.0
    start = at
    for side in (a, b, a, b):
        end = point_ahead(at, heading, side - 2 * r)
        curve.append(("L", np.vstack([at, end])))
        bow, heading = arc(end, heading, r, pi / 2)
        curve.append(("A", bow))
        at = bow[-1]
    curve[-1][1][-1] = start
    return curve


def box(curve: Curve) -> tuple[Points, Points]:
    """Lower and upper corner of the true course of a curve (arcs drawn out)."""
    points = np.vstack([dense_points(kind, piece) for kind, piece in curve])[:, :2]
    return points.min(axis=0), points.max(axis=0)


def centre_of(points: Points) -> tuple[Points, float]:
    """Centre and radius of the circle through three points (infinite radius when they are in line)."""
    (ax, ay), (bx, by), (cx, cy) = (points[:, :2] - points[0, :2]).tolist()
    d = 2 * (bx * cy - by * cx)
    if abs(d) < 1e-12:
        return points[0, :2], float("inf")
    ux = (cy * (bx * bx + by * by) - by * (cx * cx + cy * cy)) / d
    uy = (bx * (cx * cx + cy * cy) - cx * (bx * bx + by * by)) / d
    return points[0, :2] + [ux, uy], float(np.hypot(ux, uy))


def dense_points(kind: str, points: Points, count: int = 33) -> Points:
    """Points along a piece, dense on an arc; heights pass through those of its three points, which are all measured."""
    centre, radius = centre_of(points) if kind == "A" else (points[0, :2], float("inf"))
    if kind == "L" or not np.isfinite(radius):
        return points
    angles = np.arctan2(points[:, 1] - centre[1], points[:, 0] - centre[0])
    half = (angles[1] - angles[0]) % (2 * pi)
    whole = (angles[2] - angles[0]) % (2 * pi)
    sweep = whole if half <= whole else whole - 2 * pi
    turned = np.linspace(0, sweep, count)
    middle = half if sweep > 0 else half - 2 * pi
    z = np.interp(np.abs(turned), np.abs([0.0, middle, sweep]), points[:, 2])
    a = angles[0] + turned
    return np.column_stack([centre[0] + radius * np.cos(a), centre[1] + radius * np.sin(a), z])


def length(curve: Curve) -> float:
    """Plane length, arcs as arcs."""
    return float(sum(np.hypot(*np.diff(dense_points(k, p, 129)[:, :2], axis=0).T).sum() for k, p in curve))


def fit_into_box(curve: Curve, rng: Rng, width: float = 20.0, height: float = 12.0) -> Curve:
    """Turned at random so that it fits into a box of that size about the origin, and centred there."""
    for attempt in range(60):
        angle = rng.uniform(0, 2 * pi) if attempt < 40 else rng.choice([0, pi]) + rng.uniform(-0.1, 0.1)
        other = rotate(curve, angle)
        low, high = box(other)
        if high[0] - low[0] <= width and high[1] - low[1] <= height:
            centre = (low + high) / 2
            return translate(other, -centre[0], -centre[1])
    raise ValueError(f"a drawing of {length(curve):.1f} m does not fit into {width} x {height} m")

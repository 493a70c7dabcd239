"""Defects of arcs: G11. What is measured is the arc as it is written, so that no size lies on the wrong side."""

from __future__ import annotations

import numpy as np

from .gml import Piece
from .plot import Plot, arc, limit, measured_arc
from .recipe import Made, Recipe
from .truth import expected_finding

KERB = "LimiteVoiriePCRS"


def plant_g11(plot: Plot, k: int, wrong: bool) -> Made:
    """Flat arcs, unlikely radii, arcs that almost come round, breaks; the whole circle is near and right."""
    return (_flat_arc_plant, _radius, _sweep, _break)[k % 4](plot, k // 4, wrong)


def _arc_plant(plot: Plot, points: np.ndarray) -> tuple[str, float, float]:
    placed = plot.place_points(points)
    written = np.round(placed[:, :2], plot.lot.shapes.decimals)
    return plot.curve(KERB, (Piece(placed, True),)), *measured_arc(written)


def _flat_arc_plant(plot: Plot, k: int, wrong: bool) -> Made:
    sagitta = limit("G11", "sagitta") * ((0.85, 0.6) if wrong else (1.15, 1.5))[k % 2]
    chord = (1.0, 2.0)[k % 2]
    thing, radius, seen = _arc_plant(plot, np.array([(-chord / 2, 0), (0, sagitta), (chord / 2, 0)]))
    if (seen < limit("G11", "sagitta")) != wrong or radius > limit("G11", "largest"):
        raise ValueError(f"{thing}: sagitta of {seen} m, radius of {radius} m")
    return Made(seen, (thing,), (expected_finding("G11_flat", "warning", thing),) if wrong else ())


def _radius(plot: Plot, k: int, wrong: bool) -> Made:
    if k % 2:
        radius = limit("G11", "largest") * (1.2 if wrong else 0.85)
        half = 2.5
        rise = half**2 / (2 * radius)
        points = np.array([(-half, 0), (0, rise), (half, 0)])
    else:
        radius = limit("G11", "smallest") * (0.85 if wrong else 1.15)
        points = arc((0, 0), radius, 180.0, -180.0)
    thing, seen, sagitta = _arc_plant(plot, points)
    legal = limit("G11", "smallest") <= seen <= limit("G11", "largest")
    if legal == wrong or sagitta < limit("G11", "sagitta"):
        raise ValueError(f"{thing}: radius of {seen} m, sagitta of {sagitta} m")
    return Made(seen, (thing,), (expected_finding("G11_radius", "warning", thing),) if wrong else ())


def _sweep(plot: Plot, k: int, wrong: bool) -> Made:
    most = limit("G11", "sweep")
    radius = float(plot.rng.uniform(0.5, 4.0))
    if not wrong and k % 2:
        centre = np.zeros(2)
        halves = arc(centre, radius, 0.0, 180.0), arc(centre, radius, 180.0, 180.0)
        thing = plot.curve(KERB, tuple(Piece(plot.place_points(half), True) for half in halves))
        return Made(360.0, (thing,))
    sweep = most + ((2.0, 60.0) if wrong else (-2.0, -30.0))[k % 2]
    thing, _, _ = _arc_plant(plot, arc((0, 0), radius, 90.0, sweep * (1 if k % 3 else -1)))
    return Made(sweep, (thing,), (expected_finding("G11_sweep", "warning", thing),) if wrong else ())


def _break(plot: Plot, k: int, wrong: bool) -> Made:
    turn = limit("G11", "break") * ((1.1, 3.0) if wrong else (0.9, 0.5))[k % 2]
    points = arc((0, -1.0), 1.0, 180.0, -90.0)  # ends at (0, 0), heading east
    out = np.radians(turn)
    line = np.array([(0.0, 0.0), (2 * np.cos(out), 2 * np.sin(out))])
    thing = plot.curve(KERB, (Piece(plot.place_points(points), True), Piece(plot.place_points(line))))
    return Made(turn, (thing,), (expected_finding("G11_break", "info", thing),) if wrong else ())


RECIPES: dict[str, Recipe] = {"G11": plant_g11}

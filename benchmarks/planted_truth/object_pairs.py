"""Defects of objects against each other: T1, T3, T5, T6, T7, T8."""

from __future__ import annotations

import numpy as np

from .gml import Piece
from .lot import close_ring
from .plot import Plot, box, limit
from .recipe import Made, Recipe, size
from .truth import expected_finding

KERB, WALL, FACADE, SEUIL, RAIL = "LimiteVoiriePCRS", "MurPCRS", "FacadePCRS", "SeuilPCRS", "RailPCRS"
#: Bound of class 005, which these objects declare.
P005 = 0.05


def plant_t1(plot: Plot, k: int, wrong: bool) -> Made:
    """The same drawing twice: backwards, from another corner, half a millimetre aside; near: a little farther aside."""
    aside = (0.0 if k % 2 else 0.7) * limit("T1", "distance") if wrong else 1.3 * limit("T1", "distance")
    turn = float(plot.rng.uniform(0, 2 * np.pi))
    shift = aside * np.array([np.cos(turn), np.sin(turn)])
    kind = k % 5
    if kind == 0:
        points = np.array([(-2.0, 0.0), (0.0, 1.0), (2.0, 0.5)])
        pair = [plot.line(WALL, points), plot.line(WALL, points[::-1] + shift)]
    elif kind == 1:
        points = np.array(box(-2, -1, 4, 2), dtype=np.float64)
        pair = [plot.line(WALL, close_ring(points)), plot.line(WALL, close_ring(np.roll(points, 2, axis=0) + shift))]
    elif kind == 2:
        pair = [plot.point("ArbrePCRS", np.zeros(2) + s, reference="A1") for s in (0.0 * shift, shift)]
    elif kind == 3:
        points = np.array([(-2.0, 0.0), (0.0, 1.0), (2.0, 0.5)])
        pair = [plot.lines("HabillageLignesPCRS", points), plot.lines("HabillageLignesPCRS", points[::-1] + shift)]
    else:
        centre = np.array([(-1.0, 0.0), (0.0, 1.0), (1.0, 0.0)])
        pair = [
            plot.curve("QuaiFluvioMaritimePCRS", (Piece(plot.place_points(p), True),))
            for p in (centre, centre[::-1] + shift)
        ]
    return Made(aside, tuple(pair), (expected_finding("T1", "error", *pair),) if wrong else ())


def plant_t3(plot: Plot, k: int, wrong: bool) -> Made:
    """Outlines that overlap: wider than the tolerance, or narrower over a large surface; near: side by side."""
    wide, area = limit("T3", "width"), limit("T3", "area")
    if k % 2:  # narrow, long: by its surface
        width = 0.5 * wide
        length = area / width * (1.2 if wrong else 0.8)
    else:
        width = size(wide, k // 2, wrong)
        length = 0.8 * area / width
    _, a = plot.affleurant(box(-0.6, 0, 0.6, length))
    _, b = plot.affleurant(box(-width, 0, 0.7, length), reseau="GAZ")
    return Made(width, (a, b), (expected_finding("T3", "error", a, b),) if wrong else ())


def plant_t5(plot: Plot, k: int, wrong: bool) -> Made:
    """Façades that cross a façade or a kerb deeper than their precision."""
    depth = P005 * ((1.15, 2.0, 20.0) if wrong else (0.85, 0.5, 0.0))[k % 3]
    given = {"precisionPlanimetrique": "005"}
    across = [(-2, 0), (0, 0), (2, 0)] if depth == 0 else [(-2, 0), (2, 0)]
    a = plot.line((FACADE, KERB)[k % 2], across, **given)
    b = plot.line(FACADE, [(0, 2), (0, -depth)], **given)
    return Made(depth, (a, b), (expected_finding("T5", "error", a, b),) if wrong else ())


def plant_t6(plot: Plot, k: int, wrong: bool) -> Made:
    """Doorsteps off their façade, or without one."""
    if k % 4 == 3 and wrong:
        thing = plot.line(SEUIL, [(-0.5, 0), (0.5, 0)])
        return Made(None, (thing,), (expected_finding("T6_alone", "warning", thing),) * 2)  # a finding an end
    tolerance, precision = ((P005, "005"), (limit("T6", "undeclared"), "999"))[k % 8 == 4]
    gap = tolerance * ((1.15, 2.0, 8.0) if wrong else (0.85, 0.5, 0.0))[k % 3]
    plot.line((FACADE, WALL, "ProeminenceBatiPCRS")[k % 3], [(-3, 0), (3, 0)])
    ends = [(-0.5, gap), (0.5, gap)] if k % 2 else [(-0.5, 0), (0.5, gap)]
    thing = plot.line(SEUIL, ends, precisionPlanimetrique=precision)
    return Made(gap, (thing,), (expected_finding("T6", "warning", thing),) * (1 + k % 2) if wrong else ())


def plant_t7(plot: Plot, k: int, wrong: bool) -> Made:
    """Rails whose ends almost meet, tracks of another gauge."""
    if k % 2:
        gap = P005 * ((0.85, 0.5, 0.1) if wrong else (1.15, 2.0, 0.014))[k // 2 % 3]
        a = plot.line(RAIL, [(-4, 0), (-gap, 0)], precisionPlanimetrique="005")
        b = plot.line(RAIL, [(0, 0), (4, 0)], precisionPlanimetrique="005")
        return Made(gap, (a, b), (expected_finding("T7", "warning", a, b),) if wrong else ())
    off = limit("T7", "tolerance") * ((1.15, -1.15, 4.0, -4.0) if wrong else (0.85, -0.85, 0.5, 0.0))[k // 2 % 4]
    gauge = limit("T7", "gauge") + off
    a, b = (plot.line(RAIL, [(-4, v), (0, v), (4, v)]) for v in (0.0, gauge))
    return Made(gauge, (a, b), (expected_finding("T7_gauge", "warning", a, b),) if wrong else ())


def plant_t8(plot: Plot, k: int, wrong: bool) -> Made:
    """Surveyed points off the vertices of their object."""
    gap = size(limit("T8", "distance"), k, wrong)
    corner = ((-2.0, gap), (-2.0 - gap, 0.0))[k % 2]
    point = plot.point("PointLevePCRS", corner)
    right = plot.point("PointLevePCRS", (2.0, 0.0))
    thing = plot.line((WALL, KERB)[k % 2], [(-2, 0), (2, 0)], pointLeve=(point, right))
    return Made(gap, (point, thing), (expected_finding("T8", "warning", point, thing),) if wrong else ())


RECIPES: dict[str, Recipe] = {
    "T1": plant_t1,
    "T3": plant_t3,
    "T5": plant_t5,
    "T6": plant_t6,
    "T7": plant_t7,
    "T8": plant_t8,
}

"""Defects of one drawing: G1 to G10, G12 to G15."""

from __future__ import annotations

import numpy as np

from .gml import Piece
from .lot import close_ring
from .plot import Plot, arc, box, limit
from .recipe import Made, Recipe, size, small_size
from .truth import expected_finding

KERB, WALL, FACADE, SEUIL, PILLAR = "LimiteVoiriePCRS", "MurPCRS", "FacadePCRS", "SeuilPCRS", "PilierParticulierPCRS"
AREA = "HabillageEnveloppePCRS"


def plant_g1(plot: Plot, k: int, wrong: bool) -> Made:
    """Invalid polygons (crossed outline, hole outside), no geometry; near: a valid outline with a narrow neck."""
    if not wrong:
        ring = [(-2, -1), (2, -1), (2, 1), (0.05, 0), (2, 2), (-2, 2), (-0.05, 0)]
        return Made(None, (plot.polygon(AREA, ring),))
    if k % 4 == 0:
        thing = plot.polygon(AREA, [(-2, -1), (2, 1), (2, -1), (-2, 2)])
    elif k % 4 == 1:
        _, thing = plot.affleurant([(-1, -1), (1, 0.5), (1, -0.5), (-1, 1)])
    elif k % 4 == 2:
        thing = plot.polygon("PilePontPCRS", box(-2, -2, 2, 2), box(1, 1, 1, 1)[::-1])
    else:
        thing = plot.lot.add((KERB, WALL, "ArbrePCRS")[k // 4 % 3], None, precisionAltimetrique=None)
        return Made(None, (thing,), (expected_finding("G1_null", "error", thing),))
    return Made(None, (thing,), (expected_finding("G1", "error", thing),))


def mend_g2(plot: Plot, k: int, wrong: bool) -> Made:
    """Lines without length, arcs with two points in one, polygons without surface."""
    least = limit("G2", "length")
    if k % 3 == 0:
        length = 0.0 if wrong and k % 2 else small_size(least, k, wrong)
        thing = plot.line((KERB, WALL)[k // 3 % 2], [(0, 0), (length, 0)])
        return Made(
            length,
            (thing,),
            (expected_finding("G2", "error", thing) if wrong else expected_finding("G5", "warning", thing),),
        )
    if k % 3 == 1:
        points = arc((0, 0), 1.0, 180.0, -180.0)
        if wrong:
            points[1] = points[0]
        else:
            points[1] = arc((0, 0), 1.0, 180.0, -0.3)[2]
        thing = plot.curve(KERB, (Piece(plot.place_points(points), True),))
        return Made(None, (thing,), (expected_finding("G2_arc", "error", thing),) if wrong else ())
    plot.upright_plot()
    thing = plot.polygon(AREA, [(-2, 0), (2, 0), (1, 0)] if wrong else box(-2, 0, 4, 0.01))
    expected = (expected_finding("G2_area", "error", thing), expected_finding("G1", "error", thing)) if wrong else ()
    return Made(None, (thing,), expected)


def mend_g3(plot: Plot, k: int, wrong: bool) -> Made:
    """Repeated vertices, in plan or by their altitude."""
    cls = (KERB, WALL, FACADE)[k % 3]
    if k % 2:
        gap = limit("G3", "distance") * ((0.0, 0.5, 0.85) if wrong else (1.15, 1.3, 1.5))[k // 2 % 3]
        thing = plot.line(cls, [(-2, 0), (0, 0), (gap, 0), (2, 0)])
        return Made(
            gap,
            (thing,),
            (expected_finding("G3", "warning", thing) if wrong else expected_finding("G4", "error", thing),),
        )
    step = limit("G3", "step") * (0.6 if wrong else 1.4)
    thing = plot.line(cls, [(-2, 0, 0), (0, 0, 0), (0, 0, step), (2, 0, 0)])
    return Made(step, (thing,), (expected_finding("G3", "warning", thing),) if wrong else ())


def mend_g4(plot: Plot, k: int, wrong: bool) -> Made:
    """Very short pieces, the shortest an error; near: pieces just long enough, and chords of a small arc."""
    worst, info = limit("G4", "error"), limit("G4", "info")
    cls = (KERB, WALL, FACADE)[k % 3]
    if not wrong and k % 3 == 0:
        points = arc((0, 0), 0.06, 180.0, -180.0)  # its chords are millimetres long
        thing = plot.curve(cls, (Piece(plot.place_points(points), True),))
        return Made(None, (thing,))
    if k % 2 and wrong:
        length, severity = worst * (0.7, 0.85)[k // 2 % 2], "error"
    else:
        length, severity = small_size(info, k, wrong), "info"
    if wrong and k % 4 == 2:
        thing = plot.polygon(AREA, [(-1, -1), (0, -1), (length, -1), (1, -1), (1, 1), (-1, 1)])
    else:
        thing = plot.line(cls, [(-2, 0), (0, 0), (length, 0), (2, 0.1)])
    return Made(length, (thing,), (expected_finding("G4", severity, thing),) if wrong else ())


def plant_g5(plot: Plot, k: int, wrong: bool) -> Made:
    """Tiny lines and polygons."""
    if k % 2:
        length = small_size(limit("G5", "length"), k, wrong)
        thing = plot.line((KERB, WALL, FACADE)[k // 2 % 3], [(0, 0), (length, 0)])
        return Made(length, (thing,), (expected_finding("G5", "warning", thing),) if wrong else ())
    area = small_size(limit("G5", "area"), k // 2, wrong)
    side = float(np.sqrt(area))
    thing = plot.polygon((AREA, "PilePontPCRS")[k // 2 % 2], box(0, 0, side, side))
    return Made(area, (thing,), (expected_finding("G5_area", "warning", thing),) if wrong else ())


def mend_g6(plot: Plot, k: int, wrong: bool) -> Made:
    """Spikes of straight pieces, of an arc, at the start of a ring; near: wider ones, and ones with a long leg."""
    rng = plot.rng
    angle, leg = limit("G6", "angle"), limit("G6", "leg")
    long_leg = not wrong and k % 3 == 0
    theta = float(rng.uniform(0.3, 0.85) * angle) if wrong or long_leg else float(angle * rng.uniform(1.15, 2.0))
    first = leg * float(rng.uniform(1.1, 2.0) if long_leg else rng.uniform(0.3, 0.93))
    second = min(first, leg * 0.93) * float(rng.uniform(0.75, 0.98))
    sin, cos = np.sin(np.radians(theta)), np.cos(np.radians(theta))
    tip, back = (0.0, first), (second * sin, first - second * cos)
    if k % 5 == 4 and wrong:
        radius = 0.4
        sweep = np.degrees(first / radius)
        up = arc((-radius, first), radius, -sweep, sweep)
        thing = plot.curve(KERB, (Piece(plot.place_points([up[0] - [1, 0], up[0]])), Piece(plot.place_points(up), True),
                                  Piece(plot.place_points([tip, back, (2, back[1])]))))  # fmt: skip
        return Made(
            theta, (thing,), (expected_finding("G6", "warning", thing), expected_finding("G11_break", "info", thing))
        )
    if k % 5 == 3:
        ring = [tip, (0.0, 0.0), (-1.0, 0.0), (-1.0, -1.0), (2.0, -1.0), (2.0, back[1]), back]
        thing = plot.polygon(AREA, ring)
    else:
        cls = (KERB, WALL, FACADE)[k % 3]
        thing = plot.line(cls, [(-2.0, 0.0), (0.0, 0.0), tip, back, (2.0, back[1])])
    return Made(theta, (thing,), (expected_finding("G6", "warning", thing),) if wrong else ())


def plant_g7(plot: Plot, k: int, wrong: bool) -> Made:
    """Lines that cross themselves, a pillar drawn as a butterfly, lines that come back; near: a crossing of 1 mm."""
    if k % 4 == 3 and wrong:
        plot.upright_plot()
        thing = plot.line(WALL, [(-3, 0), (3, 0), (3 - 0.5 * (1 + k % 5), 0), (0, 2)])
        return Made(0.5 * (1 + k % 5), (thing,), (expected_finding("G7_back", "warning", thing),))
    if k % 4 == 2 and wrong:
        thing = plot.line(PILLAR, close_ring(np.array([(-1, -1), (1, 1), (1, -1), (-1, 1.5)])))
        return Made(None, (thing,), (expected_finding("G7", "error", thing),))
    depth = size(limit("G7", "depth"), k, wrong)
    thing = plot.line((KERB, WALL)[k % 2], [(-2, 0), (2, 0), (2, 2), (0, 2), (0, -depth)])
    return Made(depth, (thing,), (expected_finding("G7", "warning", thing),) if wrong else ())


def plant_g8(plot: Plot, k: int, wrong: bool) -> Made:
    """Outlines with a hole, too small, too large."""
    if k % 3 == 0 and wrong:
        _, thing = plot.affleurant(box(-0.5, -0.5, 1, 1), box(-0.2, -0.2, 0.4, 0.4)[::-1])
        return Made(None, (thing,), (expected_finding("G8_hole", "error", thing),))
    if k % 3 == 1:
        area = small_size(limit("G8", "smallest"), k, wrong)
    else:
        area = limit("G8", "largest") * ((1.04, 1.2) if wrong else (0.96, 0.8))[k % 2]
    side = float(np.sqrt(area))
    _, thing = plot.affleurant(box(-side / 2, -side / 2, side, side))
    return Made(area, (thing,), (expected_finding("G8", "warning", thing),) if wrong else ())


def mend_g9(plot: Plot, k: int, wrong: bool) -> Made:
    """Pillars that are not closed, façades whose ends almost meet."""
    if k % 2 and wrong:
        gap = (0.002, 0.01, 0.3)[k // 2 % 3]
        thing = plot.line(PILLAR, [*box(0, 0, 0.6, 0.6), (0, gap)])
        return Made(gap, (thing,), (expected_finding("G9", "error", thing),))
    gap = 0.05 * (0.85, 0.5, 0.1)[k % 3] if wrong else 0.05 * (1.15, 2.0)[k % 2]
    thing = plot.line(FACADE, [*box(-2, -2, 4, 4), (-2, -2 + gap)], precisionPlanimetrique="005")
    return Made(gap, (thing,), (expected_finding("G9", "warning", thing),) if wrong else ())


def mend_g10(plot: Plot, k: int, wrong: bool) -> Made:
    """Doorsteps of three points, too short, too long."""
    if k % 3 == 0 and wrong:
        plot.line(FACADE, [(-3, 0), (3, 0)])
        thing = plot.line(SEUIL, [(-0.5, 0), (0, 0), (0.5, 0)])
        return Made(3.0, (thing,), (expected_finding("G10", "warning", thing),))
    if k % 3 == 1:
        length = limit("G10", "shortest") * ((0.98, 0.6) if wrong else (1.02, 1.3))[k % 2]
    else:
        length = limit("G10", "longest") * ((1.01, 1.1) if wrong else (0.99, 0.8))[k % 2]
    plot.line(FACADE, [(-4.6, 0), (4.6, 0)])
    thing = plot.line(SEUIL, [(-length / 2, 0), (length / 2, 0)])
    return Made(length, (thing,), (expected_finding("G10_length", "warning", thing),) if wrong else ())


def plant_g12(plot: Plot, k: int, wrong: bool) -> Made:
    """Two altitudes at one place."""
    step = size(limit("G12", "step"), k, wrong)
    gap = (0.0, 0.7 * limit("G12", "distance"))[k % 2]
    thing = plot.line((KERB, WALL, FACADE)[k % 3], [(-2, 0, 0), (0, 0, 0), (gap, 0, step), (2, 0, 0)])
    return Made(step, (thing,), (expected_finding("G12", "warning", thing),) if wrong else ())


def mend_g14(plot: Plot, k: int, wrong: bool) -> Made:
    """Outlines that turn clockwise, open façades with their building on the right."""
    rng = plot.rng
    if k % 2:
        cls = (FACADE, WALL, PILLAR)[k // 2 % 3]
        angles = np.sort(rng.uniform(0, 360, 12))[:: int(rng.integers(1, 3))]
        radii = rng.uniform(0.5, 3.0, len(angles))
        star = np.column_stack((np.cos(np.radians(angles)), np.sin(np.radians(angles)))) * radii[:, None]
        if np.diff(angles, append=angles[0] + 360).max() > 170:
            star = np.array(box(-2, -1, 4, 2))
        thing = plot.line(cls, close_ring(star[::-1] if wrong else star))
        return Made(None, (thing,), (expected_finding("G14", "warning", thing),) if wrong else ())
    shift = float(rng.uniform(0.0, 0.5))
    bend = float(rng.uniform(-0.4, 0.4))
    places = [(-4.0, 0.0), (0.0, bend), (4.0, 0.0)]
    plot.buildings.append(plot.plan([(-3.9, shift), (0, bend + shift), (3.9, shift), (3.0, 3.6), (-3.0, 3.6)]))
    if k % 4 == 0:  # the house over the lane is no nearer than its own
        plot.buildings.append(plot.plan(box(-3.0, -3.5, 6.0, 1.5)))
    thing = plot.line(FACADE, places[::-1] if wrong else places)
    return Made(None, (thing,), (expected_finding("G14", "warning", thing),) if wrong else ())


def plant_g15(plot: Plot, k: int, wrong: bool) -> Made:
    """Kerbs whose ends almost meet; near: ends that meet to the millimetre, ends farther apart than their precision."""
    precision, metres = (("005", 0.05), ("010", 0.10))[k % 2]
    if wrong:
        gap = metres * (0.85, 0.5, 0.1)[k % 3]
    else:
        gap = (metres * 1.15, 0.7 * limit("G15", "distance"))[k % 2]
    a = plot.line(KERB, [(-3, 0), (-gap, 0)], precisionPlanimetrique=precision)
    b = plot.line(KERB, [(0, 0), (3, 0.2)], precisionPlanimetrique=precision)
    return Made(gap, (a, b), (expected_finding("G15", "warning", a, b),) if wrong else ())


RECIPES: dict[str, Recipe] = {
    "G1": plant_g1,
    "G2": mend_g2,
    "G3": mend_g3,
    "G4": mend_g4,
    "G5": plant_g5,
    "G6": mend_g6,
    "G7": plant_g7,
    "G8": plant_g8,
    "G9": mend_g9,
    "G10": mend_g10,
    "G12": plant_g12,
    "G14": mend_g14,
    "G15": plant_g15,
}

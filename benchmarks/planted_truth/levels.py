"""Defects of altitudes: Z1 to Z4, and S9."""

from __future__ import annotations

import numpy as np

from .gml import Piece
from .plot import Plot, altitude, limit
from .recipe import Made, Recipe
from .truth import expected_finding

KERB, WALL, SEUIL, FACADE = "LimiteVoiriePCRS", "MurPCRS", "SeuilPCRS", "FacadePCRS"
TREE, QUAY = "ArbrePCRS", "QuaiFluvioMaritimePCRS"


def plant_z1(plot: Plot, k: int, wrong: bool) -> Made:
    """Altitudes 0 or -9999, of all vertices or of one; near: no altitude where none is declared.

    What is no number is refused at reception.
    """
    if not wrong:
        thing = plot.line(WALL, [(-2, 0), (2, 0)], flat=True, precisionAltimetrique=None)
        return Made(None, (thing,))
    if k % 3 == 2:
        points = plot.place_points([(-2, 0), (0, 0), (2, 0)])
        points[k % 2, 2] = (-9999.0, 0.0)[k // 3 % 2]
        thing = plot.curve((WALL, FACADE)[k % 2], (Piece(points),))
        return Made(None, (thing,), (expected_finding("Z1", "error", thing),))
    level = (0.0, -9999.0)[k % 3]
    if k % 2:
        thing = plot.point(TREE, (0, 0), level=level)
    else:
        thing = plot.line((WALL, QUAY)[k // 2 % 2], [(-2, 0), (2, 0)], level=level)
    return Made(level, (thing,), (expected_finding("Z1", "error", thing),))


def plant_z2(plot: Plot, k: int, wrong: bool) -> Made:
    """Altitudes far from those around."""
    off = limit("Z2", "floor") * float(plot.rng.uniform(1.3, 4.0) if wrong else plot.rng.uniform(0.4, 0.75))
    off *= 1 if k % 2 else -1
    if k % 3 == 0:
        thing = plot.point(TREE, (0, 0, off))
    elif k % 3 == 1:
        thing = plot.line(WALL, [(-3, 0, 0), (0, 0, off), (3, 0, 0)])
    else:
        thing = plot.line(FACADE, [(-3, 0, off), (0, 0, off), (3, 0, off)])
    return Made(abs(off), (thing,), (expected_finding("Z2", "warning", thing),) if wrong else ())


def plant_z3(plot: Plot, k: int, wrong: bool) -> Made:
    """Road edges and doorsteps too steep; near: not steep enough, not high enough, a steep wall."""
    step = limit("Z3", "step")
    if wrong:
        climb = step * (4.0 if k % 4 == 0 else 1.15)
        run = climb / (1.15 if k % 3 else 1.5)
    else:
        climb, run = ((step * 0.85, step * 0.3), (step * 2.0, step * 2.3), (step * 2.0, step * 0.5))[k % 3]
    rise = climb if k % 2 else -climb
    if wrong and k % 4 == 0:
        plot.line(FACADE, [(-3, 0), (3, 0)])
        thing = plot.line(SEUIL, [(0, 0, 0), (run, 0, rise)])
    else:
        cls = WALL if not wrong and k % 3 == 2 else KERB
        thing = plot.line(cls, [(-2, 0, 0), (0, 0, 0), (run, 0, rise), (2, 0, rise)])
    return Made(climb, (thing,), (expected_finding("Z3", "warning", thing),) if wrong else ())


def plant_z4(plot: Plot, k: int, wrong: bool) -> Made:
    """Long lines at one altitude; near: a little too short, too few vertices, one vertex a millimetre higher."""
    near = -1 if wrong else k % 3
    many = int(limit("Z4", "vertices")) + (0 if near == 1 else (1, 4, 10)[k % 3])
    length = limit("Z4", "length") * (0.98 if near == 0 else (1.02, 1.1)[k % 2])
    # to and fro over lanes half a metre apart: four vertices a lane, joined at its ends
    lanes = -(-many // 4)
    rest = length - 0.5 * (lanes - 1)
    ends = np.linspace(0.0, rest / lanes, 4) - rest / lanes / 2
    places = np.concatenate(
        [np.column_stack((ends[:: 1 if n % 2 else -1], np.full(4, 0.5 * n - 2))) for n in range(lanes)]
    )
    if len(places) > many:  # leave out inner vertices, which bend nothing
        inner = [i for i in range(len(places)) if i % 4 in (1, 2)][: len(places) - many]
        places = np.delete(places, inner, axis=0)
    level = float(np.round(altitude(plot.middle[None, :])[0], 2))
    points = plot.place_points(places, level=level)
    if near == 2:
        points[5, 2] += 0.001
    thing = plot.curve((WALL, KERB, QUAY)[k % 3], (Piece(points),))
    return Made(length, (thing,), (expected_finding("Z4", "warning", thing),) if wrong else ())


def plant_s9(plot: Plot, k: int, wrong: bool) -> Made:
    """Objects in plan that declare an altimetric precision; near: ones that declare none."""
    given = {} if wrong else {"precisionAltimetrique": None}
    if k % 2:
        thing = plot.point(TREE, (0, 0), flat=True, **given)
    else:
        thing = plot.line((KERB, WALL, FACADE)[k % 3], [(-2, 0), (2, 0)], flat=True, **given)
    return Made(None, (thing,), (expected_finding("S9", "error", thing),) if wrong else ())


RECIPES: dict[str, Recipe] = {"Z1": plant_z1, "Z2": plant_z2, "Z3": plant_z3, "Z4": plant_z4, "S9": plant_s9}

"""A plot of ground: where one plant, or a piece of clean town, is drawn apart from all others."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from mutualgeo_plugin.engine.model.checks import CHECKS

from .gml import Curve, Piece, Points
from .lot import Lot, Value, close_ring

#: Side of a plot in metres; what is drawn keeps REACH from its middle, so that neighbours never meet.
SIDE, REACH = 12.0, 4.9
#: Corner of the town, EPSG:3946.
CORNER = np.array([1_723_000.0, 5_214_000.0])


def limit(check: str, parameter: str) -> float:
    """A threshold of the catalogue."""
    return CHECKS[check].parameters[parameter].default


def altitude(plan: Points) -> NDArray[np.float64]:
    """Ground of the town: a gentle slope with mild waves, all slopes under 2 %."""
    x, y = (plan - CORNER).T
    return np.asarray(170.0 + 0.003 * x + 0.002 * y + 0.3 * np.sin(x / 60.0) * np.cos(y / 70.0))


class Plot:
    """A plot of a lot.

    Parameters
    ----------
    middle : array (2,), EPSG:3946.
    turn : radians by which what is drawn is turned.
    rank : number of the plot, by which what is drawn on it varies.
    """

    def __init__(self, lot: Lot, middle: Points, turn: float, rng: np.random.Generator, rank: int = 0) -> None:
        self.lot, self.middle, self.turn, self.rng, self.rank = lot, middle, turn, rng, rank
        #: Outlines of buildings of the town's plan, where open façades need one.
        self.buildings: list[Points] = []

    def upright_plot(self) -> Plot:
        """The same plot, unturned: what must lie exactly on a line needs round numbers."""
        self.turn = 0.0
        self.middle = np.round(self.middle)
        return self

    def plan(self, points: ArrayLike) -> Points:
        """Places (n, 2) on the plot → coordinates."""
        local = np.asarray(points, dtype=np.float64).reshape(-1, np.shape(points)[-1])[:, :2]
        c, s = np.cos(self.turn), np.sin(self.turn)
        return self.middle + local @ np.array([[c, s], [-s, c]])

    def place_points(self, points: ArrayLike, *, flat: bool = False, level: float | None = None) -> Points:
        """Places (n, 2 or 3) on the plot → points; the third is a height above the ground.

        flat : in plan only. level : altitude of all.
        """
        places = np.asarray(points, dtype=np.float64)
        plan = self.plan(places)
        if flat:
            return self.lot.move(plan)
        z = altitude(plan) if level is None else np.full(len(plan), level)
        if level is None and places.shape[1] > 2:
            z = z + places[:, 2]
        return np.column_stack((self.lot.move(plan), np.round(z, 3)))

    # -- objects -------------------------------------------------------------------------------------------------

    def line(
        self, cls: str, points: ArrayLike, *, flat: bool = False, level: float | None = None, **given: Value
    ) -> str:
        """A line through places of the plot."""
        return self.curve(cls, (Piece(self.place_points(points, flat=flat, level=level)),), **given)

    def curve(self, cls: str, pieces: Curve, **given: Value) -> str:
        """A line made of pieces that are placed already."""
        gml_id = self.lot.new_id()
        return self.lot.add(cls, self.lot.shapes.curve(f"{gml_id}.g", pieces), gml_id=gml_id, **given)

    def lines(self, cls: str, *parts: ArrayLike, **given: Value) -> str:
        """Several lines as one drawing."""
        gml_id = self.lot.new_id()
        shape = self.lot.shapes.multicurve(f"{gml_id}.g", [(Piece(self.place_points(part)),) for part in parts])
        return self.lot.add(cls, shape, gml_id=gml_id, **given)

    def point(
        self, cls: str, place: ArrayLike, *, flat: bool = False, level: float | None = None, **given: Value
    ) -> str:
        """A point."""
        gml_id = self.lot.new_id()
        (point,) = self.place_points([place], flat=flat, level=level)
        return self.lot.add(cls, self.lot.shapes.point(f"{gml_id}.g", point), gml_id=gml_id, **given)

    def polygon(self, cls: str, *rings: ArrayLike | Curve, **given: Value) -> str:
        """A polygon: outer ring, then holes; open rings of places are closed."""
        gml_id = self.lot.new_id()
        return self.lot.add(cls, self.lot.shapes.polygon(f"{gml_id}.g", self._rings(rings)), gml_id=gml_id, **given)

    def _rings(self, rings: Sequence[ArrayLike | Curve]) -> list[Curve]:
        return [
            ring
            if isinstance(ring, tuple) and isinstance(ring[0], Piece)
            else (Piece(close_ring(self.place_points(ring))),)
            for ring in rings
        ]

    def affleurant(self, *rings: ArrayLike | Curve, **given: Value) -> tuple[str, str]:
        """An affleurant with its whole chain: gml:ids of the affleurant and of its outline."""
        outline = self.polygon("AffleurantEnveloppePCRS", *rings)
        return self.chain(enveloppe=(outline,), **given), outline

    def chain(self, symbol: Value = None, **links: Value) -> str:
        """An affleurant over geometries (enveloppe, ligne, point); the rest of `links` are its attributes."""
        hops = {key: links.pop(key) for key in ("enveloppe", "ligne", "point") if key in links}
        geometry = self.lot.add("AffleurantGeometriquePCRS", None, **hops)
        usual: dict[str, Value] = {"gestionnaire": "Régie des eaux du Haut Pays", "nature": "03", "reseau": "AEP"}
        return self.lot.add(
            "AffleurantPCRS", None, symbolisation=symbol, representation=(geometry,), **{**usual, **links}
        )


def arc(centre: ArrayLike, radius: float, start: float, sweep: float) -> NDArray[np.float64]:
    """Three places of a circular arc: from `start` degrees over `sweep`, anticlockwise where it is positive."""
    angles = np.radians(start + sweep * np.array([0.0, 0.5, 1.0]))
    return np.asarray(centre, dtype=np.float64) + radius * np.column_stack((np.cos(angles), np.sin(angles)))


def measured_arc(points: Points) -> tuple[float, float]:
    """Radius and sagitta of an arc as it will be written, from its three points (3, 2 or 3)."""
    a, b, c = np.asarray(points)[:, :2] - np.asarray(points)[0, :2]
    sides = [float(np.hypot(*d)) for d in (b - a, c - b, c - a)]
    double = abs(float((b - a)[0] * (c - a)[1] - (b - a)[1] * (c - a)[0]))
    radius = float("inf") if double == 0 else sides[0] * sides[1] * sides[2] / (2.0 * double)
    middle = (a + c) / 2.0
    return radius, float(np.hypot(*(b - middle)))


def box(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    """Corners of a rectangle, anticlockwise from its lower left one."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def neighbour_plot(x: float, y: float) -> str:
    """Name of a plot: its column and row."""
    column, row = (math.floor((v - c) / SIDE) for v, c in zip((x, y), CORNER.tolist(), strict=True))
    return f"plot {column} {row}"

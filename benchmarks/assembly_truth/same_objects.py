"""Objects that are delivered twice as wholes: trees, pillars, bridge piers, and very small ones of each kind."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

import numpy as np

from benchmarks.independent_truth.scene import Lot, Shape
from benchmarks.independent_truth.schema import THEMES
from benchmarks.independent_truth.shapes import Points, Rng

from .surveys import Quality, Station, ground_height

POINTS = ("ArbrePCRS", "PilierRegulierPCRS")
AREAS = ("PilePontPCRS",)
LINES = ("LimiteVoiriePCRS", "MurPCRS", "FacadePCRS")
#: Values that are the same in both deliveries: what the class demands, and what tells objects from each other.
OWN_VALUES: dict[str, dict[str, str]] = {
    "ArbrePCRS": {"reference": "feuillu"},
    "PilierRegulierPCRS": {
        "section": "01", "reference": "SYM001", "angleRotation": "0", "longueur": "0.3", "largeur": "0.3",
    },
    "MurPCRS": {"typeMur": "01"},
}  # fmt: skip


@dataclass
class Figure:
    """An object on the ground: class, and its corners (n, 2): one for a point, closed for an area."""

    cls: str
    corners: Points

    def shift_corners(self, dx: float, dy: float) -> Figure:
        """The same, moved."""
        return Figure(self.cls, self.corners + [dx, dy])


def draw_figure(rng: Rng, cls: str, centre: Points, size: float) -> Figure:
    """An object of about `size` metres about a place: a point, a line of two to four points, a four-sided area."""
    turn = rng.uniform(0, 2 * pi)
    if cls in POINTS:
        return Figure(cls, np.asarray(centre, dtype=float)[None])
    if cls in AREAS:
        angles = turn + np.array([0.25, 0.75, 1.25, 1.75]) * pi
        ring = size / np.sqrt(2) * np.column_stack([np.cos(angles), np.sin(angles)])
        return Figure(cls, centre + np.vstack([ring, ring[:1]]))
    count = int(rng.integers(2, 5)) if size > 2 else 2
    along = np.linspace(-size / 2, size / 2, count)
    across = rng.uniform(-0.1, 0.1, count) * size * (count > 2)
    return Figure(cls, centre + np.column_stack([along * cos(turn) - across * sin(turn),
                                                 along * sin(turn) + across * cos(turn)]))  # fmt: skip


def deliver_figure(
    lot: Lot, figure: Figure, quality: Quality, station: Station | None, rng: Rng, height: float = 0.0
) -> str:
    """Put the object into a lot, measured from a station or as it stands, `height` metres above ground; its gml:id.

    Lines are reversed at random, areas begin at any of their corners.
    """
    corners = figure.corners[:-1] if figure.cls in AREAS else figure.corners
    rows = [(x, y, ground_height(x, y) + height) for x, y in corners.tolist()]
    points = np.vstack([station.measure(*row) if station else np.array(row) for row in rows])
    if figure.cls in POINTS:
        shape = Shape("point", [points])
    elif figure.cls in AREAS:
        points = np.roll(points, int(rng.integers(len(points))), axis=0)
        shape = Shape("polygon", [[("L", np.vstack([points, points[:1]]))]])
    else:
        shape = Shape("curve", [("L", points[::-1] if rng.random() < 0.5 else points)])
    values = {"thematique": THEMES[figure.cls]} | OWN_VALUES.get(figure.cls, {}) | quality.values()
    return lot.add(figure.cls, shape, **values).gml_id

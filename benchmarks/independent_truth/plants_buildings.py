"""G14 with a map of buildings: open façades, drawn with their building on the left or on the right."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import shapely

from . import shapes
from .scene import Site
from .shapes import Points, Rng


def outline(rng: Rng) -> Points:
    """A building, counter-clockwise, without its closing point: block, L, U, or one with a bay."""
    a, b = rng.uniform(7, 17), rng.uniform(5, 8)
    kind = int(rng.integers(4))
    if kind == 1:
        return np.array([(0, 0), (a, 0), (a, b), (a * 0.55, b), (a * 0.55, b * 0.5), (0, b * 0.5)])
    if kind == 2:
        return np.array(
            [(0, 0), (a, 0), (a, b), (a * 0.7, b), (a * 0.7, b * 0.45), (a * 0.3, b * 0.45), (a * 0.3, b), (0, b)]
        )
    if kind == 3:
        return np.array(
            [(0, 0), (a * 0.4, 0), (a * 0.45, -0.9), (a * 0.6, -0.9), (a * 0.65, 0), (a, 0), (a, b), (0, b)]
        )
    return np.array([(0, 0), (a, 0), (a, b), (0, b)])


def g14_open(site: Site, rng: Rng, bad: bool, buildings: list[tuple[int, shapely.Geometry]]) -> None:
    """An open façade along some sides of its building, as a survey finds it: a little beside the map."""
    ring = outline(rng)
    sides = int(rng.integers(1, min(4, len(ring)))) if rng.random() < 0.6 else 1
    start = int(rng.integers(len(ring))) if sides > 1 else 0
    corners = np.array([ring[(start + k) % len(ring)] for k in range(sides + 1)])
    how = f"{sides} sides"
    map_rings = [ring]
    if sides == 1 and len(ring) == 4 and rng.random() < 0.4:
        cuts = np.sort(rng.uniform(0.2, 0.8, int(rng.integers(1, 4)))) * ring[1, 0]
        bounds = [0.0, *cuts, float(ring[1, 0])]
        depth = ring[2, 1]
        map_rings = [
            np.array([(p, 0), (q, 0), (q, depth), (p, depth)]) for p, q in zip(bounds[:-1], bounds[1:], strict=True)
        ]
        how = "terrace"
    shift = rng.normal(0, 0.25, 2).clip(-0.6, 0.6)
    facade = corners + shift
    if rng.random() < 0.3:
        facade = facade + rng.normal(0, 0.03, facade.shape)
    if sides == 1 and rng.random() < 0.3:
        facade = np.linspace(facade[0], facade[-1], int(rng.integers(3, 9)))
    if not bad and rng.random() < 0.2 and sides == 1 and ring[:, 1].min() >= 0:
        facade, how, bad_drawn = facade - [0, rng.uniform(2.9, 3.6)] - [0, max(0, shift[1])], "no building near", True
    else:
        bad_drawn = bad
    if (
        how != "no building near"
        and sides == 1
        and start == 0
        and len(map_rings) == 1
        and rng.random() < 0.25
        and len(ring) == 4
    ):
        alley = rng.uniform(1.3, 1.8)
        facade = facade - shift + rng.normal(0, 0.08, 2).clip(-0.15, 0.15)
        map_rings.append(
            np.array([(1, -alley - 3), (ring[1, 0] - 1, -alley - 3), (ring[1, 0] - 1, -alley), (1, -alley)])
        )
        how = "another building across an alley"
    curve = shapes.line(*facade)
    if bad_drawn:
        curve = shapes.reverse(curve)
    everything = np.vstack([*map_rings, facade])
    angle = rng.choice([0.0, np.pi]) + rng.uniform(-0.08, 0.08)
    middle = (everything.min(axis=0) + everything.max(axis=0)) / 2

    def place(c: shapes.Curve) -> shapes.Curve:
        return shapes.translate(shapes.rotate(shapes.translate(c, -middle[0], -middle[1]), angle), 12.0, 16.3)

    for other in map_rings:
        world = site.world(place(shapes.line(*other))[0][1])[:, :2]
        buildings.append((site.lot.crs, shapely.Polygon(np.round(world, 2))))
    thing = site.draw("FacadePCRS", shapes.roughen_heights(place(curve), rng))
    site.lot.tell("G14", [thing], bad, size=float(np.hypot(*shift)), how=f"open, {how}")


def write_buildings(path: Path, buildings: list[tuple[int, shapely.Geometry]]) -> None:
    """The map of buildings, as GeoPackage."""
    frame = geopandas.GeoDataFrame(
        {"usage": ["Indifférencié"] * len(buildings)}, geometry=[g for _, g in buildings], crs=buildings[0][0]
    )
    frame.to_file(path, layer="batiment", driver="GPKG", engine="pyogrio")

"""Clean ground: slopes up to 15 %, lots side by side, and on each site a small believable scene.

A site is 24 m square. Its scene keeps to v < 8.5 m; what is planted keeps to the free ground above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import cos, pi, sin

import numpy as np

from . import shapes
from .scene import Lot, Site
from .shapes import Curve, Points, Rng

SIDE, MARGIN = 24.0, 1.0
Ground = Callable[[Points, Points], Points]


def sloping_ground(rng: Rng, corner: Points, slope: float, base: float) -> Ground:
    """A plane slope with gentle waves of a few decimetres."""
    way, phase = rng.uniform(0, 2 * pi), rng.uniform(0, 2 * pi, 2)

    def altitude(x: Points, y: Points) -> Points:
        dx, dy = np.asarray(x) - corner[0], np.asarray(y) - corner[1]
        waves = 0.08 * np.sin(dx / 9.0 + phase[0]) + 0.08 * np.cos(dy / 11.0 + phase[1])
        return base + slope * (dx * cos(way) + dy * sin(way)) + waves

    return altitude


def lattice(corner: Points, angle: float, step: float, i: float, j: float) -> Points:
    """Corner (i, j) of a turned lattice; the same numbers give the same point for both neighbours."""
    x, y = i * step, j * step
    point = [corner[0] + cos(angle) * x - sin(angle) * y, corner[1] + sin(angle) * x + cos(angle) * y]
    return np.round(np.array(point), 4)


def field(
    name: str,
    rng: Rng,
    count: int,
    *,
    per: int = 6,
    row: int = 6,
    slope: float | None = None,
    base: float | None = None,
    corner: tuple[float, float] = (1_840_000.0, 5_175_000.0),
    crs: int = 3946,
) -> Iterator[tuple[Lot, list[Site]]]:
    """Adjacent lots of per × per sites, `row` lots a row; each with its sites, scenes not drawn yet."""
    at = np.array(corner) + rng.uniform(-50, 50, 2)
    angle = rng.uniform(-0.6, 0.6)
    step = per * SIDE + 2 * MARGIN
    ground = sloping_ground(
        rng, at, rng.uniform(0, 0.15) if slope is None else slope, rng.uniform(150, 400) if base is None else base
    )
    for n in range(count):
        i, j = n % row, n // row
        lot = Lot(f"{name}_{n:03d}", np.random.default_rng(rng.integers(2**40)), ground, crs=crs)
        corners = [lattice(at, angle, step, i + a, j + b) for a, b in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
        lot.emprises = [[np.array(corners)]]
        sites = []
        for k in range(per * per):
            low = np.array([MARGIN + SIDE * (k % per), MARGIN + SIDE * (k // per)]) / step
            quarter = int(rng.integers(0, 4))
            start = np.array([(0, 0), (1, 0), (1, 1), (0, 1)][quarter]) * SIDE / step
            origin = at + _turn(angle, (np.array([i, j]) + low + start) * step)
            sites.append(Site(lot, origin, angle + quarter * pi / 2))
        yield lot, sites


def _turn(angle: float, v: Points) -> Points:
    return np.array([cos(angle) * v[0] - sin(angle) * v[1], sin(angle) * v[0] + cos(angle) * v[1]])


def wavy_line(rng: Rng, start: float, end: float, v: float, height: float = 0.0, sway: float = 0.02) -> Curve:
    """A surveyed straight line along u."""
    count = int(rng.integers(2, 9))
    u = np.linspace(start, end, count)
    u[1:-1] += rng.uniform(-0.3, 0.3, count - 2)
    points = np.column_stack([u, v + rng.uniform(-sway, sway, count), np.full(count, height)])
    return shapes.roughen_heights([("L", points)], rng)


def street(site: Site) -> None:
    """Two kerbs, one of two pieces that share their end, covers, trees, marks and a number."""
    rng = site.rng
    first, second = wavy_line(rng, 0.8, 12.0, 1.4, 0.12), wavy_line(rng, 12.0, 23.2, 1.4, 0.12)
    second[0][1][0] = first[0][1][-1]
    site.draw("LimiteVoiriePCRS", first)
    site.draw("LimiteVoiriePCRS", second)
    if rng.random() < 0.5:
        site.draw("LimiteVoiriePCRS", wavy_line(rng, 0.8, 23.2, 6.5, 0.1))
    else:
        radius, sweep = rng.uniform(3, 40), rng.uniform(0.1, 0.3)
        bow = shapes.chain(rng, rng.uniform(2, 8), radius, sweep, rng.uniform(1, 4))
        low, high = shapes.box(bow)
        if high[0] - low[0] < 22 and high[1] - low[1] < 1.8:
            site.draw(
                "LimiteVoiriePCRS", shapes.roughen_heights(shapes.translate(bow, 0.8 - low[0], 5.6 - low[1], 0.1), rng)
            )
    site.affleurant(shapes.translate(shapes.circle(rng.uniform(0.2, 0.45), rng.uniform(0, 6)), rng.uniform(2, 10), 3.0))
    grid = shapes.rotate(shapes.rectangle(rng.uniform(0.4, 0.9), rng.uniform(0.3, 0.6)), rng.uniform(-0.1, 0.1))
    site.affleurant(shapes.translate(grid, rng.uniform(12, 21), rng.uniform(3.5, 4.2)))
    for u in rng.uniform(1.5, 5.0) + np.arange(3) * rng.uniform(4, 8):
        site.draw("ArbrePCRS", [float(u), rng.uniform(7.4, 7.8), rng.normal(0, 0.02)])
    dashes = [shapes.line((u, 2.2), (u + 1.5, 2.2)) for u in range(2, 20, 6)]
    site.draw("HabillageLignesPCRS", [shapes.roughen_heights(d, rng) for d in dashes])
    site.draw("NumeroVoiriePCRS", [rng.uniform(2, 22), 8.1, 0.0])


def house(site: Site) -> None:
    """An open façade whose building stands at v < 6.5, with its thresholds, steps, a wall and a post."""
    rng = site.rng
    back = rng.uniform(0.4, 1.2)
    points = [(22, 6.4), (15, 6.4), (15, 6.4 - back), (9, 6.4 - back), (9, 6.4), (2, 6.4), (2, rng.uniform(2.5, 4.5))]
    precision = str(rng.choice(["005", "010"]))
    declared = {"precisionPlanimetrique": precision, "precisionAltimetrique": precision}
    facade = shapes.roughen_heights(shapes.line(*points), rng)
    site.draw("FacadePCRS", facade, **declared)
    for low in (16.5, 3.0):
        u = low + rng.uniform(0, 2)
        site.draw("SeuilPCRS", shapes.line((u + rng.uniform(0.8, 2.5), 6.4, 0.1), (u, 6.4, 0.1)), **declared)
    site.draw("SeuilPCRS", shapes.line((13.2, 6.4 - back, 0.15), (11.9, 6.4 - back, 0.16)), **declared)
    steps = [(10.2, 6.5), (10.2, 7.4), (13.4, 7.4), (13.4, 6.5)]
    site.draw("ProeminenceBatiPCRS", shapes.roughen_heights(shapes.line(*steps), rng))
    site.draw("MurPCRS", shapes.roughen_heights(shapes.line((22.6, 6.4), (22.6, 1.0), (16, 1.0)), rng))
    site.draw("NumeroVoiriePCRS", [18.0, 7.6, 0.0])
    site.draw("PilierRegulierPCRS", [22.8, 7.5, 0.0])
    ring = shapes.translate(shapes.rectangle(0.25, 0.2), rng.uniform(4, 8), 7.7)
    site.affleurant(ring, nature="02", reseau="ELEC")


def parking(site: Site) -> None:
    """Bays, posts, a symbol and a text; a point of reference."""
    rng = site.rng
    bays = [shapes.roughen_heights(shapes.line((u, 1.5), (u + 0.6, 6.3)), rng) for u in np.arange(2.0, 20.0, 2.5)]
    site.draw("HabillageLignesPCRS", bays)
    site.draw("LimiteVoiriePCRS", wavy_line(rng, 1.0, 23.0, 7.2, 0.1))
    site.draw(
        "PilierParticulierPCRS",
        shapes.roughen_heights(shapes.translate(shapes.rounded_rectangle(0.6, 0.5, 0.1), 22.2, 3.0), rng, 0.002),
    )
    site.draw(
        "PilierParticulierPCRS",
        shapes.roughen_heights(shapes.translate(shapes.rectangle(0.5, 0.5), 22.2, 5.0), rng, 0.002),
    )
    site.draw("HabillageSymbolePCRS", [11.0, 0.9, 0.0])
    site.draw("HabillageTextePCRS", [6.0, 0.9, 0.0])
    site.draw("PointCanevasPCRS", [1.2, 3.0, 0.0])
    site.draw("HabillageEnveloppePCRS", [shapes.translate(shapes.blob(rng, 0.45, 8), 22.3, 1.2)])
    site.draw("HabillagePointsPCRS", [[u, 7.9, 0.0] for u in (3.0, 7.0, 14.0)])
    site.lot.affleurant(site.fit_shape("AffleurantPointPCRS", [16.0, 8.0, 0.0]), nature="06")


def stairs(site: Site) -> None:
    """Steps between two walls that climb with them."""
    rng = site.rng
    count, rise = int(rng.integers(4, 7)), rng.uniform(0.14, 0.17)
    for k in range(count):
        left, right = (3.0, 1.5 + 0.32 * k, rise * k), (6.5, 1.5 + 0.32 * k, rise * k)
        site.draw("MarcheEscalierPCRS", shapes.line(left, right))
    top = 1.5 + 0.32 * count
    for u in (2.7, 6.8):
        site.draw("MurPCRS", shapes.line((u, 1.2, 0.0), (u, top, rise * count)), typeMur="01")
    site.draw("LimiteVoiriePCRS", wavy_line(rng, 9.0, 23.0, 2.0, 0.1))
    for u in (10.0, 16.0, 22.0):
        site.draw("ArbrePCRS", [u, 5.0 + rng.uniform(-1, 1), 0.0])
    site.draw("HabillageLignesPCRS", [wavy_line(rng, 9.0, 23.0, 7.5)])
    site.affleurant(shapes.translate(shapes.rectangle(0.6, 0.6), 12.0, 3.5))


def tramway(site: Site) -> None:
    """A track of normal gauge with its platform."""
    rng = site.rng
    count = int(rng.integers(2, 8))
    u = np.linspace(0.9, 23.1, count)
    for v in (2.0, 3.435):
        points = np.column_stack([u, np.full(count, v), rng.normal(0, 0.003, count)])
        site.draw("RailPCRS", [("L", points)], precisionPlanimetrique="005")
    site.draw("QuaiRailPCRS", wavy_line(rng, 3.0, 21.0, 5.0, 0.3))
    site.draw("HabillageLignesPCRS", [wavy_line(rng, 3.0, 21.0, 6.0, 0.3)])
    site.draw("ArbrePCRS", [12.0, 7.5, 0.0])
    site.draw("HabillageSymbolePCRS", [18.0, 7.5, 0.0])


SCENES = (street, house, parking, stairs, tramway)
SHARES = (0.45, 0.25, 0.15, 0.08, 0.07)


def scene(site: Site, only: tuple[Callable[[Site], None], ...] | None = None) -> None:
    """Draw one scene."""
    rng = site.rng
    which = only[rng.integers(len(only))] if only else SCENES[rng.choice(len(SCENES), p=SHARES)]
    which(site)


def terrace(site: Site) -> None:
    """On the free ground: a retaining wall, its foot, its top edge, and a garden two or three metres higher."""
    rng = site.rng
    if rng.random() < 0.5:
        return
    rise = rng.uniform(0.8, 3.0)
    site.draw("MurPCRS", wavy_line(rng, 2.0, 22.0, 13.0, 0.0), typeMur="02")
    site.draw("HabillageLignesPCRS", [wavy_line(rng, 2.0, 22.0, 13.4, rise)])
    for _ in range(int(rng.integers(3, 9))):
        site.draw("ArbrePCRS", [rng.uniform(3, 21), rng.uniform(15, 22), rise])
    site.draw("MurPCRS", wavy_line(rng, 3.0, 21.0, 22.5, rise), typeMur="01")

"""T4 and T8 at the limit of an emprise; E1 to E4 where two lots meet.

Local axes: v = 0 is the limit, v > 0 beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import atan2, pi, radians

import numpy as np

from . import shapes
from .plants_drawing import LINES
from .plants_outline import precision_class
from .scene import Lot, Shape, Site
from .shapes import Curve, Points, Rng
from .terrain import sloping_ground

SPACING = 8.0


def outlines(rng: Rng) -> list[list[Points]]:
    """A believable emprise: polygons (lists of rings); outer rings turn left, holes right."""
    kind = int(rng.integers(6))
    a, b = rng.uniform(45, 90, 2)
    rectangle = np.array([(0, 0), (a, 0), (a, b), (0, b), (0, 0)])
    if kind == 1:
        angles = np.append(np.arange(9), 0) * 2 * pi / 9
        return [[np.column_stack([a / 1.6 * np.cos(angles), a / 1.6 * np.sin(angles)])]]
    if kind == 2:
        return [[np.array([(0, 0), (a, 0), (a, b / 2), (a / 2, b / 2), (a / 2, b), (0, b), (0, 0)])]]
    if kind == 3:
        hole = np.array([(0, 0), (0, 18), (20, 18), (20, 0), (0, 0)]) + [a / 2 - 10, b / 2 - 9]
        return [[rectangle, hole]]
    if kind == 4:
        return [[rectangle], [rectangle + [a + 30, 10]]]
    if kind == 5:
        long = rng.uniform(90, 150)
        return [[np.array([(0, 0), (long, 10), (2 * long, 0), (2 * long, 30), (long, 40), (0, 30), (0, 0)])]]
    return [[rectangle]]


def edge_frames(ring: Points) -> Iterator[tuple[Points, float]]:
    """Points along a ring, away from its corners, with the angle of a frame whose v axis leads out."""
    for start, end in zip(ring[:-1], ring[1:], strict=True):
        way = end - start
        size = float(np.hypot(*way))
        for along in np.arange(10.0, size - 9.9, SPACING):
            yield start + way / size * along, atan2(-way[1], -way[0])


def lots_with_limits(name: str, rng: Rng, count: int) -> Iterator[tuple[Lot, list[Site]]]:
    """Lots far from each other, with a site at every place along their limit."""
    for n in range(count):
        corner = np.array([1_790_000.0 + 600 * (n % 12), 5_190_000.0 + 600 * (n // 12)])
        lot_rng = np.random.default_rng(rng.integers(2**40))
        lot = Lot(f"{name}_{n:03d}", lot_rng, sloping_ground(rng, corner, rng.uniform(0, 0.12), rng.uniform(180, 300)))
        turn = rng.uniform(0, 6)
        matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        lot.emprises = [[np.round(ring @ matrix + corner, 4) for ring in rings] for rings in outlines(lot_rng)]
        frames = [f for rings in lot.emprises for ring in rings for f in edge_frames(ring)]
        for hole in (ring for rings in lot.emprises for ring in rings[1:]):
            lot.tell("E5", [], "allowed", how="a hole of the emprise itself", at=hole[:-1].mean(axis=0), reach=12.0)
        yield lot, [Site(lot, *frame) for frame in frames]


def plant_t4(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(6))
    out = float(np.exp(rng.uniform(np.log(0.0016), np.log(4)))) if bad else rng.uniform(0, 0.0007)
    over = float(np.exp(rng.uniform(np.log(0.025), np.log(3)))) if bad else rng.uniform(0.0003, 0.0165)
    also: tuple[str, ...] = ()
    if kind == 0:
        cls = str(
            rng.choice(
                ["ArbrePCRS", "NumeroVoiriePCRS", "HabillageSymbolePCRS", "PilierRegulierPCRS", "AffleurantPCRS"]
            )
        )
        size, how = out, "point"
        at = [rng.uniform(-3, 3), out, 0.0]
        if cls == "AffleurantPCRS":
            things = site.lot.affleurant(site.fit_shape("AffleurantPointPCRS", at))
        else:
            things = [site.draw(cls, at)]
    elif kind == 1:
        size, how = out, "line beyond the limit"
        low = 0.0 if not bad else rng.uniform(0, 2)
        things = [site.draw(_line(rng), shapes.line((-2.5, out), (0, out + low / 2), (2.5, out + low)))]
    elif kind == 2:
        size, how = over, "line across the limit"
        things = [
            site.draw(
                _line(rng), shapes.roughen_heights(shapes.line((-1, -4), (0.3, -1.5), (rng.uniform(-2, 2), over)), rng)
            )
        ]
    elif kind == 3:
        size, how = over, "envelope across the limit"
        ring = shapes.translate(shapes.rectangle(1.2, 1.0), 0, over - 0.5)
        if rng.random() < 0.5:
            ring = shapes.translate(shapes.circle(0.5), 0, over - 0.5)
        over_all = over > 1.0
        things, how = site.affleurant(ring, nature="03"), "envelope beyond the limit" if over_all else how
    elif kind == 4:
        size, how = over, "arc across the limit"
        radius = rng.uniform(1, 3)
        sweep = -2 * np.arccos(max(0.2, 1 - (over + 0.5) / radius)) if over < 0.6 * radius else -2.4
        half = abs(sweep) / 2
        bow, heading = shapes.arc((0, 0), half, radius, sweep, rng.uniform(0.3, 0.7))
        top = radius * (1 - np.cos(half))
        bow[:, :2] += [-radius * np.sin(half), over - top]
        tail = shapes.point_ahead(bow[2], heading, 1.0)
        things = [site.draw(_line(rng), [("A", bow), ("L", np.vstack([bow[2], tail]))])]
    else:
        owner = site.draw("LimiteVoiriePCRS", shapes.line((0, -4), (1, -2), (1.5, over if bad else -0.05)))
        assert owner.shape is not None
        at = owner.shape.parts[0][1][-1:].copy()
        point = site.lot.add("PointLevePCRS", Shape("point", [at]))
        owner.links["pointLeve"] = [point.gml_id]
        site.lot.tell("T8", [point], bad, companions=("T4",), size=over, how="measured point beyond the limit")
        size, how, things = over, "line across the limit, with its measured point", [owner]
    site.lot.tell("T4", things, bad, companions=also, size=float(size), how=how)


def _line(rng: Rng) -> str:
    return str(rng.choice(LINES))


class Border:
    """Two lots side by side, seen from a place on their common limit: `a` lies at v < 0, `b` at v > 0."""

    def __init__(self, a: Site, b: Site) -> None:
        self.a, self.b = a, b
        self.rng = a.rng

    def swap_sides(self) -> Border:
        """The same place seen from the other lot."""
        turn = pi
        return Border(
            Site(self.b.lot, self.b.origin, self.b.angle + turn), Site(self.a.lot, self.a.origin, self.a.angle + turn)
        )


def neighbour_lots(name: str, rng: Rng, count: int) -> Iterator[tuple[list[Lot], list[Border], list[Site]]]:
    """Pairs of lots with a common limit of a few straight pieces; the last sites stand on limits without neighbour."""
    for n in range(count):
        corner = np.array([1_770_000.0 + 500 * (n % 12), 5_200_000.0 + 500 * (n // 12)])
        ground = sloping_ground(rng, corner, rng.uniform(0, 0.15), rng.uniform(150, 320))
        lots = [Lot(f"{name}_{n:03d}{s}", np.random.default_rng(rng.integers(2**40)), ground) for s in "ab"]
        if rng.random() < 0.5:
            lots[1].producer = lots[0].producer
        turn = rng.uniform(0, 6)
        matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        bend = rng.uniform(-15, 15, 3) if rng.random() < 0.6 else np.zeros(3)
        common = np.array([(0, 0), (bend[0], 60), (bend[1], 120), (bend[2], 180)])
        left = np.vstack([common, [(-70, 180), (-70, 0)], common[:1]])
        right = np.vstack([common[::-1], [(70, 0), (70, 180)], common[-1:]])
        lots[0].emprises = [[np.round(left @ matrix + corner, 4)]]
        lots[1].emprises = [[np.round(right @ matrix + corner, 4)]]
        world = np.round(common @ matrix + corner, 4)
        borders = [Border(Site(lots[0], *f), Site(lots[1], *f)) for f in edge_frames(world)]
        outer = [
            Site(lots[0], *f) for f in edge_frames(np.round(np.array([(-70, 180), (-70, 0)]) @ matrix + corner, 4))
        ]
        borders = [b.swap_sides() if rng.random() < 0.5 else b for b in borders]
        yield lots, borders, outer


def _pair(border: Border, cls: str, end_a: Points, end_b: Points, declared: dict[str, str], rng: Rng) -> list:
    """A line of each lot that lead to two ends."""
    fixed = {} if cls == "HabillageLignesPCRS" else declared
    lean = rng.uniform(-0.5, 0.5)
    first: Curve = shapes.line(end_a + [-lean * 3, -rng.uniform(2, 6), 0], end_a + [-lean, -1, 0], end_a)
    second: Curve = shapes.line(end_b, end_b + [lean, 1, 0], end_b + [lean * 3, rng.uniform(2, 6), 0])
    if rng.random() < 0.3:
        second = [("L", second[0][1][:2]), ("A", shapes.arc(second[0][1][1], atan2(1, lean), 3.0, radians(40))[0])]
        second[1][1][:, 2] = end_b[2]
    curves = [shapes.reverse(c) if rng.random() < 0.5 else c for c in (first, second)]
    return [border.a.draw(cls, curves[0], **fixed), border.b.draw(cls, curves[1], **fixed)]


def plant_e1(border: Border, outer: Site, rng: Rng, bad: bool) -> None:
    _, declared = precision_class(rng, ("005", "010"))
    gap = float(np.exp(rng.uniform(np.log(0.013), np.log(0.26)))) if bad else rng.uniform(0, 0.0075)
    way = rng.uniform(0, pi)
    end_a = np.array([rng.uniform(-0.5, 0.5), -rng.choice([0.0, rng.uniform(0, 0.012)]), 0.0])
    end_b = end_a + gap * np.array([np.cos(way), np.sin(way), 0])
    end_b[1] = max(end_b[1], 0.0) if bad else end_b[1]
    gap = float(np.hypot(*(end_b - end_a)[:2]))
    if (bad and gap < 0.0125) or (not bad and gap > 0.008):
        end_b = end_a + (np.array([0.02, 0, 0]) if bad else 0.0)
        gap = 0.02 if bad else 0.0
    ground = border.a.world([end_a, end_b * [1.0, 1.0, 0.0]])[:, 2]
    end_b = end_b + [0.0, 0.0, ground[0] - ground[1]]  # level: on a slope the ends would differ in altitude too
    things = _pair(border, str(rng.choice(LINES)), end_a, end_b, declared, rng)
    border.a.lot.tell("E1", things, bad, companions=("E3",) if bad else (), size=gap, how="two ends")


def plant_e2(border: Border, outer: Site, rng: Rng, bad: bool) -> None:
    _, declared = precision_class(rng, ("005", "010"))
    step = float(np.exp(rng.uniform(np.log(0.0235), np.log(0.8)))) if bad else rng.uniform(0, 0.0165)
    gap = rng.choice([0.0, rng.uniform(0, 0.006)])
    end_a = np.array([rng.uniform(-0.5, 0.5), 0.0, 0.0])
    end_b = end_a + [0.0, gap, step * rng.choice([-1, 1])]
    things = _pair(border, str(rng.choice(LINES)), end_a, end_b, declared, rng)
    border.a.lot.tell("E2", things, bad, companions=("Z2",), size=step, how="two ends that meet in plan")


def plant_e3(border: Border, outer: Site, rng: Rng, bad: bool) -> None:
    cls = str(rng.choice(LINES))
    end = np.array([rng.uniform(-0.5, 0.5), -rng.choice([0.0, rng.uniform(0, 0.042)]), 0.0])
    kind, how = int(rng.integers(4)), "nothing goes on"
    _, declared = precision_class(rng, ("005", "010"))
    fixed = {} if cls == "HabillageLignesPCRS" else declared
    side = border.a
    if not bad and kind == 0:
        things = _pair(border, cls, end * [1, 0, 1], end * [1, 0, 1], declared, rng)
        border.a.lot.tell("E3", things, False, how="goes on", size=0.0)
        return
    rows = [end + [rng.uniform(-1, 1), -rng.uniform(3, 6), 0], end + [0.2, -1, 0], end]
    if not bad and kind == 1:
        rows, how = [r - [0, rng.uniform(0.075, 1.0) if i == 0 else 0.0, 0] for i, r in enumerate(rows)], "stops before"
        rows = [r - [0, max(0.0, 0.075 + end[1]) + rng.choice([0.0, 0.5]), 0] for r in rows]
    elif not bad and kind == 2:
        rows, how = [end + [-1.5, -3, 0], end + [-0.1, -0.01, 0], end + [1.5, -2, 0]], "only touches"
    elif not bad:
        side, how = outer, "no neighbour there"
    curve = shapes.line(*rows)
    if rng.random() < 0.25 and (bad or kind == 3):
        # the tangent of the arc is the line before it
        heading = atan2(rows[1][1] - rows[0][1], rows[1][0] - rows[0][0])
        bow, _ = shapes.arc(rows[1], heading, 2.0, rng.choice([-1, 1]) * 0.3)
        shift = end - bow[2]
        curve = [("L", np.vstack([rows[0] + shift, rows[1] + shift])), ("A", bow + shift)]
    if rng.random() < 0.5:
        curve = shapes.reverse(curve)
    thing = side.draw(cls, curve, **fixed)
    side.lot.tell("E3", [thing], bad, size=float(-end[1]), how=how)


def plant_e4(border: Border, outer: Site, rng: Rng, bad: bool) -> None:
    cls = str(rng.choice([c for c in LINES if c != "FacadePCRS"]))
    size = rng.uniform(0.007, 0.044) if bad else rng.uniform(0.06, 0.3)
    end = np.array([rng.uniform(-0.5, 0.5), 0.0, 0.0])
    lean = rng.uniform(-0.7, 0.7)
    start = end + size * np.array([np.sin(lean), -np.cos(lean), 0])
    _, declared = precision_class(rng, ("005", "010"))
    fixed = {} if cls == "HabillageLignesPCRS" else declared
    rows = [start, end] if rng.random() < 0.7 else [start, (start + end) / 2, end]
    how = "nothing goes on"
    away = not bad and rng.random() < 0.3
    if away:
        size = rng.uniform(0.01, 0.044)
        rows, how = [np.array([0, -1.5, 0]), np.array([size, -1.5, 0])], "away from the limit"
    thing = border.a.draw(cls, shapes.line(*rows), **fixed)
    if not away and (not bad or rng.random() < 0.6):
        border.b.draw(cls, shapes.line(end, end + [np.sin(-lean) * 3, np.cos(lean) * 3, 0]), **fixed)
        how = "goes on in the other lot"
    if bad:
        also: tuple[str, ...] = ("E1", "E2", "E3", "G4", "G15", "Z3")
    else:
        also = ("G5", "G15") if away else ("E1", "E3", "G15")
    border.a.lot.tell("E4", [thing], bad, companions=also, size=size, how=how)

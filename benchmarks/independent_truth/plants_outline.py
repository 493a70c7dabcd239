"""G8 to G15 (but open façades): outlines, thresholds, arcs, vertical steps, direction, continuity."""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np

from . import shapes
from .plants_drawing import any_line, insert_points, line_class, move_into_zone
from .scene import Site
from .shapes import Curve, Rng

METRES = {"005": 0.05, "010": 0.10, "040": 0.40, "150": 1.50}


def precision_class(rng: Rng, among: tuple[str, ...] = ("005", "010", "040")) -> tuple[float, dict[str, str]]:
    """A precision class: its bound and the attributes that declare it."""
    code = str(rng.choice(among))
    return METRES[code], {"precisionPlanimetrique": code, "precisionAltimetrique": code}


def plant_g8(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(3))
    also: tuple[str, ...] = ()
    if kind == 0 and bad:
        a, b = rng.uniform(0.5, 3, 2)
        ring = shapes.rectangle(a, b) if rng.random() < 0.6 else shapes.circle(min(a, b) / 2)
        r = max(0.06, min(a, b) * rng.uniform(0.05, 0.12))
        hole = shapes.reverse(shapes.circle(r)) if rng.random() < 0.5 else shapes.reverse(shapes.rectangle(r, r))
        rings, size, how = [ring, hole], a * b, "hole"
        if rng.random() < 0.3:
            rings.append(shapes.translate(hole, 0, 2.2 * r))
    else:
        small = rng.random() < 0.5
        if small:
            size = rng.uniform(0.002, 0.0094) if bad else rng.uniform(0.0107, 0.02)
        else:
            size = rng.uniform(26, 80) if bad else rng.uniform(15, 24.2)
        side = size**0.5 * rng.uniform(0.7, 1.4)
        draw = int(rng.integers(3))
        ring = shapes.rectangle(side, size / side)
        if draw == 1 and size > 0.01:
            ring = shapes.circle((size / pi) ** 0.5)
        elif draw == 2:
            blob = shapes.blob(rng, 1.0, int(rng.integers(8, 25)))
            x, y = blob[0][1][:, 0], blob[0][1][:, 1]
            scale = (size / abs(0.5 * np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))) ** 0.5
            ring = [("L", blob[0][1] * [scale, scale, 1])]
        rings, how = [ring], "area"
    turn = rng.uniform(0, 6)
    rings = [shapes.translate(shapes.rotate(r, turn), 12, 16) for r in rings]
    precision = {"nature": "03"}
    site.lot.tell("G8", site.affleurant(rings, **precision), bad, companions=also, size=float(size), how=how)


def plant_g9(site: Site, rng: Rng, bad: bool) -> None:
    p, declared = precision_class(rng)
    if rng.random() < 0.5:
        cls, how = "PilierParticulierPCRS", "pillar"
        gap = float(np.exp(rng.uniform(np.log(0.003), np.log(0.6)))) if bad else 0.0
        a, b = rng.uniform(0.8, 1.6, 2)
    else:
        cls, how = "FacadePCRS", "façade"
        gap = rng.uniform(0.002, 0.88 * p) if bad else rng.choice([0.0, rng.uniform(1.2 * p, 4 * p)])
        a, b = rng.uniform(4, 10), rng.uniform(4, 9)
    if rng.random() < 0.3:
        curve = shapes.blob(rng, min(a, b) / 2, int(rng.integers(6, 14)))
    else:
        curve = shapes.rectangle(a, b) if rng.random() < 0.6 else shapes.rounded_rectangle(a, b, min(a, b) * 0.15)
    if gap:
        first = next(points for kind, points in curve if kind == "L")
        way = first[1] - first[0]
        gap = min(gap, 0.6 * float(np.hypot(way[0], way[1])))
        way = way / np.hypot(way[0], way[1])
        side = rng.uniform(-0.6, 0.6) if rng.random() < 0.4 else 0.0
        first[0] = first[0] + gap * (cos(side) * way + sin(side) * np.array([-way[1], way[0], 0]))
    site.lot.tell("G9", [site.draw(cls, move_into_zone(curve, rng), **declared)], bad, size=float(gap), how=how,
                  companions=("G11", "G4") if bad else ())  # fmt: skip


def plant_g10(site: Site, rng: Rng, bad: bool) -> None:
    _, declared = precision_class(rng, ("005", "010"))
    site.draw("FacadePCRS", shapes.roughen_heights(shapes.line((22, 16), (14, 16), (2, 16)), rng), **declared)
    size = rng.uniform(0.55, 7.7)
    kind, how = int(rng.integers(3)), "two points"
    also: tuple[str, ...] = ()
    if bad and kind == 1:
        size, how = rng.uniform(0.12, 0.47), "too short"
    elif bad and kind == 2:
        size, how = rng.uniform(8.3, 14), "too long"
    elif not bad and kind == 1:
        size, how = rng.choice([rng.uniform(0.52, 0.56), rng.uniform(7.7, 7.95)]), "just long or short enough"
    start = rng.uniform(3, 20 - size)
    rows = [(start + size, 16, 0.05), (start, 16, 0.05)]
    curve = shapes.line(*rows)
    if bad and kind == 0:
        count, how = int(rng.integers(1, 5)), "more than two points"
        bend = rng.choice([0.0, rng.uniform(0.02, 0.3)])
        between = [(start + size * (1 - k / (count + 1)), 16 - bend, 0.05) for k in range(1, count + 1)]
        curve = shapes.line(rows[0], *between, rows[1])
        if rng.random() < 0.2:
            curve = [("A", shapes.array([rows[0], (start + size / 2, 16 - size / 6, 0.05), rows[1]]))]
    thing = site.draw("SeuilPCRS", shapes.roughen_heights(curve, rng), **declared)
    site.lot.tell("G10", [thing], bad, companions=also, size=float(size), how=how)


def plant_g11(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(5))
    also: tuple[str, ...] = ()
    flat = rng.uniform(0.0004, 0.0016) if bad else rng.uniform(0.0024, 0.008)
    cls = line_class(rng)
    if kind == 0:
        chord = rng.uniform(0.4, 4) if bad else rng.uniform(0.4, min(4.0, (7000 * flat) ** 0.5))
        radius, how, size = chord * chord / 8 / flat, "flat", flat
        curve = shapes.chain(rng, 2, radius, rng.choice([-1, 1]) * chord / radius, 2)
    elif kind == 1:
        radius = rng.uniform(0.012, 0.046) if bad else rng.uniform(0.055, 0.2)
        curve = shapes.chain(rng, 2, radius, rng.choice([-1, 1]) * rng.uniform(1.3, 2.6), 2)
        how, size = "radius small", radius
    elif kind == 2:
        radius = float(np.exp(rng.uniform(np.log(1120), np.log(4000)))) if bad else rng.uniform(300, 900)
        chord = rng.uniform((8 * radius * 0.004) ** 0.5, 14)
        curve = [("A", shapes.arc((0, 0), 0, radius, rng.choice([-1, 1]) * chord / radius)[0])]
        how, size = "radius large", radius
    elif kind == 3:
        cls = str(rng.choice(["HabillageLignesPCRS", "MurPCRS", "ProeminenceBatiPCRS"]))
        radius = rng.uniform(1.5, 5)
        if bad or rng.random() < 0.5:
            sweep = radians(rng.uniform(276, 335) if bad else rng.uniform(180, 263))
            curve = [("A", shapes.arc((0, 0), 0, radius, sweep, rng.uniform(0.35, 0.65))[0])]
        else:
            curve, sweep = shapes.circle(radius, rng.uniform(0, 6)), 2 * pi
        how, size = "sweep", float(np.degrees(sweep))
    else:
        turn = rng.uniform(17.5, 120) if bad else rng.uniform(6, 13.5)
        radius = rng.uniform(0.5, 6)
        curve = shapes.chain(
            rng, 2, radius, rng.uniform(0.3, min(1.6, 6 / radius)), 2, radians(turn) * rng.choice([-1, 1])
        )
        if rng.random() < 0.4:
            bow, heading = shapes.arc((0, 0), 0, radius, rng.uniform(0.3, min(1.2, 5 / radius)))
            other = rng.uniform(0.5, 6)
            next_bow, _ = shapes.arc(bow[2], heading + radians(turn), other, -rng.uniform(0.3, min(1.2, 5 / other)))
            curve = [("A", bow), ("A", next_bow)]
        how, size = "break", float(turn)
    if kind in (0, 1) and rng.random() < 0.3:
        curve = shapes.reverse(curve)
    site.lot.tell("G11", [site.draw(cls, move_into_zone(curve, rng))], bad, companions=also, size=size, how=how)


def plant_g12(site: Site, rng: Rng, bad: bool) -> None:
    step = rng.choice([-1, 1]) * (
        float(np.exp(rng.uniform(np.log(0.025), np.log(2)))) if bad else rng.uniform(0.008, 0.0175)
    )
    apart = rng.choice([0.0, rng.uniform(0, 0.0007)])
    how = "same place"
    if not bad and rng.random() < 0.4:
        apart, step, how = (
            rng.uniform(0.02, 0.035),  # not as far as the next vertex, which is 45 mm away at least
            rng.choice([-1, 1]) * rng.uniform(0.03, 0.15),
            "close by, not the same place",
        )
    where: list[np.ndarray] = []

    def add_step(at, way):
        where.append(at)
        return np.vstack([at, at + way * apart + [0, 0, step]])

    curve = insert_points(move_into_zone(any_line(rng), rng), rng, add_step)
    if rng.random() < 0.5:
        for _, points in curve:
            for k in np.flatnonzero((points == where[0]).all(axis=1)):
                points[k + 2 :, 2] += step
    also = ("G4", "Z3") if bad else ()
    site.lot.tell("G12", [site.draw(line_class(rng), curve)], bad, companions=also, size=float(step), how=how)


def plant_g14(site: Site, rng: Rng, bad: bool) -> None:
    cls = str(rng.choice(["FacadePCRS", "MurPCRS", "PilierParticulierPCRS"], p=[0.5, 0.3, 0.2]))
    if not bad and rng.random() < 0.25:
        cls = str(rng.choice(["ProeminenceBatiPCRS", "LimiteVoiriePCRS", "HabillageLignesPCRS"]))
    a, b = (rng.uniform(0.4, 1.5, 2) if cls == "PilierParticulierPCRS" else rng.uniform(1, 11, 2)).tolist()
    kind = int(rng.integers(5))
    if kind == 0:
        curve = shapes.rectangle(a, b)
    elif kind == 1:
        curve = shapes.rounded_rectangle(a, b, min(a, b) * rng.uniform(0.1, 0.4))
    elif kind == 2:
        curve = shapes.circle(min(a, b) / 2, rng.uniform(0, 6))
    elif kind == 3:
        curve = shapes.blob(rng, min(a, b) / 2, int(rng.integers(4, 60)))
    else:
        t = min(a, b) * 0.3
        rows = [(0, 0), (a, 0), (a, b), (a - t, b), (a - t, t), (t, t), (t, b * 0.8), (0, b * 0.8), (0, 0)]
        curve = shapes.line(*rows)
    other = cls in ("ProeminenceBatiPCRS", "LimiteVoiriePCRS", "HabillageLignesPCRS")
    if bad or other:
        curve = shapes.reverse(curve)
    if len(curve) == 1 and rng.random() < 0.5:
        points = np.roll(curve[0][1][:-1], int(rng.integers(1, len(curve[0][1]))), axis=0)
        curve = [("L", np.vstack([points, points[0]]))]
    thing = site.draw(cls, move_into_zone(curve, rng))
    site.lot.tell("G14", [thing], bad, size=a * b, how="other class, clockwise" if other else "closed")


def plant_g15(site: Site, rng: Rng, bad: bool) -> None:
    p, declared = precision_class(rng)
    one, two = "LimiteVoiriePCRS", "LimiteVoiriePCRS"
    kind = 0 if bad else int(rng.integers(4))
    gap = float(np.exp(rng.uniform(np.log(0.0016), np.log(0.9 * p))))
    way = rng.uniform(0, 2 * pi)
    how = "two ends"
    if kind == 1:
        gap, how = rng.uniform(1.15 * p, 4 * p), "further than the precision"
    elif kind == 2:
        gap, how = rng.choice([0.0, rng.uniform(0, 0.0006)]), "joined"
    elif kind == 3:
        two, how = str(rng.choice(["MurPCRS", "HabillageLignesPCRS"])), "another class"
    elif not bad:
        how = "end beside the body of another"
    knot = np.array([12.0, 16.0, 0.0])
    first = _ray(rng, knot, rng.uniform(0, 0.5))
    if kind == 0 and not bad:
        second = _ray(rng, (knot + first[0][1][1]) / 2 + [0, -gap, 0], rng.uniform(-2.2, -1.2))
        if p > 0.06:
            first = shapes.line(knot, knot + [6, 3, 0])
            second = shapes.line(knot + [3 + 0.02, 1.5 - 0.03, 0], knot + [6, -4, 0])
    else:
        second = _ray(rng, knot + gap * np.array([cos(way), sin(way), 0]), rng.uniform(2.4, 3.8))
    if rng.random() < 0.5:
        first = shapes.reverse(first)
    if rng.random() < 0.5:
        second = shapes.reverse(second)
    things = [
        site.draw(one, first, **declared),
        site.draw(two, second, **(declared if two != "HabillageLignesPCRS" else {})),
    ]
    site.lot.tell("G15", things, bad, size=float(gap), how=how)


def _ray(rng: Rng, start: np.ndarray, heading: float) -> Curve:
    """A line that leaves a point."""
    if rng.random() < 0.35:
        bow, out = shapes.arc(start, heading, rng.uniform(1, 6), rng.uniform(0.3, 0.5))
        return [("A", bow), ("L", np.vstack([bow[2], shapes.point_ahead(bow[2], out, rng.uniform(3, 4))]))]
    count = int(rng.integers(2, 6))
    rows = [shapes.point_ahead(start, heading + 0.02 * k, 4.8 / (count - 1) * k) for k in range(count)]
    return [("L", np.vstack(rows))]

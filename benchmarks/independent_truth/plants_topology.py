"""T1, T3, T5 to T8: objects against each other, on the free ground of a site."""

from __future__ import annotations

import copy
from math import cos, pi, sin

import numpy as np

from . import shapes
from .plants_drawing import LINES, any_line, move_into_zone
from .plants_outline import precision_class
from .scene import Shape, Site, Thing
from .shapes import Curve, Points, Rng


def plant_t1(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(5))
    how, also = "same points", ("T3", "T5", "G15", "T7")
    if kind == 0:
        cls = str(rng.choice(["ArbrePCRS", "PilierRegulierPCRS", "NumeroVoiriePCRS", "HabillageSymbolePCRS"]))
        first = site.draw(cls, [12.0, 16.0, 0.0])
    elif kind == 1:
        cls = str(rng.choice(["HabillageEnveloppePCRS", "PilePontPCRS"]))
        first = site.draw(cls, [move_into_zone(shapes.blob(rng, rng.uniform(0.4, 3), int(rng.integers(5, 20))), rng)])
    else:
        cls = str(rng.choice(LINES))
        curve = any_line(rng)
        if rng.random() < 0.25:
            curve = (
                shapes.rectangle(*rng.uniform(1, 6, 2)) if rng.random() < 0.5 else shapes.rounded_rectangle(4, 3, 0.8)
            )
        first = site.draw(cls, move_into_zone(curve, rng))
    second = copy.deepcopy(first)
    shift = rng.choice([0.0, rng.uniform(0, 0.0004)])
    assert second.shape is not None
    if bad:
        if cls not in ("ArbrePCRS", "PilierRegulierPCRS") and rng.random() < 0.5:
            how = _redraw(second.shape, rng)
    elif kind > 1 and rng.random() < 0.35:
        cls, how = str(rng.choice([c for c in LINES if c != cls])), "another class"
        if "HabillageLignesPCRS" in (cls, first.cls):
            cls, shift, how = first.cls, rng.uniform(0.003, 0.02), "moved by millimetres"
    elif kind > 1 and rng.random() < 0.4 and _drop_vertex(second.shape):
        how = "one vertex less"
    else:
        shift, how = rng.uniform(0.003, 0.05), "moved by millimetres"
    way = rng.uniform(0, 2 * pi)
    _move(second.shape, shift * cos(way), shift * sin(way), rng.choice([0.0, rng.uniform(-0.03, 0.03)]) if bad else 0.0)
    own = {k: v for k, v in first.values.items() if k not in ("idObjet", "idHabillage")}
    own = {k: v for k, v in own.items() if not k.startswith("idN")}
    if first.cls != cls:
        own.pop("thematique")
        own.pop("typeMur", None)
    twin = site.lot.add(cls, second.shape, **own)
    site.lot.tell("T1", [first, twin], bad, companions=also, size=float(shift), how=how)


def _redraw(shape: Shape, rng: Rng) -> str:
    """The same drawing, begun elsewhere or in the other direction."""
    curve = shape.parts if shape.kind == "curve" else shape.parts[0]
    if shape.kind == "point":
        return "same points"
    closed = np.array_equal(curve[0][1][0], curve[-1][1][-1])
    if closed and len(curve) == 1 and rng.random() < 0.6:
        points = np.roll(curve[0][1][:-1], int(rng.integers(1, len(curve[0][1]) - 1)), axis=0)
        curve[0] = ("L", np.vstack([points, points[0]]))
        return "begun elsewhere"
    if closed and shape.kind == "curve":
        return "same points"
    curve[:] = shapes.reverse(curve)
    return "backwards"


def _drop_vertex(shape: Shape) -> bool:
    if shape.kind != "curve" or len(shape.parts) != 1 or len(shape.parts[0][1]) < 4:
        return False
    kind, points = shape.parts[0]
    shape.parts[0] = (kind, np.delete(points, len(points) // 2, axis=0))
    return True


def _move(shape: Shape, dx: float, dy: float, dz: float) -> None:
    seen = set()
    for points in shape.arrays():
        if id(points) not in seen:
            points += np.array([dx, dy, dz])[: points.shape[1]]
            seen.add(id(points))


def plant_t3(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(4))
    centre = np.array([12.0, 16.0, 0.0])
    turn = rng.uniform(0, 6)
    if kind == 0:
        a, b = rng.uniform(0.4, 1.8, 2)
        deep = float(np.exp(rng.uniform(np.log(0.025), np.log(min(a, b) * 0.5)))) if bad else rng.uniform(0.002, 0.016)
        wide = rng.uniform(0.2, 1.0) if bad else rng.uniform(0.05, 0.9) * min(0.0045 / deep, min(a, b))
        if bad:
            wide = max(wide, 0.15) * min(a, b)
        first = shapes.rectangle(a, b)
        second = shapes.translate(shapes.rectangle(a, b), a - deep, b - wide)
        size, how = deep, "two rectangles"
    elif kind == 1:
        r, s = rng.uniform(0.15, 0.5, 2)
        deep = rng.uniform(0.03, min(r, s)) if bad else -rng.uniform(0.002, 0.05)
        first, second = shapes.circle(r), shapes.translate(shapes.circle(s, rng.uniform(0, 6)), r + s - deep, 0)
        size, how = deep, "two round covers"
    elif kind == 2 and bad:
        first = shapes.rectangle(1.5, 1.2)
        second = shapes.circle(0.3) if rng.random() < 0.5 else shapes.rectangle(0.6, 0.5)
        size, how = 0.5, "one in the other"
    elif kind == 3 and bad:
        long = rng.uniform(0.6, 2.0)
        deep = rng.uniform(0.006 / long, 0.0185) if long > 0.45 else 0.0
        first, second = shapes.rectangle(long, 0.5), shapes.translate(shapes.rectangle(long, 0.5), 0, 0.5 - deep)
        size, how = long * deep, "surface only"
    else:
        long = rng.uniform(0.3, 1.5)
        deep = -rng.choice([0.0, rng.uniform(0.003, 0.1)])
        first, second = shapes.rectangle(long, 0.5), shapes.translate(shapes.rectangle(long, 0.5), 0, 0.5 - deep)
        size, how = deep, "side by side"
    things: list[Thing] = []
    for ring in (first, second):
        things += site.affleurant(shapes.translate(shapes.rotate(ring, turn), *centre[:2]), nature="03")
    site.lot.tell("T3", things, bad, size=float(size), how=how)


def plant_t5(site: Site, rng: Rng, bad: bool) -> None:
    p, declared = precision_class(rng, ("005", "010"))
    other = str(rng.choice(["FacadePCRS", "LimiteVoiriePCRS"]))
    deep = float(np.exp(rng.uniform(np.log(1.4 * p), np.log(4)))) if bad else rng.uniform(0.003, 0.7 * p)
    kind, how = int(rng.integers(3)), "end beyond the other"
    base = shapes.line((3, 14), (9, 14), (21, 14))
    u = rng.uniform(10, 18)
    if kind == 0:
        second = shapes.line((u, 14 - deep), (u + rng.uniform(-2, 2), rng.uniform(17, 21)))
    elif kind == 1:
        second = shapes.line((u - 3, 16), (u - 0.7, 15), (u, 14 - deep), (u + 0.7, 15), (u + 3, 15.5))
        how = "dips across the other"
    else:
        if not bad:
            how, other = "no fault: wall", str(rng.choice(["MurPCRS", "ProeminenceBatiPCRS", "HabillageLignesPCRS"]))
            second = shapes.line((u, 10), (u + 1, 20))
            if rng.random() < 0.5:
                other, how = "FacadePCRS", "common vertex"
                second = (
                    shapes.line((u, 20), (9, 14), (6, 20))
                    if rng.random() < 0.5
                    else shapes.line((7, 20), (9, 14), (10, 9.5))
                )
        else:
            second, deep, how = shapes.line((u, 10), (u + 1, 20)), 4.0, "right across"
            if rng.random() < 0.4:
                bow, _ = shapes.arc((u - 2, 15), -pi / 4, 2.9, pi / 2)
                second, deep, how = [("A", bow)], 0.0, "arc across"
                deep = 14 - float(shapes.box(second)[0][1])
                if deep < 1.4 * p:
                    second = shapes.translate(second, 0, -(1.4 * p - deep) - 0.2)
                    deep = 1.4 * p + 0.2
    fixed = declared if other != "HabillageLignesPCRS" else {}
    turn = rng.uniform(-0.1, 0.1)
    one, two = (shapes.roughen_heights(_rotate_curve(c, turn), rng) for c in (base, second))
    if rng.random() < 0.5:
        two = shapes.reverse(two)
    things = [site.draw("FacadePCRS", one, **declared), site.draw(other, two, **fixed)]
    site.lot.tell("T5", things, bad, size=float(deep), how=how)


def _rotate_curve(curve: Curve, turn: float) -> Curve:
    return shapes.translate(shapes.rotate(shapes.translate(curve, -12, -16), turn), 12, 16)


def plant_t6(site: Site, rng: Rng, bad: bool) -> None:
    p, declared = precision_class(rng)
    cls = str(rng.choice(["FacadePCRS", "MurPCRS", "ProeminenceBatiPCRS"], p=[0.7, 0.15, 0.15]))
    curve = shapes.line((21, 18), (13, 18), (5, 18))
    how = cls
    size = rng.uniform(0.8, 4)
    u = rng.uniform(6, 15)
    ends = np.array([[u + size, 18.0], [u, 18.0]])
    if rng.random() < 0.25:
        bow, _ = shapes.arc((20, 16), 2.4, 9.0, 1.4)
        curve, how = [("A", bow)], "arc"
        course = shapes.dense_points("A", bow, 401)
        k = int(rng.integers(60, 240))
        ends = course[[k, k + int(rng.integers(30, 80))], :2]
    gap = float(np.exp(rng.uniform(np.log(1.3 * p), np.log(4.6)))) if bad else rng.uniform(0, 0.75 * p)
    far = bad and rng.random() < 0.2
    if far:
        gap, how = rng.uniform(5.3, 6.5), "no façade near"
    chord = ends[1] - ends[0]
    normal = np.array([-chord[1], chord[0]]) / np.hypot(*chord)
    if normal[1] > 0:
        normal = -normal
    if how == "arc":
        centre, radius = shapes.centre_of(curve[0][1])
        out = gap if gap < 3 else -gap
        ends = np.array(
            [e + (e - centre) / radius * out * (1 if i or rng.random() < 0.5 else 0) for i, e in enumerate(ends)]
        )
    else:
        both = far or rng.random() < 0.5
        ends = ends + normal * gap * np.array([[1.0 if both else 0.0], [1.0]])
    site.draw(cls, shapes.roughen_heights(curve, rng), **declared)
    if np.hypot(*(ends[1] - ends[0])) > 7.6:
        ends[0] = ends[1] + (ends[0] - ends[1]) * 0.6
    thing = site.draw("SeuilPCRS", shapes.roughen_heights(shapes.line(*ends), rng), **declared)
    site.lot.tell("T6", [thing], bad, size=gap, how=how)


def plant_t7(site: Site, rng: Rng, bad: bool) -> None:
    p, declared = precision_class(rng, ("005", "010"))
    if rng.random() < 0.5:
        gap = float(np.exp(rng.uniform(np.log(0.002), np.log(0.85 * p))))
        if not bad:
            gap = rng.choice([0.0, rng.uniform(1.3 * p, 3)])
        way = rng.uniform(-0.5, 0.5) if gap < 0.5 * p else 0.0
        knot = np.array([12.0, 16.0, 0.0])
        other = knot + gap * np.array([cos(way), sin(way), 0])
        curves = [
            shapes.line((3, 15.8, 0), (8, 15.9, 0), knot),
            shapes.line(other, other + [4, 0.1, 0], other + [8, 0.3, 0]),
        ]
        size, how = gap, "ends"
    else:
        low = rng.random() < 0.4
        gauge = (rng.uniform(1.25, 1.395) if low else rng.uniform(1.475, 1.64)) if bad else rng.uniform(1.412, 1.458)
        how = "gauge"
        if not bad and rng.random() < 0.5:
            gauge = rng.choice([rng.uniform(0.05, 0.12), rng.uniform(0.5, 1.1), rng.uniform(1.8, 4)])
            how = "guard rail or next track"
        if rng.random() < 0.5 or gauge < 0.2:
            count, other_count = rng.integers(2, 12, 2)
            ends = (6, 15) if gauge < 0.2 else (3, 20)
            curves = [
                shapes.line(*[(u, 14.0) for u in np.linspace(3, 20, int(count))]),
                shapes.line(*[(u, 14.0 + gauge) for u in np.linspace(*ends, int(other_count))]),
            ]
        else:
            radius = rng.uniform(20, 200)
            sweep = 15 / radius
            curves = [
                [("A", shapes.arc((4, 13), 0.0, radius + gauge, sweep)[0])],
                [("A", shapes.arc((4, 13 + gauge), 0.0, radius, sweep)[0])],
            ]
            how += " in a bend"
        size = gauge
    turn = rng.uniform(-0.08, 0.08)
    things = []
    for curve in curves:
        drawn = shapes.roughen_heights(_rotate_curve(curve, turn), rng, 0.002)
        things.append(site.draw("RailPCRS", shapes.reverse(drawn) if rng.random() < 0.4 else drawn, **declared))
    site.lot.tell("T7", things, bad, size=float(size), how=how)


def plant_t8(site: Site, rng: Rng, bad: bool) -> None:
    gap = float(np.exp(rng.uniform(np.log(0.013), np.log(1.5)))) if bad else rng.uniform(0, 0.0075)
    way, how = rng.uniform(0, 2 * pi), "beside its vertex"
    if rng.random() < 0.3:
        owner = site.draw(str(rng.choice(["ArbrePCRS", "PilierRegulierPCRS"])), [12.0, 16.0, 0.0])
    else:
        owner = site.draw(
            str(rng.choice([c for c in LINES if c != "HabillageLignesPCRS"])), move_into_zone(any_line(rng, 9), rng)
        )
    assert owner.shape is not None
    rows: Points = np.vstack(owner.shape.arrays())
    at = rows[int(rng.integers(len(rows)))].copy()
    others = np.hypot(*(rows[:, :2] - at[:2]).T)
    if bad and len(rows) == 2 and rng.random() < 0.5:
        at, gap, how = rows.mean(axis=0), float(others.max() / 2), "on the line, not on a vertex"
    else:
        at[:2] += gap * np.array([cos(way), sin(way)])
    nearest = float(np.hypot(*(rows[:, :2] - at[:2]).T).min())
    if bad and nearest < 0.0125:
        return
    point = site.lot.add("PointLevePCRS", Shape("point", [at[None]]))
    owner.links["pointLeve"] = [point.gml_id]
    things = [point, owner]
    if rng.random() < 0.3:
        good = site.lot.add("PointLevePCRS", Shape("point", [rows[:1].copy()]))
        owner.links["pointLeve"].append(good.gml_id)
    site.lot.tell("T8", things, bad, size=nearest, how=how)

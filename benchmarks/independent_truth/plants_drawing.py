"""G1 to G7: one drawing by itself."""

from __future__ import annotations

from math import cos, pi, radians, sin

import numpy as np

from . import shapes
from .scene import Site
from .shapes import Curve, Rng

LINES = (
    "LimiteVoiriePCRS", "FacadePCRS", "ProeminenceBatiPCRS", "MurPCRS", "MarcheEscalierPCRS", "QuaiRailPCRS",
    "QuaiFluvioMaritimePCRS", "HabillageLignesPCRS", "ObjetGeneriquePCRS",
)  # fmt: skip


def move_into_zone(curve: Curve, rng: Rng, *, level: bool = False) -> Curve:
    """Into the free ground of a site, with an instrument's heights."""
    placed = shapes.fit_into_box(curve, rng)
    return shapes.translate(placed if level else shapes.roughen_heights(placed, rng), 12.0, 16.0)


def any_line(rng: Rng, low: float = 2.0) -> Curve:
    """A believable open line: two points, a wandering line, a dense one, or straight–arc–straight.

    `low`: least length of a line of two points, metres.
    """
    kind = rng.integers(4)
    if kind == 0:
        return shapes.polyline(rng, 2, rng.uniform(low, 15))
    if kind == 1:
        return shapes.polyline(rng, int(rng.integers(3, 9)), rng.uniform(max(low, 4), 18))
    if kind == 2:
        return shapes.polyline(rng, int(rng.integers(20, 90)), rng.uniform(12, 19), 6)
    radius = rng.uniform(0.5, 8)
    sweep = rng.choice([-1, 1]) * rng.uniform(0.3, min(2.0, 8 / radius))
    return shapes.chain(rng, rng.uniform(2, 6), radius, sweep, rng.uniform(2, 5))


def insert_points(curve: Curve, rng: Rng, make) -> Curve:
    """Points put into one straight piece: `make(point, direction)` gives the rows that replace the point."""
    straight = [i for i, (kind, _) in enumerate(curve) if kind == "L"]
    i = int(rng.choice(straight))
    points = curve[i][1]
    legs = np.hypot(*np.diff(points[:, :2], axis=0).T)
    k = int(rng.choice(np.flatnonzero(legs >= min(0.15, legs.max()))))
    share = rng.uniform(0.3, 0.7)
    at = points[k] * (1 - share) + points[k + 1] * share
    way = (points[k + 1] - points[k]) / legs[k] * [1, 1, 0]
    rows = np.vstack([points[: k + 1], make(at, way), points[k + 1 :]])
    return [*curve[:i], ("L", rows), *curve[i + 1 :]]


def line_class(rng: Rng) -> str:
    return str(rng.choice(LINES))


def plant_g1(site: Site, rng: Rng, bad: bool) -> None:
    if bad and rng.random() < 1 / 7:
        cls = str(rng.choice([*LINES, "ArbrePCRS", "PilePontPCRS", "HabillageEnveloppePCRS", "NumeroVoiriePCRS"]))
        at = site.world((12, 16))[0]
        thing = site.lot.add(cls, None)
        site.lot.tell("G1", [thing], True, companions=("S9", "Z1", "S8", "T4"), how="no geometry", at=at)
        return
    a, b = rng.uniform(0.5, 3.5, 2).tolist()
    rings, how = _invalid_rings(rng, a, b) if bad else _valid_rings(rng, a, b)
    kinds = ["PilePontPCRS", "HabillageEnveloppePCRS"]
    cls = str(rng.choice(kinds if len(rings) > 1 else [*kinds, "AffleurantEnveloppePCRS"]))
    angle = rng.uniform(0, 6)
    placed = [shapes.translate(shapes.rotate(r, angle), 12, 16) for r in rings]
    things = site.affleurant(placed) if cls == "AffleurantEnveloppePCRS" else [site.draw(cls, placed)]
    also = ("G2", "G3", "G5", "G6", "G7", "G8", "G11", "S5") if bad else ("G4", "G6")
    site.lot.tell("G1", things, bad, companions=also, how=how)


def _invalid_rings(rng: Rng, a: float, b: float) -> tuple[list[Curve], str]:
    """Rings that are no polygon, and why."""
    ring = shapes.rectangle(a, b)
    corners = ring[0][1]
    kind = int(rng.integers(6))
    if kind == 0:
        corners[[1, 2]] = corners[[2, 1]]
        return [ring], "bow-tie"
    if kind == 1:
        cut = rng.uniform(0.05, 0.3)
        zigzag = [(-1, 1), (-2, -1), (-1, -1), (-2, 1)]
        middle = np.array([(a / 2 + cut * x, b / 2 + cut * y, 0) for x, y in zigzag])
        return [[("L", np.vstack([corners[:3], middle, corners[3:]]))]], "corner crosses itself"
    if kind == 2:
        hole = shapes.reverse(shapes.rectangle(a / 3, b / 3))
        return [
            ring,
            shapes.translate(hole, rng.choice([-1, 1]) * a * rng.uniform(0.4, 0.9), 0),
        ], "hole across its outline"
    if kind == 3:
        open_by = np.array([rng.uniform(0.05, a / 2), rng.uniform(0.05, b / 2), 0.0])
        return [[("L", np.vstack([corners[:4], corners[0] + open_by]))]], "ring not closed"
    if kind == 4:
        out = corners[1] + [rng.uniform(0.1, 1.0), 0, 0]
        return [[("L", np.vstack([corners[:2], out, corners[1:]]))]], "ring goes out and back"
    bow, _ = shapes.arc((-a / 2, 0), -radians(80), a / 2 / sin(radians(80)), radians(160))
    sides = np.vstack([bow[2], [a / 2, -a / 5, 0], [-a / 2, -a / 5, 0], bow[0]])
    return [[("A", bow), ("L", sides)]], "arc across a straight side"


def _valid_rings(rng: Rng, a: float, b: float) -> tuple[list[Curve], str]:
    """Rings that look odd and are a polygon all the same."""
    ring = shapes.rectangle(a, b)
    corners = ring[0][1]
    kind = int(rng.integers(5))
    if kind == 1:
        return [shapes.blob(rng, min(a, b) / 2, int(rng.integers(5, 40)))], "many corners"
    if kind == 2:
        return [shapes.rounded_rectangle(max(a, 1.0), max(b, 1.0), 0.2)], "rounded"
    if kind == 3:
        return [ring, shapes.translate(shapes.reverse(shapes.rectangle(a / 4, b / 4)), a / 5, b / 5)], "hole"
    if kind == 4:
        gap = rng.uniform(0.004, 0.02) / 2
        notch = np.array([[gap, b / 2, 0], [gap, -b / 3, 0], [-gap, -b / 3, 0], [-gap, b / 2, 0]])
        return [[("L", np.vstack([corners[:3], notch, corners[3:]]))]], "narrow notch"
    return [ring], "rectangle"


def plant_g2(site: Site, rng: Rng, bad: bool) -> None:
    kind = int(rng.integers(4))
    cls = line_class(rng)
    also = ("G3", "G4", "G5", "G9", "G10", "G12", "G15", "G6", "G7", "G11", "G1", "G8")
    size = 0.0
    if kind < 2:
        size = rng.uniform(0.0, 0.0008) if bad else rng.uniform(0.0014, 0.02)
        count = 2 if rng.random() < 0.7 else 3
        curve = shapes.line(*[(size * k / (count - 1), 0, 0) for k in range(count)])
        if not bad and count == 3:
            curve = shapes.line((0, 0, 0), (size / 2, 0, 0), (size, 0, 0))
        how = "short line"
    elif kind == 2 or not bad:
        curve = shapes.chain(rng, 3, rng.uniform(0.5, 4), rng.uniform(0.3, 1.2), 2)
        bow = curve[1][1]
        if bad:
            bow[1] = bow[rng.choice([0, 2])]
            how = "arc of two points"
        else:
            radius = rng.uniform(0.5, 4)
            curve[1] = ("A", shapes.arc(curve[0][1][-1], 0.0, radius, 1.0, rng.choice([0.03, 0.97]))[0])
            curve[2] = ("L", np.vstack([curve[1][1][-1], shapes.point_ahead(curve[1][1][-1], 1.0, 2)]))
            how = "arc whose middle is near an end"
    else:
        cls = str(rng.choice(["PilePontPCRS", "HabillageEnveloppePCRS"]))
        size = rng.uniform(0.5, 3)
        curve, how = shapes.line((0, 0), (size, 0), (size / 2, 0), (0, 0)), "flat polygon"
    thing = site.draw(cls, move_into_zone(curve, rng, level=True))
    site.lot.tell("G2", [thing], bad, companions=also, size=size, how=how)


def plant_g3(site: Site, rng: Rng, bad: bool) -> None:
    size = rng.choice([0.0, rng.uniform(0.0, 0.0008)]) if bad else rng.uniform(0.0014, 0.004)
    step = rng.choice([0.0, rng.uniform(-0.003, 0.003)]) if bad else rng.uniform(-0.002, 0.002)
    how = "vertex repeated" if bad else "vertices a little further apart"
    if not bad and rng.random() < 0.5:
        size, step, how = 0.0, rng.choice([-1, 1]) * rng.uniform(0.0075, 0.017), "same place, a step of a centimetre"

    def draw_twice(at, way):
        return np.vstack([at, at + way * size + [0, 0, step]])

    also = ("G4",)
    if rng.random() < 0.15:
        ring = shapes.blob(rng, rng.uniform(0.4, 1.2), int(rng.integers(5, 12)))
        things = site.affleurant(shapes.translate(insert_points(ring, rng, draw_twice), 12, 16))
    elif not bad and rng.random() < 0.15:
        curve, size, how = shapes.chain(rng, 3, 2, 1, 2), 0.0, "joint of a straight piece and an arc"
        things = [site.draw(line_class(rng), move_into_zone(curve, rng))]
    else:
        curve = move_into_zone(any_line(rng), rng)
        for _ in range(int(rng.integers(1, 4)) if bad else 1):
            curve = insert_points(curve, rng, draw_twice)
        things = [site.draw(line_class(rng), curve)]
    site.lot.tell("G3", things, bad, companions=also, size=size, how=how)


def plant_g4(site: Site, rng: Rng, bad: bool) -> None:
    size = rng.uniform(0.0013, 0.0018) if rng.random() < 0.5 else rng.uniform(0.0022, 0.0046)
    if not bad:
        size = rng.uniform(0.0054, 0.02)
    curve, how = move_into_zone(any_line(rng), rng), "short piece"
    if not bad and rng.random() < 0.3:
        radius = rng.uniform(0.06, 0.15)
        small, how = shapes.chain(rng, 2, radius, 2 * rng.uniform(0.6, 1.2), 2), "small arc"
        curve = move_into_zone(small, rng)
    else:
        for _ in range(int(rng.integers(1, 5))):
            curve = insert_points(curve, rng, lambda at, way: np.vstack([at, at + way * size]))
    site.lot.tell("G4", [site.draw(line_class(rng), curve)], bad, size=size, how=how)


def plant_g5(site: Site, rng: Rng, bad: bool) -> None:
    if rng.random() < 0.65:
        size = rng.uniform(0.008, 0.047) if bad else rng.uniform(0.053, 0.3)
        count = int(rng.integers(2, 4))
        curve = shapes.line(*[(size * k / (count - 1), 0.0, 0.0) for k in range(count)])
        if count == 2 and not bad and rng.random() < 0.3:
            curve = [("A", shapes.arc((0, 0), 0, max(0.06, size / 2), size / max(0.06, size / 2))[0])]
        cls = str(rng.choice([c for c in LINES if c != "FacadePCRS"]))
        thing = site.draw(cls, move_into_zone(curve, rng, level=True))
        also: tuple[str, ...] = ("G15", "Z3")
        how = "line"
    else:
        size = rng.uniform(0.0015, 0.0094) if bad else rng.uniform(0.0108, 0.05)
        side = size**0.5 * rng.uniform(0.6, 1.6)
        ring = shapes.rectangle(side, size / side)
        if rng.random() < 0.3:
            ring = shapes.circle(max(0.0, size / pi) ** 0.5)
        cls = str(rng.choice(["HabillageEnveloppePCRS", "PilePontPCRS"]))
        thing = site.draw(cls, [move_into_zone(ring, rng, level=True)])
        also, how = ("G11",), "polygon"
    site.lot.tell("G5", [thing], bad, companions=also, size=float(size), how=how)


def spike(rng: Rng, angle: float, first: float, second: float, bent: float = 0.0) -> Curve:
    """A line with a spike: angle at the tip (radians), legs before and after it (metres).

    `bent`: sweep of the arc that leads back, 0 for a straight piece.
    """
    back = -pi / 2 + angle
    if rng.random() < 0.5 and not bent:
        lead = np.array([[-rng.uniform(2, 5), 0, 0], [-first, 0, 0], [0, 0, 0]])
        q = second * np.array([-cos(angle), sin(angle), 0])
        return [("L", np.vstack([lead, q, q + [-0.1, rng.uniform(1, 3), 0]]))]
    tip = np.array([0, first, 0])
    lead = np.array([[-rng.uniform(2, 6), 0, 0], [0, 0, 0], tip])
    if bent:
        bow, heading = shapes.arc(tip, back, second / abs(bent), bent)
        return [("L", lead), ("A", bow), ("L", np.vstack([bow[2], shapes.point_ahead(bow[2], heading, 0.4)]))]
    q = tip + second * np.array([cos(back), sin(back), 0])
    return [("L", np.vstack([lead, q, q + [rng.uniform(2, 5), rng.uniform(-0.2, 0.2), 0]]))]


def plant_g6(site: Site, rng: Rng, bad: bool) -> None:
    first, second = rng.uniform(0.05, 0.28, 2)
    also: tuple[str, ...] = ("G4", "G7")
    angle, bent, how = rng.uniform(0.4, 4.6), 0.0, "spike"
    if bad and rng.random() < 0.12:
        bent, how = radians(rng.uniform(15, 40)), "spike by the tangent of an arc"
        angle, also = rng.uniform(0.5, 4.0), ("G4", "G7", "G11")
    elif not bad:
        kind = int(rng.integers(4))
        if kind == 0:
            angle, how = rng.uniform(5.6, 12), "open enough"
        elif kind == 1:
            first, how = rng.uniform(0.33, 1.2), "long leg before"
        elif kind == 2:
            second, how = rng.uniform(0.33, 1.2), "long leg after"
        else:
            angle, bent = rng.uniform(9, 20), 0.0
            bent, how = -radians(2 * (angle - rng.uniform(1, 4))), "chord back, tangent open"
            also = ("G4", "G7", "G11")
            second = rng.uniform(0.15, 0.28)
    curve = spike(rng, radians(angle), first, second, bent)
    if rng.random() < 0.3 and not bent:
        extra = shapes.polyline(rng, int(rng.integers(3, 30)), rng.uniform(3, 6), 5)[0][1]
        points = curve[0][1]
        curve = [("L", np.vstack([extra - extra[-1] + points[0], points[1:]]))]
    site.lot.tell("G6", [site.draw(line_class(rng), move_into_zone(curve, rng))], bad, companions=also,
                  size=f"{angle:.2f}° {first:.3f} {second:.3f}", how=how)  # fmt: skip


def plant_g7(site: Site, rng: Rng, bad: bool) -> None:
    depth = float(np.exp(rng.uniform(np.log(0.0035), np.log(0.5)))) if bad else rng.uniform(0.0002, 0.0013)
    kind = int(rng.integers(5))
    also: tuple[str, ...] = ("G6",)
    s = rng.uniform(0.15, 1.2)
    if kind == 0 and bad:
        rows = [(-4, 0), (s, 0), (s, s), (0, s), (0, -rng.uniform(0.2, 3) * s)]
        curve, how, depth = shapes.line(*rows), "loop", s
    elif kind == 1 and bad:
        long = rng.uniform(0.4, 3)
        rows = [(-4, 0), (0, 0), (-long, 0), (-long, rng.uniform(0.5, 2))]
        curve, how, depth = shapes.line(*rows), "goes back over itself", long
    elif kind == 2 and bad:
        radius = rng.uniform(0.15, 1.0)
        bow, heading = shapes.arc((0, 0), 0.0, radius, radians(250))
        last = shapes.point_ahead(bow[2], heading, 3 * radius)
        curve = [("L", shapes.array([(-3, 0), (0, 0)])), ("A", bow), ("L", np.vstack([bow[2], last]))]
        how, depth = "loop with an arc", radius
    elif kind == 3 or (kind == 0 and not bad):
        rows = [(-5, 0), (2, 0), (2, 2), (-2, 2), (-2, -depth)]
        curve, how = shapes.line(*rows), "end beyond its own body"
    elif kind == 4 or (kind == 1 and not bad):
        w = rng.uniform(0.3, 1.0)
        rows = [(-5, 0), (5, 0), (5, 2), (-3, 2), (-w, 0.3), (0, -depth), (w, 0.3), (3, 0.8)]
        curve, how = shapes.line(*rows), "two crossings close together"
    else:
        curve, how, depth = _simple_lines(rng)
        also = ("G6", "G9", "G14", "G15")
    closed = np.array_equal(curve[0][1][0], curve[-1][1][-1])
    cls = "LimiteVoiriePCRS" if closed else line_class(rng)
    site.lot.tell("G7", [site.draw(cls, move_into_zone(curve, rng))], bad, companions=also, size=depth, how=how)


def _simple_lines(rng: Rng) -> tuple[Curve, str, float]:
    """Lines that look as if they crossed: closed, touching, spirals, arcs nested in each other."""
    kind = int(rng.integers(3))
    if kind == 0:
        return shapes.blob(rng, rng.uniform(1, 4), int(rng.integers(4, 30))), "closed", 0.0
    if kind == 1:
        turns = np.linspace(0, 3.6 * pi, int(rng.integers(25, 60)))
        radius = 0.5 + 0.25 * turns
        return shapes.line(*np.column_stack([radius * np.cos(turns), radius * np.sin(turns)])), "spiral", 0.0
    gap = rng.uniform(0.08, 0.2)
    outer, heading = shapes.arc((0, 0), 0.0, 3.0, pi)
    turn, heading = shapes.arc(outer[2], heading, gap / 2 * 1.0 + 0.05, pi)
    inner, _ = shapes.arc(turn[2], heading, 3.0 - gap - 0.1, -pi)
    return [("A", outer), ("A", turn), ("A", inner)], "arcs nested: their chords cross", gap

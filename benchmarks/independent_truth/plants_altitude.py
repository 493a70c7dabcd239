"""Z1 to Z4: altitudes."""

from __future__ import annotations

import numpy as np

from . import shapes
from .plants_drawing import LINES, any_line, line_class, move_into_zone
from .scene import Site, Thing
from .shapes import Rng

#: Lines that a producer declares with an altitude.
MEASURED = tuple(c for c in LINES if c != "HabillageLignesPCRS")


def _measured_object(site: Site, rng: Rng) -> list[Thing]:
    """An object with altitudes: line, point or envelope."""
    kind = int(rng.integers(5))
    if kind == 0:
        return [site.draw("ArbrePCRS", [rng.uniform(4, 20), rng.uniform(11, 21), 0.0])]
    if kind == 1:
        ring = move_into_zone(shapes.blob(rng, rng.uniform(0.3, 1.5), int(rng.integers(4, 14))), rng)
        return site.affleurant(ring)[::-1] if rng.random() < 0.5 else [site.draw("PilePontPCRS", [ring])]
    return [site.draw(str(rng.choice(MEASURED)), move_into_zone(any_line(rng, 5), rng))]


def _shift_vertices(rng: Rng, thing: Thing, change) -> int:
    """Change the altitude of one, a few or all vertices; a vertex written twice (joint, closure) changes twice."""
    assert thing.shape is not None
    arrays = thing.shape.arrays()
    rows = np.unique(np.vstack(arrays), axis=0)
    count = int(rng.choice([1, min(3, len(rows)), len(rows)], p=[0.6, 0.25, 0.15]))
    for row in rng.permutation(rows)[:count]:
        value = change(row[2])
        for points in arrays:
            points[(points[:, :2] == row[:2]).all(axis=1), 2] = value
    return count


def plant_z1(site: Site, rng: Rng, bad: bool) -> None:
    things = _measured_object(site, rng)
    by_the_sea = abs(float(site.lot.ground(site.origin[0], site.origin[1]))) < 10
    if bad:
        value = float(rng.choice([-9999.0] if by_the_sea else [0.0, -9999.0]))
        how = f"{value:.0f}"
        _shift_vertices(rng, things[0], lambda z: value)
    elif by_the_sea:
        how = "0 by the sea"
        _shift_vertices(rng, things[0], lambda z: 0.0)
    else:
        how = "raised a little"
        value = rng.uniform(0.2, 0.8)
        _shift_vertices(rng, things[0], lambda z: z + value)
    site.lot.tell("Z1", things, bad, companions=("Z2", "Z3", "Z4", "S8", "G12", "S9"), how=how)


def plant_z2(site: Site, rng: Rng, bad: bool) -> None:
    """Candidates only: `outlier_rule` confirms each from the definition, or drops it."""
    things = (
        _measured_object(site, rng)
        if rng.random() < 0.8
        else [site.draw("HabillageLignesPCRS", move_into_zone(any_line(rng), rng))]
    )
    step = (
        float(rng.choice([-1, 1]) * np.exp(rng.uniform(np.log(1.1), np.log(40)))) if bad else rng.uniform(-0.95, 0.95)
    )
    _shift_vertices(rng, things[0], lambda z: z + step)
    site.lot.tell("Z2", things, bad, companions=("Z3", "S8"), size=step, how="moved up or down")


def plant_z3(site: Site, rng: Rng, bad: bool) -> None:
    """Steep pieces; between two pieces the line stays at its level or comes back."""
    kind = 0 if bad else int(rng.integers(4))
    step = float(np.exp(rng.uniform(np.log(0.225), np.log(0.9))))
    run = step / rng.uniform(1.3, 4)
    how, cls = "steep", "LimiteVoiriePCRS"
    if kind == 1:
        run, how = step / rng.uniform(0.3, 0.7), "not as steep"
    elif kind == 2:
        step, how = rng.uniform(0.05, 0.175), "steep, but a small step"
        run = step / rng.uniform(1.2, 3)
    elif kind == 3 or (not bad and kind == 0):
        cls, how = str(rng.choice(["MarcheEscalierPCRS", "FacadePCRS", "MurPCRS"])), "another class"
    step *= rng.choice([-1, 1])
    if cls == "LimiteVoiriePCRS" and rng.random() < 0.25 and run > 0.6:
        site.draw("FacadePCRS", shapes.line((20, 16), (4, 16)))
        thing = site.draw("SeuilPCRS", shapes.line((11, 16, 0.0), (11 - run, 16, step)))
        site.lot.tell("Z3", [thing], bad, size=float(step / run), how="threshold, " + how, companions=("G10", "Z2"))
        return
    lead = rng.uniform(1, 6)
    rows = [(0, 0, 0), (lead, 0.1, 0), (lead + run, 0.1, step), (lead + run + rng.uniform(2, 6), 0.3, step)]
    if rng.random() < 0.3:
        rows[3:3] = [(lead + run + 1.5, 0.15, step), (lead + 2 * run + 1.5, 0.15, 0.0)]
        rows[5] = (rows[4][0] + 3, 0.3, 0.0)
    curve = shapes.line(*rows)
    if bad and rng.random() < 0.15:
        radius = rng.uniform(0.5, 3)
        bow, heading = shapes.arc((0, 0, 0), 0.0, radius, min(1.5, abs(step) / 2 / radius))
        bow[:, 2] = [0, step / 2, step]
        curve = [("L", shapes.array([(-3, 0, 0), (0, 0, 0)])), ("A", bow),
                 ("L", np.vstack([bow[2], shapes.point_ahead(bow[2], heading, 3)]))]  # fmt: skip
        how = "steep arc"
    thing = site.draw(cls, move_into_zone(curve, rng))
    site.lot.tell("Z3", [thing], bad, size=float(step / run), how=how, companions=("Z2", "G11", "G4"))


def plant_z4(site: Site, rng: Rng, bad: bool) -> None:
    kind = 0 if bad else int(rng.integers(4))
    count, perimeter, how = int(rng.integers(23, 120)), rng.uniform(21, 34), "level"
    if kind == 1:
        perimeter, how = rng.uniform(8, 19), "shorter"
    elif kind == 2:
        count, how = int(rng.integers(8, 18)), "fewer vertices"
    closed = rng.random() < 0.6
    cls = line_class(rng)
    part = np.linspace(0, 1, count)
    angle = part * (2 * np.pi if closed else 4.6)
    radius = perimeter / (2 * np.pi if closed else 4.6)
    points = np.column_stack([1.3 * radius * np.cos(angle), radius * np.sin(angle) * 0.75, np.zeros(count)])
    scale = perimeter / np.hypot(*np.diff(points[:, :2], axis=0).T).sum()
    points[:, :2] *= scale
    if closed:
        points[-1] = points[0]
    placed = site.draw(cls, shapes.translate(shapes.fit_into_box([("L", points)], rng), 12, 16))
    assert placed.shape is not None
    level = round(float(np.mean(placed.shape.arrays()[0][:, 2])), 2)
    for rows in placed.shape.arrays():
        rows[:, 2] = level
        if not bad and kind in (0, 3):
            how = "one vertex differs" if kind == 0 else "measured"
            if kind == 0:
                rows[len(rows) // 2, 2] += 0.05
            else:
                rows[1:-1, 2] += np.round(rng.normal(0, 0.02, len(rows) - 2), 3)
    site.lot.tell("Z4", [placed], bad, size=f"{perimeter:.1f} m {count}", how=how, companions=("Z2",))

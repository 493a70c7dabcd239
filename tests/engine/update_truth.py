"""A base of two producers and an update of it whose truth is known: every identifier is renewed."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from tests.engine import small_lot as s

#: Metres between objects of the grid, and objects of one row.
STEP, ROW = 8.0, 60
PRECISION = 0.05


@dataclass
class Thing:
    """One object of the truth: kind, place and what it says."""

    key: int
    kind: str
    points: np.ndarray
    texts: dict[str, str] = field(default_factory=dict)

    def gml(self, prefix: str) -> str:
        gml_id = f"{prefix}{self.key}"
        points = [tuple(p) for p in self.points.tolist()]
        if self.kind == "tree":
            return s.tree(gml_id, *points[0], **self.texts)
        if self.kind == "drawing":
            return s.drawing(gml_id, *points)
        if self.kind == "arc":
            return s.surveyed("LimiteVoiriePCRS", gml_id, s.arc(*points), **self.texts)
        return s.kerb(gml_id, *points, **self.texts)


@dataclass
class Truth:
    """Lots written, and for each kind of change the numbers of the objects."""

    base: list[Path]
    update: Path
    kinds: dict[str, set[int]]


def _thing(key: int, rng: np.random.Generator) -> Thing:
    """Objects have close neighbours on purpose: trees 40 cm apart, kerbs that run 20 cm beside one another."""
    cell, twin = divmod(key, 2)
    x, y = STEP * (cell % ROW) + 1, STEP * (cell // ROW) + 1
    kind = ("kerb", "tree", "drawing", "arc", "kerb")[cell % 5]
    if kind == "tree":
        points = np.array([[x + 0.4 * twin, y, 100 + rng.uniform(0, 1)]])
    elif kind == "arc":
        points = np.array([[x, y, 100], [x + 1, y + 1, 100.1], [x + 2, y, 100.2]]) + [0, 0.2 * twin, 0]
    else:
        steps = np.cumsum(rng.uniform(0.4, 1.2, size=5))
        points = np.column_stack([x + steps, y + rng.uniform(-0.1, 0.1, 5) + 0.2 * twin, 100 + 0.02 * steps])
    return Thing(key, kind, points, {"producteur": f"P{cell % 2}", "dateLeve": "2020-05-01"})


def _changed(thing: Thing, rng: np.random.Generator, kind: str) -> Thing:
    points, texts = thing.points.copy(), {**thing.texts, "dateLeve": "2024-05-01"}
    # surveyed again, within the precision class, and written with millimetres
    points[:, :2] += rng.uniform(-0.3, 0.3, size=(len(points), 2)) * PRECISION
    if kind in ("changed_geometry", "changed_both"):
        points[-1, 0] += rng.uniform(0.3, 0.6)  # lengthened; a tree is never among these (see `plant`)
    if kind in ("changed_attributes", "changed_both"):
        texts["qualiteCategorisation"] = "02"
    return Thing(thing.key, thing.kind, points.round(3), texts)


def plant(folder: Path, *, objects: int = 4000, seed: int = 20240601) -> Truth:
    """Write a base of `objects` in two lots, and an update that covers all of it."""
    rng = np.random.default_rng(seed)
    things = [_thing(key, rng) for key in range(objects)]
    kinds: dict[str, set[int]] = {k: set() for k in (
        "unchanged", "changed_geometry", "changed_attributes", "changed_both", "new", "gone")}  # fmt: skip
    later = []
    for thing in things:
        kind = str(rng.choice(
            ["unchanged", "changed_geometry", "changed_attributes", "changed_both", "gone"],
            p=[0.80, 0.06, 0.05, 0.03, 0.06],
        ))  # fmt: skip
        if thing.kind == "tree" and kind in ("changed_geometry", "changed_both"):
            kind = "unchanged"  # a point beyond its precision, under another identifier, is another object
        if thing.kind == "drawing" and kind in ("changed_attributes", "changed_both"):
            kind = "changed_geometry"
        kinds[kind].add(thing.key)
        if kind != "gone":
            later.append(_changed(thing, rng, kind))
    for key in range(objects, objects + objects // 20):
        thing = _thing(key, rng)
        place = STEP * rng.integers(0, ROW), STEP * rng.integers(0, objects // (2 * ROW) + 1)
        shift = np.array([*place, 0]) + [1, 4.5, 0] - thing.points[0] * [1, 1, 0]
        later.append(Thing(key, thing.kind, (thing.points + shift).round(3), thing.texts))
        kinds["new"].add(key)
    # two new ones may have fallen into one cell: they must not be each other's neighbours' copies
    width, depth = STEP * (ROW + 1), STEP * (objects // (2 * ROW) + 3)
    square = (-5, -5, width, depth)
    base = [
        s.write(folder / f"base{p}.gml", s.emprise(f"e{p}", *square),
                *(t.gml("old-") for t in things if t.texts["producteur"] == f"P{p}"))
        for p in (0, 1)
    ]  # fmt: skip
    order = rng.permutation(len(later))
    update = s.write(folder / "update.gml", s.emprise("eu", *square), *(later[k].gml("new-") for k in order.tolist()))
    return Truth(base, update, kinds)

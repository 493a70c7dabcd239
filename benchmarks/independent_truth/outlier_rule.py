"""Z2's definition, measured on the drawn ground wherever the cells begin: what is beyond doubt and what is not.

The text leaves open where the cells begin and which point of a square metre stands for it; a vertex is an outlier
beyond doubt when it is one for every choice tried here, and none beyond doubt when it is one for no choice.
"""

from __future__ import annotations

import numpy as np

from .scene import Lot, Thing
from .shapes import Points, Rng

CELL, FLOOR, SPREAD, FEWEST = 40.0 / 3.0, 1.0, 5.0, 8
#: Beyond doubt: this much above or below the admitted difference.
SURE = 0.2
#: Positions of the cells tried on each axis.
PLACES = 5


def settle(lots: list[Lot], rng: Rng) -> None:
    """Turn the planted Z2 rows into yes, no or allowed, and allow what else the definition itself would flag."""
    owners: list[tuple[Lot, Thing]] = []
    rows, who = [], []
    for lot in lots:
        for thing in [*lot.things, *(leaf for t in lot.things for leaf in _nested_objects(t))]:
            arrays = [a for a in (thing.shape.arrays() if thing.shape else ()) if a.shape[1] == 3]
            if arrays:
                rows += arrays
                who += [np.full(sum(len(a) for a in arrays), len(owners))]
                owners.append((lot, thing))
    points, owner = np.vstack(rows), np.concatenate(who)
    known = np.isfinite(points[:, 2])
    points, owner = points[known], owner[known]
    least, most = ratios(points, rng)
    high, low = (np.full(len(owners), 0.0) for _ in range(2))
    np.maximum.at(high, owner, most)
    np.maximum.at(low, owner, least)
    by_id = {thing.gml_id: k for k, (_, thing) in enumerate(owners)}
    planted: set[int] = set()
    for lot in lots:
        for row in lot.truth:
            if row.check != "Z2":
                continue
            mine = [by_id[i] for i in row.ids if i in by_id]
            planted |= set(mine)
            top, sure = max(high[k] for k in mine), max(low[k] for k in mine)
            row.expected = "yes" if sure > 1 + SURE else "no" if top < 1 - SURE else "allowed"
            row.size = f"{row.size} m, {sure:.2f} to {top:.2f} of what is admitted"
    for k in np.flatnonzero(high >= 1 - SURE).tolist():
        if k not in planted:
            lot, thing = owners[k]
            lot.tell("Z2", [thing], "allowed", how="the definition itself may flag it")


def _nested_objects(thing: Thing) -> list[Thing]:
    """Objects written inside another one."""
    own = [child for children in thing.inline.values() for child in children]
    return own + [leaf for child in own for leaf in _nested_objects(child)]


def ratios(points: Points, rng: Rng) -> tuple[Points, Points]:
    """Least and greatest difference from the median around, in parts of what is admitted (0 where not judged)."""
    least, most = np.full(len(points), np.inf), np.zeros(len(points))
    for shift_x in np.linspace(0, CELL, PLACES, endpoint=False):
        for shift_y in np.linspace(0, CELL, PLACES, endpoint=False):
            ratio = _shift_points(points, np.array([shift_x, shift_y]), rng)
            least, most = np.minimum(least, ratio), np.maximum(most, ratio)
    return least, most


def _shift_points(points: Points, shift: Points, rng: Rng) -> Points:
    plane = points[:, :2] + shift
    order = rng.permutation(len(points))
    _, first = np.unique(np.floor(plane[order]).astype(np.int64), axis=0, return_index=True)
    chosen = order[first]
    cells = np.floor(plane / CELL).astype(np.int64)
    kept: dict[tuple[int, int], list[float]] = {}
    for (i, j), z in zip(cells[chosen].tolist(), points[chosen, 2].tolist(), strict=True):
        kept.setdefault((i, j), []).append(z)
    every, back = np.unique(cells, axis=0, return_inverse=True)
    middle, spread = np.zeros(len(every)), np.full(len(every), np.inf)
    for k, (i, j) in enumerate(every.tolist()):
        around = [z for a in (-1, 0, 1) for b in (-1, 0, 1) for z in kept.get((i + a, j + b), ())]
        if len(around) >= FEWEST:
            heights = np.array(around)
            middle[k] = np.median(heights)
            spread[k] = np.median(np.abs(heights - middle[k]))
    back = back.reshape(-1)
    return np.abs(points[:, 2] - middle[back]) / np.maximum(FLOOR, SPREAD * spread[back])

"""T9 and E5: emprises against each other. Rows of lots; the limit between two lots bears one defect."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .scene import Lot, Shape
from .shapes import Points, Rng
from .terrain import sloping_ground

WIDE, HIGH = 40.0, 60.0


def rows_of_lots(name: str, rng: Rng, rows: int, per_row: int, kinds: tuple[str, ...]) -> Iterator[Lot]:
    """Rows of lots without anything else than a few trees and marks; `kinds` are drawn one a limit."""
    for r in range(rows):
        corner = np.array([1_750_000.0, 5_160_000.0 + 150.0 * r])
        turn = rng.uniform(-0.05, 0.05)
        matrix = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        ground = sloping_ground(rng, corner, rng.uniform(0, 0.1), rng.uniform(150, 300))
        lots = [Lot(f"{name}_{r}_{n:02d}", np.random.default_rng(rng.integers(2**40)), ground) for n in range(per_row)]
        rights, lefts, told = [], [np.array([(0.0, 0.0), (0.0, HIGH)])], []
        for n in range(1, per_row):
            kind = str(rng.choice(kinds))
            course = _limit_course(rng) + [WIDE * n, 0]
            right, left, holes, size = _defect(rng, kind, course)
            rights.append(right)
            lefts.append(left)
            told.append((kind, size, holes))
        rights.append(np.array([(WIDE * per_row, 0.0), (WIDE * per_row, HIGH)]))
        for lot, left, right in zip(lots, lefts, rights, strict=True):
            ring = np.vstack([right, left[::-1], right[:1]])
            lot.emprises = [[np.round(ring @ matrix + corner, 4)]]
            _furnish_lot(lot, WIDE * (lots.index(lot) + 0.5), matrix, corner)
        for n, (kind, size, holes) in enumerate(told):
            _write_truth(lots[n], lots[n + 1], kind, size, [np.append(h[:2] @ matrix + corner, h[2]) for h in holes])
        yield from lots


def _limit_course(rng: Rng) -> Points:
    """The limit that two lots should share, from bottom to top."""
    count = int(rng.choice([2, 3, 6, 40]))
    v = np.linspace(0, HIGH, count)
    u = np.where((v > 0) & (v < HIGH), rng.uniform(-1, 1, count), 0.0) * (1.5 if count < 10 else 0.3)
    return np.column_stack([u, v])


def _defect(rng: Rng, kind: str, course: Points) -> tuple[Points, Points, list[Points], float]:
    """Right side of the left lot, left side of the right lot, centres of the holes, size of the defect."""
    left = course.copy()
    holes: list[Points] = []
    size = 0.0
    if kind in ("slit", "overlap", "slit tolerated", "overlap tolerated", "open strip", "overlap surveyed twice"):
        low, high = {"slit": (0.026, 0.88), "overlap": (0.026, 0.88)}.get(
            kind, (0.001, 0.0155) if "tolerated" in kind else (1.2, 6)
        )
        size = float(np.exp(rng.uniform(np.log(low), np.log(high))))
        left = left + [size if "overlap" not in kind else -size, 0]
    elif kind in ("wedge", "wedge tolerated"):
        size = rng.uniform(0.035, 0.8) if kind == "wedge" else rng.uniform(0.004, 0.0155)
        share = course[:, 1:] / HIGH if rng.random() < 0.5 else 1 - course[:, 1:] / HIGH
        left = left + share * [size * (1 if kind == "wedge" or rng.random() < 0.5 else -1), 0]
    elif kind == "other vertices":
        size = 0.0
        left = np.vstack([course[:1], (course[:-1] + course[1:]) / 2, course[1:]])
        left = left[np.argsort(left[:, 1], kind="stable")]
    elif kind in ("notch", "hole", "overlap tongue"):
        count = 1 if kind != "hole" else int(rng.integers(1, 4))
        starts = np.linspace(4, HIGH, count + 1)[:-1] + rng.uniform(0, 2, count)
        for v in starts[::-1]:
            size = (
                float(np.exp(rng.uniform(np.log(1.2), np.log(9))))
                if kind == "hole"
                else float(np.exp(rng.uniform(np.log(0.03), np.log(0.85))))
            )
            long = rng.uniform(max(2.0, size), 11)
            left = _add_notch(left, v, long, size if kind != "overlap tongue" else -size)
            here = float(np.interp(v + long / 2, course[:, 1], course[:, 0]))
            holes.append(np.array([here + size / 2, v + long / 2, max(size, long)]))
    return course, left, holes, size


def _add_notch(side: Points, v: float, long: float, deep: float) -> Points:
    """A side of a lot with a rectangular notch (or tongue) that follows the side."""
    inside = side[(side[:, 1] > v) & (side[:, 1] < v + long)]
    low, high = (np.array([np.interp(w, side[:, 1], side[:, 0]), w]) for w in (v, v + long))
    shift = np.array([deep, 0])
    rows = [side[side[:, 1] <= v], low[None], (low + shift)[None], inside + shift, (high + shift)[None], high[None],
            side[side[:, 1] >= v + long]]  # fmt: skip
    return np.vstack(rows)


def _furnish_lot(lot: Lot, middle: float, matrix: Points, corner: Points) -> None:
    rng = lot.rng
    for k in range(5):
        at = (np.array([middle + rng.uniform(-8, 8), 10 + 10 * k + rng.uniform(-3, 3)]) @ matrix + corner)[None]
        point = np.column_stack([at, lot.ground(at[:, 0], at[:, 1])])
        lot.add(str(rng.choice(["ArbrePCRS", "HabillageSymbolePCRS", "PilierRegulierPCRS"])), Shape("point", [point]))


def _write_truth(one: Lot, other: Lot, kind: str, size: float, holes: list[Points]) -> None:
    bad = kind in ("slit", "overlap", "wedge", "notch", "overlap tongue")
    ids = (f"{one.name}_E0", f"{other.name}_E0")
    one.tell("T9", [], bad, size=size, how=kind)
    row = one.truth[-1]
    row.ids, row.cls = ids, "EmpriseEchangePCRS"
    x, y = one.emprises[0][0][0]
    row.x, row.y = float(x), float(y)
    for x, y, reach in holes if kind in ("hole", "notch") else ():
        one.tell("E5", [], kind == "hole", size=size, how=kind, at=np.array([x, y]), reach=float(reach) / 2 + 2)


#: Limits whose two sides have the same vertices but for their displacement, and limits where one side has more.
SAME_VERTICES = (
    "slit",
    "overlap",
    "wedge",
    "overlap tongue",
    "slit tolerated",
    "overlap tolerated",
    "wedge tolerated",
    "open strip",
    "overlap surveyed twice",
)
MORE_VERTICES = ("notch", "notch", "other vertices", "hole", "hole", "slit", "wedge tolerated")

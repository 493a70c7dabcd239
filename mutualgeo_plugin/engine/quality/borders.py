"""Checks at the border of two lots: ends that continue each other, in plan (E1) and in altitude (E2)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.pcrs import CLASSES, PRECISION_METRES
from .base import Base, NotRun
from .findings import Finding
from .profile import Profile


@dataclass(frozen=True)
class EndPair:
    """Two ends of one class, of two lots, that continue each other."""

    feature_class: str
    a: int
    b: int
    start: tuple[float, float, float]
    end: tuple[float, float, float]

    @property
    def gap(self) -> float:
        """Distance in plan, metres."""
        return float(np.hypot(self.end[0] - self.start[0], self.end[1] - self.start[1]))

    @property
    def step(self) -> float:
        """Difference of altitude, metres; NaN where one end has none."""
        return abs(self.end[2] - self.start[2])


@lru_cache(maxsize=4)
def end_pairs(base: Base, search: float) -> list[EndPair]:
    """Pairs of ends at borders, one-to-one, the nearest first.

    An end counts when it lies within `search` metres of the limit of its own emprise and of another lot's emprise.

    Raises
    ------
    NotRun
        With a single lot, or where no two lots have an emprise.
    """
    if len(base.lots) < 2:
        raise NotRun("one_lot")
    if len(base.emprises) < 2:
        raise NotRun("no_emprise", lots=", ".join(n for i, n in base.lots.items() if i not in base.emprises))
    pairs = []
    for name in base.spatial_classes:
        if CLASSES[name].geometry in ("curve", "multicurve") and CLASSES[name].family in ("vecteur", "habillage"):
            pairs += _pairs_of_class(base, name, search)
    return pairs


def _pairs_of_class(base: Base, name: str, search: float) -> list[EndPair]:
    vertices = base.vertices(name)
    if not len(vertices.xyz):
        return []
    ends = np.concatenate((vertices.part_start[:-1], vertices.part_start[1:] - 1))
    part = np.tile(np.arange(len(vertices.part_owner)), 2)
    owner = vertices.part_owner[part]
    lots = base.table(name)["lot_id"].to_numpy()[owner]
    points = shapely.points(vertices.xyz[ends, :2])
    near = _near_border(base, points, lots, search)
    ends, part, owner, lots, points = ends[near], part[near], owner[near], lots[near], points[near]
    tree = shapely.STRtree(points)
    left, right = tree.query(points, predicate="dwithin", distance=search)
    keep = (left < right) & (lots[left] != lots[right])
    left, right = left[keep], right[keep]
    distance = shapely.distance(points[left], points[right])
    used: set[int] = set()
    joined: set[tuple[int, int]] = set()
    out = []
    for k in np.lexsort((ends[right], ends[left], distance)):
        a, b = int(left[k]), int(right[k])
        lines = (min(part[a], part[b]), max(part[a], part[b]))
        if a in used or b in used or lines in joined:
            continue  # two lines continue each other once: their other ends are no second meeting
        used |= {a, b}
        joined.add(lines)
        if owner[a] > owner[b]:
            a, b = b, a
        out.append(
            EndPair(
                name,
                int(owner[a]),
                int(owner[b]),
                tuple(vertices.xyz[ends[a]].tolist()),
                tuple(vertices.xyz[ends[b]].tolist()),
            )
        )
    return out


def _near_border(base: Base, points: NDArray[np.object_], lots: NDArray[np.int64], search: float) -> NDArray[np.bool_]:
    """Ends within `search` of the limit of their own emprise and of another one."""
    near = np.zeros(len(points), dtype=bool)
    for lot, emprise in base.emprises.items():
        mine = np.flatnonzero(lots == lot)
        at_limit = mine[shapely.dwithin(points[mine], emprise.boundary, search)]
        others = [other for key, other in base.emprises.items() if key != lot and other.distance(emprise) <= search]
        if others:
            around = shapely.union_all(others)
            near[at_limit] = shapely.dwithin(points[at_limit], around, search)
    return near


def _allowed(base: Base, pair: EndPair, column: str, otherwise: float) -> float:
    """Sum of the two objects' precision bounds; `otherwise` where the class declares none."""
    table = base.table(pair.feature_class)
    if column not in table:
        return otherwise
    bounds = [PRECISION_METRES.get(table[column].iat[i] or "") for i in (pair.a, pair.b)]
    return otherwise if any(b is None for b in bounds) else sum(b for b in bounds if b is not None)


def _finding(base: Base, pair: EndPair, check: str, measured: float, same: float, allowed: float) -> Finding:
    table = base.table(pair.feature_class)
    return Finding(
        check,
        "warning" if measured <= allowed else "error",
        check,
        pair.feature_class,
        (table["gml_id"].iat[pair.a], table["gml_id"].iat[pair.b]),
        (int(table["lot_id"].iat[pair.a]), int(table["lot_id"].iat[pair.b])),
        (pair.start[0], pair.start[1]),
        measured=measured,
        tolerance=same,
        producer=base.producers(pair.feature_class)[pair.a],
    )


def e1(base: Base, profile: Profile) -> list[Finding]:
    """Ends that should meet and do not, in plan."""
    same = profile.value("E1", "same")
    out = []
    for pair in end_pairs(base, profile.value("E1", "search")):
        if pair.gap > same:
            allowed = _allowed(base, pair, "precisionPlanimetrique", same)
            out.append(_finding(base, pair, "E1", pair.gap, same, allowed))
    return out


def e2(base: Base, profile: Profile) -> list[Finding]:
    """Ends that meet in plan, to the precision of the two objects, at different altitudes."""
    same, undeclared = profile.value("E2", "same"), profile.value("E2", "undeclared")
    out = []
    for pair in end_pairs(base, profile.value("E1", "search")):
        meets = _allowed(base, pair, "precisionPlanimetrique", profile.value("E1", "same"))
        if pair.gap <= meets and pair.step > same:
            allowed = _allowed(base, pair, "precisionAltimetrique", undeclared)
            out.append(_finding(base, pair, "E2", pair.step, same, allowed))
    return out

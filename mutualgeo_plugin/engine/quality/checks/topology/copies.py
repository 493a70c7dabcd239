"""T2 of the catalogue: objects of two lots that may be one object of the field, however each lot has cut it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.copies import Copies, are_nearest, deviation_gate
from ....dataset.dataset import Floats, Rows
from ....dataset.findings import Finding
from ....dataset.line_overlaps import find_line_overlaps
from ....dataset.similarity import level_differences, mean_distances
from ....model.best_version import MUTUAL_FROM
from ....model.pcrs import UNBOUNDED
from ...base import Base, NotRun
from ...profile import Profile
from ..registry import tile_check
from .objects import equals

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Pairs:
    """Pairs of objects (rows), how far apart they are in metres, and where (k, 2), if not at the first one."""

    a: Rows
    b: Rows
    distance: Floats
    places: Floats | None

    def take(self, which: Flags) -> _Pairs:
        """Some of them."""
        places = None if self.places is None else self.places[which]
        return _Pairs(self.a[which], self.b[which], self.distance[which], places)


@tile_check("T2")
def t2_similar_objects(base: Base, profile: Profile) -> list[Finding]:
    """Objects of one class, of two lots, that the test of their classes does not tell apart."""
    if len(base.lots) < 2:
        raise NotRun("one_lot")
    out = []
    for name in base.drawn_classes:
        copies = _copies(base, name, profile.value("T2", "undeclared"))
        among = _candidates(copies, base.uncrowded_mask(name, "T2"))
        if not among.any():
            continue
        leader = np.arange(len(among))  # of copies, which T1 tells
        first, second = equals(base, name, profile.value("T1", "distance")).T
        leader[second] = first
        lines = among & (shapely.get_dimensions(copies.geometry) == 1)
        for found in (
            _find_whole_copies(base, name, copies, among & ~lines),
            _find_line_copies(base, name, copies, lines, profile),
        ):
            told = found.take(leader[found.a] != leader[found.b])
            a, b = base.order_pairs(name, told.a, told.b)
            places = base.places(name)[a] if told.places is None else told.places
            gate = deviation_gate(copies.tested[a], copies.tested[b])
            out += base.make_findings(
                name, a, "T2", "warning", others=b, places=places, measured=told.distance, tolerance=gate
            )
    return out


def _copies(base: Base, name: str, undeclared: float) -> Copies:
    """Objects of a class, grouped by the deliveries that they come from."""
    table, origins = base.table(name), base.origins(name)
    if "precisionPlanimetrique" in table:
        undeclared = UNBOUNDED
    homes = [frozenset(origins.get(row, (lot,))) for row, lot in enumerate(base.lot_of(name).tolist())]
    number = {home: rank for rank, home in enumerate(dict.fromkeys(homes))}
    groups = np.array([number[home] for home in homes], dtype=np.int64)
    return Copies(table, groups, homes, undeclared=undeclared, known=base.known_pairs())


def _candidates(copies: Copies, among: Flags) -> Flags:
    """Objects that come as near to one of another delivery as the test of a class may admit."""
    out = np.zeros(len(among), dtype=bool)
    if len(np.unique(copies.lots[among])) > 1:
        for rows in copies.neighbour_pairs(among, copies.tested):
            out[rows] = True
    return out


def _find_whole_copies(base: Base, name: str, copies: Copies, among: Flags) -> _Pairs:
    """Points and areas."""
    a, b = copies.neighbour_pairs(among, copies.tested)
    keep = ~copies.are_apart(a, b)
    a, b = a[keep], b[keep]
    first, second = copies.geometry[a], copies.geometry[b]
    distance = mean_distances(first, second)
    agree = copies.agree(a, b)
    near = (distance <= copies.reach[a] + copies.reach[b]) & (agree | _say_the_same(base, name, a, b))
    far = (distance <= deviation_gate(copies.tested[a], copies.tested[b])) & agree & ~near
    far &= copies.same_level(a, b, level_differences(first, second))
    far[far] = ~copies.hold_versions(a[far], b[far], base.lots_taken()) if far.any() else False
    keep = near | far
    a, b, distance, near = a[keep], b[keep], distance[keep], near[keep]
    first, second = are_nearest(a, copies.lots[b], distance), are_nearest(b, copies.lots[a], distance)
    return _Pairs(a, b, distance, None).take(np.where(near, first | second, first & second))


def _find_line_copies(base: Base, name: str, copies: Copies, among: Flags, profile: Profile) -> _Pairs:
    """Lines that run along each other."""
    share, part = profile.value("T2", "share"), profile.value("T2", "part")
    geometry = copies.geometry.copy()
    geometry[~among] = None
    found = find_line_overlaps(
        geometry, copies.lots, copies.tested, deviation_gate, copies.may_be_versions, MUTUAL_FROM
    )
    a, b = found.row, found.other
    agree = copies.agree(a, b)
    one = ~copies.are_apart(a, b) & (agree | _say_the_same(base, name, a, b))
    near = one & (found.distance <= copies.reach[a] + copies.reach[b])
    far = one & ~near & agree & copies.same_level(a, b, found.step)
    covered = found.own_shares() >= share
    whole, long = covered | (found.counterpart_shares() >= share), found.common >= part
    free = ~_have_counterparts(copies, a, b, near & covered)
    far &= free & (whole | (long & (found.group_shares(far, copies.lots[b]) >= share)))
    far[far] = ~copies.hold_versions(a[far], b[far], base.lots_taken()) if far.any() else False
    told = np.flatnonzero((near & (whole | (long & free))) | far)
    _, first = np.unique(np.sort(np.column_stack((a, b))[told], axis=1), axis=0, return_index=True)
    at = told[first]
    return _Pairs(a[at], b[at], found.distance[at], np.column_stack((found.x[at], found.y[at])))


def _have_counterparts(copies: Copies, a: Rows, b: Rows, sure: Flags) -> Flags:
    """Pairs of which one surely lies, by some pairs, on one object of the other's deliveries all along."""
    size = int(copies.lots.max(initial=0)) + 1
    taken = np.unique(a[sure] * size + copies.lots[b[sure]])
    return np.isin(a * size + copies.lots[b], taken) | np.isin(b * size + copies.lots[a], taken)


def _say_the_same(base: Base, name: str, a: Rows, b: Rows) -> Flags:
    """Pairs of which nothing that objects of their class say besides their drawing differs."""
    says = zip(base.labels(name, a), base.labels(name, b), strict=True)
    return np.array([one == other for one, other in says], dtype=bool)

"""Find the objects that stand in several lots: versions of one object, by drawing, by identifier, by place."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.assignment import assign
from ...dataset.copies import Copies, Known
from ...dataset.similarity import covered_shares, level_differences, mean_distances, outlines, sizes
from ...geometry.crs import PCRS_ACCURACY
from ...geometry.equality import equal_pairs
from ...geometry.vertices import control_points
from ...model.best_version import (
    ALONE,
    DOUBTFUL_WORTH,
    EXACT,
    IDENTITY,
    IDENTITY_FROM,
    NEAR,
    NEAR_FROM,
    PAIR_WORTH,
    SMALL,
)
from ...model.pcrs import CLASSES, PLACEHOLDERS
from ...store.tables import labels_of
from .pairing import IDS_KEPT_FROM

Ranks = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Pairs compared at once: their buffers are the largest thing in memory.
_CHUNK = 10_000


@dataclass
class Likeness:
    """Two objects of each pair compared: one array entry a pair."""

    distance: Floats
    first_covered: Floats
    second_covered: Floats
    same_attributes: Flags
    same_level: Flags


class Versions(Copies):
    """Objects of one class in several lots, and the pairs of them that are versions of one object (ranks of rows).

    Parameters
    ----------
    table : as ``store.tables.read_class`` gives it.
    origins : deliveries that each object of a derived lot comes from, by uid; every other one comes from its lot.
    known : what earlier runs and people have said of pairs of objects.
    identifiers : lot and identifier of every object of the class, those that are not in the table too.
    """

    def __init__(
        self,
        name: str,
        table: geopandas.GeoDataFrame,
        *,
        origins: Mapping[str, frozenset[int]],
        known: Known | None = None,
        identifiers: Sequence[tuple[int, str]] = (),
    ) -> None:
        lots, uids = table["lot_id"].to_numpy(), table["uid"].to_numpy()
        homes = [origins.get(uid, frozenset((int(lot),))) for uid, lot in zip(uids, lots, strict=True)]
        super().__init__(table, lots, homes, undeclared=PCRS_ACCURACY, known=known)
        self.name = name
        self._held = [
            o | self._known.absorbed.get(uid, frozenset()) for uid, o in zip(self.uids, self._origins, strict=True)
        ]
        identifier = CLASSES[name].identifier
        self._identifiers = identifiers
        self._ids = table[identifier].to_numpy() if identifier else np.full(len(table), None)

    def equal_groups(self) -> list[list[int]]:
        """Groups of equal drawings (1 mm, Z too) that say the same, of which two lots hold one at least."""
        vertices = control_points(self.geometry, self.table["curve"].to_numpy())
        groups: dict[int, list[int]] = {}
        leader: dict[int, int] = {}
        labels = labels_of(self.table, self.name)
        for a, b in equal_pairs(vertices, len(self.table), with_z=True, labels=labels).tolist():
            first = leader.setdefault(a, a)
            leader[b] = first
            groups.setdefault(first, [first]).append(b)
        return [g for g in groups.values() if len({self.lots[i] for i in g}) > 1]

    def compare(self, a: Ranks, b: Ranks, tolerance: Floats) -> Likeness:
        """Compare the objects of pairs, `tolerance` metres being allowed in plan."""
        figures = np.empty((4, len(a)))
        for start in range(0, len(a), _CHUNK):
            part = slice(start, start + _CHUNK)
            first, second, allowed = self.geometry[a[part]], self.geometry[b[part]], tolerance[part]
            figures[:, part] = (
                mean_distances(first, second),
                covered_shares(first, second, allowed),
                covered_shares(second, first, allowed),
                level_differences(first, second),
            )
        return Likeness(figures[0], figures[1], figures[2], self.agree(a, b), self.same_level(a, b, figures[3]))

    def covered_lots(self, row: int) -> frozenset[int]:
        """Deliveries that an object comes from, and those whose versions it has taken the place of."""
        return self._held[row]

    def conflict_pairs(self) -> list[tuple[int, int]]:
        """Pairs of objects of which an earlier run has found that they are one, and a person has not decided yet.

        Lines are found again by the stretch that both cover (`stretches`), however they have been merged since.
        """
        row = {uid: rank for rank, uid in enumerate(self.uids)}
        pairs = [(row[a], row[b]) for a, b in sorted(self._known.together) if a in row and b in row]
        line = shapely.get_dimensions(self.geometry) == 1
        return [(a, b) for a, b in pairs if not (line[a] and line[b])]

    # -- candidates -----------------------------------------------------------------------------------------------

    def match_by_identifier(self, a: Ranks, b: Ranks, like: Likeness) -> tuple[Flags, int]:
        """Pairs of one identifier that lie on each other, for the pairs of lots that keep identifiers.

        Returns
        -------
        flags : bool array
        elsewhere : int
            Objects whose identifier stands on another place in the other lot.
        """
        ids = self._ids
        number = Counter(pair for pair in self._identifiers if pair[1] not in PLACEHOLDERS)
        of_lot: dict[int, set[str]] = defaultdict(set)
        for (lot, value), times in number.items():
            if times == 1:
                of_lot[lot].add(value)
        once = np.array([v in of_lot.get(lot, ()) for lot, v in zip(self.lots.tolist(), ids, strict=True)], dtype=bool)
        share = np.maximum(like.first_covered, like.second_covered)
        smaller = self._smaller_sizes(a, b)
        told = (smaller == 0) | (smaller > (self.reach[a] + self.reach[b]) / IDENTITY_FROM)
        same = once[a] & once[b] & (ids[a] == ids[b]) & told & (share > IDENTITY_FROM)
        area = shapely.get_dimensions(self.geometry[a]) == 2
        same &= ~area | (like.distance <= self.reach[a] + self.reach[b])
        pairs = [(min(x, y), max(x, y)) for x, y in zip(self.lots[a].tolist(), self.lots[b].tolist(), strict=True)]
        found = Counter(p for p, flag in zip(pairs, same, strict=True) if flag)
        common = {(x, y): len(of_lot[x] & of_lot[y]) for x, y in found}
        kept = {p for p, n in found.items() if n >= IDS_KEPT_FROM * common[p]}
        elsewhere = sum(common[p] - found[p] for p in kept)
        return same & np.array([p in kept for p in pairs], dtype=bool), elsewhere

    def match_by_place(self, a: Ranks, b: Ranks, like: Likeness, wide: Likeness) -> tuple[Flags, Flags]:
        """Pairs that lie on each other within the coarser of the two precisions; and only within their sum.

        Two surveys that are both true to their class may be as far apart as the sum, but so may neighbours be.
        """
        near = self._neighbour_flags(a, b, like, np.maximum(self.reach[a], self.reach[b]))
        wider = (
            self._neighbour_flags(a, b, wide, self.reach[a] + self.reach[b]) & wide.same_attributes & wide.same_level
        )
        return near, wider & ~near

    def _smaller_sizes(self, a: Ranks, b: Ranks) -> Floats:
        return np.minimum(sizes(self.geometry[a]), sizes(self.geometry[b]))

    def _neighbour_flags(self, a: Ranks, b: Ranks, like: Likeness, tolerance: Floats) -> Flags:
        """Pairs that overlap; small objects must be near all over, and be larger than the tolerance.

        A sliver that a neatline leaves overlaps with the piece that it continues, which is as near as its own length.
        """
        overlap = np.minimum(like.first_covered, like.second_covered) >= NEAR_FROM
        overlap &= like.distance <= tolerance  # of two areas the surfaces overlap, however far apart their borders are
        size = self._smaller_sizes(a, b)
        small = np.flatnonzero(overlap & (size > 0) & (size < SMALL * tolerance))
        farthest = shapely.hausdorff_distance(outlines(self.geometry[a[small]]), outlines(self.geometry[b[small]]))
        overlap[small] = (farthest <= tolerance[small]) & (size[small] > tolerance[small])
        return overlap


@dataclass
class Group:
    """Versions of one object: rows, and for each how it was found to belong to the group."""

    rows: list[int]
    reasons: dict[int, str] = field(default_factory=dict)


def groups(versions: Versions) -> tuple[list[Group], int]:
    """Groups of versions of one object, one a delivery at most save for exact repetitions.

    Surest first: exact, identifier, place. By place each two lots are paired as a whole, one-to-one. Those that lie on
    each other only within the sum of their precisions are taken where every object around finds a partner, or where
    neither of the two has another candidate that is still free. Nothing depends on the order of reception.

    Returns
    -------
    groups : list of Group
    elsewhere : int
        Identifiers that stand on different places in two lots that otherwise share them.
    """
    union = _Union(versions)
    alone = np.ones(len(versions.table), dtype=bool)
    for group in versions.equal_groups():
        alone[sorted(group, key=lambda i: str(versions.uids[i]))[1:]] = False
        union.join_exact(group)
    for x, y in versions.conflict_pairs():
        union.join(x, y, NEAR)
    a, b = versions.neighbour_pairs(alone, versions.reach)
    like = versions.compare(a, b, np.maximum(versions.reach[a], versions.reach[b]))
    wide = versions.compare(a, b, versions.reach[a] + versions.reach[b])
    identity, elsewhere = versions.match_by_identifier(a, b, wide)
    near, wider = versions.match_by_place(a, b, like, wide)
    agree = wide.same_attributes & wide.same_level
    order = _Order(versions, a, b, like.distance, agree)
    for k in order.ranks_in_order(identity):
        union.join(int(a[k]), int(b[k]), IDENTITY)
    free = np.array([union.may_join(x, y) for x, y in zip(a.tolist(), b.tolist(), strict=True)], dtype=bool)
    taken, complete = _assign(versions, a, b, wide.distance, agree, free & (near | wider))
    for k in order.ranks_in_order(taken & near):
        union.join(int(a[k]), int(b[k]), NEAR)
    for k in order.ranks_in_order(taken & complete & wider):
        union.join(int(a[k]), int(b[k]), ALONE)
    left = order.ranks_in_order(wider)
    for x, y in union.sole_candidates(a[left], b[left]):
        union.join(x, y, ALONE)
    return union.groups(), elsewhere


class _Order:
    """Pairs in the order in which they are joined: those that agree first, then the nearest, then by uid."""

    def __init__(self, versions: Versions, a: Ranks, b: Ranks, distance: Floats, agree: Flags) -> None:
        place = np.argsort(np.argsort(versions.uids))
        low, high = np.minimum(place[a], place[b]), np.maximum(place[a], place[b])
        self._order = np.lexsort((high, low, distance, ~agree))

    def ranks_in_order(self, flags: Flags) -> Ranks:
        return self._order[flags[self._order]]


def _assign(
    versions: Versions, a: Ranks, b: Ranks, distance: Floats, agree: Flags, candidates: Flags
) -> tuple[Flags, Flags]:
    """Of the candidates those that are taken when each two lots are paired as a whole, and whether all found one.

    The nearest pair is not always the right one: of two kerbs that run side by side one may be surveyed nearer to its
    neighbour than to itself.
    """
    taken, complete = np.zeros(len(a), dtype=bool), np.zeros(len(a), dtype=bool)
    place = np.argsort(np.argsort(versions.uids))
    # lots in an order that does not depend on reception: by their objects' first uid
    _, lot = np.unique(versions.lots, return_inverse=True)
    first = np.full(lot.max(initial=0) + 1, len(place))
    np.minimum.at(first, lot, place)
    lot_a, lot_b = first[lot[a]], first[lot[b]]
    turned = lot_a > lot_b
    one, other = np.where(turned, place[b], place[a]), np.where(turned, place[a], place[b])
    share = np.clip(distance / (versions.reach[a] + versions.reach[b]), 0.0, 1.0)
    worth = np.where(agree, PAIR_WORTH + 1.0 - share**2, DOUBTFUL_WORTH * (1.0 - share / 2))
    both = np.stack((np.minimum(lot_a, lot_b), np.maximum(lot_a, lot_b)))
    at = np.flatnonzero(candidates)
    _, group = np.unique(both[:, at], axis=1, return_inverse=True)
    for rows in np.split(at[np.argsort(group, kind="stable")], np.cumsum(np.bincount(group))[:-1]) if len(at) else ():
        found = assign(one[rows], other[rows], worth[rows])
        taken[rows], complete[rows] = found.taken, found.complete
    return taken, complete


class _Union:
    """Groups that grow pair by pair."""

    def __init__(self, versions: Versions) -> None:
        self._versions = versions
        self._of: dict[int, Group] = {}

    def join_exact(self, rows: list[int]) -> None:
        group = Group(list(rows), dict.fromkeys(rows, EXACT))
        self._of.update(dict.fromkeys(rows, group))

    def sole_candidates(self, a: Ranks, b: Ranks) -> list[tuple[int, int]]:
        """Of candidate pairs those that may still be joined and whose objects have no other one in those lots."""
        lots = self._versions.lots
        free = [(x, y) for x, y in zip(a.tolist(), b.tolist(), strict=True) if self.may_join(x, y)]
        number: Counter[tuple[int, int]] = Counter()
        for x, y in free:
            number[x, int(lots[y])] += 1
            number[y, int(lots[x])] += 1
        return [(x, y) for x, y in free if number[x, int(lots[y])] == number[y, int(lots[x])] == 1]

    def may_join(self, a: int, b: int) -> bool:
        """Whether the two are not in groups that exclude each other, or in one."""
        one, other = self._group(a), self._group(b)
        return one is not other and self._are_compatible(one, other)

    def _group(self, row: int) -> Group:
        return self._of.get(row) or Group([row])

    def join(self, a: int, b: int, reason: str) -> None:
        one, other = self._group(a), self._group(b)
        if one is other or not self._are_compatible(one, other):
            return
        for row in (a, b):
            one.reasons.setdefault(row, reason) if row in one.rows else other.reasons.setdefault(row, reason)
        joined = Group(one.rows + other.rows, {**one.reasons, **other.reasons})
        self._of.update(dict.fromkeys(joined.rows, joined))

    def _are_compatible(self, one: Group, other: Group) -> bool:
        origins = [frozenset().union(*(self._versions.covered_lots(r) for r in g.rows)) for g in (one, other)]
        return not origins[0] & origins[1] and all(
            self._versions.may_be_one(x, y) for x in one.rows for y in other.rows
        )

    def groups(self) -> list[Group]:
        return list({id(g): g for g in self._of.values()}.values())

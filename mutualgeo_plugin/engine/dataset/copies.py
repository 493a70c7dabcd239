"""Objects of different deliveries that may be one object of the field: one rule for assembling and for checking.

Two objects that are farther apart than their precisions promise, no farther than the test of their classes admits, may
be one object, of which one survey is bad. Within one delivery, two objects are two: one producer measured both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.accuracy import SECOND, limits
from ..model.best_version import NEUTRAL_CODES, TELLING
from ..model.pcrs import PLACEHOLDERS, UNBOUNDED
from ..store.conflicts import distinct_pairs
from ..store.store import Store
from .precision import admitted_deviations, bounds_of
from .similarity import outlines

Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

#: Mean deviation that the test of a class admits, over the class.
_MEAN_ADMITTED = limits(1.0, "z").mean


@dataclass(frozen=True)
class Known:
    """What earlier runs and people have said of the objects of a base.

    apart : pairs of uids (sorted) of delivered objects of which a person has said that they are two objects.
    roots : delivered objects that each derived one was made of, by uid.
    together : pairs of uids that wait for a decision: versions of one object.
    absorbed : lots whose versions an object has taken the place of, by uid.
    """

    apart: frozenset[tuple[str, str]] = frozenset()
    roots: Mapping[str, Collection[str]] = field(default_factory=dict)
    together: frozenset[tuple[str, str]] = frozenset()
    absorbed: Mapping[str, frozenset[int]] = field(default_factory=dict)


def read_apart(store: Store, roots: Mapping[str, Collection[str]]) -> frozenset[tuple[str, str]]:
    """Pairs of uids (sorted) of delivered objects of which a person has said that they are two.

    roots : delivered objects that each derived one comes from, by uid.
    """
    return frozenset(
        (min(a, b), max(a, b))
        for one, other in distinct_pairs(store)
        for a in roots.get(one, (one,))
        for b in roots.get(other, (other,))
    )


class Copies:
    """Objects of one class, and what may be said of pairs of them (ranks of rows).

    Parameters
    ----------
    table : as ``store.tables.read_class`` gives it.
    lots : delivery of each object, or the lot of what a run has made.
    origins : deliveries that each object comes from.
    undeclared : metres by which an object that declares no class may be wrong.
    known : what earlier runs and people have said of pairs of objects.

    Attributes
    ----------
    reach : metres of the precision class of each object; tested : deviation that the test of its class admits (T).
    """

    def __init__(
        self,
        table: geopandas.GeoDataFrame,
        lots: NDArray[np.int64],
        origins: Sequence[frozenset[int]],
        *,
        undeclared: float,
        known: Known | None = None,
    ) -> None:
        self.table = table
        self.geometry = table.geometry.to_numpy()
        self.lots = lots
        self.uids = table["uid"].to_numpy()
        self.reach = bounds_of(table, undeclared=undeclared)
        self.tested = admitted_deviations(table, undeclared=undeclared)
        self._reach_z = bounds_of(table, "precisionAltimetrique", undeclared=UNBOUNDED)
        self._origins = origins
        self._known = known or Known()

    def neighbour_pairs(self, among: Flags, reach: Floats) -> tuple[Rows, Rows]:
        """Pairs of objects of different lots that come within twice the larger of their reaches of each other."""
        at = np.flatnonzero(among & ~shapely.is_missing(self.geometry) & ~shapely.is_empty(self.geometry))
        if len(at) < 2:
            return at[:0], at[:0]
        lines = outlines(self.geometry[at])
        tree = shapely.STRtree(lines)
        # queried precision by precision: a coarse object of the class must not widen the search of all others
        found = []
        for bound in np.unique(reach[at]):
            mine = np.flatnonzero(reach[at] == bound)
            left, right = tree.query(lines[mine], predicate="dwithin", distance=2 * bound)
            found.append((mine[left], right))
        left, right = (np.concatenate(side) for side in zip(*found, strict=True))
        a, b = at[np.minimum(left, right)], at[np.maximum(left, right)]
        a, b = np.unique(np.stack((a, b))[:, a != b], axis=1)
        keep = self.lots[a] != self.lots[b]
        a, b = a[keep], b[keep]
        return a, b

    def same_level(self, a: Rows, b: Rows, step: Floats) -> Flags:
        """Whether the mean difference of altitude of each pair, NaN where one has none, is as both promise.

        The mean that the test of a class admits is a little more than the class (`model.accuracy.limits`).
        """
        return ~(step > _MEAN_ADMITTED * (self._reach_z[a] + self._reach_z[b]))

    def agree(self, a: Rows, b: Rows) -> Flags:
        """Whether no telling attribute of the two contradicts the other's."""
        agree = np.ones(len(a), dtype=bool)
        for column in TELLING:
            if column in self.table:
                values = self.table[column].to_numpy()
                silent = np.array([not v or v in NEUTRAL_CODES or v in PLACEHOLDERS for v in values], dtype=bool)
                agree &= (values[a] == values[b]) | silent[a] | silent[b]
        return agree

    def are_apart(self, a: Rows, b: Rows) -> Flags:
        """Pairs that come from one delivery, or of which a person has said that they are two."""
        pairs = zip(a.tolist(), b.tolist(), strict=True)
        return np.array([bool(self.origins(x) & self.origins(y)) or not self.may_be_one(x, y) for x, y in pairs], bool)

    def may_be_versions(self, a: Rows, b: Rows) -> Flags:
        """Pairs of two deliveries that neither their attributes nor a person say to be two objects."""
        return self.agree(a, b) & ~self.are_apart(a, b)

    def may_be_one(self, a: int, b: int) -> bool:
        """Whether no person has said that the two, or objects that they were made of, are two."""
        if not self._known.apart:
            return True
        first, second = (self._known.roots.get(str(self.uids[row]), (str(self.uids[row]),)) for row in (a, b))
        return not any((min(x, y), max(x, y)) in self._known.apart for x in first for y in second)

    def origins(self, row: int) -> frozenset[int]:
        """Deliveries that an object comes from."""
        return self._origins[row]

    def hold_versions(self, a: Rows, b: Rows, absorbed: Mapping[str, frozenset[int]]) -> Flags:
        """Pairs of which one has taken the place of a version of a delivery that the other comes from.

        absorbed : deliveries whose versions an object has taken the place of, by uid.
        """
        held = [absorbed.get(uid, frozenset()) for uid in self.uids]
        pairs = zip(a.tolist(), b.tolist(), strict=True)
        return np.array([bool(held[x] & self.origins(y) or held[y] & self.origins(x)) for x, y in pairs], bool)


def deviation_gate(first: Floats, second: Floats) -> Floats:
    """How far apart two drawings of one place may be, metres, from the first threshold of the test of each one's class.

    As far as the two together, or as far as the coarser may be from the truth (its second threshold).
    """
    return np.maximum(first + second, SECOND * np.maximum(first, second))


def are_nearest(row: Rows, lot: Rows, distance: Floats) -> Flags:
    """Pairs whose distance is the least of their row's with a lot."""
    _, group = np.unique(np.stack((row, lot)), axis=1, return_inverse=True)
    least = np.full(group.max(initial=-1) + 1, np.inf)
    np.minimum.at(least, group, distance)
    return np.asarray(distance <= least[group])

"""Ends of lines at the border of two lots: which continue each other, how surely, and which one would move."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.assignment import assign
from ...dataset.precision import bounds_of
from ...geometry.components import two_sides
from ...geometry.end_move import move_part_end, refusal
from ...geometry.wkb import Shape
from ...model.edges import (
    CONFIDENCE_ATTRIBUTES,
    CONFIDENCE_CANDIDATES,
    CONFIDENCE_CONTINUITY,
    CONTINUES_FROM,
    DOUBTFUL,
    HAIR,
    LEVEL,
    LEVEL_FROM,
    MEETS,
    MOVE,
    SAME_END,
    SURE_FROM,
    TOO_FAR,
    UNDECLARED,
    WORTH_ATTRIBUTES,
    WORTH_CONTINUITY,
    WORTH_NEAR,
    WORTH_PAIR,
)
from ...model.errors import EngineError
from ...store.derived_objects import derived_origins
from ...store.originals import read_originals
from ...store.store import Store
from ...store.tables import read_class
from ..ranking.ranking import Rule, rank
from ..sharing.emprises import lot_emprises
from .ends import LINES, Ends, border_mask, line_ends

Floats = NDArray[np.float64]
Ranks = NDArray[np.intp]


@dataclass(frozen=True)
class Pair:
    """Two ends that continue each other; the one of `uid` is the less precise.

    part, last : which end of the object: place of its part, and whether it is the part's last point.
    start, target : the end, and the place that it would take; Z is NaN where there is none.
    gap : metres in plan; dz : altitude of the target less that of the end.
    confidence : 0 to 100; decision : `model.edges.DECISIONS`.
    before, after : the part as it is and as it would be, linearised; `after` is `before` where nothing moves.
    """

    feature_class: str
    uid: str
    gml_id: str
    other_uid: str
    other_gml_id: str
    lots: tuple[str, str]
    part: int
    last: bool
    start: tuple[float, float, float]
    target: tuple[float, float, float]
    gap: float
    dz: float
    confidence: float
    decision: str
    before: shapely.Geometry
    after: shapely.Geometry

    @property
    def moves(self) -> bool:
        """Whether the end would move, in plan or in altitude."""
        return self.decision in (MOVE, LEVEL)


def find_pairs(store: Store, *, search: float, rule: Rule, move_z: bool = False) -> list[Pair]:
    """Pairs of ends at the borders of lots, in order of class and uid; nothing is written.

    Parameters
    ----------
    search : metres within which ends of two lots, and their emprises, are looked for.
    rule : by it the less precise end is chosen; where it leaves two equal, the lots' hashes choose.

    Raises
    ------
    EngineError
        ``edges_no_border``: fewer than two lots have an emprise.
    """
    emprises, origins = lot_emprises(store), derived_origins(store)
    if len(emprises) < 2:
        raise EngineError("edges_no_border", count=len(emprises))
    lots = {int(lot["lot_id"]): lot for lot in store.lots(None)}
    out: list[Pair] = []
    for name in store.class_names():
        table = read_class(store, name) if name in LINES else ()
        if len(table):
            ends = line_ends(name, table, origins)
            near = border_mask(ends, emprises, search)
            pairs = _pairs(ends, near, lots, rule, search=search, move_z=move_z)
            out += _feasible_pairs(store, ends, pairs)
    return out


@dataclass(frozen=True)
class _Candidates:
    """Pairs of ends that may continue each other: ends, gap, and likeness from 0 to 1."""

    left: Ranks
    right: Ranks
    gap: Floats
    attributes: Floats
    continuity: Floats

    def subset(self, keep: NDArray[np.bool_] | Ranks) -> _Candidates:
        return _Candidates(*(getattr(self, f)[keep] for f in ("left", "right", "gap", "attributes", "continuity")))


def _pairs(
    ends: Ends,
    near: NDArray[np.bool_],
    lots: Mapping[int, Mapping[str, Any]],
    rule: Rule,
    *,
    search: float,
    move_z: bool,
) -> list[Pair]:
    reach = bounds(ends, "precisionPlanimetrique")
    found = _candidates(ends, near, reach, search)
    number: Counter[int] = Counter([*found.left.tolist(), *found.right.tolist()])
    chances = np.array([2 / (number[a] + number[b]) for a, b in zip(found.left, found.right, strict=True)])
    confidence = 100 * (
        CONFIDENCE_CANDIDATES * chances
        + CONFIDENCE_ATTRIBUTES * found.attributes
        + CONFIDENCE_CONTINUITY * found.continuity
    )
    nearness = 1 - found.gap / (reach[found.left] + reach[found.right])
    worth = (
        WORTH_PAIR
        + WORTH_NEAR * np.clip(nearness, 0, 1)
        + WORTH_CONTINUITY * found.continuity
        + WORTH_ATTRIBUTES * found.attributes
    )
    taken = _drop_second_joints(ends, found, worth, _assign_candidates(found, worth), search)
    order = rank(ends.table, lots, rule).rank
    z_reach = bounds(ends, "precisionAltimetrique")
    names = {number: str(lot["name"]) for number, lot in lots.items()}
    return [
        _pair(
            ends=ends,
            a=int(found.left[k]),
            b=int(found.right[k]),
            confidence=float(confidence[k]),
            order=order,
            reach=reach,
            z_reach=z_reach,
            names=names,
            move_z=move_z,
        )
        for k in taken
    ]


def bounds(ends: Ends, column: str) -> Floats:
    """Bound in metres of the precision class of each end's object."""
    of_object = bounds_of(ends.table, column, undeclared=UNDECLARED)
    return np.repeat(of_object[ends.owner], 2)


def _candidates(ends: Ends, near: NDArray[np.bool_], reach: Floats, search: float) -> _Candidates:
    """Ends of two lots within the sum of their precisions that run on into each other; those that meet are settled."""
    at = np.flatnonzero(near)
    left, right = shapely.STRtree(ends.points[at]).query(ends.points[at], predicate="dwithin", distance=search)
    left, right = at[left], at[right]
    keep = left < right
    left, right = left[keep], right[keep]
    home = [ends.homes[o] for o in ends.owner]
    apart = np.array([not home[a // 2] & home[b // 2] for a, b in zip(left, right, strict=True)], dtype=bool)
    left, right = left[apart], right[apart]
    gap = shapely.distance(ends.points[left], ends.points[right])
    # of the two directions of each end those by which the two continue each other best
    either = (ends.end_directions, ends.piece_directions)
    cosine = np.max([-(one[left] * other[right]).sum(axis=1) for one in either for other in either], axis=0)
    turn = np.arccos(np.clip(cosine, -1, 1))
    continuity = np.clip(1 - turn / (np.pi / 2), 0, 1)
    texts = ends.attributes[ends.owner]
    same = texts[left // 2] == texts[right // 2]
    attributes = same.mean(axis=1) if same.shape[1] else np.ones(len(left))
    found = _Candidates(left, right, gap, attributes.astype(np.float64), continuity)
    meets = gap <= SAME_END
    settled = np.zeros(2 * len(ends.parts), dtype=bool)
    settled[left[meets]] = settled[right[meets]] = True
    runs_on = (gap <= reach[left] + reach[right] + HAIR) & (continuity >= CONTINUES_FROM)
    return found.subset(meets | (runs_on & ~settled[left] & ~settled[right]))


def _assign_candidates(found: _Candidates, worth: Floats) -> Ranks:
    """Candidates of the largest total worth, each end once.

    Ends of two lots make two sides. Where three lots meet in one point the ends may not fall into two sides: such a
    group takes its worthiest pairs first.
    """
    ends, member = np.unique(np.stack((found.left, found.right)), return_inverse=True)
    side = two_sides(len(ends), *member.reshape(2, -1))[member.reshape(2, -1)[0]]
    even, first = side >= 0, side == 0
    one, two = np.where(first, found.left, found.right), np.where(first, found.right, found.left)
    rows = np.flatnonzero(even)
    taken = list(rows[assign(one[rows], two[rows], worth[rows]).taken])
    used: set[int] = set()
    odd = np.flatnonzero(~even)
    for k in odd[np.lexsort((found.right[odd], found.left[odd], -worth[odd]))]:
        if not {int(found.left[k]), int(found.right[k])} & used:
            used |= {int(found.left[k]), int(found.right[k])}
            taken.append(k)
    return np.array(sorted(taken), dtype=np.intp)


def _drop_second_joints(ends: Ends, found: _Candidates, worth: Floats, taken: Ranks, search: float) -> Ranks:
    """Two short lines continue each other once: the ends on their other sides are no second meeting.

    A loop that a border cuts in two meets twice; its two lines are longer than the search.
    """
    seen: set[tuple[int, int]] = set()
    out = []
    for k in taken[np.lexsort((taken, -worth[taken]))]:
        parts = int(found.left[k] // 2), int(found.right[k] // 2)
        if parts in seen and min(ends.lengths[list(parts)]) <= search:
            continue
        seen.add(parts)
        out.append(k)
    return np.array(sorted(out), dtype=np.intp)


def _pair(
    *,
    ends: Ends,
    a: int,
    b: int,
    confidence: float,
    order: Ranks,
    reach: Floats,
    z_reach: Floats,
    names: Mapping[int, str],
    move_z: bool,
) -> Pair:
    """The pair with what is decided of it by numbers alone."""
    if order[ends.owner[a // 2]] < order[ends.owner[b // 2]]:
        a, b = b, a  # a moves
    start, target = ends.xyz[a], ends.xyz[b].copy()
    gap, dz = float(np.hypot(*(target - start)[:2])), float(target[2] - start[2])
    level = move_z and abs(dz) <= z_reach[a] + HAIR and z_reach[a] >= z_reach[b]
    if not level:
        target[2] = start[2]
    if gap <= SAME_END:
        decision = LEVEL if level and abs(dz) > LEVEL_FROM + HAIR else MEETS
        target[:2] = start[:2]
    elif confidence < SURE_FROM:
        decision = DOUBTFUL
    else:
        decision = MOVE if gap <= reach[a] + HAIR else TOO_FAR
    i, j = int(ends.owner[a // 2]), int(ends.owner[b // 2])
    uids, ids = ends.table["uid"].to_numpy(), ends.table["gml_id"].to_numpy()
    line = ends.parts[a // 2]
    lots = tuple(", ".join(sorted(names[h] for h in ends.homes[o])) for o in (i, j))
    return Pair(
        feature_class=ends.name,
        uid=str(uids[i]),
        gml_id=str(ids[i]),
        other_uid=str(uids[j]),
        other_gml_id=str(ids[j]),
        lots=(lots[0], lots[1]),
        part=int(ends.rank[a // 2]),
        last=bool(a % 2),
        start=tuple(start.tolist()),
        target=tuple(target.tolist()),
        gap=gap,
        dz=dz,
        confidence=confidence,
        decision=decision,
        before=line,
        after=line,
    )


def _feasible_pairs(store: Store, ends: Ends, pairs: Iterable[Pair]) -> list[Pair]:
    """Pairs with the move carried out on a copy: what would bend an arc or turn a line over does not move."""
    pairs = sorted(pairs, key=lambda p: (p.uid, p.part, p.last))
    shapes: dict[str, Shape] = {}
    originals = read_originals(store, ends.name, [p.uid for p in pairs if p.moves])
    reach = dict(
        zip(ends.table["uid"].to_numpy()[ends.owner], bounds(ends, "precisionPlanimetrique")[::2], strict=True)
    )
    out = []
    for pair in pairs:
        if pair.moves:
            shape = shapes.get(pair.uid, originals[pair.uid].shape)
            why = refusal(shape, pair.part, last=pair.last, place=pair.target, tolerance=float(reach[pair.uid]))
            if why:
                pair = replace(pair, decision=why)
            else:
                shapes[pair.uid], line = move_part_end(shape, pair.part, last=pair.last, place=pair.target)
                pair = replace(pair, after=line)
        out.append(pair)
    return out

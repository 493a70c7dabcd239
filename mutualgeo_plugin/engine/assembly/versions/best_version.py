"""Of the versions of one object the best stays; a newer but worse one waits for a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from ...dataset.copies import Known, deviation_gate, read_apart
from ...dataset.precision import admitted_deviation
from ...dataset.similarity import covered_shares, sizes
from ...geometry.crs import PCRS_ACCURACY
from ...model.best_version import ALTITUDE, ATTRIBUTES, DISTANCE, EXACT, EXTENT, NEAR_FROM, NEWER, PART_FROM, STRETCH
from ...model.pcrs import CLASSES
from ...store.conflicts import conflicts
from ...store.contents import read_precision_codes
from ...store.derived_objects import absorbed_lots, derived_origins, derived_roots
from ...store.keys import read_identifiers
from ...store.store import Store
from ...store.tables import read_class
from ..ranking.ranking import Ranking, Rule, rank
from .candidates import objects_in_several_lots
from .doubtful_copies import find_doubtful_copies
from .stretches import find_stretches
from .versions import Floats, Group, Ranks, Versions, groups

#: Classes compared: objects of the field, their drawing, and affleurants by the geometry they lead to.
#: The parts of an affleurant and the frame of a lot are not objects of their own.
COMPARED = tuple(c.name for c in CLASSES.values() if c.family in ("vecteur", "habillage") and c.is_drawn)


@dataclass(frozen=True)
class Loser:
    """A version that gives way to a better one.

    reason : how the two were found to be one object (`model.keep_best.REASONS`).
    distance : metres between the two.
    """

    feature_class: str
    fid: int
    uid: str
    lot_id: int
    kept_uid: str
    reason: str
    distance: float


@dataclass(frozen=True)
class Conflict:
    """Two versions of which a person must say which one stays; `best` is the one that the rule prefers.

    reason : `model.keep_best.CONFLICTS`.
    """

    feature_class: str
    best: str
    other: str
    reason: str
    distance: float
    x: float
    y: float


@dataclass
class Outcome:
    """What the rule says of all classes."""

    losers: list[Loser] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)
    elsewhere: int = 0

    def merge_outcome(self, later: Outcome) -> Outcome:
        """What this and a later look at the same base say together."""
        return Outcome([*self.losers, *later.losers], later.conflicts, max(self.elsewhere, later.elsewhere))


def keep_best(store: Store, rule: Rule) -> Outcome:
    """Find the versions of each object across lots and rank them; nothing is written."""
    lots = {int(lot["lot_id"]): lot for lot in store.lots(None)}
    origins = derived_origins(store)
    roots = derived_roots(store)
    known = Known(read_apart(store, roots), roots, _find_waiting_pairs(store), absorbed_lots(store))
    outcome = Outcome()
    for name in store.class_names():
        if name not in COMPARED:
            continue
        codes = read_precision_codes(store, name) or {None}
        reach = max(admitted_deviation(code, undeclared=PCRS_ACCURACY) for code in codes)
        table = read_class(store, name, fids=objects_in_several_lots(store, name, reach))
        if len(table):
            named = read_identifiers(store, name)
            versions = Versions(name, table, origins=origins, known=known, identifiers=named)
            found, elsewhere = groups(versions)
            outcome.elsewhere += elsewhere
            ranking = rank(table, lots, rule)
            _judge(versions, found, ranking, outcome)
            _judge_rest(versions, ranking, outcome)
    return outcome


def _find_waiting_pairs(store: Store) -> frozenset[tuple[str, str]]:
    """Pairs of uids (sorted) of versions of one object that wait for a decision; doubtful copies may be two."""
    return frozenset(
        (min(pair), max(pair))
        for c in conflicts(store)
        if c["reason"] != DISTANCE and (pair := (str(c["uid_a"]), str(c["uid_b"])))
    )


@dataclass(frozen=True)
class _Judgement:
    best: int
    other: int
    reason: str
    newer: bool


def _judge(versions: Versions, found: Sequence[Group], ranking: Ranking, outcome: Outcome) -> None:
    """Losers and conflicts of the groups of a class."""
    judgements = [j for group in found for j in _judge_group(versions, group, ranking)]
    judgements.sort(key=lambda j: (str(versions.uids[j.best]), str(versions.uids[j.other])))
    best, other = (np.array([getattr(j, side) for j in judgements], dtype=np.intp) for side in ("best", "other"))
    like = versions.compare(best, other, versions.reach[best] + versions.reach[other])
    places = shapely.point_on_surface(versions.geometry[other])
    table = versions.table
    bare = _bare_metres(versions, best, other, like.second_covered)
    for k, j in enumerate(judgements):
        if j.newer:
            why = NEWER
        elif not like.same_attributes[k]:
            why = ATTRIBUTES
        elif not like.same_level[k]:
            why = ALTITUDE
        elif j.reason != EXACT and like.second_covered[k] < NEAR_FROM:
            why = EXTENT
        else:
            why = ""
        if not why and j.reason != EXACT and bare[k] > PART_FROM:
            continue  # what else covers the rest, the stretches say
        kept, uid = str(versions.uids[j.best]), str(versions.uids[j.other])
        distance = 0.0 if j.reason == EXACT else float(like.distance[k])
        if why:
            outcome.conflicts.append(
                Conflict(versions.name, kept, uid, why, distance, float(places[k].x), float(places[k].y))
            )
        else:
            outcome.losers.append(
                Loser(
                    versions.name, int(table["fid"].iat[j.other]), uid, int(versions.lots[j.other]), kept, j.reason,
                    distance,
                )
            )  # fmt: skip


def _bare_metres(versions: Versions, best: Ranks, other: Ranks, covered: Floats) -> Floats:
    """Metres of the second line of each pair that do not lie on the first, however wide both may be wrong."""
    length = np.where(shapely.get_dimensions(versions.geometry[other]) == 1, sizes(versions.geometry[other]), 0.0)
    bare = (1.0 - covered) * length
    at = np.flatnonzero(bare > PART_FROM)
    a, b = best[at], other[at]
    gate = deviation_gate(versions.tested[a], versions.tested[b])
    bare[at] = (1.0 - covered_shares(versions.geometry[b], versions.geometry[a], gate)) * length[at]
    return bare


def _judge_rest(versions: Versions, ranking: Ranking, outcome: Outcome) -> None:
    """Losers and conflicts among what is left of a class: lines that are cut otherwise, and doubtful copies."""
    own = {loser.uid for loser in outcome.losers}
    conflicts = {c.other for c in outcome.conflicts}
    left = np.array([uid not in own and uid not in conflicts for uid in versions.uids], dtype=bool)
    row = {uid: rank for rank, uid in enumerate(versions.uids)}
    counterparts = {
        *((row[loser.kept_uid], loser.lot_id) for loser in outcome.losers if loser.kept_uid in row),
        *(
            (row[c.best], int(versions.lots[row[c.other]]))
            for c in outcome.conflicts
            if c.best in row and c.other in row
        ),
    }
    for found in find_stretches(versions, left, ranking, counterparts):
        kept, uid = str(versions.uids[found.better]), str(versions.uids[found.row])
        if found.why:
            outcome.conflicts.append(Conflict(versions.name, kept, uid, found.why, found.distance, found.x, found.y))
        else:
            fid, lot = int(versions.table["fid"].iat[found.row]), int(versions.lots[found.row])
            outcome.losers.append(Loser(versions.name, fid, uid, lot, kept, STRETCH, found.distance))
    pairs = find_doubtful_copies(versions, left, counterparts)
    for a, b, distance in zip(*(side.tolist() for side in pairs), strict=True):
        best, other = (a, b) if ranking.rank[a] < ranking.rank[b] else (b, a)
        place = shapely.point_on_surface(versions.geometry[other])
        outcome.conflicts.append(
            Conflict(
                versions.name, str(versions.uids[best]), str(versions.uids[other]), DISTANCE, distance,
                float(place.x), float(place.y),
            )
        )  # fmt: skip


def _judge_group(versions: Versions, group: Group, ranking: Ranking) -> list[_Judgement]:
    """Each version against the best one that is not older; where all better ones are older, against the best.

    A version of the best one's own lot stays: what a producer repeats in one lot is a finding, not a decision.
    """
    rows = sorted(group.rows, key=lambda i: ranking.rank[i])
    kept = [rows[0]]
    out = []
    for row in rows[1:]:
        if versions.origins(row) & versions.origins(rows[0]):
            continue
        reason = group.reasons.get(row) or group.reasons[rows[0]]
        better = [k for k in kept if not ranking.date[row] > ranking.date[k]]
        out.append(_Judgement(better[0] if better else kept[0], row, reason, not better))
        if not better:
            kept.append(row)
    return out


def count_by_class(things: Sequence[Loser] | Sequence[Conflict]) -> Mapping[str, Mapping[str, int]]:
    """Numbers by class and reason, in order."""
    counted: dict[str, dict[str, int]] = {}
    for thing in things:
        figures = counted.setdefault(thing.feature_class, {})
        figures[thing.reason] = figures.get(thing.reason, 0) + 1
    return {name: dict(sorted(figures.items())) for name, figures in sorted(counted.items())}

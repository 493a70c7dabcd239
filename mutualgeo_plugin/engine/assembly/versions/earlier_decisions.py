"""Decisions that two versions are two objects, followed to the same objects under other identifiers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...context import Json
from ...dataset.remembered_objects import UNKNOWN, RememberedObject, read_remembered
from ...dataset.tracking import SPREAD, Trace, pair_up
from ...store.conflicts import distinct_conflicts
from ...store.store import Store

#: What the two objects of a conflict are compared as: where it was noted depends on which of them the rule prefers.
_CODE, _ABOUT = "conflict", (SPREAD, "", "")


def find_earlier_decisions(store: Store, found: Sequence[Json]) -> dict[tuple[str, str], int]:
    """Conflicts that a run has found, by their uids (sorted), of whose objects a person has said before, when they had
    other identifiers, that they are two: number of that decision.

    A lot that is delivered again brings the same objects under new uids; they are the same where neither has moved by
    more than its tolerance.
    """
    decided = distinct_conflicts(store)
    if not decided or not found:
        return {}
    objects = read_remembered(store, {str(c[side]) for c in (*decided, *found) for side in ("uid_a", "uid_b")})
    pairs = pair_up([_trace(c, objects) for c in decided], [_trace(c, objects) for c in found])
    return {
        (min(uids), max(uids)): int(decided[a]["decision_id"])
        for a, b in pairs
        if (uids := (str(found[b]["uid_a"]), str(found[b]["uid_b"])))
    }


def _trace(conflict: Json, objects: Mapping[str, RememberedObject]) -> Trace:
    two = [objects.get(str(conflict[side]), UNKNOWN) for side in ("uid_a", "uid_b")]
    return Trace(
        _CODE,
        str(conflict["class"]),
        _ABOUT,
        tuple(one.gml_id for one in two if one.gml_id),
        (float(conflict["x"]), float(conflict["y"])),
        tuple(one.shape for one in two),
        tuple(one.tolerance for one in two),
    )

"""The base as it was: states are replayed from lineage, the story of an object is told line by line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..formats import sql
from ..model.days import read_moment, utc_text
from ..model.errors import EngineError
from ..model.pcrs import CLASSES
from .hand_edits import ACTIONS, ADDED
from .schema import CURRENT
from .store import Store

#: State of an object before it was there.
NOT_YET = "not yet there"

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_RUN = re.compile(r"run:(\d+)")


@dataclass(frozen=True)
class Past:
    """States at a moment, as they differ from today's.

    later_runs : runs that came after the moment.
    absent : lots that were not there yet.
    states : uid → state then, for the objects whose state has changed since.
    edited : objects edited by hand since: their geometry and texts are today's.
    """

    moment: str
    later_runs: frozenset[int] = frozenset()
    absent: frozenset[int] = frozenset()
    states: dict[str, str] = field(default_factory=dict)
    edited: frozenset[str] = frozenset()

    def state(self, lot_id: int, uid: str, today: str) -> str:
        """State of an object at the moment."""
        return NOT_YET if lot_id in self.absent else self.states.get(uid, today)

    def was_current(self, lot_id: int, uid: str, today: str) -> bool:
        """Whether an object belonged to the base at the moment."""
        return self.state(lot_id, uid, today) == CURRENT


def moment_of(text: str) -> str:
    """A moment as the store writes it: a day counts to its end, a date with time is turned into UTC.

    Raises
    ------
    EngineError
        ``moment_wrong``
    """
    if _RUN.fullmatch(text):
        return text
    if _DAY.fullmatch(text):
        text += "T23:59:59Z"
    parsed = read_moment(text)
    if parsed is None:
        raise EngineError("moment_wrong", moment=text)
    return utc_text(parsed)


def resolve_moment(store: Store, text: str) -> Past:
    """The base at a moment: ``2024-06-01``, ``2024-06-01T08:00:00Z`` or ``run:12`` (after that run).

    Raises
    ------
    EngineError
        ``moment_wrong``
    """
    moment = moment_of(text)
    run = _RUN.fullmatch(moment)
    if run:
        rows = store._connection.execute("SELECT run_id FROM run WHERE run_id > ?", (int(run[1]),))
    else:
        rows = store._connection.execute("SELECT run_id FROM run WHERE started > ?", (moment,))
    later = frozenset(r for (r,) in rows)
    states: dict[str, str] = {}
    came: dict[int, int] = {}
    edited = set()
    for uid, action, lot_id, run_id, state_from in store._connection.execute(
        "SELECT uid, action, lot_id, run_id, state_from FROM lineage WHERE run_id IS NOT NULL ORDER BY id"
    ):
        came.setdefault(lot_id, run_id)
        if run_id not in later:
            continue
        if state_from is not None:
            states.setdefault(uid, state_from)
        elif action == ACTIONS[ADDED]:
            states.setdefault(uid, NOT_YET)
        elif action in ACTIONS.values():
            edited.add(uid)
    absent = frozenset(lot for lot, first in came.items() if first in later)
    return Past(moment, later, absent, states, frozenset(edited))


@dataclass
class Story:
    """What is known of one object: where it comes from, its states, and what happened, oldest first."""

    uid: str
    feature_class: str
    gml_id: str
    source_id: str | None
    lot: dict[str, Any]
    state: str
    state_then: str
    events: list[dict[str, Any]]


def object_histories(
    store: Store, *, uid: str | None = None, lot_id: int | None = None, past: Past | None = None
) -> Iterator[Story]:
    """Stories of one object, of a lot's, or of all, in order of class, lot and place in the lot."""
    past = past or Past("")
    lots = {int(lot["lot_id"]): lot for lot in store.lots(None)}
    events = _events(store, uid, past)
    receptions = {e["lot_id"]: e for e in events.pop("*", [])}
    where = " AND ".join(
        condition for condition, wanted in (("uid = ?", uid), ("lot_id = ?", lot_id)) if wanted is not None
    )
    values = [v for v in (uid, lot_id) if v is not None]
    for name in store.class_names():
        identifier = CLASSES[name].identifier
        columns = ["uid", "lot_id", "gml_id", "state", *([identifier] if identifier else [])]
        for row in store._connection.execute(sql.select(name, columns, where, "lot_id, ord"), values):
            then = past.state(row[1], row[0], row[3])
            received = [receptions[row[1]]] if row[1] in receptions else []
            yield Story(
                row[0], name, row[2], row[4] if identifier else None, lots[row[1]], row[3], then,
                [*received, *events.get(row[0], [])],
            )  # fmt: skip


def _events(store: Store, uid: str | None, past: Past) -> dict[str, list[dict[str, Any]]]:
    """Lines of lineage until the moment, by object; those of whole lots stand under "*"."""
    cursor = store._connection.execute(
        "SELECT l.uid, l.class, l.lot_id, l.run_id, r.started AS happened, r.job, l.action, l.state_from, l.state_to, "
        "l.competitor, l.detail FROM lineage l LEFT JOIN run r ON r.run_id = l.run_id "
        "WHERE :uid IS NULL OR l.uid = :uid OR l.class = '*' ORDER BY l.id",
        {"uid": uid},
    )
    names = [d[0] for d in cursor.description]
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in cursor:
        event = dict(zip(names, row, strict=True))
        if event["run_id"] in past.later_runs:
            continue
        name, subject = event.pop("class"), event.pop("uid")
        if name != "*":
            found[subject].append(event)
        elif event["action"] == "received":
            found["*"].append(event)
    return found

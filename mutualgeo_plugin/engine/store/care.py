"""Is the store sound? What SQLite, the spatial index, the counts, the links and the lineage say."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..formats import sql
from ..formats.sqlite_errors import sqlite_errors
from ..model.errors import Phrase, Phrases
from ..model.pcrs import CLASSES
from . import dialect, lock
from .invariants import Fault
from .migrations import copy_store
from .soundness import find_core_faults, find_faults
from .store import Store

#: Largest distance in metres between a geometry and its box in the index (32-bit floats at ten million metres).
_BOX_SLACK = 1.0
#: Objects that a problem names; more of them are counted.
_NAMED = 20


@dataclass(frozen=True)
class Problem:
    """What is wrong: table, code of the sentence, number of cases; what the sentence names."""

    table: str
    code: str
    count: int
    detail: object = ""
    what: Phrase | None = None


def check(store: Store) -> list[Problem]:
    """Everything that is wrong with a store; nothing is written."""
    faults = dialect.file_faults(store._connection, 20)
    if faults:
        return [Problem("-", "problem_integrity", len(faults), "; ".join(faults))]
    unsound = list(find_faults(store._connection))
    problems = _group_faults(unsound)
    if find_core_faults(store._connection):
        return problems
    problems += _check_lock(store)
    beside = [fault for fault in unsound if fault.row is None or fault.table not in CLASSES]
    if beside:
        return problems  # the rest is asked of tables that are not as they must be
    for name in store.class_names():
        problems += _check_class(store, name)
    problems += _check_lots(store)
    problems += _check_references(store)
    return [p for p in problems if p.count]


def count_objects(store: Store) -> dict[str, int]:
    """Objects of each class that has a table, also where the base is unsound."""
    there = dialect.table_names(store._connection)
    return {name: _scalar(store, sql.count(name)) for name in CLASSES if name in there}


def has_fault(store: Store) -> bool:
    """Whether a hand or a tool has made the base unsound."""
    return next(find_faults(store._connection, most=1), None) is not None


def _group_faults(faults: list[Fault]) -> list[Problem]:
    """Faults that say the same of objects of one table as one problem, which names the first of them."""
    alike: dict[tuple[object, ...], list[Fault]] = {}
    for fault in faults:
        alike.setdefault((fault.table, fault.code, *sorted(fault.fields.items(), key=repr)), []).append(fault)
    return [
        Problem(
            some[0].table,
            "problem_unsound",
            len(some),
            Phrases([fault.place for fault in some[:_NAMED]]),
            some[0].sentence,
        )
        for some in alike.values()
    ]


def _check_lock(store: Store) -> list[Problem]:
    """A lock that nobody holds any more; the next run that writes takes it over."""
    holder = lock_holder(store)
    if holder is None or lock.is_alive(holder, store.path):
        return []
    detail = f"{holder.who}, {holder.host}, {holder.pid}, {holder.since}"
    return [Problem("lock", "problem_lock", 1, detail)]


def lock_holder(store: Store) -> lock.Holder | None:
    """Who holds the lock of the base; None where it is free."""
    return lock.read_holder(store._connection)


def compact(store: Store) -> None:
    """Give the room of what was deleted back to the disk."""
    with sqlite_errors(store.path):
        dialect.compact_file(store._connection)


def write_backup(store: Store, copy: Path) -> None:
    """Copy the base, whatever others read meanwhile; see `migrations.copy_store`."""
    with sqlite_errors(store.path):
        copy_store(store._connection, copy)


def _scalar(store: Store, statement: str, values: tuple[object, ...] | dict[str, object] = ()) -> int:
    return int(store._connection.execute(statement, values).fetchone()[0])


def _check_class(store: Store, name: str) -> list[Problem]:
    problems = [
        Problem(
            name,
            "problem_twice",
            _scalar(store, sql.statement("SELECT COUNT(*) - COUNT(DISTINCT uid) FROM {t}", t=name)),
        ),
    ]
    if not CLASSES[name].is_drawn:
        return problems
    noted = store._connection.execute(
        "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (name,)
    ).fetchone()
    problems += [
        Problem(name, "problem_rtree", _scalar(store, dialect.count_wrong_boxes(name), {"slack": _BOX_SLACK})),
        Problem(name, "problem_rtree_extra", _scalar(store, dialect.count_extra_boxes(name))),
        Problem(name, "problem_count", _count_difference(noted[0] if noted else None, _scalar(store, sql.count(name)))),
    ]
    return problems


def _count_difference(noted: int | None, objects: int) -> int:
    """Objects by which the number that is noted is wrong; a tool whose insertion failed may have left none."""
    return max(objects, 1) if noted is None else abs(noted - objects)


def _check_lots(store: Store) -> list[Problem]:
    """Objects of each lot against its row; those that were added or deleted by hand are accounted for."""
    by_hand = dict(
        store._connection.execute(
            "SELECT lot_id, SUM(CASE kind WHEN 'added' THEN 1 WHEN 'deleted' THEN -1 ELSE 0 END) FROM hand_edit "
            "GROUP BY lot_id"
        ).fetchall()
    )
    problems = []
    for lot in store.lots(None):
        held = sum(store.counts(int(lot["lot_id"])).values())
        expected = int(lot["objects"]) + (by_hand.get(lot["lot_id"]) or 0)
        if held != expected:
            problems.append(Problem("lot", "problem_lot", abs(held - expected), f"{lot['name']} ({held} / {expected})"))
    return problems


def _check_references(store: Store) -> list[Problem]:
    names = store.class_names()
    if not names:
        return []
    known: set[str] = set()
    for name in names:
        known |= {uid for (uid,) in store._connection.execute(sql.select(name, ["uid"]))}
    deleted = {uid for (uid,) in store._connection.execute("SELECT uid FROM hand_edit WHERE kind = 'deleted'")}
    told = {uid for (uid,) in store._connection.execute("SELECT DISTINCT uid FROM lineage WHERE class <> '*'")}
    return [
        Problem("link", "problem_links", _lost_links(store, names)),
        Problem("lineage", "problem_lineage", len(told - known - deleted)),
    ]


def _lost_links(store: Store, names: list[str]) -> int:
    """Links of objects that are not there, those deleted by hand apart.

    A link that leads nowhere is another matter: it was received like that, and the quality check S3 finds it.
    """
    classes = [name for (name,) in store._connection.execute("SELECT DISTINCT class FROM link")]
    return sum(_scalar(store, _count_lost_links(name if name in names else None), (name,)) for name in classes)


def _count_lost_links(table: str | None) -> str:
    """Number of links of a class (bound) whose object is not in its table, those deleted by hand apart."""
    gml_id = dialect.document_value("texts", "gml_id")
    deleted = f"SELECT lot_id, {gml_id} FROM hand_edit WHERE kind = 'deleted'"  # nosec B608
    text = f"SELECT COUNT(*) FROM link l WHERE l.class = ? AND (l.lot_id, l.gml_id) NOT IN ({deleted})"  # nosec B608
    if table is None:
        return text
    present = f"SELECT 1 FROM {sql.name(table)} t WHERE t.lot_id = l.lot_id AND t.gml_id = l.gml_id"  # nosec B608
    return f"{text} AND NOT EXISTS ({present})"

"""The base as it was delivered: what earlier assemblies have done is taken back, so that each starts from the same.

An assembly that went on from the last one would depend on which lots met first. It starts from what was delivered,
moved, updated and decided, and only the difference to the state before is kept in lineage: an assembly that finds
nothing new leaves no line.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..formats import sql
from . import dialect
from .affleurants import add_parts
from .derived_objects import UID_PREFIX
from .lineage import Ousting, read_oustings
from .schema import CURRENT, SUPERSEDED
from .states import Change, change_states
from .store import Store

TAKEN_BACK = "taken back"
#: Actions of what an assembly puts aside: a copy, a version that another one is better than.
DUPLICATE, WORSE = "duplicate", "worse version"
_MERGED = "merged"
#: Jobs whose work the next assembly does anew.
_ASSEMBLIES = ("assemblebase", "mergetiles")


def _is_by_assembly(ousting: Ousting) -> bool:
    return ousting.job in _ASSEMBLIES and not ousting.action.endswith(" part")


def take_back(store: Store, run_id: int, *, merged: bool) -> int:
    """Make current again what assemblies have put aside, inside the caller's transaction; returns a mark for `settle`.

    Parameters
    ----------
    merged : take merges of tiles apart too.
    """
    mark = int(store._connection.execute("SELECT COALESCE(MAX(id), 0) FROM lineage").fetchone()[0])
    last = {ousting.uid: ousting for ousting in read_oustings(store)}
    current = _states(store, {o.competitor for o in last.values() if o.competitor})
    whole: set[str] = set()
    back: list[str] = []
    for uid, ousting in last.items():
        if not _is_by_assembly(ousting) or (ousting.action == _MERGED and not merged):
            continue
        top, through = _top(uid, last)
        if current.get(top) != CURRENT:
            continue  # what took its place is gone itself: an update or a person has said so
        if ousting.action == _MERGED:
            if any(last[step].job not in _ASSEMBLIES for step in through if step in last):
                continue  # the merged line was moved since: its halves are in the moved one
            whole.add(str(ousting.competitor))
        back.append(uid)
    changes = [*_changes(store, last, back, SUPERSEDED, CURRENT), *_merged_lines(store, whole)]
    change_states(store, add_parts(store, changes), run_id)
    return mark


def worse_versions(store: Store, uid: str) -> list[Change]:
    """What assemblies have put aside for the sake of one object, as changes that make it current again.

    Without that object nothing that is current may stand for it.
    """
    last = {ousting.uid: ousting for ousting in read_oustings(store)}
    back = [o.uid for o in last.values() if o.competitor == uid and o.action == WORSE and _is_by_assembly(o)]
    return _changes(store, last, back, SUPERSEDED, CURRENT)


def settle(store: Store, run_id: int, mark: int) -> dict[str, tuple[str | None, str]]:
    """Keep of this run's lines after `mark` what differs from before, inside the caller's transaction.

    Returns
    -------
    dict
        State before (None: it was not there) and after of each object that the run has changed.
    """
    rows = store._connection.execute(
        "SELECT id, uid, state_from, state_to, competitor FROM lineage "
        "WHERE run_id = ? AND id > ? AND class <> '*' AND state_to IS NOT NULL ORDER BY id",
        (run_id, mark),
    ).fetchall()
    first: dict[str, str | None] = {}
    kept: dict[str, tuple[int, str | None, str, str | None]] = {}
    made: set[int] = set()
    for number, uid, before, after, competitor in rows:
        if before is None:
            made.add(number)  # an object of this run: a line for each parent
        first.setdefault(uid, before)
        kept[uid] = (number, before, after, competitor)
    earlier = _competitors(store, mark, kept)
    drop: list[tuple[int]] = [(number,) for number, uid, *_ in rows if number not in made and number != kept[uid][0]]
    net: dict[str, tuple[str | None, str]] = {}
    changed: list[tuple[str | None, int]] = []
    for uid, (number, _before, after, competitor) in kept.items():
        before = first[uid]
        if before == after and (after == CURRENT or earlier.get(uid) == competitor):
            drop.append((number,))
            continue
        net[uid] = before, after
        if number not in made:
            changed.append((before, number))
    store._connection.executemany("UPDATE lineage SET state_from = ? WHERE id = ?", changed)
    store._connection.executemany("DELETE FROM lineage WHERE id = ?", drop)
    return net


def _top(uid: str, last: dict[str, Ousting]) -> tuple[str, list[str]]:
    """What has taken an object's place in the end, and all that stood in between."""
    through: list[str] = []
    at = uid
    while at in last and at not in through:
        through.append(at)
        nearest = last[at].competitor
        if nearest is None:
            break
        at = nearest
    return at, through[1:]


def _states(store: Store, uids: Iterable[str]) -> dict[str, str]:
    wanted = dialect.encode_list(sorted(uids))
    found: dict[str, str] = {}
    for name in store.class_names():
        rows = store._connection.execute(sql.select(name, ["uid", "state"], dialect.member_condition("uid")), (wanted,))
        found.update(rows)
    return found


def _changes(store: Store, last: dict[str, Ousting], uids: Iterable[str], before: str, after: str) -> list[Change]:
    by_class: dict[str, list[str]] = {}
    for uid in uids:
        by_class.setdefault(last[uid].feature_class, []).append(uid)
    out = []
    for name, wanted in sorted(by_class.items()):
        rows = store._connection.execute(
            sql.select(name, ["fid", "uid", "lot_id"], f"state = ? AND {dialect.member_condition('uid')}", "fid"),
            (before, dialect.encode_list(wanted)),
        )
        out += [Change(name, fid, uid, lot_id, before, after, TAKEN_BACK) for fid, uid, lot_id in rows]
    return out


def _merged_lines(store: Store, uids: set[str]) -> list[Change]:
    """Merged lines that are current, as changes that put them aside."""
    out = []
    for name in store.class_names():
        rows = store._connection.execute(
            sql.select(name, ["fid", "uid", "lot_id"], f"state = ? AND {dialect.prefix_condition('uid')}", "fid"),
            (CURRENT, dialect.prefix_pattern(UID_PREFIX)),
        )
        out += [
            Change(name, fid, uid, lot_id, CURRENT, SUPERSEDED, TAKEN_BACK) for fid, uid, lot_id in rows if uid in uids
        ]
    return out


def _competitors(store: Store, mark: int, uids: Iterable[str]) -> dict[str, str | None]:
    """What had last put each object aside before `mark`."""
    return dict(
        store._connection.execute(
            "SELECT uid, competitor FROM lineage WHERE id IN (SELECT MAX(id) FROM lineage WHERE id <= ? "  # nosec B608
            f"AND state_to IS NOT NULL AND {dialect.member_condition('uid')} GROUP BY uid)",
            (mark, dialect.encode_list(sorted(uids))),
        ).fetchall()
    )

"""Take a lot out of the base: its objects stay, in the state `removed`; what they had put aside comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from ..formats import sql
from . import dialect
from .derived_objects import UID_PREFIX
from .hand_edits import last_edit
from .keys import KEY, Key
from .lineage import read_oustings
from .schema import CURRENT, DELIVERY, REMOVED, SUPERSEDED, UID_HASH, WITHDRAWN
from .states import Change
from .store import Store

#: Action of a lot whose reception was undone.
_NOT_RECEIVED = "reception undone"
#: Ends the action of what follows another object (the parts of an affleurant).
_PART = " part"


@dataclass
class Removal:
    """What leaves, what comes back, and what now stands behind another object than the one that leaves."""

    removed: list[Change] = field(default_factory=list)
    undone: list[Change] = field(default_factory=list)
    restored: list[Change] = field(default_factory=list)
    handed: list[Change] = field(default_factory=list)

    @property
    def changes(self) -> list[Change]:
        """All changes of state."""
        return [*self.removed, *self.undone, *self.restored, *self.handed]


@dataclass(frozen=True)
class _Object:
    name: str
    fid: int
    uid: str
    lot_id: int
    state: str


def plan_removal(store: Store, lot_id: int, reason: str) -> Removal:
    """Changes that take a lot out; nothing is written.

    Objects of the lot are removed; objects that runs have made out of them are undone, and so on; whatever one of
    these had taken the place of is current again, with its parts, unless something that stays has taken the place of
    the one that leaves.
    """
    objects = _objects(store)
    ousted_by: dict[str, list[tuple[str, str]]] = defaultdict(list)
    ouster: dict[str, str] = {}
    for ousting in read_oustings(store):
        if ousting.competitor is not None:
            ousted_by[ousting.competitor].append((ousting.uid, ousting.action))
            ouster[ousting.uid] = ousting.competitor
    plan = Removal()
    leaving = [o for o in objects.values() if o.lot_id == lot_id and o.state != REMOVED]
    gone = {o.uid for o in leaving}
    plan.removed = [_change(o, REMOVED, "removed", None, reason) for o in leaving]
    children = _children(store)
    waiting = sorted(gone)
    while waiting:
        uid = waiting.pop()
        for made in sorted(children.get(uid, ())):
            thing = objects.get(made)
            if thing and made not in gone and thing.state != REMOVED:
                gone.add(made)
                waiting.append(made)
                plan.undone.append(_change(thing, REMOVED, "undone", uid, reason))

    def find_heir(uid: str) -> str | None:
        """What stays and has taken the place of an object that leaves; None where that object was current."""
        seen = set()
        while uid in gone and uid not in seen:
            seen.add(uid)
            if objects[uid].state == CURRENT or uid not in ouster:
                return None
            uid = ouster[uid]
        return uid

    handled = set(gone)
    back = [(uid, action, by) for by in sorted(gone) for uid, action in ousted_by.get(by, ())]
    while back:
        uid, action, by = back.pop(0)
        thing = objects.get(uid)
        if thing is None or uid in handled or thing.state != SUPERSEDED:
            continue
        handled.add(uid)
        other = find_heir(by) if by in gone else None
        if other is not None:
            plan.handed.append(_change(thing, SUPERSEDED, "handed over", other, reason))
            continue
        plan.restored.append(_change(thing, CURRENT, "restored", by, reason))
        back += [(part, how, uid) for part, how in ousted_by.get(uid, ()) if how.endswith(_PART)]
    return plan


def _children(store: Store) -> dict[str, set[str]]:
    """Objects that runs have made, by the uid of each parent."""
    found: dict[str, set[str]] = defaultdict(set)
    for uid, parent in store._connection.execute(
        f"SELECT DISTINCT uid, competitor FROM lineage WHERE {dialect.prefix_condition('uid')} "  # nosec B608
        "AND state_from IS NULL AND competitor IS NOT NULL",
        (dialect.prefix_pattern(UID_PREFIX),),
    ):
        found[parent].add(uid)
    return found


def withdraw(store: Store, lot: dict[str, object], run_id: int, reason: str) -> None:
    """Note that a lot is no delivery of the base any more, inside the caller's transaction."""
    store._connection.execute("UPDATE lot SET kind = ? WHERE lot_id = ?", (WITHDRAWN, lot["lot_id"]))
    store.add_lineage([(lot["sha256"], "*", "removed", lot["lot_id"], run_id, None, None, None, reason)])


def readmit(store: Store, run_id: int) -> None:
    """Make the lot that a run took out a delivery of the base again, inside the caller's transaction."""
    store._connection.execute(
        "UPDATE lot SET kind = ? WHERE kind = ? AND lot_id IN "
        "(SELECT lot_id FROM lineage WHERE run_id = ? AND class = '*' AND action = 'removed')",
        (DELIVERY, WITHDRAWN, run_id),
    )


def received_lots(store: Store, run_id: int) -> list[int]:
    """Lots that a run has taken in."""
    rows = store._connection.execute(
        "SELECT lot_id FROM lineage WHERE run_id = ? AND class = '*' AND action = 'received' ORDER BY lot_id", (run_id,)
    )
    return [lot_id for (lot_id,) in rows]


def read_keys_of_lots(store: Store, lots: Collection[int]) -> list[tuple[str, Key]]:
    """Class and key of every object of some lots."""
    wanted = dialect.encode_list(lots)
    return [
        (name, Key(*row))
        for name in store.class_names()
        for row in store._connection.execute(
            sql.select(name, KEY, dialect.member_condition("lot_id"), "uid"), (wanted,)
        )
    ]


def read_later_runs_on_lots(store: Store, run_id: int, lots: Collection[int]) -> list[tuple[int, str]]:
    """Runs (number, job) after one that have told something of lots, of their objects, or of what these stand for."""
    prefixes = {f"{str(lot['sha256'])[:UID_HASH]}-" for lot in store.lots(None) if lot["lot_id"] in lots}
    stands_for = dialect.member_condition(f"substr(l.competitor, 1, {UID_HASH + 1:d})")
    return store._connection.execute(
        "SELECT DISTINCT l.run_id, r.job FROM lineage l JOIN run r ON r.run_id = l.run_id "  # nosec B608
        f"WHERE l.run_id > ? AND ({dialect.member_condition('l.lot_id')} OR {stands_for}) ORDER BY l.run_id",
        (run_id, dialect.encode_list(lots), dialect.encode_list(sorted(prefixes))),
    ).fetchall()


def withdraw_receptions(store: Store, lots: Collection[int], run_id: int, detail: str) -> None:
    """Note that lots are not received any more, inside the caller's transaction: the same bytes may come again."""
    for lot in store.lots(None):
        if lot["lot_id"] in lots:
            store._connection.execute(sql.update("lot", ["kind"], "lot_id = ?"), (WITHDRAWN, lot["lot_id"]))
            store.add_lineage([(lot["sha256"], "*", _NOT_RECEIVED, lot["lot_id"], run_id, None, None, None, detail)])


def purge_undone(store: Store, sha256: str) -> int | None:
    """Take out what was kept of a lot whose reception was undone, inside the caller's transaction: it comes again.

    Returns the number that it had, under which lineage knows it; None where there is no such lot.
    """
    row = store._connection.execute(
        "SELECT lot_id FROM lot WHERE sha256 = ? AND kind = ?", (sha256, WITHDRAWN)
    ).fetchone()
    if row is None:
        return None
    edits = last_edit(store._connection)
    for table in (*store.class_names(), "link", "unknown_member", "lot"):
        store._connection.execute(sql.statement("DELETE FROM {t} WHERE lot_id = ?", t=table), row)
    store._connection.execute("DELETE FROM hand_edit WHERE id > ?", (edits,))  # the engine's own changes, just above
    return int(row[0])


def tell_return(store: Store, lot_id: int, run_id: int) -> None:
    """Tell of the objects of a lot that has come again that they are current again."""
    for name in store.class_names():
        store._connection.execute(
            sql.insert_select(
                "lineage",
                ["uid", "class", "action", "lot_id", "run_id", "state_from", "state_to"],
                ["uid", sql.literal(name), "'received again'", "lot_id", f"{run_id:d}", sql.literal(REMOVED), "state"],
                sql.statement("FROM {t} WHERE lot_id = ? ORDER BY ord", t=name),
            ),
            (lot_id,),
        )


def removal_of_delivery(store: Store, sha256: str) -> tuple[str, int] | None:
    """Name of a lot that was taken out and the run that did it; None where these bytes are no such lot."""
    row = store._connection.execute(
        "SELECT lot.name, l.run_id, l.action FROM lot JOIN lineage l ON l.uid = lot.sha256 AND l.action IN (?, ?) "
        "WHERE lot.sha256 = ? AND lot.kind = ? ORDER BY l.id DESC",
        ("removed", _NOT_RECEIVED, sha256, WITHDRAWN),
    ).fetchone()
    return (str(row[0]), int(row[1])) if row and row[2] == "removed" else None


def _change(thing: _Object, state: str, action: str, competitor: str | None, reason: str) -> Change:
    return Change(
        feature_class=thing.name,
        fid=thing.fid,
        uid=thing.uid,
        lot_id=thing.lot_id,
        state_from=thing.state,
        state_to=state,
        action=action,
        competitor=competitor,
        detail=reason,
    )


def _objects(store: Store) -> dict[str, _Object]:
    found = {}
    for name in store.class_names():
        for row in store._connection.execute(sql.select(name, ["fid", "uid", "lot_id", "state"], "", "lot_id, ord")):
            found[row[1]] = _Object(name, *row)
    return found

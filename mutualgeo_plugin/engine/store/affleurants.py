"""The parts of an affleurant: the geometry chain and the symbol that its links lead to, which share its state."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.pcrs import AFFLEURANT, CLASSES
from . import sql
from .states import Change
from .store import Store


def with_parts(store: Store, changes: Iterable[Change]) -> list[Change]:
    """Changes, each one of an affleurant followed by those of its parts."""
    # asked of each part; made here and not with the store, since it slows the reception of lots
    store.connection.execute("CREATE INDEX IF NOT EXISTS link_target ON link (lot_id, href)")
    tables = [n for n in store.class_names() if CLASSES[n].family == "affleurant"]
    out = []
    for change in changes:
        out.append(change)
        if change.feature_class == AFFLEURANT:
            out += _parts(store, change, tables)
    return out


def _parts(store: Store, change: Change, tables: list[str]) -> list[Change]:
    """Changes of what only this affleurant leads to."""
    waiting = store.connection.execute(sql.select(AFFLEURANT, ["gml_id", "ord"], "fid = ?"), (change.fid,)).fetchall()
    changes = []
    while waiting:
        targets = store.connection.execute(
            "SELECT DISTINCT ltrim(href, '#'), inline FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? "
            "AND property IN ('representation', 'symbolisation', 'enveloppe', 'ligne', 'point')",
            (change.lot_id, *waiting.pop()),
        ).fetchall()
        for target, inline in targets:
            users = store.connection.execute(
                "SELECT COUNT(DISTINCT ord) FROM link WHERE lot_id = ? AND href IN (?, ?) AND inline = ?",
                (change.lot_id, target, f"#{target}", inline),
            ).fetchone()[0]
            if users > 1:
                continue
            for table in tables:
                rows = store.connection.execute(
                    sql.select(table, ["fid", "uid", "ord"], "lot_id = ? AND gml_id = ? AND state = ?"),
                    (change.lot_id, target, change.state_from),
                ).fetchall()
                parts = [row for row in rows if not inline or row[2] == inline]
                changes += [
                    Change(
                        table, fid, uid, change.lot_id, change.state_from, change.state_to,
                        f"{change.action} part", change.uid,
                    )
                    for fid, uid, _ in parts
                ]  # fmt: skip
                waiting += [(target, order) for _, _, order in parts]
    return changes

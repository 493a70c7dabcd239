"""The parts of an affleurant: the geometry chain and the symbol that its links lead to, which share its state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..geometry.wkb import Shape, flattened, leaves
from ..model.pcrs import AFFLEURANT, CLASSES
from . import sql
from .schema import CURRENT
from .states import Change
from .store import Store


def with_parts(store: Store, changes: Iterable[Change]) -> list[Change]:
    """Changes, each one of an affleurant followed by those of its parts."""
    # asked of each part; made here and not with the store, since it slows the reception of lots
    store.connection.execute("CREATE INDEX IF NOT EXISTS link_target ON link (lot_id, href)")
    tables = [n for n in store.class_names() if CLASSES[n].family == "affleurant"]
    changes = list(changes)
    after = {(c.lot_id, c.fid): c.state_to for c in changes if c.feature_class == AFFLEURANT}
    out: list[Change] = []
    handled: set[str] = set()
    for change in changes:
        out.append(change)
        if change.feature_class == AFFLEURANT:
            parts = [part for part in _parts(store, change, tables, after) if part.uid not in handled]
            handled |= {part.uid for part in parts}
            out += parts
    return out


def one_shape(shapes: Sequence[Shape]) -> Shape:
    """Several representations of one affleurant as one geometry; flat where one of them is."""
    if len(shapes) == 1:
        return shapes[0]
    parts = [part for shape in shapes for part in (shape[1] if shape[0].startswith("multi") else [shape])]
    if len({points.shape[1] for part in parts for _, points in leaves(part)}) > 1:
        parts = [flattened(part) for part in parts]
    return {"polygon": "multisurface", "point": "multipoint"}.get(parts[0][0], "multicurve"), parts


def _still_used(store: Store, change: Change, target: str, inline: int, after: Mapping[tuple[int, int], str]) -> bool:
    """Whether another affleurant that stays current leads to a part, directly or through its geometry."""
    seen: set[tuple[str, int]] = set()
    waiting = [(target, inline)]
    while waiting:
        name, place = waiting.pop()
        for owner, gml_id, order in store.connection.execute(
            "SELECT DISTINCT class, gml_id, ord FROM link WHERE lot_id = ? AND href IN (?, ?) AND inline = ?",
            (change.lot_id, name, f"#{name}", place),
        ).fetchall():
            if owner == AFFLEURANT:
                row = store.connection.execute(
                    sql.select(AFFLEURANT, ["fid", "state"], "lot_id = ? AND ord = ?"), (change.lot_id, order)
                ).fetchone()
                if row and row[0] != change.fid and after.get((change.lot_id, row[0]), row[1]) == CURRENT:
                    return True
            elif (gml_id, order) not in seen:
                seen.add((gml_id, order))
                waiting += [(gml_id, 0), (gml_id, order)]
    return False


def _parts(store: Store, change: Change, tables: list[str], after: Mapping[tuple[int, int], str]) -> list[Change]:
    """Changes of what only this affleurant, or others that go with it, lead to."""
    waiting = store.connection.execute(sql.select(AFFLEURANT, ["gml_id", "ord"], "fid = ?"), (change.fid,)).fetchall()
    changes = []
    while waiting:
        targets = store.connection.execute(
            "SELECT DISTINCT ltrim(href, '#'), inline FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? "
            "AND property IN ('representation', 'symbolisation', 'enveloppe', 'ligne', 'point')",
            (change.lot_id, *waiting.pop()),
        ).fetchall()
        for target, inline in targets:
            if change.state_to != CURRENT and _still_used(store, change, target, inline, after):
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

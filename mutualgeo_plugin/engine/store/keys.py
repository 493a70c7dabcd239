"""Keys of objects: what names them and where they stand; each question is asked for a whole set at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ..formats import sql
from ..formats.geopackage import Box
from ..model.pcrs import CLASSES
from . import dialect, query_keys
from .schema import CURRENT, REMOVED
from .store import Store


class Key(NamedTuple):
    """An object: the lot that it came in and its place there, its gml:id, its row, its uid, its state."""

    lot_id: int
    order: int
    gml_id: str
    fid: int
    uid: str
    state: str


#: Columns of a key.
KEY = ("lot_id", "ord", "gml_id", "fid", "uid", "state")
_BOX_OF_R = "r.minx, r.miny, r.maxx, r.maxy"
_KEY_OF_T = ", ".join(f"t.{column}" for column in KEY)


def read_keys(store: Store, name: str, *, lot_id: int | None = None, state: str | None = None) -> list[Key]:
    """Objects of a class, of one lot or of all, of one state or of all, in order of lot and place in the lot."""
    asked = {"lot_id = ?": lot_id, "state = ?": state}
    said = {condition: value for condition, value in asked.items() if value is not None}
    rows = store._connection.execute(sql.select(name, KEY, " AND ".join(said)), list(said.values()))
    return sorted(map(Key._make, rows))


def read_keys_without_place(store: Store, name: str) -> list[Key]:
    """Objects of a class that have no geometry, of every state."""
    return sorted(map(Key._make, store._connection.execute(sql.select(name, KEY, "geom IS NULL"))))


def read_keys_in_box(store: Store, name: str, box: Box) -> list[tuple[Key, Box]]:
    """Objects of a class whose boxes meet a box, of every state, in order of lot and place in the lot.

    Each comes with the box of the index, which may be a little wider than its own (single precision).
    """
    rows = store._connection.execute(
        f"SELECT {_KEY_OF_T}, {_BOX_OF_R} FROM {sql.name(name)} t {dialect.box_join(name, 'r', 't.fid')} "  # nosec B608
        f"WHERE {dialect.box_condition('r')} ORDER BY t.lot_id, t.ord",
        dialect.box_values(box),
    )
    return [(Key._make(row[:-4]), row[-4:]) for row in rows]


def read_keys_by_gml_id(store: Store, names: Iterable[str], places: Iterable[tuple[int, str]]) -> dict[str, list[Key]]:
    """Objects of classes that bear one of these names (lot, gml:id), of every state; the classes that have some."""
    wanted = query_keys.put_places(store._connection, ((lot_id, gml_id, None) for lot_id, gml_id in places))
    found = {}
    for name in names:
        query = (
            f"SELECT {_KEY_OF_T} FROM {wanted} w {dialect.ORDERED_JOIN} {sql.name(name)} t "  # nosec B608
            "ON t.lot_id = w.lot_id AND t.gml_id = w.gml_id ORDER BY t.fid"
        )
        keys = list(map(Key._make, store._connection.execute(query)))
        if keys:
            found[name] = keys
    return found


def read_keys_by_fid(store: Store, name: str, fids: Collection[int]) -> dict[int, Key]:
    """Objects of a class by row."""
    query = sql.select(name, KEY, dialect.member_condition("fid"))
    return {
        key.fid: key for key in map(Key._make, store._connection.execute(query, (dialect.encode_list(sorted(fids)),)))
    }


def read_keys_by_order(store: Store, name: str, orders: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Key]:
    """Objects of a class that stand at these places (lot, place in it), of every state."""
    wanted = query_keys.put_places(store._connection, ((lot_id, "", order) for lot_id, order in orders))
    query = sql.select(name, KEY, f"(lot_id, ord) IN (SELECT lot_id, ord FROM {wanted})", "fid DESC")  # nosec B608
    keys = map(Key._make, store._connection.execute(query))
    return {(key.lot_id, key.order): key for key in keys}


def read_keys_by_uid(store: Store, name: str, uids: Collection[str], *, state: str | None = None) -> dict[str, Key]:
    """Objects of a class by uid, of one state or of all."""
    query = sql.select(name, KEY, f"{dialect.member_condition('uid')} AND (? IS NULL OR state = ?)", "fid")
    rows = store._connection.execute(query, (dialect.encode_list(sorted(uids)), state, state))
    return {key.uid: key for key in map(Key._make, rows)}


def read_current_keys(store: Store, uids_by_class: Mapping[str, Collection[str]]) -> dict[tuple[str, str], Key]:
    """Objects that are current among these (class → uids), by class and uid."""
    return {
        (name, uid): key
        for name, uids in sorted(uids_by_class.items())
        for uid, key in read_keys_by_uid(store, name, uids, state=CURRENT).items()
    }


def read_gml_ids(store: Store, lot_id: int) -> dict[str, set[str]]:
    """Names (gml:id) that the objects of a lot bear, by class."""
    return {
        name: {gml_id for (gml_id,) in store._connection.execute(sql.select(name, ["gml_id"], "lot_id = ?"), (lot_id,))}
        for name in store.class_names()
    }


def read_identifiers(store: Store, name: str) -> list[tuple[int, str]]:
    """Lot and identifier of each object of a class that has one, put aside or not: what stood twice proves nothing."""
    column = CLASSES[name].identifier
    if column is None:
        return []
    query = sql.select(name, ["lot_id", column], f"state <> ? AND {sql.name(column)} <> ''")
    return store._connection.execute(query, (REMOVED,)).fetchall()

"""Questions about objects: their names, what they say, what they were."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..formats import sql
from ..formats.geopackage import wkb_of
from ..model.pcrs import CLASSES
from . import dialect
from .schema import CURRENT, require_columns
from .store import Store

#: XML kept as received beside the attributes.
KEPT_XML = ("gml_head", "extra")


@dataclass(frozen=True)
class StoredObject:
    """An object of a class table, whatever its state."""

    feature_class: str
    lot_id: int
    gml_id: str
    state: str
    precision: str | None
    wkb: bytes | None


class Identity(NamedTuple):
    """Names of an object, of whatever state; `identifier` is the gml:id again in a class that has none."""

    fid: int
    uid: str
    lot_id: int
    state: str
    gml_id: str
    identifier: str | None


class ValueCount(NamedTuple):
    """Current objects of a lot that say the same; `uid` names the object where the lot is one that a run has made."""

    lot_id: int
    values: tuple[str | None, ...]
    objects: int
    uid: str | None


def read_identities(store: Store, name: str) -> list[Identity]:
    """Names of the objects of a class, of whatever state, by fid."""
    columns = ["fid", "uid", "lot_id", "state", "gml_id", CLASSES[name].identifier or "gml_id"]
    return list(map(Identity._make, store._connection.execute(sql.select(name, columns, "", "fid"))))


def read_attributes(store: Store, name: str, columns: Sequence[str]) -> NDArray[np.object_]:
    """What the current objects of a class say, by fid: (n, 3 + k) fid, uid, lot, then the class's own columns."""
    require_columns(name, columns, CLASSES[name].columns)
    known = ["fid", "uid", "lot_id", *columns]
    rows = store._connection.execute(sql.select(name, known, "state = ?", "fid"), (CURRENT,))
    return np.fromiter(chain.from_iterable(rows), dtype=object).reshape(-1, len(known))


def count_values(store: Store, name: str, columns: Sequence[str]) -> list[ValueCount]:
    """Current objects of a class by lot and values of columns of its own, or ``state``, of which they have one alone;
    those of lots that runs have made one by one.
    """
    require_columns(name, columns, ["state", *CLASSES[name].columns])
    told, grouped = sql.names(columns), ", ".join(str(rank + 1) for rank in range(len(columns) + 1))
    current = f"FROM {sql.name(name)} WHERE state = 'current'"  # nosec B608
    lots = "AND lot_id IN (SELECT lot_id FROM lot WHERE kind"
    rows = store._connection.execute(
        f"SELECT lot_id, {told}, COUNT(*), NULL {current} {lots} <> 'derived') "  # nosec B608
        f"GROUP BY {grouped} UNION ALL SELECT lot_id, {told}, 1, uid {current} {lots} = 'derived')"
    )
    return [ValueCount(lot_id, tuple(values), count, uid) for lot_id, *values, count, uid in rows]


def find_by_gml_id(store: Store, name: str, lots: Sequence[int], gml_ids: Sequence[str]) -> list[int]:
    """Objects (fid), of whatever state, that have these gml:ids in these lots, the first where a key has several.

    A key that stands for none gives none.
    """
    wanted = dialect.encode_list(zip(lots, gml_ids, strict=True))
    rank, lot_id, gml_id = dialect.pair_rank("w"), dialect.pair_member("w", 0), dialect.pair_member("w", 1)
    rows = store._connection.execute(
        f"SELECT {rank}, MIN(t.fid) FROM {dialect.listed_pairs('w')} JOIN {sql.name(name)} t "  # nosec B608
        f"ON t.lot_id = {lot_id} AND t.gml_id = {gml_id} GROUP BY {rank} ORDER BY {rank}",
        (wanted,),
    )
    return [fid for _, fid in rows]


def find_in_lot(store: Store, name: str, lot_id: int, gml_ids: Collection[str]) -> list[int]:
    """Current objects (fid) of a lot that have one of these gml:ids, the last of the lot first."""
    where = f"state = 'current' AND lot_id = ? AND {dialect.member_condition('gml_id')}"
    rows = store._connection.execute(
        sql.select(name, ["fid"], where, "ord DESC"), (lot_id, dialect.encode_list(sorted(gml_ids)))
    )
    return [fid for (fid,) in rows]


def find_by_name(store: Store, name: str, names: Collection[str]) -> list[tuple[int, str]]:
    """Current objects (fid) whose gml:id or business identifier is one of these names, and which; by fid."""
    wanted, table = dialect.encode_list(sorted(names)), sql.name(name)
    identifier = sql.name(CLASSES[name].identifier or "gml_id")
    return store._connection.execute(
        f"SELECT fid, gml_id AS key FROM {table} WHERE state = 'current' "  # nosec B608
        f"AND {dialect.member_condition('gml_id')} UNION SELECT fid, {identifier} FROM {table} "
        f"WHERE state = 'current' AND {dialect.member_condition(identifier)} ORDER BY fid, key",
        (wanted, wanted),
    ).fetchall()


def find_by_value(store: Store, name: str, column: str, values: Collection[str]) -> dict[str, list[str]]:
    """Current objects (uid) of a class by what they say in a column, of these values."""
    require_columns(name, [column], CLASSES[name].columns)
    found: dict[str, list[str]] = {}
    where = f"state = ? AND {dialect.member_condition(sql.name(column))}"
    for uid, value in store._connection.execute(
        sql.select(name, ["uid", column], where), (CURRENT, dialect.encode_list(sorted(values)))
    ):
        found.setdefault(value, []).append(uid)
    return found


def find_values_by_prefix(store: Store, column: str, beginnings: Collection[str]) -> dict[str, set[str]]:
    """Values of a column, in all the classes that have it and of objects of whatever state, by how they begin."""
    require_columns("the model", [column], [own for feature in CLASSES.values() for own in feature.columns])
    found: dict[str, set[str]] = {beginning: set() for beginning in beginnings}
    lengths = {len(beginning) for beginning in found}
    for name in store.class_names():
        if column in CLASSES[name].columns:
            for (value,) in store._connection.execute(
                sql.statement("SELECT DISTINCT {c} FROM {t} WHERE {c} IS NOT NULL", c=column, t=name)
            ):
                for beginning in {value[:n] for n in lengths} & found.keys():
                    found[beginning].add(value)
    return found


class ClassRows(NamedTuple):
    """Current objects of a class as the base holds them: ``(fid, geometry, *values)`` each, by fid."""

    geometry_type: str
    srs_id: int
    rows: list[tuple[Any, ...]]


def class_columns(store: Store, name: str) -> dict[str, str]:
    """Columns of a class, key and geometry apart, with their types as the base has them; none where it has no table."""
    known = dialect.column_types(store._connection, name)
    return {column: kind for column, kind in known.items() if column not in ("fid", "geom")}


def read_rows(store: Store, name: str, columns: Sequence[str]) -> ClassRows:
    """Current objects of a class that has a geometry, with some of its columns (`class_columns`)."""
    require_columns(name, columns, class_columns(store, name))
    geometry_type, srs_id = store._connection.execute(
        "SELECT geometry_type_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?", (name,)
    ).fetchone()
    query = sql.select(name, ("fid", "geom", *columns), "state = 'current'", "fid")
    return ClassRows(geometry_type, srs_id, store._connection.execute(query).fetchall())


class Texts(NamedTuple):
    """What an object says, value by value."""

    fid: int
    uid: str
    lot_id: int
    values: tuple[str | None, ...]


def find_suspect_texts(store: Store, name: str, columns: Sequence[str], numbered: Collection[str]) -> list[Texts]:
    """Current objects of a class of which a column may hold an address or a telephone number, by lot and fid.

    Parameters
    ----------
    columns : the class's own, and those of KEPT_XML.
    numbered : those of them whose digits are numbers of things.
    """
    require_columns(name, columns, [*CLASSES[name].columns, *KEPT_XML])
    suspect = " OR ".join(
        dialect.contact_condition(sql.name(column), numbered=column in numbered) for column in columns
    )
    known = ["fid", "uid", "lot_id", *columns]
    rows = store._connection.execute(sql.select(name, known, f"state = 'current' AND ({suspect})", "lot_id, fid"))
    return [Texts(fid, uid, lot_id, tuple(values)) for fid, uid, lot_id, *values in rows]


def objects_by_uid(store: Store, uids: Collection[str]) -> dict[str, StoredObject]:
    """Objects by uid, each class table read once; what is in none is left out."""
    wanted = set(uids)
    found: dict[str, StoredObject] = {}
    for name in store.class_names():
        if len(found) == len(wanted):
            break
        feature = CLASSES[name]
        columns = ["uid", "lot_id", "gml_id", "state"]
        precision = "precisionPlanimetrique" in feature.columns
        spatial = feature.is_drawn
        extra = [*(["precisionPlanimetrique"] if precision else []), *(["geom"] if spatial else [])]
        where = dialect.member_condition("uid")
        rows = store._connection.execute(
            sql.select(name, [*columns, *extra], where, "fid"), (dialect.encode_list(sorted(wanted)),)
        )
        for uid, lot_id, gml_id, state, *more in rows:
            found.setdefault(
                uid,
                StoredObject(
                    name, lot_id, gml_id, state, more[0] if precision else None, wkb_of(more[-1]) if spatial else None
                ),
            )
    return found

"""What the base holds of objects, whole: texts, geometries, XML; each question is asked for a whole set at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from ..context import MEASURES
from ..formats import sql
from ..formats.geopackage import Box, box_of, wkb_of
from ..geometry.wkb import census_of
from ..model.pcrs import CLASSES
from . import dialect, tallies
from .keys import KEY, Key
from .schema import CURRENT, require_columns
from .store import Store

#: Rows whose vertices are counted together.
_AT_ONCE = 20_000


class Content(NamedTuple):
    """What the base holds of an object.

    values : texts of the class's columns, None where absent.
    head, extra : XML kept as received.
    wkb : native geometry; that of its parts for an affleurant; None where it has none.
    """

    lot_id: int
    order: int
    gml_id: str
    fid: int
    uid: str
    state: str
    head: str | None
    extra: str | None
    values: tuple[str | None, ...]
    wkb: bytes | None


def read_contents(store: Store, name: str, keys: Sequence[Key]) -> Iterator[Content]:
    """What the base holds of objects of a class, in order of lot and place in the lot.

    Parameters
    ----------
    keys : in that order.
    """
    feature = CLASSES[name]
    columns = [*KEY, "gml_head", "extra", *feature.columns, *(["geom"] if feature.is_drawn else [])]
    fids = [key.fid for key in keys]
    # an order that the rows have already is not made once more: SQLite carries whole rows, geometries too, in sorting
    order = "fid" if all(a < b for a, b in pairwise(fids)) else "lot_id, ord"
    query = sql.select(name, columns, dialect.member_condition("fid"), order)
    end, drawn = 8 + len(feature.columns), feature.is_drawn
    for row in store._connection.execute(query, (dialect.encode_list(fids),)):
        yield Content._make((*row[:8], row[8:end], wkb_of(row[-1]) if drawn else None))


def read_boxes_of(store: Store, name: str, fids: Collection[int]) -> list[Box | None]:
    """Boxes of objects of a class, to the last digit; None for those without geometry."""
    query = sql.select(name, ["geom"], dialect.member_condition("fid"))
    return [box_of(geometry) for (geometry,) in store._connection.execute(query, (dialect.encode_list(sorted(fids)),))]


def read_wkbs(store: Store, name: str, fids: Collection[int]) -> dict[int, bytes]:
    """Native geometries of objects of a class by row; those without one are left out."""
    query = sql.select(name, ["fid", "geom"], f"geom IS NOT NULL AND {dialect.member_condition('fid')}")
    rows = store._connection.execute(query, (dialect.encode_list(sorted(fids)),))
    return {fid: wkb for fid, geometry in rows if (wkb := wkb_of(geometry)) is not None}


def measure_objects(store: Store, name: str, fids: Collection[int]) -> dict[str, int]:
    """Attributes given, and vertices, vertices with Z and arcs of the stored bytes, of objects of a class.

    Resolved geometries are no one's own and do not count.
    """
    feature, chosen = CLASSES[name], dialect.encode_list(sorted(fids))
    total = dict.fromkeys(MEASURES, 0)
    rows = store._connection.execute(
        tallies.count_by_state(name, feature.columns, dialect.member_condition("fid")), (chosen,)
    )
    total["attributes"] = sum(attributes for _state, _objects, attributes in rows)
    if feature.geometry is not None:
        query = sql.select(name, ["geom"], f"geom IS NOT NULL AND {dialect.member_condition('fid')}")
        cursor = store._connection.execute(query, (chosen,))
        while some := cursor.fetchmany(_AT_ONCE):
            census = census_of([wkb for (geometry,) in some if (wkb := wkb_of(geometry))])
            for what, n in zip(("vertices", "vertices_z", "arcs"), census, strict=True):
                total[what] += n
    return total


def read_precision_codes(store: Store, name: str) -> set[str | None]:
    """Codes of planimetric precision that the current objects of a class declare."""
    if "precisionPlanimetrique" not in CLASSES[name].columns:
        return set()
    query = sql.statement("SELECT DISTINCT {c} FROM {t} WHERE state = ?", c="precisionPlanimetrique", t=name)
    return {code for (code,) in store._connection.execute(query, (CURRENT,))}


class KeyedTexts(NamedTuple):
    """What an object says in some columns of its class, by column."""

    key: Key
    texts: dict[str, str | None]


def read_texts(store: Store, name: str, columns: Sequence[str], uids: Collection[str]) -> dict[str, KeyedTexts]:
    """What objects of a class, of every state, say in columns of its own, by uid.

    Raises
    ------
    ValueError
        The class has not one of the columns.
    """
    require_columns(name, columns, CLASSES[name].columns)
    query = sql.select(name, [*KEY, *columns], dialect.member_condition("uid"), "fid")
    found: dict[str, KeyedTexts] = {}
    for row in store._connection.execute(query, (dialect.encode_list(sorted(uids)),)):
        key = Key._make(row[: len(KEY)])
        found.setdefault(key.uid, KeyedTexts(key, dict(zip(columns, row[len(KEY) :], strict=True))))
    return found


def count_unknown_members(store: Store, lot_ids: Iterable[int]) -> int:
    """Members of lots whose class the standard does not have."""
    query = sql.count("unknown_member", dialect.member_condition("lot_id"))
    return int(store._connection.execute(query, (dialect.encode_list(sorted(lot_ids)),)).fetchone()[0])


def read_unknown_members(store: Store, lot_id: int) -> Iterator[tuple[int, int, str]]:
    """Members of a lot whose class the standard does not have: lot, place in it, XML."""
    query = "SELECT lot_id, ord, xml FROM unknown_member WHERE lot_id = ? ORDER BY ord"
    return iter(store._connection.execute(query, (lot_id,)))

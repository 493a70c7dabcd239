"""Objects as the store holds them, column for column, for the runs that make others out of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

import shapely

from ..formats.geopackage import wkb_of
from ..geometry.linear import to_geometries
from ..geometry.wkb import Shape, decode
from ..model.pcrs import AFFLEURANT, CLASSES
from . import sql
from .derived import Derived, derived_uid, links_of_parents
from .schema import CURRENT, SUPERSEDED
from .states import Change
from .store import Store


@dataclass(frozen=True)
class Original:
    """A current object with its native geometry: that of its parts for an affleurant, None where it has none."""

    feature_class: str
    fid: int
    uid: str
    lot_id: int
    order: int
    gml_id: str
    texts: dict[str, str | None]
    head: str | None
    extra: str | None
    wkb: bytes | None

    @property
    def shape(self) -> Shape:
        """Native geometry, arcs as arcs, of an object that has one."""
        if self.wkb is None:
            raise ValueError(f"no geometry: {self.uid}")
        return decode(self.wkb)

    def superseded_by(self, uid: str, action: str, detail: str | None = None) -> Change:
        """Change of state by which a derived object takes this one's place."""
        return Change(self.feature_class, self.fid, self.uid, self.lot_id, CURRENT, SUPERSEDED, action, uid, detail)


def read_originals(store: Store, name: str, uids: Collection[str]) -> dict[str, Original]:
    """Current objects of a class by uid; of a class with a geometry of its own, those that have one."""
    wanted = json.dumps(sorted(uids))
    found = find_originals(store, name, "uid IN (SELECT value FROM json_each(?))", (wanted,))
    return {thing.uid: thing for thing in found}


def find_originals(store: Store, name: str, where: str, values: tuple[object, ...]) -> list[Original]:
    """Current objects of a class that fulfil a condition; of a class with a geometry of its own, those that have one.

    Parameters
    ----------
    where, values : a fixed text of the engine, and its bound values.
    """
    texts, spatial = CLASSES[name].columns, CLASSES[name].geometry is not None
    columns = ["fid", "uid", "lot_id", "ord", "gml_id", "gml_head", "extra", *texts]
    columns += ["geom"] if spatial or name == AFFLEURANT else []
    found = []
    for fid, uid, lot_id, order, gml_id, head, extra, *rest in store.connection.execute(
        sql.select(name, columns, f"{where} AND state = ?"), (*values, CURRENT)
    ):
        wkb = wkb_of(rest[-1]) if len(rest) > len(texts) else None
        if wkb is not None or not spatial:
            own = dict(zip(texts, rest, strict=False))
            found.append(Original(name, fid, uid, lot_id, order, gml_id, own, head, extra, wkb))
    return found


def longest_parts(store: Store, name: str, uids: Collection[str]) -> dict[str, float]:
    """Length in metres of the longest part of objects of a class, whatever their state, by uid."""
    rows = store.connection.execute(
        sql.select(name, ["uid", "geom"], "uid IN (SELECT value FROM json_each(?))"), (json.dumps(sorted(uids)),)
    ).fetchall()
    shapes = to_geometries([wkb_of(geometry) for _, geometry in rows])
    return {
        uid: float(shapely.length(shapely.get_parts(shape)).max(initial=0.0))
        for (uid, _), shape in zip(rows, shapes, strict=True)
    }


def made_of(
    store: Store,
    parents: list[Original],
    action: str,
    wkb: bytes | None,
    *,
    roots: Collection[str] = (),
    part: str = "",
    detail: str | None = None,
) -> Derived:
    """What `action` makes of objects, best first: texts, number and XML are the best one's; links are all theirs.

    roots : uids that the new uid follows from, where they are others than the parents'.
    """
    best = parents[0]
    links = links_of_parents(store, [(p.lot_id, p.gml_id, p.order) for p in parents])
    uids = tuple(p.uid for p in parents)
    return Derived(
        derived_uid(action, roots or uids, part), best.gml_id, uids, action,
        best.texts, wkb, detail, best.head, best.extra, links,
    )  # fmt: skip

"""Objects as the store holds them, column for column, for the runs that make others out of them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

import shapely

from ..geometry.wkb import Shape, decode, to_geometries
from ..model.pcrs import CLASSES
from . import sql
from .derived import Derived, derived_uid, links_of_parents
from .geopackage import wkb_of
from .schema import CURRENT, SUPERSEDED
from .states import Change
from .store import Store


@dataclass(frozen=True)
class Original:
    """A current object with its native geometry."""

    feature_class: str
    fid: int
    uid: str
    lot_id: int
    order: int
    gml_id: str
    texts: dict[str, str | None]
    head: str | None
    extra: str | None
    wkb: bytes

    @property
    def shape(self) -> Shape:
        """Native geometry, arcs as arcs."""
        return decode(self.wkb)

    def superseded_by(self, uid: str, action: str, detail: str | None = None) -> Change:
        """Change of state by which a derived object takes this one's place."""
        return Change(self.feature_class, self.fid, self.uid, self.lot_id, CURRENT, SUPERSEDED, action, uid, detail)


def read_originals(store: Store, name: str, uids: Collection[str]) -> dict[str, Original]:
    """Current objects of a class by uid."""
    wanted, texts = set(uids), CLASSES[name].columns
    columns = ["fid", "uid", "lot_id", "ord", "gml_id", "gml_head", "extra", "geom", *texts]
    found = {}
    for fid, uid, lot_id, order, gml_id, head, extra, geometry, *values in store.connection.execute(
        sql.select(name, columns, "state = ?"), (CURRENT,)
    ):
        wkb = wkb_of(geometry)
        if uid in wanted and wkb is not None:
            own = dict(zip(texts, values, strict=True))
            found[uid] = Original(name, fid, uid, lot_id, order, gml_id, own, head, extra, wkb)
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
    wkb: bytes,
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

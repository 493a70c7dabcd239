"""Objects as the store holds them, column for column, for the runs that make others out of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import shapely

from ..formats import sql
from ..formats.geopackage import wkb_of
from ..geometry.linear import to_geometries
from ..geometry.wkb import Shape, decode
from ..model.pcrs import CLASSES
from . import dialect
from .contents import Content, read_contents
from .derived_objects import Derived, derived_uid, join_links
from .keys import read_keys_by_uid
from .links import Link, read_links
from .schema import CURRENT, SUPERSEDED
from .states import Change
from .store import Store


@dataclass(frozen=True)
class Original:
    """A current object with its native geometry: that of its parts for an affleurant, None where it has none.

    links : its associations, by rank.
    """

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
    links: tuple[Link, ...] = ()

    @property
    def shape(self) -> Shape:
        """Native geometry, arcs as arcs, of an object that has one."""
        if self.wkb is None:
            raise ValueError(f"no geometry: {self.uid}")
        return decode(self.wkb)

    def supersession(self, uid: str, action: str, detail: str | None = None) -> Change:
        """Change of state by which a derived object takes this one's place."""
        return Change(
            feature_class=self.feature_class,
            fid=self.fid,
            uid=self.uid,
            lot_id=self.lot_id,
            state_from=CURRENT,
            state_to=SUPERSEDED,
            action=action,
            competitor=uid,
            detail=detail,
        )


def read_originals(store: Store, name: str, uids: Collection[str]) -> dict[str, Original]:
    """Current objects of a class by uid; of a class with a geometry of its own, those that have one."""
    keys = sorted(read_keys_by_uid(store, name, uids, state=CURRENT).values(), key=lambda key: key.fid)
    contents = [c for c in read_contents(store, name, keys) if c.wkb is not None or CLASSES[name].geometry is None]
    links = read_links(store, [(c.lot_id, c.gml_id, c.order) for c in contents])
    return {c.uid: _original(name, c, links.get((c.lot_id, c.gml_id, c.order), [])) for c in contents}


def _original(name: str, content: Content, links: list[Link]) -> Original:
    return Original(
        feature_class=name,
        fid=content.fid,
        uid=content.uid,
        lot_id=content.lot_id,
        order=content.order,
        gml_id=content.gml_id,
        texts=dict(zip(CLASSES[name].columns, content.values, strict=True)),
        head=content.head,
        extra=content.extra,
        wkb=content.wkb,
        links=tuple(sorted(links, key=lambda link: link.rank)),
    )


def longest_parts(store: Store, name: str, uids: Collection[str]) -> dict[str, float]:
    """Length in metres of the longest part of objects of a class, whatever their state, by uid."""
    rows = store._connection.execute(
        sql.select(name, ["uid", "geom"], dialect.member_condition("uid")), (dialect.encode_list(sorted(uids)),)
    ).fetchall()
    shapes = to_geometries([wkb_of(geometry) for _, geometry in rows])
    return {
        uid: float(shapely.length(shapely.get_parts(shape)).max(initial=0.0))
        for (uid, _), shape in zip(rows, shapes, strict=True)
    }


def derivation(
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
    links = join_links([p.links for p in parents])
    uids = tuple(p.uid for p in parents)
    return Derived(
        uid=derived_uid(action, roots or uids, part),
        gml_id=best.gml_id,
        parents=uids,
        action=action,
        texts=best.texts,
        wkb=wkb,
        detail=detail,
        head=best.head,
        extra=best.extra,
        links=links,
    )

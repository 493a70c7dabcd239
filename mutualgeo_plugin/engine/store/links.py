"""Questions about the links of objects: who leads where.

A link belongs to the object that has its lot, gml:id and order; its target is a gml:id, with ``#`` or without.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from ..model.pcrs import AFFLEURANT, EMPRISE
from . import sql
from .schema import CURRENT
from .store import Store

#: Whether a link is written without ``#``, though it leads to an object of its document.
_BARE = "l.inline = 0 AND l.href <> '' AND l.href NOT LIKE '#%' AND l.href NOT LIKE '%:%'"


class Dangling(NamedTuple):
    """A link that leads nowhere."""

    lot_id: int
    feature_class: str
    gml_id: str
    property: str
    href: str


class BareLinks(NamedTuple):
    """Number of links without ``#`` of a delivery, or of an object that a run has made."""

    lot_id: int
    uid: str
    links: int


class Listed(NamedTuple):
    """How often the lists of a lot's emprise name an object."""

    lot_id: int
    property: str
    gml_id: str
    times: int


class Undrawn(NamedTuple):
    """An affleurant without geometry, and the gml:id that its symbol goes by."""

    fid: int
    lot_id: int
    symbol: str | None


class OwnLink(NamedTuple):
    """A link of a known object, in its place among those of the object."""

    property: str
    href: str
    inline: int
    attrs: str | None


class Owner(NamedTuple):
    """What an object's links go by."""

    lot_id: int
    gml_id: str
    order: int


def find_astray(store: Store, known: Collection[tuple[int, str]]) -> list[int]:
    """Links (id) whose target is none of the `known` objects (lot, gml:id), each looked for in its own lot."""
    links = store.connection.execute("SELECT id, lot_id, ltrim(href, '#') FROM link WHERE href <> ''")
    return [link for link, lot, target in links if (lot, target) not in known]


def find_dangling(store: Store, astray: Sequence[int]) -> list[Dangling]:
    """Of links (id) whose target is not in their lot those of current objects; what a run has made may lead to any
    lot.
    """
    tables = store.class_names()
    union = " UNION ALL ".join(f"SELECT gml_id FROM {sql.name(t)}" for t in tables)  # nosec B608
    current = " UNION ALL ".join(_current(t, "lot_id, ord") for t in tables)
    rows = store.connection.execute(
        "SELECT l.lot_id, l.class, l.gml_id, l.property, l.href FROM link l "  # nosec B608
        f"WHERE l.id IN (SELECT value FROM json_each(?)) AND (l.lot_id, l.ord) IN ({current}) "
        "AND NOT (l.lot_id IN (SELECT lot_id FROM lot WHERE kind = 'derived') "
        f"AND ltrim(l.href, '#') IN ({union})) ORDER BY l.id",
        (json.dumps(list(astray)),),
    )
    return list(map(Dangling._make, rows))


def count_bare(store: Store) -> list[BareLinks]:
    """Links of current objects that are written without ``#``, a row a delivery and a row an object of a run."""
    any_bare = f"SELECT EXISTS (SELECT 1 FROM link l WHERE {_BARE})"  # nosec B608
    if not store.connection.execute(any_bare).fetchone()[0]:  # to look for their objects takes long
        return []
    union = " UNION ALL ".join(_current(t, "lot_id, ord, uid") for t in store.class_names())
    rows = store.connection.execute(
        "SELECT l.lot_id, MIN(o.uid), COUNT(*) FROM link l JOIN lot t ON t.lot_id = l.lot_id "  # nosec B608
        f"JOIN ({union}) o ON o.lot_id = l.lot_id AND o.ord = l.ord WHERE {_BARE} "
        "GROUP BY l.lot_id, CASE WHEN t.kind = 'derived' THEN o.uid ELSE '' END ORDER BY l.lot_id"
    )
    return list(map(BareLinks._make, rows))


def _current(table: str, columns: str) -> str:
    """SELECT of columns, a fixed text, of the current objects of a table."""
    return f"SELECT {columns} FROM {sql.name(table)} WHERE state = 'current'"  # nosec B608


def read_lists(store: Store) -> list[Listed]:
    """What the current emprises list as objects and drawings."""
    rows = store.connection.execute(
        sql.statement(
            "SELECT l.lot_id, l.property, ltrim(l.href, '#'), COUNT(*) FROM {e} t "
            "JOIN link l ON l.lot_id = t.lot_id AND l.gml_id = t.gml_id AND l.ord = t.ord "
            "WHERE t.state = 'current' AND l.property IN ('objet', 'habillage') AND l.href <> '' GROUP BY 1, 2, 3",
            e=EMPRISE,
        )
    )
    return list(map(Listed._make, rows))


def find_undrawn(store: Store) -> list[Undrawn]:
    """Current affleurants without geometry, by fid."""
    rows = store.connection.execute(
        sql.statement(
            "SELECT t.fid, t.lot_id, (SELECT ltrim(l.href, '#') FROM link l WHERE l.property = 'symbolisation' "
            "AND l.lot_id = t.lot_id AND l.gml_id = t.gml_id) FROM {t} t "
            "WHERE t.state = 'current' AND t.geom IS NULL ORDER BY t.fid",
            t=AFFLEURANT,
        )
    )
    return list(map(Undrawn._make, rows))


def find_surveyed_points(store: Store, name: str, point: str) -> list[tuple[int, int]]:
    """Current objects (fid) of a class that name current points of another as surveyed, and the points (fid).

    By point; both have a geometry.
    """
    return store.connection.execute(
        sql.statement(
            "SELECT t.fid, p.fid FROM link l JOIN {t} t ON t.lot_id = l.lot_id AND t.gml_id = l.gml_id "
            "JOIN {p} p ON p.lot_id = l.lot_id AND p.gml_id = ltrim(l.href, '#') "
            "WHERE l.property = 'pointLeve' AND l.class = ? AND t.state = 'current' AND p.state = 'current' "
            "AND t.geom IS NOT NULL AND p.geom IS NOT NULL ORDER BY p.fid, t.fid",
            t=name,
            p=point,
        ),
        (name,),
    ).fetchall()


def read_targets(store: Store, name: str) -> list[tuple[int, str]]:
    """Targets of the links of the current objects of a class, each once: lot of the link, gml:id."""
    return store.connection.execute(
        sql.statement(
            "SELECT DISTINCT l.lot_id, ltrim(l.href, '#') FROM link l JOIN {t} t ON t.lot_id = l.lot_id "
            "AND t.gml_id = l.gml_id AND t.ord = l.ord WHERE l.class = ? AND t.state = ?",
            t=name,
        ),
        (name, CURRENT),
    ).fetchall()


def read_hrefs(store: Store, name: str) -> list[tuple[str, int, str]]:
    """Links of the current objects of a class that stand in no object: uid, lot, href as received; in their order."""
    return store.connection.execute(
        sql.statement(
            "SELECT t.uid, t.lot_id, l.href FROM link l JOIN {t} t ON t.lot_id = l.lot_id "
            "AND t.gml_id = l.gml_id AND t.ord = l.ord "
            "WHERE l.class = ? AND l.inline = 0 AND t.state = ? ORDER BY l.id",
            t=name,
        ),
        (name, CURRENT),
    ).fetchall()


def lots_with_bare_lists(store: Store) -> set[int]:
    """Lots whose emprise, of whatever state, has a link without ``#``."""
    rows = store.connection.execute(
        "SELECT DISTINCT lot_id FROM link WHERE class = ? AND inline = 0 AND substr(href, 1, 1) NOT IN ('', '#')",
        (EMPRISE,),
    )
    return {lot_id for (lot_id,) in rows}


def links_of(store: Store, owners: Collection[Owner]) -> dict[Owner, list[OwnLink]]:
    """Links of objects, each object's in their order; an object without links is left out."""
    wanted = json.dumps([list(owner) for owner in owners])
    found: dict[Owner, list[OwnLink]] = {}
    for lot_id, gml_id, order, *link in store.connection.execute(
        "SELECT l.lot_id, l.gml_id, l.ord, l.property, l.href, l.inline, l.attrs FROM json_each(?) w "
        "JOIN link l ON l.lot_id = json_extract(w.value, '$[0]') AND l.gml_id = json_extract(w.value, '$[1]') "
        "AND l.ord = json_extract(w.value, '$[2]') ORDER BY l.rank, l.id",
        (wanted,),
    ):
        found.setdefault(Owner(lot_id, gml_id, order), []).append(OwnLink._make(link))
    return found

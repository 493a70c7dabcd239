"""Questions about the links of objects: who leads where.

A link belongs to the object that has its lot, gml:id and order; its target is a gml:id, with ``#`` or without.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from ..formats import sql
from ..model.pcrs import AFFLEURANT, EMPRISE
from . import dialect, query_keys
from .schema import CURRENT, DERIVED
from .store import Store

#: An object that has links: lot, gml:id, place in the lot.
Place = tuple[int, str, int]

#: gml:id that a link leads to.
_TARGET = dialect.link_target("l.href")

#: Whether a link leads to a name that is asked about.
_LEADS = "l.href IN (w.gml_id, '#' || w.gml_id)"

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


class Link(NamedTuple):
    """An association.

    prop : property of the object that holds it.
    href : as received.
    inline : place in the lot of the object that stands inside, 0 where none does.
    attrs : attributes of the property, JSON.
    """

    prop: str
    rank: int
    href: str
    inline: int
    attrs: str | None

    @property
    def target(self) -> str:
        """gml:id that the link leads to."""
        return self.href.removeprefix("#")


class Owner(NamedTuple):
    """An object that has a link, of a class."""

    feature_class: str
    lot_id: int
    gml_id: str
    order: int


def find_astray(store: Store, known: Collection[tuple[int, str]]) -> list[int]:
    """Links (id) whose target is none of the `known` objects (lot, gml:id), each looked for in its own lot."""
    without_hash = dialect.link_target("href")
    links = store._connection.execute(f"SELECT id, lot_id, {without_hash} FROM link WHERE href <> ''")  # nosec B608
    return [link for link, lot, target in links if (lot, target) not in known]


def find_dangling(store: Store, astray: Sequence[int]) -> list[Dangling]:
    """Of links (id) whose target is not in their lot those of current objects; what a run has made may lead to any
    lot.
    """
    tables = store.class_names()
    union = " UNION ALL ".join(f"SELECT gml_id FROM {sql.name(t)}" for t in tables)  # nosec B608
    current = " UNION ALL ".join(_current_rows(t, "lot_id, ord") for t in tables)
    rows = store._connection.execute(
        "SELECT l.lot_id, l.class, l.gml_id, l.property, l.href FROM link l "  # nosec B608
        f"WHERE {dialect.member_condition('l.id')} AND (l.lot_id, l.ord) IN ({current}) "
        "AND NOT (l.lot_id IN (SELECT lot_id FROM lot WHERE kind = 'derived') "
        f"AND {_TARGET} IN ({union})) ORDER BY l.id",
        (dialect.encode_list(astray),),
    )
    return list(map(Dangling._make, rows))


def count_bare(store: Store) -> list[BareLinks]:
    """Links of current objects that are written without ``#``, a row a delivery and a row an object of a run."""
    any_bare = f"SELECT EXISTS (SELECT 1 FROM link l WHERE {_BARE})"  # nosec B608
    if not store._connection.execute(any_bare).fetchone()[0]:  # to look for their objects takes long
        return []
    union = " UNION ALL ".join(_current_rows(t, "lot_id, ord, uid") for t in store.class_names())
    rows = store._connection.execute(
        "SELECT l.lot_id, MIN(o.uid), COUNT(*) FROM link l JOIN lot t ON t.lot_id = l.lot_id "  # nosec B608
        f"JOIN ({union}) o ON o.lot_id = l.lot_id AND o.ord = l.ord WHERE {_BARE} "
        "GROUP BY l.lot_id, CASE WHEN t.kind = 'derived' THEN o.uid ELSE '' END ORDER BY l.lot_id"
    )
    return list(map(BareLinks._make, rows))


def _current_rows(table: str, columns: str) -> str:
    """SELECT of columns, a fixed text, of the current objects of a table."""
    return f"SELECT {columns} FROM {sql.name(table)} WHERE state = 'current'"  # nosec B608


def read_lists(store: Store) -> list[Listed]:
    """What the current emprises list as objects and drawings."""
    rows = store._connection.execute(
        sql.statement(
            f"SELECT l.lot_id, l.property, {_TARGET}, COUNT(*) FROM {{e}} t "  # nosec B608
            "JOIN link l ON l.lot_id = t.lot_id AND l.gml_id = t.gml_id AND l.ord = t.ord "
            "WHERE t.state = 'current' AND l.property IN ('objet', 'habillage') AND l.href <> '' GROUP BY 1, 2, 3",
            e=EMPRISE,
        )
    )
    return list(map(Listed._make, rows))


def find_undrawn(store: Store) -> list[Undrawn]:
    """Current affleurants without geometry, by fid."""
    rows = store._connection.execute(
        sql.statement(
            f"SELECT t.fid, t.lot_id, (SELECT {_TARGET} FROM link l WHERE l.property = 'symbolisation' "  # nosec B608
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
    return store._connection.execute(
        sql.statement(
            "SELECT t.fid, p.fid FROM link l JOIN {t} t ON t.lot_id = l.lot_id AND t.gml_id = l.gml_id "  # nosec B608
            f"JOIN {{p}} p ON p.lot_id = l.lot_id AND p.gml_id = {_TARGET} "
            "WHERE l.property = 'pointLeve' AND l.class = ? AND t.state = 'current' AND p.state = 'current' "
            "AND t.geom IS NOT NULL AND p.geom IS NOT NULL ORDER BY p.fid, t.fid",
            t=name,
            p=point,
        ),
        (name,),
    ).fetchall()


def find_distant_points(store: Store, name: str, point: str) -> list[tuple[int, str, int, str]]:
    """Links to surveyed points that lead out of a run's lot: current object (fid, uid, lot), and the point's gml:id."""
    return store._connection.execute(
        sql.statement(
            f"SELECT t.fid, t.uid, t.lot_id, {_TARGET} FROM link l JOIN {{t}} t ON t.lot_id = l.lot_id "  # nosec B608
            "AND t.gml_id = l.gml_id AND t.ord = l.ord JOIN lot o ON o.lot_id = l.lot_id AND o.kind = 'derived' "
            "WHERE l.property = 'pointLeve' AND l.class = ? AND t.state = 'current' AND t.geom IS NOT NULL "
            f"AND NOT EXISTS (SELECT 1 FROM {{p}} p WHERE p.lot_id = l.lot_id AND p.gml_id = {_TARGET})",
            t=name,
            p=point,
        ),
        (name,),
    ).fetchall()


def read_targets(store: Store, name: str) -> list[tuple[int, str]]:
    """Targets of the links of the current objects of a class, each once: lot of the link, gml:id."""
    return store._connection.execute(
        sql.statement(
            f"SELECT DISTINCT l.lot_id, {_TARGET} FROM link l JOIN {{t}} t ON t.lot_id = l.lot_id "  # nosec B608
            "AND t.gml_id = l.gml_id AND t.ord = l.ord WHERE l.class = ? AND t.state = ?",
            t=name,
        ),
        (name, CURRENT),
    ).fetchall()


def read_hrefs(store: Store, name: str) -> list[tuple[str, int, str]]:
    """Links of the current objects of a class that stand in no object: uid, lot, href as received; in their order."""
    return store._connection.execute(
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
    rows = store._connection.execute(
        "SELECT DISTINCT lot_id FROM link WHERE class = ? AND inline = 0 AND substr(href, 1, 1) NOT IN ('', '#')",
        (EMPRISE,),
    )
    return {lot_id for (lot_id,) in rows}


def read_links(store: Store, places: Iterable[Place]) -> dict[Place, list[Link]]:
    """Links of objects, in the order in which they were received; objects without any are left out."""
    wanted = query_keys.put_places(store._connection, places)
    found: dict[Place, list[Link]] = defaultdict(list)
    for lot_id, gml_id, order, *link in store._connection.execute(
        "SELECT l.lot_id, l.gml_id, l.ord, l.property, l.rank, l.href, l.inline, l.attrs "
        f"FROM {wanted} w {dialect.ORDERED_JOIN} link l "  # nosec B608
        "ON l.lot_id = w.lot_id AND l.gml_id = w.gml_id AND l.ord = w.ord ORDER BY l.id"
    ):
        found[lot_id, gml_id, order].append(Link._make(link))
    return dict(found)


def read_owners(store: Store, targets: Iterable[tuple[int, str]]) -> dict[tuple[int, str], list[tuple[Owner, int]]]:
    """Objects that lead to a name of their own lot (lot, gml:id), each with the place of what stands inside it there.

    The href is written with ``#`` or without.
    """
    _index_targets(store)
    wanted = query_keys.put_places(store._connection, ((lot_id, gml_id, None) for lot_id, gml_id in targets))
    found: dict[tuple[int, str], list[tuple[Owner, int]]] = defaultdict(list)
    for lot_id, target, *row in store._connection.execute(
        "SELECT DISTINCT w.lot_id, w.gml_id, l.class, l.lot_id, l.gml_id, l.ord, l.inline "  # nosec B608
        f"FROM {wanted} w {dialect.ORDERED_JOIN} link l ON l.lot_id = w.lot_id AND {_LEADS}"
    ):
        found[lot_id, target].append((Owner._make(row[:4]), row[4]))
    return dict(found)


def read_referrers(store: Store, targets: Iterable[tuple[int, str]]) -> dict[tuple[int, str], list[Owner]]:
    """Objects that may lead to a name of a lot (lot, gml:id): those of the lot itself and those that runs have made.

    Emprises, whose lists speak of a delivery, are none.
    """
    _index_targets(store)
    wanted = query_keys.put_places(store._connection, ((lot_id, gml_id, None) for lot_id, gml_id in targets))
    found: dict[tuple[int, str], list[Owner]] = defaultdict(list)
    for lot_id, target, *row in store._connection.execute(
        f"SELECT DISTINCT w.lot_id, w.gml_id, l.class, l.lot_id, l.gml_id, l.ord FROM {wanted} w "  # nosec B608
        f"{dialect.ORDERED_JOIN} (SELECT lot_id, kind FROM lot) h ON h.lot_id = w.lot_id OR h.kind = ? "
        f"{dialect.ORDERED_JOIN} link l ON l.lot_id = h.lot_id AND {_LEADS} WHERE l.class <> ?",
        (DERIVED, EMPRISE),
    ):
        found[lot_id, target].append(Owner._make(row))
    return dict(found)


def holds_links(store: Store) -> bool:
    """Whether there is any link."""
    (found,) = store._connection.execute("SELECT EXISTS (SELECT 1 FROM link)").fetchone()
    return bool(found)


def read_linked_classes(store: Store) -> set[str]:
    """Classes of which some object has a link."""
    return {name for (name,) in store._connection.execute("SELECT DISTINCT class FROM link")}


def read_inline_places(store: Store, lot_id: int | None = None) -> dict[tuple[int, int], int]:
    """Objects that stand inside others, (lot, place in it), of one lot or of all, with the place of what holds them."""
    rows = store._connection.execute(
        "SELECT lot_id, inline, ord FROM link WHERE inline > 0 AND (? IS NULL OR lot_id = ?)", (lot_id, lot_id)
    )
    return {(lot, inline): holder for lot, inline, holder in rows}


def _index_targets(store: Store) -> None:
    """Let the base look links up by what they lead to: made when first needed, since it slows the reception of lots."""
    store._connection.execute("CREATE INDEX IF NOT EXISTS link_target ON link (lot_id, href)")

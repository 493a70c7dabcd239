"""Objects that lead to each other: when one gets another version, those that lead to it get one beside it.

A link leads to an object of its own lot. What a run makes stands in a lot of its own: an object that leads to one of a
delivery would go on leading to the version that was put aside, so it gets a version in the same derived lot. An
affleurant and its parts are one such family.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ..geometry.wkb import decode, encode
from ..model.pcrs import AFFLEURANT, CLASSES, EMPRISE, REPRESENTATIONS
from . import sql
from .affleurants import one_shape
from .originals import Original, find_originals
from .store import Store

#: Links that lead from an affleurant to its parts, at the first and at the second hop.
_HOPS = ("representation", "symbolisation", *(prop for prop, _ in REPRESENTATIONS))

#: Who has a link: class, lot, gml:id and order.
_Owner = tuple[str, int, str, int]


def companions(store: Store, changed: Iterable[Original]) -> list[Original]:
    """Current objects that lead to one of these, directly or through others, and all the parts of affleurants among
    them; emprises, whose lists speak of a delivery, are none. The given ones are left out.
    """
    # asked of each object; made here and not with the store, since it slows the reception of lots
    store.connection.execute("CREATE INDEX IF NOT EXISTS link_target ON link (lot_id, href)")
    given = list(changed)
    seen = {thing.uid for thing in given}
    waiting, out = list(given), []
    while waiting:
        thing = waiting.pop()
        for other in [*_referrers(store, thing), *_parts(store, thing)]:
            if other.uid not in seen:
                seen.add(other.uid)
                waiting.append(other)
                out.append(other)
    return sorted(out, key=lambda thing: (thing.feature_class, thing.uid))


def _referrers(store: Store, thing: Original) -> Iterator[Original]:
    rows: list[_Owner] = store.connection.execute(
        "SELECT DISTINCT class, lot_id, gml_id, ord FROM link WHERE href IN (?, ?) AND class <> ? "
        "AND (lot_id = ? OR lot_id IN (SELECT lot_id FROM lot WHERE kind = 'derived'))",
        (thing.gml_id, f"#{thing.gml_id}", EMPRISE, thing.lot_id),
    ).fetchall()
    for name, lot_id, gml_id, order in rows:
        if lot_id == thing.lot_id or not _holds(store, lot_id, thing.gml_id):
            yield from (owner for owner in _at(store, name, lot_id, gml_id) if owner.order == order)


def _holds(store: Store, lot_id: int, gml_id: str) -> bool:
    """Whether a lot has an object of its own by that gml:id."""
    return any(
        store.connection.execute(sql.select(name, ["fid"], "lot_id = ? AND gml_id = ?"), (lot_id, gml_id)).fetchone()
        for name in store.class_names()
    )


def _parts(store: Store, thing: Original) -> Iterator[Original]:
    """What an affleurant, or its geometry, leads to as its parts."""
    if thing.feature_class != AFFLEURANT and CLASSES[thing.feature_class].family != "affleurant":
        return
    for target, inline in _targets(store, thing, _HOPS):
        for name in store.class_names():
            if CLASSES[name].family == "affleurant":
                for part in _at(store, name, thing.lot_id, target):
                    if not inline or part.order == inline:
                        yield part


def _targets(store: Store, thing: Original, properties: Iterable[str]) -> list[tuple[str, int]]:
    wanted = tuple(properties)
    marks = ", ".join("?" * len(wanted))
    return store.connection.execute(
        "SELECT ltrim(href, '#'), inline FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? "  # nosec B608
        f"AND property IN ({marks}) ORDER BY rank, id",
        (thing.lot_id, thing.gml_id, thing.order, *wanted),
    ).fetchall()


def _at(store: Store, name: str, lot_id: int, gml_id: str) -> list[Original]:
    """Current objects of a class that a name stands for in a lot."""
    return find_originals(store, name, "lot_id = ? AND gml_id = ?", (lot_id, gml_id))


def resolved(store: Store, affleurant: Original, drawings: Mapping[str, bytes | None]) -> bytes | None:
    """Geometry that an affleurant's links lead to, its parts being drawn as `drawings` says (uid → WKB) or as they are.

    The envelope is preferred, then the lines, then the point; None where there is none.
    """
    middles = [
        part
        for target, inline in _targets(store, affleurant, ["representation"])
        for part in _at(store, "AffleurantGeometriquePCRS", affleurant.lot_id, target)
        if not inline or part.order == inline
    ][:1]
    for prop, name in REPRESENTATIONS:
        if name not in store.class_names():
            continue
        parts = [
            drawings.get(part.uid, part.wkb)
            for middle in middles
            for target, inline in _targets(store, middle, [prop])
            for part in _at(store, name, middle.lot_id, target)
            if not inline or part.order == inline
        ]
        there = [wkb for wkb in parts if wkb is not None]
        if there:
            return there[0] if len(there) == 1 else encode(one_shape([decode(wkb) for wkb in there]))
    return None

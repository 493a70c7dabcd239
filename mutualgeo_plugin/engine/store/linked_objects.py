"""Objects that lead to each other: when one gets another version, those that lead to it get one beside it.

A link leads to an object of its own lot. What a run makes stands in a lot of its own: an object that leads to one of a
delivery would go on leading to the version that was put aside, so it gets a version in the same derived lot. An
affleurant and its parts are one such family.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ..geometry.wkb import decode, encode
from ..model.pcrs import AFFLEURANT, CLASSES, REPRESENTATIONS
from .affleurants import HOPS, combine_shapes
from .keys import Key, read_keys_by_gml_id
from .links import Link, read_referrers
from .originals import Original, read_originals
from .schema import CURRENT
from .store import Store

#: A name in a lot, and the place there of what stands inside the object that leads to it (0: nothing does).
_Target = tuple[int, str, int]

_MIDDLE = "AffleurantGeometriquePCRS"


def companions(store: Store, changed: Iterable[Original]) -> list[Original]:
    """Current objects that lead to one of these, directly or through others, and all the parts of affleurants among
    them; emprises, whose lists speak of a delivery, are none. The given ones are left out.
    """
    waiting = list(changed)
    seen = {thing.uid for thing in waiting}
    out: list[Original] = []
    while waiting:
        uids: dict[str, set[str]] = defaultdict(set)
        for name, key in [*_find_referrers(store, waiting), *_find_parts(store, waiting)]:
            if key.uid not in seen:
                uids[name].add(key.uid)
        waiting = [thing for name, wanted in uids.items() for thing in read_originals(store, name, wanted).values()]
        seen |= {thing.uid for thing in waiting}
        out += waiting
    return sorted(out, key=lambda thing: (thing.feature_class, thing.uid))


def _find_referrers(store: Store, things: Sequence[Original]) -> list[tuple[str, Key]]:
    """Current objects that lead to one of these: of its own lot, or of a derived lot that has none of that name."""
    targets = {(thing.lot_id, thing.gml_id) for thing in things}
    referrers = read_referrers(store, targets)
    abroad = {
        (owner.lot_id, gml_id)
        for (lot_id, gml_id), owners in referrers.items()
        for owner in owners
        if owner.lot_id != lot_id
    }
    held = {
        (key.lot_id, key.gml_id)
        for keys in read_keys_by_gml_id(store, store.class_names(), abroad).values()
        for key in keys
    }
    wanted = {
        owner
        for (lot_id, gml_id), owners in referrers.items()
        for owner in owners
        if owner.lot_id == lot_id or (owner.lot_id, gml_id) not in held
    }
    names = {owner.feature_class for owner in wanted}
    places = {(name, lot_id, order) for name, lot_id, _, order in wanted}
    there = read_keys_by_gml_id(store, sorted(names), {(owner.lot_id, owner.gml_id) for owner in wanted})
    return [
        (name, key)
        for name, keys in there.items()
        for key in keys
        if key.state == CURRENT and (name, key.lot_id, key.order) in places
    ]


def _find_parts(store: Store, things: Sequence[Original]) -> list[tuple[str, Key]]:
    """What affleurants, or their geometries, lead to as their parts."""
    families = [name for name in store.class_names() if CLASSES[name].family == "affleurant"]
    targets = {
        (thing.lot_id, link.href.lstrip("#"), link.inline)
        for thing in things
        if thing.feature_class == AFFLEURANT or thing.feature_class in families
        for link in thing.links
        if link.prop in HOPS
    }
    there = read_keys_by_gml_id(store, families, {target[:2] for target in targets})
    return [
        (name, key)
        for name, keys in there.items()
        for key in keys
        if key.state == CURRENT and targets & {(key.lot_id, key.gml_id, 0), (key.lot_id, key.gml_id, key.order)}
    ]


def resolve_geometries(
    store: Store, affleurants: Sequence[Original], drawings: Mapping[str, bytes | None]
) -> dict[str, bytes | None]:
    """Geometries that affleurants' links lead to, by uid, their parts being drawn as `drawings` says (uid → WKB) or as
    they are.

    The envelope is preferred, then the lines, then the point; None where there is none.
    """
    middles = _read_parts(store, _MIDDLE, [(thing.lot_id, thing.links) for thing in affleurants], ["representation"])
    firsts = [found[:1] for found in middles]
    parts = {
        prop: _read_parts(
            store,
            name,
            [(thing.lot_id, [link for middle in found for link in middle.links])
             for thing, found in zip(affleurants, firsts, strict=True)],
            [prop],
        )
        for prop, name in REPRESENTATIONS
    }  # fmt: skip
    out: dict[str, bytes | None] = {}
    for rank, thing in enumerate(affleurants):
        drawn = (
            [wkb for part in parts[prop][rank] if (wkb := drawings.get(part.uid, part.wkb)) is not None]
            for prop, _ in REPRESENTATIONS
        )
        there = next((wkbs for wkbs in drawn if wkbs), [])
        out[thing.uid] = (
            None
            if not there
            else there[0]
            if len(there) == 1
            else encode(combine_shapes([decode(wkb) for wkb in there]))
        )
    return out


def _read_parts(
    store: Store, name: str, links_by_lot: Sequence[tuple[int, Sequence[Link]]], properties: Sequence[str]
) -> list[list[Original]]:
    """Current objects of a class that links of these properties lead to, in their order, for each row."""
    if name not in store.class_names():
        return [[] for _ in links_by_lot]
    targets: list[list[_Target]] = [
        [(lot_id, link.href.lstrip("#"), link.inline) for link in links if link.prop in properties]
        for lot_id, links in links_by_lot
    ]
    keys = read_keys_by_gml_id(store, [name], {target[:2] for row in targets for target in row}).get(name, [])
    originals = read_originals(store, name, [key.uid for key in keys if key.state == CURRENT])
    by_name: dict[tuple[int, str], list[Original]] = defaultdict(list)
    for key in keys:
        if key.uid in originals and key.state == CURRENT:
            by_name[key.lot_id, key.gml_id].append(originals[key.uid])
    return [
        [
            part
            for lot_id, gml_id, inline in row
            for part in by_name.get((lot_id, gml_id), ())
            if not inline or part.order == inline
        ]
        for row in targets
    ]

"""S2 to S6 of the catalogue: emprise and its lists, links, affleurant chains, identifiers."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pandas

from ....dataset.findings import Finding
from ....model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ....store.links import count_bare, find_astray, find_dangling, find_undrawn, read_lists
from ....store.schema import CURRENT
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check


@base_check("S2")
def s2_emprises_of_lots(base: StoreBase, profile: Profile) -> list[Finding]:
    """One EmpriseEchangePCRS per lot."""
    there = Counter(base.lot_of(EMPRISE).tolist() if EMPRISE in base.classes else [])
    return [
        base.make_lot_finding(lot, "S2", "error", feature_class=EMPRISE, measured=n, count=n)
        for lot in base.lots
        if (n := there[lot]) != 1
    ]


@base_check("S3")
def s3_dangling_links(base: StoreBase, profile: Profile) -> list[Finding]:
    """Links that lead nowhere in their lot; links without ``#`` counted per lot."""
    known = {(row.lot_id, row.gml_id) for rows in base.identities.values() for row in rows}
    rows = find_dangling(base.store, find_astray(base.store, known))
    dangling = pandas.DataFrame(rows, columns=["lot", "class", "gml_id", "property", "href"])
    out = []
    for name, links in dangling.groupby("class", sort=True):
        part = base.select_named(str(name), links["lot"].tolist(), links["gml_id"].tolist())
        fields: list[dict[str, object]] = links[["property", "href"]].to_dict("records")
        out += part.make_findings(str(name), np.arange(len(links)), "S3", fields=fields)
    bare: Counter[int] = Counter()
    for lot, uid, n in count_bare(base.store):
        bare[base.home(uid, lot)] += n
    return out + [
        base.make_lot_finding(lot, "S3_hash", "info", measured=n, count=n)
        for lot, n in sorted(bare.items())
        if lot in base.lots
    ]


#: An object (fid), and the fields of what is said of it.
Told = tuple[int, dict[str, object]]
#: An object (fid), its lot, and one of its names.
Named = tuple[int, int, str | None]

#: What each list of the emprise holds, by family of classes.
_LISTS = {"objet": "vecteur", "habillage": "habillage"}


@base_check("S4")
def s4_unlisted_objects(base: StoreBase, profile: Profile) -> list[Finding]:
    """What the emprise of a lot does not list, lists where it has no place, or lists twice."""
    if EMPRISE not in base.classes:
        return []
    listed = _emprise_listings(base)
    with_emprise = set(base.lot_of(EMPRISE).tolist())
    lists = {family: prop for prop, family in _LISTS.items()}
    out, left, total = [], [], Counter[int]()
    for name in base.classes:
        if name == EMPRISE:
            continue
        right = lists.get(CLASSES[name].family)
        wrong: list[Told] = []
        twice: list[Told] = []
        unlisted = []
        for fid, delivered in base.standing_names(name):
            lot = delivered.lot_id
            said = listed.get((lot, delivered.gml_id), {}) if lot in with_emprise else None
            total[lot] += right is not None
            if said is None:
                continue
            if right is not None and not said:
                unlisted.append((fid, lot))
            wrong += [(fid, {"property": prop}) for prop in said if prop != right]
            if (times := sum(said.values())) > 1:  # under one list or the other
                twice.append((fid, {"count": times}))
        out += _object_findings(base, name, wrong, "S4_wrong", "error") + _object_findings(
            base, name, twice, "S4_twice", "warning"
        )
        left.append((name, unlisted))
    forgotten = Counter(lot for _, unlisted in left for _, lot in unlisted)
    blank = {lot for lot in forgotten if forgotten[lot] == total[lot]}
    for name, unlisted in left:
        out += _object_findings(base, name, [(fid, {}) for fid, lot in unlisted if lot not in blank], "S4", "error")
    return out + [
        base.make_lot_finding(lot, "S4_none", "warning", feature_class=EMPRISE, measured=total[lot], count=total[lot])
        for lot in sorted(blank & base.lots.keys())
    ]


def _emprise_listings(base: StoreBase) -> dict[tuple[int, str], dict[str, int]]:
    """What the emprises list: lot and gml_id → property → how many times."""
    out: dict[tuple[int, str], dict[str, int]] = {}
    for lot, prop, gml_id, times in read_lists(base.store):
        out.setdefault((lot, gml_id), {})[prop] = times
    return out


def _object_findings(base: StoreBase, name: str, objects: list[Told], code: str, severity: str) -> list[Finding]:
    """Findings on objects (fid) of a class, with the fields of their sentences; what is said of several deliveries of
    one object is said once.
    """
    if not objects:
        return []
    told = {(fid, str(sorted(said.items()))): (fid, said) for fid, said in objects}
    fids, fields = map(list, zip(*told.values(), strict=True))
    return base.part(name, fids).make_findings(name, np.arange(len(fids)), code, severity, fields=fields)


@base_check("S5")
def s5_undrawn_affleurants(base: StoreBase, profile: Profile) -> list[Finding]:
    """Affleurants whose representation leads to no geometry; they are put where their symbol is."""
    out = []
    for name in base.present_classes(AFFLEURANT):
        missing = find_undrawn(base.store)
        symbols = _symbols(base, [(lot, href) for _, lot, href in missing if href])
        placed = [(fid, symbols[lot, href]) for fid, lot, href in missing if href and (lot, href) in symbols]
        lost = [fid for fid, lot, href in missing if (lot, href) not in symbols]
        out += base.part(name, lost).make_findings(name, np.arange(len(lost)), "S5")
        part = base.part(name, [fid for fid, _ in placed])
        where = [place for _, place in placed]
        out += part.make_findings(name, np.arange(len(placed)), "S5_symbol", "warning", places=where)
    return out


def _symbols(base: StoreBase, keys: list[tuple[int, str]]) -> dict[tuple[int, str], tuple[float, float]]:
    """Places of symbols by lot and gml:id."""
    name = "AffleurantSymbolePCRS"
    if not keys or name not in base.classes:
        return {}
    part = base.select_named(name, *map(list, zip(*keys, strict=True)))
    table = part.table(name)
    known = zip(table["lot_id"], table["gml_id"], part.places(name).tolist(), strict=True)
    return {(lot, gml_id): (x, y) for lot, gml_id, (x, y) in known}


@base_check("S6")
def s6_repeated_identifiers(base: StoreBase, profile: Profile) -> list[Finding]:
    """gml:id used twice in a lot; business identifier used twice in the base."""
    current = {name: [row for row in rows if row.state == CURRENT] for name, rows in base.identities.items()}
    ids: dict[str, list[Named]] = {
        name: sorted({(fid, named.lot_id, named.gml_id) for fid, named in base.standing_names(name)})
        for name in base.classes
    }
    out = _repeated_value_findings(base, ids, "gml_id", "S6_gml", by_lot=True)
    properties = {name: CLASSES[name].identifier for name in base.classes}
    for prop in sorted({p for p in properties.values() if p}):
        own = {
            n: [(row.fid, row.lot_id, row.identifier) for row in rows]
            for n, rows in current.items()
            if properties[n] == prop
        }
        out += _repeated_value_findings(base, own, prop, "S6", by_lot=False)
    return out


def _repeated_value_findings(
    base: StoreBase, objects: dict[str, list[Named]], prop: str, code: str, *, by_lot: bool
) -> list[Finding]:
    """Objects of several classes (fid, lot, value) whose value is used more than once, in a lot or in the base."""
    used: Counter[tuple[int, str | None]] = Counter(
        (lot if by_lot else 0, value) for rows in objects.values() for _, lot, value in rows if value
    )
    out = []
    for name, rows in objects.items():
        twice = [(fid, value, n) for fid, lot, value in rows if (n := used[lot if by_lot else 0, value]) > 1]
        if not twice:
            continue
        fids, values, counts = (list(column) for column in zip(*twice, strict=True))
        fields: list[dict[str, object]] = [
            {"count": n, "property": prop, "value": value} for value, n in zip(values, counts, strict=True)
        ]
        out += base.part(name, fids).make_findings(name, np.arange(len(fids)), code, measured=counts, fields=fields)
    return out

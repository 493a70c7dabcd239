"""S2, S3, S5 and S6 of the catalogue: emprise, links, affleurant chains, identifiers."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from operator import itemgetter

import numpy as np
import pandas

from ...model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ...store import sql
from ..base import StoreBase
from ..findings import Finding
from ..profile import Profile
from . import LocalCheck, WholeCheck


def s2(base: StoreBase, profile: Profile) -> list[Finding]:
    """One EmpriseEchangePCRS per lot."""
    there = Counter(base.lot_of(EMPRISE).tolist() if EMPRISE in base.classes else [])
    return [
        base.on_lot(lot, "S2", "error", feature_class=EMPRISE, measured=n, count=n)
        for lot in base.lots
        if (n := there[lot]) != 1
    ]


def s3(base: StoreBase, profile: Profile) -> list[Finding]:
    """Links that lead nowhere in their lot; links without ``#`` counted per lot."""
    connection = base.store.connection
    dangling = pandas.DataFrame(
        connection.execute(sql.dangling_links(base.classes)).fetchall(),
        columns=["lot", "class", "gml_id", "property", "href"],
    )
    out = []
    for name, links in dangling.groupby("class", sort=True):
        part = base.named(str(name), links["lot"].tolist(), links["gml_id"].tolist())
        fields: list[dict[str, object]] = links[["property", "href"]].to_dict("records")  # type: ignore[assignment]
        out += part.found(str(name), np.arange(len(links)), "S3", fields=fields)
    bare: Counter[int] = Counter()
    for lot, uid, n in connection.execute(sql.bare_links(base.classes)):
        bare[base.home(uid, lot)] += n
    return out + [
        base.on_lot(lot, "S3_hash", "info", measured=n, count=n) for lot, n in sorted(bare.items()) if lot in base.lots
    ]


def s5(base: StoreBase, profile: Profile) -> list[Finding]:
    """Affleurants whose representation leads to no geometry; they are put where their symbol is."""
    out = []
    for name in base.of(AFFLEURANT):
        missing = base.store.connection.execute(
            sql.statement(
                "SELECT t.fid, t.lot_id, (SELECT ltrim(l.href, '#') FROM link l WHERE l.property = 'symbolisation' "
                "AND l.lot_id = t.lot_id AND l.gml_id = t.gml_id) FROM {t} t "
                "WHERE t.state = 'current' AND t.geom IS NULL ORDER BY t.fid",
                t=name,
            )
        ).fetchall()
        symbols = _symbols(base, [(lot, href) for _, lot, href in missing if href])
        placed = [(fid, symbols[lot, href]) for fid, lot, href in missing if (lot, href) in symbols]
        lost = [fid for fid, lot, href in missing if (lot, href) not in symbols]
        out += base.part(name, lost).found(name, np.arange(len(lost)), "S5")
        part = base.part(name, [fid for fid, _ in placed])
        where = [place for _, place in placed]
        out += part.found(name, np.arange(len(placed)), "S5_symbol", "warning", places=where)
    return out


def _symbols(base: StoreBase, keys: list[tuple[int, str]]) -> dict[tuple[int, str], tuple[float, float]]:
    """Places of symbols by lot and gml:id."""
    name = "AffleurantSymbolePCRS"
    if not keys or name not in base.classes:
        return {}
    part = base.named(name, *map(list, zip(*keys, strict=True)))
    table = part.table(name)
    known = zip(table["lot_id"], table["gml_id"], part.places(name).tolist(), strict=True)
    return {(lot, gml_id): (x, y) for lot, gml_id, (x, y) in known}


def s6(base: StoreBase, profile: Profile) -> list[Finding]:
    """gml:id used twice in a lot; business identifier used twice in the base."""
    out = _repeated(base, {name: "gml_id" for name in base.classes}, "S6_gml", by_lot=True)
    properties = {name: CLASSES[name].identifier for name in base.classes}
    for prop in sorted({p for p in properties.values() if p}):
        out += _repeated(base, {n: p for n, p in properties.items() if p == prop}, "S6", by_lot=False)
    return out


def _repeated(base: StoreBase, columns: dict[str, str], code: str, *, by_lot: bool) -> list[Finding]:
    """Objects of several classes whose value in one column is used more than once, in a lot or in the base."""
    rows = []
    for name, column in columns.items():
        query = sql.select(name, ["fid", "lot_id", column], f"state = 'current' AND {sql.name(column)} <> ''", "fid")
        rows += [(name, *row) for row in base.store.connection.execute(query)]
    used = Counter((lot if by_lot else 0, value) for _, _, lot, value in rows)
    twice = [(name, fid, value, n) for name, fid, lot, value in rows if (n := used[lot if by_lot else 0, value]) > 1]
    out = []
    for name, those in groupby(twice, key=itemgetter(0)):
        fids, values, counts = (list(column) for column in list(zip(*those, strict=True))[1:])
        fields: list[dict[str, object]] = [
            {"count": n, "property": columns[name], "value": value} for value, n in zip(values, counts, strict=True)
        ]
        out += base.part(name, fids).found(name, np.arange(len(fids)), code, measured=counts, fields=fields)
    return out


LOCAL: dict[str, LocalCheck] = {}
WHOLE: dict[str, WholeCheck] = {"S2": s2, "S3": s3, "S5": s5, "S6": s6}

"""Checks of structure and attributes: emprise, links, affleurant chains, identifiers, values (S2, S3, S5, S6, A1)."""

from __future__ import annotations

import numpy as np
import pandas

from ..model.pcrs import AFFLEURANT, CLASSES, EMPRISE, PLACEHOLDERS
from ..store import sql
from .base import Base
from .findings import Finding
from .profile import Profile


def s2(base: Base, profile: Profile) -> list[Finding]:
    """One EmpriseEchangePCRS per lot."""
    there = base.table(EMPRISE)["lot_id"].value_counts() if EMPRISE in base.classes else pandas.Series(dtype=int)
    return [
        Finding("S2", "error", "S2", EMPRISE, (), (lot,), measured=float(n), fields={"lot": name, "count": int(n)})
        for lot, name in base.lots.items()
        if (n := there.get(lot, 0)) != 1
    ]


def s3(base: Base, profile: Profile) -> list[Finding]:
    """Links that lead nowhere in their lot; links without ``#`` counted per lot."""
    connection = base.store.connection
    dangling = connection.execute(sql.dangling_links(base.classes)).fetchall()
    found = [
        _dangling(base, lot, feature_class, gml_id, prop, href) for lot, feature_class, gml_id, prop, href in dangling
    ]
    bare = connection.execute(
        "SELECT lot_id, COUNT(*) FROM link WHERE inline = 0 AND href <> '' AND href NOT LIKE '#%' "
        "AND href NOT LIKE '%:%' GROUP BY lot_id ORDER BY lot_id"
    ).fetchall()
    return found + [
        Finding("S3", "info", "S3_hash", "", (), (lot,), measured=float(n), fields={"lot": base.lots[lot], "count": n})
        for lot, n in bare
    ]


def _dangling(base: Base, lot: int, feature_class: str, gml_id: str, prop: str, href: str) -> Finding:
    table = base.table(feature_class)
    rows = np.flatnonzero((table["lot_id"] == lot) & (table["gml_id"] == gml_id))
    place = base.places(feature_class)[rows[0]] if len(rows) else (np.nan, np.nan)
    return Finding(
        "S3",
        "error",
        "S3",
        feature_class,
        (gml_id, href),
        (lot,),
        (float(place[0]), float(place[1])),
        fields={"property": prop, "href": href},
    )


def s5(base: Base, profile: Profile) -> list[Finding]:
    """Affleurants whose representation leads to no geometry."""
    if AFFLEURANT not in base.classes:
        return []
    table = base.table(AFFLEURANT)
    missing = table[table.geometry.isna()]
    symbols = _symbol_places(base)
    out = []
    for lot, gml_id, producer in zip(missing["lot_id"], missing["gml_id"], missing["producteur"], strict=True):
        place = symbols.get((lot, gml_id))
        severity, code = ("warning", "S5_symbol") if place else ("error", "S5")
        where = place or (float("nan"), float("nan"))
        out.append(Finding("S5", severity, code, AFFLEURANT, (gml_id,), (lot,), where, producer=producer))
    return out


def _symbol_places(base: Base) -> dict[tuple[int, str], tuple[float, float]]:
    """Place of the symbol of each affleurant that has one."""
    name = "AffleurantSymbolePCRS"
    if name not in base.classes:
        return {}
    table, places = base.table(name), base.places(name)
    where = {key: (float(x), float(y)) for key, (x, y) in zip(zip(table.lot_id, table.gml_id), places)}  # noqa: B905
    links = base.store.connection.execute(
        "SELECT lot_id, gml_id, ltrim(href, '#') FROM link WHERE property = 'symbolisation'"
    )
    return {(lot, gml_id): where[lot, href] for lot, gml_id, href in links if (lot, href) in where}


def s6(base: Base, profile: Profile) -> list[Finding]:
    """gml:id used twice in a lot; business identifier used twice in the base."""
    frames = []
    for name in base.classes:
        table, identifier = base.table(name), CLASSES[name].identifier
        places = base.places(name)
        frames.append(
            pandas.DataFrame(
                {
                    "class": name,
                    "lot": table["lot_id"],
                    "gml_id": table["gml_id"],
                    "property": identifier or "",
                    "value": table[identifier] if identifier else None,
                    "producer": base.producers(name),
                    "x": places[:, 0],
                    "y": places[:, 1],
                }
            )
        )
    if not frames:
        return []
    everything = pandas.concat(frames, ignore_index=True)
    return _repeated(everything, ["lot", "gml_id"], "S6_gml") + _repeated(
        everything[everything["value"].notna() & (everything["value"] != "")], ["property", "value"], "S6"
    )


def _repeated(rows: pandas.DataFrame, keys: list[str], code: str) -> list[Finding]:
    twice = rows[rows.duplicated(keys, keep=False)]
    counts = twice.groupby(keys, dropna=False)["gml_id"].transform("size")
    return [
        Finding(
            "S6",
            "error",
            code,
            row["class"],
            (row["gml_id"],),
            (row["lot"],),
            (row["x"], row["y"]),
            measured=float(n),
            producer=row["producer"],
            fields={"count": int(n), "property": row["property"], "value": row["value"], "lot": row["lot"]},
        )
        for (_, row), n in zip(twice.iterrows(), counts, strict=True)
    ]


def a1(base: Base, profile: Profile) -> list[Finding]:
    """Values that are mandatory and empty, and placeholders anywhere."""
    out = []
    for name in base.classes:
        table, feature = base.table(name), CLASSES[name]
        required = [p.name for p in feature.properties if p.kind == "text" and p.required]
        optional = [p.name for p in feature.properties if p.kind == "text" and not p.required]
        blank = table[required].isna() | table[required].isin(PLACEHOLDERS)
        filler = table[optional].isin(PLACEHOLDERS)
        for severity, wrong in (("error", blank), ("warning", filler)):
            flags = wrong.to_numpy(dtype=bool).reshape(len(table), -1)
            rows = np.flatnonzero(flags.any(axis=1))
            if not len(rows):
                continue
            places, producers = base.places(name), base.producers(name)
            for i in rows:
                properties = ", ".join(wrong.columns[flags[i]])
                out.append(
                    Finding(
                        "A1",
                        severity,
                        "A1",
                        name,
                        (table["gml_id"].iat[i],),
                        (int(table["lot_id"].iat[i]),),
                        (float(places[i, 0]), float(places[i, 1])),
                        producer=producers[i],
                        fields={"properties": properties},
                    )
                )
    return out

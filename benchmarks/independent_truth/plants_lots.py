"""Checks that speak of a lot as a whole: S2, S3 (spelling of links), S4 (no list), A3, A4, G13, L4, P2 to P4, S8."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import numpy as np
import pyproj

from . import shapes, terrain
from .plants_attributes import SURVEYED_PLANTS, thing_of
from .plants_drawing import any_line
from .scene import DATE, Lot, Site, Thing
from .shapes import Rng
from .terrain import scene, sloping_ground


def small_lots(name: str, rng: Rng, count: int, *, side: float = 26.0, west: float = 1_700_000.0,
               south: float = 5_210_000.0) -> Iterator[tuple[Lot, Site]]:  # fmt: skip
    """Lots of one site, far from each other."""
    for n in range(count):
        corner = np.array([west + 200.0 * (n % 40), south + 200.0 * (n // 40)])
        ground = sloping_ground(rng, corner, rng.uniform(0, 0.12), rng.uniform(150, 320))
        lot = Lot(f"{name}_{n:03d}", np.random.default_rng(rng.integers(2**40)), ground)
        turn = rng.uniform(0, 6)
        site = Site(lot, corner, turn)
        ring = site.world([(-1, -1), (side, -1), (side, side), (-1, side), (-1, -1)])[:, :2]
        lot.emprises = [[np.round(ring, 4)]]
        yield lot, site


def plant_s2(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    lot.emprise_count = int(rng.choice([0, 2, 3])) if bad else 1
    if lot.emprise_count == 0:
        lot.tell("S4", [], "allowed")
    if not bad and rng.random() < 0.5:
        ring = lot.emprises[0][0]
        lot.emprises.append([np.round(ring + 3 * (ring[1] - ring[0]) * rng.choice([-1, 1]), 4)])
    if bad:
        for check in ("S4", "T9", "T4", "E5"):
            lot.tell(check, [], "allowed")
        ids = [Thing("EmpriseEchangePCRS", f"{lot.name}_E{k}", {}) for k in range(lot.emprise_count)]
        for check in ("T9", "S4"):
            lot.tell(check, ids, "allowed")
    lot.tell("S2", [], bad, size=lot.emprise_count, how=f"{lot.emprise_count} emprises")


def s3_spelling(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site, (terrain.street, terrain.house))
    lot.hash = "" if bad else "#"
    lot.tell("S3", [], bad, how="links without #" if bad else "links with #")


def s4_missing_emprise(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    how = "whole lists"
    if bad and rng.random() < 0.5:
        lot.listing, how = False, "no list"
        lot.tell("S4", [], True, how=how)
        return
    if bad:
        lot.extra_lists, how = [("objet", f"{lot.name}_absent")], "lists an object that is not there"
        emprise = Thing("EmpriseEchangePCRS", f"{lot.name}_E0", {})
        lot.tell("S3", [emprise], True, companions=("S4",), how=how)
        return
    lot.tell("S4", [], False, how=how)


def a3_publication_date(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    late = date.fromisoformat(DATE) + timedelta(int(rng.choice([1, 20, 400])))
    lot.published = late.isoformat() if bad else DATE
    lot.tell("A3", [Thing("EmpriseEchangePCRS", f"{lot.name}_E0", {})], bad, how=f"published {lot.published}")


def plant_a4(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    years = int(rng.choice([5, 10]))
    published = date(int(rng.integers(2018, 2024)), int(rng.integers(1, 13)), int(rng.integers(1, 28)))
    lot.published = published.isoformat()
    limit = date(published.year - years, published.month, published.day)
    dated = [t for t in lot.things if t.values.get("dateLeve")]
    for thing in dated:
        thing.values["dateLeve"] = (published - timedelta(int(rng.integers(10, 1500)))).isoformat()
    old = rng.permutation(len(dated))[: int(rng.choice([1, 2, len(dated)]))]
    young = date(published.year - 5, published.month, published.day) + timedelta(int(rng.integers(8, 60)))
    value = (limit - timedelta(int(rng.integers(8, 700)))) if bad else young
    if rng.random() < 0.15 and not bad:
        for thing in dated:
            thing.values["dateLeve"] = None
    else:
        for k in old:
            dated[k].values["dateLeve"] = value.isoformat()
    lot.tell("A4", [], bad, how=f"surveyed {value}, published {published}")


def plant_g13(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    how = "decimals"
    if not bad:
        lot.decimals, lot.z_decimals = int(rng.choice([3, 4])), int(rng.choice([2, 3, 4]))
    elif rng.random() < 0.1:
        lot.z_decimals, how = int(rng.integers(5, 12)), "decimals of altitudes only"
    elif rng.random() < 0.4:
        for k in rng.permutation(len(lot.things))[: int(rng.integers(1, 4))]:
            lot.things[k].decimals = int(rng.integers(6, 9))  # a fifth one alone may be 0
        shaped = [t for t in lot.things if t.decimals]
        if not any(t.shape for t in shaped):
            next(t for t in lot.things if t.shape).decimals = 6
        how = "decimals of a few objects"
    else:
        lot.decimals = int(rng.integers(5, 10))
    lot.tell("G13", [], bad, size=lot.decimals, how=how)


def plant_l4(lot: Lot, site: Site, rng: Rng, bad: bool) -> None:
    scene(site)
    n = lot.name.removeprefix("lots_")
    kind = int(rng.integers(3))
    how = "name"
    if bad and kind == 0:
        stem = str(
            rng.choice([f"lot {n}", f"carreau_été_{n}", f"Livraison n° {n}", f"Ville-Évrard {n}", f"îlot{n}", f" {n}"])
        )
        lot.file, lot.name = f"{stem}.gml", stem
    elif bad and kind == 1:
        lot.file, how = f"ending_{n}.xml", "ending"
        lot.name = f"ending_{n}"
    elif bad:
        lot.encoding, how = str(rng.choice(["ISO-8859-1", "windows-1252", "UTF-16"])), "encoding"
        lot.producer = "Géomètre de la Vallée"
        site.draw("HabillageTextePCRS", [12.0, 16.0, 0.0], libelle="Entrée du collège")
    else:
        stem = str(rng.choice([f"Lot-{n}", f"{n}.v2", f"PCRS_{n}_P0", f"2024{n}"]))
        lot.file, lot.name = f"{stem}.gml", stem
        lot.bom = rng.random() < 0.5
        site.draw("HabillageTextePCRS", [12.0, 16.0, 0.0], libelle="Entrée du collège où l’œuvre")
    lot.tell("L4", [], bad, how=f"{how}: {lot.file} {lot.encoding}")


LOT_PLANTS: dict[str, Callable[[Lot, Site, Rng, bool], None]] = {
    "S2": plant_s2,
    "A4": plant_a4,
    "G13": plant_g13,
    "L4": plant_l4,
    "S3": s3_spelling,
    "S4": s4_missing_emprise,
    "A3": a3_publication_date,
}


def precision_lots(name: str, rng: Rng, count: int) -> Iterator[Lot]:
    """P2, P3 and P4: lots of 60 to 160 objects whose precision classes are drawn."""
    for lot, site in small_lots(name, rng, count, side=60.0):
        lot.uncertain = {"L3"}
        kind = int(rng.choice(6, p=[0.28, 0.1, 0.2, 0.08, 0.09, 0.25]))
        many = kind not in (1, 3)
        total = int(rng.integers(104, 160)) if many else int(rng.integers(50, 96))
        cells = rng.permutation(256)[:total]
        codes = [str(rng.choice(["005", "010"]))] * total
        if kind > 1:
            share = rng.uniform(0.0, 0.035) if rng.random() < 0.3 else rng.uniform(0.07, 0.6)
            worse = int(round(share * total))
            codes = [str(c) for c in rng.choice(["005", "010"], total)]
            codes[:worse] = [str(c) for c in rng.choice(["040", "150", "999"], worse)]
            codes[-2:] = ["005", "010"]
        if kind == 5:
            best = int(rng.integers(1, 5))
            codes[-2 - best : -2] = ["002"] * best
        for cell, code in zip(cells.tolist(), codes, strict=False):
            at = [1.5 + 3.5 * (cell % 16), 1.5 + 3.5 * (cell // 16), 0.0]
            values = {"precisionPlanimetrique": code, "precisionAltimetrique": code}
            if rng.random() < 0.3:
                site.draw(
                    "MurPCRS", shapes.roughen_heights(shapes.line(at, [at[0] + 2, at[1] + 1, 0.0]), rng), **values
                )
            else:
                site.draw("ArbrePCRS", at, **values)
        written = [t.values["precisionPlanimetrique"] for t in lot.things]
        good = sum(c in ("002", "005", "010") for c in written) / len(written)
        same = len(set(written)) == 1 and len(written) >= 100
        lot.tell(
            "P2",
            [],
            same or "002" in written,
            size=len(written),
            how="one class" if same else "best class" if "002" in written else "several",
        )
        lot.tell("P3", [], good < 0.95, size=good, how="share of 10 cm or better")
        known = sum(_says_its_source(t.values) for t in lot.things) / len(written)
        lot.tell("P4", [], 1.0 - known > 0.05, size=known, how="share whose source is known")
        yield lot


def _says_its_source(values: dict[str, str | None]) -> bool:
    """Class 002, 005 or 010, or 040 or 150 with a date; and a categorisation that the producer vouches for."""
    dated = ("040", "150") if values.get("dateLeve") else ()
    return values.get("qualiteCategorisation") != "03" and values["precisionPlanimetrique"] in (
        "002", "005", "010", *dated
    )  # fmt: skip


def s8_lots(name: str, rng: Rng, count: int) -> Iterator[Lot]:
    """S8: objects out of the domain, altitudes out of France, lots in another system, lots at the rim of the domain."""
    rims = (
        (1_281_000.0, 5_081_000.0),
        (2_020_000.0, 5_320_000.0),
        (1_281_000.0, 5_320_000.0),
        (2_020_000.0, 5_081_000.0),
    )
    for n in range(count):
        kind = ("high", "low", "high", "low", "rim", "high", "low", "other", "plan")[n % 9]
        west, south = rims[int(rng.integers(4))] if kind == "rim" else (1_760_000.0, 5_180_000.0)
        lot, site = next(
            small_lots(
                f"{name}{n:03d}", rng, 1, side=50.0, west=west + 150.0 * (n % 30), south=south + 150.0 * (n // 30)
            )
        )
        if kind in ("high", "low"):
            level = 4_810.0 if kind == "high" else -82.0
            lot.ground = site.lot.ground = lambda x, y, level=level: np.asarray(x) * 0.0 + level
        scene(site)
        for k in range(4):
            _s8_object(site, rng, kind, k)
        if kind == "other":
            lot.truth = [t for t in lot.truth if t.check != "S8"]
            _transform_lot(lot, int(rng.choice([3945, 3947, 2154, 9846])))
            lot.tell("S8", [], True, how=f"delivered in EPSG:{lot.crs}")
        yield lot
    # reception takes no such lot: it is drawn to show it
    for lot, site in small_lots(f"{name}nan", rng, 5):
        scene(site)
        tree = site.draw("ArbrePCRS", [12.0, 16.0, float("nan")])
        lot.tell("Z1", [tree], True, companions=("S8",), how="NaN")
        yield lot


#: What else may be said of a drawing whose coordinates are spoilt.
SPOILT = ("T4", "Z2", "T5", "G1", "G6", "G7", "Z4", "G14", "G11", "G8", "G9", "G5", "G2", "G3", "G4")


def _s8_object(site: Site, rng: Rng, kind: str, k: int) -> None:
    spot = Site(site.lot, site.world([(24.0 if k % 2 else 0.0, 24.0 if k % 4 > 1 else 0.0)])[0, :2], site.angle)
    if kind in ("high", "low"):
        bad = k % 2 == 0
        far = float(np.exp(rng.uniform(np.log(1.5), np.log(4000))))
        aim = {("high", True): 4_851 + far, ("high", False): rng.uniform(4_815, 4_848), ("low", True): -101 - far / 10,
               ("low", False): rng.uniform(-98.5, -85)}[kind, bad]  # fmt: skip
        level = float(site.lot.ground(0.0, 0.0))
        line = any_line(rng)
        line[-1][1][-1, 2] = aim - level
        if rng.random() < 0.4:
            thing = spot.draw("ArbrePCRS", [rng.uniform(3, 20), rng.uniform(10, 22), aim - level])
        else:
            thing = spot.draw("MurPCRS", shapes.translate(shapes.fit_into_box(line, rng), 12, 16))
        site.lot.tell("S8", [thing], bad, companions=("Z2", "G12"), size=aim, how=f"altitude, {kind}")
        return
    thing = thing_of(spot, rng, str(rng.choice([c for c in SURVEYED_PLANTS if c != "AffleurantPCRS"])))
    if kind != "plan" or k % 2:
        site.lot.tell("S8", [thing], False, how="in the domain, at its rim" if kind == "rim" else "in the domain")
        return
    assert thing.shape is not None
    how = str(rng.choice(["degrees", "x and y exchanged", "Lambert-93", "first digit lost", "zero", "one vertex"]))
    arrays = thing.shape.arrays()
    if how == "one vertex":
        arrays[-1][-1, 0] += rng.choice([-1, 1]) * rng.choice([1_000_000.0, 900_000.0])
    else:
        for rows in arrays:
            _misplace(rows, how)
    site.lot.tell("S8", [thing], True, companions=SPOILT, how=how)


def _misplace(rows: np.ndarray, how: str) -> None:
    if how == "degrees":
        rows[:, 0], rows[:, 1] = 4.8 + (rows[:, 0] % 1000) / 1e4, 45.7 + (rows[:, 1] % 1000) / 1e4
    elif how == "x and y exchanged":
        rows[:, [0, 1]] = rows[:, [1, 0]]
    elif how == "Lambert-93":
        rows[:, 0] -= 855_000
        rows[:, 1] += 1_339_000
    elif how == "first digit lost":
        rows[:, 0] %= 1e6
    else:
        rows[:, :2] -= np.floor(rows[0, :2])


def _transform_lot(lot: Lot, crs: int) -> None:
    """The whole lot in another system."""
    turn = pyproj.Transformer.from_crs(lot.crs, crs, always_xy=True)
    seen: set[int] = set()
    for thing in lot.things:
        for rows in thing.shape.arrays() if thing.shape else ():
            if id(rows) not in seen:
                seen.add(id(rows))
                rows[:, 0], rows[:, 1] = turn.transform(rows[:, 0], rows[:, 1])
    lot.emprises = [[np.column_stack(turn.transform(r[:, 0], r[:, 1])) for r in rings] for rings in lot.emprises]
    lot.crs = crs

"""The stores of the bench: which plants stand in which lots, with fixed seeds."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from . import outlier_rule, terrain
from . import plants_altitude as altitude
from . import plants_attributes as attributes
from . import plants_buildings as buildings
from . import plants_cover as cover
from . import plants_drawing as drawing
from . import plants_limits as limits
from . import plants_lots as whole
from . import plants_names as names
from . import plants_outline as outline
from . import plants_topology as topology
from . import plants_twins as twins
from .gml import write
from .scene import Lot, Site, Truth
from .shapes import Rng

FEW, MANY = 210, 530
SEED = 20260417
Plant = Callable[[Site, Rng, bool], None]


@dataclass
class Store:
    """What was written for one store."""

    name: str
    folder: Path
    truth: list[Truth] = field(default_factory=list)
    parameters: dict[str, str] = field(default_factory=dict)


def _menu(rng: Rng, plants: dict[Plant, int], share: float) -> list[tuple[Plant, bool]]:
    """Every plant as often as asked, good and bad, shuffled."""
    rows = [(p, bad) for p, n in plants.items() for bad in (True, False) for _ in range(max(2, round(n * share)))]
    return [rows[k] for k in rng.permutation(len(rows))]


def _plant_lots(name: str, rng: Rng, plants: dict[Plant, int], share: float, scenes=None, **where) -> list[Lot]:
    """A field of lots with one plant a site."""
    menu = _menu(rng, plants, share)
    per = 6 if len(menu) > 100 else 3
    lots: list[Lot] = []
    for lot, sites in terrain.field(name, rng, -(-len(menu) // per**2), per=per, **where):
        lot.others = lots[-3:]
        for site in sites:
            terrain.scene(site, scenes)
            if menu:
                plant, bad = menu.pop()
                plant(site, lot.rng, bad)
        lots.append(lot)
    return lots


def drawings(rng: Rng, share: float) -> list[Lot]:
    d = drawing
    return _plant_lots(
        "drawa",
        rng,
        {
            d.plant_g1: FEW,
            d.plant_g2: FEW,
            d.plant_g3: FEW,
            d.plant_g4: FEW,
            d.plant_g5: FEW,
            d.plant_g6: MANY,
            d.plant_g7: FEW,
        },
        share,
    )


def outlines(rng: Rng, share: float) -> list[Lot]:
    o = outline
    plants: dict[Plant, int] = {
        o.plant_g8: FEW,
        o.plant_g9: FEW,
        o.plant_g10: FEW,
        o.plant_g11: FEW + 40,
        o.plant_g12: FEW,
        o.plant_g14: 290,
        o.plant_g15: FEW,
    }
    return _plant_lots("drawb", rng, plants, share, crs=3946)


def topologies(rng: Rng, share: float) -> list[Lot]:
    t = topology
    return _plant_lots(
        "topo",
        rng,
        {t.plant_t1: 160, t.plant_t3: FEW, t.plant_t5: FEW, t.plant_t6: FEW, t.plant_t7: FEW, t.plant_t8: FEW},
        share,
    )


def altitudes(rng: Rng, share: float) -> list[Lot]:
    a = altitude
    lots: list[Lot] = []
    for k, slope in enumerate((0.0, 0.03, 0.08, 0.15)):
        plants: dict[Plant, int] = {a.plant_z1: FEW // 5, a.plant_z2: 200, a.plant_z3: 54, a.plant_z4: 54}
        corner = (1_840_000.0 + 9_000.0 * k, 5_175_000.0)
        lots += _plant_lots(f"alt{k}", rng, plants, share, slope=slope, corner=corner)
    lots += _plant_lots("sea", rng, {a.plant_z1: 50}, share, slope=0.001, base=1.5, corner=(1_890_000.0, 5_175_000.0))
    return lots


def attribute_lots(rng: Rng, share: float) -> list[Lot]:
    a = attributes
    plants: dict[Plant, int] = dict.fromkeys(
        (
            a.plant_s3,
            a.plant_s4,
            a.plant_s5,
            a.plant_s6,
            a.plant_s7,
            a.plant_s9,
            a.plant_a1,
            a.plant_a2,
            a.plant_a3,
            a.plant_a5,
        ),
        FEW,
    )
    return _plant_lots("attr", rng, plants, share)


def limit_lots(rng: Rng, share: float) -> list[Lot]:
    menu = _menu(rng, {limits.plant_t4: 240}, share)
    lots = []
    for lot, sites in limits.lots_with_limits("limit", rng, 200):
        for site in sites:
            if menu:
                plant, bad = menu.pop()
                plant(site, lot.rng, bad)
        lots.append(lot)
        if not menu:
            break
    return lots


def border_lots(rng: Rng, share: float) -> list[Lot]:
    menu = _menu(rng, {limits.plant_e1: FEW, limits.plant_e2: FEW, limits.plant_e3: FEW, limits.plant_e4: FEW}, share)  # type: ignore[dict-item]
    lots: list[Lot] = []
    for pair, borders, outer in limits.neighbour_lots("pair", rng, 1000):
        for k, border in enumerate(borders):
            if menu:
                plant, bad = menu.pop()
                if plant is limits.plant_e3 and k >= len(outer):
                    outer_site = outer[0]
                    spot = outer_site.world((0.6 * (k - len(outer)) + 0.3, 0.0))[0, :2]
                    outer.append(Site(outer_site.lot, spot, outer_site.angle))
                plant(border, outer[min(k, len(outer) - 1)], border.rng, bad)  # type: ignore[call-arg, arg-type]
        lots += pair
        if not menu:
            break
    return lots


def twin_lots(rng: Rng, share: float) -> list[Lot]:
    menu = _menu(rng, {twins.plant_t2: MANY + 20, twins.t1_other_lot: 60}, share)  # type: ignore[dict-item]
    lots: list[Lot] = []
    for pair, sites in twins.twin_lots("twin", rng, 200):
        for site in sites:
            if menu:
                plant, bad = menu.pop()
                plant(site, pair[1], pair[1].rng, bad)  # type: ignore[call-arg, arg-type]
        lots += pair
        if not menu:
            break
    return lots


def small_lots(rng: Rng, share: float) -> list[Lot]:
    often = {"S2": FEW, "A4": FEW, "G13": FEW, "L4": FEW, "S3": 40, "S4": 60, "A3": 30}
    rows = [(c, bad) for c, n in often.items() for bad in (True, False) for _ in range(max(2, round(n * share)))]
    lots = []
    for (check, bad), (lot, site) in zip(rows, whole.small_lots("lots", rng, len(rows)), strict=True):
        lot.name = lot.name.replace("lots", f"lots{check}")
        lot.file = f"{lot.name}.gml"
        whole.LOT_PLANTS[check](lot, site, lot.rng, bad)
        lots.append(lot)
    return lots


def precision_lots(rng: Rng, share: float) -> list[Lot]:
    return list(whole.precision_lots("prec", rng, max(20, round(500 * share))))


def crs_lots(rng: Rng, share: float) -> list[Lot]:
    return list(whole.s8_lots("crs", rng, max(14, round(210 * share))))


def clean_lots(rng: Rng, share: float) -> list[Lot]:
    """Nothing planted; flat and steep, with the terraces that walls hold."""
    lots: list[Lot] = []
    for k, slope in enumerate((0.0, 0.05, 0.10, 0.15)):
        corner = (1_820_000.0, 5_140_000.0 + 4_000.0 * k)
        for lot, sites in terrain.field(f"clean{k}", rng, max(1, round(6 * share)), slope=slope, corner=corner):
            for site in sites:
                terrain.scene(site)
                terrain.terrace(site)
            lots.append(lot)
    return lots


#: Name → builder, and whether Z2's definition is measured on it.
BUILDERS: dict[str, Callable[[Rng, float], list[Lot]]] = {
    "drawings": drawings, "outlines": outlines, "topology": topologies, "limits": limit_lots, "borders": border_lots,
    "twins": twin_lots, "altitudes": altitudes, "attributes": attribute_lots, "lots": small_lots,
    "precision": precision_lots, "crs": crs_lots, "clean": clean_lots,
}  # fmt: skip
PARTS, COVERS = 4, 14
NAMES = [*BUILDERS, "buildings", *(f"cover{k}" for k in range(COVERS)), *(f"producers{k}" for k in range(PARTS)),
         *(f"addresses{k}" for k in range(PARTS))]  # fmt: skip


def build(name: str, folder: Path, share: float = 1.0, seed: int = SEED) -> Store:
    """Write the lots of a store into `folder`/lots, its maps beside them, and return what is true of it."""
    rng = np.random.default_rng([seed, NAMES.index(name)])
    (folder / "lots").mkdir(parents=True, exist_ok=True)
    store = Store(name, folder / "lots")
    if name == "buildings":
        map_rows: list = []
        plant: Plant = lambda site, r, bad: buildings.g14_open(site, r, bad, map_rows)  # noqa: E731
        scenes = (terrain.street, terrain.parking, terrain.stairs, terrain.tramway)
        lots = _plant_lots("built", rng, {plant: 300}, share, scenes)
        buildings.write_buildings(folder / "buildings.gpkg", map_rows)
        store.parameters["BUILDINGS"] = str(folder / "buildings.gpkg")
    elif name.startswith("cover"):
        kinds = cover.SAME_VERTICES if int(name[5:]) < COVERS // 2 else cover.MORE_VERTICES
        lots = list(cover.rows_of_lots(name, rng, 2 if share > 0.5 else 1, max(6, round(28 * share)), kinds))
    elif name.startswith("producers"):
        lots = list(names.producer_lots(f"prod{name[-1]}", rng, 2 * max(4, round(133 * share))))
    elif name.startswith("addresses"):
        points: list[tuple[float, float]] = []
        lots = list(names.balanced_lots(f"addr{name[-1]}", rng, 2 * max(10, round(133 * share)), points))
        names.write_ban(folder / "ban.csv", points, 3946)
        store.parameters["ADDRESSES"] = str(folder / "ban.csv")
    else:
        lots = BUILDERS[name](rng, share)
    outlier_rule.settle(lots, np.random.default_rng([seed, 99, NAMES.index(name)]))
    for lot in lots:
        write(lot, store.folder)
        for check in sorted(lot.uncertain):
            lot.tell(check, [], "allowed")
        store.truth += lot.truth
    return store


def write_truth(path: Path, stores: list[Store]) -> None:
    """All rows of truth as CSV."""
    with path.open("w", newline="", encoding="utf-8") as out:
        rows = csv.writer(out)
        rows.writerow("store check lot expected class gml_ids x y size how companions".split())
        for store in stores:
            for t in store.truth:
                rows.writerow([store.name, t.check, t.lot, t.expected, t.cls, " ".join(t.ids), t.x, t.y, t.size, t.how,
                               " ".join(t.companions)])  # fmt: skip


def lots_of(store: Store) -> Iterator[Path]:
    """Files of a store."""
    yield from sorted(store.folder.iterdir())

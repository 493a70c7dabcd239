"""Emprises, coverage and cost sharing: planted zones whose figures are known by hand."""

from __future__ import annotations

import csv
import sqlite3
from decimal import Decimal
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mutualgeo_plugin.engine.assembly.sharing.coverage import coverage
from mutualgeo_plugin.engine.assembly.sharing.sharing import share
from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.geometry import wkb as native
from mutualgeo_plugin.engine.geometry.corridor import corridor
from mutualgeo_plugin.engine.geometry.linear import linearise
from mutualgeo_plugin.engine.geometry.width import common_surfaces, slits, wide_parts
from tests.engine import small_lot as small
from tests.engine.run import run

X, Y = small.X, small.Y


def layer(path: Path, geometries, name: str | None = None, crs: int = 3946, **columns) -> Path:
    geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=crs).to_file(
        path, driver="GPKG", layer=name or path.stem
    )
    return path


def box(west, south, east, north) -> shapely.Geometry:
    return shapely.box(X + west, Y + south, X + east, Y + north)


def lots(folder: Path) -> list[Path]:
    """Two lots side by side: 2 m of overlap, then a hole of 3 m and a crack of 0.5 m inside the commune A."""
    folder.mkdir(exist_ok=True)
    return [
        small.write(
            folder / "west.gml",
            small.kerb("w1", (10, 10), (40, 10), producteur="Nord"),
            small.tree("w2", 20, 20, producteur="Nord"),
            small.emprise("ew", 0, 0, 52, 100),
        ),
        small.write(
            folder / "east.gml",
            small.kerb("e1", (60, 10), (140, 10), producteur="Sud"),
            small.tree("e2", 160, 20, producteur="Sud"),
            small.emprise("ee", 50, 3, 150, 99.5),
        ),
    ]


@pytest.fixture
def store(tmp_path) -> Path:
    assert run(tmp_path, "receivelot", INPUT=lots(tmp_path / "in"), STORE=tmp_path / "s.gpkg").exit == 0
    return tmp_path / "s.gpkg"


@pytest.fixture
def communes(tmp_path) -> Path:
    return layer(
        tmp_path / "communes.gpkg", [box(0, 0, 100, 100), box(100, 0, 200, 100)], code_insee=["00001", "00002"]
    )


@pytest.fixture
def financiers(tmp_path) -> Path:
    layer(tmp_path / "eau.gpkg", [shapely.LineString([(X, Y + 5), (X + 150, Y + 5)])])
    layer(tmp_path / "gaz.gpkg", [shapely.LineString([(X + 90, Y + 7), (X + 190, Y + 7)])])
    path = tmp_path / "financeurs.toml"
    path.write_text(
        '[[financiers]]\nname = "Syndicat des eaux"\nnetworks = ["eau.gpkg"]\n'
        '[[financiers]]\nname = "Gaz du Val"\nnetworks = ["gaz.gpkg|layername=gaz"]\ncommunes = ["00002"]\n'
    )
    return path


# --- emprises -----------------------------------------------------------------------------------------------------


def zones(path: Path) -> dict[str, tuple[shapely.Geometry, int]]:
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT complement, geom, objects FROM EmpriseEchangePCRS").fetchall()
    return {
        name: (linearise(wkb_of(g)) if native.is_curved(wkb_of(g)) else shapely.from_wkb(wkb_of(g)), n)
        for name, g, n in rows
    }


def test_a_grid_stands_at_multiples_of_its_size(tmp_path, store):
    ran = run(tmp_path, "makeemprises", STORE=store, KIND="grid", SIZE=50, OUTPUT=tmp_path / "e.gpkg")
    assert ran.exit == 0, ran.texts()
    made = zones(tmp_path / "e.gpkg")
    # kerbs run through cells 0; 50 and 100; the trees stand in cells 0 and 150
    assert {n: count for n, (_, count) in made.items()} == {
        f"{X:.0f}-{Y:.0f}-50": 2, f"{X + 50:.0f}-{Y:.0f}-50": 1, f"{X + 100:.0f}-{Y:.0f}-50": 1,
        f"{X + 150:.0f}-{Y:.0f}-50": 1,
    }  # fmt: skip
    for polygon, _ in made.values():
        assert polygon.area == 2500
        assert [v % 50 for v in polygon.bounds] == [0, 0, 0, 0]
    assert ran.report["outputs"]["EMPRISES"] == len(ran.report["emprises"]) == 4


def test_communes_corridors_and_operations(tmp_path, store, communes):
    out = tmp_path / "e.gpkg"
    ran = run(tmp_path, "makeemprises", STORE=store, KIND="commune", LAYER=communes, FIELD="code_insee", OUTPUT=out)
    assert ran.exit == 0, ran.texts()
    assert {n: count for n, (_, count) in zones(out).items()} == {"00001": 3, "00002": 2}
    axes = layer(tmp_path / "axes.gpkg", [shapely.LineString([(X, Y + 10), (X + 100, Y + 10)])], nom=["Rue"])
    assert run(tmp_path, "makeemprises", STORE=store, KIND="corridor", LAYER=axes, FIELD="nom", OUTPUT=out).exit == 0
    (polygon, count) = zones(out)["Rue"]
    assert (polygon.area, count) == (pytest.approx(3000), 3)
    assert run(tmp_path, "makeemprises", STORE=store, KIND="operation", OUTPUT=out).exit == 0
    made = zones(out)
    assert {n: p.area for n, (p, _) in made.items()} == pytest.approx({"west": 5200, "east": 9650})


def test_a_lot_without_emprise_gets_what_lies_around_its_objects(tmp_path):
    lot = small.write(tmp_path / "bare.gml", small.kerb("k", (0, 0), (100, 0)), small.kerb("l", (0, 10), (100, 10)))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    assert (
        run(tmp_path, "makeemprises", STORE=tmp_path / "s.gpkg", KIND="operation", OUTPUT=tmp_path / "e.gpkg").exit == 0
    )
    ((polygon, count),) = zones(tmp_path / "e.gpkg").values()
    assert count == 2
    assert polygon.covers(box(0, 0, 100, 10)) and box(-2, -2, 102, 12).covers(polygon)


# --- coverage -----------------------------------------------------------------------------------------------------


def test_holes_and_overlaps_are_judged_by_width(tmp_path, store, communes):
    """Hole 100 x 50 m and 48 x 3 m, none for the crack of 0.5 m; overlap 2 m wide."""
    ran = run(tmp_path, "coverage", STORE=store, COMMUNES=communes, OUTPUT=tmp_path / "c.gpkg")
    assert (ran.exit, ran.status) == (0, "done_with_findings"), ran.texts()
    first, second = ran.report["commune_coverage"]
    assert first == {
        "commune": "00001", "area": 10000.0, "covered": 52 * 100 + 48 * 96.5, "overlapped": 2 * 96.5, "holes": 1,
        "overlaps": 1,
    }  # fmt: skip
    assert second == {
        "commune": "00002", "area": 10000.0, "covered": 50 * 96.5, "overlapped": 0.0, "holes": 1, "overlaps": 0,
    }  # fmt: skip
    with sqlite3.connect(tmp_path / "c.gpkg") as connection:
        rows = connection.execute("SELECT kind, commune, lots, area, width FROM coverage ORDER BY 1, 2").fetchall()
    assert [(k, c, n) for k, c, n, *_ in rows] == [
        ("hole", "00001", ""), ("hole", "00002", ""), ("overlap", "00001", "east; west"),
    ]  # fmt: skip
    areas, widths = [r[3] for r in rows], [r[4] for r in rows]
    # the second hole is 50 x 100 m and a foot of 50 x 3 m
    assert areas == pytest.approx([48 * 3, 50 * 100 + 50 * 3, 2 * 96.5], abs=1)
    assert widths == pytest.approx([3, 50, 2], abs=0.6)


@pytest.mark.parametrize(("width", "found"), [(0.5, 0), (0.99, 0), (1.0, 0), (1.01, 1), (5, 1)])
def test_the_threshold_of_width(width, found):
    """A long crack has a large area; what counts is its width."""
    assert len(wide_parts(shapely.box(0, 0, 1000, width), 1.0)) == found


def test_two_holes_joined_by_a_crack_are_two():
    dumbbell = shapely.union_all([shapely.box(0, 0, 5, 5), shapely.box(5, 2, 15, 2.4), shapely.box(15, 0, 20, 5)])
    assert [round(area) for _, area, _ in wide_parts(dumbbell, 1.0)] == [25, 25]


@pytest.mark.parametrize("seed", range(20))
def test_a_limit_that_one_side_draws_with_more_vertices(seed):
    """Sides that fit but for the rounding to 0.1 mm touch in lines and points too: no error, and nothing is wide."""
    rng = np.random.default_rng(seed)
    limit = np.column_stack((np.linspace(0, 200, 20), rng.normal(0, 5, 20)))
    middle = limit[:-1] + np.diff(limit, axis=0) * rng.uniform(0.1, 0.9, (19, 1))
    finer = np.insert(limit, np.arange(1, 20), middle, axis=0)
    sides = [np.vstack((limit, [(200, -99), (0, -99)])), np.vstack((finer, [(200, 99), (0, 99)]))]
    south, north = shapes = shapely.polygons([shapely.linearrings(np.round(side, 4)) for side in sides])
    assert not shapely.touches(south, north)  # else the fitting sides would show nothing
    assert [wide_parts(common, 0.01) for _, _, common in common_surfaces(shapes)] == [[]]
    assert wide_parts(shapely.intersection(south, north), 0.01) == []
    assert slits(shapes, 0.01, 2.0) == []


def test_nothing_covered_is_one_hole():
    (found,) = coverage({"c": shapely.multipolygons([shapely.box(0, 0, 9, 9)])}, {})
    assert (found.covered, len(found.holes), found.holes[0].width) == (0, 1, pytest.approx(9, abs=0.1))


# --- cost sharing -------------------------------------------------------------------------------------------------


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_figures_and_shares_by_length(tmp_path, store, communes, financiers):
    out = tmp_path / "c.csv"
    ran = run(
        tmp_path, "sharecosts", STORE=store, COMMUNES=communes, FINANCIERS=financiers, KEY="length", COST="1000,01",
        OUTPUT=out,
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    table = rows(out)
    producers = {(r["producteur"], r["commune"]): r for r in table if r["tableau"] == "producteurs"}
    assert {k: (r["surface_m2"], r["longueur_m"], r["objets"]) for k, r in producers.items()} == {
        ("Nord", "00001"): ("5200,00", "30,00", "2"),
        ("Sud", "00001"): ("4825,00", "40,00", "1"),  # the kerb counts once, where its first end lies
        ("Sud", "00002"): ("4825,00", "40,00", "1"),
    }
    paid = {r["financeur"]: (r["mesure"], r["montant_eur"]) for r in table if r["tableau"] == "partage"}
    # water 100 m + 50 m; gas 90 m in its commune: 150 / 240 and 90 / 240 of 1000.01
    assert paid == {"Syndicat des eaux": ("150,00", "625,01"), "Gaz du Val": ("90,00", "375,00")}
    assert table[-1]["montant_eur"] == "1000,01"
    assert ran.report["sharing"]["key"] == "length"
    assert [s["amount"] for s in ran.report["sharing"]["shares"]] == ["375.00", "625.01"]


@pytest.mark.parametrize(
    ("key", "paid"),
    [
        # covered: 5200 + 48 x 96.5 in 00001, 50 x 96.5 in 00002; water pays in both, gas in one
        ("surface", {"Gaz du Val": "24,75", "Syndicat des eaux": "75,25"}),
        ("equal", {"Gaz du Val": "50,00", "Syndicat des eaux": "50,00"}),
    ],
)
def test_other_keys(tmp_path, store, communes, financiers, key, paid):
    out = tmp_path / "c.csv"
    ran = run(
        tmp_path, "sharecosts", STORE=store, COMMUNES=communes, FINANCIERS=financiers, KEY=key, COST=100, OUTPUT=out
    )
    assert ran.exit == 0, ran.texts()
    water = Decimal("5200") + Decimal("48") * Decimal("96.5") + Decimal("50") * Decimal("96.5")
    gas = Decimal("50") * Decimal("96.5")
    if key == "surface":
        exact = {"Gaz du Val": 100 * gas / (gas + water), "Syndicat des eaux": 100 * water / (gas + water)}
        paid = {name: f"{amount:.2f}".replace(".", ",") for name, amount in exact.items()}
    assert {r["financeur"]: r["montant_eur"] for r in rows(out) if r["tableau"] == "partage"} == paid


def test_owners_of_a_layer_are_financiers(tmp_path, store, communes):
    networks = layer(
        tmp_path / "n.gpkg",
        [shapely.LineString([(X, Y), (X + 30, Y)]), shapely.LineString([(X, Y), (X + 60, Y)])],
        exploitant=["A", "B"],
    )
    ran = run(
        tmp_path, "sharecosts", STORE=store, COMMUNES=communes, NETWORKS=networks, OWNER="exploitant", KEY="length",
        COST="100.00", OUTPUT=tmp_path / "c.csv",
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    shares = ran.report["sharing"]["shares"]
    assert [(s["financier"], s["amount"]) for s in shares] == [("A", "33.33"), ("B", "66.67")]


def test_same_bytes_twice_and_in_any_order_of_lots(tmp_path, communes, financiers):
    made = []
    for name, order in (("a", 1), ("b", 1), ("c", -1)):
        folder = tmp_path / name
        store = tmp_path / f"{name}.gpkg"
        for lot in lots(folder)[::order]:
            assert run(tmp_path, "receivelot", INPUT=[lot], STORE=store).exit == 0
        out = folder / "c.csv"
        ran = run(
            tmp_path, "sharecosts", STORE=store, COMMUNES=communes, FINANCIERS=financiers, KEY="surface", COST=100,
            OUTPUT=out,
        )  # fmt: skip
        assert ran.exit == 0, ran.texts()
        made.append(out.read_bytes())
        assert run(tmp_path, "coverage", STORE=store, COMMUNES=communes, OUTPUT=folder / "c.gpkg").exit == 0
        made.append((folder / "c.gpkg").read_bytes())
    assert made[0] == made[2] == made[4]
    assert made[1] == made[3] == made[5]


#: Time is not what is tested here: other work on the machine makes all slow.
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.lists(st.decimals(min_value=0, max_value=10**7, places=2), min_size=1, max_size=12),
)
def test_amounts_add_up_to_the_cent(total, weights):
    named = {f"f{rank:02}": weight for rank, weight in enumerate(weights)}
    if not any(named.values()):
        with pytest.raises(ValueError, match="nothing"):
            share(total, named)
        return
    shares = share(total, named)
    assert sum(s.amount for s in shares) == total
    whole = sum(named.values())
    for s in shares:
        assert abs(s.amount - total * s.measure / whole) < Decimal("0.0100001")
        assert s.amount >= 0 and (s.measure > 0 or s.amount == 0)
    assert share(total, dict(reversed(named.items()))) == shares


def test_thirds_go_by_largest_remainder_then_name():
    shares = share(Decimal("100.00"), {"c": Decimal(1), "a": Decimal(1), "b": Decimal(1)})
    assert [(s.financier, str(s.amount)) for s in shares] == [("a", "33.34"), ("b", "33.33"), ("c", "33.33")]


def test_a_name_is_no_formula(tmp_path, store, communes):
    path = tmp_path / "f.toml"
    path.write_text('[[financiers]]\nname = "=HYPERLINK(1)"\n')
    out = tmp_path / "c.csv"
    assert (
        run(
            tmp_path, "sharecosts", STORE=store, COMMUNES=communes, FINANCIERS=path, KEY="equal", COST=1, OUTPUT=out
        ).exit
        == 0
    )
    assert "'=HYPERLINK(1)" in {r["financeur"] for r in rows(out)}


def test_refusals(tmp_path, store, communes, financiers):
    out = tmp_path / "c.csv"
    good = {"STORE": store, "COMMUNES": communes, "FINANCIERS": financiers, "KEY": "length", "COST": 100, "OUTPUT": out}
    bare, unknown, twice = (tmp_path / f"{n}.toml" for n in ("bare", "unknown", "twice"))
    bare.write_text('[[financiers]]\nname = "Commune"\n')
    unknown.write_text('[[financiers]]\nname = "X"\ncommunes = ["99999"]\n')
    twice.write_text('[[financiers]]\nname = "X"\n[[financiers]]\nname = "X"\n')
    for code, more in (
        ("parameter_wrong", {"KEY": "weight"}),
        ("parameter_wrong", {"COST": "12.345"}),
        ("parameter_wrong", {"COST": "-1"}),
        ("parameter_wrong", {"COST": "NaN"}),
        ("parameter_missing", {"COST": None}),
        ("parameter_missing", {"FINANCIERS": None}),
        ("financiers_wrong", {"FINANCIERS": bare}),
        ("financiers_wrong", {"FINANCIERS": unknown}),
        ("financiers_wrong", {"FINANCIERS": twice}),
        ("layer_field_missing", {"FIELD": "absent"}),
    ):
        ran = run(tmp_path, "sharecosts", **{**good, **more})
        assert ran.exit == 1, (code, more)
        assert [m["code"] for m in ran.report["messages"] if m["level"] == "error"] == [code], ran.texts()
        assert not out.exists()


# --- nothing is left out, nothing counted twice -----------------------------------------------------------------------


def test_a_thing_without_a_name_is_not_left_out(tmp_path, store, communes):
    """A network without owner, a commune without code: refused, with how many."""
    lines = [shapely.LineString([(X, Y + y), (X + 50, Y + y)]) for y in (5, 7)]
    networks = layer(tmp_path / "n.gpkg", lines, exploitant=["A", None])
    unnamed = layer(tmp_path / "u.gpkg", [box(0, 0, 100, 100), box(100, 0, 200, 100)], code_insee=["00001", ""])
    given = {"STORE": store, "OWNER": "exploitant", "KEY": "length", "COST": "9", "OUTPUT": tmp_path / "c.csv"}
    for more in ({"COMMUNES": communes, "NETWORKS": networks}, {"COMMUNES": unnamed, "NETWORKS": networks}):
        ran = run(tmp_path, "sharecosts", **given, **more)
        assert [m["code"] for m in ran.report["messages"]] == ["layer_value_missing"]
        assert not (tmp_path / "c.csv").exists()


def test_a_network_along_a_limit_counts_once(tmp_path, store):
    """60 m along the limit of two communes, 60 m inside one: half each, not two thirds."""
    halves = layer(tmp_path / "h.gpkg", [box(0, 0, 200, 50), box(0, 50, 200, 100)], code_insee=["1", "2"])
    lines = [shapely.LineString([(X + 20, Y + y), (X + 80, Y + y)]) for y in (50, 20)]
    networks = layer(tmp_path / "n.gpkg", lines, exploitant=["A", "B"])
    given = {"NETWORKS": networks, "OWNER": "exploitant", "KEY": "length", "COST": "100", "OUTPUT": tmp_path / "c.csv"}
    ran = run(tmp_path, "sharecosts", STORE=store, COMMUNES=halves, **given)
    assert [(s["financier"], s["amount"]) for s in ran.report["sharing"]["shares"]] == [("A", "50.00"), ("B", "50.00")]


@pytest.mark.parametrize("cost", ["1e30", "inf", "1,234.5"])
def test_a_cost_that_is_none(tmp_path, store, communes, financiers, cost):
    given = {"STORE": store, "COMMUNES": communes, "FINANCIERS": financiers, "KEY": "length", "COST": cost}
    ran = run(tmp_path, "sharecosts", **given, OUTPUT=tmp_path / "c.csv")
    assert [m["code"] for m in ran.report["messages"]] == ["parameter_wrong"]


def test_a_network_of_a_financier_is_not_written_over(tmp_path, store, communes, financiers):
    before = (tmp_path / "eau.gpkg").read_bytes()
    given = {"STORE": store, "COMMUNES": communes, "FINANCIERS": financiers, "KEY": "length", "COST": "9"}
    ran = run(tmp_path, "sharecosts", **given, OUTPUT=tmp_path / "eau.gpkg")
    assert [m["code"] for m in ran.report["messages"]] == ["output_ending"]
    assert (tmp_path / "eau.gpkg").read_bytes() == before


def test_emprises_have_identifiers_of_their_own(tmp_path, store):
    """Names that differ by an accent, or in no Latin letter at all."""
    names = ["Saint-Étienne", "Saint-Etienne", "Ωμ", "Жж"]
    areas = layer(tmp_path / "z.gpkg", [box(0, y, 100, y + 20) for y in range(0, 80, 20)], nom=names)
    given = {"STORE": store, "KIND": "commune", "LAYER": areas, "FIELD": "nom", "OUTPUT": tmp_path / "e.gpkg"}
    assert run(tmp_path, "makeemprises", **given).exit == 0
    made = geopandas.read_file(tmp_path / "e.gpkg")
    for column in ("gml_id", "idEmprise"):
        assert made[column].is_unique and not made[column].eq("").any()


@pytest.mark.parametrize("others", [1, 2, 3])
def test_a_junction_has_no_notch(others):
    """Outside the corner of streets that meet, whatever their number, the ground belongs to the corridor."""
    ends = [(100, 0), (0, 100), (70, 70), (100, 30)][: 1 + others]
    axes = np.array([shapely.LineString([(0, 0), end]) for end in ends])
    assert corridor(axes, np.array([], dtype=object)).covers(shapely.Point(-5, -5))

"""Network comparison: planted truth found exactly, refusals by name, and what real files say."""

from __future__ import annotations

import hashlib
import struct
import warnings
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely
from pyproj.transformer import TransformerGroup

from mutualgeo_plugin.engine.context import Context, Result
from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.formats.source_name import split_source
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.reconciliation.matching import match
from mutualgeo_plugin.engine.reconciliation.network import read_network
from mutualgeo_plugin.engine.reconciliation.shift import estimate_shift
from tests.conftest import DATA
from tests.engine.run import run, run_values

BONDY = DATA / "bondy" / "reseaux.gpkg"
requires_bondy = pytest.mark.skipif(not BONDY.exists(), reason=f"no {BONDY}")

Rows = list[tuple[float, float]]


def lines(*paths: Rows) -> np.ndarray:
    return np.array([shapely.LineString(path) for path in paths])


def save(path: Path, geometries: np.ndarray | list, crs: int | None = 2154, layer: str = "net", **columns: list) -> str:
    table = geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=crs)
    pyogrio.write_dataframe(table, path, layer=layer, driver="GPKG")
    return f"{path}|layername={layer}"


def compare(folder: Path, a: str, b: str, **more: object) -> tuple[Result, dict, Context]:
    context = Context(language="fr")
    result = run_values("comparenetworks", {"A": a, "B": b, "OUTPUT": str(folder / "out.gpkg"), **more}, context)
    return result, context.report["comparison"], context


def code(folder: Path, a: str, b: str, **more: object) -> str:
    with pytest.raises(EngineError) as caught:
        compare(folder, a, b, **more)
    assert not list(folder.glob("*out*.gpkg*"))
    return caught.value.code


def random_lines(seed: int, count: int, size: float = 500.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    start = 650_000 + rng.uniform(0, size, (count, 2))
    angle, length = rng.uniform(0, 2 * np.pi, count), rng.uniform(5, 30, count)
    step = length[:, None] * np.column_stack([np.cos(angle), np.sin(angle)])
    return shapely.linestrings(np.stack([start, start + step / 2 + 0.3, start + step], axis=1))


# --- the demo's planted truth -------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [20240101, 1, 2, 3])
def test_demo_truth_is_found_exactly(seed: int, tmp_path: Path) -> None:
    truth = make_demo(tmp_path, seed=seed)["networks"]
    file = tmp_path / "networks.gpkg"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    result, facts, context = compare(
        tmp_path, f"{file}|layername=eau_syndicat", str(file), B_LAYER="eau_concessionnaire"
    )
    assert result.status == "done_with_findings"
    assert hashlib.sha256(file.read_bytes()).hexdigest() == before
    assert np.hypot(facts["shift"]["dx"] - 0.42, facts["shift"]["dy"] + 0.31) < 0.012
    assert facts["shift"]["evidence"] == "shift" and facts["shift"]["confidence"] > 0.9
    counts = {kind: facts[kind] for kind in ("matched", "moved", "missing", "added", "missing_part", "added_part")}
    assert counts == {"matched": 95, "moved": 3, "missing": 5, "added": 4, "missing_part": 0, "added_part": 0}
    assert result.outputs["MISSING"] == 5 and result.outputs["SHIFT_X"] == facts["shift"]["dx"]
    assert facts["read"] == {"A": 103, "B": 106}

    found = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="discrepancies")
    assert set(found.a_id[found.kind == "missing"]) == set(truth["missing"])
    assert set(found.b_id[found.kind == "added"]) == set(truth["added"])
    moved = found[found.kind == "moved"]
    assert sorted(moved[["a_id", "b_id"]].values.tolist()) == sorted(truth["moved"])
    assert moved["distance"].between(2.4, 2.6).all()
    assert np.allclose(np.hypot(moved.dx, moved.dy), moved["distance"], atol=0.1)
    assert moved.message.str.startswith("Déplacé : à 2.").all()
    pairs = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="matches")
    assert sorted(pairs.loc[~pairs.moved, ["a_id", "b_id"]].values.tolist()) == sorted(truth["matched"])


def test_personal_columns_are_not_carried(tmp_path: Path) -> None:
    make_demo(tmp_path)
    file = tmp_path / "networks.gpkg"
    assert "Abonné fictif".encode() in file.read_bytes()
    compare(tmp_path, f"{file}|layername=eau_syndicat", f"{file}|layername=eau_concessionnaire")
    assert "Abonné".encode() not in (tmp_path / "out.gpkg").read_bytes()


def test_swapped_copies_say_the_opposite(tmp_path: Path) -> None:
    make_demo(tmp_path)
    file = tmp_path / "networks.gpkg"
    _, facts, _ = compare(tmp_path, f"{file}|layername=eau_concessionnaire", f"{file}|layername=eau_syndicat")
    assert (facts["missing"], facts["added"], facts["moved"]) == (4, 5, 3)
    assert facts["shift"]["dx"] == pytest.approx(-0.42, abs=0.012)


# --- shift --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shift", [(0.8, -0.6), (-3.0, 4.0), (7.5, 2.0)])
def test_shift_is_found_among_gaps_and_strangers(shift: tuple[float, float]) -> None:
    rng = np.random.default_rng(5)
    a = random_lines(1, 300)
    kept = a[rng.random(300) < 0.4]
    noisy = shapely.transform(kept, lambda xy: xy + shift + rng.normal(0, 0.05, xy.shape))
    b = np.concatenate([noisy, random_lines(2, 100)])
    found = estimate_shift(a, b)
    assert found.evidence == "shift"
    assert np.hypot(found.dx - shift[0], found.dy - shift[1]) < 0.02
    assert found.spread == pytest.approx(0.05, abs=0.015)


def test_identical_and_unrelated_copies() -> None:
    a = random_lines(1, 200)
    same = estimate_shift(a, a[::-1])
    assert (same.evidence, same.dx, same.dy, same.confidence) == ("null", 0.0, 0.0, 1.0)
    for seed in range(10, 20):
        unrelated = estimate_shift(a, random_lines(seed, 200))
        assert (unrelated.evidence, unrelated.dx, unrelated.n) == ("unknown", 0.0, 0)


def test_noise_without_shift_is_null() -> None:
    rng = np.random.default_rng(3)
    a = random_lines(1, 200)
    found = estimate_shift(a, shapely.transform(a, lambda xy: xy + rng.normal(0, 0.1, xy.shape)))
    assert found.evidence == "null" and np.hypot(found.dx, found.dy) < 0.02


# --- matching -----------------------------------------------------------------------------------------------------


def pairs_of(a: np.ndarray, b: np.ndarray, **more: float) -> list[tuple[int, int]]:
    pairs = match(a, b, **more).pairs
    return sorted(zip(pairs.a.tolist(), pairs.b.tolist(), strict=True))


def test_reversed_densified_and_split_lines_match() -> None:
    a = lines([(0, 0), (30, 0)], [(0, 20), (30, 20)], [(0, 40), (30, 40)])
    b = lines([(30, 0), (0, 0)], [(0, 20), (7, 20), (7.5, 20), (30, 20)], [(0, 40), (12, 40)], [(12, 40), (30, 40)])
    assert pairs_of(a, b) == [(0, 0), (1, 1), (2, 2), (2, 3)]
    found = match(a, b)
    assert not found.pairs.moved_mask.any() and len(found.bare_a.line) == len(found.bare_b.line) == 0


def test_neighbour_in_a_trench_does_not_stand_in() -> None:
    trench = [[(0.0, y), (50.0, y)] for y in (0.0, 0.5, 1.0)]
    a, b = lines(*trench), lines(trench[0], trench[2])
    assert pairs_of(a, b) == [(0, 0), (2, 1)]
    assert pairs_of(b, a) == [(0, 0), (1, 2)]


def test_crossings_stubs_and_continuations_do_not_match() -> None:
    a = lines([(0, 0), (50, 0)])
    assert pairs_of(a, lines([(25, -20), (25, 20)])) == []
    assert pairs_of(a, lines([(25, 0), (25, 2)])) == []
    assert pairs_of(a, lines([(50, 0), (53, 0)])) == []
    assert pairs_of(a, lines([(0, 3.5), (50, 3.5)])) == []


def test_half_a_line_leaves_its_other_half_bare() -> None:
    found = match(lines([(0, 0), (40, 0)]), lines([(0, 0.1), (25, 0.1)]))
    assert len(found.pairs) == 1
    assert found.pairs.share_a[0] == pytest.approx(0.65, abs=0.03) and found.pairs.share_b[0] == 1.0
    assert found.bare_a.line.tolist() == [0]
    assert (found.bare_a.start[0], found.bare_a.end[0]) == (pytest.approx(26, abs=1), pytest.approx(40))
    assert len(found.bare_b.line) == 0


def test_tolerance_tells_moved_from_matched() -> None:
    a, b = lines([(0, 0), (40, 0)]), lines([(0, 1), (40, 1)])
    assert match(a, b, tolerance=0.8).pairs.moved_mask.tolist() == [True]
    assert match(a, b, tolerance=1.2).pairs.moved_mask.tolist() == [False]
    assert match(a, b).pairs.dy.tolist() == [1.0]


def test_nothing_to_match() -> None:
    assert pairs_of(lines([(0, 0), (5, 0)]), lines([(900, 0), (905, 0)])) == []


# --- reading, systems, refusals -----------------------------------------------------------------------------------


def test_sources_as_qgis_writes_them() -> None:
    assert split_source("a.gpkg|layername=x") == (Path("a.gpkg"), "x")
    assert split_source("a.gpkg") == (Path("a.gpkg"), None)
    assert split_source("a.gpkg", "y") == split_source("a.gpkg|layername=y", "y") == (Path("a.gpkg"), "y")
    for source, layer, wrong in (
        ("a.gpkg|layername=x|subset=a=1", None, "source_option"),
        ("a.gpkg|layername=x", "y", "source_layers"),
        ("a.gpkg|layername=x|layername=y", None, "source_layers"),
        ("a.gpkg|layername=", None, "source_layers"),
    ):
        with pytest.raises(EngineError) as caught:
            split_source(source, layer)
        assert caught.value.code == wrong


def test_what_cannot_be_compared_is_told(tmp_path: Path) -> None:
    one_point = shapely.to_wkb(shapely.LineString([(0, 0), (1, 1)])).replace(
        b"\x02\0\0\0\x02\0\0\0", b"\x02\0\0\0\x01\0\0\0"
    )[:-16]
    rows = [
        shapely.to_wkb(shapely.LineString([(0, 0), (30, 0)])),
        one_point,
        None,
        shapely.to_wkb(shapely.LineString([(5, 5), (5, 5)])),
        shapely.to_wkb(shapely.Point(1, 1)),
        shapely.to_wkb(shapely.MultiLineString([[(0, 9), (30, 9)], [(40, 9), (60, 9)]])),
    ]
    path = tmp_path / "a.gpkg"
    pyogrio.raw.write(
        path,
        np.array(rows, object),
        [np.array(["P1", "P2", "P3", "P4", "P5", ""], object)],
        ["idcana"],
        layer="net",
        driver="GPKG",
        crs="EPSG:2154",
        geometry_type="Unknown",
    )
    network = read_network(path, "net")
    assert [(item.identifier, item.reason) for item in network.ignored] == [
        ("P2", "ignored_zero_length"),
        ("P3", "ignored_no_geometry"),
        ("P4", "ignored_zero_length"),
        ("P5", "ignored_not_a_line"),
    ]
    assert (network.read, network.identifiers.tolist(), network.fids.tolist()) == (6, ["P1", "6", "6"], [1, 6, 6])
    _, facts, context = compare(tmp_path, str(path), str(path))
    assert (facts["matched"], facts["missing"], facts["added"]) == (3, 0, 0)
    assert len(facts["ignored"]) == 8
    assert sum(m["code"] == "network_ignored" for m in context.report["messages"]) == 6


def test_arcs_are_compared_as_arcs(tmp_path: Path) -> None:
    numbers = (0.0, 0.0, 20.0, 20.0, 40.0, 0.0)
    arc = struct.pack("<BII", 1, 8, 3) + struct.pack("<6d", *numbers)
    path = tmp_path / "arcs.gpkg"
    pyogrio.raw.write(
        path, np.array([arc], object), [], [], layer="net", driver="GPKG", crs="EPSG:2154", geometry_type="Unknown"
    )
    network = read_network(path, None)
    assert len(network.lines) == 1 and not network.ignored
    assert network.lines[0].length == pytest.approx(20 * np.pi, abs=0.02)


def test_systems_are_brought_together(tmp_path: Path) -> None:
    a = random_lines(1, 120)
    plane = geopandas.GeoSeries(a, crs=2154)
    here = save(tmp_path / "a.gpkg", a)
    there = save(tmp_path / "b.gpkg", plane.to_crs(3949), crs=3949)
    _, facts, context = compare(tmp_path, here, there)
    assert (facts["crs"], facts["matched"], facts["missing"], facts["added"]) == ("EPSG:2154", 120, 0, 0)
    assert facts["shift"]["evidence"] == "null"
    assert [m["code"] for m in context.report["messages"]] == ["layer_transformed", "shift_null"]


def test_degrees_need_a_metric_partner_or_the_territory(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    make_demo(demo)
    a = pyogrio.read_dataframe(demo / "networks.gpkg", layer="eau_syndicat").to_crs(4171)
    degrees = save(tmp_path / "degrees.gpkg", a.geometry, crs=4171)
    plane = f"{demo / 'networks.gpkg'}|layername=eau_concessionnaire"
    assert code(tmp_path, degrees, degrees) == "network_no_metres"
    _, facts, _ = compare(tmp_path, degrees, plane)
    assert (facts["crs"], facts["missing"]) == ("EPSG:3946", 5)
    _, facts, _ = compare(tmp_path, degrees, degrees, TERRITORY=str(demo / "territoire.toml"))
    assert (facts["crs"], facts["matched"]) == ("EPSG:3946", 103)


def test_missing_grid_is_refused(tmp_path: Path) -> None:
    here, there = (
        save(tmp_path / "a.gpkg", random_lines(1, 5)),
        save(tmp_path / "b.gpkg", random_lines(1, 5), crs=27572),
    )

    if TransformerGroup(27572, 2154, allow_ballpark=False).transformers:
        pytest.skip("the NTF grid is installed here")
    assert code(tmp_path, here, there) == "transform_none"


def test_gdal_has_nothing_to_say_of_what_is_written(tmp_path: Path) -> None:
    good = save(tmp_path / "good.gpkg", random_lines(1, 5))
    given = {"A": good, "B": good, "OUTPUT": str(tmp_path / "o.gpkg")}
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert run(tmp_path, "comparenetworks", **given).status == "done"
    assert [str(one.message) for one in said if "extension" in str(one.message)] == []
    assert not list(tmp_path.glob(".o.gpkg*"))


def test_refusals(tmp_path: Path) -> None:
    good = save(tmp_path / "good.gpkg", random_lines(1, 5))
    save(tmp_path / "two.gpkg", random_lines(1, 5), layer="one")
    save(tmp_path / "two.gpkg", random_lines(1, 5), layer="two")
    (tmp_path / "text.gpkg").write_text("not a GeoPackage")
    empty = geopandas.GeoDataFrame(geometry=geopandas.GeoSeries([], crs=2154))
    pyogrio.write_dataframe(empty, tmp_path / "empty.gpkg", layer="net", driver="GPKG", geometry_type="LineString")
    points = save(tmp_path / "points.gpkg", [shapely.Point(0, 0)])
    bare = save(tmp_path / "bare.gpkg", random_lines(1, 5), crs=None)
    assert code(tmp_path, good, str(tmp_path / "absent.gpkg")) == "path_unreadable"
    assert code(tmp_path, good, str(tmp_path / "text.gpkg")) == "format_other_content"
    assert code(tmp_path, good, f"{tmp_path / 'good.gpkg'}|layername=absent") == "layer_choose"
    assert code(tmp_path, good, str(tmp_path / "two.gpkg")) == "layer_choose"
    assert code(tmp_path, good, str(tmp_path / "empty.gpkg")) == "layer_empty"
    assert code(tmp_path, good, points) == "layer_empty"
    assert code(tmp_path, good, bare) == "layer_crs_missing"
    assert code(tmp_path, good, "") == "parameter_missing"
    for wrong in ("x", "0", "-1", "nan", "inf"):
        assert code(tmp_path, good, good, TOLERANCE=wrong) == "parameter_wrong"
    assert code(tmp_path, good, good, OUTPUT=str(tmp_path / "good.gpkg")) == "network_overwrite"
    assert code(tmp_path, good, good, OUTPUT=str(tmp_path / "text.gpkg" / "o.gpkg")) == "path_unwritable"


def test_an_earlier_output_is_replaced(tmp_path: Path) -> None:
    first = save(tmp_path / "a.gpkg", random_lines(1, 20))
    second = save(tmp_path / "b.gpkg", shapely.transform(random_lines(2, 12), lambda xy: xy + 5000))
    compare(tmp_path, first, first)
    result, facts, _ = compare(tmp_path, first, second)
    assert result.status == "done_with_findings" and facts["missing"] == 20
    assert len(pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="discrepancies")) == 32
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "b.gpkg", "out.gpkg"]


# --- real files ---------------------------------------------------------------------------------------------------


@requires_bondy
def test_bondy_fibre_from_two_sources(tmp_path: Path) -> None:
    layers = {"A_LAYER": "reseauFO", "B_LAYER": "etat_donnee_fibre_2154"}
    _, facts, context = compare(tmp_path, str(BONDY), str(BONDY), **layers)
    assert facts["read"] == {"A": 121, "B": 143}
    assert [(item["fid"], item["reason"]) for item in facts["ignored"]] == [
        (74, "ignored_no_geometry"),
        (68, "ignored_zero_length"),
        (119, "ignored_zero_length"),
    ]
    assert (facts["shift"]["evidence"], facts["shift"]["dx"], facts["shift"]["dy"]) == ("null", 0.0, 0.0)
    counts = {kind: facts[kind] for kind in ("matched", "moved", "missing", "added")}
    assert counts == {"matched": 75, "moved": 14, "missing": 29, "added": 51}

    a, b = read_network(BONDY, "reseauFO"), read_network(BONDY, "etat_donnee_fibre_2154")
    flat_a, flat_b = shapely.force_2d(a.lines), shapely.force_2d(b.lines)
    pairs = pyogrio.read_dataframe(tmp_path / "out.gpkg", layer="matches")
    gaps = shapely.distance(flat_a[:, None], flat_b[None, :]).min(axis=1)
    same = shapely.equals(flat_a[:, None], flat_b[None, :]).any(axis=1)
    assert same.sum() == 52
    assert set(a.fids[same]) <= set(pairs.a_fid[pairs["distance"] < 1e-6])
    assert not set(a.fids[gaps > 3.0]) & set(pairs.a_fid)


@requires_bondy
def test_bondy_same_layer_twice_is_silent(tmp_path: Path) -> None:
    result, facts, _ = compare(tmp_path, str(BONDY), str(BONDY), A_LAYER="reseauEP", B_LAYER="reseauEP")
    assert result.status == "done"
    assert {kind: facts[kind] for kind in ("matched", "moved", "missing", "added", "missing_part", "added_part")} == {
        **{"matched": 740, "moved": 0, "missing": 0, "added": 0, "missing_part": 0, "added_part": 0}
    }

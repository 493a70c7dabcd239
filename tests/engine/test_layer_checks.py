"""Checks of layers outside the store: an ok and a fail example each, properties, bad and hostile input, real files."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.geometry.width import slits
from mutualgeo_plugin.engine.quality.layer_base import LayerBase
from tests.engine.layer_pairs import PAIRS, box, line, node
from tests.engine.layers_made import CORNER, alone, base_of, checked, told, write


@pytest.mark.parametrize("check", PAIRS)
def test_ok(tmp_path, check):
    ok, _, _ = PAIRS[check]
    outcome = checked(write(tmp_path / "l.gpkg", ok), check)
    assert (told(outcome.findings), outcome.ran) == ([], [check])


@pytest.mark.parametrize("check", PAIRS)
def test_fail(tmp_path, check):
    _, wrong, expected = PAIRS[check]
    assert told(checked(write(tmp_path / "l.gpkg", wrong), check).findings) == sorted(expected)


@pytest.mark.parametrize("check", PAIRS)
def test_order_of_objects_and_of_layers_does_not_matter(tmp_path, check):
    _, wrong, _ = PAIRS[check]
    backwards = {name: objects[::-1] for name, objects in reversed(wrong.items())}
    one, other = (
        checked(write(tmp_path / f"{k}.gpkg", layers), check).findings for k, layers in enumerate((wrong, backwards))
    )
    assert [(f.identifier, f.measured, f.severity) for f in one] == [
        (f.identifier, pytest.approx(f.measured, abs=1e-9) if f.measured is not None else None, f.severity)
        for f in other
    ]


@pytest.mark.parametrize("check", PAIRS)
def test_the_place_of_a_layer_does_not_matter(tmp_path, check):
    _, wrong, _ = PAIRS[check]
    shift = (1234.0, -5678.0)
    here = checked(write(tmp_path / "here.gpkg", wrong), check).findings
    there = checked(write(tmp_path / "there.gpkg", wrong, shift=shift), check).findings
    back = [replace(f, place=(f.place[0] - shift[0], f.place[1] - shift[1])) for f in there]
    assert sorted(f.identifier for f in back) == sorted(f.identifier for f in here)
    measures = [sorted(round(f.measured or 0.0, 6) for f in findings) for findings in (here, there)]
    assert measures[0] == measures[1]


def test_measures_places_and_shapes(tmp_path):
    """What is missing is drawn: from the end to what it should meet."""
    found = checked(write(tmp_path / "l.gpkg", PAIRS["R1"][1]), "R1").findings
    (one,) = [f for f in found if f.objects[0] == "short of a node"]
    assert one.place == (CORNER[0] + 70, CORNER[1] + 29.75)
    assert shapely.get_coordinates(one.shape).tolist() == [list(one.place), [CORNER[0] + 70, CORNER[1] + 30]]
    assert (one.measured, one.tolerance) == (0.25, 0.001)
    assert one.message("fr") == "pipes short of a node : une extrémité s’arrête à 0.250 m de nodes n."
    (over,) = [f for f in found if f.objects[0] == "beyond"]
    assert over.message("fr") == "pipes beyond : une extrémité dépasse main de 0.400 m."


def test_widths_are_told(tmp_path):
    found = checked(write(tmp_path / "l.gpkg", PAIRS["C1"][1]), "C1").findings
    assert [round(f.measured, 3) for f in found if f.objects == ("a", "b")] == [0.02]
    found = checked(write(tmp_path / "m.gpkg", PAIRS["C2"][1]), "C2").findings
    assert {f.objects: round(f.measured, 2) for f in found} == {
        ("a", "b"): 0.05,
        ("a", "c"): 0.3,
        ("inside", "ring"): 0.1,
    }
    assert "Une fente de 0.050 m de large entre parcels a et b" in found[0].message("fr")


def test_one_defect_is_told_once(tmp_path):
    """An almost joined pipe is no isolated one, and its end is not free: R1 says it all."""
    layers = {
        "pipes": [line("main", (0, 0), (100, 0)), line("almost", (20, 0.3), (20, 30)), line("alone", (0, 50), (9, 50))],
        "nodes": [node("a", 0, 0), node("b", 100, 0), node("c", 20, 30)],
    }
    found = checked(write(tmp_path / "l.gpkg", layers), "R1", "R2", "R4").findings
    assert told(found) == [("R1", "warning", ("almost", "main")), ("R4", "warning", ("alone",))]


def test_checks_that_cannot_run_say_why(tmp_path):
    pipes = write(tmp_path / "p.gpkg", {"pipes": [line("a", (0, 0), (9, 0))]})
    reasons = {check: why.code for check, why in checked(pipes, *PAIRS, "S2", "E1").not_run.items()}
    assert reasons == {
        "R2": "no_nodes", "R3": "no_gravity", "C1": "no_surfaces", "C2": "no_surfaces", "S2": "only_bases",
        "E1": "one_lot",
    }  # fmt: skip
    parcels = write(tmp_path / "q.gpkg", {"parcels": [box("a", 0, 0, 9, 9)]})
    reasons = {check: why.code for check, why in checked(parcels, *PAIRS).not_run.items()}
    assert reasons == {"R1": "no_lines", "R2": "no_lines", "R3": "no_gravity", "R4": "no_lines"}
    flat = write(tmp_path / "r.gpkg", {"canalass": [line("a", (0, 0), (9, 0), zamont=0.0, zaval=0.0)]})
    assert checked(flat, "R3").not_run["R3"].code == "no_levels"


def test_levels_that_are_missing_are_counted(tmp_path):
    layers = {"canalass": [line("a", (0, 0), (9, 0), zamont=9, zaval=8), line("b", (0, 1), (9, 1), zamont=9, zaval=0)]}
    assert checked(write(tmp_path / "l.gpkg", layers), "R3").partly["R3"].fields == {"count": 1, "total": 2}


def test_survey_points_and_dimension_lines_are_no_network(tmp_path):
    """StaR-DT: a surveyed point bears no pipe's end, a dimension line is no pipe."""
    layers = {
        "CableElectrique": [line("a", (0, 0), (9, 0)), line("b", (9, 0), (20, 0))],
        "Coffret": [node("c", 0, 0)],
        "PointLeveOuvrageReseau": [node("p", 20, 0)],
        "Cote": [line("d", (20, 0.2), (25, 0.2))],
    }
    found = checked(write(tmp_path / "l.gpkg", layers), "R1", "R2", "R4").findings
    assert told(found) == [("R2", "warning", ("b",))]


# -- slits piece by piece ----------------------------------------------------------------------------------------------


def ground(rows: int, columns: int, seed: int) -> np.ndarray:
    """Parcels whose corners are shifted at random, without slits nor overlaps."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[: rows + 1, : columns + 1] * 20.0
    x, y = x + rng.uniform(-4, 4, x.shape), y + rng.uniform(-4, 4, y.shape)
    corner = np.stack((x, y), axis=-1)
    rings = np.stack((corner[:-1, :-1], corner[:-1, 1:], corner[1:, 1:], corner[1:, :-1], corner[:-1, :-1]), axis=2)
    return shapely.polygons(rings.reshape(-1, 5, 2))


def test_pieces_do_not_matter_for_slits():
    """Gaps of 3 to 40 cm, cut into a ground of 900 parcels: found one by one, however the ground is cut up."""
    parcels = ground(30, 30, 1)
    assert slits(parcels, 0.01, 0.5, together=40) == []
    rng = np.random.default_rng(2)
    gaps = []
    for k, width in enumerate(rng.uniform(0.03, 0.40, 25)):
        x, y = 60.0 + 120 * (k % 5), 60.0 + 120 * (k // 5)
        gaps.append(shapely.buffer(shapely.LineString([(x - 15, y - 9), (x + 15, y + 9)]), width / 2, cap_style="flat"))
    cut = shapely.difference(parcels, shapely.union_all(gaps))
    whole, pieces = (slits(cut, 0.01, 0.5, together=n) for n in (100_000, 40))
    assert len(whole) == len(pieces) == 25
    for one, other, gap in zip(whole, pieces, sorted(gaps, key=lambda g: shapely.bounds(g).tolist()), strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=2e-4)
        assert shapely.area(shapely.symmetric_difference(one[0], other[0])) < 1e-6
        assert one[1] == pytest.approx(gap.area, rel=0.05)


def test_a_slit_that_runs_through_everything_is_one():
    parcels = ground(4, 200, 3)
    gap = shapely.box(-50, 40.0, 4100, 40.2)
    upper, lower = shapely.box(-50, 40.2, 4100, 200), shapely.box(-50, -50, 4100, 40.0)
    halves = [shapely.intersection(parcels, half) for half in (upper, lower)]
    shapes = np.concatenate([half[shapely.area(half) > 0] for half in halves])
    found = slits(shapes, 0.01, 0.5, together=20)
    assert len(found) == 1
    assert found[0][2] == pytest.approx(0.2, abs=1e-3)
    assert shapely.area(shapely.difference(found[0][0], gap)) < 0.05


# -- size and hostility ------------------------------------------------------------------------------------------------


def many(path, geometry, layer="l", crs=2154):
    import geopandas
    import pyogrio

    pyogrio.write_dataframe(geopandas.GeoDataFrame(geometry=list(geometry), crs=crs), path, layer=layer, driver="GPKG")
    return path


def test_twenty_thousand_parcels(tmp_path):
    """Ten slits of 5 cm and ten overlaps among them are found; nothing is joined into one huge outline."""
    y, x = (axis.ravel() * 20.0 for axis in np.mgrid[:142, :142])
    left, right = np.zeros(len(x)), np.zeros(len(x))
    right[1_000::2_000], left[1_801::2_000] = 0.05, 0.03
    x, y = x + CORNER[0], y + CORNER[1]
    path = many(tmp_path / "p.gpkg", shapely.segmentize(shapely.box(x - left, y, x + 20 - right, y + 20), 5))
    found = checked(path, "C1", "C2").findings
    assert [sum(f.code == code for f in found) for code in ("C1", "C2")] == [10, 10]
    assert {round(f.measured, 3) for f in found} == {0.03, 0.05}


def test_a_line_of_two_million_vertices(tmp_path):
    """Two thousand branches end 20 cm beside it: each is measured against the stretch beside it alone."""
    t = np.linspace(0, 200_000, 2_000_000)
    main = shapely.linestrings(np.column_stack((CORNER[0] + t, CORNER[1] + np.sin(t))))
    k = np.linspace(10, 199_000, 2_000)
    foot = np.column_stack((CORNER[0] + k, CORNER[1] + np.sin(k) + 0.2))
    branches = shapely.linestrings(np.stack((foot, foot + [0, 9]), axis=1))
    found = checked(many(tmp_path / "l.gpkg", [main, *branches]), "R1", "R4").findings
    assert (len(found), {f.code for f in found}) == (2_000, {"R1"})


@pytest.mark.parametrize("thing", [shapely.box(0, 0, 9, 3), shapely.LineString([(0, 0), (9, 3)])], ids=["box", "line"])
def test_a_hundred_thousand_identical_objects(tmp_path, thing):
    """They are T1's; compared each with each they would take for ever, and it is said that they are not."""
    path = many(tmp_path / "l.gpkg", [shapely.transform(thing, lambda xy: xy + CORNER)] * 100_000)
    outcome = checked(path, "R1", "R2", "R4", "C1", "C2")
    assert outcome.findings == []
    crowds = ("C1", "C2") if thing.geom_type == "Polygon" else ("R1", "R2", "R4")
    assert {check for check, why in outcome.not_run.items() if why.code == "crowd"} == set(crowds)


def test_a_pile_of_polygons_is_no_coverage(tmp_path):
    k = np.arange(20_000) * 1.5 + CORNER[0]
    path = many(tmp_path / "l.gpkg", shapely.box(k, CORNER[1], k + 300, CORNER[1] + 300))
    assert {why.code for why in checked(path, "C1", "C2").not_run.values()} == {"no_coverage"}


def test_many_lines_from_one_place(tmp_path):
    """A star of 20,000 lines: all of them are joined at its heart."""
    a = np.linspace(0, 2 * np.pi, 20_000, endpoint=False)
    r = 2_000.0 + 500 * np.arange(len(a)) % 977  # so that no crowd forms
    ends = np.column_stack((r * np.cos(a), r * np.sin(a))) + CORNER
    lines = shapely.linestrings(np.stack((np.broadcast_to(CORNER, ends.shape), ends), axis=1))
    outcome = checked(many(tmp_path / "l.gpkg", lines), "R4")
    assert (outcome.findings, outcome.partly) == ([], {})


def test_layers_as_a_dataset(tmp_path):
    """A table has the layer's own fields; what a base has besides is asked for."""
    base = base_of(write(tmp_path / "l.gpkg", {"pipes": [line("a", (0, 0), (9, 0), modecirc="01", profgen=1.5)]}))
    assert isinstance(base, LayerBase)
    table = base.table("pipes")
    assert [*table.columns] == ["fid", "modecirc", "profgen", "id", "curve", "odd", "geometry"]
    assert table.iloc[0, :6].tolist() == [1, "01", "1.5", "a", None, False]
    assert (base.ids("pipes").tolist(), base.uids("pipes").tolist(), base.lot_of("pipes").tolist()) == (
        ["a"], ["pipes 1"], [0],
    )  # fmt: skip
    assert (base.classes, base.labels("pipes", np.arange(1)), base.lots) == (["pipes"], [()], {0: "l.gpkg"})
    assert base.drawn_classes == base.field_classes == base.spatial_classes == ["pipes"]
    assert base.measures() == {"vertices": 2, "vertices_z": 0, "arcs": 0, "attributes": 3}
    assert alone("R1").active_checks() == ["R1"]

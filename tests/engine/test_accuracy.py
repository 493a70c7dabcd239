"""Accuracy on control points: the formulas, planted deviations, pairing, real tiles moved by a known law."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.accuracy import allowed_exceedances, limits
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.quality.accuracy.measure import broken_rules, finest_class
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.profile import Profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import pairs_accuracy
from tests.engine import small_lot as s
from tests.engine.accuracy_truth import FRAME, N, check, control, points_file, reasons, store_of, trees, verdicts
from tests.engine.run import run

# -- the formulas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "last", "expected"), [(0, 4, 0), (5, 13, 1), (14, 44, 2), (45, 85, 3), (86, 132, 4)])
def test_allowed_number_of_deviations(first, last, expected):
    assert {allowed_exceedances(n) for n in range(first, last + 1)} == {expected}
    assert allowed_exceedances(last + 1) == expected + 1


def test_allowed_never_falls():
    steps = np.diff([allowed_exceedances(n) for n in range(5, 5000)])
    assert set(steps.tolist()) == {0, 1}


@pytest.mark.parametrize(
    ("metres", "dimension", "mean", "first", "second"),
    [
        (0.05, "xy", 0.056, 0.136, 0.204),
        (0.10, "xy", 0.113, 0.272, 0.408),
        (0.05, "z", 0.056, 0.182, 0.273),
        (0.05, "xyz", 0.056, 0.119, 0.178),
    ],
)
def test_thresholds(metres, dimension, mean, first, second):
    found = limits(metres, dimension)
    assert (found.mean, found.first, found.second) == pytest.approx((mean, first, second), abs=0.0006)


def test_a_better_control_narrows_the_thresholds():
    loose, usual, perfect = (limits(0.05, "xy", c) for c in (1.0, 2.0, 1e9))
    assert loose.mean == pytest.approx(0.075)
    assert perfect.mean == pytest.approx(0.05)
    assert loose.first > usual.first > perfect.first


def test_rules_are_met_at_the_threshold():
    """A deviation that equals a threshold does not exceed it."""
    within = limits(0.05, "xy")
    sample = np.full(20, 0.01)
    sample[:3] = within.first
    assert broken_rules(sample, within) == ()
    sample[:3] = within.first + 1e-6
    assert broken_rules(sample, within) == ("count",)
    assert broken_rules(np.full(20, within.mean), within) == ()
    assert broken_rules(np.append(np.full(19, 0.01), within.second), within) == ()


def test_finest_class_is_the_first_that_the_sample_satisfies():
    rng = np.random.default_rng(11)
    for metres, code in ((0.01, "002"), (0.03, "005"), (0.08, "010"), (0.3, "040"), (1.2, "150"), (9.0, "999")):
        sample = metres + rng.uniform(-0.001, 0.001, 40)
        assert finest_class(sample, "xy", 2.0) == code
        assert finest_class(rng.permutation(sample), "xy", 2.0) == code


# -- planted deviations ----------------------------------------------------------------------------------------------


#: Law → sizes of the 20 deviations (class 005: mean 0.056; T 0.136 in plan, 0.182 in altitude; 1.5 T 0.204 and 0.273;
#: two of twenty may exceed T).
LAWS = {
    "good": ([0.05] * N, [0.05] * N, ()),
    "two above T": ([0.15] * 2 + [0.02] * 18, [0.2] * 2 + [0.02] * 18, ()),
    "mean alone": ([0.06] * N, [0.06] * N, ("mean",)),
    "count alone": ([0.15] * 3 + [0.02] * 17, [0.2] * 3 + [0.02] * 17, ("count",)),
    "largest alone": ([0.21] + [0.02] * 19, [0.28] + [0.02] * 19, ("largest",)),
    "all three": ([0.3] * N, [0.3] * N, ("mean", "count", "largest")),
}


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("planted"), *trees())


@pytest.mark.parametrize("law", LAWS)
def test_planted_in_plan(tmp_path, planted, law):
    sizes, _, broken = LAWS[law]
    turn = np.linspace(0, 2 * np.pi, N, endpoint=False)  # no bias: every direction
    ran = check(tmp_path, planted, control(tmp_path / "c.csv", [(d * np.cos(a), d * np.sin(a), 0.0)
                                                               for d, a in zip(sizes, turn, strict=True)]))  # fmt: skip
    found = verdicts(ran)
    assert found["xy", "005"] == ("refused" if broken else "accepted", broken)
    assert found["z", "005"] == ("accepted", ())
    assert (ran.exit, ran.status) == (0, "done_with_findings" if broken else "done")
    assert ran.report["outputs"]["PAIRED"] == N


@pytest.mark.parametrize("law", LAWS)
def test_planted_in_altitude(tmp_path, planted, law):
    _, sizes, broken = LAWS[law]
    ran = check(tmp_path, planted, control(tmp_path / "c.csv", [(0, 0, d * (-1) ** k) for k, d in enumerate(sizes)]))
    found = verdicts(ran)
    assert found["z", "005"] == ("refused" if broken else "accepted", broken)
    assert found["xy", "005"] == ("accepted", ())


def test_three_dimensions_add_both_classes(tmp_path, planted):
    """[xx] = √(0.05² + 0.05²) = 0.0707; f = 1.125: mean 0.0795, T 0.1678."""
    ran = check(tmp_path, planted, control(tmp_path / "c.csv", [(0.05, 0, 0.05)] * N))
    [test] = [t for t in ran.report["accuracy"]["tests"] if t["dimension"] == "xyz"]
    assert (test["declared"], test["verdict"]) == ("005/005", "accepted")
    assert (test["mean"], test["mean_limit"], test["first_threshold"]) == (0.0707, 0.0795, 0.1678)


def test_bias_spread_and_what_is_told(tmp_path, planted):
    rng = np.random.default_rng(3)
    deviations = np.round(rng.normal(0, 0.01, (N, 3)) + (0.03, -0.02, 0.0), 4)
    ran = check(tmp_path, planted, control(tmp_path / "c.csv", deviations))
    [test] = [t for t in ran.report["accuracy"]["tests"] if t["dimension"] == "xy"]
    sizes = np.hypot(deviations[:, 0], deviations[:, 1])
    assert test["bias"] == [pytest.approx(v, abs=6e-5) for v in deviations[:, :2].mean(axis=0)] + [None]
    assert test["deviation"][:2] == [pytest.approx(v, abs=6e-5) for v in deviations[:, :2].std(axis=0, ddof=1)]
    assert test["rmse"] == pytest.approx(np.sqrt((sizes**2).mean()), abs=6e-5)
    assert test["largest"] == pytest.approx(sizes.max(), abs=6e-5)
    codes = [m["code"] for m in ran.report["messages"]]
    assert "accuracy_systematic" in codes and "accuracy_systematic_z" not in codes


def test_declared_beside_measured_for_each_producer(tmp_path):
    """One declares 005 and reaches 010, the other declares 010 and reaches 002; the third has too few points."""
    things = [
        s.tree(f"t{k:02}", 10 * (k % 10), 10 * (k // 10), producteur="PQR"[k // 8],
               precisionPlanimetrique=("005", "010", "005")[k // 8])
        for k in range(N)
    ]  # fmt: skip
    store = store_of(tmp_path, *things)
    sizes = [0.1] * 8 + [0.01] * 8 + [0.01] * 4
    ran = check(tmp_path, store, control(tmp_path / "c.csv", [(d, 0, 0) for d in sizes]))
    rows = {r["producer"]: r for r in ran.report["accuracy"]["producers"] if r["dimension"] == "xy"}
    assert {p: (r["count"], r["declared"], r["measured"]) for p, r in rows.items()} == {
        "P": (8, ["005"], "010"), "Q": (8, ["010"], "002"), "R": (4, ["005"], None),
    }  # fmt: skip
    found = verdicts(ran)
    assert found["xy", "005"] == ("refused", ("mean",)) and found["xy", "010"] == ("accepted", ())


def test_few_points_refuse_but_never_accept(tmp_path):
    store = store_of(tmp_path, *trees(4))
    good = check(tmp_path, store, control(tmp_path / "a.csv", [(0.01, 0, 0)] * 4))
    assert verdicts(good)["xy", "005"] == ("too_few", ())
    assert good.status == "done"
    bad = check(tmp_path, store, control(tmp_path / "b.csv", [(0.14, 0, 0)] + [(0, 0, 0)] * 3))  # N′ = 0
    assert verdicts(bad)["xy", "005"] == ("refused", ("count",))


def test_classes_without_bound_or_undeclared_are_told_not_tested(tmp_path):
    things = trees(10, precisionPlanimetrique="999")
    flat = [t.replace("<precisionAltimetrique>005</precisionAltimetrique>", "") for t in things]
    ran = check(tmp_path, store_of(tmp_path, *flat), control(tmp_path / "c.csv", [(0.4, 0, 0.4)] * 10))
    assert verdicts(ran) == {("xy", "999"): ("unbounded", ()), ("z", ""): ("undeclared", ()),
                             ("xyz", ""): ("undeclared", ())}  # fmt: skip
    assert ran.status == "done"
    rows = connect(tmp_path / "d.gpkg", readonly=True).execute("SELECT DISTINCT kind FROM deviations").fetchall()
    assert rows == [("untested",)]


# -- outputs ---------------------------------------------------------------------------------------------------------


def test_layer_table_and_page(tmp_path, planted):
    sizes = [0.21, 0.15] + [0.02] * 17 + [3.0]
    points = control(tmp_path / "c.csv", [(d, 0, 0) for d in sizes])
    ran = check(tmp_path, planted, points, CSV=tmp_path / "d.csv", HTML=tmp_path / "d.html")
    base = connect(tmp_path / "d.gpkg", readonly=True)
    kinds = dict(base.execute("SELECT kind, COUNT(*) FROM deviations GROUP BY kind"))
    assert kinds == {"over_limit": 1, "over_t": 1, "within": 17}
    row = base.execute("SELECT point, class, gml_id, producer, declared_xy, dx, dy, dz, deviation_xy FROM deviations "
                       "WHERE kind = 'over_limit'").fetchone()  # fmt: skip
    assert row == ("t00", "ArbrePCRS", "t00", "P", "005", 0.21, 0.0, 0.0, 0.21)
    assert base.execute("SELECT point, reason FROM unpaired").fetchall() == [("t19", "none")]
    lines = geopandas.read_file(tmp_path / "d.gpkg", layer="deviations").set_index("point").geometry
    start, end = shapely.get_coordinates(lines["t00"])
    assert start == pytest.approx((s.X - 0.21, s.Y)) and end == pytest.approx(
        (s.X, s.Y)
    )  # from the point to the vertex
    table = list(csv.reader((tmp_path / "d.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert len(table) == 1 + N and table[1][0] == "t00" and table[1][7] == "0,21"
    assert table[-1] == ["t19", *[""] * 12, "unpaired_none"]
    page = (tmp_path / "d.html").read_text("utf-8")
    assert "test(s) refusé(s)" in page and "texte officiel" in page and page.endswith("</html>\n")
    assert "http" not in page and "<script" not in page
    assert ran.report["accuracy"]["unpaired"] == [{"point": "t19", "reason": "none"}]


def test_the_page_is_french_in_an_english_run(tmp_path, planted):
    points = control(tmp_path / "c.csv", [(0.06, 0, 0)] * 19 + [(5, 0, 0)])
    pages = []
    for language in ("fr", "en"):
        ran = check(tmp_path, planted, points, HTML=tmp_path / f"{language}.html", language=language)
        pages.append((tmp_path / f"{language}.html").read_bytes())
    assert pages[0] == pages[1]
    assert "mean deviation 0.060 m > 0.056 m" in ran.texts()


def test_names_are_escaped_in_the_page(tmp_path, planted):
    path = tmp_path / "c.csv"
    path.write_text(f'id;x;y\n<b>&"x;{s.X};{s.Y}\n', "utf-8")
    check(tmp_path, planted, path, HTML=tmp_path / "d.html", CSV=tmp_path / "d.csv")
    assert '<b>&"x' not in (tmp_path / "d.html").read_text("utf-8")


def test_order_and_repetition_change_nothing(tmp_path):
    rng = np.random.default_rng(5)
    deviations = np.round(rng.normal(0, 0.06, (N, 3)), 3)
    made = []
    for turn, shuffle in enumerate((None, 1, None)):
        folder = tmp_path / str(turn)
        folder.mkdir()
        store = store_of(folder, *(trees()[::-1] if shuffle else trees()))
        points = control(folder / "c.csv", deviations, shuffle=shuffle)
        ran = check(folder, store, points, CSV=folder / "d.csv", HTML=folder / "d.html")
        made.append([ran.report["accuracy"], *((folder / f"d.{e}").read_bytes() for e in ("csv", "html", "gpkg"))])
    assert made[0] == made[1] == made[2]


def test_the_run_is_noted_and_the_objects_stay(tmp_path):
    store = store_of(tmp_path, *trees())
    ran = check(tmp_path, store, control(tmp_path / "c.csv", [(0.06, 0, 0)] * N))
    rows = connect(store, readonly=True).execute("SELECT status, findings FROM run WHERE job = 'checkaccuracy'")
    assert rows.fetchall() == [("done_with_findings", 1)]
    assert ran.report["counts"]["in"] == ran.report["counts"]["out"] == {"EmpriseEchangePCRS": 1, "ArbrePCRS": N}


# -- pairing ---------------------------------------------------------------------------------------------------------


def test_nearest_leaves_out_what_is_doubtful_taken_or_beyond_the_gate(tmp_path):
    store = store_of(
        tmp_path, s.tree("lone", 0, 0), s.tree("a", 20, 0), s.tree("b", 20.5, 0), s.kerb("k", (40, 0), (45, 0))
    )
    rows = {"near": (0.1, 0), "second": (0.2, 0), "between": (20.24, 0), "far": (41.2, 0), "clear": (19.9, 0)}
    path = points_file(tmp_path / "c.csv", "id;x;y;z", *(f"{n};{s.X + x};{s.Y + y};100" for n, (x, y) in rows.items()))
    ran = check(tmp_path, store, path)
    assert reasons(ran) == {"second": "taken", "between": "doubtful", "far": "none"}
    assert ran.report["accuracy"]["paired"] == 2
    wide = check(tmp_path, store, path, GATE=1.5)
    assert reasons(wide) == {"second": "taken", "between": "doubtful"}


def test_two_objects_at_one_place_are_no_doubt_and_the_finest_counts(tmp_path):
    wall = s.surveyed("MurPCRS", "m", s.line((0, 0), (0, 9)), precisionPlanimetrique="010")
    store = store_of(tmp_path, s.kerb("k", (0, 0), (9, 0)), wall)
    path = points_file(tmp_path / "c.csv", "id;x;y;z", f"p;{s.X + 0.02};{s.Y};100")
    assert list(verdicts(check(tmp_path, store, path)))[0] == ("xy", "005")
    path = points_file(tmp_path / "c.csv", "id;x;y;z;classe", f"p;{s.X + 0.02};{s.Y};100;mur")
    assert list(verdicts(check(tmp_path, store, path)))[0] == ("xy", "010")


def test_levels_at_one_place_are_a_doubt_only_for_points_with_altitude(tmp_path):
    store = store_of(tmp_path, s.kerb("k", (0, 0, 100), (9, 0)), s.kerb("l", (0, 0, 102), (0, 9)), s.tree("t", 50, 50))
    rows = f"p;{s.X + 0.02};{s.Y};100", f"q;{s.X + 50};{s.Y + 50};100"
    assert reasons(check(tmp_path, store, points_file(tmp_path / "c.csv", "id;x;y;z", *rows))) == {"p": "doubtful"}
    flat = [row.rpartition(";")[0] for row in rows]
    assert reasons(check(tmp_path, store, points_file(tmp_path / "c.csv", "id;x;y", *flat))) == {}


def test_the_middle_of_an_arc_is_no_surveyed_vertex(tmp_path):
    store = store_of(tmp_path, s.surveyed("LimiteVoiriePCRS", "k", s.arc((0, 0), (5, 5), (10, 0))), s.tree("t", 50, 50))
    rows = f"middle;{s.X + 5};{s.Y + 5.01};100", f"end;{s.X + 10};{s.Y + 0.01};100"
    ran = check(tmp_path, store, points_file(tmp_path / "c.csv", "id;x;y;z", *rows))
    assert reasons(ran) == {"middle": "none"}
    rows = f"middle;{s.X + 5};{s.Y + 5.01};100;k;2", f"none;{s.X + 5};{s.Y + 5.01};100;k;9"
    path = points_file(tmp_path / "c.csv", "id;x;y;z;objet;sommet", *rows)
    ran = check(tmp_path, store, path, PAIRING="id")  # a vertex that is named is what was measured
    assert reasons(ran) == {"none": "vertex"}
    assert ran.report["accuracy"]["tests"][0]["mean"] == 0.01


def test_by_name_a_gross_error_is_kept(tmp_path, planted):
    """A point that names its object is a deviation however far it is; by the nearest vertex it would be left out."""
    points = control(tmp_path / "c.csv", [(2.5, 0, 0)] + [(0.01, 0, 0)] * 19)
    assert reasons(check(tmp_path, planted, points)) == {"t00": "none"}
    ran = check(tmp_path, planted, points, PAIRING="id")
    assert verdicts(ran)["xy", "005"] == ("refused", ("mean", "largest"))
    assert ran.report["accuracy"]["tests"][0]["largest"] == 2.5


def test_by_name_gml_id_identifier_or_column(tmp_path, planted):
    rows = [f"t00;{s.X};{s.Y};100;", f"p1;{s.X + 10};{s.Y};100;ido.t01", f"p2;{s.X + 20};{s.Y};100;none"]
    path = points_file(tmp_path / "c.csv", "id;x;y;z;idObjet", *rows)
    ran = check(tmp_path, planted, path, PAIRING="id")
    assert reasons(ran) == {"p2": "object"}
    assert ran.report["accuracy"]["paired"] == 2


def test_objects_put_aside_are_not_controlled(tmp_path):
    store = store_of(tmp_path, *trees())
    other = s.write(tmp_path / "twice.gml", FRAME, *trees())
    run(tmp_path, "receivelot", INPUT=other, STORE=store)
    run(tmp_path, "assemblebase", STORE=store)
    points = control(tmp_path / "c.csv", [(0.01, 0, 0)] * N)
    for pairing in ("nearest", "id"):
        assert check(tmp_path, store, points, PAIRING=pairing).report["accuracy"]["paired"] == N


def test_a_gate_under_the_last_threshold_is_told(tmp_path):
    """Class 040 allows 1.63 m; with a gate of 1 m nothing larger is ever paired."""
    store = store_of(tmp_path, *trees(precisionPlanimetrique="040"))
    points = control(tmp_path / "c.csv", [(0.1, 0, 0)] * N)
    assert "accuracy_gate_short" in [m["code"] for m in check(tmp_path, store, points).report["messages"]]
    wide = check(tmp_path, store, points, GATE=2)
    assert "accuracy_gate_short" not in [m["code"] for m in wide.report["messages"]]


# -- check P1 --------------------------------------------------------------------------------------------------------


def p1(store: Path, inputs: Inputs):
    profile = Profile("p", "p", dict.fromkeys(CHECKS, "off") | {"P1": "on"}, {})
    with open_store(store) as opened:
        return run_checks(StoreBase(opened, inputs), profile)


def test_p1_tells_each_class_and_dimension(tmp_path, planted):
    points = control(tmp_path / "c.csv", [(0.06, 0, 0.07)] * 19 + [(5, 0, 0)])
    outcome = p1(planted, Inputs(control=str(points)))
    texts = [f.message("fr") for f in outcome.findings]
    assert len(texts) == len({f.identifier for f in outcome.findings}) == 3
    assert {f.fields["property"] for f in outcome.findings} == {"xy", "z", "xyz"}
    assert any("Classe 005, planimétrie (XY)" in t and "écart moyen 0.060 m > 0.056 m" in t for t in texts)
    assert any("Classe 005, altimétrie (Z)" in t and "19 points" in t for t in texts)
    assert any("Class 005/005, plan and altitude (XYZ)" in f.message("en") for f in outcome.findings)
    assert outcome.partly["P1"].code == "control_partly"


def test_p1_without_control_points_is_not_run(planted):
    outcome = p1(planted, Inputs())
    assert (outcome.ran, outcome.not_run["P1"].code) == ([], "no_control")


def test_p1_that_proves_nothing_is_not_run(tmp_path, planted):
    """Four good points, or none in reach, are never counted as passed; four bad ones refuse."""
    few = control(tmp_path / "few.csv", [(0.01, 0, 0)] * 4)
    far = points_file(tmp_path / "far.csv", "id;x;y", f"p;{s.X + 3};{s.Y + 3}")
    for points in (few, far):
        outcome = p1(planted, Inputs(control=str(points)))
        assert (outcome.ran, outcome.not_run["P1"].code) == ([], "control_too_few")
    bad = control(tmp_path / "bad.csv", [(0.5, 0, 0)] * 4)
    assert {f.fields["property"] for f in p1(planted, Inputs(control=str(bad))).findings} == {"xy", "xyz"}


def test_p1_is_the_same_by_tiles_and_processes(tmp_path, planted):
    points = Inputs(control=str(control(tmp_path / "c.csv", [(0.06, 0, 0.07)] * N)))
    profile = Profile("p", "p", dict.fromkeys(CHECKS, "off") | {"P1": "on", "T1": "on"}, {})
    with open_store(planted) as opened:
        tiled = run_checks(StoreBase(opened, points), profile, tile_objects=6, processes=2)
    assert [f.message("fr") for f in tiled.findings] == [f.message("fr") for f in p1(planted, points).findings]
    assert len(tiled.findings) == 3


def test_p1_in_a_quality_run(tmp_path, planted):
    points = control(tmp_path / "c.csv", [(0.06, 0, 0)] * 19 + [(5, 0, 0)])
    ran = run(tmp_path, "checkquality", INPUT=planted, CONTROL=points, FINDINGS=tmp_path / "f.gpkg",
              HTML=tmp_path / "q.html")  # fmt: skip
    assert ran.report["findings"]["P1"] == 1
    assert "1 × aucun sommet à portée" in ran.report["partly_run"]["P1"]
    rows = connect(tmp_path / "f.gpkg", readonly=True).execute("SELECT message, geom FROM findings WHERE check_id='P1'")
    [(message, geometry)] = rows.fetchall()
    assert "écart moyen" in message and geometry is None


@pytest.mark.parametrize("check", pairs_accuracy.PAIRS)
def test_p1_pairs(tmp_path, check):
    ok, bad, expected, inputs = pairs_accuracy.PAIRS[check]
    for name, lots, wanted in (("ok", ok, []), ("bad", bad, expected)):
        store = store_of(tmp_path, *lots[0][1:], name=f"{name}.gpkg")
        found = p1(store, inputs).findings
        assert [(f.code, f.severity, f.objects[0] if f.objects else None) for f in found] == wanted


# -- real tiles ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lyon_store(tmp_path_factory, lyon) -> Path:
    folder = tmp_path_factory.mktemp("lyon")
    assert run(folder, "receivelot", FOLDER=lyon, STORE=folder / "s.gpkg").exit == 0
    return folder / "s.gpkg"


def lyon_control(path: Path, store: Path, law, named: bool) -> np.ndarray:
    """Control points of the 42 trees, moved by a seeded law; gives the deviations, in order of the points."""
    with open_store(store) as opened:
        base = StoreBase(opened)
        places, ids = base.vertices("ArbrePCRS").xyz, base.table("ArbrePCRS")["gml_id"].to_numpy()
    deviations = law(np.random.default_rng(20030916), len(places))
    control_points = places - deviations
    rows = [
        f"{ids[k] if named else f'P{k:02}'};{x:.6f};{y:.6f};{z:.6f};Arbre"
        for k, (x, y, z) in enumerate(control_points.tolist())
    ]
    points_file(path, "id;x;y;z;classe", *rows)
    return deviations


@pytest.mark.parametrize("pairing", ["nearest", "id"])
def test_lyon_trees_moved_by_a_known_law(tmp_path, lyon_store, pairing):
    """Noise of 2 cm around a shift of 3 cm to the east: class 005 holds in plan, the shift is found."""
    law = lambda rng, n: rng.normal(0, (0.02, 0.02, 0.01), (n, 3)) + (0.03, 0.0, 0.0)  # noqa: E731
    deviations = lyon_control(tmp_path / "c.csv", lyon_store, law, pairing == "id")
    ran = check(tmp_path, lyon_store, tmp_path / "c.csv", PAIRING=pairing)
    figures = ran.report["accuracy"]
    assert (figures["points"], figures["paired"], figures["unpaired"]) == (42, 42, [])
    [plan] = [t for t in figures["tests"] if t["dimension"] == "xy"]
    assert (plan["declared"], plan["verdict"], plan["over_first_allowed"]) == ("005", "accepted", 2)
    assert plan["bias"][:2] == pytest.approx(deviations[:, :2].mean(axis=0), abs=1e-4)
    assert plan["mean"] == pytest.approx(np.hypot(*deviations[:, :2].T).mean(), abs=1e-4)
    assert "accuracy_systematic" in [m["code"] for m in ran.report["messages"]]
    # one tree declares 010 in altitude: it is a sample of its own, too small to be accepted
    altitude = {t["declared"]: (t["count"], t["verdict"]) for t in figures["tests"] if t["dimension"] == "z"}
    assert sum(count for count, _ in altitude.values()) == 42


def test_lyon_trees_of_a_worse_survey_are_refused(tmp_path, lyon_store):
    law = lambda rng, n: rng.normal(0, (0.08, 0.08, 0.02), (n, 3))  # noqa: E731
    lyon_control(tmp_path / "c.csv", lyon_store, law, True)
    ran = check(tmp_path, lyon_store, tmp_path / "c.csv", PAIRING="id")
    assert ran.status == "done_with_findings"
    assert verdicts(ran)["xy", "005"][0] == "refused"
    [plan] = [r for r in ran.report["accuracy"]["producers"] if r["dimension"] == "xy"]
    assert (plan["declared"], plan["measured"]) == (["005"], "010")

"""Lines that two surveys cut otherwise, and copies farther apart than their precisions promise."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.dataset import precision
from mutualgeo_plugin.engine.dataset.line_overlaps import find_line_overlaps
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_keep_best import assembled, decide, lots, states, uid_of
from tests.engine.test_quality import alone

#: The better survey, and the worse one.
FINE = {"precisionPlanimetrique": "002", "precisionAltimetrique": "002"}
COARSE = {"precisionPlanimetrique": "005", "precisionAltimetrique": "005"}


def piece(name, start, end, y=0.0, z=0.0, **own):
    """A kerb along the x axis, with a vertex between its ends."""
    xs = (start, (2 * start + end) / 3, end)
    return s.kerb(name, *((x, y, 100 + z) for x in xs), **own)


def survey(name, cuts, y=0.0, z=0.0, **own):
    """Kerbs from cut to cut."""
    return [piece(f"{name}{rank}", a, b, y, z, **own) for rank, (a, b) in enumerate(zip(cuts, cuts[1:], strict=False))]


def bend(start, end, count, dx=0.0):
    """Points on a circle of 10 m, angles in degrees."""
    return [(10 * np.cos(a) + dx, 10 * np.sin(a), 100) for a in np.radians(np.linspace(start, end, count))]


def told(folder, *lots, name="LimiteVoiriePCRS"):
    """Objects put aside, and conflicts as (reason, better, other), once the lots are assembled."""
    report = assembled(folder, *lots)
    gml_ids = {uid_of(folder, gml_id, name): gml_id for gml_id in states(folder, name)}
    conflicts = {(c["reason"], gml_ids[c["uid_a"]], gml_ids[c["uid_b"]]) for c in report["conflicts"]}
    return {gml_id for gml_id, state in states(folder, name).items() if state == "superseded"}, conflicts


@pytest.mark.parametrize(
    ("fine", "coarse"),
    [
        ((0, 20), (0, 8, 20)), ((0, 8, 20), (0, 20)), ((0, 20), (0, 5, 11, 20)), ((0, 5, 11, 20), (0, 20)),
        ((0, 7, 20), (0, 3, 12, 20)), ((0, 3, 12, 20), (0, 7, 20)), ((0, 4, 9, 13, 20), (0, 6, 11, 20)),
    ],
    ids=["1:2", "2:1", "1:3", "3:1", "2:3", "3:2", "4:3"],
)  # fmt: skip
def test_the_better_pieces_stay_however_each_is_cut(tmp_path, fine, coarse):
    one, other = survey("f", fine, **FINE), survey("c", coarse, 0.04, **COARSE)
    assert told(tmp_path, one, other) == ({f"c{k}" for k in range(len(coarse) - 1)}, set())


def test_a_gutter_that_comes_nearer_does_not_hide_the_kerb(tmp_path):
    """For three of its metres the coarse kerb was measured nearer to the gutter beside it than to the kerb."""
    fine = [*survey("f", (0, 8, 20), precisionPlanimetrique="010"), piece("gutter", 0, 20, 0.3, thematique="08")]
    places = (0, 0.05), (2, 0.05), (3, 0.22), (6, 0.22), (7, 0.05), (20, 0.05)
    coarse = s.kerb("c", *places, precisionPlanimetrique="010", qualiteCategorisation="02")
    assert told(tmp_path, fine, [coarse]) == ({"c"}, set())


def test_a_worse_piece_inside_a_better_line_gives_way(tmp_path):
    assert told(tmp_path, survey("f", (0, 20), **FINE), survey("c", (5, 9), 0.04, **COARSE)) == ({"c0"}, set())


def test_a_better_piece_inside_a_worse_line_is_told(tmp_path):
    """To put the long line aside would lose what it alone covers."""
    found = told(tmp_path, survey("f", (5, 9), **FINE), survey("c", (0, 20), 0.04, **COARSE))
    assert found == (set(), {("extent", "f0", "c0")})


def test_where_two_surveys_cover_each_other_in_part_one_conflict_names_the_stretch(tmp_path):
    report = assembled(tmp_path, survey("f", (0, 20), **FINE), survey("c", (10, 18, 40), 0.04, **COARSE))
    assert report["superseded"] == {"LimiteVoiriePCRS": {"stretch": 1}}
    (conflict,) = report["conflicts"]
    assert (conflict["reason"], conflict["distance"]) == ("extent", pytest.approx(0.04, abs=0.002))
    assert 18 <= conflict["x"] - s.X <= 20 and abs(conflict["y"] - s.Y) < 0.05


def test_a_short_overlap_at_a_border_is_left_to_the_checks_of_edges(tmp_path):
    assert told(tmp_path, survey("f", (0, 20), **FINE), survey("c", (19.4, 40), 0.04, **COARSE)) == (set(), set())


def test_lines_side_by_side_lie_each_on_its_own_counterpart(tmp_path):
    """Two kerbs 9 cm apart, in two surveys that are 4 cm apart: nothing is mixed up."""
    fine = [*survey("f", (0, 20), **FINE), *survey("g", (0, 20), 0.09, **FINE)]
    coarse = [*survey("c", (0, 8, 20), 0.04, **COARSE), *survey("d", (0, 12, 20), 0.13, **COARSE)]
    report = assembled(tmp_path, fine, coarse)
    assert report["superseded"] == {"LimiteVoiriePCRS": {"stretch": 4}} and report["conflicts"] == []


def test_a_line_that_crosses_another_does_not_lie_on_it(tmp_path):
    across = s.kerb("x", (10, -0.3, 100), (10, 0.3, 100), **COARSE)
    assert told(tmp_path, survey("f", (0, 20), **FINE), [across]) == (set(), set())


@pytest.mark.parametrize("length", [0.1, 0.19, 0.25])
def test_a_short_piece_that_goes_on_where_a_line_ends_stays(tmp_path, length):
    """As near as its own length, it lies on nothing of the line."""
    short = [s.kerb("c", (20, 0, 100), (20 + length, 0, 100), **COARSE)]
    assert told(tmp_path, survey("f", (0, 20), **FINE), short) == (set(), set())


def test_pieces_that_are_newer_wait_for_a_person(tmp_path):
    fine = survey("f", (0, 20), dateLeve="2015-01-01", **FINE)
    coarse = survey("c", (0, 8, 20), 0.04, dateLeve="2023-01-01", **COARSE)
    assert told(tmp_path, fine, coarse) == (set(), {("newer", "f0", "c0"), ("newer", "f0", "c1")})


@pytest.mark.parametrize("kept", ["c0", "c1"])
def test_a_piece_that_is_kept_is_not_compared_with_its_neighbour(tmp_path, kept):
    """Both pieces stay for the line that they are cut of; no later question has one of them put aside."""
    fine = survey("f", (0, 20), dateLeve="2015-01-01", **FINE)
    coarse = survey("c", (0, 8, 20), 0.04, dateLeve="2023-01-01", **COARSE)
    first, second = assembled(tmp_path, fine, coarse)["conflicts"]
    names = {uid_of(tmp_path, name): name for name in ("f0", "c0", "c1")}
    decided = next(c for c in (first, second) if kept in (names[c["uid_a"]], names[c["uid_b"]]))
    store = tmp_path / "base.gpkg"
    ran = decide(tmp_path, uid_of(tmp_path, kept), decided["id"])
    assert (ran.exit, ran.report["outputs"]["OPEN_CONFLICTS"]) == (0, 0), ran.texts()
    for _ in range(2):
        assert states(tmp_path) == {"f0": "superseded", "c0": "current", "c1": "current"}
        assert run(tmp_path, "assemblebase", STORE=store).report["conflicts"] == []


def test_what_gave_way_to_a_version_comes_back_without_it(tmp_path):
    """The rest of the line was covered by the version that a person puts aside, and by a piece that gave way to it."""
    fine = survey("f", (0, 20), dateLeve="2015-01-01", **FINE)
    coarse = [
        s.kerb("c0", (0, 0.04), (8, 0.04), dateLeve="2023-01-01", **COARSE),
        s.kerb("c1", (8, 0.04), (20, 0.04), dateLeve="2010-01-01", **COARSE),
    ]
    (conflict,) = assembled(tmp_path, fine, coarse)["conflicts"]
    assert states(tmp_path) == {"f0": "current", "c0": "current", "c1": "superseded"}
    ran = decide(tmp_path, uid_of(tmp_path, "c0"), conflict["id"])
    assert (ran.exit, "conflict_versions_back" in [m["code"] for m in ran.report["messages"]]) == (0, True)
    store = tmp_path / "base.gpkg"
    for _ in range(2):
        assert states(tmp_path) == {"f0": "superseded", "c0": "current", "c1": "current"}
        assert run(tmp_path, "assemblebase", STORE=store).report["conflicts"] == []


def test_a_bridge_over_a_street_is_told(tmp_path):
    found = told(tmp_path, survey("f", (0, 20), **FINE), survey("c", (0, 8, 20), 0.04, 6.0, **COARSE))
    assert found == (set(), {("altitude", "f0", "c0"), ("altitude", "f0", "c1")})


def test_a_bend_lies_on_the_pieces_of_another_survey(tmp_path):
    """A quarter of a circle, cut otherwise and with vertices at other places."""
    fine = [s.kerb("f", *bend(0, 90, 41), **FINE)]
    coarse = [s.kerb("c0", *bend(0, 33, 12, 0.02), **COARSE), s.kerb("c1", *bend(33, 90, 17, 0.02), **COARSE)]
    assert told(tmp_path, fine, coarse) == ({"c0", "c1"}, set())


def test_a_person_who_says_that_they_are_two_is_heard(tmp_path):
    lots = survey("f", (5, 9), **FINE), survey("c", (0, 20), 0.04, **COARSE)
    (conflict,) = assembled(tmp_path, *lots)["conflicts"]
    values = {"CONFLICT": conflict["id"], "KEEP": "both", "REASON": "deux bordures", "ROLE": "gestionnaire"}
    assert run(tmp_path, "decideconflict", STORE=tmp_path / "base.gpkg", **values).exit == 0
    again = run(tmp_path, "assemblebase", STORE=tmp_path / "base.gpkg")
    assert (again.exit, again.report["conflicts"]) == (0, [])


# -- copies that are farther apart than their precisions promise -----------------------------------------------------


@pytest.mark.parametrize(("code", "metres"), [("005", 0.136), ("999", 1.5), (None, 0.1)])
def test_the_test_of_a_class_admits_more_than_the_class(code, metres):
    """Of 0.05 m: T = 2.42 x 0.05 x 1.125 (order of 16 September 2003); class 999 has no test."""
    assert precision.admitted_deviation(code, undeclared=0.1) == pytest.approx(metres, abs=0.0005)


@pytest.mark.parametrize(("gap", "conflict"), [(0.08, False), (0.12, True), (0.25, True), (0.29, False)])
@pytest.mark.parametrize("kind", ["line", "point"])
def test_doubtful_copies_are_told(tmp_path, kind, gap, conflict):
    """Of class 005 each: one object up to the sum of the two, doubtful up to the sum of both thresholds T, 0.272 m."""
    if kind == "line":
        lots, name = (survey("a", (0, 20), **COARSE), survey("b", (0, 20), gap, **COARSE)), "LimiteVoiriePCRS"
    else:
        lots, name = ([s.tree("a0", 1, 1)], [s.tree("b0", 1 + gap, 1, idObjet="o")]), "ArbrePCRS"
    gone, found = told(tmp_path, *lots, name=name)
    assert [reason for reason, *_ in found] == (["distance"] if conflict else [])
    assert bool(gone) is (gap < 0.1)


def test_what_has_its_own_version_is_no_doubtful_copy(tmp_path):
    """Two trees 20 cm apart in both surveys: each has its counterpart, and none is a copy of the other."""
    one = [s.tree("a", 1, 1), s.tree("b", 1.2, 1)]
    other = [s.tree("c", 1.02, 1, idObjet="o"), s.tree("d", 1.22, 1, idObjet="p")]
    report = assembled(tmp_path, one, other)
    assert (report["superseded"], report["conflicts"]) == ({"ArbrePCRS": {"near": 2}}, [])


def find_t2(folder):
    """Pairs that T2 tells of a base."""
    with open_store(folder / "base.gpkg") as store:
        return [set(f.objects) for f in run_checks(StoreBase(store), alone("T2")).findings]


def test_t2_tells_what_waits_and_not_what_is_decided(tmp_path):
    """Doubtful copies of a tree and of a kerb; once a person says that the trees are two, nothing is said of them."""
    one = [s.tree("a", 1, 1), piece("k", 0, 20, 9)]
    other = [s.tree("b", 1.2, 1, idObjet="o"), *survey("m", (0, 7, 20), 9.2)]
    conflicts = assembled(tmp_path, one, other)["conflicts"]
    assert sorted(map(sorted, find_t2(tmp_path))) == [["a", "b"], ["k", "m0"], ["k", "m1"]]
    tree = next(rank for rank, c in enumerate(conflicts, 1) if c["class"] == "ArbrePCRS")
    assert decide(tmp_path, "both", number=tree).exit == 0
    assert sorted(map(sorted, find_t2(tmp_path))) == [["k", "m0"], ["k", "m1"]]


def test_t2_leaves_alone_what_has_its_own_version(tmp_path):
    """Two bollards 12 cm apart in both surveys are two: told of pair by pair, and once merged not at all."""
    one = [s.tree("a", 1, 1), s.tree("b", 1.12, 1)]
    other = [s.tree("c", 1.02, 1, idObjet="o"), s.tree("d", 1.14, 1, idObjet="p")]
    folder = tmp_path / "apart"
    folder.mkdir()
    for path in lots(folder, one, other):
        assert run(folder, "receivelot", INPUT=path, STORE=folder / "base.gpkg").exit == 0
    assert sorted(map(sorted, find_t2(folder))) == [["a", "c"], ["b", "d"]]
    assembled(tmp_path, one, other)
    assert find_t2(tmp_path) == []


# -- places of lines ---------------------------------------------------------------------------------------------------


def overlaps(*lines, group=None):
    geometry = np.array([shapely.LineString(line) for line in lines], dtype=object)
    group = np.arange(len(lines)) if group is None else np.array(group)
    return find_line_overlaps(geometry, group, np.full(len(lines), 0.1), lambda a, b: a + b, lambda a, b: a >= 0, 0.5)


def test_shares_and_distances_of_places():
    found = overlaps([(0, 0, 1), (10, 0, 1)], [(5, 0.1, 3), (10, 0.1, 3)], [(0, 5, 1), (10, 5, 1)])
    assert list(zip(found.row.tolist(), found.other.tolist(), strict=True)) == [(0, 1), (1, 0)]
    assert found.distance.tolist() == pytest.approx([0.1, 0.1]) and found.step.tolist() == pytest.approx([2, 2])
    assert found.shares(np.ones(2, bool)).tolist() == pytest.approx([0.5, 1.0, 0.0])
    assert found.counterpart_shares().tolist() == pytest.approx([1.0, 0.5])


def test_lines_of_one_group_do_not_lie_on_each_other():
    assert len(overlaps([(0, 0), (10, 0)], [(0, 0.1), (10, 0.1)], group=[1, 1]).row) == 0


def test_nothing_lies_on_nothing():
    empty = np.array([None, shapely.Point(0, 0), shapely.LineString(), shapely.LineString([(0, 0), (0, 0)])], object)
    found = find_line_overlaps(empty, np.arange(4), np.full(4, 0.1), lambda a, b: a + b, lambda a, b: a >= 0, 0.5)
    assert len(found.row) == 0 and found.shares(np.zeros(0, bool)).tolist() == [0.0] * 4

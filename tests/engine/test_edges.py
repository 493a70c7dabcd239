"""Line ends of neighbouring lots are paired one to one; the less precise one moves, never beyond its precision."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter

import numpy as np
import pytest

from mutualgeo_plugin.engine.assembly.joining import edges_job
from mutualgeo_plugin.engine.assembly.joining.edges_layer import AFTER, BEFORE, LAYERS, LINKS
from mutualgeo_plugin.engine.geometry.wkb import leaves
from mutualgeo_plugin.engine.model.pcrs import PRECISION_METRES
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.edges_truth import plant
from tests.engine.run import run
from tests.engine.test_tiles import current, dump, plan

KERB = "LimiteVoiriePCRS"


def receive(folder, paths, name="base.gpkg"):
    ran = run(folder, "receivelot", INPUT=list(paths), STORE=folder / name)
    assert ran.exit == 0, ran.texts()
    return folder / name


def rows(path, layer=LINKS):
    with sqlite3.connect(path) as connection:
        cursor = connection.execute(f'SELECT * FROM "{layer}"')
        names = [d[0] for d in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def match(folder, store, **parameters):
    ran = run(folder, "edgematch", STORE=store, OUTPUT=folder / "edges.gpkg", **parameters)
    assert ran.exit == 0, ran.texts()
    with open_store(store) as opened:
        assert check(opened) == []
    return ran.report, rows(folder / "edges.gpkg")


@pytest.fixture
def two(tmp_path):
    """Two lots, west and east of x = 10, of different producers."""

    def make(west, east):
        paths = [
            s.write(tmp_path / "west.gml", s.emprise("ew", 0, 0, 10, 10), *west),
            s.write(tmp_path / "east.gml", s.emprise("ee", 10, 0, 20, 10), *east),
        ]
        return receive(tmp_path, paths)

    return make


def wilson(k, n, z=1.96):
    centre = (k + z * z / 2) / (n + z * z)
    half = z * math.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return round(centre - half, 4), round(centre + half, 4)


# -- planted truth ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_truth(tmp_path, seed, capsys):
    """Noise up to the precision class of each lot, four classes, distractor ends on both sides of every border."""
    files, truth = plant(tmp_path, seed=seed)
    report, found = match(tmp_path, receive(tmp_path, files), SEARCH=1.0)
    pairs = {frozenset((r["gml_id"], r["other_gml_id"])) for r in found}
    assert len(pairs) == len(found) == report["outputs"]["PAIRS"]
    ends = Counter(i for p in pairs for i in p)
    assert max(ends.values()) == 1  # one to one
    right = len(pairs & truth)
    precision, recall = right / len(pairs), right / len(truth)
    with capsys.disabled():
        print(
            f"\nseed {seed}: {len(truth)} true pairs, precision {precision:.4f} {wilson(right, len(pairs))}, "
            f"recall {recall:.4f} {wilson(right, len(truth))}"
        )
    assert len(truth) >= 2000
    assert precision >= 0.99
    assert recall >= 0.99


def test_planted_truth_applied(tmp_path):
    """Ends that move meet their partners to the last bit, no farther than their own class; nothing else moves."""
    files, _ = plant(tmp_path, seed=3, side=3, crossings=30, distractors=10)
    store = receive(tmp_path, files)
    before = dump(store)
    proposed = match(tmp_path, store, SEARCH=1.0)[1]
    assert dump(store) == before
    report, found = match(tmp_path, store, SEARCH=1.0, APPLY=True)
    assert found == proposed
    moves = [r for r in found if r["decision"] == "move"]
    assert len(moves) == report["outputs"]["MOVES"] > 200
    with sqlite3.connect(store) as connection:
        classes = dict(
            row
            for name in (KERB, "MurPCRS")
            for row in connection.execute(f'SELECT gml_id, precisionPlanimetrique FROM "{name}"')
        )
    for row in moves:
        own, other = (PRECISION_METRES[classes[row[key]]] for key in ("gml_id", "other_gml_id"))
        assert math.hypot(row["dx"], row["dy"]) <= own + 1e-4
        assert own >= other
    again = match(tmp_path, store, SEARCH=1.0)[0]
    meets = sum(n.get("meets", 0) for n in again["edges"].values())
    assert meets == len(moves)
    for measure in ("arcs", "vertices", "vertices_z"):
        assert report[measure]["in"] == report[measure]["out"]
    shapes = current(store, KERB)
    had = {gml_id: wkb for _, _, gml_id, wkb in before[KERB]}
    moved = {r["gml_id"] for r in moves}
    assert {g for g in shapes if g not in moved} == set(had) - moved
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0, undone.texts()
    states = {name: [r for r in kept if not r[0].startswith("derived-")] for name, kept in dump(store).items()}
    assert states == before


def test_order_of_lots_changes_nothing(tmp_path):
    files, _ = plant(tmp_path, seed=4, side=3, crossings=20, distractors=10)
    results = []
    for name, order in (("a.gpkg", files), ("b.gpkg", files[::-1]), ("c.gpkg", files[1::2] + files[::2])):
        store = tmp_path / name
        for path in order:
            run(tmp_path, "receivelot", INPUT=path, STORE=store)
        _, found = match(tmp_path, store, SEARCH=1.0, APPLY=True)
        results.append((dump(store), [{k: v for k, v in r.items() if k not in ("fid", "geom")} for r in found]))
    assert results[0] == results[1] == results[2]


# -- which end moves, and how far -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("west", "east", "gap", "moved", "decision"),
    [
        ({"precisionPlanimetrique": "010"}, {}, 0.08, "w", "move"),
        ({}, {"precisionPlanimetrique": "010"}, 0.08, "e", "move"),
        ({"precisionPlanimetrique": "010"}, {}, 0.12, "w", "too far"),
        ({}, {}, 0.08, None, "too far"),
        ({"dateLeve": "2023-01-01"}, {"dateLeve": "2024-01-01"}, 0.04, "w", "move"),
        ({"dateLeve": "2024-01-01"}, {"dateLeve": "2023-01-01"}, 0.04, "e", "move"),
        ({"qualiteCategorisation": "03"}, {"dateLeve": "2020-01-01"}, 0.04, "w", "move"),
        ({"precisionPlanimetrique": "999"}, {}, 0.45, "w", "move"),
        ({}, {}, 0.0004, None, "meets"),
    ],
)
def test_the_less_precise_end_moves(tmp_path, two, west, east, gap, moved, decision):
    store = two([s.kerb("w", (1, 5), (10 - gap, 5), **west)], [s.kerb("e", (10, 5), (18, 5), **east)])
    report, (row,) = match(tmp_path, store, APPLY=True)
    assert (row["decision"], row["gap"]) == (decision, pytest.approx(gap, abs=1e-4))
    if moved:
        assert row["gml_id"] == moved
    shapes = {g: plan(v) for g, v in current(store, KERB).items()}
    meet = shapes["w"][-1] == shapes["e"][0]
    assert meet == (decision in ("move",)) or decision == "meets"
    assert report["outputs"]["MOVES"] == int(decision == "move")


def test_beyond_both_precisions_is_no_pair(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.85, 5))], [s.kerb("e", (10, 5), (18, 5))])
    assert match(tmp_path, store)[1] == []


def test_classes_do_not_mix_and_lines_do_not_turn_back(tmp_path, two):
    facade = s.surveyed("FacadePCRS", "f", s.line((10, 5), (18, 5)))
    back = s.kerb("b", (10, 2), (9, 8))  # leaves its end towards the west: it does not continue a kerb of the west
    store = two([s.kerb("w", (1, 5), (9.97, 5)), s.kerb("x", (1, 2), (9.97, 2))], [facade, back])
    assert match(tmp_path, store)[1] == []


def test_the_best_pairs_are_not_the_nearest_first(tmp_path, two):
    """The nearest pair would leave two ends alone that both have a partner."""
    wide = {"precisionPlanimetrique": "040"}
    store = two(
        [s.kerb("w1", (1, 5), (10, 5), **wide), s.kerb("w2", (1, 5.3), (10, 5.3), **wide)],
        [s.kerb("e1", (10, 5.2), (18, 5.2), **wide), s.kerb("e2", (10, 5.6), (18, 5.6), **wide)],
    )
    found = match(tmp_path, store)[1]
    assert {frozenset((r["gml_id"], r["other_gml_id"])) for r in found} == {
        frozenset(("w1", "e1")),
        frozenset(("w2", "e2")),
    }
    # each of w2 and e1 has two candidates, w1 and e2 as well: half of the first part of the confidence is left
    assert {r["confidence"] for r in found} < {80.0, 86.7, 90.0, 73.3}


def test_confidence(tmp_path, two):
    """0.4 for candidates, 0.3 for attributes, 0.3 for direction: a wall of another type, turned by 45°."""
    wall = [
        s.surveyed("MurPCRS", "w", s.line((1, 5), (10, 5)), "<typeMur>01</typeMur>"),
        s.surveyed("MurPCRS", "e", s.line((10.02, 5), (15.02, 10)), "<typeMur>02</typeMur>"),
    ]
    _, (row,) = match(tmp_path, two(wall[:1], wall[1:]))
    assert row["confidence"] == pytest.approx(100 * (0.4 + 0.3 * 1 / 2 + 0.3 * 1 / 2), abs=0.1)


def test_altitude_moves_only_when_asked(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.97, 5, 100.04))], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    report, (row,) = match(tmp_path, store, APPLY=True)
    assert (row["decision"], row["dz"], report["levels"]) == ("move", -0.04, 1)
    assert "altitude" in report["messages"][-1]["text"]
    heights = [p[2] for _, a in leaves(current(store, KERB)["w"]) for p in a]
    assert heights == [100, 100.04]
    report, (row,) = match(tmp_path, store, APPLY=True, MOVE_Z=True)
    assert (row["decision"], row["dx"], row["dz"], report["levels"]) == ("altitude", 0, -0.04, 0)
    heights = [p[2] for _, a in leaves(current(store, KERB)["w"]) for p in a]
    assert heights == [100, 100]


def test_altitude_never_moves_beyond_its_precision(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.97, 5, 100.5))], [s.kerb("e", (10, 5), (18, 5))])
    report, (row,) = match(tmp_path, store, APPLY=True, MOVE_Z=True)
    assert (row["decision"], abs(row["dz"]), report["levels"]) == ("move", 0.5, 1)
    assert {p[2] for _, a in leaves(current(store, KERB)["w"]) for p in a} == {100, 100.5}


@pytest.mark.parametrize(
    ("control", "decision"),
    [
        (((4, 5), (7, 5.5), (9.96, 5)), "move"),  # a wide arc follows its end by 4 cm
        (((4, 5), (9.9, 5.03), (9.96, 5)), "arc"),  # its middle stands 6 cm before the end: all of it would swing
    ],
)
def test_arcs_stay_arcs(tmp_path, two, control, decision):
    arc = s.surveyed(KERB, "w", s.arc(*control))
    store = two([arc], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    report, found = match(tmp_path, store, APPLY=True)
    assert [r["decision"] for r in found] == [decision]
    assert report["arcs"] == {"in": 1, "out": 1}
    points = plan(current(store, KERB)["w"])
    assert points[:2] == [tuple(p) for p in control[:2]]
    assert (points[2] == (10, 5)) == (decision == "move")


def test_a_line_shorter_than_its_move_stays(tmp_path, two):
    wide = {"precisionPlanimetrique": "040"}
    store = two([s.kerb("w", (9.75, 5), (9.85, 5), **wide)], [s.kerb("e", (10, 5), (18, 5))])
    assert [r["decision"] for r in match(tmp_path, store, APPLY=True)[1]] == ["too short"]


def test_both_ends_of_a_line_move_in_one_object(tmp_path):
    paths = [
        s.write(tmp_path / f"{k}.gml", s.emprise(f"e{k}", 10 * k, 0, 10 * k + 10, 10), thing)
        for k, thing in enumerate(
            (
                s.kerb("a", (1, 5), (10, 5)),
                s.kerb("b", (10.06, 5), (15, 6), (19.95, 5), precisionPlanimetrique="010"),
                s.kerb("c", (20, 5), (29, 5)),
            )
        )
    ]
    store = receive(tmp_path, paths)
    report, found = match(tmp_path, store, APPLY=True)
    assert [(r["gml_id"], r["decision"]) for r in found] == [("b", "move")] * 2
    assert plan(current(store, KERB)["b"]) == [(10, 5), (15, 6), (20, 5)]
    with sqlite3.connect(store) as connection:
        actions = connection.execute(
            "SELECT action, COUNT(*) FROM lineage WHERE uid GLOB 'derived-*' GROUP BY action"
        ).fetchall()
    assert actions == [("moved", 1)]
    assert report["counts"]["in"] == report["counts"]["out"]


def test_layers_hold_before_and_after(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.97, 5))], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    match(tmp_path, store)
    counts = [len(rows(tmp_path / "edges.gpkg", layer)) for layer in LAYERS]
    assert counts == [1, 1, 1]
    assert rows(tmp_path / "edges.gpkg", BEFORE)[0]["geom"] != rows(tmp_path / "edges.gpkg", AFTER)[0]["geom"]


def test_a_base_without_borders_is_refused(tmp_path):
    store = receive(tmp_path, [s.write(tmp_path / "a.gml", s.emprise("e", 0, 0, 9, 9), s.kerb("a", (1, 1), (2, 2)))])
    ran = run(tmp_path, "edgematch", STORE=store)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "edges_no_border")
    assert run(tmp_path, "edgematch", STORE=store, SEARCH=-1).status == "refused"


def test_a_lost_vertex_is_a_failure(tmp_path, two, monkeypatch):
    store = two([s.kerb("w", (1, 5), (9.97, 5))], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    before = dump(store)
    honest = edges_job.encode
    monkeypatch.setattr(edges_job, "encode", lambda shape: honest((shape[0], np.concatenate((shape[1], shape[1][:1])))))
    ran = run(tmp_path, "edgematch", STORE=store, APPLY=True)
    assert (ran.status, "vertices" in ran.report["message"]) == ("failed", True)
    assert dump(store) == before


# -- undo -------------------------------------------------------------------------------------------------------------


def test_an_assembly_is_undone(tmp_path):
    """Keep-best runs are undone too: the worse version is current again, conflicts of the run are not there."""
    for name, date, precision in (("a", "2020-01-01", "010"), ("b", "2021-01-01", "005"), ("c", "2022-01-01", "010")):
        lot = s.kerb("k", (0, 0), (9, 0), dateLeve=date, precisionPlanimetrique=precision)
        path = s.write(tmp_path / f"{name}.gml", s.emprise("e", -1, -1, 10, 10), lot)
        run(tmp_path, "receivelot", INPUT=path, STORE=tmp_path / "base.gpkg")
    store = tmp_path / "base.gpkg"
    before = dump(store)
    assembled = run(tmp_path, "assemblebase", STORE=store)
    outputs = assembled.report["outputs"]
    assert (outputs["DUPLICATES"], outputs["VERSIONS"], outputs["OPEN_CONFLICTS"]) == (1, 0, 1)
    with sqlite3.connect(store) as connection:
        (number,) = connection.execute("SELECT MAX(run_id) FROM run").fetchone()
    undone = run(tmp_path, "undorun", STORE=store, RUN=number)
    assert undone.report["outputs"] == {"STORE": str(store), "RESTORED": 1, "UNDONE": 0}
    assert dump(store) == before
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT state FROM conflict").fetchall() == []


def test_what_cannot_be_undone(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.97, 5))], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    report, _ = match(tmp_path, store, APPLY=True)
    first = report["outputs"]["RUN"]
    nothing = match(tmp_path, store, APPLY=True)[0]["outputs"]["RUN"]
    run(tmp_path, "maintainstore", STORE=store, ACTION="compact")
    compacted = nothing + 1
    for number, code in ((99, "undo_unknown"), (compacted, "undo_job"), (nothing, "undo_nothing"), (1, "undo_later")):
        ran = run(tmp_path, "undorun", STORE=store, RUN=number)
        assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", code)
    merged = run(tmp_path, "mergetiles", STORE=store).report["outputs"]
    ran = run(tmp_path, "undorun", STORE=store, RUN=first)
    assert merged["MERGED"] == 0 and ran.exit == 0, ran.texts()


def test_later_runs_are_undone_first(tmp_path, two):
    store = two([s.kerb("w", (1, 5), (9.97, 5, 100.04))], [s.kerb("e", (10, 5), (18, 5), dateLeve="2024-01-01")])
    first = match(tmp_path, store, APPLY=True)[0]["outputs"]["RUN"]
    second = match(tmp_path, store, APPLY=True, MOVE_Z=True)[0]["outputs"]["RUN"]
    for number, code in ((first, "undo_later"), (second, "run_undone"), (second, "undo_done"), (first, "run_undone")):
        ran = run(tmp_path, "undorun", STORE=store, RUN=number)
        assert ran.report["messages"][-1]["code"] == code
    assert {g: plan(v) for g, v in current(store, KERB).items()} == {
        "w": [(1, 5), (9.97, 5)], "e": [(10, 5), (18, 5)],
    }  # fmt: skip

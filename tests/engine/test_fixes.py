"""Fixes of drawings: exact before and after, nothing else changed, again is nothing, undone is as before; the job."""

from __future__ import annotations

import sqlite3

import pytest

from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, encode
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.model.fixes import ELSEWHERE, GEOMETRY, MAY_TAKE, ORDER, RUN_INSTEAD
from mutualgeo_plugin.engine.model.messages import all_messages
from mutualgeo_plugin.engine.quality.fixes.layers import LAYERS
from mutualgeo_plugin.engine.quality.fixes.registry import FIXERS
from mutualgeo_plugin.engine.quality.profile import load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.fixes_made import (
    DRAWINGS,
    FACADE,
    KERB,
    SEUIL,
    SQUARE,
    at,
    chain,
    delivered,
    fix,
    of,
    points,
    receive,
    shapes,
)
from tests.engine.run import run
from tests.engine.test_tiles import dump


@pytest.mark.parametrize("case", DRAWINGS)
def test_a_drawing_is_mended(tmp_path, case):
    """Exactly what is said, at the first run; a second run finds nothing to do; undone, all is as it was."""
    things, key, confidence, expected = DRAWINGS[case]
    name = case.partition("_")[0]
    store = receive(tmp_path, [SQUARE, *things])
    before, shape = delivered(store), shapes(store)
    quiet = fix(tmp_path, store, CHECKS=[name])
    assert delivered(store) == before
    assert quiet["fixes"][name]["applied"] == 0
    told = "automatic" if confidence == "A" else "to_confirm"
    assert quiet["fixes"][name][told] == 1, quiet["fixes"]
    if confidence == "P":  # what is to be confirmed is not applied with the automatic ones
        assert fix(tmp_path, store, CHECKS=[name], APPLY=True)["fixes"][name]["applied"] == 0
    report = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE=confidence)
    assert report["fixes"][name]["applied"] == 1
    if expected is not None:
        assert points(shapes(store)[key]) == expected
    elif case != "G7":
        assert key not in shapes(store)
    others = {k: encode(v) for k, v in shape.items() if k != key and k[0] != "AffleurantPCRS"}
    assert {k: encode(v) for k, v in shapes(store).items() if k in others} == others
    again = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE=confidence)
    assert again["outputs"]["APPLIED"] == again["outputs"]["PROPOSED"] == 0
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0, undone.texts()
    assert delivered(store) == before


def test_a_line_is_untangled_without_losing_a_vertex(tmp_path):
    things, key, *_ = DRAWINGS["G7"]
    store = receive(tmp_path, [SQUARE, *things])
    had = {p for _, own in points(shapes(store)[key]) for p in own}
    fix(tmp_path, store, CHECKS=["G7"], APPLY=True, CONFIDENCE="P")
    ((_, own),) = points(shapes(store)[key])
    assert set(own) == had and own[0] == at((1, 1))[0] and own[-1] == at((2, 3))[0]
    with open_store(store) as opened:
        from mutualgeo_plugin.engine.quality.checks.geometry.shapes import g7_self_crossings

        assert g7_self_crossings(StoreBase(opened), load_profile("pcrs_base")) == []


#: What no fix is proposed for: lot, check.
LEFT_ALONE = {
    "an arc with a bow": ([chain("k", ("arc", (1, 1), (2, 1.5), (3, 1)))], "G11"),
    "an outline with arcs": (
        [s.surveyed(KERB, "k", s.arc((5, 5), (6, 6), (5, 5)))], "G1",
    ),
    "a doorstep that bends": ([of(SEUIL, "d", (1, 1), (1.5, 1.4), (2, 1))], "G10"),
    "a doorstep far from its wall": (
        [of(FACADE, "f", (1, 1), (9, 1)), of(SEUIL, "d", (3, 1), (4, 1.3), thematique="02")], "T6",
    ),
    "a degenerate outline of an affleurant": (
        [s.envelope("v", (10, 10), (11, 10), (11, 10), (10, 10)), s.representation("r", "#v"), s.affleurant("a", "#r")],
        "G2",
    ),
    "a bow-tie of a hundred metres' depth in a line of two points": ([s.kerb("k", (1, 1), (3, 3))], "G7"),
}  # fmt: skip


@pytest.mark.parametrize("case", LEFT_ALONE)
def test_what_cannot_be_mended_surely_is_left_alone(tmp_path, case):
    things, name = LEFT_ALONE[case]
    store = receive(tmp_path, [SQUARE, *things])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=[name], APPLY=True, CONFIDENCE="P")
    assert (report["outputs"]["PROPOSED"], report["outputs"]["APPLIED"]) == (0, 0)
    assert dump(store) == before


# -- what is told and what another algorithm mends --------------------------------------------------------------------


def test_every_mark_of_the_catalogue_is_kept():
    """A check marked A or P has a fixer or an algorithm to run; one that is not marked has none."""
    marked = {check.id for check in CHECKS.values() if check.fix}
    proposed = set(FIXERS) | {code.partition("_")[0] for code in RUN_INSTEAD}
    assert marked - ELSEWHERE == proposed
    assert all(f"fix_{check}" in all_messages() for check in FIXERS)
    assert set(ORDER) == set(MAY_TAKE) <= set(FIXERS)


def test_what_another_algorithm_mends_is_told_and_not_done(tmp_path):
    store = receive(tmp_path, [SQUARE, s.emprise("e2", 0, 0, 50, 50), s.kerb("k", (1, 1), (60, 1))])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=["S2", "T4"], APPLY=True, CONFIDENCE="P", OUTPUT=tmp_path / "f.gpkg")
    assert {check: n["to_run"] for check, n in report["fixes"].items()} == {"S2": 1, "T4": 1}
    assert report["outputs"]["APPLIED"] == 0 and dump(store) == before
    with sqlite3.connect(tmp_path / "f.gpkg") as connection:
        rows = connection.execute(
            "SELECT check_id, kind, state, algorithm FROM fix_values ORDER BY check_id"
        ).fetchall()
    assert rows == [("S2", "run", "proposed", "makeemprises"), ("T4", "run", "proposed", "exportpcrs")]


def test_layers_show_before_and_after(tmp_path):
    things, key, _, expected = DRAWINGS["G11"]
    store = receive(tmp_path, [SQUARE, *things, s.kerb("dot", (5, 5), (5.0005, 5))])
    fix(tmp_path, store, CHECKS=["G11", "G2"], OUTPUT=tmp_path / "f.gpkg")
    with sqlite3.connect(tmp_path / "f.gpkg") as connection:
        names = {n for (n,) in connection.execute("SELECT table_name FROM gpkg_contents")}
        rows = {
            layer: connection.execute(
                f'SELECT gml_id, check_id, kind, confidence, state, straightened, geom FROM "{layer}" ORDER BY gml_id'
            ).fetchall()
            for layer in LAYERS[:2]
        }
    assert set(LAYERS) <= names
    assert [row[:6] for row in rows["fix_before"]] == [
        ("dot", "G2", "drop", "A", "proposed", None), ("k", "G11", GEOMETRY, "A", "proposed", 1),
    ]  # fmt: skip
    assert encode(decode(wkb_of(rows["fix_before"][1][-1]))) == encode(shapes(store)[key])  # arcs as arcs
    assert points(decode(wkb_of(rows["fix_after"][0][-1]))) == expected


def test_lineage_says_the_check_and_the_reason(tmp_path):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    report = fix(tmp_path, store, CHECKS=["G3"], APPLY=True)
    with sqlite3.connect(store) as connection:
        rows = connection.execute(
            "SELECT action, state_from, state_to, detail FROM lineage WHERE class = ? AND run_id = ? ORDER BY id",
            (KERB, report["outputs"]["RUN"]),
        ).fetchall()
    why = "G3: 2 sommet(s) répété(s) retirés"
    assert rows == [("fixed", None, "current", why), ("fixed", "current", "superseded", why)]


def test_what_two_checks_drop_is_dropped_once(tmp_path):
    """A tiny kerb drawn twice: one of the two is a duplicate, both are no objects."""
    tiny = (5, 5), (5.02, 5)
    store = receive(tmp_path, [SQUARE, s.kerb("a", *tiny), s.kerb("b", *tiny), s.kerb("k", (1, 1), (9, 1))])
    report = fix(tmp_path, store, CHECKS=["T1", "G5"], APPLY=True, CONFIDENCE="P")
    assert {check: n["applied"] for check, n in report["fixes"].items()} == {"T1": 1, "G5": 2}
    assert [key for key in shapes(store) if key[0] == KERB] == [(KERB, "k")]
    with sqlite3.connect(store) as connection:
        rows = connection.execute(
            "SELECT detail, competitor IS NOT NULL FROM lineage WHERE action = 'fixed' ORDER BY id"
        ).fetchall()
    g5, t1 = "G5: trop petit pour être un objet", "T1: même dessin que"
    assert len(rows) == 2
    assert sorted((len(detail.split("; ")), twin) for detail, twin in rows) == [(1, 0), (2, 1)], rows
    assert all(g5 in detail for detail, _ in rows) and any(t1 in detail for detail, _ in rows), rows


def test_a_copy_is_mended_and_the_base_is_not(tmp_path):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = store.read_bytes()
    report = fix(tmp_path, store, CHECKS=["G3"], APPLY=True, COPY=tmp_path / "copy.gpkg")
    assert report["outputs"]["STORE"] == str(tmp_path / "copy.gpkg")
    assert store.read_bytes() == before
    assert points(shapes(tmp_path / "copy.gpkg")[KERB, "k"]) == DRAWINGS["G3"][3]


@pytest.mark.parametrize(
    ("parameters", "says"),
    [
        ({"CHECKS": ["G99"]}, "G99"),
        ({"CONFIDENCE": "X"}, "CONFIDENCE"),
        ({"COPY": "beside.gpkg"}, "APPLY"),
        ({"APPLY": True, "COPY": "s.gpkg"}, "s.gpkg"),
        ({"PROFILE": "no_such_profile"}, "no_such_profile"),
    ],
)
def test_refusals(tmp_path, parameters, says):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = store.read_bytes()
    given = {k: tmp_path / v if k == "COPY" else v for k, v in parameters.items()}
    ran = run(tmp_path, "fixproposals", STORE=store, **given)
    assert ran.exit == 1 and ran.status in ("refused", "failed") and says in ran.texts()
    assert store.read_bytes() == before and not (tmp_path / "beside.gpkg").exists()


def test_an_empty_base_has_nothing_to_mend(tmp_path):
    store = receive(tmp_path, [SQUARE])
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE="P", OUTPUT=tmp_path / "f.gpkg")
    assert report["outputs"]["APPLIED"] == 0

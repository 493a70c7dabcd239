"""What no fix may take: planted losses, random curves, the tiles of Lyon and the demo."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter

import numpy as np
import pytest

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.geometry import chains, mending
from mutualgeo_plugin.engine.geometry.wkb import census, encode, leaves
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.fixes_made import DRAWINGS, SQUARE, delivered, fix, receive
from tests.engine.run import run
from tests.engine.test_tiles import dump


def losing(kind):
    """A mend that also does what it does not say."""

    def planted(edit):
        shape = edit.shape
        if kind == "z":
            shape = (shape[0], np.ascontiguousarray(shape[1][:, :2]))
        elif kind == "vertex":
            shape = (shape[0], shape[1][:-1])
        return chains.Edit(shape, edit.dropped, edit.straightened)

    return planted


@pytest.mark.parametrize("kind", ["z", "vertex"])
def test_a_planted_loss_fails_and_rolls_back(tmp_path, monkeypatch, kind):
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G3"][0]])
    before = dump(store)
    real, spoil = mending.remove_short_steps, losing(kind)
    monkeypatch.setattr(mending, "remove_short_steps", lambda *a, **k: (e := real(*a, **k)) and spoil(e))
    ran = run(tmp_path, "fixproposals", STORE=store, CHECKS=["G3"], APPLY=True)
    assert (ran.exit, ran.status) == (1, "failed"), ran.texts()
    assert "base_lost" in [m["code"] for m in ran.report["messages"]]
    assert dump(store) == before


def test_a_mend_that_takes_an_arc_it_may_not_fails(tmp_path, monkeypatch):
    """G13 may round, not straighten: even where it says so."""
    store = receive(tmp_path, [SQUARE, *DRAWINGS["G13"][0]])
    before = dump(store)
    straight = lambda shape: chains.Edit(("line", shape[1]), straightened=1) if shape[0] == "arc" else None  # noqa: E731
    monkeypatch.setattr(mending, "round_coordinates", straight)
    ran = run(tmp_path, "fixproposals", STORE=store, CHECKS=["G13"], APPLY=True)
    assert (ran.exit, ran.status) == (1, "failed"), ran.texts()
    assert dump(store) == before


def test_rounding_that_would_spoil_a_drawing_is_left_out(tmp_path):
    """Two vertices 2.1 mm apart would be 1.4 mm apart, and then an error of G4: the drawing stays."""
    store = receive(tmp_path, [SQUARE, s.kerb("k", (1, 1), (2.00001, 1.00001), (2.00149, 1.00149), (4, 1))])
    before = dump(store)
    report = fix(tmp_path, store, CHECKS=["G13"], APPLY=True)
    assert (report["fixes"]["G13"]["applied"], report["fixes"]["G13"]["left_out"]) == (0, 1), report["fixes"]
    assert dump(store) == before


def random_chain(rng):
    """A curve of lines and arcs that join to the last digit."""
    at_, pieces = rng.uniform(0, 5, 3), []
    for _ in range(rng.integers(1, 5)):
        bent = bool(rng.integers(2))
        steps = rng.uniform(-1, 1, (2 if bent else rng.integers(1, 4), 3)) * rng.choice([1, 1e-3], (1, 1))
        own = np.vstack((at_, at_ + np.cumsum(steps, axis=0)))
        pieces.append(("arc" if bent else "line", own))
        at_ = own[-1]
    return pieces[0] if len(pieces) == 1 else ("compound", pieces)


@pytest.mark.parametrize("seed", range(40))
def test_every_mend_says_what_it_takes(seed):
    """Random curves: vertices, altitudes and arcs are what the mend says; ends stay; again is nothing."""
    rng = np.random.default_rng(seed)
    shape = random_chain(rng)
    first = list(leaves(shape))[0][1][0]
    for mend in (
        lambda g: mending.remove_short_steps(g, 0.005),
        lambda g: mending.remove_spikes(g, 60.0, 5.0, 0.001),
        lambda g: mending.straighten_flat_arcs(g, 0.2, 0.001, 0.005),
        lambda g: mending.straighten_nil_arcs(g, 0.001),
        mending.reverse_curves,
        mending.round_coordinates,
        lambda g: mending.reduce_to_ends(g, 10.0),
    ):
        edit = mend(shape)
        if edit is None:
            continue
        had, has = census(encode(shape)), census(encode(edit.shape))
        assert has == (had[0] - edit.dropped, had[1] - edit.dropped, had[2] - edit.straightened)
        ends = [list(leaves(edit.shape))[0][1][0], list(leaves(edit.shape))[-1][1][-1]]
        assert any(np.allclose(first, end, atol=6e-4) for end in ends)
        if mend is not mending.reverse_curves:
            assert mend(edit.shape) is None


def test_turned_twice_is_the_same():
    shape = random_chain(np.random.default_rng(7))
    twice = mending.reverse_curves(mending.reverse_curves(shape).shape).shape
    assert encode(twice) == encode(shape)


@pytest.fixture(scope="module")
def tiles(lyon, tmp_path_factory):
    folder = tmp_path_factory.mktemp("lyon")
    received = run(folder, "receivelot", FOLDER=lyon, STORE=folder / "lyon.gpkg")
    assert received.exit == 0, received.texts()
    return folder / "lyon.gpkg"


def findings(folder, store):
    """Findings of every check, by check and severity or worse."""
    ran = run(folder, "checkquality", INPUT=store, FINDINGS=folder / "findings.gpkg")
    assert ran.exit == 0, ran.texts()
    with sqlite3.connect(folder / "findings.gpkg") as connection:
        rows = connection.execute("SELECT check_id, severity FROM findings").fetchall()
    return Counter(check for check, _ in rows), Counter(rows)


#: Proposals for the eight tiles: check → (findings, automatic, to be confirmed, to be run, findings once A is applied).
LYON = {
    "S3": (8, 374, 0, 8, 8), "G3": (1, 1, 0, 0, 0), "G4": (22, 0, 15, 0, 22), "G5": (1, 0, 1, 0, 1),
    "G10": (9, 0, 8, 0, 9), "G11": (9, 9, 0, 0, 0), "G13": (8, 696, 0, 0, 2), "G14": (1, 1, 0, 0, 0),
    "G15": (2, 0, 1, 0, 2), "T1": (1, 1, 0, 0, 0), "T4": (7, 0, 0, 7, 7), "T6": (26, 0, 0, 0, 26),
    "E2": (4, 0, 0, 4, 4), "E4": (5, 0, 2, 3, 5),
}  # fmt: skip


@pytest.mark.parametrize("confidence", ["A", "P"])
def test_the_tiles_of_lyon(tmp_path, tiles, confidence):
    store = tmp_path / "lyon.gpkg"
    shutil.copy(tiles, store)
    before, had = delivered(store), findings(tmp_path, store)
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE=confidence, CHECKS=list(LYON))
    told = {c: (n["found"], n["automatic"], n["to_confirm"], n["to_run"]) for c, n in report["fixes"].items()}
    assert told == {check: row[:4] for check, row in LYON.items()}
    if confidence == "A":
        assert {c: n["after"] for c, n in report["fixes"].items()} == {check: row[4] for check, row in LYON.items()}
        # the duplicate has 36 vertices, one vertex was repeated; the arcs are those that rise less than 2 mm
        assert (report["vertices"], report["arcs"]) == ({"in": 7578, "out": 7541}, {"in": 158, "out": 100})
        assert report["vertices_z"] == {"in": 7535, "out": 7498}
    has = findings(tmp_path, store)
    assert all(has[0][check] <= n for check, n in had[0].items()) and set(has[0]) <= set(had[0])
    for check_id in had[0]:
        assert has[1][check_id, "error"] <= had[1][check_id, "error"], check_id
    assert delivered(store).keys() == before.keys()
    assert {(u, g, w) for rows in delivered(store).values() for u, _, g, w in rows} == {
        (u, g, w) for rows in before.values() for u, _, g, w in rows
    }
    again = fix(tmp_path, store, APPLY=True, CONFIDENCE=confidence, CHECKS=list(LYON))
    assert again["outputs"]["APPLIED"] == 0
    undone = run(tmp_path, "undorun", STORE=store, RUN=report["outputs"]["RUN"])
    assert undone.exit == 0, undone.texts()
    assert delivered(store) == before


def test_a_lot_is_exported_as_it_was_received_and_the_base_as_it_is_mended(tmp_path, tiles):
    store = tmp_path / "lyon.gpkg"
    shutil.copy(tiles, store)
    with open_store(store) as opened:
        (lot,) = [lot["name"] for lot in opened.lots() if "L263_C299" in lot["name"]]

    def exported(name):
        ran = run(tmp_path, "exportpcrs", STORE=store, LOT=lot, OUTPUT=tmp_path / name)
        assert ran.exit == 0, ran.texts()
        (path,) = [tmp_path / name] if (tmp_path / name).is_file() else sorted((tmp_path / name).glob("*.gml"))
        return path.read_bytes()

    before = exported("before")
    fix(tmp_path, store, APPLY=True, CONFIDENCE="P")
    assert exported("after") == before
    whole = run(tmp_path, "exportpcrs", STORE=store, OUTPUT=tmp_path / "all.gpkg", FORMAT="gpkg")
    assert whole.exit == 0, whole.texts()
    assert whole.report["arcs"]["out"] == 100


def test_the_demo(tmp_path):
    """Fixes take findings away and bring none, of whatever check; twice changes nothing."""
    make_demo(tmp_path / "demo")
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=tmp_path / "demo" / "lots", STORE=store)
    run(tmp_path, "assemblebase", STORE=store)
    had = findings(tmp_path, store)
    report = fix(tmp_path, store, APPLY=True, CONFIDENCE="P")
    has = findings(tmp_path, store)
    assert report["outputs"]["APPLIED"] > 0
    assert all(has[1][key] <= had[1][key] for key in has[1]), has[1] - had[1]
    assert has[0].total() < had[0].total()
    assert fix(tmp_path, store, APPLY=True, CONFIDENCE="P")["outputs"]["APPLIED"] == 0

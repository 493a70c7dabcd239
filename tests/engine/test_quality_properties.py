"""Checks: the same findings whatever the tiles, the processes, the order; no input that makes them fall or hang."""

from __future__ import annotations

import random
import re
import sqlite3
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import Outcome, run_checks, tiles
from mutualgeo_plugin.engine.quality.profile import Profile, load_profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store
from tests.conftest import DATA
from tests.engine import small_lot as s
from tests.engine.run import run

EVERYTHING = Profile("everything", "", {}, {})


def received(folder: Path, lots: Path) -> Path:
    ran = run(folder, "receivelot", FOLDER=lots, STORE=folder / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / "s.gpkg"


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    return folder / "lots"


@pytest.fixture(scope="module")
def demo_store(tmp_path_factory, demo) -> Path:
    return received(tmp_path_factory.mktemp("store"), demo)


def checked(store: Path, **how) -> Outcome:
    with open_store(store) as opened:
        return run_checks(StoreBase(opened, Inputs(today="2024-06-01")), EVERYTHING, **how)


def told(outcome: Outcome) -> list[tuple]:
    """All that a finding says."""
    return [
        (f.identifier, f.code, f.severity, f.objects, tuple(round(v, 6) for v in f.place if v == v), f.message(),
         f.producer, None if f.shape is None else round(f.shape.length, 6))
        for f in outcome.findings
    ]  # fmt: skip


@pytest.fixture(scope="module")
def whole(demo_store) -> list[tuple]:
    found = told(checked(demo_store))
    assert len({code for _, code, *_ in found}) > 10
    return found


@pytest.mark.parametrize(("tile_objects", "processes"), [(400, 1), (150, 2), (40, 2)])
def test_tiles_and_processes_change_nothing(demo_store, whole, tile_objects, processes):
    assert told(checked(demo_store, tile_objects=tile_objects, processes=processes)) == whole


def test_tiles_change_nothing_on_real_files(tmp_path_factory):
    if not DATA.is_dir():
        pytest.skip(f"no real files at {DATA}")
    store = received(tmp_path_factory.mktemp("lyon"), DATA / "pcrs_lyon")
    once = told(checked(store))
    assert len(once) > 250
    for most in (300, 90):
        assert told(checked(store, tile_objects=most, processes=2)) == once


def test_tiles_share_out_the_ground(demo_store):
    with open_store(demo_store) as opened:
        base = StoreBase(opened)
        boxes = tiles(base.boxes.values(), 100)
        total = sum(len(base.table(name).dropna(subset=["geometry"])) for name in base.spatial_classes)
    assert sum(n for _, n in boxes) == total and max(n for _, n in boxes) <= 100
    rng = np.random.default_rng(1)
    places = np.array([[s.X, s.Y]]) + rng.uniform(-1e5, 1e5, (1000, 2))
    inside = [((places >= box[:2]) & (places < box[2:])).all(axis=1) for box in (np.array(box) for box, _ in boxes)]
    assert (np.sum(inside, axis=0) == 1).all()


@pytest.mark.parametrize("seed", [1, 2])
def test_order_of_objects_changes_nothing(tmp_path, demo, whole, seed):
    """Members shuffled, lots renumbered: the same findings word for word."""
    draw = random.Random(seed)
    folder = tmp_path / "lots"
    folder.mkdir()
    for path in sorted(demo.glob("*.gml")):
        text = path.read_text("utf-8-sig")
        members = re.findall(r"<(?:pcrs:)?featureMember.*?</(?:pcrs:)?featureMember>", text, re.S)
        head, _, rest = text.partition(members[0])
        tail = rest.rpartition(members[-1])[2]
        draw.shuffle(members)
        (folder / path.name).write_text(head + "\n".join(members) + tail, "utf-8")
    store = received(tmp_path, folder)
    connection = sqlite3.connect(store)
    assert connection.execute("SELECT COUNT(*) FROM lot").fetchone() == (2,)
    connection.close()
    assert told(checked(store)) == whole


# -- inputs that are hard ---------------------------------------------------------------------------------------------


def lot(tmp_path: Path, *things: str) -> Path:
    s.write(tmp_path / "lot.gml", *things)
    ran = run(tmp_path, "receivelot", INPUT=tmp_path / "lot.gml", STORE=tmp_path / "s.gpkg",
              RECEPTION="reception_ouverte")  # fmt: skip
    assert ran.exit == 0, ran.texts()
    return tmp_path / "s.gpkg"


def test_one_class_only(tmp_path):
    outcome = checked(lot(tmp_path, s.tree("a", 1, 1), s.tree("b", 5, 5)))
    assert {f.check for f in outcome.findings} <= {"S2"} | {c for c in CHECKS if c[0] in "SAPL"}
    assert {"T4", "E1", "T2", "T9"} <= set(outcome.not_run)


def test_nothing_is_current(tmp_path):
    store = lot(tmp_path, s.emprise("e", 0, 0, 50, 50), s.tree("a", 1, 1))
    ran = run(tmp_path, "removelot", STORE=store, LOT="lot", REASON="r")
    assert ran.exit == 0
    ran = run(tmp_path, "checkquality", INPUT=store)
    assert ran.exit == 0, ran.texts()
    assert sum(ran.report["counts"]["in"].values()) == 0


def keep_as_delivered(connection):
    """Let what was written stand as if a lot had brought it: an edit by hand that leaves it so is refused."""
    connection.execute("DELETE FROM hand_edit")
    connection.commit()


def test_geometries_are_null_everywhere(tmp_path, demo):
    store = received(tmp_path, demo)
    connection = connect(store)
    names = [r[0] for r in connection.execute("SELECT table_name FROM gpkg_geometry_columns")]
    for name in names:
        connection.execute(f'UPDATE "{name}" SET geom = NULL')
    keep_as_delivered(connection)
    connection.close()
    for how in ({}, {"tile_objects": 50}):
        outcome = checked(store, **how)
        assert {f.code for f in outcome.findings} >= {"G1_null"}
        assert {"T4", "E1"} <= set(outcome.not_run)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e300])
def test_coordinates_are_no_numbers(tmp_path, value):
    """Written into the file: receiving refuses them."""
    store = lot(
        tmp_path, s.emprise("e", 0, 0, 50, 50), s.kerb("k", (1, 1), (5, 1), (9, 1)),
        s.kerb("m", (1, 3), (5, 3), (9, 3)),
        s.envelope("v", (10, 10), (11, 10), (11, 11), (10, 11), (10, 10)), s.facade("f", (1, 1.5), (9, 1.5)),
        s.surveyed("LimiteVoiriePCRS", "c", s.arc((20, 5), (21, 6), (22, 5))),
    )  # fmt: skip
    connection = connect(store)
    for name in ("LimiteVoiriePCRS", "AffleurantEnveloppePCRS", "FacadePCRS"):
        for fid, blob in connection.execute(f'SELECT fid, geom FROM "{name}"').fetchall():
            spoilt = bytearray(blob)
            spoilt[-24 - 24 : -24 - 16] = struct.pack("<d", value)
            connection.execute(f'UPDATE "{name}" SET geom = ? WHERE fid = ?', (bytes(spoilt), fid))
    keep_as_delivered(connection)
    connection.close()
    outcome = checked(store)
    assert {f.objects[0] for f in outcome.findings if f.code == "G1_number"} == {"k", "m", "c", "v", "f"}


def test_a_line_of_half_a_million_vertices(tmp_path):
    n = 500_000
    angle = np.linspace(0, 2000 * np.pi, n)
    xyz = np.column_stack((s.X + 25 + 20 * angle / angle[-1] * np.cos(angle), s.Y + 25 + 20 * angle / angle[-1]
                           * np.sin(angle), 100 + angle / 1e4))  # fmt: skip
    store = lot(tmp_path, s.emprise("e", 0, 0, 50, 50), s.kerb("k", (1, 1), (5, 1)))
    connection = connect(store)
    wkb = shapely.to_wkb(shapely.linestrings(xyz), flavor="iso", byte_order=1)
    connection.execute('UPDATE "LimiteVoiriePCRS" SET geom = ?', (b"GP\0\1" + struct.pack("<i", 3946) + wkb,))
    connection.commit()
    connection.close()
    outcome = checked(store)
    assert "G4" in outcome.ran and len(outcome.findings) < 100


def test_thirty_thousand_objects_at_one_place(tmp_path):
    """Each compared with each would be 450 million pairs: copies are told, the rest is said not to be."""
    shifts = np.linspace(0, 0.3, 30_000).tolist()
    kerbs = [s.kerb(f"k{i}", (1 + d, 1 + d), (5 - d, 1 + d)) for i, d in enumerate(shifts)]
    trees = [s.tree(f"t{i}", 3 + d, 3 + d) for i, d in enumerate(shifts[:10_000])]
    twins = [s.kerb(f"x{i}", (20, 20), (25, 20)) for i in range(1000)]
    store = lot(tmp_path, s.emprise("e", 0, 0, 50, 50), *kerbs, *trees, *twins)
    outcome = checked(store)
    assert {check for check, reason in outcome.partly.items() if reason.code == "crowd"} >= {"T1", "G15"}
    assert outcome.count_per_check()["T1"] == 999


@pytest.mark.parametrize("value", ["-1", "0", "nan", "inf", '"a"', "true"])
def test_tolerances_that_are_none(tmp_path, value):
    (tmp_path / "p.toml").write_text(f"[thresholds.G2]\nlength = {value}\n")
    store = lot(tmp_path, s.emprise("e", 0, 0, 50, 50))
    ran = run(tmp_path, "checkquality", INPUT=store, PROFILE=tmp_path / "p.toml")
    assert (ran.exit, ran.status) == (1, "refused")
    assert "thresholds.G2.length" in ran.report["message"]


def test_every_shipped_profile_runs(demo_store):
    for name in ("pcrs_reception", "pcrs_base"):
        with open_store(demo_store) as opened:
            outcome = run_checks(StoreBase(opened, Inputs(today="2024-06-01")), load_profile(name))
        assert outcome.ran

"""A lot comes in whole or not at all: killed at random moments, inside COMMIT, cancelled; the next run finishes."""

from __future__ import annotations

import json
import random
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pyogrio
import pytest

from benchmarks.biglot import write_big_lot
from mutualgeo_plugin.engine import jobs
from mutualgeo_plugin.engine.demo.gml import write_pcrs
from mutualgeo_plugin.engine.formats import geopackage
from mutualgeo_plugin.engine.model.errors import Cancelled
from mutualgeo_plugin.engine.model.pcrs import AFFLEURANT, CLASSES
from tests.engine.killing import MAIN, group_of, kill_group, killed_at_sync, start, wait_until_gone
from tests.engine.run import run
from tests.specimens import specimens

SEED = 20240601
KILLS = 6


@pytest.fixture(scope="module")
def lots(tmp_path_factory) -> Path:
    """A small lot, one that one process reads, and one that two processes read."""
    folder = tmp_path_factory.mktemp("lots")
    write_pcrs(folder / "small.gml", specimens())
    write_big_lot(folder / "middle.gml", 4000, seed=1)
    write_big_lot(folder / "large.gml", 20_000, seed=2)
    assert (folder / "large.gml").stat().st_size > 13 << 20
    return folder


def job(folder: Path, lot: Path, store: Path) -> Path:
    request = folder / "job.json"
    request.write_text(
        json.dumps(
            {
                "job": "receivelot",
                "parameters": {"INPUT": [str(lot)], "STORE": str(store)},
                "report": str(folder / "report.json"),
            }
        )
    )
    return request


def state(store: Path) -> dict[str, int]:
    """Objects per class through OGR; the file, its R-trees and its counts must agree."""
    connection = geopackage.connect(store)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    counts = {}
    for name, geometry_type in pyogrio.list_layers(store):
        if name not in CLASSES:
            continue
        counts[name] = pyogrio.read_info(store, layer=name, force_feature_count=True)["features"]
        assert counts[name] == connection.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]
        if geometry_type is None:
            continue
        recorded = connection.execute("SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?", (name,))
        assert recorded.fetchone()[0] == counts[name]
        tree = f"rtree_{name}_geom"
        missing = connection.execute(
            f'SELECT COUNT(*) FROM "{name}" t LEFT JOIN "{tree}" r ON r.id = t.fid WHERE '
            "(t.geom IS NULL) <> (r.id IS NULL) OR r.minx > ST_MinX(t.geom) OR r.maxx < ST_MaxX(t.geom)"
            " OR r.miny > ST_MinY(t.geom) OR r.maxy < ST_MaxY(t.geom)"
        )
        assert missing.fetchone()[0] == 0, name
        extra = connection.execute(f'SELECT COUNT(*) FROM "{tree}" WHERE id NOT IN (SELECT fid FROM "{name}")')
        assert extra.fetchone()[0] == 0, name
    connection.close()
    return counts


def received(tmp_path: Path, lot: Path, store: Path) -> dict[str, int]:
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=store)
    assert ran.exit == 0, ran.texts()
    return state(store)


@pytest.fixture
def base(tmp_path, lots) -> Path:
    store = tmp_path / "store.gpkg"
    received(tmp_path, lots / "small.gml", store)
    return store


def test_killed_at_random_moments(tmp_path, lots, base, engine_python):
    before = state(base)
    copy = tmp_path / "copy.gpkg"
    shutil.copy(base, copy)
    begun = time.monotonic()
    after = received(tmp_path, lots / "large.gml", copy)
    duration = time.monotonic() - begun
    assert sum(after.values()) > sum(before.values()) + 19_000
    outcomes = []
    for delay in [random.Random(SEED + k).uniform(0.1, 1.1) * duration for k in range(KILLS)]:
        process = start(engine_python, job(tmp_path, lots / "large.gml", base))
        time.sleep(delay)
        kill_group(process)
        found = state(base)
        assert found in (before, after), delay
        outcomes.append(found == after)
        if found == after:
            break
    assert received(tmp_path, lots / "large.gml", base) == after
    assert False in outcomes, "no kill came before the end: the test shows nothing"


def test_killed_inside_commit(tmp_path, lots, base, engine_python):
    """SIGKILL at the n-th synchronisation of the disk, for each n: journal, pages, journal's end, of each COMMIT."""
    if shutil.which("strace") is None:
        pytest.fail("strace is needed to kill inside COMMIT: make setup installs it")
    before = state(base)
    copy = tmp_path / "copy.gpkg"
    shutil.copy(base, copy)
    after = received(tmp_path, lots / "middle.gml", copy)
    killed = 0
    for rank in range(1, 40):
        store = tmp_path / "work.gpkg"
        for path in tmp_path.glob("work.gpkg*"):
            path.unlink()
        shutil.copy(base, store)
        request = job(tmp_path, lots / "middle.gml", store)
        process = start(engine_python, request, *killed_at_sync(rank, tmp_path / "trace"))
        process.communicate(timeout=60)
        if process.returncode == 0:
            break
        killed += 1
        found = state(store)
        assert found in (before, after), rank
        assert received(tmp_path, lots / "middle.gml", store) == after
    else:
        pytest.fail("the run never came to its end")
    assert state(store) == after
    assert killed >= 6, killed


def test_cancel_leaves_no_process_and_the_store_as_it_was(tmp_path, lots, base, engine_python):
    before = state(base)
    process = start(engine_python, job(tmp_path, lots / "large.gml", base))
    workers = wait_for_workers(process)
    assert len(workers) >= 3, workers
    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)
    wait_until_gone(process.pid)
    assert process.returncode == 1
    assert json.loads(out.splitlines()[-1])["status"] == "cancelled"
    assert json.loads((tmp_path / "report.json").read_text())["status"] == "cancelled"
    assert state(base) == before


def test_engine_ends_when_its_parent_is_gone(tmp_path, lots, base, engine_python):
    """Started by a process that is killed: engine and workers end by themselves."""
    before = state(base)
    request = job(tmp_path, lots / "large.gml", base)
    code = (
        "import subprocess, sys, time\n"
        "p = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)\n"
        "print(p.pid, flush=True)\ntime.sleep(60)\n"
    )
    parent = subprocess.Popen(
        [engine_python, "-c", code, engine_python, "-I", MAIN, request], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None
    engine = int(parent.stdout.readline())
    end = time.monotonic() + 10
    while len(group_of(engine)) < 3 and time.monotonic() < end:
        time.sleep(0.01)
    assert len(group_of(engine)) >= 3
    parent.kill()
    parent.wait()
    wait_until_gone(engine)
    assert state(base) in (before, received(tmp_path, lots / "large.gml", base))


def wait_for_workers(process: subprocess.Popen) -> list[int]:
    """Processes of the engine's group once its two workers are there."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        found = group_of(process.pid)
        if len(found) >= 4 or process.poll() is not None:
            return found
        time.sleep(0.01)
    return group_of(process.pid)


def test_two_writers_at_once(tmp_path, lots, base, engine_python):
    """Both lots come in, or one writer is told that the other holds the base; nothing is lost."""
    before = state(base)
    processes = {}
    for name in ("middle", "large"):
        (tmp_path / name).mkdir()
        processes[name] = start(engine_python, job(tmp_path / name, lots / f"{name}.gml", base))
    for process in processes.values():
        process.communicate(timeout=60)
    reports = {name: json.loads((tmp_path / name / "report.json").read_text()) for name in processes}
    expected = dict(before)
    for name, report in reports.items():
        if report["status"] == "done":
            for cls, count in report["counts"]["in"].items():
                expected[cls] = expected.get(cls, 0) + count
        else:
            assert report["messages"][-1]["code"] in ("store_locked", "store_busy"), name
    assert "done" in {report["status"] for report in reports.values()}
    assert state(base) == expected


def test_received_while_an_edit_session_is_open(tmp_path, lots, base):
    """QGIS turns the file to WAL while it edits: the lot comes in beside it, nothing is lost."""
    before = state(base)
    editor = geopackage.connect(base)
    assert editor.execute("PRAGMA journal_mode = WAL").fetchone()[0] == "wal"
    editor.execute("BEGIN")
    seen = editor.execute("SELECT COUNT(*) FROM LimiteVoiriePCRS").fetchone()[0]
    after = received(tmp_path, lots / "middle.gml", base)
    assert editor.execute("SELECT COUNT(*) FROM LimiteVoiriePCRS").fetchone()[0] == seen
    editor.execute("COMMIT")
    editor.execute("UPDATE LimiteVoiriePCRS SET \"producteur\" = 'édité' WHERE fid = 1")
    editor.close()
    assert sum(after.values()) > sum(before.values())
    assert state(base) == after


def test_affleurants_are_in_the_tree(tmp_path, base):
    """Their geometry is resolved while they come in: the R-tree must know it."""
    connection = geopackage.connect(base, readonly=True)
    total = connection.execute(f'SELECT COUNT(*) FROM "rtree_{AFFLEURANT}_geom"').fetchone()[0]
    assert total == connection.execute(f'SELECT COUNT(geom) FROM "{AFFLEURANT}"').fetchone()[0] > 0


def test_an_error_on_the_way_out_of_a_cancel_is_a_cancel(tmp_path, monkeypatch):
    """A pool of processes that is cut off while it starts cannot be closed: the run was cancelled all the same."""

    def cut_off(*_):
        try:
            raise Cancelled
        finally:
            raise RuntimeError("cannot join thread before it is started")

    monkeypatch.setattr(jobs, "_function", lambda name: cut_off)
    assert run(tmp_path, "receivelot").status == "cancelled"

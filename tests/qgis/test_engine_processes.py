"""The real engine under QGIS: cancelled, orphaned, killed, in a hostile environment, missing, installed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest
from qgis.core import QgsProcessingException

from .conftest import ENGINE_PYTHON, ROOT
from .processes import alive, engine_of, group, until
from .test_bridge import Listener

#: Large enough for two workers to be seen at work.
OBJECTS = 120_000
WORKERS = 2
GENERATE = "import sys; from pathlib import Path; from benchmarks.biglot import write_big_lot; "


@pytest.fixture(scope="module")
def big_lot(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("big") / "big.gml"
    code = GENERATE + f"write_big_lot(Path(sys.argv[1]), {OBJECTS})"
    subprocess.run([ENGINE_PYTHON, "-c", code, path], cwd=ROOT, check=True)
    yield path
    path.unlink()


def contents(store: Path) -> dict[str, int]:
    """Rows of each table; the file is sound."""
    with sqlite3.connect(store) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        tables = [row[0] for row in connection.execute("SELECT table_name FROM gpkg_contents ORDER BY 1")]
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in tables
            if table not in ("run", "lock")
        }


@pytest.fixture
def engine_at_work():
    """Number of the engine of a host, once its workers are at work; what a failed test leaves is killed."""
    engines = []

    def look(host: int) -> int:
        engine = until(lambda: engine_of(host))
        assert engine, "no engine was started"
        engines.append(engine)
        assert until(lambda: len(group(engine)) > WORKERS), "no workers were seen"
        return engine

    yield look
    for pid in [pid for engine in engines for pid in group(engine)]:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def receive(profile, big_lot, store) -> subprocess.Popen:
    return subprocess.Popen(
        ["qgis_process", "run", "mutualgeo:receivelot", f"--INPUT={big_lot}", f"--STORE={store}"],
        env=profile | {"MUTUALGEO_PROCESSES": str(WORKERS)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def last_report(store: Path) -> dict:
    return json.loads(max((store.parent / "reports").glob("receivelot_*.json")).read_text(encoding="utf-8"))


def test_cancel_with_two_workers_leaves_no_process(qgis_app, engine_at_work, big_lot, store, tmp_path, monkeypatch):
    from mutualgeo_plugin import bridge

    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(ENGINE_PYTHON))
    monkeypatch.setenv("MUTUALGEO_PROCESSES", str(WORKERS))
    before, listener, engines = contents(store), Listener(), []

    def cancel() -> None:
        engines.append(engine_at_work(os.getpid()))
        listener.cancel()

    watcher = threading.Thread(target=cancel)
    watcher.start()
    parameters = {"INPUT": [str(big_lot)], "STORE": str(store)}
    with pytest.raises(QgsProcessingException, match="cancelled"):
        bridge.run_job("receivelot", parameters, report=tmp_path / "r.json", feedback=listener, language="en")
    watcher.join()
    assert until(lambda: not group(engines[0]), 5.0)
    assert json.loads((tmp_path / "r.json").read_text())["status"] == "cancelled"
    assert contents(store) == before


def test_cancel_of_a_background_task_reaches_the_engine(qgis_app, engine_at_work, big_lot, store, monkeypatch):
    """What the panel's button does."""
    from mutualgeo_plugin.gui.runner import AlgorithmRunner
    from mutualgeo_plugin.processing_algorithms.provider import MutualgeoProvider

    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(ENGINE_PYTHON))
    monkeypatch.setenv("MUTUALGEO_PROCESSES", str(WORKERS))
    provider = MutualgeoProvider()
    qgis_app.processingRegistry().addProvider(provider)
    before, runner, ended = contents(store), AlgorithmRunner(), []
    runner.ended.connect(lambda *how: ended.append(how[:2]))
    runner.start("mutualgeo:receivelot", {"INPUT": [str(big_lot)], "STORE": str(store)})
    engine = until(lambda: qgis_app.processEvents() or engine_of(os.getpid()))
    assert engine_at_work(os.getpid()) == engine
    runner.cancel()
    assert until(lambda: qgis_app.processEvents() or not runner.is_busy)
    assert ended == [("mutualgeo:receivelot", False)]
    assert until(lambda: not group(engine), 5.0)
    assert last_report(store)["status"] == "cancelled"
    assert contents(store) == before
    qgis_app.processingRegistry().removeProvider(provider)


def test_a_killed_qgis_leaves_no_process_and_the_store_intact(profile, engine_at_work, big_lot, store):
    before = contents(store)
    host = receive(profile, big_lot, store)
    engine = engine_at_work(host.pid)
    host.kill()
    host.communicate()
    assert until(lambda: not group(engine), 5.0)
    assert contents(store) == before


def test_a_killed_engine_is_told_and_leaves_the_store_intact(profile, engine_at_work, big_lot, store):
    before = contents(store)
    host = receive(profile, big_lot, store)
    engine = engine_at_work(host.pid)
    family = group(engine)
    os.kill(engine, signal.SIGKILL)
    _, stderr = host.communicate(timeout=30)
    assert host.returncode == 1
    assert "signal 9" in stderr
    assert last_report(store)["status"] == "failed"
    assert until(lambda: not any(map(alive, family)), 5.0)
    assert contents(store) == before


def test_the_store_can_be_written_again_after_a_killed_engine(profile, run, engine_at_work, big_lot, store):
    host = receive(profile, big_lot, store)
    os.kill(engine_at_work(host.pid), signal.SIGKILL)
    host.communicate(timeout=30)
    done = run("run", "mutualgeo:receivelot", f"--INPUT={big_lot}", f"--STORE={store}")
    assert done.returncode == 0, done.stderr
    assert contents(store)["lot"] == 3


def test_a_hostile_environment_does_not_reach_the_engine(run, tmp_path):
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    # What the engine imports and QGIS does not: a hostile shapely or proj.db ends QGIS itself.
    for module in ("pyproj", "pyogrio", "geopandas"):
        (hostile / f"{module}.py").write_text("raise RuntimeError('hostile')\n")
    environment = dict.fromkeys(("PYTHONPATH", "PROJ_DATA", "PROJ_LIB", "GDAL_DATA", "GDAL_DRIVER_PATH"), str(hostile))
    folder = tmp_path / "demo"
    assert run("run", "mutualgeo:makedemo", f"--FOLDER={folder}", **environment).returncode == 0
    done = run(
        "--json",
        "run",
        "mutualgeo:receivelot",
        f"--FOLDER={folder / 'lots'}",
        f"--TERRITORY={folder / 'territoire.toml'}",
        **environment,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["RECEIVED"] == 2


def test_refusal_of_a_file_that_is_not_gml(run, tmp_path):
    (tmp_path / "notes.gml").write_text("Bonjour")
    done = run("run", "mutualgeo:receivelot", f"--INPUT={tmp_path / 'notes.gml'}", f"--STORE={tmp_path / 's.gpkg'}")
    assert done.returncode == 1
    assert "notes.gml" in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    report = json.loads(Path(last.partition(": ")[2]).read_text(encoding="utf-8"))
    assert report["status"] == "refused" and report["message"]
    assert report["command"].startswith("qgis_process run mutualgeo:receivelot")
    assert not (tmp_path / "s.gpkg").exists()
    assert not list(tmp_path.glob("*.gfs"))


def test_a_wrong_territory_is_refused_with_its_problems_and_a_report(run, tmp_path):
    (tmp_path / "t.toml").write_text('[territory]\nname = "X"\nstorre = "s.gpkg"\n')
    done = run("run", "mutualgeo:receivelot", f"--FOLDER={tmp_path}", f"--TERRITORY={tmp_path / 't.toml'}")
    assert done.returncode == 1
    assert "territory.storre" in done.stderr
    assert len(list((tmp_path / "reports").glob("receivelot_*.json"))) == 1


def test_installation_without_packages_fails_readably_and_leaves_nothing(profile, run, tmp_path):
    (tmp_path / "wheels").mkdir()
    offline = {"PIP_CONFIG_FILE": os.devnull, "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile")}
    enable = ["qgis_process", "plugins", "enable", "mutualgeo_plugin"]
    subprocess.run(enable, env=profile | offline, check=True, capture_output=True)
    done = run("run", "mutualgeo:installengine", f"--WHEELS={tmp_path / 'wheels'}", **offline)
    assert done.returncode == 1
    assert "make wheels" in done.stderr
    assert not list((tmp_path / "profile").rglob("venv*"))


def test_the_installed_engine_answers_and_runs(profile, run, tmp_path):
    fresh = {"QGIS_CUSTOM_CONFIG_PATH": str(tmp_path / "profile"), "MUTUALGEO_ENGINE_PYTHON": ""}
    enable = ["qgis_process", "plugins", "enable", "mutualgeo_plugin"]
    subprocess.run(enable, env=profile | fresh, check=True, capture_output=True)
    missing = run("run", "mutualgeo:makedemo", f"--FOLDER={tmp_path / 'demo'}", **fresh)
    assert missing.returncode == 1 and "mutualgeo:installengine" in missing.stderr
    installed = run("--json", "run", "mutualgeo:installengine", timeout=600, **fresh)
    assert installed.returncode == 0, installed.stderr
    results = json.loads(installed.stdout)["results"]
    assert Path(results["PYTHON"]).is_relative_to(tmp_path / "profile")
    assert json.loads(results["VERSIONS"])["geopandas"]
    assert run("run", "mutualgeo:makedemo", f"--FOLDER={tmp_path / 'demo'}", **fresh).returncode == 0

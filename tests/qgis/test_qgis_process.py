"""The real ``qgis_process``: exit status, report, and engines that break (feigned here; real ones in tests/e2e)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from .test_bridge import RESULT, wait_gone

HOSTILE = {"PYTHONPATH": "/nonexistent/hostile", "PROJ_DATA": "/nonexistent", "GDAL_DATA": "/nonexistent"}


def assemble(store: Path, *more: str) -> tuple[str, ...]:
    return ("--json", "run", "mutualgeo:assemblebase", f"--STORE={store}", *more)


def reports(folder: Path) -> list[dict]:
    return [json.loads(path.read_text()) for path in sorted((folder / "reports").glob("*.json"))]


def test_success_exits_0_and_gives_the_declared_outputs(run, feigned_engine, tmp_path):
    engine = feigned_engine(RESULT + "end('done', CURRENT=7, SECRET=1)")
    done = run(*assemble(tmp_path / "s.gpkg"), MUTUALGEO_ENGINE_PYTHON=str(engine))
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    assert results["CURRENT"] == 7 and "SECRET" not in results
    assert json.loads(Path(results["REPORT"]).read_text())["status"] == "done"
    assert Path(results["REPORT"]).parent == tmp_path / "reports"


def test_a_hostile_environment_changes_nothing(run, feigned_engine, tmp_path):
    engine = feigned_engine(RESULT + "end('done')")
    done = run(*assemble(tmp_path / "s.gpkg"), MUTUALGEO_ENGINE_PYTHON=str(engine), **HOSTILE)
    assert done.returncode == 0, done.stderr


def test_refusal_exits_1_and_the_report_path_comes_last(run, feigned_engine, tmp_path):
    engine = feigned_engine(
        RESULT + "say(type='error', code='x', text='Premier lot refusé.'); say(type='info', text='suite')\n"
        "say(type='error', code='x', text='Ce lot est tronqué.'); end('refused')"
    )
    done = run(*assemble(tmp_path / "s.gpkg"), MUTUALGEO_ENGINE_PYTHON=str(engine))
    assert done.returncode == 1
    assert "Ce lot est tronqué." in done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert Path(last.partition(": ")[2]).is_file()
    assert [report["status"] for report in reports(tmp_path)] == ["refused"]


def test_a_missing_engine_exits_1_and_names_the_command(run, tmp_path):
    done = run(*assemble(tmp_path / "s.gpkg"), MUTUALGEO_ENGINE_PYTHON="/nonexistent/python")
    assert done.returncode == 1
    assert "mutualgeo:installengine" in done.stderr
    assert [report["status"] for report in reports(tmp_path)] == ["failed"]


def test_strict_fails_on_findings_and_only_then(run, feigned_engine, tmp_path):
    engine = feigned_engine(RESULT + "end('done_with_findings', COUNT=3)")
    command = ("--json", "run", "mutualgeo:checkquality", f"--INPUT={tmp_path / 's.gpkg'}")
    lenient = run(*command, MUTUALGEO_ENGINE_PYTHON=str(engine))
    assert lenient.returncode == 0 and json.loads(lenient.stdout)["results"]["COUNT"] == 3
    strict = run(*command, "--STRICT=1", MUTUALGEO_ENGINE_PYTHON=str(engine))
    assert strict.returncode == 1
    assert len(reports(tmp_path)) == 2


def test_the_territory_names_the_store(run, feigned_engine, tmp_path):
    (tmp_path / "t.toml").write_text(
        '[territory]\nname = "Val d\'Exemple"\ncode = "200000000"\ncrs = "EPSG:3946"\nstore = "base/s.gpkg"\n'
        '[[communes]]\ncode = "69001"\nname = "Exemple"\n'
    )
    engine = feigned_engine(RESULT + "end('done', STORE=job['parameters']['STORE'])")
    done = run(
        "--json",
        "run",
        "mutualgeo:receivelot",
        "--INPUT=a.gml",
        f"--TERRITORY={tmp_path / 't.toml'}",
        MUTUALGEO_ENGINE_PYTHON=str(engine),
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["results"]["STORE"] == str(tmp_path / "base" / "s.gpkg")


def test_a_killed_qgis_closes_the_engines_voice(profile, feigned_engine, tmp_path):
    """What the engine can rely on: its parent changes and its stdout breaks."""
    pid_file = tmp_path / "pid"
    engine = feigned_engine(
        RESULT + f"open({str(pid_file)!r}, 'w').write(str(os.getpid()))\n"
        "parent = os.getppid()\nwhile os.getppid() == parent: time.sleep(0.05)"
    )
    host = subprocess.Popen(
        ["qgis_process", *assemble(tmp_path / "s.gpkg")],
        env=profile | {"MUTUALGEO_ENGINE_PYTHON": str(engine)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 30
    while not (pid_file.exists() and pid_file.read_text()) and time.monotonic() < deadline:
        time.sleep(0.1)
    os.kill(host.pid, signal.SIGKILL)
    host.wait()
    assert wait_gone(int(pid_file.read_text()))


ALWAYS = {
    "schema", "job", "status", "message", "started", "seconds", "peak_mb", "versions", "parameters", "command",
    "counts", "arcs", "vertices", "vertices_z", "attributes", "findings", "lots", "messages", "outputs",
}  # fmt: skip


@pytest.mark.parametrize(
    ("algorithm", "given"),
    [
        ("checkquality", "--STRCT=true"),
        ("makedemo", "--SCALE=3"),
        ("serveportal", "--PROT=1"),
        ("installengine", "--X=1"),
    ],
)
def test_an_unknown_parameter_is_refused_with_a_report(run, tmp_path, algorithm, given):
    """qgis_process hands on whatever it is given; what only the job takes is unknown as well."""
    needed = {"makedemo": [f"--FOLDER={tmp_path / 'd'}"], "serveportal": [f"--PORTAL={tmp_path}"]}.get(algorithm, [])
    ended = run("run", f"mutualgeo:{algorithm}", *needed, given, f"--REPORT={tmp_path / 'r.json'}")
    report = json.loads((tmp_path / "r.json").read_text())
    assert (ended.returncode, report["status"], report["job"]) == (1, "refused", algorithm)
    assert [m["code"] for m in report["messages"]] == ["parameter_unknown"]
    assert set(report) >= ALWAYS
    if algorithm == "checkquality":
        assert "STRCT" in ended.stderr and "STRICT" in report["message"]
    assert not (tmp_path / "d").exists()


def test_a_run_without_engine_leaves_the_whole_report(run, tmp_path):
    ended = run("run", "mutualgeo:serveportal", f"--PORTAL={tmp_path}", f"--REPORT={tmp_path / 'r.json'}")
    report = json.loads((tmp_path / "r.json").read_text())
    assert ended.returncode == 1
    assert set(report) >= ALWAYS
    assert (report["job"], report["status"]) == ("serveportal", "refused")
    assert [m["text"] for m in report["messages"]] == [report["message"]]
    assert report["parameters"] == {"PORTAL": str(tmp_path), "PORT": 0, "DURATION": 0}


def test_a_refused_publication_bears_the_name_of_the_algorithm(run, tmp_path):
    (tmp_path / "t.toml").write_text("nonsense = 1")
    given = [f"--TERRITORY={tmp_path / 't.toml'}", f"--PORTAL={tmp_path / 'p'}", f"--REPORT={tmp_path / 'r.json'}"]
    assert run("run", "mutualgeo:publishportal", *given).returncode == 1
    report = json.loads((tmp_path / "r.json").read_text())
    assert (report["job"], report["status"]) == ("publishportal", "refused")

"""`make demo`: the chain on the fictional commune, its exit status, what it leaves, and how it fails."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

#: Files and folders that the issue of the chain promises under OUT.
PROMISED = ("store.gpkg", "findings.gpkg", "quality.html", "report.json", "portal", "export")

#: Arcs and objects of the eight tiles, counted by hand on the files.
LYON_LOTS = 8
LYON_ARCS = 158
LYON_COUNTS = {
    "EmpriseEchangePCRS": 8,
    "AffleurantPCRS": 187,
    "AffleurantGeometriquePCRS": 187,
    "AffleurantEnveloppePCRS": 124,
    "AffleurantPointPCRS": 63,
    "AffleurantSymbolePCRS": 63,
    "HabillageLignesPCRS": 185,
    "LimiteVoiriePCRS": 79,
    "FacadePCRS": 77,
    "SeuilPCRS": 65,
    "ArbrePCRS": 42,
    "MurPCRS": 3,
}


def run_demo(checkout: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, str(checkout / "tools" / "demo.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=900)


def findings(out: Path) -> list[tuple[str, str, float | None]]:
    """Check, ids of the objects and measure of each finding in the layer that a user opens."""
    with closing(sqlite3.connect(out / "findings.gpkg")) as connection:
        return connection.execute("SELECT check_id, objects, measured FROM findings").fetchall()


def processes_of(out: Path) -> list[str]:
    """Command lines of running processes of this root that name the folder; another root may have one of that name."""
    lines, root = [], os.readlink("/proc/self/root")
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if os.readlink(path.with_name("root")) == root:
                lines.append(path.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue  # it ended meanwhile, or is another user's
    return [line for line in lines if str(out) in line]


@pytest.fixture(scope="module")
def demo(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    out = tmp_path_factory.mktemp("demo") / "out"
    return out, run_demo(checkout, "--out", str(out))


@pytest.fixture(scope="module")
def report(demo: tuple[Path, subprocess.CompletedProcess[str]]) -> dict[str, Any]:
    out, answer = demo
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return json.loads((out / "report.json").read_text(encoding="utf-8"))


def test_demo_leaves_what_is_promised(demo: tuple[Path, subprocess.CompletedProcess[str]], report: dict) -> None:
    out, _ = demo
    assert [name for name in PROMISED if not (out / name).exists()] == []
    assert len(list((out / "export").glob("*.gml"))) == 2
    assert len(report["lots"]) == 2


def test_demo_loses_nothing(report: dict) -> None:
    assert report["lost"] == {}
    assert report["counts"]["in"] == report["counts"]["out"]
    assert report["arcs"]["in"] == report["arcs"]["out"] > 0
    assert sum(report["duplicates"].values()) > 0, "the two lots overlap: exact duplicates are set aside"


def test_demo_finds_every_planted_defect(demo: tuple[Path, subprocess.CompletedProcess[str]], report: dict) -> None:
    out, _ = demo
    planted = json.loads((out / "demo" / "truth.json").read_text(encoding="utf-8"))["defects"]
    seen = findings(out)
    unseen = [
        defect
        for defect in planted
        if not any(check == defect["check"] and defect["gml_id"] in objects.split() for check, objects, _ in seen)
    ]
    assert unseen == []
    assert len(planted) > 10
    assert len(seen) == sum(report["findings"].values())


def test_demo_reads_back_what_it_published(report: dict) -> None:
    (portal,) = report["readback"]
    assert portal["wms"]["version"] == "1.3.0"
    assert portal["wfs"]["version"] == "1.1.0"
    assert portal["wms"]["colours"] > 2
    (published,) = next(step for step in report["steps"] if step["step"] == "publish")["portals"]
    assert portal["wfs"]["features"] == {layer["name"]: layer["objects"] for layer in published["layers"]}


def test_demo_report_tells_steps_findings_and_shift(report: dict) -> None:
    assert report["schema"] == "mutualgeo-report/1"
    assert {step["exit_status"] for step in report["steps"]} == {0}
    assert sum(report["findings"].values()) > 0
    assert report["comparison"]["shift"]["n"] > 0
    assert report["status"] == "done_with_findings"


def test_demo_stops_what_it_started(demo: tuple[Path, subprocess.CompletedProcess[str]], report: dict) -> None:
    assert processes_of(demo[0]) == []


def test_a_second_run_replaces_the_first(checkout: Path, demo: tuple, report: dict) -> None:
    out, _ = demo
    answer = run_demo(checkout, "--out", str(out))
    assert answer.returncode == 0, answer.stderr
    again = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert again["counts"] == report["counts"]
    assert again["findings"] == report["findings"]


def test_a_foreign_store_is_left_alone(checkout: Path, tmp_path: Path) -> None:
    (tmp_path / "store.gpkg").write_bytes(b"somebody's base")
    answer = run_demo(checkout, "--out", str(tmp_path))
    assert answer.returncode == 1
    assert "did not make" in answer.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["store.gpkg"]
    assert (tmp_path / "store.gpkg").read_bytes() == b"somebody's base"


def test_a_failing_step_is_named(checkout: Path, tmp_path: Path) -> None:
    lots = tmp_path / "lots"
    lots.mkdir()
    (lots / "broken.gml").write_text("<not-gml", encoding="utf-8")
    answer = run_demo(checkout, "--data", str(lots), "--out", str(tmp_path / "out"))
    assert answer.returncode == 1
    assert "receivelot" in answer.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["status"] == "refused"
    assert [step["step"] for step in report["steps"]] == ["receive"]


def test_real_lots_go_through_without_loss(checkout: Path, lyon: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = run_demo(checkout, "--data", str(lyon), "--out", str(out))
    assert answer.returncode == 0, answer.stderr
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert len(report["lots"]) == LYON_LOTS
    assert report["counts"] == {"in": LYON_COUNTS, "out": LYON_COUNTS}
    assert report["arcs"] == {"in": LYON_ARCS, "out": LYON_ARCS}
    assert report["vertices_z"]["in"] == report["vertices_z"]["out"] > 0
    assert report["vertices"]["in"] == report["vertices"]["out"]
    assert report["lost"] == {}
    assert "not compared" in answer.stdout
    seen = findings(out)
    steps = [(objects, measured) for check, objects, measured in seen if check == "E2" and measured > 0.5]
    ((border, step),) = steps
    assert step == pytest.approx(0.51, abs=0.001)
    assert {"gml_dcf3345e", "gml_34217602"} == {name[:12] for name in border.split()}
    ((twins, _),) = [(objects, measured) for check, objects, measured in seen if check == "T1"]
    assert {"gml_aba2593a", "gml_5a8a418a"} == {name[:12] for name in twins.split()}
    exported, received = ({path.name for path in folder.glob("*.gml")} for folder in (out / "export", lyon))
    assert exported == received

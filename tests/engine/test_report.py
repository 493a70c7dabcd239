"""Every job's report follows docs/report.md, also when it is refused."""

from __future__ import annotations

import re

import pytest

from mutualgeo_plugin.engine.demo.make import make_demo
from mutualgeo_plugin.engine.jobs import JOBS
from tests.conftest import ROOT
from tests.engine.run import run

#: Keys that every report has.
ALWAYS = {
    "schema", "job", "status", "message", "started", "seconds", "peak_mb", "versions", "parameters", "command",
    "counts", "arcs", "vertices", "vertices_z", "findings", "lots", "messages", "outputs",
}  # fmt: skip


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    make_demo(folder)
    assert run(folder, "receivelot", FOLDER=folder / "lots", TERRITORY=folder / "territoire.toml").exit == 0
    return folder


def parameters(job, demo, out):
    store = demo / "store.gpkg"
    return {
        "makedemo": {"FOLDER": out / "demo"},
        "receivelot": {"FOLDER": demo / "lots", "STORE": out / "s.gpkg"},
        "assemblebase": {"STORE": store},
        "exportpcrs": {"STORE": store, "OUTPUT": out / "export"},
        "checkquality": {"INPUT": store},
        "comparenetworks": {
            "A": f"{demo}/networks.gpkg|layername=eau_syndicat",
            "B": f"{demo}/networks.gpkg|layername=eau_concessionnaire",
            "OUTPUT": out / "d.gpkg",
        },
        "extractportal": {"TERRITORY": demo / "territoire.toml", "STORE": store, "PORTAL": out / "portal"},
    }[job]


def documented() -> set[str]:
    """Keys that stand in the first column of the tables of docs/report.md."""
    text = (ROOT / "docs" / "report.md").read_text("utf-8").split("## The chain")[0]
    rows = re.findall(r"^\|([^|]+)\|", text, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize("job", JOBS)
def test_report_of_a_good_run(tmp_path, demo, job):
    ran = run(tmp_path, job, **parameters(job, demo, tmp_path))
    assert ran.exit == 0, ran.texts()
    assert ALWAYS <= set(ran.report)
    assert set(ran.report) - documented() == set()
    assert ran.report["started"] == "2024-06-01T08:00:00Z"
    assert ran.report["peak_mb"] > 10
    assert ran.report["versions"]["mutualgeo"] != "0"


@pytest.mark.parametrize("job", JOBS)
def test_report_of_a_refusal(tmp_path, job):
    ran = run(tmp_path, job)
    assert (ran.exit, ran.status) == (1, "refused")
    assert ALWAYS <= set(ran.report)
    assert ran.report["message"]


def test_measures_follow_the_objects(tmp_path, demo):
    """Assembling puts 47 duplicates aside: what they hold leaves the current objects, not the store."""
    received = run(tmp_path, "receivelot", FOLDER=demo / "lots", STORE=tmp_path / "s.gpkg").report
    assembled = run(tmp_path, "assemblebase", STORE=tmp_path / "s.gpkg").report
    checked = run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg").report
    for key in ("arcs", "vertices", "vertices_z"):
        assert received[key]["in"] == received[key]["out"] == assembled[key]["in"]
        assert 0 < assembled[key]["out"] < assembled[key]["in"]
        assert checked[key] == {"in": assembled[key]["out"], "out": assembled[key]["out"]}
    exported = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out").report
    assert exported["arcs"]["out"] == received["arcs"]["in"]

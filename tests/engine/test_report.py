"""Every job's report follows docs/report.md, also when it is refused."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import geopandas
import pytest
import shapely

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.schemas import ROOTS
from mutualgeo_plugin.engine.store.findings import read_cases
from mutualgeo_plugin.engine.store.store import open_store
from tests.conftest import ROOT
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_raster import GIVEN, tile
from tests.schemas import SCHEMAS

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
    for k, precision in enumerate(("005", "010")):
        kerb = s.kerb("k", (0, 0), (9, 0), dateLeve=f"202{k}-01-01", precisionPlanimetrique=precision)
        lot = s.write(folder / f"lot{k}.gml", s.emprise("e", -1, -1, 10, 10), kerb)
        run(folder, "receivelot", INPUT=lot, STORE=folder / "conflict.gpkg")
    run(folder, "assemblebase", STORE=folder / "conflict.gpkg")
    around = shapely.box(s.X - 500, s.Y - 500, s.X + 500, s.Y + 500)
    geopandas.GeoDataFrame({"code": ["00001"]}, geometry=[around], crs=3946).to_file(folder / "communes.gpkg")
    return folder


def parameters(job, demo, out):
    store = demo / "store.gpkg"
    return {
        "makedemo": {"FOLDER": out / "demo"},
        "receivelot": {"FOLDER": demo / "lots", "STORE": out / "s.gpkg"},
        "registerraster": {
            "STORE": _own(store, out, job),
            "INPUT": [tile(out / "o" / "a.tif", 0, 0)] if job == "registerraster" else [],
            **GIVEN,
        },
        "assemblebase": {"STORE": store},
        "decideconflict": {"STORE": demo / "conflict.gpkg", "CONFLICT": 1, "KEEP": "both", "REASON": "r", "ROLE": "R"},
        "mergetiles": {"STORE": _own(store, out, job)},
        "edgematch": {"STORE": _two_tiles(out, job), "OUTPUT": out / "edges.gpkg"},
        "undorun": {"STORE": _two_tiles(out, job), "RUN": 3},
        "updatebase": {"STORE": _own(store, out, job), "LOT": "1"},
        "basehistory": {"STORE": store, "OUTPUT": out / "h.csv"},
        "removelot": {"STORE": _own(store, out, job), "LOT": "1", "REASON": "r"},
        "maintainstore": {"STORE": store, "ACTION": "check"},
        "acceptanceminutes": {"STORE": store, "LOT": "1", "OUTPUT": out / "pv.html"},
        "exportpcrs": {"STORE": store, "OUTPUT": out / "export.dxf", "FORMAT": "dxf"},
        "makeemprises": {"STORE": store, "KIND": "grid", "OUTPUT": out / "e.gpkg"},
        "coverage": {"STORE": store, "COMMUNES": demo / "communes.gpkg", "OUTPUT": out / "c.gpkg"},
        "sharecosts": {
            "STORE": store,
            "COMMUNES": demo / "communes.gpkg",
            "NETWORKS": f"{demo}/networks.gpkg|layername=eau_syndicat",
            "OWNER": "materiau",
            "KEY": "length",
            "COST": "100",
            "OUTPUT": out / "c.csv",
        },
        "checkquality": {"INPUT": store},
        "checkaccuracy": {"STORE": _two_tiles(out, job), "CONTROL": out / "control.csv", "OUTPUT": out / "a.gpkg"},
        "fetchschemas": {"SOURCE": _two_schemas(out / "source"), "FOLDER": out / "schemas"},
        "fixproposals": {"STORE": _own(store, out, job), "APPLY": True, "OUTPUT": out / "fixes.gpkg"},
        "declareexception": {"STORE": store, "FINDING": _finding(store, out, job), "REASON": "r", "ROLE": "R"},
        "listexceptions": {"STORE": store},
        "comparenetworks": {
            "A": f"{demo}/networks.gpkg|layername=eau_syndicat",
            "B": f"{demo}/networks.gpkg|layername=eau_concessionnaire",
            "OUTPUT": out / "d.gpkg",
        },
        "extractportal": {"TERRITORY": demo / "territoire.toml", "STORE": store, "PORTAL": out / "portal"},
    }[job]


def _two_schemas(folder):
    """The smallest set that makes a schema."""
    folder.mkdir()
    for place in ROOTS:
        (folder / Path(place).name).write_text('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
    return folder


def _own(store, out, job):
    """A copy of the store, for jobs that change what the others look at."""
    copy = out / f"{job}.gpkg"
    shutil.copy(store, copy)
    return copy


def _finding(store, out, job):
    """A finding of the last check, where one is to be declared."""
    if job != "declareexception":
        return ""
    run(out, "checkquality", INPUT=store)
    with open_store(store) as base:
        return read_cases(base)[0].finding_id


def _two_tiles(out, job):
    """A store of two tiles that have cut a kerb; merged where that is to be undone."""
    for k, kerb in enumerate((s.kerb("a", (1, 5), (10, 5)), s.kerb("b", (10, 5), (19, 5)))):
        path = s.write(out / f"tile{k}.gml", s.emprise("e", 10 * k, 0, 10 * k + 10, 10), kerb)
        if job in ("edgematch", "undorun", "checkaccuracy"):
            run(out, "receivelot", INPUT=path, STORE=out / "tiles.gpkg")
    (out / "control.csv").write_text(f"id;x;y\np;{s.X + 1};{s.Y + 5}\n")
    if job == "undorun":
        run(out, "mergetiles", STORE=out / "tiles.gpkg")
    return out / "tiles.gpkg"


def documented() -> set[str]:
    """Keys that stand in the first column of the tables of docs/report.md."""
    text = (ROOT / "docs" / "report.md").read_text("utf-8").split("## The chain")[0]
    rows = re.findall(r"^\|([^|]+)\|", text, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_]+)`", row)}


@pytest.mark.parametrize("job", ENGINE_JOBS)
def test_report_of_a_good_run(tmp_path, demo, job):
    if job == "fetchschemas" and not SCHEMAS.is_dir():
        pytest.skip(f"no schemas at {SCHEMAS}")
    ran = run(tmp_path, job, **parameters(job, demo, tmp_path))
    assert ran.exit == 0, ran.texts()
    assert ALWAYS <= set(ran.report)
    assert set(ran.report) - documented() == set()
    assert ran.report["started"] == "2024-06-01T08:00:00Z"
    assert ran.report["peak_mb"] > 10
    assert ran.report["versions"]["mutualgeo"] != "0"


@pytest.mark.parametrize("job", ENGINE_JOBS)
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

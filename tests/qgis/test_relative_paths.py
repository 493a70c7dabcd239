"""Every algorithm, run twice from its own folder with relative paths: a run that works, and works again."""

from __future__ import annotations

import json
import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsProcessingContext, QgsProcessingFeedback  # noqa: E402

from mutualgeo_plugin.engine.model.jobs import JOBS, given_texts  # noqa: E402
from mutualgeo_plugin.engine.model.schemas import ROOTS  # noqa: E402
from tests.algorithms import NAMES  # noqa: E402
from tests.engine import small_lot as s  # noqa: E402

from .conftest import ENGINE_PYTHON  # noqa: E402

WATER = "demo/networks.gpkg|layername=eau_"
#: Algorithms in an order in which each finds what it needs, with relative paths alone.
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("makedemo", {"FOLDER": "demo"}),
    ("receivelot", {"FOLDER": "demo/lots", "TERRITORY": "demo/territoire.toml", "STORE": "base.gpkg", "RECEIPTS": "r"}),
    ("receivelot", {"INPUT": ["k0.gml", "k1.gml"], "STORE": "tiles.gpkg"}),
    ("receivelot", {"INPUT": ["v0.gml", "v1.gml"], "STORE": "versions.gpkg"}),
    ("registerraster", {"STORE": "versions.gpkg", "INPUT": ["tile.tif"], "DATE": "2024-03-01", "PRODUCER": "P",
                        "MOSAIC": "mosaic.vrt", "COG": "cogs"}),
    ("edgematch", {"STORE": "tiles.gpkg", "OUTPUT": "edges.gpkg"}),
    ("checkaccuracy", {"STORE": "tiles.gpkg", "CONTROL": "control.csv", "OUTPUT": "a.gpkg", "CSV": "a.csv",
                       "HTML": "a.html"}),
    ("mergetiles", {"STORE": "tiles.gpkg"}),
    ("undorun", {"STORE": "tiles.gpkg", "RUN": 4}),
    ("assemblebase", {"STORE": "versions.gpkg", "CONFLICTS": "conflicts.gpkg"}),
    ("decideconflict", {"STORE": "versions.gpkg", "CONFLICT": 1, "KEEP": "both", "REASON": "r", "ROLE": "R"}),
    ("assemblebase", {"STORE": "base.gpkg", "TERRITORY": "demo/territoire.toml"}),
    ("exportpcrs", {"STORE": "base.gpkg", "FORMAT": 0, "OUTPUT": "gml"}),
    ("exportpcrs", {"STORE": "base.gpkg", "FORMAT": 1, "OUTPUT": "export.gpkg"}),
    ("makeemprises", {"STORE": "base.gpkg", "KIND": 0, "OUTPUT": "emprises.gpkg"}),
    ("coverage", {"STORE": "base.gpkg", "COMMUNES": "emprises.gpkg|layername=EmpriseEchangePCRS", "FIELD": "idEmprise",
                  "OUTPUT": "coverage.gpkg"}),
    ("sharecosts", {"STORE": "base.gpkg", "COMMUNES": "emprises.gpkg|layername=EmpriseEchangePCRS",
                    "FIELD": "idEmprise", "NETWORKS": f"{WATER}syndicat", "OWNER": "materiau", "KEY": 0, "COST": "100",
                    "OUTPUT": "costs.csv"}),
    ("comparenetworks", {"A": f"{WATER}syndicat", "B": f"{WATER}concessionnaire", "OUTPUT": "network.gpkg",
                         "TERRITORY": "demo/territoire.toml"}),
    ("checkquality", {"INPUT": "base.gpkg", "FINDINGS": "found.gpkg", "HTML": "found.html", "PDF": "found.pdf",
                      "TERRITORY": "demo/territoire.toml"}),
    ("checkquality", {"INPUT": "k0.gml", "FINDINGS": "lot.gpkg", "PDF": "lot.pdf"}),
    ("declareexception", {"STORE": "base.gpkg", "FINDING": "first", "REASON": "r", "ROLE": "R"}),
    ("listexceptions", {"STORE": "base.gpkg", "OUTPUT": "exceptions.gpkg", "CSV": "exceptions.csv"}),
    ("fixproposals", {"STORE": "base.gpkg", "OUTPUT": "fixes.gpkg", "COPY": "mended.gpkg", "APPLY": True}),
    ("fetchschemas", {"SOURCE": "xsd", "FOLDER": "schemas"}),
    ("basehistory", {"STORE": "base.gpkg", "OUTPUT": "history.csv"}),
    ("acceptanceminutes", {"STORE": "base.gpkg", "LOT": "1", "OUTPUT": "minutes.html"}),
    ("maintainstore", {"STORE": "base.gpkg", "ACTION": 2, "BACKUP": "backups"}),
    ("publishportal", {"TERRITORY": "demo/territoire.toml", "STORE": "base.gpkg", "PORTAL": "portal"}),
    ("serveportal", {"PORTAL": "portal"}),
    ("installengine", {"WHEELS": "wheels"}),
    ("updatebase", {"STORE": "base.gpkg", "LOT": "1", "CHANGES": "changes.gpkg"}),
    ("removelot", {"STORE": "base.gpkg", "LOT": "1", "REASON": "r"}),
]  # fmt: skip
#: What cannot be done twice, and the sentence's code.
ONCE = {
    "decideconflict": "conflict_unknown",
    "registerraster": "raster_over_itself",
    "undorun": "undo_done",
    "fixproposals": "output_harmful",  # the copy is a base now
}


def write_inputs(folder: Path) -> None:
    """Two tiles that have cut a kerb, two versions of another, an image, control points, the smallest schemas."""
    for k, kerb in enumerate((s.kerb("a", (1, 5), (10, 5)), s.kerb("b", (10, 5), (19, 5)))):
        s.write(folder / f"k{k}.gml", s.emprise("e", 10 * k, 0, 10 * k + 10, 10), kerb)
    for k, precision in enumerate(("005", "010")):
        kerb = s.kerb("k", (0, 0), (9, 0), dateLeve=f"202{k}-01-01", precisionPlanimetrique=precision)
        s.write(folder / f"v{k}.gml", s.emprise("e", -1, -1, 10, 10), kerb)
    (folder / "control.csv").write_text(f"id;x;y\np;{s.X + 1};{s.Y + 5}\n")
    (folder / "xsd").mkdir()
    for place in ROOTS:
        (folder / "xsd" / Path(place).name).write_text('<schema xmlns="http://www.w3.org/2001/XMLSchema"/>')
    (folder / "wheels").mkdir()
    write_image(folder / "tile.tif")


def write_image(path: Path) -> None:
    from osgeo import gdal, osr

    image = gdal.GetDriverByName("GTiff").Create(str(path), 64, 64, 3)
    system = osr.SpatialReference()
    system.ImportFromEPSG(3946)
    image.SetProjection(system.ExportToWkt())
    image.SetGeoTransform((s.X, 0.05, 0, s.Y + 3.2, 0, -0.05))
    for band in range(1, 4):
        image.GetRasterBand(band).WriteRaster(0, 0, 64, 64, struct.pack("4096B", *[100] * 4096))


def first_finding(store: Path) -> str:
    with closing(sqlite3.connect(store)) as connection:
        return connection.execute("SELECT finding_id FROM finding_state ORDER BY finding_id").fetchone()[0]


@pytest.fixture(scope="module")
def reports(qgis_app, tmp_path_factory):
    """Step → the reports of its two runs; all in one folder, where the process stands."""
    from mutualgeo_plugin.processing_algorithms import installengine, serveportal
    from mutualgeo_plugin.processing_algorithms.provider import find_algorithms

    folder = tmp_path_factory.mktemp("own")
    write_inputs(folder)
    kinds = {kind().create().name(): kind for kind in find_algorithms()}
    handed: list[Path] = []

    def serve(portal: Path, **_: object) -> SimpleNamespace:
        handed.append(portal)
        return SimpleNamespace(url="http://127.0.0.1:1/", pid=1, portals={})

    def install(wheels: str, _: object) -> tuple[Path, dict[str, str]]:
        handed.append(Path(wheels))
        return Path("/engine/python"), {"mutualgeo": "1"}

    made: dict[tuple[int, str], list[dict]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("MUTUALGEO_ENGINE_PYTHON", str(ENGINE_PYTHON))
        patch.setattr(serveportal, "start_gateway", serve)  # a server and a virtual environment of their own would
        patch.setattr(installengine, "install_engine", install)  # take a minute: where they are told to go is enough
        for rank, (name, given) in enumerate(STEPS):
            parameters = {**given, "REPORT": f"reports/{rank}.json"}
            if parameters.get("FINDING"):
                parameters["FINDING"] = first_finding(folder / "base.gpkg")
            for _ in range(2):
                algorithm = kinds[name]().create()
                algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))
                report = json.loads((folder / parameters["REPORT"]).read_text("utf-8"))
                made.setdefault((rank, name), []).append(report)
    assert handed == [folder / "portal"] * 2 + [folder / "wheels"] * 2
    return folder, made


def test_every_algorithm_is_run():
    assert {name for name, _ in STEPS} == NAMES


@pytest.mark.parametrize(("rank", "name"), [(rank, name) for rank, (name, _) in enumerate(STEPS)])
def test_an_algorithm_runs_twice_where_it_stands(reports, rank, name):
    folder, made = reports
    first, second = made[rank, name]
    assert first["status"] in ("done", "done_with_findings"), first["message"]
    assert first["job"] == second["job"] == name
    if name in ONCE:
        assert [m["code"] for m in second["messages"] if m["level"] == "error"] == [ONCE[name]]
    else:
        assert second["status"] in ("done", "done_with_findings"), second["message"]
    specified = JOBS["extractportal" if name == "publishportal" else name].parameters
    for parameter, value in STEPS[rank][1].items():
        if not specified[parameter].is_path:
            continue
        told = given_texts(first["parameters"][parameter])
        assert told == [f"{folder}/{text}" for text in given_texts(value)]
        if specified[parameter].is_written:
            assert all(Path(path).exists() for path in told), told

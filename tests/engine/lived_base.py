"""A small base that has lived, and a run of each job on it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import rasterio
import shapely
from rasterio.transform import from_origin

from mutualgeo_plugin.engine.model.export import FORMATS
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.written_base import done

_OLD, _NEW = {"dateLeve": "2015-01-01"}, {"dateLeve": "2022-01-01", "precisionPlanimetrique": "010"}
_ROLE = {"REASON": "r", "ROLE": "chef de projet"}


def make_base(folder: Path) -> Path:
    """Lots, merged lines, a conflict that waits, a quality check, an exception, an update that waits; files beside."""
    ring = [(12, 2), (13, 2), (13, 3), (12, 3), (12, 2)]
    lots = {
        "west": [s.emprise("ew", 0, 0, 10, 10), s.kerb("w", (2, 5), (10, 5)), s.kerb("k", (2, 7), (8, 7)),
                 s.tree("t", 3, 3), s.tree("t2", 5, 3)],
        "east": [s.emprise("ee", 10, 0, 20, 10), s.kerb("n", (10, 5), (18, 5)), s.envelope("v", *ring),
                 s.representation("r", "#v"), s.affleurant("a", "#r"), s.drawing("d", (12, 6), (14, 6)),
                 s.facade("fa", (11, 8), (15, 8))],
        "first": [s.emprise("e1", 0, 20, 10, 30), s.kerb("c1", (2, 25), (10, 25), **_OLD)],
        "second": [s.emprise("e2", 0, 20, 10, 30), s.kerb("c2", (2, 25.03), (10, 25.03), producteur="Q", **_NEW)],
        "old": [s.emprise("eo", 0, 40, 50, 50), *(s.tree(f"o{k}", 4 * k + 1, 45) for k in range(4))],
        "bad": [s.emprise("eb", 0, 60, 50, 70), s.kerb("z", (1, 65), (5, 65), (5, 65), (9, 65))],
    }  # fmt: skip
    base = folder / "base.gpkg"
    files = [s.write(folder / f"{name}.gml", *things) for name, things in lots.items()]
    done(folder, "receivelot", INPUT=files, STORE=base, RECEPTION="reception_ouverte")
    done(folder, "assemblebase", STORE=base)
    found = done(folder, "checkquality", INPUT=base, FINDINGS=folder / "findings.gpkg").report["worst"]
    done(folder, "declareexception", STORE=base, FINDING=[found[0]["id"]], **_ROLE)
    update = [s.emprise("eu", 0, 40, 50, 50), *(s.tree(f"u{k}", 4 * k + 1 + 0.8 * (k % 2), 45) for k in range(1, 5))]
    done(folder, "receivelot", STORE=base, INPUT=[s.write(folder / "update.gml", *update)])
    s.write(folder / "more.gml", s.emprise("em", 60, 0, 99, 50), s.tree("m", 70, 5))
    s.write(folder / "later.gml", s.emprise("el", 0, 40, 50, 50), *(s.tree(f"l{k}", 4 * k + 1, 45) for k in range(4)))
    (folder / "points.csv").write_text(f"id;x;y;z\np1;{s.X + 3};{s.Y + 3};100\np2;{s.X + 5};{s.Y + 3};100\n")
    _write_ground(folder / "ground.gpkg")
    _write_image(folder / "ortho.tif")
    (folder / "territoire.toml").write_text(TERRITORY, "utf-8")
    return base


TERRITORY = """
[territory]
name = "Val d'Exemple"
code = "200000000"
crs = "EPSG:3946"
store = "base.gpkg"
[[communes]]
code = "00001"
name = "Exemple-sur-Plan"
[[portals]]
code = "200000000"
name = "Val d'Exemple"
title = "Plan"
contact_organisation = "Val d'Exemple"
  [[portals.layers]]
  source = "ArbrePCRS"
  name = "arbres"
  title = "Arbres"
  columns = ["dateLeve"]
  [[portals.layers]]
  source = "LimiteVoiriePCRS"
  name = "limites"
  title = "Limites"
  columns = ["producteur"]
"""


def _write_ground(path: Path) -> None:
    """Two communes over the lots, and an axis through them."""
    boxes = [shapely.box(s.X - 5, s.Y - 5, s.X + 10, s.Y + 80), shapely.box(s.X + 10, s.Y - 5, s.X + 99, s.Y + 80)]
    communes = geopandas.GeoDataFrame({"code": ["00001", "00002"]}, geometry=boxes, crs=3946)
    communes.to_file(path, layer="communes")
    axis = [shapely.LineString([(s.X, s.Y + 5), (s.X + 20, s.Y + 5)])]
    geopandas.GeoDataFrame({"nom": ["rue"]}, geometry=axis, crs=3946).to_file(path, layer="axes")


def _write_image(path: Path) -> None:
    profile = {"driver": "GTiff", "width": 20, "height": 20, "count": 1, "dtype": "uint8", "crs": "EPSG:3946"}
    with rasterio.open(path, "w", transform=from_origin(s.X, s.Y + 10, 0.5, 0.5), **profile) as out:
        out.write(np.full((1, 20, 20), 100, dtype="uint8"))


# -- a run of each job ------------------------------------------------------------------------------------------------

#: Runs on the base: name → job and its parameters; FOLDER stands for the folder of the base, BASE for the base.
RUNS: dict[str, tuple[str, dict[str, Any]]] = {
    "receivelot": ("receivelot", {"STORE": "BASE", "INPUT": ["FOLDER/more.gml"]}),
    "registerraster": (
        "registerraster",
        {"STORE": "BASE", "INPUT": ["FOLDER/ortho.tif"], "DATE": "2024-03-01", "PRECISION": "010", "PRODUCER": "P"},
    ),
    "assemblebase": ("assemblebase", {"STORE": "BASE", "CONFLICTS": "FOLDER/conflicts.gpkg"}),
    "decideconflict": ("decideconflict", {"STORE": "BASE", "CONFLICT": 1, "KEEP": "both", **_ROLE}),
    "mergetiles": ("mergetiles", {"STORE": "BASE"}),
    "edgematch": ("edgematch", {"STORE": "BASE", "APPLY": True, "OUTPUT": "FOLDER/pairs.gpkg"}),
    "undorun": ("undorun", {"STORE": "BASE", "RUN": 2}),
    "updatebase LOT": ("updatebase", {"STORE": "BASE", "LOT": "update", "CHANGES": "FOLDER/changes.gpkg"}),
    "updatebase INPUT": ("updatebase", {"STORE": "BASE", "INPUT": "FOLDER/later.gml"}),
    "basehistory": ("basehistory", {"STORE": "BASE", "OUTPUT": "FOLDER/history.csv"}),
    "basehistory ASOF": ("basehistory", {"STORE": "BASE", "ASOF": "run:2", "OUTPUT": "FOLDER/history.json"}),
    "removelot": ("removelot", {"STORE": "BASE", "LOT": "old", "REASON": "r"}),
    "acceptanceminutes": ("acceptanceminutes", {"STORE": "BASE", "LOT": "west", "OUTPUT": "FOLDER/minutes.html"}),
    **{
        f"maintainstore {action}": ("maintainstore", {"STORE": "BASE", "ACTION": action, **more})
        for action in ENGINE_JOBS["maintainstore"].parameters["ACTION"].words
        for more in [dict(_ROLE) if action == "release" else {}]
    },
    **{
        f"exportpcrs {form}": (
            "exportpcrs", {"STORE": "BASE", "LOT": "west", "FORMAT": form, "OUTPUT": f"FOLDER/x.{form}"},
        )
        for form in FORMATS
    },
    "exportpcrs lots": ("exportpcrs", {"STORE": "BASE", "OUTPUT": "FOLDER/lots"}),
    "exportpcrs CUT": (
        "exportpcrs",
        {"STORE": "BASE", "EXTENT": [s.X - 5, s.Y - 5, s.X + 15, s.Y + 30], "CUT": True, "OUTPUT": "FOLDER/cut.gml"},
    ),
    "exportpcrs ASOF": ("exportpcrs", {"STORE": "BASE", "ASOF": "run:1", "OUTPUT": "FOLDER/past.gml"}),
    "makeemprises operation": (
        "makeemprises", {"STORE": "BASE", "KIND": "operation", "OUTPUT": "FOLDER/emprises.gpkg"},
    ),
    "makeemprises commune": (
        "makeemprises",
        {"STORE": "BASE", "KIND": "commune", "LAYER": "FOLDER/ground.gpkg|layername=communes", "FIELD": "code",
         "OUTPUT": "FOLDER/emprises.gpkg"},
    ),
    "coverage": (
        "coverage",
        {"STORE": "BASE", "COMMUNES": "FOLDER/ground.gpkg|layername=communes", "FIELD": "code",
         "OUTPUT": "FOLDER/coverage.gpkg"},
    ),
    "sharecosts": (
        "sharecosts",
        {"STORE": "BASE", "COMMUNES": "FOLDER/ground.gpkg|layername=communes", "FIELD": "code", "KEY": "length",
         "NETWORKS": "FOLDER/ground.gpkg|layername=axes", "OWNER": "nom", "COST": "100", "OUTPUT": "FOLDER/c.csv"},
    ),
    "checkquality": ("checkquality", {"INPUT": "BASE", "FINDINGS": "FOLDER/f.gpkg", "HTML": "FOLDER/q.html"}),
    "checkaccuracy": (
        "checkaccuracy", {"STORE": "BASE", "CONTROL": "FOLDER/points.csv", "OUTPUT": "FOLDER/accuracy.gpkg"},
    ),
    "fixproposals": ("fixproposals", {"STORE": "BASE", "APPLY": True, "OUTPUT": "FOLDER/fixes.gpkg"}),
    "declareexception": ("declareexception", {"STORE": "BASE", "FINDING": "FINDING", "STATE": "to_mend", **_ROLE}),
    "declareexception REVOKE": ("declareexception", {"STORE": "BASE", "REVOKE": "1", **_ROLE}),
    "listexceptions": (
        "listexceptions", {"STORE": "BASE", "OUTPUT": "FOLDER/e.gpkg", "CSV": "FOLDER/e.csv", "ALL": True},
    ),
    "extractportal": (
        "extractportal", {"TERRITORY": "FOLDER/territoire.toml", "STORE": "BASE", "PORTAL": "FOLDER/portal"},
    ),
}  # fmt: skip


def prepare(name: str, base: Path, folder: Path, finding: str) -> tuple[str, dict[str, Any]]:
    """A copy of the base and of what stands beside it in a folder: the job of a run, and its parameters."""
    for file in base.parent.iterdir():
        if file.suffix in (".gml", ".gpkg", ".csv", ".tif", ".toml") and not (folder / file.name).exists():
            shutil.copy(file, folder)
    job, given = RUNS[name]

    def placed(value: Any) -> Any:
        if isinstance(value, list):
            return [placed(each) for each in value]
        words = {"BASE": str(folder / base.name), "FINDING": finding}
        return words.get(value, value.replace("FOLDER", str(folder))) if isinstance(value, str) else value

    return job, {key: placed(value) for key, value in given.items()}


def jobs_with_a_base() -> set[str]:
    """Jobs of the engine that take a base, as the specification says."""
    return {name for name, job in ENGINE_JOBS.items() if any(p.may_be_base for p in job.parameters.values())}


def finding_of(base: Path) -> str:
    """A finding of the base that nobody has looked at."""
    return str(query(base, "SELECT MAX(finding_id) FROM finding_listed WHERE state = 'new'")[0][0])

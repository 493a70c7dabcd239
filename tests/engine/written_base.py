"""A small base on which every job that writes has something to do, and what each is given for it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from rasterio.transform import from_origin

from tests.engine import small_lot as s
from tests.engine.run import Ran, run

_OLD, _NEW = {"dateLeve": "2015-01-01"}, {"dateLeve": "2022-01-01", "precisionPlanimetrique": "010"}


def make_base(folder: Path) -> Path:
    """Lots with tiles to merge, an edge to match, versions to rank, a conflict that waits, findings and an exception;
    beside it files of lots yet to come.
    """
    lots = {
        "west": [s.emprise("ew", 0, 0, 10, 10), s.kerb("w", (2, 5), (10, 5))],
        "east": [s.emprise("ee", 10, 0, 20, 10), s.kerb("n", (10, 5), (18, 5)), s.tree("t", 15, 8)],
        "tile0": [s.emprise("g0", 0, -20, 10, -10), s.kerb("g0k", (2, -15), (10, -15))],
        "tile1": [s.emprise("g1", 10, -20, 20, -10), s.kerb("g1k", (10, -15), (18, -15))],
        "fine": [s.emprise("ef", 0, 0, 10, 10), s.kerb("f", (2, 5.01), (10, 5), precisionPlanimetrique="002")],
        "first": [s.emprise("e1", 0, 20, 10, 30), s.kerb("a", (2, 25), (10, 25), **_OLD)],
        "second": [s.emprise("e2", 0, 20, 10, 30), s.kerb("b", (2, 25.03), (10, 25.03), producteur="Q", **_NEW)],
        "beyond": [
            s.emprise("e3", 10, 20, 20, 30),
            s.kerb("c", (10, 25.04), (18, 25.04), producteur="R", precisionPlanimetrique="002"),
        ],
        "old": [s.emprise("eo", 0, 40, 50, 50), *(s.tree(f"o{k}", 4 * k + 1, 45) for k in range(10))],
        "bad": [s.emprise("eb", 0, 60, 50, 70), s.kerb("z", (1, 65), (5, 65), (5, 65), (9, 65))],
    }
    files = [s.write(folder / f"{name}.gml", *things) for name, things in lots.items()]
    base = folder / "base.gpkg"
    done(folder, "receivelot", INPUT=files, STORE=base, RECEPTION="reception_ouverte")
    trees = [s.tree(f"u{k}", 4 * k + 1 + 0.8 * (k % 2), 45) for k in range(1, 12)]
    s.write(folder / "update.gml", s.emprise("eu", 0, 40, 50, 50), *trees)
    for k in range(3):
        s.write(folder / f"more{k}.gml", s.emprise(f"em{k}", 60, 0, 99, 50), s.tree(f"m{k}", 70 + k, 5))
    return base


def done(folder: Path, job: str, **parameters: Any) -> Ran:
    """A run that has ended well."""
    ran = run(folder, job, **parameters)
    assert ran.exit == 0 or ran.status == "done_with_findings", ran.texts()
    return ran


def _conflict(folder: Path, base: Path) -> dict[str, Any]:
    (conflict,) = done(folder, "assemblebase", STORE=base).report["conflicts"]
    return {"CONFLICT": conflict["id"], "KEEP": conflict["uid_b"], "REASON": "r", "ROLE": "chef de projet"}


def _both(folder: Path, base: Path) -> dict[str, Any]:
    return {**_conflict(folder, base), "KEEP": "both"}


def _finding(folder: Path, base: Path) -> dict[str, Any]:
    report = done(folder, "checkquality", INPUT=base).report
    worst = [row["id"] for row in report["worst"]]
    return {"FINDING": worst[:1], "REASON": "r", "ROLE": "chef de projet"}


def _mark(folder: Path, base: Path) -> dict[str, Any]:
    return {**_finding(folder, base), "STATE": "to_mend"}


def _revocation(folder: Path, base: Path) -> dict[str, Any]:
    declared = done(folder, "declareexception", STORE=base, **_finding(folder, base)).report
    numbers = " ".join(map(str, declared["outputs"]["EXCEPTIONS"]))
    return {"REVOKE": numbers, "REASON": "r", "ROLE": "chef de projet"}


def _received_update(folder: Path, base: Path) -> dict[str, Any]:
    done(folder, "receivelot", STORE=base, INPUT=[folder / "update.gml"])
    return {"LOT": "update"}


def _edited(folder: Path, base: Path) -> dict[str, Any]:
    done(folder, "checkquality", INPUT=base)
    return {}


def _tile(folder: Path, base: Path) -> dict[str, Any]:
    profile = {"driver": "GTiff", "width": 20, "height": 20, "count": 1, "dtype": "uint8", "crs": "EPSG:3946"}
    place = from_origin(s.X, s.Y + 10, 0.5, 0.5)
    with rasterio.open(folder / "ortho.tif", "w", transform=place, **profile) as out:
        out.write(np.full((1, 20, 20), 100, dtype="uint8"))
    return {"DATE": "2024-03-01", "PRECISION": "010", "PRODUCER": "P"}


def _nothing(folder: Path, base: Path) -> dict[str, Any]:
    return {}


#: Runs that write: name → job, what comes before it in the base and makes its parameters, its other parameters. FOLDER
#: stands for the folder of the base.
RUNS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "receivelot": ("receivelot", _nothing, {"INPUT": ["FOLDER/more0.gml"]}),
    "registerraster": ("registerraster", _tile, {"INPUT": ["FOLDER/ortho.tif"]}),
    "updatebase INPUT": ("updatebase", _nothing, {"INPUT": "FOLDER/update.gml", "CHANGES": "FOLDER/changes.gpkg"}),
    "updatebase LOT": ("updatebase", _received_update, {}),
    "assemblebase": ("assemblebase", _nothing, {"CONFLICTS": "FOLDER/conflicts.gpkg"}),
    "mergetiles": ("mergetiles", _nothing, {}),
    "edgematch": ("edgematch", _nothing, {"APPLY": True, "OUTPUT": "FOLDER/pairs.gpkg"}),
    "fixproposals": ("fixproposals", _nothing, {"APPLY": True, "OUTPUT": "FOLDER/fixes.gpkg"}),
    "removelot": ("removelot", _nothing, {"LOT": "old", "REASON": "r"}),
    "decideconflict": ("decideconflict", _conflict, {}),
    "decideconflict both": ("decideconflict", _both, {}),
    "checkquality": ("checkquality", _nothing, {}),
    "checkquality again": ("checkquality", _edited, {}),
    "declareexception": ("declareexception", _finding, {}),
    "declareexception STATE": ("declareexception", _mark, {}),
    "declareexception REVOKE": ("declareexception", _revocation, {}),
    "checkaccuracy": ("checkaccuracy", _nothing, {"CONTROL": "FOLDER/points.csv", "OUTPUT": "FOLDER/accuracy.gpkg"}),
    "maintainstore compact": ("maintainstore", _nothing, {"ACTION": "compact"}),
}  # fmt: skip


def prepare(name: str, base: Path, folder: Path) -> tuple[Path, str, dict[str, Any]]:
    """A copy of the base in a folder, ready for a run: the copy, the job and its parameters."""
    for file in base.parent.iterdir():
        if file.suffix in (".gml", ".gpkg"):
            shutil.copy(file, folder)
    (folder / "points.csv").write_text(f"id;x;y;z\np1;{s.X + 15};{s.Y + 8};100\np2;{s.X + 5};{s.Y + 45};100\n")
    job, before, more = RUNS[name]
    copy = folder / base.name
    parameters = {**before(folder, copy), **more}
    placed = {
        key: [v.replace("FOLDER", str(folder)) for v in value] if key == "INPUT" and isinstance(value, list)
        else value.replace("FOLDER", str(folder)) if isinstance(value, str) else value
        for key, value in parameters.items()
    }  # fmt: skip
    return copy, job, {("INPUT" if job == "checkquality" else "STORE"): copy, **placed}

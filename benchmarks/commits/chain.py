"""The chain of jobs that both commits run on a dataset, in one folder each: everything that it leaves is compared."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
from shapely import LineString, box

from .datasets import NETWORKS, SCHEMAS, Dataset
from .engines import Engine, Run

#: Jobs that change the base: it is copied after each, so that the first that differs can be told.
CHANGING = frozenset(
    "receivelot checkquality declareexception assemblebase edgematch mergetiles undorun updatebase removelot".split()
)
#: How a job of the chain may end.
GOOD = ("done", "done_with_findings")
TERRITORY = """[territory]
name = "Territoire"
code = "200000000"
crs = "EPSG:{crs}"
store = "store.gpkg"
producers = ["Métropole de Lyon", "Producteur"]

[[communes]]
code = "00001"
name = "Ouest"

[[portals]]
code = "00001"
name = "Ouest"
title = "Plan"
contact_organisation = "Ouest"
"""
LAYER = """
[[portals.layers]]
source = "{name}"
name = "{short}"
title = "{name}"
columns = ["gml_id"]
"""
FINANCIERS = """[[financiers]]
name = "Ouest"
networks = ["networks.gpkg"]
communes = ["00001"]

[[financiers]]
name = "Est"
networks = ["networks.gpkg"]
"""


@dataclass
class Chain:
    """Jobs run one after the other in a folder, each named: its report and its files bear that name."""

    engine: Engine
    dataset: Dataset
    folder: Path
    ended: dict[str, Run] = field(default_factory=dict)

    @property
    def store(self) -> Path:
        return self.folder / "store.gpkg"

    def run(self) -> dict[str, Run]:
        """Run every job that the dataset has something for; how each ended, by name."""
        self.folder.mkdir(parents=True)
        if self.dataset.layers:
            self._check_layers()
            return self.ended
        territory = self._receive()
        checks = self._checks(territory)
        self.job("check_received", "checkquality", **checks("received"))
        self._declare()
        conflicts = {"CONFLICTS": self.folder / "conflicts.gpkg", "MERGE_TILES": not self.dataset.whole}
        self.job("assemble", "assemblebase", STORE=self.store, **conflicts)
        self.job("check", "checkquality", **checks("check"), HTML=self.folder / "check.html")
        self.job("export_gml", "exportpcrs", STORE=self.store, OUTPUT=self.folder / "export_gml")
        self._fix(checks)
        if self.dataset.whole:
            self._export()
            self._share(territory)
            self._join(checks)
            self._care()
        return self.ended

    def job(self, name: str, job: str, **parameters: Any) -> Run:
        """Run a job; where it may change the base, the base is copied as it is afterwards."""
        ran = self.ended[name] = self.engine.run(job, parameters, self.folder, name)
        if job in CHANGING and self.store.is_file():
            with (
                closing(sqlite3.connect(f"file:{self.store}?mode=ro", uri=True)) as source,
                closing(sqlite3.connect(self.folder / f"base_{len(self.ended):02}_{name}.gpkg")) as copy,
            ):
                source.backup(copy)
        return ran

    def _check_layers(self) -> None:
        """Layers checked, and the first of each compared with itself, moved by nothing."""
        for name, given in self.dataset.layers.items():
            findings = {"FINDINGS": self.folder / f"findings_{name}.gpkg", "HTML": self.folder / f"{name}.html"}
            self.job(f"check_{name}", "checkquality", **given, **findings)
            first = given["INPUT"][0]
            if name not in NETWORKS:
                continue
            self.job(f"compare_{name}", "comparenetworks", A=first, B=first, OUTPUT=self.folder / f"{name}.gpkg")

    def _receive(self) -> Path:
        """Receive all lots; the territory that the following jobs are given.

        Raises
        ------
        SystemExit
            Where no base came of it.
        """
        if not self.dataset.lots:
            made = self.folder / "demo"
            self.job("demo", "makedemo", FOLDER=made)
            territory = made / "territoire.toml"
            given: dict[str, Any] = {"TERRITORY": territory, "FOLDER": made / "lots"}
        else:
            territory = self.folder / "territoire.toml"
            whole = self.dataset.lots[0].is_dir()
            given = {"FOLDER": self.dataset.lots[0]} if whole else {"INPUT": list(self.dataset.lots)}
        given |= self.dataset.reception
        given |= {"STORE": self.store, "RECEIPTS": self.folder / "receipts"}
        received = self.job("receive", "receivelot", **given)
        if not self.store.is_file():
            raise SystemExit(f"{self.engine.name}: {self.dataset.name}: {received.message}")
        layers = Surroundings.read(self.store)
        layers.write(self.folder)
        if self.dataset.lots:
            published = "".join(LAYER.format(name=name, short=name.lower()) for name in layers.classes)
            territory.write_text(TERRITORY.format(crs=layers.crs) + published, "utf-8")
        return territory

    def _checks(self, territory: Path) -> Any:
        """What a check of the base is given, by the stem of its findings."""
        given: dict[str, Any] = {"INPUT": self.store, "TERRITORY": territory, **self.dataset.inputs}
        if "FILES" in given and SCHEMAS.is_dir():
            self.job("schemas", "fetchschemas", SOURCE=SCHEMAS, FOLDER=self.folder / "schemas")
            given["SCHEMAS"] = self.folder / "schemas"
        return lambda stem: {**given, "FINDINGS": self.folder / f"findings_{stem}.gpkg"}

    def _declare(self) -> None:
        """Accept the first findings, by object and by place, and review the next: followed by every later check."""
        listed = self.folder / "findings_received.json"
        rows = json.loads(listed.read_text("utf-8"))["findings"] if listed.is_file() else []
        findings = [row["finding_id"] for row in rows if row["place"] and row["objects"]]
        given = {"STORE": self.store, "REASON": "accepté", "ROLE": "Référent"}
        for name, some, more in (
            ("except_objects", findings[:2], {}),
            ("except_place", findings[2:4], {"SCOPE": "place", "RADIUS": 5}),
            ("review", findings[4:6], {"STATE": "reviewed"}),
        ):
            if some:
                self.job(name, "declareexception", FINDING=some, **given, **more)

    def _fix(self, checks: Any) -> None:
        given = {name: value for name, value in checks("").items() if name in ("TERRITORY", "BUILDINGS")}
        self.job("fixes", "fixproposals", STORE=self.store, OUTPUT=self.folder / "fixes.gpkg", **given)
        given |= {"APPLY": True, "CONFIDENCE": "P", "COPY": self.folder / "fixed.gpkg"}
        self.job("fixes_applied", "fixproposals", STORE=self.store, OUTPUT=self.folder / "applied.gpkg", **given)

    def _export(self) -> None:
        """Every format, every way to choose, whole and cut, today and as it was."""
        folder, extent = self.folder, list(Surroundings.read(self.store).middle)
        given = {"STORE": self.store}
        exports: dict[str, dict[str, Any]] = {
            "whole.gpkg": {"FORMAT": "gpkg"},
            "whole.dxf": {"FORMAT": "dxf"},
            "whole_3d.dxf": {"FORMAT": "dxf", "DXF_3D": True},
            "lot.gml": {"LOT": "1", "DECIMALS": 2},
            "extent.gml": {"EXTENT": extent},
            "extent_cut.gml": {"EXTENT": extent, "CUT": True},
            "mask": {"MASK": folder / "masks.gpkg", "FIELD": "nom"},
            "mask_cut": {"MASK": folder / "masks.gpkg", "FIELD": "nom", "CUT": True},
            "mask_cut_gpkg": {"MASK": folder / "masks.gpkg", "FIELD": "nom", "CUT": True, "FORMAT": "gpkg"},
            "mask_cut_dxf": {"MASK": folder / "masks.gpkg", "FIELD": "nom", "CUT": True, "FORMAT": "dxf"},
            "corridor": {"CORRIDOR": folder / "axes.gpkg", "FIELD": "nom"},
            "past.gml": {"ASOF": "run:1"},
        }
        for name, more in exports.items():
            self.job(f"export_{name.split('.')[0]}", "exportpcrs", **given, OUTPUT=folder / f"export_{name}", **more)

    def _share(self, territory: Path) -> None:
        """Coverage, emprises, costs, the portal and the networks."""
        folder, store = self.folder, {"STORE": self.store}
        communes = {"COMMUNES": folder / "communes.gpkg", "FIELD": "code_insee"}
        self.job("coverage", "coverage", **store, **communes, OUTPUT=folder / "coverage.gpkg")
        kinds: dict[str, dict[str, Any]] = {
            "grid": {"SIZE": 50},
            "operation": {},
            "commune": {"LAYER": folder / "communes.gpkg", "FIELD": "code_insee"},
            "corridor": {"LAYER": folder / "axes.gpkg", "FIELD": "nom"},
        }
        for kind, more in kinds.items():
            self.job(f"emprises_{kind}", "makeemprises", **store, KIND=kind, OUTPUT=folder / f"{kind}.gpkg", **more)
        owners = {"NETWORKS": folder / "networks.gpkg", "OWNER": "exploitant"}
        for key in ("length", "surface", "equal"):
            given = {**communes, "KEY": key, "COST": "10000", "OUTPUT": folder / f"costs_{key}.csv"}
            self.job(f"costs_{key}", "sharecosts", **store, **owners, **given)
        given["OUTPUT"] = folder / "costs_financiers.csv"
        self.job("costs_financiers", "sharecosts", **store, **given, FINANCIERS=folder / "financiers.toml")
        self.job("portal", "extractportal", TERRITORY=territory, **store, PORTAL=folder / "portal")
        sources = {f"{folder}/networks.gpkg": f"{folder}/networks.gpkg"}
        if not self.dataset.lots:
            made = f"{folder}/demo/networks.gpkg|layername="
            sources = {f"{made}eau_syndicat": f"{made}eau_concessionnaire"}
        for a, b in sources.items():
            self.job("networks", "comparenetworks", A=a, B=b, OUTPUT=folder / "discrepancies.gpkg")
            self.job("check_networks", "checkquality", INPUT=[a, b], FINDINGS=folder / "findings_networks.gpkg")

    def _join(self, checks: Any) -> None:
        """A lot compared as an update; edges and tiles, looked at and joined, checked again and undone."""
        folder, store = self.folder, {"STORE": self.store}
        self.job("update", "updatebase", **store, LOT="1", CHANGES=folder / "changes.gpkg")
        self.job("edges", "edgematch", **store, OUTPUT=folder / "edges.gpkg")
        self.job("edges_applied", "edgematch", **store, OUTPUT=folder / "edges_applied.gpkg", APPLY=True)
        merged = self.job("tiles", "mergetiles", **store)
        self.job("check_joined", "checkquality", **checks("joined"))
        self.job("export_joined", "exportpcrs", **store, OUTPUT=folder / "export_joined.gpkg", FORMAT="gpkg")
        if merged.report["outputs"].get("MERGED"):
            self.job("undo", "undorun", **store, RUN=merged.report["outputs"]["RUN"])
        self.job("assemble_again", "assemblebase", **store)

    def _care(self) -> None:
        """History, minutes, exceptions; then a lot is removed."""
        folder, store = self.folder, {"STORE": self.store}
        self.job("history", "basehistory", **store, OUTPUT=folder / "history.csv")
        self.job("minutes", "acceptanceminutes", **store, LOT="1", OUTPUT=folder / "minutes.html")
        listed = {"OUTPUT": folder / "exceptions.gpkg", "CSV": folder / "exceptions.csv", "ALL": True}
        self.job("exceptions", "listexceptions", **store, **listed)
        self.job("remove", "removelot", **store, LOT="1", REASON="essai")
        self.job("care", "maintainstore", **store, ACTION="check")


@dataclass(frozen=True)
class Surroundings:
    """Where the objects of a base lie, and layers around them: two communes, masks, two axes, two networks."""

    crs: int
    classes: tuple[str, ...]
    bounds: tuple[float, ...]
    middle: tuple[float, ...]

    @classmethod
    def read(cls, base: Path) -> Surroundings:
        """From the R-trees of a base, as GeoPackage keeps them; the middle holds half of it each way."""
        with closing(sqlite3.connect(f"file:{base}?mode=ro", uri=True)) as connection:
            names = connection.execute(
                "SELECT table_name, srs_id FROM gpkg_geometry_columns WHERE table_name LIKE '%PCRS' ORDER BY 1"
            ).fetchall()
            rows = [
                row
                for name, _ in names
                for row in connection.execute(f'SELECT minx, miny, maxx, maxy FROM "rtree_{name}_geom"')
            ]
        boxes = np.array(rows)
        bounds = (*np.floor(boxes[:, :2].min(axis=0)).tolist(), *np.ceil(boxes[:, 2:].max(axis=0)).tolist())
        middle = (*np.quantile(boxes[:, :2], 0.25, axis=0).tolist(), *np.quantile(boxes[:, 2:], 0.75, axis=0).tolist())
        classes = tuple(name for name, _ in names if not name.startswith("Emprise"))
        return cls(int(names[0][1]), classes, bounds, middle)

    def write(self, folder: Path) -> None:
        """Write the layers, and the file of financiers that names them."""
        west, south, east, north = self.bounds
        x, y = (self.middle[0] + self.middle[2]) / 2, (self.middle[1] + self.middle[3]) / 2
        halves = [box(west - 10, south - 10, x, north + 10), box(x, south - 10, east + 10, north + 10)]
        axes = [LineString([(west, y), (east, y + 3)]), LineString([(x, south), (x + 3, north)])]
        for name, shapes, column, values in (
            ("communes", halves, "code_insee", ["00001", "00002"]),
            ("masks", [box(west, south, x, y), box(*self.middle)], "nom", ["Sud-Ouest", "Milieu"]),
            ("axes", axes, "nom", ["Rue d'ouest", "Rue du sud"]),
            ("networks", axes, "exploitant", ["Régie", "Syndicat"]),
        ):
            path = folder / f"{name}.gpkg"
            geopandas.GeoDataFrame({column: values}, geometry=shapes, crs=self.crs).to_file(path, layer=name)
        (folder / "financiers.toml").write_text(FINANCIERS, "utf-8")


def run_both(old: Engine, new: Engine, dataset: Dataset, scratch: Path) -> tuple[Path, Path, list[dict[str, Run]]]:
    """Run the chain with both engines, one after the other in the same place, so that no path differs.

    Returns
    -------
    tuple
        The folders that each has left, and how the jobs of each ended.
    """
    place = scratch / "run"
    left, ended = [], []
    for engine, side in ((old, "before"), (new, "after")):
        shutil.rmtree(place, ignore_errors=True)
        ended.append(Chain(engine, dataset, place).run())
        (scratch / side).mkdir(exist_ok=True)
        left.append(place.rename(scratch / side / dataset.name.replace(" ", "_")))
    return left[0], left[1], ended

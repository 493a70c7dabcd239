"""Jobs of the engine on a base, as the plugin starts them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks import measure
from benchmarks.independent_truth.gml import write
from benchmarks.independent_truth.scene import Lot
from benchmarks.independent_truth.scoring import read_findings

from .outcome import Outcome, read_band, read_conflicts, read_objects

#: Checks that are put off when T2 is asked alone.
OTHER_CHECKS = [
    *(f"S{k}" for k in range(1, 10)), *(f"A{k}" for k in range(1, 7)), *(f"G{k}" for k in range(1, 16)),
    "T1", *(f"T{k}" for k in range(3, 10)), *(f"Z{k}" for k in range(1, 5)), *(f"E{k}" for k in range(1, 6)),
    "P1", "P2", "P3", "P4", "L1", "L2", "L3", "L4",
]  # fmt: skip


class Engine:
    """Jobs on one base in a folder, as the plugin starts them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.base = self.folder / "base.gpkg"
        self.reports: list[dict] = []
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, job: str, **parameters: Any) -> dict:
        """Run a job and return its report; a run that fails ends the bench."""
        report = self.folder / f"{len(self.reports)}_{job}_report.json"
        try:
            measure.engine(job, self.folder, report=report, **parameters)
        except SystemExit as ended:
            why = json.loads(report.read_text("utf-8"))["message"] if report.exists() else ended
            raise SystemExit(f"{job} failed in {self.folder}: {why}") from ended
        self.reports.append(json.loads(report.read_text("utf-8")))
        return self.reports[-1]

    def receive(self, lots: list[Lot]) -> None:
        """Write lots and receive them.

        Raises
        ------
        SystemExit
            Where one is refused: the truth would speak of objects that are not there.
        """
        lots_folder = self.folder / f"lots_{len(self.reports)}"
        lots_folder.mkdir()
        for lot in lots:
            write(lot, lots_folder)
        report = self.run("receivelot", FOLDER=str(lots_folder), STORE=str(self.base), RECEPTION="reception_ouverte")
        refused = [lot for lot in report["lots"] if lot["status"] != "received"]
        if refused:
            raise SystemExit(f"not received: {refused}")

    def assemble(self) -> dict:
        """Assemble the base; conflicts go to a file beside it."""
        return self.run("assemblebase", STORE=str(self.base), CONFLICTS=str(self.folder / "conflicts.gpkg"))

    def find_duplicates(self) -> list[frozenset[str]]:
        """Findings of T2 on the base: the gml:ids that each names."""
        profile, findings = self.folder / "t2.toml", self.folder / "findings.gpkg"
        profile.write_text('title = "T2"\n[checks]\n' + "".join(f'{c} = "off"\n' for c in OTHER_CHECKS))
        self.run("checkquality", INPUT=str(self.base), PROFILE=str(profile), FINDINGS=str(findings), DATE="2025-01-01")
        return [f.ids for f in read_findings(findings) if f.check == "T2"]

    def read(self, told: list[frozenset[str]] | None = None) -> Outcome:
        """The base as it is now."""
        objects = read_objects(self.base)
        band = read_band(self.folder / "conflicts.gpkg", objects)
        return Outcome(objects, read_conflicts(self.base), band + (told or []))

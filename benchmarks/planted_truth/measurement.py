"""Receive a scene, check it, compare what was found with what was planted."""

from __future__ import annotations

import atexit
import functools
import json
import math
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mutualgeo_plugin.engine.dataset.findings import Finding
from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.profile import Profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import open_store

from .lot import TODAY
from .plot import neighbour_plot
from .scene import Scene
from .truth import Found, Score, scores, write_truth

#: Families of the catalogue that look at layers outside the base.
ELSEWHERE = ("C", "R")
#: Every check of a PCRS base, at the catalogue's thresholds.
EVERYTHING = Profile("planted", "planted", {c: "off" if c[0] in ELSEWHERE else "on" for c in CHECKS}, {})
#: Findings on a lot as a whole that stand for one value of it each.
BY_VALUE = ("A6", "A6_unknown", "L3", "L3_density")
#: Findings on the base as a whole that stand for these values of it.
OF_BASE = {"P1": ("value", "property")}
#: Folder of the schemas, which are not part of the project.
SCHEMAS = Path(os.environ.get("MUTUALGEO_SCHEMAS", Path(__file__).resolve().parents[2].parent / "shared" / "schemas"))
#: Objects of a tile: several tiles, so that what they share out is measured too.
TILE = 10_000


@dataclass(frozen=True)
class Measured:
    """A scene that was checked: objects, checks with plants, checks carried out, why others were not, how each did."""

    name: str
    objects: int
    planted: frozenset[str]
    ran: tuple[str, ...]
    not_run: dict[str, str]
    scores: dict[str, Score]


def measure(scene: Scene, folder: Path, *, tile: int = TILE) -> Measured:
    """Write, receive and check a scene."""
    folder.mkdir(parents=True, exist_ok=True)
    files = scene.write(folder)
    write_truth(folder / "truth.csv", scene.plants)
    store = receive(files, folder)
    profile = profile_of_checks(scene.checks) if scene.checks else EVERYTHING
    schemas = {"schemas": schemas_copy()} if scene.files else {}
    with open_store(store) as opened:
        base = StoreBase(opened, Inputs(**{"today": TODAY, **schemas, **scene.given}))
        findings, ran, reasons = run_profile(base, profile, tile)
        count, names = base.count(), base.lots
    planted = frozenset(p.check for p in scene.plants if p.wrong)
    return Measured(
        scene.name,
        count,
        planted,
        ran,
        reasons,
        scores(scene.plants, [comparable_finding(f, names) for f in findings], ran),
    )


def run_profile(base: StoreBase, profile: Profile, tile: int) -> tuple[list[Finding], tuple[str, ...], dict[str, str]]:
    """Findings, the checks that ran, and why the others did not; one that breaks off is told, and stops no other."""
    try:
        outcome = run_checks(base, profile, tile_objects=tile)
    except Exception as error:  # whatever a check may raise
        active = profile.active_checks()
        if len(active) == 1:
            return [], (), {active[0]: f"broke off: {type(error).__name__}: {error}"}
        parts = [run_profile(base, profile_of_checks([check]), tile) for check in active]
        broken = {check: why for _, _, reasons in parts for check, why in reasons.items()}
        return [f for found, _, _ in parts for f in found], tuple(c for _, ran, _ in parts for c in ran), broken
    return outcome.findings, tuple(outcome.ran), {check: why.code for check, why in outcome.not_run.items()}


def profile_of_checks(checks: Iterable[str]) -> Profile:
    """A profile of these checks."""
    wanted = set(checks)
    return Profile("planted", "planted", {c: "on" if c in wanted else "off" for c in CHECKS}, {})


def receive(files: Sequence[Path], folder: Path) -> Path:
    """Receive lots into a new base: what a pre-check would refuse is what is planted."""
    store = folder / "base.gpkg"
    parameters = {"INPUT": [str(f) for f in files], "STORE": str(store), "RECEPTION": "reception_ouverte"}
    carry_out("receivelot", parameters, folder)
    return store


def carry_out(job: str, parameters: Mapping[str, object], folder: Path) -> None:
    """Run a job of the engine, its request and report in a folder."""
    request, report = folder / "job.json", folder / "report.json"
    request.write_text(
        json.dumps({"job": job, "parameters": parameters, "report": str(report), "now": f"{TODAY}T08:00:00Z"})
    )
    if run_job(request, lambda event: None):
        raise SystemExit(f"{folder.name}: {json.loads(report.read_text('utf-8'))['message']}")


@functools.cache
def schemas_copy() -> str | None:
    """The schemas as job ``fetchschemas`` keeps them, made once; None where there are none."""
    if not SCHEMAS.is_dir():
        return None
    folder = Path(tempfile.mkdtemp(prefix="mutualgeo-planted-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    carry_out("fetchschemas", {"SOURCE": str(SCHEMAS), "FOLDER": str(folder / "schemas")}, folder)
    return str(folder / "schemas")


def comparable_finding(finding: Finding, lots: dict[int, str]) -> Found:
    """A finding as the comparison sees it: named by its objects, its lot, what it says of the base, or its plot."""
    x, y = finding.place
    if finding.objects:
        about = tuple(sorted(finding.objects))
    elif finding.lots:
        value = [str(finding.fields.get("value", ""))] if finding.code in BY_VALUE else []
        about = tuple(sorted([*(lots[lot] for lot in finding.lots), *value]))
    elif finding.code in OF_BASE:
        about = tuple(sorted(str(finding.fields[key]) for key in OF_BASE[finding.code]))
    else:
        about = (neighbour_plot(x, y),) if math.isfinite(x) else ()
    return Found(finding.code, finding.severity, about, x, y)

"""Precision and recall of the checks on defects planted by an independent generator, from the catalogue's text alone.

    python -m benchmarks.bench_independent_truth [--only STORE ...] [--share 0.1] [--seed 1] [--keep FOLDER]
        [--out FILE]

Lots are generated, received into a store and checked as a user would; each check's findings are held against what was
planted (recall) and against what was drawn without fault, near misses among it (precision).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.independent_truth import scoring, stores  # noqa: E402
from benchmarks.independent_truth.scene import DATE  # noqa: E402

#: The engine that is measured: this project's, or another working copy's (MUTUALGEO_ENGINE).
MAIN = Path(os.environ.get("MUTUALGEO_ENGINE", ROOT / "mutualgeo_plugin" / "engine_main.py"))
CHECKS = [
    *(f"S{k}" for k in range(1, 10)), *(f"A{k}" for k in range(1, 7)), *(f"G{k}" for k in range(1, 16)),
    *(f"T{k}" for k in range(1, 10)), *(f"Z{k}" for k in range(1, 5)), *(f"E{k}" for k in range(1, 6)),
    "P1", "P2", "P3", "P4", "L1", "L2", "L3", "L4",
]  # fmt: skip
#: Checks for which nothing is planted: they need the schema, a control sample, a record beside the file or a service.
NOT_PLANTED = ("S1", "P1", "L1", "L2")


def run(job: str, folder: Path, **parameters: str) -> dict:
    """Run a job of the engine as the plugin does and return its report."""
    request, report = folder / f"{job}.json", folder / f"{job}_report.json"
    request.write_text(
        json.dumps(
            {"job": job, "parameters": parameters, "report": str(report), "language": "fr", "now": f"{DATE}T08:00:00Z"}
        )
    )
    subprocess.run([sys.executable, "-I", str(MAIN), str(request)], stdout=subprocess.DEVNULL, check=False)
    return json.loads(report.read_text("utf-8"))


def check_store(name: str, folder: Path, share: float, seed: int) -> tuple[stores.Store, dict, list[scoring.Finding]]:
    """Generate, receive and check one store."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begun = time.monotonic()
    store = stores.build(name, folder, share, seed)
    drawn = time.monotonic()
    base = folder / "base.gpkg"
    received = run("receivelot", folder, FOLDER=str(store.folder), STORE=str(base), RECEPTION="reception_ouverte")
    refused = [lot for lot in received["lots"] if lot.get("status") == "refused"]
    had = time.monotonic()
    report, findings = check_all(folder, CRASHED, store.parameters | {"FILES": str(store.folder)})
    files = len(list(stores.lots_of(store)))
    print(
        f"{name}: {files} lots drawn in {drawn - begun:.0f} s, received in {had - drawn:.0f} s "
        f"({len(refused)} refused), checked in {time.monotonic() - had:.0f} s: {len(findings)} findings",
        flush=True,
    )
    report["refused"] = {Path(lot["file"]).stem: lot.get("message", "") for lot in refused}
    return store, report, findings


#: Check → stores in which it ended the run by an error of the program.
CRASHED: dict[str, list[str]] = {}


def run_checks(folder: Path, ids: list[str], parameters: dict[str, str]) -> tuple[dict, list[scoring.Finding]]:
    """Run some checks on the base of a folder."""
    profile, findings = folder / "profile.toml", folder / "findings.gpkg"
    profile.write_text(
        'title = "independent truth"\n[checks]\n' + "".join(f'{c} = "{"on" if c in ids else "off"}"\n' for c in CHECKS)
    )
    findings.unlink(missing_ok=True)
    places = {"INPUT": str(folder / "base.gpkg"), "FINDINGS": str(findings), "PROFILE": str(profile), "DATE": DATE}
    report = run("checkquality", folder, **places, **parameters)
    return report, scoring.read_findings(findings) if findings.exists() else []


def check_all(
    folder: Path, crashed: dict[str, list[str]], parameters: dict[str, str]
) -> tuple[dict, list[scoring.Finding]]:
    """Run every check at once; where a check ends the run by an error, it is found and the others run without it."""
    whole: dict = {"findings": {}, "not_run": {}}
    found: list[scoring.Finding] = []

    def keep(report: dict, rows: list[scoring.Finding]) -> None:
        whole["findings"] |= report["findings"]
        whole["not_run"] |= report.get("not_run") or {}
        found.extend(rows)

    def attempt(ids: list[str]) -> None:
        report, rows = run_checks(folder, ids, parameters)
        if report["status"] != "failed":
            keep(report, rows)
        elif len(ids) == 1:
            crashed.setdefault(ids[0], []).append(folder.name)
            print(f"  {ids[0]} failed in {folder.name}: {report['message'][:200]}", flush=True)
        elif ids:
            middle = len(ids) // 2
            attempt(ids[:middle])
            attempt(ids[middle:])

    suspects = [c for c in CHECKS if c in crashed]
    attempt([c for c in CHECKS if c not in suspects])
    for check in suspects:
        attempt([check])
    return whole, found


def table(scores: dict[str, scoring.Score], carried_out: set[str]) -> dict[str, dict[str, object]]:
    """Print a line a check and return the figures."""
    print(
        f"{'check':6}{'n':>6}{'found':>7}{'missed':>7}{'near':>6}{'false':>6}{'excused':>8}"
        "   recall (95 %)          precision (95 %)"
    )
    out: dict[str, dict[str, object]] = {}
    for check in (c for c in CHECKS if c not in NOT_PLANTED):
        s = scores[check]
        recall, precision = scoring.wilson(s.found, s.plants), scoring.wilson(s.found, s.found + s.alarms)
        out[check] = {
            "plants": s.plants, "found": s.found, "missed": s.plants - s.found, "near_misses": s.near,
            "near_misses_flagged": s.near_alarms, "false_alarms": s.alarms, "excused": s.excused,
            "carried_out": check in carried_out,
            "recall": [s.found / s.plants if s.plants else None, *recall],
            "precision": [s.found / (s.found + s.alarms) if s.found + s.alarms else None, *precision],
            "missed_plants": s.missed, "alarms": s.false,
        }  # fmt: skip
        head = f"{check:6}{s.plants:6}{s.found:7}{s.plants - s.found:7}{s.near:6}{s.alarms:6}{s.excused:8}"
        if check in CRASHED:
            out[check]["failed_in"] = CRASHED[check]
        if check not in carried_out and check not in CRASHED:
            print(f"{head}   not carried out")
            continue
        shares = []
        for good, total, (low, high) in ((s.found, s.plants, recall), (s.found, s.found + s.alarms, precision)):
            shares.append(f"{good / total:7.4f} [{low:.3f}, {high:.3f}]" if total else "      -               ")
        print(
            f"{head}  {shares[0]}  {shares[1]}"
            + (f"  failed in {', '.join(CRASHED[check])}" if check in CRASHED else "")
        )
    return out


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", choices=stores.NAMES, default=stores.NAMES)
    parser.add_argument("--share", type=float, default=1.0, help="part of the plants, for a quick look")
    parser.add_argument("--seed", type=int, default=stores.SEED, help="other lots, on which nothing has been mended")
    parser.add_argument("--keep", type=Path, help="where lots, bases, findings and truth.csv stay")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "independent_truth.json")
    options = parser.parse_args()
    scores: dict[str, scoring.Score] = defaultdict(scoring.Score)
    carried_out: set[str] = set()
    refused: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        done = []
        for name in options.only:
            store, report, findings = check_store(name, folder / name, options.share, options.seed)
            carried_out |= set(report["findings"]) - set(report.get("not_run") or {})
            refused |= report["refused"]
            known = [t for t in store.truth if not set(t.lot.split("; ")) & set(report["refused"])]
            scoring.score(name, known, findings, scores)
            done.append(store)
        stores.write_truth(folder / "truth.csv", done)
    figures = table(scores, carried_out)
    for lot, why in sorted(refused.items()):
        print(f"refused on reception, not counted: {lot}: {why[:160]}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps({"checks": figures, "refused": refused}, indent=1, ensure_ascii=False) + "\n")
    print(f"written: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Receive each lot of a folder into a store of its own and export it again unchanged, under the same file name.

    roundtrip.py --data FOLDER --out FOLDER

Runs the engine as the plugin does, without QGIS. Ends with exit status 1 when a lot is refused or loses anything.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import build_tree
from demo_report import MEASURES

ENGINE_MAIN = build_tree.ROOT / build_tree.PLUGIN / "engine_main.py"

#: Coordinates exactly as they were read (parameter DECIMALS of exportpcrs).
AS_READ = -1

LOT_SUFFIXES = (".gml", ".zip")


def run_job(folder: Path, job: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Run one engine job and return its report.

    Raises
    ------
    RuntimeError
        When it ends otherwise than well; the text is the engine's sentence.
    """
    report = folder / f"{job}.report.json"
    request = folder / f"{job}.json"
    request.write_text(
        json.dumps({"job": job, "parameters": parameters, "report": str(report), "command": "", "language": "en"}),
        encoding="utf-8",
    )
    answer = subprocess.run(
        [sys.executable, "-I", str(ENGINE_MAIN), str(request)], capture_output=True, text=True, check=False
    )
    told = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {"message": answer.stderr.strip()}
    if answer.returncode:
        raise RuntimeError(told.get("message") or answer.stdout.strip())
    return told


def round_trip(lot: Path, target: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Reports of receiving `lot` and of exporting it to `target`."""
    with tempfile.TemporaryDirectory(prefix="mutualgeo_roundtrip_") as scratch:
        folder = Path(scratch)
        store = str(folder / "store.gpkg")
        received = run_job(folder, "receivelot", {"INPUT": [str(lot)], "STORE": store})
        exported = run_job(
            folder, "exportpcrs", {"STORE": store, "LOT": "", "OUTPUT": str(target), "DECIMALS": AS_READ}
        )
    return received, exported


def losses(received: dict[str, Any], exported: dict[str, Any]) -> list[str]:
    """What differs between what was read and what was written."""
    before, after = received["counts"]["in"], exported["counts"]["out"]
    classes = [f"{name} {before.get(name, 0)} → {after.get(name, 0)}" for name in sorted(before | after)
               if before.get(name, 0) != after.get(name, 0)]  # fmt: skip
    measures = [
        f"{measure} {received[measure]['in']} → {exported[measure]['out']}"
        for measure in MEASURES
        if received[measure]["in"] != exported[measure]["out"]
    ]
    return classes + measures


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder of PCRS lots")
    parser.add_argument("--out", required=True, help="folder for the exported lots")
    options = parser.parse_args()
    data, out = Path(options.data), Path(options.out)
    lots = sorted(path for path in data.iterdir() if path.suffix.lower() in LOT_SUFFIXES) if data.is_dir() else []
    if not options.data or not lots:
        raise SystemExit(f"no PCRS lot (*.gml, *.zip) in '{options.data}': name a folder with DATA=<folder>")
    out.mkdir(parents=True, exist_ok=True)
    failed = 0
    for lot in lots:
        target = (out / lot.name).with_suffix(".gml")
        try:
            received, exported = round_trip(lot.resolve(), target.resolve())
            lost = losses(received, exported)
        except RuntimeError as problem:
            lost = [str(problem)]
        failed += bool(lost)
        objects = "" if lost else f"{sum(received['counts']['in'].values())} objects, {received['arcs']['in']} arcs"
        print(f"{lot.name}: {'; '.join(lost) if lost else objects}", file=sys.stderr if lost else sys.stdout)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())

"""Time and memory of a command with its children, and what a GeoPackage holds."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MAIN = ROOT / "mutualgeo_plugin" / "engine_main.py"

#: ogr2ogr run so that it keeps codes as texts; with LINKS it keeps associations too.
FAITHFUL = ["--config", "GML_FIELDTYPES", "ALWAYS_STRING", "-oo", "WRITE_GFS=NO"]
LINKS = ["-oo", "GML_ATTRIBUTES_TO_OGR_FIELDS=YES"]


def family_memory_mb(pid: int) -> float:
    """Memory held now by a process and its children, in megabytes."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[2]) == pid or stat.parent.name == str(pid):
                total += int(fields[21])
        except (OSError, IndexError, ValueError):
            continue
    return total * os.sysconf("SC_PAGE_SIZE") / 1e6


def time_command(
    command: list[str], folder: Path, *, hear: Callable[[str], None] = lambda line: None
) -> tuple[float, float]:
    """Seconds and peak megabytes of a command and its children; `hear` is given each line that it prints."""
    peak = 0.0
    begun = time.perf_counter()
    errors = folder / "errors.txt"
    with errors.open("wb") as stream:
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=stream, cwd=folder, start_new_session=True, text=True
        )
        done = threading.Event()

        def watch() -> None:
            nonlocal peak
            while not done.wait(0.02):
                peak = max(peak, family_memory_mb(process.pid))

        watcher = threading.Thread(target=watch)
        watcher.start()
        for line in process.stdout or ():
            hear(line)
        process.wait()
    seconds = time.perf_counter() - begun
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {errors.read_text()[-500:]}")
    return seconds, peak


def engine(
    job: str,
    folder: Path,
    *,
    hear: Callable[[str], None] = lambda line: None,
    report: Path | None = None,
    **parameters: object,
) -> tuple[float, float]:
    """Seconds and peak megabytes of a job of the engine."""
    request = folder / "job.json"
    request.write_text(json.dumps({"job": job, "parameters": parameters, "report": report and str(report)}))
    return time_command([sys.executable, "-I", str(MAIN), str(request)], folder, hear=hear)


def counts(path: Path, where: str = "1") -> dict[str, int]:
    """Objects per class."""
    connection = sqlite3.connect(path)
    tables = [r[0] for r in connection.execute("SELECT table_name FROM gpkg_contents") if r[0].endswith("PCRS")]
    return {t: connection.execute(f'SELECT COUNT(*) FROM "{t}" WHERE {where}').fetchone()[0] for t in tables}


def save(result: dict[str, object], out: Path) -> None:
    """Keep the figures as JSON."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n")
    print(f"written: {out}")


def verdict(reached: bool) -> str:
    """How a bar was met."""
    return "reached" if reached else "MISSED"

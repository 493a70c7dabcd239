"""Reading PCRS beside ogr2ogr: same generated file, one run, alternating, equal counts per class.

    bench.py [--objects 100000] [--rounds 3] [--growth 4] [--out build/bench.json]

Only ratios taken inside one run count: absolute times vary from machine to machine. The peer is run as it must be to
keep what we keep (codes as text, links as fields); its default run, which loses both, is printed too.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from mutualgeo_plugin.engine.demo.biglot import big_lot  # noqa: E402

MAIN = ROOT / "mutualgeo_plugin" / "engine_main.py"
FAITHFUL = ["--config", "GML_FIELDTYPES", "ALWAYS_STRING", "-oo", "WRITE_GFS=NO"]
LINKS = ["-oo", "GML_ATTRIBUTES_TO_OGR_FIELDS=YES"]

#: Bars of the project: times faster than ogr2ogr, megabytes, bytes a member, growth exponent.
BAR_RATIO, BAR_MB, BAR_BYTES, BAR_EXPONENT = 4.0, 400.0, 200.0, 1.05


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


def timed(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds and peak megabytes of a command and its children."""
    peak = 0.0
    begun = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder, start_new_session=True
    )
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.02):
            peak = max(peak, family_memory_mb(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - begun
    done.set()
    watcher.join()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed: {errors.decode()[-500:]}")
    return seconds, peak


def ours(source: Path, folder: Path) -> tuple[float, float, dict[str, int]]:
    """Receive into a new store, complete: attributes, arcs, links, affleurant geometry, R-trees, audit."""
    store, request = folder / "ours.gpkg", folder / "job.json"
    store.unlink(missing_ok=True)
    request.write_text(json.dumps({"job": "receivelot", "parameters": {"INPUT": [str(source)], "STORE": str(store)}}))
    seconds, peak = timed([sys.executable, "-I", str(MAIN), str(request)], folder)
    return seconds, peak, counts(store)


def theirs(source: Path, folder: Path, options: list[str]) -> tuple[float, float, dict[str, int]]:
    """The same file through ogr2ogr, from a folder without side files."""
    out = folder / "theirs.gpkg"
    out.unlink(missing_ok=True)
    for side in folder.glob("*.gfs"):
        side.unlink()
    seconds, peak = timed(["ogr2ogr", *options, "-f", "GPKG", str(out), str(source)], folder)
    return seconds, peak, counts(out)


def counts(path: Path) -> dict[str, int]:
    """Objects per class."""
    connection = sqlite3.connect(path)
    tables = [r[0] for r in connection.execute("SELECT table_name FROM gpkg_contents") if r[0].endswith("PCRS")]
    return {t: connection.execute(f'SELECT COUNT(*) FROM "{t}"').fetchone()[0] for t in tables}


def main() -> None:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--growth", type=int, default=4, help="size of the second file, in times the first")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench.json")
    options = parser.parse_args()
    if shutil.which("ogr2ogr") is None:
        raise SystemExit("ogr2ogr is needed (Debian package gdal-bin): run make setup")
    with tempfile.TemporaryDirectory(prefix="mutualgeo-bench-") as scratch:
        result = bench(Path(scratch), options.objects, options.rounds, options.growth)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(result, indent=1) + "\n")
    print(f"written: {options.out}")


def bench(folder: Path, objects: int, rounds: int, growth: int) -> dict[str, object]:
    """Alternate the three programs; ratios are those of one round."""
    source = folder / "lot.gml"
    expected = big_lot(source, objects)
    members = sum(expected.values())
    print(f"{members} objects, {source.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
    times: dict[str, list[float]] = {"mutualgeo": [], "ogr2ogr, faithful": [], "ogr2ogr, default": []}
    peak = 0.0
    for _ in range(rounds):
        for name, outcome in (
            ("mutualgeo", ours(source, folder)),
            ("ogr2ogr, faithful", theirs(source, folder, [*FAITHFUL, *LINKS])),
            ("ogr2ogr, default", theirs(source, folder, [])),
        ):
            seconds, memory, counted = outcome
            if counted != expected:
                raise SystemExit(f"{name}: counts differ: {counted} for {expected}")
            times[name].append(seconds)
            peak = max(peak, memory) if name == "mutualgeo" else peak
        print("  round:", ", ".join(f"{n} {t[-1]:.2f} s" for n, t in times.items()))
    ratios = {
        name: statistics.median(b / a for a, b in zip(times["mutualgeo"], times[name], strict=True))
        for name in times
        if name != "mutualgeo"
    }
    large = folder / "large.gml"
    big = sum(big_lot(large, objects * growth).values())
    seconds, large_peak, _ = ours(large, folder)
    exponent = math.log(seconds / statistics.median(times["mutualgeo"])) / math.log(big / members)
    for name, ratio in ratios.items():
        print(f"reading to store: {ratio:.1f} x as fast as {name}")
    allowed = BAR_MB + BAR_BYTES * big / 1e6
    faithful = ratios["ogr2ogr, faithful"]
    print(f"  bar: {BAR_RATIO:g} x the faithful one: {'reached' if faithful >= BAR_RATIO else 'MISSED'}")
    print(
        f"peak memory: {peak:.0f} MB at {members}, {large_peak:.0f} MB at {big}"
        f" (bar {allowed:.0f} MB: {'reached' if large_peak <= allowed else 'MISSED'})"
    )
    print(
        f"growth exponent {members} → {big}: {exponent:.3f}"
        f" (bar {BAR_EXPONENT}: {'reached' if exponent <= BAR_EXPONENT else 'MISSED'})"
    )
    return {
        "objects": members,
        "seconds": times,
        "ratios": ratios,
        "peak_mb": peak,
        "large": {"objects": big, "seconds": seconds, "peak_mb": large_peak},
        "exponent": exponent,
    }


if __name__ == "__main__":
    main()

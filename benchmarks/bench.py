"""Reading PCRS beside ogr2ogr: same generated file, one run, alternating, equal counts per class.

    bench.py [--objects 100000] [--rounds 3] [--growth 4] [--out build/bench.json]

Only ratios taken inside one run count: absolute times vary from machine to machine. The peer is run as it must be to
keep what we keep (codes as text, links as fields); its default run, which loses both, is printed too.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from measure import FAITHFUL, LINKS, counts, engine, save, time_command, verdict  # noqa: E402

from benchmarks.biglot import write_big_lot  # noqa: E402

#: Bars of the project: times faster than ogr2ogr, megabytes, bytes a member, growth exponent.
BAR_RATIO, BAR_MB, BAR_BYTES, BAR_EXPONENT = 4.0, 400.0, 200.0, 1.05


def run_mutualgeo(source: Path, folder: Path) -> tuple[float, float, dict[str, int]]:
    """Receive into a new store, complete: attributes, arcs, links, affleurant geometry, R-trees, audit."""
    store = folder / "ours.gpkg"
    store.unlink(missing_ok=True)
    seconds, peak = engine("receivelot", folder, INPUT=[str(source)], STORE=str(store))
    return seconds, peak, counts(store)


def run_ogr2ogr(source: Path, folder: Path, options: list[str]) -> tuple[float, float, dict[str, int]]:
    """The same file through ogr2ogr, from a folder without side files."""
    out = folder / "theirs.gpkg"
    out.unlink(missing_ok=True)
    for side in folder.glob("*.gfs"):
        side.unlink()
    seconds, peak = time_command(["ogr2ogr", *options, "-f", "GPKG", str(out), str(source)], folder)
    return seconds, peak, counts(out)


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
    save(result, options.out)


def bench(folder: Path, objects: int, rounds: int, growth: int) -> dict[str, object]:
    """Alternate the three programs; ratios are those of one round."""
    source = folder / "lot.gml"
    expected = write_big_lot(source, objects)
    members = sum(expected.values())
    print(f"{members} objects, {source.stat().st_size / 1e6:.0f} MB, {os.cpu_count()} cores")
    times: dict[str, list[float]] = {"mutualgeo": [], "ogr2ogr, faithful": [], "ogr2ogr, default": []}
    peak = 0.0
    for _ in range(rounds):
        for name, outcome in (
            ("mutualgeo", run_mutualgeo(source, folder)),
            ("ogr2ogr, faithful", run_ogr2ogr(source, folder, [*FAITHFUL, *LINKS])),
            ("ogr2ogr, default", run_ogr2ogr(source, folder, [])),
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
    big = sum(write_big_lot(large, objects * growth).values())
    seconds, large_peak, _ = run_mutualgeo(large, folder)
    exponent = math.log(seconds / statistics.median(times["mutualgeo"])) / math.log(big / members)
    for name, ratio in ratios.items():
        print(f"reading to store: {ratio:.1f} x as fast as {name}")
    allowed = BAR_MB + BAR_BYTES * big / 1e6
    faithful = ratios["ogr2ogr, faithful"]
    print(f"  bar: {BAR_RATIO:g} x the faithful one: {verdict(faithful >= BAR_RATIO)}")
    print(
        f"peak memory: {peak:.0f} MB at {members}, {large_peak:.0f} MB at {big}"
        f" (bar {allowed:.0f} MB: {verdict(large_peak <= allowed)})"
    )
    print(
        f"growth exponent {members} → {big}: {exponent:.3f} (bar {BAR_EXPONENT}: {verdict(exponent <= BAR_EXPONENT)})"
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

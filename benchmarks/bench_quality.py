"""Seven basic checks beside DuckDB, PostGIS and QGIS, and the full profile beside reading; equal counts, one run.

    bench_quality.py [--objects 100000] [--large 1000000] [--rounds 3] [--out build/bench_quality.json]

The seven: missing or invalid geometry, lines without length, tiny lines, lines that cross themselves, exact duplicates
in any direction, outlines that overlap, objects outside the emprise. DuckDB has its tables in memory, as we have then;
PostGIS is timed with loading and we with reading the store; QGIS runs the algorithms that it has for five of the
seven, check by check with its layers in memory, as we have our tables then, and once more from a GeoPackage, beside
ours from the store. Only ratios taken inside one run count.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import shapely  # noqa: E402
from flaws import FLAWS, write_flaws  # noqa: E402
from measure import engine, save, verdict  # noqa: E402
from peers import Duck, Postgis, Row, qgis_seconds  # noqa: E402

from benchmarks.biglot import write_big_lot  # noqa: E402
from mutualgeo_plugin.engine.model.checks import CHECKS  # noqa: E402
from mutualgeo_plugin.engine.quality.check_run import run_local  # noqa: E402
from mutualgeo_plugin.engine.quality.profile import Profile  # noqa: E402
from mutualgeo_plugin.engine.quality.store_base import StoreBase  # noqa: E402
from mutualgeo_plugin.engine.store.store import Store, open_store  # noqa: E402

SEVEN = ("G1", "G2", "G5", "G7", "T1", "T3", "T4")
#: Those that QGIS has an algorithm for.
FIVE = ("G1", "G2", "G5", "T1", "T3")
#: Overlaps are judged by their surface alone: the peers have no width.
THRESHOLDS = {"T3": {"width": 1000.0}}
#: Bars of the project: DuckDB's time at the most (aim 1.0), PostGIS and QGIS at least, the full profile in readings.
BAR_DUCKDB, BAR_POSTGIS, BAR_QGIS, BAR_FULL, BAR_EXPONENT = 1.5, 4.0, 8.0, 1.0, 1.10


def profile_of_checks(*checks: str) -> Profile:
    """A profile of some checks."""
    return Profile("bench", "bench", {name: "on" if name in checks else "off" for name in CHECKS}, THRESHOLDS)


def time_work(work: Callable[[], dict[str, int]]) -> tuple[float, dict[str, int]]:
    """Seconds and counts of a piece of work."""
    begun = time.perf_counter()
    counts = work()
    return time.perf_counter() - begun, counts


def work_in_memory(opened: Store, checks: tuple[str, ...]) -> Callable[[], dict[str, int]]:
    """Some checks, with the tables at hand: nothing else is prepared."""
    base = StoreBase(opened)
    tables = {name: base.table(name) for name in base.classes}
    crowds = base.crowds

    def work() -> dict[str, int]:
        fresh = StoreBase(opened, crowds=crowds)
        for name, table in tables.items():
            fresh.hold(name, table)
        return run_local(fresh, profile_of_checks(*checks)).count_per_check()

    return work


def checks_from_store(store: Path, checks: tuple[str, ...]) -> dict[str, int]:
    """Some checks, reading included."""
    with open_store(store) as opened:
        return run_local(StoreBase(opened), profile_of_checks(*checks)).count_per_check()


def rows_of(store: Path) -> tuple[list[Row], bytes]:
    """What the peers are given: class, whether it is drawn, whether an outline, linearised WKB; and the emprise."""
    rows: list[Row] = []
    with open_store(store) as opened:
        base = StoreBase(opened)
        emprise = shapely.union_all(list(base.emprises.values()))
        for name in base.classes:
            if name not in base.spatial_classes and name not in base.drawn_classes:
                continue
            if name == "EmpriseEchangePCRS":
                continue
            wkbs = shapely.to_wkb(shapely.force_2d(base.geometry(name)))
            drawn, field = name in base.drawn_classes, name in base.field_classes
            rows += [(name, drawn, field, name == "AffleurantEnveloppePCRS", wkb) for wkb in wkbs]
    return rows, shapely.to_wkb(emprise)


def main() -> None:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--objects", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench_quality.json")
    options = parser.parse_args()
    if shutil.which("qgis_process") is None:
        raise SystemExit("QGIS is needed: run make setup")
    os.environ.update(QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory(prefix="mutualgeo-bench-") as scratch:
        folder = Path(scratch)
        result = {"seven": bench_seven_checks(folder, options.objects, options.rounds)}
        result["full"] = bench_full_profile(folder, options.objects, options.large)
    save(result, options.out)


def bench_seven_checks(folder: Path, objects: int, rounds: int) -> dict[str, object]:
    """The seven basic checks, ours and theirs in turn."""
    lots = folder / "lots"
    lots.mkdir()
    members = sum(write_big_lot(lots / "lot.gml", objects).values())
    write_flaws(lots / "flaws.gml")
    store = folder / "seven.gpkg"
    engine("receivelot", folder, FOLDER=str(lots), STORE=str(store), RECEPTION="reception_ouverte")
    rows, emprise = rows_of(store)
    kinds = {name: (drawn, field, outline) for name, drawn, field, outline, _ in rows}
    print(f"{members} objects and {FLAWS} of each of seven flaws, {os.cpu_count()} cores, two threads each")
    times: dict[str, list[float]] = {}
    expected: dict[str, int] = {}
    with Duck(rows, emprise) as duck, Postgis(folder / "postgres") as postgis, open_store(store) as opened:
        memory = work_in_memory(opened, SEVEN)
        for _ in range(rounds):
            work = {
                "mutualgeo, in memory": memory,
                "DuckDB, in memory": duck.checks,
                "mutualgeo, from the store": lambda: checks_from_store(store, SEVEN),
                "PostGIS, with loading": lambda: postgis.load_and_check(store, kinds),
            }
            for name, part in work.items():
                seconds, counts = time_work(part)
                expected = expected or counts
                if counts != expected:
                    raise SystemExit(f"{name}: counts differ: {counts} for {expected}")
                times.setdefault(name, []).append(seconds)
            print("  round:", ", ".join(f"{name} {t[-1]:.2f} s" for name, t in times.items()))
        each = {check: [time_work(work_in_memory(opened, (check,)))[0] for _ in range(rounds)] for check in FIVE}
    qgis = qgis_seconds(rows, folder)
    ours = [time_work(lambda: checks_from_store(store, FIVE))[0] for _ in range(rounds)]
    for way in qgis.values():
        if way["counts"] != {check: expected[check] for check in FIVE}:
            raise SystemExit(f"QGIS: counts differ: {way['counts']} for {expected}")
    by_check = {check: qgis["held"]["each"][check] / statistics.median(each[check]) for check in FIVE}
    ratio = {
        "duckdb": _median(times["mutualgeo, in memory"], times["DuckDB, in memory"]),
        "postgis": _median(times["PostGIS, with loading"], times["mutualgeo, from the store"]),
        "qgis": sum(qgis["held"]["each"].values()) / sum(statistics.median(times) for times in each.values()),
        "qgis_reading": sum(qgis["saved"]["each"].values()) / statistics.median(ours),
    }
    print(f"found by all: {expected}")
    print(
        f"{ratio['duckdb']:.2f} x DuckDB's time (bar {BAR_DUCKDB}: {verdict(ratio['duckdb'] <= BAR_DUCKDB)}; aim 1.0)"
    )
    print(
        f"{ratio['postgis']:.1f} x as fast as PostGIS (bar {BAR_POSTGIS}: {verdict(ratio['postgis'] >= BAR_POSTGIS)})"
    )
    print(
        f"{ratio['qgis']:.1f} x as fast as QGIS, both with their layers in memory (bar {BAR_QGIS}: "
        f"{verdict(ratio['qgis'] >= BAR_QGIS)}), check by check "
        + ", ".join(f"{check} {times:.1f}" for check, times in by_check.items())
        + f"; {ratio['qgis_reading']:.1f} x where both read them first, all attributes with them on our side"
    )
    return {"seconds": times, "qgis": qgis, "each": each, "ours_five": ours, "found": expected, "ratio": ratio}


def _median(a: list[float], b: list[float]) -> float:
    return statistics.median(x / y for x, y in zip(a, b, strict=True))


def bench_full_profile(folder: Path, objects: int, large: int) -> dict[str, object]:
    """Every check of PCRS data, beside the complete reading of the same file."""
    profile = folder / "full.toml"
    off = [check for check in CHECKS if check[0] in "RC"]
    profile.write_text("[checks]\n" + "".join(f'{check} = "off"\n' for check in off))
    found = {}
    for size in (objects, large):
        source, store = folder / "full.gml", folder / "full.gpkg"
        store.unlink(missing_ok=True)
        members = sum(write_big_lot(source, size).values())
        read, _ = engine("receivelot", folder, INPUT=[str(source)], STORE=str(store))
        report = folder / "report.json"
        checked, peak = engine("checkquality", folder, report=report, INPUT=str(store), PROFILE=str(profile))
        counts = Counter(json.loads(report.read_text("utf-8"))["findings"])
        found[size] = {"objects": members, "read": read, "check": checked, "mb": peak, "findings": counts.total()}
        print(
            f"{members} objects: read in {read:.1f} s, all checks in {checked:.1f} s, {peak:.0f} MB, "
            f"{counts.total()} findings: {checked / read:.2f} x reading (bar {BAR_FULL}: "
            f"{verdict(checked / read <= BAR_FULL)}; aim 0.5)"
        )
    small, big = found.values()
    exponent = math.log(big["check"] / small["check"]) / math.log(big["objects"] / small["objects"])
    print(f"growth exponent {exponent:.3f} (bar {BAR_EXPONENT}: {verdict(exponent <= BAR_EXPONENT)})")
    return {"sizes": found, "exponent": exponent}


if __name__ == "__main__":
    try:
        sys.exit(main())
    except subprocess.CalledProcessError as error:
        raise SystemExit(f"{error.cmd[0]} failed") from error

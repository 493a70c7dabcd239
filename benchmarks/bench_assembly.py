"""Many lots received and assembled, alone at size and beside what a user would do without mutualgeo.

    bench_assembly.py [--lots 100] [--large 1000] [--rounds 3] [--out build/bench_assembly.json]

The peer is ogr2ogr of each lot to GeoPackage, then QGIS's native:mergevectorlayers and
native:deleteduplicategeometries for each class. Only ratios taken inside one run count. Objects of the field are
counted on both sides: all those that are repeated point by point must be gone on ours; those surveyed twice too, which
the peer cannot find.
"""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sqlite3
import statistics
import sys
import tempfile
import time
from pathlib import Path

from lots import CLASSES, write_lots
from measure import FAITHFUL, ROOT, counts, engine, save, time_command, verdict

#: Without it native:mergevectorlayers stops: each layer numbers its features from 1 in the field that is the key.
OWN_KEY = ["-lco", "FID=ogr_fid"]

#: Bars of the project: megabytes, time of the last hundred lots in times the first, growth exponent.
BAR_MB, BAR_LAST, BAR_EXPONENT = 2000.0, 1.5, 1.1


def run_mutualgeo(lots: Path, folder: Path) -> dict[str, float]:
    """Receive all lots in one run, then assemble once."""
    store = folder / "base.gpkg"
    store.unlink(missing_ok=True)
    moments: list[float] = []

    def record_line(line: str) -> None:
        if '"lot_received"' in line:
            moments.append(time.perf_counter())

    receiving, receiving_mb = engine("receivelot", folder, hear=record_line, FOLDER=str(lots), STORE=str(store))
    assembling, assembling_mb = engine("assemblebase", folder, STORE=str(store))
    hundred = min(100, len(moments) // 2)
    return {
        "lots": len(moments),
        "receive": receiving,
        "assemble": assembling,
        "seconds": receiving + assembling,
        "mb": max(receiving_mb, assembling_mb),
        "first": moments[hundred] - moments[0],
        "last": moments[-1] - moments[-1 - hundred],
        "kept": sum(n for name, n in counts(store, "state = 'current'").items() if name in CLASSES),
    }


def run_peers(lots: Path, folder: Path) -> dict[str, float]:
    """Convert each lot, merge class by class, delete equal geometries."""
    shutil.rmtree(folder / "peer", ignore_errors=True)
    work = folder / "peer"
    work.mkdir()
    seconds = 0.0
    files = []
    for source in sorted(lots.glob("*.gml")):
        files.append(work / f"{source.stem}.gpkg")
        seconds += time_command(["ogr2ogr", *FAITHFUL, *OWN_KEY, "-f", "GPKG", str(files[-1]), str(source)], work)[0]
    kept = 0
    for name in CLASSES:
        merged, clean = work / f"merged_{name}.gpkg", work / f"clean_{name}.gpkg"
        layers = [f"--LAYERS={path}|layername={name}" for path in files]
        run = ["qgis_process", "run"]
        seconds += time_command([*run, "native:mergevectorlayers", *layers, f"--OUTPUT={merged}"], work)[0]
        seconds += time_command(
            [*run, "native:deleteduplicategeometries", f"--INPUT={merged}", f"--OUTPUT={clean}"], work
        )[0]
        kept += rows(clean)
    return {"seconds": seconds, "kept": kept}


def rows(path: Path) -> int:
    """Features of the one layer of a GeoPackage."""
    connection = sqlite3.connect(path)
    (table,) = connection.execute("SELECT table_name FROM gpkg_contents").fetchone()
    return int(connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0])


def main() -> None:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lots", type=int, default=100)
    parser.add_argument("--large", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench_assembly.json")
    options = parser.parse_args()
    for program in ("ogr2ogr", "qgis_process"):
        if shutil.which(program) is None:
            raise SystemExit(f"{program} is needed: run make setup")
    os.environ.update(QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    with tempfile.TemporaryDirectory(prefix="mutualgeo-bench-") as scratch:
        result = bench(Path(scratch), options.lots, options.large, options.rounds)
    save(result, options.out)


def bench(folder: Path, lots: int, large: int, rounds: int) -> dict[str, object]:
    """Alternate the two at the small size, then ours alone at the large one."""
    made = write_lots(folder / "lots", lots)
    truth = made["objects"] - made["exact"] - made["near"]
    print(f"{made['objects']} objects in {lots} lots: {made['exact']} repeated, {made['near']} surveyed twice")
    small, peer = [], []
    for _ in range(rounds):
        small.append(run_mutualgeo(folder / "lots", folder))
        peer.append(run_peers(folder / "lots", folder))
        if small[-1]["kept"] != truth:
            raise SystemExit(f"mutualgeo keeps {small[-1]['kept']} objects of {truth}")
        print(f"  round: mutualgeo {small[-1]['seconds']:.1f} s, ogr2ogr and QGIS {peer[-1]['seconds']:.1f} s")
    ratio = statistics.median(p["seconds"] / s["seconds"] for s, p in zip(small, peer, strict=True))
    print(f"received and assembled {ratio:.1f} x as fast as ogr2ogr, merge and delete duplicates")
    print(f"  kept: mutualgeo {small[-1]['kept']:.0f} (the truth), the peer {peer[-1]['kept']:.0f}")
    shutil.rmtree(folder / "lots")
    shutil.rmtree(folder / "peer")
    big = write_lots(folder / "large", large)
    found = run_mutualgeo(folder / "large", folder)
    if found["kept"] != big["objects"] - big["exact"] - big["near"]:
        raise SystemExit(f"mutualgeo keeps {found['kept']} objects of {big}")
    last = found["last"] / found["first"]
    seconds = statistics.median(s["seconds"] for s in small)
    exponent = math.log(found["seconds"] / seconds) / math.log(big["objects"] / made["objects"])
    print(
        f"{big['objects']} objects in {large} lots: received in {found['receive']:.0f} s, "
        f"assembled in {found['assemble']:.0f} s"
    )
    print(f"  peak memory {found['mb']:.0f} MB (bar {BAR_MB:.0f} MB: {verdict(found['mb'] <= BAR_MB)})")
    print(f"  last 100 lots {last:.2f} x the first 100 (bar {BAR_LAST}: {verdict(last <= BAR_LAST)})")
    print(f"  growth exponent {exponent:.3f} (bar {BAR_EXPONENT}: {verdict(exponent <= BAR_EXPONENT)})")
    return {"small": small, "peer": peer, "ratio": ratio, "large": found, "last": last, "exponent": exponent}


if __name__ == "__main__":
    sys.exit(main())

"""Two commits beside each other: nothing lost on the way, and no slower.

    bench_commits.py BASE [--only PATTERN ...] [--plants 6] [--intended FILE] [--keep FOLDER]
    bench_commits.py BASE --speed [--objects 100000] [--pairs 9] [--out build/bench_commits.json]

BASE is checked out beside this working copy, and both are run by the same Python. First the same chain of jobs on the
same files: eight tiles of Métropole de Lyon and other deliveries, networks and parcels, the fictional commune, the
lots of both generators of `make bench-quality`. Whatever the chain leaves is compared: texts byte for byte,
GeoPackages table by table in the order of their rows, reports key by key. A difference that is meant stands in a TOML
file as `[[intended]]` with `path` (dataset/artefact, or dataset/artefact#part), `reason` and, where only some lines
may differ, `lines`, `*` standing for any text; any other, and one that is no longer there, ends the bench with exit
status 1. With --speed, the two are timed in turns.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.commits.chain import GOOD, run_both  # noqa: E402
from benchmarks.commits.datasets import write_datasets  # noqa: E402
from benchmarks.commits.dumps import NORMALISED, Difference, Intended, compare_folders, fits  # noqa: E402
from benchmarks.commits.engines import Engine, checkout, compile_modules  # noqa: E402
from benchmarks.commits.speed import time_both  # noqa: E402


def main() -> int:
    """Run the bench; 0 where every difference is meant, or every bar reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("base", nargs="?", default="HEAD^", help="the commit to compare with")
    parser.add_argument("--only", nargs="*", default=["*"], help="names of datasets, `*` standing for any text")
    parser.add_argument("--plants", type=int, default=6, help="plants of each check in the generated lots")
    parser.add_argument("--intended", type=Path, help="file of the differences that are meant")
    parser.add_argument("--keep", type=Path, help="folder that keeps what both have left")
    parser.add_argument("--speed", action="store_true", help="time both instead")
    parser.add_argument("--objects", type=int, default=100_000, help="objects of the lot that is timed")
    parser.add_argument("--pairs", type=int, default=9, help="pairs of runs that are timed")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench_commits.json")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the working tree of BASE is taken away all the same
    new = compile_modules(Engine("present", ROOT))
    with tempfile.TemporaryDirectory(prefix="mutualgeo-commits-") as scratch, checkout(options.base) as old:
        if options.speed:
            return time_both(old, new, Path(scratch), options.objects, options.pairs, options.out)
        intended = read_intended(options.intended) if options.intended else []
        return compare(old, new, options.keep or Path(scratch), options.only, options.plants, intended)


def read_intended(path: Path) -> list[Intended]:
    """Differences that are meant."""
    rows = tomllib.loads(path.read_text("utf-8"))["intended"]
    return [Intended(row["path"], row["reason"], tuple(row.get("lines", ("*",)))) for row in rows]


def compare(
    old: Engine, new: Engine, scratch: Path, only: Sequence[str], plants: int, intended: Sequence[Intended]
) -> int:
    """Run both on every dataset that is wanted and print a line for each artefact."""
    for rule in NORMALISED:
        print(f"not compared: {rule.part} of each {rule.kind} ({rule.reason})")
    unmeant, met, failed, artefacts = 0, set(), 0, 0
    for dataset in write_datasets(scratch / "inputs", plants, lambda name: any(fits(name, p) for p in only)):
        before, after, ended = run_both(old, new, dataset, scratch)
        bad = [f"{name}: {run.status}: {run.message}" for name, run in ended[1].items() if run.status not in GOOD]
        failed += len(bad)
        print(f"\n{dataset.name}: {len(ended[1])} jobs", *(f"  {line}" for line in bad), sep="\n", flush=True)
        for artefact, differences in compare_folders(before, after).items():
            artefacts += 1
            if not differences:
                print(f"  equal    {artefact}")
            for verdict, text, reason in judge(dataset.name, differences, intended):
                print(f"  {verdict:8} {text}", flush=True)
                unmeant += reason is None
                met |= {reason} - {None}
    stale = [rule.path for rule in intended if rule not in met] if tuple(only) == ("*",) else []
    print(f"\n{artefacts} artefacts, {unmeant} differences that are not meant, {failed} jobs of the chain not done")
    print(*(f"no longer there: {path}" for path in stale), sep="\n")
    return int(bool(unmeant or failed or stale))


def judge(
    dataset: str, differences: Sequence[Difference], intended: Sequence[Intended]
) -> Iterator[tuple[str, str, Intended | None]]:
    """Each difference as `meant` or `DIFFERS`, what is told of it, and the rule that means it."""
    for difference in differences:
        rule = next((rule for rule in intended if rule.covers(difference, dataset)), None)
        yield ("meant", f"{difference.place} ({rule.reason})", rule) if rule else ("DIFFERS", difference.text(), None)


if __name__ == "__main__":
    sys.exit(main())

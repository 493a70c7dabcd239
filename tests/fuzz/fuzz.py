"""Fuzz every target for a time, figures per reader; exit status 1 where something falls (`make fuzz`).

    python -m tests.fuzz.fuzz [--minutes 60] [--processes 2] [--targets pcrs,dxf] [--out build/fuzz] [--keep]

An input falls that ends in another error than a refusal with its sentence, that loses something in silence, takes more
than 20 s or 2 GB, or ends the process. It is left under OUT/<target>, to be mended and kept in tests/corpus/fallen.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.conftest import ROOT
from tests.fuzz.corpus import CORPUS, corpus_files, name_of

#: Inputs that end a process of a target, and are told; then its time is over.
_MOST_ENDS = 8
_STATISTIC = re.compile(r"^stat::(\w+):\s+(\d+)", re.MULTILINE)
_COVERAGE = re.compile(r"cov: (\d+) ft: (\d+) corp: (\d+)/(\S+)")
#: Endings of a process that libFuzzer explains by the input that it leaves.
_ARTIFACTS = ("crash-*", "timeout-*", "oom-*", "leak-*")


@dataclass
class Figures:
    """What was counted of one target."""

    name: str
    seconds: float = 0.0
    executions: int = 0
    edges: int = 0
    features: int = 0
    corpus: int = 0
    peak_mb: int = 0
    slowest: float = 0.0
    falls: list[str] = field(default_factory=list)

    def row(self) -> tuple[object, ...]:
        """Cells of the table."""
        rate = self.executions / self.seconds if self.seconds else 0.0
        return (
            self.name, f"{self.seconds:.0f}", self.executions, f"{rate:.0f}", self.edges, self.features, self.corpus,
            f"{self.slowest:.2f}", self.peak_mb, len(self.falls),
        )  # fmt: skip


HEAD = ("target", "s", "executions", "per s", "edges", "features", "corpus", "slowest s", "peak MB", "falls")


def fuzz_target(name: str, seconds: float, out: Path, seed: int) -> Figures:
    """Run one target, again after each input that ends its process."""
    folder, figures = out / name, Figures(name)
    shutil.rmtree(folder / "seeds", ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    begun, ends = time.monotonic(), 0
    while (left := seconds - (time.monotonic() - begun)) > 1 and ends < _MOST_ENDS:
        log = folder / "log"
        with log.open("w") as stream:
            done = subprocess.run(  # noqa: S603 - this Python, our own module
                [sys.executable, "-m", "tests.fuzz.atheris_run", name, str(folder), str(int(left)), str(seed + ends)],
                stdout=stream, stderr=subprocess.STDOUT, cwd=ROOT, check=False,
            )  # fmt: skip
        _read_log(log.read_text("utf-8", "replace"), figures)
        if done.returncode == 0:
            break
        ends += 1
        shutil.copy(log, folder / f"end-{ends}.log")
    figures.seconds = time.monotonic() - begun
    left_over = [path.name for pattern in _ARTIFACTS for path in folder.glob(pattern)]
    figures.falls = sorted(left_over) + [
        path.read_text("utf-8").splitlines()[0] for path in sorted((folder / "falls").glob("*.txt"))
    ]
    if ends and not left_over:
        figures.falls.append(f"ended without a word: {folder / 'end-1.log'}")
    slowest = folder / "slowest.txt"
    figures.slowest = float(slowest.read_text()) if slowest.exists() else 0.0
    return figures


def _read_log(text: str, figures: Figures) -> None:
    said = {name: int(number) for name, number in _STATISTIC.findall(text)}
    figures.executions += said.get("number_of_executed_units", 0)
    figures.peak_mb = max(figures.peak_mb, said.get("peak_rss_mb", 0))
    covered = _COVERAGE.findall(text)
    if covered:
        edges, features, corpus, _size = covered[-1]
        figures.edges, figures.features, figures.corpus = int(edges), int(features), int(corpus)


def keep_corpus(name: str, out: Path) -> None:
    """Put the smallest inputs that reach more than others into the corpus of the project."""
    from tests.fuzz.minimise import choose_inputs
    from tests.fuzz.targets import TARGETS

    known = [*corpus_files(name), *(out / name / "corpus").glob("*")]
    chosen = choose_inputs(TARGETS[name], [path.read_bytes() for path in known])
    shutil.rmtree(CORPUS / name, ignore_errors=True)
    (CORPUS / name).mkdir(parents=True)
    for data in chosen:
        (CORPUS / name / name_of(data)).write_bytes(data)


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--minutes", type=float, default=60.0, help="of all targets together, on one core or several")
    asked.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    asked.add_argument("--targets", default="", help="some alone, with commas between")
    asked.add_argument("--out", type=Path, default=ROOT / "build" / "fuzz")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--keep", action="store_true", help="put what covers more into tests/corpus")
    given = asked.parse_args()
    from tests.fuzz.targets import TARGETS

    names = [name for name in given.targets.split(",") if name] or list(TARGETS)
    shares = {name: TARGETS[name].share for name in names}
    seconds = 60.0 * given.minutes * given.processes / sum(shares.values())
    print("  ".join(HEAD), flush=True)
    with ThreadPoolExecutor(given.processes) as pool:
        found = []
        for figures in pool.map(
            lambda name: fuzz_target(name, max(2.0, seconds * shares[name]), given.out.resolve(), given.seed), names
        ):
            found.append(figures)
            print("  ".join(map(str, figures.row())), flush=True)
    for figures in found:
        for fall in figures.falls:
            print(f"{figures.name}: {fall}")
    fallen = sum(len(figures.falls) for figures in found)
    print(f"{sum(figures.executions for figures in found)} executions of {len(found)} targets, {fallen} falls")
    if given.keep:
        for name in names:  # the next run begins with them
            keep_corpus(name, given.out.resolve())
    return int(fallen > 0)


if __name__ == "__main__":
    sys.exit(main())

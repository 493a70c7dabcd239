"""What an assembly makes of truth that was planted without knowing how it is done: figures, intervals and bars.

    python benchmarks/bench_assembly_truth.py [--only SET ...] [--seed 1 2 3] [--objects N] [--keep FOLDER] [--out FILE]

Each set plants lots, runs the engine as the plugin does and reads the base by its class tables, its documented views
and the files that the jobs write. What exactly is counted stands at the head of the set's module in
`benchmarks/assembly_truth`. Seeds are pooled. Exit status 1 where a bar is missed or cannot be said to be reached.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

import numpy as np

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.assembly_truth import (  # noqa: E402
    doubtful_copies,
    limit_ends,
    redelivery,
    same_line,
    second_delivery,
    small_objects,
)
from benchmarks.assembly_truth.figures import Figures, pool_figures  # noqa: E402
from benchmarks.measure import save  # noqa: E402

#: Name → the module that plants, runs and judges.
SETS: dict[str, ModuleType] = {
    "same_line": same_line,
    "redelivery": redelivery,
    "second_delivery": second_delivery,
    "doubtful_copies": doubtful_copies,
    "small_objects": small_objects,
    "limit_ends": limit_ends,
}
SEEDS = (1, 2, 3)


def measure_set(name: str, seed: int, objects: int | None, folder: Path) -> Figures:
    """Plant a set from a seed, run the engine on it and judge what it made of it."""
    chosen = SETS[name]
    shutil.rmtree(folder, ignore_errors=True)
    rng = np.random.default_rng([seed, list(SETS).index(name)])
    begun = time.monotonic()
    planting = chosen.plant(rng, objects or chosen.OBJECTS)
    planted = time.monotonic()
    outcome = chosen.run(planting, folder)
    ran = time.monotonic()
    figures = chosen.judge(planting, outcome)
    print(
        f"{name}, seed {seed}: planted in {planted - begun:.0f} s, run in {ran - planted:.0f} s, "
        f"judged in {time.monotonic() - ran:.0f} s",
        flush=True,
    )
    return figures


def main(arguments: list[str] | None = None) -> int:
    """Measure the sets, print and keep the figures, say whether every bar is reached."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=list(SETS), default=list(SETS))
    parser.add_argument("--seed", nargs="+", type=int, default=list(SEEDS), help="seeds whose figures are pooled")
    parser.add_argument("--objects", type=int, help="objects judged for each seed, for a quick look")
    parser.add_argument(
        "--keep", type=Path, help="where lots, bases and reports stay, a folder a set and seed (made anew)"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench" / "assembly_truth.json")
    options = parser.parse_args(arguments)
    result: dict[str, dict[str, object]] = {}
    missed = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.only:
            pooled: Figures = {}
            for seed in options.seed:
                folder = (options.keep or Path(scratch)) / f"{name}_{seed}"
                pool_figures(pooled, measure_set(name, seed, options.objects, folder))
            for figure in pooled.values():
                print(figure.describe())
                if figure.verdict not in ("", "reached"):
                    missed.append(f"{name}: {figure.name.strip()}: {figure.verdict}")
            result[name] = {key.strip(): figure.record() for key, figure in pooled.items()}
    save({"seeds": options.seed, "objects": options.objects, "missed": missed, "sets": result}, options.out)
    print("\n".join(missed) or "every bar is reached")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

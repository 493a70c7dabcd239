"""Precision and recall of the checks on planted truth.

    bench_quality_truth.py [--exact 200] [--statistical 500] [--lots 25] [--out build/bench_quality_truth.json]
                           [--keep FOLDER]

A fictional town, written by a generator of its own (benchmarks/planted_truth), with defects whose size is known, and
half as many things that come near one; what the checks find is compared one to one. Exact checks must find every
plant and nothing else; statistical ones at least 99 of 100, both ways. A check that fails is named. Clean ground must
give nothing at all. S1 needs the schemas (MUTUALGEO_SCHEMAS); without them it is named as not carried out.
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

from benchmarks.measure import save, verdict  # noqa: E402
from benchmarks.planted_truth import borders, control, documents, extents, names, scene, small_lots, systems  # noqa: E402
from benchmarks.planted_truth.measurement import ELSEWHERE, EVERYTHING, Measured, measure  # noqa: E402
from benchmarks.planted_truth.scene import STATISTICAL, Amount, Scene  # noqa: E402
from benchmarks.planted_truth.truth import Score, add_scores, wilson  # noqa: E402
from mutualgeo_plugin.engine.model.checks import CHECKS  # noqa: E402

#: What statistical checks must reach, both ways.
BAR = 0.99
#: Plots a side of a lot of clean ground.
CLEAN_PLOTS = 8


def main() -> None:
    """Run the bench and print its table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--exact", type=int, default=200, help="plants of each exact check")
    parser.add_argument("--statistical", type=int, default=500, help="plants of each statistical check")
    parser.add_argument("--lots", type=int, default=36, help="lots of clean ground, of some 400 objects")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench_quality_truth.json")
    parser.add_argument("--keep", type=Path, help="folder that keeps the lots and their truth")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory(prefix="mutualgeo-truth-") as scratch:
        folder = options.keep or Path(scratch)
        clean = measure(scene.clean(options.lots, CLEAN_PLOTS), folder / "clean")
        amount = Amount(options.exact, options.statistical)
        planted = [measure(made, folder / made.name.replace(" ", "_")) for made in scenes(amount)]
    save(report(clean, planted), options.out)


def scenes(amount: Amount) -> Iterator[Scene]:
    """Every scene, one after the other."""
    for make in (
        scene.objects, borders.border, borders.duplicate_scene, extents.edge, extents.neighbour_scene, extents.holes,
        extents.communes, systems.outlier_scene, systems.transformed_scene, small_lots.balance,
    ):  # fmt: skip
        yield make(amount)
    for several in (small_lots.scenes, names.scenes, documents.scenes, control.samples):
        yield from several(amount)


def report(clean: Measured, planted: list[Measured]) -> dict[str, object]:
    """Print a line a check, name those that fail, and give the figures."""
    total: dict[str, Score] = {}
    for part in planted:
        for check, score in part.scores.items():
            total[check] = add_scores(total[check], score) if check in total else score
    print(f"{'check':6}{'n':>6}{'near':>6}{'found':>12}{'missed':>7}{'extra':>6}  recall, precision (95 %)")
    failing = []
    for check in (c for c in CHECKS if c[0] not in ELSEWHERE):
        if check not in total or not total[check].planted:
            continue
        score = total[check]
        passed = passes(score)
        failing += [] if passed else [check]
        print(line(score), "" if passed else "FAILS")
        for what, those in (("missed", score.missed), ("extra", score.extra), ("severity", score.severity)):
            if those:
                print(f"       {what}: {', '.join(those[:4])}{' …' if len(those) > 4 else ''}")
    ran = {check for part in (clean, *planted) for check in part.ran}
    broken = sorted({c for part in (clean, *planted) for c, why in part.not_run.items() if why.startswith("broke")})
    absent = [c for c in EVERYTHING.active_checks() if c not in ran and c not in broken]
    bare = sorted(set(EVERYTHING.active_checks()).difference(*(part.planted for part in planted)))
    alarms = sum(len(score.extra) for score in clean.scores.values())
    rate = 10_000.0 * alarms / clean.objects
    high = 10_000.0 * wilson(alarms, clean.objects)[1]
    print(f"clean ground: {alarms} findings on {clean.objects} objects, {rate:.2f} per 10,000 (95 %: under {high:.2f})")
    for check, score in clean.scores.items():
        if score.extra:
            print(f"       {check}: {', '.join(score.extra[:4])}")
    print(f"failing: {', '.join(failing) or 'none'}; broke off: {', '.join(broken) or 'none'}")
    print(f"not carried out: {', '.join(absent) or 'none'}; nothing planted for: {', '.join(bare) or 'none'}")
    print(f"bar: {verdict(not failing and not broken and not alarms)}")
    return {
        "checks": {check: figures(score) for check, score in sorted(total.items()) if score.planted},
        "failing": failing,
        "broke_off": broken,
        "not_carried_out": absent,
        "nothing_planted": bare,
        "clean": {"objects": clean.objects, "findings": alarms, "per_10000": rate, "per_10000_at_most": high},
    }


def passes(score: Score) -> bool:
    """Whether a check does what is asked: everything, or 99 of 100 both ways."""
    if score.check in STATISTICAL:
        return score.recall >= BAR and score.precision >= BAR
    return score.is_exact


def line(score: Score) -> str:
    """A check's figures as a line."""
    shares = " ".join(
        f"{getattr(score, part):.4f} [{low:.4f}–{high:.4f}]"
        for part in ("recall", "precision")
        for low, high in (score.interval(part),)
    )
    found = f"{score.found}/{score.expected}"
    missed, extra = len(score.missed), len(score.extra)
    return f"{score.check:6}{score.planted:>6}{score.near:>6}{found:>12}{missed:>7}{extra:>6}  {shares}"


def figures(score: Score) -> dict[str, object]:
    """A check's figures for the report."""
    return {
        "planted": score.planted,
        "near": score.near,
        "expected": score.expected,
        "found": score.found,
        "missed": list(score.missed),
        "extra": list(score.extra),
        "severity": list(score.severity),
        "kind": "statistical" if score.check in STATISTICAL else "exact",
        "passes": passes(score),
        **{
            part: {
                "value": None if math.isnan(getattr(score, part)) else getattr(score, part),
                "interval": score.interval(part),
            }
            for part in ("recall", "precision")
        },
    }


if __name__ == "__main__":
    main()

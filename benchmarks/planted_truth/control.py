"""Control samples that must be refused, and that must not: P1.

The rules are those of the order of 16 September 2003, written here anew: a sample of class c is refused where its mean
deviation is above c (1 + 1/2C²), where more than N′ deviations are above T = k c (1 + 1/2C²), or one above 1.5 T.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from mutualgeo_plugin.engine.model.pcrs import PRECISION_METRES

from .lot import Lot
from .plot import CORNER, Plot, altitude, limit
from .scene import SEED, Amount, Scene
from .truth import Expected, Plant, expected_finding

TREE = "ArbrePCRS"
#: k by dimension, and N′ by the number of points up to which it holds (table of the order).
FACTORS = {"xy": 2.42, "z": 3.23, "xyz": 2.11}
ALLOWED = ((4, 0), (13, 1), (44, 2), (85, 3))
#: Points of a sample.
COUNTS = (5, 13, 14, 44, 45, 4)
#: Classes that a control by the nearest vertex can tell: their deviations stay well within the gate.
FINE = ("002", "005", "010")
BOUNDED = tuple(code for code, metres in PRECISION_METRES.items() if metres is not None)
STEP = 3.0


def is_refused(sizes: NDArray[np.float64], metres: float, dimension: str) -> bool:
    """Whether deviations (n,) of a class of `metres` break one of the three rules."""
    mean = metres * (1.0 + 1.0 / (2.0 * limit("P1", "safety") ** 2))
    first = FACTORS[dimension] * mean
    most = next(allowed for last, allowed in ALLOWED if len(sizes) <= last)
    return bool(sizes.mean() > mean or (sizes > first).sum() > most or sizes.max() > 1.5 * first)


def _sizes(n: int, metres: float, rule: int, dimension: str, wrong: bool) -> NDArray[np.float64]:
    """Deviations (n,) that break one rule, or nearly do: 0 the mean, 1 the number of large ones, 2 the largest."""
    mean = metres * (1.0 + 1.0 / (2.0 * limit("P1", "safety") ** 2))
    first = FACTORS[dimension] * mean
    out = np.full(n, 0.02 * mean)
    most = next(allowed for last, allowed in ALLOWED if n <= last)
    if rule == 0:
        out[:] = mean * (1.05 if wrong else 0.95)
    elif rule == 1:
        out[: most + (1 if wrong else 0)] = 1.05 * first
    elif most:
        out[0] = 1.5 * first * (1.05 if wrong else 0.97)
    else:
        out[0] = first * (1.05 if wrong else 0.95)
    return out


def samples(amount: Amount) -> Iterator[Scene]:
    """Bases of a lot each, with a sample for each class; half are refused in plan, half in altitude."""
    rng = np.random.default_rng([SEED, 70])
    n = amount.plants_of("P1")
    jobs = [(True, k) for k in range(n)] + [(False, k) for k in range(n // 2)]
    jobs = [jobs[i] for i in rng.permutation(len(jobs))]
    number = 0
    while jobs:
        named = number % 2 == 0
        classes = BOUNDED if named else FINE
        taken, jobs = jobs[: len(classes)], jobs[len(classes) :]
        yield _sample(f"control {number}", dict(zip(classes, taken, strict=False)), named, rng)
        number += 1


def _sample(name: str, jobs: dict[str, tuple[bool, int]], named: bool, rng: np.random.Generator) -> Scene:
    """A lot and its control points; `named` ones say which object they control."""
    side = STEP * 60
    lot = Lot("Control", (*CORNER.tolist(), *(CORNER + side).tolist()))
    scene = Scene(name, [lot], checks=("P1",))
    rows = ["matricule;x;y;z;objet" if named else "matricule;x;y;z"]
    for rank, (code, (wrong, k)) in enumerate(jobs.items()):
        metres = PRECISION_METRES[code]
        assert metres is not None
        count = COUNTS[k // 6 % len(COUNTS)]
        dimension = ("xy", "z")[k % 2]
        tested = rng.permutation(_sizes(count, metres, k // 2 % 3, dimension, wrong))
        turns = rng.uniform(0.0, 2.0 * np.pi, count)
        off = np.zeros((count, 3))
        if dimension == "xy":
            off[:, 0], off[:, 1] = tested * np.cos(turns), tested * np.sin(turns)
        else:
            off[:, 2] = tested * np.sign(np.sin(turns))
        ids = []
        for point in range(count):
            at = CORNER + STEP * np.array([1 + point, 1 + 2 * rank])
            place = Plot(lot, at, 0.0, rng)
            ids.append(place.point(TREE, (0.0, 0.0), precisionPlanimetrique=code, precisionAltimetrique=code))
            x, y, z = np.array([*at, round(float(altitude(at[None, :])[0]), 3)]) + off[point]
            rows.append(f"{code}-{point};{x:.5f};{y:.5f};{z:.5f}" + (f";{ids[-1]}" if named else ""))
        expected = _refusals(off, code, metres)
        if bool([e for e in expected if dimension in e[2]]) != wrong:
            raise ValueError(f"{code}: {dimension} of sample {k} is on the wrong side")
        scene.plants.append(
            Plant("P1", wrong, (lot.name,), tuple(ids), *CORNER.tolist(), float(tested.max()), tuple(expected))
        )
    scene.tables["control"] = "\n".join(rows) + "\n"
    return scene


def _refusals(off: NDArray[np.float64], code: str, metres: float) -> list[Expected]:
    """What the sample of a class must raise, in each dimension; in space the class is that of both together."""
    out = []
    for dimension, columns, bound, value in (
        ("xy", [0, 1], metres, code),
        ("z", [2], metres, code),
        ("xyz", [0, 1, 2], metres * np.sqrt(2.0), f"{code}/{code}"),
    ):
        if is_refused(np.linalg.norm(off[:, columns], axis=1), bound, dimension):
            out.append(expected_finding("P1", "error", value, dimension))
    return out

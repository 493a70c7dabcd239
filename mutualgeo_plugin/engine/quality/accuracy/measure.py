"""The accuracy test of a sample of control points: per declared class and dimension, and what each producer reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...dataset.dataset import Floats
from ...model.accuracy import BOUNDED, DIMENSIONS, FEW, UNBOUNDED_CLASS, Limits, allowed_exceedances, limits
from ...model.errors import Phrase
from ...model.pcrs import PRECISION_METRES
from .pairing import Pairs

ACCEPTED, REFUSED, TOO_FEW, UNBOUNDED, UNDECLARED = "accepted", "refused", "too_few", "unbounded", "undeclared"
#: Kinds of a deviation, the best first: within T, above T, above 1.5 T, of an object that declares no bounded class.
WITHIN, OVER_FIRST, OVER_SECOND, UNTESTED = KINDS = ("within", "over_t", "over_limit", "untested")
#: Rounding noise of coordinates that thresholds do not see, metres.
_NOISE = 1e-9
#: Standard errors beyond which a mean is more than chance (95 %).
_SIGNIFICANT = 2.0


@dataclass(frozen=True)
class Spread:
    """How deviations are spread: mean vector and standard deviation per axis (x, y, z), RMSE and largest, metres.

    NaN where an axis is not measured, or where one point alone has no standard deviation.
    """

    bias: tuple[float, float, float]
    deviation: tuple[float, float, float]
    rmse: float
    largest: float
    count: int

    def is_systematic(self, axes: slice) -> bool:
        """Whether the mean of one of the axes is more than chance gives."""
        if self.count < FEW:
            return False
        bias, spread = np.abs(self.bias[axes]), np.array(self.deviation[axes])
        return bool((bias > _SIGNIFICANT * spread / np.sqrt(self.count) + _NOISE).any())


@dataclass(frozen=True, eq=False)
class Verdict:
    """Test of the deviations of a sample for one class and dimension.

    value : declared class; "plan/altitude" in three dimensions, "" where none is declared.
    rows : rows of the pairs.
    limits : None where the class has no bound.
    over_first, over_second : deviations above T and above 1.5 T.
    """

    dimension: str
    value: str
    rows: NDArray[np.intp]
    measured: Floats
    spread: Spread
    limits: Limits | None
    verdict: str
    over_first: int = 0
    over_second: int = 0
    broken: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Points of the sample."""
        return len(self.measured)

    @property
    def mean(self) -> float:
        """Mean deviation, metres."""
        return float(self.measured.mean())

    def reasons(self) -> list[Phrase]:
        """Why the sample is refused, a phrase a broken rule."""
        if self.limits is None:
            return []
        said = {
            "mean": Phrase("accuracy_mean", measured=f"{self.mean:.3f}", limit=f"{self.limits.mean:.3f}"),
            "count": Phrase(
                "accuracy_count",
                measured=self.over_first,
                limit=f"{self.limits.first:.3f}",
                allowed=allowed_exceedances(self.count),
            ),
            "largest": Phrase(
                "accuracy_largest", measured=f"{self.spread.largest:.3f}", limit=f"{self.limits.second:.3f}"
            ),
        }
        return [said[rule] for rule in self.broken]


@dataclass(frozen=True)
class Reached:
    """What the sample of one producer reaches: declared classes, and the finest class that its deviations satisfy.

    measured : None where there are too few points to say.
    """

    producer: str
    dimension: str
    count: int
    declared: tuple[str, ...]
    measured: str | None
    mean: float


def magnitudes(deviation: Floats, dimension: str) -> Floats:
    """Size of deviations (n, 3) in one, two or three dimensions, metres."""
    return np.asarray(np.linalg.norm(deviation[:, _axes(dimension)], axis=1))


def _axes(dimension: str) -> slice:
    return {"xy": slice(0, 2), "z": slice(2, 3), "xyz": slice(0, 3)}[dimension]


def verdicts_of(pairs: Pairs, safety: float) -> list[Verdict]:
    """Verdicts per dimension and declared class, in the order of the dimensions and of the code lists."""
    deviation = pairs.deviation
    out = []
    for dimension in DIMENSIONS:
        values = _declared_classes(pairs, dimension)
        there = np.isfinite(deviation[:, _axes(dimension)]).all(axis=1)
        for value in sorted(set(values[there].tolist())):
            rows = np.flatnonzero(there & (values == value))
            out.append(_class_verdict(deviation[rows], rows, dimension, value, safety))
    return out


def _declared_classes(pairs: Pairs, dimension: str) -> NDArray[np.object_]:
    """Declared class of each pair in a dimension, "" where there is none: both of them in three dimensions."""
    plan, altitude = (np.array([code or "" for code in codes], object) for codes in (pairs.plan, pairs.altitude))
    if dimension == "xyz":
        both = [f"{p}/{a}" if p and a else "" for p, a in zip(plan, altitude, strict=True)]
        return np.array(both, dtype=object)
    return plan if dimension == "xy" else altitude


def _metres(value: str) -> float | None:
    """Bound of a declared class; of two, that of both together; None where one has none."""
    bounds = [PRECISION_METRES.get(code) for code in value.split("/")]
    known = [metres for metres in bounds if metres is not None]
    return float(np.hypot.reduce(known)) if len(known) == len(bounds) else None


def _class_verdict(deviation: Floats, rows: NDArray[np.intp], dimension: str, value: str, safety: float) -> Verdict:
    measured = magnitudes(deviation, dimension)
    spread = spread_of(deviation, dimension)
    metres = _metres(value)
    if metres is None:
        return Verdict(dimension, value, rows, measured, spread, None, UNBOUNDED if value else UNDECLARED)
    within = limits(metres, dimension, safety)
    first, second = (int((measured > limit + _NOISE).sum()) for limit in (within.first, within.second))
    broken = broken_rules(measured, within)
    verdict = REFUSED if broken else ACCEPTED if len(measured) >= FEW else TOO_FEW
    return Verdict(
        dimension=dimension,
        value=value,
        rows=rows,
        measured=measured,
        spread=spread,
        limits=within,
        verdict=verdict,
        over_first=first,
        over_second=second,
        broken=broken,
    )


def broken_rules(measured: Floats, within: Limits) -> tuple[str, ...]:
    """Which of the three rules deviations break: "mean", "count" (of those above T), "largest" (above 1.5 T)."""
    rules = {
        "mean": measured.mean() > within.mean + _NOISE,
        "count": (measured > within.first + _NOISE).sum() > allowed_exceedances(len(measured)),
        "largest": measured.max() > within.second + _NOISE,
    }
    return tuple(rule for rule, broken in rules.items() if broken)


def spread_of(deviation: Floats, dimension: str) -> Spread:
    """Bias, standard deviations, RMSE and largest of deviations (n, 3) in a dimension."""
    axes = _axes(dimension)
    bias, spread = np.full(3, np.nan), np.full(3, np.nan)
    bias[axes] = deviation[:, axes].mean(axis=0)
    if len(deviation) > 1:
        spread[axes] = deviation[:, axes].std(axis=0, ddof=1)
    measured = magnitudes(deviation, dimension)
    return Spread(
        (bias[0], bias[1], bias[2]), (spread[0], spread[1], spread[2]), float(np.sqrt((measured**2).mean())),
        float(measured.max()), len(measured),
    )  # fmt: skip


def reached_classes(pairs: Pairs, safety: float) -> list[Reached]:
    """What each producer declares and reaches, in plan and in altitude."""
    deviation = pairs.deviation
    producers = np.array([str(p or "") for p in pairs.producers], dtype=object)
    out = []
    for producer in sorted(set(producers.tolist())):
        for dimension in ("xy", "z"):
            there = np.isfinite(deviation[:, _axes(dimension)]).all(axis=1) & (producers == producer)
            if there.any():
                measured = magnitudes(deviation[there], dimension)
                declared = tuple(sorted(set(_declared_classes(pairs, dimension)[there].tolist()) - {""}))
                finest = finest_class(measured, dimension, safety) if len(measured) >= FEW else None
                out.append(Reached(producer, dimension, len(measured), declared, finest, float(measured.mean())))
    return out


def finest_class(measured: Floats, dimension: str, safety: float) -> str:
    """Finest class whose three rules the deviations keep to."""
    for code, metres in BOUNDED:
        if not broken_rules(measured, limits(metres, dimension, safety)):
            return code
    return UNBOUNDED_CLASS


def kinds(verdicts: list[Verdict], n: int) -> NDArray[np.object_]:
    """The worst of `KINDS` that each of n pairs is, over the dimensions that are tested."""
    worst = np.full(n, -1)
    for test in verdicts:
        if test.limits is not None:
            steps = [test.measured > limit + _NOISE for limit in (test.limits.first, test.limits.second)]
            worst[test.rows] = np.maximum(worst[test.rows], steps[0].astype(int) + steps[1])
    return np.array([UNTESTED if k < 0 else KINDS[k] for k in worst.tolist()], dtype=object)


def gated_classes(verdicts: list[Verdict], gate: float) -> dict[str, float]:
    """Classes whose largest deviation allowed in plan lies beyond the gate: such deviations are never seen."""
    tested: Mapping[str, Limits | None] = {v.value: v.limits for v in verdicts if v.dimension == "xy"}
    return {value: bound.second for value, bound in tested.items() if bound is not None and bound.second > gate}

"""What was planted, and how what was found compares with it."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

#: A finding to expect: code, severity (None where the catalogue leaves it open), and what it names: gml:ids, or the
#: lot (and the value) where it is on a lot as a whole.
Expected = tuple[str, str | None, tuple[str, ...]]


def expected_finding(code: str, severity: str | None, *about: str) -> Expected:
    """A finding to expect."""
    return code, severity, tuple(sorted(about))


@dataclass(frozen=True)
class Plant:
    """One thing planted for a check: a defect, or (`wrong` False) what comes near one and must not be found.

    size : in the unit of the check's tolerance, None where the check has none.
    expected : every finding that it must raise, of other checks too.
    """

    check: str
    wrong: bool
    lots: tuple[str, ...]
    objects: tuple[str, ...]
    x: float
    y: float
    size: float | None
    expected: tuple[Expected, ...]


def write_truth(path: Path, plants: Iterable[Plant]) -> None:
    """Plants as CSV, a row each."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("check", "defect", "lots", "objects", "x", "y", "size", "findings"))
        for p in plants:
            findings = "; ".join(f"{code} {severity or '*'} {' '.join(about)}" for code, severity, about in p.expected)
            size = "" if p.size is None else f"{p.size:.6g}"
            where = (f"{p.x:.3f}", f"{p.y:.3f}")
            rows.writerow(
                (p.check, int(p.wrong), " ".join(p.lots), " ".join(sorted(p.objects)), *where, size, findings)
            )


@dataclass(frozen=True)
class Found:
    """A finding, as the comparison sees it."""

    code: str
    severity: str
    about: tuple[str, ...]
    x: float
    y: float

    @property
    def check(self) -> str:
        return check_of(self.code)


def check_of(code: str) -> str:
    """Id of the check that says this."""
    return code.partition("_")[0]


@dataclass(frozen=True)
class Score:
    """What a check found of what was planted for it.

    planted : plants; near : things that come near a defect.
    expected, found : findings to expect of the check, of all plants, and those that came.
    missed, extra, severity : what did not come; what nobody planted; what came with another severity.
    """

    check: str
    planted: int
    near: int
    expected: int
    found: int
    missed: tuple[str, ...]
    extra: tuple[str, ...]
    severity: tuple[str, ...]

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else math.nan

    @property
    def precision(self) -> float:
        total = self.found + len(self.extra)
        return self.found / total if total else math.nan

    @property
    def is_exact(self) -> bool:
        """Every plant and nothing else, at the severity of the catalogue."""
        return not (self.missed or self.extra or self.severity)

    def interval(self, part: str) -> tuple[float, float]:
        """95 % interval of ``recall`` or ``precision``."""
        return wilson(self.found, self.expected if part == "recall" else self.found + len(self.extra))


def wilson(hits: int, n: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's interval of a proportion, 95 % by default; (0, 1) where nothing was tried."""
    if not n:
        return 0.0, 1.0
    share, square = hits / n, z * z / n
    middle = (share + square / 2) / (1 + square)
    half = z / (1 + square) * math.sqrt(share * (1 - share) / n + square / (4 * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def scores(plants: Sequence[Plant], findings: Sequence[Found], checks: Iterable[str]) -> dict[str, Score]:
    """Compare one to one by code and by what is named; a check's figures are those of the findings it must give."""
    asked = [(code, severity, about) for p in plants for code, severity, about in p.expected]
    wanted, came = Counter((c, a) for c, _, a in asked), Counter((f.code, f.about) for f in findings)
    met = wanted & came
    severities = Counter((c, a, s) for c, s, a in asked if s) - Counter((f.code, f.about, f.severity) for f in findings)
    out = {}
    for check in checks:
        own = [p for p in plants if p.check == check]
        out[check] = Score(
            check,
            sum(p.wrong for p in own),
            sum(not p.wrong for p in own),
            sum(n for (code, _), n in wanted.items() if check_of(code) == check),
            sum(n for (code, _), n in met.items() if check_of(code) == check),
            _names_of_check(wanted - came, check),
            _names_of_check(came - wanted, check),
            tuple(sorted(_name(c, a) for c, a, _ in severities if check_of(c) == check and met[c, a])),
        )
    return out


def add_scores(a: Score, b: Score) -> Score:
    """Two scores of one check as one."""
    if a.check != b.check:
        raise ValueError(f"{a.check} is not {b.check}")
    return Score(
        a.check,
        a.planted + b.planted,
        a.near + b.near,
        a.expected + b.expected,
        a.found + b.found,
        a.missed + b.missed,
        a.extra + b.extra,
        a.severity + b.severity,
    )


def _names_of_check(some: Counter[tuple[str, tuple[str, ...]]], check: str) -> tuple[str, ...]:
    return tuple(sorted(_name(code, about) for code, about in some.elements() if check_of(code) == check))


def _name(code: str, about: tuple[str, ...]) -> str:
    return f"{code} {' '.join(about)}"

"""The score: of each of the eight criteria, of the base, of each lot, producer and commune.

For a criterion and a scope of N objects and U units (its lots, and the base or the commune as a whole):

    faulty objects F = sum over the objects of the weight of the worst finding of that criterion on each
    faulty units   G = the same over the units, with the findings that name no object
    score = 100 · max(0, 1 − (F / N) / zero) · (1 − G / U)

Only checks whose main criterion it is count, and only findings that are not excused. The coverage of a criterion is the
share of the profile's checks of it that ran (half for one that ran in part), for freshness times the share of objects
that carry a date; checks that had nothing to look at in the scope are left out of it, and where no other one ran it is
0. At coverage 0 there is no score: the criterion is not evaluated. The whole is the mean of the criteria that have one,
by the profile's weights; its coverage is the mean of all criteria's coverages by the same weights.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ...dataset.findings import Finding
from ...model.checks import CHECKS, CRITERIA, SEVERITIES
from ...model.quality.judgement import PARTLY, Judging
from .check_purviews import lookable_checks
from .subjects import EMPTY, SAID, Subjects

ALL, LOT, PRODUCER, COMMUNE = "all", "lot", "producer", "commune"
FRESHNESS = "Fr"
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Carried:
    """Checks of a profile and how far each was carried out: 1 whole, `PARTLY`, 0 not at all.

    idle : those that ran and had nothing to look at.
    """

    share: dict[str, float]
    idle: frozenset[str] = frozenset()

    @classmethod
    def from_run(cls, active: Sequence[str], ran: Sequence[str], partly: Sequence[str]) -> Carried:
        """From what a run says; an active check of which it says nothing did not run."""
        ran_set, partly_set = set(ran), set(partly)
        return cls({check: (PARTLY if check in partly_set else 1.0) * (check in ran_set) for check in active})

    def select_lookable(self, lookable: Collection[str]) -> Carried:
        """The same where only some checks have something to look at."""
        return replace(self, idle=frozenset(c for c, share in self.share.items() if share and c not in lookable))

    def checks_of_criterion(self, criterion: str) -> dict[str, float]:
        """The checks whose main criterion it is, but for those that had nothing to look at."""
        mine = (check for check in self.share if CHECKS[check].criterion == criterion)
        return {check: self.share[check] for check in mine if check not in self.idle}

    def idle_of_criterion(self, criterion: str) -> list[str]:
        """The checks whose main criterion it is, and that had nothing to look at."""
        return [check for check in self.share if check in self.idle and CHECKS[check].criterion == criterion]

    def coverage(self, criterion: str) -> float:
        """0 to 1; 0 where no check of it looked at anything."""
        shares = self.checks_of_criterion(criterion)
        return sum(shares.values()) / len(shares) if shares else 0.0


@dataclass(frozen=True)
class CriterionScore:
    """Measures of one criterion in one scope: weighted numbers of faulty objects and units, score 0 to 100 or None.

    coverage : 0 to 100.
    dated : share (0 to 100) of objects with a date, for freshness; None for the others.
    """

    score: float | None
    coverage: float
    faulty: float
    faulty_units: float
    dated: float | None = None


@dataclass(frozen=True)
class ScopeScore:
    """Score of a scope: the base, a lot, a producer, a commune.

    errors : open errors by check.
    carried : how far the checks were carried out on it.
    """

    kind: str
    name: str
    objects: int
    units: int
    severities: dict[str, int]
    errors: dict[str, int]
    carried: Carried
    criteria: dict[str, CriterionScore] = field(default_factory=dict)
    score: float | None = None
    coverage: float = 0.0

    @property
    def unevaluated_criteria(self) -> list[str]:
        """Criteria without a score: nobody looked."""
        return [code for code, found in self.criteria.items() if found.score is None]

    def scored_criteria(self, weights: Mapping[str, float]) -> list[str]:
        """Criteria of which the score of the whole is the mean."""
        return [code for code, found in self.criteria.items() if found.score is not None and weights[code]]


def is_excused(finding: Finding) -> bool:
    """Whether a person has accepted the finding: it is told, and costs nothing."""
    return getattr(finding, "state", "new") == "exception"


def open_findings(findings: Sequence[Finding]) -> list[Finding]:
    """Those that are not excused."""
    return [finding for finding in findings if not is_excused(finding)]


def criterion_score(
    objects: int, faulty: float, units: int, faulty_units: float, coverage: float, zero: float
) -> float | None:
    """Score of one criterion, rounded down to a tenth, so that 100 says that there is no fault; None where unknown."""
    if not objects or coverage <= 0.0:
        return None
    of_objects = max(0.0, 1.0 - faulty / objects / zero)
    of_units = 1.0 - faulty_units / units if units else 1.0
    return _rounded_score(100.0 * of_objects * of_units)


def whole_score(criteria: dict[str, CriterionScore], weights: dict[str, float]) -> tuple[float | None, float]:
    """Score and coverage of the whole (0 to 100)."""
    known = {code: found.score for code, found in criteria.items() if found.score is not None and weights[code]}
    total = sum(weights[code] for code in known)
    score = _rounded_score(sum(weights[code] * value for code, value in known.items()) / total) if total else None
    every = sum(weights[code] for code in criteria)
    return score, _rounded_score(sum(weights[code] * found.coverage for code, found in criteria.items()) / every)


def _rounded_score(value: float) -> float:
    return math.floor(value * 10.0 + 1e-6) / 10.0


def scores(subjects: Subjects, findings: Sequence[Finding], carried: Carried, judging: Judging) -> list[ScopeScore]:
    """Scores of the base, then of its lots, producers and communes by name; `findings` are those that are open."""
    impact = _Impact(subjects, findings, judging)
    out = []
    for kind in (ALL, LOT, PRODUCER, COMMUNE):
        out += _Grouping(kind, subjects).scores(impact, carried, judging)
    return out


class _Impact:
    """What findings do: rows of the objects concerned, lots concerned as a whole, the base as a whole."""

    def __init__(self, subjects: Subjects, findings: Sequence[Finding], judging: Judging) -> None:
        self.findings = findings
        self.check = _ranks([f.check for f in findings], CHECKS)
        self.criterion = _ranks([check.criterion for check in CHECKS.values()], CRITERIA)[self.check]
        self.severity = _ranks([f.severity for f in findings], SEVERITIES)
        self.weight = np.array([judging.scale.weight(severity) for severity in SEVERITIES])[self.severity]
        self.object_finding, self.object_row = _objects(subjects, findings)
        named = np.bincount(self.object_finding, minlength=len(findings))
        alone = np.flatnonzero(named == 0).tolist()
        pairs = [(i, lot) for i in alone for lot in findings[i].lots if lot in subjects.lots]
        self.lot_finding, self.lot = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        self.whole = np.setdiff1d(alone, self.lot_finding).astype(np.intp)
        #: Of each criterion, rows of faulty objects (and faulty lots) and the weight of the worst finding on each.
        self.faulty_objects = self._faulty_items(self.object_finding, self.object_row)
        self.faulty_lots = self._faulty_items(self.lot_finding, self.lot)

    def criterion_mask(self, criterion: str, finding: Rows) -> NDArray[np.bool_]:
        """Which of the findings are of a criterion."""
        return self.criterion[finding] == list(CRITERIA).index(criterion)

    def _faulty_items(self, finding: Rows, what: Rows) -> dict[str, tuple[Rows, Floats]]:
        mine = {criterion: self.criterion_mask(criterion, finding) for criterion in CRITERIA}
        return {criterion: _largest_weights(what[m], self.weight[finding[m]]) for criterion, m in mine.items()}


def _ranks(values: Sequence[str], known: Iterable[str]) -> Rows:
    """Rank of each value among those that are known."""
    rank = {value: k for k, value in enumerate(known)}
    return np.array([rank[value] for value in values], dtype=np.intp)


def _pairs(first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """Pairs of numbers (0 or more), in order, each once; as one number each they sort in a moment."""
    span = int(second.max(initial=0)) + 1
    return np.divmod(np.unique(first * span + second), span)


def _objects(subjects: Subjects, findings: Sequence[Finding]) -> tuple[Rows, Rows]:
    """Findings and the rows of the objects that they name, a pair an entry."""
    count = [len(f.uids) for f in findings]
    finding = np.repeat(np.arange(len(findings)), count)
    row = subjects.rows_of([uid for f in findings for uid in f.uids])
    return finding[row >= 0], row[row >= 0]


def _largest_weights(what: Rows, weight: Floats) -> tuple[Rows, Floats]:
    """Each of them once, with its largest weight."""
    unique, place = np.unique(what, return_inverse=True)
    largest = np.zeros(len(unique))
    np.maximum.at(largest, place, weight)
    return unique, largest


class _Grouping:
    """Objects of the base shared out among the scopes of one kind."""

    def __init__(self, kind: str, subjects: Subjects) -> None:
        self.kind, self.subjects = kind, subjects
        if kind == ALL:
            self.names, self.group = [""], np.zeros(len(subjects), dtype=np.intp)
        elif kind == LOT:
            place, known = pandas.factorize(subjects.lot)
            lots = known.tolist()
            order = sorted(range(len(lots)), key=lambda k: (subjects.lots.get(lots[k], ""), lots[k]))
            self.names = [subjects.lots.get(lots[k], str(lots[k])) for k in order]
            self.group = np.argsort(order)[place] if lots else place
        else:
            said = subjects.producer if kind == PRODUCER else subjects.commune
            place, known = pandas.factorize(said, sort=True)
            self.names = [name for name in known.tolist() if name]
            self.group = place - (len(known) - len(self.names))
        self.n = len(self.names)
        mine = self.group >= 0
        self.objects = np.bincount(self.group[mine], minlength=self.n)
        #: Lots in which each group has objects, a pair an entry.
        self.lot_group, self.lot = _pairs(self.group[mine], subjects.lot[mine])
        has_whole = int(kind in (ALL, COMMUNE))
        self.units = np.bincount(self.lot_group, minlength=self.n) + has_whole

    def scores(self, impact: _Impact, carried: Carried, judging: Judging) -> list[ScopeScore]:
        """Scores of the scopes, by name."""
        dated = self._dated_shares()
        wholes = self._whole_findings(impact)
        measured = {c: (self._faulty_shares(impact, c), self._faulty_units(impact, c, wholes)) for c in CRITERIA}
        severities, errors = self._counts(impact, wholes)
        checks = np.array(list(carried.share), dtype=object)
        lookable = lookable_checks(self.subjects, self.group, self.n, checks.tolist())
        out = []
        for g, name in enumerate(self.names):
            criteria, looked = {}, carried.select_lookable(checks[lookable[g]].tolist())
            for code, (faulty, units) in measured.items():
                share = float(dated[g]) if code == FRESHNESS else None
                coverage = looked.coverage(code) * (1.0 if share is None else share)
                size, count = int(self.objects[g]), int(self.units[g])
                value = criterion_score(size, faulty[g], count, units[g], coverage, judging.scale.zero)
                criteria[code] = CriterionScore(
                    value,
                    _rounded_score(100.0 * coverage),
                    float(faulty[g]),
                    float(units[g]),
                    None if share is None else _rounded_score(100.0 * share),
                )
            score, coverage = whole_score(criteria, judging.weights)
            out.append(
                ScopeScore(
                    kind=self.kind,
                    name=name,
                    objects=int(self.objects[g]),
                    units=int(self.units[g]),
                    severities=severities[g],
                    errors=errors[g],
                    carried=looked,
                    criteria=criteria,
                    score=score,
                    coverage=coverage,
                )
            )
        return out

    def _dated_shares(self) -> Floats:
        """Share of each group's objects that carry a date, of those that can; 0 where none can."""
        mine = self.group >= 0
        told, can = (
            np.bincount(self.group[mine & np.isin(self.subjects.dated, kinds)], minlength=self.n)
            for kinds in ((SAID,), (SAID, EMPTY))
        )
        return np.asarray(told / np.maximum(can, 1))

    def _faulty_shares(self, impact: _Impact, criterion: str) -> Floats:
        rows, weight = impact.faulty_objects[criterion]
        group = self.group[rows]
        return np.bincount(group[group >= 0], weights=weight[group >= 0], minlength=self.n).astype(np.float64)

    def _faulty_units(self, impact: _Impact, criterion: str, wholes: tuple[Rows, Rows]) -> Floats:
        lots, weight = impact.faulty_lots[criterion]
        of_lot = dict(zip(lots.tolist(), weight.tolist(), strict=True))
        out = np.zeros(self.n)
        np.add.at(out, self.lot_group, [of_lot.get(lot, 0.0) for lot in self.lot.tolist()])
        finding, group = wholes
        mine = impact.criterion_mask(criterion, finding)
        groups, worst = _largest_weights(group[mine], impact.weight[finding[mine]])
        out[groups] += worst
        return out

    def _whole_findings(self, impact: _Impact) -> tuple[Rows, Rows]:
        """Findings that name neither object nor lot, and the group that each one stands in."""
        finding = impact.whole
        if self.kind == ALL:
            return finding, np.zeros(len(finding), dtype=np.intp)
        if self.kind != COMMUNE or not len(finding) or not self.n:
            return np.empty(0, dtype=np.intp), np.empty(0, dtype=np.intp)
        areas = np.array([self.subjects.grounds[name] for name in self.names], dtype=object)
        places = shapely.points([impact.findings[i].place for i in finding.tolist()])
        placed, group = shapely.STRtree(areas).query(places, predicate="intersects")
        return finding[placed], group

    def _counts(self, impact: _Impact, wholes: tuple[Rows, Rows]) -> tuple[list[dict[str, int]], list[dict[str, int]]]:
        """Findings of each group by severity, errors of each by check; a finding counts once in a group."""
        finding, group = [impact.object_finding, wholes[0]], [self.group[impact.object_row], wholes[1]]
        for lot in np.unique(impact.lot).tolist():
            about, groups = impact.lot_finding[impact.lot == lot], self.lot_group[self.lot == lot]
            finding.append(np.repeat(about, len(groups)))
            group.append(np.tile(groups, len(about)))
        every, which = np.concatenate(group), np.concatenate(finding)
        in_group, told = _pairs(every[every >= 0], which[every >= 0])
        severities = _table(in_group, impact.severity[told], self.n, len(SEVERITIES))
        wrong = impact.severity[told] == SEVERITIES.index("error")
        errors = _table(in_group[wrong], impact.check[told[wrong]], self.n, len(CHECKS))
        of_check = sorted(zip(CHECKS, errors.T.tolist(), strict=True))
        return (
            [dict(zip(SEVERITIES, row, strict=True)) for row in severities.tolist()],
            [{check: counts[g] for check, counts in of_check if counts[g]} for g in range(self.n)],
        )


def _table(row: Rows, column: Rows, rows: int, columns: int) -> Rows:
    """How often each (row, column) is there, as a table."""
    return np.bincount(row * columns + column, minlength=rows * columns).reshape(rows, columns)

"""What a check says of the base as a whole, as keys of the report: verdict, criteria, scopes, worst cases…"""

from __future__ import annotations

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pandas
from numpy.typing import NDArray

from ...context import Context, Json
from ...dataset.findings import Finding
from ...model.checks import CHECKS, CRITERIA, SEVERITIES
from ...model.errors import Phrase
from ...model.quality.ages import AgeLimits
from ...model.quality.judgement import Judging
from ...model.sources import STATUSES
from ..base import Base
from ..check_run import Outcome
from ..profile import Profile
from ..store_base import StoreBase
from .routing import route_findings, steward_rows
from .score import ALL, COMMUNE, LOT, PRODUCER, Carried, ScopeScore, is_excused, open_findings, scores
from .sectors import Sector, sectors
from .subjects import EMPTY, NO_PROPERTY, SAID, Subjects, read_subjects
from .trend import earlier_scores
from .verdict import Applied, criteria_told, verdict_of

#: Findings that the report names, the worst first; the layer holds them all.
LISTED = 60


@dataclass(frozen=True)
class Assessment:
    """Scores and verdicts of all scopes, the base first, the rules that made its verdict, and the report's keys.

    over : the criteria that the score is the mean of, and those that are not evaluated.
    worst : the findings that the report names.
    sectors : the ground of each map.
    stewards : role of each finding that has one, by identifier.
    """

    scopes: list[tuple[ScopeScore, str]]
    rules: list[Applied]
    over: Phrase
    worst: list[Finding]
    sectors: list[Sector]
    stewards: dict[str, str]
    keys: Json


def assess(base: Base, outcome: Outcome, profile: Profile, context: Context) -> Assessment:
    """Score and judge a base; excused findings are counted apart and cost nothing."""
    subjects = read_subjects(base, outcome.measures or base.measures()).select_scope(profile.scope)
    routed = route_findings(outcome.findings, subjects, profile.stewards)
    carried = Carried.from_run(profile.active_checks(), outcome.ran, list(outcome.partly))
    findings = open_findings(outcome.findings)
    found = scores(subjects.drop_ageless_dates(profile.ages), findings, carried, profile.judging)
    judged = [(scope, *verdict_of(scope, profile.judging)) for scope in found]
    whole, verdict, rules = judged[0]
    over = criteria_told(whole, profile.judging)
    cases, grounds = worst_findings(findings), sectors(outcome.findings, list(base.emprises.values()))
    keys: Json = {
        "score": {
            "score": whole.score,
            "coverage": whole.coverage,
            "objects": whole.objects,
            "weights": profile.judging.weights,
            "scale": asdict(profile.judging.scale),
            "criteria": whole.scored_criteria(profile.judging.weights),
            "not_evaluated": whole.unevaluated_criteria,
        },
        "verdict": {
            "verdict": verdict,
            "text": context.text(f"verdict_{verdict}"),
            "criteria": over.text(context.language),
            "rules": _rules(rules, context),
            "asked": asdict(profile.judging.rules),
        },
        "criteria": _criteria(whole, profile.judging, context),
        "by_class": _count_by_class(subjects, outcome.findings),
        **{
            f"by_{kind}": [_scope(scope, said) for scope, said, _ in judged if scope.kind == kind]
            for kind in (LOT, PRODUCER, COMMUNE)
        },
        "dtdict": readiness(subjects),
        "freshness": freshness(subjects, base.inputs.today),
        "sources": source_rows(subjects),
        "ages": age_rows(subjects, profile.ages),
        "by_steward": steward_rows(outcome.findings, routed),
        "stewards": dict(profile.stewards.by_subject),
        "worst": [finding_row(finding, base, context.language, routed) for finding in cases],
        "excused": dict(sorted(Counter(f.check for f in outcome.findings if is_excused(f)).items())),
        "sectors": [{"box": [round(v, 3) for v in ground.box], "findings": len(ground.findings)} for ground in grounds],
        "trend": earlier_scores(base.store, profile.name, context.now) if isinstance(base, StoreBase) else [],
        "thresholds": {
            check: {name: profile.value(check, name) for name in CHECKS[check].parameters}
            for check in profile.active_checks()
            if CHECKS[check].parameters
        },
    }
    return Assessment([(scope, said) for scope, said, _ in judged], rules, over, cases, grounds, routed, keys)


def _rules(rules: Sequence[Applied], context: Context) -> list[Json]:
    return [{"rule": one.rule, "effect": one.effect, "text": context.text(one.code, **one.fields)} for one in rules]


def _criteria(whole: ScopeScore, judging: Judging, context: Context) -> list[Json]:
    """The eight criteria of the base, with the checks that count for each."""
    out = []
    for code in CRITERIA:
        measured, shares = whole.criteria[code], whole.carried.checks_of_criterion(code)
        out.append(
            {
                "criterion": code,
                "name": context.text(f"criterion_{code}"),
                "weight": judging.weights[code],
                "score": measured.score,
                "coverage": measured.coverage,
                "objects": whole.objects,
                "faulty": measured.faulty,
                "units": whole.units,
                "faulty_units": measured.faulty_units,
                "dated": measured.dated,
                "ran": [check for check, share in shares.items() if share == 1.0],
                "partly": [check for check, share in shares.items() if 0.0 < share < 1.0],
                "not_run": [check for check, share in shares.items() if not share],
                "idle": whole.carried.idle_of_criterion(code),
            }
        )
    return out


def _scope(scope: ScopeScore, verdict: str) -> Json:
    return {
        "name": scope.name,
        "objects": scope.objects,
        **_sorted_counts(scope.severities),
        "score": scope.score,
        "coverage": scope.coverage,
        "verdict": verdict,
        "criteria": {code: found.score for code, found in scope.criteria.items()},
    }


def _sorted_counts(counts: dict[str, int]) -> Json:
    return {f"{severity}s": counts.get(severity, 0) for severity in SEVERITIES}


def _count_by_class(subjects: Subjects, findings: Sequence[Finding]) -> list[Json]:
    """Findings of each class; one that names no class stands under ""."""
    counts = Counter((f.feature_class, "excused" if is_excused(f) else f.severity) for f in findings)
    objects = pandas.Series(subjects.name).value_counts(sort=False).to_dict()
    names = [*objects, *sorted({name for name, _ in counts} - set(objects))]
    return [
        {
            "class": name,
            "objects": objects.get(name, 0),
            **_sorted_counts({severity: counts[name, severity] for severity in SEVERITIES}),
            "excused": counts[name, "excused"],
        }
        for name in names
    ]


def readiness(subjects: Subjects) -> list[Json]:
    """Share of the objects surveyed to 10 cm or better: of each commune, of each lot where there is no commune.

    Objects of a class without precision do not count; one that leaves it empty is not ready.
    """
    rated = subjects.ready != NO_PROPERTY
    by_commune = bool((subjects.commune[rated] != "").any())
    if by_commune:
        names = subjects.commune[rated]
    else:
        names = _lot_names(subjects, rated)
    place, known = pandas.factorize(names, sort=True)
    total, ready = np.bincount(place), np.bincount(place, weights=subjects.ready[rated] == SAID)
    return [
        {
            "scope": COMMUNE if by_commune else LOT,
            "name": name,
            "objects": n,
            "ready": int(k),
            "share": math.floor(1000.0 * k / n) / 10.0,
        }
        for name, n, k in zip(known.tolist(), total.tolist(), ready.tolist(), strict=True)
    ]


def _lot_names(subjects: Subjects, some: NDArray[np.bool_]) -> NDArray[np.object_]:
    """Name of the lot of each of some objects."""
    lot, known = pandas.factorize(subjects.lot[some])
    return np.array([subjects.lots.get(number, str(number)) for number in known.tolist()], dtype=object)[lot]


def freshness(subjects: Subjects, today: str) -> Json:
    """Dates of survey: objects that can carry one, those that do, the first, the last, median age in years."""
    can = subjects.dated != NO_PROPERTY
    days = np.sort(subjects.day[can & (subjects.dated != EMPTY)])
    if not len(days):
        return {"objects": int(can.sum()), "dated": 0, "oldest": None, "newest": None, "median_age": None}
    age = (np.datetime64(today) - days[(len(days) - 1) // 2]).astype(int) / 365.25
    return {
        "objects": int(can.sum()),
        "dated": len(days),
        "oldest": str(days[0]),
        "newest": str(days[-1]),
        "median_age": round(float(age), 1),
    }


def source_rows(subjects: Subjects) -> list[Json]:
    """Objects by the status of their source, and the share (0 to 100) of each: of the base, each producer, each lot."""
    told = subjects.source != NO_PROPERTY
    status = subjects.source[told]
    whole, lots = np.full(len(status), "", dtype=object), _lot_names(subjects, told)
    rows = []
    for scope, said in ((ALL, whole), (PRODUCER, subjects.producer[told]), (LOT, lots)):
        place, names = pandas.factorize(said, sort=True)
        table = np.bincount(place * len(STATUSES) + status, minlength=len(names) * len(STATUSES))
        for name, counts in zip(names.tolist(), table.reshape(-1, len(STATUSES)).tolist(), strict=True):
            total = sum(counts)
            shares = [math.floor(1000.0 * count / total) / 10.0 for count in counts]
            rows.append(
                {
                    "scope": scope,
                    "name": name,
                    "objects": total,
                    **dict(zip(STATUSES, counts, strict=True)),
                    "shares": dict(zip(STATUSES, shares, strict=True)),
                }
            )
    return rows


def age_rows(subjects: Subjects, ages: AgeLimits) -> list[Json]:
    """Limits in force: what each is of ("": all the others), years, where they are from, objects that it is asked of,
    and those of them that say a date; limits of what the base does not hold are left out.
    """
    place, kinds = subjects.kinds
    named = list(ages.by_subject)
    subject = np.array([named.index(ages.subject_of(name, theme)) for name, theme in kinds], dtype=np.intp)
    can, said = (
        np.bincount(subject[place[mask]], minlength=len(named))
        for mask in (subjects.dated != NO_PROPERTY, subjects.dated == SAID)
    )
    return [
        {"subject": name, **asdict(ages.by_subject[name]), "objects": int(objects), "dated": int(dated)}
        for name, objects, dated in zip(named, can, said, strict=True)
        if objects
    ]


def _excess(finding: Finding) -> float:
    """How many times the measure is larger than the tolerance; 0 where nothing is measured."""
    if finding.measured is None or not finding.tolerance or not math.isfinite(finding.measured):
        return 0.0
    return finding.measured / finding.tolerance


def worst_findings(findings: Sequence[Finding]) -> list[Finding]:
    """The worst findings: by severity, then in turn over the checks, so that one check does not take all the places.

    Of a check, those whose measure is the farthest beyond the tolerance come first.
    """
    of_check: defaultdict[tuple[int, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        of_check[SEVERITIES.index(finding.severity), finding.check].append(finding)
    order = []
    for (severity, _), those in of_check.items():
        for turn, finding in enumerate(heapq.nsmallest(LISTED, those, key=_badness)):
            order.append((severity, turn, _badness(finding), finding))
    return [finding for *_, finding in sorted(order, key=lambda row: row[:3])[:LISTED]]


def _badness(finding: Finding) -> tuple[float, str, tuple[str, ...], str]:
    return -_excess(finding), finding.code, finding.objects, finding.identifier


def number(value: float | None) -> float | None:
    """A measure as JSON can hold it."""
    return None if value is None or not math.isfinite(value) else float(value)


def finding_row(finding: Finding, base: Base, language: str, stewards: Mapping[str, str]) -> Json:
    """A finding as a row of the report."""
    x, y = finding.place
    placed = math.isfinite(x)
    return {
        "id": finding.identifier,
        "check": finding.check,
        "severity": finding.severity,
        "class": finding.feature_class,
        "objects": list(finding.objects),
        "lots": [base.lots.get(lot, str(lot)) for lot in finding.named_lots],
        "producer": finding.producers_text,
        "x": round(x, 3) if placed else None,
        "y": round(y, 3) if placed else None,
        "measured": number(finding.measured),
        "tolerance": number(finding.tolerance),
        "message": finding.message(language),
        "remedy": CHECKS[finding.check].remedy,
        "excuse": str(getattr(finding, "excuse", "") or ""),
        "steward": stewards.get(finding.identifier, ""),
    }

"""Where each finding of a run stands: excused, seen before, resolved, reopened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ...context import Context, Json
from ...dataset.findings import Finding
from ...dataset.tracking import Geometries, areas_with_places, places_in_reach
from ...geometry.linear import to_geometries
from ...model.quality.excuses import (
    ACTIVE,
    CAME_BACK,
    EMPRISE,
    EXCEPTION,
    EXPIRED,
    MOVED,
    NEW,
    OBJECT,
    PAIR,
    PLACE,
    REOPENED,
    RESOLVED,
    REVOKED,
    STATES,
)
from ...store.exceptions import Declared, change_exceptions, read_exceptions
from ...store.findings import Case, add_cases, change_cases, read_cases
from ...store.runs import last_run
from ...store.store import Store
from ..check_run import Outcome
from ..store_base import StoreBase
from .finding_signature import Traced, anchors, case_of, traces_of, traces_of_exceptions

BY_OBJECT = (OBJECT, PAIR)


@dataclass(frozen=True)
class Review:
    """What a run makes of its findings.

    findings : with their state and excuse, in the order in which they were given.
    cases : what each of them becomes in the store, and `before` what it was there (None: it was not).
    resolved : those that are not found any more.
    moved, used, unused : exceptions (numbers) whose object has moved, that excuse something, that excuse nothing.
    expired : exceptions that would excuse a finding, but for their day.
    last_run : the last run that the store knew when this was said.
    """

    findings: list[Finding]
    cases: list[Case]
    before: list[Case | None]
    resolved: list[Case]
    moved: set[int]
    used: set[int]
    unused: set[int]
    expired: set[int]
    last_run: int

    def states(self) -> dict[str, int]:
        """Findings of each state; resolved ones are those that this run does not find any more."""
        found = Counter(case.state for case in self.cases)
        return {**{state: found[state] for state in STATES}, RESOLVED: len(self.resolved)}

    def excused_findings(self) -> dict[str, int]:
        """Excused findings of each check that has some."""
        return dict(sorted(Counter(f.check for f in self.findings if f.is_excused).items()))

    def reopened_findings(self) -> list[Json]:
        """One row a finding that was excused or resolved and waits again; `since` is null where that is this run."""
        return [
            {
                "finding": case.finding_id,
                "check": case.check,
                "class": case.feature_class,
                "objects": list(finding.objects),
                **{axis: value if value == value else None for axis, value in zip("xy", case.place, strict=True)},
                "why": case.why,
                "exception": case.exception_id,
                "since": case.since_run,
            }
            for finding, case in zip(self.findings, self.cases, strict=True)
            if case.state == REOPENED
        ]


@dataclass
class _Excuses:
    """The exception that answers for each finding (by its row): a living one, a dead one, one whose object moved."""

    living: dict[int, Declared] = field(default_factory=dict)
    dead: dict[int, Declared] = field(default_factory=dict)
    moved: dict[int, Declared] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)


def review(base: StoreBase, outcome: Outcome, today: str) -> Review:
    """Say of each finding where it stands; nothing is written.

    Parameters
    ----------
    today : ISO day on which exceptions must hold.
    """
    exceptions, kept = read_exceptions(base.store), read_cases(base.store)
    cases = [case_of(base, finding) for finding in outcome.findings]
    traced = Traced(base.store, cases)
    excuses = _excuses(base, cases, traced, exceptions, today)
    before = _previous_cases(base.store, cases, traced, kept, excuses)
    cases = [_next_case(case, before[k], k, excuses) for k, case in enumerate(cases)]
    whole = set(outcome.ran) - set(outcome.partly)  # what did not run, or in part, resolves nothing
    seen = {case.id for case in before if case is not None}
    return Review(
        findings=[_finding_with_state(f, case) for f, case in zip(outcome.findings, cases, strict=True)],
        cases=cases,
        before=before,
        resolved=[c for c in kept if c.id not in seen and c.state != RESOLVED and c.check in whole],
        moved={e.id for e in excuses.moved.values()},
        used=excuses.used,
        unused={e.id for e in exceptions if e.holds(today) and e.id not in excuses.used and e.check in whole},
        expired={e.id for e in excuses.dead.values() if not e.revoked},
        last_run=last_run(base.store),
    )


def report_review(reviewed: Review, context: Context) -> None:
    """Report what is excused, what is reopened and how many findings stand where."""
    rows = reviewed.reopened_findings()
    context.report |= {"excused": reviewed.excused_findings(), "reopened": rows, "states": reviewed.states()}
    if reviewed.used:
        context.info("findings_excused", count=sum(reviewed.excused_findings().values()))
    if reviewed.expired:
        context.warning("exceptions_expired", numbers=", ".join(map(str, sorted(reviewed.expired))))
    if rows:
        why = Counter(row["why"] for row in rows)
        context.warning(
            "findings_reopened", count=len(rows), **{key: why[key] for key in (MOVED, EXPIRED, REVOKED, CAME_BACK)}
        )


def _finding_with_state(finding: Finding, case: Case) -> Finding:
    """A finding with its state; most are new, and stay what they are."""
    excuse = case.reason if case.state == EXCEPTION else None
    if (case.state, excuse) == (finding.state, finding.excuse):
        return finding
    return replace(finding, state=case.state, excuse=excuse)


def keep_review(store: Store, reviewed: Review, run_id: int) -> None:
    """Keep what a run makes of its findings, inside the caller's transaction."""

    both = list(zip(reviewed.cases, reviewed.before, strict=True))
    add_cases(store, (case for case, was in both if was is None), run_id)
    change_cases(store, (case for case, was in both if was and case != was), run_id)
    resolved = (replace(case, state=RESOLVED, since_run=None, why=None) for case in reviewed.resolved)
    change_cases(store, resolved, run_id)
    change_exceptions(
        store, [after for e in read_exceptions(store) if (after := _renewed_exception(e, reviewed, run_id)) != e]
    )


def _renewed_exception(exception: Declared, reviewed: Review, run_id: int) -> Declared:
    if exception.id in reviewed.used:
        return replace(exception, state=ACTIVE, used_run=run_id, unused_since=None)
    if exception.id not in reviewed.unused:
        return exception
    return replace(
        exception,
        state=REOPENED if exception.id in reviewed.moved else exception.state,
        unused_since=exception.unused_since or run_id,
    )


# -- exceptions -------------------------------------------------------------------------------------------------------


def _excuses(
    base: StoreBase, cases: Sequence[Case], traced: Traced, exceptions: Sequence[Declared], today: str
) -> _Excuses:
    found = _Excuses()
    if not exceptions or not cases:
        return found
    points = anchors(base, cases)
    living, dead = ([e for e in exceptions if e.holds(today) is holds] for holds in (True, False))
    by_object = [e for e in living if e.scope in BY_OBJECT]
    remembered = traces_of_exceptions(by_object)
    found.living = {k: by_object[a] for a, k in traced.pair_rows(remembered, range(len(cases)))}
    found.used = {e.id for e in found.living.values()}
    for e, k in _pair_by_place(cases, points, living):
        found.living.setdefault(k, e)
        found.used.add(e.id)
    open_rows = [k for k in range(len(cases)) if k not in found.living]
    gone = [e for e in dead if e.scope in BY_OBJECT]
    found.dead = {k: gone[a] for a, k in traced.pair_rows(traces_of_exceptions(gone), open_rows)}
    for e, k in _pair_by_place(cases, points, dead):
        if k not in found.living:
            found.dead.setdefault(k, e)
    idle = [a for a, e in enumerate(by_object) if e.id not in found.used]
    rest = [k for k in open_rows if k not in found.dead]
    for a, k in traced.pair_rows([remembered[a] for a in idle], rest, shifted=True):
        found.moved[k] = by_object[idle[a]]
    return found


def _pair_by_place(
    cases: Sequence[Case], points: Geometries, exceptions: Sequence[Declared]
) -> list[tuple[Declared, int]]:
    """Exceptions at a place or in a polygon with the rows of the findings there, the first declared first."""
    at_place = [e for e in exceptions if e.scope == PLACE]
    in_area = [e for e in exceptions if e.scope == EMPRISE]
    places = np.array([e.place for e in at_place], dtype=np.float64).reshape(-1, 2)
    radii = np.array([e.radius for e in at_place], dtype=np.float64)
    near = places_in_reach([e.code for e in at_place], places, radii, [c.code for c in cases], points)
    areas = to_geometries([e.area for e in in_area])
    inside = areas_with_places([e.check for e in in_area], areas, [c.check for c in cases], points)
    pairs = [(at_place[a], k) for a, k in near.tolist()] + [(in_area[a], k) for a, k in inside.tolist()]
    return sorted(pairs, key=lambda pair: (pair[0].id, pair[1]))


# -- states -----------------------------------------------------------------------------------------------------------


def _previous_cases(
    store: Store, cases: Sequence[Case], traced: Traced, kept: Sequence[Case], excuses: _Excuses
) -> list[Case | None]:
    """What each finding was before: by identifier, by its exception, else by place and geometry, open ones first."""
    by_id = {case.finding_id: case for case in kept}
    found: list[Case | None] = [by_id.get(case.finding_id) for case in cases]
    taken = {case.id for case in found if case is not None}
    kinds = {(c.code, c.feature_class, c.about) for c, was in zip(cases, found, strict=True) if was is None}
    lost = [c for c in kept if c.id not in taken and (c.code, c.feature_class, c.about) in kinds]
    _follow(found, lost, taken, excuses.living)
    for resolved in (False, True):
        group = [c for c in lost if (c.state == RESOLVED) is resolved and c.id not in taken]
        rows = [k for k, was in enumerate(found) if was is None]
        for a, k in traced.pair_rows(traces_of(store, group), rows):
            found[k] = group[a]
            taken.add(group[a].id)
    _follow(found, lost, taken, excuses.moved)
    return found


def _follow(found: list[Case | None], lost: Sequence[Case], taken: set[int | None], by: Mapping[int, Declared]) -> None:
    """A finding for which an exception about objects answers is the one for which it has answered before."""
    waiting = {c.exception_id: c for c in lost if c.state in (EXCEPTION, REOPENED) and c.id not in taken}
    for k, exception in by.items():
        if found[k] is None and exception.scope in BY_OBJECT and exception.id in waiting:
            case = waiting.pop(exception.id)
            found[k] = case
            taken.add(case.id)


def _next_case(case: Case, was: Case | None, row: int, excuses: _Excuses) -> Case:
    """What a finding becomes: `since_run` is None where its state begins with this run."""
    if row in excuses.living:
        by = excuses.living[row]
        return _case_with_state(case, was, EXCEPTION, by.role, by.reason, by.id)
    before = was.state if was else NEW
    if row in excuses.moved and before in (NEW, EXCEPTION, RESOLVED):
        return _case_with_state(case, was, REOPENED, exception_id=excuses.moved[row].id, why=MOVED)
    if before == EXCEPTION or (was is None and row in excuses.dead):
        dead = excuses.dead.get(row)
        why = MOVED if dead is None else REVOKED if dead.revoked else EXPIRED
        number = dead.id if dead else was.exception_id if was else None
        return _case_with_state(case, was, REOPENED, exception_id=number, why=why)
    if before == RESOLVED:
        return _case_with_state(case, was, REOPENED, exception_id=was.exception_id if was else None, why=CAME_BACK)
    if was is None:
        return case
    return _case_with_state(case, was, before, was.role, was.reason, was.exception_id, was.why)


def _case_with_state(
    case: Case,
    was: Case | None,
    state: str,
    role: str | None = None,
    reason: str | None = None,
    exception_id: int | None = None,
    why: str | None = None,
) -> Case:
    since = was.since_run if was and was.state == state else None
    number = was.id if was else None
    return replace(
        case, state=state, since_run=since, role=role, reason=reason, exception_id=exception_id, why=why, id=number
    )

"""Job ``declareexception``: a person says what a finding is: accepted, looked at, to be mended; or takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ... import parameters as take
from ...context import Context, Json, Result
from ...model.errors import EngineError
from ...model.quality.excuses import EXCEPTION, REOPENED, REVOKED
from ...store.exceptions import Declared, add_exceptions, change_exceptions, read_exceptions
from ...store.findings import Case, change_cases, read_cases
from ...store.store import Store, open_for_writing
from .declaration import Wish, chosen_cases, read_wish, select_exceptions


def run(parameters: Json, context: Context) -> Result:
    """Declare.

    Parameters: STORE, FINDING (finding_id of the last check, several separated by spaces), REASON, ROLE, STATE
    ("exception", "reviewed" or "to_mend"), SCOPE ("object", "pair", "place" or "emprise"; what suits the finding by
    default), RADIUS (metres, of a place), AREA (polygon layer; the emprise of the finding's lot by default), EXPIRES
    (last day), or REVOKE (numbers of exceptions) with REASON and ROLE.
    """
    path = take.path(parameters, "STORE")
    wish = read_wish(parameters, context.now[:10])
    with open_for_writing(path, job="declareexception", context=context) as store:
        context.report_unchanged(store.counts(state="current"), store.measures("current"))
        figures = _revoke(store, wish, context) if wish.revoke else _decide(store, wish, context)
    return Result("done", {"STORE": str(path), **figures})


def _decide(store: Store, wish: Wish, context: Context) -> Json:
    cases = chosen_cases(store, wish.findings)
    before = {e.id: e for e in read_exceptions(store)}
    if wish.state != EXCEPTION:
        return _mark(store, cases, before, wish, context)
    wanted = select_exceptions(store, cases, wish, context.now)
    holding = {e.fingerprint: e for e in before.values() if e.holds(context.now[:10])}
    known = [holding.get(declared.fingerprint) for declared in wanted]
    for case, there in zip(cases, known, strict=True):
        if there:
            context.warning("exception_known", finding=case.finding_id, number=there.id)
    fresh = [(case, e) for case, e, there in zip(cases, wanted, known, strict=True) if there is None]
    with store.run("declareexception", context) as run_id:
        added = add_exceptions(store, [replace(declared, run_id=run_id) for _, declared in fresh])
        change_cases(
            store,
            [
                _decided_case(case, wish, EXCEPTION, run_id, declared.id)
                for (case, _), declared in zip(fresh, added, strict=True)
            ],
            run_id,
        )
    numbers = [declared.id for declared in added]
    context.report["declared"] = [{"exception": e.id, "finding": e.finding_id, "scope": e.scope} for e in added]
    told = "–".join(map(str, dict.fromkeys((numbers[0], numbers[-1])))) if numbers else "-"  # of one run: consecutive
    context.info("exceptions_declared", count=len(added), numbers=told)
    return {"EXCEPTIONS": numbers, "DECLARED": len(numbers), "MARKED": 0, "REVOKED": 0}


def _mark(store: Store, cases: Sequence[Case], before: dict[int, Declared], wish: Wish, context: Context) -> Json:
    """Give findings a state that is no exception.

    Raises
    ------
    EngineError
        ``exception_stands`` where one is excused: that is revoked first.
    """
    for case in cases:
        stands = before.get(case.exception_id or 0)
        if case.state == EXCEPTION and stands and stands.holds(context.now[:10]):
            raise EngineError("exception_stands", finding=case.finding_id, number=stands.id)
    with store.run("declareexception", context) as run_id:
        change_cases(store, [_decided_case(case, wish, wish.state, run_id) for case in cases], run_id)
    context.info("findings_marked", count=len(cases), state=wish.state)
    return {"EXCEPTIONS": [], "DECLARED": 0, "MARKED": len(cases), "REVOKED": 0}


def _decided_case(case: Case, wish: Wish, state: str, run_id: int, exception_id: int | None = None) -> Case:
    return replace(
        case,
        state=state,
        since_run=run_id,
        role=wish.role,
        reason=wish.reason,
        exception_id=exception_id,
        why=None,
    )


def _revoke(store: Store, wish: Wish, context: Context) -> Json:
    """Take exceptions back; what they excused waits again.

    Raises
    ------
    EngineError
        ``exception_unknown``, with those that there are.
    """
    known = {e.id: e for e in read_exceptions(store)}
    for number in wish.revoke:
        if number not in known:
            there = ", ".join(str(e.id) for e in known.values() if not e.revoked) or "-"
            raise EngineError("exception_unknown", number=number, known=there)
        if known[number].revoked:
            context.warning("exception_revoked_already", number=number)
    leaving = [known[number] for number in wish.revoke if not known[number].revoked]
    numbers = {e.id for e in leaving}
    waiting = [c for c in read_cases(store) if c.state == EXCEPTION and c.exception_id in numbers]
    with store.run("declareexception", context) as run_id:
        change_exceptions(
            store,
            [replace(e, revoked=context.now, revoked_role=wish.role, revoked_reason=wish.reason) for e in leaving],
        )
        change_cases(
            store,
            [
                replace(c, state=REOPENED, since_run=run_id, role=wish.role, reason=wish.reason, why=REVOKED)
                for c in waiting
            ],
            run_id,
        )
    context.info("exceptions_revoked", count=len(leaving), reopened=len(waiting))
    return {"EXCEPTIONS": sorted(numbers), "DECLARED": 0, "MARKED": 0, "REVOKED": len(leaving)}

"""Job ``fixproposals``: what would mend the findings, before and after; carried out on demand, and checked again."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ... import parameters as take
from ...context import MEASURES, Context, Json, Result
from ...dataset.findings import Finding
from ...model.checks import CHECKS
from ...model.errors import EngineError
from ...model.fixes import RUN, SURE, UNSURE
from ...outputs import scratch_prefix, temporary_output
from ...store.schema import CURRENT
from ...store.store import Store, open_for_writing, open_store
from ...territory import DEFAULT_PROFILE, load_territory
from ..base import Inputs
from ..check_run import run_checks
from ..exceptions.life_cycle import review
from ..job import inputs_of
from ..profile import Profile, load_profile
from ..store_base import StoreBase
from .application import apply, split_safe
from .layers import APPLIED, LEFT_OUT, PROPOSED, write_proposals
from .proposal import Proposal
from .registry import fixable_checks, propose

#: Times that a run mends what its own mends have brought to light (an end that now has a neighbour…), at the most.
PASSES = 5


@dataclass(frozen=True)
class _Plan:
    """What the parameters ask for."""

    profile: Profile
    inputs: Inputs
    confidence: str
    output: str | None

    def wants(self, proposal: Proposal) -> bool:
        """Whether a proposal is to be carried out."""
        return proposal.kind != RUN and proposal.confidence in (SURE, self.confidence)


@dataclass
class _Found:
    """Findings, proposals, and those that would make another check find more."""

    findings: list[Finding]
    proposals: list[Proposal]
    left_out: list[Proposal]


@dataclass
class _Rehearsal:
    """What was found first and last, what each pass has carried out, and what became of each proposal."""

    first: _Found
    again: _Found
    passes: list[list[Proposal]] = field(default_factory=list)
    states: dict[Proposal, str] = field(default_factory=dict)


def run(parameters: Json, context: Context) -> Result:
    """Propose, and apply on demand.

    Parameters: STORE, PROFILE, CHECKS (all by default), CONFIDENCE (A: the automatic ones, P: also those to be
    confirmed), APPLY, COPY (a copy of the store is changed instead), OUTPUT, and what checks are given besides
    (``quality.job.inputs_of``).
    """
    path, copy = take.path(parameters, "STORE"), take.optional_text(parameters, "COPY")
    apply_them = take.flag(parameters, "APPLY")
    if copy and not apply_them:
        raise EngineError("fix_copy_alone")
    plan = _plan(parameters, context)
    if not apply_them:
        return Result("done", {"STORE": str(path), **_propose(path, plan, context)})
    if not copy:
        return Result("done", {"STORE": str(path), **_apply(path, plan, context)})
    with temporary_output(Path(copy)) as changed:
        with open_store(path) as store:
            store.copy(changed)
        outputs = _apply(changed, plan, context)
    return Result("done", {"STORE": copy, **outputs})


def _plan(parameters: Json, context: Context) -> _Plan:
    territory_path = take.optional_text(parameters, "TERRITORY")
    territory = load_territory(territory_path) if territory_path else None
    profile = load_profile(
        take.text(parameters, "PROFILE", territory.quality_profile if territory else DEFAULT_PROFILE)
    )
    named = take.texts(parameters, "CHECKS")
    unknown = [check for check in named if check not in CHECKS]
    if unknown:
        raise EngineError("fix_check_unknown", names=", ".join(unknown), known=", ".join(fixable_checks()))
    wanted = [check for check in fixable_checks() if (check in named if named else check in profile.active_checks())]
    modes = {check: profile.modes.get(check, "on") if check in wanted else "off" for check in CHECKS}
    modes |= {check: "on" for check in wanted if modes[check] == "off"}
    confidence = take.text(parameters, "CONFIDENCE")
    return _Plan(
        replace(profile, modes=modes),
        inputs_of(parameters, territory, context),
        confidence,
        take.optional_text(parameters, "OUTPUT"),
    )


def _find(store: Store, plan: _Plan, context: Context, upto: float) -> _Found:
    """Findings and proposals of a store; tells the progress up to a percentage."""
    base = StoreBase(store, plan.inputs)
    outcome = run_checks(base, plan.profile, lambda share: context.progress(upto * 0.6 * share))
    # what a role has accepted is not to be mended
    left = [f for f in review(base, outcome, plan.inputs.today).findings if not f.is_excused]
    proposals = propose(base, left, plan.profile, lambda share: context.progress(upto * (0.6 + 0.3 * share)))
    context.report["not_run"] = {
        check: context.text(why.code, **why.fields) for check, why in sorted(outcome.not_run.items())
    }
    return _Found(left, *split_safe(proposals, plan.profile))


def _propose(path: Path, plan: _Plan, context: Context) -> Json:
    with open_store(path) as store:
        found = _find(store, plan, context, 95)
        states = dict.fromkeys(found.proposals, PROPOSED) | dict.fromkeys(found.left_out, LEFT_OUT)
        _write(plan, store, context, states)
        context.report_unchanged(store.counts(state=CURRENT), store.measures(CURRENT))
    numbers = Counter(SURE if p.confidence == SURE else UNSURE for p in found.proposals if p.kind != RUN)
    runs = sum(p.kind == RUN for p in found.proposals)
    _report_fixes(context, plan, found, (), found)
    context.info(
        "fixes_proposed", found=len(found.findings), automatic=numbers[SURE], confirm=numbers[UNSURE], runs=runs
    )
    return {"PROPOSED": sum(numbers.values()), "APPLIED": 0, "LEFT": len(found.findings)}


def _apply(path: Path, plan: _Plan, context: Context) -> Json:
    """Carry out on the base, at one go, what a rehearsal on a copy of it has found to do."""
    with (
        open_for_writing(path, job="fixproposals", context=context) as store,
        tempfile.TemporaryDirectory(prefix=scratch_prefix("fixes")) as scratch,
    ):
        trial, edits = Path(scratch) / path.name, store.last_hand_edit()
        store.copy(trial)
        rehearsed = _rehearse(trial, plan, context)
        left = len(rehearsed.again.findings)
        with store.run("fixproposals", context, findings=left) as run_id:
            if store.last_hand_edit() != edits:  # what was rehearsed would take the place of what a person has done
                raise EngineError("base_edited_meanwhile", path=str(path))
            for rank, wanted in enumerate(rehearsed.passes):
                apply(store, wanted, plan.profile, run_id, context)
                if rank == 0:
                    before = {what: context.report[what]["in"] for what in ("counts", *MEASURES)}
            for what, had in before.items():
                context.report[what]["in"] = had
            applied = [p for p, state in rehearsed.states.items() if state == APPLIED]
            _write(plan, store, context, rehearsed.states)
            _report_fixes(context, plan, rehearsed.first, applied, rehearsed.again)
            found = len(rehearsed.first.findings)
            context.info("fixes_applied", found=found, applied=len(applied), left=left, run=run_id)
    proposed = sum(p.kind != RUN for p in rehearsed.first.proposals)
    return {"RUN": run_id, "PROPOSED": proposed, "APPLIED": len(applied), "LEFT": left}


def _rehearse(trial: Path, plan: _Plan, context: Context) -> _Rehearsal:
    """Carry out proposals on a copy, check again, and go on while what was mended lets more be mended.

    Checks look at what is committed, with several threads and processes, and the base takes the run in one commit. A
    second run finds nothing to do.
    """
    quiet = Context(language=context.language, now=context.now)
    with open_for_writing(trial, job="fixproposals", context=quiet) as store:
        run_id = store.begin_run("fixproposals", quiet)
        first = again = _find(store, plan, context, 40)
        done = _Rehearsal(first, again)
        for rank in range(PASSES):
            wanted = [p for p in [*again.proposals, *again.left_out] if plan.wants(p)]
            applied, refused = apply(store, wanted, plan.profile, run_id, quiet)
            done.passes.append(wanted)
            done.states |= dict.fromkeys(again.proposals, PROPOSED)
            done.states |= dict.fromkeys([*again.left_out, *refused], LEFT_OUT) | dict.fromkeys(applied, APPLIED)
            if not applied:
                break
            done.again = again = _find(store, plan, context, 40 + 55 * (rank + 1) / PASSES)
    return done


def _write(plan: _Plan, store: Store, context: Context, states: Mapping[Proposal, str]) -> None:
    if plan.output is not None:
        day = context.now[:10]
        write_proposals(Path(plan.output), list(states.items()), crs=store.crs, date=day, language=context.language)


def _report_fixes(context: Context, plan: _Plan, found: _Found, done: Sequence[Proposal], again: _Found) -> None:
    """Numbers of each check: found, proposed, applied, found again."""
    number = {
        "found": Counter(f.check for f in found.findings),
        "automatic": Counter(p.check for p in found.proposals if p.kind != RUN and p.confidence == SURE),
        "to_confirm": Counter(p.check for p in found.proposals if p.kind != RUN and p.confidence == UNSURE),
        "to_run": Counter(p.check for p in found.proposals if p.kind == RUN),
        "applied": Counter(p.check for p in done),
        "left_out": Counter(p.check for p in again.left_out),
        "after": Counter(f.check for f in again.findings),
    }
    context.report["findings"] = {check: number["after"][check] for check in plan.profile.active_checks()}
    context.report["fixes"] = {
        check: {what: n[check] for what, n in number.items()}
        for check in plan.profile.active_checks()
        if any(n[check] for n in number.values())
    }
    context.report["profile"] = plan.profile.name
    if again.left_out:
        checks = ", ".join(f"{check}: {n}" for check, n in sorted(number["left_out"].items()))
        context.warning("fixes_withheld", count=len(again.left_out), checks=checks)

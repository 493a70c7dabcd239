"""The verdict: accepted, accepted with reserves, refused, with the rules that made it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ...model.errors import Names, Phrase, Phrases
from ...model.quality.judgement import ACCEPT, REFUSE, RESERVE, Judging
from .score import ScopeScore

#: Rules that a sentence names.
_NAMED = 3


@dataclass(frozen=True)
class Applied:
    """A rule of the profile that applies: its key in ``[verdict]``, what it makes, and fields of its sentence."""

    rule: str
    effect: str
    fields: dict[str, object] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Code of its sentence."""
        return f"verdict_{self.rule}"

    @property
    def phrase(self) -> Phrase:
        """Its sentence."""
        return Phrase(self.code, **self.fields)


def verdict_of(scope: ScopeScore, judging: Judging) -> tuple[str, list[Applied]]:
    """Verdict of a scope and the rules that made it, those that refuse first; none where it is accepted."""
    rules = judging.rules
    applied = [
        Applied("refuse_checks", REFUSE, {**_title(check), "count": scope.errors[check]})
        for check in rules.refuse_checks
        if scope.errors.get(check)
    ]
    score = scope.score
    if score is None:
        applied.append(Applied("nothing_evaluated", RESERVE))
    elif score < rules.refuse_score:
        applied.append(Applied("refuse_score", REFUSE, _limit(score, rules.refuse_score)))
    elif score < rules.reserve_score:
        applied.append(Applied("reserve_score", RESERVE, _limit(score, rules.reserve_score)))
    applied += [
        Applied(
            "refuse_criterion",
            REFUSE,
            {"criterion": Phrase(f"criterion_{code}"), **_limit(value, rules.refuse_criterion)},
        )
        for code, value in ((code, found.score) for code, found in scope.criteria.items() if judging.weights[code])
        if value is not None and value < rules.refuse_criterion
    ]
    errors = sum(scope.errors.values())
    if errors > rules.reserve_errors:
        applied.append(Applied("reserve_errors", RESERVE, _limit(errors, rules.reserve_errors)))
    if scope.coverage < rules.reserve_coverage:
        applied.append(Applied("reserve_coverage", RESERVE, _limit(scope.coverage, rules.reserve_coverage)))
    carried = scope.carried
    applied += [
        Applied("required_idle" if check in carried.idle else "required", RESERVE, _title(check))
        for check in rules.required
        if carried.share.get(check, 0.0) < 1.0 or check in carried.idle
    ]
    applied.sort(key=lambda one: one.effect != REFUSE)
    return (applied[0].effect if applied else ACCEPT), applied


def verdict_reasons(rules: Sequence[Applied]) -> Phrase | str:
    """The rules that made a verdict, as a part of one sentence: the first ones, and how many more there are."""
    if not rules:
        return ""
    named = Phrases([rule.phrase for rule in rules[:_NAMED]])
    more = len(rules) - _NAMED
    if more > 0:
        return Phrase("verdict_reasons_more", reasons=named, count=more)
    return Phrase("verdict_reasons_listed", reasons=named)


def criteria_told(scope: ScopeScore, judging: Judging) -> Phrase:
    """Over which criteria the score was computed, and which are not evaluated, as a part of a sentence."""
    lists = {"scored": scope.scored_criteria(judging.weights), "missing": scope.unevaluated_criteria}
    names = {key: Names([Phrase(f"criterion_{code}") for code in codes]) for key, codes in lists.items()}
    kind = "none" if not lists["scored"] else "some" if lists["missing"] else "all"
    return Phrase(f"verdict_over_{kind}", **names)


def _title(check: str) -> dict[str, object]:
    return {"check": check, "title": Phrase(f"title_{check}")}


def _limit(measured: float, limit: float) -> dict[str, object]:
    return {"measured": f"{measured:g}", "limit": f"{limit:g}"}

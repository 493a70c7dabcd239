"""The part of a profile that judges: weights of the criteria, scale of the findings, rules of the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..model.checks import CHECKS, CRITERIA
from ..model.quality.judgement import Judging, Rules, Scale
from ..toml.problems import Problems
from ..toml.spec import Key, bounded_number, choice_key
from ..toml.validation import table_of, texts_of

#: Largest value of each number of ``[score]`` and ``[verdict]``; those that are not named have none.
_LARGEST = {
    "error": 1.0, "warning": 1.0, "info": 1.0, "zero": 1.0,
    "refuse_score": 100.0, "refuse_criterion": 100.0, "reserve_score": 100.0, "reserve_coverage": 100.0,
}  # fmt: skip
_CHECK_LISTS = ("refuse_checks", "required")


def _number_keys(names: Mapping[str, bool]) -> dict[str, Key]:
    """Keys that hold numbers, 0 or more and not too large; name → whether 0 is none of them."""
    limits = {name: _LARGEST.get(name, float("inf")) for name in names}
    return {n: Key("number", check=bounded_number(0, limits[n], above=above)) for n, above in names.items()}


#: Tables of a profile that are read here.
JUDGING_KEYS = {
    "weights": Key("table", keys=_number_keys(dict.fromkeys(CRITERIA, False))),
    "score": Key("table", keys=_number_keys({f.name: f.name == "zero" for f in fields(Scale)})),
    "verdict": Key(
        "table",
        keys={
            **_number_keys({f.name: False for f in fields(Rules) if f.name not in _CHECK_LISTS}),
            **dict.fromkeys(_CHECK_LISTS, Key("list", empty=True, check=choice_key(CHECKS))),
        },
    ),
}


def check_weights(document: dict[str, Any], problems: Problems) -> None:
    """Some criterion has a weight; one that is not named has 1."""
    weights = table_of(document, "weights")
    if all(code in weights and weights[code] in (0, 0.0) for code in CRITERIA):
        problems.add("profile_weights_zero", "weights")


def check_required(document: dict[str, Any], problems: Problems) -> None:
    """A check that the verdict requires is not switched off."""
    modes = table_of(document, "checks")
    for rank, check in enumerate(texts_of(table_of(document, "verdict"), "required")):
        if modes.get(check) == "off":
            problems.add("profile_required_off", f"verdict.required[{rank}]", value=check, off=f"checks.{check}")


def build_judging(document: dict[str, Any]) -> Judging:
    """How a profile, which has been checked, judges."""
    weights = dict.fromkeys(CRITERIA, 1.0) | _floats(document.get("weights", {}))
    verdict = document.get("verdict", {})
    lists = {key: tuple(verdict[key]) for key in _CHECK_LISTS if key in verdict}
    numbers = _floats({key: value for key, value in verdict.items() if key not in _CHECK_LISTS})
    scale, rules = Scale(**_floats(document.get("score", {}))), Rules(**numbers, **lists)  # type: ignore[arg-type]
    return Judging(weights, scale, rules)


def _floats(table: dict[str, Any]) -> dict[str, float]:
    return {key: float(value) for key, value in table.items()}

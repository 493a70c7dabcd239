"""The part of a profile that judges: weights of the criteria, scale of the findings, rules of the verdict."""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import fields
from typing import Any

from ..model.checks import CHECKS, CRITERIA
from ..model.errors import EngineError
from ..model.quality.judging import Judging, Rules, Scale

#: Tables of a profile that are read here.
TABLES = ("weights", "score", "verdict")

_CHECK_LISTS = ("refuse_checks", "required")
#: Largest value of each number of ``[score]`` and ``[verdict]``; those that are not named have none.
_LARGEST = {
    "error": 1.0, "warning": 1.0, "info": 1.0, "zero": 1.0,
    "refuse_score": 100.0, "refuse_criterion": 100.0, "reserve_score": 100.0, "reserve_coverage": 100.0,
}  # fmt: skip


def read_judging(name: str, document: dict[str, Any]) -> Judging:
    """How a profile judges.

    Raises
    ------
    EngineError
        ``profile_wrong``: an unknown name (with the nearest one), a value out of range, weights that are all 0.
    """
    weights = dict.fromkeys(CRITERIA, 1.0) | _numbers(name, "weights", document, CRITERIA)
    if not any(weights.values()):
        raise EngineError("profile_wrong", name=name, detail="weights: 0")
    scale = _numbers(name, "score", document, [f.name for f in fields(Scale)])
    if scale.get("zero") == 0:
        raise EngineError("profile_wrong", name=name, detail="score.zero = 0 (> 0)")
    numbers = _numbers(name, "verdict", document, [f.name for f in fields(Rules)], apart=_CHECK_LISTS)
    table = _table(name, "verdict", document)
    lists = {key: _checks(name, key, table[key]) for key in _CHECK_LISTS if key in table}
    return Judging(weights, Scale(**scale), Rules(**numbers, **lists))  # type: ignore[arg-type]


def _table(name: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise EngineError("profile_wrong", name=name, detail=f"{key} = {table!r}")
    return table


def _numbers(
    name: str, key: str, document: dict[str, Any], known: Collection[str], apart: Collection[str] = ()
) -> dict[str, float]:
    """Numbers of a table, 0 or more, each known and not too large."""
    out = {}
    for entry, value in _table(name, key, document).items():
        if entry not in known:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"{key}.{entry}", known))
        if entry in apart:
            continue
        most = _LARGEST.get(entry, float("inf"))
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value <= most or value == float("inf"):
            limits = f"0–{most:g}" if most < float("inf") else "≥ 0"
            raise EngineError("profile_wrong", name=name, detail=f"{key}.{entry} = {value!r} ({limits})")
        out[entry] = float(value)
    return out


def _checks(name: str, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise EngineError("profile_wrong", name=name, detail=f"verdict.{key} = {value!r} ([…])")
    for check in value:
        if not isinstance(check, str) or check not in CHECKS:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"verdict.{key}.{check}", CHECKS))
    return tuple(value)


def unknown(key: str, known: Collection[str]) -> str:
    """What is said of a name that stands for nothing: the nearest known one, else all of them."""
    near = difflib.get_close_matches(key.rpartition(".")[2], known, n=1)
    return f"{key} ? ({near[0]})" if near else f"{key} ? ({', '.join(known)})"

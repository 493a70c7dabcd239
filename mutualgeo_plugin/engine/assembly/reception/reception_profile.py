"""Reception profiles: which pre-checks refuse a lot, which are reserves, which are left to the quality check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...model.errors import EngineError
from ...model.pcrs import CLASSES
from ...profiles import read_profile, shipped

_FOLDER = Path(__file__).parent / "profiles"

#: Pre-checks, in the order in which a receipt tells them.
RULES = (
    "emprise_missing",
    "emprise_several",
    "emprise_invalid",
    "same_gml_id",
    "same_business_id",
    "mixed_dimension",
    "future_date",
    "wrong_date",
    "unknown_code",
    "outside_emprise",
    "class_missing",
    "left_out",
)
REFUSE, RESERVE, OFF = "refuse", "reserve", "off"


@dataclass(frozen=True)
class ReceptionProfile:
    """A reception profile that has been checked.

    required : classes of which a lot must have an object.
    beyond : metres by which an object may lie outside the emprise.
    """

    name: str
    title: str
    modes: dict[str, str]
    required: tuple[str, ...]
    beyond: float

    def mode(self, rule: str) -> str:
        """What a rule leads to; a rule that the profile does not name is off."""
        return self.modes.get(rule, OFF)


def shipped_receptions() -> list[str]:
    """Names of the reception profiles that come with mutualgeo."""
    return shipped(_FOLDER)


def load_reception(name: str) -> ReceptionProfile:
    """A shipped reception profile by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``reception_unknown``, ``reception_wrong`` (a rule, mode or class that does not exist).
    """
    stem, document = read_profile(name, _FOLDER, "reception")
    return _checked(name, stem, document)


def _checked(name: str, stem: str, document: dict[str, Any]) -> ReceptionProfile:
    for key in document:
        if key not in ("title", "rules", "required", "beyond"):
            raise EngineError("reception_wrong", name=name, detail=f"{key} ?")
    rules = document.get("rules", {})
    if not isinstance(rules, dict):
        raise EngineError("reception_wrong", name=name, detail=f"rules = {rules!r}")
    for rule, mode in rules.items():
        if rule not in RULES or mode not in (REFUSE, RESERVE, OFF):
            raise EngineError("reception_wrong", name=name, detail=f"rules.{rule} = {mode!r}")
    classes = document.get("required", [])
    required = tuple(map(str, classes if isinstance(classes, list) else [classes]))
    for wanted in required:
        if wanted not in CLASSES:
            raise EngineError("reception_wrong", name=name, detail=f"required: {wanted} ?")
    beyond = document.get("beyond", 0.0)
    if isinstance(beyond, bool) or not isinstance(beyond, int | float) or beyond < 0:
        raise EngineError("reception_wrong", name=name, detail=f"beyond = {beyond!r}")
    return ReceptionProfile(stem, str(document.get("title", stem)), dict(rules), required, float(beyond))

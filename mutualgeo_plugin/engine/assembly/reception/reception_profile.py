"""Reception profiles: which pre-checks refuse a lot, which are reserves, which are left to the quality check."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...model.pcrs import CLASSES
from ...toml.profiles import read_profile, shipped_names
from ...toml.spec import Key, Spec, bounded_number, choice_key

_FOLDER = Path(__file__).parent / "profiles"

#: Pre-checks, in the order in which a receipt tells them.
RULES = (
    "no_object",
    "geometry_missing",
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

RECEPTION = Spec(
    "reception_wrong",
    {
        "title": Key(empty=True),
        "rules": Key("table", keys=dict.fromkeys(RULES, Key(check=choice_key((REFUSE, RESERVE, OFF))))),
        "required": Key("list", empty=True, check=choice_key(CLASSES)),
        "beyond": Key("number", check=bounded_number(0)),
    },
)


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
    return shipped_names(_FOLDER)


def load_reception(name: str) -> ReceptionProfile:
    """A shipped reception profile by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``reception_unknown``, ``reception_wrong`` (a rule, mode or class that does not exist).
    """
    stem, document = read_profile(name, _FOLDER, "reception_unknown", RECEPTION)
    return ReceptionProfile(
        stem,
        document.get("title", stem),
        document.get("rules", {}),
        tuple(document.get("required", ())),
        float(document.get("beyond", 0.0)),
    )

"""The part of a profile that says how old a survey may be, by class and by theme."""

from __future__ import annotations

from typing import Any

from ..model.quality.ages import DATED_CLASSES, THEMES, AgeLimit, AgeLimits
from ..toml.problems import Problems
from ..toml.spec import Key, bounded_number, choice_key
from ..toml.validation import table_of

_YEARS = Key("number", check=bounded_number(0, 1000, above=True))
_LIMIT = Key("table", keys={"warning": _YEARS, "error": _YEARS, "source": Key()})
#: Until when a survey has aged: the day on which its lot was published, which says how fresh a delivery was, or the day
#: of the check, which says how fresh a base still is.
PUBLICATION, CHECK = "publication", "check"
#: Keys of a profile that are read here.
AGE_KEYS = {
    "ages": Key("table", keys=dict.fromkeys((*DATED_CLASSES, *THEMES), _LIMIT)),
    "aged_at": Key(check=choice_key((PUBLICATION, CHECK))),
}


def check_ages(document: dict[str, Any], problems: Problems) -> None:
    """An age that is an error is no less than one that is a warning."""
    ages = table_of(document, "ages")
    for subject in ages:
        limit = table_of(ages, subject)
        warning, error = limit.get("warning"), limit.get("error")
        if isinstance(warning, int | float) and isinstance(error, int | float) and error < warning:
            problems.add("profile_ages_order", f"ages.{subject}.error", value=error, limit=warning)


def build_ages(document: dict[str, Any]) -> AgeLimits:
    """The limits that a profile, which has been checked, names."""
    return AgeLimits({subject: AgeLimit(**limit) for subject, limit in document.get("ages", {}).items()})

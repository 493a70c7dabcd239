"""Quality profiles: which checks run, at which severity, with which thresholds, about what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..dataset.findings import Finding
from ..model.checks import CHECKS, FAMILIES
from ..model.placeholders import USUAL
from ..model.quality.ages import AgeLimit, AgeLimits
from ..model.quality.attributes import AGE_CHECK
from ..model.quality.judgement import Judging
from ..model.stewards import Stewards
from ..toml.profiles import read_profile, shipped_names
from ..toml.roles import STEWARDS_KEY
from ..toml.spec import Key, Spec, bounded_number, choice_key
from .age_limits import AGE_KEYS, PUBLICATION, build_ages, check_ages
from .judgement import JUDGING_KEYS, build_judging, check_required, check_weights
from .placeholder_words import PLACEHOLDER_KEYS, build_placeholders
from .scope import SCOPE_KEYS, Scope, build_scope

_FOLDER = Path(__file__).parent / "profiles"
#: "on" leaves findings as the check gives them, "warning" caps them, "off" does not run the check.
MODES = ("on", "warning", "off")

_THRESHOLD = Key("number", check=bounded_number(0, above=True))
PROFILE = Spec(
    "profile_wrong",
    {
        "title": Key(empty=True),
        "families": Key("table", keys=dict.fromkeys(FAMILIES, Key(check=choice_key(MODES)))),
        "checks": Key("table", keys=dict.fromkeys(CHECKS, Key(check=choice_key(MODES)))),
        "thresholds": Key(
            "table",
            keys={
                name: Key("table", keys=dict.fromkeys(check.parameters, _THRESHOLD)) for name, check in CHECKS.items()
            },
        ),
        **AGE_KEYS,
        "stewards": STEWARDS_KEY,
        **PLACEHOLDER_KEYS,
        **SCOPE_KEYS,
        **JUDGING_KEYS,
    },
    (check_ages, check_weights, check_required),
)


@dataclass(frozen=True)
class Profile:
    """A profile that has been checked: every name in it is known."""

    name: str
    title: str
    modes: dict[str, str]
    thresholds: dict[str, dict[str, float]]
    judging: Judging = Judging()
    scope: Scope = Scope()
    named_ages: AgeLimits = AgeLimits()
    aged_at: str = PUBLICATION
    stewards: Stewards = Stewards()
    placeholders: frozenset[str] = USUAL

    @property
    def ages(self) -> AgeLimits:
        """How old a survey may be: as the profile says by class and theme, else the check's thresholds."""
        usual = {severity: self.value(AGE_CHECK, severity) for severity in ("warning", "error")}
        source = CHECKS[AGE_CHECK].parameters["warning"].source
        return AgeLimits({"": AgeLimit(**usual, source=source), **self.named_ages.by_subject})

    def active_checks(self) -> list[str]:
        """Checks to run, in the catalogue's order."""
        return [check for check in CHECKS if self.modes.get(check, "on") != "off"]

    def value(self, check: str, parameter: str) -> float:
        """A threshold: the profile's, else the catalogue's default."""
        return self.thresholds.get(check, {}).get(parameter, CHECKS[check].parameters[parameter].default)

    def reach(self) -> float:
        """Metres around an object at which the active checks look."""
        looking = [(CHECKS[check], CHECKS[check].reach) for check in self.active_checks()]
        return max((check.reach_times * self.value(check.id, name) for check, name in looking if name), default=0.0)

    def severity(self, finding: Finding) -> str:
        """Severity of a finding under this profile."""
        if finding.severity == "error" and self.modes.get(finding.check) == "warning":
            return "warning"
        return finding.severity


def shipped_profiles() -> list[str]:
    """Names of the profiles that come with mutualgeo."""
    return shipped_names(_FOLDER)


def load_profile(name: str) -> Profile:
    """A shipped profile by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``profile_unknown``, ``profile_wrong`` (an unknown name or mode; a threshold that is not positive; a weight or a
        rule out of range).
    """
    stem, document = read_profile(name, _FOLDER, "profile_unknown", PROFILE)
    thresholds = {
        check: {parameter: float(value) for parameter, value in values.items()}
        for check, values in document.get("thresholds", {}).items()
        if values
    }
    return Profile(
        stem,
        document.get("title", stem),
        _read_modes(document),
        thresholds,
        judging=build_judging(document),
        scope=build_scope(document),
        named_ages=build_ages(document),
        aged_at=document.get("aged_at", PUBLICATION),
        stewards=Stewards(document.get("stewards", {})),
        placeholders=build_placeholders(document),
    )


def _read_modes(document: Mapping[str, Any]) -> dict[str, str]:
    """Mode of each check: its own, else that of its family, else "on"."""
    checks, families = document.get("checks", {}), document.get("families", {})
    return {
        check.id: checks.get(check.id, families.get(family, "on")) for family, its in FAMILIES.items() for check in its
    }

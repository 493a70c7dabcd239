"""Quality profiles: which checks run, at which severity, with which thresholds, about what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..model.checks import CHECKS
from ..model.errors import EngineError
from ..model.quality.judging import Judging
from ..profiles import read_profile, shipped
from .findings import Finding
from .judging import TABLES, read_judging, unknown
from .scope import TABLES as SCOPE_TABLES
from .scope import Scope, read_scope

_FOLDER = Path(__file__).parent / "profiles"
#: "on" leaves findings as the check gives them, "warning" caps them, "off" does not run the check.
MODES = ("on", "warning", "off")
#: Tables of a profile.
_KNOWN = ("title", "checks", "thresholds", *SCOPE_TABLES, *TABLES)


@dataclass(frozen=True)
class Profile:
    """A profile that has been checked: every name in it is known."""

    name: str
    title: str
    modes: dict[str, str]
    thresholds: dict[str, dict[str, float]]
    judging: Judging = Judging()
    scope: Scope = Scope()

    def active(self) -> list[str]:
        """Checks to run, in the catalogue's order."""
        return [check for check in CHECKS if self.modes.get(check, "on") != "off"]

    def value(self, check: str, parameter: str) -> float:
        """A threshold: the profile's, else the catalogue's default."""
        return self.thresholds.get(check, {}).get(parameter, CHECKS[check].parameters[parameter].default)

    def reach(self) -> float:
        """Metres around an object at which the active checks look."""
        looking = [(CHECKS[check], CHECKS[check].reach) for check in self.active()]
        return max((check.reach_times * self.value(check.id, name) for check, name in looking if name), default=0.0)

    def severity(self, finding: Finding) -> str:
        """Severity of a finding under this profile."""
        if finding.severity == "error" and self.modes.get(finding.check) == "warning":
            return "warning"
        return finding.severity


def shipped_profiles() -> list[str]:
    """Names of the profiles that come with mutualgeo."""
    return shipped(_FOLDER)


def load_profile(name: str) -> Profile:
    """A shipped profile by its name, or any other by its path.

    Raises
    ------
    EngineError
        ``profile_unknown``, ``profile_wrong`` (an unknown name or mode; a threshold that is not positive; a weight or a
        rule out of range).
    """
    stem, document = read_profile(name, _FOLDER, "profile")
    for key in document:
        if key not in _KNOWN:
            raise EngineError("profile_wrong", name=name, detail=unknown(key, _KNOWN))
    modes = _modes(name, document.get("checks", {}))
    thresholds, judging = _thresholds(name, document), read_judging(name, document)
    for check in judging.rules.required:
        if modes.get(check) == "off":
            raise EngineError("profile_wrong", name=name, detail=f"verdict.required: {check} (checks.{check} = 'off')")
    return Profile(stem, str(document.get("title", stem)), modes, thresholds, judging, read_scope(name, document))


def _modes(name: str, table: Any) -> dict[str, str]:
    if not isinstance(table, dict):
        raise EngineError("profile_wrong", name=name, detail="checks")
    for check, mode in table.items():
        if check not in CHECKS:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"checks.{check}", tuple(CHECKS)))
        if mode not in MODES:
            raise EngineError("profile_wrong", name=name, detail=f"checks.{check} = {mode!r} ({', '.join(MODES)})")
    return dict(table)


def _thresholds(name: str, document: dict[str, Any]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    table = document.get("thresholds", {})
    if not isinstance(table, dict):
        raise EngineError("profile_wrong", name=name, detail="thresholds")
    for check, values in table.items():
        if check not in CHECKS:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"thresholds.{check}", tuple(CHECKS)))
        if not isinstance(values, dict):
            raise EngineError("profile_wrong", name=name, detail=f"thresholds.{check} = {values!r}")
        for parameter, value in values.items():
            key = f"thresholds.{check}.{parameter}"
            if parameter not in CHECKS[check].parameters:
                raise EngineError("profile_wrong", name=name, detail=unknown(key, tuple(CHECKS[check].parameters)))
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
                raise EngineError("profile_wrong", name=name, detail=f"{key} = {value!r} (> 0)")
            out.setdefault(check, {})[parameter] = float(value)
    return out

"""Roles in TOML files: who looks after findings, by class or theme; a role is never a person."""

from __future__ import annotations

from ..model.personal_data import PATTERNS
from ..model.stewards import SUBJECTS
from .spec import Fault, Key


def check_role(value: str) -> Fault:
    """A role has neither an e-mail address nor a telephone number."""
    personal = any(pattern.search(value) for pattern in PATTERNS.values())
    return ("toml_role_personal", {}) if personal else None


#: Table of a territory or a profile.
STEWARDS_KEY = Key("table", keys=dict.fromkeys(SUBJECTS, Key(check=check_role)))

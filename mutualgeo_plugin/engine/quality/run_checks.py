"""Run the checks of a profile over a base."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from . import borders, geometry_checks, structure
from .base import Base, NotRun
from .findings import Finding, ordered
from .profile import Profile

CheckFunction = Callable[[Base, Profile], list[Finding]]

#: What carries out each check of the catalogue.
FUNCTIONS: dict[str, CheckFunction] = {
    "S2": structure.s2,
    "S3": structure.s3,
    "S5": structure.s5,
    "S6": structure.s6,
    "A1": structure.a1,
    "G1": geometry_checks.g1,
    "G2": geometry_checks.g2,
    "T1": geometry_checks.t1,
    "T4": geometry_checks.t4,
    "Z1": geometry_checks.z1,
    "E1": borders.e1,
    "E2": borders.e2,
}


@dataclass(frozen=True)
class Outcome:
    """What a profile gave: findings, and the checks that could not run with their reason."""

    findings: list[Finding]
    ran: list[str]
    not_run: dict[str, NotRun]

    def per_check(self) -> dict[str, int]:
        """Findings of each check that ran; 0 says that it found nothing."""
        return {**dict.fromkeys(self.ran, 0), **Counter(f.check for f in self.findings)}

    def per_severity(self) -> Counter[str]:
        """Findings of each severity."""
        return Counter(f.severity for f in self.findings)


def run_checks(base: Base, profile: Profile, progress: Callable[[float, str], None]) -> Outcome:
    """Run every active check; findings come in a stable order."""
    findings: list[Finding] = []
    ran: list[str] = []
    not_run: dict[str, NotRun] = {}
    active = profile.active()
    for rank, check in enumerate(active):
        progress(rank / len(active), check)
        try:
            found = FUNCTIONS[check](base, profile)
        except NotRun as reason:
            not_run[check] = reason
            continue
        ran.append(check)
        findings += [replace(f, severity=profile.severity(check, f.severity)) for f in found]
    return Outcome(ordered(findings), ran, not_run)

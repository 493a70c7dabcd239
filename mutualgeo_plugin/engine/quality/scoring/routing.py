"""Findings routed to the role that looks after their objects, by class and theme."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from ...context import Json
from ...dataset.findings import Finding
from ...model.checks import SEVERITIES
from ...model.stewards import Stewards, class_theme
from .score import is_excused
from .subjects import Subjects


def route_findings(findings: Sequence[Finding], subjects: Subjects, stewards: Stewards) -> dict[str, str]:
    """Role of each finding that has one, by identifier: that of its object, of the first where it is on several."""
    if not stewards.by_subject:
        return {}
    fixed = {name: class_theme(name) for name in {finding.feature_class for finding in findings}}
    own = [finding for finding in findings if fixed[finding.feature_class] is None and finding.uids]
    rows = subjects.rows_of([finding.uids[0] for finding in own]).tolist()
    said = {f.identifier: subjects.theme[row] for f, row in zip(own, rows, strict=True) if row >= 0}
    roles = {
        finding.identifier: stewards.role_of(
            finding.feature_class, fixed[finding.feature_class] or said.get(finding.identifier, "")
        )
        for finding in findings
    }
    return {identifier: role for identifier, role in roles.items() if role}


def steward_rows(findings: Sequence[Finding], routed: Mapping[str, str]) -> list[Json]:
    """Findings of each role by severity, excused ones apart; those without a role stand under "", the last."""
    counts = Counter(
        (routed.get(finding.identifier, ""), "excused" if is_excused(finding) else f"{finding.severity}s")
        for finding in findings
    )
    kinds = [*(f"{severity}s" for severity in SEVERITIES), "excused"]
    names = sorted({role for role, _ in counts}, key=lambda role: (not role, role))
    return [{"steward": role, **{kind: counts[role, kind] for kind in kinds}} for role in names]

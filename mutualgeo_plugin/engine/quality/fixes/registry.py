"""What mends each check, and what is to be run for those that an algorithm mends better."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

from ...dataset.findings import Finding
from ...model.checks import CHECKS
from ...model.fixes import RUN_INSTEAD
from ..profile import Profile
from ..store_base import StoreBase
from . import crossings, drawings, ends, links, removals, texts
from .proposal import Fixer, Proposal, propose_algorithm, sort_proposals

FIXERS: dict[str, Fixer] = {
    **links.FIXERS, **texts.FIXERS, **drawings.FIXERS, **crossings.FIXERS, **ends.FIXERS, **removals.FIXERS,
}  # fmt: skip


def fixable_checks() -> list[str]:
    """Checks for whose findings something is proposed, in the catalogue's order."""
    return [check for check in CHECKS if check in FIXERS or check in RUN_INSTEAD]


def propose(
    base: StoreBase,
    findings: Sequence[Finding],
    profile: Profile,
    progress: Callable[[float], None] = lambda share: None,
) -> list[Proposal]:
    """Proposals for findings, each object and attribute once a check; nothing is written.

    Parameters
    ----------
    progress : receives the share done, 0 to 1.
    """
    by_check: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_check[finding.check].append(finding)
    out: list[Proposal] = []
    for rank, (check, those) in enumerate(sorted(by_check.items())):
        if check in FIXERS:
            out += FIXERS[check](base, those, profile)
        elif check in RUN_INSTEAD:
            out += [propose_algorithm(finding, RUN_INSTEAD[check]) for finding in those]
        progress((rank + 1) / len(by_check))
    return sort_proposals(out)

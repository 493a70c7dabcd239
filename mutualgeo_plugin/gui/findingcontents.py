"""The findings of the last check of a base, and where each stands, as its tables hold them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..engine.model.checks import SEVERITIES
from ..engine.model.quality.excuses import EXCEPTION, NEW
from .storefile import read_rows

#: Findings that are listed at once: more than a person scrolls through, little enough to be shown at once.
MOST = 500

HAS_STATES = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'finding_state'"
TALLY = (
    "SELECT coalesce(s.state, ?1), f.severity, count(*) FROM finding f"
    " LEFT JOIN finding_state s ON s.finding_id = f.finding_id AND s.state <> 'resolved'"
    " WHERE f.run_id = (SELECT max(run_id) FROM run WHERE job = 'checkquality' AND ended IS NOT NULL)"
    " GROUP BY 1, 2"
)
ROWS = (
    "SELECT f.finding_id, f.check_id, f.severity, f.class, f.message, f.x, f.y, coalesce(s.state, ?1), s.id,"
    " s.role, s.reason, s.why, s.exception_id, e.expires FROM finding f"
    " LEFT JOIN finding_state s ON s.finding_id = f.finding_id AND s.state <> 'resolved'"
    " LEFT JOIN exception e ON e.id = s.exception_id"
    " WHERE f.run_id = (SELECT max(run_id) FROM run WHERE job = 'checkquality' AND ended IS NOT NULL)"
    " AND coalesce(s.state, ?1) IN (SELECT value FROM json_each(?2)) AND ?3 IN ('', f.severity)"
    " ORDER BY instr(?4, f.severity), f.id LIMIT ?5"
)
#: The same of a base whose schema has no states yet.
OLD_TALLY = (
    "SELECT ?1, severity, count(*) FROM finding"
    " WHERE run_id = (SELECT max(run_id) FROM run WHERE job = 'checkquality' AND ended IS NOT NULL)"
    " GROUP BY 1, 2"
)
OLD_ROWS = (
    "SELECT finding_id, check_id, severity, class, message, x, y, ?1, NULL, NULL, NULL, NULL, NULL, NULL FROM finding"
    " WHERE run_id = (SELECT max(run_id) FROM run WHERE job = 'checkquality' AND ended IS NOT NULL)"
    " AND ?1 IN (SELECT value FROM json_each(?2)) AND ?3 IN ('', severity)"
    " ORDER BY instr(?4, severity), id LIMIT ?5"
)
GROUND = "SELECT uids, shape FROM finding_state WHERE id = ?"
CRS = "SELECT value FROM store_info WHERE key = 'crs'"
EXCUSED_BY = "SELECT count(*) FROM finding_state WHERE state = ?1 AND exception_id IN (SELECT value FROM json_each(?2))"

#: How many findings are in each state, by severity.
Tally = dict[tuple[str, str], int]


@dataclass(frozen=True)
class Finding:
    """A finding of the last check.

    place : where to look, in the base's system; None where it has no place.
    number : of its state in the base; None where it was found before the base noted states, so nothing can be said
        of it until the base is checked again.
    role, reason : of who gave its state. why : why it is reopened.
    exception : number of the exception that answers for it; expires : its last day (ISO).
    """

    identifier: str
    check: str
    severity: str
    feature_class: str
    message: str
    place: tuple[float, float] | None
    state: str
    number: int | None = None
    role: str = ""
    reason: str = ""
    why: str = ""
    exception: int | None = None
    expires: str = ""

    @property
    def excused(self) -> bool:
        """Whether an exception excuses it."""
        return self.state == EXCEPTION


def tally(store: Path) -> Tally:
    """How many findings the last check left, by state and severity."""
    rows = read_rows(store, TALLY if _has_states(store) else OLD_TALLY, (NEW,))
    return {(state, severity): count for state, severity, count in rows}


def findings(store: Path, states: Collection[str], severity: str = "") -> list[Finding]:
    """Findings of the last check that are in one of `states`, the worst first, MOST at the most.

    Parameters
    ----------
    severity : "" for all.
    """
    template = ROWS if _has_states(store) else OLD_ROWS
    rows = read_rows(store, template, (NEW, json.dumps(sorted(states)), severity, " ".join(SEVERITIES), MOST))
    return [
        Finding(
            identifier, check, severity, name or "", message or "", None if x is None or y is None else (x, y), state,
            number, role or "", reason or "", why or "", exception, expires or "",
        )
        for identifier, check, severity, name, message, x, y, state, number, role, reason, why, exception, expires
        in rows
    ]  # fmt: skip


def ground(store: Path, finding: Finding) -> tuple[list[str], bytes | None]:
    """Objects of a finding (uids), and the WKB of what it is about where it has none."""
    rows = read_rows(store, GROUND, (finding.number,)) if finding.number is not None else []
    return (json.loads(rows[0][0]), rows[0][1]) if rows else ([], None)


def crs(store: Path) -> int:
    """EPSG code of the base's system; 0 where it says none."""
    rows = read_rows(store, CRS)
    return int(rows[0][0]) if rows else 0


def excused_by(store: Path, exceptions: Collection[int]) -> int:
    """How many findings `exceptions` excuse."""
    rows = read_rows(store, EXCUSED_BY, (EXCEPTION, json.dumps(sorted(exceptions))))
    return rows[0][0] if rows else 0


def _has_states(store: Path) -> bool:
    return bool(read_rows(store, HAS_STATES))

"""The findings of the last check of a base, and where each stands, as its views tell them."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from ..engine.model.quality.excuses import EXCEPTION
from ..engine.store.views import ViewUnreadable, read_view
from .storefile import view_rows

#: Findings that are listed at once: more than a person scrolls through, little enough to be shown at once.
MOST = 500

#: How many findings are in each state, by severity and by the role that looks after them ("": nobody).
Tally = dict[tuple[str, str, str], int]


@dataclass(frozen=True)
class Finding:
    """A finding of the last check.

    place : where to look, in the base's system; None where it has no place.
    number : of its state in the base; None where it was found before the base noted states, so nothing can be said
        of it until the base is checked again.
    role, reason : of who gave its state. why : why it is reopened.
    exception : number of the exception that answers for it; expires : its last day (ISO).
    steward : role that looks after it; "" where it is routed to none.
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
    steward: str = ""

    @property
    def is_excused(self) -> bool:
        """Whether an exception excuses it."""
        return self.state == EXCEPTION


def tally(store: Path) -> Tally:
    """How many findings the last check left, by state, severity and steward."""
    rows = view_rows(store, "finding_tally")
    # a base that an earlier version has made says nothing of stewards
    return {(row["state"], row["severity"], row.get("steward") or ""): row["findings"] for row in rows}


def findings(store: Path, states: Collection[str], severity: str = "", steward: str | None = None) -> list[Finding]:
    """Findings of the last check that are in one of `states`, the worst first, MOST at the most.

    Parameters
    ----------
    severity : "" for all.
    steward : role, "" for those that nobody looks after; None for all.
    """
    wanted = {"severity": severity} if severity else {}
    wanted |= {} if steward is None else {"steward": steward}
    return [
        Finding(
            identifier=row["finding_id"],
            check=row["check_id"],
            severity=row["severity"],
            feature_class=row["class"] or "",
            message=row["message"] or "",
            place=None if row["x"] is None or row["y"] is None else (row["x"], row["y"]),
            state=row["state"],
            number=row["state_id"],
            role=row["role"] or "",
            reason=row["reason"] or "",
            why=row["why"] or "",
            exception=row["exception_id"],
            expires=row["expires"] or "",
            steward=row.get("steward") or "",  # a base that an earlier version has made says nothing of it
        )
        for row in view_rows(store, "finding_listed", most=MOST, state=states, **wanted)
    ]


@dataclass(frozen=True)
class LastScore:
    """Score of the base in the last check: None where nothing could be evaluated.

    not_evaluated : codes of the criteria that no check looked at.
    """

    score: float | None
    not_evaluated: tuple[str, ...]


def last_score(store: Path) -> LastScore | None:
    """Score of the base in the last check; None where there was none, or the check is older than scores."""
    found = {row["criterion"]: row["score"] for row in view_rows(store, "last_score")}
    if "" not in found:
        return None
    return LastScore(found[""], tuple(code for code, score in found.items() if code and score is None))


def ground(store: Path, finding: Finding) -> tuple[list[str], bytes | None]:
    """Objects of a finding (uids), and the WKB of what it is about where it has none."""
    rows = view_rows(store, "finding_ground", state_id=finding.number) if finding.number is not None else []
    return (json.loads(rows[0]["uids"]), rows[0]["shape"]) if rows else ([], None)


def crs(store: Path) -> int:
    """EPSG code of the base's system; 0 where it says none."""
    rows = view_rows(store, "base_system")
    return rows[0]["crs"] if rows else 0


def count_excused(store: Path, exceptions: Collection[int]) -> int | None:
    """How many findings `exceptions` excuse; None where the base cannot be read: somebody decides by it."""
    try:
        return sum(row["findings"] for row in read_view(store, "exception_use", exception_id=exceptions))
    except ViewUnreadable:
        return None

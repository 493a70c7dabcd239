"""Exceptions and the life cycle of findings: states, scopes, how far an object may move before one is asked again."""

from __future__ import annotations

from ..pcrs import PRECISION_METRES

#: Life cycle of a finding: found → looked at → to be mended or accepted → not found any more → found again.
NEW, REVIEWED, TO_MEND, EXCEPTION, RESOLVED, REOPENED = (
    "new", "reviewed", "to_mend", "exception", "resolved", "reopened",
)  # fmt: skip
STATES = (NEW, REVIEWED, TO_MEND, EXCEPTION, RESOLVED, REOPENED)
#: States that a person gives.
GIVEN = (EXCEPTION, REVIEWED, TO_MEND)

#: What an exception is about: the finding's object, its two objects, what the check says near a place, or inside a
#: polygon (the emprise of a lot, or one that is given).
OBJECT, PAIR, PLACE, EMPRISE = "object", "pair", "place", "emprise"
SCOPES = (OBJECT, PAIR, PLACE, EMPRISE)

#: States of an exception: it excuses; it does, but the last check found nothing that it is about; its object has moved;
#: its day has passed; a person has taken it back.
ACTIVE, UNUSED, EXPIRED, REVOKED = "active", "unused", "expired", "revoked"

#: Why a finding is reopened: its object has moved, the exception has expired or was revoked, it was resolved.
MOVED, CAME_BACK = "moved", "came_back"

#: Checks whose findings on objects differ by the value that they tell, where it is no name that a delivery may renew.
TOLD_BY_VALUE = frozenset({"A2", "A3", "A5", "S7"})

#: Places are compared to 1 dm, as in the identifiers of findings, metres.
PLACE_STEP = 0.10
#: Largest tolerance of a remembered geometry, metres: beyond it an object would leave the place of its finding, and a
#: coarse precision class is no licence to move.
TOLERANCE_CAP = PLACE_STEP
#: Tolerance of what declares no precision (drawings, emprises), metres: limit of the finest class (002).
TOLERANCE_UNDECLARED = 0.02
#: Farther than this, metres, an object of another identifier is another object and not one that has moved: the largest
#: bound of the precision classes.
REACH = 1.50
#: Radius of an exception at a place where none is given, metres.
RADIUS = 1.0


def tolerance_of(precision: str | None) -> float:
    """How far an object of a precision class may move from where it was accepted, metres: the class's bound, capped."""
    if precision not in PRECISION_METRES:
        return TOLERANCE_UNDECLARED
    return min(PRECISION_METRES[precision] or TOLERANCE_CAP, TOLERANCE_CAP)

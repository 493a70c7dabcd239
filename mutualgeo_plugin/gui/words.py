"""What the codes of the base mean, in the user's words."""

from __future__ import annotations

from ..engine.model.checks import CRITERIA
from ..engine.model.pcrs import CODE_LISTS
from ..engine.model.quality.excuses import (
    CAME_BACK,
    EXCEPTION,
    EXPIRED,
    MOVED,
    NEW,
    REOPENED,
    REVIEWED,
    REVOKED,
    TO_MEND,
)
from ..settings import language, tr

PRECISION, CATEGORISATION = CODE_LISTS["CategoriePrecision"], CODE_LISTS["QualiteCategorisation"]
#: Mark and colour of a severity: a shape besides the colour, as on the map and in the report.
SEVERITY_LOOKS = {"error": ("◆", "#b3261e"), "warning": ("▲", "#8a5200"), "info": ("●", "#1f5c99")}


def reason(code: str) -> str:
    """Why two versions wait for a person."""
    return {
        "newer": tr("Newer, but worse"),
        "attributes": tr("Attributes contradict each other"),
        "altitude": tr("Altitudes are far apart"),
        "extent": tr("The version to set aside extends beyond"),
        "distance": tr("Farther apart than their precisions promise"),
    }.get(code, code)


def verdict(code: str) -> str:
    """Verdict of a reception."""
    return {"accepted": tr("Accepted"), "reserves": tr("With reserves")}.get(code, code or "–")


def lot_state(kind: str) -> str:
    """State of a lot."""
    return {
        "delivery": tr("In the base"),
        "derived": tr("Made by a run"),
        "raster": tr("Images"),
        "removed": tr("Taken out"),
    }.get(kind, kind)


def layer(name: str) -> str:
    """Name on the map of a layer that a run leaves beside the base."""
    return {
        "findings": tr("Findings"),
        "discrepancies": tr("Discrepancies"),
        "matches": tr("Pairs of lines"),
        "coverage": tr("Holes and overlaps"),
        "commune_coverage": tr("Communes by covered share"),
    }.get(name, name)


def criterion(code: str) -> str:
    """A criterion of the score."""
    return CRITERIA[code][language() == "fr"] if code in CRITERIA else code


def severity(code: str) -> str:
    """Severity of a finding."""
    return {"error": tr("Error"), "warning": tr("Warning"), "info": tr("Remark")}.get(code, code)


def severities(code: str) -> str:
    """Findings of a severity, with its mark; "" stands for all."""
    names = {"": tr("All severities"), "error": tr("Errors"), "warning": tr("Warnings"), "info": tr("Remarks")}
    mark, _ = SEVERITY_LOOKS.get(code, ("", ""))
    return f"{mark} {names.get(code, code)}".strip()


def finding_state(code: str) -> str:
    """Where a finding stands."""
    return {
        NEW: tr("New"),
        REVIEWED: tr("Reviewed"),
        TO_MEND: tr("To mend"),
        EXCEPTION: tr("Excused"),
        REOPENED: tr("Reopened"),
    }.get(code, code)


def reopening_reason(code: str) -> str:
    """Why a finding is reopened."""
    return {
        MOVED: tr("its object has moved"),
        EXPIRED: tr("its exception has expired"),
        REVOKED: tr("its exception was revoked"),
        CAME_BACK: tr("it came back"),
    }.get(code, code)


def filter_text(name: str) -> str:
    """What a list of findings is cut down to, with the place of their count."""
    return {
        "to_review": tr("To review ({count})"),
        TO_MEND: tr("To mend ({count})"),
        REVIEWED: tr("Reviewed ({count})"),
        EXCEPTION: tr("Excused ({count})"),
        "all": tr("All ({count})"),
    }[name]


def decision_text(what: str) -> str:
    """What a person says of findings."""
    return {
        EXCEPTION: tr("Excuse findings"),
        TO_MEND: tr("Findings to mend"),
        REVIEWED: tr("Findings that were reviewed"),
        REVOKED: tr("Revoke exceptions"),
    }[what]


def attribute_text(column: str, value: str) -> str:
    """Value of an attribute of a version: the standard's own words where it is a code."""
    lists = {
        "precisionPlanimetrique": PRECISION,
        "precisionAltimetrique": PRECISION,
        "qualiteCategorisation": CATEGORISATION,
    }
    return lists.get(column, {}).get(value, value) or "–"

"""What the codes of the base mean, in the user's words."""

from __future__ import annotations

from ..engine.model.pcrs import CODE_LISTS
from ..settings import tr

PRECISION, CATEGORISATION = CODE_LISTS["CategoriePrecision"], CODE_LISTS["QualiteCategorisation"]


def reason(code: str) -> str:
    """Why two versions wait for a person."""
    return {
        "newer": tr("Newer, but worse"),
        "attributes": tr("Attributes contradict each other"),
        "altitude": tr("Altitudes are far apart"),
        "extent": tr("The version to set aside extends beyond"),
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
        "discrepancies": tr("Differences"),
        "matches": tr("Pairs of lines"),
        "coverage": tr("Holes and overlaps"),
        "commune_coverage": tr("Communes by covered share"),
    }.get(name, name)


def told(column: str, value: str) -> str:
    """Value of an attribute of a version: the standard's own words where it is a code."""
    lists = {
        "precisionPlanimetrique": PRECISION,
        "precisionAltimetrique": PRECISION,
        "qualiteCategorisation": CATEGORISATION,
    }
    return lists.get(column, {}).get(value, value) or "–"

"""P1 of the catalogue: the precision that control points measure, beside the one that objects declare."""

from __future__ import annotations

from ....dataset.findings import Finding
from ....formats.control_points import read_control_points
from ....model.accuracy import FEW
from ....model.errors import Phrase, Phrases
from ...accuracy.measure import ACCEPTED, REFUSED, verdicts_of
from ...accuracy.pairing import ID, NEAREST, pair
from ...base import NotRun, Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check


@base_check("P1")
def p1_control_sample(base: StoreBase, profile: Profile) -> list[Finding]:
    """Classes and dimensions for which the control sample is refused.

    Points that name their objects are paired by name, else with the nearest vertex.
    """
    if base.inputs.control is None:
        raise NotRun("no_control")
    points = read_control_points(base.inputs.control, base.crs)
    named = any(name is not None for name in points.objects)
    pairs = pair(base, points, ID if named else NEAREST, profile.value("P1", "gate"))
    verdicts = verdicts_of(pairs, profile.value("P1", "safety"))
    if not any(test.verdict in (ACCEPTED, REFUSED) for test in verdicts):
        raise NotRun("control_too_few", count=len(pairs.point), total=len(points), few=FEW, reasons=pairs.reasons())
    if pairs.unpaired:
        left = {"count": len(pairs.unpaired), "total": len(points), "reasons": pairs.reasons()}
        base.partly["P1"] = Reason("control_partly", left)
    return [
        Finding(
            "P1",
            "error",
            "",
            measured=test.mean,
            tolerance=None if test.limits is None else test.limits.mean,
            fields={
                "value": test.value,
                "dimension": Phrase(f"dimension_{test.dimension}"),
                "property": test.dimension,  # plan and altitude are two findings
                "count": test.count,
                "reason": Phrases(test.reasons()),
            },
        )
        for test in verdicts
        if test.verdict == REFUSED
    ]

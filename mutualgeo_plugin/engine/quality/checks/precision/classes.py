"""P2, P3 and P4 of the catalogue: what the lots declare of their precision, and what is known of their source."""

from __future__ import annotations

from collections import Counter

from ....dataset.findings import Finding
from ....model.days import read_day
from ....model.pcrs import CLASSES, PRECISION_METRES
from ....model.sources import DIGITISED, SOURCE_PROPERTIES, UNKNOWN, attribute_status, has_survey, source_status
from ...base import Reason
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

PLANIMETRIC = "precisionPlanimetrique"
#: The best class, and the bound in metres of what serves beside networks (arrêté du 15 février 2012).
BEST, USABLE = "002", 0.10


@base_check("P2")
def p2_uniform_precision(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots of many objects that declare one precision for all; the best class wherever it is declared."""
    many = profile.value("P2", "objects")
    out = []
    for lot, declared in sorted(_declared_precisions(base).items()):
        count = declared.total()
        if len(declared) == 1 and count >= many:
            out.append(
                base.make_lot_finding(
                    lot, "P2", "info", measured=count, tolerance=many, count=count, value=next(iter(declared))
                )
            )
        if declared[BEST]:
            out.append(
                base.make_lot_finding(lot, "P2_best", "info", measured=declared[BEST], count=declared[BEST], value=BEST)
            )
    return out


@base_check("P3")
def p3_coarse_precision(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots of which too few objects are precise enough to lie beside networks."""
    least = profile.value("P3", "share")
    usable = [code for code, metres in PRECISION_METRES.items() if metres is not None and metres <= USABLE]
    out = []
    for lot, declared in sorted(_declared_precisions(base).items()):
        share = sum(declared[code] for code in usable) / declared.total()
        if share < least:
            out.append(
                base.make_lot_finding(
                    lot,
                    "P3",
                    "warning",
                    measured=share,
                    tolerance=least,
                    share=f"{100 * share:.1f} %",
                    expected=f"{100 * least:g} %",
                )
            )
    return out


def _declared_precisions(base: StoreBase) -> dict[int, Counter[str]]:
    """Objects of each lot by planimetric precision; those that declare none are A1's."""
    found: dict[int, Counter[str]] = {}
    for name in (n for n in base.classes if PLANIMETRIC in CLASSES[n].columns):
        for lot, code, count in base.tally(name, PLANIMETRIC):
            if code:
                found.setdefault(lot, Counter())[code] += count
    return found


@base_check("P4")
def p4_unverified_sources(base: StoreBase, profile: Profile) -> list[Finding]:
    """Lots of which too many objects come from nobody knows where, or were digitised."""
    most, sources = profile.value("P4", "share"), _sources(base)
    every = sum(sources.values(), Counter())
    if every[UNKNOWN]:
        base.partly["P4"] = Reason("sources_unknown", {"count": every[UNKNOWN], "total": every.total()})
    return [
        base.make_lot_finding(
            lot,
            code,
            "warning",
            measured=found[status] / found.total(),
            tolerance=most,
            count=found[status],
            total=found.total(),
            share=f"{100 * found[status] / found.total():.1f} %",
            expected=f"{100 * most:g} %",
        )
        for lot, found in sorted(sources.items())
        for code, status in (("P4", UNKNOWN), ("P4_digitised", DIGITISED))
        if found[status] > most * found.total()
    ]


def _sources(base: StoreBase) -> dict[int, Counter[str]]:
    """Objects of each lot by the status of their source."""
    found: dict[int, Counter[str]] = {}
    for name in filter(has_survey, base.classes):
        for lot, (precision, quality, day, producer), count in base.tally_values(name, SOURCE_PROPERTIES):
            said = attribute_status(precision, quality, read_day(day) is not None)
            status = source_status(said, producer, base.lots[lot], base.inputs.sources)
            found.setdefault(lot, Counter())[status] += count
    return found

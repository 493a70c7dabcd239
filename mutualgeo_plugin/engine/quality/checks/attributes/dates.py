"""A3 and A4 of the catalogue: dates that can be, and how old the survey is."""

from __future__ import annotations

from collections import Counter
from datetime import date

import numpy as np
import pandas

from ....dataset.findings import Finding
from ....model.days import read_day
from ....model.pcrs import CLASSES, DATE_PROPERTIES, EMPRISE, PLACEHOLDERS, SURVEY_DATES
from ...base import Base
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check, tile_check

SURVEYED, PUBLISHED = "dateLeve", "datePublication"


@tile_check("A3")
def a3_implausible_dates(base: Base, profile: Profile) -> list[Finding]:
    """Dates that are none, that are still to come, or that are too early."""
    first = date(int(profile.value("A3", "first_year")), 1, 1)
    today = base.inputs.day
    published = _publications(base)
    out: list[Finding] = []
    for name in (n for n in base.classes if n in CLASSES):
        table = base.table(name)
        lots, origins = base.lot_of(name), base.origins(name)
        for column in (c for c in DATE_PROPERTIES if c in table):
            said, known = pandas.factorize(table[column])
            days = [read_day(text) for text in known.tolist()]
            given = np.array([text not in PLACEHOLDERS for text in known.tolist()] + [False])
            at = np.array([0 if day is None else day.toordinal() for day in days] + [0])[said]
            limit = np.array([published.get(lot, today).toordinal() for lot in lots.tolist()], dtype=np.int64)
            for row, homes in origins.items():  # of what was made of several, the first that was published
                limit[row] = min(published.get(lot, today).toordinal() for lot in homes)
            late = (at > limit) if column == SURVEYED else np.zeros(len(at), dtype=bool)
            early = (at < first.toordinal()) if column in SURVEY_DATES else np.zeros(len(at), dtype=bool)
            left = given[said]
            for code, severity, wrong, day in (
                ("A3_malformed", "error", at == 0, None),
                ("A3_future", "error", at > today.toordinal(), today),
                ("A3_published", "error", late, None),
                ("A3_early", "warning", early, first),
            ):
                rows = np.flatnonzero(left & wrong)
                left &= ~wrong
                fields: list[dict[str, object]] = [
                    {"property": column, "value": text, "day": (day or date.fromordinal(until)).isoformat()}
                    for text, until in zip(known[said[rows]].tolist(), limit[rows].tolist(), strict=True)
                ]
                out += base.make_findings(name, rows, code, severity, fields=fields)
    return out


def _publications(base: Base) -> dict[int, date]:
    """Day on which each lot was published, as far as its emprise tells."""
    if EMPRISE not in base.classes:
        return {}
    table = base.table(EMPRISE)
    found: dict[int, date] = {}
    for lot, text in zip(table["lot_id"].tolist(), table[PUBLISHED].tolist(), strict=True):
        day = read_day(text)
        if day is not None:
            found[lot] = max(day, found.get(lot, day))
    return found


@base_check("A4")
def a4_old_surveys(base: StoreBase, profile: Profile) -> list[Finding]:
    """Objects that were surveyed long before their lot was published."""
    years = {severity: int(profile.value("A4", severity)) for severity in ("error", "warning")}
    published = _publications(base)
    today = base.inputs.day
    old: dict[tuple[int, str], Counter[date]] = {}
    for lot, text, count in _survey_days(base):
        day = read_day(text)
        if day is None or lot not in base.lots:
            continue  # A3's
        until = published.get(lot, today)
        severity = next((s for s, n in years.items() if _add_years(day, n) < until), None)
        if severity:
            old.setdefault((lot, severity), Counter())[day] += count
    return [
        base.make_lot_finding(
            lot,
            "A4",
            severity,
            count=days.total(),
            measured=days.total(),
            tolerance=years[severity],
            value=min(days).isoformat(),
        )
        for (lot, severity), days in sorted(old.items())
    ]


def _survey_days(base: StoreBase) -> list[tuple[int, str, int]]:
    """Survey dates of each lot and the objects that bear them."""
    return [
        (lot, text, count)
        for name in base.classes
        if SURVEYED in CLASSES[name].columns
        for lot, text, count in base.tally(name, SURVEYED)
        if text is not None
    ]


def _add_years(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 1 March."""
    year = day.year + years
    if year > date.max.year:
        return date.max
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 3, 1)

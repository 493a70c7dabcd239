"""A3 and A4 of the catalogue: dates that can be, and how old the survey is."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import numpy as np
import pandas

from ....dataset.findings import Finding
from ....model.days import read_day
from ....model.pcrs import CLASSES, DATE_PROPERTIES, EMPRISE, SURVEY_DATES
from ....model.placeholders import is_placeholder
from ....model.quality.ages import THEME, AgeLimits, subject_label
from ...age_limits import PUBLICATION
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
            given = np.array([not is_placeholder(str(t), profile.placeholders) for t in known.tolist()] + [False])
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
    """Objects that were surveyed long before their lot was published, or the day of the check; by their limit."""
    ages = profile.ages
    published = _publications(base) if profile.aged_at == PUBLICATION else {}
    today = base.inputs.day
    old: dict[tuple[int, str, str], Counter[date]] = {}
    for lot, subject, text, count in _survey_days(base, ages):
        day = read_day(text)
        if day is None or lot not in base.lots:
            continue  # A3's
        limit, until = ages.by_subject[subject], published.get(lot, today)
        severity = next((s for s in ("error", "warning") if _is_older(day, limit.years(s), until)), None)
        if severity:
            old.setdefault((lot, severity, subject), Counter())[day] += count
    return [
        base.make_lot_finding(
            lot,
            "A4_subject" if subject else "A4",
            severity,
            count=days.total(),
            measured=days.total(),
            tolerance=ages.by_subject[subject].years(severity),
            value=min(days).isoformat(),
            **({"property": subject_label(subject)} if subject else {}),
        )
        for (lot, severity, subject), days in sorted(old.items())
    ]


def _survey_days(base: StoreBase, ages: AgeLimits) -> list[tuple[int, str, str, int]]:
    """Survey dates of each lot, what the limit of their age is of, and the number of objects that bear them."""
    return [
        (lot, ages.subject_of(name, theme), text, count)
        for name in base.classes
        if SURVEYED in CLASSES[name].columns
        for lot, (text, theme), count in base.tally_values(name, (SURVEYED, THEME))
        if text is not None
    ]


def _is_older(day: date, years: float | None, until: date) -> bool:
    """Whether some years have passed since a day; none ever have where there is no limit."""
    return years is not None and _add_years(day, years) < until


def _add_years(day: date, years: float) -> date:
    """The same day some years later, and parts of a year as days; 29 February becomes 1 March."""
    year = day.year + int(years)
    if year >= date.max.year:
        return date.max
    try:
        later = day.replace(year=year)
    except ValueError:
        later = date(year, 3, 1)
    return later + timedelta(days=round(365.25 * (years % 1)))

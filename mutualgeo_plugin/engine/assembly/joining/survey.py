"""Which lots are tiles of one survey."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from ...model.days import read_day
from ...model.edges import SURVEY_DAYS
from .ends import Home

_SAME = ("producers", "source_crs", "store_crs", "operation", "vertical_datum")


class Surveys:
    """Pairs of lots that come from one survey: same producers, same system, dates at most `SURVEY_DAYS` apart.

    A lot without survey dates is dated by its publication; one without any date belongs to no survey.
    """

    def __init__(self, lots: Mapping[int, Mapping[str, Any]]) -> None:
        self._lots = lots
        self._spans = {number: _span(lot) for number, lot in lots.items()}
        self._known: dict[tuple[Home, Home], bool] = {}

    def share_survey(self, a: Home, b: Home) -> bool:
        """Whether all lots of two homes come from one survey."""
        if (a, b) not in self._known:
            self._known[a, b] = all(self._pair(x, y) for x in a for y in b)
        return self._known[a, b]

    def _pair(self, x: int, y: int) -> bool:
        first, second = self._lots[x], self._lots[y]
        spans = self._spans[x], self._spans[y]
        if any(first[key] != second[key] for key in _SAME) or spans[0] is None or spans[1] is None:
            return False
        return (max(spans[0][1], spans[1][1]) - min(spans[0][0], spans[1][0])).days <= SURVEY_DAYS


def _span(lot: Mapping[str, Any]) -> tuple[date, date] | None:
    first = lot["surveyed_from"] or lot["published"]
    last = lot["surveyed_to"] or lot["published"]
    days = read_day(first, timed=True), read_day(last, timed=True)
    return None if days[0] is None or days[1] is None else (days[0], days[1])

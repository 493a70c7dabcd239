"""Which version of an object is better: the rule's criteria as columns of numbers, the smaller the better."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import geopandas
import numpy as np
import pandas
from numpy.typing import NDArray

from ...dataset.days import column_days
from ...model.best_version import (
    CATEGORISATION,
    CONVENTION_ORDER,
    CRITERIA,
    DEFAULT_RULE,
    PRECISION_XY,
    PRECISION_Z,
    SURVEY_DATE,
)
from ...model.errors import EngineError

#: Codes that stand for a value that is not given, so that it loses: no bound, little reliable.
_NO_PRECISION, _NO_CATEGORISATION = "999", "03"


@dataclass(frozen=True)
class Rule:
    """Order of the criteria, and order of the producers in the convention."""

    criteria: tuple[str, ...] = DEFAULT_RULE
    producers: tuple[str, ...] = ()


def rule_of(words: Sequence[str], producers: Sequence[str] = ()) -> Rule:
    """The rule that a user asks for: criteria from the first to the last, those not named do not count.

    Raises
    ------
    EngineError
        ``rule_wrong``: a criterion that is unknown or stands twice.
    """
    criteria = tuple(w.strip() for text in words for w in text.split(",") if w.strip()) or DEFAULT_RULE
    if set(criteria) - set(CRITERIA) or len(set(criteria)) != len(criteria):
        raise EngineError("rule_wrong", rule=", ".join(criteria), known=", ".join(CRITERIA))
    return Rule(criteria, tuple(producers))


@dataclass(frozen=True)
class Ranking:
    """Rank of each object of a table (0 is the best of all), and its date as a number.

    An undated version counts as older than every dated one, in the rank and in the date (minus infinity): whatever the
    order in which lots come, the same versions are newer than the same others.
    """

    rank: NDArray[np.intp]
    date: NDArray[np.float64]


def rank(table: geopandas.GeoDataFrame, lots: Mapping[int, Mapping[str, object]], rule: Rule) -> Ranking:
    """Rank the objects of a class; what the rule leaves equal is ordered by the lots' hashes, never by reception.

    Parameters
    ----------
    lots : rows of the lot table by number.
    """
    date = _dates(table)
    columns = {
        PRECISION_XY: lambda: _codes(table, "precisionPlanimetrique", _NO_PRECISION),
        PRECISION_Z: lambda: _codes(table, "precisionAltimetrique", _NO_PRECISION),
        CATEGORISATION: lambda: _codes(table, "qualiteCategorisation", _NO_CATEGORISATION),
        SURVEY_DATE: lambda: -date,
        CONVENTION_ORDER: lambda: _convention(table, lots, rule.producers),
    }
    keys = [columns[name]() for name in rule.criteria]
    hashes = table["lot_id"].map(lambda lot: str(lots[lot]["sha256"])).to_numpy(dtype=str)
    order = np.lexsort((table["ord"].to_numpy(), hashes, *reversed(keys)))
    ranks = np.empty(len(table), dtype=np.intp)
    ranks[order] = np.arange(len(table))
    return Ranking(ranks, date)


def _texts(table: geopandas.GeoDataFrame, name: str, missing: str) -> pandas.Series:
    values = table[name] if name in table else pandas.Series(missing, index=table.index)
    return values.where(values.notna() & (values != ""), missing)


def _codes(table: geopandas.GeoDataFrame, name: str, missing: str) -> NDArray[np.str_]:
    return _texts(table, name, missing).to_numpy(dtype=str)


def _dates(table: geopandas.GeoDataFrame) -> NDArray[np.float64]:
    """Days since 1970 of dateLeve; minus infinity where it is not given or no date."""
    days = column_days(_texts(table, "dateLeve", ""))
    return np.where(np.isnat(days), -np.inf, days.astype(np.float64))


def _convention(
    table: geopandas.GeoDataFrame, lots: Mapping[int, Mapping[str, object]], producers: Sequence[str]
) -> NDArray[np.intp]:
    """Place of each object's producer in the convention; the lot's where the class names none; last: not in it."""
    place = {name: k for k, name in enumerate(producers)}
    own = _texts(table, "producteur", "")
    of_lot = table["lot_id"].map(lambda lot: str(lots[lot]["producers"] or "").split(";")[0].strip())
    named = own.where(own != "", of_lot)
    return named.map(lambda name: place.get(name, len(place))).to_numpy(dtype=np.intp)

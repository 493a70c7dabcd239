"""Bounds in metres of the precision classes that objects declare."""

from __future__ import annotations

import geopandas
import numpy as np
from numpy.typing import NDArray

from ..model.accuracy import limits
from ..model.pcrs import PRECISION_METRES, UNBOUNDED


def precision_bound(code: str | None, *, undeclared: float, unbounded: float = UNBOUNDED) -> float:
    """Bound of a class: `unbounded` for class 999, `undeclared` where none is given or it is no class."""
    if code not in PRECISION_METRES:
        return undeclared
    return PRECISION_METRES[code] or unbounded


def bounds_of(
    table: geopandas.GeoDataFrame,
    column: str = "precisionPlanimetrique",
    *,
    undeclared: float,
    unbounded: float = UNBOUNDED,
) -> NDArray[np.float64]:
    """Bound of each object of a table (see `precision_bound`); a class without the column declares nothing."""
    if column not in table:
        return np.full(len(table), undeclared)
    known = {code: metres or unbounded for code, metres in PRECISION_METRES.items()}
    return np.asarray(table[column].map(known).fillna(undeclared).to_numpy(dtype=np.float64))


def admitted_deviation(code: str | None, *, undeclared: float) -> float:
    """Deviation in plan, metres, that the test of a class seldom admits a larger one than (T).

    There is no test without a bounded class: then as `precision_bound`.
    """
    metres = PRECISION_METRES.get(code) if code else None
    return limits(metres, "xy").first if metres else precision_bound(code, undeclared=undeclared)


def admitted_deviations(table: geopandas.GeoDataFrame, *, undeclared: float) -> NDArray[np.float64]:
    """`admitted_deviation` of each object of a table; a class without the column declares nothing."""
    if "precisionPlanimetrique" not in table:
        return np.full(len(table), undeclared)
    codes, rank = np.unique(table["precisionPlanimetrique"].fillna("").to_numpy(dtype=str), return_inverse=True)
    return np.array([admitted_deviation(code or None, undeclared=undeclared) for code in codes.tolist()])[rank]

"""Bounds in metres of the precision classes that objects declare."""

from __future__ import annotations

import geopandas
import numpy as np
from numpy.typing import NDArray

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

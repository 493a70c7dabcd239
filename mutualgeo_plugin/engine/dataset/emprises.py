"""Emprises: the ground that each lot says it covers."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.tangles import valid_areas


def emprises_of(geometry: NDArray[np.object_], lots: NDArray[np.int64]) -> dict[int, shapely.Geometry]:
    """Emprise of each lot that has one with a usable geometry, of the emprises of all and the lot of each."""
    valid = valid_areas(geometry)
    unions = {int(lot): shapely.union_all(valid[lots == lot]) for lot in np.unique(lots)}
    return {lot: union for lot, union in unions.items() if not union.is_empty}

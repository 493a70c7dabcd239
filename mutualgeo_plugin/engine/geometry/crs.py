"""Coordinate operations: named, with a stated accuracy, refused where they are unknown or too coarse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Proj, Transformer
from pyproj.transformer import TransformerGroup

from ..model.errors import EngineError

#: Coarsest stated accuracy, in metres, of a transformation of PCRS objects (class "010" must survive it).
PCRS_ACCURACY = 0.10

#: Share by which lengths may be off in a system that is true to scale: Lambert-93 0.3 % at the most, Mercator 45 %.
TRUE_TO_SCALE = 0.005


@dataclass(frozen=True)
class Operation:
    """A coordinate operation between two systems."""

    source: int
    target: int
    name: str
    accuracy: float
    definition: str
    transformer: Transformer

    def apply(self, xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Transform positions (n, 2), metres in, metres out; Z is none of its business."""
        x, y = self.transformer.transform(xy[:, 0], xy[:, 1])
        return np.column_stack((x, y))


@lru_cache(maxsize=16)
def operation(source: int, target: int, limit: float = PCRS_ACCURACY) -> Operation:
    """Best operation from one EPSG code to another that this machine can carry out.

    Raises
    ------
    EngineError
        ``transform_none`` where none is at hand (a grid is missing), ``transform_coarse`` where the best one states
        no accuracy or a worse one than `limit` metres.
    """
    names = {"source": f"EPSG:{source}", "target": f"EPSG:{target}"}
    group = TransformerGroup(CRS.from_epsg(source), CRS.from_epsg(target), always_xy=True, allow_ballpark=False)
    if not group.transformers:
        raise EngineError("transform_none", **names)
    best = group.transformers[0]
    accuracy = float(best.accuracy)
    if accuracy < 0 or accuracy > limit:
        stated = "unknown" if accuracy < 0 else f"{accuracy:g}"
        raise EngineError("transform_coarse", accuracy=stated, limit=f"{limit:g}", **names)
    return Operation(source, target, best.description, accuracy, best.definition, best)


def is_true_to_scale(code: int, place: tuple[float, float]) -> bool:
    """Whether a system is projected, in metres, and gives lengths as they are around a place (x, y)."""
    crs = CRS.from_epsg(code)
    if not crs.is_projected or crs.geodetic_crs is None or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        return False
    longitude, latitude = Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True).transform(*place)
    if not (np.isfinite(longitude) and np.isfinite(latitude)):
        return False
    factors = Proj(crs).get_factors(longitude, latitude)
    return all(abs(s - 1.0) <= TRUE_TO_SCALE for s in (factors.meridional_scale, factors.parallel_scale))

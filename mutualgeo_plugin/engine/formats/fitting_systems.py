"""Whether coordinates fit the system that their file says, and the systems that they would fit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from ..model.crs import CC_BOUNDS, LAMBERT_93, LEGAL_CRS, OVERSEAS, REALISATIONS
from ..model.errors import EngineError

#: Share of the objects that must lie in a system's area for the layer to fit it: a few strays make no other system.
_ENOUGH = 0.5
#: Places of France in degrees (minx, miny, maxx, maxy): the mainland, then the territories of `LEGAL_CRS`.
_IN_DEGREES = (
    (-5.5, 41.0, 10.0, 51.5), (-63.5, 14.0, -60.5, 18.5), (-55.0, 2.0, -51.0, 6.0), (55.0, -21.6, 56.0, -20.7),
    (44.9, -13.2, 45.4, -12.5), (-56.6, 46.6, -56.0, 47.3),
)  # fmt: skip
_WGS_84 = 4326
#: One realisation is named: the others differ by millimetres.
_MAINLAND = (LAMBERT_93, *(REALISATIONS["RGF93 v1"][0] + zone for zone in range(len(CC_BOUNDS))))
_OVERSEAS = tuple(crs.code for crs in OVERSEAS)

Boxes = NDArray[np.float64]


def refuse_misfit(layer: str, path: Path, system: int, boxes: Boxes) -> None:
    """Refuse coordinates that are not in the system that their file says.

    Those of a geographic system must be degrees. Those of a legal one that lie outside its area are refused where they
    fit another one; else they may be right, and whoever uses them tells.

    Parameters
    ----------
    boxes : array (n, 4) of the objects, all finite.

    Raises
    ------
    EngineError
        ``layer_misfit``.
    """
    if not len(boxes):
        return
    if system in LEGAL_CRS:
        wrong = not _fits(boxes, LEGAL_CRS[system].bounds) and bool(fitting_systems(boxes, system))
    else:
        wrong = CRS.from_epsg(system).is_geographic and not _fits(boxes, (-360.0, -90.0, 360.0, 90.0))
    if wrong:
        raise misfit(layer, path, system, boxes)


def misfit(layer: str, path: Path, system: int, boxes: Boxes) -> EngineError:
    """The refusal of coordinates that do not fit their system, with the systems that they would fit."""
    x, y = boxes[len(boxes) // 2, :2]
    fitting = ", ".join(f"EPSG:{code}" for code in fitting_systems(boxes, system)) or "-"
    return EngineError(
        "layer_misfit", layer=layer, path=str(path), crs=f"EPSG:{system}", x=f"{x:.10g}", y=f"{y:.10g}", fitting=fitting
    )


def fitting_systems(boxes: Boxes, declared: int) -> list[int]:
    """EPSG codes of the legal systems, and of WGS 84, in whose area most objects lie.

    What is said to be in a system of the mainland is not looked for overseas: the numbers of the zones there overlap
    much that is in no system at all.
    """
    named = _MAINLAND if declared in LEGAL_CRS and declared not in _OVERSEAS else (*_MAINLAND, *_OVERSEAS)
    found = [code for code in named if _fits(boxes, LEGAL_CRS[code].bounds)]
    return found + [_WGS_84] * any(_fits(boxes, box) for box in _IN_DEGREES)


def _fits(boxes: Boxes, area: tuple[float, float, float, float]) -> bool:
    minx, miny, maxx, maxy = area
    inside = (boxes[:, 0] >= minx) & (boxes[:, 1] >= miny) & (boxes[:, 2] <= maxx) & (boxes[:, 3] <= maxy)
    return bool(inside.mean() > _ENOUGH)

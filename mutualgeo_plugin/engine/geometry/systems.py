"""Bringing coordinates from one system into another: the one way there is. Z is as it was."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from ..model.crs import LEGAL_CRS
from .crs import Operation, operation
from .linear import linearise
from .wkb import Shape, decode, encode

#: Confidence of PROJ from which a written system is that of the registry: same definition, perhaps another name.
_SURE = 70

Positions = NDArray[np.float64]
Geometries = NDArray[np.object_]


def plane_code(code: int) -> int:
    """Code of the plane part of a legal system with heights; other codes stay."""
    legal = LEGAL_CRS.get(code)
    return legal.plane if legal else code


def code_of_system(text: str | None) -> int | None:
    """EPSG code of a system as files write it (WKT, ``EPSG:2154``), of the plane part of a compound one without a code.

    None where nothing is written, and where it is none of the registry: a system whose name alone resembles one is not
    that one, a false northing of another value would pass unseen.
    """
    if not text:
        return None
    try:
        crs = CRS.from_user_input(text)
        code = crs.to_epsg(min_confidence=_SURE)
        if code is None and crs.is_compound:
            code = crs.sub_crs_list[0].to_epsg(min_confidence=_SURE)
    except CRSError:
        return None
    return None if code is None else int(code)


def to_system(xy: Positions, source: int, target: int, limit: float) -> tuple[Positions, Operation | None]:
    """Positions (n, 2) of one EPSG system in another; and the operation, None where none was needed.

    Parameters
    ----------
    limit : stated accuracy, metres, that the operation must have.

    Raises
    ------
    EngineError
        ``transform_none``, ``transform_coarse`` (see `geometry.crs.operation`).
    """
    source, target = plane_code(source), plane_code(target)
    if source == target:
        return xy, None
    found = operation(source, target, limit)
    return found.apply(xy), found


def geometries_to_system(
    geometry: Geometries, curve: Geometries, source: int, target: int, limit: float
) -> tuple[Geometries, Geometries, Operation | None]:
    """Both copies of objects in another system: the arcs' control points are moved, and drawn anew from there.

    Parameters
    ----------
    geometry : linearised copies, None where an object has none.
    curve : native WKB of the objects that have arcs, None for the others.
    source, target, limit : as for `to_system`, whose errors are raised.
    """
    source, target = plane_code(source), plane_code(target)
    if source == target:
        return geometry, curve, None
    found = operation(source, target, limit)
    geometry, curve = geometry.copy(), curve.copy()
    bent = np.array([wkb is not None for wkb in curve], dtype=bool)
    for rank in np.flatnonzero(bent):
        curve[rank] = encode(_move_shape(decode(curve[rank]), found))
        geometry[rank] = linearise(curve[rank])
    deep = shapely.has_z(geometry)
    for which in (~bent & ~deep, ~bent & deep):
        if which.any():
            geometry[which] = shapely.transform(
                geometry[which],
                lambda xyz: np.column_stack((found.apply(xyz[:, :2]), xyz[:, 2:])),
                include_z=bool(deep[which].any()),
            )
    return geometry, curve, found


def box_to_system(
    box: tuple[float, float, float, float], source: str, target: str
) -> tuple[float, float, float, float]:
    """A box (minx, miny, maxx, maxy) in another system (``EPSG:2154``…), that holds it: for a view, not for objects."""
    if source == target:
        return box
    minx, miny, maxx, maxy = Transformer.from_crs(source, target, always_xy=True).transform_bounds(*box)
    return minx, miny, maxx, maxy


def _move_shape(shape: Shape, found: Operation) -> Shape:
    kind, content = shape
    if isinstance(content, np.ndarray):
        return kind, np.column_stack((found.apply(content[:, :2]), content[:, 2:]))
    return kind, [_move_shape(part, found) for part in content]

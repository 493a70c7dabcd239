"""What a geometry that was drawn or pasted by hand must be: what reception would take as the geometry of its class."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from ..formats.geopackage import wkb_of
from ..geometry.class_geometry import fit_to_kind, is_empty
from ..geometry.wkb import Shape, decode, header, leaves
from ..model.crs import LEGAL_CRS

#: What no delivery brings: wrong wherever it stands, whether or not an edit is known.
NEVER_RECEIVED = frozenset({"unsound_geometry_unreadable", "unsound_geometry_numbers"})

_MAGIC = b"GP"


def find_geometry_fault(geometry: object, kind: str, crs: int) -> str | None:
    """Code of what is wrong with the geometry of an object; None where nothing is.

    Parameters
    ----------
    geometry : as it stands in the column.
    kind : geometry of the class ("point", "curve"…, "any").
    crs : EPSG code of the base.
    """
    if geometry is None:
        return "unsound_geometry_missing"
    try:
        if not isinstance(geometry, bytes) or geometry[:2] != _MAGIC:
            return "unsound_geometry_unreadable"
        wkb = wkb_of(geometry) or b""
        shape = decode(wkb)
        _code, plane, values, _at = header(wkb, 0)
    except (struct.error, ValueError, KeyError, IndexError, RecursionError):
        return "unsound_geometry_unreadable"
    if is_empty(shape):
        return "unsound_geometry_missing"
    if values > plane:
        return "unsound_geometry_measured"
    points = [array for _kind, array in leaves(shape)]
    if not all(np.isfinite(array).all() for array in points):
        return "unsound_geometry_numbers"
    fitting = fit_to_kind(shape, kind)
    if fitting is None or len(fitting) != 1 or fitting[0] is not shape:
        return "unsound_geometry_kind"
    if not all(map(_has_extent, _parts(shape))):
        return "unsound_geometry_extent"
    xy = np.concatenate([array[:, :2] for array in points])
    return None if _is_inside_system(xy, crs) else "unsound_geometry_outside"


def _parts(shape: Shape) -> Iterator[Shape]:
    """The points, curves and rings that a shape is made of."""
    kind, content = shape
    if kind in ("point", "line", "arc", "compound"):
        yield shape
    else:
        for part in content:
            yield from _parts(part)


def _has_extent(part: Shape) -> bool:
    """Whether a curve leads anywhere; a point need not, and an arc has a beginning, a middle and an end."""
    if part[0] == "point":
        return True
    arrays = [array for _kind, array in leaves(part)]
    if any(len(array) % 2 == 0 for kind, array in leaves(part) if kind == "arc"):
        return False
    points = np.concatenate(arrays) if arrays else np.empty((0, 2))
    return len(points) > 1 and bool(np.ptp(points, axis=0).max() > 0)


def _is_inside_system(xy: NDArray[np.float64], crs: int) -> bool:
    low, high = xy.min(axis=0).tolist(), xy.max(axis=0).tolist()
    return crs not in LEGAL_CRS or LEGAL_CRS[crs].holds((*low, *high))

"""Shapes made to fit the geometry that a class of the standard has, without moving a point."""

from __future__ import annotations

import numpy as np

from .wkb import Shape, leaves

_PARTS = {"multipoint": "point", "multicurve": "curve", "multisurface": "polygon"}
_CURVES = ("line", "arc", "compound")


def fit_to_kind(shape: Shape, kind: str) -> list[Shape] | None:
    """A shape as the geometry of a class: itself, its parts where the class has single ones, or wrapped.

    Parameters
    ----------
    kind : "point", "curve", "polygon", "surface", "multipoint", "multicurve", "multisurface" or "any".

    Returns
    -------
    list of shapes or None
        Several where a multi-geometry is taken apart; a closed curve becomes the outline of a polygon. None where the
        shape cannot be the class's geometry.
    """
    if kind == "any":
        return [shape]
    own = shape[0]
    if own in _PARTS and not kind.startswith("multi") and kind != "surface":
        parts = [fit_to_kind(part, kind) for part in shape[1]]
        return None if any(p is None for p in parts) else [one for p in parts for one in p or ()]
    if (
        own == kind
        or (kind == "curve" and own in _CURVES)
        or (kind == "surface" and own in ("polygon", "multisurface"))
    ):
        return [shape]
    if kind in ("polygon", "surface") and own in _CURVES and is_closed(shape):
        return [("polygon", [shape])]
    if kind.startswith("multi"):
        single = fit_to_kind(shape, _PARTS[kind]) if own not in _PARTS else None
        return [(kind, single)] if single else None
    return None


def is_closed(shape: Shape) -> bool:
    """Whether a line, an arc chain or a compound curve ends where it starts."""
    points = [array for _kind, array in leaves(shape)]
    return sum(map(len, points)) > 3 and bool(np.array_equal(points[0][0], points[-1][-1]))


def is_empty(shape: Shape) -> bool:
    """Whether a shape has no point, or one that is no number (an empty point in WKB)."""
    arrays = [array for _kind, array in leaves(shape)]
    return not sum(map(len, arrays)) or bool(shape[0] == "point" and np.isnan(arrays[0]).all())

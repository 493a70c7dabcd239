"""Couloirs: what lies on both sides of an axis, and a little of the side streets."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ..model.export import AXIS_JOINS, CORRIDOR_SIDE, CORRIDOR_SIDE_STREET


def corridor(
    axis: NDArray[np.object_],
    others: NDArray[np.object_],
    *,
    side: float = CORRIDOR_SIDE,
    side_street: float = CORRIDOR_SIDE_STREET,
) -> shapely.Geometry:
    """Polygon of a couloir.

    Parameters
    ----------
    axis : lines of the axis.
    others : axes of other streets; those that join the axis are followed beyond the limit.
    side : metres each side of the axis; the ends of the axis are not rounded.
    side_street : metres into side streets, beyond the limit.
    """
    lines = shapely.line_merge(shapely.union_all(axis))
    body = _corridor_side(lines, side)
    if len(others) and side_street > 0:
        followed = shapely.intersection(others, shapely.buffer(body, side_street))
        parts = shapely.get_parts(followed)
        parts = parts[shapely.dwithin(parts, lines, AXIS_JOINS)]
        arms = _corridor_side(shapely.line_merge(shapely.union_all(parts)), side)
        body = shapely.union(body, shapely.intersection(arms, shapely.buffer(body, side_street)))
    return body


def _corridor_side(lines: shapely.Geometry, side: float) -> shapely.Geometry:
    """What lies on both sides of lines; round where three or more meet, where flat ends would leave a notch."""
    parts = shapely.get_parts(lines)
    ends = np.concatenate((shapely.get_point(parts, 0), shapely.get_point(parts, -1)))
    places, number = np.unique(shapely.get_coordinates(ends), axis=0, return_counts=True)
    nodes = shapely.buffer(shapely.points(places[number > 1]), side)
    return shapely.union_all([shapely.buffer(lines, side, cap_style="flat"), *nodes])

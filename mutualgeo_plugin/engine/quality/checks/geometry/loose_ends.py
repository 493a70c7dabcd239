"""G15 of the catalogue, and what T7 asks of other classes: ends of lines of one lot that nearly meet."""

from __future__ import annotations

import numpy as np
import shapely

from ....dataset.findings import Finding
from ....dataset.segments import line_ends
from ...base import Base
from ...profile import Profile
from ..borders.ends import end_lots
from ..registry import tile_check
from .shapes import KERB


@tile_check("G15")
def g15_road_edge_gaps(base: Base, profile: Profile) -> list[Finding]:
    """Ends of two road edges of one lot within their precision, and not the same."""
    same = profile.value("G15", "distance")
    return [finding for name in base.present_classes(KERB) for finding in find_loose_ends(base, name, "G15", same)]


def find_loose_ends(base: Base, name: str, code: str, same: float) -> list[Finding]:
    """Pairs of ends of one class and one lot that are closer than both objects' precision, and no end has a partner."""
    at, part = line_ends(base, name)
    vertices = base.vertices(name)
    owner = vertices.part_owner[part]
    quiet = base.uncrowded_mask(name, code)[owner]
    at, part, owner = at[quiet], part[quiet], owner[quiet]
    if not len(at):
        return []
    points = shapely.points(vertices.xyz[at, :2])
    bounds, lots = base.bounds(name, 0.0)[owner], end_lots(base, name, at, part)
    tree = shapely.STRtree(points)
    left, right = tree.query(points, predicate="dwithin", distance=np.maximum(bounds, same))
    other = (part[left] != part[right]) & (lots[left] == lots[right])
    left, right = left[other], right[other]
    gap = shapely.distance(points[left], points[right])
    joined = np.zeros(len(points), dtype=bool)
    joined[left[gap <= same]] = True
    near = (gap > same) & (gap <= np.maximum(bounds[left], bounds[right])) & ~joined[left]
    left, right, gap = left[near], right[near], gap[near]
    order = np.lexsort((right, gap, left))  # the nearest of each end, then each pair once
    nearest = order[np.unique(left[order], return_index=True)[1]]
    a, b = np.unique(np.sort(np.column_stack((left[nearest], right[nearest])), axis=1), axis=0).T
    swap = base.order_pairs(name, owner[a], owner[b])[0] != owner[a]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    return base.make_findings(
        name,
        owner[a],
        code,
        "warning",
        others=owner[b],
        places=vertices.xyz[at[a]],
        shapes=shapely.linestrings(np.stack((vertices.xyz[at[a], :2], vertices.xyz[at[b], :2]), axis=1)),
        measured=shapely.distance(points[a], points[b]),
        tolerance=np.maximum(bounds[a], bounds[b]),
    )

"""T9 of the catalogue: how the emprises of the lots fit together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.findings import Finding
from ....geometry.width import common_surfaces, polygons, slits, wide_parts
from ....model.pcrs import EMPRISE
from ...profile import Profile
from ...store_base import StoreBase
from ..borders.ends import require_lots
from ..registry import base_check

#: A slit is open at its two ends, each as long as it is wide: what is open over more widths is the corner of a void.
_OPEN = 3.0


@base_check("T9")
def t9_emprise_overlaps(base: StoreBase, profile: Profile) -> list[Finding]:
    """Emprises of two lots that overlap, or leave a slit."""
    require_lots(base, "T9")
    width, largest = profile.value("T9", "width"), profile.value("T9", "slit")
    lots = list(base.emprises)
    shapes = np.array([polygons(base.emprises[lot]) for lot in lots], dtype=object)
    row = {int(lot): k for k, lot in reversed(list(enumerate(base.lot_of(EMPRISE).tolist())))}
    out = []
    for a, b, common in common_surfaces(shapes):
        for zone, _, wide in wide_parts(common, width):
            if wide > largest:
                continue
            out += _pair_finding(base, "T9_overlap", row[lots[a]], row[lots[b]], zone, wide, width)
    for a, b, zone, wide in _slits(shapes, width, largest):
        out += _pair_finding(base, "T9_gap", row[lots[a]], row[lots[b]], zone, wide, width)
    return out


def _slits(
    shapes: NDArray[np.object_], width: float, largest: float
) -> Iterator[tuple[int, int, shapely.Geometry, float]]:
    """Slits between each two emprises; the corner where four meet is part of none, nor is one of a wide void."""
    tree = shapely.STRtree(shapes)
    left, right = tree.query(shapes, predicate="dwithin", distance=largest)
    for a, b in zip(left[left < right].tolist(), right[left < right].tolist(), strict=True):
        around = tree.query(shapely.union(shapes[a], shapes[b]), predicate="dwithin", distance=largest)
        ground = shapely.union_all(shapes[np.setdiff1d(around, (a, b))])
        for zone, area, wide in slits(shapes[[a, b]], width, largest):
            for part, _, broad in wide_parts(shapely.difference(zone, ground), width):
                if area > 2.0 * wide * wide and _open_side(part, shapes[around], width) <= _OPEN * broad:
                    yield a, b, part, broad


def _open_side(slit: shapely.Geometry, shapes: NDArray[np.object_], width: float) -> float:
    """Length of what bounds a slit and is no side of an emprise, metres."""
    sides = shapely.buffer(shapely.union_all(shapes), width / 10.0)
    return float(shapely.length(shapely.difference(slit.boundary, sides)))


def _pair_finding(
    base: StoreBase, code: str, a: int, b: int, zone: shapely.Geometry, wide: float, width: float
) -> list[Finding]:
    place = shapely.get_coordinates(shapely.point_on_surface(zone))
    first, second = base.order_pairs(EMPRISE, np.array([a]), np.array([b]))
    return base.make_findings(
        EMPRISE, first, code, "warning", others=second, places=place, shapes=[zone], measured=[wide], tolerance=width
    )

"""T8, T9 and E5 of the catalogue: surveyed points, and how the emprises of the lots fit together."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.findings import Finding
from ...geometry.width import common_surfaces, polygons, slits, wide_parts
from ...model.pcrs import CLASSES, EMPRISE
from ...store.links import find_surveyed_points
from ..base import NotRun
from ..profile import Profile
from ..store_base import StoreBase
from ..subjects import COMMUNE, communes_of
from . import LocalCheck, WholeCheck
from .borders import require_lots, tell_missing

POINT = "PointLevePCRS"
#: A slit is open at its two ends, each as long as it is wide: what is open over more widths is the corner of a void.
_OPEN = 3.0


def t8(base: StoreBase, profile: Profile) -> list[Finding]:
    """Surveyed points that are on no vertex of the object that names them, or outside their lot."""
    distance = profile.value("T8", "distance")
    out: list[Finding] = []
    if POINT not in base.classes:
        return out
    for name in (n for n in base.classes if any(p.target == POINT for p in CLASSES[n].properties)):
        rows = find_surveyed_points(base.store, name, POINT)
        if rows:
            things, points = base.part(name, [t for t, _ in rows]), base.part(POINT, [p for _, p in rows])
            points.hold(name, things.table(name))
            vertices = things.vertices(name)
            corners = shapely.multipoints(shapely.points(vertices.xyz[:, :2]), indices=vertices.owner)
            gap = shapely.distance(points.geometry(POINT), corners)
            far = np.flatnonzero(gap > distance)
            out += points.found(
                POINT, far, "T8", "warning", others=far, other_class=name, measured=gap[far], tolerance=distance
            )
    geometry, lots = base.geometry(POINT), base.lot_of(POINT)
    for lot, emprise in base.emprises.items():
        mine = np.flatnonzero((lots == lot) & ~shapely.is_missing(geometry))
        gap = shapely.distance(geometry[mine], emprise)
        far = gap > distance
        out += base.found(POINT, mine[far], "T8_outside", "warning", measured=gap[far], tolerance=distance)
    return out


def t9(base: StoreBase, profile: Profile) -> list[Finding]:
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
            out += _between(base, "T9_overlap", row[lots[a]], row[lots[b]], zone, wide, width)
    for a, b, zone, wide in _slits(shapes, width, largest):
        out += _between(base, "T9_gap", row[lots[a]], row[lots[b]], zone, wide, width)
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


def _between(
    base: StoreBase, code: str, a: int, b: int, zone: shapely.Geometry, wide: float, width: float
) -> list[Finding]:
    place = shapely.get_coordinates(shapely.point_on_surface(zone))
    first, second = base.turned(EMPRISE, np.array([a]), np.array([b]))
    return base.found(
        EMPRISE, first, code, "warning", others=second, places=place, shapes=[zone], measured=[wide], tolerance=width
    )


def e5(base: StoreBase, profile: Profile) -> list[Finding]:
    """Ground of a commune that no lot covers; without communes, holes inside the emprises."""
    if not base.emprises:
        raise NotRun("no_emprise", lots=", ".join(base.lots.values()))
    tell_missing(base, "E5")
    width = profile.value("E5", "width")
    union = polygons(shapely.union_all(np.array(list(base.emprises.values()), dtype=object)))
    grounds = communes_of(base)
    if not grounds:
        grounds = {"": _filled(union, profile.value("T9", "width"))}
    return [
        Finding(
            "E5",
            "error",
            COMMUNE,
            place=(zone.point_on_surface().x, zone.point_on_surface().y),
            shape=zone,
            measured=wide,
            tolerance=width,
            fields={"where": f"Commune {code}" if code else "Entre les lots", "area": f"{area:.1f}", "value": code},
        )
        for code, ground in grounds.items()
        for zone, area, wide in wide_parts(shapely.difference(ground, union), width)
    ]


def _filled(union: shapely.Geometry, width: float) -> shapely.Geometry:
    """The ground that the lots surround: a slit that T9 lets pass opens no hole to the outside."""
    grown = shapely.buffer(union, width / 2.0, join_style="mitre")
    closed = polygons(shapely.buffer(grown, -width / 2.0, join_style="mitre"))
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(closed)])


LOCAL: dict[str, LocalCheck] = {}
WHOLE: dict[str, WholeCheck] = {"T8": t8, "T9": t9, "E5": e5}

"""C1 and C2 of the catalogue: polygons of a layer that should fit together (parcels, sections, communes)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import shapely

from ....dataset.dataset import Rows
from ....dataset.findings import Finding
from ....geometry.tangles import valid_areas
from ....geometry.width import Geometries, common_surfaces, polygons, slits, thin, wide_parts
from ...base import Base, NotRun, Reason
from ...profile import Profile
from ..networks.lines import layers
from ..registry import tile_check

#: Two outlines that share so much of their surface are one drawn twice (T1).
_SAME = 0.999
#: Boxes that the box of a polygon meets on the average of a layer, at the most: parcels and buildings meet 6 to 10.
_NEIGHBOURS = 60
#: What small layers may exceed that by, and objects that are counted at once.
_FEW, _AT_ONCE = 100_000, 2_000


def _surfaces(base: Base, check: str) -> Iterator[tuple[str, Rows, Geometries]]:
    """Layers with surfaces: name, rows of the objects that are some, their surfaces made valid for measuring.

    Objects in crowds, and layers whose polygons lie on each other by the dozen, are left out, and that is told.
    """
    names = layers(base).holds(2)
    if not names:
        raise NotRun("no_surfaces")
    ran = False
    for name in names:
        geometry = base.geometry(name)
        areal = (shapely.get_dimensions(geometry) == 2) & ~shapely.is_empty(geometry)
        crowd = areal & base.crowd_mask(name)
        if crowd.any():
            base.partly[check] = Reason("crowd", {"count": int(crowd.sum())})
        rows = np.flatnonzero(areal & ~crowd)
        shapes = shapely.force_2d(geometry[rows])
        mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
        bad = np.flatnonzero(mixed | ~shapely.is_valid(shapes))
        shapes[bad] = [polygons(shape) for shape in valid_areas(shapes[bad])]
        kept = shapely.area(shapes) > 0
        rows, shapes = rows[kept], shapes[kept]
        if _is_pile(shapes):
            base.partly[check] = Reason("no_coverage", {"layer": name})
        elif len(rows) or not crowd.any():
            ran = True
            yield name, rows, shapes
    if not ran:
        reason = base.partly.pop(check)
        raise NotRun(reason.code, **reason.fields)


def _is_pile(shapes: Geometries) -> bool:
    """Whether the boxes of polygons meet so many others that they cannot be parts of one ground."""
    tree, most, met = shapely.STRtree(shapes), _NEIGHBOURS * len(shapes) + _FEW, 0
    for start in range(0, len(shapes), _AT_ONCE):
        met += len(tree.query(shapes[start : start + _AT_ONCE])[0])
        if met > most:
            return True
    return False


@tile_check("C1")
def c1_polygon_overlaps(base: Base, profile: Profile) -> list[Finding]:
    """Pairs of polygons that overlap by more than a width; the same outline twice is a duplicate (T1)."""
    width = profile.value("C1", "width")
    out = []
    for name, rows, shapes in _surfaces(base, "C1"):
        area = shapely.area(shapes)
        pairs, zones = [], []
        found = common_surfaces(shapes)
        common = np.array([surface for _, _, surface in found], dtype=object)
        shared = shapely.area(common)
        for k in np.flatnonzero(~thin(common, width)).tolist():
            a, b, _ = found[k]
            if shared[k] >= _SAME * max(area[a], area[b]):
                continue
            for zone in wide_parts(common[k], width):
                pairs.append((rows[a], rows[b]))
                zones.append(zone)
        out += _zone_findings(base, name, "C1", "error", np.array(pairs, dtype=np.intp).reshape(-1, 2), zones, width)
    return out


@tile_check("C2")
def c2_polygon_slits(base: Base, profile: Profile) -> list[Finding]:
    """Slits between neighbouring polygons: wider than a width, narrower than anything that is meant."""
    width, largest = profile.value("C2", "width"), profile.value("C2", "largest")
    out = []
    for name, rows, shapes in _surfaces(base, "C2"):
        zones = slits(shapes, width, largest)
        if not zones:
            continue
        outlines = np.array([zone for zone, _, _ in zones], dtype=object)
        zone_of, beside = shapely.STRtree(shapes).query(outlines, predicate="dwithin", distance=width)
        around = shapely.buffer(outlines, width)[zone_of]
        shared = shapely.length(shapely.intersection(around, shapely.boundary(shapes[beside])))
        names = base.ids(name)[rows[beside]].astype(str)
        order = np.lexsort((names, -shared.round(3), zone_of))
        first = np.unique(zone_of[order], return_index=True)[1]
        pairs = np.column_stack((rows[beside[order[first]]], rows[beside[order[first + 1]]]))
        out += _zone_findings(base, name, "C2", "warning", pairs, zones, width)
    return out


def _zone_findings(
    base: Base, name: str, code: str, severity: str, pairs: Rows, zones: list[tuple[shapely.Geometry, float, float]],
    width: float,
) -> list[Finding]:  # fmt: skip
    shapes = np.array([zone for zone, _, _ in zones], dtype=object)
    names = base.ids(name)[pairs].astype(str)
    pairs = np.where((names[:, 0] > names[:, 1])[:, None], pairs[:, ::-1], pairs)
    return base.make_findings(
        name,
        pairs[:, 0],
        code,
        severity,
        others=pairs[:, 1],
        places=shapely.get_coordinates(shapely.point_on_surface(shapes)).reshape(-1, 2),
        shapes=list(shapes),
        measured=[wide for _, _, wide in zones],
        tolerance=width,
        fields=[{"area": f"{area:.3f}"} for _, area, _ in zones],
    )

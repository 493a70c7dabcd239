"""G14 of the catalogue: matter on the left."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.findings import Finding
from ....formats.layer import read_shapes
from ....geometry.tangles import valid_areas
from ...base import Base, NotRun, Reason
from ...profile import Profile
from ..registry import tile_check
from .shapes import FACADE, PILLAR

#: Classes whose closed outline has its matter inside.
MATTER = (FACADE, "MurPCRS", PILLAR)
#: Places along an open façade at which the building is looked for on both sides, and how far aside, metres.
_ALONG = np.array([0.1, 0.3, 0.5, 0.7, 0.9])
_ASIDE = 1.0


@tile_check("G14")
def g14_drawing_directions(base: Base, profile: Profile) -> list[Finding]:
    """Closed outlines that turn clockwise; open façades whose building is on the right."""
    out = []
    for name in base.present_classes(*MATTER):
        geometry = base.geometry(name)
        line = shapely.get_type_id(geometry) == shapely.GeometryType.LINESTRING
        closed = np.flatnonzero(line & shapely.is_ring(geometry) & (shapely.get_num_points(geometry) > 3))
        out += base.make_findings(name, closed[~shapely.is_ccw(geometry[closed])], "G14", "warning")
    if FACADE in base.classes:
        if base.inputs.buildings is None:
            base.partly["G14"] = Reason("no_buildings")
        else:
            out += _open_facades(base, profile.value("G14", "search"))
    return out


@lru_cache(maxsize=1)
def _buildings(source: str, crs: int) -> shapely.STRtree:
    return shapely.STRtree(valid_areas(read_shapes(source, crs, "polygon").geometry))


def _open_facades(base: Base, search: float) -> list[Finding]:
    """Façades of which more places have a building on the right, within reach, than on the left."""
    if base.inputs.buildings is None:
        raise NotRun("no_buildings")
    tree = _buildings(base.inputs.buildings, base.crs)
    geometry = base.geometry(FACADE)
    rows = np.flatnonzero(
        (shapely.get_type_id(geometry) == shapely.GeometryType.LINESTRING)
        & ~shapely.is_closed(geometry)
        & (shapely.length(geometry) > 0)
    )
    if not len(rows):
        return []
    length = shapely.length(geometry[rows])[:, None]
    before, after = (
        shapely.get_coordinates(shapely.line_interpolate_point(geometry[rows][:, None], _ALONG * length + step).ravel())
        for step in (-0.01, 0.01)
    )
    along = after - before
    aside = np.column_stack((-along[:, 1], along[:, 0])) / np.maximum(np.hypot(*along.T), 1e-9)[:, None]
    middle = (before + after) / 2.0
    beside = np.isfinite(_distance(tree, middle, search))
    left, right = (_distance(tree, middle + side * _ASIDE * aside, search + _ASIDE) for side in (1.0, -1.0))
    sides = np.where(beside, 1 * (left < right) - 1 * (right < left), 0)  # nearer on the left counts for the left
    votes = sides.reshape(len(rows), -1).sum(axis=1)
    return base.make_findings(FACADE, rows[votes < 0], "G14", "warning")


def _distance(tree: shapely.STRtree, places: NDArray[np.float64], search: float) -> NDArray[np.float64]:
    """Distance to the nearest building; infinite beyond the search."""
    (which, _), gaps = tree.query_nearest(shapely.points(places), max_distance=search, return_distance=True)
    out = np.full(len(places), np.inf)
    np.minimum.at(out, which, gaps)
    return out

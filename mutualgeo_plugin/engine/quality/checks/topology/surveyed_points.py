"""T8 of the catalogue: surveyed points and the objects that name them."""

from __future__ import annotations

import numpy as np
import shapely

from ....dataset.findings import Finding
from ....model.pcrs import CLASSES
from ....store.keys import read_keys_by_gml_id
from ....store.links import find_distant_points, find_surveyed_points
from ....store.schema import CURRENT
from ...profile import Profile
from ...store_base import StoreBase
from ..registry import base_check

POINT = "PointLevePCRS"


@base_check("T8")
def t8_surveyed_points(base: StoreBase, profile: Profile) -> list[Finding]:
    """Surveyed points that are on no vertex of the object that names them, or outside their lot."""
    distance = profile.value("T8", "distance")
    out: list[Finding] = []
    if POINT not in base.classes:
        return out
    for name in (n for n in base.classes if any(p.target == POINT for p in CLASSES[n].properties)):
        rows = [*find_surveyed_points(base.store, name, POINT), *_distant_points(base, name)]
        if rows:
            things, points = base.part(name, [t for t, _ in rows]), base.part(POINT, [p for _, p in rows])
            points.hold(name, things.table(name))
            vertices = things.vertices(name)
            corners = shapely.multipoints(shapely.points(vertices.xyz[:, :2]), indices=vertices.owner)
            gap = shapely.distance(points.geometry(POINT), corners)
            far = np.flatnonzero(gap > distance)
            out += points.make_findings(
                POINT, far, "T8", "warning", others=far, other_class=name, measured=gap[far], tolerance=distance
            )
    geometry, lots = base.geometry(POINT), base.lot_of(POINT)
    for lot, emprise in base.emprises.items():
        mine = np.flatnonzero((lots == lot) & ~shapely.is_missing(geometry))
        gap = shapely.distance(geometry[mine], emprise)
        far = gap > distance
        out += base.make_findings(POINT, mine[far], "T8_outside", "warning", measured=gap[far], tolerance=distance)
    return out


def _distant_points(base: StoreBase, name: str) -> list[tuple[int, int]]:
    """Objects (fid) that a run has made, and the points (fid) of their deliveries that they name."""
    links = find_distant_points(base.store, name, POINT)
    named = {(fid, (lot, gml_id)) for fid, uid, own, gml_id in links for lot in base.deliveries(uid, own)}
    there: dict[tuple[int, str], list[int]] = {}
    for key in read_keys_by_gml_id(base.store, [POINT], {place for _, place in named}).get(POINT, ()):
        if key.state == CURRENT:
            there.setdefault((key.lot_id, key.gml_id), []).append(key.fid)
    return sorted((fid, point) for fid, place in named for point in there.get(place, ()))

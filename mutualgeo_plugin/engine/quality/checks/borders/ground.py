"""E5 of the catalogue: ground that no lot covers."""

from __future__ import annotations

import numpy as np
import shapely

from ....dataset.findings import Finding
from ....geometry.width import polygons, wide_parts
from ...base import NotRun
from ...communes import COMMUNE, communes_of
from ...profile import Profile
from ...store_base import StoreBase
from ..borders.ends import tell_missing
from ..registry import base_check


@base_check("E5")
def e5_uncovered_ground(base: StoreBase, profile: Profile) -> list[Finding]:
    """Ground of a commune that no lot covers; without communes, holes inside the emprises."""
    if not base.emprises:
        raise NotRun("no_emprise", lots=", ".join(base.lots.values()))
    tell_missing(base, "E5")
    width = profile.value("E5", "width")
    union = polygons(shapely.union_all(np.array(list(base.emprises.values()), dtype=object)))
    grounds = communes_of(base)
    if not grounds:
        grounds = {"": _fill_slits(union, profile.value("T9", "width"))}
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


def _fill_slits(union: shapely.Geometry, width: float) -> shapely.Geometry:
    """The ground that the lots surround: a slit that T9 lets pass opens no hole to the outside."""
    grown = shapely.buffer(union, width / 2.0, join_style="mitre")
    closed = polygons(shapely.buffer(grown, -width / 2.0, join_style="mitre"))
    return shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(closed)])

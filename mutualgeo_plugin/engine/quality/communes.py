"""Communes that the checks go by."""

from __future__ import annotations

import shapely

from ..formats.communes import read_communes
from ..geometry.tangles import valid_areas
from ..geometry.width import polygons
from .store_base import StoreBase

COMMUNE = "Commune"


def communes_of(base: StoreBase) -> dict[str, shapely.Geometry]:
    """Communes by code: of the layer that was given, else of the base."""
    if base.inputs.communes:
        return read_communes(base.inputs.communes, base.crs)
    if COMMUNE not in base.classes:
        return {}
    valid, codes = valid_areas(base.geometry(COMMUNE)), base.table(COMMUNE)["codeINSEE"].fillna("").to_numpy()
    return {code: polygons(shapely.union_all(valid[codes == code])) for code in sorted(set(codes.tolist()))}

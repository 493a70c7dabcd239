"""Communes as a layer gives them."""

from __future__ import annotations

import shapely

from ..geometry.tangles import valid_areas
from ..geometry.width import polygons
from ..model.errors import EngineError
from ..model.export import COMMUNE_FIELDS
from .layer import read_fields, read_shapes


def read_communes(source: str, crs: int, field: str | None = None) -> dict[str, shapely.Geometry]:
    """Polygons of communes by code, in order.

    Raises
    ------
    EngineError
        ``layer_field_missing`` where no usual field holds the code and none is named.
    """
    if field is None:
        there = read_fields(source)
        field = next((name for name in COMMUNE_FIELDS if name in there), None)
        if field is None:
            raise EngineError(
                "layer_field_missing", path=source, field=COMMUNE_FIELDS[0], known=", ".join(there) or "-"
            )
    layer = read_shapes(source, crs, "polygon", [field])
    valid = valid_areas(layer.geometry)
    return {code: polygons(shapely.union_all(valid[rows])) for code, rows in layer.groups(field).items()}

"""Classes of the store as tables in memory, for analysis."""

from __future__ import annotations

import geopandas
import numpy as np
import pandas

from ..geometry.wkb import is_curved, to_geometries
from ..model.pcrs import AFFLEURANT, CLASSES, descriptive_columns
from . import sql
from .geopackage import Box, wkb_of
from .schema import CURRENT
from .store import Store

#: Objects whose boxes meet a box.
_IN_BOX = "fid IN (SELECT id FROM {r} WHERE maxx >= ? AND minx <= ? AND maxy >= ? AND miny <= ?)"


def labels_of(table: geopandas.GeoDataFrame, name: str) -> list[tuple[object, ...]]:
    """What each object of a class says besides its drawing (text of a label, network of an affleurant…)."""
    columns = descriptive_columns(CLASSES[name])
    if not columns:
        return [()] * len(table)
    return list(zip(*(table[c].where(table[c].notna(), "") for c in columns), strict=True))


def read_class(
    store: Store, name: str, *, state: str | None = CURRENT, lot_id: int | None = None, box: Box | None = None
) -> geopandas.GeoDataFrame:
    """Objects of a class, of one state or all (None), of one lot or all, whose boxes meet a box or all.

    Returns
    -------
    GeoDataFrame
        ``fid, uid, lot_id, ord, gml_id`` (and ``state`` where all states are read), the class's own columns as texts
        (None where absent), ``curve`` (native WKB where the object has arcs, else None) and ``geometry`` (linearised
        copy, chords within 1 mm), in order of lot and place in the lot.
    """
    feature = CLASSES[name]
    spatial = feature.geometry is not None or name == AFFLEURANT
    columns = ["fid", "uid", "lot_id", "ord", "gml_id", *([] if state else ["state"]), *feature.columns]
    conditions = {
        "state = ?": (state,) if state else (),
        "lot_id = ?": () if lot_id is None else (lot_id,),
        sql.statement(_IN_BOX, r=f"rtree_{name}_geom"): () if box is None else (box[0], box[2], box[1], box[3]),
    }
    cursor = store.connection.execute(
        sql.select(
            name,
            [*columns, *(["geom"] if spatial else [])],
            " AND ".join(condition for condition, values in conditions.items() if values),
            "lot_id, ord",
        ),
        [value for values in conditions.values() for value in values],
    )
    rows = cursor.fetchall()
    data = list(zip(*rows, strict=True)) if rows else [()] * (len(columns) + spatial)
    frame = pandas.DataFrame(dict(zip(columns, data, strict=False)), dtype=object)
    frame = frame.astype({"fid": np.int64, "lot_id": np.int64, "ord": np.int64})
    wkbs = [wkb_of(g) for g in data[-1]] if spatial else [None] * len(frame)
    curve = np.empty(len(frame), dtype=object)
    for rank, wkb in enumerate(wkbs):
        if wkb is not None and is_curved(wkb):
            curve[rank] = wkb
    frame["curve"] = curve
    return geopandas.GeoDataFrame(frame, geometry=to_geometries(wkbs), crs=f"EPSG:{store.crs}")

"""Classes of the store as tables in memory, for analysis."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ..formats import sql
from ..formats.geopackage import Box, wkb_of
from ..geometry.linear import read_geometries
from ..model.pcrs import CLASSES, descriptive_columns
from . import dialect
from .schema import CURRENT
from .store import Store


def labels_of(table: geopandas.GeoDataFrame, name: str) -> list[tuple[object, ...]]:
    """What each object of a class says besides its drawing (text of a label, network of an affleurant…)."""
    columns = descriptive_columns(CLASSES[name])
    if not columns:
        return [()] * len(table)
    return list(zip(*(table[c].where(table[c].notna(), "") for c in columns), strict=True))


@dataclass(frozen=True)
class Boxes:
    """Where the current objects of a class stand, without reading them: one entry an object.

    box : (n, 4) minx, miny, maxx, maxy, rounded outwards to single precision.
    """

    fid: NDArray[np.int64]
    lot: NDArray[np.int64]
    box: NDArray[np.float64]

    def lines(self, wider: NDArray[np.float64] | float = 0.0) -> NDArray[np.object_]:
        """Diagonals of the boxes, each made wider: an index of them answers by box."""
        grown = self.box + np.multiply.outer(np.broadcast_to(wider, len(self.box)), [-1.0, -1.0, 1.0, 1.0])
        return np.asarray(shapely.linestrings(grown.reshape(-1, 2, 2)))


def read_boxes(store: Store, name: str) -> Boxes:
    """Boxes of the current objects of a class that have a geometry."""
    rows = store._connection.execute(
        "SELECT t.fid, t.lot_id, r.minx, r.miny, r.maxx, r.maxy "  # nosec B608
        f"FROM {sql.name(name)} t {dialect.box_join(name, 'r', 't.fid')} WHERE t.state = ? ORDER BY t.fid",
        (CURRENT,),
    )
    table = np.fromiter(chain.from_iterable(rows), dtype=np.float64).reshape(-1, 6)
    return Boxes(table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2:])


def read_class(
    store: Store,
    name: str,
    *,
    state: str | None = CURRENT,
    lot_id: int | None = None,
    box: Box | None = None,
    fids: NDArray[np.int64] | None = None,
    placed: bool | None = None,
    most: int | None = None,
) -> geopandas.GeoDataFrame:
    """Objects of a class, of one state or all (None), of one lot or all, whose boxes meet a box or all, or chosen ones.

    Parameters
    ----------
    placed : False for those alone that no index holds (no geometry, or none that makes a box), True for the others.
    most : no more objects than this, the first ones.

    Returns
    -------
    GeoDataFrame
        ``fid, uid, lot_id, ord, gml_id`` (and ``state`` where all states are read), the class's own columns as texts
        (None where absent), ``curve`` (native WKB where the object has arcs or is ``odd``, else None), ``odd`` (whether
        it is not well made: a ring that is not closed…) and ``geometry`` (linearised copy, chords within 1 mm), in
        order of lot and place in the lot.
    """
    feature = CLASSES[name]
    spatial = feature.is_drawn
    columns = ["fid", "uid", "lot_id", "ord", "gml_id", *([] if state else ["state"]), *feature.columns]
    conditions = {
        "state = ?": (state,) if state else (),
        "lot_id = ?": () if lot_id is None else (lot_id,),
        dialect.box_search(name, "fid"): () if box is None else dialect.box_values(box),
        dialect.member_condition("fid"): () if fids is None else (dialect.encode_list(fids.tolist()),),
    }
    said = [condition for condition, values in conditions.items() if values]
    if placed is not None:
        said.append(dialect.index_condition(name, "fid", present=placed))
    cursor = store._connection.execute(
        sql.select(
            name,
            [*columns, *(["geom"] if spatial else [])],
            " AND ".join(said),
            "" if most is None else f"lot_id, ord LIMIT {int(most)}",
        ),
        [value for values in conditions.values() for value in values],
    )
    # sorted here: SQLite would carry the whole rows, geometries too, through its sorting
    rows = sorted(cursor, key=itemgetter(columns.index("lot_id"), columns.index("ord")))
    data = list(zip(*rows, strict=True)) if rows else [()] * (len(columns) + spatial)
    frame = pandas.DataFrame(dict(zip(columns, data, strict=False)), dtype=object)
    frame = frame.astype({"fid": np.int64, "lot_id": np.int64, "ord": np.int64})
    wkbs = [wkb_of(g) for g in data[-1]] if spatial else [None] * len(frame)
    geometry, frame["curve"], frame["odd"] = read_geometries(wkbs)
    return geopandas.GeoDataFrame(frame, geometry=geometry, crs=f"EPSG:{store.crs}")

"""Layers that others made (networks, parcels…) as a dataset, in one metric system."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import geopandas
import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ..context import MEASURES
from ..formats.layer import Layer
from .dataset import Dataset, Rows, crowd_mask

#: Columns of a table that a layer's own fields must not hide.
_OWN = ("fid", "curve", "odd", "geometry")


class LayerDataset(Dataset):
    """Objects of layers; a table has the layer's own fields, and no others.

    Parameters
    ----------
    tables : layers as they were read, in one system, each with a name of its own.
    crs : EPSG code of that system.
    """

    def __init__(self, tables: Sequence[Layer], crs: int) -> None:
        super().__init__()
        self.crs = crs
        self._layers = {table.name: table for table in tables}
        self._crowds: dict[str, NDArray[np.bool_]] = {}

    @property
    def layers(self) -> list[Layer]:
        """The layers themselves."""
        return list(self._layers.values())

    @property
    def classes(self) -> list[str]:
        return list(self._layers)

    spatial_classes = drawn_classes = field_classes = classes

    def holds(self, dimension: int) -> list[str]:
        """Layers with objects of a dimension: 0 points, 1 lines, 2 surfaces."""
        return [name for name in self.classes if (shapely.get_dimensions(self.geometry(name)) == dimension).any()]

    def labels(self, name: str, rows: Rows) -> list[tuple[object, ...]]:
        return [()] * len(rows)

    def crowd_mask(self, name: str) -> NDArray[np.bool_]:
        if name not in self._crowds:
            geometry = self.geometry(name)
            out = np.zeros(len(geometry), dtype=bool)
            there = np.flatnonzero(~shapely.is_missing(geometry) & ~shapely.is_empty(geometry))
            out[there] = crowd_mask(shapely.bounds(geometry[there]))
            self._crowds[name] = out
        return self._crowds[name]

    def ids(self, name: str) -> NDArray[np.object_]:
        return self._layers[name].ids

    def uids(self, name: str) -> NDArray[np.object_]:
        return np.array([f"{name} {fid}" for fid in self._layers[name].fid.tolist()], dtype=object)

    def counts(self) -> dict[str, int]:
        return {name: len(table) for name, table in self._layers.items()}

    def measures(self) -> dict[str, int]:
        out = Counter[str](dict.fromkeys(MEASURES, 0))
        for table in self._layers.values():
            out.update(table.measures())
        return dict(out)

    def _read(self, name: str) -> geopandas.GeoDataFrame:
        layer = self._layers[name]
        texts = {field: column for field, column in layer.fields.items() if field not in _OWN}
        frame = pandas.DataFrame({"fid": layer.fid, **texts, "curve": layer.curve, "odd": False})
        return geopandas.GeoDataFrame(frame, geometry=layer.geometry, crs=f"EPSG:{self.crs}")

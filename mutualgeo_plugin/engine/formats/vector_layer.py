"""A layer that others made (communes, masks, axes, networks), read in the system of the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from ..geometry.crs import operation
from ..geometry.linear import linearise
from ..geometry.wkb import is_curved
from ..model.errors import EngineError
from ..model.export import MASK_ACCURACY
from .vector_source import VectorSource, open_vector

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_LINES = (shapely.GeometryType.LINESTRING, shapely.GeometryType.LINEARRING, shapely.GeometryType.MULTILINESTRING)
KINDS = {"polygon": _POLYGONS, "line": _LINES}


@dataclass(frozen=True, eq=False)
class VectorLayer:
    """Geometries of a layer, 2D, arcs linearised to 1 mm, with the texts of the fields asked for (None where empty)."""

    name: str
    geometry: NDArray[np.object_]
    texts: dict[str, NDArray[np.object_]]

    def groups(self, field: str | None) -> dict[str, NDArray[np.intp]]:
        """Rows by value of a field, in order of value; all rows under the layer's name where no field is given.

        Raises
        ------
        EngineError
            ``layer_value_missing``.
        """
        if field is None:
            return {self.name: np.arange(len(self.geometry))}
        values = self.texts[field]
        empty = sum(not v for v in values)
        if empty:  # what has no name would be in no group
            raise EngineError("layer_value_missing", layer=self.name, field=field, count=empty)
        return {v: np.flatnonzero(values == v) for v in sorted({v for v in values if v})}


def split_source(text: str, layer: str | None = None) -> tuple[Path, str | None]:
    """Path and layer of "file.gpkg|layername=x", as QGIS writes sources; `layer` wins where it is given.

    Raises
    ------
    EngineError
        ``parameter_wrong`` where the source has another option, such as a filter, that the engine would not honour.
    """
    path, *options = text.split("|")
    for option in options:
        name, _, value = option.partition("=")
        if name.lower() != "layername":
            raise EngineError("parameter_wrong", name=text, detail=f"|{name}=")
        layer = layer or value
    return Path(path), layer or None


def fields_of(source: str) -> list[str]:
    """Names of a layer's fields."""
    return _find(source)[2]


def _find(source: str) -> tuple[VectorSource, str, list[str]]:
    """File, layer and fields of a source."""
    path, chosen = split_source(source)
    opened = open_vector(path)
    name = opened.choose(chosen)
    return opened, name, [str(field) for field in opened.info(name)["fields"]]


def read_layer(source: str, crs: int, kind: str, fields: Sequence[str] = ()) -> VectorLayer:
    """Read the polygons or the lines of a layer.

    Parameters
    ----------
    source : "file" or "file|layername=layer".
    crs : EPSG code that the geometries are brought to.
    kind : "polygon" or "line".
    fields : columns to read.

    Raises
    ------
    EngineError
        ``layer_unreadable``, ``layer_choose``, ``layer_field_missing``, ``layer_empty``, ``layer_no_crs``.
    """
    opened, name, present = _find(source)
    path = opened.path
    for field in fields:
        if field not in present:
            raise EngineError("layer_field_missing", path=str(path), field=field, known=", ".join(present) or "-")
    meta, _, wkb, data = opened.read(name, list(dict.fromkeys(fields)))
    geometry = _geometries(wkb)
    usable = np.isin(shapely.get_type_id(geometry), KINDS[kind]) & ~shapely.is_empty(geometry)
    if not usable.any():
        raise EngineError("layer_empty", path=str(path), layer=name, kind=kind)
    texts = {
        str(field): np.array([_text(v) for v in column], dtype=object)[usable]
        for field, column in zip(meta["fields"], data, strict=True)
    }
    return VectorLayer(name, _moved(geometry[usable], meta["crs"], crs, path), texts)


def _geometries(wkb: NDArray[np.object_]) -> NDArray[np.object_]:
    geometry = shapely.from_wkb(wkb, on_invalid="ignore")
    for rank in np.flatnonzero(shapely.is_missing(geometry)):
        if wkb[rank] is not None and is_curved(bytes(wkb[rank])):
            geometry[rank] = linearise(bytes(wkb[rank]))
    return np.asarray(shapely.force_2d(geometry))


def _text(value: object) -> str | None:
    if value is None or value != value:  # NaN stands for a missing number
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _moved(geometry: NDArray[np.object_], text: str | None, crs: int, path: Path) -> NDArray[np.object_]:
    try:
        source = CRS.from_user_input(text).to_epsg() if text else None
    except CRSError:
        source = None
    if source is None:
        raise EngineError("layer_no_crs", path=str(path))
    if source == crs:
        return geometry
    return np.asarray(shapely.transform(geometry, operation(source, crs, MASK_ACCURACY).apply))

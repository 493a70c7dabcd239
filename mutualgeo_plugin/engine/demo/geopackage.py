"""Small GeoPackages of the demo territory: same input, same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import shapely

from ..formats.gdal import gdal_options, write_layer
from .drawing import Points

#: GeoPackage version that GDAL 3.6, which QGIS uses on Debian 12, reads without a warning.
VERSION = "1.3"
#: Date that GDAL writes into the file, so that it does not depend on the day.
DATE = "2024-01-01T00:00:00.000Z"


def write_lines(path: Path, layer: str, lines: Sequence[Points], rows: Sequence[dict[str, Any]], epsg: int) -> None:
    """Write polylines with their attributes as a layer, beside those that the file has."""
    _write(path, layer, [shapely.LineString(points.round(3)) for points in lines], rows, epsg)


def write_polygons(path: Path, layer: str, rings: Sequence[Points], rows: Sequence[dict[str, Any]], epsg: int) -> None:
    """Write polygons with their attributes as a layer, beside those that the file has."""
    _write(path, layer, [shapely.Polygon(points.round(3)) for points in rings], rows, epsg)


def _write(path: Path, layer: str, shapes: list[Any], rows: Sequence[dict[str, Any]], epsg: int) -> None:
    table = geopandas.GeoDataFrame(pd.DataFrame(list(rows)), geometry=shapes, crs=epsg)
    with gdal_options({"OGR_CURRENT_DATE": DATE}):
        write_layer(path, layer, table, version=VERSION)

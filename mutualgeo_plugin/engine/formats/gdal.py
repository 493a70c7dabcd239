"""The one door to GDAL: which of its drivers a file of others may meet, and no way to the network.

GDAL opens a file with whatever driver feels at home in it: a text named ``.shp`` may be a virtual layer that reads
another file or calls a server. Drivers that no format of ``readers/`` names are taken away before GDAL comes up, and
its readers of remote files answer to no name. What is left opens a file only after ``file_format`` has looked at its
content.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .file_format import layer_formats
from .gdal_drivers import NO_NETWORK, VECTOR_DRIVERS, WRITERS, gdal_path

#: Vector drivers that serve.
SERVING = WRITERS | {one.driver for one in layer_formats()}
# read once, when GDAL's drivers come up
os.environ["GDAL_SKIP"] = ",".join(driver for driver in VECTOR_DRIVERS if driver not in SERVING)
os.environ.update(NO_NETWORK)

import pyogrio  # noqa: E402 - the drivers are chosen before
from pyogrio import raw  # noqa: E402
from pyogrio.errors import DataLayerError, DataSourceError  # noqa: E402

#: What reading a vector file raises; the last of them pyogrio 0.13 does, of a system that GDAL cannot write as a text.
UNREADABLE = (DataSourceError, DataLayerError, UnicodeDecodeError, UnboundLocalError)

__all__ = ["UNREADABLE", "DataLayerError", "DataSourceError", "gdal_options", "raw", "read_info", "write_layer"]

list_layers = pyogrio.list_layers
read_info = pyogrio.read_info


@contextmanager
def gdal_options(options: Mapping[str, str]) -> Iterator[None]:
    """GDAL under some configuration options."""
    pyogrio.set_gdal_config_options(dict(options))
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(options))


def write_layer(path: Path, layer: str, table: Any, *, version: str, geometry_type: str | None = None) -> None:
    """Write a GeoDataFrame as a layer of a GeoPackage, beside those that the file has.

    Parameters
    ----------
    version : of the GeoPackage standard ("1.3").
    geometry_type : as OGR names it; that of the objects where it is None.
    """
    name, options = gdal_path(path), {"VERSION": version}
    pyogrio.write_dataframe(
        table, name, layer=layer, driver="GPKG", geometry_type=geometry_type, dataset_options=options
    )

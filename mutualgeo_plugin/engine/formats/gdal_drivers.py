"""Which drivers of GDAL serve, what keeps it off the network, and the name of a file as it takes it."""

from __future__ import annotations

from pathlib import Path

from ..model.errors import EngineError
from ..model.legibility import legible_text

#: Vector drivers of the engine's GDAL. Those that no format of ``readers/`` names are taken away: virtual layers,
#: services, and formats that no one asked for. Those that GDAL has for images as well stay where images are read:
#: `raster` names the driver of each file.
VECTOR_DRIVERS = (
    "ADBC", "AIVector", "AVCBin", "AVCE00", "AmigoCloud", "CSV", "CSW", "Carto", "DGN", "DXF", "EEDA", "ESRIJSON",
    "Elasticsearch", "GDALG", "GPSBabel", "GPX", "GTFS", "GeoJSONSeq", "GeoRSS", "HTTP", "Idrisi", "JML", "JSONFG",
    "KML", "LIBKML", "LVBAG", "MBTiles", "MVT", "MapInfo File", "MapML", "MiraMonVector", "NGW", "OAPIF", "ODS",
    "OGCAPI", "OGR_GMT", "OGR_PDS", "OGR_VRT", "OSM", "PCIDSK", "PDF", "PDS4", "PGDUMP", "PLSCENES", "PMTiles", "S57",
    "SQLite", "SXF", "Selafin", "TopoJSON", "VDV", "VFK", "VICAR", "WAsP", "WFS", "XLSX",
    "DAAS", "EEDAI", "PLMOSAIC", "STACIT", "STACTA", "WCS", "WMS", "WMTS",
    "EDIGEO", "ESRI Shapefile", "FlatGeobuf", "GML", "GPKG", "GeoJSON", "MEM", "OpenFileGDB",
)  # fmt: skip
#: Drivers that the writers need, whatever is read.
WRITERS = frozenset({"GPKG", "MEM"})
#: Options under which GDAL's readers of remote files (``/vsicurl/`` and its kin) open one name alone, that no file has.
NO_NETWORK = {"CPL_VSIL_CURL_ALLOWED_FILENAME": "/no-remote-file"}


def gdal_path(path: Path) -> str:
    """The absolute path of a file, which is taken for a name of a file, whatever is written in it.

    Raises
    ------
    EngineError
        ``path_not_utf8``: GDAL takes names in UTF-8, and old archives and disks have others.
    """
    name = str(path.absolute())
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise EngineError("path_not_utf8", path=legible_text(name)) from error
    return name

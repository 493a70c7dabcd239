"""Shapefiles: straight geometries, texts in the tables beside them."""

from __future__ import annotations

from ..file_format import FileFormat, register_format

#: File code and version of the main file (ESRI Shapefile Technical Description, 1998).
_CODE, _VERSION = (9994).to_bytes(4, "big"), (1000).to_bytes(4, "little")

SHAPEFILE = register_format(
    FileFormat(
        "shp",
        "Shapefile",
        (".shp",),
        lambda head: head.startswith(_CODE) and head[28:32] == _VERSION,
        "ESRI Shapefile",
        has_arcs=False,
        beside=(".dbf", ".shx", ".prj", ".cpg"),
    )
)

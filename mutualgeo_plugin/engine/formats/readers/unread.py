"""Formats that are known for what they are, so that a message can name them, and are not read."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..file_format import FileFormat, register_format


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


#: What makes GDAL read another file or call a server, wherever in the beginning of a text it stands: virtual layers and
#: images, descriptions and capabilities of services, steps of GDAL's own commands.
_POINTER = re.compile(
    rb"<(?:\w+:)?(?:OGRVRTDataSource|VRTDataset|OGRWFSDataSource|WFS_Capabilities|CSW_Capabilities|GDAL_WMS|GDAL_WMTS|"
    rb"WCS_GDAL|WMT_MS_Capabilities|WMS_Capabilities)\b|gdal_streamed_alg"
)


for _name, _title, _endings, _signature in (
    ("dwg", "DWG (AutoCAD)", (".dwg",), _starts(b"AC10")),
    ("mif", "MapInfo MIF", (".mif",), lambda head: head[:8].lower() == b"version "),
    ("tab", "MapInfo TAB", (".tab",), lambda head: head[:6].lower() == b"!table"),
    ("pdf", "PDF", (".pdf",), _starts(b"%PDF")),
    ("tiff", "TIFF", (".tif", ".tiff"), _starts(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    ("zip", "zip", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06")),
):
    register_format(FileFormat(_name, _title, _endings, _signature))

VIRTUAL = register_format(
    FileFormat(
        "vrt",
        "GDAL VRT or description of a service",
        (".vrt",),
        lambda head: _POINTER.search(head.partition(b"\0")[0]) is not None,
        is_pointer=True,
    )
)

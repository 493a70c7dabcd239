"""Formats that are known for what they are, so that a message can name them, and are not read."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..file_format import FileFormat, register_format


def _starts(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _holds(pattern: bytes) -> Callable[[bytes], bool]:
    return lambda head: re.search(pattern, head[:4096]) is not None


for _name, _title, _endings, _signature in (
    ("dwg", "DWG (AutoCAD)", (".dwg",), _starts(b"AC10")),
    ("pdf", "PDF", (".pdf",), _starts(b"%PDF")),
    ("tiff", "TIFF", (".tif", ".tiff"), _starts(b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")),
    ("vrt", "GDAL VRT", (".vrt",), _holds(rb"<(OGRVRTDataSource|VRTDataset)\b")),
    ("zip", "zip", (".zip",), _starts(b"PK\x03\x04", b"PK\x05\x06")),
):
    register_format(FileFormat(_name, _title, _endings, _signature))

"""FlatGeobuf."""

from __future__ import annotations

from ..file_format import FileFormat, register_format

FLATGEOBUF = register_format(
    FileFormat("fgb", "FlatGeobuf", (".fgb",), lambda head: head.startswith(b"fgb\x03fgb"), "FlatGeobuf", packed=True)
)

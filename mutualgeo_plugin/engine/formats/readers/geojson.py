"""GeoJSON: texts of one feature collection, straight geometries."""

from __future__ import annotations

from ..file_format import FileFormat, register_format


def _has_signature(head: bytes) -> bool:
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") and b'"type"' in head


GEOJSON = register_format(
    FileFormat("geojson", "GeoJSON", (".geojson", ".json"), _has_signature, "GeoJSON", has_arcs=False, packed=True)
)

"""The spellings of a coordinate reference system in GML."""

from __future__ import annotations

import re
from dataclasses import dataclass

_PATTERNS = (
    re.compile(r"^EPSG:{1,2}(\d{4,5})$", re.IGNORECASE),
    re.compile(r"^urn:(?:ogc|x-ogc):def:crs:EPSG:[\d.]*:?(\d{4,5})$", re.IGNORECASE),
    re.compile(r"^https?://www\.opengis\.net/def/crs/EPSG/[\d.]+/(\d{4,5})$", re.IGNORECASE),
    re.compile(r"^https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d{4,5})$", re.IGNORECASE),
)

#: Legacy names of the national registry that still stand in some lots, with their EPSG codes.
_IGNF = {
    "RGF93CC42": 3942,
    "RGF93CC43": 3943,
    "RGF93CC44": 3944,
    "RGF93CC45": 3945,
    "RGF93CC46": 3946,
    "RGF93CC47": 3947,
    "RGF93CC48": 3948,
    "RGF93CC49": 3949,
    "RGF93CC50": 3950,
    "LAMB93": 2154,
}


@dataclass(frozen=True)
class SrsName:
    """EPSG code of a srsName, and whether its spelling binds the axis order to the registry's."""

    code: int
    authority_order: bool


def parse_srs_name(text: str) -> SrsName | None:
    """EPSG code of a ``srsName``; None where the spelling is unknown."""
    name = text.strip()
    for rank, pattern in enumerate(_PATTERNS):
        match = pattern.match(name)
        if match:
            return SrsName(int(match.group(1)), rank in (1, 2))
    code = _IGNF.get(name.upper().removeprefix("IGNF:").removeprefix("URN:OGC:DEF:CRS:IGNF::"))
    return SrsName(code, False) if code else None

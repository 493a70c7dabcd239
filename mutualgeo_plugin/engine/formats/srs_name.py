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

#: A system in plan with one of altitudes: urn of several names, EPSG:plan+altitudes.
_COMPOUND = (
    re.compile(r"^urn:(?:ogc|x-ogc):def:crs,(crs:EPSG:[\d.]*:\d{4,5}),(crs:EPSG:[\d.]*:\d{4,5})$", re.IGNORECASE),
    re.compile(r"^EPSG:(\d{4,5})\+(\d{4,5})$", re.IGNORECASE),
)
#: Codes of the registry that name both. Source: EPSG registry (RGF93 v1 / Lambert-93 + NGF-IGN69, + NGF-IGN78).
_BOTH = {5698: (2154, 5720), 5699: (2154, 5721)}
#: Systems of altitudes by their usual names. Source: EPSG registry.
_VERTICAL = {5720: "NGF-IGN69", 5721: "NGF-IGN78"}

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
    """EPSG code of a srsName, whether its spelling binds the axis order to the registry's, and the system of altitudes
    that it names beside (None where it names none).
    """

    code: int
    authority_order: bool
    vertical: str | None = None


def parse_srs_name(text: str) -> SrsName | None:
    """EPSG code of a ``srsName``; None where the spelling is unknown."""
    name = text.strip()
    for rank, compound in enumerate(_COMPOUND):
        both = compound.match(name)
        if both:
            plan, altitudes = (int(part.rpartition(":")[2]) for part in both.groups())
            return SrsName(plan, rank == 0, _vertical_name(altitudes))
    for rank, pattern in enumerate(_PATTERNS):
        match = pattern.match(name)
        if match:
            number = int(match.group(1))
            plan, vertical = _BOTH.get(number, (number, 0))
            return SrsName(plan, rank in (1, 2), _vertical_name(vertical) if vertical else None)
    code = _IGNF.get(name.upper().removeprefix("IGNF:").removeprefix("URN:OGC:DEF:CRS:IGNF::"))
    return SrsName(code, False) if code else None


def _vertical_name(code: int) -> str:
    return _VERTICAL.get(code, f"EPSG:{code}")

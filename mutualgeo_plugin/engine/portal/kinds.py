"""Kinds of geometry blobs: what a published table declares, and how a mixed table is split."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from ..formats.geopackage import box_of, wkb_of

#: Declared types that say nothing about the dimension of a table's objects.
ABSTRACT_TYPES = frozenset({"GEOMETRY", "CURVE", "SURFACE", "GEOMETRYCOLLECTION"})

#: WKB code -> dimension and type name; codes 7 (collection) and 13 to 17 have no place on a portal.
_TYPES = {
    1: (0, "POINT"),
    4: (0, "MULTIPOINT"),
    2: (1, "LINESTRING"),
    8: (1, "COMPOUNDCURVE"),
    9: (1, "COMPOUNDCURVE"),
    5: (1, "MULTILINESTRING"),
    11: (1, "MULTICURVE"),
    3: (2, "POLYGON"),
    10: (2, "CURVEPOLYGON"),
    6: (2, "MULTIPOLYGON"),
    12: (2, "MULTISURFACE"),
}
#: Type that takes both: a table of straight multi-lines and of curves, say, is one of multi-curves.
_CURVED_SIMPLE = {"COMPOUNDCURVE": "MULTICURVE", "CURVEPOLYGON": "MULTISURFACE"}
_ORDER = [name for _dimension, name in _TYPES.values()]


def _code_of(blob: bytes | None) -> int:
    """WKB code of a blob, 0 for none."""
    wkb = wkb_of(blob)
    return struct.unpack_from("<I" if wkb[0] else ">I", wkb, 1)[0] if wkb else 0


def _type_of(blob: bytes | None) -> tuple[int, str] | None:
    return _TYPES.get((_code_of(blob) & 0xFFFF) % 1000)


def has_height(blob: bytes | None) -> bool:
    """Whether the object has Z, in the ISO or in the extended flavour of WKB."""
    code = _code_of(blob)
    return bool(code & 0x80000000) or (code & 0xFFFF) // 1000 in (1, 3)


def dimension(blob: bytes | None) -> int | None:
    """0 for points, 1 for lines, 2 for surfaces, None for no geometry and for collections."""
    known = _type_of(blob)
    return known[0] if known and box_of(blob) else None


def declared_type(blobs: Iterable[bytes | None]) -> str:
    """Narrowest type that a table of these objects, all of one dimension, may declare."""
    found = {known[1] for blob in blobs if (known := _type_of(blob)) is not None}
    if not found:
        return "GEOMETRY"
    widest = max(found, key=_ORDER.index)
    curved = [wide for simple, wide in _CURVED_SIMPLE.items() if simple in found]
    return curved[0] if widest.startswith("MULTI") and curved else widest

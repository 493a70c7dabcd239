"""What every reader of sources gives: a feature, and the values of its fields as texts."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import shapely

from ...geometry.wkb import Shape, decode
from ...model.errors import EngineError

#: Whole numbers from here on are not all told apart by a double.
_EXACT = 2.0**53


@dataclass(frozen=True)
class SourceFeature:
    """A feature of a source layer.

    source_id : number or name of the feature in its layer.
    entity : kind of drawing entity (DXF), "" elsewhere.
    fields : source field → text; fields without a value are absent.
    """

    layer: str
    source_id: str
    fields: dict[str, str]
    shape: Shape | None
    entity: str = ""


@dataclass
class Unread:
    """What a reader met and could not take: reason → layer → number; and file → encoding that it had to assume."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)

    def add(self, reason: str, layer: str, number: int = 1) -> None:
        """Count something that was not taken."""
        self.counts.setdefault(reason, Counter())[layer] += number


def text_of(value: object, source: str, name: str) -> str | None:
    """A field's value as text, None where there is none; dates as ISO 8601, whole numbers without decimals.

    Raises
    ------
    EngineError
        ``source_number_wide``: a whole number that the reader has rounded, so that two identifiers would be one.
    """
    if value is None:
        return None
    if isinstance(value, bytes):
        return None
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value.astype("datetime64[D]"))
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, float | np.floating):
        number = float(value)
        if math.isnan(number):
            return None
        if not number.is_integer():
            return f"{number:.15g}"
        if abs(number) >= _EXACT:
            raise EngineError("source_number_wide", source=source, field=name, value=f"{number:.0f}")
        return str(int(number))
    return str(value)


def drop_measures(wkb: bytes, layer: str, unread: Unread) -> Shape:
    """Shape of a WKB without its measures (M), which PCRS has no place for: counted."""
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big")
    if code & 0x40000000 or (code & 0xFFFF) // 1000 in (2, 3):
        unread.add("measure", layer)
    if wkb[0] != 1:  # plain readers write it the other way round; there are no curves of that byte order
        wkb = shapely.to_wkb(shapely.from_wkb(wkb), byte_order=1, flavor="iso")
    return decode(wkb)

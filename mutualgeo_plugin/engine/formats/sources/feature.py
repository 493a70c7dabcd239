"""What every reader of sources gives: a feature, and the values of its fields as texts."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import shapely

from ...geometry.wkb import Shape


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
    """What a reader met and could not take: reason → layer → number."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, reason: str, layer: str, number: int = 1) -> None:
        """Count something that was not taken."""
        self.counts.setdefault(reason, Counter())[layer] += number


def text_of(value: object) -> str | None:
    """A field's value as text, None where there is none; dates as ISO 8601, whole numbers without decimals."""
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
        return None if math.isnan(number) else f"{number:.15g}"
    return str(value)


def without_measure(wkb: bytes, layer: str, unread: Unread) -> bytes:
    """WKB without measures (M), which PCRS has no place for: counted."""
    code = int.from_bytes(wkb[1:5], "little" if wkb[0] == 1 else "big")
    measured = code & 0x40000000 or (code & 0xFFFF) // 1000 in (2, 3)
    if wkb[0] == 1 and not measured:
        return wkb
    if measured:
        unread.add("measure", layer)
    geometry = shapely.from_wkb(wkb)
    plain: bytes = shapely.to_wkb(geometry, output_dimension=3 if geometry.has_z else 2, byte_order=1, flavor="iso")
    return plain

"""Rows of a selection, class by class: what the formats besides GML are written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...formats.geopackage import wkb_of
from ...model.pcrs import CLASSES, FeatureClass
from ...store.store import Store
from .names import Names
from .pcrs_export import part_values
from .selection import Selection, chosen


@dataclass(frozen=True)
class Written:
    """One object, or one part of a cut object.

    wkb : native geometry, to the byte where the object was not cut; None where it has none.
    """

    feature: FeatureClass
    gml_id: str
    uid: str
    lot_id: int
    values: tuple[str | None, ...]
    wkb: bytes | None
    head: str | None = None
    extra: str | None = None


def class_rows(store: Store, name: str, selection: Selection, names: Names) -> Iterator[Written]:
    """Objects of a class that a selection writes, in order of lot and place in the lot."""
    feature = CLASSES[name]
    spatial = feature.is_drawn
    columns = [
        "fid",
        "lot_id",
        "ord",
        "uid",
        "gml_id",
        "gml_head",
        "extra",
        *feature.columns,
        *(["geom"] if spatial else []),
    ]
    for row in chosen(store, name, columns, selection.fids.get(name, set()), "lot_id, ord"):
        fid, lot_id, order, uid, gml_id, head, extra = row[:7]
        values = row[7 : 7 + len(feature.columns)]
        identities = names.all(lot_id, order, gml_id)
        wkbs = selection.wkbs(name, fid, wkb_of(row[-1]) if spatial else None)
        for rank, (identity, wkb) in enumerate(zip(identities, wkbs, strict=True), 1):
            texts = tuple(part_values(feature, values, names.identifier(lot_id, order, rank)))
            yield Written(feature, identity, uid, lot_id, texts, wkb, head, extra)

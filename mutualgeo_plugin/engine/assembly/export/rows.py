"""Rows of a selection, class by class: what the formats besides GML are written from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...model.legibility import ILLEGIBLE, legible_text
from ...model.pcrs import CLASSES, FeatureClass
from ...store.contents import read_contents
from ...store.store import Store
from .names import Names
from .pcrs_export import part_values
from .selection import Selection


@dataclass(frozen=True)
class Written:
    """One object, or one part of a cut object.

    wkb : native geometry, to the byte where the object was not cut; None where it has none.
    replaced : characters of its texts that no file can hold, and that are replaced.
    """

    feature: FeatureClass
    gml_id: str
    uid: str
    lot_id: int
    values: tuple[str | None, ...]
    wkb: bytes | None
    head: str | None = None
    extra: str | None = None
    replaced: int = 0


def class_rows(store: Store, name: str, selection: Selection, names: Names) -> Iterator[Written]:
    """Objects of a class that a selection writes, in order of lot and place in the lot."""
    feature = CLASSES[name]
    for thing in read_contents(store, name, selection.keys.get(name, [])):
        identities = names.all_ids(thing.lot_id, thing.order, thing.gml_id)
        wkbs = selection.wkbs(name, thing.fid, thing.wkb)
        for rank, (identity, wkb) in enumerate(zip(identities, wkbs, strict=True), 1):
            texts = part_values(feature, thing.values, names.identifier(thing.lot_id, thing.order, rank))
            made = Written(feature, identity, thing.uid, thing.lot_id, tuple(texts), wkb, thing.head, thing.extra)
            yield _mend_texts(made)


def _mend_texts(thing: Written) -> Written:
    """An object with texts that every file can hold: a hand edit has passed no gate."""
    texts = (thing.gml_id, thing.uid, *thing.values, thing.head, thing.extra)
    replaced = sum(len(ILLEGIBLE.findall(text)) for text in texts if text)
    if not replaced:
        return thing
    values, head, extra = tuple(map(_mend, thing.values)), _mend(thing.head), _mend(thing.extra)
    gml_id, uid = legible_text(thing.gml_id), legible_text(thing.uid)
    return replace(thing, gml_id=gml_id, uid=uid, values=values, head=head, extra=extra, replaced=replaced)


def _mend(text: str | None) -> str | None:
    return None if text is None else legible_text(text)

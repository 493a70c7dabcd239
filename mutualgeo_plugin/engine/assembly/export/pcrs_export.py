"""Objects of the store as a PCRS document: a lot as it was received, or what a mask selects of the base."""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import shapely

from ...formats.pcrs.writer import Link, PcrsObject, PcrsWriter
from ...geometry.wkb import encode
from ...model.errors import EngineError
from ...model.pcrs import CLASSES, EMPRISE, GML_NAMESPACE, VERSION, FeatureClass
from ...store.contents import Content, read_contents, read_unknown_members
from ...store.keys import read_keys_by_order
from ...store.links import Link as StoredLink
from ...store.store import Store
from .masks import NamedMask
from .names import Names, unique_names
from .selection import Selection


@dataclass(frozen=True)
class Publication:
    """Who publishes an export, when, and under which code."""

    supplier: str
    code: str
    date: str


#: A member to write: lot, order in it, rank of its class, and the object; the XML of one of another class.
_Member = tuple[int, int, int, Content | str]


class Exporter:
    """Writes a selection; counts what it has written.

    Parameters
    ----------
    names : ids to write objects under; their own where none are given.
    drop_envelopes : leave out the envelopes kept as received: they speak of the system that the lot came in.
    """

    def __init__(
        self,
        store: Store,
        stream: TextIO,
        selection: Selection,
        *,
        decimals: int,
        names: Names | None = None,
        drop_envelopes: bool = True,
    ) -> None:
        self._store = store
        self._selection = selection
        self._names = names or Names()
        self._drop_envelopes = drop_envelopes
        self.writer = PcrsWriter(stream, srs_name=f"EPSG:{store.crs}", decimals=decimals)
        self.counts: Counter[str] = Counter()
        self._inside = self._read_nested()

    def members(self, unknown: Iterable[tuple[int, int, str]] = ()) -> None:
        """Write the members in the order in which they were received.

        Parameters
        ----------
        unknown : members of classes that the standard does not have: lot, order, XML.
        """
        features = [CLASSES[name] for name in self._selection.keys]
        streams = [self._stream(rank, feature.name) for rank, feature in enumerate(features)]
        streams.append((lot_id, order, len(features), xml) for lot_id, order, xml in unknown)
        for lot_id, order, rank, thing in heapq.merge(*streams):
            if isinstance(thing, str):
                self.writer.raw_member(thing)
            elif (lot_id, order) not in self._inside:
                for part in self._objects(features[rank], thing):
                    self.writer.write_member(part)

    def _stream(self, rank: int, name: str) -> Iterator[_Member]:
        for thing in read_contents(self._store, name, self._selection.keys[name]):
            yield thing.lot_id, thing.order, rank, thing

    def _read_nested(self) -> dict[tuple[int, int], tuple[FeatureClass, Content]]:
        """Objects that stand inside others that are written, by lot and place in it."""
        places = {
            (place[0], link.inline) for place, links in self._selection.links.items() for link in links if link.inline
        }
        return {
            (thing.lot_id, thing.order): (CLASSES[name], thing)
            for name in (self._store.class_names() if places else ())
            for thing in read_contents(
                self._store, name, sorted(read_keys_by_order(self._store, name, places).values())
            )
        }

    def _objects(self, feature: FeatureClass, thing: Content) -> Iterator[PcrsObject]:
        """Objects to write of one of the store: itself, or the parts that a mask has cut it in."""
        lot_id, order, gml_id = thing.lot_id, thing.order, thing.gml_id
        stored = self._selection.links.get((lot_id, gml_id, order)) if self._selection.links else None
        links = self._links(lot_id, stored) if stored else []
        head = _remove_envelope(thing.head) if self._drop_envelopes and thing.head else thing.head
        wkb = thing.wkb if feature.geometry is not None else None
        names = self._names.all_ids(lot_id, order, gml_id)
        wkbs = self._selection.wkbs(feature.name, thing.fid, wkb) if self._selection.cuts else [wkb]
        for rank, (native, identity) in enumerate(zip(wkbs, names, strict=True)):
            self.counts[feature.name] += 1
            values: Sequence[str | None] = thing.values
            if rank:  # what stands inside an object stands inside its first part; the others lead to it
                values = part_values(feature, values, self._names.identifier(lot_id, order, rank + 1))
                links = [Link(link.property, link.href, link.attributes) for link in links]
            yield PcrsObject(feature, identity, values, native, links, head, thing.extra)

    def _links(self, lot_id: int, stored: Sequence[StoredLink]) -> list[Link]:
        return [
            Link(
                link.prop,
                self._names.href(lot_id, link.href),
                json.loads(link.attrs) if link.attrs else {},
                self._nested_object(lot_id, link.inline) if link.inline else None,
            )
            for link in sorted(stored, key=attrgetter("rank"))
        ]

    def _nested_object(self, lot_id: int, order: int) -> PcrsObject | None:
        found = self._inside.get((lot_id, order))
        return None if found is None else next(self._objects(*found))


def part_values(feature: FeatureClass, values: Sequence[str | None], identifier: str | None) -> Sequence[str | None]:
    """Texts of a part of a cut object: its business identifier says which part it is."""
    if identifier is None:
        return values
    return [identifier if c == feature.identifier else v for c, v in zip(feature.columns, values, strict=True)]


_ENVELOPE = re.compile(rf'<boundedBy xmlns="{re.escape(GML_NAMESPACE)}">.*?</boundedBy>', re.DOTALL)


def _remove_envelope(xml: str | None) -> str | None:
    """XML kept as received without its envelope, which only repeats where the geometries were."""
    return _ENVELOPE.sub("", xml) or None if xml else None


def write_lot(store: Store, lot: dict[str, Any], selection: Selection, path: Path, *, decimals: int) -> Exporter:
    """Write a lot, all of which is selected, as it was received."""
    moved = lot["source_crs"] != lot["store_crs"]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        exporter = Exporter(store, stream, selection, decimals=decimals, drop_envelopes=moved)
        exporter.writer.begin(
            str(lot["root_id"] or "PCRS"),
            version=VERSION if lot["root_version"] is None else str(lot["root_version"]),
            head=_remove_envelope(lot["document_head"]) if moved else lot["document_head"],
        )
        exporter.members(read_unknown_members(store, int(lot["lot_id"])))
        exporter.writer.end()
    return exporter


def write_mask(store: Store, selection: Selection, path: Path, *, decimals: int, by: Publication) -> Exporter:
    """Write what a mask selects, with an emprise that lists it all."""
    if selection.mask is None:
        raise EngineError("parameter_missing", name="MASK")
    names = unique_names(store, selection)
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        exporter = Exporter(store, stream, selection, decimals=decimals, names=names)
        exporter.writer.begin("PCRS")
        exporter.members()
        exporter.writer.write_member(_emprise(selection, selection.mask, names, by))
        exporter.counts[EMPRISE] += 1
        exporter.writer.end()
    return exporter


#: Lists of an emprise: property → which classes it lists.
_LISTS: tuple[tuple[str, Callable[[FeatureClass], bool]], ...] = (
    ("raster", lambda c: c.name == "RasterPCRS"),
    ("objet", lambda c: c.family == "vecteur"),
    ("commune", lambda c: c.name == "Commune"),
    ("troncon", lambda c: c.name == "TronconVoirie"),
    ("habillage", lambda c: c.family == "habillage"),
)


def _emprise(selection: Selection, mask: NamedMask, names: Names, by: Publication) -> PcrsObject:
    """EmpriseEchangePCRS of a mask, with the complete lists of what is written."""
    links = [
        Link(prop, f"#{identity}")
        for prop, belongs in _LISTS
        for key in sorted(key for name, keys in selection.keys.items() if belongs(CLASSES[name]) for key in keys)
        for identity in names.all_ids(key.lot_id, key.order, key.gml_id)
    ]
    feature = CLASSES[EMPRISE]
    texts = emprise_texts(mask, by)
    identity = f"EMPRISE-{texts['idEmprise']}"
    return PcrsObject(feature, identity, [texts.get(c) for c in feature.columns], emprise_wkb(mask), links)


def emprise_texts(mask: NamedMask, by: Publication) -> dict[str, str]:
    """Attributes of the emprise of an export."""
    return {"fournisseur": by.supplier, "datePublication": by.date, "idEmprise": f"{by.code}-{mask.slug}"}


def emprise_wkb(mask: NamedMask) -> bytes:
    """Multisurface (WKB) of a mask, rings turned as the standard's example: outer ones against the clock."""
    parts = shapely.get_parts(shapely.orient_polygons(mask.polygon))
    polygons = [("polygon", [("line", np.asarray(r.coords)) for r in (p.exterior, *p.interiors)]) for p in parts]
    return encode(("multisurface", polygons))

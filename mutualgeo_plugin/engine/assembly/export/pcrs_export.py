"""Objects of the store as a PCRS document: a lot as it was received, or what a mask selects of the base."""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
import shapely

from ...formats.geopackage import wkb_of
from ...formats.pcrs.writer import Link, PcrsObject, PcrsWriter
from ...geometry.wkb import Shape, decode
from ...model.errors import EngineError
from ...model.pcrs import CLASSES, EMPRISE, GML_NAMESPACE, VERSION, FeatureClass
from ...store import sql
from ...store.store import Store
from .masks import NamedMask
from .names import Names, unique_names
from .selection import Selection, chosen, selected_rows

#: A row to write: (lot, order in the lot, class, columns…).
_Row = tuple[Any, ...]


@dataclass(frozen=True)
class Publication:
    """Who publishes an export, when, and under which code."""

    supplier: str
    code: str
    date: str


class Exporter:
    """Writes objects of a store; counts what it has written.

    Parameters
    ----------
    selection : what to write of the lots; None for whole lots, as received.
    names : ids to write objects under; needed with a selection.
    """

    def __init__(
        self,
        store: Store,
        stream: TextIO,
        *,
        decimals: int,
        selection: Selection | None = None,
        names: Names | None = None,
    ) -> None:
        self._store = store
        self._selection = selection
        self._written = selection or Selection()
        self._names = names or Names()
        self.writer = PcrsWriter(stream, srs_name=f"EPSG:{store.crs}", decimals=decimals)
        self.counts: Counter[str] = Counter()
        #: Whether envelopes kept as received are left out: they speak of the system that the lot came in.
        self.drop_envelopes = selection is not None
        self._linked: set[str] = set()
        self._inline: set[tuple[int, int]] = set()

    def lots(self, lot_ids: Sequence[int]) -> None:
        """Write the members of lots, in the order in which they were received."""
        self._find_inline(lot_ids)
        streams = [self._rows(name, lot_ids) for name in self._store.class_names()]
        streams.append(self._unknown(lot_ids) if self._selection is None else iter(()))
        for row in heapq.merge(*streams, key=lambda r: r[:2]):
            lot_id, order, name = row[:3]
            if name is None:
                self.writer.raw_member(str(row[3]))
            elif (lot_id, order) not in self._inline:
                for thing in self._objects(CLASSES[str(name)], row):
                    self.writer.member(thing)

    def _find_inline(self, lot_ids: Sequence[int]) -> None:
        """Objects that stand inside others that are written."""
        for lot_id in lot_ids:
            execute = self._store.connection.execute
            self._linked |= {r[0] for r in execute("SELECT DISTINCT class FROM link WHERE lot_id = ?", (lot_id,))}
            inside = execute("SELECT inline, ord FROM link WHERE lot_id = ? AND inline > 0", (lot_id,))
            self._inline |= {
                (lot_id, order)
                for order, parent in inside
                if self._selection is None or (lot_id, parent) in self._names.of
            }

    def _columns(self, feature: FeatureClass) -> list[str]:
        geometry = ["geom"] if feature.geometry is not None else []
        return ["lot_id", "ord", "fid", "gml_id", *feature.columns, "gml_head", "extra", *geometry]

    def _rows(self, name: str, lot_ids: Sequence[int]) -> Iterator[_Row]:
        columns = self._columns(CLASSES[name])
        if self._selection is not None:
            rows = chosen(self._store, name, columns, self._selection.fids.get(name, set()), "lot_id, ord")
            yield from ((*row[:2], name, *row[2:]) for row in rows)
            return
        for lot_id in lot_ids:
            cursor = self._store.connection.execute(sql.select(name, columns, "lot_id = ?", "ord"), (lot_id,))
            yield from ((*row[:2], name, *row[2:]) for row in cursor)

    def _unknown(self, lot_ids: Sequence[int]) -> Iterator[_Row]:
        for lot_id in lot_ids:
            cursor = self._store.connection.execute(
                "SELECT lot_id, ord, NULL, xml FROM unknown_member WHERE lot_id = ? ORDER BY ord", (lot_id,)
            )
            yield from cursor

    def _objects(self, feature: FeatureClass, row: _Row) -> Iterator[PcrsObject]:
        """Objects of a row ``(lot, order, class, fid, gml_id, columns…, head, extra, geometry?)``: one, or parts."""
        lot_id, order, name, fid, gml_id = row[:5]
        end = 5 + len(feature.columns)
        wkb = wkb_of(row[end + 2]) if feature.geometry is not None else None
        wkbs = self._written.wkbs(name, fid, wkb)
        names = self._names.all(lot_id, order, gml_id)
        links = self._links(lot_id, order, gml_id, feature) if feature.name in self._linked else []
        head = _without_envelope(row[end]) if self.drop_envelopes else row[end]
        for rank, (native, identity) in enumerate(zip(wkbs, names, strict=True)):
            self.counts[feature.name] += 1
            values: Sequence[str | None] = row[5:end]
            if rank:  # what stands inside an object stands inside its first part; the others lead to it
                values = part_values(feature, values, self._names.identifier(lot_id, order, rank + 1))
                links = [Link(link.property, link.href, link.attributes) for link in links]
            shape = None if native is None else decode(native)
            yield PcrsObject(feature, identity, values, shape, links, head, row[end + 1])

    def _links(self, lot_id: int, order: int, gml_id: str, feature: FeatureClass) -> list[Link]:
        cursor = self._store.connection.execute(
            "SELECT property, href, inline, attrs FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? ORDER BY rank",
            (lot_id, gml_id, order),
        )
        return [
            Link(
                prop,
                self._names.href(lot_id, href),
                json.loads(attrs) if attrs else {},
                self._inline_object(lot_id, href, inline, feature, prop) if inline else None,
            )
            for prop, href, inline, attrs in cursor.fetchall()
        ]

    def _inline_object(
        self, lot_id: int, gml_id: str, order: int, parent: FeatureClass, prop: str
    ) -> PcrsObject | None:
        target = next(p.target for p in parent.properties if p.name == prop)
        for name in sorted(self._store.class_names(), key=lambda n: n != target):
            feature = CLASSES[name]
            row = self._store.connection.execute(
                sql.select(name, self._columns(feature), "lot_id = ? AND gml_id = ? AND ord = ?"),
                (lot_id, gml_id, order),
            ).fetchone()
            if row is not None:
                return next(self._objects(feature, (*row[:2], name, *row[2:])))
        return None


def part_values(feature: FeatureClass, values: Sequence[str | None], identifier: str | None) -> Sequence[str | None]:
    """Texts of a part of a cut object: its business identifier says which part it is."""
    if identifier is None:
        return values
    return [identifier if c == feature.identifier else v for c, v in zip(feature.columns, values, strict=True)]


_ENVELOPE = re.compile(rf'<boundedBy xmlns="{re.escape(GML_NAMESPACE)}">.*?</boundedBy>', re.DOTALL)


def _without_envelope(xml: str | None) -> str | None:
    """XML kept as received without its envelope, which only repeats where the geometries were."""
    return _ENVELOPE.sub("", xml) or None if xml else None


def write_lot(store: Store, lot: dict[str, Any], path: Path, *, decimals: int) -> Exporter:
    """Write a lot as it was received."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        exporter = Exporter(store, stream, decimals=decimals)
        moved = lot["source_crs"] != lot["store_crs"]
        exporter.drop_envelopes = moved
        exporter.writer.begin(
            str(lot["root_id"] or "PCRS"),
            version=VERSION if lot["root_version"] is None else str(lot["root_version"]),
            head=_without_envelope(lot["document_head"]) if moved else lot["document_head"],
        )
        exporter.lots([int(lot["lot_id"])])
        exporter.writer.end()
    return exporter


def write_mask(store: Store, selection: Selection, path: Path, *, decimals: int, by: Publication) -> Exporter:
    """Write what a mask selects, with an emprise that lists it all."""
    if selection.mask is None:
        raise EngineError("parameter_missing", name="MASK")
    names = unique_names(store, selection)
    lot_ids = [int(lot["lot_id"]) for lot in store.lots(None)]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        exporter = Exporter(store, stream, decimals=decimals, selection=selection, names=names)
        exporter.writer.begin("PCRS")
        exporter.lots(lot_ids)
        exporter.writer.member(_emprise(store, selection, names, by))
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


def _emprise(store: Store, selection: Selection, names: Names, by: Publication) -> PcrsObject:
    """EmpriseEchangePCRS of a mask, with the complete lists of what is written."""
    mask = selection.mask
    if mask is None:
        raise EngineError("parameter_missing", name="MASK")
    rows = list(selected_rows(store, selection))
    links = [
        Link(prop, f"#{identity}")
        for prop, belongs in _LISTS
        for lot_id, order, gml_id, name, _fid in rows
        if belongs(CLASSES[name])
        for identity in names.all(lot_id, order, gml_id)
    ]
    feature = CLASSES[EMPRISE]
    texts = emprise_texts(mask, by)
    identity = f"EMPRISE-{texts['idEmprise']}"
    return PcrsObject(feature, identity, [texts.get(c) for c in feature.columns], emprise_shape(mask), links)


def emprise_texts(mask: NamedMask, by: Publication) -> dict[str, str]:
    """Attributes of the emprise of an export."""
    return {"fournisseur": by.supplier, "datePublication": by.date, "idEmprise": f"{by.code}-{mask.slug}"}


def emprise_shape(mask: NamedMask) -> Shape:
    """Multisurface of a mask, rings turned as the standard's example: outer ones against the clock."""
    parts = shapely.get_parts(shapely.orient_polygons(mask.polygon))
    return (
        "multisurface",
        [("polygon", [("line", np.asarray(ring.coords)) for ring in (p.exterior, *p.interiors)]) for p in parts],
    )

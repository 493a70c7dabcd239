"""Objects of the store as a PCRS document: a lot as it was received, or the base within an extent."""

from __future__ import annotations

import heapq
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import shapely

from ..formats.pcrs.writer import Link, PcrsObject, PcrsWriter
from ..geometry.wkb import Shape, census, decode, to_geometries
from ..model.pcrs import AFFLEURANT, CLASSES, EMPRISE, GML_NAMESPACE, VERSION, FeatureClass
from ..store import sql
from ..store.geopackage import Box, wkb_of
from ..store.schema import CURRENT
from ..store.store import Store

#: A row to write: (lot, order in the lot, class, columns…).
_Row = tuple[Any, ...]
Selection = dict[str, set[int]]

#: Lists of an emprise, and the family or class that stands in each.
_LISTS = {
    "raster": "RasterPCRS",
    "objet": "vecteur",
    "commune": "Commune",
    "troncon": "TronconVoirie",
    "habillage": "habillage",
}

#: Objects that only exist through others: written when something that is written leads to them.
_DEPENDENT = frozenset(
    c.name for c in CLASSES.values() if c.family in ("affleurant", "cadre", "info") and c.name != "RasterPCRS"
)


class Exporter:
    """Writes objects of a store; counts what it has written.

    Parameters
    ----------
    selection : class → fids to write; None for whole lots.
    """

    def __init__(self, store: Store, stream: TextIO, *, decimals: int, selection: Selection | None = None) -> None:
        self._store = store
        self._selection = selection
        self.writer = PcrsWriter(stream, srs_name=f"EPSG:{store.crs}", decimals=decimals)
        self.counts: Counter[str] = Counter()
        self._renamed: dict[tuple[int, str], str] = {}
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
                self.writer.member(self._object(CLASSES[str(name)], row))

    def _find_inline(self, lot_ids: Sequence[int]) -> None:
        for lot_id in lot_ids:
            execute = self._store.connection.execute
            self._linked |= {r[0] for r in execute("SELECT DISTINCT class FROM link WHERE lot_id = ?", (lot_id,))}
            inside = execute("SELECT inline FROM link WHERE lot_id = ? AND inline > 0", (lot_id,))
            self._inline |= {(lot_id, order) for (order,) in inside}

    def _columns(self, feature: FeatureClass) -> list[str]:
        geometry = ["geom"] if feature.geometry is not None else []
        return ["lot_id", "ord", "fid", "gml_id", *feature.columns, "gml_head", "extra", *geometry]

    def _rows(self, name: str, lot_ids: Sequence[int]) -> Iterator[_Row]:
        feature = CLASSES[name]
        wanted = None if self._selection is None else self._selection.get(name, set())
        for lot_id in lot_ids:
            cursor = self._store.connection.execute(
                sql.select(name, self._columns(feature), "lot_id = ?", "ord"), (lot_id,)
            )
            for row in cursor:
                if wanted is None or row[2] in wanted:
                    yield (*row[:2], name, *row[2:])

    def _unknown(self, lot_ids: Sequence[int]) -> Iterator[_Row]:
        for lot_id in lot_ids:
            cursor = self._store.connection.execute(
                "SELECT lot_id, ord, NULL, xml FROM unknown_member WHERE lot_id = ? ORDER BY ord", (lot_id,)
            )
            yield from cursor

    def _object(self, feature: FeatureClass, row: _Row) -> PcrsObject:
        """Object of a row ``(lot, order, class, fid, gml_id, columns…, head, extra, geometry?)``."""
        lot_id, gml_id = row[0], row[4]
        end = 5 + len(feature.columns)
        shape: Shape | None = None
        if feature.geometry is not None and row[end + 2] is not None:
            shape = decode(wkb_of(row[end + 2]))  # type: ignore[arg-type]
        self.counts[feature.name] += 1
        return PcrsObject(
            feature,
            self.exported_id(lot_id, gml_id),
            row[5:end],
            shape,
            self._links(row[1], lot_id, gml_id, feature) if feature.name in self._linked else (),
            _without_envelope(row[end]) if self.drop_envelopes else row[end],
            row[end + 1],
        )

    def _links(self, order: int, lot_id: int, gml_id: str, feature: FeatureClass) -> list[Link]:
        cursor = self._store.connection.execute(
            "SELECT property, href, inline, attrs FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ? ORDER BY rank",
            (lot_id, gml_id, order),
        )
        return [
            Link(
                prop,
                self._exported_href(lot_id, href),
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
                return self._object(feature, (*row[:2], name, *row[2:]))
        return None

    def exported_id(self, lot_id: int, gml_id: str) -> str:
        """The gml:id that an object is written under."""
        return self._renamed.get((lot_id, gml_id), gml_id)

    def _exported_href(self, lot_id: int, href: str) -> str:
        mark = "#" if href.startswith("#") else ""
        return mark + self.exported_id(lot_id, href.removeprefix("#"))

    def rename(self, names: dict[tuple[int, str], str]) -> None:
        """Write these objects, (lot, gml:id), under other ids, and what leads to them too."""
        self._renamed = names


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


def write_extent(
    store: Store, extent: Box, selection: Selection, path: Path, *, decimals: int, supplier: str, code: str, date: str
) -> Exporter:
    """Write the objects selected in an extent, whole, with an emprise that lists them all."""
    lot_ids = [int(lot["lot_id"]) for lot in store.lots()]
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        exporter = Exporter(store, stream, decimals=decimals, selection=selection)
        exporter.rename(_unique_ids(store, selection))
        exporter.writer.begin("PCRS")
        exporter.lots(lot_ids)
        exporter.writer.member(_emprise(store, selection, exporter, extent, supplier, code, date))
        exporter.counts[EMPRISE] += 1
        exporter.writer.end()
    return exporter


def select_extent(store: Store, extent: Box) -> Selection:
    """Current objects that touch an extent, and all that they lead to; class → fids."""
    window = shapely.box(*extent)
    selection: Selection = {}
    for name in store.class_names():
        feature = CLASSES[name]
        if name in _DEPENDENT or (feature.geometry is None and name != AFFLEURANT):
            continue
        rows = store.connection.execute(
            sql.statement(
                "SELECT t.fid, t.geom FROM {t} t JOIN {r} r ON r.id = t.fid WHERE t.state = ? "
                "AND r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ?",
                t=name,
                r=f"rtree_{name}_geom",
            ),
            (CURRENT, extent[0], extent[2], extent[1], extent[3]),
        ).fetchall()
        geometries = to_geometries([wkb_of(g) for _, g in rows])
        inside = shapely.intersects(geometries, window)
        selection[name] = {fid for (fid, _), keep in zip(rows, inside, strict=True) if keep}
    _add_linked(store, selection)
    return {name: fids for name, fids in selection.items() if fids}


def expected(store: Store, selection: Selection) -> tuple[dict[str, int], dict[str, int]]:
    """Objects per class, and vertices, vertices with Z and arcs, that the file of a selection must hold."""
    objects = {name: len(fids) for name, fids in selection.items()}
    objects[EMPRISE] = objects.get(EMPRISE, 0) + 1
    measures = {"vertices": _RECTANGLE, "vertices_z": 0, "arcs": 0}
    for name, fids in selection.items():
        if CLASSES[name].geometry is None:
            continue
        for fid, geometry in store.connection.execute(sql.select(name, ["fid", "geom"], "geom IS NOT NULL")):
            if fid in fids:
                for what, n in zip(measures, census(wkb_of(geometry) or b""), strict=True):
                    measures[what] += n
    return objects, measures


#: Vertices of the rectangle of an emprise.
_RECTANGLE = 5


def without_place(store: Store) -> dict[str, set[int]]:
    """Current objects of the field and of the drawing that have no geometry; class → fids."""
    found = {}
    for name in store.class_names():
        feature = CLASSES[name]
        if feature.family in ("vecteur", "habillage") and (feature.geometry is not None or name == AFFLEURANT):
            rows = store.connection.execute(sql.select(name, ["fid"], "geom IS NULL AND state = ?"), (CURRENT,))
            found[name] = {fid for (fid,) in rows}
    return found


def _add_linked(store: Store, selection: Selection) -> None:
    """Follow links from what is selected until nothing new comes."""
    places: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for name in store.class_names():
        for lot_id, gml_id, fid in store.connection.execute(sql.select(name, ["lot_id", "gml_id", "fid"])):
            places.setdefault((lot_id, gml_id), []).append((name, fid))
    links: dict[tuple[int, str], list[str]] = {}
    for lot_id, gml_id, href in store.connection.execute(
        "SELECT lot_id, gml_id, href FROM link WHERE class <> ?", (EMPRISE,)
    ):
        links.setdefault((lot_id, gml_id), []).append(href.removeprefix("#"))
    named = {(name, fid): key for key, there in places.items() for name, fid in there if fid in selection.get(name, ())}
    waiting = list(named.values())
    while waiting:
        lot_id, gml_id = waiting.pop()
        for target in links.get((lot_id, gml_id), ()):
            for name, fid in places.get((lot_id, target), ()):
                if name != EMPRISE and fid not in selection.setdefault(name, set()):
                    selection[name].add(fid)
                    waiting.append((lot_id, target))


def _unique_ids(store: Store, selection: Selection) -> dict[tuple[int, str], str]:
    """New ids for objects of later lots whose gml:id is taken already."""
    taken: set[str] = set()
    renamed: dict[tuple[int, str], str] = {}
    rows: list[tuple[int, int, str]] = []
    for name, fids in selection.items():
        found = store.connection.execute(sql.select(name, ["lot_id", "ord", "gml_id", "fid"]))
        rows += [row[:3] for row in found if row[3] in fids]
    given = {gml_id for _, _, gml_id in rows}
    for lot_id, _order, gml_id in sorted(rows):
        name = gml_id
        while name in taken or (name != gml_id and name in given):
            name += f"_{lot_id}"
        if name != gml_id:
            renamed[lot_id, gml_id] = name
        taken.add(name)
    return renamed


def _emprise(
    store: Store, selection: Selection, exporter: Exporter, extent: Box, supplier: str, code: str, date: str
) -> PcrsObject:
    """EmpriseEchangePCRS of an extent, with the complete lists of objects and drawing objects."""
    minx, miny, maxx, maxy = extent
    ring = shapely.get_coordinates(shapely.box(minx, miny, maxx, maxy, ccw=True))
    identifier = f"{code}-{minx:.0f}-{miny:.0f}-{maxx:.0f}-{maxy:.0f}"
    links = []
    for prop, belongs in _LISTS.items():
        rows = []
        for name, fids in selection.items():
            if belongs in (name, CLASSES[name].family):
                found = store.connection.execute(sql.select(name, ["lot_id", "ord", "gml_id", "fid"]))
                rows += [row[:3] for row in found if row[3] in fids]
        links += [Link(prop, f"#{exporter.exported_id(lot_id, gml_id)}") for lot_id, _, gml_id in sorted(rows)]
    feature = CLASSES[EMPRISE]
    texts = {"fournisseur": supplier, "datePublication": date, "idEmprise": identifier}
    shape: Shape = ("multisurface", [("polygon", [("line", ring)])])
    return PcrsObject(feature, f"EMPRISE-{identifier}", [texts.get(c) for c in feature.columns], shape, links)

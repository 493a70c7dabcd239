"""Which objects of the store an export writes, and the parts of those that a mask cuts."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import shapely

from ...context import MEASURES
from ...formats.geopackage import Box, box_of, wkb_of
from ...geometry.cutting import Mask
from ...geometry.cutting_polygons import CutFailed, cut
from ...geometry.linear import to_geometries
from ...geometry.wkb import Shape, census, decode, encode
from ...model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ...store import sql
from ...store.history import Past
from ...store.schema import CURRENT, DERIVED
from ...store.store import Store
from .masks import NamedMask

#: Frame objects that a mask takes for themselves; the others come only through what leads to them.
_FRAME = frozenset({"RasterPCRS", "Commune", "TronconVoirie"})
#: Objects that only exist through others: written when something that is written leads to them.
_DEPENDENT = frozenset(
    c.name for c in CLASSES.values() if c.family in ("affleurant", "cadre", "info") and c.name not in _FRAME
)
#: Families whose objects are cut on request: a manhole, a commune or an image is always whole.
_CUTTABLE = ("vecteur", "habillage")

#: What says whether an object is or was current.
_STATE = ("lot_id", "uid", "state")

#: Boxes of a mask query, by class.
_IN_BOX = (
    "SELECT t.fid, t.lot_id, t.uid, t.state, t.geom, t.ord, t.gml_id FROM {t} t JOIN {r} r ON r.id = t.fid "
    "WHERE r.maxx >= ? AND r.minx <= ? AND r.maxy >= ? AND r.miny <= ? ORDER BY t.lot_id, t.ord"
)


@dataclass
class Selection:
    """Objects to write.

    fids : class → fids.
    cuts : (class, fid) → the parts inside the mask, for the objects that it cuts.
    left_whole : (class, gml:id) that cross the mask and could not be cut: they are written whole.
    """

    mask: NamedMask | None = None
    fids: dict[str, set[int]] = field(default_factory=dict)
    cuts: dict[tuple[str, int], list[Shape]] = field(default_factory=dict)
    left_whole: list[tuple[str, str]] = field(default_factory=list)

    def wkbs(self, name: str, fid: int, wkb: bytes | None) -> list[bytes | None]:
        """Native geometries that an object is written with: its own to the byte, or its parts inside the mask."""
        parts = self.cuts.get((name, fid))
        return [wkb] if parts is None else [encode(part) for part in parts]

    def edited(self, store: Store, past: Past) -> int:
        """Objects that were edited by hand after a moment: they are written as they are today."""
        if not past.edited:
            return 0
        return sum(
            uid in past.edited for name, fids in self.fids.items() for (uid,) in chosen(store, name, ["uid"], fids)
        )

    def counts(self) -> dict[str, int]:
        """Objects to write by class, each part of a cut object counted."""
        return {n: sum(len(self.cuts.get((n, f), (0,))) for f in fids) for n, fids in self.fids.items()}

    def lot_ids(self, store: Store) -> set[int]:
        """Lots that the objects come from."""
        return {lot_id for lot_id, *_ in selected_rows(store, self)}

    def box(self, store: Store) -> Box | None:
        """Box around the whole objects; None where nothing has a geometry."""
        boxes = [
            box_of(geometry)
            for name, fids in self.fids.items()
            if CLASSES[name].geometry is not None
            for (geometry,) in chosen(store, name, ["geom"], fids)
        ]
        there = [box for box in boxes if box is not None]
        if not there:
            return None
        return min(b[0] for b in there), min(b[1] for b in there), max(b[2] for b in there), max(b[3] for b in there)

    def measures(self, store: Store) -> dict[str, int]:
        """What there is to write, counted on the stored rows and on the cut parts."""
        total = dict.fromkeys(MEASURES, 0)
        for name, fids in self.fids.items():
            for fid, *values in chosen(store, name, ["fid", *CLASSES[name].columns], fids):
                given = sum(value is not None for value in values)
                total["attributes"] += given * len(self.cuts.get((name, fid), (0,)))
            if CLASSES[name].geometry is None:
                continue
            for fid, geometry in chosen(store, name, ["fid", "geom"], fids):
                for wkb in self.wkbs(name, fid, wkb_of(geometry)):
                    vertices, vertices_z, arcs = census(wkb) if wkb else (0, 0, 0)
                    total["vertices"] += vertices
                    total["vertices_z"] += vertices_z
                    total["arcs"] += arcs
        return total


def chosen(
    store: Store, name: str, columns: Sequence[str], fids: set[int], order: str = ""
) -> Iterator[tuple[Any, ...]]:
    """Columns of the rows of a class that are in `fids`."""
    where = "fid IN (SELECT value FROM json_each(?))"
    return iter(store.connection.execute(sql.select(name, columns, where, order), (json.dumps(sorted(fids)),)))


class Selector:
    """Finds what exports write; what it learns of the store serves all masks of a run.

    Parameters
    ----------
    past : the base as it was; None for today's.
    """

    def __init__(self, store: Store, past: Past | None = None) -> None:
        self._store = store
        self._past = past
        self._classes = store.class_names()

    def everything(self) -> Selection:
        """Every current object but the emprises of the lots."""
        found = Selection()
        for name in self._classes:
            if name != EMPRISE:
                rows = self._store.connection.execute(sql.select(name, ["fid", *_STATE]))
                found.fids[name] = {fid for fid, *row in rows if self._is_current(*row)}
        return _without_empty(found)

    def lot(self, lot_id: int) -> Selection:
        """Every object of a lot, as received."""
        found = Selection()
        for name in self._classes:
            rows = self._store.connection.execute(sql.select(name, ["fid"], "lot_id = ?"), (lot_id,))
            found.fids[name] = {fid for (fid,) in rows}
        return _without_empty(found)

    def mask(self, mask: NamedMask, *, cutting: bool = False) -> Selection:
        """Current objects that touch a mask, and all that they lead to.

        Parameters
        ----------
        cutting : cut lines and polygons at the mask; an object that only touches it is then left out.
        """
        found = Selection(mask)
        for name in self._classes:
            if (
                name not in _DEPENDENT
                and name != EMPRISE
                and (CLASSES[name].geometry is not None or name == AFFLEURANT)
            ):
                self._touching(name, found, mask.polygon, cutting)
        self._add_linked(found)
        return _without_empty(found)

    def _is_current(self, lot_id: int, uid: str, state: str) -> bool:
        return state == CURRENT if self._past is None else self._past.was_current(lot_id, uid, state)

    def _touching(self, name: str, selection: Selection, polygon: shapely.Geometry, cutting: bool) -> None:
        """Add the objects of a class that touch the mask; cut them where asked."""
        minx, miny, maxx, maxy = polygon.bounds
        query = sql.statement(_IN_BOX, t=name, r=f"rtree_{name}_geom")
        found = self._store.connection.execute(query, (minx, maxx, miny, maxy))
        rows = [row for row in found if self._is_current(*row[1:4])]
        geometries = to_geometries([wkb_of(row[4]) for row in rows])
        inside = shapely.intersects(geometries, polygon)
        selection.fids[name] = {row[0] for row, keep in zip(rows, inside, strict=True) if keep}
        if not cutting or CLASSES[name].family not in _CUTTABLE or name == AFFLEURANT:
            return
        crossing = inside & ~shapely.covered_by(geometries, polygon)
        mask = Mask(polygon)
        for (fid, lot_id, _uid, _state, geometry, order, gml_id), cross in zip(rows, crossing, strict=True):
            if cross and (lot_id, order) not in self._inline:
                self._cut(name, fid, gml_id, decode(wkb_of(geometry) or b""), mask, selection)

    def _cut(self, name: str, fid: int, gml_id: str, shape: Shape, mask: Mask, selection: Selection) -> None:
        try:
            parts = cut(shape, mask)
        except CutFailed:
            selection.left_whole.append((name, gml_id))
            return
        if parts:
            selection.cuts[name, fid] = parts
        else:
            selection.fids[name].discard(fid)

    def without_place(self) -> dict[str, set[int]]:
        """Current objects of the field and of the drawing that have no geometry, by class: no mask finds them."""
        found = {}
        for name in self._classes:
            feature = CLASSES[name]
            if feature.family in _CUTTABLE and (feature.geometry is not None or name == AFFLEURANT):
                rows = self._store.connection.execute(sql.select(name, ["fid", *_STATE], "geom IS NULL"))
                found[name] = {fid for fid, *row in rows if self._is_current(*row)}
        return found

    def _leads(self, name: str) -> bool:
        """Whether objects of a class have associations."""
        return name in self._linked

    @cached_property
    def _linked(self) -> set[str]:
        return {name for (name,) in self._store.connection.execute("SELECT DISTINCT class FROM link")}

    @cached_property
    def _inline(self) -> set[tuple[int, int]]:
        """Objects that stand inside others, (lot, order): they are written whole, with the object that holds them."""
        return set(self._store.connection.execute("SELECT lot_id, inline FROM link WHERE inline > 0"))

    @cached_property
    def _derived(self) -> set[int]:
        """Lots that runs have made: their objects may lead to objects of their parents' lots."""
        return {int(lot["lot_id"]) for lot in self._store.lots(None) if lot["kind"] == DERIVED}

    @cached_property
    def _anywhere(self) -> dict[str, list[tuple[str, int, int, int]]]:
        """Current objects by gml:id: (class, fid, lot, order)."""
        found: dict[str, list[tuple[str, int, int, int]]] = {}
        for name in self._classes:
            for fid, lot_id, order, gml_id, uid, state in self._store.connection.execute(
                sql.select(name, ["fid", "lot_id", "ord", "gml_id", "uid", "state"])
            ):
                if self._is_current(lot_id, uid, state):
                    found.setdefault(gml_id, []).append((name, fid, lot_id, order))
        return found

    def _add_linked(self, selection: Selection) -> None:
        """Follow links from what is selected until nothing new comes."""
        waiting = [
            (name, *row)
            for name, fids in selection.fids.items()
            if self._leads(name)
            for row in chosen(self._store, name, ["lot_id", "gml_id", "ord"], fids)
        ]
        while waiting:
            name, lot_id, gml_id, order = waiting.pop()
            for prop, href, inline in self._store.connection.execute(
                "SELECT property, href, inline FROM link WHERE lot_id = ? AND gml_id = ? AND ord = ?",
                (lot_id, gml_id, order),
            ).fetchall():
                wanted = href.removeprefix("#")
                for target, fid, home, place in self._targets(name, prop, lot_id, wanted, inline):
                    if fid not in selection.fids.setdefault(target, set()):
                        selection.fids[target].add(fid)
                        waiting.append((target, home, wanted, place))

    def _targets(self, name: str, prop: str, lot_id: int, gml_id: str, inline: int) -> list[tuple[str, int, int, int]]:
        """Objects (class, fid, lot, order) that a link leads to: in its own lot; from a derived lot, current ones."""
        wanted = next((p.target for p in CLASSES[name].properties if p.name == prop), None)
        for tables in ([wanted], [other for other in self._classes if other != wanted]):
            found = [
                (table, int(fid), lot_id, int(order))
                for table in tables
                if table is not None and table in self._classes and table != EMPRISE
                for fid, order in self._store.connection.execute(
                    sql.select(table, ["fid", "ord"], "lot_id = ? AND gml_id = ?"), (lot_id, gml_id)
                )
                if not inline or order == inline
            ]
            if found:
                return found
        if lot_id in self._derived:
            return [place for place in self._anywhere.get(gml_id, []) if place[0] != EMPRISE]
        return []


def _without_empty(selection: Selection) -> Selection:
    selection.fids = {name: fids for name, fids in selection.fids.items() if fids}
    return selection


def selected_rows(store: Store, selection: Selection) -> Iterator[tuple[int, int, str, str, int]]:
    """Rows (lot, order, gml:id, class, fid) of a selection, in order of lot and place in the lot."""
    rows: list[tuple[int, int, str, str, int]] = []
    for name, fids in selection.fids.items():
        found = chosen(store, name, ["lot_id", "ord", "gml_id", "fid"], fids)
        rows += [(*row[:3], name, row[3]) for row in found]
    return iter(sorted(rows))

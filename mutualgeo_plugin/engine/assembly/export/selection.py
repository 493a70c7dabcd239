"""Which objects of the store an export writes, and the parts of those that a mask cuts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import NamedTuple

import numpy as np
import shapely

from ...context import MEASURES
from ...formats.geopackage import Box, union_of
from ...geometry.cutting import Mask
from ...geometry.cutting_polygons import CutFailed, cut
from ...geometry.equality import SAME_POINT
from ...geometry.linear import to_geometries
from ...geometry.wkb import Shape, census, decode, encode
from ...model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ...store.contents import measure_objects, read_boxes_of, read_contents, read_wkbs
from ...store.history import Past
from ...store.keys import (
    Key,
    read_keys,
    read_keys_by_gml_id,
    read_keys_in_box,
    read_keys_without_place,
)
from ...store.links import Link, Place, read_inline_places, read_linked_classes, read_links
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


@dataclass
class Selection:
    """Objects to write, and their links: what was selected is not asked of the store again.

    keys : class → objects, in order of lot and place in the lot.
    links : links of the objects that have any, in the order in which they were received.
    cuts : (class, fid) → the parts inside the mask, for the objects that it cuts.
    left_whole : (class, gml:id) that cross the mask and could not be cut: they are written whole.
    """

    mask: NamedMask | None = None
    keys: dict[str, list[Key]] = field(default_factory=dict)
    links: dict[Place, list[Link]] = field(default_factory=dict)
    cuts: dict[tuple[str, int], list[Shape]] = field(default_factory=dict)
    left_whole: list[tuple[str, str]] = field(default_factory=list)

    def wkbs(self, name: str, fid: int, wkb: bytes | None) -> list[bytes | None]:
        """Native geometries that an object is written with: its own to the byte, or its parts inside the mask."""
        parts = self.cuts.get((name, fid))
        return [wkb] if parts is None else [encode(part) for part in parts]

    def count_edited(self, past: Past) -> int:
        """Objects that were edited by hand after a moment: they are written as they are today."""
        return sum(key.uid in past.edited for keys in self.keys.values() for key in keys)

    def counts(self) -> dict[str, int]:
        """Objects to write by class, each part of a cut object counted."""
        parts = Counter(dict.fromkeys(self.keys, 0))
        for (name, _), shapes in self.cuts.items():
            parts[name] += len(shapes) - 1
        return {name: len(keys) + parts[name] for name, keys in self.keys.items()}

    def lot_ids(self) -> set[int]:
        """Lots that the objects come from."""
        return {key.lot_id for keys in self.keys.values() for key in keys}

    def box(self, store: Store) -> Box | None:
        """Box around the whole objects; None where nothing has a geometry."""
        return union_of(
            [
                box
                for name, keys in self.keys.items()
                if CLASSES[name].geometry is not None
                for box in read_boxes_of(store, name, [key.fid for key in keys])
            ]
        )

    def measures(self, store: Store) -> dict[str, int]:
        """What there is to write, counted on the stored rows and on the cut parts."""
        total = Counter(dict.fromkeys(MEASURES, 0))
        for name, keys in self.keys.items():
            total.update(measure_objects(store, name, [key.fid for key in keys if (name, key.fid) not in self.cuts]))
        for name in sorted({name for name, _ in self.cuts}):
            cut_keys = [key for key in self.keys[name] if (name, key.fid) in self.cuts]
            for content in read_contents(store, name, cut_keys):
                parts = self.cuts[name, content.fid]
                total["attributes"] += sum(value is not None for value in content.values) * len(parts)
                for part in parts:
                    for what, n in zip(("vertices", "vertices_z", "arcs"), census(encode(part)), strict=True):
                        total[what] += n
        return dict(total)


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

    def select_base(self) -> Selection:
        """Every current object but the emprises of the lots."""
        return self._selection({name: self._current_rows(name) for name in self._classes if name != EMPRISE})

    def select_lot(self, lot_id: int) -> Selection:
        """Every object of a lot, as received."""
        return self._selection({name: read_keys(self._store, name, lot_id=lot_id) for name in self._classes})

    def select_mask(self, mask: NamedMask, *, cutting: bool = False) -> Selection:
        """Current objects that touch a mask, and all that they lead to.

        Parameters
        ----------
        cutting : cut lines and polygons at the mask; an object that only touches it is then left out.
        """
        found = Selection(mask)
        for name in self._classes:
            if name not in _DEPENDENT and name != EMPRISE and CLASSES[name].is_drawn:
                self._add_touching(name, found, mask.polygon, cutting)
        self._add_linked(found)
        found.keys = {name: sorted(keys) for name, keys in found.keys.items() if keys}
        return found

    def keys_without_place(self) -> dict[str, set[int]]:
        """Current objects (fid) of the field and of the drawing that have no geometry, by class: no mask finds them."""
        return {
            name: {key.fid for key in read_keys_without_place(self._store, name) if self._is_current(key)}
            for name in self._classes
            if CLASSES[name].family in _CUTTABLE and CLASSES[name].is_drawn
        }

    def _selection(self, keys: dict[str, list[Key]]) -> Selection:
        places = [
            (key.lot_id, key.gml_id, key.order) for name in keys if name in self._linked_classes for key in keys[name]
        ]
        return Selection(keys={n: found for n, found in keys.items() if found}, links=read_links(self._store, places))

    def _current_rows(self, name: str) -> list[Key]:
        if self._past is None:
            return read_keys(self._store, name, state=CURRENT)
        return [key for key in read_keys(self._store, name) if self._is_current(key)]

    def _is_current(self, key: Key) -> bool:
        return key.state == CURRENT if self._past is None else self._past.was_current(key.lot_id, key.uid, key.state)

    def _add_touching(self, name: str, selection: Selection, polygon: shapely.Geometry, cutting: bool) -> None:
        """Add the objects of a class that touch the mask; cut them where asked."""
        near = [pair for pair in read_keys_in_box(self._store, name, polygon.bounds) if self._is_current(pair[0])]
        shapely.prepare(polygon)
        low, high = np.split(np.array([box for _, box in near]).reshape(-1, 4), 2, axis=1)
        boxes = shapely.box(*(low - SAME_POINT).T, *(high + SAME_POINT).T)  # wider: that of a point has a surface too
        keep = shapely.covers(polygon, boxes)  # what lies in a box inside the mask need not be looked at
        unsure = [key for (key, _), inside in zip(near, keep.tolist(), strict=True) if not inside]
        wkbs = read_wkbs(self._store, name, [key.fid for key in unsure])
        geometries = to_geometries([wkbs.get(key.fid) for key in unsure])
        touching = shapely.intersects(geometries, polygon)
        if cutting and CLASSES[name].family in _CUTTABLE and name != AFFLEURANT:
            crossing = touching & ~shapely.covered_by(geometries, polygon)
            mask = Mask(polygon)
            for rank, key in enumerate(unsure):
                if crossing[rank] and (key.lot_id, key.order) not in self._inline_objects:
                    touching[rank] = self._cut(name, key, decode(wkbs[key.fid]), mask, selection)
        keep[~keep] = touching
        selection.keys[name] = [key for (key, _), inside in zip(near, keep.tolist(), strict=True) if inside]

    def _cut(self, name: str, key: Key, shape: Shape, mask: Mask, selection: Selection) -> bool:
        """Cut an object; False where nothing of it is inside."""
        try:
            parts = cut(shape, mask)
        except CutFailed:
            selection.left_whole.append((name, key.gml_id))
            return True
        if parts:
            selection.cuts[name, key.fid] = parts
        return bool(parts)

    @cached_property
    def _linked_classes(self) -> set[str]:
        """Classes of which some object has associations."""
        return read_linked_classes(self._store)

    @cached_property
    def _inline_objects(self) -> frozenset[tuple[int, int]]:
        """Objects that stand inside others, (lot, order): they are written whole, with the object that holds them."""
        return frozenset(read_inline_places(self._store))

    @cached_property
    def _derived_lots(self) -> set[int]:
        """Lots that runs have made: their objects may lead to objects of their parents' lots."""
        return {int(lot["lot_id"]) for lot in self._store.lots(DERIVED)}

    @cached_property
    def _objects_by_gml_id(self) -> dict[str, list[tuple[str, Key]]]:
        """Current objects by gml:id."""
        found: dict[str, list[tuple[str, Key]]] = defaultdict(list)
        for name in self._classes:
            if name != EMPRISE:
                for key in self._current_rows(name):
                    found[key.gml_id].append((name, key))
        return found

    def _add_linked(self, selection: Selection) -> None:
        """Follow links from what is selected until nothing new comes."""
        known = {(name, key.fid) for name, keys in selection.keys.items() for key in keys}
        waiting = [(name, key) for name, keys in selection.keys.items() if name in self._linked_classes for key in keys]
        asked: set[_Target] = set()
        while waiting:
            names = {(key.lot_id, key.gml_id, key.order): name for name, key in waiting}
            links = read_links(self._store, names)
            selection.links |= links
            wanted = {_target(names[place], place[0], link) for place, found in links.items() for link in found}
            waiting = []
            for name, key in chain.from_iterable(self._find_targets(wanted - asked).values()):
                if (name, key.fid) not in known:
                    known.add((name, key.fid))
                    selection.keys.setdefault(name, []).append(key)
                    if name in self._linked_classes:
                        waiting.append((name, key))
            asked |= wanted

    def _find_targets(self, wanted: set[_Target]) -> dict[_Target, list[tuple[str, Key]]]:
        """Objects that links lead to: in their own lot, those of the class that the standard says, else of any; from a
        derived lot, else current ones of any lot.
        """
        known = [name for name in self._classes if name != EMPRISE]
        found: dict[_Target, list[tuple[str, Key]]] = {}
        for name in sorted({target.feature_class for target in wanted}.intersection(known)):
            found |= self._find_in_lots([name], [target for target in wanted if target.feature_class == name])
        left = [target for target in wanted if not found.get(target)]
        found |= self._find_in_lots(known, left)
        for target in left:
            if not found[target] and target.lot_id in self._derived_lots:
                found[target] = self._objects_by_gml_id.get(target.gml_id, [])
        return found

    def _find_in_lots(self, names: Sequence[str], targets: Sequence[_Target]) -> dict[_Target, list[tuple[str, Key]]]:
        """Objects of these classes that names in lots stand for, in order of the classes."""
        by_name: dict[tuple[int, str], list[tuple[str, Key]]] = defaultdict(list)
        if targets:
            places = {(target.lot_id, target.gml_id) for target in targets}
            for name, keys in read_keys_by_gml_id(self._store, names, places).items():
                for key in keys:
                    by_name[key.lot_id, key.gml_id].append((name, key))
        return {
            target: [
                (name, key)
                for name, key in by_name.get((target.lot_id, target.gml_id), ())
                if not target.inline or key.order == target.inline
            ]
            for target in targets
        }


class _Target(NamedTuple):
    """What a link leads to: the class that the standard says, a name in a lot, the place there of what stands inside
    the object that leads to it (0: nothing does).
    """

    feature_class: str
    lot_id: int
    gml_id: str
    inline: int


#: Class that a property of a class leads to, as the standard says.
_CLASSES_LED_TO = {(c.name, p.name): p.target for c in CLASSES.values() for p in c.properties if p.target is not None}


def _target(name: str, lot_id: int, link: Link) -> _Target:
    return _Target(_CLASSES_LED_TO.get((name, link.prop), ""), lot_id, link.target, link.inline)

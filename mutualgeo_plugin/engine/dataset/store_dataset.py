"""The base as a dataset: all of it, a tile and its surroundings, or what no tile holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cached_property
from typing import Self

import geopandas
import numpy as np
import pandas
from numpy.typing import NDArray

from ..model.pcrs import CLASSES, EMPRISE
from ..store.derived_objects import absorbed_lots, root_lots
from ..store.objects import Identity, count_values, find_by_gml_id, read_identities
from ..store.schema import CURRENT
from ..store.store import Store
from ..store.tables import Boxes, labels_of, read_boxes, read_class
from .copies import Known, read_apart
from .dataset import EVERYWHERE, NONE, Box, Dataset, Rows, crowd_mask


class StoreDataset(Dataset):
    """Current objects of a store: all of them, those of a tile and around it, or those that no tile can hold.

    Parameters
    ----------
    halo : metres around the tile within which objects are read too, so that what is beside is known.
    nowhere : only the objects without geometry; a tile (`box`) holds all the others.
    crowds : objects (fid) of each class that stand in a crowd (see `crowds_of`).
    """

    def __init__(
        self,
        store: Store,
        *,
        box: Box = EVERYWHERE,
        halo: float = 0.0,
        nowhere: bool = False,
        crowds: Mapping[str, NDArray[np.int64]] | None = None,
    ) -> None:
        super().__init__(box)
        self.store = store
        self.crs = store.crs
        self.lot_rows = {int(row["lot_id"]): row for row in store.lots()}
        self.lots = {lot: str(row["name"]) for lot, row in self.lot_rows.items()}
        self.nowhere = nowhere
        self._around = None if box == EVERYWHERE else (box[0] - halo, box[1] - halo, box[2] + halo, box[3] + halo)
        self._classes = store.class_names()
        self._given_crowds = crowds

    def _whole_dataset(self) -> Self:
        """The same base without tile."""
        return type(self)(self.store, crowds=self.crowds)

    @property
    def classes(self) -> list[str]:
        return self._classes

    @property
    def spatial_classes(self) -> list[str]:
        return [name for name in self.classes if CLASSES[name].geometry is not None]

    @property
    def field_classes(self) -> list[str]:
        return [name for name in self.spatial_classes if CLASSES[name].family in ("vecteur", "habillage", "affleurant")]

    @property
    def drawn_classes(self) -> list[str]:
        return [
            name for name in self.classes if CLASSES[name].family in ("vecteur", "habillage") and CLASSES[name].is_drawn
        ]

    def ids(self, name: str) -> NDArray[np.object_]:
        return np.asarray(self.table(name)["gml_id"].to_numpy())

    def uids(self, name: str) -> NDArray[np.object_]:
        return np.asarray(self.table(name)["uid"].to_numpy())

    def lot_of(self, name: str) -> NDArray[np.int64]:
        """Lot of each object of a class: of what a run has made of one delivery's objects, that delivery."""
        return self.homes(self.uids(name), np.asarray(self.table(name)["lot_id"].to_numpy()))

    def homes(self, uids: NDArray[np.object_], lots: NDArray[np.int64]) -> NDArray[np.int64]:
        """Lots of objects, as `lot_of` says them."""
        if not self._homes:
            return lots
        found = pandas.Series(uids, dtype=object).map(self._homes)
        return np.asarray(found.fillna(pandas.Series(lots)).to_numpy(dtype=np.int64))

    def tally(self, name: str, column: str) -> list[tuple[int, str | None, int]]:
        """Current objects of a class by delivery and by the value of a column: (lot, value, number)."""
        return [(lot, values[0], count) for lot, values, count in self.tally_values(name, [column])]

    def tally_values(self, name: str, columns: Sequence[str]) -> list[tuple[int, tuple[str | None, ...], int]]:
        """Current objects of a class by delivery and by the values of columns: (lot, values, number).

        What a run has made of several objects counts as often as there were, for the delivery of each.
        """
        found: Counter[tuple[int, tuple[str | None, ...]]] = Counter()
        for lot, values, count, uid in count_values(self.store, name, columns):
            for delivery in (lot,) if uid is None else self._roots.get(uid, {uid: lot}).values():
                found[delivery, values] += count
        return [(lot, values, count) for (lot, values), count in found.items() if lot in self.lots]

    def home(self, uid: str, lot_id: int) -> int:
        """Lot of one object, as `lot_of` says it."""
        return self._homes.get(uid, lot_id)

    @cached_property
    def _homes(self) -> dict[str, int]:
        """Delivery of each derived object that comes from one alone."""
        return {uid: min(lots) for uid, lots in self._origins.items() if len(lots) == 1}

    @cached_property
    def _origins(self) -> dict[str, frozenset[int]]:
        """Deliveries of each derived object."""
        return {uid: frozenset(lots.values()) for uid, lots in self._roots.items()}

    @cached_property
    def _roots(self) -> dict[str, dict[str, int]]:
        """Delivered objects of each derived one, each with its delivery."""
        return root_lots(self.store)

    def known_pairs(self) -> Known:
        """What people have said of pairs of objects."""
        return Known(self._distinct_pairs, self._roots)

    @cached_property
    def _distinct_pairs(self) -> frozenset[tuple[str, str]]:
        return read_apart(self.store, self._roots)

    def lots_taken(self) -> dict[str, frozenset[int]]:
        """Lots whose versions each object has taken the place of, by uid."""
        return self._lots_by_uid

    @cached_property
    def _lots_by_uid(self) -> dict[str, frozenset[int]]:
        return absorbed_lots(self.store)

    def deliveries(self, uid: str, lot_id: int) -> tuple[int, ...]:
        """Deliveries that an object comes from, in order: its lot, or those that a run has made it of."""
        return tuple(sorted(self._origins.get(uid, (lot_id,))))

    def standing_names(self, name: str) -> list[tuple[int, Identity]]:
        """Delivered objects of a class that are current or that current ones were made of: the current one (fid), and
        the delivered one's names.
        """
        rows = self.identities[name]
        known = {row.uid: row for row in rows} if self._roots else {}
        return [
            (row.fid, known.get(root, row))
            for row in rows
            if row.state == CURRENT
            for root in self._roots.get(row.uid, (row.uid,))
        ]

    def standing_objects(self, name: str) -> geopandas.GeoDataFrame:
        """Delivered objects of a class, drawn as they came, that are current or that current ones were made of."""
        if not self._roots:
            return read_class(self.store, name)
        uids = {delivered.uid for _, delivered in self.standing_names(name)}
        table = read_class(self.store, name, state=None)
        return table[table["uid"].isin(uids)].reset_index(drop=True)

    def origins(self, name: str) -> dict[int, tuple[int, ...]]:
        """Deliveries of the objects of a class (rows) that a run has made of those of several."""
        if not self._origins:
            return {}
        found = ((row, self._origins.get(uid, ())) for row, uid in enumerate(self.uids(name).tolist()))
        return {row: tuple(sorted(lots)) for row, lots in found if len(lots) > 1}

    def connect_thread(self) -> AbstractContextManager[None]:
        return self.store.connect_thread()

    def labels(self, name: str, rows: Rows) -> list[tuple[object, ...]]:
        return labels_of(self.table(name).iloc[rows], name)

    @cached_property
    def boxes(self) -> dict[str, Boxes]:
        """Where the objects of each class stand, those of the whole base."""
        return {name: read_boxes(self.store, name) for name in self.spatial_classes}

    @cached_property
    def crowds(self) -> Mapping[str, NDArray[np.int64]]:
        """Objects (fid) of each class that stand in a crowd."""
        return self._given_crowds if self._given_crowds is not None else crowds_of(self.boxes)

    def crowd_mask(self, name: str) -> NDArray[np.bool_]:
        crowd = self.crowds.get(name)
        fids = self.table(name)["fid"].to_numpy()
        return np.zeros(len(fids), dtype=bool) if crowd is None else np.isin(fids, crowd)

    def _read(self, name: str) -> geopandas.GeoDataFrame:
        spatial = CLASSES[name].is_drawn
        if name == EMPRISE:
            return read_class(self.store, name)  # few, and each matters to all the objects of its lot
        if self.nowhere:
            return read_class(self.store, name, placed=False if spatial else None)
        if self._around is None:
            return read_class(self.store, name)
        return read_class(self.store, name, box=self._around) if spatial else read_class(self.store, name, fids=NONE)

    def part(self, name: str, fids: Sequence[int]) -> Self:
        """The same base with some objects of a class alone, in the given order: row k is object ``fids[k]``."""
        part = self._whole_dataset()
        part.__dict__["_homes"], part.__dict__["_origins"] = self._homes, self._origins
        part.__dict__["_roots"] = self._roots
        wanted = np.asarray(fids, dtype=np.int64)
        table = read_class(self.store, name, fids=np.unique(wanted))
        part.hold(name, table.iloc[table.set_index("fid").index.get_indexer(wanted)].reset_index(drop=True))
        return part

    def select_named(self, name: str, lots: Sequence[int], gml_ids: Sequence[str]) -> Self:
        """The same base with the objects of a class that have these gml:ids in these lots, in the given order.

        A key that stands for several objects gives the first; one that stands for none is an error.
        """
        return self.part(name, find_by_gml_id(self.store, name, lots, gml_ids))

    @cached_property
    def identities(self) -> dict[str, list[Identity]]:
        """Names of the objects of each class, of whatever state.

        One pass over the tables, whose rows hold the geometries too, for all that is asked of names.
        """
        return {name: read_identities(self.store, name) for name in self.classes}

    def counts(self) -> dict[str, int]:
        return self.store.counts(state="current")

    def measures(self) -> dict[str, int]:
        return self.store.measures("current")


def crowds_of(places: Mapping[str, Boxes]) -> dict[str, NDArray[np.int64]]:
    """Objects of each class that stand with too many others: to compare each with each would take for ever."""
    found = {}
    for name, boxes in places.items():
        crowd = boxes.fid[crowd_mask(boxes.box)]
        if len(crowd):
            found[name] = crowd
    return found

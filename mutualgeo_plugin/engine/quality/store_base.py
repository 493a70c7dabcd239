"""The base as the checks look at it: with what they are given, its delivered files, its usual altitudes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Self

import numpy as np
from numpy.typing import NDArray

from ..dataset.dataset import EVERYWHERE, Box
from ..dataset.store_dataset import StoreDataset
from ..geometry.vertices import control_points
from ..store.store import Store
from ..store.tables import read_class
from .base import SAMPLE, Base, Inputs, median_altitude
from .delivered_files import Delivered, find_delivered


class StoreBase(StoreDataset, Base):
    """Current objects of a store to check; `StoreDataset` says which."""

    def __init__(
        self,
        store: Store,
        inputs: Inputs = Inputs(),  # noqa: B008 - immutable
        *,
        box: Box = EVERYWHERE,
        halo: float = 0.0,
        nowhere: bool = False,
        crowds: Mapping[str, NDArray[np.int64]] | None = None,
    ) -> None:
        super().__init__(store, box=box, halo=halo, nowhere=nowhere, crowds=crowds)
        self.inputs = inputs

    def _whole_store(self) -> Self:
        return type(self)(self.store, self.inputs, crowds=self.crowds)

    def has_delivered_coordinates(self, lot: int) -> bool:
        return int(self.lot_rows[lot]["source_crs"]) == self.crs

    def usual_altitude(self, lot: int) -> float:
        if lot not in self._usual:
            tables = (read_class(self.store, n, state=None, lot_id=lot, most=SAMPLE) for n in self.field_classes)
            found = [control_points(table.geometry.to_numpy(), table["curve"].to_numpy()).xyz[:, 2] for table in tables]
            self._usual[lot] = median_altitude(np.concatenate(found)) if found else np.nan
        return self._usual[lot]

    @cached_property
    def delivered_files(self) -> Delivered:
        """The delivered files of the lots, as far as the folder that was given holds them."""
        return find_delivered(self.inputs.files, list(self.lot_rows.values()))

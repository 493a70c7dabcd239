"""What the checks look at: current objects as tables, control points, emprises; each read once and shared."""

from __future__ import annotations

from functools import cached_property

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.vertices import Vertices, control_points
from ..model.pcrs import AFFLEURANT, CLASSES, EMPRISE
from ..store.store import Store
from ..store.tables import read_class


class NotRun(Exception):
    """A check that cannot be carried out; the text is the code of its reason."""

    def __init__(self, reason: str, **fields: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.fields = fields


class Base:
    """Current objects of a store."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lots: dict[int, str] = {r["lot_id"]: r["name"] for r in store.lots()}
        self._tables: dict[str, geopandas.GeoDataFrame] = {}
        self._vertices: dict[str, Vertices] = {}
        self._places: dict[str, NDArray[np.float64]] = {}

    @property
    def classes(self) -> list[str]:
        """Classes that have a table."""
        return self.store.class_names()

    @property
    def spatial_classes(self) -> list[str]:
        """Classes with a geometry of their own."""
        return [name for name in self.classes if CLASSES[name].geometry is not None]

    @property
    def drawn_classes(self) -> list[str]:
        """Objects of the field and their drawing: what a user sees as one object each."""
        return [
            name
            for name in self.classes
            if CLASSES[name].family in ("vecteur", "habillage") and (CLASSES[name].geometry or name == AFFLEURANT)
        ]

    def table(self, name: str) -> geopandas.GeoDataFrame:
        """Current objects of a class."""
        if name not in self._tables:
            self._tables[name] = read_class(self.store, name)
        return self._tables[name]

    def vertices(self, name: str) -> Vertices:
        """Control points of a class's objects."""
        if name not in self._vertices:
            table = self.table(name)
            self._vertices[name] = control_points(table.geometry.to_numpy(), table["curve"].to_numpy())
        return self._vertices[name]

    def places(self, name: str) -> NDArray[np.float64]:
        """A point (n, 2) on each object of a class; NaN where it has no geometry."""
        if name not in self._places:
            points = shapely.point_on_surface(self.table(name).geometry.to_numpy())
            points[shapely.is_empty(points)] = None
            self._places[name] = np.column_stack((shapely.get_x(points), shapely.get_y(points)))
        return self._places[name]

    def producers(self, name: str) -> NDArray[np.object_]:
        """Producer of each object of a class, None where the class has none."""
        table = self.table(name)
        return table["producteur"].to_numpy() if "producteur" in table else np.full(len(table), None)

    @cached_property
    def emprises(self) -> dict[int, shapely.Geometry]:
        """Emprise of each lot that has one with a usable geometry."""
        if EMPRISE not in self.classes:
            return {}
        table = self.table(EMPRISE)
        valid = shapely.make_valid(table.geometry.to_numpy())
        lots = table["lot_id"].to_numpy()
        unions = {int(lot): shapely.union_all(valid[lots == lot]) for lot in np.unique(lots)}
        return {lot: union for lot, union in unions.items() if not union.is_empty}

    def count(self) -> int:
        """Number of current objects."""
        return sum(self.store.counts(state="current").values())

"""A set of objects as tables in memory: what is drawn from them is made once, and lives as long as the set."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.point_arrays import Flat, arc_starts
from ..geometry.vertices import Vertices, control_points, decompose_curves
from .precision import bounds_of

Box = tuple[float, float, float, float]
Rows = NDArray[np.intp]
Floats = NDArray[np.float64]
Kept = TypeVar("Kept")

EVERYWHERE: Box = (-np.inf, -np.inf, np.inf, np.inf)
NONE = np.empty(0, dtype=np.int64)

#: No coordinate of a legal system is as large (metres).
FARTHEST = 1e8
#: More objects of one class than this in a square of so many metres are a crowd: only exact copies are told there.
CROWD, CROWD_CELL = 500, 1.0


def cache_on_dataset(function: Callable[..., Kept]) -> Callable[..., Kept]:
    """What a function makes of a dataset (and of values) is made once, and lives as long as the dataset: no longer, for
    a process works on tile after tile.
    """

    @wraps(function)
    def cached_value(data: Dataset, *values: object) -> Kept:
        key = (function, values)
        if key not in data.made:
            data.made[key] = function(data, *values)
        return data.made[key]

    return cached_value


@dataclass(frozen=True)
class Arcs:
    """Arcs of a class's objects: control points (k, 3, 3), object of each, in the order of their vertices."""

    points: Floats
    owner: Rows


class Dataset(ABC):
    """Objects by class (or layer), all of them or those of a tile and of its surroundings.

    box : the tile, half-open: what has its place inside belongs to it.
    """

    def __init__(self, box: Box = EVERYWHERE) -> None:
        self.box = box
        #: What functions cached on it have made (`cache_on_dataset`).
        self.made: dict[object, Any] = {}
        self._tables: dict[str, geopandas.GeoDataFrame] = {}
        #: Objects of each class whose coordinates are no numbers, or no places: they are treated as without geometry.
        self.wild: dict[str, Rows] = {}

    # -- what there is -------------------------------------------------------------------------------------------

    #: EPSG code of the coordinates.
    crs: int

    @property
    @abstractmethod
    def classes(self) -> list[str]:
        """Classes that have a table."""

    @property
    @abstractmethod
    def spatial_classes(self) -> list[str]:
        """Classes with a geometry of their own."""

    @property
    @abstractmethod
    def drawn_classes(self) -> list[str]:
        """What a user sees as one object each."""

    @property
    @abstractmethod
    def field_classes(self) -> list[str]:
        """Classes with a geometry of their own that stand for the field or draw it: no frames."""

    @abstractmethod
    def crowd_mask(self, name: str) -> NDArray[np.bool_]:
        """Objects that stand with so many others of their class that they are not compared each with each."""

    @abstractmethod
    def _read(self, name: str) -> geopandas.GeoDataFrame:
        """Objects of a class, as `store.tables.read_class` gives them: ``fid``, what they say, ``curve``, ``odd``,
        ``geometry``.
        """

    @abstractmethod
    def ids(self, name: str) -> NDArray[np.object_]:
        """Identifier of each object of a class, as received."""

    @abstractmethod
    def uids(self, name: str) -> NDArray[np.object_]:
        """Identifier of each object of a class that no other object of the set has."""

    @abstractmethod
    def counts(self) -> dict[str, int]:
        """Number of objects of each class."""

    def count(self) -> int:
        """Number of objects."""
        return sum(self.counts().values())

    @abstractmethod
    def measures(self) -> dict[str, int]:
        """Vertices, vertices with Z, arcs and values of the objects (see ``context.MEASURES``)."""

    @abstractmethod
    def labels(self, name: str, rows: Rows) -> list[tuple[object, ...]]:
        """What objects say besides their drawing: only objects that say the same can be duplicates."""

    def connect_thread(self) -> AbstractContextManager[None]:
        """Let the thread at work ask what is not in memory yet."""
        return nullcontext()

    def present_classes(self, *names: str) -> list[str]:
        """Those of the classes that are there."""
        return [name for name in names if name in self.classes]

    # -- tables and what is drawn from them ----------------------------------------------------------------------

    def table(self, name: str) -> geopandas.GeoDataFrame:
        """Current objects of a class."""
        if name not in self._tables:
            table = self._read(name)
            geometry = table.geometry.to_numpy()
            xy, owner = shapely.get_coordinates(geometry, return_index=True)
            wild = np.unique(owner[~(np.abs(xy) < FARTHEST).all(axis=1)])
            if len(wild):  # no check could make anything of it
                table, geometry = table.copy(), geometry.copy()
                geometry[wild] = None
                table = table.set_geometry(geopandas.GeoSeries(geometry, crs=table.crs))
                table.loc[table.index[wild], "curve"] = None
            self._tables[name], self.wild[name] = table, wild
        return self._tables[name]

    def hold(self, name: str, table: geopandas.GeoDataFrame) -> None:
        """Use a table of a class that was read before."""
        self._tables[name], self.wild[name] = table, np.empty(0, dtype=np.intp)

    def geometry(self, name: str) -> NDArray[np.object_]:
        """Linearised geometries of a class."""
        return np.asarray(self.table(name).geometry.to_numpy())

    @cache_on_dataset
    def vertices(self, name: str) -> Vertices:
        """Control points of a class's objects."""
        return control_points(self.geometry(name), self.table(name)["curve"].to_numpy(), self._curves(name))

    @cache_on_dataset
    def _curves(self, name: str) -> tuple[Flat, Rows]:
        return decompose_curves(self.table(name)["curve"].to_numpy())

    @cache_on_dataset
    def arcs(self, name: str) -> Arcs:
        """Arcs of a class's objects."""
        flat, ranks = self._curves(name)
        start = arc_starts(flat.bent)
        part = np.searchsorted(flat.part_start, start, side="right") - 1
        return Arcs(flat.xyz[start[:, None] + np.arange(3)], ranks[flat.part_owner[part]])

    @cache_on_dataset
    def tree(self, name: str) -> shapely.STRtree:
        """Index of a class's geometries; rows are the table's."""
        return shapely.STRtree(self.geometry(name))

    @cache_on_dataset
    def places(self, name: str) -> Floats:
        """A point (n, 2) on each object of a class; NaN where it has no geometry."""
        points = shapely.point_on_surface(self.geometry(name))
        points[shapely.is_empty(points)] = None
        return np.column_stack((shapely.get_x(points), shapely.get_y(points)))

    def bounds(self, name: str, otherwise: float, column: str = "precisionPlanimetrique") -> Floats:
        """Upper bound in metres of each object's precision class; `otherwise` where it has none."""
        return bounds_of(self.table(name), column, undeclared=otherwise, unbounded=otherwise)

    def order_pairs(self, name: str, a: Rows, b: Rows) -> tuple[Rows, Rows]:
        """Pairs of objects of a class, each in the order of its gml:ids: no order of lots or of objects shows."""
        ids = self.ids(name).astype(str)
        swap = ids[b] < ids[a]
        return np.where(swap, b, a), np.where(swap, a, b)

    def tile_mask(self, places: Floats) -> NDArray[np.bool_]:
        """Which places (n, 2) lie in the tile; what has no place is everywhere."""
        minx, miny, maxx, maxy = self.box
        x, y = places[:, 0], places[:, 1]
        return ((x >= minx) & (x < maxx) & (y >= miny) & (y < maxy)) | np.isnan(x)


def crowd_mask(boxes: Floats) -> NDArray[np.bool_]:
    """Which boxes (n, 4) have their centre where too many others have theirs."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2.0
    out = np.zeros(len(boxes), dtype=bool)
    near = np.flatnonzero((np.abs(centres) < FARTHEST).all(axis=1))
    column, row = np.floor(centres[near] / CROWD_CELL).astype(np.int64).T
    _, cell, count = np.unique((column << 32) + row, return_inverse=True, return_counts=True)
    out[near] = count[cell] > CROWD
    return out

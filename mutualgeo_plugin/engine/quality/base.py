"""What the checks look at: current objects as tables, control points, arcs, emprises; each read once and shared."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import Any, TypeVar

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.flat import Flat, arc_starts
from ..geometry.vertices import Vertices, control_points, curves_apart
from ..model.pcrs import EMPRISE, PRECISION_METRES
from .findings import Finding

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
#: Objects of each class from which the usual altitude of a lot is taken.
SAMPLE = 50
#: Altitudes that mean "none"; 0 is one only where the lot's own altitudes are far from it.
SENTINELS = (-9999.0, -999.0, -99999.0, 9999.0, 99999.0)


@dataclass(frozen=True)
class Reason:
    """Why a check, or a part of it, was not carried out: code and fields of a sentence."""

    code: str
    fields: dict[str, object] = field(default_factory=dict)


class NotRun(Exception):
    """A check that cannot be carried out."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code)
        self.reason = Reason(code, fields)


@dataclass(frozen=True)
class Inputs:
    """What checks are given besides the objects; paths are texts, None where there is none.

    today : reference day, ISO.
    producers : names of the convention, in its order.
    buildings : polygons of buildings (cadastre, BD TOPO), as ``path`` or ``path|layername=name``.
    communes : polygons of communes; those of the base where it is None.
    addresses : BAN addresses (CSV, or a layer).
    files : folder of the delivered files.
    schemas : folder of the schemas.
    control : control points.
    service : address of a published WMS or WFS.
    layers : name of each published layer, and the class that it shows.
    """

    today: str = "1970-01-01"
    producers: tuple[str, ...] = ()
    buildings: str | None = None
    communes: str | None = None
    addresses: str | None = None
    files: str | None = None
    schemas: str | None = None
    control: str | None = None
    service: str | None = None
    layers: tuple[tuple[str, str], ...] = ()


def kept(function: Callable[..., Kept]) -> Callable[..., Kept]:
    """What a function makes of a base (and of values) is made once, and lives as long as the base: no longer, for a
    process checks tile after tile.
    """

    @wraps(function)
    def once(base: Base, *values: object) -> Kept:
        key = (function, values)
        if key not in base.made:
            base.made[key] = function(base, *values)
        return base.made[key]

    return once


@dataclass(frozen=True)
class Arcs:
    """Arcs of a class's objects: control points (k, 3, 3), object of each, in the order of their vertices."""

    points: Floats
    owner: Rows


class Base(ABC):
    """Objects to check, all of them or those of a tile and of its surroundings.

    box : the tile, half-open: a finding belongs to it where its place lies inside.
    """

    def __init__(self, inputs: Inputs = Inputs(), box: Box = EVERYWHERE) -> None:  # noqa: B008 - immutable
        self.inputs = inputs
        self.box = box
        self.partly: dict[str, Reason] = {}
        #: What `kept` functions have made of it.
        self.made: dict[object, Any] = {}
        self._tables: dict[str, geopandas.GeoDataFrame] = {}
        self._usual: dict[int, float] = {}
        #: Objects of each class whose coordinates are no numbers, or no places: they are treated as without geometry.
        self.wild: dict[str, Rows] = {}

    # -- what there is -------------------------------------------------------------------------------------------

    #: Names of the lots by number.
    lots: dict[int, str]
    #: What was delivered, a row a lot or file: name, producers, objects, surveyed_from and _to, source_crs, sha256.
    lot_rows: dict[int, dict[str, Any]]
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
    def crowded(self, name: str) -> NDArray[np.bool_]:
        """Objects that stand with so many others of their class that they are not compared each with each."""

    def quiet(self, name: str, check: str) -> NDArray[np.bool_]:
        """Objects that may be compared each with each; where there are others, the check is said to be done in part."""
        crowd = self.crowded(name)
        if crowd.any():
            self.partly[check] = Reason("crowd", {"classes": name, "most": CROWD})
        return ~crowd

    @abstractmethod
    def as_delivered(self, lot: int) -> bool:
        """Whether the coordinates of a lot are those that its producer wrote."""

    @abstractmethod
    def usual_altitude(self, lot: int) -> float:
        """Median altitude of a lot; NaN where it has none."""

    @abstractmethod
    def _read(self, name: str) -> geopandas.GeoDataFrame:
        """Objects of a class, as ``store.tables.read_class`` gives them."""

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

    def of(self, *names: str) -> list[str]:
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

    @kept
    def vertices(self, name: str) -> Vertices:
        """Control points of a class's objects."""
        return control_points(self.geometry(name), self.table(name)["curve"].to_numpy(), self._curves(name))

    @kept
    def _curves(self, name: str) -> tuple[Flat, Rows]:
        return curves_apart(self.table(name)["curve"].to_numpy())

    @kept
    def arcs(self, name: str) -> Arcs:
        """Arcs of a class's objects."""
        flat, ranks = self._curves(name)
        start = arc_starts(flat.bent)
        part = np.searchsorted(flat.part_start, start, side="right") - 1
        return Arcs(flat.xyz[start[:, None] + np.arange(3)], ranks[flat.part_owner[part]])

    @kept
    def tree(self, name: str) -> shapely.STRtree:
        """Index of a class's geometries; rows are the table's."""
        return shapely.STRtree(self.geometry(name))

    @kept
    def places(self, name: str) -> Floats:
        """A point (n, 2) on each object of a class; NaN where it has no geometry."""
        points = shapely.point_on_surface(self.geometry(name))
        points[shapely.is_empty(points)] = None
        return np.column_stack((shapely.get_x(points), shapely.get_y(points)))

    def lot_of(self, name: str) -> NDArray[np.int64]:
        """Lot of each object of a class."""
        return np.asarray(self.table(name)["lot_id"].to_numpy())

    def producers(self, name: str) -> NDArray[np.object_]:
        """Producer of each object of a class, None where the class has none."""
        table = self.table(name)
        return table["producteur"].to_numpy() if "producteur" in table else np.full(len(table), None)

    def bounds(self, name: str, otherwise: float, column: str = "precisionPlanimetrique") -> Floats:
        """Upper bound in metres of each object's precision class; `otherwise` where it has none."""
        table = self.table(name)
        if column not in table:
            return np.full(len(table), otherwise)
        known = {code: otherwise if metres is None else metres for code, metres in PRECISION_METRES.items()}
        return table[column].map(known).fillna(otherwise).to_numpy(dtype=np.float64)

    def turned(self, name: str, a: Rows, b: Rows) -> tuple[Rows, Rows]:
        """Pairs of objects of a class, each in the order of its gml:ids: no order of lots or of objects shows."""
        ids = self.table(name)["gml_id"].to_numpy().astype(str)
        swap = ids[b] < ids[a]
        return np.where(swap, b, a), np.where(swap, a, b)

    def mine(self, places: Floats) -> NDArray[np.bool_]:
        """Which places (n, 2) lie in the tile; what has no place is everywhere."""
        minx, miny, maxx, maxy = self.box
        x, y = places[:, 0], places[:, 1]
        return ((x >= minx) & (x < maxx) & (y >= miny) & (y < maxy)) | np.isnan(x)

    @cached_property
    def emprises(self) -> dict[int, shapely.Geometry]:
        """Emprise of each lot that has one with a usable geometry."""
        if EMPRISE not in self.classes:
            return {}
        valid, lots = shapely.make_valid(self.geometry(EMPRISE)), self.lot_of(EMPRISE)
        unions = {int(lot): shapely.union_all(valid[lots == lot]) for lot in np.unique(lots)}
        return {lot: union for lot, union in unions.items() if not union.is_empty}

    # -- findings ------------------------------------------------------------------------------------------------

    def found(
        self,
        name: str,
        rows: Sequence[int] | Rows,
        code: str,
        severity: str | Sequence[str] = "error",
        *,
        others: Sequence[int] | Rows | None = None,
        other_class: str | None = None,
        places: Sequence[object] | Floats | None = None,
        shapes: Sequence[shapely.Geometry | None] | NDArray[np.object_] | None = None,
        measured: Sequence[float] | Floats | None = None,
        tolerance: float | Sequence[float] | Floats | None = None,
        fields: Sequence[dict[str, object]] | None = None,
    ) -> list[Finding]:
        """Findings on objects of a class, an entry a row in each sequence; those of other tiles are left out.

        Parameters
        ----------
        rows : objects, as rows of the class's table.
        others : the second object of each finding, of `other_class` (the same class where it is None).
        places : (x, y, …) of each finding; by default a point of the object.
        """
        rows = np.asarray(rows, dtype=np.intp)
        if not len(rows):
            return []
        where = self.places(name)[rows] if places is None else np.asarray(places, dtype=np.float64)[:, :2]
        keep = np.flatnonzero(self.mine(where)).tolist()
        severities = [severity] * len(rows) if isinstance(severity, str) else list(severity)
        limits = np.broadcast_to(np.asarray(tolerance, dtype=object), len(rows)).tolist()
        values = [None] * len(rows) if measured is None else np.asarray(measured, dtype=np.float64).tolist()
        objects, uids = (self.table(name)[c].to_numpy()[rows].tolist() for c in ("gml_id", "uid"))
        lots = self.lot_of(name)[rows].tolist()
        pairs: list[Iterable[tuple[Any, ...]]] = [zip(objects), zip(uids), zip(lots)]  # noqa: B905 - one sequence
        second = other_class or name
        if others is not None:
            at = np.asarray(others, dtype=np.intp)
            columns = (
                self.table(second)["gml_id"].to_numpy(),
                self.table(second)["uid"].to_numpy(),
                self.lot_of(second),
            )
            pairs = [
                zip(own, values[at].tolist(), strict=True)
                for own, values in zip((objects, uids, lots), columns, strict=True)
            ]
        ids, unique, of_lots = (list(p) for p in pairs)
        by = self.producers(name)[rows].tolist()
        also = [None] * len(rows) if others is None else self.producers(second)[at].tolist()
        points = where.tolist()
        return [
            Finding(
                code,
                severities[i],
                name,
                ids[i],
                unique[i],
                of_lots[i],
                (points[i][0], points[i][1]),
                None if shapes is None else shapes[i],
                values[i],
                limits[i],
                by[i],
                {} if fields is None else fields[i],
                also_class="" if others is None else second,
                also_producer=also[i],
            )
            for i in keep
        ]

    def on_lot(self, lot: int, code: str, severity: str, **more: object) -> Finding:
        """A finding on a lot as a whole; `measured` and `tolerance` apart, `more` are fields of the sentence."""
        measured, tolerance = (more.pop(key, None) for key in ("measured", "tolerance"))
        return Finding(
            code,
            severity,
            str(more.pop("feature_class", "")),
            lots=(lot,),
            measured=None if measured is None else float(measured),  # type: ignore[arg-type]
            tolerance=None if tolerance is None else float(tolerance),  # type: ignore[arg-type]
            fields={"lot": self.lots[lot], **more},
        )


def in_crowd(boxes: Floats) -> NDArray[np.bool_]:
    """Which boxes (n, 4) have their centre where too many others have theirs."""
    centres = (boxes[:, :2] + boxes[:, 2:]) / 2.0
    out = np.zeros(len(boxes), dtype=bool)
    near = np.flatnonzero((np.abs(centres) < FARTHEST).all(axis=1))
    column, row = np.floor(centres[near] / CROWD_CELL).astype(np.int64).T
    _, cell, count = np.unique((column << 32) + row, return_inverse=True, return_counts=True)
    out[near] = count[cell] > CROWD
    return out


def median_altitude(z: Floats) -> float:
    """Median of the altitudes that are some."""
    real = z[np.isfinite(z) & ~np.isin(z, (*SENTINELS, 0.0))]
    return float(np.median(real)) if len(real) else float("nan")

"""What the checks look at: a dataset whose objects belong to lots, and what is said of them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from ..dataset.copies import Known
from ..dataset.dataset import CROWD, EVERYWHERE, Box, Dataset, Floats, Rows
from ..dataset.emprises import emprises_of
from ..dataset.findings import Finding
from ..model.days import read_day
from ..model.pcrs import EMPRISE
from ..model.sources import DeclaredSource

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
    sources : what the territory declares of the producers' sources.
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
    sources: tuple[DeclaredSource, ...] = ()
    buildings: str | None = None
    communes: str | None = None
    addresses: str | None = None
    files: str | None = None
    schemas: str | None = None
    control: str | None = None
    service: str | None = None
    layers: tuple[tuple[str, str], ...] = ()

    @property
    def day(self) -> date:
        """The reference day."""
        day = read_day(self.today)
        if day is None:
            raise ValueError(self.today)
        return day


class Base(Dataset):
    """Objects to check, all of them or those of a tile and of its surroundings."""

    def __init__(self, box: Box = EVERYWHERE, inputs: Inputs = Inputs()) -> None:  # noqa: B008 - immutable
        super().__init__(box)
        self.inputs = inputs
        self.partly: dict[str, Reason] = {}
        self._usual: dict[int, float] = {}

    #: Names of the lots by number.
    lots: dict[int, str]
    #: What was delivered, a row a lot or file: name, producers, objects, surveyed_from and _to, source_crs, sha256.
    lot_rows: dict[int, dict[str, Any]]

    def uncrowded_mask(self, name: str, check: str) -> NDArray[np.bool_]:
        """Objects that may be compared each with each; where there are others, the check is said to be done in part."""
        crowd = self.crowd_mask(name)
        if crowd.any():
            self.partly[check] = Reason("crowd", {"classes": name, "most": CROWD})
        return ~crowd

    @abstractmethod
    def has_delivered_coordinates(self, lot: int) -> bool:
        """Whether the coordinates of a lot are those that its producer wrote."""

    @abstractmethod
    def usual_altitude(self, lot: int) -> float:
        """Median altitude of a lot; NaN where it has none."""

    @abstractmethod
    def lot_of(self, name: str) -> NDArray[np.int64]:
        """Lot of each object of a class."""

    def origins(self, name: str) -> dict[int, tuple[int, ...]]:
        """Lots of the objects of a class (rows) that a run has made of those of several; none where no run has."""
        return {}

    def known_pairs(self) -> Known:
        """What people have said of pairs of objects."""
        return Known()

    def lots_taken(self) -> Mapping[str, frozenset[int]]:
        """Lots whose versions each object has taken the place of, by uid."""
        return {}

    def home_lots(self, name: str, rows: Rows, points: Floats) -> NDArray[np.int64]:
        """Lot of each object at a place of it (x, y): of what was made of several lots' objects, the one whose emprise
        lies there, or nearest.
        """
        lots = self.lot_of(name)[rows].copy()
        origins = self.origins(name)
        for k, row in enumerate(rows.tolist()) if origins else ():
            known = [lot for lot in origins.get(row, ()) if lot in self.emprises]
            if known:
                place = shapely.Point(points[k, :2])
                lots[k] = min(known, key=lambda lot: (self.emprises[lot].distance(place), lot))
        return lots

    def producers(self, name: str) -> NDArray[np.object_]:
        """Producer of each object of a class, None where the class has none."""
        table = self.table(name)
        return table["producteur"].to_numpy() if "producteur" in table else np.full(len(table), None)

    @cached_property
    def emprises(self) -> dict[int, shapely.Geometry]:
        """Emprise of each lot that has one with a usable geometry."""
        if EMPRISE not in self.classes:
            return {}
        return emprises_of(self.geometry(EMPRISE), self.lot_of(EMPRISE))

    # -- findings ------------------------------------------------------------------------------------------------

    def make_findings(
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
        keep = np.flatnonzero(self.tile_mask(where)).tolist()
        severities = [severity] * len(rows) if isinstance(severity, str) else list(severity)
        limits = np.broadcast_to(np.asarray(tolerance, dtype=object), len(rows)).tolist()
        values = [None] * len(rows) if measured is None else np.asarray(measured, dtype=np.float64).tolist()
        objects, uids = self.ids(name)[rows].tolist(), self.uids(name)[rows].tolist()
        lots = self.lot_of(name)[rows].tolist()
        pairs: list[Iterable[tuple[Any, ...]]] = [zip(objects), zip(uids), zip(lots)]  # noqa: B905 - one sequence
        second = other_class or name
        if others is not None:
            at = np.asarray(others, dtype=np.intp)
            columns = (self.ids(second), self.uids(second), self.lot_of(second))
            pairs = [
                zip(own, values[at].tolist(), strict=True)
                for own, values in zip((objects, uids, lots), columns, strict=True)
            ]
        ids, unique, of_lots = (list(p) for p in pairs)
        made = [self._origins_of(name, rows)] + ([] if others is None else [self._origins_of(second, at)])
        by = self.producers(name)[rows].tolist()
        also = [None] * len(rows) if others is None else self.producers(second)[at].tolist()
        points = where.tolist()
        return [
            Finding(
                code=code,
                severity=severities[i],
                feature_class=name,
                objects=ids[i],
                uids=unique[i],
                lots=of_lots[i],
                origins=_join_origins(of_lots[i], [side.get(i, ()) for side in made]),
                place=(points[i][0], points[i][1]),
                shape=None if shapes is None else shapes[i],
                measured=values[i],
                tolerance=limits[i],
                producer=by[i],
                fields={} if fields is None else fields[i],
                also_class="" if others is None else second,
                also_producer=also[i],
            )
            for i in keep
        ]

    def _origins_of(self, name: str, rows: Rows) -> dict[int, tuple[int, ...]]:
        """`origins` by place in a sequence of rows."""
        origins = self.origins(name)
        return {k: origins[row] for k, row in enumerate(rows.tolist()) if row in origins} if origins else {}

    def make_lot_finding(self, lot: int, code: str, severity: str, **more: object) -> Finding:
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


def _join_origins(lots: tuple[int, ...], made: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """Lots to name: those that each object comes from; none where no run has made one of them."""
    if not any(made):
        return ()
    named = (lot for own, origins in zip(lots, made, strict=True) for lot in (origins or (own,)))
    return tuple(dict.fromkeys(named))


def median_altitude(z: Floats) -> float:
    """Median of the altitudes that are some."""
    real = z[np.isfinite(z) & ~np.isin(z, (*SENTINELS, 0.0))]
    return float(np.median(real)) if len(real) else float("nan")

"""The objects that a score is about: lot, producer, commune, precision and date of each, read without geometries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas
import shapely
from numpy.typing import NDArray

from ...dataset.days import column_days
from ...model.pcrs import CLASSES, EMPRISE, PRECISION_METRES
from ...model.quality.ages import AgeLimits
from ...model.quality.purview import ALTITUDES, ARCS, DATE, DELIVERED, EMPRISES, LINKS, PRECISION, PRODUCER
from ...model.sources import STATUSES, attribute_status, has_survey, source_status
from ...store.links import holds_links
from ...store.objects import read_attributes
from ...store.tables import read_boxes
from ..base import Base
from ..communes import communes_of
from ..layer_base import LayerBase
from ..scope import Scope
from ..store_base import StoreBase

_PRECISION, _DATE, _PRODUCER, _THEME = "precisionPlanimetrique", "dateLeve", "producteur", "thematique"
_QUALITY = "qualiteCategorisation"

#: Largest bound in metres of a precision class that serves the answers to DT-DICT.
READY_METRES = 0.10
READY = frozenset(code for code, metres in PRECISION_METRES.items() if metres is not None and metres <= READY_METRES)

#: Columns of `Subjects` and their types.
_COLUMNS: dict[str, Any] = {
    "uid": object, "name": object, "lot": np.int64, "producer": object, "commune": object, "ready": np.int8,
    "dated": np.int8, "day": "datetime64[D]", "theme": object,
    "source": np.int8,
}  # fmt: skip

#: What an object says of a property: its class has none, it leaves it empty, it says it; one that is too coarse.
NO_PROPERTY, EMPTY, SAID, COARSE = -1, 0, 1, 2


@dataclass(frozen=True)
class Subjects:
    """Current objects, an entry each, in order of class and place in the store.

    lot : its lot (0 is none).
    producer, commune : "" where nobody says it.
    ready : NO_PROPERTY without a precision of its own, EMPTY, SAID where it is 10 cm or better, COARSE where it is not.
    dated : NO_PROPERTY, EMPTY or SAID.
    day : date of the survey (datetime64[D]), NaT where there is none that can be read.
    theme : code that it says, "" where it says none.
    source : rank of its status (`model.sources.STATUSES`), NO_PROPERTY where its class bears no survey.
    lots : names of the lots, those that runs have made included.
    grounds : polygons of the communes by code.
    held : what the base as a whole holds (model/quality/purview.py).
    delivered : lots whose coordinates are those that were delivered.
    dimensions : of the geometries of each layer, where they are layers outside the base.
    """

    uid: NDArray[np.object_]
    name: NDArray[np.object_]
    lot: NDArray[np.int64]
    producer: NDArray[np.object_]
    commune: NDArray[np.object_]
    ready: NDArray[np.int8]
    dated: NDArray[np.int8]
    day: NDArray[np.datetime64]
    theme: NDArray[np.object_]
    source: NDArray[np.int8]
    lots: dict[int, str]
    grounds: dict[str, shapely.Geometry]
    held: frozenset[str] = frozenset()
    delivered: frozenset[int] = frozenset()
    dimensions: Mapping[str, frozenset[int]] = field(default_factory=dict)

    @cached_property
    def index(self) -> pandas.Index:
        """Row of each uid."""
        return pandas.Index(self.uid)

    @cached_property
    def kinds(self) -> tuple[NDArray[np.intp], list[tuple[str, str]]]:
        """Each class with each theme that its objects say, and which of them each object is of."""
        place, kinds = _distinct_rows(self.name, self.theme)
        return place, [(name, theme) for name, theme in kinds]

    def rows_of(self, uids: list[str]) -> NDArray[np.intp]:
        """Rows of objects; -1 for those that are not there."""
        return np.asarray(self.index.get_indexer(pandas.Index(uids, dtype=object)))

    def __len__(self) -> int:
        return len(self.uid)

    def said_mask(self, what: str) -> NDArray[np.bool_]:
        """Which objects say a thing that a check looks at (`Purview.needs`)."""
        if what == DATE:
            return self.dated == SAID
        if what == PRODUCER:
            return self.producer != ""
        if what == PRECISION:
            return np.isin(self.ready, (SAID, COARSE))
        if what == DELIVERED:
            return np.isin(self.lot, list(self.delivered))
        raise ValueError(what)

    def drop_ageless_dates(self, ages: AgeLimits) -> Subjects:
        """The same, as if what never grows too old could bear no date: nothing is asked of it."""
        place, kinds = self.kinds
        ageless = np.array([ages.is_ageless(name, theme) for name, theme in kinds], dtype=bool)
        return replace(self, dated=np.where(ageless[place], NO_PROPERTY, self.dated).astype(np.int8))

    def select_scope(self, scope: Scope) -> Subjects:
        """Those that a profile speaks of."""
        keep = np.ones(len(self), dtype=bool)
        if scope.lots:
            keep &= np.isin(self.lot, [lot for lot, name in self.lots.items() if name in scope.lots])
        if scope.producers:
            keep &= pandas.Series(self.producer).isin(scope.producers).to_numpy()
        if keep.all():
            return self
        return replace(self, **{column: getattr(self, column)[keep] for column in _COLUMNS})


def read_subjects(base: Base, measures: Mapping[str, int]) -> Subjects:
    """Read what a score needs of each current object; communes are those of the inputs, else those of the base.

    Parameters
    ----------
    measures : what the base holds, as `Dataset.measures` counts it.
    """
    drawn = {ALTITUDES: "vertices_z", ARCS: "arcs"}
    held = {what for what, measure in drawn.items() if measures[measure]}
    if not isinstance(base, StoreBase):
        return _layer_subjects(base, frozenset(held))
    held |= {EMPRISES} if EMPRISE in base.classes else set()
    held |= {LINKS} if holds_links(base.store) else set()
    lots = base.store.lots(kind=None)
    sole = {int(lot["lot_id"]): str(lot["producers"] or "") for lot in lots if ";" not in str(lot["producers"] or "")}
    grounds = communes_of(base)
    parts = [_read(base, name, sole, grounds) for name in base.classes]
    columns = [np.concatenate(column) for column in zip(*parts, strict=True)] if parts else _empty_subjects()
    names = {int(lot["lot_id"]): str(lot["name"]) for lot in lots}
    found: dict[str, Any] = dict(zip(_COLUMNS, columns, strict=True))
    return Subjects(
        **found,
        lots=names,
        grounds=grounds,
        held=frozenset(held),
        delivered=frozenset(lot for lot in base.lots if base.has_delivered_coordinates(lot)),
    )


def _layer_subjects(base: Base, held: frozenset[str]) -> Subjects:
    """Objects of layers outside the store: nobody says of them who made them, when, how well."""
    uid = np.concatenate([np.empty(0, dtype=object), *(base.uids(name) for name in base.classes)])
    names = np.repeat(np.array(base.classes, dtype=object), [len(base.table(name)) for name in base.classes])
    n, none = len(uid), np.full(len(uid), NO_PROPERTY, dtype=np.int8)
    themes = base.network_themes if isinstance(base, LayerBase) else {}
    blank, days = np.full(n, "", dtype=object), np.full(n, "NaT", dtype="datetime64[D]")
    return Subjects(
        uid=uid,
        name=names,
        lot=np.zeros(n, dtype=np.int64),
        producer=blank,
        commune=blank,
        ready=none,
        dated=none,
        day=days,
        theme=_map_distinct(names, lambda name: themes.get(str(name), "")) if themes else blank,
        source=none,
        lots=base.lots,
        grounds={},
        held=held,
        delivered=frozenset(lot for lot in base.lots if base.has_delivered_coordinates(lot)),
        dimensions={n: frozenset(np.unique(shapely.get_dimensions(base.geometry(n))).tolist()) for n in base.classes},
    )


def _empty_subjects() -> list[NDArray[np.generic]]:
    return [np.empty(0, dtype=kind) for kind in _COLUMNS.values()]


def _read(
    base: StoreBase, name: str, sole: dict[int, str], communes: dict[str, shapely.Geometry]
) -> list[NDArray[np.generic]]:
    """Columns of `Subjects` for one class."""
    wanted = [column for column in (_PRODUCER, _PRECISION, _DATE, _THEME, _QUALITY) if column in CLASSES[name].columns]
    cells = read_attributes(base.store, name, wanted)
    table = dict(zip(("fid", "uid", "lot_id", *wanted), cells.T, strict=True))
    n = len(cells)
    lot = base.homes(table["uid"], table["lot_id"].astype(np.int64))
    by_lot = _map_distinct(lot, lambda number: sole.get(number, ""))
    producer = _map_distinct(table[_PRODUCER], _said_text) if _PRODUCER in table else by_lot
    producer = np.where(producer == "", by_lot, producer)
    none = np.full(n, NO_PROPERTY, dtype=np.int8)
    ready = _map_distinct(table[_PRECISION], _readiness_code).astype(np.int8) if _PRECISION in table else none
    day = column_days(table[_DATE]) if _DATE in table else np.full(n, "NaT", dtype="datetime64[D]")
    dated = (~np.isnat(day)).astype(np.int8) if _DATE in table else none
    commune = _commune(base, name, table["fid"].astype(np.int64), communes)
    names = np.full(n, name, dtype=object)
    theme = _map_distinct(table[_THEME], _said_text) if _THEME in table else np.full(n, "", dtype=object)
    source = _source_ranks(base, table, dated, lot) if has_survey(name) else none
    return [table["uid"].copy(), names, lot, producer, commune, ready, dated, day, theme, source]


def _source_ranks(
    base: StoreBase, table: Mapping[str, NDArray[Any]], dated: NDArray[np.int8], lot: NDArray[np.int64]
) -> NDArray[np.int8]:
    """Rank of the status of each object's source, found once for each way of saying it."""
    said = (_map_distinct(table[column], _said_text) for column in (_PRECISION, _QUALITY, _PRODUCER))
    place, ways = _distinct_rows(*said, dated == SAID, lot)
    ranks, declared = list(STATUSES), base.inputs.sources
    found = [
        ranks.index(
            source_status(attribute_status(precision, quality, day), producer, base.lots.get(number, ""), declared)
        )
        for precision, quality, producer, day, number in ways
    ]
    return np.array(found, dtype=np.int8)[place]


def _distinct_rows(*columns: NDArray[Any]) -> tuple[NDArray[np.intp], list[tuple[Any, ...]]]:
    """Each different row of columns, and which of them each row is: one number a row, for a million are many."""
    parts = [pandas.factorize(column) for column in columns]
    sizes = tuple(max(1, len(known)) for _, known in parts)
    place, keys = pandas.factorize(np.ravel_multi_index([codes for codes, _ in parts], sizes))
    ranks = np.unravel_index(keys, sizes)
    return place, list(zip(*(known[rank].tolist() for (_, known), rank in zip(parts, ranks, strict=True)), strict=True))


def _said_text(value: str | None) -> str:
    return value or ""


def _readiness_code(precision: str | None) -> int:
    return SAID if precision in READY else COARSE if precision else EMPTY


def _map_distinct(values: NDArray[Any], of: Callable[[Any], object]) -> NDArray[np.object_]:
    """What a function makes of each value, asked once for each different one: a million objects say few things."""
    place, known = pandas.factorize(values, use_na_sentinel=False)
    made = np.empty(len(known), dtype=object)
    made[:] = [of(None if value != value else value) for value in known.tolist()]  # an absent one may come as NaN
    return made[place]


def _commune(
    base: StoreBase, name: str, fid: NDArray[np.int64], communes: dict[str, shapely.Geometry]
) -> NDArray[np.object_]:
    """Commune that holds the middle of each object's box; the first by code where two do."""
    out = np.full(len(fid), "", dtype=object)
    if not communes or not len(fid) or name not in (*base.spatial_classes, *base.present_classes("AffleurantPCRS")):
        return out
    boxes = base.boxes[name] if name in base.boxes else read_boxes(base.store, name)
    codes = np.array(sorted(filter(None, communes)), dtype=object)
    middle = shapely.points((boxes.box[:, 0] + boxes.box[:, 2]) / 2.0, (boxes.box[:, 1] + boxes.box[:, 3]) / 2.0)
    areas = np.array([communes[code] for code in codes], dtype=object)
    shapely.prepare(areas)
    point, area = shapely.STRtree(areas).query(middle, predicate="intersects")
    first = np.full(len(middle), len(codes), dtype=np.intp)
    np.minimum.at(first, point, area)
    held = first < len(codes)
    out[np.searchsorted(fid, boxes.fid[held])] = codes[first[held]]
    return out

"""What a release shows of the base and of networks: listed columns only, geometry blobs byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..formats.feature_file import FeatureTable
from ..formats.geopackage import Box, blob, box_of, union_of, wkb_of
from ..formats.layer import Layer, system_of
from ..geometry.wkb import census
from ..model.legibility import ILLEGIBLE, legible_text
from ..model.pcrs import AFFLEURANT
from ..store.objects import read_rows
from ..store.store import Store
from .kinds import ABSTRACT_TYPES, declared_type, dimension, has_height

#: SQL type of a network's column by its numpy kind; everything else is text.
_SQL_TYPES = {"i": "INTEGER", "u": "INTEGER", "b": "BOOLEAN", "f": "DOUBLE"}

#: Suffix of a short name by the dimension of its objects, where a source mixes dimensions.
SUFFIXES = {0: "_point", 1: "_ligne", 2: "_surface"}
#: What the title of such a layer ends with.
TITLES = {"_point": " (points)", "_ligne": " (lignes)", "_surface": " (surfaces)"}
SURFACES, LINES = 2, 1


@dataclass(frozen=True)
class Rows:
    """Objects to publish: rows are ``(fid, blob, *values)`` in the order of `columns` (name, SQL type)."""

    columns: tuple[tuple[str, str], ...]
    geometry: str
    epsg: int
    rows: Sequence[tuple[Any, ...]]

    @property
    def arcs(self) -> int:
        """Arcs of all objects."""
        return sum(
            census(wkb)[2] for row, box in zip(self.rows, self.boxes, strict=True) if box and (wkb := wkb_of(row[1]))
        )

    @cached_property
    def boxes(self) -> list[Box | None]:
        """Box of each object in its own system."""
        return [box_of(row[1]) for row in self.rows]

    @property
    def extent(self) -> Box | None:
        """Box of all objects in their own system."""
        return union_of(self.boxes)


# --- reading --------------------------------------------------------------------------------------------------------


def read_class(store: Store, name: str, columns: dict[str, str]) -> Rows:
    """Current objects of a class of the base, with the listed columns only."""
    found = read_rows(store, name, list(columns))
    return Rows(tuple(columns.items()), found.geometry_type, found.srs_id, found.rows)


def rows_of_layer(layer: Layer, columns: Sequence[str]) -> Rows:
    """Objects of a network's layer, arcs and Z as they are, with the listed columns only."""
    epsg = system_of(layer)
    kinds = tuple((name, _SQL_TYPES.get(layer.values[name].dtype.kind, "TEXT")) for name in columns)
    cells = [_sqlite_values(layer.values[name]) for name in columns]
    blobs = [None if wkb is None else blob(wkb, epsg, None) for wkb in layer.native_geometry]
    rows = list(zip(range(1, len(blobs) + 1), blobs, *cells, strict=True))
    return Rows(kinds, "GEOMETRY", epsg, rows)


def _sqlite_values(values: np.ndarray) -> list[Any]:
    """Values as SQLite takes them: dates as ISO text, missing ones as NULL."""
    if values.dtype.kind == "M":
        return [None if np.isnat(value) else str(value) for value in values]
    return [None if value is None or value != value else value for value in values.tolist()]


def legible_rows(rows: Rows) -> tuple[Rows, list[int]]:
    """The rows with texts that every service can answer with, and the fids of those that held another."""
    strange = [
        rank for rank, row in enumerate(rows.rows) if any(isinstance(v, str) and ILLEGIBLE.search(v) for v in row[2:])
    ]
    if not strange:
        return rows, []
    made = list(rows.rows)
    for rank in strange:
        made[rank] = tuple(legible_text(value) if isinstance(value, str) else value for value in made[rank])
    return replace(rows, rows=made), [made[rank][0] for rank in strange]


def split(source: str, name: str, rows: Rows) -> dict[str, Rows]:
    """Tables by short name: one, or one for each dimension where the source mixes them.

    Surfaces of affleurants keep the plain short name even when a release has only points, so that short names stay
    the same from one release to the next; elsewhere lines do, or the only dimension there is.
    """
    if rows.geometry not in ABSTRACT_TYPES:
        return {name: rows}
    found: dict[int, list[tuple[Any, ...]]] = {}
    for row in rows.rows:
        kind = dimension(row[1])
        if kind is not None:
            found.setdefault(kind, []).append(row)
    main = SURFACES if source == AFFLEURANT else LINES if len(found) != 1 else next(iter(found))
    return {
        name if kind == main else name + SUFFIXES[kind]: replace(
            rows, geometry=declared_type(row[1] for row in part), rows=part
        )
        for kind, part in sorted(found.items(), reverse=True)
    }


# --- writing --------------------------------------------------------------------------------------------------------


def published_table(name: str, title: str, rows: Rows) -> FeatureTable:
    """Objects as a table of a release."""
    columns = [(column, _sql_type(kind)) for column, kind in rows.columns]
    has_z = any(has_height(row[1]) for row in rows.rows)
    return FeatureTable(name, title, columns, rows.geometry, rows.epsg, has_z, rows.rows, rows.boxes)


def _sql_type(declared: str) -> str:
    """A column type as the source declares it when it is a plain word, else TEXT."""
    word = declared.split("(")[0].strip()
    return word if word.isalpha() else "TEXT"

"""Emprises: where each lot was surveyed, and new ones by grid, commune, couloir or survey operation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.emprises import emprises_of
from ...geometry.width import polygons
from ...model.errors import EngineError
from ...model.export import SURVEYED_AROUND
from ...model.pcrs import CLASSES, EMPRISE
from ...store.store import Store
from ...store.tables import read_class

#: A grid of more cells than this is a mistake of unit: 200 m over a whole département gives 150,000.
MOST_CELLS = 1_000_000


@dataclass(frozen=True)
class Emprise:
    """A zone of exchange, and how many current objects it touches."""

    name: str
    polygon: shapely.Geometry
    objects: int


def lot_emprises(store: Store) -> dict[int, shapely.Geometry]:
    """Emprise of each lot that has a usable one."""
    if EMPRISE not in store.class_names():
        return {}
    table = read_class(store, EMPRISE)
    found = emprises_of(table.geometry.to_numpy(), table["lot_id"].to_numpy())
    return {lot: ground for lot, union in found.items() if not (ground := polygons(union)).is_empty}


def drawn_objects(store: Store, state: str | None = "current") -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Geometries of the surveyed objects and of their drawing, and the lot of each."""
    geometries, lots = [np.empty(0, dtype=object)], [np.empty(0, dtype=np.int64)]
    for name in store.class_names():
        if CLASSES[name].family in ("vecteur", "habillage") and CLASSES[name].is_drawn:
            table = read_class(store, name, state=state)
            geometries.append(table.geometry.to_numpy())
            lots.append(table["lot_id"].to_numpy())
    return np.concatenate(geometries), np.concatenate(lots)


def emprises_with_counts(zones: dict[str, shapely.Geometry], objects: NDArray[np.object_]) -> list[Emprise]:
    """Emprises of zones, in order of name, with the objects that each touches."""
    tree = shapely.STRtree(objects)
    names = sorted(zones)
    shapes = [polygons(zones[name]) for name in names]
    zone, _ = tree.query(shapes, predicate="intersects")
    numbers = np.bincount(zone, minlength=len(names)).tolist()
    return [Emprise(*row) for row in zip(names, shapes, numbers, strict=True)]


def grid(objects: NDArray[np.object_], size: float) -> dict[str, shapely.Geometry]:
    """Cells of a regular grid over the objects; their corners are multiples of the size, so that they never move.

    Raises
    ------
    EngineError
        ``parameter_wrong`` where the size gives too many cells.
    """
    usable = objects[~(shapely.is_missing(objects) | shapely.is_empty(objects))]
    if not len(usable):
        return {}
    low_x, low_y, high_x, high_y = np.floor(shapely.total_bounds(usable) / size)
    columns, rows = np.arange(low_x, high_x + 1), np.arange(low_y, high_y + 1)
    if len(columns) * len(rows) > MOST_CELLS:
        raise EngineError("parameter_wrong", name="SIZE", detail=f"{len(columns) * len(rows)} > {MOST_CELLS}")
    west, south = (corner.ravel() * size for corner in np.meshgrid(columns, rows))
    cells = shapely.box(west, south, west + size, south + size)
    touched = np.unique(shapely.STRtree(usable).query(cells, predicate="intersects")[0])
    return {f"{west[k]:.0f}-{south[k]:.0f}-{size:g}": cells[k] for k in touched}


def operations(store: Store, lots: Sequence[dict[str, object]]) -> dict[str, shapely.Geometry]:
    """Zone of each lot's survey: its emprise, else what lies around its objects, as received."""
    known = lot_emprises(store)
    objects, owner = drawn_objects(store, state=None)
    zones: dict[str, shapely.Geometry] = {}
    for lot in lots:
        number = int(str(lot["lot_id"]))
        zone = known.get(number)
        if zone is None:
            zone = surveyed_area(objects[owner == number])
        if not zone.is_empty:
            name = str(lot["name"])
            zones[name] = zone if name not in zones else shapely.union(zones[name], zone)
    return zones


def surveyed_area(objects: NDArray[np.object_]) -> shapely.Geometry:
    """Surface around objects, without the gaps narrower than two half streets, then drawn back to the objects."""
    around = shapely.union_all(shapely.buffer(objects, SURVEYED_AROUND))
    return polygons(shapely.simplify(shapely.buffer(around, 1.0 - SURVEYED_AROUND), 0.1))

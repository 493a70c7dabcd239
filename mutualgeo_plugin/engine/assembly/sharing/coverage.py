"""Coverage of communes by the emprises of the lots: holes (E5) and overlaps, judged by their width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...formats.vector_layer import VectorLayer, fields_of, read_layer
from ...model.errors import EngineError
from ...model.export import COMMUNE_FIELDS, HOLE_WIDTH, OVERLAP_WIDTH
from .emprises import polygons


@dataclass(frozen=True)
class Zone:
    """A hole of coverage (no lots) or an overlap (two lots); width is that of the largest circle inside."""

    kind: str
    commune: str
    lots: tuple[int, ...]
    polygon: shapely.Geometry
    area: float
    width: float


@dataclass(frozen=True)
class Coverage:
    """How far a commune is covered, areas in m²."""

    commune: str
    area: float
    covered: float
    overlapped: float
    holes: tuple[Zone, ...]
    overlaps: tuple[Zone, ...]

    @property
    def share(self) -> float:
        """Covered area, in percent."""
        return 100 * self.covered / self.area if self.area else 0.0


def read_communes(source: str, crs: int, field: str | None) -> dict[str, shapely.Geometry]:
    """Polygons of communes by code, in order.

    Raises
    ------
    EngineError
        ``layer_field_missing`` where no usual field holds the code and none is named.
    """
    if field is None:
        there = fields_of(source)
        field = next((name for name in COMMUNE_FIELDS if name in there), None)
        if field is None:
            raise EngineError(
                "layer_field_missing", path=source, field=COMMUNE_FIELDS[0], known=", ".join(there) or "-"
            )
    layer: VectorLayer = read_layer(source, crs, "polygon", [field])
    valid = shapely.make_valid(layer.geometry)
    return {code: polygons(shapely.union_all(valid[rows])) for code, rows in layer.groups(field).items()}


def coverage(communes: dict[str, shapely.Geometry], emprises: dict[int, shapely.Geometry]) -> list[Coverage]:
    """Coverage of each commune by the emprises of the lots."""
    lots = np.array(sorted(emprises, key=lambda lot: emprises[lot].wkb), dtype=np.int64)  # no matter which came first
    shapes = np.array([emprises[int(lot)] for lot in lots], dtype=object)
    union = polygons(shapely.union_all(shapes))
    meets = _overlaps(lots, shapes)
    found = []
    for code, commune in communes.items():
        holes = [Zone("hole", code, (), *part) for part in wide_parts(shapely.difference(commune, union), HOLE_WIDTH)]
        inside = [(pair, shapely.intersection(shape, commune)) for pair, shape in meets if shape.intersects(commune)]
        overlaps = [
            Zone("overlap", code, pair, *part) for pair, shape in inside for part in wide_parts(shape, OVERLAP_WIDTH)
        ]
        twice = shapely.union_all([zone.polygon for zone in overlaps]).area if overlaps else 0.0
        covered = shapely.intersection(commune, union).area
        found.append(Coverage(code, commune.area, covered, twice, tuple(holes), tuple(overlaps)))
    return found


def _overlaps(lots: NDArray[np.int64], shapes: NDArray[np.object_]) -> list[tuple[tuple[int, int], shapely.Geometry]]:
    """What each two lots have in common, where it is a surface."""
    if not len(shapes):
        return []
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    keep = left < right
    left, right = left[keep], right[keep]
    common = shapely.intersection(shapes[left], shapes[right])
    return [
        ((int(lots[a]), int(lots[b])), shape)
        for a, b, shape in zip(left, right, common, strict=True)
        if shapely.area(shape) > 0
    ]


def wide_parts(geometry: shapely.Geometry, width: float) -> list[tuple[shapely.Geometry, float, float]]:
    """Parts of a surface that are wider than `width` somewhere: (polygon, area, width of the largest circle inside).

    A part is what is left where a disc of that width passes: thin tails are cut off, and what only a thin tail joins
    is told apart.
    """
    half = width / 2
    opened = shapely.buffer(shapely.buffer(geometry, -half, join_style="mitre"), half, join_style="mitre")
    parts = shapely.get_parts(polygons(shapely.intersection(opened, geometry)))
    out = []
    for part in parts:
        radius = shapely.length(shapely.maximum_inscribed_circle(part, tolerance=width / 100))
        out.append((polygons(part), float(part.area), 2 * float(radius)))
    return sorted(out, key=lambda zone: shapely.bounds(zone[0]).tolist())

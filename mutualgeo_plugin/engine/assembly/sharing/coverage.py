"""Coverage of communes by the emprises of the lots: holes (E5) and overlaps, judged by their width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from ...geometry.width import common_surfaces, polygons, wide_parts
from ...model.export import HOLE_WIDTH, OVERLAP_WIDTH


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


def coverage(communes: dict[str, shapely.Geometry], emprises: dict[int, shapely.Geometry]) -> list[Coverage]:
    """Coverage of each commune by the emprises of the lots."""
    lots = np.array(sorted(emprises, key=lambda lot: emprises[lot].wkb), dtype=np.int64)  # no matter which came first
    shapes = np.array([emprises[int(lot)] for lot in lots], dtype=object)
    union = polygons(shapely.union_all(shapes))
    meets = [((int(lots[a]), int(lots[b])), shape) for a, b, shape in common_surfaces(shapes)]
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

"""Checks of a set of image tiles: placed, in one legal system, of one pixel size; borders; coverage of the emprise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from ...formats.raster import Tile, empty_border
from ...model.crs import LEGAL_CRS
from ...model.errors import EngineError

#: Relative difference of pixel sizes that rounding in a header explains.
SAME_PIXEL = 1e-6
#: Part of a pixel by which a tile may lie off the grid of the first one.
ON_GRID = 0.01


@dataclass
class Coverage:
    """What the tiles cover, in square metres.

    holes : (area, x, y) of each part of the emprise that no tile covers, the largest first.
    overlaps : (area, name, name) of each pair of tiles that overlap, the largest first.
    """

    tiles: float
    emprise: float | None = None
    holes: list[tuple[float, float, float]] = field(default_factory=list)
    overlaps: list[tuple[float, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        """Rounded to the square centimetre."""
        return {
            "tiles_m2": round(self.tiles, 4),
            "emprise_m2": None if self.emprise is None else round(self.emprise, 4),
            "holes_m2": round(sum(h[0] for h in self.holes), 4),
            "overlaps_m2": round(sum(o[0] for o in self.overlaps), 4),
            "holes": [{"m2": round(a, 4), "x": round(x, 3), "y": round(y, 3)} for a, x, y in self.holes],
            "overlaps": [{"m2": round(a, 4), "a": one, "b": other} for a, one, other in self.overlaps],
        }


def common_system(tiles: Sequence[Tile], stated: int | None) -> int:
    """The one legal system of tiles; `stated` serves tiles that name none.

    Raises
    ------
    EngineError
        ``raster_not_placed``, ``source_no_crs``, ``source_crs_conflict``, ``gml_crs_illegal``, ``raster_outside_crs``.
    """
    found: dict[int, str] = {}
    for tile in tiles:
        if not tile.georeferenced:
            raise EngineError("raster_not_placed", path=tile.path.name)
        code = tile.crs or stated
        if code is None:
            raise EngineError("source_no_crs", path=tile.path.name)
        found.setdefault(code, tile.path.name)
    if stated is not None:
        found.setdefault(stated, "SOURCE_CRS")
    if len(found) > 1:
        listed = ", ".join(f"EPSG:{code} ({name})" for code, name in sorted(found.items()))
        raise EngineError("source_crs_conflict", systems=listed)
    code = next(iter(found))
    if code not in LEGAL_CRS:
        raise EngineError("gml_crs_illegal", crs=f"EPSG:{code}")
    for tile in tiles:
        if not LEGAL_CRS[code].holds(tile.box):
            raise EngineError("raster_outside_crs", path=tile.path.name, crs=f"EPSG:{code}", box=_box_text(tile.box))
    return code


def _box_text(box: Sequence[float]) -> str:
    return " ".join(f"{v:.3f}" for v in box)


def common_grid(tiles: Sequence[Tile]) -> tuple[float, float]:
    """The one pixel size of tiles, metres, square and north up; bands and types equal.

    Raises
    ------
    EngineError
        ``raster_turned``, ``raster_pixel_size``, ``raster_bands``.
    """
    first = tiles[0]
    for tile in tiles:
        if tile.pixel is None or abs(tile.pixel[0] - tile.pixel[1]) > SAME_PIXEL * tile.pixel[0]:
            raise EngineError("raster_turned", path=tile.path.name)
        if first.pixel and abs(tile.pixel[0] - first.pixel[0]) > SAME_PIXEL * first.pixel[0]:
            raise EngineError(
                "raster_pixel_size",
                path=tile.path.name,
                found=f"{tile.pixel[0]:.10g}",
                other=first.path.name,
                expected=f"{first.pixel[0]:.10g}",
            )
        if tile.types != first.types or not _equal_nodata(tile.nodata, first.nodata) or tile.palette != first.palette:
            raise EngineError("raster_bands", path=tile.path.name, other=first.path.name)
    return first.pixel or (0.0, 0.0)


def _equal_nodata(a: float | None, b: float | None) -> bool:
    """Whether two values for "no image" are one; NaN, which is not equal to itself, is one too."""
    return a == b or (a is not None and b is not None and math.isnan(a) and math.isnan(b))


def misaligned_tiles(tiles: Sequence[Tile]) -> list[str]:
    """Names of tiles whose pixels do not lie on the grid of the first one."""
    first = tiles[0]
    size = first.pixel[0] if first.pixel else 1.0
    corners = np.array([(t.box[0] - first.box[0], t.box[3] - first.box[3]) for t in tiles]) / size
    apart = np.abs(corners - np.round(corners)).max(axis=1) > ON_GRID
    return [tile.path.name for tile, off in zip(tiles, apart, strict=True) if off]


def empty_borders(tiles: Sequence[Tile]) -> dict[str, float]:
    """Name of each tile with pixels without image on its edges → their share."""
    shares = {tile.path.name: empty_border(tile.path) for tile in tiles}
    return {name: round(share, 4) for name, share in shares.items() if share}


def coverage(tiles: Sequence[Tile], emprise: shapely.Geometry | None, pixel: float) -> Coverage:
    """Holes and overlaps of tiles; without an emprise, holes are those that tiles enclose.

    Parameters
    ----------
    emprise : ground to cover, in the tiles' system; None where there is none.
    pixel : size of a pixel: what is smaller than one is rounding.
    """
    boxes = shapely.box(*np.array([t.box for t in tiles]).T)
    union = shapely.union_all(boxes)
    found = Coverage(float(union.area), None if emprise is None else float(emprise.area))
    least = pixel * pixel
    if emprise is None:
        rings = [ring for part in shapely.get_parts(union) for ring in part.interiors]
        gaps = [shapely.Polygon(ring) for ring in rings]
    else:
        gaps = [g for g in shapely.get_parts(shapely.difference(emprise, union)) if g.geom_type == "Polygon"]
    places = [(g, shapely.point_on_surface(g)) for g in gaps if g.area > least]
    found.holes = sorted(((float(g.area), p.x, p.y) for g, p in places), reverse=True)
    left, right = shapely.STRtree(boxes).query(boxes, predicate="intersects")
    left, right = left[left < right], right[left < right]
    areas = shapely.area(shapely.intersection(boxes[left], boxes[right]))
    pairs = zip(areas.tolist(), left.tolist(), right.tolist(), strict=True)
    found.overlaps = sorted(
        ((area, tiles[a].path.name, tiles[b].path.name) for area, a, b in pairs if area > least),
        key=lambda o: (-o[0], o[1], o[2]),
    )
    return found

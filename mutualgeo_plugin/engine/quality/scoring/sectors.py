"""Where the findings and the lots stand: neighbouring ones are drawn on one map, far ones on maps of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.findings import Finding

#: Metres within which lots and findings share a map.
NEIGHBOURS = 50.0


@dataclass(frozen=True)
class Sector:
    """Ground of one map: box (minx, miny, maxx, maxy), rows of the findings and of the emprises that stand in it."""

    box: tuple[float, float, float, float]
    findings: list[int]
    emprises: list[int]


def sectors(findings: Sequence[Finding], emprises: Sequence[shapely.Geometry]) -> list[Sector]:
    """Sectors, those with the most findings first; findings without a place are in none."""
    xy = np.array([finding.place for finding in findings], dtype=np.float64).reshape(-1, 2)
    placed = np.flatnonzero(np.isfinite(xy).all(axis=1))
    outlines = np.array(emprises, dtype=object)
    if not len(placed) and not len(outlines):
        return []
    cells, cell = _cells(xy[placed])
    tree = shapely.STRtree(_disjoint_grounds(cells, outlines))
    point, of_point = tree.query(shapely.points(cells + NEIGHBOURS / 2.0), predicate="intersects")
    ground_of_cell = np.empty(len(cells), dtype=np.intp)
    ground_of_cell[point] = of_point
    outline, of_outline = tree.query(outlines, predicate="intersects") if len(outlines) else np.empty((2, 0), np.intp)
    found, grounds = [], len(tree.geometries)
    shares = zip(_places_by_group(ground_of_cell[cell], grounds), _places_by_group(of_outline, grounds), strict=True)
    for inside, around in shares:
        rows, outs = placed[inside], np.sort(outline[around])
        boxes = np.vstack((np.tile(xy[rows], 2), shapely.bounds(outlines[outs]).reshape(-1, 4)))
        low, high = boxes[:, :2].min(axis=0).tolist(), boxes[:, 2:].max(axis=0).tolist()
        found.append(Sector((low[0], low[1], high[0], high[1]), rows.tolist(), outs.tolist()))
    return sorted(found, key=lambda sector: (-len(sector.findings), sector.box))


def _cells(xy: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Squares of a grid that hold the findings, by their low corners, and the square of each finding."""
    at = np.floor(xy / NEIGHBOURS)
    column, row = (np.unique(values, return_inverse=True)[1] for values in at.T)
    _, first, cell = np.unique(column * len(at) + row, return_index=True, return_inverse=True)
    return at[first] * NEIGHBOURS, cell


def _places_by_group(group: NDArray[np.intp], groups: int) -> list[NDArray[np.intp]]:
    """Places of each group's entries, in order."""
    order = np.argsort(group, kind="stable")
    return np.split(order, np.searchsorted(group[order], np.arange(1, groups)))


def _disjoint_grounds(cells: NDArray[np.float64], emprises: NDArray[np.object_]) -> NDArray[np.object_]:
    """Disjoint grounds: squares around findings and boxes around emprises, those that touch as one."""
    squares = shapely.box(*(cells - NEIGHBOURS).T, *(cells + 2.0 * NEIGHBOURS).T)
    boxes = shapely.buffer(shapely.box(*shapely.bounds(emprises).reshape(-1, 4).T), NEIGHBOURS)
    return np.asarray(shapely.get_parts(shapely.union_all(np.concatenate((squares, boxes)))))

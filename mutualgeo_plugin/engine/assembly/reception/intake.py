"""From what a reader hands over to staged rows: positions checked and transformed, geometries encoded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...formats.geopackage import blob
from ...formats.pcrs.batch import Batch, Row
from ...geometry import arcs as arc_geometry
from ...geometry.tangles import FEW, MOST_CROSSINGS, find_tangled_units
from ...geometry.wkb import Shape, arc_triples, encode, leaves
from ...model.crs import LEGAL_CRS
from ...model.errors import EngineError, Phrase
from ...model.pcrs import CLASSES
from ...store.staging import Staging

Array = NDArray[np.float64]
_NO_BOX = (None, None, None, None)
#: Chords, within 1 mm, that the arcs of a batch may take: so many an arc (half a roundabout 40 m wide has 158), and
#: some to spare for few large ones. Those of the tiles of Lyon take 12 on average.
_CHORDS_OF_ARC, _SPARE_CHORDS = 100, 200_000


@dataclass(frozen=True)
class Placement:
    """Where a lot's coordinates come from and go to; picklable, so that it reaches the processes.

    extent : (minx, miny, maxx, maxy) of the territory in the store's system, None where it states none.
    """

    source: int
    target: int
    swapped: bool = False
    accuracy_limit: float = 0.10
    extent: tuple[float, float, float, float] | None = None


class Intake:
    """Stages batches of one file, or of one part of it."""

    def __init__(self, staging: Staging, placement: Placement) -> None:
        self._staging = staging
        self._placement = placement

    def take(self, batch: Batch) -> None:
        """Stage a batch.

        Raises
        ------
        EngineError
            Coordinates that are not finite, do not fit their system, or lie outside the territory.
        """
        blobs, boxes = self._encode(batch)
        listed = boxes.tolist()
        for name, rows in batch.tables.items():
            self._staging.add(name, _staged_rows(name, rows, blobs, listed))
        if batch.links:
            self._staging.add("link", batch.links)
        if batch.unknown:
            self._staging.add("unknown_member", batch.unknown)

    def _encode(self, batch: Batch) -> tuple[list[bytes], Array]:
        shapes = batch.shapes
        if not shapes:
            return [], np.empty((0, 4))
        parts = batch.leaves
        arrays = [points for leaf in parts for _kind, points in leaf]
        xy = np.concatenate([a[:, :2] for a in arrays])
        sizes = np.array([len(a) for a in arrays])
        owner = np.repeat(np.arange(len(shapes)), [len(p) for p in parts])
        if self._placement.swapped:
            xy = xy[:, ::-1]
        self._check_altitudes(batch, arrays, owner)
        self._check(batch, xy, np.repeat(owner, sizes))
        place = self._placement
        is_moved = place.source != place.target
        if place.swapped or is_moved:
            if is_moved:
                from ...geometry.systems import to_system  # not in every process: importing pyproj takes its time

                xy, _ = to_system(xy, place.source, place.target, place.accuracy_limit)
            moved = iter(_replaced_arrays(arrays, xy, sizes))
            shapes = [_rebuild_shape(shape, moved) for shape in shapes]
            parts = [list(leaves(shape)) for shape in shapes]
        boxes = _boxes(xy, sizes, owner, len(shapes))
        _stretch_over_arcs(batch, boxes, parts)
        _refuse_tangles(batch, shapes)
        self._check_extent(batch, boxes)
        srs = self._placement.target
        blobs = [
            blob(encode(shape), srs, None if shape[0] == "point" else box)
            for shape, box in zip(shapes, boxes.tolist(), strict=True)
        ]
        return blobs, boxes

    @staticmethod
    def _check_altitudes(batch: Batch, arrays: Sequence[Array], owner: NDArray[np.intp]) -> None:
        bad = np.array([a.shape[1] > 2 and not np.isfinite(a[:, 2]).all() for a in arrays], dtype=bool)
        if bad.any():
            first, count = _first_object_name(batch, owner[bad])
            raise EngineError("gml_not_finite", count=count, object=first)

    def _check(self, batch: Batch, xy: Array, owner: NDArray[np.intp]) -> None:
        bad = ~np.isfinite(xy).all(axis=1)
        if bad.any():
            first, count = _first_object_name(batch, owner[bad])
            raise EngineError("gml_not_finite", count=count, object=first)
        crs = LEGAL_CRS[self._placement.source]
        minx, miny, maxx, maxy = crs.bounds
        outside = (xy[:, 0] < minx) | (xy[:, 0] > maxx) | (xy[:, 1] < miny) | (xy[:, 1] > maxy)
        if outside.any():
            first, count = _first_object_name(batch, owner[outside])
            x, y = xy[np.flatnonzero(outside)[0]]
            swapped = minx <= y <= maxx and miny <= x <= maxy
            raise EngineError(
                "gml_outside_crs",
                count=count,
                object=first,
                x=f"{x:.3f}",
                y=f"{y:.3f}",
                crs=crs.authority,
                name=crs.name,
                hint=Phrase("hint_swapped" if swapped else "hint_none"),
            )

    def _check_extent(self, batch: Batch, boxes: Array) -> None:
        extent = self._placement.extent
        if extent is None:
            extent = LEGAL_CRS[self._placement.target].bounds
            if self._placement.source == self._placement.target:
                return
        west, south, east, north = extent
        outside = (boxes[:, 2] < west) | (boxes[:, 0] > east) | (boxes[:, 3] < south) | (boxes[:, 1] > north)
        if outside.any():
            first, count = _first_object_name(batch, np.flatnonzero(outside))
            x, y = boxes[np.flatnonzero(outside)[0], :2]
            raise EngineError(
                "lot_outside_territory",
                count=count,
                object=first,
                x=f"{x:.3f}",
                y=f"{y:.3f}",
                extent=" ".join(f"{v:.0f}" for v in extent),
            )


def _staged_rows(
    name: str, rows: list[Row], blobs: list[bytes], boxes: list[list[float]]
) -> Iterator[tuple[object, ...]]:
    if not CLASSES[name].is_drawn:
        return ((None, row[0], row[1], *row[3:], *_NO_BOX) for row in rows)
    return (
        (None, row[0], row[1], *row[3:], *_NO_BOX)
        if row[2] < 0
        else (blobs[row[2]], row[0], row[1], *row[3:], *boxes[row[2]])
        for row in rows
    )


def _replaced_arrays(arrays: list[Array], xy: Array, sizes: NDArray[np.intp]) -> Iterator[Array]:
    for points, placed in zip(arrays, np.split(xy, np.cumsum(sizes)[:-1]), strict=True):
        yield np.column_stack((placed, points[:, 2:]))


def _rebuild_shape(shape: Shape, arrays: Iterator[Array]) -> Shape:
    kind, content = shape
    if kind in ("point", "line", "arc"):
        return (kind, np.ascontiguousarray(next(arrays)))
    return (kind, [_rebuild_shape(part, arrays) for part in content])


def _boxes(xy: Array, sizes: NDArray[np.intp], owner: NDArray[np.intp], count: int) -> Array:
    """Boxes (n, 4) of geometries from the control points of their parts."""
    points = np.bincount(owner, weights=sizes, minlength=count).astype(np.intp)
    starts = np.concatenate(([0], np.cumsum(points)[:-1]))
    low = np.minimum.reduceat(xy, starts, axis=0)
    high = np.maximum.reduceat(xy, starts, axis=0)
    return np.concatenate((low, high), axis=1)


def _refuse_huge_arcs(batch: Batch, arcs: Array, owner: NDArray[np.intp]) -> None:
    """Refuse a lot of arcs of which some must be kilometres wide: what checks them would draw millions of chords."""
    chords = arc_geometry.count_chords(arcs)
    if chords.sum() > _SPARE_CHORDS + _CHORDS_OF_ARC * len(arcs):
        worst = int(np.argmax(chords))
        first, _ = _first_object_name(batch, owner[worst : worst + 1])
        radius = f"{arc_geometry.circles(arcs[worst : worst + 1])[1][0]:.0f}"
        raise EngineError("gml_arcs_huge", object=first, radius=radius, chords=int(chords.sum()), arcs=len(arcs))


def _refuse_tangles(batch: Batch, shapes: list[Shape]) -> None:
    """Refuse shapes that cross themselves beyond what any work with them bears; arcs by their control points."""
    drawn = [
        (rank, unit)
        for rank, shape in enumerate(shapes)
        if shape[0] not in ("point", "multipoint")
        for unit in _tangible_units(shape)
        if sum(map(len, unit)) > FEW
    ]
    if not drawn:
        return
    import shapely  # not in every process: importing it takes its time

    pieces = [points[:, :2] for _, unit in drawn for points in unit]
    sizes = [len(points) for points in pieces]
    lines = shapely.linestrings(np.concatenate(pieces), indices=np.repeat(np.arange(len(sizes)), sizes))
    owner = np.repeat(np.arange(len(drawn)), [len(unit) for _, unit in drawn])
    tangled = find_tangled_units(np.asarray(shapely.multilinestrings(lines, indices=owner)), len(shapes))
    if len(tangled):
        first, _ = _first_object_name(batch, np.array([drawn[tangled[0]][0]]))
        raise EngineError("gml_tangled", object=first, most=MOST_CROSSINGS)


def _tangible_units(shape: Shape) -> Iterator[list[Array]]:
    """Control points of what is mended as one: the rings of an area together, each curve by itself."""
    kind, content = shape
    if kind in ("multicurve", "collection"):
        for part in content:
            yield from _tangible_units(part)
    elif kind not in ("point", "multipoint"):
        yield [points for _kind, points in leaves(shape) if len(points) > 1]


def _stretch_over_arcs(batch: Batch, boxes: Array, parts: list[list[tuple[str, Array]]]) -> None:
    """An arc may bulge out of the box of its control points."""
    triples, owners = [], []
    for rank, leaf in enumerate(parts):
        for kind, points in leaf:
            if kind == "arc":
                triples.append(arc_triples(points[:, :2]))
                owners.append(np.full(len(triples[-1]), rank))
    if not triples:
        return
    arcs, owner = np.concatenate(triples), np.concatenate(owners)
    _refuse_huge_arcs(batch, arcs, owner)
    bent = arc_geometry.bounds(arcs)
    for column, widen in enumerate((np.minimum, np.minimum, np.maximum, np.maximum)):
        widen.at(boxes[:, column], owner, bent[:, column])


def _first_object_name(batch: Batch, geometries: NDArray[np.intp]) -> tuple[str, int]:
    """Name of the first object among geometries, and how many objects there are."""
    wanted = set(np.unique(geometries).tolist())
    names = sorted(
        (row[0], f"{name} {row[1]}") for name, rows in batch.tables.items() for row in rows if row[2] in wanted
    )
    return (names[0][1] if names else "-"), len(wanted)

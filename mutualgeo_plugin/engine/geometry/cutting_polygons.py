"""Cut native polygons at a mask: the limit of the mask closes what the rings leave open; arcs of the rings stay arcs.

Rings and limit are split where they meet; of the faces that they draw together, those inside both are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import shapely

from .cutting import SNAP, Array, Element, Mask, crossings, curve_of, cut_curve, element_box, elements_of
from .linear import linear_coordinates, linearise
from .wkb import Shape, encode

#: Chord error, in metres, of the drawing that decides how the pieces join.
_FINE = 1e-5
#: A polygon smaller than this, in m² per metre of its limit, has no width at the millimetre of exchange.
_NO_WIDTH = SNAP / 2

_Key = tuple[float, float, float, float]


class CutFailed(ValueError):
    """The pieces of a polygon do not join: it has to be left whole."""


def cut(shape: Shape, mask: Mask) -> list[Shape]:
    """Parts of a shape inside a mask, arcs native.

    Parameters
    ----------
    shape : any kind; the parts of an aggregate come back as one aggregate.

    Returns
    -------
    list
        Nothing where the shape lies outside.

    Raises
    ------
    CutFailed
        Where a polygon crosses itself, climbs on the spot, or its pieces do not join.
    """
    kind, content = shape
    if kind == "point":
        return [shape] if mask.keeps(content)[0] else []
    if kind in ("line", "arc", "compound"):
        return cut_curve(shape, mask)
    if kind == "polygon":
        return cut_polygon(shape, mask)
    parts = [piece for part in content for piece in cut(part, mask)]
    return [(kind, parts)] if parts else []


@dataclass
class _Pieces:
    """Pieces of rings and limit, found by the first step of their drawing, in both directions."""

    lines: list[shapely.LineString] = field(default_factory=list)
    by_step: dict[_Key, tuple[Element, int]] = field(default_factory=dict)

    def add(self, element: Element) -> None:
        drawn = linear_coordinates(("arc" if element.is_arc else "line", element.points), _FINE)[:, :2]
        if _key(drawn[0], drawn[1]) in self.by_step:
            return  # the limit runs along the ring: the ring's own piece stands for both
        self.lines.append(shapely.LineString(drawn))
        self.by_step[_key(drawn[0], drawn[1])] = element, len(drawn) - 1
        self.by_step[_key(drawn[-1], drawn[-2])] = element.reverse(), len(drawn) - 1


def _key(a: Array, b: Array) -> _Key:
    return float(a[0]), float(a[1]), float(b[0]), float(b[1])


def cut_polygon(polygon: Shape, mask: Mask) -> list[Shape]:
    """Parts of one polygon inside a mask; see `cut`."""
    plain = linearise(encode(polygon), _FINE)
    climbs = any(element.length() == 0.0 for ring in polygon[1] for element in elements_of(ring))
    if not plain.is_valid or climbs:  # faces are found in plan, where a piece that only climbs has no place
        raise CutFailed
    pieces = _Pieces()
    around = shapely.buffer(shapely.box(*plain.bounds), SNAP)
    edges = mask.edges[mask.neighbouring_edges(around)]
    corners: dict[tuple[float, float], Array] = {}
    splits: list[dict[float, Array]] = [{} for _ in edges]
    for ring in polygon[1]:
        for element in elements_of(ring):
            _split_ring(element, edges, corners, splits, pieces)
    for edge, nodes in zip(edges, splits, strict=True):
        _split_edge(edge, nodes, corners, polygon, pieces)
    faces = shapely.get_parts(shapely.polygonize(pieces.lines))
    inner = shapely.point_on_surface(faces)
    faces = faces[shapely.intersects(inner, plain) & shapely.intersects(inner, mask.polygon)]
    _check(faces, plain, mask)
    wide = shapely.area(faces) > _NO_WIDTH * shapely.length(faces)
    faces = faces[wide]
    order = np.lexsort(shapely.bounds(faces).T[::-1])
    return [_native_face(face, pieces, polygon) for face in faces[order]]


def _split_ring(
    element: Element,
    edges: Array,
    corners: dict[tuple[float, float], Array],
    splits: list[dict[float, Array]],
    pieces: _Pieces,
) -> None:
    """Split an element of a ring where edges of the limit meet it, and note the meeting points on the edges."""
    box = element_box(element)
    low, high = edges.min(axis=1), edges.max(axis=1)
    near = np.flatnonzero((low <= box[2:]).all(axis=1) & (high >= box[:2]).all(axis=1))
    nodes: dict[float, Array] = {0.0: element.points[0], 1.0: element.points[-1]}
    for share, number, along in crossings(element, edges[near]):
        edge = edges[near[number]]
        if share not in nodes:
            node = element.interpolate_point(share)
            if along in (0.0, 1.0):
                node = node.copy()
                node[:2] = edge[int(along)]
            nodes[share] = node
        if along in (0.0, 1.0):
            corners.setdefault(tuple(edge[int(along)].tolist()), nodes[share])
        else:
            splits[near[number]].setdefault(along, nodes[share])
    shares = sorted(nodes)
    for first, last in zip(shares, shares[1:], strict=False):
        pieces.add(element.extract_part(first, last, nodes[first], nodes[last]))


def _split_edge(
    edge: Array,
    nodes: dict[float, Array],
    corners: dict[tuple[float, float], Array],
    polygon: Shape,
    pieces: _Pieces,
) -> None:
    """Pieces of an edge of the limit; Z of its own corners is not known yet (NaN)."""
    dimension = next(iter(elements_of(polygon[1][0]))).points.shape[1]

    def corner(xy: Array) -> Array:
        own = np.full(dimension, np.nan)
        own[:2] = xy
        return corners.get(tuple(xy.tolist()), own)

    chain = [corner(edge[0]), *(nodes[along] for along in sorted(nodes)), corner(edge[1])]
    for a, b in zip(chain, chain[1:], strict=False):
        if not np.array_equal(a[:2], b[:2]):
            pieces.add(Element(np.stack((a, b))))


def _check(faces: np.ndarray, plain: shapely.Geometry, mask: Mask) -> None:
    """The faces must cover what polygon and mask have in common, to the millimetre of exchange."""
    common = shapely.intersection(plain, mask.polygon)
    allowed = SNAP * (shapely.length(common) + shapely.length(plain))
    if abs(float(shapely.area(faces).sum()) - shapely.area(common)) > allowed:
        raise CutFailed


def _native_face(face: shapely.Polygon, pieces: _Pieces, polygon: Shape) -> Shape:
    rings = [face.exterior, *face.interiors]
    direction = shapely.is_ccw(shapely.LinearRing(linear_coordinates(polygon[1][0], _FINE)[:, :2]))
    out = []
    for rank, ring in enumerate(rings):
        elements = _elements(shapely.get_coordinates(ring), pieces)
        if bool(shapely.is_ccw(ring)) != (bool(direction) != (rank > 0)):
            elements = [element.reverse() for element in elements[::-1]]
        out.append(curve_of(_assign_z(elements, polygon)))
    return ("polygon", out)


def _elements(drawn: Array, pieces: _Pieces) -> list[Element]:
    """Native pieces of a drawn ring, from its first node."""
    drawn = drawn[:-1]
    n = len(drawn)
    start = next((i for i in range(n) if _key(drawn[i], drawn[(i + 1) % n]) in pieces.by_step), None)
    if start is None:
        raise CutFailed
    found, at = [], 0
    while at < n:
        i = (start + at) % n
        piece = pieces.by_step.get(_key(drawn[i], drawn[(i + 1) % n]))
        if piece is None:
            raise CutFailed
        found.append(piece[0])
        at += piece[1]
    return found


def _assign_z(elements: list[Element], polygon: Shape) -> list[Element]:
    """Z of the limit's corners: along the limit between two cuts, else that of the nearest control point."""
    starts = np.array([element.points[0] for element in elements])
    if starts.shape[1] < 3 or not np.isnan(starts[:, 2]).any():
        return elements
    unknown = np.isnan(starts[:, 2])
    lengths = np.array([element.length() for element in elements])
    place = np.concatenate(([0.0], np.cumsum(lengths)))[:-1]
    if unknown.all():
        surveyed = np.concatenate([e.points for ring in polygon[1] for e in elements_of(ring)])
        gaps = np.hypot(*(starts[:, None, :2] - surveyed[None, :, :2]).transpose(2, 0, 1))
        starts[:, 2] = surveyed[gaps.argmin(axis=1), 2]
    else:
        known = ~unknown
        starts[unknown, 2] = np.interp(place[unknown], place[known], starts[known, 2], period=lengths.sum())
    ends = np.roll(starts, -1, axis=0)
    out = []
    for element, start, end in zip(elements, starts, ends, strict=True):
        points = element.points.copy()
        points[0], points[-1] = start, end
        out.append(Element(points))
    return out

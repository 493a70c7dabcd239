"""The pieces that drawings are made of: straight segments, and directions at each vertex; arcs by their tangents."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.arcs import circles, lengths, sweeps
from .dataset import Dataset, cache_on_dataset

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Segments:
    """Straight pieces of a class's objects: object, index of the first vertex, both ends (k, 3), length in plan."""

    owner: Rows
    start: Rows
    a: Floats
    b: Floats

    @property
    def length(self) -> Floats:
        """Metres in plan."""
        return np.asarray(np.hypot(*(self.b - self.a)[:, :2].T))

    @property
    def level_difference(self) -> Floats:
        """Difference of altitude in metres, unsigned; NaN without altitudes."""
        return np.asarray(np.abs(self.b[:, 2] - self.a[:, 2]))

    def take(self, which: NDArray[np.bool_]) -> Segments:
        """Some of them."""
        return Segments(self.owner[which], self.start[which], self.a[which], self.b[which])

    def lines(self) -> NDArray[np.object_]:
        """Each as a line in plan."""
        return np.asarray(shapely.linestrings(np.stack((self.a[:, :2], self.b[:, :2]), axis=1)))


@cache_on_dataset
def segments(data: Dataset, name: str) -> Segments:
    """Straight pieces of a class."""
    vertices = data.vertices(name)
    start = np.flatnonzero(vertices.straight)
    return Segments(vertices.owner[start], start, vertices.xyz[start], vertices.xyz[start + 1])


@dataclass(frozen=True)
class Corners:
    """Vertices where one piece follows another: object, vertex, directions (k, 2) in and out, lengths of both pieces.

    bent : whether one of the two pieces is an arc.
    """

    owner: Rows
    vertex: Rows
    into: Floats
    out: Floats
    before: Floats
    after: Floats
    bent: NDArray[np.bool_]

    @property
    def turn(self) -> Floats:
        """Change of direction in degrees: 0 straight on, 180 back."""
        cosine = (self.into * self.out).sum(axis=1)
        return np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))


@cache_on_dataset
def corners(data: Dataset, name: str) -> Corners:
    """Corners of a class's lines and rings; the middle point of an arc is none, nor a vertex that repeats another."""
    vertices, arcs = data.vertices(name), data.arcs(name)
    xyz, n = vertices.xyz, len(vertices.xyz)
    into, out = np.full((n, 2), np.nan), np.full((n, 2), np.nan)
    before, after = np.zeros(n), np.zeros(n)
    bent = np.zeros(n, dtype=bool)
    start = np.flatnonzero(vertices.straight)
    step = xyz[start + 1, :2] - xyz[start, :2]
    length = np.hypot(*step.T)
    with np.errstate(invalid="ignore", divide="ignore"):
        unit = step / length[:, None]
    out[start], after[start], into[start + 1], before[start + 1] = unit, length, unit, length
    first, last = vertices.arcs, vertices.arcs + 2
    if len(first):
        out[first], into[last] = tangents(arcs.points)
        after[first] = before[last] = lengths(arcs.points)
        bent[first] = bent[last] = True
    begin, end = vertices.part_start[:-1], vertices.part_start[1:] - 1
    closed = (end - begin >= 3) & (xyz[begin, :2] == xyz[end, :2]).all(axis=1)
    begin, end = begin[closed], end[closed]
    into[begin], before[begin] = into[end], before[end]
    bent[begin] |= bent[end]
    known = np.flatnonzero(np.isfinite(into).all(axis=1) & np.isfinite(out).all(axis=1))
    return Corners(vertices.owner[known], known, into[known], out[known], before[known], after[known], bent[known])


def tangents(arcs: Floats) -> tuple[Floats, Floats]:
    """Unit directions (k, 2) of arcs (k, 3, 3) at their start and at their end; NaN where there is none."""
    centre, _radius, flat = circles(arcs)
    first, second = sweeps(arcs, centre)
    sign = np.sign(first + second)[:, None]
    leaves, comes = (_quarter_turn(arcs[:, at, :2] - centre) * sign for at in (0, 2))
    leaves[flat] = (arcs[:, 1, :2] - arcs[:, 0, :2])[flat]
    comes[flat] = (arcs[:, 2, :2] - arcs[:, 1, :2])[flat]
    with np.errstate(invalid="ignore", divide="ignore"):
        return leaves / np.hypot(*leaves.T)[:, None], comes / np.hypot(*comes.T)[:, None]


def _quarter_turn(vector: Floats) -> Floats:
    """Vectors turned by a quarter, anticlockwise."""
    return np.column_stack((-vector[:, 1], vector[:, 0]))


def line_ends(data: Dataset, name: str) -> tuple[Rows, Rows]:
    """First and last vertex of each part that is an open line: indices (2 p,) of vertices, and the part of each."""
    vertices = data.vertices(name)
    begin, end = vertices.part_start[:-1], vertices.part_start[1:] - 1
    line = shapely.get_dimensions(data.geometry(name))[vertices.part_owner] == 1  # a ring may be open by mistake
    part = np.flatnonzero(line & (end > begin) & (vertices.xyz[begin, :2] != vertices.xyz[end, :2]).any(axis=1))
    return np.concatenate((begin[part], end[part])), np.tile(part, 2)

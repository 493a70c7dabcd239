"""Many WKBs taken apart at once: flat arrays of their control points, from which all else comes without a loop."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .wkb import CIRCULAR, COMPOUND, LINE, POINT, POLYGON, header, read_count

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Flat:
    """Control points of n WKBs.

    A part is a line, a ring or a point; the segments of a curve are one part, and the point in which one ends and the
    next begins stands there once.

    code : int array (n,), type of each WKB (ISO, without the dimension).
    plane : int array (n,), 2 or 3.
    xyz : array (m, 3); Z is NaN in a plane of 2.
    bent : bool array (m,), whether the piece from a point to the next one of its part is half of an arc.
    part_start : int array (p + 1,), ``xyz[part_start[k]:part_start[k + 1]]`` are those of part k.
    part_owner : int array (p,), WKB of each part, ascending.
    surface : int array (p,), surface that a ring is of, counted over all WKBs; -1 for other parts.
    """

    code: Indices
    plane: Indices
    xyz: Array
    bent: Flags
    part_start: Indices
    part_owner: Indices
    surface: Indices


def decompose(wkbs: Sequence[bytes]) -> Flat:
    """Control points of WKBs (ISO or extended, little endian); measures are left out."""
    walk = _Walk()
    for owner, wkb in enumerate(wkbs):
        walk.begin(owner, wkb)
    return walk.as_arrays()


class _Walk:
    """Notes where the coordinates of each segment stand; the arrays are made of all of them in the end."""

    def __init__(self) -> None:
        self.heads: list[tuple[int, int]] = []
        #: Bytes, number of points, values a point, those of them in space, whether an arc, part.
        self.segments: list[tuple[bytes, int, int, int, bool, int]] = []
        #: WKB and surface of each part.
        self.parts: list[tuple[int, int]] = []
        self.surfaces = 0

    def begin(self, owner: int, wkb: bytes) -> None:
        code, plane, _, _ = header(wkb, 0)
        self.heads.append((code, plane))
        self._walk(wkb, 0, owner, -1)

    def _walk(self, wkb: bytes, at: int, owner: int, surface: int) -> int:
        """Go through one geometry and return where it ends."""
        code, plane, dimension, at = header(wkb, at)
        if code in (POINT, LINE, CIRCULAR):
            n, at = (1, at) if code == POINT else read_count(wkb, at)
            self.parts.append((owner, surface))
            return self._segment(wkb, at, n, dimension, plane, code == CIRCULAR)
        n, at = read_count(wkb, at)
        if code == COMPOUND:
            self.parts.append((owner, surface))
            return self._pieces(wkb, at, n)
        if code in POLYGON:
            surface = self.surfaces
            self.surfaces += 1
        for _ in range(n):
            if code == POLYGON[0]:  # its rings are bare
                size, at = read_count(wkb, at)
                self.parts.append((owner, surface))
                at = self._segment(wkb, at, size, dimension, plane, False)
            else:
                at = self._walk(wkb, at, owner, surface)
        return at

    def _pieces(self, wkb: bytes, at: int, n: int) -> int:
        """Go through the lines and arcs of a curve: no new part begins."""
        for _ in range(n):
            code, plane, dimension, at = header(wkb, at)
            size, at = read_count(wkb, at)
            if code == COMPOUND:
                at = self._pieces(wkb, at, size)
            else:
                at = self._segment(wkb, at, size, dimension, plane, code == CIRCULAR)
        return at

    def _segment(self, wkb: bytes, at: int, n: int, dimension: int, plane: int, bent: bool) -> int:
        end = at + 8 * dimension * n
        self.segments.append((wkb[at:end], n, dimension, plane, bent, len(self.parts) - 1))
        return end

    def as_arrays(self) -> Flat:
        """All that was gone through."""
        heads = np.array(self.heads, dtype=np.intp).reshape(-1, 2)
        parts = np.array(self.parts, dtype=np.intp).reshape(-1, 2)
        columns = [s[1:] for s in self.segments]
        count, dimension, plane, bent, part = np.array(columns, dtype=np.intp).reshape(-1, 5).T
        xyz = np.full((int(count.sum()), 3), np.nan)
        kind = np.repeat(4 * dimension + plane, count)
        for d, p in {(s[2], s[3]) for s in self.segments}:
            data = b"".join(s[0] for s in self.segments if s[2:4] == (d, p))
            xyz[kind == 4 * d + p, :p] = np.frombuffer(data, "<f8").reshape(-1, d)[:, :p]
        last = np.cumsum(count) - 1
        flags, of = np.repeat(bent.astype(bool), count), np.repeat(part, count)
        flags[last[(count > 1) & (count % 2 == 0)] - 1] = False  # half an arc is none: it is drawn straight
        follows = (part[1:] == part[:-1]) & (count[1:] > 0) & (count[:-1] > 0)
        ends, begins = last[:-1][follows], last[:-1][follows] + 1
        met = (np.nan_to_num(xyz[ends]) == np.nan_to_num(xyz[begins])).all(axis=1)
        flags[ends] = False  # where they do not meet, a straight piece leads on
        keep = np.ones(len(xyz), dtype=bool)
        keep[ends[met]] = False
        start = np.concatenate(([0], np.cumsum(np.bincount(of[keep], minlength=len(parts))))).astype(np.intp)
        flags = flags[keep]
        flags[start[1:][np.diff(start) > 0] - 1] = False  # nothing leads on from the end of a part
        return Flat(heads[:, 0], heads[:, 1], xyz[keep], flags, start, parts[:, 0], parts[:, 1])


def arc_starts(bent: Flags) -> Indices:
    """First of the three control points of each arc, ascending.

    An arc leads from a point over the next one to the one after: its halves come in pairs.
    """
    halves = np.flatnonzero(bent)
    if not len(halves):
        return halves
    begins = np.concatenate(([True], np.diff(halves) > 1))  # a straight piece or the end of a part lies between
    run = np.cumsum(begins) - 1
    rank = np.arange(len(halves)) - np.flatnonzero(begins)[run]
    return halves[rank % 2 == 0]

"""Vertices of many lines in one array (n, 2), and the line of each, ascending."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]


def drop_repeated_vertices(xy: Floats, line: Rows) -> tuple[Floats, Rows]:
    """Vertices of lines without those that repeat the one before."""
    new = np.ones(len(xy), dtype=bool)
    new[1:] = (line[1:] != line[:-1]) | (xy[1:] != xy[:-1]).any(axis=1)
    return xy[new], line[new]


def ends_of(line: Rows) -> tuple[Rows, Rows]:
    """First and last vertex of each line that has some."""
    first = np.flatnonzero(np.append(True, line[1:] != line[:-1])[: len(line)])
    return first, np.append(first[1:], len(line))[: len(first)] - 1

"""Native curves taken apart, turned round, joined and moved at an end; arcs stay arcs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .wkb import Shape

Array = NDArray[np.float64]

#: A line or an arc chain with its control points.
Piece = tuple[str, Array]


def parts_of(shape: Shape) -> list[Shape]:
    """Curves of a curve or of a multi-curve, in order."""
    return list(shape[1]) if shape[0] == "multicurve" else [shape]


def pieces_of(curve: Shape) -> list[Piece]:
    """Lines and arc chains of a curve, in order."""
    return list(curve[1]) if curve[0] == "compound" else [curve]


def reversed_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The same drawing from its end to its start."""
    return [(kind, points[::-1]) for kind, points in reversed(pieces)]


def curve_of(pieces: Sequence[Piece]) -> Shape:
    """The curve that pieces make."""
    return pieces[0] if len(pieces) == 1 else ("compound", list(pieces))


def replace_end(pieces: Sequence[Piece], *, last: bool, place: Array) -> list[Piece]:
    """Pieces whose first or last control point is `place`."""
    out = list(pieces)
    at = -1 if last else 0
    kind, points = out[at]
    points = points.copy()
    points[at] = place
    out[at] = (kind, points)
    return out


def join_chains(first: Sequence[Piece], second: Sequence[Piece]) -> tuple[list[Piece], int]:
    """One chain of two whose ends are equal, and the control points that it no longer repeats.

    Two straight pieces become one line with the joint once; beside an arc both pieces keep the joint, as the native
    encoding of a compound curve wants it.
    """
    (kind, points), (following, more) = first[-1], second[0]
    if kind == following == "line":
        return [*first[:-1], ("line", np.concatenate((points, more[1:]))), *second[1:]], 1
    return [*first, *second], 0

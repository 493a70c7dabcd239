"""Native curves as chains of control points, to take a vertex out, straighten an arc or turn round; arcs stay arcs.

An edit says itself what the drawing has less afterwards; whoever keeps the result counts again on its bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from .arcs import CHORD_TOLERANCE
from .curve_parts import Piece, curve_of, pieces_of
from .linear import linearise
from .wkb import Shape, arc_triples, encode

Array = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Chain:
    """One curve.

    points : array (n, 2 or 3)
        Control points, each joint once.
    piece : int array (n - 1,)
        Piece of the native curve that each step, from a point to the next, belongs to: ascending.
    bent : bool array (n - 1,)
        Whether the step is half an arc: such steps come in pairs.
    ring : whether the curve is a ring of a polygon.
    """

    points: Array
    piece: Indices
    bent: NDArray[np.bool_]
    ring: bool = False

    @property
    def is_closed(self) -> bool:
        """Whether it ends where it starts, in plan."""
        return bool(len(self.points) > 3 and (self.points[0, :2] == self.points[-1, :2]).all())

    @property
    def steps(self) -> Array:
        """Lengths (n - 1,) in plan of the steps, as the crow flies."""
        return np.asarray(np.hypot(*np.diff(self.points[:, :2], axis=0).T))

    @property
    def level_steps(self) -> Array:
        """Unsigned differences (n - 1,) of altitude of the steps; 0 without altitudes."""
        if self.points.shape[1] < 3:
            return np.zeros(len(self.points) - 1)
        return np.asarray(np.abs(np.diff(self.points[:, 2])))

    @property
    def arcs(self) -> Indices:
        """Index (k,) of the first control point of each arc."""
        return np.flatnonzero(self.bent)[::2]

    @property
    def triples(self) -> Array:
        """Control points (k, 3, 2 or 3) of the arcs."""
        return self.points[self.arcs[:, None] + np.arange(3)]

    @property
    def pieces(self) -> int:
        """Number of pieces of the native curve."""
        return len(np.unique(self.piece))


@dataclass(frozen=True)
class Edit:
    """A shape that has been edited, and what it has less.

    dropped : control points, joints between pieces of a curve counted as often as they are written.
    straightened : arcs.
    sure : False where a control point that stays has moved.
    """

    shape: Shape
    dropped: int = 0
    straightened: int = 0
    sure: bool = True


@dataclass(frozen=True)
class Change:
    """A chain that has been edited: the control points and the arcs that were taken out; `sure` as in `Edit`."""

    chain: Chain
    points: int = 0
    arcs: int = 0
    sure: bool = True


#: What edits one curve; None where there is nothing to edit.
Curve = Callable[[Chain], "Change | None"]


def chain_of(curve: Shape, ring: bool = False) -> Chain | None:
    """Chain of a line, an arc chain or a compound curve; None where its pieces do not join to the last digit."""
    points: list[Array] = []
    piece: list[Indices] = []
    bent: list[NDArray[np.bool_]] = []
    for rank, (kind, own) in enumerate(pieces_of(curve)):
        if len(own) < 2 or (points and not np.array_equal(points[-1][-1], own[0])):
            return None
        points.append(own if rank == 0 else own[1:])
        piece.append(np.full(len(own) - 1, rank))
        bent.append(np.full(len(own) - 1, kind == "arc"))
    return Chain(np.concatenate(points), np.concatenate(piece), np.concatenate(bent), ring)


def native_curve(chain: Chain) -> Shape:
    """Native curve of a chain."""
    cuts = np.flatnonzero(np.diff(chain.piece)) + 1
    starts, ends = [0, *cuts.tolist()], [*cuts.tolist(), len(chain.piece)]
    pieces: list[Piece] = [
        ("arc" if chain.bent[a] else "line", np.ascontiguousarray(chain.points[a : b + 1]))
        for a, b in zip(starts, ends, strict=True)
    ]
    return curve_of(pieces)


@dataclass
class _Tally:
    dropped: int = 0
    straightened: int = 0
    sure: bool = True
    changed: bool = field(default=False)


def edit_curves(shape: Shape, function: Curve) -> Edit | None:
    """The shape with each of its curves edited; None where nothing changes, or where a ring would be no ring."""
    tally = _Tally()
    out = _edit_shape(shape, function, tally, ring=False)
    if out is None or not tally.changed:
        return None
    return Edit(out, tally.dropped, tally.straightened, tally.sure)


def _edit_shape(shape: Shape, function: Curve, tally: _Tally, *, ring: bool) -> Shape | None:
    kind, content = shape
    if kind == "point":
        return shape
    if kind not in ("line", "arc", "compound"):
        parts = [_edit_shape(part, function, tally, ring=kind == "polygon") for part in content]
        return None if None in parts else (kind, parts)
    chain = chain_of(shape, ring)
    change = function(chain) if chain is not None and len(chain.points) > 1 else None
    if chain is None or change is None:
        return shape
    if ring and (len(change.chain.points) < 4 or not change.chain.is_closed):
        return None
    tally.changed = True
    tally.dropped += change.points + chain.pieces - change.chain.pieces
    tally.straightened += change.arcs
    tally.sure = tally.sure and change.sure
    return native_curve(change.chain)


def apply_edit(first: Edit | None, shape: Shape, function: Callable[[Shape], Edit | None]) -> Edit | None:
    """One edit after another: `function` applied to what `first` has made of `shape`."""
    second = function(first.shape if first else shape)
    if first is None or second is None:
        return first or second
    return Edit(
        second.shape,
        first.dropped + second.dropped,
        first.straightened + second.straightened,
        first.sure and second.sure,
    )


# -- what can be done to one curve ------------------------------------------------------------------------------------


def remove_step(chain: Chain, at: int, farthest: float) -> Change | None:
    """The chain without a straight step: one of its two points goes, the one whose loss changes the drawing less.

    The ends of the chain stay. Where both points are ends of arcs and apart, one arc's end moves, if its drawing moves
    by no more than `farthest` metres; None where nothing can go.
    """
    options = []
    for gone in (at + 1, at):
        if gone in (0, len(chain.points) - 1):
            continue
        kept, beyond = (at, at + 1) if gone == at + 1 else (at + 1, at - 1)
        moves = bool(chain.bent[beyond]) and not np.array_equal(chain.points[gone], chain.points[kept])
        out = Chain(
            np.delete(chain.points, gone, axis=0), np.delete(chain.piece, at), np.delete(chain.bent, at), chain.ring
        )
        if moves and not _close(chain, out, farthest):
            continue
        options.append((moves, _vertex_offset(chain, gone), -gone, out))
    if not options:
        return None
    moves, _, _, out = min(options, key=lambda option: option[:3])  # of two that change nothing the later one goes
    return Change(out, points=1, sure=not moves)


def remove_vertex(chain: Chain, at: int) -> Change | None:
    """The chain without a vertex between two straight steps; that of a closed chain may be where it closes."""
    last = len(chain.points) - 1
    if at in (0, last):
        if not chain.is_closed or chain.bent[0] or chain.bent[-1] or last < 4:
            return None
        points = np.concatenate((chain.points[1:-1], chain.points[1:2]))
        # the step that leads to the vertex and the one that leaves it become the last step
        return Change(replace(chain, points=points, piece=chain.piece[1:], bent=chain.bent[1:]), points=1)
    if chain.bent[at - 1] or chain.bent[at] or last < 2:
        return None
    return Change(
        replace(
            chain,
            points=np.delete(chain.points, at, axis=0),
            piece=np.delete(chain.piece, at),
            bent=np.delete(chain.bent, at),
        ),
        points=1,
    )


def straighten_arcs(chain: Chain, arcs: Indices, middle: NDArray[np.bool_]) -> Change:
    """The chain with some arcs as straight lines.

    Parameters
    ----------
    arcs : int array (k,)
        Index of the first control point of each.
    middle : bool array (k,)
        Whether the arc's middle point stays, as a vertex.
    """
    bent = chain.bent.copy()
    bent[arcs] = bent[arcs + 1] = False
    # each run of steps of one kind within one piece is a piece of its own
    cut = np.concatenate(([False], (np.diff(chain.piece) > 0) | (np.diff(bent.astype(np.int8)) != 0)))
    gone = arcs[~middle] + 1
    return Change(
        replace(
            chain,
            points=np.delete(chain.points, gone, axis=0),
            piece=np.delete(np.cumsum(cut), gone),
            bent=np.delete(bent, gone),
        ),
        points=len(gone),
        arcs=len(arcs),
    )


def reverse_chain(chain: Chain) -> Change:
    """The same drawing from its end to its start."""
    return Change(
        replace(chain, points=chain.points[::-1], piece=chain.piece[-1] - chain.piece[::-1], bent=chain.bent[::-1])
    )


def drawn_vertices(chain: Chain) -> Array:
    """Vertices (m, 2) of the polyline that stands for a chain."""
    return shapely.get_coordinates(linearise(encode(native_curve(chain))))


def arcs_of(shape: Shape) -> Array:
    """Control points (k, 3, 2 or 3) of the arcs of a shape."""
    kind, content = shape
    if kind in ("point", "line"):
        return np.empty((0, 3, content.shape[1]))
    if kind == "arc":
        return arc_triples(content)
    found = [arcs_of(part) for part in content]
    return np.concatenate(found) if found else np.empty((0, 3, 2))


def _vertex_offset(chain: Chain, at: int) -> float:
    """How far a vertex is from the straight line between its neighbours."""
    a, b, c = (shapely.Point(chain.points[i, :2]) for i in (at - 1, at, at + 1))
    return float(b.distance(shapely.LineString([a, c])))


def _close(before: Chain, after: Chain, farthest: float) -> bool:
    lines = [shapely.LineString(drawn_vertices(chain)) for chain in (before, after)]
    return bool(shapely.hausdorff_distance(*lines) <= farthest + 2 * CHORD_TOLERANCE)

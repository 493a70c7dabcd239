"""Two surveys of the same true lines, one better than the other by the default rule, and what is true of them.

A *stretch* is what hangs together: pieces of both surveys that lie on each other, directly or over others. Of it is
true

- ``same``: both surveys cover the same metres;
- ``within``: the better covers all that the worse does, and more;
- ``part``: the worse covers metres that the better does not;
- ``alone``: one survey alone is there.

A stretch is *far* where a pair of pieces does not agree as their classes promise, in plan or in height: their mean
distance is more than the sum of the declared precisions (what rule (a) of the official test bounds for each), or one
distance is more than the sum of both thresholds T. Noise true to a class does that now and then, and a person may be
asked about it. It is *calm* where no distance is more than the sum of the precisions, *lively* between the two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import shapely

from benchmarks.independent_truth.scene import Lot, Shape
from benchmarks.independent_truth.shapes import Curve, Rng, dense_points

from .cover import Cells, Ground
from .surveys import Piece, Quality, first_threshold, height_threshold, metres

#: How two surveys of one stretch agree, the best first.
NOISES = CALM, LIVELY, FAR = "calm", "lively", "far"
#: Places of a drawing that are held against the other's, metres apart.
HELD_AGAINST = 0.5


@dataclass
class Delivered:
    """A piece that was delivered: on which side, under which identifier."""

    piece: Piece
    better: bool
    gml_id: str


@dataclass
class Stretch:
    """Pieces that lie on each other, what is true of them, and how many of each survey (`1:2`: better first)."""

    ground: Ground
    pieces: list[Delivered]
    truth: str
    noise: str
    places: int

    @property
    def is_far(self) -> bool:
        """Whether the surveys do not agree as their classes promise."""
        return self.noise == FAR

    @property
    def label(self) -> str:
        """The numbers of pieces where both cover the same, else what is true."""
        better = sum(p.better for p in self.pieces)
        return f"{better}:{len(self.pieces) - better}" if self.truth == "same" else self.truth


@dataclass
class TwinLine:
    """A true line and what two surveys made of it."""

    ground: Ground
    qualities: tuple[Quality, Quality]
    delivered: list[Delivered] = field(default_factory=list)

    @property
    def slack(self) -> float:
        """How far the ends of two surveys of one place may lie apart: T of each class, metres."""
        return sum(first_threshold(q.precision) for q in self.qualities)

    def cells(self, better: bool) -> Cells:
        """Cells that the pieces of a side cover."""
        out = np.zeros(self.ground.cell_count, dtype=bool)
        for one in self.delivered:
            if one.better == better:
                out |= self.ground.cells(one.piece.begin, one.piece.end)
        return out

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The pieces, parted into stretches in the order of the line."""
        groups: list[list[Delivered]] = []
        for one in sorted(self.delivered, key=lambda d: d.piece.begin):
            touching = [g for g in groups if any(_overlap(one, other) for other in g)]
            groups = [g for g in groups if g not in touching] + [[d for g in touching for d in g] + [one]]
        return [self._stretch(group) for group in groups]

    def _stretch(self, group: list[Delivered]) -> Stretch:
        sides = [np.zeros(self.ground.cell_count, dtype=bool) for _ in range(2)]
        for one in group:
            sides[one.better] |= self.ground.cells(one.piece.begin, one.piece.end)
        worse, better = sides
        if not worse.any() or not better.any():
            truth = "alone"
        elif (worse & ~better).any():
            truth = "part"
        else:
            truth = "within" if (better & ~worse).any() else "same"
        places = np.count_nonzero(np.diff(np.concatenate([[False], worse ^ better, [False]]).astype(int)) == 1)
        noise = CALM if truth == "alone" else self._noise(group)
        return Stretch(self.ground, group, truth, noise, max(1, int(places)))

    def _noise(self, group: list[Delivered]) -> str:
        """How the worst pair of pieces on each other agrees; ends are left out."""
        better = [d.piece for d in group if d.better]
        worst = CALM
        for piece in (d.piece for d in group if not d.better):
            along = sample_piece(piece, self.ground)
            for other in better:
                low, high = max(piece.begin, other.begin) + self.slack, min(piece.end, other.end) - self.slack
                held = along[(along[:, 3] >= low) & (along[:, 3] <= high)]
                if len(held):
                    worst = max(worst, compare_drawings(held, drawing(other.curve), self.qualities), key=NOISES.index)
        return worst


def compare_drawings(places: np.ndarray, drawn: shapely.LineString, qualities: tuple[Quality, Quality]) -> str:
    """How places of one survey, (n, 4) or (n, 3), agree with the drawing of another: one of NOISES."""
    feet = shapely.line_interpolate_point(drawn, shapely.line_locate_point(drawn, shapely.points(places[:, :2])))
    away = places[:, :3] - shapely.get_coordinates(feet, include_z=True)
    plan, height = np.hypot(away[:, 0], away[:, 1]), np.abs(away[:, 2])
    plan_sum = sum(metres(q.precision) for q in qualities)
    height_sum = sum(metres(q.height_precision) for q in qualities)
    farthest = sum(first_threshold(q.precision) for q in qualities)
    highest = sum(height_threshold(q.height_precision) for q in qualities)
    if plan.mean() > plan_sum or plan.max() > farthest or height.mean() > height_sum or height.max() > highest:
        return FAR
    return CALM if plan.max() <= plan_sum and height.max() <= height_sum else LIVELY


def _overlap(one: Delivered, other: Delivered) -> bool:
    return (
        one.better != other.better
        and min(one.piece.end, other.piece.end) - max(one.piece.begin, other.piece.begin) > 1e-9
    )


def drawing(curve: Curve) -> shapely.LineString:
    """A measured curve with arcs drawn out, heights kept."""
    return shapely.LineString(np.vstack([dense_points(kind, points) for kind, points in curve]))


def sample_piece(piece: Piece, ground: Ground) -> np.ndarray:
    """Places of a piece, (n, 4): x, y, z and length along the true line."""
    drawn = drawing(piece.curve)
    places = shapely.line_interpolate_point(drawn, np.arange(0, drawn.length, HELD_AGAINST))
    along = shapely.line_locate_point(ground.line.polyline, shapely.force_2d(places))
    return np.column_stack([shapely.get_coordinates(places, include_z=True), along])


def new_lot(name: str, producer: str, rng: Rng, published: str) -> Lot:
    """An empty lot of a producer."""
    lot = Lot(name, np.random.default_rng(rng.integers(2**40)), None)
    lot.producer, lot.published = producer, published
    return lot


def enclose_lots(lots: list[Lot], margin: float = 20.0) -> None:
    """Give lots one emprise around all that they hold."""
    rows = np.vstack([a[:, :2] for lot in lots for t in lot.things if t.shape for a in t.shape.arrays()])
    (x0, y0), (x1, y1) = rows.min(axis=0) - margin, rows.max(axis=0) + margin
    ring = np.round(np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]), 2)
    for lot in lots:
        lot.emprises = [[ring]]


def deliver_pieces(twin: TwinLine, lot: Lot, pieces: list[Piece], quality: Quality, better: bool) -> None:
    """Put pieces of a line into a lot."""
    for piece in pieces:
        thing = lot.add(twin.ground.cls, Shape("curve", piece.curve), **(twin.ground.values | quality.values()))
        twin.delivered.append(Delivered(piece, better, thing.gml_id))

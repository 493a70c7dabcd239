"""One end of a native curve moves; all other control points stay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..model.edges import BENT, TOO_SHORT
from .arcs import CHORD_TOLERANCE
from .curve_parts import Piece, curve_of, parts_of, pieces_of, replace_end
from .linear import linearise
from .wkb import Shape, encode


def move_part_end(shape: Shape, part: int, *, last: bool, place: Sequence[float]) -> tuple[Shape, shapely.Geometry]:
    """The shape with the end of one of its parts at `place`, and that part linearised."""
    curves = parts_of(shape)
    pieces = pieces_of(curves[part])
    dimension = pieces[0][1].shape[1]
    curves[part] = curve_of(replace_end(pieces, last=last, place=np.array(place[:dimension])))
    line = linearise(encode(curves[part]))
    return (("multicurve", curves) if shape[0] == "multicurve" else curves[0]), line


def refusal(shape: Shape, part: int, *, last: bool, place: Sequence[float], tolerance: float) -> str | None:
    """Why an end cannot move to `place`: an arc would leave its own drawing by more than `tolerance` metres, or the
    line is shorter than the move and would turn over. None where it can.
    """
    pieces = pieces_of(parts_of(shape)[part])
    kind, points = pieces[-1 if last else 0]
    end = points[-1 if last else 0]
    line = linearise(encode(curve_of(pieces)))
    if line.length <= np.hypot(place[0] - end[0], place[1] - end[1]):
        return TOO_SHORT
    if kind == "arc":
        arc: Piece = (kind, points[-3:] if last else points[:3])
        bent = replace_end([arc], last=last, place=np.array(place[: points.shape[1]]))[0]
        drawn = [linearise(encode(a), CHORD_TOLERANCE) for a in (arc, bent)]
        if shapely.hausdorff_distance(*drawn) > tolerance + 2 * CHORD_TOLERANCE:
            return BENT
    return None

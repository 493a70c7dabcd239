"""Places along lines, dense enough to say how two surveys of one line agree all along."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

#: Metres between two places of a line; a short line has `_PLACES` of them, so that a share is known to a twentieth.
_STEP, _PLACES = 0.5, 20


def line_places(lines: NDArray[np.object_]) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64]]:
    """Places of lines (n,): the line of each, how far along it is in metres, and for how many metres it stands."""
    length = shapely.length(lines)
    count = np.maximum(_PLACES, np.ceil(length / _STEP).astype(np.intp))
    line = np.repeat(np.arange(len(lines)), count)
    rank = np.arange(len(line)) - np.repeat(np.cumsum(count) - count, count)
    metres = (length / count)[line]
    return line, (rank + 0.5) * metres, metres

"""Which objects may have a version in another lot, found by their boxes: only those are read."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ...store.store import Store
from ...store.tables import read_boxes

#: Boxes asked for at once: what they meet is the largest thing in memory.
_CHUNK = 50_000


def objects_in_several_lots(store: Store, name: str, reach: float) -> NDArray[np.int64]:
    """Current objects (fid) of a class whose boxes come within 2 `reach` metres of one of another lot."""
    boxes = read_boxes(store, name)
    found = np.zeros(len(boxes.fid), dtype=bool)
    if len(np.unique(boxes.lot)) < 2:
        return boxes.fid[found]
    lines = boxes.lines(reach)
    tree = shapely.STRtree(lines)
    for start in range(0, len(lines), _CHUNK):
        left, right = tree.query(lines[start : start + _CHUNK])
        left += start
        other = boxes.lot[left] != boxes.lot[right]
        found[left[other]] = True
    return boxes.fid[found]

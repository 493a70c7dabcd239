"""Many places of one object as one finding: the worst first, the others counted and drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Groups:
    """Places grouped by object.

    objects : object of each group, ascending.
    worst : index of the worst place of each group.
    count : places of each group.
    group : group of each place.
    """

    objects: Rows
    worst: Rows
    count: Rows
    group: Rows

    def shapes(self, pieces: NDArray[np.object_]) -> NDArray[np.object_]:
        """Points or lines of the places, as one multi-geometry a group."""
        order = np.argsort(self.group, kind="stable")
        make = shapely.multipoints if shapely.get_dimensions(pieces[:1]).max() == 0 else shapely.multilinestrings
        return np.asarray(make(shapely.force_2d(pieces[order]), indices=self.group[order]))

    def counts(self, **more: NDArray[np.generic]) -> list[dict[str, object]]:
        """Fields of a sentence: ``count``, and an array of values a group for each of `more`."""
        columns = {"count": self.count.tolist(), **{key: values.tolist() for key, values in more.items()}}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def group_by_object(owner: Rows, badness: NDArray[np.float64]) -> Groups:
    """Group places by object; the worst has the largest `badness`, the first of equal ones."""
    order = np.lexsort((np.arange(len(owner)), -badness, owner))
    objects, first, group, count = np.unique(owner[order], return_index=True, return_inverse=True, return_counts=True)
    back = np.empty(len(owner), dtype=np.intp)
    back[order] = group
    return Groups(objects, order[first], count, back)

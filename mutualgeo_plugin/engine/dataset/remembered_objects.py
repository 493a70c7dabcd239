"""Objects as things that are followed: their names, drawings and tolerances, whatever became of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import shapely

from ..geometry.linear import to_geometries
from ..model.quality.excuses import TOLERANCE_UNDECLARED, tolerance_of
from ..store.objects import objects_by_uid
from ..store.store import Store


@dataclass(frozen=True)
class RememberedObject:
    """An object that the store holds, in whatever state.

    shape : linearised, None where it has none. tolerance : metres by which it may have moved and is the same.
    """

    gml_id: str
    shape: shapely.Geometry | None
    tolerance: float


#: What stands for an object that the store does not hold.
UNKNOWN = RememberedObject("", None, TOLERANCE_UNDECLARED)


def read_remembered(store: Store, uids: Collection[str]) -> dict[str, RememberedObject]:
    """Objects by uid, each class table read once; what is in none is left out."""
    objects = objects_by_uid(store, uids) if uids else {}
    shapes = to_geometries([one.wkb for one in objects.values()])
    return {
        uid: RememberedObject(one.gml_id, shape, tolerance_of(one.precision))
        for (uid, one), shape in zip(objects.items(), shapes, strict=True)
    }

"""Which vertex of the base each control point controls.

A vertex stands for something surveyed where it is a control point of an object with a declared precision (family
ObjetVecteurPCRS, AffleurantPCRS by its drawing). The middle point of an arc is none: drawing programs put it where the
arc needs it, not where the surveyor stood.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.dataset import Floats, Rows
from ...formats.control_points import SURVEYED, ControlPoints
from ...model.accuracy import DOUBTFUL, SAME
from ...model.errors import Phrase, Phrases
from ...model.pcrs import PRECISION_METRES
from ...store.objects import find_by_name
from ..base import Inputs
from ..store_base import StoreBase

ID, NEAREST = PAIRINGS = ("id", "nearest")
_NONE, _DOUBT, _TAKEN, _OBJECT, _VERTEX = "none", "doubtful", "taken", "object", "vertex"


@dataclass(frozen=True, eq=False)
class Pairs:
    """Control points with the vertex of each, and those that have none.

    point : int array (n,), rows of the control points, ascending. control, vertex : arrays (n, 3), metres.
    classes, gml_ids, lots, producers, plan, altitude : arrays (n,) of the vertices' objects; plan and altitude are
        the declared precision classes, None where there is none.
    unpaired : row of a control point → why (``unpaired_…`` of the messages).
    """

    point: Rows
    control: Floats
    vertex: Floats
    classes: NDArray[np.object_]
    gml_ids: NDArray[np.object_]
    lots: NDArray[np.int64]
    producers: NDArray[np.object_]
    plan: NDArray[np.object_]
    altitude: NDArray[np.object_]
    unpaired: dict[int, str]

    @property
    def deviation(self) -> Floats:
        """Vertex minus control point (n, 3), metres, to the micrometre; Z NaN where one of the two has none."""
        return np.asarray(np.round(self.vertex - self.control, 6))

    def reasons(self) -> Phrases:
        """How many points are left out, reason by reason."""
        counts = sorted(Counter(self.unpaired.values()).items())
        return Phrases([Phrase("counted", count=n, what=Phrase(f"unpaired_{why}")) for why, n in counts])


@dataclass(frozen=True, eq=False)
class _Vertices:
    """Vertices that may be controlled, as flat arrays; `owner` is a row of `objects`, `rank` from 1 in its object.

    objects : columns class, gml_id, lot, producer, plan, altitude, one entry an object.
    """

    xyz: Floats
    owner: Rows
    rank: Rows
    surveyed: NDArray[np.bool_]
    objects: dict[str, NDArray[np.object_]]

    def column(self, column: str, which: Rows) -> NDArray[np.object_]:
        """A column of the objects of these vertices."""
        return self.objects[column][self.owner[which]]


def pair(base: StoreBase, points: ControlPoints, pairing: str, gate: float) -> Pairs:
    """Pair control points with vertices, one-to-one; the order of objects and points does not matter.

    Parameters
    ----------
    pairing : "id": the nearest vertex (or the one whose rank is given) of the object that the point names, however
        far; "nearest": the nearest vertex within `gate` metres, of the class that the point names, if any.
    """
    if pairing == ID:
        keys = np.where(points.objects == None, points.names, points.objects)  # noqa: E711 - an array of objects
        vertices, candidates, lost = _vertices_of_named(base, points, keys)
    else:
        box = (*(points.xyz[:, :2].min(axis=0) - gate), *(points.xyz[:, :2].max(axis=0) + gate))
        near = StoreBase(base.store, Inputs(), box=box, crowds={})
        vertices = _vertices([(near, name) for name in near.present_classes(*SURVEYED)])
        candidates, lost = _pairs_within_gate(vertices, points, gate), {}
    return _choose_pairs(vertices, points, candidates, lost, doubtful=pairing == NEAREST)


def _vertices(sources: Sequence[tuple[StoreBase, str]]) -> _Vertices:
    """Vertices of the objects of classes, each with what its object declares."""
    blocks: list[tuple[Floats, Rows, Rows, NDArray[np.bool_]]] = []
    columns: dict[str, list[NDArray[np.object_]]] = {
        key: [] for key in ("class", "gml_id", "lot", "producer", "plan", "altitude")
    }
    total = 0
    for base, name in sources:
        table, found = base.table(name), base.vertices(name)
        surveyed = np.ones(len(found.xyz), dtype=bool)
        surveyed[found.arcs + 1] = False
        owner = found.owner
        first = np.searchsorted(owner, owner)  # owners ascend
        blocks.append((found.xyz, owner + total, np.arange(len(owner)) - first + 1, surveyed))
        total += len(table)
        none = np.full(len(table), None, dtype=object)
        columns["class"].append(np.full(len(table), name, dtype=object))
        for key, column in (
            ("gml_id", "gml_id"), ("lot", "lot_id"), ("producer", "producteur"), ("plan", "precisionPlanimetrique"),
            ("altitude", "precisionAltimetrique"),
        ):  # fmt: skip
            columns[key].append(table[column].to_numpy(dtype=object) if column in table else none)
    if not blocks:
        empty = np.empty(0, dtype=np.intp)
        objects = {key: np.empty(0, dtype=object) for key in columns}
        return _Vertices(np.empty((0, 3)), empty, empty, np.empty(0, dtype=bool), objects)
    xyz, owner, rank, surveyed = (np.concatenate(part) for part in zip(*blocks, strict=True))
    return _Vertices(xyz, owner, rank, surveyed, {key: np.concatenate(part) for key, part in columns.items()})


def _pairs_within_gate(vertices: _Vertices, points: ControlPoints, gate: float) -> tuple[Rows, Rows]:
    """Pairs (point, vertex) within the gate, of the class that the point names."""
    usable = np.flatnonzero(vertices.surveyed & np.isfinite(vertices.xyz[:, :2]).all(axis=1))
    tree = shapely.STRtree(shapely.points(vertices.xyz[usable, :2]))
    left, right = tree.query(shapely.points(points.xyz[:, :2]), predicate="dwithin", distance=gate)
    right = usable[right]
    wanted = points.classes[left]
    fits = (wanted == None) | (wanted == vertices.column("class", right))  # noqa: E711 - an array of objects
    return left[fits], right[fits]


def _vertices_of_named(
    base: StoreBase, points: ControlPoints, keys: NDArray[np.object_]
) -> tuple[_Vertices, tuple[Rows, Rows], dict[int, str]]:
    """Vertices of the objects that the points name by gml:id or business identifier, and pairs (point, vertex)."""
    sources, named = [], []
    wanted = set(keys.tolist())
    for name in base.present_classes(*SURVEYED):
        rows = find_by_name(base.store, name, wanted)
        if rows:
            part = StoreBase(base.store, Inputs(), crowds={}).part(name, [fid for fid, _ in rows])
            sources.append((part, name))
            named += [key for _, key in rows]
    vertices = _vertices(sources)
    left, right = _join_by_name(keys, np.array(named, dtype=object), vertices.owner)
    seen = set(left.tolist())
    rank, of_class = points.vertex[left], points.classes[left]
    fits = np.where(rank > 0, vertices.rank[right] == rank, vertices.surveyed[right])
    fits &= np.isfinite(vertices.xyz[right, :2]).all(axis=1)
    fits &= (of_class == None) | (of_class == vertices.column("class", right))  # noqa: E711 - an array of objects
    left, right = left[fits], right[fits]
    lost = {p: _VERTEX if p in seen else _OBJECT for p in set(range(len(points))) - set(left.tolist())}
    return vertices, (left, right), lost


def _join_by_name(keys: NDArray[np.object_], named: NDArray[np.object_], owner: Rows) -> tuple[Rows, Rows]:
    """Pairs (point, vertex) of the points' keys and of the objects' names that are the same text."""
    known, of_point = np.unique(keys.astype(str), return_inverse=True)
    of_vertex = np.searchsorted(known, named.astype(str))[owner]
    order = np.argsort(of_point, kind="stable")
    count = np.bincount(of_point, minlength=len(known))
    start = np.cumsum(count) - count
    repeats = count[of_vertex]
    right = np.repeat(np.arange(len(owner)), repeats)
    within = np.arange(len(right)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    return order[start[of_vertex[right]] + within], right


def _choose_pairs(
    vertices: _Vertices, points: ControlPoints, candidates: tuple[Rows, Rows], lost: dict[int, str], *, doubtful: bool
) -> Pairs:
    """Of each point's candidates the nearest one, left out where a second is nearly as near or another point nearer."""
    left, right, gap = _sort_candidates(vertices, points, candidates)
    first = np.flatnonzero(np.concatenate(([True], np.diff(left) > 0))) if len(left) else left
    best = np.repeat(first, np.diff(np.append(first, len(left))))
    unpaired = dict(lost)
    unpaired |= dict.fromkeys(set(range(len(points))) - set(left.tolist()) - set(lost), _NONE)
    if doubtful:
        flat = np.isnan(points.xyz[left, 2])  # a point without altitude does not care which of two levels it is
        elsewhere = ~_same_place_mask(vertices.xyz[right], vertices.xyz[right[best]], flat)
        unpaired |= dict.fromkeys(left[elsewhere & (gap < DOUBTFUL * gap[best])].tolist(), _DOUBT)
    taken: set[tuple[float, ...]] = set()
    kept = []
    for k in first[np.lexsort((left[first], gap[first]))].tolist():
        place = tuple(np.nan_to_num(np.round(vertices.xyz[right[k]], 3), nan=np.inf).tolist())
        if int(left[k]) in unpaired:
            continue
        if place in taken:
            unpaired[int(left[k])] = _TAKEN
            continue
        taken.add(place)
        kept.append(k)
    rows = np.array(sorted(kept), dtype=np.intp)
    point, vertex = left[rows], right[rows]
    return Pairs(
        point=point,
        control=points.xyz[point],
        vertex=vertices.xyz[vertex],
        classes=vertices.column("class", vertex),
        gml_ids=vertices.column("gml_id", vertex),
        lots=vertices.column("lot", vertex).astype(np.int64),
        producers=vertices.column("producer", vertex),
        plan=vertices.column("plan", vertex),
        altitude=vertices.column("altitude", vertex),
        unpaired=dict(sorted(unpaired.items())),
    )


def _sort_candidates(
    vertices: _Vertices, points: ControlPoints, candidates: tuple[Rows, Rows]
) -> tuple[Rows, Rows, Floats]:
    """Candidates by point, the nearest first; at one place the object with the finest declared class, then by name."""
    left, right = candidates
    gap = np.round(np.linalg.norm(vertices.xyz[right, :2] - points.xyz[left, :2], axis=1), 6)
    bound = {code: np.inf if metres is None else metres for code, metres in PRECISION_METRES.items()}
    finest = np.array([bound.get(code, np.inf) for code in vertices.column("plan", right)])
    order = np.lexsort(
        (
            vertices.rank[right],
            vertices.column("lot", right).astype(np.int64),
            vertices.column("gml_id", right).astype(str),
            vertices.column("class", right).astype(str),
            vertices.xyz[right, 2],
            finest,
            gap,
            left,
        )
    )
    return left[order], right[order], gap[order]


def _same_place_mask(a: Floats, b: Floats, flat: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether vertices stand at one place; altitudes count where both have one and it is not said to be flat."""
    step = np.where(flat, 0.0, np.abs(a[:, 2] - b[:, 2]))
    return np.asarray((np.linalg.norm((a - b)[:, :2], axis=1) <= SAME) & ~(step > SAME))

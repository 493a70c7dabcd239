"""How the lines of network layers meet: their ends, what passes near each end, what touches what."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.arcs import CHORD_TOLERANCE
from ..model.networks import BESIDE_THE_NETWORK
from .dataset import Dataset, cache_on_dataset

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]
Geometries = NDArray[np.object_]

#: Straight pieces that a long line is looked at by: an index of short stretches answers at once where the whole line
#: would be measured from end to end.
STRETCH = 64


@dataclass(frozen=True)
class Things:
    """Parts of the objects of several layers (lines, or points): layer, row, object number, geometry in plan.

    names : layers, by number.
    crowded : objects left out because too many stand at one place.
    """

    names: list[str]
    layer: Rows
    row: Rows
    thing: Rows
    parts: Geometries
    crowded: int

    def unique_names(self, data: Dataset, which: Rows) -> NDArray[np.str_]:
        """Unique names of the objects of some parts: an order that does not depend on that of the objects."""
        ids = [data.ids(name) for name in self.names]
        pairs = zip(self.layer[which].tolist(), self.row[which].tolist(), strict=True)
        return np.array([f"{self.names[layer]} {ids[layer][row]}" for layer, row in pairs], dtype=str)


def parts_of(data: Dataset, kind: shapely.GeometryType) -> Things:
    """Lines that have a length, or points, of the layers that are a network."""
    names = [name for name in data.classes if name.lower() not in BESIDE_THE_NETWORK]
    layers, rows, parts = [], [], []
    crowded = 0
    for number, name in enumerate(names):
        crowd = (
            data.crowd_mask(name) if kind == shapely.GeometryType.LINESTRING else np.zeros(len(data.table(name)), bool)
        )
        collections, owner = shapely.get_parts(data.geometry(name), return_index=True)
        simple, within = shapely.get_parts(collections, return_index=True)
        owner = owner[within]
        fit = shapely.get_type_id(simple) == kind
        fit &= ~shapely.is_empty(simple) & ((shapely.length(simple) > 0) | (kind == shapely.GeometryType.POINT))
        crowded += len(np.unique(owner[fit & crowd[owner]]))
        fit &= ~crowd[owner]
        parts.append(shapely.force_2d(simple[fit]))
        rows.append(owner[fit])
        layers.append(np.full(int(fit.sum()), number))
    layer = np.concatenate(layers).astype(np.intp) if layers else np.empty(0, dtype=np.intp)
    row = np.concatenate(rows).astype(np.intp) if rows else np.empty(0, dtype=np.intp)
    thing = np.unique(np.column_stack((layer, row)), axis=0, return_inverse=True)[1].ravel()
    shapes = np.concatenate(parts) if parts else np.empty(0, dtype=object)
    return Things(names, layer, row, thing.astype(np.intp), shapes, crowded)


@dataclass(frozen=True, eq=False)
class Joints:
    """Places where lines end, and what is near them.

    lines, nodes : what takes part.
    place : (u, 2) the places, each once.
    end_place, end_part : place and line of each end of an open line; the two ends of a line follow each other.
    ends_at : number of ends at each place.
    near_place, near_stretch, near_part, near_gap : a row for each stretch of a line within reach of a place.
    touching : near rows closer than what counts as the same place.
    stretches, stretch_part : the stretches, and the line of each.
    first, last : first and last stretch of each line.
    node_place, node, node_gap : nodes nearest to places, those within reach.
    on_nodes : stretches that a node stands on.
    """

    lines: Things
    nodes: Things
    place: Floats
    end_place: Rows
    end_part: Rows
    ends_at: Rows
    near_place: Rows
    near_stretch: Rows
    near_part: Rows
    near_gap: Floats
    touching: Flags
    stretches: Geometries
    stretch_part: Rows
    first: Rows
    last: Rows
    node_place: Rows
    node: Rows
    node_gap: Floats
    on_nodes: Rows

    @property
    def opposite_ends(self) -> Rows:
        """End at the other end of the same line, for each end."""
        return np.arange(len(self.end_place)) ^ 1

    def touched_mask(self) -> Flags:
        """Which objects touch another line, or a node, with an end of one of the two."""
        thing = self.lines.thing
        out = np.zeros(int(thing.max(initial=-1)) + 1, dtype=bool)
        pairs = np.unique(np.column_stack((self.end_place, thing[self.end_part])), axis=0)
        things_at = np.bincount(pairs[:, 0], minlength=len(self.place))
        out[pairs[things_at[pairs[:, 0]] > 1, 1]] = True
        alone = np.full(len(self.place), -1)
        alone[pairs[:, 0]] = pairs[:, 1]  # the one object of a place that has one
        at, passing = self.near_place[self.touching], thing[self.near_part[self.touching]]
        meets = (things_at[at] > 1) | (alone[at] != passing)
        out[passing[meets]] = True
        out[alone[at[meets]]] = True
        out[thing[self.stretch_part[self.on_nodes]]] = True
        return out


@cache_on_dataset
def joints(data: Dataset, search: float, same: float) -> Joints:
    """Ends of lines and what is within `search` metres of them; what is closer than `same` touches."""
    lines, nodes = parts_of(data, shapely.GeometryType.LINESTRING), parts_of(data, shapely.GeometryType.POINT)
    stretches, stretch_part, first, last = _stretches(lines.parts)
    tree = shapely.STRtree(stretches)
    ends = np.stack([_xy(shapely.get_point(lines.parts, at)) for at in (0, -1)], axis=1).reshape(-1, 2, 2)
    open_ = np.flatnonzero((ends[:, 0] != ends[:, 1]).any(axis=1))
    place, end_place = np.unique(ends[open_].reshape(-1, 2), axis=0, return_inverse=True)
    end_place, end_part = end_place.ravel().astype(np.intp), np.repeat(open_, 2)
    # the copy of an arc is a chord: what stands on the arc may be so far from it
    slack = np.where(_curved_mask(data, lines), CHORD_TOLERANCE, 0.0)
    points = shapely.points(place)
    near_place, near = tree.query(points, predicate="dwithin", distance=search)
    gap = shapely.distance(points[near_place], stretches[near])
    spots = np.unique(_xy(nodes.parts), axis=0) if len(nodes.parts) else np.empty((0, 2))
    node_xy = _xy(nodes.parts)
    chosen = np.lexsort((nodes.unique_names(data, np.arange(len(node_xy))), node_xy[:, 1], node_xy[:, 0]))
    chosen = chosen[_group_starts(node_xy[chosen])]
    marks = shapely.points(spots)
    (node_place, node), node_gap = shapely.STRtree(marks).query_nearest(
        points, max_distance=search, return_distance=True, all_matches=True
    )
    on_nodes, on = tree.query(marks, predicate="dwithin", distance=same + CHORD_TOLERANCE)
    close = shapely.distance(marks[on_nodes], stretches[on]) <= same + slack[stretch_part[on]]
    return Joints(
        lines=lines,
        nodes=nodes,
        place=place,
        end_place=end_place,
        end_part=end_part,
        ends_at=np.bincount(end_place, minlength=len(place)),
        near_place=near_place,
        near_stretch=near,
        near_part=stretch_part[near],
        near_gap=gap,
        touching=gap <= same + slack[stretch_part[near]],
        stretches=stretches,
        stretch_part=stretch_part,
        first=first,
        last=last,
        node_place=node_place,
        node=chosen[node],
        node_gap=node_gap,
        on_nodes=np.unique(on[close]),
    )


def _group_starts(xy: Floats) -> Flags:
    """Which rows of sorted positions differ from the one before."""
    out = np.ones(len(xy), dtype=bool)
    out[1:] = (xy[1:] != xy[:-1]).any(axis=1)
    return out


def _xy(points: Geometries) -> Floats:
    return np.column_stack((shapely.get_x(points), shapely.get_y(points))).reshape(-1, 2)


def _curved_mask(data: Dataset, lines: Things) -> Flags:
    """Which lines are of objects that have arcs."""
    out = np.zeros(len(lines.parts), dtype=bool)
    for number, name in enumerate(lines.names):
        curved = data.table(name)["curve"].notna().to_numpy()
        mine = np.flatnonzero(lines.layer == number)
        out[mine] = curved[lines.row[mine]]
    return out


def _stretches(lines: Geometries) -> tuple[Geometries, Rows, Rows, Rows]:
    """Lines cut into stretches of at most `STRETCH` pieces: stretches, line of each, first and last of each line."""
    xy, owner = shapely.get_coordinates(lines, return_index=True)
    size = np.bincount(owner, minlength=len(lines))
    begin = np.concatenate(([0], np.cumsum(size)))[:-1]
    number = -(-(size - 1) // STRETCH)
    part = np.repeat(np.arange(len(lines)), number)
    after = np.cumsum(number)
    rank = np.arange(len(part)) - np.repeat(after - number, number)
    start = begin[part] + STRETCH * rank
    stop = np.minimum(start + STRETCH, begin[part] + size[part] - 1)
    length = stop - start + 1
    take = np.repeat(start - np.concatenate(([0], np.cumsum(length)))[:-1], length) + np.arange(length.sum())
    stretches = shapely.linestrings(xy[take], indices=np.repeat(np.arange(len(part)), length))
    return np.asarray(stretches), part, after - number, after - 1

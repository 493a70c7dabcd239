"""R1 to R4 of the catalogue: lines and nodes of a network, as layers outside the store."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.dataset import Floats, Rows, cache_on_dataset
from ....dataset.findings import Finding
from ....dataset.topology import Joints, joints
from ....model import networks as facts
from ...base import SENTINELS, Base, NotRun, Reason
from ...layer_base import LayerBase
from ...profile import Profile
from ..registry import tile_check


def layers(base: Base) -> LayerBase:
    """The base, where it is one of layers."""
    if not isinstance(base, LayerBase):
        raise NotRun("only_layers")
    return base


def _network(base: Base, profile: Profile, check: str) -> tuple[LayerBase, Joints]:
    network = layers(base)
    found = joints(network, profile.value("R1", "search"), profile.value("R1", "same"))
    if not len(found.lines.parts):
        if found.lines.crowded:
            raise NotRun("crowd", count=found.lines.crowded)
        raise NotRun("no_lines")
    if found.lines.crowded:
        base.partly[check] = Reason("crowd", {"count": found.lines.crowded})
    return network, found


@dataclass(frozen=True)
class Loose:
    """Ends that touch nothing, with what each is nearest to within reach; a row an end.

    end : number of the end.
    node : node that it is nearest to, else -1.
    stretch : stretch of a line that it is nearest to, else -1; both are -1 where nothing is within reach.
    gap : metres to it; infinite where there is nothing.
    """

    end: Rows
    node: Rows
    stretch: Rows
    gap: Floats


@cache_on_dataset
def loose_ends(base: LayerBase, found: Joints, same: float) -> Loose:
    """Ends on no other line and on no node."""
    single = found.ends_at[found.end_place] == 1
    end_of = np.full(len(found.place), -1)
    end_of[found.end_place[single]] = np.flatnonzero(single)
    end = end_of[found.near_place]
    others = (end >= 0) & (found.near_part != found.end_part[end])
    joined = ~single
    joined[end[others & found.touching]] = True
    node_gap, node = np.full(len(end_of), np.inf), np.full(len(end_of), -1)
    order = np.lexsort((found.nodes.unique_names(base, found.node), found.node_gap, found.node_place))
    order = order[np.unique(found.node_place[order], return_index=True)[1]]
    node_gap[found.node_place[order]], node[found.node_place[order]] = found.node_gap[order], found.node[order]
    joined |= (node_gap <= same)[found.end_place]
    candidates = np.flatnonzero(others & ~joined[end] & ~_leads_away_mask(found, end))
    names = found.lines.unique_names(base, found.near_part[candidates])
    order = candidates[np.lexsort((names, found.near_gap[candidates].round(6), end[candidates]))]
    nearest = order[np.unique(end[order], return_index=True)[1]]
    line_gap, stretch = np.full(len(end_of), np.inf), np.full(len(end_of), -1)
    at = found.near_place[nearest]
    line_gap[at], stretch[at] = found.near_gap[nearest], found.near_stretch[nearest]
    ends = np.flatnonzero(~joined)
    place = found.end_place[ends]
    to_node = node_gap[place] <= line_gap[place]
    return Loose(
        ends,
        np.where(to_node, node[place], -1),
        np.where(to_node, -1, stretch[place]),
        np.minimum(node_gap[place], line_gap[place]),
    )


def _leads_away_mask(found: Joints, end: Rows) -> NDArray[np.bool_]:
    """Near rows whose line is the one that the end's own line sets out from: a short branch is near it all along."""
    far = found.end_place[found.opposite_ends[end]]
    own = shapely.length(found.lines.parts)[found.end_part[end]]
    many = len(found.lines.parts)
    touching = np.unique(found.near_place[found.touching] * many + found.near_part[found.touching])
    return np.isin(far * many + found.near_part, touching) & (found.near_gap > 0.5 * own)


@tile_check("R1")
def r1_missed_connections(base: Base, profile: Profile) -> list[Finding]:
    """Ends that stop a little short of a node or of another line, or go a little beyond it."""
    same = profile.value("R1", "same")
    network, found = _network(base, profile, "R1")
    ends = loose_ends(network, found, same)
    near = np.flatnonzero(np.isfinite(ends.gap))
    points = shapely.points(found.place[found.end_place[ends.end[near]]])
    to_node = ends.node[near] >= 0
    target = np.full(len(near), None, dtype=object)
    target[to_node] = found.nodes.parts[ends.node[near[to_node]]]
    target[~to_node] = found.stretches[ends.stretch[near[~to_node]]]
    gaps = shapely.shortest_line(points, target)
    keep = _drop_repeated_segments(shapely.get_coordinates(gaps).reshape(-1, 4))
    over = _passes_target(found, ends.end[near], target, profile.value("R1", "search"), same)
    out = []
    for code, rows in (("R1", keep[~over[keep]]), ("R1_over", keep[over[keep]])):
        which = near[rows]
        part = found.end_part[ends.end[which]]
        layer, row = _target(found, ends.node[which], ends.stretch[which])
        own, mine = found.lines.layer[part], found.lines.row[part]
        names = found.lines.names
        for a, b in np.unique(np.column_stack((own, layer)), axis=0).tolist():
            k = np.flatnonzero((own == a) & (layer == b))
            out += network.make_findings(
                names[a],
                mine[k],
                code,
                "warning",
                others=row[k],
                other_class=names[b],
                places=shapely.get_coordinates(points[rows[k]]),
                shapes=list(gaps[rows[k]]),
                measured=ends.gap[which[k]],
                tolerance=same,
            )
    return out


def _drop_repeated_segments(segments: Floats) -> Rows:
    """Rows of segments (k, 4), of two that join the same two points the one that comes first by its start."""
    rounded = segments.round(6)
    swapped = (rounded[:, 0] > rounded[:, 2]) | ((rounded[:, 0] == rounded[:, 2]) & (rounded[:, 1] > rounded[:, 3]))
    key = np.where(swapped[:, None], rounded[:, [2, 3, 0, 1]], rounded)
    order = np.lexsort((rounded[:, 1], rounded[:, 0], *key.T))
    return np.sort(order[np.unique(key[order], axis=0, return_index=True)[1]])


def _passes_target(
    found: Joints, end: Rows, target: NDArray[np.object_], search: float, same: float
) -> NDArray[np.bool_]:
    """Whether the line of an end passes on or through the target just before it ends."""
    part = found.end_part[end]
    tail = found.stretches[np.where(end % 2 == 0, found.first[part], found.last[part])]
    around = shapely.buffer(shapely.points(found.place[found.end_place[end]]), search + same)
    return np.asarray(shapely.dwithin(shapely.intersection(tail, around), target, same))


def _target(found: Joints, node: Rows, stretch: Rows) -> tuple[Rows, Rows]:
    """Layer and row of the node, or of the line of the stretch where there is no node."""
    layer, row = found.lines.layer[found.stretch_part[stretch]], found.lines.row[found.stretch_part[stretch]]
    there = node >= 0
    layer[there], row[there] = found.nodes.layer[node[there]], found.nodes.row[node[there]]
    return layer, row


@tile_check("R2")
def r2_dead_ends(base: Base, profile: Profile) -> list[Finding]:
    """Ends that nothing goes on and that bear no node; what is almost joined is R1's, what touches nothing R4's."""
    network, found = _network(base, profile, "R2")
    if not len(found.nodes.parts):
        raise NotRun("no_nodes")
    ends = loose_ends(network, found, profile.value("R1", "same"))
    free = ends.end[~np.isfinite(ends.gap)]
    part = found.end_part[free]
    if "R4" in profile.active_checks():
        kept = ~_isolated_mask(network, found, profile)[found.lines.thing[part]]
        free, part = free[kept], part[kept]
    out = []
    for number, name in enumerate(found.lines.names):
        k = np.flatnonzero(found.lines.layer[part] == number)
        out += network.make_findings(
            name, found.lines.row[part[k]], "R2", "warning", places=found.place[found.end_place[free[k]]]
        )
    return out


def _isolated_mask(base: LayerBase, found: Joints, profile: Profile) -> NDArray[np.bool_]:
    """Which objects touch nothing; where R1 is looked at, those that almost touch something apart."""
    touched = found.touched_mask()
    if "R1" in profile.active_checks():
        ends = loose_ends(base, found, profile.value("R1", "same"))
        near = np.isfinite(ends.gap)
        touched[found.lines.thing[found.end_part[ends.end[near]]]] = True
        touched[found.lines.thing[found.stretch_part[ends.stretch[near & (ends.node < 0)]]]] = True
    return ~touched


@tile_check("R4")
def r4_isolated_lines(base: Base, profile: Profile) -> list[Finding]:
    """Lines that touch no other line and no node; what is almost joined is R1's."""
    network, found = _network(base, profile, "R4")
    alone = _isolated_mask(network, found, profile)
    out = []
    for number, name in enumerate(found.lines.names):
        mine = np.flatnonzero((found.lines.layer == number) & alone[found.lines.thing])
        out += network.make_findings(name, np.unique(found.lines.row[mine]), "R4", "warning")
    return out


# -- flow ------------------------------------------------------------------------------------------------------------


@tile_check("R3")
def r3_reversed_slopes(base: Base, profile: Profile) -> list[Finding]:
    """Gravity pipes whose upstream end is lower than their downstream end."""
    network = layers(base)
    step = profile.value("R3", "step")
    out: list[Finding] = []
    total = unknown = 0
    for name in network.holds(1):
        if name.lower() in facts.BESIDE_THE_NETWORK:
            continue
        rows = np.flatnonzero(gravity(network, name))
        levels, told = end_levels(network, name)
        rise = (levels[:, 1] - levels[:, 0])[rows]
        total += len(rows)
        unknown += int(np.isnan(rise).sum())
        with np.errstate(invalid="ignore"):
            wrong = np.flatnonzero(rise > step + 1e-9)  # levels are decimals: 0.01 is not a hair more than 0.01
        severity = np.where(told[rows[wrong]], "error", "warning").tolist()
        out += network.make_findings(name, rows[wrong], "R3", severity, measured=rise[wrong], tolerance=step)
    if not total:
        raise NotRun("no_gravity")
    if unknown == total:
        raise NotRun("no_levels")
    if unknown:
        network.partly["R3"] = Reason("levels_missing", {"count": unknown, "total": total})
    return out


def gravity(base: LayerBase, name: str) -> NDArray[np.bool_]:
    """Lines of a layer that carry waste or rain water with a free surface, as far as the layer says."""
    table = base.table(name)
    fields = {field.lower(): field for field in table.columns}
    sewer = any(word in name.lower() for word in facts.SEWER_WORDS) or any(
        field in fields for pair in facts.LEVEL_FIELDS for field in (*pair, facts.SENSE_FIELD)
    )
    out = np.full(len(table), sewer)
    for known, yes in ((facts.THEME_FIELDS, facts.SEWER_THEMES), (facts.FLOW_FIELDS, facts.FREE_SURFACE)):
        for field in reversed([fields[k] for k in known if k in fields]):
            codes = table[field].map(facts.code, na_action="ignore").fillna("").to_numpy()
            said = ~np.isin(codes, list(facts.UNSAID))
            if yes is facts.SEWER_THEMES:
                out[said] = np.isin(codes[said], list(yes))
            else:
                out[said] &= np.isin(codes[said], list(yes))
    return out & (shapely.get_dimensions(base.geometry(name)) == 1)


def end_levels(base: LayerBase, name: str) -> tuple[Floats, NDArray[np.bool_]]:
    """Upstream and downstream level (n, 2) of each line, NaN where unknown, and whether the layer says which is which.

    The fields of the standards win; without them the altitudes of the two ends of the drawing, the start upstream
    unless the pipe says that it flows against it.
    """
    table = base.table(name)
    fields = {field.lower(): field for field in table.columns}
    sense = table[fields[facts.SENSE_FIELD]].to_numpy() if facts.SENSE_FIELD in fields else np.full(len(table), None)
    drawn = _drawn_levels(base, name)
    against = sense == facts.AGAINST
    drawn[against] = drawn[against][:, ::-1]
    told = against | (sense == facts.ALONG)
    for pair in reversed(facts.LEVEL_FIELDS):
        if not all(field in fields for field in pair):
            continue
        given = np.column_stack([_altitudes(table[fields[field]].to_numpy()) for field in pair])
        both = np.isfinite(given).all(axis=1)
        drawn[both], told[both] = given[both], True
    return drawn, told


def _drawn_levels(base: LayerBase, name: str) -> Floats:
    """Altitudes of the first and the last vertex of each line."""
    vertices = base.vertices(name)
    out = np.full((len(base.table(name)), 2), np.nan)
    owners, first = np.unique(vertices.owner, return_index=True)
    last = np.append(first[1:], len(vertices.owner)) - 1
    out[owners] = np.column_stack((vertices.xyz[first, 2], vertices.xyz[last, 2]))
    return _real_altitudes(out)


def _altitudes(texts: NDArray[np.object_]) -> Floats:
    """Numbers of texts, with a point or a comma; NaN where there is none."""

    def number(text: object) -> float:
        try:
            return float(str(text).replace(",", "."))
        except ValueError:
            return np.nan

    return _real_altitudes(np.array([np.nan if text is None else number(text) for text in texts], dtype=np.float64))


def _real_altitudes(z: Floats) -> Floats:
    """Altitudes without those that mean "none": 0 is what an empty number becomes in a shapefile."""
    return np.where(np.isfinite(z) & ~np.isin(z, (*SENTINELS, 0.0)), z, np.nan)

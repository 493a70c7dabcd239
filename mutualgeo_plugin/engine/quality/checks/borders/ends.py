"""E1 to E5 of the catalogue: where two lots meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.dataset import Floats, Rows, cache_on_dataset
from ....dataset.findings import Finding
from ....dataset.segments import line_ends
from ....model.pcrs import CLASSES
from ...base import Base, NotRun, Reason
from ...profile import Profile
from ..registry import tile_check

#: Metres before its end at which a line is looked at: on the limit itself two lots meet.
_INWARD = 0.5


@dataclass(frozen=True)
class EndPairs:
    """Ends of one class, of two lots, that continue each other: objects a and b, and both ends (k, 3)."""

    a: Rows
    b: Rows
    start: Floats
    end: Floats

    @property
    def gap(self) -> Floats:
        """Distance in plan, metres."""
        return np.asarray(np.hypot(*(self.end - self.start)[:, :2].T))

    @property
    def step(self) -> Floats:
        """Difference of altitude, metres; NaN where one end has none."""
        return np.asarray(np.abs(self.end[:, 2] - self.start[:, 2]))


@dataclass(frozen=True)
class BorderEnds:
    """Ends of lines of one class near the limit of their own emprise and near another one."""

    vertex: Rows
    owner: Rows
    part: Rows
    lot: NDArray[np.int64]
    points: NDArray[np.object_]


def tell_missing(base: Base, check: str) -> None:
    """Say that a check is done in part where some lots have no emprise."""
    missing = [name for lot, name in base.lots.items() if lot not in base.emprises]
    if missing:
        base.partly[check] = Reason("no_emprise", {"lots": ", ".join(missing)})


def require_lots(base: Base, check: str) -> None:
    """Borders need two lots with emprises; those without are told."""
    if len(base.lots) < 2:
        raise NotRun("one_lot")
    if len(base.emprises) < 2:
        raise NotRun("no_emprise", lots=", ".join(n for i, n in base.lots.items() if i not in base.emprises))
    tell_missing(base, check)


def line_classes(base: Base) -> list[str]:
    """Classes of lines that go on from lot to lot, those that may hold lines among other things with them."""
    kinds, families = ("curve", "multicurve", "any"), ("vecteur", "habillage")
    known = [n for n in base.field_classes if n in CLASSES]
    return [n for n in known if CLASSES[n].geometry in kinds and CLASSES[n].family in families]


@cache_on_dataset
def border_ends(base: Base, name: str, search: float) -> BorderEnds:
    """Ends within `search` metres of the limit of their own emprise and of another lot's emprise."""
    at, part = line_ends(base, name)
    vertices = base.vertices(name)
    owner = vertices.part_owner[part]
    quiet = np.logical_and.reduce([base.uncrowded_mask(name, check) for check in ("E1", "E2", "E3")])[owner]
    at, part, owner = at[quiet], part[quiet], owner[quiet]
    points = shapely.points(vertices.xyz[at, :2])
    lots = end_lots(base, name, at, part)
    near = _border_proximity_mask(base, points, lots, search)
    return BorderEnds(at[near], owner[near], part[near], lots[near], points[near])


def end_lots(base: Base, name: str, at: Rows, part: Rows) -> NDArray[np.int64]:
    """Lot of the line at each end (vertex and part): of a line that was made of several lots' lines, the one whose
    ground it comes from there.
    """
    vertices = base.vertices(name)
    inward = np.where(at == vertices.part_start[part], 1, -1)
    end, before = vertices.xyz[at, :2], vertices.xyz[at + inward, :2]
    length = np.hypot(*(before - end).T)[:, None]
    step = np.minimum(_INWARD, length / 2)
    inner = end + np.divide((before - end) * step, length, out=np.zeros_like(end), where=length > 0)
    return base.home_lots(name, vertices.part_owner[part], inner)


def _border_proximity_mask(
    base: Base, points: NDArray[np.object_], lots: NDArray[np.int64], search: float
) -> NDArray[np.bool_]:
    numbers = np.array(list(base.emprises), dtype=np.int64)
    emprises = np.array(list(base.emprises.values()), dtype=object)
    tree = shapely.STRtree(emprises)
    near = np.zeros(len(points), dtype=bool)
    for lot in np.unique(lots).tolist():
        if lot not in base.emprises:
            continue
        emprise = base.emprises[lot]
        mine = np.flatnonzero(lots == lot)
        at_limit = mine[shapely.dwithin(points[mine], emprise.boundary, search)]
        others = tree.query(emprise, predicate="dwithin", distance=search)
        others = others[numbers[others] != lot]
        if len(at_limit) and len(others):
            beyond = shapely.difference(shapely.union_all(emprises[others]), emprise)  # the same ground is no neighbour
            near[at_limit] = shapely.dwithin(points[at_limit], beyond, search)
    return near


@cache_on_dataset
def end_pairs(base: Base, name: str, search: float) -> EndPairs:
    """Pairs of ends at borders, one-to-one, the nearest first."""
    ends = border_ends(base, name, search)
    lots = ends.lot
    left, right = shapely.STRtree(ends.points).query(ends.points, predicate="dwithin", distance=search)
    keep = (left < right) & (lots[left] != lots[right])
    left, right = left[keep], right[keep]
    distance = shapely.distance(ends.points[left], ends.points[right])
    used: set[int] = set()
    joined: set[tuple[int, int]] = set()
    pairs = []
    # of equally near ones the leftmost, then the lowest: an order that no tile and no order of objects changes
    x, y = shapely.get_x(ends.points), shapely.get_y(ends.points)
    ids = base.uids(name)[ends.owner].astype(str)
    for k in np.lexsort((ids[right], ids[left], y[left], x[left], distance)).tolist():
        one, other = int(left[k]), int(right[k])
        lines = (min(ends.part[one], ends.part[other]), max(ends.part[one], ends.part[other]))
        if one in used or other in used or lines in joined:
            continue  # two lines continue each other once: their other ends are no second meeting
        used |= {one, other}
        joined.add(lines)
        pairs.append((one, other))
    a, b = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
    swap = base.order_pairs(name, ends.owner[a], ends.owner[b])[0] != ends.owner[a]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    xyz = base.vertices(name).xyz
    return EndPairs(ends.owner[a], ends.owner[b], xyz[ends.vertex[a]], xyz[ends.vertex[b]])


def _distance_limits(base: Base, name: str, pairs: EndPairs, column: str, otherwise: float) -> Floats:
    """Sum of the two objects' precision bounds; `otherwise` where one of them declares none."""
    bounds = base.bounds(name, np.nan, column)
    total = bounds[pairs.a] + bounds[pairs.b]
    return np.where(np.isfinite(total), total, otherwise)


def _end_findings(
    base: Base, name: str, code: str, pairs: EndPairs, which: NDArray[np.bool_], measured: Floats, same: float,
    allowed: Floats,
) -> list[Finding]:  # fmt: skip
    rows = np.flatnonzero(which)
    lines = shapely.linestrings(np.stack((pairs.start[rows, :2], pairs.end[rows, :2]), axis=1))
    return base.make_findings(
        name,
        pairs.a[rows],
        code,
        np.where(measured[rows] <= allowed[rows], "warning", "error").tolist(),
        others=pairs.b[rows],
        places=pairs.start[rows],
        shapes=lines if code == "E1" else None,
        measured=measured[rows],
        tolerance=same,
    )


@tile_check("E1")
def e1_plan_gaps(base: Base, profile: Profile) -> list[Finding]:
    """Ends that should meet and do not, in plan."""
    require_lots(base, "E1")
    same, search = profile.value("E1", "same"), profile.value("E1", "search")
    out = []
    for name in line_classes(base):
        pairs = end_pairs(base, name, search)
        allowed = _distance_limits(base, name, pairs, "precisionPlanimetrique", same)
        out += _end_findings(base, name, "E1", pairs, pairs.gap > same, pairs.gap, same, allowed)
    return out


@tile_check("E2")
def e2_altitude_gaps(base: Base, profile: Profile) -> list[Finding]:
    """Ends that meet in plan, to the precision of the two objects, at different altitudes."""
    require_lots(base, "E2")
    same, undeclared = profile.value("E2", "same"), profile.value("E2", "undeclared")
    out = []
    for name in line_classes(base):
        pairs = end_pairs(base, name, profile.value("E1", "search"))
        meets = pairs.gap <= _distance_limits(base, name, pairs, "precisionPlanimetrique", profile.value("E1", "same"))
        allowed = _distance_limits(base, name, pairs, "precisionAltimetrique", undeclared)
        out += _end_findings(base, name, "E2", pairs, meets & (pairs.step > same), pairs.step, same, allowed)
    return out


@tile_check("E3")
def e3_unmatched_ends(base: Base, profile: Profile) -> list[Finding]:
    """Ends on the limit of their lot, where another lot begins, that nothing goes on."""
    require_lots(base, "E3")
    near, search = profile.value("E3", "distance"), profile.value("E1", "search")
    out = []
    for name in line_classes(base):
        ends = border_ends(base, name, near)
        xyz = base.vertices(name).xyz
        pairs = end_pairs(base, name, search)
        met = {tuple(p) for p in np.concatenate((pairs.start, pairs.end))[:, :2].tolist()}
        alone = np.array([tuple(p) not in met for p in xyz[ends.vertex, :2].tolist()], dtype=bool)
        alone &= ~_has_continuation(base, name, ends, near)
        alone[np.isin(ends.owner, slivers(base, name, profile))] = False
        rows = np.flatnonzero(alone)
        out += base.make_findings(name, ends.owner[rows], "E3", "warning", places=xyz[ends.vertex[rows]])
    return out


def _has_continuation(base: Base, name: str, ends: BorderEnds, near: float) -> NDArray[np.bool_]:
    """Whether another line of the class passes at each end: a turn inside the lot, or what another lot holds."""
    out = np.zeros(len(ends.points), dtype=bool)
    left, right = base.tree(name).query(ends.points, predicate="dwithin", distance=near)
    line = shapely.get_dimensions(base.geometry(name)[right]) == 1
    out[left[line & (right != ends.owner[left])]] = True
    return out


def slivers(base: Base, name: str, profile: Profile) -> Rows:
    """Tiny lines that touch the limit of their lot."""
    if name not in line_classes(base):
        return np.empty(0, dtype=np.intp)
    length, near = profile.value("E4", "length"), profile.value("E4", "distance")
    geometry, lots = base.geometry(name), base.lot_of(name)
    measured = shapely.length(geometry)
    line = shapely.get_dimensions(geometry) == 1
    tiny = np.flatnonzero(line & (measured < length) & (measured >= profile.value("G2", "length")))
    touching = [
        shapely.dwithin(geometry[row], base.emprises[lot].boundary, near) if lot in base.emprises else False
        for row, lot in zip(tiny.tolist(), lots[tiny].tolist(), strict=True)
    ]
    return tiny[np.array(touching, dtype=bool)]


@tile_check("E4")
def e4_border_slivers(base: Base, profile: Profile) -> list[Finding]:
    """What a cut has left on the limit of a lot, with the line that goes on where there is one."""
    if not base.emprises:
        raise NotRun("no_emprise", lots=", ".join(base.lots.values()))
    tell_missing(base, "E4")
    length, same = profile.value("E4", "length"), profile.value("E1", "same")
    out = []
    for name in line_classes(base):
        rows = slivers(base, name, profile)
        if not len(rows):
            continue
        geometry = base.geometry(name)
        measured = shapely.length(geometry[rows])
        left, right = base.tree(name).query(geometry[rows], predicate="dwithin", distance=same)
        line = shapely.get_dimensions(geometry[right]) == 1
        longer = line & (rows[left] != right) & (shapely.length(geometry[right]) >= length)
        left, right = left[longer], right[longer]
        # of several lines that go on the longest, then the leftmost: the same one when identifiers are renewed
        low, ids = shapely.bounds(geometry[right]), base.ids(name)[right].astype(str)
        order = np.lexsort((ids, low[:, 1], low[:, 0], -shapely.length(geometry[right]), left))
        first = order[np.unique(left[order], return_index=True)[1]]
        pieces, partner = left[first], right[first]
        out += base.make_findings(
            name, rows[pieces], "E4", "warning", others=partner, measured=measured[pieces], tolerance=length
        )
        alone = np.setdiff1d(np.arange(len(rows)), pieces)
        out += base.make_findings(name, rows[alone], "E4_alone", "warning", measured=measured[alone], tolerance=length)
    return out

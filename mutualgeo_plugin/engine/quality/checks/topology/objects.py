"""T1 and T3 to T7 of the catalogue: objects against each other and against the emprise of their lot."""

from __future__ import annotations

import numpy as np
import shapely

from ....dataset.dataset import Rows, cache_on_dataset
from ....dataset.findings import Finding
from ....dataset.segments import line_ends
from ....geometry.equality import equal_pairs, possible_duplicates
from ....geometry.tangles import valid_areas
from ....geometry.vertices import control_points
from ....geometry.width import widths
from ...base import Base, NotRun
from ...profile import Profile
from ..borders.ends import tell_missing
from ..geometry.loose_ends import find_loose_ends
from ..geometry.shapes import ENVELOPE, FACADE, KERB, PILLAR, SEUIL
from ..registry import tile_check
from .crossing import deepest_crossings

WALLS = (FACADE, "MurPCRS", "ProeminenceBatiPCRS", PILLAR)
RAIL = "RailPCRS"
#: A distance that is none, for what must be the same to the last digit.
_EXACTLY = 1e-9


@cache_on_dataset
def equals(base: Base, name: str, distance: float) -> Rows:
    """Pairs (k, 2) of objects of a class that are the same drawing; in a crowd only exact copies."""
    quiet, twins = base.uncrowded_mask(name, "T1"), possible_duplicates(base.geometry(name), distance)
    pairs = []
    for among, tolerance in ((twins[quiet[twins]], distance), (twins[~quiet[twins]], _EXACTLY)):
        vertices = control_points(base.geometry(name)[among], base.table(name)["curve"].to_numpy()[among])
        labels = base.labels(name, among)
        pairs.append(among[equal_pairs(vertices, len(among), tolerance=tolerance, labels=labels)])
    return np.concatenate(pairs)


@tile_check("T1")
def t1_duplicates(base: Base, profile: Profile) -> list[Finding]:
    """Objects of one class drawn twice."""
    distance = profile.value("T1", "distance")
    out = []
    for name in base.drawn_classes:
        first, second = _leader_pairs(base, name, equals(base, name, distance)).T
        out += base.make_findings(name, second, "T1", others=first, tolerance=distance)
    return out


def _leader_pairs(base: Base, name: str, pairs: Rows) -> Rows:
    """Pairs (leader, member) of groups whose leader is the one of the lowest gml:id."""
    if not len(pairs):
        return pairs
    groups, group = np.unique(pairs[:, 0], return_inverse=True)
    member = np.concatenate((groups, pairs[:, 1]))
    of = np.concatenate((np.arange(len(groups)), group))
    ids = base.ids(name).astype(str)
    order = np.lexsort((member, ids[member], of))
    first = np.unique(of[order], return_index=True)[1]
    rest = np.delete(order, first)
    return np.column_stack((member[order[first]][of[rest]], member[rest]))


@tile_check("T3")
def t3_outline_overlaps(base: Base, profile: Profile) -> list[Finding]:
    """Outlines of affleurants that overlap; the same outline twice is a duplicate (T1)."""
    width, area = profile.value("T3", "width"), profile.value("T3", "area")
    out = []
    for name in base.present_classes(ENVELOPE):
        shapes = base.geometry(name).copy()
        bad = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
        shapes[bad] = valid_areas(shapes[bad])
        quiet = np.flatnonzero(base.uncrowded_mask(name, "T3"))
        left, right = shapely.STRtree(shapes[quiet]).query(shapes[quiet], predicate="intersects")
        left, right = base.order_pairs(name, quiet[left[left < right]], quiet[right[left < right]])
        common = shapely.intersection(shapes[left], shapes[right])
        surface = shapely.area(common)
        smaller = np.minimum(shapely.area(shapes[left]), shapely.area(shapes[right]))
        larger = np.maximum(shapely.area(shapes[left]), shapely.area(shapes[right]))
        there = np.flatnonzero((surface > 0) & ~((surface >= 0.999 * smaller) & (smaller >= 0.999 * larger)))
        wide = widths(common[there])
        wrong = (wide > width) | (surface[there] > area)
        rows = there[wrong]
        out += base.make_findings(
            name,
            left[rows],
            "T3",
            others=right[rows],
            places=shapely.get_coordinates(shapely.point_on_surface(common[rows])),
            shapes=shapely.force_2d(common[rows]),
            measured=wide[wrong],
            tolerance=width,
            fields=[{"area": f"{v:.4f}"} for v in surface[rows]],
        )
    return out


@tile_check("T4")
def t4_objects_outside_emprise(base: Base, profile: Profile) -> list[Finding]:
    """Objects outside the emprise of their lot, or crossing its limit."""
    if not base.emprises:
        raise NotRun("no_emprise", lots=", ".join(base.lots.values()))
    tell_missing(base, "T4")
    outside, crossing = profile.value("T4", "outside"), profile.value("T4", "crossing")
    wide = {lot: shapely.buffer(emprise, crossing) for lot, emprise in base.emprises.items()}
    shapely.prepare(np.array([*base.emprises.values(), *wide.values()], dtype=object))
    out = []
    for name in base.drawn_classes:
        geometry, lots = base.geometry(name), base.lot_of(name)
        there = ~shapely.is_missing(geometry)
        grounds: dict[tuple[int, ...], Rows] = {
            (lot,): np.flatnonzero((lots == lot) & there) for lot in np.unique(lots).tolist() if lot in wide
        }
        for row, origins in base.origins(name).items():
            if there[row] and wide.keys() >= set(origins):
                grounds[origins] = np.append(grounds.get(origins, np.empty(0, dtype=np.intp)), row)
        for own, mine in grounds.items():
            ground, around = (_join_grounds([of_lot[lot] for lot in own]) for of_lot in (base.emprises, wide))
            suspects = mine[~shapely.covers(ground, geometry[mine])]
            gap = shapely.distance(geometry[suspects], ground)
            far = gap > outside
            out += base.make_findings(name, suspects[far], "T4", measured=gap[far], tolerance=outside)
            across = suspects[~far]
            across = across[~shapely.covers(around, geometry[across])]
            out += _crossing(base, name, across, ground, crossing)
    return out


def _join_grounds(grounds: list[shapely.Geometry]) -> shapely.Geometry:
    """The ground of one lot, or of all those that an object was made of."""
    return grounds[0] if len(grounds) == 1 else shapely.union_all(grounds)


def _crossing(base: Base, name: str, rows: Rows, emprise: shapely.Geometry, tolerance: float) -> list[Finding]:
    places, worst, beyond = [], [], []
    there = base.geometry(name)[rows]
    for geometry, valid in zip(there, valid_areas(there), strict=True):
        points = shapely.get_coordinates(geometry)
        gaps = shapely.distance(shapely.points(points), emprise)
        places.append(points[int(np.argmax(gaps))])
        worst.append(float(gaps.max()))
        beyond.append(shapely.force_2d(shapely.difference(valid, emprise)))
    return base.make_findings(
        name, rows, "T4_crossing", "warning", places=places, shapes=beyond, measured=worst, tolerance=tolerance
    )


@tile_check("T5")
def t5_facade_crossings(base: Base, profile: Profile) -> list[Finding]:
    """Façades that cross another façade or a road edge."""
    undeclared, same = profile.value("T5", "undeclared"), profile.value("T1", "distance")
    out: list[Finding] = []
    if FACADE not in base.classes:
        return out
    first = base.geometry(FACADE)
    quiet = np.flatnonzero(base.uncrowded_mask(FACADE, "T5"))
    for name in base.present_classes(FACADE, KERB):
        second = base.geometry(name)
        left, right = base.tree(name).query(first[quiet], predicate="crosses")
        left = quiet[left]
        keep = base.uncrowded_mask(name, "T5")[right] & ((name != FACADE) | (left < right))
        left, right = left[keep], right[keep]
        if name == FACADE:
            left, right = base.order_pairs(name, left, right)
        limit = np.maximum(base.bounds(FACADE, undeclared)[left], base.bounds(name, undeclared)[right])
        depth, places = deepest_crossings(first[left], second[right], same)
        wrong = np.flatnonzero(depth > limit)
        points = shapely.intersection(first[left[wrong]], second[right[wrong]])
        out += base.make_findings(
            FACADE,
            left[wrong],
            "T5",
            others=right[wrong],
            other_class=name,
            places=places[wrong],
            shapes=shapely.force_2d(points),
            measured=depth[wrong],
            tolerance=limit[wrong],
        )
    return out


@tile_check("T6")
def t6_loose_doorsteps(base: Base, profile: Profile) -> list[Finding]:
    """Ends of doorsteps that are on no façade, wall or projection of a building."""
    walls = base.present_classes(*WALLS)
    if SEUIL not in base.classes:
        return []
    if not walls:
        raise NotRun("no_class", classes=", ".join(WALLS))
    undeclared, search = profile.value("T6", "undeclared"), profile.value("T6", "search")
    at, part = line_ends(base, SEUIL)
    if not len(at):
        return []
    vertices = base.vertices(SEUIL)
    owner = vertices.part_owner[part]
    points = shapely.points(vertices.xyz[at, :2])
    tree = shapely.STRtree(np.concatenate([base.geometry(name) for name in walls]))
    near, gaps = np.full(len(at), np.inf), tree.query_nearest(points, max_distance=search, return_distance=True)
    np.minimum.at(near, gaps[0][0], gaps[1])
    limits = base.bounds(SEUIL, undeclared)[owner]
    wrong = near > limits
    out = []
    for code, rows, tolerance in (
        ("T6", np.flatnonzero(wrong & np.isfinite(near)), limits),
        ("T6_alone", np.flatnonzero(wrong & ~np.isfinite(near)), np.full(len(at), search)),
    ):
        out += base.make_findings(
            SEUIL,
            owner[rows],
            code,
            "warning",
            places=vertices.xyz[at[rows]],
            measured=near[rows] if code == "T6" else None,
            tolerance=tolerance[rows],
        )
    return out


@tile_check("T7")
def t7_rail_gaps(base: Base, profile: Profile) -> list[Finding]:
    """Ends of rails that do not quite meet; tracks of another gauge."""
    out = []
    for name in base.present_classes(RAIL):
        out += find_loose_ends(base, name, "T7", profile.value("T1", "distance"))
        out += _gauges(base, profile)
    return out


def _gauges(base: Base, profile: Profile) -> list[Finding]:
    gauge, tolerance, nearest, search = (
        profile.value("T7", key) for key in ("gauge", "tolerance", "nearest", "search")
    )
    rails = base.geometry(RAIL)
    quiet = np.flatnonzero(base.uncrowded_mask(RAIL, "T7") & (shapely.length(rails) > search))
    left, right = base.tree(RAIL).query(rails[quiet], predicate="dwithin", distance=search)
    left = quiet[left]
    keep = (left != right) & np.isin(right, quiet)
    left, right = left[keep], right[keep]
    if not len(left):
        return []
    # five places along the one that faces the other all along: a track is two rails side by side
    points = shapely.line_interpolate_point(rails[left][:, None], [[0.1, 0.3, 0.5, 0.7, 0.9]], normalized=True)
    apart = shapely.distance(points, rails[right][:, None])
    beside = (apart <= search).all(axis=1) & (apart >= nearest).all(axis=1)
    measured = np.median(apart, axis=1)
    wrong = np.flatnonzero(beside & (np.abs(measured - gauge) > tolerance))
    pairs = np.sort(np.column_stack((left[wrong], right[wrong])), axis=1)
    pairs, first = np.unique(pairs, axis=0, return_index=True)
    a, b = base.order_pairs(RAIL, *pairs.T)
    places = shapely.get_coordinates(shapely.line_interpolate_point(rails[a], 0.5, normalized=True))
    return base.make_findings(
        RAIL,
        a,
        "T7_gauge",
        "warning",
        others=b,
        places=places,
        measured=measured[wrong[first]],
        tolerance=tolerance,
    )

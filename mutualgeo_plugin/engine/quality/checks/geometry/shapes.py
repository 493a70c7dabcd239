"""G1 to G13 of the catalogue: each drawing by itself. Orientation (G14) and loose ends (G15) have their own files."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.dataset import Floats, Rows
from ....dataset.findings import Finding
from ....dataset.grouping import group_by_object
from ....dataset.segments import Segments, corners, segments
from ....geometry.arcs import circles, lengths, sweeps
from ....geometry.polylines import drop_repeated_vertices
from ....geometry.vertices import decompose_curves, parts_of
from ...base import Base
from ...profile import Profile
from ..borders.ends import slivers
from ..registry import tile_check
from .self_crossing import Limits, self_crossings, turning_vertices

ENVELOPE, KERB, SEUIL, FACADE = "AffleurantEnveloppePCRS", "LimiteVoiriePCRS", "SeuilPCRS", "FacadePCRS"
PILLAR = "PilierParticulierPCRS"
Geometries = NDArray[np.object_]


@tile_check("G1")
def g1_invalid_geometries(base: Base, profile: Profile) -> list[Finding]:
    """Missing geometries; rings that are not closed; invalid polygons, each at its fault."""
    out = []
    for name in base.spatial_classes:
        geometry = base.geometry(name)
        wild = base.wild[name]
        out += base.make_findings(name, wild, "G1_number")
        none = shapely.is_missing(geometry) | shapely.is_empty(geometry)
        none[wild] = False
        out += base.make_findings(name, np.flatnonzero(none), "G1_null")
        areal = shapely.get_dimensions(geometry) == 2
        out += _open_rings(base, name, np.flatnonzero(areal & base.table(name)["odd"].to_numpy(dtype=bool)))
        bad = np.flatnonzero(areal & ~shapely.is_valid(geometry) & ~shapely.is_empty(geometry))
        reasons = shapely.is_valid_reason(geometry[bad])
        places = base.places(name)[bad].copy()
        fields: list[dict[str, object]] = []
        for k, reason in enumerate(reasons):
            what, _, where = reason.partition("[")
            fields.append({"reason": what})
            if where:
                places[k] = [float(v) for v in where.rstrip("]").split()[:2]]
        out += base.make_findings(name, bad, "G1", places=places, shapes=shapely.points(places), fields=fields)
    return out


def _open_rings(base: Base, name: str, rows: Rows) -> list[Finding]:
    """Rings whose last point is not the first: the copy that is analysed is closed, the control points tell."""
    flat, ranks = decompose_curves(base.table(name)["curve"].to_numpy()[rows])
    rings = np.flatnonzero((flat.surface >= 0) & (np.diff(flat.part_start) > 0))
    begin, end = flat.xyz[flat.part_start[rings], :2], flat.xyz[flat.part_start[rings + 1] - 1, :2]
    gaps = np.hypot(*(end - begin).T)
    bad = np.flatnonzero(gaps > 0)
    both = shapely.linestrings(np.stack((end[bad], begin[bad]), axis=1))
    return base.make_findings(
        name,
        rows[ranks[flat.part_owner[rings[bad]]]],
        "G1_open",
        places=end[bad],
        shapes=both,
        measured=gaps[bad],
        tolerance=0.0,
    )


@tile_check("G2")
def g2_degenerate_geometries(base: Base, profile: Profile) -> list[Finding]:
    """Lines without length, polygons without surface, arcs with coincident control points."""
    limit = profile.value("G2", "length")
    out = []
    for name in base.spatial_classes:
        geometry = base.geometry(name)
        dimension, length = shapely.get_dimensions(geometry), shapely.length(geometry)
        nothing = (dimension == 1) & (length < limit) & ~shapely.is_empty(geometry)
        short = np.flatnonzero(nothing)
        first = shapely.get_coordinates(shapely.get_point(shapely.get_geometry(geometry[short], 0), 0))
        out += base.make_findings(name, short, "G2", places=first, measured=length[short], tolerance=limit)
        out += _parts_without_length(base, name, ~nothing, limit)
        areal = np.flatnonzero((dimension == 2) & ~shapely.is_empty(geometry))
        flat = areal[_flat_mask(geometry[areal], limit)]
        nil = flat[_flat_mask(shapely.convex_hull(geometry[flat]), limit)]  # a bow may have no surface, and is G1's
        corner = [shapely.get_coordinates(g)[0] for g in geometry[nil]]
        width = 2.0 * shapely.area(geometry[nil]) / np.maximum(shapely.length(geometry[nil]), limit)
        out += base.make_findings(name, nil, "G2_area", places=corner, measured=width, tolerance=limit)
        arcs, owner = base.arcs(name).points, base.arcs(name).owner
        halves = np.hypot(*np.moveaxis(np.diff(arcs[:, :, :2], axis=1), 2, 0))
        bad = np.flatnonzero((halves < limit).any(axis=1) | (lengths(arcs) < limit))
        groups = group_by_object(owner[bad], -lengths(arcs[bad]))
        out += base.make_findings(name, groups.objects, "G2_arc", places=arcs[bad[groups.worst], 0])
    return out


def _parts_without_length(base: Base, name: str, among: NDArray[np.bool_], limit: float) -> list[Finding]:
    """Lines without length that are parts of more: the object is none to put aside (G2 is)."""
    parts, owner = parts_of(base.geometry(name))
    line = (shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING) & ~shapely.is_empty(parts)
    short = np.flatnonzero(line & among[owner] & (shapely.length(parts) < limit))
    if not len(short):
        return []
    groups = group_by_object(owner[short], -shapely.length(parts[short]))
    first = shapely.get_point(parts[short], 0)
    return base.make_findings(
        name,
        groups.objects,
        "G2_part",
        places=shapely.get_coordinates(first[groups.worst]),
        shapes=groups.shapes(first),
        measured=shapely.length(parts[short[groups.worst]]),
        tolerance=limit,
        fields=groups.counts(),
    )


def _flat_mask(surfaces: Geometries, limit: float) -> NDArray[np.bool_]:
    """Which surfaces are not wider than the limit, on the average of their length."""
    return np.asarray(shapely.area(surfaces) <= limit * shapely.length(surfaces) / 2.0)


def _segment_findings(
    base: Base, name: str, code: str, severity: str, bad: Segments, badness: Floats, measured: Floats, limit: float
) -> list[Finding]:
    """One finding an object for segments: at the worst one, all drawn."""
    groups = group_by_object(bad.owner, badness)
    if not len(groups.objects):
        return []
    return base.make_findings(
        name,
        groups.objects,
        code,
        severity,
        places=bad.a[groups.worst],
        shapes=groups.shapes(bad.lines()),
        measured=measured[groups.worst],
        tolerance=limit,
        fields=groups.counts(),
    )


@tile_check("G3")
def g3_repeated_vertices(base: Base, profile: Profile) -> list[Finding]:
    """Vertices that repeat the one before."""
    distance, step = profile.value("G3", "distance"), profile.value("G3", "step")
    out = []
    for name in base.field_classes:
        pieces = segments(base, name)
        bad = pieces.take(
            (pieces.length <= distance)
            & ~(pieces.level_difference > step)
            & _is_longer_object(base, name, pieces, distance)
        )
        out += _segment_findings(base, name, "G3", "warning", bad, -bad.length, bad.length, distance)
    return out


def _is_longer_object(base: Base, name: str, pieces: Segments, limit: float) -> NDArray[np.bool_]:
    """Whether the object of each piece is itself longer: else its smallness is the finding (G2, G5)."""
    return np.asarray(shapely.length(base.geometry(name))[pieces.owner] >= limit)


@tile_check("G4")
def g4_short_segments(base: Base, profile: Profile) -> list[Finding]:
    """Straight pieces of a few millimetres between others; repeated vertices are G3's, steps G12's."""
    worst, small = profile.value("G4", "error"), profile.value("G4", "info")
    same, tiny = profile.value("G3", "distance"), profile.value("G5", "length")
    out = []
    for name in base.field_classes:
        pieces = segments(base, name)
        among = pieces.take(
            (pieces.length > same) & (pieces.length < small) & _is_longer_object(base, name, pieces, tiny)
        )
        length = among.length
        for severity, which, limit in (("error", length < worst, worst), ("info", length >= worst, small)):
            bad = among.take(which)
            out += _segment_findings(base, name, "G4", severity, bad, -bad.length, bad.length, limit)
    return out


@tile_check("G5")
def g5_tiny_objects(base: Base, profile: Profile) -> list[Finding]:
    """Tiny lines and polygons; slivers on a border are E4's."""
    nothing, shortest, smallest = (
        profile.value("G2", "length"),
        profile.value("G5", "length"),
        profile.value("G5", "area"),
    )
    out = []
    for name in base.field_classes:
        geometry = base.geometry(name)
        dimension, length, area = shapely.get_dimensions(geometry), shapely.length(geometry), shapely.area(geometry)
        short = (dimension == 1) & (length >= nothing) & (length < shortest)
        short[slivers(base, name, profile)] = False
        rows = np.flatnonzero(short)
        out += base.make_findings(name, rows, "G5", "warning", measured=length[rows], tolerance=shortest)
        if name != ENVELOPE:
            rows = np.flatnonzero((dimension == 2) & (area > 0) & (area < smallest))
            out += base.make_findings(name, rows, "G5_area", "warning", measured=area[rows], tolerance=smallest)
    return out


@tile_check("G6")
def g6_spikes(base: Base, profile: Profile) -> list[Finding]:
    """Spikes: two short pieces that lead back on each other."""
    angle, leg, same = profile.value("G6", "angle"), profile.value("G6", "leg"), profile.value("G3", "distance")
    out = []
    for name in base.field_classes:
        at = corners(base, name)
        sharp = 180.0 - at.turn
        legs = np.column_stack((at.before, at.after))
        bad = np.flatnonzero((sharp < angle) & (legs < leg).all(axis=1) & (legs > same).all(axis=1))
        if not len(bad):
            continue
        points = base.vertices(name).xyz[at.vertex[bad], :2]
        groups = group_by_object(at.owner[bad], -sharp[bad])
        out += base.make_findings(
            name,
            groups.objects,
            "G6",
            "warning",
            places=points[groups.worst],
            shapes=groups.shapes(shapely.points(points)),
            measured=sharp[bad[groups.worst]],
            tolerance=angle,
            fields=groups.counts(),
        )
    return out


@tile_check("G7")
def g7_self_crossings(base: Base, profile: Profile) -> list[Finding]:
    """Lines that cross themselves or lie on themselves; polygons that do are invalid (G1)."""
    limits = Limits.from_profile(profile)
    out = []
    for name in base.field_classes:
        parts, owner = parts_of(base.geometry(name))
        lines = shapely.get_type_id(parts) == shapely.GeometryType.LINESTRING
        suspects = np.flatnonzero(lines & (shapely.length(parts) > 0))
        suspects = suspects[~shapely.is_simple(parts[suspects]) | _returning_mask(parts[suspects], limits)]
        if not len(suspects):
            continue
        xy, line = shapely.get_coordinates(parts[suspects], return_index=True)
        for code, found in zip(("G7", "G7_back"), self_crossings(xy, line, limits), strict=True):
            if not len(found.line):
                continue
            groups = group_by_object(found.line, found.measured)  # of a multi-line each line by itself
            out += base.make_findings(
                name,
                owner[suspects[groups.objects]],
                code,
                "error" if name == PILLAR else "warning",
                places=found.points[groups.worst],
                shapes=groups.shapes(shapely.points(found.points)),
                measured=found.measured[groups.worst],
                tolerance=limits.depth,
                fields=groups.counts(),
            )
    return out


def _returning_mask(lines: Geometries, limits: Limits) -> NDArray[np.bool_]:
    """Lines that go back over themselves somewhere, but for roundings that make them simple."""
    xy, line = drop_repeated_vertices(*shapely.get_coordinates(lines, return_index=True))
    out = np.zeros(len(lines), dtype=bool)
    out[line[turning_vertices(xy, line, limits)[0]]] = True
    return out


@tile_check("G8")
def g8_affleurant_outlines(base: Base, profile: Profile) -> list[Finding]:
    """Outlines of affleurants: holes, unlikely surfaces."""
    smallest, largest = profile.value("G8", "smallest"), profile.value("G8", "largest")
    out = []
    for name in base.present_classes(ENVELOPE):
        geometry = base.geometry(name)
        area, holes = shapely.area(geometry), shapely.get_num_interior_rings(geometry)
        rows = np.flatnonzero(holes > 0)
        out += base.make_findings(name, rows, "G8_hole", fields=[{"count": n} for n in holes[rows].tolist()])
        rows = np.flatnonzero(shapely.is_valid(geometry) & (area > 0) & ((area < smallest) | (area > largest)))
        expected: dict[str, object] = {"expected": f"{smallest:g}–{largest:g} m²"}
        limits = np.where(area[rows] < smallest, smallest, largest)
        out += base.make_findings(
            name, rows, "G8", "warning", measured=area[rows], tolerance=limits, fields=[expected] * len(rows)
        )
    return out


@tile_check("G9")
def g9_open_outlines(base: Base, profile: Profile) -> list[Finding]:
    """Pillars that are not closed; façades whose ends almost meet."""
    out = []
    for name in base.present_classes(PILLAR, FACADE):
        vertices = base.vertices(name)
        begin, end = vertices.part_start[:-1], vertices.part_start[1:] - 1
        gaps = np.hypot(*(vertices.xyz[end, :2] - vertices.xyz[begin, :2]).T)
        owner = vertices.part_owner
        if name == PILLAR:
            bad = np.flatnonzero(gaps > 0)
        else:  # an open façade is legal; three points at least, and ends within the precision of the object
            bad = np.flatnonzero((gaps > 0) & (gaps <= base.bounds(name, 0.0)[owner]) & (end - begin >= 3))
        both = shapely.linestrings(np.stack((vertices.xyz[begin[bad], :2], vertices.xyz[end[bad], :2]), axis=1))
        out += base.make_findings(
            name,
            owner[bad],
            "G9",
            "error" if name == PILLAR else "warning",
            places=vertices.xyz[end[bad]],
            shapes=both,
            measured=gaps[bad],
            tolerance=0.0,
        )
    return out


@tile_check("G10")
def g10_doorsteps(base: Base, profile: Profile) -> list[Finding]:
    """Doorsteps that are no segment of two points, or of an unlikely length."""
    shortest, longest = profile.value("G10", "shortest"), profile.value("G10", "longest")
    out = []
    for name in base.present_classes(SEUIL):
        count, length = base.vertices(name).counts(len(base.table(name))), shapely.length(base.geometry(name))
        rows = np.flatnonzero(count > 2)
        out += base.make_findings(name, rows, "G10", "warning", fields=[{"count": n} for n in count[rows].tolist()])
        nothing = profile.value("G5", "length")
        rows = np.flatnonzero((length >= nothing) & ((length < shortest) | (length > longest)))
        expected: dict[str, object] = {"expected": f"{shortest:g}–{longest:g} m"}
        limits = np.where(length[rows] < shortest, shortest, longest)
        out += base.make_findings(
            name, rows, "G10_length", "warning", measured=length[rows], tolerance=limits, fields=[expected] * len(rows)
        )
    return out


@tile_check("G11")
def g11_implausible_arcs(base: Base, profile: Profile) -> list[Finding]:
    """Arcs that are flat, of an unlikely radius, almost closed, or that break the line."""
    smallest, largest, sagitta, sweep, corner = (
        profile.value("G11", key) for key in ("smallest", "largest", "sagitta", "sweep", "break")
    )
    nothing = profile.value("G2", "length")
    out = []
    for name in base.field_classes:
        arcs = base.arcs(name)
        points = arcs.points
        if not len(points):
            continue
        centre, radius, straight = circles(points)
        angle = np.abs(sum(sweeps(points, centre)))
        with np.errstate(invalid="ignore"):
            rise = np.where(straight, 0.0, radius * (1.0 - np.cos(angle / 2.0)))
        halves = np.hypot(*np.moveaxis(np.diff(points[:, :, :2], axis=1), 2, 0))
        sound = (halves >= nothing).all(axis=1)  # else it is G2's
        circle = (points[:, 0, :2] == points[:, 2, :2]).all(axis=1)
        flat = sound & (rise < sagitta)
        odd = sound & ~flat & ((radius < smallest) | (radius > largest))
        round_ = sound & ~circle & ~flat & (np.degrees(angle) > sweep)
        for code, bad, measured, badness, limit in (
            ("G11_flat", flat, rise, -rise, sagitta),
            ("G11_radius", odd, radius, np.where(radius < smallest, smallest / radius, radius / largest), largest),
            ("G11_sweep", round_, np.degrees(angle), angle, sweep),
        ):
            rows = np.flatnonzero(bad)
            groups = group_by_object(arcs.owner[rows], badness[rows])
            if len(rows):
                worst = rows[groups.worst]
                limits = np.where(measured[worst] < smallest, smallest, limit) if code == "G11_radius" else limit
                out += base.make_findings(
                    name,
                    groups.objects,
                    code,
                    "warning",
                    places=points[worst, 1],
                    shapes=groups.shapes(shapely.linestrings(points[rows][:, :, :2])),
                    measured=measured[worst],
                    tolerance=limits,
                    fields=groups.counts(),
                )
        out += _breaks(base, name, corner, nothing)
    return out


def _breaks(base: Base, name: str, limit: float, nothing: float) -> list[Finding]:
    at = corners(base, name)
    bad = np.flatnonzero(at.bent & (at.turn > limit) & (at.before >= nothing) & (at.after >= nothing))
    if not len(bad):
        return []
    points = base.vertices(name).xyz[at.vertex[bad], :2]
    groups = group_by_object(at.owner[bad], at.turn[bad])
    return base.make_findings(
        name,
        groups.objects,
        "G11_break",
        "info",
        places=points[groups.worst],
        shapes=groups.shapes(shapely.points(points)),
        measured=at.turn[bad[groups.worst]],
        tolerance=limit,
        fields=groups.counts(),
    )


@tile_check("G12")
def g12_vertical_steps(base: Base, profile: Profile) -> list[Finding]:
    """Two altitudes at one place, one after the other."""
    distance, step = profile.value("G12", "distance"), profile.value("G12", "step")
    out = []
    for name in base.field_classes:
        pieces = segments(base, name)
        bad = pieces.take((pieces.length <= distance) & (pieces.level_difference > step))
        groups = group_by_object(bad.owner, bad.level_difference)
        if len(bad.owner):
            out += base.make_findings(
                name,
                groups.objects,
                "G12",
                "warning",
                places=bad.a[groups.worst],
                shapes=groups.shapes(shapely.points(bad.a[:, :2])),
                measured=bad.level_difference[groups.worst],
                tolerance=step,
                fields=groups.counts(),
            )
    return out


@tile_check("G13")
def g13_false_precision(base: Base, profile: Profile) -> list[Finding]:
    """Coordinates with more decimals than anyone measures: one finding a lot; its count grows from tile to tile."""
    decimals = int(profile.value("G13", "decimals"))
    counts: dict[int, int] = {}
    for name in base.field_classes:
        vertices = base.vertices(name)
        false = false_decimals(vertices.xyz, decimals)
        false[vertices.arcs + 1] = False  # computed by software, even by this one where it closes a circle
        wrong = np.zeros(len(base.table(name)), dtype=bool)
        wrong[vertices.owner[false]] = True
        wrong &= base.tile_mask(base.places(name))
        origins = base.origins(name)
        made = np.isin(np.arange(len(wrong)), list(origins))
        for lot, n in zip(*np.unique(base.lot_of(name)[wrong & ~made], return_counts=True), strict=True):
            counts[int(lot)] = counts.get(int(lot), 0) + int(n)
        for lot in (lot for row, lots in origins.items() if wrong[row] for lot in lots):
            counts[lot] = counts.get(lot, 0) + 1
    return [
        base.make_lot_finding(lot, "G13", "info", count=n, measured=n, tolerance=decimals)
        for lot, n in sorted(counts.items())
        if lot in base.lots
        and base.has_delivered_coordinates(lot)  # coordinates that a transformation made have all their decimals
    ]


def false_decimals(xyz: Floats, decimals: int) -> NDArray[np.bool_]:
    """Vertices (n, 3) of which a coordinate has more decimals; an altitude that is none has none."""
    with np.errstate(invalid="ignore"):
        return np.asarray((np.abs(xyz - np.round(xyz, decimals)) > 10.0 ** (-decimals - 3)).any(axis=1))

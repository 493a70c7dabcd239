"""Checks of each geometry, and of geometries against each other and their emprise (G1, G2, T1, T4, Z1)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import shapely
from numpy.typing import NDArray

from ..geometry.arcs import lengths
from ..geometry.equality import equal_pairs
from ..geometry.wkb import arc_triples, decode, leaves
from ..model.pcrs import AFFLEURANT, CLASSES
from ..store.tables import labels_of
from .base import Base, NotRun
from .findings import Finding
from .profile import Profile

#: Altitudes that mean "none"; 0 is one only where the lot's own altitudes are far from it.
SENTINELS = (-9999.0, -999.0, -99999.0, 9999.0, 99999.0)


def _finding(base: Base, name: str, i: int, check: str, code: str, severity: str = "error", **more: object) -> Finding:
    """A finding on object i of a class."""
    table = base.table(name)
    place = more.pop("place", None)
    if place is None:
        place = base.places(name)[i] if not _gone(table.geometry.iat[i]) else (np.nan, np.nan)
    return Finding(
        check,
        severity,
        code,
        name,
        (table["gml_id"].iat[i], *more.pop("others", ())),  # type: ignore[misc]
        (int(table["lot_id"].iat[i]),),
        (float(place[0]), float(place[1])),  # type: ignore[index]
        producer=base.producers(name)[i],
        **more,  # type: ignore[arg-type]
    )


def _gone(geometry: shapely.Geometry | None) -> bool:
    return geometry is None or geometry.is_empty


def g1(base: Base, profile: Profile) -> list[Finding]:
    """Missing and invalid geometries."""
    out = []
    for name in base.spatial_classes:
        geometry = base.table(name).geometry.to_numpy()
        none = shapely.is_missing(geometry) | shapely.is_empty(geometry)
        out += [_finding(base, name, i, "G1", "G1_null") for i in np.flatnonzero(none).tolist()]
        areal = np.isin(shapely.get_dimensions(geometry), (2,)) & ~none
        bad = np.flatnonzero(areal & ~shapely.is_valid(geometry))
        for i, reason in zip(bad.tolist(), shapely.is_valid_reason(geometry[bad]), strict=True):
            what, _, where = reason.partition("[")
            place = [float(v) for v in where.rstrip("]").split()[:2]] if where else None
            out.append(_finding(base, name, i, "G1", "G1", fields={"reason": what}, place=place))
    return out


def g2(base: Base, profile: Profile) -> list[Finding]:
    """Lines without length, arcs with coincident control points."""
    limit = profile.value("G2", "length")
    out = []
    for name in base.spatial_classes:
        table = base.table(name)
        geometry = table.geometry.to_numpy()
        linear = shapely.get_dimensions(geometry) == 1
        length = shapely.length(geometry)
        for i in np.flatnonzero(linear & (length < limit)).tolist():
            place = shapely.get_coordinates(geometry[i])[0]
            out.append(_finding(base, name, i, "G2", "G2", measured=float(length[i]), tolerance=limit, place=place))
        for i in np.flatnonzero([c is not None for c in table["curve"]]).tolist():
            place = _coincident(table["curve"].iat[i], limit)
            if place is not None:
                out.append(_finding(base, name, i, "G2", "G2_arc", place=place))
    return out


def _coincident(wkb: bytes, limit: float) -> NDArray[np.float64] | None:
    """First point of an arc whose length or one of whose halves is nil; a full circle's ends may coincide."""
    for kind, points in leaves(decode(wkb)):
        if kind == "arc":
            triples = arc_triples(points)
            first = np.hypot(*(triples[:, 1, :2] - triples[:, 0, :2]).T)
            second = np.hypot(*(triples[:, 2, :2] - triples[:, 1, :2]).T)
            bad = (first < limit) | (second < limit) | (lengths(triples) < limit)
            if bad.any():
                return np.asarray(triples[np.flatnonzero(bad)[0], 0])
    return None


def t1(base: Base, profile: Profile) -> list[Finding]:
    """Objects of one class drawn twice."""
    distance = profile.value("T1", "distance")
    out = []
    for name in base.drawn_classes:
        table = base.table(name)
        ids = table["gml_id"].to_numpy()
        labels = labels_of(table, name)
        for a, b in equal_pairs(base.vertices(name), len(table), tolerance=distance, labels=labels).tolist():
            out.append(_finding(base, name, b, "T1", "T1", others=(ids[a],), tolerance=distance))
    return out


def t4(base: Base, profile: Profile) -> list[Finding]:
    """Objects outside the emprise of their lot, or crossing its limit."""
    if not base.emprises:
        raise NotRun("no_emprise", lots=", ".join(base.lots.values()))
    outside, crossing = profile.value("T4", "outside"), profile.value("T4", "crossing")
    out = []
    for name in base.drawn_classes:
        table = base.table(name)
        geometry, lots = table.geometry.to_numpy(), table["lot_id"].to_numpy()
        for lot, emprise in base.emprises.items():
            mine = np.flatnonzero((lots == lot) & ~shapely.is_missing(geometry))
            wide = emprise.buffer(crossing)
            shapely.prepare(wide)
            suspects = mine[~shapely.covers(wide, geometry[mine])]
            far = shapely.distance(geometry[suspects], emprise)
            for i, gap in zip(suspects.tolist(), far, strict=True):
                if gap > outside:
                    out.append(_finding(base, name, i, "T4", "T4", measured=float(gap), tolerance=outside))
                else:
                    out.append(_crossing(base, name, i, emprise, crossing))
    return out


def _crossing(base: Base, name: str, i: int, emprise: shapely.Geometry, tolerance: float) -> Finding:
    points = shapely.get_coordinates(base.table(name).geometry.iat[i])
    gaps = shapely.distance(shapely.points(points), emprise)
    worst = int(np.argmax(gaps))
    return _finding(
        base,
        name,
        i,
        "T4",
        "T4_crossing",
        "warning",
        measured=float(gaps[worst]),
        tolerance=tolerance,
        place=points[worst],
    )


def z1(base: Base, profile: Profile) -> list[Finding]:
    """Vertices whose altitude is missing or fictitious."""
    plausible = profile.value("Z1", "zero_plausible")
    median = _median_altitudes(base)
    out: list[Finding] = []
    for name in base.spatial_classes:
        if CLASSES[name].family == "cadre" or name == AFFLEURANT:
            continue
        table, vertices = base.table(name), base.vertices(name)
        z, owner = vertices.xyz[:, 2], vertices.owner
        if not len(z):
            continue
        lots = table["lot_id"].to_numpy()
        usual = np.array([median.get(int(lot), np.nan) for lot in lots])[owner]
        fictitious = np.isin(z, SENTINELS) | np.isinf(z) | ((z == 0.0) & (np.abs(usual) > plausible))
        out += _counted(base, name, owner, fictitious, "Z1", z)
        if "precisionAltimetrique" in table:
            declared = table["precisionAltimetrique"].fillna("").to_numpy() != ""
            out += _counted(base, name, owner, np.isnan(z) & declared[owner], "Z1_missing", z)
    return out


def _median_altitudes(base: Base) -> dict[int, float]:
    """Median altitude of each lot, sentinels aside."""
    zs, lots = [], []
    for name in base.spatial_classes:
        vertices = base.vertices(name)
        zs.append(vertices.xyz[:, 2])
        lots.append(base.table(name)["lot_id"].to_numpy()[vertices.owner])
    if not zs:
        return {}
    z, lot = np.concatenate(zs), np.concatenate(lots)
    real = np.isfinite(z) & ~np.isin(z, (*SENTINELS, 0.0))
    return {int(i): float(np.median(z[real & (lot == i)])) for i in np.unique(lot[real])}


def _counted(
    base: Base, name: str, owner: NDArray[np.intp], wrong: NDArray[np.bool_], code: str, z: NDArray[np.float64]
) -> Iterable[Finding]:
    """One finding per object, at its first wrong vertex."""
    rows = np.flatnonzero(wrong)
    objects, first, count = np.unique(owner[rows], return_index=True, return_counts=True)
    xyz = base.vertices(name).xyz
    for i, k, n in zip(objects, first, count, strict=True):
        at = rows[k]
        yield _finding(base, name, int(i), "Z1", code, place=xyz[at], fields={"count": int(n), "value": f"{z[at]:g}"})

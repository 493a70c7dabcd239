"""Z1 to Z4 of the catalogue: altitudes."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from ....dataset.dataset import Floats
from ....dataset.findings import Finding
from ....dataset.grouping import group_by_object
from ....dataset.segments import segments
from ....geometry.arcs import lengths
from ....model.pcrs import AFFLEURANT, CLASSES
from ...base import SENTINELS, Base
from ...profile import Profile
from ..registry import tile_check

#: Classes that must not be steep.
GENTLE = ("LimiteVoiriePCRS", "SeuilPCRS")

Rows = NDArray[np.intp]


def _surveyed_classes(base: Base) -> list[str]:
    """Classes whose altitudes are surveyed: frames and what is drawn from others apart."""
    return [n for n in base.spatial_classes if n not in CLASSES or (CLASSES[n].family != "cadre" and n != AFFLEURANT)]


@tile_check("Z1")
def z1_fictitious_altitudes(base: Base, profile: Profile) -> list[Finding]:
    """Vertices whose altitude is missing or fictitious."""
    plausible = profile.value("Z1", "zero_plausible")
    out: list[Finding] = []
    for name in _surveyed_classes(base):
        table, vertices = base.table(name), base.vertices(name)
        z, owner = vertices.xyz[:, 2], vertices.owner
        if not len(z):
            continue
        suspicious = np.isin(z, SENTINELS) | np.isinf(z) | (z == 0.0)
        if suspicious.any():
            lots = np.unique(base.lot_of(name)[owner[suspicious]]).tolist()
            high = [lot for lot in lots if abs(base.usual_altitude(lot)) > plausible]
            fictitious = suspicious & ((z != 0.0) | np.isin(base.lot_of(name), high)[owner])
            out += _vertex_findings(base, name, owner, fictitious, "Z1", z)
        if "precisionAltimetrique" in table:
            declared = table["precisionAltimetrique"].fillna("").to_numpy() != ""
            flat = ~shapely.has_z(base.geometry(name))  # no altitude at all: S9
            out += _vertex_findings(base, name, owner, np.isnan(z) & (declared & ~flat)[owner], "Z1_missing", z)
    return out


def _vertex_findings(
    base: Base, name: str, owner: Rows, wrong: NDArray[np.bool_], code: str, z: Floats
) -> list[Finding]:
    """One finding per object, at its first wrong vertex."""
    at = np.flatnonzero(wrong)
    groups = group_by_object(owner[at], np.zeros(len(at)))
    if not len(at):
        return []
    xyz = base.vertices(name).xyz
    first = at[groups.worst]
    values = [f"{v:g}" for v in z[first]]
    return base.make_findings(
        name,
        groups.objects,
        code,
        places=xyz[first],
        shapes=groups.shapes(shapely.points(xyz[at, :2])),
        fields=[{**f, "value": v} for f, v in zip(groups.counts(), values, strict=True)],
    )


@tile_check("Z2")
def z2_outlying_altitudes(base: Base, profile: Profile) -> list[Finding]:
    """Vertices whose altitude is far from those around; what several tiles say of one object is one finding."""
    radius, floor, spread, least = (profile.value("Z2", key) for key in ("radius", "floor", "spread", "neighbours"))
    names = [name for name in _surveyed_classes(base) if len(base.vertices(name).xyz)]
    if not names:
        return []
    everything = np.concatenate([base.vertices(name).xyz for name in names])
    real = np.isfinite(everything).all(axis=1) & ~np.isin(everything[:, 2], (*SENTINELS, 0.0))
    ground = Ground(everything[real], 2.0 * radius / 3.0)
    out = []
    for name in names:
        vertices = base.vertices(name)
        xyz = vertices.xyz
        middle, deviation, count = ground.local_statistics(xyz)
        limit = np.maximum(floor, spread * deviation)
        with np.errstate(invalid="ignore"):
            off = np.abs(xyz[:, 2] - middle)
            wrong = (off > limit) & (count >= least) & ~np.isin(xyz[:, 2], (*SENTINELS, 0.0)) & np.isfinite(xyz[:, 2])
        at = np.flatnonzero(
            wrong & base.tile_mask(xyz[:, :2])
        )  # of the others the tile does not know all that is around
        if not len(at):
            continue
        groups = group_by_object(vertices.owner[at], off[at])
        worst = at[groups.worst]
        out += base.make_findings(
            name,
            groups.objects,
            "Z2",
            "warning",
            places=xyz[worst],
            shapes=groups.shapes(shapely.points(xyz[at, :2])),
            measured=off[worst],
            tolerance=limit[worst].round(3),
            fields=groups.counts(),
        )
    return out


class Ground:
    """Altitudes of a place: median and median deviation in the nine cells around it, one representative a square metre.

    Parameters
    ----------
    xyz : array (n, 3), altitudes that are real.
    cell : side of a cell, metres; cells are counted from the origin of the coordinates, whatever the tile.
    """

    def __init__(self, xyz: Floats, cell: float) -> None:
        self.cell = cell
        found, group, count = np.unique(_keys(xyz, 1.0), return_inverse=True, return_counts=True)
        level = _medians(group, count, xyz[:, 2])
        squares = _split(found)
        cells = np.floor((squares + 0.5) / cell).astype(np.int64)
        spread = cells[:, None, :] + np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)])
        keys = _cell_keys(spread.reshape(-1, 2))
        wanted = np.isin(keys, _cell_keys(cells))  # cells that hold something
        levels = np.repeat(level, 9)[wanted]
        self.keys, group, count = np.unique(keys[wanted], return_inverse=True, return_counts=True)
        self.middle, self.count = _medians(group, count, levels), count.astype(np.float64)
        self.deviation = _medians(group, count, np.abs(levels - self.middle[group]))

    def local_statistics(self, xyz: Floats) -> tuple[Floats, Floats, Floats]:
        """Median, median deviation and number of representatives around each place; NaN and 0 where there is none."""
        keys = _keys(xyz, self.cell)
        at = np.minimum(np.searchsorted(self.keys, keys), max(0, len(self.keys) - 1))
        known = self.keys[at] == keys if len(self.keys) else np.zeros(len(keys), dtype=bool)
        return (
            np.where(known, self.middle[at], np.nan) if len(self.keys) else np.full(len(keys), np.nan),
            np.where(known, self.deviation[at], np.nan) if len(self.keys) else np.full(len(keys), np.nan),
            np.where(known, self.count[at], 0.0) if len(self.keys) else np.zeros(len(keys)),
        )


_HALF = 1 << 31


def _keys(xyz: Floats, side: float) -> NDArray[np.int64]:
    with np.errstate(invalid="ignore"):
        cells = np.floor(np.nan_to_num(xyz[:, :2], posinf=0.0, neginf=0.0) / side).astype(np.int64)
    return _cell_keys(cells)


def _cell_keys(cells: NDArray[np.int64]) -> NDArray[np.int64]:
    """Cells (n, 2) as one number each."""
    return (cells[:, 0] << 32) + (cells[:, 1] + _HALF)


def _split(keys: NDArray[np.int64]) -> Floats:
    return np.column_stack((keys >> 32, (keys & 0xFFFFFFFF) - _HALF)).astype(np.float64)


def _medians(group: NDArray[np.intp], count: NDArray[np.intp], values: Floats) -> Floats:
    """Median of the values of each group; `group` of each value, `count` of values of each group."""
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(values)] = np.arange(len(values))
    ranked = values[np.argsort(group * len(values) + rank)]  # by group, then by value: one sorting of whole numbers
    first = np.cumsum(count) - count
    return np.asarray((ranked[first + (count - 1) // 2] + ranked[first + count // 2]) / 2.0)


@tile_check("Z3")
def z3_steep_segments(base: Base, profile: Profile) -> list[Finding]:
    """Pieces of road edges and doorsteps that are too steep; arcs from end to end."""
    slope, step = profile.value("Z3", "slope"), profile.value("Z3", "step")
    vertical = profile.value("G12", "distance")
    out = []
    for name in base.present_classes(*GENTLE):
        pieces, arcs = segments(base, name), base.arcs(name)
        owner = np.concatenate((pieces.owner, arcs.owner))
        a = np.concatenate((pieces.a, arcs.points[:, 0]))
        b = np.concatenate((pieces.b, arcs.points[:, 2]))
        run = np.concatenate((pieces.length, lengths(arcs.points)))
        climb = np.abs(b[:, 2] - a[:, 2])
        with np.errstate(invalid="ignore", divide="ignore"):
            wrong = np.flatnonzero((climb > step) & (climb > slope * run) & (run > vertical) & (climb < 1000.0))
        if not len(wrong):
            continue
        groups = group_by_object(owner[wrong], climb[wrong])
        worst = wrong[groups.worst]
        percent = np.round(100.0 * climb[worst] / run[worst]).astype(int)
        lines = shapely.linestrings(np.stack((a[wrong, :2], b[wrong, :2]), axis=1))
        out += base.make_findings(
            name,
            groups.objects,
            "Z3",
            "warning",
            places=(a[worst] + b[worst]) / 2.0,
            shapes=groups.shapes(lines),
            measured=climb[worst],
            tolerance=step,
            fields=groups.counts(slope=percent),
        )
    return out


@tile_check("Z4")
def z4_flat_lines(base: Base, profile: Profile) -> list[Finding]:
    """Long lines of many vertices at one altitude."""
    long, many = profile.value("Z4", "length"), profile.value("Z4", "vertices")
    out = []
    for name in _surveyed_classes(base):
        vertices, table = base.vertices(name), base.table(name)
        count = vertices.counts(len(table))
        there = np.flatnonzero(count)
        if not len(there):
            continue
        starts = np.concatenate(([0], np.cumsum(count)))[:-1][there]
        z = vertices.xyz[:, 2]
        low, high = np.minimum.reduceat(z, starts), np.maximum.reduceat(z, starts)
        level = there[(low == high) & (count[there] > many) & (shapely.length(base.geometry(name)[there]) > long)]
        values = low[np.searchsorted(there, level)]
        surveyed = ~np.isin(values, (*SENTINELS, 0.0))  # else it is Z1's
        level, values = level[surveyed], values[surveyed]
        out += base.make_findings(
            name,
            level,
            "Z4",
            "warning",
            fields=[{"count": n, "value": f"{v:g}"} for n, v in zip(count[level].tolist(), values, strict=True)],
        )
    return out

"""Lines that a survey's tiles have cut at the neatline: where they meet, and what keeps them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations

import geopandas
import numpy as np
import shapely
from numpy.typing import NDArray

from ...geometry.components import component_leaders, component_members
from ...geometry.equality import equal_pairs
from ...geometry.tangles import valid_areas
from ...geometry.vertices import control_points
from ...model.edges import (
    AMBIGUOUS,
    ATTRIBUTES,
    BACK,
    CLASS_CHANGE,
    DIMENSION,
    HAIR,
    SAME_END,
    SAME_LEVEL,
    SLIVER,
    SLIVER_ALONE,
    STEP,
    UNCUT_AREA,
)
from ...model.pcrs import CLASSES
from ...store.derived_objects import derived_origins
from ...store.store import Store
from ...store.tables import read_class
from ..sharing.emprises import lot_emprises
from .ends import LINES, Ends, border_mask, line_ends, objects_near_limits
from .survey import Surveys

#: Columns that differ between the two halves of one object.
_NUMBERS = ("idObjet", "idHabillage")


@dataclass(frozen=True)
class NotMerged:
    """Ends that meet at a neatline, or a sliver on it, and are not merged.

    reason : `model.edges.NOT_MERGED`.
    measured : metres of the step, or of the sliver; number of ends where they are ambiguous; else None.
    """

    reason: str
    classes: tuple[str, ...]
    uids: tuple[str, ...]
    x: float
    y: float
    measured: float | None = None


@dataclass
class Tiles:
    """What the neatlines of a base have cut.

    ends : ends per class.
    joints : pairs (k, 2) of ends to join, per class.
    uncut : polygons that lie across the limit of their own emprise, per class.
    twice : those of them that another lot holds too, per class.
    """

    ends: dict[str, Ends] = field(default_factory=dict)
    joints: dict[str, NDArray[np.intp]] = field(default_factory=dict)
    not_merged: list[NotMerged] = field(default_factory=list)
    uncut: dict[str, int] = field(default_factory=dict)
    twice: dict[str, int] = field(default_factory=dict)


def find_tiles(store: Store) -> Tiles:
    """Find what the neatlines have cut; nothing is written."""
    emprises, origins = lot_emprises(store), derived_origins(store)
    surveys = Surveys({int(lot["lot_id"]): lot for lot in store.lots(None)})
    tiles = Tiles()
    border: dict[str, NDArray[np.bool_]] = {}
    for name in store.class_names():
        if name not in LINES and CLASSES[name].geometry not in ("polygon", "surface"):
            continue
        table = read_class(store, name, fids=objects_near_limits(store, name, emprises, SAME_END))
        if name in LINES and len(table):
            ends = tiles.ends[name] = line_ends(name, table, origins)
            border[name] = border_mask(ends, emprises, SAME_END)
            tiles.joints[name] = _joint_pairs(ends, border[name], surveys, tiles.not_merged)
        elif name not in LINES:
            tiles.uncut[name], tiles.twice[name] = _count_uncut(table, emprises)
    met = {name: _meets_own_class(tiles.ends[name], border[name]) for name in tiles.ends}
    tiles.not_merged += _class_changes(tiles.ends, border, met, surveys)
    for name, ends in tiles.ends.items():
        limit = border_mask(ends, emprises, SAME_END, shared=False)
        tiles.not_merged += _isolated_slivers(ends, limit, met[name])
    tiles.not_merged.sort(key=lambda n: (n.reason, n.classes, n.uids))
    return tiles


def _meetings(ends: Ends, border: NDArray[np.bool_]) -> list[list[int]]:
    """Groups of two or more ends at one place of the border, of more than one lot."""
    at = np.flatnonzero(border)
    left, right = shapely.STRtree(ends.points[at]).query(ends.points[at], predicate="dwithin", distance=SAME_END)
    first = component_leaders(len(at), left, right)  # ends in a row, each near the next, are one place
    together = [at[members].tolist() for members in component_members(first) if len(members) > 1]
    return [group for group in together if len({ends.homes[ends.owner[e // 2]] for e in group}) > 1]


def _meets_own_class(ends: Ends, border: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Ends that meet one of their own class of another lot."""
    met = np.zeros(len(border), dtype=bool)
    for group in _meetings(ends, border):
        met[group] = True
    return met


def _joint_pairs(
    ends: Ends, border: NDArray[np.bool_], surveys: Surveys, not_merged: list[NotMerged]
) -> NDArray[np.intp]:
    """Pairs of ends to join; what keeps others apart is added to `not_merged`."""
    table = ends.table
    columns = [c for c in CLASSES[ends.name].columns if c not in _NUMBERS]
    texts = table[columns].fillna("").to_numpy(dtype=object)
    joints = []
    for group in _meetings(ends, border):
        owners = [int(ends.owner[e // 2]) for e in group]
        a, b = owners[:2]
        if not any(surveys.share_survey(ends.homes[x], ends.homes[y]) for x, y in combinations(owners, 2)):
            continue  # edge matching looks at ends of two surveys
        step = float(abs(ends.xyz[group[0], 2] - ends.xyz[group[1], 2]))
        flat = np.isnan(ends.xyz[group, 2])
        reason, measured = None, None
        if len(group) > 2:
            reason, measured = AMBIGUOUS, float(len(group))
        elif not (texts[a] == texts[b]).all():
            reason = ATTRIBUTES
        elif flat.any() and not flat.all():
            reason = DIMENSION
        elif float(ends.end_directions[group[0]] @ ends.end_directions[group[1]]) > 0.0:
            reason = BACK  # the two run side by side: one tile delivered twice, not two halves of a line
        elif step > SAME_LEVEL + HAIR:
            reason, measured = STEP, step
        if reason is None:
            joints.append(group)
            continue
        uids = tuple(sorted({str(table["uid"].iat[o]) for o in owners}))
        x, y = ends.xyz[group[0], :2].tolist()
        not_merged.append(NotMerged(reason, (ends.name,), uids, x, y, measured))
    return np.array(joints, dtype=np.intp).reshape(-1, 2)


def _class_changes(
    ends: Mapping[str, Ends],
    border: Mapping[str, NDArray[np.bool_]],
    met: Mapping[str, NDArray[np.bool_]],
    surveys: Surveys,
) -> list[NotMerged]:
    """Ends that meet only an end of another class of the survey."""
    alone = [(name, int(e)) for name in ends for e in np.flatnonzero(border[name] & ~met[name])]
    places = np.array([ends[name].points[e] for name, e in alone], dtype=object)
    left, right = shapely.STRtree(places).query(places, predicate="dwithin", distance=SAME_END)
    out = []
    for a, b in zip(left.tolist(), right.tolist(), strict=True):
        (first, e), (second, f) = alone[a], alone[b]
        one, two = ends[first], ends[second]
        i, j = one.owner[e // 2], two.owner[f // 2]
        if first < second and not one.homes[i] & two.homes[j] and surveys.share_survey(one.homes[i], two.homes[j]):
            uids = (str(one.table["uid"].iat[i]), str(two.table["uid"].iat[j]))
            x, y = one.xyz[e, :2].tolist()
            out.append(NotMerged(CLASS_CHANGE, (first, second), uids, x, y))
    return out


def _isolated_slivers(ends: Ends, limit: NDArray[np.bool_], met: NDArray[np.bool_]) -> list[NotMerged]:
    """Parts shorter than a sliver on the limit of their emprise that no other line of the base continues."""
    touching = (limit[0::2] | limit[1::2]) & ~(met[0::2] | met[1::2]) & (ends.lengths < SLIVER)
    out = []
    for k in np.flatnonzero(touching):
        x, y = ends.xyz[2 * k, :2].tolist()
        uid = str(ends.table["uid"].iat[ends.owner[k]])
        out.append(NotMerged(SLIVER_ALONE, (ends.name,), (uid,), x, y, float(ends.lengths[k])))
    return out


def _count_uncut(table: geopandas.GeoDataFrame, emprises: Mapping[int, shapely.Geometry]) -> tuple[int, int]:
    """Polygons that reach over the limit of their own emprise, and those of them that two lots hold."""
    lots = table["lot_id"].to_numpy()
    rows = np.flatnonzero([int(lot) in emprises for lot in lots])
    if not len(rows):
        return 0, 0
    polygons = valid_areas(table.geometry.to_numpy()[rows])
    grounds = np.array([emprises[int(lot)] for lot in lots[rows]], dtype=object)
    beyond = shapely.area(shapely.difference(polygons, grounds)) > UNCUT_AREA
    across = rows[beyond & shapely.intersects(polygons, grounds)]
    vertices = control_points(table.geometry.to_numpy(), table["curve"].to_numpy())
    pairs = equal_pairs(vertices, len(table))
    twice = pairs[lots[pairs[:, 0]] != lots[pairs[:, 1]]]
    return len(across), int(np.isin(twice, across).any(axis=1).sum())

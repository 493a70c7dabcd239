"""Lines that surveys have cut otherwise: where several cover one stretch, the pieces of the best survey stay.

A kerb is one line for one producer and three for another. A line gives way to better ones that together cover it;
where they cover it in part, a person decides.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.copies import deviation_gate
from ...dataset.line_overlaps import LineOverlaps, find_line_overlaps
from ...model.best_version import ALTITUDE, ATTRIBUTES, DISTANCE, EXTENT, MUTUAL_FROM, NEAR_FROM, NEWER, PART_FROM
from ..ranking.ranking import Ranking
from .doubtful_copies import have_counterparts
from .versions import Versions

Rows = NDArray[np.intp]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Stretch:
    """A line and the better one that covers most of it.

    why : empty where better lines cover all of it, else why a person decides (`model.best_version.CONFLICTS`).
    distance : mean distance in metres between the two where they run along each other.
    x, y : middle of the stretch.
    """

    row: int
    better: int
    why: str
    distance: float
    x: float
    y: float


def find_stretches(
    versions: Versions, candidates: Flags, ranking: Ranking, counterparts: Set[tuple[int, int]]
) -> list[Stretch]:
    """Lines of a class that better ones of other lots cover, wholly or in part; nothing depends on reception.

    Parameters
    ----------
    candidates : versions that are left when objects have been compared one to one.
    counterparts : objects that have taken the place of a version, each with the lot of that version.
    """
    geometry = versions.geometry.copy()
    geometry[~candidates | (shapely.get_num_geometries(geometry) != 1)] = None  # what parts leave out is said, too
    found = find_line_overlaps(
        geometry, versions.lots, versions.tested, deviation_gate, versions.may_be_versions, MUTUAL_FROM
    )
    row, other = found.row, found.other
    better = (ranking.rank[other] < ranking.rank[row]) & ~versions.are_apart(row, other)
    near = better & (found.distance <= versions.reach[row] + versions.reach[other])
    agree, level = versions.agree(row, other), versions.same_level(row, other, found.step)
    decided = near & agree & level & ~(ranking.date[row] > ranking.date[other])
    gone = _find_covered(found, better, decided)
    stays = ~gone[other] & ~gone[row]
    near &= stays
    certain = near & agree & level
    taken = {*counterparts, *((int(other[k]), int(versions.lots[row[k]])) for k in np.flatnonzero(decided & gone[row]))}
    far = better & stays & ~near & agree & level & ~have_counterparts(versions, row, other, taken)
    far &= (found.shares(far | certain)[row] >= NEAR_FROM) | (found.counterpart_shares() >= NEAR_FROM)
    told = np.zeros(len(versions.table), dtype=bool)
    out = []
    for why, rows, pairs in (
        ("", gone, decided & ~gone[other]),
        (NEWER, found.shares(certain) >= NEAR_FROM, certain),
        (ALTITUDE, found.shares(near & agree) >= NEAR_FROM, near & agree),
        (ATTRIBUTES, found.shares(near) >= NEAR_FROM, near),
        (EXTENT, found.covered_metres(certain) >= PART_FROM, certain),
        (ALTITUDE, found.covered_metres(near & agree) >= PART_FROM, near & agree),
        (DISTANCE, ~gone, far),
    ):
        main = found.main_pairs(pairs)
        chosen = np.flatnonzero(rows & ~told & (main >= 0))
        told[chosen] = True
        out += [_stretch(found, k, why) for k in main[chosen].tolist()]
    return out


def _find_covered(found: LineOverlaps, better: Flags, decided: Flags) -> Flags:
    """Lines that better ones which stay cover together; the best first."""
    gone = np.zeros(len(found.length), dtype=bool)
    waiting = np.zeros(len(found.length), dtype=bool)
    waiting[found.row] = waiting[found.other] = True
    while waiting.any():
        late = np.zeros(len(waiting), dtype=bool)
        late[found.row[better & waiting[found.other]]] = True
        ready = waiting & ~late
        pairs = decided & ~gone[found.other]
        gone |= ready & (found.shares(pairs) >= NEAR_FROM) & (found.bare_metres(pairs) <= PART_FROM)
        waiting &= ~ready
    return gone


def _stretch(found: LineOverlaps, k: int, why: str) -> Stretch:
    x, y, distance = float(found.x[k]), float(found.y[k]), float(found.distance[k])
    return Stretch(int(found.row[k]), int(found.other[k]), why, distance, x, y)

"""G1 and G7: polygons made valid, lines that cross themselves untangled; no arc is touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely
from numpy.typing import NDArray

from ...dataset.findings import Finding
from ...geometry.chains import Chain, Change, Edit, edit_curves
from ...geometry.linear import linearise
from ...geometry.tangles import find_tangles
from ...geometry.wkb import Shape, encode, has_arcs, leaves
from ...model.fixes import UNTANGLED, VALID_WITHIN
from ..checks.geometry.self_crossing import Limits, self_crossings
from ..profile import Profile
from ..store_base import StoreBase
from .proposal import Fixer, Proposal, objects_of, propose_drawing

Array = NDArray[np.float64]


def mend_g1(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Polygons made valid without moving a vertex, or with two vertices of the outline in their order."""
    limits = Limits.from_profile(profile)
    out = []
    for things in objects_of(base, [f for f in findings if f.code == "G1"]).values():
        for thing in things:
            found = propose_drawing(thing, "G1", "fix_G1", make_valid, tolerance=f"{VALID_WITHIN * 1000:g}")
            out += found or propose_drawing(thing, "G1", "fix_G1_order", lambda s: untangle(s, limits))
    return out


def mend_g7(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Lines that cross themselves because of one vertex."""
    limits = Limits.from_profile(profile)
    return [
        proposal
        for things in objects_of(base, [f for f in findings if f.code == "G7"]).values()
        for thing in things
        for proposal in propose_drawing(thing, "G7", "fix_G7", lambda s: untangle(s, limits))
    ]


def make_valid(shape: Shape) -> Edit | None:
    """A polygon made valid; None where it has arcs, is valid, falls apart, or where a point of the old outline would be
    farther than `VALID_WITHIN` from the new one, or the other way round.
    """
    if shape[0] != "polygon" or has_arcs(shape):
        return None
    before = linearise(encode(shape))
    if shapely.is_valid(before) or len(find_tangles(np.array([before]))):
        return None
    parts = [p for p in shapely.get_parts(shapely.make_valid(before)) if shapely.area(p) > 0]
    if len(parts) != 1 or shapely.get_type_id(parts[0]) != shapely.GeometryType.POLYGON:
        return None
    # GEOS fails to build the boundary of an invalid polygon: its rings are compared
    old, new = (shapely.multilinestrings([shapely.LineString(r.coords) for r in _rings(p)]) for p in (before, parts[0]))
    if shapely.hausdorff_distance(old, new) > VALID_WITHIN:
        return None
    dimension = next(leaves(shape))[1].shape[1]
    rings = [shapely.get_coordinates(ring, include_z=dimension == 3) for ring in _rings(parts[0])]
    if any(np.isnan(ring).any() for ring in rings):
        return None
    dropped = sum(len(points) for _, points in leaves(shape)) - sum(map(len, rings))
    return Edit(("polygon", [("line", ring) for ring in rings]), dropped=dropped)


def _rings(polygon: shapely.Polygon) -> list[shapely.LinearRing]:
    return [polygon.exterior, *polygon.interiors]


def untangle(shape: Shape, limits: Limits) -> Edit | None:
    """A line or outline whose crossings are gone with two neighbouring vertices swapped, or one vertex taken out.

    A swap, which loses nothing, comes first; of several the shortest drawing. The ends of a line stay.
    """

    def mend(chain: Chain) -> Change | None:
        if chain.bent.any() or len(chain.points) > UNTANGLED or not _crosses(chain.points, limits):
            return None
        for options in (_swaps(chain), _removals(chain)):
            good = [c for c in options if not _crosses(c.chain.points, limits)]
            if good:
                return min(good, key=lambda c: float(c.chain.steps.sum()))
        return None

    edit = edit_curves(shape, mend)
    if edit is not None and shape[0] == "polygon" and not shapely.is_valid(linearise(encode(edit.shape))):
        return None
    return edit


def _crosses(points: Array, limits: Limits) -> bool:
    found = self_crossings(points[:, :2], np.zeros(len(points), dtype=np.intp), limits)
    return any(len(places.line) for places in found)


def _suspects(chain: Chain) -> list[int]:
    """Inner vertices of the steps that cross another."""
    xy = chain.points[:, :2]
    steps = shapely.linestrings(np.stack((xy[:-1], xy[1:]), axis=1))
    left, right = shapely.STRtree(steps).query(steps, predicate="crosses")
    ends = np.concatenate((left, left + 1, right, right + 1))
    return [int(k) for k in np.unique(ends) if 0 < k < len(xy) - 1]


def _swaps(chain: Chain) -> Iterator[Change]:
    """The chain with two neighbouring inner vertices swapped."""
    for at in sorted({k for v in _suspects(chain) for k in (v - 1, v) if 0 < k < len(chain.points) - 2}):
        points = chain.points.copy()
        points[[at, at + 1]] = points[[at + 1, at]]
        yield Change(replace(chain, points=points))


def _removals(chain: Chain) -> Iterator[Change]:
    """The chain with one inner vertex taken out."""
    for at in _suspects(chain) if len(chain.points) > 3 else ():
        keep = np.delete(np.arange(len(chain.points)), at)
        steps = np.delete(np.arange(len(chain.piece)), at)
        yield Change(Chain(chain.points[keep], chain.piece[steps], chain.bent[steps], chain.ring), points=1)


FIXERS: dict[str, Fixer] = {"G1": mend_g1, "G7": mend_g7}

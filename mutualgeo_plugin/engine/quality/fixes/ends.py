"""G15 and T6: an end of a line moves onto what it should meet; no other point does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np
import shapely

from ...dataset.findings import Finding, object_label
from ...dataset.segments import line_ends
from ...geometry.chains import Edit, apply_edit
from ...geometry.mending import move_end
from ...geometry.wkb import Shape, leaves
from ...store.originals import Original
from ..checks.topology.objects import WALLS
from ..profile import Profile
from ..store_base import StoreBase
from .drawings import mend_bound
from .proposal import Fixer, Mend, Proposal, objects_of, propose_drawing

Place = tuple[float, ...]


def mend_g15(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """The less precise of two ends goes onto the other one, in plan; never by more than its precision.

    An end that another one has met, or goes to, stays; one moves once.
    """
    meets = _meeting(base, sorted({f.feature_class for f in findings}), profile.value("G15", "distance"))
    things = {
        thing.uid: thing
        for rows in objects_of(base, [*findings, *map(_swap_objects, findings)]).values()
        for thing in rows
    }
    out: list[Proposal] = []
    held: set[tuple[str, Place]] = set()
    for finding in sorted(findings, key=lambda f: (f.measured or 0.0, f.uids)):
        if len(finding.uids) < 2 or finding.shape is None or not all(uid in things for uid in finding.uids):
            continue
        ends = [tuple(p) for p in shapely.get_coordinates(finding.shape).tolist()]
        sides = sorted(
            zip([things[uid] for uid in finding.uids], ends, strict=True),
            key=lambda side: (mend_bound(side[0], np.inf), side[0].uid),
        )
        for (target, place), (mover, start) in (sides, sides[::-1]):
            gap = float(np.hypot(place[0] - start[0], place[1] - start[1]))
            reach = mend_bound(mover, 0.0)
            if gap > reach or (mover.uid, start) in held or ("moved", place) in held or meets(mover, start):
                continue
            found = propose_drawing(
                mover, "G15", "fix_G15",
                partial(move_end, start=start, place=place, tolerance=reach),
                measured=f"{gap:.3f}", other=object_label(target.feature_class, target.gml_id),
            )  # fmt: skip
            if found:
                out += found
                held |= {(target.uid, place), (mover.uid, start), ("moved", start)}
                break
    return _combine_proposals(out, "G15")


def _meeting(base: StoreBase, names: Sequence[str], same: float) -> Callable[[Original, Place], bool]:
    """Whether an end of an object is within `same` metres of another end of its class."""
    trees = {}
    for name in names:
        at, _part = line_ends(base, name)
        trees[name] = shapely.STRtree(shapely.points(base.vertices(name).xyz[at, :2]))

    def meets(thing: Original, end: Place) -> bool:
        near = trees[thing.feature_class].query(shapely.Point(end), predicate="dwithin", distance=same)
        return len(near) > 1

    return meets


def _swap_objects(finding: Finding) -> Finding:
    """The finding with its second object first."""
    return Finding(finding.code, finding.severity, finding.feature_class, uids=finding.uids[1:])


def mend_t6(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Each loose end of a doorstep goes to the nearest place of a wall, in plan, within both precisions together."""
    undeclared, search = profile.value("T6", "undeclared"), profile.value("T6", "search")
    walls = base.present_classes(*WALLS)
    out: list[Proposal] = []
    if not walls or not findings:
        return out
    shapes = np.concatenate([base.geometry(name) for name in walls])
    bounds = np.concatenate([base.bounds(name, undeclared) for name in walls])
    tree = shapely.STRtree(shapes)
    for things in objects_of(base, [f for f in findings if f.code == "T6"]).values():
        for thing in things:
            for start in _ends(thing):
                at = shapely.Point(start)
                near = tree.query_nearest(at, max_distance=search)
                if not len(near):
                    continue
                wall = int(near.min())
                gap = float(shapely.distance(at, shapes[wall]))
                reach = mend_bound(thing, undeclared) + float(bounds[wall])
                if not mend_bound(thing, undeclared) < gap <= reach:
                    continue
                spot = shapely.line_interpolate_point(shapes[wall], shapely.line_locate_point(shapes[wall], at))
                place = (spot.x, spot.y)
                out += propose_drawing(
                    thing, "T6", "fix_T6",
                    partial(move_end, start=start, place=place, tolerance=reach),
                    measured=f"{gap:.3f}",
                )  # fmt: skip
    return _combine_proposals(out, "T6")


def _ends(thing: Original) -> list[Place]:
    """Both ends of a line, in plan."""
    points = [points for _, points in leaves(thing.shape)]
    return [tuple(points[0][0, :2].tolist()), tuple(points[-1][-1, :2].tolist())]


def _combine_proposals(proposals: Sequence[Proposal], check: str) -> list[Proposal]:
    """One proposal an object: both of its ends may move."""
    by_object: dict[str, list[Proposal]] = {}
    for proposal in proposals:
        if proposal.thing is not None:
            by_object.setdefault(proposal.thing.uid, []).append(proposal)
    out: list[Proposal] = []
    for _, rows in sorted(by_object.items()):
        thing = rows[0].thing
        if len(rows) == 1 or thing is None:
            out += rows
            continue
        mend = _chain_mends([row.mend for row in rows if row.mend])

        fields = {key: ", ".join(str(row.fields[key]) for row in rows) for key in rows[0].fields if key != "count"}
        out += [
            replace(both, fields=both.fields | fields) for both in propose_drawing(thing, check, f"fix_{check}", mend)
        ]
    return out


def _chain_mends(mends: Sequence[Mend]) -> Mend:
    def mend(shape: Shape) -> Edit | None:
        edit = None
        for step in mends:
            edit = apply_edit(edit, shape, step)
        return edit

    return mend


FIXERS: dict[str, Fixer] = {"G15": mend_g15, "T6": mend_t6}

"""T1, G2, G5 and E4: objects that are put aside; none that another object leads to, none that is not whole."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...dataset.findings import Finding, object_label
from ...geometry.wkb import leaves
from ...model.fixes import RUN_INSTEAD
from ...model.pcrs import AFFLEURANT, CLASSES, EMPRISE, PRECISION_METRES
from ...store.links import read_targets
from ...store.originals import Original
from ...store.schema import DERIVED
from ..profile import Profile
from ..store_base import StoreBase
from . import drawings
from .proposal import Fixer, Proposal, objects_of, propose_algorithm, propose_removal

#: Families whose objects stand alone: the parts of an affleurant go with it.
_ALONE = ("vecteur", "habillage")


class Led:
    """Objects that a current object other than an emprise has a link to."""

    def __init__(self, base: StoreBase) -> None:
        derived = {int(lot["lot_id"]) for lot in base.store.lots(DERIVED)}
        self._targets: set[tuple[int | None, str]] = set()
        for name in base.classes:
            if name == EMPRISE:
                continue
            rows = read_targets(base.store, name)
            # what a run has made may lead to an object of any lot
            self._targets |= {(None if lot in derived else lot, target) for lot, target in rows}

    def is_target(self, thing: Original) -> bool:
        """Whether one of them is this one."""
        return (thing.lot_id, thing.gml_id) in self._targets or (None, thing.gml_id) in self._targets


def _droppable_objects(base: StoreBase, findings: Sequence[Finding]) -> list[Original]:
    if not findings:
        return []
    led = Led(base)
    return [
        thing
        for name, things in objects_of(base, findings).items()
        if CLASSES[name].family in _ALONE
        for thing in things
        if not led.is_target(thing)
    ]


def mend_g2(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """What has no length or no surface is put aside; arcs with coincident points in longer lines are straightened."""
    nothing = [finding for finding in findings if finding.code in ("G2", "G2_area")]
    things = _droppable_objects(base, nothing)
    gone = {thing.uid for thing in things}
    out = [propose_removal(thing, "G2", "fix_G2_drop") for thing in things]
    return out + [p for p in drawings.mend_g2(base, findings, profile) if p.thing and p.thing.uid not in gone]


def mend_g5(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Tiny objects."""
    return [propose_removal(thing, "G5", "fix_G5") for thing in _droppable_objects(base, findings)]


def mend_e4(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Slivers that something goes on are merged with it by ``mergetiles``; those that stand alone are put aside."""
    out = [propose_algorithm(finding, RUN_INSTEAD["E4"]) for finding in findings if finding.code == "E4"]
    alone = [finding for finding in findings if finding.code == "E4_alone"]
    return out + [propose_removal(thing, "E4", "fix_E4") for thing in _droppable_objects(base, alone)]


def mend_t1(base: StoreBase, findings: Sequence[Finding], profile: Profile) -> list[Proposal]:
    """Of each group of the same drawing the best stays.

    Automatic within one lot and where altitudes are the same too; which of two lots is the better one, or which
    altitude is right, a person confirms (the assembly judges by the rule of the convention).
    """
    groups = _groups(findings)
    both = [Finding(f.code, f.severity, f.feature_class, uids=(uid,)) for f in findings for uid in f.uids]
    things = {thing.uid: thing for rows in objects_of(base, both).values() for thing in rows}
    step, led = profile.value("G3", "step"), Led(base)
    out = []
    for group in groups:
        rows = sorted((things[uid] for uid in group if uid in things), key=quality_key)
        for thing in rows[1:]:
            best = rows[0]
            if led.is_target(thing):
                continue
            one_lot = base.home(thing.uid, thing.lot_id) == base.home(best.uid, best.lot_id)
            out.append(
                propose_removal(
                    thing, "T1", "fix_T1", sure=one_lot and _have_same_levels(thing, best, step), competitor=best.uid,
                    other=object_label(best.feature_class, best.gml_id),
                )
            )  # fmt: skip
    return out


def _groups(findings: Sequence[Finding]) -> list[list[str]]:
    """Uids of each group of duplicates: every later one is paired with the first."""
    groups: dict[str, set[str]] = {}
    for finding in findings:
        if len(finding.uids) == 2:
            later, first = finding.uids
            groups.setdefault(first, {first}).add(later)
    return [sorted(groups[first]) for first in sorted(groups)]


def quality_key(thing: Original) -> tuple[object, ...]:
    """Key that puts the best object first: precision in plan, in altitude, reliability, date, then the older number."""

    def metres(column: str) -> float:
        bound = PRECISION_METRES.get(thing.texts.get(column) or "")
        return np.inf if bound is None else bound

    date = thing.texts.get("dateLeve") or ""
    return (
        metres("precisionPlanimetrique"),
        metres("precisionAltimetrique"),
        thing.texts.get("qualiteCategorisation") or "99",
        [-ord(c) for c in date] or [0],
        thing.lot_id,
        thing.order,
    )


def _have_same_levels(a: Original, b: Original, step: float) -> bool:
    """Whether two same drawings have the same altitudes, point by point whatever the direction."""
    if a.feature_class == AFFLEURANT or a.wkb is None or b.wkb is None:
        return True
    first, second = (np.concatenate([points for _, points in leaves(thing.shape)]) for thing in (a, b))
    if first.shape != second.shape:
        return False
    if first.shape[1] < 3:
        return True
    return any(
        bool((np.abs(first[:, 2] - other[:, 2]) <= step).all() and (np.abs(first - other)[:, :2] <= 0.01).all())
        for other in (second, second[::-1])
    )


FIXERS: dict[str, Fixer] = {"G2": mend_g2, "G5": mend_g5, "E4": mend_e4, "T1": mend_t1}

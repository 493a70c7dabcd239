"""What makes each finding this one (exceptions.Trace), drawn from findings, from kept ones and from exceptions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import shapely

from ...dataset.findings import Finding
from ...dataset.remembered_objects import UNKNOWN, read_remembered
from ...dataset.tracking import GROUND, LOT, OBJECTS, ON_OBJECTS, SPREAD, Geometries, Trace, pair_moved, pair_up
from ...geometry.linear import to_geometries
from ...model.quality.excuses import TOLD_BY_VALUE, TOLERANCE_CAP
from ...store.exceptions import Declared
from ...store.findings import NOWHERE, Case
from ...store.store import Store
from ..store_base import StoreBase


def case_of(base: StoreBase, finding: Finding) -> Case:
    """A finding as the store keeps it."""
    on_objects = SPREAD if "count" in finding.fields else OBJECTS
    kind = on_objects if finding.objects else LOT if finding.lots else GROUND
    telling = not finding.objects or finding.check in TOLD_BY_VALUE
    value = str(finding.fields.get("value", "")) if telling else ""
    about = str(finding.fields.get("property") or finding.fields.get("properties", ""))
    shape, names = None, finding.objects
    if kind == LOT:
        names = tuple(base.lots.get(lot, str(lot)) for lot in finding.lots)
        shape = base.emprises.get(finding.lots[0])
    elif kind == GROUND:
        shape = finding.shape
    return Case(
        finding_id=finding.identifier,
        check=finding.check,
        code=finding.code,
        feature_class=finding.feature_class,
        about=(kind, about, value),
        names=names,
        uids=finding.uids,
        place=finding.place if np.isfinite(finding.place[0]) else NOWHERE,
        shape=None if shape is None else shapely.to_wkb(shape, byte_order=1, flavor="iso"),
    )


def traces_of(store: Store, cases: Sequence[Case]) -> list[Trace]:
    """Traces of findings: geometries of their objects as the store has them, whatever the state of these."""
    objects = read_remembered(store, {uid for case in cases for uid in case.uids})
    grounds = to_geometries([case.shape for case in cases])
    out = []
    for case, ground in zip(cases, grounds, strict=True):
        if case.about[0] in ON_OBJECTS:
            things = [objects.get(uid, UNKNOWN) for uid in case.uids]
            shapes, tolerances = tuple(one.shape for one in things), tuple(one.tolerance for one in things)
        else:
            shapes, tolerances = (ground,), (TOLERANCE_CAP,)
        out.append(Trace(case.code, case.feature_class, case.about, case.names, case.place, shapes, tolerances))
    return out


def traces_of_exceptions(exceptions: Sequence[Declared]) -> list[Trace]:
    """Traces of exceptions: geometries as they were when these were declared."""
    shapes = iter(to_geometries([o.wkb for e in exceptions for o in e.objects]))
    return [
        Trace(
            e.code,
            e.feature_class,
            e.about,
            tuple(o.name for o in e.objects if o.name),
            e.place,
            tuple(next(shapes) for _ in e.objects),
            tuple(o.tolerance for o in e.objects),
        )
        for e in exceptions
    ]


class Traced:
    """Findings of a run, of which traces are drawn only where something of their kind is asked for."""

    def __init__(self, store: Store, cases: Sequence[Case]) -> None:
        self._store, self._cases = store, cases
        self._traces: dict[int, Trace] = {}

    def pair_rows(
        self, remembered: Sequence[Trace], rows: Iterable[int], *, shifted: bool = False
    ) -> list[tuple[int, int]]:
        """Rows of `remembered` with the row of the finding, among `rows`, that is the same; with `shifted`, that is
        about the same objects of which one has moved.
        """
        kinds = {(t.code, t.feature_class, t.about) for t in remembered}
        wanted = [k for k in rows if (c := self._cases[k]) and (c.code, c.feature_class, c.about) in kinds]
        fresh = [k for k in wanted if k not in self._traces]
        self._traces |= dict(zip(fresh, traces_of(self._store, [self._cases[k] for k in fresh]), strict=True))
        pairs = (pair_moved if shifted else pair_up)(remembered, [self._traces[k] for k in wanted])
        return [(a, wanted[b]) for a, b in pairs]


def anchors(base: StoreBase, cases: Sequence[Case]) -> Geometries:
    """A point (n,) for each finding: its place, else one of the emprise of its lot, else None."""
    out = np.full(len(cases), None, dtype=object)
    placed = [k for k, case in enumerate(cases) if np.isfinite(case.place[0])]
    out[placed] = shapely.points(np.array([cases[k].place for k in placed]).reshape(-1, 2))
    lots = {base.lots[lot]: shapely.point_on_surface(emprise) for lot, emprise in base.emprises.items()}
    for k, case in enumerate(cases):
        if case.about[0] == LOT and out[k] is None:
            out[k] = lots.get(case.names[0])
    return out

"""What a person says of findings, checked before anything is written: new states, exceptions, revocations."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from ... import parameters as take
from ...context import Json
from ...dataset.tracking import ON_OBJECTS, areas_with_places
from ...formats.layer import read_shapes
from ...geometry.linear import to_geometries
from ...geometry.tangles import valid_areas
from ...model.errors import EngineError
from ...model.pcrs import EMPRISE as EMPRISE_CLASS
from ...model.quality.excuses import (
    EMPRISE,
    EXCEPTION,
    OBJECT,
    PAIR,
    PLACE,
    RADIUS,
    RESOLVED,
    TOLERANCE_CAP,
    tolerance_of,
)
from ...model.whole_numbers import whole_number
from ...store.exceptions import Declared, Remembered
from ...store.findings import Case, read_cases
from ...store.objects import StoredObject, objects_by_uid
from ...store.runs import last_check
from ...store.schema import CURRENT
from ...store.store import Store
from ...store.tables import read_class

#: Identifiers that a refusal names.
_NAMED = 3


@dataclass(frozen=True)
class Wish:
    """What is asked for: parameters that have been checked."""

    findings: tuple[str, ...]
    revoke: tuple[int, ...]
    state: str
    reason: str
    role: str
    scope: str | None
    radius: float | None
    area: str | None
    expires: str | None


def read_wish(parameters: Json, today: str) -> Wish:
    """Check the parameters.

    Raises
    ------
    EngineError
        ``declare_what``, ``parameter_useless``, ``parameter_missing``, ``parameter_wrong``, ``personal_data``,
        ``expires_past``.
    """
    findings = tuple(dict.fromkeys(word for text in take.texts(parameters, "FINDING") for word in text.split()))
    revoke = _numbers(parameters)
    if bool(findings) == bool(revoke):
        raise EngineError("declare_what")
    reason, role = (take.kept_text(parameters, name) for name in ("REASON", "ROLE"))
    state = take.text(parameters, "STATE", EXCEPTION)
    scope = take.optional_text(parameters, "SCOPE")
    excepts = bool(findings) and state == EXCEPTION
    for name, fits, needs in (
        ("STATE", bool(findings) or state == EXCEPTION, "FINDING"),
        ("SCOPE", excepts, f"STATE={EXCEPTION}"),
        ("EXPIRES", excepts, f"STATE={EXCEPTION}"),
        ("RADIUS", excepts and scope == PLACE, f"SCOPE={PLACE}"),
        ("AREA", excepts and scope == EMPRISE, f"SCOPE={EMPRISE}"),
    ):
        if not fits and parameters.get(name) not in (None, ""):
            raise EngineError("parameter_useless", name=name, needs=needs)
    radius = (RADIUS if parameters["RADIUS"] is None else take.number(parameters, "RADIUS")) if scope == PLACE else None
    area = take.optional_text(parameters, "AREA")
    return Wish(
        findings=findings,
        revoke=revoke,
        state=state,
        reason=reason,
        role=role,
        scope=scope,
        radius=radius,
        area=area,
        expires=_day(parameters, today),
    )


def _numbers(parameters: Json) -> tuple[int, ...]:
    words = (take.optional_text(parameters, "REVOKE") or "").split()
    numbers = dict.fromkeys(map(whole_number, words))
    if None in numbers:
        raise EngineError("parameter_wrong", name="REVOKE", detail=" ".join(words))
    return tuple(number for number in numbers if number is not None)


def _day(parameters: Json, today: str) -> str | None:
    day = take.optional_text(parameters, "EXPIRES")
    if day is not None and day < today:
        raise EngineError("expires_past", day=day, today=today)
    return day


def chosen_cases(store: Store, wanted: Sequence[str]) -> list[Case]:
    """The findings of the last check that are named, in the order in which they are named.

    Raises
    ------
    EngineError
        ``findings_not_noted``, ``finding_unknown`` with the nearest ones.
    """
    known = {case.finding_id: case for case in read_cases(store) if case.state != RESOLVED}
    if last_check(store) is None or not known:
        raise EngineError("findings_not_noted")
    for finding in wanted:
        if finding not in known:
            near = difflib.get_close_matches(finding, _similar_keys(finding, sorted(known)), n=_NAMED, cutoff=0.0)
            raise EngineError("finding_unknown", finding=finding, near=", ".join(near))
    return [known[finding] for finding in wanted]


def _similar_keys(finding: str, known: Sequence[str]) -> list[str]:
    """Those that begin alike, or a few: to compare a text with a million others takes too long."""
    return [k for k in known if k[:2] == finding[:2].lower()][:500] or list(known[:500])


# -- exceptions -------------------------------------------------------------------------------------------------------


def select_exceptions(store: Store, cases: Sequence[Case], wish: Wish, now: str) -> list[Declared]:
    """The exceptions to declare, one a finding; nothing is written.

    Raises
    ------
    EngineError
        ``finding_over``, ``exception_scope_wrong``, ``exception_no_place``, ``exception_no_area``,
        ``exception_outside``.
    """
    objects = objects_by_uid(store, {uid for case in cases for uid in case.uids})
    given = _area_of(wish.area, store.crs) if wish.area else None
    return [_exception(store, case, objects, wish, given, now) for case in cases]


def _area_of(source: str, crs: int) -> shapely.Geometry:
    return shapely.union_all(valid_areas(read_shapes(source, crs, "polygon").geometry))


def _exception(
    store: Store,
    case: Case,
    objects: dict[str, StoredObject],
    wish: Wish,
    given: shapely.Geometry | None,
    now: str,
) -> Declared:
    scope = wish.scope or (PAIR if len(case.uids) > 1 else OBJECT)
    fits = PAIR if len(case.uids) > 1 else OBJECT
    if scope in (OBJECT, PAIR) and scope != fits:
        raise EngineError(
            "exception_scope_wrong", finding=case.finding_id, count=len(case.uids), fits=fits, scope=scope
        )
    for name, uid in zip(case.names, case.uids, strict=False):
        if uid not in objects or objects[uid].state != CURRENT:
            raise EngineError("finding_over", finding=case.finding_id, object=name)
    if scope == PLACE and not np.isfinite(case.place[0]):
        raise EngineError("exception_no_place", finding=case.finding_id)
    area = _ground(store, case, objects, given) if scope == EMPRISE else None
    declared = Declared(
        fingerprint="",
        check=case.check,
        code=case.code,
        feature_class=case.feature_class,
        about=case.about,
        scope=scope,
        reason=wish.reason,
        role=wish.role,
        declared=now,
        expires=wish.expires,
        finding_id=case.finding_id,
        place=case.place,
        radius=wish.radius if scope == PLACE else None,
        area=area,
        objects=_remembered_objects(case, objects),
    )
    return replace(declared, fingerprint=_fingerprint(declared))


def _remembered_objects(case: Case, objects: dict[str, StoredObject]) -> tuple[Remembered, ...]:
    if case.about[0] not in ON_OBJECTS:
        return (Remembered("", case.names[0] if case.names else "", None, TOLERANCE_CAP, case.shape),)
    return tuple(
        Remembered(o.feature_class, name, uid, tolerance_of(o.precision), o.wkb)
        for name, uid in zip(case.names, case.uids, strict=True)
        for o in (objects[uid],)
    )


def _ground(store: Store, case: Case, objects: dict[str, StoredObject], given: shapely.Geometry | None) -> bytes:
    """Polygon in which the check is excused: the one that is given, else the emprises of the finding's lots."""
    own = to_geometries([case.shape])[0]
    area = given if given is not None else own if case.about[0] not in ON_OBJECTS else _emprises(store, case, objects)
    if area is None or area.is_empty or shapely.get_dimensions(area) < 2:
        raise EngineError("exception_no_area", finding=case.finding_id)
    place = shapely.Point(case.place) if np.isfinite(case.place[0]) else None
    anchor = place if place is not None else None if own is None else shapely.point_on_surface(own)
    at: NDArray[np.object_] = np.array([anchor], dtype=object)
    if not len(areas_with_places([case.check], np.array([area], dtype=object), [case.check], at)):
        raise EngineError("exception_outside", finding=case.finding_id)
    return shapely.to_wkb(area, byte_order=1, flavor="iso")


def _emprises(store: Store, case: Case, objects: dict[str, StoredObject]) -> shapely.Geometry | None:
    lots = {objects[uid].lot_id for uid in case.uids}
    if EMPRISE_CLASS not in store.class_names():
        return None
    table = read_class(store, EMPRISE_CLASS)
    mine = table.geometry[table["lot_id"].isin(lots)].dropna().to_numpy()
    return shapely.union_all(valid_areas(mine)) if len(mine) else None


def _fingerprint(declared: Declared) -> str:
    """Stable text of what an exception is about: equal ones say the same of the same."""
    digest = hashlib.sha256()
    place = [f"{v:.1f}" for v in declared.place]
    for part in (declared.code, declared.feature_class, *declared.about, declared.scope, *place, str(declared.radius)):
        digest.update(part.encode() + b"\0")
    for wkb in sorted(o.wkb or o.name.encode() for o in declared.objects):
        digest.update(wkb + b"\0")
    digest.update(declared.area or b"")
    return digest.hexdigest()[:16]

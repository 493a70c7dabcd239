"""Exceptions and the states of findings, as the store keeps them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from ..formats.geopackage import wkb_of
from ..model.pcrs import AFFLEURANT, CLASSES
from ..model.quality.excuses import ACTIVE, EXPIRED, NEW, REVOKED, UNUSED
from . import sql
from .schema import TABLES
from .store import Store

Place = tuple[float, float]
NOWHERE = (float("nan"), float("nan"))


@dataclass(frozen=True)
class Case:
    """A finding over the runs: what makes it this one (see quality/exceptions.py), and where it stands.

    shape : WKB of what stands for objects where it has none (an emprise, ground).
    id : number of its row; None where it is not kept yet.
    """

    finding_id: str
    check: str
    code: str
    feature_class: str
    about: tuple[str, str, str]
    names: tuple[str, ...]
    uids: tuple[str, ...]
    place: Place
    shape: bytes | None = None
    state: str = NEW
    since_run: int | None = None
    role: str | None = None
    reason: str | None = None
    exception_id: int | None = None
    why: str | None = None
    id: int | None = None


@dataclass(frozen=True)
class Remembered:
    """An object of an exception as it was when that was declared."""

    feature_class: str
    name: str
    uid: str | None
    tolerance: float
    wkb: bytes | None


@dataclass(frozen=True)
class Declared:
    """An exception."""

    fingerprint: str
    check: str
    code: str
    feature_class: str
    about: tuple[str, str, str]
    scope: str
    reason: str
    role: str
    declared: str
    expires: str | None
    finding_id: str
    place: Place
    radius: float | None = None
    area: bytes | None = None
    objects: tuple[Remembered, ...] = ()
    revoked: str | None = None
    revoked_role: str | None = None
    revoked_reason: str | None = None
    state: str = ACTIVE
    run_id: int | None = None
    used_run: int | None = None
    unused_since: int | None = None
    id: int = 0

    def standing(self, today: str) -> str:
        """ACTIVE, UNUSED, REOPENED, EXPIRED or REVOKED on a day (ISO); the last day is still a good one."""
        if self.revoked:
            return REVOKED
        if self.expires and self.expires < today:
            return EXPIRED
        return UNUSED if self.state == ACTIVE and self.unused_since is not None else self.state

    def holds(self, today: str) -> bool:
        """Whether it may excuse on a day (ISO)."""
        return not self.revoked and not (self.expires and self.expires < today)


@dataclass(frozen=True)
class StoredObject:
    """An object of a class table, whatever its state."""

    feature_class: str
    lot_id: int
    gml_id: str
    state: str
    precision: str | None
    wkb: bytes | None


def objects_by_uid(store: Store, uids: Collection[str]) -> dict[str, StoredObject]:
    """Objects by uid, each class table read once; what is in none is left out."""
    wanted = set(uids)
    found: dict[str, StoredObject] = {}
    for name in store.class_names():
        if len(found) == len(wanted):
            break
        feature = CLASSES[name]
        columns = ["uid", "lot_id", "gml_id", "state"]
        precision = "precisionPlanimetrique" in feature.columns
        spatial = feature.geometry is not None or name == AFFLEURANT
        extra = [*(["precisionPlanimetrique"] if precision else []), *(["geom"] if spatial else [])]
        where = "uid IN (SELECT value FROM json_each(?))"
        rows = store.connection.execute(
            sql.select(name, [*columns, *extra], where, "fid"), (json.dumps(sorted(wanted)),)
        )
        for uid, lot_id, gml_id, state, *more in rows:
            found.setdefault(
                uid,
                StoredObject(
                    name, lot_id, gml_id, state, more[0] if precision else None, wkb_of(more[-1]) if spatial else None
                ),
            )
    return found


# -- states of findings -----------------------------------------------------------------------------------------------

_CASE = tuple(name for name, _ in TABLES["finding_state"] if name != "id")


def read_cases(store: Store) -> list[Case]:
    """All findings that were ever noted, in the order in which they came."""
    rows = store.connection.execute(sql.select("finding_state", ["id", *_CASE], "", "id"))
    return [
        Case(
            finding_id, check, code, name, _three(about), tuple(json.loads(names)), tuple(json.loads(uids)),
            _place(x, y), shape, state, since, role, reason, exception_id, why, number,
        )
        for number, finding_id, check, code, name, about, names, uids, x, y, shape, state, since, role, reason,
        exception_id, why in rows
    ]  # fmt: skip


def add_cases(store: Store, cases: Iterable[Case], run_id: int) -> None:
    """Keep findings that were not kept yet, inside the caller's transaction; a state that begins does with this run."""
    store.connection.executemany(sql.insert("finding_state", _CASE), (_case_row(case, run_id) for case in cases))


def change_cases(store: Store, cases: Iterable[Case], run_id: int) -> None:
    """Write findings again that are kept already, inside the caller's transaction."""
    store.connection.executemany(
        sql.update("finding_state", _CASE, "id = ?"), ((*_case_row(case, run_id), case.id) for case in cases)
    )


def _case_row(case: Case, run_id: int) -> tuple[object, ...]:
    since = run_id if case.since_run is None else case.since_run
    return (
        case.finding_id, case.check, case.code, case.feature_class, _text(case.about), _text(case.names),
        _text(case.uids), *_coordinates(case.place), case.shape, case.state, since, case.role, case.reason,
        case.exception_id, case.why,
    )  # fmt: skip


def last_check(store: Store) -> int | None:
    """The last run that noted findings; None where there is none."""
    (run_id,) = store.connection.execute("SELECT run_id FROM last_check").fetchone()
    return None if run_id is None else int(run_id)


def last_run(store: Store) -> int:
    """The last run of any job; 0 where there is none."""
    return int(store.connection.execute("SELECT COALESCE(MAX(run_id), 0) FROM run").fetchone()[0])


# -- exceptions -------------------------------------------------------------------------------------------------------

_EXCEPTION = tuple(name for name, _ in TABLES["exception"] if name != "id")


def read_exceptions(store: Store) -> list[Declared]:
    """All exceptions, revoked ones too, in the order in which they were declared."""
    objects: dict[int, list[Remembered]] = {}
    columns = ["exception_id", "class", "name", "uid", "tolerance", "geometry"]
    for number, *row in store.connection.execute(sql.select("exception_object", columns, "", "exception_id, rank")):
        objects.setdefault(number, []).append(Remembered(row[0] or "", row[1] or "", *row[2:]))
    cursor = store.connection.execute(sql.select("exception", ["id", *_EXCEPTION], "code IS NOT NULL", "id"))
    names = [d[0] for d in cursor.description]
    out = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        place = _place(row.pop("x"), row.pop("y"))
        row["check"], row["feature_class"], row["about"] = row.pop("check_id"), row.pop("class"), _three(row["about"])
        out.append(Declared(place=place, objects=tuple(objects.get(row["id"], ())), **row))
    return out


def add_exception(store: Store, declared: Declared) -> Declared:
    """Keep an exception, inside the caller's transaction; returns it with its number."""
    values = {
        **vars(declared),
        "check_id": declared.check,
        "class": declared.feature_class,
        "about": _text(declared.about),
        **dict(zip("xy", _coordinates(declared.place), strict=True)),
    }
    cursor = store.connection.execute(sql.insert("exception", _EXCEPTION), [values[name] for name in _EXCEPTION])
    number = int(cursor.lastrowid or 0)
    store.connection.executemany(
        sql.insert("exception_object", ["exception_id", "rank", "class", "name", "uid", "tolerance", "geometry"]),
        [(number, rank, o.feature_class, o.name, o.uid, o.tolerance, o.wkb) for rank, o in enumerate(declared.objects)],
    )
    return replace(declared, id=number)


def change_exceptions(store: Store, exceptions: Iterable[Declared]) -> None:
    """Write what becomes of exceptions (never what they are about), inside the caller's transaction."""
    columns = ("state", "used_run", "unused_since", "revoked", "revoked_role", "revoked_reason")
    store.connection.executemany(
        sql.update("exception", columns, "id = ?"),
        [(*(getattr(e, name) for name in columns), e.id) for e in exceptions],
    )


def _three(text: str) -> tuple[str, str, str]:
    kind, prop, value = json.loads(text)
    return str(kind), str(prop), str(value)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def _text(values: Sequence[str]) -> str:
    return _encode(list(values))


def _place(x: float | None, y: float | None) -> Place:
    return NOWHERE if x is None or y is None else (x, y)


def _coordinates(place: Place) -> tuple[float | None, float | None]:
    x, y = place
    return (None, None) if x != x else (x, y)

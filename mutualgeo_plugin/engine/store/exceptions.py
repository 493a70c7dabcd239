"""Exceptions, as the store keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..formats import sql
from ..model.quality.excuses import ACTIVE, EXPIRED, REVOKED, UNUSED
from .findings import Place, coordinates_of, place_of, read_finding_subject, text_of
from .schema import TABLES
from .store import Store


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

    def current_state(self, today: str) -> str:
        """ACTIVE, UNUSED, REOPENED, EXPIRED or REVOKED on a day (ISO); the last day is still a good one."""
        if self.revoked:
            return REVOKED
        if self.expires and self.expires < today:
            return EXPIRED
        return UNUSED if self.state == ACTIVE and self.unused_since is not None else self.state

    def holds(self, today: str) -> bool:
        """Whether it may excuse on a day (ISO)."""
        return not self.revoked and not (self.expires and self.expires < today)


_EXCEPTION = tuple(name for name, _ in TABLES["exception"] if name != "id")


def read_exceptions(store: Store) -> list[Declared]:
    """All exceptions, revoked ones too, in the order in which they were declared."""
    objects: dict[int, list[Remembered]] = {}
    columns = ["exception_id", "class", "name", "uid", "tolerance", "geometry"]
    for number, *row in store._connection.execute(sql.select("exception_object", columns, "", "exception_id, rank")):
        objects.setdefault(number, []).append(Remembered(row[0] or "", row[1] or "", *row[2:]))
    cursor = store._connection.execute(sql.select("exception", ["id", *_EXCEPTION], "code IS NOT NULL", "id"))
    names = [d[0] for d in cursor.description]
    out = []
    for values in cursor:
        row = dict(zip(names, values, strict=True))
        place = place_of(row.pop("x"), row.pop("y"))
        row["check"], row["feature_class"], row["about"] = (
            row.pop("check_id"),
            row.pop("class"),
            read_finding_subject(row["about"]),
        )
        out.append(Declared(place=place, objects=tuple(objects.get(row["id"], ())), **row))
    return out


def add_exceptions(store: Store, declared: Iterable[Declared]) -> list[Declared]:
    """Keep exceptions, inside the caller's transaction; returns them with their numbers, one after the other."""
    (last,) = store._connection.execute("SELECT COALESCE(MAX(id), 0) FROM exception").fetchone()
    added = [replace(one, id=last + rank) for rank, one in enumerate(declared, 1)]
    store._connection.executemany(
        sql.insert("exception", ["id", *_EXCEPTION]), ([one.id, *_exception_row(one)] for one in added)
    )
    store._connection.executemany(
        sql.insert("exception_object", ["exception_id", "rank", "class", "name", "uid", "tolerance", "geometry"]),
        (
            (one.id, rank, o.feature_class, o.name, o.uid, o.tolerance, o.wkb)
            for one in added
            for rank, o in enumerate(one.objects)
        ),
    )
    return added


def _exception_row(declared: Declared) -> list[object]:
    values = {
        **vars(declared),
        "check_id": declared.check,
        "class": declared.feature_class,
        "about": text_of(declared.about),
        **dict(zip("xy", coordinates_of(declared.place), strict=True)),
    }
    return [values[name] for name in _EXCEPTION]


def change_exceptions(store: Store, exceptions: Iterable[Declared]) -> None:
    """Write what becomes of exceptions (never what they are about), inside the caller's transaction."""
    columns = ("state", "used_run", "unused_since", "revoked", "revoked_role", "revoked_reason")
    store._connection.executemany(
        sql.update("exception", columns, "id = ?"),
        [(*(getattr(e, name) for name in columns), e.id) for e in exceptions],
    )

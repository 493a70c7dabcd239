"""Questions about findings: what each run found, and what became of each finding over the runs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..formats import sql
from ..model.quality.excuses import NEW
from .schema import TABLES
from .store import Store

Place = tuple[float, float]
NOWHERE = (float("nan"), float("nan"))


_FINDING = tuple(name for name, _ in TABLES["finding"] if name != "id")


class FindingRow(NamedTuple):
    """A finding of a run, in the order of the columns of its table; `objects` are gml:ids, separated by spaces."""

    finding_id: str
    run_id: int
    check_id: str
    severity: str
    feature_class: str
    objects: str
    x: float | None
    y: float | None
    measured: float | None
    tolerance: float | None
    message: str
    state: str
    exception_id: int | None
    steward: str | None = None


def add_findings(store: Store, rows: Iterable[FindingRow]) -> None:
    """Keep the findings of a run, inside the caller's transaction."""
    store._connection.executemany(sql.insert("finding", _FINDING), rows)


def read_findings(store: Store, run_id: int) -> list[FindingRow]:
    """Findings of a run, in the order in which they were noted."""
    rows = store._connection.execute(sql.select("finding", _FINDING, "run_id = ?", "id"), (run_id,))
    return list(map(FindingRow._make, rows))


@dataclass(frozen=True)
class Case:
    """A finding over the runs: what makes it this one (see dataset/tracking.py), and where it stands.

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


_CASE = tuple(name for name, _ in TABLES["finding_state"] if name != "id")


def read_cases(store: Store) -> list[Case]:
    """All findings that were ever noted, in the order in which they came."""
    rows = store._connection.execute(sql.select("finding_state", ["id", *_CASE], "", "id"))
    return [
        Case(
            finding_id=finding_id,
            check=check,
            code=code,
            feature_class=name,
            about=read_finding_subject(about),
            names=tuple(json.loads(names)),
            uids=tuple(json.loads(uids)),
            place=place_of(x, y),
            shape=shape,
            state=state,
            since_run=since,
            role=role,
            reason=reason,
            exception_id=exception_id,
            why=why,
            id=number,
        )
        for (
            number,
            finding_id,
            check,
            code,
            name,
            about,
            names,
            uids,
            x,
            y,
            shape,
            state,
            since,
            role,
            reason,
            exception_id,
            why,
        ) in rows
    ]


def add_cases(store: Store, cases: Iterable[Case], run_id: int) -> None:
    """Keep findings that were not kept yet, inside the caller's transaction; a state that begins does with this run."""
    store._connection.executemany(sql.insert("finding_state", _CASE), (_case_row(case, run_id) for case in cases))


def change_cases(store: Store, cases: Iterable[Case], run_id: int) -> None:
    """Write findings again that are kept already, inside the caller's transaction."""
    store._connection.executemany(
        sql.update("finding_state", _CASE, "id = ?"), ((*_case_row(case, run_id), case.id) for case in cases)
    )


def _case_row(case: Case, run_id: int) -> tuple[object, ...]:
    since = run_id if case.since_run is None else case.since_run
    return (
        case.finding_id, case.check, case.code, case.feature_class, text_of(case.about), text_of(case.names),
        text_of(case.uids), *coordinates_of(case.place), case.shape, case.state, since, case.role, case.reason,
        case.exception_id, case.why,
    )  # fmt: skip


def read_finding_subject(text: str) -> tuple[str, str, str]:
    """What a finding says besides its objects, of the text that keeps it."""
    kind, prop, value = json.loads(text)
    return str(kind), str(prop), str(value)


_encode = json.JSONEncoder(ensure_ascii=False).encode


def text_of(values: Sequence[str]) -> str:
    """Texts as one that keeps them (JSON)."""
    return _encode(list(values))


def place_of(x: float | None, y: float | None) -> Place:
    """Place of the two numbers that keep it."""
    return NOWHERE if x is None or y is None else (x, y)


def coordinates_of(place: Place) -> tuple[float | None, float | None]:
    """The two numbers that keep a place; None where there is none."""
    x, y = place
    return (None, None) if x != x else (x, y)

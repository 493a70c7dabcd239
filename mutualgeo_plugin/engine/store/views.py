"""Views of the base: all that QGIS and the panel read of it, by name; the standard library is enough to read them.

A view that goes over the class tables is made again when a class gets its table; all are when an older base is brought
up to date. Until then what an older base lacks is made up beside it for the time of a question (`read_view`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..formats import sql
from ..model.checks import SEVERITIES
from ..model.pcrs import CLASSES
from ..model.quality.excuses import EXCEPTION, NEW, RESOLVED
from . import dialect
from .schema import TABLES, UNDONE, require_columns

_UNDONE = sql.literal(UNDONE)

#: Seconds to wait for a writer before a question is given up.
PATIENCE = 0.5

#: What a version in a conflict says of itself, where its class has it.
VERSION_COLUMNS = (
    "producteur",
    "dateLeve",
    "precisionPlanimetrique",
    "precisionAltimetrique",
    "qualiteCategorisation",
)


class ViewUnreadable(Exception):
    """The file is no base, or a writer is at work: nobody can tell what a view says."""


@dataclass(frozen=True)
class View:
    """A view: its SELECT, what it tells, the columns that its rows are read in the order of.

    listed : whether GIS programs list it among the layers of the base.
    """

    select: str
    description: str
    order: tuple[str, ...] = ()
    listed: bool = False


def _ranks(values: Iterable[str]) -> str:
    return " ".join(f"WHEN {sql.literal(value)} THEN {rank}" for rank, value in enumerate(values))


#: Views over the tables of `schema.TABLES`, each after those that it reads.
VIEWS: dict[str, View] = {
    "lineage_readable": View(
        "SELECT l.id, l.uid, l.class, r.started AS happened, r.job, l.action, "
        "l.state_from, l.state_to, l.competitor, l.detail, t.name AS lot, t.file, t.sha256, t.producers, l.run_id "
        "FROM lineage l LEFT JOIN run r ON r.run_id = l.run_id LEFT JOIN lot t ON t.lot_id = l.lot_id",
        "lineage, a line each: join it to a class table by uid",
        listed=True,
    ),
    "lot_readable": View(
        "SELECT lot_id, kind, name, file, sha256, producers, received, verdict, reserves, objects, store_crs, "
        "source_crs, operation, operation_accuracy FROM lot",
        "lots, a line each: join it to a class table by lot_id",
        ("lot_id",),
        listed=True,
    ),
    "base_system": View("SELECT CAST(value AS INTEGER) AS crs FROM store_info WHERE key = 'crs'", "system (EPSG)"),
    "last_run": View(
        "SELECT run_id, job, status, started, report, findings FROM run "
        f"WHERE run_id IN (SELECT MAX(run_id) FROM run WHERE status <> {_UNDONE} GROUP BY job)",  # nosec B608
        "last run of each job that is not undone",
        ("run_id",),
    ),
    "last_check": View(
        "SELECT MAX(run_id) AS run_id FROM run WHERE job = 'checkquality' AND ended IS NOT NULL "  # nosec B608
        f"AND status <> {sql.literal(UNDONE)}",
        "the last run that noted findings and is not undone; NULL where there is none",
    ),
    "finding_listed": View(
        "SELECT f.id, f.finding_id, f.check_id, f.severity, f.class, f.message, f.x, f.y, "  # nosec B608
        f"COALESCE(s.state, {sql.literal(NEW)}) AS state, s.id AS state_id, s.role, s.reason, s.why, s.exception_id, "
        f"e.expires, COALESCE(f.steward, '') AS steward, "
        f"CASE f.severity {_ranks(SEVERITIES)} ELSE {len(SEVERITIES)} END AS severity_rank "
        "FROM finding f "
        f"LEFT JOIN finding_state s ON s.finding_id = f.finding_id AND s.state <> {sql.literal(RESOLVED)} "
        "LEFT JOIN exception e ON e.id = s.exception_id WHERE f.run_id = (SELECT run_id FROM last_check)",
        "findings of the last check and where each stands, the worst first",
        ("severity_rank", "id"),
    ),
    "finding_tally": View(
        f"SELECT COALESCE(s.state, {sql.literal(NEW)}) AS state, f.severity, "  # nosec B608
        "COALESCE(f.steward, '') AS steward, COUNT(*) AS findings "
        "FROM finding f "
        f"LEFT JOIN finding_state s ON s.finding_id = f.finding_id AND s.state <> {sql.literal(RESOLVED)} "
        "WHERE f.run_id = (SELECT run_id FROM last_check) GROUP BY 1, 2, 3",
        "number of findings of the last check by state, severity and steward ('': nobody)",
    ),
    "finding_ground": View(
        "SELECT id AS state_id, uids, shape FROM finding_state",
        "objects of a finding (JSON list of uids), and the WKB of what it is about where it has none",
    ),
    "score_readable": View(
        "SELECT s.id, s.run_id, r.started AS checked, s.profile, s.scope, s.name, s.criterion, "
        "CASE WHEN s.score IS NULL THEN 'not evaluated' ELSE 'evaluated' END AS state, "
        "s.score, s.coverage, s.weight, s.verdict FROM score s JOIN run r ON r.run_id = s.run_id",
        "scores of each check, a line each: of a scope and a criterion, or of all criteria",
        ("id",),
        listed=True,
    ),
    "last_score": View(
        "SELECT s.criterion, s.score, s.coverage, s.weight, s.verdict FROM score s "
        "WHERE s.run_id = (SELECT run_id FROM last_check) AND s.scope = 'all'",
        "scores of the base in the last check, by criterion",
    ),
    "exception_use": View(
        "SELECT exception_id, COUNT(*) AS findings FROM finding_state "  # nosec B608
        f"WHERE state = {sql.literal(EXCEPTION)} GROUP BY exception_id",
        "number of findings that each exception excuses",
    ),
    "open_conflict": View(
        "SELECT id, class, reason, distance, uid_a, uid_b FROM conflict WHERE state = 'open'",
        "conflicts that wait for a decision; the rule prefers uid_a",
        ("class", "reason", "id"),
    ),
}


def _conflict_version(classes: Collection[str]) -> View:
    parts = []
    for name in classes:
        there = CLASSES[name].columns
        told = (f"v.{sql.name(c)}" if c in there else f"NULL AS {sql.name(c)}" for c in VERSION_COLUMNS)
        parts.append(
            f"SELECT {sql.literal(name)} AS class, v.uid, t.name AS lot, {', '.join(told)} "  # nosec B608
            f"FROM {sql.name(name)} v LEFT JOIN lot t ON t.lot_id = v.lot_id "
            f"WHERE v.uid IN (SELECT uid_a FROM open_conflict "
            f"WHERE class = {sql.literal(name)} UNION SELECT uid_b FROM open_conflict "
            f"WHERE class = {sql.literal(name)})"
        )
    nothing = ", ".join(f"NULL AS {sql.name(c)}" for c in ("class", "uid", "lot", *VERSION_COLUMNS))
    return View(" UNION ALL ".join(parts) or f"SELECT {nothing} WHERE 0", "the two versions of each open conflict")


def _lot_place(classes: Collection[str]) -> View:
    parts = [
        f"SELECT {sql.literal(name)} AS class, o.lot_id, MIN(r.minx) AS minx, MIN(r.miny) AS miny, "  # nosec B608
        f"MAX(r.maxx) AS maxx, MAX(r.maxy) AS maxy FROM {sql.name(name)} o "
        f"{dialect.box_join(name, 'r', 'o.fid')} GROUP BY o.lot_id"
        for name in classes
        if CLASSES[name].is_drawn
    ]
    nothing = ", ".join(f"NULL AS {c}" for c in ("class", "lot_id", "minx", "miny", "maxx", "maxy"))
    return View(" UNION ALL ".join(parts) or f"SELECT {nothing} WHERE 0", "box of the objects of each class and lot")


#: Views over the class tables that are there.
CLASS_VIEWS = {"conflict_version": _conflict_version, "lot_place": _lot_place}


def create_class_views(connection: sqlite3.Connection) -> None:
    """Make the views over the class tables, inside the caller's transaction: a class has got its table."""
    classes = _class_tables(connection)
    for name, make in CLASS_VIEWS.items():
        create_view(connection, name, make(classes))


def create_view(connection: sqlite3.Connection, name: str, view: View, schema: str = "main") -> None:
    """Make a view; one by that name is made again."""
    target = f"{schema}.{sql.name(name)}"
    connection.execute(f"DROP VIEW IF EXISTS {target}")
    connection.execute(f"CREATE VIEW {target} AS {view.select}")


def _class_tables(connection: sqlite3.Connection) -> list[str]:
    there = dialect.table_names(connection)
    return [name for name in CLASSES if name in there]


def read_view(
    path: Path, name: str, *, most: int | None = None, **wanted: str | int | Collection[str | int]
) -> list[dict[str, Any]]:
    """Rows of a view in its order, by column, without holding up a writer.

    Parameters
    ----------
    most : no more rows than this, the first ones.
    wanted : column → the value, or the values, that its rows have there.

    Raises
    ------
    ViewUnreadable
    ValueError
        The view has not one of the columns.
    """
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=PATIENCE)) as connection:
            return _rows(connection, name, most, wanted)
    except sqlite3.DatabaseError as error:
        raise ViewUnreadable(str(error)) from error


def _rows(
    connection: sqlite3.Connection, name: str, most: int | None, wanted: Mapping[str, str | int | Collection[str | int]]
) -> list[dict[str, Any]]:
    connection.row_factory = sqlite3.Row
    order = _complete(connection, name).order
    text = sql.statement("SELECT * FROM {v}", v=name)
    if wanted:
        require_columns(name, wanted, [column for column, *_ in connection.execute(f"{text} LIMIT 0").description])
    conditions = [dialect.member_condition(sql.name(column)) for column in wanted]
    text += f" WHERE {' AND '.join(conditions)}" if conditions else ""
    text += f" ORDER BY {sql.names(order)}" if order else ""
    text += "" if most is None else f" LIMIT {most:d}"
    values = [dialect.encode_list([v] if isinstance(v, str | int) else v) for v in wanted.values()]
    return [dict(row) for row in connection.execute(text, values)]


def _complete(connection: sqlite3.Connection, name: str) -> View:
    """The view of that name; where the base has none yet it is made for this connection, with the tables it lacks."""
    view = CLASS_VIEWS[name](_class_tables(connection)) if name in CLASS_VIEWS else VIEWS[name]
    there = dialect.relation_names(connection)
    if name not in there:
        for table, columns in TABLES.items():
            if table not in there:
                dialect.create_temporary_table(connection, table, [sql.name(c) for c, _ in columns])
                continue
            # what a view reads by the table's bare name has the columns that came after the base was made
            known = dialect.column_types(connection, table)
            lacking = [f"NULL AS {sql.name(c)}" for c, _ in columns if c not in known]
            if lacking:
                whole = f"SELECT t.*, {', '.join(lacking)} FROM main.{sql.name(table)} t"  # nosec B608
                create_view(connection, table, View(whole, ""), dialect.TEMPORARY)
        for other, definition in {**VIEWS, name: view}.items():
            if other not in there:
                create_view(connection, other, definition, dialect.TEMPORARY)
    return view

"""The shared base: one GeoPackage that remembers lots, objects, links, lineage, findings and runs."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..context import MEASURES, Context
from ..formats import geopackage as gpkg
from ..formats import sql
from ..formats.sqlite_errors import sqlite_errors
from ..geometry.wkb import census_of
from ..model.errors import EngineError, EngineFailure
from ..model.pcrs import AFFLEURANT, CLASSES, FeatureClass
from ..outputs import is_scratch, scratch_path
from . import derived_structures, dialect, hand_edits, lock, migrations, soundness, tallies, undo_notes, views
from .schema import DELIVERY, LEADING, SCHEMA_VERSION, TABLES, TRAILING
from .soundness import refuse_fault, refuse_unsound

#: Geometries that are counted together.
_AT_ONCE = 20_000


class Store:
    """A store that is open.

    Use `open_store` to read, `open_for_writing` to write. A thread beside the one that has opened it asks within
    `connect_thread`.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, held: lock.Lock | None = None) -> None:
        self.path = path
        self._lock = held
        #: Who is told that something of a run was committed; None before a run begins.
        self._context: Context | None = None
        self._opened = connection
        #: Connections of other threads at work, None as long as they have asked nothing.
        self._of_thread: dict[int, sqlite3.Connection | None] = {}
        self.crs = soundness.read_crs(connection)

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of the thread that asks; SQLite refuses a thread that has none."""
        thread = threading.get_ident()
        if thread not in self._of_thread:
            return self._opened
        own = self._of_thread[thread]
        if own is None:
            own = self._of_thread[thread] = gpkg.connect(self.path, readonly=True)
        return own

    @contextmanager
    def connect_thread(self) -> Iterator[None]:
        """Let the thread at work ask through a connection of its own, that reads what is committed.

        It is opened where something is asked.
        """
        thread = threading.get_ident()
        self._of_thread[thread] = None
        try:
            yield
        finally:
            own = self._of_thread.pop(thread)
            if own is not None:
                own.close()

    def info(self, key: str) -> str | None:
        """A value of `store_info`."""
        row = self._connection.execute("SELECT value FROM store_info WHERE key = ?", (key,)).fetchone()
        return row[0] if row else None

    def copy(self, target: Path) -> None:
        """Copy the store, whatever others read meanwhile; the copy holds no lock. See `migrations.copy_store`."""
        migrations.copy_store(self._connection, target)

    def class_names(self) -> list[str]:
        """Classes that have a table, in the model's order."""
        there = {r[0] for r in self._connection.execute("SELECT table_name FROM gpkg_geometry_columns")}
        plain = {r[0] for r in self._connection.execute("SELECT table_name FROM gpkg_contents")}
        return [name for name in CLASSES if name in there or name in plain]

    def counts(self, lot_id: int | None = None, state: str | None = None) -> dict[str, int]:
        """Objects per class, of one lot or of all, of one state or of all."""
        conditions: list[str] = []
        values: list[object] = []
        if lot_id is not None:
            conditions.append("lot_id = ?")
            values.append(lot_id)
        if state is not None:
            conditions.append("state = ?")
            values.append(state)
        where = " AND ".join(conditions)
        counted = {
            name: self._connection.execute(sql.count(name, where), values).fetchone()[0] for name in self.class_names()
        }
        return {name: n for name, n in counted.items() if n}

    def tallies(self, lot_id: int | None = None) -> dict[str, dict[str, int]]:
        """By state: objects, attributes (values given), and vertices, vertices with Z and arcs of the stored bytes.

        Of one lot or of all. Resolved geometries are no one's own and do not count.
        """
        found: defaultdict[str, list[int]] = defaultdict(lambda: [0] * 5)
        where, values = ("lot_id = ?", (lot_id,)) if lot_id is not None else ("1", ())
        for name in self.class_names():
            feature = CLASSES[name]
            rows = self._connection.execute(tallies.count_by_state(name, feature.columns, where), values).fetchall()
            for state, objects, attributes in rows:
                found[state][0] += objects
                found[state][4] += attributes
            for state in [state for state, *_ in rows] if feature.geometry else ():
                query = sql.select(name, ["geom"], f"geom IS NOT NULL AND state = ? AND {where}")
                cursor = self._connection.execute(query, (state, *values))
                while some := cursor.fetchmany(_AT_ONCE):
                    wkbs = [wkb for (geometry,) in some if (wkb := gpkg.wkb_of(geometry))]
                    for k, n in enumerate(census_of(wkbs), 1):
                        found[state][k] += n
        return {state: dict(zip(("objects", *MEASURES), figures, strict=True)) for state, figures in found.items()}

    def measures(self, state: str | None = None, lot_id: int | None = None) -> dict[str, int]:
        """The measures of `tallies`, of one state or of all together."""
        tallies = [t for name, t in self.tallies(lot_id).items() if state in (None, name)]
        return {what: sum(t[what] for t in tallies) for what in MEASURES}

    def lots(self, kind: str | None = DELIVERY) -> list[dict[str, Any]]:
        """Rows of the lot table; deliveries unless another kind, or None for all, is asked for."""
        cursor = self._connection.execute("SELECT * FROM lot WHERE ? IS NULL OR kind = ? ORDER BY lot_id", (kind, kind))
        names = [d[0] for d in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def find_lot(self, wanted: str, kind: str | None = DELIVERY) -> dict[str, Any]:
        """A lot by its number or its name; a delivery unless another kind, or None for all, is asked for.

        Raises
        ------
        EngineError
            ``lot_unknown``, with the lots there are.
        """
        lots = self.lots(kind)
        named = [lot for lot in lots if lot["name"] == wanted]
        if len(named) > 1:
            numbers = ", ".join(str(lot["lot_id"]) for lot in named)
            raise EngineError("lot_ambiguous", lot=wanted, numbers=numbers)
        for lot in named or lots:
            if wanted in (str(lot["lot_id"]), lot["name"]):
                return lot
        raise EngineError("lot_unknown", lot=wanted, known=", ".join(str(lot["name"]) for lot in lots) or "-")

    def refuse_if_held(self) -> lock.Holder | None:
        """The dead holder of the lock, if any; a living one is an EngineError ``store_locked``."""
        return lock.refuse_if_held(self._connection, self.path)

    def last_hand_edit(self) -> int:
        """Number of the last edit by hand; 0 where there is none."""
        return hand_edits.last_edit(self._connection)

    # -- writing ------------------------------------------------------------------------------------------------

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one, part of it."""
        if self._connection.in_transaction:
            yield
            return
        with sqlite_errors(self.path):
            dialect.begin_writing(self._connection)
            try:
                if self._lock is not None:
                    self._lock.require()
                yield
                self._connection.execute("COMMIT")
                if self._context is not None and not is_scratch(self.path):
                    self._context.has_committed = True
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def ensure_class(self, feature: FeatureClass) -> None:
        """Create the table of a class where it is not there yet, with its style."""
        exists = self._connection.execute(
            "SELECT 1 FROM gpkg_contents WHERE table_name = ?", (feature.name,)
        ).fetchone()
        if exists:
            return
        columns = [*LEADING, *((c, "TEXT") for c in feature.columns), *TRAILING]
        kind = "any" if feature.name == AFFLEURANT else feature.geometry
        if kind is None:
            gpkg.create_attribute_table(
                self._connection, feature.name, [("fid", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL"), *columns]
            )
        else:
            geometry_type = gpkg.GEOMETRY_TYPES[kind]
            gpkg.create_feature_table(self._connection, feature.name, columns, geometry_type, self.crs)
            derived_structures.add_styles(self._connection, feature.name)
        migrations.complete_indexes(self._connection, [feature.name])
        hand_edits.add_triggers(self._connection, feature.name)
        views.create_class_views(self._connection)

    def add_lineage(self, rows: list[tuple[object, ...]]) -> None:
        """Rows (uid, class, action, lot_id, run_id, state_from, state_to, competitor, detail)."""
        columns = [name for name, _ in TABLES["lineage"] if name != "id"]
        self._connection.executemany(sql.insert("lineage", columns), rows)

    def remember(self, key: str, value: str) -> None:
        """Set a value of `store_info`."""
        with self.transaction():
            self._connection.execute(dialect.set_value("store_info", "key", "value"), (key, value))

    @contextmanager
    def run(self, job: str, context: Context, *, status: str = "done", findings: int | None = None) -> Iterator[int]:
        """A run, whose number is given: its note, all that the block does and its end are one transaction."""
        with self.transaction():
            run_id = self.begin_run(job, context)
            yield run_id
            self.end_run(run_id, status, context.now, "", findings)

    def begin_run(self, job: str, context: Context) -> int:
        """Note that a run has begun, and tell the hand edits since the last one; returns its number."""
        with self.transaction():
            cursor = self._connection.execute(
                "INSERT INTO run (job, status, started) VALUES (?, 'running', ?)", (job, context.now)
            )
            run_id = dialect.inserted_key(cursor)
            self._context = context
            undo_notes.begin_notes(self._connection, run_id)
            edits = hand_edits.take_note(self._connection, run_id)
        if any(edits.values()):
            context.warning("hand_edits_found", **edits)
            context.report["hand_edits"] = edits
        return run_id

    def end_run(self, run_id: int, status: str, now: str, report: str, findings: int | None = None) -> None:
        """Note how a run has ended."""
        with self.transaction():
            self._connection.execute(
                "UPDATE run SET status = ?, ended = ?, report = ?, findings = ? WHERE run_id = ?",
                (status, now, report, findings, run_id),
            )


def _check(path: Path, connection: sqlite3.Connection, *, as_it_is: bool = False) -> None:
    if dialect.application_id(connection) != gpkg.APPLICATION_ID:
        raise EngineError("store_foreign", path=str(path), detail="application_id")
    if "store_info" not in dialect.table_names(connection):
        raise EngineError("store_foreign", path=str(path), detail="store_info")
    row = connection.execute("SELECT value FROM store_info WHERE key = 'schema_version'").fetchone()
    core = soundness.find_core_faults(connection)
    if core and as_it_is:
        return
    for fault in core:
        refuse_fault(fault)
    if int(row[0]) > SCHEMA_VERSION:
        raise EngineError("store_newer", path=str(path), found=row[0], known=SCHEMA_VERSION)


@contextmanager
def open_store(path: Path, *, as_it_is: bool = False) -> Iterator[Store]:
    """Read a store; nothing is written, but a store of an older schema is brought up to date after a copy.

    as_it_is : whether one that a hand or a tool has made unsound is opened all the same, to say what is wrong.

    Raises
    ------
    EngineError
        ``store_missing``, ``store_foreign``, ``store_newer``, ``store_damaged``, ``hand_edit_unsound``.
    """
    if not path.is_file():
        raise EngineError("store_missing", path=str(path))
    with sqlite_errors(path):
        connection = gpkg.connect(path, readonly=True)
        try:
            _check(path, connection, as_it_is=as_it_is)
            broken = as_it_is and soundness.find_core_faults(connection)
            if not broken and migrations.version_of(connection) < SCHEMA_VERSION:
                connection.close()
                migrate(path, _utc_moment())
                connection = gpkg.connect(path, readonly=True)
            if not as_it_is:
                refuse_unsound(connection)
                if hand_edits.has_nameless_copies(connection):
                    connection.close()
                    _name_copies(path)
                    connection = gpkg.connect(path, readonly=True)
            yield Store(path, connection)
        finally:
            connection.close()


@contextmanager
def read_store(path: Path) -> Iterator[Store]:
    """Read a store that `open_store` has looked at, in a process or thread beside it."""
    with sqlite_errors(path):
        connection = gpkg.connect(path, readonly=True)
        try:
            yield Store(path, connection)
        finally:
            connection.close()


@contextmanager
def open_for_writing(
    path: Path,
    *,
    job: str,
    context: Context,
    crs: int | None = None,
    vertical_datum: str | None = None,
    by_force: bool = False,
    stays_empty: bool = True,
) -> Iterator[Store]:
    """Write a store under its lock; a missing one is created where `crs` is given.

    A dead run's lock is taken over, and that is told; a living one's too where a person has said so (`by_force`). Runs
    that did not come to their end are told.

    A store that a failed first run has created is removed again: the folder is as it was. One that a run has created
    and left without a lot is, too, unless it `stays_empty`.
    """
    created = not path.exists()
    if created:
        if crs is None:
            raise EngineError("store_missing", path=str(path))
        created = _create(path, crs, vertical_datum)
    held = completed = False
    try:
        with sqlite_errors(path):
            connection = gpkg.connect(path)
            try:
                _check(path, connection)
                own = lock.Lock(connection, path, job, context.now, by_force=by_force)
                held = True
                try:
                    _tell_dead_runs(own, context)
                    if migrations.version_of(connection) < SCHEMA_VERSION:
                        migrations.upgrade(path, connection)
                    refuse_unsound(connection, derived=False)
                    _restore_derived(path, connection, context)
                    yield Store(path, connection, own)
                finally:
                    own.release()
            finally:
                connection.close()
        completed = stays_empty
    finally:
        if created and held and not completed and _is_empty(path):  # else it is another run's by now
            path.unlink(missing_ok=True)


def _restore_derived(path: Path, connection: sqlite3.Connection, context: Context) -> None:
    """Make again what holds nothing by itself and tools have dropped; what could not be noted meanwhile is told."""
    names = soundness.class_names(connection)
    lacking = derived_structures.find_lacking(connection, names)
    if lacking == derived_structures.Lacking():
        return
    dialect.begin_writing(connection)
    try:
        derived_structures.restore(connection, lacking, names)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    made = (*lacking.views, *lacking.spatial, *([gpkg.STYLES] if lacking.styles else []))
    if made:
        context.warning("structures_restored", path=path.name, names=", ".join(made))
    if lacking.unnoted:
        context.warning("hand_edits_unnoted", names=", ".join(lacking.unnoted))


def _tell_dead_runs(own: lock.Lock, context: Context) -> None:
    if own.previous:
        context.warning("store_lock_taken_over", **vars(own.previous))
    for run in own.cut_off:
        context.warning("run_cut_off", **vars(run))


def _name_copies(path: Path) -> None:
    """Give objects that were copied by hand names of their own: who reads knows an object by them."""
    connection = gpkg.connect(path)
    try:
        own = lock.Lock(connection, path, "migrate", _utc_moment(), in_passing=True)
        try:
            dialect.begin_writing(connection)
            hand_edits.name_copies(connection)
            connection.execute("COMMIT")
        finally:
            own.release()
    finally:
        connection.close()


def _utc_moment() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def migrate(path: Path, now: str) -> Path | None:
    """Bring a store up to the schema of this program; returns the copy of what it was, None where it is up to date."""
    if not path.is_file():
        raise EngineError("store_missing", path=str(path))
    with sqlite_errors(path):
        connection = gpkg.connect(path)
        try:
            _check(path, connection)
            own = lock.Lock(connection, path, "migrate", now, in_passing=True)
            try:
                if migrations.version_of(connection) == SCHEMA_VERSION:
                    return None
                return migrations.upgrade(path, connection)
            finally:
                own.release()
        finally:
            connection.close()


def _create(path: Path, crs: int, vertical_datum: str | None) -> bool:
    """Make an empty store; False where another run has made it meanwhile.

    It is made beside and put in place whole, so that nobody ever opens half a store.
    """
    beside = scratch_path(path)
    try:
        with sqlite_errors(path):
            connection = gpkg.connect(beside)
            try:
                dialect.begin_writing(connection)
                _fill(connection, crs, vertical_datum)
                connection.execute("COMMIT")
            finally:
                connection.close()
        try:
            _place(beside, path)
        except FileExistsError:
            return False
        except OSError as error:
            raise EngineFailure("path_unwritable", path=str(path), detail=error.strerror or str(error)) from error
        return True
    finally:
        for leftover in (beside, beside.with_name(f"{beside.name}-journal")):
            leftover.unlink(missing_ok=True)


def _place(beside: Path, path: Path) -> None:
    """Give a file its name, unless the name is taken."""
    if os.name == "nt":
        beside.rename(path)  # refuses a taken name there
        return
    try:
        os.link(beside, path)
    except OSError as error:
        if isinstance(error, FileExistsError) or path.exists():
            raise FileExistsError(str(path)) from error
        beside.rename(path)  # a file system without links


def _fill(connection: sqlite3.Connection, crs: int, vertical_datum: str | None) -> None:
    gpkg.create_container(connection, crs)
    gpkg.create_styles_table(connection)
    migrations.complete(connection)
    connection.executemany(
        "INSERT INTO store_info VALUES (?, ?)",
        [
            ("schema_version", str(SCHEMA_VERSION)),
            ("crs", str(crs)),
            ("vertical_datum", vertical_datum),
            (undo_notes.FIRST_NOTED, "1"),
        ],
    )


def _is_empty(path: Path) -> bool:
    """Whether a store holds no lot yet."""
    try:
        connection = gpkg.connect(path, readonly=True)
    except sqlite3.Error:
        return False
    try:
        return connection.execute("SELECT COUNT(*) FROM lot").fetchone()[0] == 0
    except sqlite3.Error:
        return False
    finally:
        connection.close()

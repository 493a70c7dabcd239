"""One writer at a time: a row that says who writes the store, from which machine, since when.

A writer that is dead holds nobody up: the next one takes its lock over, and tells. One is dead whose process is gone or
has another beginning than the one that took the lock; of another machine, one that has given no sign of life for
`SILENCE` seconds (`store/life_sign.py`), or never did (an older program) and is older than a day. Where that cannot be
told it is taken as alive, and a person may release the lock.
"""

from __future__ import annotations

import getpass
import os
import socket
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ..compute.process_identity import is_running, machine, process_mark, start_of_process
from ..model.days import read_moment
from ..model.errors import EngineError, EngineFailure
from . import dialect
from .life_sign import SILENCE, Heartbeat, LifeSign, read_sign, sign_age

#: Age of a lock without any sign of life of which the writer is taken as dead: no run of an older program lasts longer.
_SILENT_DAY = timedelta(days=1)
#: Seconds by which a process seems to begin after the lock that it takes, clocks being set meanwhile.
_SLACK = 60.0


@dataclass(frozen=True)
class Holder:
    """Who holds the lock."""

    who: str
    host: str
    pid: int
    since: str


@dataclass(frozen=True)
class CutOff:
    """A run that did not come to its end, and the lots that it had taken in."""

    run: int
    job: str
    started: str
    lots: str


class Lock:
    """The lock of a store that this process holds.

    previous : the dead holder whose lock was taken over, None where it was free.
    cut_off : runs that had begun and that nobody is at work on.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        path: Path,
        job: str,
        now: str,
        *,
        by_force: bool = False,
        in_passing: bool = False,
    ) -> None:
        """Take the lock inside a transaction of its own.

        Parameters
        ----------
        by_force : take it from whoever holds it: a person has said so.
        in_passing : nobody is told what died: a dead holder is left to the next run that writes.

        Raises
        ------
        EngineError
            ``store_locked`` where a living writer holds it.
        """
        self._connection, self._path = connection, path
        self.holder = Holder(_current_user(), socket.gethostname(), os.getpid(), now)
        dialect.begin_writing(connection)
        try:
            self.previous = None if by_force else refuse_if_held(connection, path)
            self.cut_off = [] if in_passing else _mark_cut_off_runs(connection)
            self._left = connection.execute("SELECT * FROM lock").fetchall() if in_passing else []
            connection.execute("DELETE FROM lock")
            connection.execute("INSERT INTO lock VALUES (1, ?, ?, ?, ?, ?)", (*vars(self.holder).values(), job))
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        self._heartbeat = Heartbeat(path, self.holder.host, now)
        self._heartbeat.start()

    def require(self) -> None:
        """Refuse to go on where the lock is not this process's any more, inside a transaction.

        Raises
        ------
        EngineFailure
            ``store_lock_lost``
        """
        holder = read_holder(self._connection)
        if holder != self.holder:
            by = f"{holder.who}, {holder.host}, {holder.pid}, {holder.since}" if holder else "-"
            raise EngineFailure("store_lock_lost", path=str(self._path), by=by)

    def release(self) -> None:
        """Give the lock back, only where it is this process's."""
        self._heartbeat.stop()
        self._connection.execute(
            "DELETE FROM lock WHERE pid = ? AND host = ? AND since = ?",
            (self.holder.pid, self.holder.host, self.holder.since),
        )
        self._connection.executemany("INSERT INTO lock VALUES (?, ?, ?, ?, ?, ?)", self._left)


def read_holder(connection: sqlite3.Connection) -> Holder | None:
    """Who holds the lock; None where it is free."""
    row = connection.execute("SELECT who, host, pid, since FROM lock").fetchone()
    return Holder(*row) if row else None


def refuse_if_held(connection: sqlite3.Connection, path: Path) -> Holder | None:
    """The dead holder of the lock, if any; a living one is an EngineError ``store_locked``."""
    holder = read_holder(connection)
    if holder and is_alive(holder, path):
        raise EngineError("store_locked", path=str(path), **vars(holder))
    return holder


def is_alive(holder: Holder, path: Path) -> bool:
    """Whether the writer of a store may still be at work."""
    sign = read_sign(path)
    if sign and (sign.host, sign.pid, sign.since) == (holder.host, holder.pid, holder.since):
        return _shows_life(sign, path)
    if holder.host == socket.gethostname():
        return _is_process_of(holder)
    since = _moment(holder.since)
    return since is None or datetime.now(UTC) - since < _SILENT_DAY


def _shows_life(sign: LifeSign, path: Path) -> bool:
    age = sign_age(path)
    is_fresh = age is None or age < SILENCE
    if sign.machine != machine():
        return is_fresh
    if sign.pid == os.getpid() or not is_running(sign.pid):
        return False
    mark = process_mark(sign.pid)
    return is_fresh if mark is None or sign.process is None else mark == sign.process


def _is_process_of(holder: Holder) -> bool:
    """Whether a holder on this machine, which has left no sign of life, is the process that bears its number."""
    if holder.pid == os.getpid() or not is_running(holder.pid):
        return False
    began, since = start_of_process(holder.pid), _moment(holder.since)
    return began is None or since is None or began <= since.timestamp() + _SLACK


def _moment(text: str) -> datetime | None:
    moment = read_moment(text)
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def _mark_cut_off_runs(connection: sqlite3.Connection) -> list[CutOff]:
    """Note that runs said to be at work have failed: one is at work at a time, the one that takes the lock."""
    rows = connection.execute(
        "SELECT r.run_id, r.job, r.started, GROUP_CONCAT(t.name, ', ') FROM run r "
        "LEFT JOIN lineage l ON l.run_id = r.run_id AND l.class = '*' AND l.action = 'received' "
        "LEFT JOIN lot t ON t.lot_id = l.lot_id WHERE r.status = 'running' GROUP BY r.run_id ORDER BY r.run_id"
    ).fetchall()
    connection.execute("UPDATE run SET status = 'failed' WHERE status = 'running'")
    return [CutOff(run, job, started, lots or "-") for run, job, started, lots in rows]


def _current_user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"

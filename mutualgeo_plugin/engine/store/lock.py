"""One writer at a time: a row that says who writes the store, from which machine, since when."""

from __future__ import annotations

import getpass
import os
import socket
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from ..model.errors import EngineError
from . import dialect


@dataclass(frozen=True)
class Holder:
    """Who holds the lock."""

    who: str
    host: str
    pid: int
    since: str


def acquire(connection: sqlite3.Connection, path: Path, job: str, now: str) -> Holder | None:
    """Take the lock inside a transaction of its own.

    Returns
    -------
    Holder or None
        The dead holder whose lock was taken over, None where the lock was free.

    Raises
    ------
    EngineError
        ``store_locked`` where a living writer holds it.
    """
    dialect.begin_writing(connection)
    try:
        previous = refuse_if_held(connection, path)
        connection.execute("DELETE FROM lock")
        connection.execute(
            "INSERT INTO lock VALUES (1, ?, ?, ?, ?, ?)",
            (_current_holder(), socket.gethostname(), os.getpid(), now, job),
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return previous


def refuse_if_held(connection: sqlite3.Connection, path: Path) -> Holder | None:
    """The dead holder of the lock, if any; a living one is an EngineError ``store_locked``."""
    row = connection.execute("SELECT who, host, pid, since FROM lock").fetchone()
    holder = Holder(*row) if row else None
    if holder and _is_alive(holder):
        raise EngineError("store_locked", path=str(path), **vars(holder))
    return holder


def release(connection: sqlite3.Connection) -> None:
    """Give the lock back, only where it is this process's."""
    connection.execute("DELETE FROM lock WHERE pid = ? AND host = ?", (os.getpid(), socket.gethostname()))


def _current_holder() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "?"


def _is_alive(holder: Holder) -> bool:
    """Whether the writer may still be at work: a process of another machine is taken as alive."""
    if holder.host != socket.gethostname():
        return True
    if holder.pid == os.getpid():
        return False
    if os.name == "nt":
        return _is_alive_on_windows(holder.pid)
    try:
        os.kill(holder.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return not _is_zombie(holder.pid)


def _is_zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return False


def _is_alive_on_windows(pid: int) -> bool:
    import ctypes  # os.kill(pid, 0) would end the process there

    query_limited_information, still_active = 0x1000, 259
    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel32.OpenProcess(query_limited_information, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel32.CloseHandle(handle)
    return code.value == still_active

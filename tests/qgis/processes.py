"""Who is at work on this machine: the engine that a QGIS started, and its family."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Found = TypeVar("Found")


def _status(pid: int) -> tuple[str, int, int] | None:
    """State, parent and group of a process; None when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return fields[0], int(fields[1]), int(fields[2])


def alive(pid: int) -> bool:
    """Whether the process runs (a zombie does not: it waits for its parent only)."""
    status = _status(pid)
    return status is not None and status[0] != "Z"


def _pids() -> list[int]:
    return [int(name) for name in os.listdir("/proc") if name.isdigit()]


def engine_of(parent: int) -> int | None:
    """Engine that the process `parent` has started."""
    for pid in _pids():
        status = _status(pid)
        if status is not None and status[0] != "Z" and status[1] == parent:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
            if b"engine_main.py" in command and b"JOB.json" in command:
                return pid
    return None


def group(leader: int) -> list[int]:
    """Running processes of the group that `leader` leads."""
    members = [(pid, _status(pid)) for pid in _pids()]
    return [pid for pid, status in members if status is not None and status[0] != "Z" and status[2] == leader]


def until(look: Callable[[], Found], seconds: float = 20.0, pause: float = 0.02) -> Found:
    """What `look` gives as soon as it is true, or its last answer when the time is over."""
    deadline = time.monotonic() + seconds
    found = look()
    while not found and time.monotonic() < deadline:
        time.sleep(pause)
        found = look()
    return found

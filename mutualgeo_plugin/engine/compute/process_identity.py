"""Whether a process that another run has named is still the same one: its number may have gone to another."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path

_STILL_ACTIVE, _QUERY_LIMITED_INFORMATION, _ACCESS_DENIED = 259, 0x1000, 5
#: Hundreds of nanoseconds in a second, and seconds from 1601 to 1970: how Windows counts.
_WINDOWS_TICKS, _WINDOWS_EPOCH = 10_000_000, 11_644_473_600


def machine() -> str:
    """What a number of a process is one of: a host, since it was started, and the container that it is, if any."""
    parts = [socket.gethostname()]
    try:
        parts += [Path("/proc/sys/kernel/random/boot_id").read_text().strip(), os.readlink("/proc/self/ns/pid")]
    except OSError:
        pass  # not a Linux: the host alone
    return " ".join(parts)


def is_running(pid: int) -> bool:
    """Whether a process of this machine has that number; one that has ended and waits for its parent has not."""
    if os.name == "nt":
        return _ask_windows(pid)[0]
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    fields = _stat_fields(pid)
    return not fields or fields[0] != "Z"


def process_mark(pid: int) -> str | None:
    """What tells a process of this machine from an earlier one of the same number, whatever its clock is set to.

    None where that cannot be told.
    """
    ticks = _start_ticks(pid)
    return None if ticks is None else str(ticks)


def start_of_process(pid: int) -> float | None:
    """When a process of this machine began, in seconds since 1970; None where that cannot be told."""
    ticks = _start_ticks(pid)
    if ticks is None:
        return None
    if os.name == "nt":
        return ticks / _WINDOWS_TICKS - _WINDOWS_EPOCH
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return None
    return time.time() - (time.clock_gettime(time.CLOCK_BOOTTIME) - ticks / os.sysconf("SC_CLK_TCK"))


def _start_ticks(pid: int) -> int | None:
    """When a process began, as its system counts: since the machine was started (Linux), since 1601 (Windows)."""
    if os.name == "nt":
        return _ask_windows(pid)[1]
    fields = _stat_fields(pid)
    return int(fields[19]) if fields else None


def _stat_fields(pid: int) -> list[str]:
    """What Linux says of a process, from its state on; empty where it says nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _ask_windows(pid: int) -> tuple[bool, int | None]:
    """Whether a process is running, and when it began; None where that is not told."""
    import ctypes  # os.kill(pid, 0) would end the process there

    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel32.OpenProcess(_QUERY_LIMITED_INFORMATION, False, pid)
    if not handle:
        return kernel32.GetLastError() == _ACCESS_DENIED, None
    code, times = ctypes.c_ulong(), [ctypes.c_ulonglong() for _ in range(4)]
    kernel32.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel32.GetProcessTimes(handle, *map(ctypes.byref, times))
    kernel32.CloseHandle(handle)
    return code.value == _STILL_ACTIVE, times[0].value

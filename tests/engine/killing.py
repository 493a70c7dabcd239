"""Start the engine as the launcher does, and kill it with all that it has started."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

from tests.conftest import ROOT

MAIN = ROOT / "mutualgeo_plugin" / "engine_main.py"


def start(engine_python: Path, request: Path, *before: str, **more) -> subprocess.Popen:
    return subprocess.Popen(
        [*before, engine_python, "-I", MAIN, request], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more
    )


def group_of(pid: int) -> list[int]:
    """Living processes of a process group."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[2]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_until_gone(pid: int) -> None:
    end = time.monotonic() + 10
    while group_of(pid):
        assert time.monotonic() < end, f"still there: {group_of(pid)}"
        time.sleep(0.05)


def kill_group(process: subprocess.Popen) -> None:
    """SIGKILL to a process and its group, until all are gone."""
    for pid in (process.pid, *group_of(process.pid)):
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.communicate()
    wait_until_gone(process.pid)


def killed_at_sync(rank: int, trace: Path) -> list[str]:
    """Command that kills what follows it at its n-th synchronisation of the disk, inside a COMMIT."""
    inject = f"inject=fsync,fdatasync:signal=SIGKILL:when={rank}"
    return ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=fsync,fdatasync", "-e", inject]

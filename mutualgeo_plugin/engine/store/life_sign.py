"""Signs of life of the writer of a base: a small file beside it that says who writes, touched as long as it does.

The base itself cannot tell: all that a run does is one transaction, and nobody sees what is in it before it ends. The
age of the file is told by the file system that holds it, whatever the clocks of two machines say.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from ..compute.process_identity import machine, process_mark

#: Seconds between two signs of life, and after how many a writer is taken as dead.
BEAT, SILENCE = 15.0, 180.0


@dataclass(frozen=True)
class LifeSign:
    """What a writer says of itself.

    host, pid, since : as its lock says them, by which the two belong together.
    machine : see `compute.process_identity.machine`.
    process : see `compute.process_identity.process_mark`.
    """

    host: str
    pid: int
    since: str
    machine: str
    process: str | None


def sign_path(store: Path) -> Path:
    """The file with the signs of life of the writer of a base."""
    own = store.resolve()  # by whatever link it is named
    return own.with_name(f"{own.name}-lock")


def read_sign(store: Path) -> LifeSign | None:
    """The sign of life beside a base; None where there is none, or none that can be read."""
    try:
        return LifeSign(**json.loads(sign_path(store).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def sign_age(store: Path) -> float | None:
    """Seconds since the last sign of life, by the clock of the file system; None where that cannot be told."""
    try:
        last = sign_path(store).stat().st_mtime
        with tempfile.NamedTemporaryFile(dir=store.parent, prefix=f".{store.name}-clock-") as probe:
            return os.stat(probe.name).st_mtime - last
    except FileNotFoundError:
        return None
    except OSError:  # nothing may be written there: this machine's clock
        with suppress(OSError):
            return time.time() - sign_path(store).stat().st_mtime
        return None


class Heartbeat:
    """Leaves a sign of life beside a base every `BEAT` seconds, until it is stopped."""

    def __init__(self, store: Path, host: str, since: str) -> None:
        self._path = sign_path(store)
        self._sign = LifeSign(host, os.getpid(), since, machine(), process_mark(os.getpid()))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True, name="heartbeat")

    def start(self) -> None:
        """Say who writes, then go on saying that it is alive."""
        with suppress(OSError):  # where nothing can be written beside the base, nothing can be written in it
            self._path.write_text(json.dumps(asdict(self._sign)), "utf-8")
        self._thread.start()

    def stop(self) -> None:
        """Say no more; the file goes, unless it is another writer's by now."""
        self._ended.set()
        self._thread.join()
        if read_sign(self._path.with_name(self._path.name.removesuffix("-lock"))) == self._sign:
            with suppress(OSError):
                self._path.unlink()

    def _beat(self) -> None:
        while not self._ended.wait(BEAT):
            with suppress(OSError):  # a file system that is gone for a moment: the next one may come through
                os.utime(self._path)

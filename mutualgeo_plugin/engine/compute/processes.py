"""Work on several cores: spawned processes that end with their parent, and a common count of what is done."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from operator import itemgetter
from typing import Any, TypeVar

from ..model.errors import EngineFailure

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")

#: Objects made before Python looks for circles among them, and such looks before it looks at older ones too.
_COLLECTION = (50_000, 20)
#: Seconds between two looks at the parent, and between two reports of progress.
_WATCH = 0.5
_REPORT = 0.2

_done: Any = None
#: Sum of the workers' peaks of each time that several processes were at work.
_peaks: list[float] = []


def cores() -> int:
    """Cores this process may use; ``MUTUALGEO_PROCESSES`` sets another number."""
    given = os.environ.get("MUTUALGEO_PROCESSES", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def collect_rarely() -> None:
    """Look for circles of objects less often than Python does: the rows that a run makes by the hundred thousand have
    none, and to look through them takes a tenth of its time.
    """
    gc.set_threshold(*_COLLECTION)


def end_with_parent(on_end: Callable[[], None] | None = None, *, parent: int | None = None) -> None:
    """End this process as soon as the one that started it is gone.

    parent : process id of the starter, where it is known; a starter that died before this call is noticed too.
    """
    parent = parent or os.getppid()

    def watch() -> None:
        if os.name == "nt":
            _wait_on_windows(parent)
        while os.name != "nt" and os.getppid() == parent:
            time.sleep(_WATCH)
        if on_end is not None:
            on_end()
        os._exit(1)

    threading.Thread(target=watch, daemon=True, name="end-with-parent").start()


def _wait_on_windows(pid: int) -> None:
    import ctypes  # a process keeps the number of its dead parent there: wait for it to end

    synchronize, infinite = 0x00100000, 0xFFFFFFFF
    kernel32 = ctypes.windll.kernel32  # type: ignore[attr-defined]
    handle = kernel32.OpenProcess(synchronize, False, pid)
    if handle:
        kernel32.WaitForSingleObject(handle, infinite)


def _begin_worker(done: Any) -> None:
    global _done
    _done = done
    collect_rarely()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    starter = multiprocessing.parent_process()
    end_with_parent(parent=starter.pid if starter else None)


def count_done(amount: int) -> None:
    """Tell, from a worker or from the process itself, that `amount` more is done."""
    if _done is not None:
        with _done.get_lock():
            _done.value += amount


def map_processes(
    function: Callable[[Item], Outcome],
    items: Iterable[Item],
    *,
    total: int,
    progress: Callable[[float], None],
    processes: int | None = None,
) -> list[Outcome]:
    """Outcomes of `function` over `items`, in order, on several processes.

    Parameters
    ----------
    function : callable
        Pure and picklable.
    items : iterable
        Each is worked on as soon as it is given: to find the next ones may take a while.
    total : int
        What `count_done` adds up to when all is done.
    progress : callable
        Receives the share done, 0 to 1.

    Raises
    ------
    EngineFailure
        ``worker_died`` where a process ends unexpectedly.
    Whatever `function` raises, from the first item that fails.
    """
    context = multiprocessing.get_context("spawn")
    done = context.Value("q", 0)
    with ProcessPoolExecutor(
        processes or cores(), mp_context=context, initializer=_begin_worker, initargs=(done,)
    ) as pool:
        try:
            futures = [pool.submit(_run_measured, function, item) for item in items]
            pending = set(futures)
            while pending:
                finished, pending = wait(pending, timeout=_REPORT)
                progress(min(1.0, done.value / max(1, total)))
                if any(f.exception() for f in finished):
                    break
            outcomes = [f.result() for f in futures if f.done() or not pending]
        except BrokenProcessPool as error:
            raise EngineFailure("worker_died") from error
        except BaseException:
            for child in multiprocessing.active_children():
                child.kill()  # a cancelled run does not wait for its workers
            raise
    peak_of = {process: peak for _, process, peak in sorted(outcomes, key=itemgetter(2))}  # the largest of each
    _peaks.append(sum(peak_of.values()))
    return [outcome for outcome, *_ in outcomes]


def _run_measured(function: Callable[[Item], Outcome], item: Item) -> tuple[Outcome, int, float]:
    return function(item), os.getpid(), _own_peak_mb()


def peak_memory_mb() -> float:
    """Largest memory, in megabytes, that this process and its workers may have held at once; 0 where unknown."""
    return round(_own_peak_mb() + max(_peaks, default=0.0), 1)


def _own_peak_mb() -> float:
    try:
        import resource
    except ImportError:
        return 0.0
    scale = 1024 if sys.platform != "darwin" else 1024 * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / scale

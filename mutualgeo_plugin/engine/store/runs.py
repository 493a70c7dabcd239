"""Questions about the runs that a base remembers."""

from __future__ import annotations

from typing import NamedTuple

from .store import Store


class Run(NamedTuple):
    """A run: its number, its job, and when it began."""

    run_id: int
    job: str
    started: str


def read_runs(store: Store) -> dict[int, Run]:
    """All runs by number, oldest first."""
    rows = store._connection.execute("SELECT run_id, job, started FROM run ORDER BY run_id")
    return {run.run_id: run for run in map(Run._make, rows)}


def last_check(store: Store) -> int | None:
    """The last run that noted findings; None where there is none."""
    (run_id,) = store._connection.execute("SELECT run_id FROM last_check").fetchone()
    return None if run_id is None else int(run_id)


def last_run(store: Store) -> int:
    """The last run of any job; 0 where there is none."""
    return int(store._connection.execute("SELECT COALESCE(MAX(run_id), 0) FROM run").fetchone()[0])

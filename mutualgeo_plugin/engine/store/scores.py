"""Questions about the scores of quality checks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ..formats import sql
from .schema import TABLES
from .store import Store

#: Scope of the base as a whole; criterion of a scope as a whole.
ALL, WHOLE = "all", ""


class Score(NamedTuple):
    """A score of a run: of a scope ("all", "lot", "producer", "commune" and its name) and a criterion ("" for the
    whole, which bears the verdict). A criterion without a score was not evaluated.
    """

    run_id: int
    profile: str
    scope: str
    name: str
    criterion: str
    score: float | None
    coverage: float
    verdict: str | None
    weight: float | None


class PastScore(NamedTuple):
    """Score and verdict of the base as a whole in an earlier run."""

    run: int
    started: str
    score: float | None
    coverage: float
    verdict: str | None


def add_scores(store: Store, scores: Iterable[Score]) -> None:
    """Keep scores, inside the caller's transaction."""
    columns = [name for name, _ in TABLES["score"] if name != "id"]
    store._connection.executemany(sql.insert("score", columns), scores)


def earlier_scores(store: Store, profile: str, now: str, most: int) -> list[PastScore]:
    """The last scores of the base as a whole by a profile, of runs before `now`, the oldest first."""
    rows = store._connection.execute(
        "SELECT r.run_id, r.started, s.score, s.coverage, s.verdict FROM score s JOIN run r ON r.run_id = s.run_id "
        "WHERE s.scope = ? AND s.criterion = ? AND s.profile = ? AND r.started < ? "
        "ORDER BY r.started DESC, r.run_id DESC LIMIT ?",
        (ALL, WHOLE, profile, now, most),
    ).fetchall()
    return list(map(PastScore._make, rows[::-1]))

"""Scores of earlier checks, kept in the store and read again."""

from __future__ import annotations

from collections.abc import Sequence

from ..context import Json
from ..store import sql
from ..store.schema import TABLES
from ..store.store import Store
from .score import ALL, ScopeScore

#: Earlier checks that a report tells, the last ones.
TOLD = 12
WHOLE = ""


def keep_scores(store: Store, run_id: int, profile: str, scopes: Sequence[tuple[ScopeScore, str]]) -> None:
    """Keep the scores and verdicts of a run; the caller holds the transaction."""
    rows: list[tuple[object, ...]] = []
    for scope, verdict in scopes:
        head = (run_id, profile, scope.kind, scope.name)
        rows.append((*head, WHOLE, scope.score, scope.coverage, verdict))
        rows += [(*head, code, found.score, found.coverage, None) for code, found in scope.criteria.items()]
    columns = [name for name, _ in TABLES["score"] if name != "id"]
    store.connection.executemany(sql.insert("score", columns), rows)


def earlier_scores(store: Store, profile: str, now: str) -> list[Json]:
    """The last checks of the base by the same profile before `now`, the oldest first."""
    rows = store.connection.execute(
        "SELECT r.run_id, r.started, s.score, s.coverage, s.verdict FROM score s JOIN run r ON r.run_id = s.run_id "
        "WHERE s.scope = ? AND s.criterion = ? AND s.profile = ? AND r.started < ? "
        "ORDER BY r.started DESC, r.run_id DESC LIMIT ?",
        (ALL, WHOLE, profile, now, TOLD),
    ).fetchall()
    return [dict(zip(("run", "started", "score", "coverage", "verdict"), row, strict=True)) for row in rows[::-1]]

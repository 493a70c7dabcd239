"""Scores of earlier checks, kept in the store and read again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...context import Json
from ...store import scores
from ...store.scores import WHOLE, Score
from ...store.store import Store
from ..profile import Profile
from .score import ScopeScore

#: Earlier checks that a report tells, the last ones.
TOLD = 12


def keep_scores(store: Store, run_id: int, profile: Profile, scopes: Sequence[tuple[ScopeScore, str]]) -> None:
    """Keep the scores and verdicts of a run; the caller holds the transaction."""
    scores.add_scores(store, _scores(run_id, profile, scopes))


def _scores(run_id: int, profile: Profile, scopes: Sequence[tuple[ScopeScore, str]]) -> Iterator[Score]:
    for scope, verdict in scopes:
        head = (run_id, profile.name, scope.kind, scope.name)
        yield Score(*head, WHOLE, scope.score, scope.coverage, verdict, None)
        for code, found in scope.criteria.items():
            yield Score(*head, code, found.score, found.coverage, None, profile.judging.weights[code])


def earlier_scores(store: Store, profile: str, now: str) -> list[Json]:
    """The last checks of the base by the same profile before `now`, the oldest first."""
    return [past._asdict() for past in scores.earlier_scores(store, profile, now, TOLD)]

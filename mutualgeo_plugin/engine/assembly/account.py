"""What a run that changes states may not lose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..context import MEASURES, Context
from ..model.errors import EngineFailure
from ..store.schema import CURRENT
from ..store.store import Store


@contextmanager
def nothing_lost(store: Store, context: Context) -> Iterator[None]:
    """A transaction in which objects change their state and nothing else; the report tells what is current.

    Raises
    ------
    EngineFailure
        ``base_lost``: objects, vertices, altitudes, arcs or attributes of all states together are not what they were.
        Nothing is kept then.
    """
    classes, before = store.counts(state=CURRENT), store.tallies()
    with store.transaction():
        yield
        after = store.tallies()
        for what in ("objects", *MEASURES):
            had, kept = (sum(tally[what] for tally in tallies.values()) for tallies in (before, after))
            if had != kept:
                raise EngineFailure("base_lost", what=what, before=had, after=kept)
    context.report["counts"] = {"in": classes, "out": store.counts(state=CURRENT)}
    for what in MEASURES:
        had, kept = (tallies.get(CURRENT, {}).get(what, 0) for tallies in (before, after))
        context.report[what] = {"in": had, "out": kept}

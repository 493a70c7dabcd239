"""What a run that changes states may not lose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from ..context import MEASURES, Context
from ..model.errors import EngineFailure
from .schema import CURRENT, DERIVED
from .store import Store


@contextmanager
def loss_guard(store: Store, context: Context, *, made: bool = False) -> Iterator[None]:
    """A transaction in which objects change their state and nothing else; the report tells what is current.

    Parameters
    ----------
    made : the run also makes objects out of others, which have their own account: derived lots are left aside.

    Raises
    ------
    EngineFailure
        ``base_lost``: objects, vertices, altitudes, arcs or attributes of all states together are not what they were.
        Nothing is kept then.
    """
    classes, before = store.counts(state=CURRENT), store.tallies()
    apart = store.lots(DERIVED) if made else []
    with store.transaction():
        yield
        after = store.tallies()
        aside = (apart, store.lots(DERIVED) if made else [])
        for what in ("objects", *MEASURES):
            had, kept = (
                sum(tally[what] for tally in tallies.values()) - sum(int(lot[what]) for lot in lots)
                for tallies, lots in zip((before, after), aside, strict=True)
            )
            if had != kept:
                raise EngineFailure("base_lost", what=what, before=had, after=kept)
    context.report["counts"] = {"in": classes, "out": store.counts(state=CURRENT)}
    for what in MEASURES:
        had, kept = (tallies.get(CURRENT, {}).get(what, 0) for tallies in (before, after))
        context.report[what] = {"in": had, "out": kept}

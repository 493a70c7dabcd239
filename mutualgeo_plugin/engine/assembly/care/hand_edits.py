"""Say what was edited by hand since the last run."""

from __future__ import annotations

from ...context import Context
from ...store.hand_edits import ADDED, DELETED, EDITED
from ...store.store import Store


def tell_hand_edits(context: Context, store: Store) -> None:
    """Warn of the hand edits that this run has found, and report their numbers."""
    if store.hand_edits:
        figures = {kind: store.hand_edits.get(kind, 0) for kind in (EDITED, ADDED, DELETED)}
        context.warning("hand_edits_found", **figures)
        context.report["hand_edits"] = figures

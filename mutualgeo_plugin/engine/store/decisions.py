"""What people have decided, and why: a line each."""

from __future__ import annotations

from ..formats import sql
from . import dialect
from .store import Store


def add_decision(store: Store, run_id: int, subject: str, choice: str, *, reason: str, role: str, decided: str) -> int:
    """Note a decision, inside the caller's transaction; returns its number."""
    columns = ["run_id", "subject", "choice", "reason", "role", "decided"]
    values = (run_id, subject, choice, reason, role, decided)
    return dialect.inserted_key(store._connection.execute(sql.insert("decision", columns), values))

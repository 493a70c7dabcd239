"""How much a class table holds: the statement that the base, a lot of an older base and an export are counted by."""

from __future__ import annotations

from collections.abc import Sequence

from ..formats import sql


def count_by_state(table: str, columns: Sequence[str], where: str) -> str:
    """Rows and values by state: what is not NULL in the columns counts as a value."""
    values = " + ".join(f"COUNT({sql.name(c)})" for c in columns) or "0"
    return f"SELECT state, COUNT(*), {values} FROM {sql.name(table)} WHERE {where} GROUP BY state"  # nosec B608

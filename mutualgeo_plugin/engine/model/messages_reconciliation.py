"""Sentences about reconciliation."""

RECONCILIATION: dict[str, tuple[str, str]] = {}

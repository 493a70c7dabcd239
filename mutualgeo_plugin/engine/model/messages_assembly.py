"""Sentences about assembly."""

ASSEMBLY: dict[str, tuple[str, str]] = {}

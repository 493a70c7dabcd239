"""Sentences about portal."""

PORTAL: dict[str, tuple[str, str]] = {}

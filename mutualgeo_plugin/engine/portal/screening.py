"""Values that look like personal data: a warning before anything is published (thin: patterns only)."""

from __future__ import annotations

from collections.abc import Iterable

from ..model.personal_data import PATTERNS


def count_personal(values: Iterable[object]) -> dict[str, int]:
    """Number of values that hold each kind of personal data, those that are absent left out.

    A kind is the last word of its sentence's code (``portal_personal_…``).
    """
    texts = [value for value in values if isinstance(value, str)]
    counts = {kind: sum(pattern.search(text) is not None for text in texts) for kind, pattern in PATTERNS.items()}
    return {kind: count for kind, count in counts.items() if count}

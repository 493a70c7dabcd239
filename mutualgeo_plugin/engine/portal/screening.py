"""Values that look like personal data: a warning before anything is published (thin: patterns only)."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: What to look for, by the last word of its sentence's code (``portal_personal_…``).
PATTERNS: dict[str, re.Pattern[str]] = {
    "email": re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    # French numbers: ten digits from 01 to 09 or +33, in pairs or in one piece.
    "phone": re.compile(r"(?<![\d.])(?:\+33\s?|0033\s?|0)[1-9](?:[\s.-]?\d\d){4}(?![\d.])"),
}


def count_personal(values: Iterable[object]) -> dict[str, int]:
    """Number of values that hold each kind of personal data; kinds that are absent are left out."""
    texts = [value for value in values if isinstance(value, str)]
    counts = {kind: sum(pattern.search(text) is not None for text in texts) for kind, pattern in PATTERNS.items()}
    return {kind: count for kind, count in counts.items() if count}

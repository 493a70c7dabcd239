"""What a coordinate operation does to the stated precision of a lot's objects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ...model.pcrs import CLASSES, PRECISION_METRES
from ..reception.verdict import count_staged_values

COLUMN = "precisionPlanimetrique"


def count_finer(stagings: Sequence[Path], classes: Sequence[str], accuracy: float) -> dict[str, int]:
    """Precision class → objects whose class promises more than an operation of `accuracy` metres can keep."""
    found: Counter[str] = Counter()
    for name in classes:
        if COLUMN in CLASSES[name].columns:
            found += count_staged_values(stagings, name, COLUMN)
    bounds = {code: PRECISION_METRES.get(code) for code in found}
    return {code: found[code] for code, bound in sorted(bounds.items()) if bound is not None and bound < accuracy}

"""What a recipe of a plant is, and the sizes just above and just below a tolerance."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .plot import Plot
from .truth import Expected

#: Times a tolerance: just above it, then well above; just below it.
ABOVE, BELOW = (1.15, 1.3, 2.0, 4.0), (0.85, 0.7, 0.5)


class Made(NamedTuple):
    """What a recipe has drawn: its size in the unit of the tolerance, its objects, the findings that it must raise."""

    size: float | None
    objects: tuple[str, ...]
    expected: tuple[Expected, ...] = ()


#: Draw plant number k on a plot: a defect, or what comes near one.
Recipe = Callable[[Plot, int, bool], Made]


def size(tolerance: float, k: int, wrong: bool, *, most: float = float("inf")) -> float:
    """A size on the wrong or on the right side of what must not be exceeded."""
    return min(most, tolerance * ABOVE[k % 4]) if wrong else tolerance * BELOW[k % 3]


def small_size(tolerance: float, k: int, wrong: bool) -> float:
    """A size on the wrong or on the right side of what must be reached."""
    return tolerance * (BELOW[k % 3] if wrong else ABOVE[k % 3])

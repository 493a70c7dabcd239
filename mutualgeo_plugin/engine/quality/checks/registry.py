"""What carries out each check: a function says so of itself.

A function takes the base and the profile and gives findings; it raises ``NotRun`` where it cannot be carried out. A
check may have a function of each kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ...dataset.findings import Finding
from ...model.checks import CHECKS
from ..base import Base
from ..profile import Profile
from ..store_base import StoreBase

LocalCheck = Callable[[Base, Profile], list[Finding]]
WholeCheck = Callable[[StoreBase, Profile], list[Finding]]
Function = TypeVar("Function", bound=Callable[..., list[Finding]])

#: What can be said tile by tile, with the surroundings of the tile at hand; what needs the base as a whole.
LOCAL: dict[str, LocalCheck] = {}
WHOLE: dict[str, WholeCheck] = {}


def tile_check(check: str) -> Callable[[LocalCheck], LocalCheck]:
    """Register what carries out a check of the catalogue tile by tile."""
    return _registration(LOCAL, check)


def base_check(check: str) -> Callable[[WholeCheck], WholeCheck]:
    """Register what carries out a check of the catalogue on the base as a whole."""
    return _registration(WHOLE, check)


def _registration(table: dict[str, Any], check: str) -> Callable[[Function], Function]:
    """Put a function into a table, once, under a check that is in the catalogue and begins its name.

    Raises
    ------
    ValueError
    """

    def register(function: Function) -> Function:
        if check not in CHECKS or not function.__name__.startswith(f"{check.lower()}_"):
            raise ValueError(f"{function.__name__} does not begin with a check of the catalogue, {check}")
        if check in table:
            raise ValueError(f"{check} has {table[check].__name__} already")
        table[check] = function
        return function

    return register

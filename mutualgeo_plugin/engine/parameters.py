"""Parameters of a job, taken with a clear message where they are missing or wrong."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .model.errors import EngineError

Parameters = dict[str, Any]


def text(parameters: Parameters, name: str, default: str | None = None) -> str:
    """A text; refused where it is missing and no default is given."""
    value = parameters.get(name)
    if value is None or value == "":
        if default is None:
            raise EngineError("parameter_missing", name=name)
        return default
    if not isinstance(value, str):
        raise EngineError("parameter_wrong", name=name, detail=repr(value))
    return value


def optional(parameters: Parameters, name: str) -> str | None:
    """A text or None."""
    return text(parameters, name, "") or None


def path(parameters: Parameters, name: str) -> Path:
    """A path."""
    return Path(text(parameters, name))


def flag(parameters: Parameters, name: str, default: bool = False) -> bool:
    """True or false."""
    value = parameters.get(name, default)
    if isinstance(value, bool) or value in (0, 1):
        return bool(value)
    raise EngineError("parameter_wrong", name=name, detail=repr(value))


def integer(parameters: Parameters, name: str, default: int) -> int:
    """A whole number."""
    value = parameters.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise EngineError("parameter_wrong", name=name, detail=repr(value)) from error


def number(parameters: Parameters, name: str, default: float) -> float:
    """A finite number."""
    value = parameters.get(name)
    if value is None or value == "":
        return default
    try:
        found = float(value)
    except (TypeError, ValueError) as error:
        raise EngineError("parameter_wrong", name=name, detail=repr(value)) from error
    if not math.isfinite(found):
        raise EngineError("parameter_wrong", name=name, detail=repr(value))
    return found


def choice(parameters: Parameters, name: str, known: Sequence[str], default: str | None = None) -> str:
    """One of the known words."""
    value = text(parameters, name, default)
    if value not in known:
        raise EngineError("parameter_wrong", name=name, detail=f"{value}; {', '.join(known)}")
    return value


def texts(parameters: Parameters, name: str) -> list[str]:
    """A list of texts; one text is a list of one."""
    value = parameters.get(name) or []
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise EngineError("parameter_wrong", name=name, detail=repr(value))
    return [v for v in value if v]


def box(parameters: Parameters, name: str) -> tuple[float, float, float, float] | None:
    """A box [minx, miny, maxx, maxy], or None."""
    value = parameters.get(name)
    if not value:
        return None
    if not isinstance(value, list) or len(value) != 4 or not all(isinstance(v, int | float) for v in value):
        raise EngineError("parameter_wrong", name=name, detail=repr(value))
    minx, miny, maxx, maxy = map(float, value)
    if not (minx < maxx and miny < maxy):
        raise EngineError("parameter_wrong", name=name, detail=repr(value))
    return minx, miny, maxx, maxy

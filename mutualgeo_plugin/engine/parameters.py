"""Values of a job's parameters, read by its specification: checked, typed, completed by the defaults."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from .model.days import read_day
from .model.errors import EngineError, Phrase
from .model.jobs import given_texts, refuse_unknown_names
from .model.legibility import ILLEGIBLE
from .model.personal_data import PATTERNS
from .model.specification import Job, Kind, Parameter

Parameters = dict[str, Any]

#: What no path holds on any system: NUL, and halves of pairs but those that stand for the bytes of a name that is not
#: UTF-8. Names of files may hold whatever else.
NO_PATH = re.compile("[\0\ud800-\udc7f\udd00-\udfff]")


def refuse_illegible(job: Job, given: Mapping[str, Any]) -> None:
    """Refuse texts with characters that no file can hold and paths that no system has, before anything looks at them.

    Raises
    ------
    EngineError
        ``parameter_wrong``; ``path_unreadable``: a name that is too long, a folder that may not be looked into.
    """
    for name, parameter in job.parameters.items():
        strange = NO_PATH if parameter.is_path else ILLEGIBLE
        for text in given_texts(given.get(name)):
            found = strange.search(text)
            if found:
                detail = Phrase("parameter_illegible", value=repr(text), sign=f"U+{ord(found[0]):04X}")
                raise EngineError("parameter_wrong", name=name, detail=detail)
            if parameter.is_written and "://" in text:
                raise EngineError("parameter_wrong", name=name, detail=Phrase("parameter_address", value=text))
            if parameter.is_path and not parameter.is_written:
                _refuse_unreachable(text.partition("|")[0])


def _refuse_unreachable(text: str) -> None:
    """Refuse a path of which nobody can tell what stands there."""
    try:
        os.stat(text)
    except (FileNotFoundError, NotADirectoryError):
        return  # nothing is there: who reads says what is missing
    except OSError as error:
        raise EngineError("path_unreadable", path=text, detail=error.strerror or str(error)) from error


def complete_parameters(job: Job, given: Mapping[str, Any]) -> Parameters:
    """Every parameter of the job: the value that is given, checked, else the default.

    Raises
    ------
    EngineError
        ``parameter_unknown``, ``parameter_missing``, ``parameter_wrong``, ``parameter_useless``.
    """
    refuse_unknown_names(job.name, job.parameters, given)
    values = {name: _value(name, given.get(name), parameter) for name, parameter in job.parameters.items()}
    for name, parameter in job.parameters.items():
        if parameter.goes_with and values[name] not in (None, [], parameter.default):
            _refuse_useless(name, parameter, values)
    return values


def _refuse_useless(name: str, parameter: Parameter, values: Parameters) -> None:
    """Refuse what would be left aside in silence, since nothing that it goes with is given."""
    for other, words in parameter.goes_with.items():
        if values[other] in words or (not words and values[other] not in (None, [], "")):
            return
    needs = " / ".join(f"{other}={'|'.join(words)}" if words else other for other, words in parameter.goes_with.items())
    raise EngineError("parameter_useless", name=name, needs=needs)


def _value(name: str, value: Any, parameter: Parameter) -> Any:
    if value is None or value == "" or value == []:
        if parameter.required:
            raise EngineError("parameter_missing", name=name)
        return list(parameter.default or ()) if parameter.several else parameter.default
    if parameter.several:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
            raise _refusal(name, value, "texts")
        return [each for each in values if each]
    try:
        found = _READERS.get(parameter.kind, _text)(value)
    except (TypeError, ValueError, OverflowError) as error:
        kind = parameter.kind if parameter.kind in _READERS else Kind.TEXT
        raise _refusal(name, value, kind.name.lower(), parameter.bounds) from error
    if parameter.bounds and not parameter.allows(found):
        raise _refusal(name, value, parameter.kind.name.lower(), parameter.bounds)
    if parameter.words and found not in parameter.words:
        raise EngineError("parameter_wrong", name=name, detail=f"{value}; {', '.join(parameter.words)}")
    return found


def _refusal(name: str, value: Any, kind: str, bounds: str = "") -> EngineError:
    """What is refused: the value as it was given, and what is expected."""
    expected = {"value": repr(value), "kind": Phrase(f"kind_{kind}"), "bounds": f" {bounds}" if bounds else ""}
    return EngineError("parameter_wrong", name=name, detail=Phrase("parameter_expected", **expected))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> float:
    """A finite number, or a text that writes one; true and false are none."""
    if isinstance(value, str) and "_" not in value:
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not math.isfinite(value):
        raise ValueError
    return float(value)


def _integer(value: Any) -> int:
    """A whole number; 7.0 is one, 7.5 is not cut to one."""
    number = _number(value)
    if not number.is_integer():
        raise ValueError
    return int(number)


def _day(value: Any) -> str:
    """A day as ISO text; QGIS hands days over with a time."""
    day = read_day(value, timed=True)
    if day is None:
        raise ValueError
    return day.isoformat()


def _plain_text(value: Any) -> str:
    """A text, or a number as text."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise TypeError
    return str(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool) and value not in (0, 1):
        raise TypeError
    return bool(value)


def _box(value: Any) -> list[float]:
    if not isinstance(value, list) or len(value) != 4 or any(isinstance(v, str) for v in value):
        raise TypeError
    minx, miny, maxx, maxy = map(_number, value)
    if not (minx < maxx and miny < maxy):
        raise ValueError
    return [minx, miny, maxx, maxy]


_READERS: dict[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: _integer,
    Kind.NUMBER: _number,
    Kind.FLAG: _flag,
    Kind.BOX: _box,
    Kind.DAY: _day,
    Kind.AMOUNT: _plain_text,
    Kind.NUMBERS: _plain_text,
}


def text(parameters: Parameters, name: str, default: str | None = None) -> str:
    """A text; `default` where the job finds it itself, refused where there is none."""
    value = parameters.get(name) or default
    if not value:
        raise EngineError("parameter_missing", name=name)
    return str(value)


def optional_text(parameters: Parameters, name: str) -> str | None:
    """A text or None."""
    return parameters.get(name) or None


def kept_text(parameters: Parameters, name: str) -> str:
    """A reason or a role, which the base keeps for good and shows to others: never blank, never a person.

    Raises
    ------
    EngineError
        ``parameter_missing``, ``personal_data``.
    """
    value = text(parameters, name).strip()
    if not value:
        raise EngineError("parameter_missing", name=name)
    if PATTERNS["email"].search(value):
        raise EngineError("personal_data", name=name)
    return value


def path(parameters: Parameters, name: str) -> Path:
    """A path."""
    return Path(text(parameters, name))


def flag(parameters: Parameters, name: str) -> bool:
    """True or false."""
    return bool(parameters[name])


def integer(parameters: Parameters, name: str) -> int:
    """A whole number."""
    return int(parameters[name])


def number(parameters: Parameters, name: str) -> float:
    """A finite number."""
    return float(parameters[name])


def texts(parameters: Parameters, name: str) -> list[str]:
    """A list of texts."""
    return list(parameters[name])


def box(parameters: Parameters, name: str) -> tuple[float, float, float, float] | None:
    """A box (minx, miny, maxx, maxy), or None."""
    value = parameters.get(name)
    return (value[0], value[1], value[2], value[3]) if value else None

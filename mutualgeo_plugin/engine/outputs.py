"""What a run may write over: never its inputs, never a base, never a delivery, never one output with another."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from .model.errors import EngineError

#: Parameters that name a file to write, and those that name what is read or kept.
_WRITTEN = ("FINDINGS", "HTML", "OUTPUT")
_READ = ("INPUT", "STORE", "TERRITORY", "A", "B", "PROFILE")


def refuse_harmful(parameters: dict[str, Any], report: str | None) -> None:
    """Refuse outputs that would destroy something, before anything is written.

    Raises
    ------
    EngineError
        ``output_harmful``, with the parameter, the path and what stands there.
    """
    read = {_same(text) for name in _READ for text in _texts(parameters.get(name))}
    taken: set[Path] = set()
    outputs = [(name, text) for name in _WRITTEN for text in _texts(parameters.get(name))]
    for name, text in [*outputs, *([("REPORT", report)] if report else [])]:
        path = _same(text)
        if path in read:
            raise EngineError("output_harmful", name=name, path=text, what="input")
        if path in taken:
            raise EngineError("output_harmful", name=name, path=text, what="output")
        if is_store(path):
            raise EngineError("output_harmful", name=name, path=text, what="store.gpkg")
        taken.add(path)


def is_store(path: Path) -> bool:
    """Whether a file is a mutualgeo store."""
    if not path.is_file():
        return False
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
        try:
            query = "SELECT 1 FROM sqlite_master WHERE name = 'store_info'"
            return connection.execute(query).fetchone() is not None
        finally:
            connection.close()
    except sqlite3.Error:
        return False


def _same(text: str) -> Path:
    return Path(text.partition("|")[0]).resolve()


def _texts(value: Any) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [v for v in values if isinstance(v, str) and v]

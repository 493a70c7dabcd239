"""Who pays: financiers from a TOML file, or from the owners that a layer of networks names."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...formats.vector_layer import read_layer, split_source
from ...model.errors import EngineError

_KEYS = {"name", "networks", "communes"}


@dataclass(frozen=True, eq=False)
class Financier:
    """A financier, the lines of its networks, and the communes where it pays (none: everywhere)."""

    name: str
    lines: NDArray[np.object_]
    communes: tuple[str, ...] = ()


def read_financiers(path: Path, crs: int, communes: Collection[str]) -> list[Financier]:
    """Financiers of a file: tables ``[[financiers]]`` with name, networks (sources of lines) and communes (codes).

    Raises
    ------
    EngineError
        ``financiers_wrong``; what `read_layer` says of a network.
    """
    found: dict[str, Financier] = {}
    for rank, row in enumerate(_tables(path)):
        problem = _problem(row, communes, found)
        if problem:
            raise EngineError("financiers_wrong", path=str(path), detail=f"financiers[{rank}]: {problem}")
        layers = [read_layer(_resolved(path, source), crs, "line").geometry for source in row.get("networks", [])]
        lines = np.concatenate(layers) if layers else np.empty(0, dtype=object)
        found[row["name"]] = Financier(row["name"], lines, tuple(row.get("communes", [])))
    return list(found.values())


def _tables(path: Path) -> list[Any]:
    try:
        rows = tomllib.loads(path.read_text("utf-8")).get("financiers")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise EngineError("financiers_wrong", path=str(path), detail=str(error)) from error
    if not isinstance(rows, list) or not rows:
        raise EngineError("financiers_wrong", path=str(path), detail="[[financiers]]")
    return rows


def files_named(path: Path) -> set[Path]:
    """Files of networks that a file of financiers names."""
    rows = [row for row in _tables(path) if isinstance(row, dict)]
    sources = [source for row in rows for source in row.get("networks", ()) if isinstance(source, str)]
    return {split_source(_resolved(path, source))[0] for source in sources}


def _problem(row: Any, communes: Collection[str], found: Collection[str]) -> str | None:
    """What is wrong with a table; None where nothing is."""
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"].strip():
        return "name"
    if row["name"] in found:
        return f"name = {row['name']!r} (x 2)"
    unknown = row.keys() - _KEYS
    if unknown:
        return ", ".join(sorted(unknown))
    for key in ("networks", "communes"):
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            return key
    strange = [code for code in row.get("communes", []) if code not in communes]
    return f"communes: {', '.join(strange)}" if strange else None


def _resolved(path: Path, source: str) -> str:
    """A source relative to the file that names it."""
    file, layer = split_source(source)
    absolute = (path.parent / file).resolve()
    return f"{absolute}|layername={layer}" if layer else str(absolute)


def owners_of(source: str, field: str, crs: int) -> list[Financier]:
    """One financier for each value of a field of a layer of networks."""
    layer = read_layer(source, crs, "line", [field])
    return [Financier(name, layer.geometry[rows]) for name, rows in layer.groups(field).items()]

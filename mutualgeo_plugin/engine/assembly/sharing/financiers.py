"""Who pays: financiers from a TOML file, or from the owners that a layer of networks names."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...formats.layer import read_shapes
from ...formats.source_name import split_source
from ...toml.document import read_toml
from ...toml.problems import Problems
from ...toml.spec import Fault, Key, Spec
from ...toml.validation import tables_of


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
        ``financiers_wrong``; what `read_shapes` says of a network.
    """
    found = []
    for row in read_toml(path, financiers_spec(communes))["financiers"]:
        layers = [
            read_shapes(_resolve_source(path, source), crs, "line").geometry for source in row.get("networks", [])
        ]
        lines = np.concatenate(layers) if layers else np.empty(0, dtype=object)
        found.append(Financier(row["name"], lines, tuple(row.get("communes", []))))
    return found


def financiers_spec(communes: Collection[str] | None = None) -> Spec:
    """What a file of financiers may hold; its communes are those of `communes` where these are given."""

    def check_commune(code: str) -> Fault:
        return None if communes is None or code in communes else ("financiers_commune", {"value": code})

    table = {
        "name": Key(required=True),
        "networks": Key("list", empty=True),
        "communes": Key("list", empty=True, check=check_commune),
    }
    return Spec("financiers_wrong", {"financiers": Key("tables", required=True, keys=table)}, (_check_names,))


def _check_names(document: dict[str, Any], problems: Problems) -> None:
    rows = enumerate(tables_of(document, "financiers"))
    problems.add_duplicates((f"financiers[{rank}].name", row.get("name")) for rank, row in rows)


def _resolve_source(path: Path, source: str) -> str:
    """A source relative to the file that names it."""
    file, layer = split_source(source)
    absolute = (path.parent / file).resolve()
    return f"{absolute}|layername={layer}" if layer else str(absolute)


def owners_of(source: str, field: str, crs: int) -> list[Financier]:
    """One financier for each value of a field of a layer of networks."""
    layer = read_shapes(source, crs, "line", [field])
    return [Financier(name, layer.geometry[rows]) for name, rows in layer.groups(field).items()]

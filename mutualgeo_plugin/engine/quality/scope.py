"""The part of a profile that says what it is about: classes of each check, lots and producers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..model.checks import CHECKS
from ..model.errors import EngineError
from ..model.pcrs import CLASSES
from .findings import Finding
from .judging import unknown

#: Tables of a profile that are read here, and keys of ``[scope]``.
TABLES = ("classes", "scope")
_KEYS = ("lots", "producers")


@dataclass(frozen=True)
class Scope:
    """What a profile is about; empty says everything.

    classes : check → classes of which it speaks.
    lots, producers : names; a finding that names none is about the base as a whole and stays.
    """

    classes: dict[str, frozenset[str]] = field(default_factory=dict)
    lots: frozenset[str] = frozenset()
    producers: frozenset[str] = frozenset()

    def holds(self, finding: Finding, lots: Mapping[int, str]) -> bool:
        """Whether a finding is within the scope; one on two objects is where one of them is."""
        wanted = self.classes.get(finding.check)
        if wanted is not None and finding.classes and not finding.classes & wanted:
            return False
        if self.lots and finding.lots and not any(lots.get(lot) in self.lots for lot in finding.lots):
            return False
        return not self.producers or not finding.producers or any(p in self.producers for p in finding.producers)


def read_scope(name: str, document: dict[str, Any]) -> Scope:
    """The scope of a profile.

    Raises
    ------
    EngineError
        ``profile_wrong``: an unknown check, class or key (with the nearest one), something that is no list of names.
    """
    classes = {}
    for check, wanted in _table(name, "classes", document).items():
        if check not in CHECKS:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"classes.{check}", tuple(CHECKS)))
        names = _names(name, f"classes.{check}", wanted)
        for one in names:
            if one not in CLASSES:
                raise EngineError("profile_wrong", name=name, detail=unknown(f"classes.{check}.{one}", tuple(CLASSES)))
        classes[check] = names
    table = _table(name, "scope", document)
    for key in table:
        if key not in _KEYS:
            raise EngineError("profile_wrong", name=name, detail=unknown(f"scope.{key}", _KEYS))
    lots, producers = (_names(name, f"scope.{key}", table[key]) if key in table else frozenset[str]() for key in _KEYS)
    return Scope(classes, lots, producers)


def _table(name: str, key: str, document: dict[str, Any]) -> dict[str, Any]:
    table = document.get(key, {})
    if not isinstance(table, dict):
        raise EngineError("profile_wrong", name=name, detail=f"{key} = {table!r}")
    return table


def _names(name: str, key: str, value: Any) -> frozenset[str]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) and v for v in value):
        raise EngineError("profile_wrong", name=name, detail=f'{key} = {value!r} (["…", "…"])')
    return frozenset(value)

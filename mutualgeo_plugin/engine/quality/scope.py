"""The part of a profile that says what it is about: classes of each check, lots and producers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ..dataset.findings import Finding
from ..model.checks import CHECKS
from ..model.pcrs import CLASSES
from ..toml.spec import Key, choice_key

_NAMES = Key("list")
#: Tables of a profile that are read here.
SCOPE_KEYS = {
    "classes": Key("table", keys=dict.fromkeys(CHECKS, Key("list", check=choice_key(CLASSES)))),
    "scope": Key("table", keys={"lots": _NAMES, "producers": _NAMES}),
}


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
        if self.lots and finding.lots and not any(lots.get(lot) in self.lots for lot in finding.named_lots):
            return False
        return not self.producers or not finding.producers or any(p in self.producers for p in finding.producers)


def build_scope(document: dict[str, Any]) -> Scope:
    """The scope of a profile that has been checked."""
    classes = {check: frozenset(names) for check, names in document.get("classes", {}).items()}
    table = document.get("scope", {})
    return Scope(classes, frozenset(table.get("lots", ())), frozenset(table.get("producers", ())))

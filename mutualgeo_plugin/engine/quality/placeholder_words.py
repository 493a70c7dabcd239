"""The part of a profile that says which texts stand for nothing: words beside the usual ones, or none of them."""

from __future__ import annotations

from typing import Any

from ..model.placeholders import placeholder_forms
from ..toml.spec import Key

_WORDS = Key("list", empty=True)
#: Table of a profile that is read here.
PLACEHOLDER_KEYS = {"placeholders": Key("table", keys={"add": _WORDS, "withdraw": _WORDS})}


def build_placeholders(document: dict[str, Any]) -> frozenset[str]:
    """Forms of the words that stand for nothing under a profile that has been checked (`placeholders.fold_text`)."""
    table = document.get("placeholders", {})
    return placeholder_forms(table.get("add", ()), table.get("withdraw", ()))

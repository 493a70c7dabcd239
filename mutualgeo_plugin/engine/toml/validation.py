"""A document against its spec: unknown keys, kinds, values, what is missing, secrets; then the rules of the spec."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

from ..model.credentials import credential_paths, names_credential
from ..model.legibility import ILLEGIBLE
from .problems import Problems
from .spec import TYPES, Check, Key, Spec, is_box

#: Control characters, which a backslash before a letter gives, and how such a backslash is written.
_CONTROL = re.compile(rf"[\x00-\x1f\x7f]|{ILLEGIBLE.pattern}")
_CONTROL_BUT_LINES = re.compile(rf"\x7f|{ILLEGIBLE.pattern}")
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\b": r"\b", "\f": r"\f"}


def check_document(document: dict[str, Any], spec: Spec, problems: Problems) -> None:
    """Add every problem of a document to `problems`."""
    _check_table(document, "", spec.keys, problems)
    for rule in spec.rules:
        rule(document, problems)


def tables_of(parent: Any, name: str) -> list[dict[str, Any]]:
    """The well-formed tables of a list, an empty one in place of another; for rules, so that ranks stay the file's."""
    tables = parent.get(name, []) if isinstance(parent, dict) else []
    return [item if isinstance(item, dict) else {} for item in tables] if isinstance(tables, list) else []


def table_of(parent: Any, name: str) -> dict[str, Any]:
    """The table of a name, empty where there is none or it is no table; for rules."""
    table = parent.get(name, {}) if isinstance(parent, dict) else {}
    return table if isinstance(table, dict) else {}


def texts_of(parent: Any, name: str) -> list[str]:
    """The texts of a list, none where it is no list; for rules."""
    items = parent.get(name, []) if isinstance(parent, dict) else []
    return [item for item in items if isinstance(item, str)] if isinstance(items, list) else []


def _check_table(table: dict[str, Any], path: str, keys: Mapping[str, Key], problems: Problems) -> None:
    for name, value in table.items():
        key = f"{path}.{name}" if path else name
        if name in keys:
            _check_value(value, key, keys[name], problems)
        elif names_credential(name):
            problems.add("toml_secret", key)
        else:
            readable = [known for known, rule in keys.items() if rule.kind != "unread"]
            problems.add("toml_key_unknown", key, value=name, choices=readable)
            _tell_secrets(value, key, problems)
    for name, rule in keys.items():
        if rule.required and name not in table:
            problems.add("toml_key_missing", f"{path}.{name}" if path else name)


def _tell_secrets(value: Any, key: str, problems: Problems) -> bool:
    """Tell the secrets of a value of any shape; whether there was one."""
    paths = list(credential_paths(value, key))
    for path in paths:
        problems.add("toml_secret", path)
    return bool(paths)


def _check_value(value: Any, key: str, rule: Key, problems: Problems) -> None:
    if rule.kind in ("table", "tables", "map"):
        _check_nested(value, key, rule, problems)
    elif _tell_secrets(value, key, problems):
        return
    elif rule.kind == "unread":
        problems.add(rule.instead, key)
    elif rule.kind == "box":
        if not is_box(value):
            problems.add("toml_type_box", key)
    elif rule.kind == "list":
        _check_list(value, key, rule, problems)
    elif not isinstance(value, TYPES[rule.kind]) or (rule.kind != "flag" and isinstance(value, bool)):
        problems.add(f"toml_type_{rule.kind}", key)
    elif isinstance(value, datetime.datetime):
        problems.add("toml_type_date", key)
    elif isinstance(value, str):
        _check_text(value, key, rule, problems)
    else:
        _apply_check(rule.check, value, key, problems)


def _check_nested(value: Any, key: str, rule: Key, problems: Problems) -> None:
    tables = value if isinstance(value, list) and rule.kind == "tables" else [value]
    if not all(isinstance(item, dict) for item in tables) or (rule.kind == "tables") != isinstance(value, list):
        if not _tell_secrets(value, key, problems):
            kind = "tables" if rule.kind == "tables" else "table"
            problems.add(f"toml_type_{kind}", key, name=re.sub(r"\[\d+\]", "", key))
    elif rule.kind == "map":
        for name, item in value.items():
            if _CONTROL.search(name):
                problems.add("toml_control", f"{key}.{name}", suggestion=_slashed_path(name))
            _check_value(item, f"{key}.{name}", rule.each or Key(), problems)
    elif rule.kind == "table":
        _check_table(value, key, rule.keys, problems)
    else:
        if rule.required and not value:
            problems.add("toml_empty", key)
        for rank, item in enumerate(value):
            _check_table(item, f"{key}[{rank}]", rule.keys, problems)


def _check_text(value: str, key: str, rule: Key, problems: Problems) -> None:
    if (_CONTROL_BUT_LINES if rule.lines else _CONTROL).search(value):
        problems.add("toml_control", key, suggestion=_slashed_path(value))
    elif value.strip():
        _apply_check(rule.check, value, key, problems)
    elif not rule.empty:
        problems.add("toml_empty", key)


def _slashed_path(value: str) -> str:
    """What was meant by a path whose backslashes TOML has taken for escapes: ``C:`` TAB ``emp`` is ``C:/temp``."""
    meant = _CONTROL.sub(lambda found: _ESCAPES.get(found[0], f"\\x{ord(found[0]):02x}"), value)
    return meant.replace("\\", "/")


def _check_list(value: Any, key: str, rule: Key, problems: Problems) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        problems.add("toml_type_list", key)
        return
    if not value and not rule.empty:
        problems.add("toml_empty", key)
    items = [(f"{key}[{rank}]", item) for rank, item in enumerate(value)]
    if rule.unique:
        problems.add_duplicates(items)
    for place, item in items:
        _check_text(item, place, Key(check=rule.check), problems)


def _apply_check(check: Check | None, value: Any, key: str, problems: Problems) -> None:
    fault = check(value) if check else None
    if fault:
        code, fields = fault
        problems.add(code, key, **fields)

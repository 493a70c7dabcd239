"""Nine or more arguments are given by name: nobody counts to the eleventh."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.conftest import ROOT

MOST = 8

SOURCES = sorted(
    path
    for folder in ("mutualgeo_plugin", "processing_algorithms", "benchmarks", "tools")
    for path in (ROOT / folder).rglob("*.py")
)


def crowded(source: str) -> list[str]:
    """Definitions that take, and calls that give, more than `MOST` arguments by position; a list of like things that a
    function of the same file takes as ``*things`` is no such call."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    variadic = {node.name for node in functions if node.args.vararg}
    found = []
    for node in functions:
        taken = [*node.args.posonlyargs, *node.args.args]
        if len(taken) - (taken[:1] != [] and taken[0].arg in ("self", "cls")) > MOST:
            found.append(f"{node.lineno}: def {node.name}")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and len(node.args) > MOST:
            name = ast.unparse(node.func)
            if name.rpartition(".")[2] not in variadic:
                found.append(f"{node.lineno}: {name}(...)")
    return found


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_many_arguments_are_given_by_name(path: Path) -> None:
    assert crowded(path.read_text(encoding="utf-8")) == []


def test_what_is_counted() -> None:
    many = ", ".join(f"a{k}" for k in range(MOST + 1))
    few = ", ".join(f"a{k}" for k in range(MOST))
    assert crowded(f"def f({many}): pass") == ["1: def f"]
    assert crowded(f"def f({few}): pass\ndef g(self, {few}): pass\ndef h({few}, *, other): pass") == []
    assert crowded(f"f({many})") == ["1: f(...)"]
    assert crowded(f"f({few}, other=1)") == []
    assert crowded(f"def f(first, *others): pass\nf({many})") == []

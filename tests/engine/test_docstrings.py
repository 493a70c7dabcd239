"""Functions say what they take and give, and what is public says what it is for: counted in each part of the plugin."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT

PLUGIN = ROOT / "mutualgeo_plugin"
#: Part → its files.
PARTS = {
    "engine": sorted((PLUGIN / "engine").rglob("*.py")),
    "publication": sorted((PLUGIN / "publication").rglob("*.py")),
    "layouts": sorted((PLUGIN / "layouts").rglob("*.py")),
    "processing_algorithms": sorted((ROOT / "processing_algorithms").glob("*.py")),
    "shell": sorted(PLUGIN.glob("*.py")),
}
#: Methods that QGIS has named and explains: what overrides them is annotated, and speaks where it does more.
OF_QGIS = {
    "createInstance", "displayName", "group", "groupId", "icon", "id", "initAlgorithm", "loadAlgorithms", "longName",
    "name", "processAlgorithm", "shortDescription", "shortHelpString", "tags", "tr", "asQgisProcessCommand", "initGui",
    "unload", "initProcessing", "classFactory",
}  # fmt: skip
#: Shares that each part keeps, in percent: of functions whose arguments and result are annotated, of public modules,
#: classes and functions that have a docstring.
ANNOTATED, DOCUMENTED = 95.0, 96.0

Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_annotated(function: Function) -> bool:
    """Whether a function says the type of its result and of every argument but self."""
    given = function.args
    named = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return function.returns is not None and all(a.annotation for a in named if a.arg not in ("self", "cls"))


def public_parts(tree: ast.AST, name: str) -> Iterator[tuple[str, ast.AST]]:
    """Public modules, classes, functions and methods; what stands inside a function or a private class is none."""
    yield name, tree
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_") and node.name not in OF_QGIS:
            inner = public_parts(node, f"{name}.{node.name}")
            yield from inner if isinstance(node, ast.ClassDef) else ((f"{name}.{node.name}", node),)


def lacking(sources: dict[str, str]) -> tuple[list[str], float, list[str], float]:
    """Functions without annotations and their complement's share, public parts without docstring and likewise."""
    bare, functions, silent, parts = [], 0, [], 0
    for name, text in sources.items():
        tree = ast.parse(text)
        if not tree.body:
            continue
        for node in ast.walk(tree):
            if isinstance(node, Function):
                functions += 1
                bare += [] if is_annotated(node) else [f"{name}.{node.name}"]
        for path, node in public_parts(tree, name):
            parts += 1
            silent += [] if ast.get_docstring(node) else [path]  # type: ignore[arg-type]
    return bare, 100 * (1 - len(bare) / max(1, functions)), silent, 100 * (1 - len(silent) / max(1, parts))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_is_annotated_and_documented(part: str) -> None:
    sources = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in PARTS[part]}
    assert sources
    bare, annotated, silent, documented = lacking(sources)
    assert annotated >= ANNOTATED, bare
    assert documented >= DOCUMENTED, silent


def test_what_lacks_is_seen() -> None:
    made = 'class A:\n    """A."""\n    def f(self, x): ...\n    def _g(self) -> int: ...\n'
    source = f'"""M."""\n{made}def h(x: int) -> int: ...\n'
    bare, annotated, silent, documented = lacking({"m": source, "empty": ""})
    assert (bare, silent) == (["m.f"], ["m.A.f", "m.h"])
    assert (round(annotated, 1), documented) == (66.7, 50.0)

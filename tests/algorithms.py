"""The algorithms of the provider, as users call them: a module each."""

from __future__ import annotations

import ast

from tests.conftest import ROOT

BASE = "MutualgeoAlgorithm"

NAMES = {
    path.stem
    for path in (ROOT / "processing_algorithms").glob("*.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.ClassDef) and BASE in {ast.unparse(parent) for parent in node.bases}
}

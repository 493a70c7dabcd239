"""What holds the house, read from the sources: who imports whom, who opens a base, who writes SQL about its tables."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

#: What the door of the base keeps to itself: the module that opens it and the attribute that holds its connection.
DRIVER, HANDLES = "sqlite3", frozenset({"connection", "_connection"})
_SQL = re.compile(
    r"\b(SELECT\s.*\bFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|REPLACE\s+INTO\s|UPDATE\s+\S+\s+SET\s|DELETE\s+FROM\s"
    r"|(CREATE|DROP|ALTER)\s+(TEMP\s+|VIRTUAL\s+|UNIQUE\s+)?(TABLE|VIEW|INDEX|TRIGGER)\s|PRAGMA\s|ATTACH\s)",
    re.DOTALL,
)
#: Words of SQLite that another database would not understand, or understand otherwise.
_IDIOM = re.compile(
    r"\b(PRAGMA|(AT|DE)TACH|VACUUM|GLOB|CROSS JOIN|INDEXED BY|NOTNULL|BEGIN (IMMEDIATE|EXCLUSIVE)|rowid|WITHOUT ROWID"
    r"|(INSERT|UPDATE) OR (REPLACE|IGNORE)|REPLACE INTO|TEMP(ORARY)? (TABLE|VIEW)|CREATE TRIGGER|IS NOT (NEW|OLD)"
    r"|pragma_\w+|json_\w+|sqlite_\w+|rtree_|temp\.|last_insert_rowid|ST_\w+"
    r"|(ltrim|rtrim|instr|strftime|julianday|unixepoch|typeof|ifnull|iif|group_concat|total|printf|hex|quote)\()"
)
_TABLE = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE|TABLE|VIEW|ON)\s+"?(\w+)')


def read_modules(root: Path, package: str) -> dict[str, ast.Module]:
    """Every module under a folder, by dotted name; a folder's `__init__` bears the name of the folder."""
    modules = {}
    for path in sorted((root / package.replace(".", "/")).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = ast.parse(path.read_text("utf-8"))
    return modules


def import_graph(modules: Mapping[str, ast.Module], folders: Iterable[str]) -> dict[str, set[str]]:
    """Modules that each module imports, wherever the statement stands; `folders` are those with an `__init__`."""
    packages = set(folders)
    return {name: set(_imports(name, tree, modules, packages)) - {name} for name, tree in modules.items()}


def _imports(name: str, tree: ast.Module, modules: Mapping[str, ast.Module], packages: set[str]) -> Iterator[str]:
    package = name if name in packages else name.rpartition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            inner = [f"{origin}.{alias.name}" for alias in node.names]
            yield from (module for module in inner if module in modules)
            if origin in modules and not all(module in modules for module in inner):
                yield origin


def find_circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Groups of names that reach one another (Tarjan 1972), each in order."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    circles = []

    def visit(name: str) -> None:
        order[name] = low[name] = len(order)
        stack.append(name)
        for other in sorted(graph.get(name, ())):
            if other not in order:
                visit(other)
            if other in stack:
                low[name] = min(low[name], low[other])
        if low[name] == order[name]:
            group = stack[stack.index(name) :]
            del stack[stack.index(name) :]
            if len(group) > 1:
                circles.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(circles)


def find_folder_circles(graph: Mapping[str, set[str]], root: str) -> list[list[str]]:
    """Circles among what stands side by side in one folder, at any depth: its folders and its modules."""
    found = []
    folders = {name.rpartition(".")[0] for name in graph} | {root}
    for folder in sorted(one for one in folders if one == root or one.startswith(f"{root}.")):
        beside: dict[str, set[str]] = {}
        for name, others in graph.items():
            own = _child(folder, name)
            if own:
                beside.setdefault(own, set()).update(
                    child for child in (_child(folder, other) for other in others) if child and child != own
                )
        found += find_circles(beside)
    return found


def _child(folder: str, name: str) -> str | None:
    """What stands in a folder and holds a module, or None where the module stands elsewhere."""
    rest = name.removeprefix(f"{folder}.")
    return None if rest == name else f"{folder}.{rest.split('.')[0]}"


def uses_driver(tree: ast.Module) -> bool:
    """Whether a module imports SQLite's driver."""
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and not node.level}
    return any(name.split(".")[0] == DRIVER for name in names)


def holds_connection(tree: ast.Module) -> bool:
    """Whether a module touches the connection of something."""
    return any(isinstance(node, ast.Attribute) and node.attr in HANDLES for node in ast.walk(tree))


def calls_connect(tree: ast.Module) -> bool:
    """Whether a module opens a database with a function called `connect`, its own or another's."""
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        isinstance(function, ast.Attribute | ast.Name) and (getattr(function, "attr", None) or function.id) == "connect"
        for function in called
    )


def sql_texts(tree: ast.Module) -> list[str]:
    """Texts of a module that are SQL, docstrings apart; what is put in is `{}`."""
    return [text for text in literal_texts(tree) if _SQL.search(text)]


def sqlite_idioms(tree: ast.Module) -> list[str]:
    """What the texts of a module say as SQLite alone says it, docstrings apart, in the order in which it stands."""
    return [found.group() for text in literal_texts(tree) for found in _IDIOM.finditer(text)]


def literal_texts(tree: ast.Module) -> list[str]:
    """Texts of a module, docstrings apart; what is put in is `{}`."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    outside = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and _has_text(node)}
    outside |= {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    texts = (_text(node) for node in ast.walk(tree) if id(node) not in outside)
    return [text for text in texts if text]


def _has_text(node: ast.AST) -> bool:
    body = getattr(node, "body", None)
    return bool(body) and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant)


def _text(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def tables_named(texts: Iterable[str]) -> set[str]:
    """Tables that SQL texts read, write or make."""
    return {table for text in texts for table in _TABLE.findall(text)}

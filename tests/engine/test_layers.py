"""The layer rules of docs/developers.md, read from the imports of every module."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGE = "mutualgeo_plugin"
ENGINE = f"{PACKAGE}.engine"

#: The engine's layers, lowest first; those of one row do not import one another.
ENGINE_ROWS = (
    ("model", "version", "resources"),
    ("toml",),
    ("territory", "context", "parameters", "outputs"),
    ("pages",),
    ("geometry",),
    ("compute", "formats"),
    ("store",),
    ("dataset",),
    ("assembly", "quality", "reconciliation", "portal", "demo"),
    ("lot_check",),
    ("jobs",),
)

#: The QGIS side's layers, lowest first.
QGIS_ROWS = (
    ("settings", "geopackages"),
    ("reports",),
    ("bridge",),
    ("publication", "layouts"),
    ("processing_algorithms",),
    ("gui",),
    ("plugin",),
)


def below(rows: tuple[tuple[str, ...], ...]) -> dict[str, set[str]]:
    """Layer → the layers under it."""
    return {name: {under for row in rows[:level] for under in row} for level, row in enumerate(rows) for name in row}


ENGINE_LAYERS = below(ENGINE_ROWS)
QGIS_LAYERS = below(QGIS_ROWS) | {"__init__": {"plugin"}}

#: Parts of the engine that QGIS's Python may import: they use the standard library only.
SHARED_WITH_QGIS = {"context", "model", "outputs", "resources", "toml", "territory", "version"}

#: And single modules, with what they import of the engine: the views of a base are where the two sides meet.
MODULES_SHARED_WITH_QGIS = {
    f"{ENGINE}.{name}" for name in ("store.identity", "store.views", "store.schema", "store.dialect", "formats.sql")
}
#: The registry of formats, which names what its readers give, and imports it when they read.
REGISTRY = f"{ENGINE}.formats.file_format"

#: What requirements.in names, as it is imported: what comes with those is none of the engine's business.
ENGINE_REQUIREMENTS = {
    re.split(r"[=<>~\[ ]", line)[0].lower()
    for line in (ROOT / "requirements.in").read_text(encoding="utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}


def module_name(path: Path) -> str:
    """Dotted name of a source file, with processing_algorithms inside the package as QGIS sees it."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    if parts[0] != PACKAGE:
        parts = (PACKAGE, *parts)
    return ".".join(parts)


def imports(path: Path) -> set[str]:
    """Every module that a source file imports, absolute, imports inside functions included."""
    name = module_name(path)
    package = name.split(".")[:-1]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*base, *(node.module.split(".") if node.module else [])])
            # "from . import model" and "from ..engine import territory" import modules, not only names
            found.add(origin)
            found.update(f"{origin}.{alias.name}" for alias in node.names)
    return found


def layer(name: str, root: str) -> str | None:
    """Layer of a dotted module name below `root`, or None when it stands outside."""
    rest = name.removeprefix(root + ".")
    return rest.split(".")[0] if rest != name else None


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


ENGINE_SOURCES = [path for path in sources(f"{PACKAGE}/engine") if path != ROOT / PACKAGE / "engine" / "__init__.py"]
QGIS_SOURCES = [
    path
    for path in sources(PACKAGE, "processing_algorithms")
    if not module_name(path).startswith(ENGINE) and path.stem != "engine_main"
]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", ENGINE_SOURCES, ids=named)
def test_engine_module_imports_only_layers_below(path: Path) -> None:
    own = layer(module_name(path), ENGINE)
    assert own in ENGINE_LAYERS, f"{own} is no layer of docs/developers.md"
    reached = {layer(name, ENGINE) for name in imports(path)} - {None, own}
    assert reached <= ENGINE_LAYERS[own]


@pytest.mark.parametrize("path", ENGINE_SOURCES, ids=named)
def test_engine_imports_nothing_of_qgis_and_only_what_it_requires(path: Path) -> None:
    tops = {name.split(".")[0].lower() for name in imports(path)}
    foreign = tops - {top.lower() for top in sys.stdlib_module_names} - {PACKAGE}
    allowed = set() if layer(module_name(path), ENGINE) in SHARED_WITH_QGIS else ENGINE_REQUIREMENTS
    assert foreign <= allowed
    # the QGIS side is beyond the engine's reach as well
    assert not {layer(name, PACKAGE) for name in imports(path)} & set(QGIS_LAYERS)


@pytest.mark.parametrize("path", QGIS_SOURCES, ids=named)
def test_qgis_side_imports_only_layers_below(path: Path) -> None:
    own = layer(module_name(path), PACKAGE)
    assert own in QGIS_LAYERS, f"{own} is no layer of docs/developers.md"
    reached = {layer(name, PACKAGE) for name in imports(path)} - {None, own, "engine"}
    assert reached & set(QGIS_LAYERS) <= QGIS_LAYERS[own]


@pytest.mark.parametrize("path", QGIS_SOURCES, ids=named)
def test_qgis_side_reaches_only_the_shared_part_of_the_engine(path: Path) -> None:
    assert parts_reached(path) <= SHARED_WITH_QGIS


def parts_reached(path: Path) -> set[str | None]:
    """Layers of the engine that a module imports, those of the modules shared with QGIS apart."""
    reached = imports(path)
    shared = MODULES_SHARED_WITH_QGIS | {REGISTRY}
    packages = {name.rpartition(".")[0] for name in reached & shared}
    return {
        layer(name, ENGINE)
        for name in reached - packages
        if not any(name == module or name.startswith(f"{module}.") for module in shared)
    } - {None}


@pytest.mark.parametrize("name", sorted(MODULES_SHARED_WITH_QGIS))
def test_a_module_shared_with_qgis_needs_the_standard_library_alone(name: str) -> None:
    path = (ROOT / name.replace(".", "/")).with_suffix(".py")
    assert {one.split(".")[0] for one in imports(path)} <= set(sys.stdlib_module_names) | {PACKAGE}
    assert parts_reached(path) <= SHARED_WITH_QGIS


def test_the_registry_of_formats_comes_up_with_the_standard_library_alone() -> None:
    """QGIS's Python asks what a file is; what reads files is imported when it reads."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from {REGISTRY} import all_formats\nall_formats()\n"
        "print(*sorted({name.split('.')[0] for name in sys.modules} - set(sys.stdlib_module_names)))"
    )
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.split() == ["__main__", PACKAGE] or done.stdout.split() == [PACKAGE]


def test_package_is_importable_without_qgis() -> None:
    """classFactory is all that __init__ holds; what it needs of QGIS is imported when it is called."""
    tree = ast.parse((ROOT / PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    at_top = {
        alias.name if isinstance(node, ast.Import) else node.module
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert at_top <= {"__future__", "typing"}
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == ["classFactory"]


def test_launcher_imports_standard_library_and_jobs_alone() -> None:
    launcher = ROOT / PACKAGE / "engine_main.py"
    tops = {name.split(".")[0] for name in imports(launcher)}
    assert tops <= set(sys.stdlib_module_names) | {PACKAGE}
    assert {layer(name, ENGINE) for name in imports(launcher)} - {None} <= {"jobs", "context", "model"}


def test_a_crossed_layer_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The scan itself: relative and absolute, at the top and inside a function."""
    monkeypatch.setattr("tests.engine.test_layers.ROOT", tmp_path)
    module = tmp_path / PACKAGE / "engine" / "geometry" / "arcs.py"
    module.parent.mkdir(parents=True)
    module.write_text("from ..store import lots\ndef f():\n    from ... import bridge\n    import qgis.core\n")
    found = imports(module)
    assert {layer(name, ENGINE) for name in found} - {None} == {"store"}
    assert "bridge" in {layer(name, PACKAGE) for name in found}
    assert "qgis.core" in found


MESSAGE_MODULES = [path for path in ENGINE_SOURCES if path.stem.startswith("messages") and path.parent.name != "model"]


@pytest.mark.parametrize("path", MESSAGE_MODULES, ids=named)
def test_sentences_import_nothing(path: Path) -> None:
    """QGIS's Python reads the sentences of every verb, and has none of the engine's libraries."""
    assert imports(path) == set()
    folder = path.parent
    while folder != ROOT / PACKAGE / "engine":
        assert imports(folder / "__init__.py") == set()
        folder = folder.parent


#: Modules of the middle floor that know objects, layers and geometries alone.
NEUTRAL = ("dataset", "layer_dataset", "segments", "topology", "similarity", "grouping", "assignment", "precision")
_OF_A_BASE = re.compile(r"(^|_)(lots?|emprises?|producers?)(_|$)", re.IGNORECASE)


def words_of_a_base(source: str) -> set[str]:
    """Names in a module that speak of lots, emprises or producers."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        for attribute in ("id", "attr", "arg", "name"):
            name = getattr(node, attribute, None)
            if isinstance(name, str) and _OF_A_BASE.search(name):
                found.add(name)
    return found


@pytest.mark.parametrize("name", NEUTRAL)
def test_the_neutral_part_of_the_middle_floor_knows_no_lot(name: str) -> None:
    path = ROOT / PACKAGE / "engine" / "dataset" / f"{name}.py"
    assert words_of_a_base(path.read_text(encoding="utf-8")) == set()


def test_a_word_of_a_base_is_seen() -> None:
    assert words_of_a_base("from x import EMPRISE\ndef f(lot): return a.lot_of(producers)") == {
        "EMPRISE", "lot", "lot_of", "producers",
    }  # fmt: skip
    assert words_of_a_base("slot = plot(allotted)") == set()

"""The recipes of docs/developers.md are true: what they list is what a check, a format, an algorithm… stands in."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from mutualgeo_plugin.engine.formats.file_format import all_formats, layer_formats
from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.model.export import FORMATS
from mutualgeo_plugin.engine.model.jobs import JOBS
from mutualgeo_plugin.engine.model.messages import all_messages
from tests.algorithms import NAMES
from tests.conftest import ROOT

ENGINE = "mutualgeo_plugin/engine"
#: Files that a change of each kind may need, at the most.
BARS = {"A check": 5, "An input format": 3, "An export format": 4, "An algorithm": 8, "A message": 2, "A page": 4}
#: Families of checks that look at layers of networks and of polygons, which no lot has.
OF_LAYERS = ("R", "C")
FOLDERS = ("benchmarks", "docs", "i18n", "mutualgeo_plugin", "processing_algorithms", "resources", "tests", "tools")
_PATH, _PLACEHOLDER = re.compile(r"`([\w./<>-]+/[\w./<> -]+|README\.md)`"), re.compile(r"<[^>]+>")


def read_recipes(text: str) -> dict[str, tuple[list[str], list[str]]]:
    """Title of each recipe → patterns of the files that it always needs, and of those that it needs sometimes."""
    recipes: dict[str, tuple[list[str], list[str]]] = {}
    section = text.split("\n## Recipes\n")[1].split("\n## ")[0]
    for part in section.split("\n### ")[1:]:
        title, *lines = part.splitlines()
        cells = [line.split("|")[1].strip() for line in lines if line.startswith("|")][2:]
        always = [path for cell in cells if not cell.startswith("*") for path in _PATH.findall(cell)]
        recipes[title] = always, [path for cell in cells if cell.startswith("*") for path in _PATH.findall(cell)]
    return recipes


RECIPES = read_recipes((ROOT / "docs" / "developers.md").read_text("utf-8"))


@cache
def project_files() -> tuple[str, ...]:
    """Every file of the project that a recipe may name."""
    paths = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*") if path.parent.name != "__pycache__"]
    return ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in paths if path.is_file()))


def fits(path: str, patterns: list[str]) -> list[str]:
    """Patterns that a path fits; a verb may be a folder in a folder, any other placeholder is one name."""
    found = []
    for pattern in patterns:
        parts = [re.escape(part) for part in _PLACEHOLDER.split(pattern)]
        holes = [".+" if hole == "<verb>" else "[^/]+" for hole in _PLACEHOLDER.findall(pattern)]
        regex = parts[0] + "".join(hole + part for hole, part in zip(holes, parts[1:], strict=True))
        found += [pattern] if re.fullmatch(regex, path) else []
    return found


@cache
def words_of(path: str) -> frozenset[str]:
    """Texts that stand alone in a file of Python, and names of its functions; other files: their words."""
    text = (ROOT / path).read_text("utf-8", errors="replace")
    if not path.endswith(".py"):
        return frozenset(re.findall(r"[\w:]+", text))
    nodes = list(ast.walk(ast.parse(text)))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return frozenset(texts | {node.name for node in nodes if isinstance(node, ast.FunctionDef)})


def files_with(words: set[str], *folders: str) -> list[str]:
    return [path for path in project_files() if path.startswith(folders) and words & words_of(path)]


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_names_files_that_are_there(title):
    for patterns in RECIPES[title]:
        assert [one for one in patterns if not any(fits(path, [one]) for path in project_files())] == []


def test_recipes_are_short():
    assert {title: len(always) <= BARS[title] for title, (always, _) in RECIPES.items()} == dict.fromkeys(BARS, True)


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_stands_where_its_recipe_says(check):
    always, sometimes = RECIPES["A check"]
    planted = [one for one in always if one.startswith("benchmarks/")]
    needed = [one for one in always if not (one in planted and (check[0] in OF_LAYERS or check == "L2"))]
    functions = {word for path in project_files() if path.startswith(ENGINE) for word in words_of(path)}
    words = {check} | {word for word in functions if word.startswith(f"{check.lower()}_")}
    files = files_with(words, f"{ENGINE}/", "tests/engine/pairs_", "tests/engine/layer_pairs", *planted_files(planted))
    files += files_with({check}, "docs/manuel/controles.md")
    assert [one for one in needed if not any(fits(path, [one]) for path in files)] == []
    assert [path for path in files if not fits(path, [*always, *sometimes])] == []


def planted_files(patterns: list[str]) -> list[str]:
    return [path for path in project_files() if fits(path, patterns)]


def test_an_input_format_stands_where_its_recipe_says():
    reader, samples, manual = RECIPES["An input format"][0][:3]
    pages = "".join((ROOT / path).read_text("utf-8") for path in (manual, "docs/manuel/reception.md"))
    for one in all_formats():
        assert any(fits(path, [reader]) and one.name in words_of(path) for path in project_files()), one.name
        assert one.is_folder or one.name in words_of(samples)
    for one in layer_formats():
        assert one.title in pages or any(f"`{ending}`" in pages for ending in one.endings), one.title
    alone = {one.name for one in layer_formats()} - set(FORMATS) - {"shp"}
    assert [path for path in files_with(alone, f"{ENGINE}/") if not fits(path, [reader])] == []


def test_an_export_format_stands_where_its_recipe_says():
    facts, writer, choice, manual = RECIPES["An export format"][0]
    lists = [path for path in project_files() if path.startswith((ENGINE, "processing_")) and path.endswith(".py")]
    assert [path for path in lists if set(FORMATS) <= words_of(path)] == sorted([choice, facts])
    assert all(fits(f"{ENGINE}/assembly/export/{name}.py", [writer]) for name in ("geopackage", "dxf", "pcrs_export"))
    assert all(one.title.split()[0] in (ROOT / manual).read_text("utf-8") for one in FORMATS.values())


@pytest.mark.parametrize("name", sorted(NAMES))
def test_an_algorithm_stands_where_its_recipe_says(name):
    algorithm, specification, job, _, translation, run, manual, readme = RECIPES["An algorithm"][0]
    source = (ROOT / algorithm.replace("<algorithm>", name)).read_text("utf-8")
    (title,) = [node.name for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ClassDef)]
    assert f"<name>{title}</name>" in (ROOT / translation).read_text("utf-8")
    assert f"`mutualgeo:{name}`" in (ROOT / readme).read_text("utf-8")
    assert any(fits(path, [manual]) and f"mutualgeo:{name}" in words_of(path) for path in project_files())
    if name in JOBS and JOBS[name].module is not None:
        assert name in words_of(specification) and name in words_of(run)
        module = f"{ENGINE}/{JOBS[name].module.replace('.', '/')}.py"
        assert fits(module, [job]) or module == f"{ENGINE}/lot_check.py"
    naming = [path for path in files_with({name}, "processing_algorithms/") if path.endswith(".py")]
    assert [path for path in naming if path != algorithm.replace("<algorithm>", name)] == []


def test_a_message_stands_where_its_recipe_says():
    always = [*RECIPES["A message"][0], f"{ENGINE}/model/quality/<family>.py"]
    tables = [path for path in project_files() if path.startswith(f"{ENGINE}/") and holds_sentences(path)]
    assert [path for path in tables if not fits(path, always)] == []
    assert len(all_messages()) > 500


def holds_sentences(path: str) -> bool:
    """Whether a module has a table of sentences, each in two languages."""
    names = ("MESSAGES", "SENTENCES")
    return path.endswith(".py") and any(
        isinstance(node, ast.Dict) and any(isinstance(value, ast.Tuple) for value in node.values)
        for node in ast.walk(ast.parse((ROOT / path).read_text("utf-8")))
        if isinstance(node, ast.Dict) and _is_value_of(path, node, names)
    )


def _is_value_of(path: str, value: ast.Dict, names: tuple[str, ...]) -> bool:
    text = (ROOT / path).read_text("utf-8").splitlines()[value.lineno - 1]
    return text.startswith(names)


def test_a_page_stands_where_its_recipe_says():
    template = RECIPES["A page"][0][0]
    used = {
        word for path in project_files() if path.startswith(ENGINE) and path.endswith(".py") for word in words_of(path)
    }
    pages = {word for word in used if word.endswith(".html") and fits(f"resources/templates/{word}", [template])}
    assert {"quality/report.html", "quality/accuracy.html", "assembly/minutes.html", "assembly/receipt.html"} <= pages
    assert all((ROOT / "resources" / "templates" / page).is_file() for page in pages)


def test_a_recipe_that_names_too_much_or_nothing_is_seen():
    text = "# x\n## Recipes\n\n### A check\n| file | what |\n|---|---|\n| `a/<b>.py` | c |\n"
    text += "| *`d/e.py`, `f/g.py`* | h |\n\n## Y\n"
    assert read_recipes(text) == {"A check": (["a/<b>.py"], ["d/e.py", "f/g.py"])}
    assert fits("a/x.py", ["a/<b>.py", "a/x"]) == ["a/<b>.py"]
    assert fits("a/x/y.py", ["a/<b>.py"]) == [] and fits("a/x/y.py", ["a/<verb>.py"]) == ["a/<verb>.py"]

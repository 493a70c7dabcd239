"""Pages are made of templates: every one of them escapes what people wrote, and names only values that it is given."""

from __future__ import annotations

import html.parser
from collections.abc import Callable
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from mutualgeo_plugin.engine import pages
from mutualgeo_plugin.engine.resources import resource_folder
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.test_report_page import HOSTILE


class Page(html.parser.HTMLParser):
    """Elements and text of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(path.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, list[Path]], set[str]]:
    """Every kind of page of a base whose names are hostile, by kind; and the templates that were used."""
    folder = tmp_path_factory.mktemp("pages")
    used: set[str] = set()
    environment = pages.page_environment()
    environment.cache.clear()
    source = environment.loader.get_source
    environment.loader.get_source = lambda env, name: (used.add(name), source(env, name))[1]
    try:
        return {kind: make(folder) for kind, make in KINDS.items()}, used
    finally:
        environment.loader.get_source = source


def make_receipts(folder: Path) -> list[Path]:
    """Receipts in both languages: of a lot with reserves, one that is refused and one that is not readable."""
    producer = HOSTILE.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    kerbs = [s.kerb(f"k{k}", (1, k), (9, k), producteur=producer) for k in range(1, 5)]
    lot = s.write(folder / "lot<script>alert(1).gml", s.emprise("e", 0, 0, 20, 20), *kerbs, s.tree("t", 5, 5))
    (folder / "bad<script>alert(2).gml").write_text("<script>alert(3)</script>")
    given = {"STORE": folder / "s.gpkg", "RECEPTION": "reception_ouverte"}
    assert run(folder, "receivelot", INPUT=lot, RECEIPTS=folder / "fr", **given).exit == 0
    for language in ("fr", "en"):
        other = {"STORE": folder / f"{language}.gpkg", "RECEPTION": "reception_stricte"}
        for path in (folder / "bad<script>alert(2).gml", lot):
            run(folder, "receivelot", language=language, INPUT=path, RECEIPTS=folder / language, **other)
    return sorted([*(folder / "fr").glob("*.html"), *(folder / "en").glob("*.html")])


def make_report(folder: Path) -> list[Path]:
    ran = run(folder, "checkquality", INPUT=folder / "s.gpkg", HTML=folder / "q.html", DATE="2024-06-01")
    assert ran.exit == 0, ran.texts()
    return [folder / "q.html"]


def make_minutes(folder: Path) -> list[Path]:
    assert run(folder, "acceptanceminutes", STORE=folder / "s.gpkg", LOT="1", OUTPUT=folder / "pv.html").exit == 0
    return [folder / "pv.html"]


def make_accuracy(folder: Path) -> list[Path]:
    hostile = HOSTILE.replace(";", "")
    rows = ["id;x;y;z", f"{hostile};{s.X + 5.01:.2f};{s.Y + 5:.2f};100", f"<i>far;{s.X};{s.Y + 900};100"]
    (folder / "c.csv").write_text("\n".join(rows) + "\n", "utf-8")
    given = {"STORE": folder / "s.gpkg", "CONTROL": folder / "c.csv", "OUTPUT": folder / "d.gpkg"}
    ran = run(folder, "checkaccuracy", HTML=folder / "accuracy.html", **given)
    assert ran.exit == 0, ran.texts()
    return [folder / "accuracy.html"]


#: In the order in which they are made: each takes the base as the ones before have left it.
KINDS: dict[str, Callable[[Path], list[Path]]] = {
    "receipt": make_receipts,
    "report": make_report,
    "minutes": make_minutes,
    "accuracy": make_accuracy,
}


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_texts_are_escaped(made: tuple[dict[str, list[Path]], set[str]], kind: str) -> None:
    paths = made[0][kind]
    assert len(paths) == (4 if kind == "receipt" else 1)
    for path in paths:
        page = Page(path)
        assert "alert(" in page.text, path
        assert "script" not in page.tags, path


def test_every_template_is_used(made: tuple[dict[str, list[Path]], set[str]]) -> None:
    folder = resource_folder("templates")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*")}
    assert made[1] == {name for name in there if name.endswith((".html", ".css")) and not name.startswith("portal/")}


def test_receipts_are_in_the_language_of_the_run(made: tuple[dict[str, list[Path]], set[str]]) -> None:
    texts = [path.read_text("utf-8") for path in made[0]["receipt"]]
    assert sum("<html lang='fr'>" in text for text in texts) == 2 and sum("lang='en'" in text for text in texts) == 2


def test_a_value_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(UndefinedError, match="is undefined"):
        pages.render_template("assembly/receipt.html", language="fr")


def test_an_unescaped_text_is_seen(tmp_path: Path) -> None:
    (tmp_path / "p.html").write_text(f"<p>{HOSTILE}</p>")
    assert "script" in Page(tmp_path / "p.html").tags


@pytest.mark.parametrize(
    ("value", "shown", "kind"),
    [
        (None, "–", "n"),
        ("", "–", "t"),
        (True, "oui", "t"),
        (1234567, "1\u202f234\u202f567", "n"),
        (0.5, "0,5", "n"),
        (3.0, "3", "n"),
        ("<b>", "&lt;b&gt;", "t"),
        ("x" * 31, "x" * 31, "w"),
        (Markup("<b class='something long'>1</b>"), "<b class='something long'>1</b>", "t"),
    ],
)
def test_cells(value: object, shown: str, kind: str) -> None:
    assert (pages.cell(value), pages.cell_kind(value)) == (shown, kind)


@pytest.mark.parametrize(("values", "kind"), [([1, None, 2.5], "n"), ([1, "2"], "t"), ([True], "t")])
def test_a_column_is_of_numbers_where_all_of_it_is(values: list[object], kind: str) -> None:
    assert pages.column_kind(values) == kind

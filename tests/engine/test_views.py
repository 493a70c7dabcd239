"""The views of the base: what QGIS and the panel read of it, and nothing beside them."""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.store import views
from mutualgeo_plugin.engine.store.schema import TABLES
from mutualgeo_plugin.engine.store.views import CLASS_VIEWS, VIEWS, ViewUnreadable, read_view
from tests.conftest import ROOT
from tests.engine import small_lot as s
from tests.engine.run import run

SQUARE = s.emprise("e", 0, 0, 50, 50)
NAMES = sorted({*VIEWS, *CLASS_VIEWS})


@pytest.fixture
def base(tmp_path) -> Path:
    """One lot of a kerb and a tree, checked: nothing of it is in conflict."""
    lot = s.write(tmp_path / "old.gml", SQUARE, s.kerb("a", (1, 1), (5, 1), (9, 2)), s.tree("t", 30, 30))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    assert run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg").exit == 0
    return tmp_path / "s.gpkg"


def write(store: Path, *statements: str) -> None:
    connection = connect(store)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def documented() -> dict[str, list[str]]:
    """Views of the table in docs/developers.md, with their columns."""
    text = (ROOT / "docs" / "developers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ((?:`[\w, ]+`)) \| .* \|$", text, re.MULTILINE)
    return {name: columns.strip("`").split(", ") for name, columns in rows}


@pytest.mark.parametrize("name", NAMES)
def test_a_view_has_the_columns_that_the_documentation_names(base, name):
    connection = connect(base, readonly=True)
    columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{name}")')]
    connection.close()
    assert documented()[name] == columns


def test_every_view_of_the_documentation_is_in_the_base():
    assert set(documented()) == {*VIEWS, *CLASS_VIEWS}


def test_what_the_views_of_a_checked_base_say(base):
    assert [(r["job"], r["status"]) for r in read_view(base, "last_run")] == [
        ("receivelot", "done"), ("checkquality", "done"),
    ]  # fmt: skip
    assert read_view(base, "last_check") == [{"run_id": 2}]
    assert read_view(base, "base_system") == [{"crs": 3946}]
    assert [(r["lot_id"], r["name"], r["kind"], r["objects"]) for r in read_view(base, "lot_readable")] == [
        (1, "old", "delivery", 3)
    ]
    write(base, *(
        f"INSERT INTO finding (finding_id, run_id, check_id, severity) VALUES ('{name}', {run_id}, 'A2', '{severity}')"
        for name, run_id, severity in (("i", 2, "info"), ("e", 2, "error"), ("f", 2, "error"), ("old", 1, "error"))
    ))  # fmt: skip
    listed = read_view(base, "finding_listed")
    assert [(r["finding_id"], r["check_id"], r["state"]) for r in listed[:2]] == [
        ("e", "A2", "new"),
        ("f", "A2", "new"),
    ]
    assert [(r["check_id"], r["severity"]) for r in listed[2:]] == [("S4", "warning"), ("A2", "info")]
    assert [r["state_id"] for r in listed] == [None, None, 1, None]
    assert read_view(base, "finding_tally") == [
        {"state": "new", "severity": severity, "steward": "", "findings": n}
        for severity, n in (("error", 2), ("info", 1), ("warning", 1))
    ]
    assert read_view(base, "finding_listed", severity="error", most=1) == listed[:1]
    assert read_view(base, "finding_listed", state=["resolved"]) == []
    assert read_view(base, "open_conflict") == read_view(base, "conflict_version") == []


def test_places_of_a_lot_by_class(base):
    places = {r["class"]: r for r in read_view(base, "lot_place", lot_id=1)}
    assert set(places) == {"ArbrePCRS", "EmpriseEchangePCRS", "LimiteVoiriePCRS"}
    kerb = places["LimiteVoiriePCRS"]
    assert (kerb["minx"], kerb["maxy"]) == (pytest.approx(s.X + 1, abs=0.2), pytest.approx(s.Y + 2, abs=0.6))
    assert read_view(base, "lot_place", lot_id=2) == []


def test_both_versions_of_an_open_conflict_and_of_no_other(base):
    kerb, tree = (row["uid"] for row in _objects(base))
    columns = "INSERT INTO conflict (id, run_id, uid_a, uid_b, class, reason, state) VALUES "
    write(base, f"{columns} (1, 1, '{kerb}', 'gone', 'LimiteVoiriePCRS', 'newer', 'open')")
    write(base, f"{columns} (2, 1, '{tree}', 'gone', 'ArbrePCRS', 'newer', 'decided')")
    assert [r["id"] for r in read_view(base, "open_conflict")] == [1]
    version = dict.fromkeys(views.VERSION_COLUMNS) | {
        "class": "LimiteVoiriePCRS", "uid": kerb, "lot": "old", "producteur": "P",
        "precisionPlanimetrique": "005", "precisionAltimetrique": "005", "qualiteCategorisation": "01",
    }  # fmt: skip
    assert read_view(base, "conflict_version", **{"class": "LimiteVoiriePCRS"}) == [version]


def _objects(base: Path) -> list[dict]:
    connection = connect(base, readonly=True)
    try:
        return [
            {"uid": connection.execute(f'SELECT uid FROM "{name}"').fetchone()[0]}
            for name in ("LimiteVoiriePCRS", "ArbrePCRS")
        ]
    finally:
        connection.close()


def test_a_class_that_comes_later_is_in_the_views(base, tmp_path):
    wall = s.write(tmp_path / "new.gml", s.emprise("f", 60, 0, 90, 50), s.facade("w", (61, 1), (70, 1)))
    assert run(tmp_path, "receivelot", INPUT=[wall], STORE=base).exit == 0
    assert {r["class"] for r in read_view(base, "lot_place", lot_id=2)} == {"EmpriseEchangePCRS", "FacadePCRS"}
    assert len(read_view(base, "lot_place", lot_id=1)) == 3


@pytest.mark.parametrize("name", NAMES)
def test_a_base_of_an_older_schema_says_the_same_until_a_run_brings_it_up_to_date(base, tmp_path, name):
    before = read_view(base, name)
    write(base, *(f'DROP VIEW "{view}"' for view in NAMES))
    write(base, "UPDATE store_info SET value = '3' WHERE key = 'schema_version'")
    held = base.read_bytes()
    assert read_view(base, name) == before
    assert base.read_bytes() == held
    assert run(tmp_path, "maintainstore", STORE=base, ACTION="migrate").exit == 0
    assert read_view(base, name) == before
    connection = connect(base, readonly=True)
    made = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    connection.close()
    assert made == set(NAMES)


def test_a_table_that_an_older_base_lacks_is_empty(base):
    tally = {(r["severity"], r["findings"]) for r in read_view(base, "finding_tally")}
    write(base, *(f'DROP VIEW "{view}"' for view in NAMES), "DROP TABLE finding_state")
    assert {(r["severity"], r["findings"]) for r in read_view(base, "finding_tally")} == tally
    assert {r["state_id"] for r in read_view(base, "finding_listed")} == {None}


def test_a_column_that_a_view_lacks_is_refused(base):
    """SQLite reads a quoted name that is no column as a text: the answer would be that there is none."""
    assert read_view(base, "lot_place", lot_id=9) == []
    with pytest.raises(ValueError, match=r"^lot_place has no \['lot'\]$"):
        read_view(base, "lot_place", lot=1)


def test_what_is_no_base_and_what_is_written_cannot_be_read(base, tmp_path):
    (tmp_path / "text.gpkg").write_text("not a database, not at all")
    with pytest.raises(ViewUnreadable):
        read_view(tmp_path / "text.gpkg", "last_run")
    writer = sqlite3.connect(base)
    writer.execute("BEGIN EXCLUSIVE")
    with pytest.raises(ViewUnreadable):
        read_view(base, "last_run")
    writer.close()


# -- the panel asks views, by name -------------------------------------------------------------------------------------

GUI = sorted((ROOT / "mutualgeo_plugin" / "gui").glob("*.py"))
SQL = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.*\b(FROM|SET|VALUES|WHERE)\b", re.DOTALL)


def faults(source: str, readers: tuple[str, ...] = ("view_rows", "read_view")) -> list[str]:
    """What in a module of the panel reaches past the views: SQL, SQLite, a table's name as a layer or a view."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += [alias.name for alias in node.names if alias.name == "sqlite3"]
            found += ["sqlite3"] if isinstance(node, ast.ImportFrom) and node.module == "sqlite3" else []
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.search(node.value):
            found.append(node.value)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in readers:
            name = node.args[1]
            if not isinstance(name, ast.Constant) or name.value not in {*VIEWS, *CLASS_VIEWS}:
                found.append(ast.unparse(name))
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant | ast.Tuple):
            texts = [part.value for part in ast.walk(node.value) if isinstance(part, ast.Constant)]
            found += [text for text in texts if text in TABLES]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "layername=" in node.value:
            found += [text for text in re.findall(r"layername=(\w+)", node.value) if text in TABLES]
    return found


@pytest.mark.parametrize("path", GUI, ids=lambda path: path.name)
def test_the_panel_names_no_table_of_the_base(path):
    readers = ("view_rows",) if path.name == "storefile.py" else ("view_rows", "read_view")  # the one reader hands on
    assert faults(path.read_text(encoding="utf-8"), readers) == []


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("import sqlite3", "sqlite3"),
        ("from sqlite3 import connect", "sqlite3"),
        ("Q = 'SELECT 1 FROM run'", "SELECT 1 FROM run"),
        ("rows = view_rows(store, 'run')", "'run'"),
        ("rows = view_rows(store, name)", "name"),
        ("rows = read_view(store, 'finding')", "'finding'"),
        ("LOTS = 'lot'", "lot"),
        ("layer = QgsVectorLayer(f'{store}|layername=lot', 'x')", "lot"),
    ],
)
def test_a_table_named_in_the_panel_is_seen(source, fault):
    assert fault in faults(source)
    assert faults("rows = view_rows(store, 'last_run')\nLAYERS = 'lot_readable', 'ArbrePCRS'") == []

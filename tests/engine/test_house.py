"""What holds the house: no circle, one door to the base."""

from __future__ import annotations

import ast

import pytest

from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.store.schema import TABLES
from tests.conftest import ROOT

from .house import (
    calls_connect,
    find_circles,
    find_folder_circles,
    holds_connection,
    import_graph,
    read_modules,
    sql_texts,
    sqlite_idioms,
    tables_named,
    uses_driver,
)

PACKAGE = "mutualgeo_plugin"
MODULES = read_modules(ROOT, PACKAGE) | {
    f"{PACKAGE}.{name}": tree for name, tree in read_modules(ROOT, "processing_algorithms").items()
}
FOLDERS = {name for name in MODULES if any(other.startswith(f"{name}.") for other in MODULES)}
GRAPH = import_graph(MODULES, FOLDERS)
#: Behind the door; and the readers and writers of files that are not the base.
STORE, FORMATS = f"{PACKAGE}.engine.store", f"{PACKAGE}.engine.formats"


def behind_the_door(name: str) -> bool:
    return name == STORE or name.startswith(f"{STORE}.")


def opens_a_base(name: str, tree: ast.Module) -> bool:
    """Whether a module does what only the store does; `formats` may do so with files of others."""
    if name.startswith(f"{FORMATS}."):
        return bool(tables_named(sql_texts(tree)) & (TABLES.keys() | CLASSES.keys()))
    opened = name.startswith(f"{PACKAGE}.engine.") and calls_connect(tree)  # Qt's signals connect as well
    return uses_driver(tree) or opened or holds_connection(tree) or bool(sql_texts(tree))


def test_no_circle_among_files():
    assert find_circles(GRAPH) == []


def test_no_circle_among_folders():
    circles = [[name.removeprefix(f"{PACKAGE}.") for name in circle] for circle in find_folder_circles(GRAPH, PACKAGE)]
    assert circles == []


def test_only_the_store_opens_a_base():
    """No driver, no connection and no SQL elsewhere."""
    open_modules = [
        name.removeprefix(f"{PACKAGE}.")
        for name, tree in MODULES.items()
        if not behind_the_door(name) and opens_a_base(name, tree)
    ]
    assert open_modules == [], "these go around the door of the store"


def test_what_sqlite_alone_understands_stands_in_the_dialect():
    inside = {name.removeprefix(f"{STORE}."): tree for name, tree in MODULES.items() if behind_the_door(name)}
    idioms = {name: sqlite_idioms(tree) for name, tree in inside.items()}
    assert {name: found for name, found in idioms.items() if found and name != "dialect"} == {}
    assert idioms["dialect"]


def test_what_builds_statements_stays_behind_the_door():
    builders = {f"{STORE}.{name}" for name in ("dialect", "query_keys", "tallies")}
    assert builders <= GRAPH.keys()
    outside = {name: others & builders for name, others in GRAPH.items() if not behind_the_door(name)}
    assert {name: found for name, found in outside.items() if found} == {}


def read(source: str) -> ast.Module:
    return ast.parse(source)


def test_a_circle_is_seen_at_the_top_and_inside_a_function():
    modules = {
        "p": read(""), "p.a": read("from . import b"), "p.b": read("def f():\n    from .c import x"),
        "p.c": read("import p.a"), "p.d": read("from .a import x"),
    }  # fmt: skip
    graph = import_graph(modules, {"p"})
    assert graph == {"p": set(), "p.a": {"p.b"}, "p.b": {"p.c"}, "p.c": {"p.a"}, "p.d": {"p.a"}}
    assert find_circles(graph) == [["p.a", "p.b", "p.c"]]


def test_a_circle_of_folders_is_seen_at_any_depth_without_one_of_files():
    modules = {
        "p": read(""), "p.q": read(""), "p.q.a": read(""), "p.q.a.m": read("from ..b import n"),
        "p.q.a.o": read(""), "p.q.b": read(""), "p.q.b.n": read(""), "p.q.b.k": read("from ..a.o import x"),
        "p.q.c": read("from .a import m\nfrom .b import n"),
    }  # fmt: skip
    graph = import_graph(modules, {"p", "p.q", "p.q.a", "p.q.b"})
    assert find_circles(graph) == []
    assert find_folder_circles(graph, "p") == [["p.q.a", "p.q.b"]]


def test_a_folder_and_what_stands_beside_it():
    """A module that a folder needs and that needs the folder is a circle; two modules around it are none."""
    beside = {"p": read(""), "p.base": read(""), "p.job": read("from .report import page"), "p.report": read("")}
    report = beside | {"p.report.page": read("from ..base import x")}
    assert find_folder_circles(import_graph(report, {"p", "p.report"}), "p") == []
    report["p.base"] = read("from .report import page")
    assert find_folder_circles(import_graph(report, {"p", "p.report"}), "p") == [["p.base", "p.report"]]


@pytest.mark.parametrize(
    "source",
    [
        "import sqlite3", "def f():\n    from sqlite3 import connect", "store._connection.execute(x)",
        "x = other._connection", "from ..formats import geopackage as g\nwith g.connect(path): ...", "connect(path)",
        "q = 'SELECT uid FROM link WHERE 1'", "q = f'DELETE FROM \"{name}\"'",
        "q = ('INSERT OR IGNORE '\n     'INTO lot VALUES (?)')", "q = f'UPDATE {t} SET state = ?'",
        "def f():\n    '''Doc.'''\n    return 'PRAGMA journal_mode'",
    ],
)  # fmt: skip
def test_a_way_around_the_door_is_seen(source):
    assert opens_a_base(f"{PACKAGE}.engine.quality.job", read(source))


@pytest.mark.parametrize(
    "source",
    [
        "from ..store import links", "'''SELECT uid FROM link: what the store does.'''", "text = 'Update the base'",
        "def f(connect):\n    '''Doc; DELETE FROM lot.'''\n    return connect.ion", "text = 'create a table of lots'",
        "import sqlite3_like", "button.reconnect(f)",
    ],
)  # fmt: skip
def test_what_goes_through_the_door_is_not_told(source):
    assert not opens_a_base(f"{PACKAGE}.engine.quality.job", read(source))


def test_formats_may_hold_files_of_others_and_not_the_base():
    name = f"{FORMATS}.geopackage"
    assert not opens_a_base(name, read("import sqlite3\nq = 'SELECT * FROM gpkg_contents'"))
    assert opens_a_base(name, read("q = 'SELECT * FROM lineage'"))
    assert opens_a_base(name, read("q = 'UPDATE LimiteVoiriePCRS SET state = 1'"))


@pytest.mark.parametrize(
    ("source", "idiom"),
    [
        ("q = 'PRAGMA table_info(x)'", "PRAGMA"), ("q = 'ATTACH DATABASE ? AS s'", "ATTACH"),
        ("q = 'uid IN (SELECT value FROM json_each(?))'", "json_each"), ("q = f'{x} GLOB ?'", "GLOB"),
        ("q = f'rtree_{name}_geom'", "rtree_"), ("q = 'SELECT 1 FROM s.sqlite_master'", "sqlite_master"),
        ("q = 'CREATE TEMP TABLE x (y)'", "TEMP TABLE"), ("q = 'DELETE FROM temp.x'", "temp."),
        ("q = 'VACUUM'", "VACUUM"), ("q = ('INSERT OR REPLACE '\n     'INTO x VALUES (?)')", "INSERT OR REPLACE"),
        ("q = f'CREATE TRIGGER {t}'", "CREATE TRIGGER"), ("q = \"ltrim(href, '#')\"", "ltrim("),
        ("def f():\n    return f'ORDER BY s.rowid {x}'", "rowid"), ("q = 'a IS NOT NEW.a'", "IS NOT NEW"),
        ("q = 'w CROSS JOIN t'", "CROSS JOIN"), ("q = 'ST_IsEmpty(t.geom)'", "ST_IsEmpty"),
    ],
)  # fmt: skip
def test_an_idiom_of_sqlite_is_seen(source, idiom):
    assert sqlite_idioms(read(source)) == [idiom]


@pytest.mark.parametrize(
    "source",
    [
        "'''VACUUM, as SQLite does.'''", "q = 'SELECT uid FROM link JOIN lot ON 1'", "code = 'problem_rtree'",
        "x = now.strftime('%Y')", "q = 'state IS NOT NULL'", "text = 'Attach the file'",
        "q = 'INSERT INTO lot VALUES (?)'",
    ],
)  # fmt: skip
def test_what_other_databases_say_too_is_no_idiom(source):
    assert sqlite_idioms(read(source)) == []

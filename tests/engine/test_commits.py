"""The comparison of two commits sees what is lost, wherever it is lost, and nothing where nothing is."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.bench_commits import judge
from benchmarks.commits.chain import GOOD, run_both
from benchmarks.commits.datasets import OPEN, Dataset
from benchmarks.commits.dumps import Difference, Intended, compare_files, compare_folders
from benchmarks.commits.engines import Engine
from tests.conftest import ROOT

from . import small_lot as small


@pytest.fixture(scope="module")
def left(tmp_path_factory) -> tuple[Path, Path]:
    """What the chain leaves when the same engine runs it twice."""
    folder = tmp_path_factory.mktemp("commits")
    lots = folder / "inputs" / "lots"
    lots.mkdir(parents=True)
    kerbs = [small.kerb(f"k{k}", (0, 3 * k), (9, 3 * k), (9, 3 * k + 1)) for k in range(3)]
    small.write(lots / "a.gml", small.emprise("e", -1, -1, 10, 10), *kerbs)
    small.write(lots / "b.gml", small.emprise("e", 10, -1, 20, 10), small.kerb("k", (11, 0), (19, 0.001), (19, 5)))
    engines = [Engine(name, ROOT) for name in ("old", "new")]
    before, after, ended = run_both(*engines, Dataset("small", (lots,), reception=OPEN, whole=False), folder)
    for runs in ended:
        assert {name: run.status for name, run in runs.items() if run.status not in GOOD} == {}
    return before, after


def places(differences: dict[str, list[Difference]]) -> list[str]:
    return [difference.place for found in differences.values() for difference in found]


def test_the_same_engine_leaves_the_same(left):
    found = compare_folders(*left)
    assert places(found) == []
    assert {"store.gpkg", "check.html", "findings_check.csv", "export_gml/a.gml", "receive.json", "fixed.gpkg"} <= set(
        found
    )


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE LimiteVoiriePCRS SET geom = zeroblob(40) WHERE fid = 2", "store.gpkg#LimiteVoiriePCRS"),
        ("UPDATE LimiteVoiriePCRS SET idObjet = 'x' WHERE fid = 2", "store.gpkg#LimiteVoiriePCRS"),
        ("DELETE FROM finding WHERE rowid = (SELECT min(rowid) FROM finding)", "store.gpkg#finding"),
        ("INSERT INTO store_info VALUES ('more', 'x')", "store.gpkg#store_info"),
        ("DELETE FROM rtree_LimiteVoiriePCRS_geom WHERE id = 1", "store.gpkg#rtree_LimiteVoiriePCRS_geom"),
        ("DROP INDEX finding_run", "store.gpkg#(index)"),
        ("UPDATE gpkg_contents SET min_x = 0 WHERE table_name = 'LimiteVoiriePCRS'", "store.gpkg#gpkg_contents"),
    ],
)
def test_what_a_base_loses_is_seen(left, tmp_path, statement, place):
    copies = [shutil.copy(folder / "store.gpkg", tmp_path / f"{rank}.gpkg") for rank, folder in enumerate(left)]
    with closing(sqlite3.connect(copies[1])) as connection, connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute(statement)
    found = compare_files(*map(Path, copies), "store.gpkg")
    assert place in {difference.place for difference in found}
    (seen,) = [difference for difference in found if difference.place == place]
    assert (seen.gone or seen.come) and place in seen.text()


def test_the_clock_of_the_machine_is_not_a_difference(left, tmp_path):
    copies = [shutil.copy(folder / "store.gpkg", tmp_path / f"{rank}.gpkg") for rank, folder in enumerate(left)]
    with closing(sqlite3.connect(copies[1])) as connection, connection:
        connection.execute("UPDATE gpkg_contents SET last_change = '2000-01-01T00:00:00Z'")
    assert compare_files(*map(Path, copies), "store.gpkg") == []


def test_a_byte_a_line_out_of_place_and_a_file_are_seen(left, tmp_path):
    old, new = tmp_path / "old", tmp_path / "new"
    for source, copy in zip(left, (old, new), strict=True):
        shutil.copytree(source / "export_gml", copy)
    text = (new / "a.gml").read_bytes()
    (new / "a.gml").write_bytes(text.replace(b"</gml:pos", b" </gml:pos", 1))
    lines = (new / "b.gml").read_bytes().split(b"\n")
    (new / "b.gml").write_bytes(b"\n".join([lines[1], lines[0], *lines[2:]]))
    (new / "c.gml").write_text("c")
    found = {name: differences for name, differences in compare_folders(old, new).items() if differences}
    assert list(found) == ["a.gml", "b.gml", "c.gml"]
    assert [(len(d.gone), len(d.come)) for d in found["a.gml"]] == [(1, 1)]
    assert [(len(d.gone), len(d.come)) for d in found["b.gml"]] == [(2, 2)]
    assert [(d.part, d.gone, d.come) for d in found["c.gml"]] == [("(file)", (), ("(the file)",))]


def test_a_count_of_a_report_is_seen_and_its_time_is_not(left, tmp_path):
    report = json.loads((left[0] / "receive.json").read_text("utf-8"))
    changed = tmp_path / "receive.json"
    changed.write_text(json.dumps(report | {"seconds": 99.0, "peak_mb": 1}, ensure_ascii=False), "utf-8")
    assert compare_files(left[0] / "receive.json", changed, "receive.json") == []
    report["counts"]["in"]["LimiteVoiriePCRS"] += 1
    changed.write_text(json.dumps(report, ensure_ascii=False), "utf-8")
    (difference,) = compare_files(left[0] / "receive.json", changed, "receive.json")
    assert difference.place == "receive.json#counts"
    assert (difference.gone, difference.come) == ((".in.LimiteVoiriePCRS = 4",), (".in.LimiteVoiriePCRS = 5",))


def test_a_page_is_read_as_a_browser_shows_it(tmp_path):
    """White space between elements is layout; a word, an attribute or an element is the page."""
    pages = {
        "a": "<table class='x'><tr><td>1 &amp; 2</td></tr></table>",
        "b": '<table class="x">\n <tr>\n  <td>1 &#38;\n2</td></tr></table>',
        "c": "<table class='x'><tr><td>1 &amp; 3</td></tr></table>",
        "d": "<table class='y'><tr><td>1 &amp; 2</td></tr></table>",
    }
    for name, text in pages.items():
        (tmp_path / f"{name}.html").write_text(text)
    first = tmp_path / "a.html"
    assert {name: [d.part for d in compare_files(first, tmp_path / f"{name}.html", "p")] for name in pages} == {
        "a": [],
        "b": ["(layout)"],
        "c": ["(page)", "(layout)"],
        "d": ["(page)", "(layout)"],
    }


def test_white_space_of_a_style_is_layout(tmp_path):
    for name, text in {"a": "p {margin: 0;}\n\nq{}", "b": "p{margin: 0;}q{}", "c": "p{margin: 1;}q{}"}.items():
        (tmp_path / f"{name}.html").write_text(f"<style>{text}</style>")
    first = tmp_path / "a.html"
    assert [d.part for d in compare_files(first, tmp_path / "b.html", "p")] == ["(layout)"]
    assert [d.part for d in compare_files(first, tmp_path / "c.html", "p")] == ["(page)", "(layout)"]


def test_a_difference_is_meant_where_a_rule_names_it():
    differences = [Difference("a.gpkg", part, ("x",), ("y",)) for part in ("run", "lot")]
    rule = Intended("lyon/*.gpkg#run", "runs tell more")
    assert [verdict for verdict, _, _ in judge("lyon", differences, [rule])] == ["meant", "DIFFERS"]
    assert [verdict for verdict, _, _ in judge("demo", differences, [rule])] == ["DIFFERS", "DIFFERS"]
    assert [reason for _, _, reason in judge("lyon", differences, [rule])] == [rule, None]
    for lines, verdict in ((("x", "y"), "meant"), (("*",), "meant"), (("[xy]",), "DIFFERS"), (("x",), "DIFFERS")):
        rule = Intended("*#run", "", lines)
        assert [said for said, _, _ in judge("lyon", differences, [rule])] == [verdict, "DIFFERS"]

"""State of the panel's steps, read from a store and from the reports beside it."""

from __future__ import annotations

import json
import sqlite3

import pytest

pytest.importorskip("qgis.core")

from mutualgeo_plugin.engine.territory import load_territory  # noqa: E402
from mutualgeo_plugin.gui import launch  # noqa: E402
from mutualgeo_plugin.gui.runs import last_runs  # noqa: E402
from mutualgeo_plugin.gui.steps import ATTENTION, BAD, GOOD, NEVER, step_state  # noqa: E402

EARLY, LATE = "2024-01-01T08:00:00Z", "2024-01-02T08:00:00Z"


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "store.gpkg"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE run (run_id INTEGER PRIMARY KEY, job TEXT, status TEXT, started TEXT, ended TEXT,"
            " report TEXT, findings INTEGER)"
        )
        rows = [
            ("receivelot", "refused", EARLY, "a.json", None),
            ("receivelot", "done", EARLY, "b.json", None),
            ("checkquality", "done_with_findings", EARLY, "c.json", 12),
        ]
        connection.executemany("INSERT INTO run (job, status, started, report, findings) VALUES (?, ?, ?, ?, ?)", rows)
    return path


def report(store, name, **content):
    folder = store.parent / "reports"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def test_the_last_run_of_each_job_counts(store):
    runs = last_runs(store)
    assert {job: (run.status, run.findings) for job, run in runs.items()} == {
        "receivelot": ("done", None),
        "checkquality": ("done_with_findings", 12),
    }
    assert step_state("assemble", runs).mood == GOOD
    assert step_state("check", runs).mood == ATTENTION
    assert step_state("publish", runs).mood == NEVER


def test_a_later_report_tells_of_a_run_that_the_store_does_not_know(store):
    report(store, "receivelot_20240102T080000.json", job="receivelot", status="refused", started=LATE)
    report(store, "receivelot_20240101T080000.json", job="receivelot", status="done", started=EARLY)
    runs = last_runs(store)
    assert runs["receivelot"].status == "refused"
    assert step_state("assemble", runs).mood == BAD


def test_findings_of_a_report_are_added_up(store):
    findings = {"S2": 3, "G1": 4, "Z1": 0}
    report(
        store, "checkquality_2.json", job="checkquality", status="done_with_findings", started=LATE, findings=findings
    )
    assert last_runs(store)["checkquality"].findings == 7


@pytest.mark.parametrize("text", ["", "{", "[]", '{"job": "receivelot"}'])
def test_a_file_that_is_no_report_is_passed_over(store, text):
    (store.parent / "reports").mkdir()
    (store.parent / "reports" / "receivelot_9.json").write_text(text)
    assert last_runs(store)["receivelot"].status == "done"


def test_no_store_and_no_report_is_never_run(tmp_path):
    assert last_runs(tmp_path / "absent.gpkg") == {}
    assert not (tmp_path / "absent.gpkg").exists()


def test_a_file_that_is_no_store_has_no_runs(tmp_path):
    (tmp_path / "text.gpkg").write_text("not a database, not at all")
    assert last_runs(tmp_path / "text.gpkg") == {}


def test_networks_of_one_theme_make_pairs_in_the_territorys_order(tmp_path):
    networks = "".join(
        f'[[networks]]\nname = "{name}"\ntheme = "{theme}"\npath = "n.gpkg"\nlayer = "{name}"\n'
        for name, theme in (("a", "AEP"), ("b", "ELEC"), ("c", "AEP"))
    )
    (tmp_path / "t.toml").write_text(
        '[territory]\nname = "T"\ncode = "200000000"\ncrs = "EPSG:3946"\nstore = "s.gpkg"\n'
        '[[communes]]\ncode = "69001"\nname = "Exemple"\n' + networks
    )
    territory = load_territory(tmp_path / "t.toml")
    [(a, b)] = launch.network_pairs(territory)
    _, parameters = launch.compare(territory, a, b)
    assert parameters["A"] == f"{tmp_path / 'n.gpkg'}|layername=a"
    assert parameters["B"] == f"{tmp_path / 'n.gpkg'}|layername=c"


def test_what_is_opened_is_a_page_or_a_report_of_this_machine(store, tmp_path):
    """A base and the reports beside it may come from others: what they name is not opened for their saying so."""
    assert last_runs(store)["checkquality"].page() == ""
    page, program = tmp_path / "quality.html", tmp_path / "program.exe"
    page.touch()
    program.touch()
    for rank, (named, opened) in enumerate(
        [
            (str(page), str(page)),
            (str(program), None),
            (r"\\host\share\x.html", None),
            ("//host/x.html", None),
            (7, None),
        ]
    ):
        name = f"checkquality_2024010{rank + 3}T080000_0.json"
        started = f"2024-01-0{rank + 3}T08:00:00Z"
        report(store, name, job="checkquality", status="done", started=started, outputs={"HTML": named})
        assert last_runs(store)["checkquality"].page() == (opened or str(store.parent / "reports" / name))

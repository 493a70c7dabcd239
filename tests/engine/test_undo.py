"""Undo gives the state before the command: what the base said before a run, it says after its undo."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.assembly.care.undo import UNDOABLE
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.pcrs import CLASSES, EMPRISE
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.commits import NOTES, dump
from tests.engine.run import run
from tests.engine.written_base import RUNS, done, make_base, prepare

#: What is kept of a run that was undone, and of its undo: the story of what happened.
HISTORY = ("lineage", "undo_note", "decision")
#: Lots that are no deliveries: taken out, or made by a run.
NO_DELIVERY = {"removed", "derived"}


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    return make_base(tmp_path_factory.mktemp("written"))


def told(store: Path) -> dict[str, list]:
    """All that a base says, to the last number, but the story of its runs, and what GIS programs count."""
    tables = dump(store, apart=(*NOTES, *HISTORY), numbers=set())
    return {name: rows for name, rows in tables.items() if not name.startswith(("rtree_", "gpkg_"))}


def columns(store: Path, table: str) -> list[str]:
    return [row[1] for row in query(store, f'PRAGMA table_info("{table}")')]


def assert_as_before(store: Path, before: dict[str, list]) -> None:
    """Every row of before is there, and no other one but what is out of the base: removed objects, and their lots."""
    after = told(store)
    assert set(before) <= set(after)
    objects = ("link", "unknown_member")
    out_of_base = {lot for lot, kind in query(store, "SELECT lot_id, kind FROM lot") if kind in NO_DELIVERY}
    for name, rows in after.items():
        had = before.get(name, [])
        lost, added = [r for r in had if r not in rows], [r for r in rows if r not in had]
        assert lost == [], name
        at = {column: k for k, column in enumerate(columns(store, name))}
        if name in CLASSES:
            assert {row[at["state"]] for row in added} <= {"removed"}, name
        elif name == "lot":
            assert {row[at["kind"]] for row in added} <= NO_DELIVERY
        elif name in objects:
            assert {row[at["lot_id"]] for row in added} <= out_of_base, name
        else:
            assert added == [], name


def exported(store: Path, folder: Path) -> dict[str, bytes]:
    done(folder, "exportpcrs", STORE=store, OUTPUT=folder / "out")
    return {path.name: path.read_bytes() for path in sorted((folder / "out").glob("*.gml"))}


@pytest.mark.parametrize("name", [name for name, (job, *_) in RUNS.items() if job in UNDOABLE])
def test_the_base_says_what_it_said_before(tmp_path, base, name):
    store, job, parameters = prepare(name, base, tmp_path)
    before, delivered = told(store), exported(store, tmp_path)
    done(tmp_path, job, **parameters)
    (number,) = query(store, "SELECT MAX(run_id) FROM run")[0]
    after = told(store)
    assert after != before
    done(tmp_path, "undorun", STORE=store, RUN=number)
    assert_as_before(store, before)
    assert exported(store, tmp_path) == delivered
    assert done(tmp_path, "maintainstore", STORE=store).report["problems"] == []
    assert query(store, f"SELECT status FROM run WHERE run_id = {number}") == [("undone",)]
    again = run(tmp_path, "undorun", STORE=store, RUN=number)
    assert again.report["messages"][-1]["code"] == "undo_done"


@pytest.mark.parametrize("name", [name for name, (job, *_) in RUNS.items() if job in UNDOABLE])
def test_what_was_undone_can_be_done_again(tmp_path, base, name):
    store, job, parameters = prepare(name, base, tmp_path)
    done(tmp_path, job, **parameters)
    first = standing(store)
    (number,) = query(store, "SELECT MAX(run_id) FROM run")[0]
    done(tmp_path, "undorun", STORE=store, RUN=number)
    done(tmp_path, job, **parameters)
    assert standing(store) == first
    assert done(tmp_path, "maintainstore", STORE=store).report["problems"] == []


def standing(store: Path) -> list[tuple]:
    """States of the objects of the base, and the conflicts that wait."""
    with_tables = [name for name in CLASSES if columns(store, name)]
    rows = [(name, *row) for name in with_tables for row in query(store, f'SELECT uid, state FROM "{name}"')]
    rows += query(store, "SELECT 'conflict', uid_a, uid_b FROM conflict WHERE state = 'open'")
    return sorted(rows)


def test_the_others_that_write_change_nothing_to_undo(base):
    others = {job for job, *_ in RUNS.values()} - set(UNDOABLE)
    assert others == {"checkaccuracy", "maintainstore"}


def counted(store: Path) -> int:
    """Current objects, without the grounds that lots cover."""
    return len([row for row in standing(store) if row[2] == "current" and row[0] != EMPRISE])


def test_an_update_that_was_received_leaves_with_its_lot(tmp_path, base):
    """Its file may be received again, and the base of the time between is still told."""
    store, job, parameters = prepare("updatebase INPUT", base, tmp_path)
    before = counted(store)
    number = done(tmp_path, job, **parameters).report["outputs"]["RUN"]
    between = counted(store)
    received, updated = (past_objects(tmp_path, store, number + k) for k in (-1, 0))
    assert len(updated - received) == 7 and len(received - updated) == 6
    done(tmp_path, "undorun", STORE=store, RUN=number)
    assert counted(store) == before
    lots = dict(query(store, "SELECT name, kind FROM lot"))
    assert (lots["update"], lots["old"]) == ("removed", "delivery")
    assert run(tmp_path, "updatebase", STORE=store, LOT="update").report["messages"][-1]["code"] == "lot_unknown"
    assert past_objects(tmp_path, store, number) == updated
    again = done(tmp_path, job, **parameters)
    assert [row["status"] for row in again.report["lots"]] == ["received"]
    assert counted(store) == between
    assert [past_objects(tmp_path, store, number + k) for k in (-1, 0, 1, 2)] == [received, updated, received, updated]


def past_objects(folder: Path, store: Path, number: int) -> set[str]:
    """gml:ids of the trees that belonged to the base after a run."""
    done(folder, "exportpcrs", STORE=store, OUTPUT=folder / "past.gml", ASOF=f"run:{number}")
    return set(re.findall(r'<ArbrePCRS gml:id="([^"]*)"', (folder / "past.gml").read_text()))


@pytest.mark.parametrize(
    ("job", "parameters"),
    [("removelot", {"LOT": "more0", "REASON": "r"}), ("updatebase", {"LOT": "later"})],
)  # fmt: skip
def test_a_reception_that_others_have_built_on_stays(tmp_path, base, job, parameters):
    store, _, given = prepare("receivelot", base, tmp_path)
    done(tmp_path, "receivelot", **given)
    (number,) = query(store, "SELECT MAX(run_id) FROM run")[0]
    later = s.write(tmp_path / "later.gml", s.emprise("el", 60, 0, 99, 50), s.tree("l", 70, 5, dateLeve="2023-01-01"))
    done(tmp_path, "receivelot", STORE=store, INPUT=[later])
    done(tmp_path, job, STORE=store, **parameters)
    ran = run(tmp_path, "undorun", STORE=store, RUN=number)
    assert ran.report["messages"][-1]["code"] == "undo_later" and f"({job})" in ran.texts()


def test_a_hand_edit_that_a_run_has_only_told_is_not_undone(tmp_path, base):
    """A person has brought an object back; the assembly notes it, and its undo leaves it as the person left it."""
    store, _, _ = prepare("assemblebase", base, tmp_path)
    done(tmp_path, "assemblebase", STORE=store)
    connection = connect(store)
    connection.execute("UPDATE \"ArbrePCRS\" SET state = 'superseded' WHERE gml_id = 'o1'")
    connection.close()
    before = told(store)["ArbrePCRS"]
    number = done(tmp_path, "removelot", STORE=store, LOT="bad", REASON="r").report["outputs"]["RUN"]
    done(tmp_path, "undorun", STORE=store, RUN=number)
    assert told(store)["ArbrePCRS"] == before


def test_a_check_that_another_check_has_followed_is_undone_after_it(tmp_path, base):
    store, job, parameters = prepare("checkquality", base, tmp_path)
    numbers = []
    for _ in range(2):
        done(tmp_path, job, **parameters)
        numbers += query(store, "SELECT MAX(run_id) FROM run")[0]
        connection = connect(store)  # a finding that is mended
        connection.execute("UPDATE \"LimiteVoiriePCRS\" SET state = 'superseded' WHERE gml_id = 'z'")
        connection.close()
    assert query(store, "SELECT run_id FROM last_check") == [(numbers[1],)]
    refused = run(tmp_path, "undorun", STORE=store, RUN=numbers[0])
    assert refused.report["messages"][-1]["code"] == "undo_later"
    done(tmp_path, "undorun", STORE=store, RUN=numbers[1])
    assert query(store, "SELECT run_id FROM last_check") == [(numbers[0],)]
    done(tmp_path, "undorun", STORE=store, RUN=numbers[0])
    assert query(store, "SELECT run_id FROM last_check") == [(None,)]
    assert query(store, "SELECT COUNT(*) FROM finding_state UNION ALL SELECT COUNT(*) FROM score") == [(0,), (0,)]


@pytest.mark.parametrize(("job", "code"), [("assemblebase", "run_undone"), ("decideconflict", "undo_older")])
def test_a_run_of_an_older_program(tmp_path, base, job, code):
    """What it did to states is undone by lineage; what it changed beside them was not noted."""
    store, _, parameters = prepare(job, base, tmp_path)
    done(tmp_path, job, **parameters)
    (number,) = query(store, "SELECT MAX(run_id) FROM run")[0]
    connection = connect(store)
    connection.execute("UPDATE store_info SET value = '4' WHERE key = 'schema_version'")
    connection.execute("DELETE FROM store_info WHERE key = 'first_noted_run'")
    connection.execute("DROP TABLE undo_note")
    connection.execute("DELETE FROM gpkg_contents WHERE table_name = 'undo_note'")
    connection.close()
    ran = run(tmp_path, "undorun", STORE=store, RUN=number)
    assert ran.report["messages"][-1]["code"] == code
    assert query(store, "SELECT value FROM store_info WHERE key = 'first_noted_run'") == [(str(number + 1),)]

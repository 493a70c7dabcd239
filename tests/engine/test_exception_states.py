"""The life cycle of findings, exceptions that end, wrong and hostile input, killed and older bases."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pyogrio
import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.store.schema import SCHEMA_VERSION
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.exceptions_made import (
    SAID,
    SQUARE,
    accepted,
    checked,
    declare,
    delivered_again,
    findings,
    one_tree,
    received,
    states,
    why,
)
from tests.engine.killing import killed_at_sync, start
from tests.engine.run import run


@pytest.fixture
def one(tmp_path) -> Path:
    return one_tree(tmp_path)


# -- expiry and revocation --------------------------------------------------------------------------------------------


def test_expiry(tmp_path, one):
    accepted(tmp_path, one, EXPIRES="2024-06-30")
    assert states(checked(tmp_path, one, "A1", DATE="2024-06-30")) == {"exception": 1}
    late = checked(tmp_path, one, "A1", DATE="2024-07-01")
    assert (states(late), why(late), late.status) == ({"reopened": 1}, ["expired"], "done_with_findings")
    assert "échues" in late.texts()
    assert declare(tmp_path, one, *findings(one), EXPIRES="2024-05-31").status == "refused"
    assert declare(tmp_path, one, *findings(one), EXPIRES="soon").status == "refused"


def test_revoke(tmp_path, one):
    accepted(tmp_path, one)
    checked(tmp_path, one, "A1")
    ran = run(tmp_path, "declareexception", STORE=one, REVOKE="1", REASON="erreur", ROLE="contrôleur")
    assert (ran.exit, ran.report["outputs"]["REVOKED"]) == (0, 1)
    after = checked(tmp_path, one, "A1")
    assert (states(after), why(after), after.status) == ({"reopened": 1}, ["revoked"], "done_with_findings")
    assert run(tmp_path, "listexceptions", STORE=one).report["exceptions"] == []
    (row,) = run(tmp_path, "listexceptions", STORE=one, ALL=True).report["exceptions"]
    assert (row["state"], row["reason"], row["revoked_reason"], row["revoked_role"]) == (
        "revoked", SAID["REASON"], "erreur", "contrôleur")  # fmt: skip
    again = run(tmp_path, "declareexception", STORE=one, REVOKE="1", REASON="erreur", ROLE="contrôleur")
    assert (again.exit, again.report["outputs"]["REVOKED"]) == (0, 0)
    wrong = run(tmp_path, "declareexception", STORE=one, REVOKE="1 7", REASON="erreur", ROLE="contrôleur")
    assert wrong.status == "refused"
    accepted(tmp_path, one)  # and accepted again
    assert states(checked(tmp_path, one, "A1")) == {"exception": 1}


# -- life cycle -------------------------------------------------------------------------------------------------------


def test_states_follow_the_finding(tmp_path, one):
    """reviewed → to mend → resolved → reopened, over deliveries that renew every identifier."""
    assert declare(tmp_path, one, *findings(one), STATE="reviewed").report["outputs"]["MARKED"] == 1
    assert states(checked(tmp_path, one, "A1")) == {"reviewed": 1}
    assert declare(tmp_path, one, *findings(one), STATE="to_mend").exit == 0
    steps = [("a", "", {"to_mend": 1}), ("b", "T", {"resolved": 1}), ("c", "", {"reopened": 1})]
    for (name, reference, expected), before in zip(steps, ("old", "a", "b"), strict=True):
        delivered_again(tmp_path, one, before, name, [SQUARE, s.tree(f"{name}1", 20, 20, reference=reference)])
        ran = checked(tmp_path, one, "A1")
        assert states(ran) == expected, name
    assert why(ran) == ["came_back"]
    assert query(one, "SELECT COUNT(*) FROM finding_state") == [(1,)]
    again = checked(tmp_path, one, "A1")
    assert states(again) == {"reopened": 1}
    assert again.report["reopened"][0]["since"] == query(
        one, "SELECT MAX(run_id) - 1 FROM run WHERE job = 'checkquality'")[0][0]  # fmt: skip
    assert declare(tmp_path, one, *findings(one), STATE="reviewed").exit == 0
    assert states(checked(tmp_path, one, "A1")) == {"reviewed": 1}


def test_a_reopened_finding_that_was_looked_at_stays_so(tmp_path, one):
    accepted(tmp_path, one)
    delivered_again(tmp_path, one, "old", "new", [SQUARE, s.tree("n", 20.5, 20, reference="")])
    assert states(checked(tmp_path, one, "A1")) == {"reopened": 1}
    assert declare(tmp_path, one, *findings(one), STATE="to_mend").exit == 0
    assert states(checked(tmp_path, one, "A1")) == {"to_mend": 1}


def test_a_check_that_does_not_run_resolves_nothing(tmp_path, one):
    accepted(tmp_path, one)
    assert states(checked(tmp_path, one, "T1")) == {}
    (row,) = run(tmp_path, "listexceptions", STORE=one).report["exceptions"]
    assert (row["state"], row["excuses"]) == ("active", 1)
    assert states(checked(tmp_path, one, "A1")) == {"exception": 1}


def test_an_excused_finding_is_not_marked_before_its_exception_is_revoked(tmp_path, one):
    accepted(tmp_path, one)
    ran = declare(tmp_path, one, *findings(one), STATE="to_mend")
    assert ran.status == "refused" and "REVOKE=1" in ran.report["message"]


def test_declared_twice_is_declared_once(tmp_path, one):
    accepted(tmp_path, one)
    ran = accepted(tmp_path, one)
    assert (ran.report["outputs"]["DECLARED"], query(one, "SELECT COUNT(*) FROM exception")) == (0, [(1,)])


def test_a_repeated_check_changes_nothing_but_its_own_run(tmp_path, one):
    accepted(tmp_path, one)
    checked(tmp_path, one, "A1")
    tables = ("finding_state", "exception_object")
    before = [query(one, f"SELECT * FROM {table}") for table in tables]
    checked(tmp_path, one, "A1")
    assert [query(one, f"SELECT * FROM {table}") for table in tables] == before


# -- wrong and hostile input ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"FINDING": ""}, {"REVOKE": "1"}, {"REASON": ""}, {"REASON": "  "}, {"ROLE": ""},
        {"ROLE": "jean.dupont@exemple.fr"}, {"REASON": "vu avec a.b@exemple.fr"}, {"STATE": "resolved"},
        {"SCOPE": "town"}, {"RADIUS": 3}, {"SCOPE": "place", "RADIUS": 0}, {"SCOPE": "place", "RADIUS": -1},
        {"SCOPE": "place", "RADIUS": "nan"}, {"SCOPE": "place", "AREA": "zone.gpkg"},
        {"STATE": "reviewed", "SCOPE": "place"}, {"STATE": "reviewed", "EXPIRES": "2030-01-01"},
        {"SCOPE": "emprise", "AREA": "nowhere.gpkg"}, {"EXPIRES": "2024-02-30"},
    ],
    ids=str,
)  # fmt: skip
def test_refused(tmp_path, one, wrong):
    before = query(one, "SELECT COUNT(*) FROM run")
    ran = run(tmp_path, "declareexception", **{"STORE": one, "FINDING": findings(one)[0], **SAID, **wrong})
    assert (ran.exit, ran.status) == (1, "refused"), ran.texts()
    assert ran.report["message"]
    assert query(one, "SELECT COUNT(*) FROM run") == before
    assert query(one, "SELECT COUNT(*) FROM exception") == [(0,)]


def test_unknown_finding_names_the_nearest(tmp_path, one):
    (known,) = findings(one)
    ran = declare(tmp_path, one, known[:-1] + ("0" if known[-1] != "0" else "1"))
    assert ran.status == "refused" and known in ran.report["message"]


def test_one_unknown_finding_refuses_all(tmp_path, one):
    ran = declare(tmp_path, one, *findings(one), "ffffffffffffffff")
    assert (ran.status, query(one, "SELECT COUNT(*) FROM exception")) == ("refused", [(0,)])


def test_no_check_yet(tmp_path):
    store = received(tmp_path, ("old", [SQUARE, s.tree("t", 20, 20, reference="")]))
    assert declare(tmp_path, store, "abc").status == "refused"
    assert declare(tmp_path, tmp_path / "none.gpkg", "abc").status == "refused"
    assert not (tmp_path / "none.gpkg").exists()
    listed = run(tmp_path, "listexceptions", STORE=store, OUTPUT=tmp_path / "l.gpkg", CSV=tmp_path / "l.csv")
    assert (listed.exit, listed.report["exceptions"]) == (0, [])
    assert len(pyogrio.read_dataframe(tmp_path / "l.gpkg")) == 0


def test_an_object_that_has_left_is_not_accepted(tmp_path, one):
    (known,) = findings(one)
    run(tmp_path, "removelot", STORE=one, LOT="old", REASON="r")
    assert declare(tmp_path, one, known).status == "refused"


HOSTILE = "'); DROP TABLE exception; --<script>alert(1)</script>\n=cmd|'/c calc'!A1 {x} %s \u202e🙂"


def test_hostile_texts_are_kept_as_they_are(tmp_path, one):
    accepted(tmp_path, one, REASON=HOSTILE, ROLE="=1+1 {0}")
    ran = checked(tmp_path, one, "A1", FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html")
    assert states(ran) == {"exception": 1}
    assert query(one, "SELECT reason, role FROM exception") == [(HOSTILE, "=1+1 {0}")]
    assert pyogrio.read_dataframe(tmp_path / "f.gpkg")["excuse"].tolist() == [HOSTILE]
    assert "<script>" not in (tmp_path / "q.html").read_text("utf-8")
    run(tmp_path, "listexceptions", STORE=one, OUTPUT=tmp_path / "l.gpkg", CSV=tmp_path / "l.csv")
    with (tmp_path / "l.csv").open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream, delimiter=";")
    assert (row["role"], row["reason"]) == ("'=1+1 {0}", f"'{HOSTILE}" if HOSTILE[0] in "=+-@" else HOSTILE)
    assert pyogrio.read_dataframe(tmp_path / "l.gpkg")["role"].tolist() == ["=1+1 {0}"]


def test_outputs_do_not_harm(tmp_path, one):
    for name in ("OUTPUT", "CSV"):
        assert run(tmp_path, "listexceptions", STORE=one, **{name: one}).status == "refused"
        assert run(tmp_path, "listexceptions", STORE=one, **{name: tmp_path / "old.gml"}).status == "refused"


def test_same_list_twice(tmp_path, one):
    accepted(tmp_path, one)
    made = []
    for name in ("a", "b"):
        files = {"OUTPUT": tmp_path / f"{name}.gpkg", "CSV": tmp_path / f"{name}.csv"}
        run(tmp_path, "listexceptions", STORE=one, **files)
        made.append([path.read_bytes() for path in files.values()])
    assert made[0] == made[1]


# -- the store --------------------------------------------------------------------------------------------------------


def test_a_locked_store_is_not_written(tmp_path, one):
    query(one, "INSERT INTO lock VALUES (1, 'somebody', 'elsewhere', 1, 'now', 'receivelot')")
    assert declare(tmp_path, one, *findings(one)).status == "refused"
    assert query(one, "SELECT COUNT(*) FROM exception") == [(0,)]
    ran = checked(tmp_path, one, "A1")  # a check goes on, and says that it could not note what it found
    assert "n’ont pas pu être notés" in ran.texts()
    query(one, "DELETE FROM lock")
    assert accepted(tmp_path, one).exit == 0


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
@pytest.mark.parametrize("rank", [1, 2, 3, 4, 5, 6, 7, 8])
def test_a_killed_declaration_is_whole_or_not_at_all(tmp_path, one, engine_python, rank):
    job = {
        "job": "declareexception", "parameters": {"STORE": str(one), "FINDING": findings(one)[0], **SAID},
        "report": str(tmp_path / "r.json"), "now": "2024-06-01T08:00:00Z",
    }  # fmt: skip
    (tmp_path / "job.json").write_text(json.dumps(job))
    start(engine_python, tmp_path / "job.json", *killed_at_sync(rank, tmp_path / "trace")).wait(60)
    (count,) = query(one, "SELECT COUNT(*) FROM exception")[0]  # a writer rolls back what was cut off
    assert query(one, "SELECT state FROM finding_state") == [("exception" if count else "new",)]
    assert query(one, "SELECT COUNT(*) FROM exception_object") == [(count,)]
    assert accepted(tmp_path, one).exit == 0
    assert states(checked(tmp_path, one, "A1")) == {"exception": 1}


def test_what_another_run_declares_meanwhile_counts(tmp_path, one, monkeypatch):
    """A check reads the base, and writes what it found when it has ended."""
    from mutualgeo_plugin.engine.quality import job

    write = job._write
    (known,) = findings(one)
    scratch = tmp_path / "meanwhile"
    scratch.mkdir()

    def late(*arguments):
        assert declare(scratch, one, known).exit == 0
        return write(*arguments)

    monkeypatch.setattr(job, "_write", late)
    checked(tmp_path, one, "A1")
    monkeypatch.undo()
    assert query(one, "SELECT state, exception_id FROM finding_state") == [("exception", 1)]
    assert query(one, "SELECT state, exception_id FROM finding ORDER BY id DESC LIMIT 1") == [("exception", 1)]


def age(store: Path) -> None:
    """Make a store what version 2 wrote."""
    connection = connect(store)
    for (view,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f'DROP VIEW "{view}"')
    for table in ("finding_state", "exception_object"):
        connection.execute(f"DROP TABLE {table}")
        connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (table,))
    old = {
        "exception": "id fingerprint check_id scope reason role declared expires revoked",
        "finding": "id finding_id run_id check_id severity class objects x y measured tolerance message",
    }
    for table, columns in old.items():
        for row in connection.execute(f"PRAGMA table_info({table})").fetchall():
            if row[1] not in columns.split():
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {row[1]}")
    connection.execute("UPDATE store_info SET value = '2' WHERE key = 'schema_version'")
    connection.close()


def test_a_base_of_schema_2_goes_on(tmp_path, one):
    age(one)
    assert declare(tmp_path, one, "0123456789abcdef").status == "refused"  # migrated; nothing is noted there yet
    assert query(one, "SELECT value FROM store_info WHERE key = 'schema_version'") == [(str(SCHEMA_VERSION),)]
    assert (tmp_path / "s_schema2.gpkg").is_file()
    assert states(checked(tmp_path, one, "A1")) == {"new": 1}
    accepted(tmp_path, one)
    assert states(checked(tmp_path, one, "A1")) == {"exception": 1}
    assert run(tmp_path, "maintainstore", STORE=one).report["problems"] == []

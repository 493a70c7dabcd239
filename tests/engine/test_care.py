"""The life of the base: history, removal, hand edits, check, compact, backup, migration, minutes."""

from __future__ import annotations

import csv
import json
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pyogrio
import pytest

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.store import lock, migrations, views
from mutualgeo_plugin.engine.store.history import moment_of, resolve_moment
from mutualgeo_plugin.engine.store.schema import SCHEMA_VERSION
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.run import run
from tests.engine.test_update import RING, cover, current, dump

SQUARE = s.emprise("e", 0, 0, 50, 50)
K1 = ((1, 1), (5, 1), (9, 2))
KERB = "LimiteVoiriePCRS"


def received(tmp_path: Path, *lots: tuple[str, list[str]]) -> Path:
    store = tmp_path / "s.gpkg"
    files = [s.write(tmp_path / f"{name}.gml", *things) for name, things in lots]
    assert run(tmp_path, "receivelot", INPUT=files, STORE=store).exit == 0
    return store


def uid_of(store: Path, table: str, gml_id: str) -> str:
    return query(store, f'SELECT uid FROM "{table}" WHERE gml_id = ?', gml_id)[0][0]


# -- history ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lived(tmp_path) -> Path:
    """Run 1 receives a and t; run 2 receives the update and updates: a is replaced by b, t is gone, n is new."""
    store = received(tmp_path, ("old", [SQUARE, s.kerb("a", *K1), s.tree("t", 30, 30)]))
    new = s.write(tmp_path / "new.gml", s.emprise("u", 0, 0, 50, 50), s.kerb("b", *K1, (12, 2)), s.tree("n", 40, 40))
    assert run(tmp_path, "updatebase", STORE=store, INPUT=new).exit == 0
    return store


@pytest.mark.parametrize(
    ("moment", "there"),
    [("run:0", set()), ("run:1", {"a", "t"}), ("run:2", {"b", "n"}),
     ("2024-05-31", set()), ("2024-06-01", {"b", "n"}), ("2024-06-01T10:00:00+02:00", {"b", "n"}),
     ("2024-06-01T09:59:59+02:00", set())],
)  # fmt: skip
def test_states_at_a_moment(lived, moment, there):
    with open_store(lived) as store:
        past = resolve_moment(store, moment)
        found = {
            gml_id
            for name in (KERB, "ArbrePCRS")
            for uid, lot, state, gml_id in store._connection.execute(f'SELECT uid, lot_id, state, gml_id FROM "{name}"')
            if past.was_current(lot, uid, state)
        }
    assert found == there


@pytest.mark.parametrize("moment", ["yesterday", "2024-13-01", "run:", ""])
def test_no_moment(moment):
    with pytest.raises(Exception, match="is no moment"):
        moment_of(moment)


def test_story_of_one_object(tmp_path, lived):
    uid, by = uid_of(lived, KERB, "a"), uid_of(lived, KERB, "b")
    ran = run(tmp_path, "basehistory", STORE=lived, UID=uid, OUTPUT=tmp_path / "h.json")
    (story,) = json.loads((tmp_path / "h.json").read_text())
    assert (story["gml_id"], story["source_id"], story["state"]) == ("a", "ido.a", "superseded")
    assert story["lot"]["name"] == "old" and len(story["lot"]["sha256"]) == 64
    assert [(e["job"], e["action"], e["competitor"]) for e in story["events"]] == [
        ("receivelot", "received", None), ("updatebase", "changed_geometry", by)]  # fmt: skip
    assert ran.report["outputs"]["OBJECTS"] == 1
    run(tmp_path, "basehistory", STORE=lived, UID=uid, OUTPUT=tmp_path / "h.json", ASOF="run:1")
    (story,) = json.loads((tmp_path / "h.json").read_text())
    assert story["state_then"] == "current" and len(story["events"]) == 1


def test_story_of_all_as_csv(tmp_path, lived):
    assert run(tmp_path, "basehistory", STORE=lived, OUTPUT=tmp_path / "h.csv").exit == 0
    rows = list(csv.DictReader((tmp_path / "h.csv").open(encoding="utf-8")))
    assert sorted((r["gml_id"], r["action"]) for r in rows) == [
        ("a", "changed_geometry"), ("a", "received"), ("b", "received"), ("e", "received"), ("n", "received"),
        ("t", "gone"), ("t", "received"), ("u", "received")]  # fmt: skip
    gone = next(r for r in rows if r["action"] == "gone")
    assert gone["competitor"] == uid_of(lived, "EmpriseEchangePCRS", "u")
    assert run(tmp_path, "basehistory", STORE=lived, LOT="new", OUTPUT=tmp_path / "h.csv").report["outputs"][
        "OBJECTS"] == 3  # fmt: skip


def test_unknown_object(tmp_path, lived):
    ran = run(tmp_path, "basehistory", STORE=lived, UID="nobody", OUTPUT=tmp_path / "h.csv")
    assert ran.status == "refused" and not (tmp_path / "h.csv").exists()


def test_lineage_is_a_table_to_ogr(lived):
    table = pyogrio.read_dataframe(lived, layer="lineage_readable")
    row = table[table["action"] == "gone"].iloc[0]
    assert (row["job"], row["lot"], row["state_from"], row["state_to"]) == (
        "updatebase", "old", "current", "superseded")  # fmt: skip


# -- removal ----------------------------------------------------------------------------------------------------------


def test_what_the_lot_had_put_aside_comes_back(tmp_path, lived):
    objects = query(lived, f'SELECT COUNT(*) FROM "{KERB}"')
    ran = run(tmp_path, "removelot", STORE=lived, LOT="new", REASON="livraison rappelée")
    assert ran.exit == 0, ran.texts()
    assert current(lived) == {"a", "t"}
    assert query(lived, f'SELECT COUNT(*) FROM "{KERB}"') == objects
    assert ran.report["removal"] == {
        "removed": {"ArbrePCRS": 1, "EmpriseEchangePCRS": 1, KERB: 1}, "undone": {},
        "restored": {"ArbrePCRS": 1, KERB: 1}, "handed": {}}  # fmt: skip
    assert {r["uid"] for r in ran.report["restored"]} == {uid_of(lived, KERB, "a"), uid_of(lived, "ArbrePCRS", "t")}
    details = query(lived, "SELECT action, detail FROM lineage WHERE run_id = 3")
    assert {d for _, d in details} == {"livraison rappelée"}
    assert run(tmp_path, "maintainstore", STORE=lived).status == "done"


def test_removed_lot_is_no_delivery_any_more(tmp_path, lived):
    run(tmp_path, "removelot", STORE=lived, LOT="new", REASON="r")
    before = query(lived, "SELECT * FROM lineage")
    again = run(tmp_path, "removelot", STORE=lived, LOT="new", REASON="r")
    assert (again.status, again.report["outputs"]["REMOVED"]) == ("done", 0)
    assert "déjà retiré" in again.texts()
    assert query(lived, "SELECT * FROM lineage") == before
    assert run(tmp_path, "removelot", STORE=lived, LOT="never", REASON="r").status == "refused"
    with open_store(lived) as store:
        assert [lot["name"] for lot in store.lots()] == ["old"]
        assert store.find_lot("new", kind=None)["kind"] == "removed"


def test_a_reason_is_due(tmp_path, lived):
    assert run(tmp_path, "removelot", STORE=lived, LOT="new").status == "refused"


def test_parts_come_back_with_their_affleurant(tmp_path):
    store = received(tmp_path, ("one", [SQUARE, *cover("1", RING)]), ("two", [s.emprise("f", 0, 0, 50, 50),
                     *cover("2", RING)]))  # fmt: skip
    assert run(tmp_path, "assemblebase", STORE=store).exit == 0
    left = current(store)
    assert len(left) == 3
    lot = "one" if "a1" in left else "two"
    ran = run(tmp_path, "removelot", STORE=store, LOT=lot, REASON="r")
    assert ran.report["outputs"]["RESTORED"] == 3
    assert current(store) == {"a1", "r1", "v1", "a2", "r2", "v2"} - left


def test_objects_made_of_removed_ones_are_undone(tmp_path):
    """A merged line: its parent of the lot that leaves goes with it, the other parent comes back."""
    store = received(tmp_path, ("one", [SQUARE, s.kerb("a", (1, 1), (5, 1))]),
                     ("two", [s.emprise("f", 0, 0, 50, 50), s.kerb("b", (5, 1), (9, 1))]))  # fmt: skip
    connection = connect(store)
    a, b = uid_of(store, KERB, "a"), uid_of(store, KERB, "b")
    connection.execute(
        "INSERT INTO lot (kind, name, file, sha256, size, received, source_crs, store_crs, objects, vertices, "
        "vertices_z, arcs) VALUES ('derived', 'd', '', 'd', 0, '2024-06-01T08:00:00Z', 3946, 3946, 1, 2, 2, 0)"
    )
    connection.execute(
        "INSERT INTO lock VALUES (1, 'test', 'other', 1, 'now', 'test')"
    )  # what a run does is no hand edit
    connection.execute(
        f'INSERT INTO "{KERB}" (geom, uid, lot_id, ord, state, gml_id) '
        f"SELECT geom, 'derived-made', 3, 1, 'current', 'm' FROM \"{KERB}\" WHERE gml_id = 'a'"
    )
    connection.execute(f"UPDATE \"{KERB}\" SET state = 'superseded' WHERE uid IN (?, ?)", (a, b))
    connection.executemany(
        "INSERT INTO lineage (uid, class, action, lot_id, run_id, state_from, state_to, competitor) "
        "VALUES (?, ?, 'merged', 1, 1, 'current', 'superseded', 'derived-made')",
        [(a, KERB), (b, KERB)],
    )
    connection.executemany(
        "INSERT INTO lineage (uid, class, action, lot_id, run_id, state_to, competitor) "
        "VALUES ('derived-made', ?, 'merged', 3, 1, 'current', ?)",
        [(KERB, a), (KERB, b)],
    )
    connection.execute("DELETE FROM lock")
    connection.close()
    ran = run(tmp_path, "removelot", STORE=store, LOT="one", REASON="r")
    assert ran.report["removal"]["undone"] == {KERB: 1}
    assert current(store) == {"b"}
    assert dict(query(store, f'SELECT gml_id, state FROM "{KERB}"')) == {"a": "removed", "b": "current", "m": "removed"}


# -- hand edits -------------------------------------------------------------------------------------------------------


def edit(store: Path) -> None:
    """What a QGIS session does through OGR: one object changed, one deleted, one added."""
    connection = connect(store)
    connection.execute("UPDATE \"ArbrePCRS\" SET \"reference\" = 'Platane' WHERE gml_id = 't'")
    connection.execute("DELETE FROM \"ArbrePCRS\" WHERE gml_id = 'd'")
    connection.execute(
        'INSERT INTO "ArbrePCRS" (geom, uid, lot_id, ord, state, gml_id) '
        "SELECT geom, 'mine', lot_id, 99, 'current', 'added' FROM \"ArbrePCRS\" WHERE gml_id = 't'"
    )
    connection.close()


@pytest.fixture
def edited(tmp_path) -> Path:
    store = received(tmp_path, ("old", [SQUARE, s.tree("t", 30, 30), s.tree("d", 10, 10), s.kerb("a", *K1)]))
    edit(store)
    return store


def test_hand_edits_become_lineage_and_keep_what_was(tmp_path, edited):
    ran = run(tmp_path, "assemblebase", STORE=edited)
    assert ran.report["hand_edits"] == {"edited": 1, "added": 1, "deleted": 1}
    assert "hand_edits_found" in {m["code"] for m in ran.report["messages"]}
    told = query(edited, "SELECT uid, action FROM lineage WHERE action LIKE '% in QGIS' ORDER BY id")
    assert [action for _, action in told] == ["edited in QGIS", "deleted in QGIS", "added in QGIS"]
    kept = dict(query(edited, "SELECT kind, texts FROM hand_edit"))
    assert json.loads(kept["edited"])["reference"] == "T"
    assert json.loads(kept["deleted"])["gml_id"] == "d" and kept["added"] is None
    assert all(g for (g,) in query(edited, "SELECT geometry FROM hand_edit WHERE kind <> 'added'"))
    again = run(tmp_path, "assemblebase", STORE=edited)
    assert "hand_edits" not in again.report


def test_runs_are_no_hand_edits(tmp_path, lived):
    run(tmp_path, "removelot", STORE=lived, LOT="new", REASON="r")
    assert query(lived, "SELECT COUNT(*) FROM hand_edit") == [(0,)]


def test_an_edited_store_is_sound(tmp_path, edited):
    assert run(tmp_path, "maintainstore", STORE=edited, ACTION="check").status == "done"


def test_a_hand_added_object_was_not_there_before(tmp_path, edited):
    run(tmp_path, "assemblebase", STORE=edited)
    with open_store(edited) as store:
        assert resolve_moment(store, "run:1").state(1, "mine", "current") == "not yet there"
        assert resolve_moment(store, "run:2").state(1, "mine", "current") == "current"


# -- maintenance ------------------------------------------------------------------------------------------------------

BROKEN = {
    "index": ("DELETE FROM \"rtree_ArbrePCRS_geom\"", "ArbrePCRS", 1),
    "index elsewhere": ('UPDATE "rtree_ArbrePCRS_geom" SET minx = minx - 50 WHERE id = 1', "ArbrePCRS", 1),
    "index too long": ('INSERT INTO "rtree_ArbrePCRS_geom" VALUES (99, 1, 1, 1, 1)', "ArbrePCRS", 1),
    "count": ("UPDATE gpkg_ogr_contents SET feature_count = 9 WHERE table_name = 'ArbrePCRS'", "ArbrePCRS", 7),
    "state": ("UPDATE \"ArbrePCRS\" SET state = 'lost' WHERE gml_id = 't'", "ArbrePCRS", 1),
    "twice": ("UPDATE \"ArbrePCRS\" SET uid = (SELECT MIN(uid) FROM \"ArbrePCRS\")", "ArbrePCRS", 1),
    "lot": ("UPDATE lot SET objects = 7", "lot", 3),
    "link": ("INSERT INTO link (lot_id, class, gml_id, ord, property, rank, href, inline) "
             "VALUES (1, 'ArbrePCRS', 'nobody', 9, 'pointLeve', 1, '#t', 0)", "link", 1),
    "lineage": ("INSERT INTO lineage (uid, class, action, lot_id) VALUES ('nobody', 'ArbrePCRS', 'x', 1)",
                "lineage", 1),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_check_sees_what_is_broken(tmp_path, case):
    statement, table, count = BROKEN[case]
    store = received(tmp_path, ("old", [SQUARE, s.tree("t", 30, 30), s.tree("d", 10, 10), s.kerb("a", *K1)]))
    assert run(tmp_path, "maintainstore", STORE=store, ACTION="check").report["problems"] == []
    connection = connect(store)
    connection.execute(statement)
    connection.close()
    ran = run(tmp_path, "maintainstore", STORE=store, ACTION="check")
    assert ran.status == "done_with_findings"
    changed_and_twice = 2 if case == "twice" else 1
    assert [(p["table"], p["count"]) for p in ran.report["problems"]] == [(table, count)] * changed_and_twice


def test_compact_keeps_everything(tmp_path, lived):
    before = dump(lived)
    ran = run(tmp_path, "maintainstore", STORE=lived, ACTION="compact")
    assert ran.exit == 0 and ran.report["bytes"]["out"] <= ran.report["bytes"]["in"]
    assert dump(lived) == before
    assert run(tmp_path, "maintainstore", STORE=lived).status == "done"


def test_compact_waits_for_the_writer(tmp_path, lived):
    connection = connect(lived)
    connection.execute("INSERT INTO lock VALUES (1, 'somebody', 'elsewhere', 1, 'now', 'receivelot')")
    assert run(tmp_path, "maintainstore", STORE=lived, ACTION="compact").status == "refused"
    connection.close()


def test_backup_is_a_whole_store_without_lock(tmp_path, lived):
    connection = connect(lived)
    held = lock.Lock(connection, lived, "test", "now")
    ran = run(tmp_path, "maintainstore", STORE=lived, ACTION="backup", BACKUP=tmp_path / "b")
    held.release()
    connection.close()
    copy = Path(ran.report["outputs"]["COPY"])
    assert copy == tmp_path / "b" / "s_20240601T080000Z.gpkg"
    assert dump(copy) == dump(lived)
    assert query(copy, "SELECT COUNT(*) FROM lock") == [(0,)]
    assert list((tmp_path / "b").iterdir()) == [copy]


@pytest.mark.parametrize("action", ["check", "compact", "backup", "migrate"])
def test_no_store(tmp_path, action):
    assert run(tmp_path, "maintainstore", STORE=tmp_path / "none.gpkg", ACTION=action).status == "refused"
    assert not (tmp_path / "none.gpkg").exists()


def test_wrong_action(tmp_path, lived):
    assert run(tmp_path, "maintainstore", STORE=lived, ACTION="erase").status == "refused"


# -- migration --------------------------------------------------------------------------------------------------------


def age(store: Path) -> None:
    """Make a store what version 1 wrote: without hand edits, readable lineage, kinds and publication dates of lots."""
    connection = connect(store)
    triggers = connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'hand_edit%' AND type = 'trigger'")
    for (name,) in triggers.fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        connection.execute(f'DROP VIEW "{name}"')
        connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (name,))
    connection.execute("DROP TABLE hand_edit")
    connection.execute("DELETE FROM gpkg_contents WHERE table_name = 'hand_edit'")
    connection.execute("ALTER TABLE lot DROP COLUMN kind")
    connection.execute("ALTER TABLE lot DROP COLUMN published")
    connection.execute("UPDATE store_info SET value = '1' WHERE key = 'schema_version'")
    connection.close()


@pytest.mark.parametrize("job", ["maintainstore", "exportpcrs", "assemblebase", "receivelot"])
def test_an_older_store_is_migrated_after_a_copy(tmp_path, lived, job):
    before = dump(lived)
    age(lived)
    old = lived.read_bytes()
    more = {
        "maintainstore": {"ACTION": "migrate"},
        "exportpcrs": {"OUTPUT": tmp_path / "out"},
        "assemblebase": {},
        "receivelot": {"INPUT": tmp_path / "new.gml"},
    }[job]
    ran = run(tmp_path, job, STORE=lived, **more)
    assert ran.exit == 0, ran.texts()
    connection = connect(lived, readonly=True)
    assert migrations.version_of(connection) == SCHEMA_VERSION
    connection.close()
    assert dump(lived) == before
    copy = tmp_path / "s_schema1.gpkg"
    assert query(copy, "SELECT value FROM store_info WHERE key = 'schema_version'") == [("1",)]
    assert len(old) == copy.stat().st_size
    edit_one = connect(lived)
    edit_one.execute(f"UPDATE \"{KERB}\" SET \"producteur\" = 'X' WHERE gml_id = 'a'")
    edit_one.close()
    assert run(tmp_path, "assemblebase", STORE=lived).report["hand_edits"]["edited"] == 1


def test_nothing_to_migrate(tmp_path, lived):
    ran = run(tmp_path, "maintainstore", STORE=lived, ACTION="migrate")
    assert ran.exit == 0 and not (tmp_path / "s_schema1.gpkg").exists()


def test_a_failed_migration_changes_nothing(tmp_path, lived, monkeypatch):
    age(lived)
    before = query(lived, "SELECT name, sql FROM sqlite_master ORDER BY name")
    monkeypatch.setattr(views, "VIEWS", {"broken": views.View("SELECT * FROM", "")})
    assert run(tmp_path, "maintainstore", STORE=lived, ACTION="migrate").status == "failed"
    assert query(lived, "SELECT name, sql FROM sqlite_master ORDER BY name") == before
    assert query(lived, "SELECT COUNT(*) FROM lock") == [(0,)]


# -- minutes ----------------------------------------------------------------------------------------------------------


class Text(HTMLParser):
    """Texts of a page, and the addresses it loads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.loads: list[str] = []
        self.feed(page)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def handle_starttag(self, tag, attrs) -> None:
        self.loads += [v for k, v in attrs if k in ("src", "href")]


def minutes(tmp_path: Path, store: Path, lot: str) -> tuple[str, dict]:
    ran = run(tmp_path, "acceptanceminutes", STORE=store, LOT=lot, OUTPUT=tmp_path / "pv.html")
    assert ran.exit == 0, ran.texts()
    page = Text((tmp_path / "pv.html").read_text("utf-8"))
    assert page.loads == []
    return " ".join(page.texts), ran.report


def test_minutes_before_any_check(tmp_path, lived):
    text, report = minutes(tmp_path, lived, "old")
    sha = query(lived, "SELECT sha256 FROM lot WHERE name = 'old'")[0][0]
    for part in ("Procès-verbal de réception", "« old »", sha, "non contrôlé", "Signature", KERB, "EPSG:3946"):
        assert part in text, part
    assert report["acceptance"] == "not_checked"


def test_minutes_say_what_the_last_check_found(tmp_path):
    store = received(
        tmp_path,
        ("good", [SQUARE, s.tree("a", 1, 1)]),
        ("bad<&>", [s.emprise("f", 50, 0, 99, 50), s.tree("b", 61, 1, reference="")]),
    )
    assert run(tmp_path, "checkquality", INPUT=store).exit == 0
    assert minutes(tmp_path, store, "good")[1]["acceptance"] != "to_refuse"
    text, report = minutes(tmp_path, store, "bad<&>")
    assert report["acceptance"] == "to_refuse" and report["outputs"]["RESERVES"] >= 1
    assert "A1" in text and "« bad<&> »" in text


def test_same_minutes_twice(tmp_path, lived):
    minutes(tmp_path, lived, "old")
    first = (tmp_path / "pv.html").read_bytes()
    minutes(tmp_path, lived, "old")
    assert (tmp_path / "pv.html").read_bytes() == first


# -- the demo ---------------------------------------------------------------------------------------------------------


def test_removing_every_lot_in_turn_leaves_a_sound_base(tmp_path):
    """Whatever the order, what is left is what the remaining lots alone give."""
    make_demo(tmp_path / "demo")
    assert run(tmp_path, "receivelot", FOLDER=tmp_path / "demo" / "lots", STORE=tmp_path / "s.gpkg").exit == 0
    assert run(tmp_path, "assemblebase", STORE=tmp_path / "s.gpkg").exit == 0
    with open_store(tmp_path / "s.gpkg") as store:
        lots = [(lot["name"], lot["file"]) for lot in store.lots()]
    for name, file in lots:
        base, alone = tmp_path / "one.gpkg", tmp_path / "alone.gpkg"
        shutil.copy(tmp_path / "s.gpkg", base)
        alone.unlink(missing_ok=True)
        assert run(tmp_path, "removelot", STORE=base, LOT=name, REASON="r").exit == 0
        assert run(tmp_path, "assemblebase", STORE=base).exit == 0
        others = [tmp_path / "demo" / "lots" / f for _, f in lots if f != file]
        assert run(tmp_path, "receivelot", INPUT=others, STORE=alone).exit == 0
        assert run(tmp_path, "assemblebase", STORE=alone).exit == 0
        assert still_current(base) == still_current(alone), name
        assert run(tmp_path, "maintainstore", STORE=base).report["problems"] == []


def still_current(path: Path) -> set[str]:
    with open_store(path) as store:
        return {
            uid
            for name in store.class_names()
            for (uid,) in store._connection.execute(f"SELECT uid FROM \"{name}\" WHERE state = 'current'")
        }

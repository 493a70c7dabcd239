"""Exceptions and the life cycle of findings: what is accepted once stays so, and no longer than it should."""

from __future__ import annotations

import csv
import json
import re
import shutil
import uuid
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.model.checks import CHECKS
from mutualgeo_plugin.engine.model.quality.excuses import TOLERANCE_CAP, TOLERANCE_UNDECLARED, tolerance_of
from mutualgeo_plugin.engine.quality.exceptions import MOST, OBJECTS, Trace, apart, moved, pair_up
from mutualgeo_plugin.engine.store.exceptions import read_cases, read_exceptions
from mutualgeo_plugin.engine.store.geopackage import connect
from mutualgeo_plugin.engine.store.schema import SCHEMA_VERSION
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.killing import killed_at_sync, start
from tests.engine.run import Ran, run

SQUARE = s.emprise("e", 0, 0, 50, 50)
SAID = {"REASON": "vérifié sur place", "ROLE": "gestionnaire"}
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
#: A kerb and the same one again: one finding about two objects.
TWICE = ((10, 10), (14, 10), (18, 12))


def received(tmp_path: Path, *lots: tuple[str, list[str]]) -> Path:
    files = [s.write(tmp_path / f"{name}.gml", *things) for name, things in lots]
    ran = run(tmp_path, "receivelot", INPUT=files, STORE=tmp_path / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return tmp_path / "s.gpkg"


def delivered_again(tmp_path: Path, store: Path, old: str, new: str, things: list[str]) -> None:
    """What a manager does with a lot that its producer has made anew: the old one leaves, the new one comes in."""
    assert run(tmp_path, "removelot", STORE=store, LOT=old, REASON="relivré").exit == 0
    received(tmp_path, (new, things))


def checked(tmp_path: Path, store: Path, *checks: str, **more) -> Ran:
    """Run these checks alone."""
    modes = "\n".join(f"{check} = '{'on' if check in checks else 'off'}'" for check in CHECKS)
    (tmp_path / "p.toml").write_text(f"[checks]\n{modes}\n")
    ran = run(tmp_path, "checkquality", INPUT=store, PROFILE=tmp_path / "p.toml", **more)
    assert ran.exit == 0, ran.texts()
    return ran


def states(ran: Ran) -> dict[str, int]:
    return {state: n for state, n in ran.report["states"].items() if n}


def why(ran: Ran) -> list[str]:
    return [row["why"] for row in ran.report["reopened"]]


def findings(store: Path, *, code: str = "") -> list[str]:
    """Identifiers of the findings that are open or excused."""
    with open_store(store) as base:
        return [c.finding_id for c in read_cases(base) if c.state != "resolved" and c.code.startswith(code)]


def declare(tmp_path: Path, store: Path, *ids: str, **more) -> Ran:
    return run(tmp_path, "declareexception", STORE=store, FINDING=" ".join(ids), **{**SAID, **more})


def accepted(tmp_path: Path, store: Path, **more) -> Ran:
    ran = declare(tmp_path, store, *findings(store), **more)
    assert ran.exit == 0, ran.texts()
    return ran


def query(store: Path, statement: str, *values):
    connection = connect(store)
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


@pytest.fixture
def one(tmp_path) -> Path:
    """A base with one tree without reference (A1), that was checked."""
    store = received(tmp_path, ("old", [SQUARE, s.tree("t", 20, 20, reference="")]))
    assert states(checked(tmp_path, store, "A1")) == {"new": 1}
    return store


# -- effect on a check ------------------------------------------------------------------------------------------------


def test_an_excused_finding_is_told_and_is_no_error(tmp_path, one):
    before = checked(tmp_path, one, "A1")
    assert (before.status, before.report["outputs"]["ERRORS"]) == ("done_with_findings", 1)
    accepted(tmp_path, one)
    ran = checked(tmp_path, one, "A1", FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html")
    assert (ran.status, ran.report["severities"]) == ("done", {})
    assert (ran.report["findings"], ran.report["excused"]) == ({"A1": 1}, {"A1": 1})
    assert {k: ran.report["outputs"][k] for k in ("ERRORS", "COUNT", "EXCUSED")} == {
        "ERRORS": 0, "COUNT": 1, "EXCUSED": 1}  # fmt: skip
    row = pyogrio.read_dataframe(tmp_path / "f.gpkg").iloc[0]
    assert (row["state"], row["excuse"]) == ("exception", SAID["REASON"])
    assert SAID["REASON"] in (tmp_path / "q.html").read_text("utf-8").partition("Constats excusés")[2]
    assert query(one, "SELECT state, exception_id FROM finding ORDER BY id DESC LIMIT 1") == [("exception", 1)]


def test_minutes_tell_excused_findings_apart(tmp_path, one):
    minutes = {"STORE": one, "LOT": "old", "OUTPUT": tmp_path / "pv.html"}
    assert run(tmp_path, "acceptanceminutes", **minutes).report["acceptance"] == "to_refuse"
    accepted(tmp_path, one)
    checked(tmp_path, one, "A1")
    assert run(tmp_path, "acceptanceminutes", **minutes).report["acceptance"] == "acceptable"
    assert "excusés par une exception : 1." in (tmp_path / "pv.html").read_text("utf-8")


def test_a_lot_that_is_checked_alone_has_new_findings(tmp_path, one):
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "old.gml")
    assert ran.report["excused"] == {} and set(states(ran)) == {"new"}


# -- delivered again with other identifiers ---------------------------------------------------------------------------

#: (move in x, y and z, whether the exception holds): precision class 005, so 5 cm.
MOVES = [
    ((0, 0, 0), True), ((0.04, 0, 0), True), ((0, -0.05, 0), True), ((0.06, 0, 0), False), ((0.04, 0.04, 0), False),
    ((0, 0, 0.04), True), ((0, 0, -0.06), False), ((0.04, 0, 0.04), True),
]  # fmt: skip


@pytest.mark.parametrize(("move", "holds"), MOVES)
@pytest.mark.parametrize("shape", ["tree", "kerb", "backwards"])
def test_renewed_identifiers(tmp_path, shape, move, holds):
    """An exception follows its object whatever its identifiers, and ends where it has moved beyond its precision."""

    def thing(gml_id: str, x: float, y: float, z: float, *, back: bool = False) -> str:
        if shape == "tree":
            return s.tree(gml_id, 20 + x, 20 + y, 100 + z, reference="")
        points = [(20 + x, 20 + y, 100 + z), (25 + x, 20 + y, 100 + z)]
        return s.kerb(gml_id, *(points[::-1] if back else points), producteur="")

    store = received(tmp_path, ("old", [SQUARE, thing("a", 0, 0, 0)]))
    checked(tmp_path, store, "A1")
    accepted(tmp_path, store)
    again = thing("zz-1", *move, back=shape == "backwards")
    delivered_again(tmp_path, store, "old", "new", [s.emprise("e2", 0, 0, 50, 50), again])
    ran = checked(tmp_path, store, "A1")
    assert states(ran) == ({"exception": 1} if holds else {"reopened": 1})
    assert why(ran) == ([] if holds else ["moved"])
    assert (ran.status == "done") is holds
    listed = run(tmp_path, "listexceptions", STORE=store).report["exceptions"]
    assert [row["state"] for row in listed] == ["active" if holds else "reopened"]


def test_an_object_without_z_is_compared_in_plan(tmp_path):
    flat = s.surveyed("LimiteVoiriePCRS", "a", s.line((1, 1), (9, 1), dim=2), producteur="")
    store = received(tmp_path, ("old", [SQUARE, flat]))
    checked(tmp_path, store, "A1")
    accepted(tmp_path, store)
    delivered_again(tmp_path, store, "old", "new", [SQUARE, s.kerb("b", (1, 1, 180), (9, 1, 180), producteur="")])
    assert states(checked(tmp_path, store, "A1")) == {"exception": 1}


def test_an_arc_that_becomes_its_chord_has_moved(tmp_path):
    def lot(geometry: str, gml_id: str) -> list[str]:
        return [SQUARE, s.surveyed("LimiteVoiriePCRS", gml_id, geometry, producteur="")]

    store = received(tmp_path, ("old", lot(s.arc((1, 1), (2, 2), (3, 1)), "a")))
    checked(tmp_path, store, "A1")
    accepted(tmp_path, store)
    delivered_again(tmp_path, store, "old", "new", lot(s.arc((3, 1), (2, 2), (1, 1)), "b"))
    assert states(checked(tmp_path, store, "A1")) == {"exception": 1}
    delivered_again(tmp_path, store, "new", "newer", lot(s.line((1, 1), (3, 1)), "c"))
    ran = checked(tmp_path, store, "A1")
    assert (states(ran), why(ran)) == ({"reopened": 1}, ["moved"])


def test_an_update_of_the_same_emprise(tmp_path, one):
    accepted(tmp_path, one)
    for name, x, state in (("same", 20.0, "exception"), ("far", 20.2, "reopened")):
        received(tmp_path, (name, [s.emprise(name, 0, 0, 50, 50), s.tree(f"{name}1", x, 20, reference="")]))
        assert run(tmp_path, "updatebase", STORE=one, LOT=name).exit == 0
        ran = checked(tmp_path, one, "A1")
        assert states(ran) == {state: 1}, ran.report["states"]


def test_edited_by_hand(tmp_path, one):
    """The object keeps its identifiers: it is the same one, and it has moved."""
    accepted(tmp_path, one)
    checked(tmp_path, one, "A1")
    tree = pyogrio.read_dataframe(one, layer="ArbrePCRS")
    place = tree.geometry.iloc[0]
    moved_to = shapely.Point(place.x + 12, place.y, place.z)
    blob = query(one, 'SELECT geom FROM "ArbrePCRS"')[0][0]
    header = blob[: len(blob) - len(shapely.to_wkb(place, flavor="iso"))]
    query(one, 'UPDATE "ArbrePCRS" SET geom = ?', header + shapely.to_wkb(moved_to, flavor="iso"))
    ran = checked(tmp_path, one, "A1")
    assert (states(ran), why(ran)) == ({"reopened": 1}, ["moved"])


def test_an_object_that_takes_back_its_place_is_excused_again(tmp_path, one):
    accepted(tmp_path, one)
    lots = (("far", 20.5, "reopened"), ("back", 20, "exception"))
    for (name, x, state), before in zip(lots, ("old", "far"), strict=True):
        delivered_again(tmp_path, one, before, name, [SQUARE, s.tree(f"{name}1", x, 20, reference="")])
        assert states(checked(tmp_path, one, "A1")) == {state: 1}


def test_another_object_farther_away_is_new(tmp_path, one):
    accepted(tmp_path, one)
    delivered_again(tmp_path, one, "old", "new", [SQUARE, s.tree("n", 23, 20, reference="")])
    ran = checked(tmp_path, one, "A1")
    assert (states(ran), ran.report["reopened"]) == ({"new": 1, "resolved": 1}, [])
    (row,) = run(tmp_path, "listexceptions", STORE=one).report["exceptions"]
    assert (row["state"], row["excuses"]) == ("unused", 0)
    assert row["unused_since"] == query(one, "SELECT MAX(run_id) FROM run WHERE job = 'checkquality'")[0][0]


def test_a_fresh_base_with_the_exceptions_of_the_old_one(tmp_path, one):
    """Tables carried over by hand: the exception needs nothing but itself."""
    accepted(tmp_path, one)
    other = tmp_path / "other"
    other.mkdir()
    store = received(other, ("new", [SQUARE, s.tree("n", 20, 20.03, reference="")]))
    connection = connect(store)
    connection.execute("ATTACH ? AS old", (str(one),))
    for table in ("exception", "exception_object"):
        connection.execute(f'INSERT INTO main."{table}" SELECT * FROM old."{table}"')
    connection.close()
    assert states(checked(other, store, "A1")) == {"exception": 1}


# -- scopes -----------------------------------------------------------------------------------------------------------


def twice(*ids: str, shift: float = 0.0, only: int | None = None) -> list[str]:
    """The same kerb twice, the rank `only` of them (or both) moved sideways."""
    return [
        s.kerb(i, *((x, y + (shift if only in (None, rank) else 0.0)) for x, y in TWICE)) for rank, i in enumerate(ids)
    ]


@pytest.mark.parametrize(
    ("ids", "shift", "state"),
    [(("b1", "b2"), 0.0, "exception"), (("z", "a"), 0.04, "exception"), (("b1", "b2"), 0.06, "reopened")],
)
def test_a_pair(tmp_path, ids, shift, state):
    store = received(tmp_path, ("old", [SQUARE, *twice("a1", "a2")]))
    checked(tmp_path, store, "T1")
    assert accepted(tmp_path, store).report["declared"][0]["scope"] == "pair"
    delivered_again(tmp_path, store, "old", "new", [SQUARE, *twice(*ids, shift=shift)])
    assert states(checked(tmp_path, store, "T1")) == {state: 1}


def test_a_pair_of_which_one_object_moves(tmp_path):
    """A step of altitude between two lots: the pair was accepted as it stood."""

    def lots(z: float, ids: str) -> list[tuple[str, list[str]]]:
        return [
            (f"w{ids}", [s.emprise("w", 0, 0, 50, 50), s.kerb(f"{ids}w", (40, 25), (50, 25))]),
            (f"e{ids}", [s.emprise("e", 50, 0, 99, 50), s.kerb(f"{ids}e", (50, 25, z), (60, 25, z))]),
        ]

    store = received(tmp_path, *lots(100.10, "a"))
    assert states(checked(tmp_path, store, "E2")) == {"new": 1}
    accepted(tmp_path, store)
    for z, ids, old, state in ((100.14, "b", "a", "exception"), (100.18, "c", "b", "reopened")):
        for side in "we":
            assert run(tmp_path, "removelot", STORE=store, LOT=f"{side}{old}", REASON="r").exit == 0
        received(tmp_path, *lots(z, ids))
        assert states(checked(tmp_path, store, "E2")) == {state: 1}, z


def test_scope_must_suit_the_finding(tmp_path, one):
    ran = declare(tmp_path, one, *findings(one), SCOPE="pair")
    assert (ran.status, query(one, "SELECT COUNT(*) FROM exception")) == ("refused", [(0,)])
    assert "1 objet" in ran.report["message"]


def test_place(tmp_path):
    """Whatever stands within the radius; nothing of another check, nothing beyond."""
    trees = [s.tree(f"t{k}", 20 + k, 20, reference="") for k in range(4)]
    store = received(tmp_path, ("old", [SQUARE, *trees, *twice("a1", "a2")]))
    checked(tmp_path, store, "A1", "T1")
    with open_store(store) as base:
        first = next(c.finding_id for c in read_cases(base) if c.names == ("t0",))
    assert declare(tmp_path, store, first, SCOPE="place", RADIUS=2.0).exit == 0
    assert checked(tmp_path, store, "A1", "T1").report["excused"] == {"A1": 3}
    delivered_again(tmp_path, store, "old", "new", [SQUARE, s.tree("n", 20.5, 21, reference=""), *twice("b1", "b2")])
    assert checked(tmp_path, store, "A1", "T1").report["excused"] == {"A1": 1}


def test_rule_in_an_emprise(tmp_path):
    lots = [
        ("west", [s.emprise("w", 0, 0, 50, 50), s.tree("w1", 1, 1, reference=""), s.tree("w2", 9, 9, reference="")]),
        ("east", [s.emprise("f", 50, 0, 99, 50), s.tree("e1", 60, 1, reference="")]),
    ]
    store = received(tmp_path, *lots)
    checked(tmp_path, store, "A1")
    with open_store(store) as base:
        first = next(c.finding_id for c in read_cases(base) if c.names == ("w1",))
    assert declare(tmp_path, store, first, SCOPE="emprise").exit == 0
    assert states(checked(tmp_path, store, "A1")) == {"exception": 2, "new": 1}
    delivered_again(tmp_path, store, "west", "again", [
        s.emprise("w9", 0, 0, 50, 50), *(s.tree(f"n{k}", 3 * k + 2, 40, reference="") for k in range(5))
    ])  # fmt: skip
    assert states(checked(tmp_path, store, "A1")) == {"exception": 5, "new": 1, "resolved": 2}


def test_rule_in_a_given_polygon(tmp_path, one):
    area = shapely.box(s.X + 15, s.Y + 15, s.X + 25, s.Y + 25)
    geopandas.GeoDataFrame(geometry=[area], crs=3946).to_file(tmp_path / "zone.gpkg")
    geopandas.GeoDataFrame(geometry=[shapely.box(0, 0, 1, 1)], crs=3946).to_file(tmp_path / "away.gpkg")
    refused = declare(tmp_path, one, *findings(one), SCOPE="emprise", AREA=tmp_path / "away.gpkg")
    assert (refused.status, query(one, "SELECT COUNT(*) FROM exception")) == ("refused", [(0,)])
    assert declare(tmp_path, one, *findings(one), SCOPE="emprise", AREA=tmp_path / "zone.gpkg").exit == 0
    assert states(checked(tmp_path, one, "A1")) == {"exception": 1}


def test_a_finding_on_a_whole_lot(tmp_path):
    """Followed by the lot's name, or by its emprise where the lot has another name."""
    lot = [s.affleurant("a", "g"), s.representation("g", "v"), s.envelope("v", (1, 1), (2, 1), (2, 2), (1, 2), (1, 1))]
    store = received(tmp_path, ("old", [SQUARE, *lot]))
    checked(tmp_path, store, "S3")
    accepted(tmp_path, store)
    delivered_again(tmp_path, store, "old", "renamed", [s.emprise("e2", 0, 0, 50, 50), *lot])
    assert states(checked(tmp_path, store, "S3")) == {"exception": 1}
    delivered_again(tmp_path, store, "renamed", "elsewhere", [s.emprise("e3", 0, 0, 50, 60), *lot])
    assert states(checked(tmp_path, store, "S3")) == {"new": 1, "resolved": 1}


def test_a_finding_on_ground_without_object(tmp_path):
    west, east = s.emprise("w", 0, 0, 50, 50), s.emprise("f", 60, 0, 99, 50)
    store = received(tmp_path, ("west", [west, s.tree("a", 1, 1)]), ("east", [east, s.tree("b", 70, 1)]))
    communes = geopandas.GeoDataFrame(
        {"code": ["69001"]}, geometry=[shapely.box(s.X, s.Y, s.X + 99, s.Y + 50)], crs=3946
    )
    communes.to_file(tmp_path / "c.gpkg")
    ran = checked(tmp_path, store, "E5", COMMUNES=tmp_path / "c.gpkg")
    assert states(ran) == {"new": 1}
    refused = declare(tmp_path, store, *findings(store), SCOPE="pair")
    assert refused.status == "refused"
    accepted(tmp_path, store)
    assert states(checked(tmp_path, store, "E5", COMMUNES=tmp_path / "c.gpkg")) == {"exception": 1}
    delivered_again(tmp_path, store, "east", "less", [s.emprise("g", 65, 0, 99, 50), s.tree("b2", 70, 1)])
    assert states(checked(tmp_path, store, "E5", COMMUNES=tmp_path / "c.gpkg")) == {"new": 1, "resolved": 1}


def test_two_findings_of_one_check_at_one_place(tmp_path):
    """One exception excuses one finding, and it is the one that was accepted as long as that can be told."""
    pair = [s.tree(i, 20, 20, reference="") for i in ("a", "b")]
    store = received(tmp_path, ("old", [SQUARE, *pair]))
    checked(tmp_path, store, "A1")
    with open_store(store) as base:
        second = next(c.finding_id for c in read_cases(base) if c.names == ("b",))
    assert declare(tmp_path, store, second).exit == 0
    ran = checked(tmp_path, store, "A1", FINDINGS=tmp_path / "f.gpkg")
    assert states(ran) == {"exception": 1, "new": 1}
    table = pyogrio.read_dataframe(tmp_path / "f.gpkg").set_index("objects")
    assert table["state"].to_dict() == {"a": "new", "b": "exception"}
    delivered_again(tmp_path, store, "old", "new", [SQUARE, *(s.tree(i, 20, 20, reference="") for i in ("x", "y"))])
    assert states(checked(tmp_path, store, "A1")) == {"exception": 1, "new": 1}


def test_both_ends_of_one_line(tmp_path):
    """Two findings on one object: the place tells them apart, also when the line comes back the other way round."""

    def lots(ids: str, *points: tuple[float, float]) -> list[tuple[str, list[str]]]:
        return [
            (f"mid{ids}", [s.emprise("m", 0, 0, 50, 50), s.kerb(f"k{ids}", *points)]),
            (f"side{ids}", [s.emprise("r", 50, 0, 99, 50), s.tree(f"r{ids}", 60, 1)]),
            (f"left{ids}", [s.emprise("l", -50, 0, 0, 50), s.tree(f"l{ids}", -9, 1)]),
        ]

    store = received(tmp_path, *lots("a", (0, 25), (20, 26), (50, 25)))
    assert states(checked(tmp_path, store, "E3")) == {"new": 2}
    with open_store(store) as base:
        west = next(c for c in read_cases(base) if c.place[0] < s.X + 10)
    assert declare(tmp_path, store, west.finding_id).exit == 0
    for name in ("mida", "sidea", "lefta"):
        run(tmp_path, "removelot", STORE=store, LOT=name, REASON="r")
    received(tmp_path, *lots("b", (50, 25), (20, 26), (0, 25)))
    ran = checked(tmp_path, store, "E3", FINDINGS=tmp_path / "f.gpkg")
    assert states(ran) == {"exception": 1, "new": 1}
    table = pyogrio.read_dataframe(tmp_path / "f.gpkg")
    (excused,) = table[table["state"] == "exception"].geometry
    assert excused.distance(shapely.Point(west.place)) < 0.001


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


def age(store: Path) -> None:
    """Make a store what version 2 wrote."""
    connection = connect(store)
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


# -- matching ---------------------------------------------------------------------------------------------------------


def trace(x: float, y: float, *names: str, z: float = 0.0, tolerance: float = 0.05, code: str = "A1") -> Trace:
    shapes = tuple(shapely.Point(x, y, z) for _ in names)
    return Trace(code, "ArbrePCRS", (OBJECTS, "", ""), names, (x, y), shapes, (tolerance,) * len(names))


def test_tolerances():
    assert [tolerance_of(code) for code in ("002", "005", "010", "040", "150", "999")] == [0.02, 0.05, *[0.10] * 4]
    assert [tolerance_of(code) for code in (None, "", "xyz")] == [TOLERANCE_UNDECLARED] * 3
    assert TOLERANCE_CAP == 0.10


def test_distance_whatever_the_direction():
    line = shapely.LineString([(0, 0, 1), (4, 0, 1), (4, 3, 2)])
    crossed = shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    cases = [
        (line, shapely.reverse(line), 0.0), (line, shapely.transform(line, lambda p: p + [0.03, 0]), 0.03),
        (line, shapely.transform(line, lambda p: p + [0, 0, 0.2], include_z=True), np.inf),
        (line, shapely.force_2d(line), 0.0), (line, shapely.Point(0, 0, 1), np.inf), (line, None, np.inf),
        (None, None, 0.0), (line, shapely.LineString(), np.inf),
        (shapely.box(0, 0, 1, 1), crossed, np.inf),  # the same corners
        (shapely.Point(0, 0, np.nan), shapely.Point(0, 0, 5), 0.0),
    ]  # fmt: skip
    a, b = (np.array([case[k] for case in cases], dtype=object) for k in (0, 1))
    assert apart(a, b, np.full(len(cases), 0.05)).round(6).tolist() == [case[2] for case in cases]


def test_order_independence():
    """Planted truth, shuffled: 400 objects, moved by less or by more, with new identifiers; the pairs are the same."""
    rng = np.random.default_rng(11)
    places = np.column_stack([np.tile(np.arange(20), 20), np.repeat(np.arange(20), 20)]) * 0.4
    far = rng.random(400) < 0.3
    direction = rng.uniform(0, 2 * np.pi, 400)
    step = np.where(far, rng.uniform(0.06, 0.12, 400), rng.uniform(0, 0.049, 400))
    after = places + (np.column_stack([np.cos(direction), np.sin(direction)]) * step[:, None])
    old = [trace(*p, f"o{k}") for k, p in enumerate(places.tolist())]
    new = [trace(*p, f"n{k}") for k, p in enumerate(after.tolist())]
    expected = [(k, k) for k in range(400) if not far[k]]
    assert pair_up(old, new) == expected
    left, right = rng.permutation(400), rng.permutation(400)
    shuffled = pair_up([old[k] for k in left], [new[k] for k in right])
    assert sorted((int(left[a]), int(right[b])) for a, b in shuffled) == expected
    lost = [k for k in range(400) if far[k]]
    assert moved([old[k] for k in lost], [new[k] for k in lost]) == [(k, k) for k in range(len(lost))]


def test_names_decide_between_equal_ones():
    old = [trace(0, 0, "a"), trace(0, 0, "b")]
    assert pair_up(old, [trace(0, 0, "b"), trace(0, 0, "a")]) == [(0, 1), (1, 0)]
    assert pair_up(old, [trace(0, 0, "b")]) == [(1, 0)]
    assert len(pair_up(old, [trace(0, 0, "x")])) == 1


def test_names_alone_are_not_enough():
    assert pair_up([trace(0, 0, "a")], [trace(9, 9, "a")]) == []
    assert pair_up([trace(0, 0, "a", code="G4")], [trace(0, 0, "a")]) == []
    assert moved([trace(0, 0, "a")], [trace(9, 9, "a")]) == [(0, 0)]
    assert moved([trace(0, 0, "a")], [trace(9, 9, "b")]) == []
    assert moved([trace(0, 0, "a")], [trace(0, 0, "a")]) == []


def test_a_crowd_is_followed_where_it_has_not_moved():
    """No pair of each with each: thousands of objects at one place."""
    many = 20 * MOST
    old = [trace(0, 0, f"o{k}") for k in range(many)]
    assert len(pair_up(old, [trace(0, 0, f"n{k}") for k in range(many)])) == many
    assert pair_up(old, [trace(0.01, 0, f"n{k}") for k in range(many)]) == []
    assert pair_up(old, [trace(0.01, 0, f"o{k}") for k in range(many)]) == [(k, k) for k in range(many)]


def test_nothing_to_match():
    assert pair_up([], []) == pair_up([trace(0, 0, "a")], []) == moved([], [trace(0, 0, "a")]) == []
    nowhere = Trace("S5", "AffleurantPCRS", (OBJECTS, "", ""), ("a",), (np.nan, np.nan), (None,), (0.05,))
    assert pair_up([nowhere], [nowhere]) == [(0, 0)]
    renamed = Trace("S5", "AffleurantPCRS", (OBJECTS, "", ""), ("b",), (np.nan, np.nan), (None,), (0.05,))
    assert pair_up([nowhere], [renamed]) == []


# -- real tiles -------------------------------------------------------------------------------------------------------


def renewed(text: str) -> str:
    """The same delivery with every identifier renewed."""
    return UUID.sub(lambda found: str(uuid.uuid5(uuid.NAMESPACE_URL, found.group())), text)


def test_lyon_declared_once_and_delivered_again(tmp_path, lyon):
    """Every finding of eight real tiles is accepted: none is lost, and all are after a delivery with new identifiers."""
    store = tmp_path / "s.gpkg"
    run(tmp_path, "receivelot", FOLDER=lyon, STORE=store)
    first = run(tmp_path, "checkquality", INPUT=store)
    total = sum(first.report["findings"].values())
    assert states(first) == {"new": total} and total > 200
    assert accepted(tmp_path, store).report["outputs"]["DECLARED"] == total
    second = run(tmp_path, "checkquality", INPUT=store)
    counts = {check: n for check, n in first.report["findings"].items() if n}
    assert (second.status, second.report["severities"], states(second)) == ("done", {}, {"exception": total})
    assert second.report["findings"] == first.report["findings"]
    assert second.report["excused"] == dict(sorted(counts.items()))
    (tmp_path / "again").mkdir()
    for tile in sorted(lyon.glob("*.gml")):
        assert run(tmp_path, "removelot", STORE=store, LOT=tile.stem, REASON="relivré").exit == 0
        text = tile.read_text("utf-8-sig")
        new = renewed(text)
        assert len(new) == len(text) and not set(UUID.findall(text)) & set(UUID.findall(new))
        (tmp_path / "again" / tile.name).write_text(new, "utf-8")
    assert run(tmp_path, "receivelot", FOLDER=tmp_path / "again", STORE=store).exit == 0
    third = run(tmp_path, "checkquality", INPUT=store)
    assert (third.status, states(third)) == ("done", {"exception": total})
    assert third.report["excused"] == second.report["excused"]
    with open_store(store) as base:
        assert {e.standing("2024-06-01") for e in read_exceptions(base)} == {"active"}

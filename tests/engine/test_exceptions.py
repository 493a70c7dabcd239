"""Exceptions: what is accepted once stays so over new deliveries, and no longer than it should."""

from __future__ import annotations

from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.store.findings import read_cases
from mutualgeo_plugin.engine.store.store import open_store
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
from tests.engine.run import run

#: A kerb and the same one again: one finding about two objects.
TWICE = ((10, 10), (14, 10), (18, 12))


@pytest.fixture
def one(tmp_path) -> Path:
    return one_tree(tmp_path)


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


def test_a_finding_that_stands_for_several_places(tmp_path):
    """The shortest of two short segments is told; after a delivery it is the other one: the finding is the same."""

    def kerb(gml_id: str, first: float, second: float) -> str:
        return s.kerb(gml_id, (1, 1), (1 + first, 1), (9, 1), (9 + second, 1), (12, 1))

    store = received(tmp_path, ("old", [SQUARE, kerb("a", 0.003, 0.004)]))
    assert states(checked(tmp_path, store, "G4")) == {"new": 1}
    accepted(tmp_path, store)
    before = findings(store)
    delivered_again(tmp_path, store, "old", "new", [SQUARE, kerb("b", 0.004, 0.003)])
    assert states(checked(tmp_path, store, "G4")) == {"exception": 1}
    with open_store(store) as base:
        (case,) = read_cases(base)
    assert case.place[0] - s.X > 8 and [case.finding_id] != before

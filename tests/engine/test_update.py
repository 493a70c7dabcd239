"""Update lots: hand-made cases for each rule, planted truth with every identifier renewed, order, repeats, losses."""

from __future__ import annotations

import json
from pathlib import Path

import pyogrio
import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.store.store import Store, open_store
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.update_truth import plant

SQUARE = s.emprise("e", 0, 0, 50, 50)
UPDATE = s.emprise("u", 0, 0, 50, 50)
KINDS = ("unchanged", "changed_geometry", "changed_attributes", "changed_both", "new", "gone", "crossing")


def updated(tmp_path: Path, before: list[str], after: list[str], **more):
    """Receive a lot, update it with another one."""
    store = tmp_path / "s.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "old.gml", *before)], STORE=store).exit == 0
    ran = run(tmp_path, "updatebase", STORE=store, INPUT=s.write(tmp_path / "new.gml", *after), **more)
    assert ran.exit == 0, ran.texts()
    return ran


def totals(ran) -> dict[str, int]:
    return {kind: n for kind in KINDS if (n := sum(c[kind] for c in ran.report["changes"].values()))}


def current(store: Path) -> set[str]:
    """gml:ids of the current field and drawing objects."""
    with open_store(store) as base:
        return {
            gml_id
            for name in base.class_names()
            if name != "EmpriseEchangePCRS"
            for (gml_id,) in base._connection.execute(f"SELECT gml_id FROM \"{name}\" WHERE state = 'current'")
        }


def lineage(store: Path) -> list[tuple]:
    with open_store(store) as base:
        return base._connection.execute("SELECT * FROM lineage ORDER BY id").fetchall()


K1, K2 = ((1, 1), (5, 1), (9, 2)), ((1, 11), (5, 11), (9, 12))

#: case → (base, update, figures, current objects afterwards).
CASES = {
    "same identifier, same drawing": (
        [s.kerb("a", *K1)], [s.kerb("b", *K1, idObjet="ido.a")], {"unchanged": 1}, {"a"}),
    "another identifier, same drawing, other direction": (
        [s.kerb("a", *K1)], [s.kerb("b", *K1[::-1])], {"unchanged": 1}, {"a"}),
    "another identifier, within the precision of 5 cm": (
        [s.kerb("a", *K1)], [s.kerb("b", *((x + 0.04, y) for x, y in K1))], {"unchanged": 1}, {"a"}),
    "beyond the precision, by the share that lies together": (
        [s.kerb("a", *K1)], [s.kerb("b", *K1, (12, 2))], {"changed_geometry": 1}, {"b"}),
    "another survey date alone changes nothing": (
        [s.kerb("a", *K1, dateLeve="2020-01-01")], [s.kerb("b", *K1, dateLeve="2024-01-01")],
        {"unchanged": 1}, {"a"}),
    "another attribute": (
        [s.kerb("a", *K1)], [s.kerb("b", *K1, qualiteCategorisation="02")], {"changed_attributes": 1}, {"b"}),
    "both": (
        [s.kerb("a", *K1)], [s.kerb("b", *K1, (12, 2), qualiteCategorisation="02")], {"changed_both": 1}, {"b"}),
    "Z alone, beyond the altimetric precision": (
        [s.kerb("a", *K1)], [s.kerb("b", *((x, y, 100.06) for x, y in K1))], {"changed_geometry": 1}, {"b"}),
    "Z alone, within it": (
        [s.kerb("a", *K1)], [s.kerb("b", *((x, y, 100.04) for x, y in K1))], {"unchanged": 1}, {"a"}),
    "a vertex more on a slope is no step": (
        [s.kerb("a", (1, 1, 100), (9, 1, 101))], [s.kerb("b", (1, 1, 100), (5, 1, 100.5), (9, 1, 101))],
        {"unchanged": 1}, {"a"}),
    "moved far under its identifier": (
        [s.tree("a", 1, 1), s.tree("c", 9, 9)],
        [s.tree("b", 4, 1, idObjet="ido.a"), s.tree("d", 9, 9, idObjet="ido.c")],
        {"unchanged": 1, "changed_geometry": 1}, {"b", "c"}),
    "moved far under another identifier is gone and new": (
        [s.tree("a", 1, 1)], [s.tree("b", 4, 1)], {"new": 1, "gone": 1}, {"b"}),
    "numbered anew: an equal number on other objects says nothing": (
        [s.tree("a", 1, 1, idObjet="1"), s.tree("b", 20, 20, idObjet="2"), s.tree("c", 40, 40, idObjet="3")],
        [s.tree("d", 20, 20, idObjet="1"), s.tree("e", 40, 40, idObjet="2"), s.tree("f", 45, 5, idObjet="3")],
        {"unchanged": 2, "new": 1, "gone": 1}, {"b", "c", "f"}),
    "another class is not claimed": (
        [s.tree("a", 1, 1), s.kerb("k", *K1)], [s.kerb("b", *K1)], {"unchanged": 1}, {"a", "k"}),
    "outside the emprise nothing is gone": (
        [s.tree("a", 1, 1), s.tree("b", 60, 1)], [s.tree("c", 1, 1)], {"unchanged": 1}, {"a", "b"}),
    "across the limit: left alone": (
        [s.kerb("a", (40, 1), (60, 1)), s.kerb("k", *K1)], [s.kerb("b", *K1)],
        {"unchanged": 1, "crossing": 1}, {"a", "k"}),
    "across the limit: a part does not take the place of the whole": (
        [s.kerb("a", (40, 1), (60, 1)), s.kerb("k", *K1)],
        [s.kerb("b", (40, 1), (50, 1), idObjet="ido.a"), s.kerb("l", *K1, idObjet="ido.k")],
        {"unchanged": 1, "crossing": 1}, {"a", "b", "k"}),
    "across the limit: a whole does": (
        [s.kerb("a", (40, 1), (60, 1)), s.kerb("k", *K1)],
        [s.kerb("b", (40, 1), (60, 1), (60, 5), idObjet="ido.a"), s.kerb("l", *K1, idObjet="ido.k")],
        {"unchanged": 1, "changed_geometry": 1}, {"b", "k"}),
    "two neighbours 20 cm apart stay apart": (
        [s.kerb("a", *K1), s.kerb("b", *((x, y + 0.2) for x, y in K1))],
        [s.kerb("c", *((x, y + 0.21) for x, y in K1)), s.kerb("d", *((x, y + 0.01) for x, y in K1))],
        {"unchanged": 2}, {"a", "b"}),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_rule(tmp_path, case):
    before, after, figures, left = CASES[case]
    ran = updated(tmp_path, [SQUARE, *before], [UPDATE, *after])
    assert totals(ran) == figures
    assert current(tmp_path / "s.gpkg") == left


RING = ((10, 10), (11, 10), (11, 11), (10, 11), (10, 10))
WIDER = ((10, 10), (11.4, 10), (11.4, 11), (10, 11), (10, 10))


def cover(suffix: str, ring) -> list[str]:
    return [s.envelope(f"v{suffix}", *ring), s.representation(f"r{suffix}", f"#v{suffix}"),
            s.affleurant(f"a{suffix}", f"#r{suffix}")]  # fmt: skip


@pytest.mark.parametrize(("ring", "left"), [(RING, {"a1", "r1", "v1"}), (WIDER, {"a2", "r2", "v2"})])
def test_parts_follow_their_affleurant(tmp_path, ring, left):
    updated(tmp_path, [SQUARE, *cover("1", RING)], [UPDATE, *cover("2", ring)])
    assert current(tmp_path / "s.gpkg") == left


def test_parts_of_a_gone_affleurant_are_gone(tmp_path):
    updated(tmp_path, [SQUARE, *cover("1", RING), *cover("3", WIDER)], [UPDATE, *cover("2", WIDER)])
    assert current(tmp_path / "s.gpkg") == {"a3", "r3", "v3"}


def test_claimed_classes_can_be_named(tmp_path):
    ran = updated(tmp_path, [SQUARE, s.tree("a", 1, 1), s.kerb("k", *K1)], [UPDATE, s.kerb("b", *K1)],
                  CLASSES=["LimiteVoiriePCRS", "ArbrePCRS"])  # fmt: skip
    assert totals(ran) == {"unchanged": 1, "gone": 1}
    assert current(tmp_path / "s.gpkg") == {"k"}


def test_layer_of_changes(tmp_path):
    updated(tmp_path, [SQUARE, s.kerb("a", *K1), s.tree("t", 1, 20)], [UPDATE, s.kerb("b", *K1, (12, 2)),
            s.tree("n", 20, 20)], CHANGES=tmp_path / "c.gpkg")  # fmt: skip
    before = pyogrio.read_dataframe(tmp_path / "c.gpkg", layer="before")
    after = pyogrio.read_dataframe(tmp_path / "c.gpkg", layer="after")
    assert sorted(before["kind"]) == ["changed_geometry", "gone"]
    assert sorted(after["kind"]) == ["changed_geometry", "new"]
    changed = after[after["kind"] == "changed_geometry"].iloc[0]
    assert (changed["old_gml_id"], changed["new_gml_id"], changed["found_by"]) == ("a", "b", "share")
    assert changed["distance"] == pytest.approx(3.0) and changed.geometry.length > 10


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({}, "update_one_lot"),
        ({"LOT": "old", "INPUT": "x.gml"}, "update_one_lot"),
        ({"LOT": "no such lot"}, "lot_unknown"),
        ({"LOT": "old", "CLASSES": ["Nothing"]}, "update_class_unknown"),
        ({"LOT": "bare"}, "update_no_emprise"),
    ],
)
def test_refusals_leave_the_base_alone(tmp_path, parameters, code):
    store = tmp_path / "s.gpkg"
    lots = [s.write(tmp_path / "old.gml", SQUARE, s.tree("a", 1, 1)), s.write(tmp_path / "bare.gml", s.tree("b", 2, 2))]
    assert run(tmp_path, "receivelot", INPUT=lots, STORE=store).exit == 0
    before = dump(store)
    given = parameters | ({"INPUT": tmp_path / "old.gml"} if "INPUT" in parameters else {})
    ran = run(tmp_path, "updatebase", STORE=store, **given)
    assert ran.status == "refused"
    assert ran.report["messages"][-1]["code"] == code
    assert dump(store) == before


def dump(store: Path) -> list[tuple]:
    """States and lineage, without what depends on the order of reception: run numbers, lot numbers, fids."""
    with open_store(store) as base:
        rows = [
            (name, *row)
            for name in base.class_names()
            for row in base._connection.execute(f'SELECT uid, state FROM "{name}"')
        ]
        rows += base._connection.execute(
            "SELECT uid, class, action, COALESCE(competitor, ''), COALESCE(detail, '') FROM lineage"
        ).fetchall()
    return sorted(rows)


#: The rule "shape" was added after a look at the first seed, whose bent kerbs it missed; the second was drawn later.
@pytest.fixture(scope="module", params=[20240601, 7])
def truth(tmp_path_factory, request):
    return plant(tmp_path_factory.mktemp("truth"), seed=request.param)


@pytest.fixture(scope="module")
def planted(tmp_path_factory, truth):
    folder = tmp_path_factory.mktemp("planted")
    store = folder / "s.gpkg"
    assert run(folder, "receivelot", INPUT=truth.base, STORE=store).exit == 0
    ran = run(folder, "updatebase", STORE=store, INPUT=truth.update, CHANGES=folder / "c.gpkg")
    assert ran.exit == 0, ran.texts()
    return folder, ran


def wilson(k: int, n: int, z: float = 1.96) -> tuple[float, float]:
    """95 % interval of a share (Wilson)."""
    p = k / n
    middle, half = p + z * z / (2 * n), z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def test_planted_truth_all_identifiers_renewed(planted, truth):
    folder, ran = planted
    changed = {}
    for layer in ("before", "after"):
        for row in pyogrio.read_dataframe(folder / "c.gpkg", layer=layer, read_geometry=False).itertuples():
            changed[row.old_gml_id or row.new_gml_id] = (row.kind, row.new_gml_id)
    found = {kind: set() for kind in truth.kinds}
    for gml_id, (kind, other) in changed.items():
        key = int(gml_id.removeprefix("old-").removeprefix("new-"))
        found[kind].add(key)
        if kind.startswith("changed"):
            assert other == f"new-{key}", (gml_id, other)
    for kind in ("changed_geometry", "changed_attributes", "changed_both", "new", "gone"):
        assert found[kind] == truth.kinds[kind], kind
    # unchanged: the older one stays current, under its own identifier, and nothing else of it
    with open_store(folder / "s.gpkg") as store:
        pairs = {
            (old, new)
            for old, new in store._connection.execute(
                "SELECT o.gml_id, n.gml_id FROM lineage l JOIN (SELECT uid, gml_id FROM LimiteVoiriePCRS UNION ALL "
                "SELECT uid, gml_id FROM ArbrePCRS UNION ALL SELECT uid, gml_id FROM HabillageLignesPCRS) o "
                "ON o.uid = l.uid JOIN (SELECT uid, gml_id FROM LimiteVoiriePCRS UNION ALL "
                "SELECT uid, gml_id FROM ArbrePCRS UNION ALL SELECT uid, gml_id FROM HabillageLignesPCRS) n "
                "ON n.uid = l.competitor WHERE l.action = 'confirmed'"
            )
        }
    recognised = sum((f"old-{key}", f"new-{key}") in pairs for key in truth.kinds["unchanged"])
    n = len(truth.kinds["unchanged"])
    low, high = wilson(recognised, n)
    print(f"unchanged recognised: {recognised}/{n}, 95 % interval {low:.4f}..{high:.4f}")
    assert n >= 2000 and recognised / n >= 0.995 and low >= 0.995
    assert sum(c["crossing"] for c in ran.report["changes"].values()) == 0
    assert sorted(ran.report["messages"][-1]["text"].split("identifiants de ")[1].split(" ne sont")[0].split(", ")) == [
        "ArbrePCRS", "HabillageLignesPCRS", "LimiteVoiriePCRS"]  # fmt: skip


def test_every_object_of_the_truth_is_current_once(planted, truth):
    expected = {f"old-{k}" for k in truth.kinds["unchanged"]}
    for kind in ("changed_geometry", "changed_attributes", "changed_both", "new"):
        expected |= {f"new-{k}" for k in truth.kinds[kind]}
    assert current(planted[0] / "s.gpkg") == expected


def test_a_second_time_changes_nothing(planted, truth):
    folder, first = planted
    before, told = current(folder / "s.gpkg"), lineage(folder / "s.gpkg")
    again = run(folder, "updatebase", STORE=folder / "s.gpkg", LOT="update")
    assert again.report["states_changed"] == 0
    assert again.report["changes"] == first.report["changes"]
    assert (current(folder / "s.gpkg"), lineage(folder / "s.gpkg")) == (before, told)


def test_assembled_before_by_mistake_gives_the_same_base(tmp_path, planted, truth):
    store = tmp_path / "s.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[*truth.base, truth.update], STORE=store).exit == 0
    assert run(tmp_path, "assemblebase", STORE=store).exit == 0
    assert run(tmp_path, "updatebase", STORE=store, LOT="update").exit == 0
    assert current(store) == current(planted[0] / "s.gpkg")


def test_order_of_reception_does_not_matter(tmp_path, truth):
    """Base lots in any order, the update received first, last or between; updates themselves come in order of date."""
    dumps = []
    for rank, lots in enumerate(
        ([*truth.base, truth.update], [truth.update, *truth.base[::-1]], [truth.base[1], truth.update, truth.base[0]])
    ):
        folder = tmp_path / str(rank)
        folder.mkdir()
        for lot in lots:
            assert run(folder, "receivelot", INPUT=[lot], STORE=folder / "s.gpkg").exit == 0
        assert run(folder, "updatebase", STORE=folder / "s.gpkg", LOT="update").exit == 0
        assert run(folder, "assemblebase", STORE=folder / "s.gpkg").exit == 0
        dumps.append(dump(folder / "s.gpkg"))
    assert dumps[0] == dumps[1] == dumps[2]


def test_a_loss_stops_the_run(tmp_path, monkeypatch):
    """One object that vanishes while the states change: refused as a failure, the base as it was."""
    store = tmp_path / "s.gpkg"
    lots = [s.write(tmp_path / "old.gml", SQUARE, s.kerb("a", *K1), s.tree("t", 30, 30)),
            s.write(tmp_path / "new.gml", UPDATE, s.kerb("b", *K1, (12, 2)))]  # fmt: skip
    assert run(tmp_path, "receivelot", INPUT=lots, STORE=store).exit == 0
    before = dump(store)
    plain = Store.add_lineage

    def losing(self, rows):
        self._connection.execute("DELETE FROM ArbrePCRS")
        plain(self, rows)

    monkeypatch.setattr(Store, "add_lineage", losing)
    ran = run(tmp_path, "updatebase", STORE=store, LOT="new")
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("failed", "base_lost")
    monkeypatch.undo()
    assert dump(store) == before


def test_deliveries_are_exported_as_received_after_an_update(tmp_path, planted, truth):
    ran = run(tmp_path, "exportpcrs", STORE=planted[0] / "s.gpkg", OUTPUT=tmp_path / "out", DECIMALS=-1)
    assert ran.exit == 0, ran.texts()
    names = sorted(Path(f).name for f in ran.report["files"])
    assert names == ["base0.gml", "base1.gml", "update.gml"]
    assert json.dumps(ran.report["arcs"]["in"]) == json.dumps(ran.report["arcs"]["out"])
    connection = connect(planted[0] / "s.gpkg", readonly=True)
    assert ran.report["arcs"]["out"] == connection.execute("SELECT SUM(arcs) FROM lot").fetchone()[0] > 0

"""Objects that runs make stand beside deliveries, with every parent named, and are the same whatever the order."""

from __future__ import annotations

import numpy as np
import pytest

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.model.errors import EngineFailure
from mutualgeo_plugin.engine.store import derived_objects as module
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.derived_objects import (
    Derived,
    add_objects,
    begin_derived,
    derived_origins,
    derived_uid,
    join_links,
)
from mutualgeo_plugin.engine.store.links import read_links
from mutualgeo_plugin.engine.store.removal import plan_removal
from mutualgeo_plugin.engine.store.schema import CURRENT, DERIVED, SUPERSEDED
from mutualgeo_plugin.engine.store.states import Change, change_states
from mutualgeo_plugin.engine.store.store import open_for_writing, open_store
from tests.engine import small_lot as s
from tests.engine.run import run

NAME = "LimiteVoiriePCRS"
NOW = "2024-06-01T09:00:00Z"
ARC = np.array([[s.X, s.Y, 100], [s.X + 5, s.Y + 5, 101], [s.X + 10, s.Y, 102]], dtype=float)


@pytest.fixture
def base(tmp_path):
    """Two lots of one kerb each; the second one leads to a surveyed point."""
    point = (
        f'<PointLevePCRS gml:id="pt"><geometrie>{s.point(1, 1)}</geometrie><numeroPoint>1</numeroPoint>'
        "<precisionXY>5</precisionXY><producteur>P</producteur></PointLevePCRS>"
    )
    b = s.kerb("b", (10, 0), (20, 0)).replace("<geometrie>", '<pointLeve xlink:href="#pt"/><geometrie>', 1)
    for name, things in (("one", [s.kerb("a", (0, 0), (10, 0))]), ("two", [b, point])):
        path = s.write(tmp_path / f"{name}.gml", s.emprise(f"e{name}", -1, -1, 30, 30), *things)
        received = run(tmp_path, "receivelot", INPUT=path, STORE=tmp_path / "base.gpkg")
        assert received.exit == 0, received.texts()
    return tmp_path / "base.gpkg"


def merge(path, *, first="a"):
    """Merge the two kerbs into one with an arc, as a run does; returns the derived lot and uid."""
    with open_for_writing(path, job="test", context=Context(now=NOW)) as store:
        run_id = store.begin_run("test", Context(now=NOW))
        rows = {
            g: (f, u, lot, st, order)
            for f, u, g, lot, st, order in store._connection.execute(
                f'SELECT fid, uid, gml_id, lot_id, state, ord FROM "{NAME}"'
            )
            if g in "ab" and not u.startswith("derived-")
        }
        order = [first, *({"a", "b"} - {first})]
        parents = tuple(rows[g][1] for g in order)
        uid = derived_uid("merged", parents)
        found = read_links(store, [(rows[g][2], g, rows[g][4]) for g in order])
        links = join_links([found.get((rows[g][2], g, rows[g][4]), []) for g in order])
        with store.transaction():
            lot_id = begin_derived(store, run_id, name=f"assemblage {NOW}", now=NOW, parents=[1, 2], inputs=["merge"])
            thing = Derived(uid, "a", parents, "merged", {"idObjet": "x"}, encode(("arc", ARC)), links=links)
            add_objects(store, lot_id, NAME, [thing], run_id)
            change_states(
                store,
                [
                    Change(NAME, f, u, lot, CURRENT, SUPERSEDED, "merged", uid)
                    for f, u, lot, st, _ in rows.values()
                    if st == CURRENT
                ],
                run_id,
            )
    return lot_id, uid


def test_a_derived_object_is_whole(base):
    lot_id, uid = merge(base)
    with open_store(base) as store:
        (lot,) = store.lots(DERIVED)
        assert {k: lot[k] for k in ("lot_id", "objects", "vertices", "vertices_z", "arcs", "producers")} == {
            "lot_id": lot_id, "objects": 1, "vertices": 3, "vertices_z": 3, "arcs": 1, "producers": "P",
        }  # fmt: skip
        assert len(store.lots()) == 2
        assert check(store) == []
        box = store._connection.execute(
            f"SELECT maxy - ? FROM rtree_{NAME}_geom r JOIN {NAME} t ON t.fid = r.id WHERE uid = ?", (s.Y, uid)
        ).fetchone()[0]
        assert box == pytest.approx(5, abs=1)
        assert store._connection.execute("SELECT property, href FROM link WHERE lot_id = ?", (lot_id,)).fetchall() == [
            ("pointLeve", "#pt")
        ]
        told = store._connection.execute(
            "SELECT action, state_from, state_to, competitor FROM lineage WHERE uid = ?", (uid,)
        ).fetchall()
        parents = [u for (u,) in store._connection.execute(f"SELECT uid FROM {NAME} WHERE state = 'superseded'")]
        assert sorted(told) == sorted(("merged", None, "current", p) for p in parents)
        assert derived_origins(store) == {uid: frozenset((1, 2))}


def test_the_order_of_parents_changes_nothing(base, tmp_path):
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(base.read_bytes())
    assert merge(base, first="a") == merge(copy, first="b")


def test_what_was_undone_is_made_again_in_its_place(base):
    first = merge(base)
    with open_for_writing(base, job="test", context=Context(now=NOW)) as store:
        run_id = store.begin_run("undo", Context(now=NOW))
        rows = store._connection.execute(f"SELECT fid, uid, lot_id, state FROM {NAME}").fetchall()
        with store.transaction():
            change_states(
                store,
                [
                    Change(NAME, f, u, lot, st, CURRENT if st == SUPERSEDED else SUPERSEDED, "undone")
                    for f, u, lot, st in rows
                ],
                run_id,
            )
    assert merge(base) == first
    with open_store(base) as store:
        assert store.counts()[NAME] == 3
        assert check(store) == []
        states = dict(store._connection.execute(f"SELECT uid, state FROM {NAME}").fetchall())
    assert {u.startswith("derived-"): st for u, st in states.items()} == {True: CURRENT, False: SUPERSEDED}


def test_a_lot_that_leaves_takes_what_was_made_of_it_along(base):
    _, uid = merge(base)
    with open_store(base) as store:
        plan = plan_removal(store, 2, "wrong")
        assert [c.uid for c in plan.undone] == [uid]
        assert [(c.lot_id, c.state_to) for c in plan.restored] == [(1, CURRENT)]


def test_a_lost_arc_is_a_failure(base, monkeypatch):
    straight = encode(("line", ARC))
    monkeypatch.setattr(module.gpkg, "blob", lambda wkb, srs, box: b"GP\x00\x01" + srs.to_bytes(4, "little") + straight)
    with pytest.raises(EngineFailure, match=r"arcs"):
        merge(base)
    with open_store(base) as store:
        assert (store.lots(DERIVED), store.counts()[NAME]) == ([], 2)


def test_unknown_parents_are_refused(base):
    with (
        open_for_writing(base, job="test", context=Context(now=NOW)) as store,
        pytest.raises(ValueError, match=r"\[1, 9\]"),
    ):
        begin_derived(store, 1, name="x", now=NOW, parents=[1, 9])

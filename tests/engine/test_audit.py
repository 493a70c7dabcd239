"""The audit sees a loss: an arc, a vertex, a Z or an object that would vanish on the way stops the run."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace

import pytest

from mutualgeo_plugin.engine.assembly.export import pcrs_export as export
from mutualgeo_plugin.engine.assembly.reception import intake
from mutualgeo_plugin.engine.demo.gml import write_pcrs
from mutualgeo_plugin.engine.formats.pcrs.geometry_writer import GeometryWriter
from mutualgeo_plugin.engine.geometry.linear import linear_coordinates
from mutualgeo_plugin.engine.geometry.wkb import decode, encode
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.store.store import Store
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.specimens import specimens


@pytest.fixture
def lot(tmp_path):
    write_pcrs(tmp_path / "lot.gml", specimens())
    return tmp_path / "lot.gml"


def without_arcs(shape):
    """Chords in place of arcs, as careless tools make them."""
    return encode(("line", linear_coordinates(shape, 0.01)) if shape[0] in ("arc", "compound") else shape)


def flat(shape):
    kind, content = shape
    return encode((kind, content[:, :2].copy()) if kind in ("point", "line") else shape)


@pytest.mark.parametrize(("careless", "what"), [(without_arcs, "vertices"), (flat, "vertices_z")])
def test_a_loss_while_receiving(tmp_path, lot, monkeypatch, careless, what):
    monkeypatch.setattr(intake, "encode", careless)
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.status) == (1, "failed")
    assert [m["code"] for m in ran.report["messages"]] == ["lot_lost"]
    assert what in ran.report["message"]
    assert not (tmp_path / "s.gpkg").exists()


def test_a_lost_object_while_receiving(tmp_path, lot, monkeypatch):
    staged = intake._staged_rows
    monkeypatch.setattr(intake, "_staged_rows", lambda name, rows, *more: staged(name, rows[:-1], *more))
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg")
    assert (ran.status, "objects" in ran.report["message"]) == ("failed", True)


def without_producer(name, rows):
    """Staged rows of an importer that forgets one column."""
    at = 3 + list(CLASSES[name].columns).index("producteur") if "producteur" in CLASSES[name].columns else None
    return [row if at is None else (*row[:at], None, *row[at + 1 :]) for row in rows]


def test_a_lost_attribute_while_receiving(tmp_path, lot, monkeypatch):
    staged = intake._staged_rows
    monkeypatch.setattr(
        intake, "_staged_rows", lambda name, rows, *more: staged(name, without_producer(name, rows), *more)
    )
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg")
    assert (ran.status, "attributes" in ran.report["message"]) == ("failed", True)
    assert not (tmp_path / "s.gpkg").exists()


def test_a_lost_attribute_while_exporting(tmp_path, lot, monkeypatch):
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    written = export.PcrsWriter.write_member

    def forgetful(self, thing):
        values = without_producer(thing.feature.name, [(None, None, None, *thing.values)])[0][3:]
        written(self, replace(thing, values=values))

    monkeypatch.setattr(export.PcrsWriter, "write_member", forgetful)
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out.gml")
    assert [m["code"] for m in ran.report["messages"]] == ["export_lost"]
    assert "attributes" in ran.report["message"]
    assert not (tmp_path / "out.gml").exists()


@pytest.mark.parametrize("what", ["attributes", "objects", "arcs", "vertices_z"])
@pytest.mark.parametrize("job", ["assemblebase", "mergetiles", "updatebase", "removelot"])
def test_a_loss_while_states_change(tmp_path, lot, monkeypatch, job, what):
    """Whatever a run that changes states would lose, it fails and the base is as it was."""
    store = tmp_path / "s.gpkg"
    tiles = [
        s.write(
            tmp_path / f"{k}.gml",
            s.emprise("e", 10 * k, 0, 10 * k + 10, 10),
            s.kerb("k", (10 * k, 5), (10 * k + 10, 5)),
        )
        for k in range(2)
    ]
    assert run(tmp_path, "receivelot", INPUT=[lot, *tiles], STORE=store).exit == 0
    with sqlite3.connect(store) as connection:
        held = connection.execute("SELECT objects, arcs, attributes FROM lot").fetchall()
    tallies, times = Store.tallies, itertools.count()

    def careless(self, lot_id=None):
        """What is counted once the work is done is one less than what was counted before."""
        found = tallies(self, lot_id)
        if next(times):
            next(iter(found.values()))[what] -= 1
        return found

    monkeypatch.setattr(Store, "tallies", careless)
    more = {"updatebase": {"LOT": "lot"}, "removelot": {"LOT": "lot", "REASON": "test"}}.get(job, {})
    ran = run(tmp_path, job, STORE=store, **more)
    assert (ran.status, [m["code"] for m in ran.report["messages"]][-1:]) == ("failed", ["base_lost"])
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT objects, arcs, attributes FROM lot").fetchall() == held
        assert connection.execute("SELECT COUNT(*) FROM lineage WHERE action NOT LIKE 'received'").fetchone() == (0,)


def test_a_loss_while_exporting(tmp_path, lot, monkeypatch):
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    element = GeometryWriter.element

    def careless(self, data, *more):
        return element(self, without_arcs(decode(data)), *more)

    monkeypatch.setattr(GeometryWriter, "element", careless)
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out.gml")
    assert (ran.exit, ran.status) == (1, "failed")
    assert [m["code"] for m in ran.report["messages"]] == ["export_lost"]
    assert not (tmp_path / "out.gml").exists()

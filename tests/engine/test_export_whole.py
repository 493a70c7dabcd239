"""Exports of several lots and of extents: no file, no object and no id is lost on another."""

from __future__ import annotations

import re

import pytest

from mutualgeo_plugin.engine.assembly.reception import receive_job
from mutualgeo_plugin.engine.store.geopackage import connect
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.schemas import SCHEMAS, validate_pcrs

AROUND = [s.X - 10, s.Y - 10, s.X + 100, s.Y + 100]


def test_lots_of_one_name(tmp_path):
    for folder, name in (("1", "a"), ("2", "b")):
        (tmp_path / folder).mkdir()
        s.write(tmp_path / folder / "lot.gml", s.tree(name, 1, 1))
    sources = [tmp_path / "1" / "lot.gml", tmp_path / "2" / "lot.gml"]
    assert run(tmp_path, "receivelot", INPUT=sources, STORE=tmp_path / "s.gpkg").exit == 0
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out")
    assert ran.report["outputs"]["FILES"] == 2
    assert sorted(p.name for p in (tmp_path / "out").glob("*.gml")) == ["lot_1.gml", "lot_2.gml"]
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", LOT="lot", OUTPUT=tmp_path / "o.gml")
    assert (ran.exit, ran.report["messages"][0]["code"]) == (1, "lot_ambiguous")
    assert run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", LOT="2", OUTPUT=tmp_path / "o.gml").exit == 0
    assert 'gml:id="b"' in (tmp_path / "o.gml").read_text()


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"schemas absent: {SCHEMAS}")
def test_ids_stay_unique(tmp_path):
    """Objects a and a-0, a and a_2 over two lots: the file is valid, each id stands once."""
    sources = [
        s.write(tmp_path / "1.gml", s.tree("a", 1, 1), s.tree("a_2", 2, 2), s.tree("a-0", 3, 3)),
        s.write(tmp_path / "2.gml", s.tree("a", 4, 4)),
    ]
    assert run(tmp_path, "receivelot", INPUT=sources, STORE=tmp_path / "s.gpkg").exit == 0
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", EXTENT=AROUND, OUTPUT=tmp_path / "o.gml")
    assert ran.exit == 0, ran.texts()
    assert validate_pcrs(tmp_path / "o.gml") == []
    hrefs = re.findall(r'<objet xlink:href="#(.*?)"', (tmp_path / "o.gml").read_text())
    assert len(hrefs) == len(set(hrefs)) == 4
    assert ran.report["counts"]["out"] == {"ArbrePCRS": 4, "EmpriseEchangePCRS": 1}


def test_what_no_extent_finds_is_told(tmp_path):
    source = s.write(tmp_path / "1.gml", s.tree("a", 1, 1), s.surveyed("MurPCRS", "m", ""))
    run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", EXTENT=AROUND, OUTPUT=tmp_path / "o.gml")
    assert "MurPCRS 1" in ran.texts()


def test_a_lot_edited_by_hand_is_written_as_it_stands(tmp_path):
    source = s.write(
        tmp_path / "1.gml", s.tree("t", 9, 9), s.kerb("k", (1, 1), (2, 2), (3, 1)), s.kerb("m", (4, 4), (5, 5))
    )
    run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    connection = connect(tmp_path / "s.gpkg")
    connection.execute("UPDATE LimiteVoiriePCRS SET geom = (SELECT geom FROM LimiteVoiriePCRS WHERE gml_id = 'm')")
    connection.close()
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out")
    assert ran.exit == 0, ran.texts()
    assert "modifié à la main" in ran.texts()


def test_a_transformed_lot_is_read_back(tmp_path):
    """Its envelope, in the system that it came in, is not written beside geometries in another."""
    envelope = (
        '<gml:boundedBy><gml:Envelope srsName="EPSG:3946"><gml:lowerCorner>1723000 5214000</gml:lowerCorner>'
        "<gml:upperCorner>1723001 5214001</gml:upperCorner></gml:Envelope></gml:boundedBy>"
    )
    source = tmp_path / "1.gml"
    tree = s.tree("a", 1, 1).replace("<idObjet>", envelope + "<idObjet>")
    source.write_text(f"{s.ROOT}{envelope}<featureMember>{tree}</featureMember></PlanCorpsRueSimplifie>")
    (tmp_path / "t.toml").write_text(
        '[territory]\nname = "T"\ncode = "200000000"\ncrs = "EPSG:3945"\nstore = "s.gpkg"\n'
        '[[communes]]\ncode = "69001"\nname = "C"\n'
    )
    assert run(tmp_path, "receivelot", INPUT=[source], TERRITORY=tmp_path / "t.toml").exit == 0
    assert run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "o.gml").exit == 0
    assert "Envelope" not in (tmp_path / "o.gml").read_text()
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "o.gml"], STORE=tmp_path / "back.gpkg").exit == 0


def test_a_store_that_another_run_made_meanwhile(tmp_path, monkeypatch):
    """While a lot in 3946 is read, another run makes the store in 3945: the lot is read again for that system."""
    source = s.write(tmp_path / "1.gml", s.tree("a", 1, 1))
    (tmp_path / "other").mkdir()
    (tmp_path / "t.toml").write_text(
        '[territory]\nname = "T"\ncode = "200000000"\ncrs = "EPSG:3945"\nstore = "s.gpkg"\n'
        '[[communes]]\ncode = "69001"\nname = "C"\n'
    )
    read, calls = receive_job.read_lot, []

    def slow(*arguments, **more):
        calls.append(more["target"])
        done = read(*arguments, **more)
        if len(calls) == 1:
            other = s.write(tmp_path / "2.gml", s.tree("b", 2, 2))
            assert run(tmp_path / "other", "receivelot", INPUT=[other], TERRITORY=tmp_path / "t.toml").exit == 0
        return done

    monkeypatch.setattr(receive_job, "read_lot", slow)
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    rows = connect(tmp_path / "s.gpkg", readonly=True).execute("SELECT name, source_crs, store_crs FROM lot").fetchall()
    assert rows == [("2", 3946, 3945), ("1", 3946, 3945)]
    ys = connect(tmp_path / "s.gpkg", readonly=True).execute("SELECT ST_MinY(geom) FROM ArbrePCRS")
    assert all(4_000_000 < y < 4_500_000 for (y,) in ys)
    assert calls == [None, 3945, 3945]

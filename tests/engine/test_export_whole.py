"""Exports of several lots and of extents: no file, no object and no id is lost on another."""

from __future__ import annotations

import re

import numpy as np
import pytest

from mutualgeo_plugin.engine.assembly.reception import receive_job
from mutualgeo_plugin.engine.formats.geopackage import connect, wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from mutualgeo_plugin.engine.model.export import FORMATS
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


def test_a_name_that_numbers_make_is_not_taken_twice(tmp_path):
    """Lots a, a and a_2: the second a cannot go out as a_2."""
    for folder, name, tree in (("1", "a", "t1"), ("2", "a", "t2"), ("3", "a_2", "t3")):
        (tmp_path / folder).mkdir()
        s.write(tmp_path / folder / f"{name}.gml", s.tree(tree, 1, 1))
    sources = sorted(tmp_path.glob("[123]/*.gml"))
    assert run(tmp_path, "receivelot", INPUT=sources, STORE=tmp_path / "s.gpkg").exit == 0
    assert run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out").exit == 0
    written = [re.findall('<[^>]*ArbrePCRS gml:id="(..)"', p.read_text()) for p in (tmp_path / "out").glob("*.gml")]
    assert sorted(written) == [["t1"], ["t2"], ["t3"]]


def test_another_base_is_not_written_over(tmp_path):
    """In the folder given stands a base under the name that the export would take."""
    (tmp_path / "bases").mkdir()
    for number, store in enumerate((tmp_path / "one.gpkg", tmp_path / "bases" / "base.gpkg")):
        source = s.write(tmp_path / f"{number}.gml", s.tree(f"t{number}", 1, 1))
        assert run(tmp_path, "receivelot", INPUT=[source], STORE=store).exit == 0
    before = (tmp_path / "bases" / "base.gpkg").read_bytes()
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "one.gpkg", FORMAT="gpkg", OUTPUT=tmp_path / "bases")
    assert [m["code"] for m in ran.report["messages"]] == ["output_harmful"]
    assert (tmp_path / "bases" / "base.gpkg").read_bytes() == before


def points(path, name):
    rows = connect(path, readonly=True).execute(f'SELECT geom FROM "{name}"').fetchall()
    drawn = [np.concatenate([p for _, p in leaves(decode(wkb_of(g)))]) for (g,) in rows]
    return [np.round(p - [s.X, s.Y, 0], 6).tolist() for p in drawn]


def test_a_vertical_step_stays(tmp_path):
    """A line that climbs at one place, cut elsewhere; an outline that does, left whole."""
    ring = [(0, 5, 100), (9, 5, 100), (9, 5, 103), (9, 9, 103), (0, 9, 103), (0, 5, 103), (0, 5, 100)]
    climbing = s.surveyed("ObjetGeneriquePCRS", "p", s.polygon(*ring), "<identification>x</identification>")
    line = s.kerb("k", (0, 0, 100), (5, 0, 100), (5, 0, 102), (10, 0, 102))
    run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", line, climbing)], STORE=tmp_path / "s.gpkg")
    extent, out = [s.X - 1, s.Y - 1, s.X + 8, s.Y + 20], tmp_path / "c.gpkg"
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", EXTENT=extent, CUT=True, FORMAT="gpkg", OUTPUT=out)
    assert points(out, "LimiteVoiriePCRS") == [[[0, 0, 100], [5, 0, 100], [5, 0, 102], [8, 0, 102]]]
    assert points(out, "ObjetGeneriquePCRS") == [[list(map(float, p)) for p in ring]]
    assert ran.report["export"]["cut"]["left_whole"] == ["ObjetGeneriquePCRS p"]


@pytest.mark.parametrize("name", ["gml", "gpkg"])
def test_what_is_beyond_the_standard_goes_along_or_is_told(tmp_path, name):
    tree = s.tree("t", 1, 1).replace("</ArbrePCRS>", "<essence>tilleul</essence></ArbrePCRS>")
    source = s.write(tmp_path / "a.gml", tree, '<ObjetInconnu gml:id="u"><a>1</a></ObjetInconnu>')
    run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    out = tmp_path / f"o.{name}"
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", EXTENT=AROUND, FORMAT=name, OUTPUT=out)
    assert [m["code"] for m in ran.report["messages"]] == ["export_unknown_left"]
    assert b"tilleul" in out.read_bytes() and b"ObjetInconnu" not in out.read_bytes()
    assert run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", LOT="a", OUTPUT=tmp_path / "lot.gml").exit == 0
    assert "ObjetInconnu" in (tmp_path / "lot.gml").read_text()


def test_the_emprise_of_one_object_is_a_surface(tmp_path):
    run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", s.tree("t", 1, 1))], STORE=tmp_path / "s.gpkg")
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", ASOF="2024-06-02", OUTPUT=tmp_path / "o.gml")
    assert ran.exit == 0, ran.texts()
    back = run(
        tmp_path, "receivelot", INPUT=[tmp_path / "o.gml"], STORE=tmp_path / "b.gpkg", RECEPTION="reception_stricte"
    )
    assert back.report["lots"][0]["status"] == "received", back.texts()


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_export_is_refused(tmp_path, name):
    run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", s.tree("t", 1, 1))], STORE=tmp_path / "s.gpkg")
    out = tmp_path / f"o.{name}"
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", ASOF="2020-01-01", FORMAT=name, OUTPUT=out)
    assert ([m["code"] for m in ran.report["messages"]], out.exists()) == (["export_nothing"], False)


def test_business_identifiers_of_parts_are_their_own(tmp_path):
    """The second part of x would be x_p2, which another object is called."""
    lines = s.kerb("k", (0, 0), (10, 0), (10, 5), (0, 5), idObjet="x"), s.kerb("m", (0, 2), (4, 2), idObjet="x_p2")
    run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", *lines)], STORE=tmp_path / "s.gpkg")
    extent = [s.X - 1, s.Y - 1, s.X + 5, s.Y + 9]
    run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", EXTENT=extent, CUT=True, OUTPUT=tmp_path / "o.gml")
    found = re.findall("<[^/>]*idObjet>(.*?)<", (tmp_path / "o.gml").read_text())
    assert sorted(found) == ["x", "x_p2", "x_p2_"]

"""A lot in another legal zone is transformed, said so, and noted; arcs stay arcs, Z stays Z."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pyproj import Transformer

from mutualgeo_plugin.engine.formats.geopackage import connect, wkb_of
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from tests.engine import small_lot as s
from tests.engine.run import run

TERRITORY = """
[territory]
name = "T"
code = "200000000"
crs = "EPSG:{crs}"
store = "s.gpkg"
vertical_datum = "NGF-IGN69"
{more}
[[communes]]
code = "69001"
name = "C"
"""
ARC = s.surveyed("LimiteVoiriePCRS", "k", s.arc((0, 0, 100), (7, 3, 101), (14, 0, 102)))


def territory(tmp_path, crs, more=""):
    path = tmp_path / "t.toml"
    path.write_text(TERRITORY.format(crs=crs, more=more))
    return path


def stored(path):
    connection = connect(path, readonly=True)
    (geometry,) = connection.execute("SELECT geom FROM LimiteVoiriePCRS").fetchone()
    lot = connection.execute(
        "SELECT source_crs, store_crs, operation, operation_accuracy, vertical_datum, arcs FROM lot"
    ).fetchone()
    return decode(wkb_of(geometry)), lot


@pytest.mark.parametrize(("crs", "accuracy"), [(3945, 0.0), (3947, 0.0), (2154, 0.0), (9846, 0.055)])
def test_transformed(tmp_path, crs, accuracy):
    source = s.write(tmp_path / "lot.gml", ARC, s.tree("a", 1, 1))
    ran = run(tmp_path, "receivelot", INPUT=[source], TERRITORY=territory(tmp_path, crs))
    assert ran.exit == 0, ran.texts()
    assert f"de EPSG:3946 vers EPSG:{crs}" in ran.texts()
    shape, lot = stored(tmp_path / "s.gpkg")
    ((kind, points),) = leaves(shape)
    assert (kind, len(points), lot[-1]) == ("arc", 3, 1)
    np.testing.assert_array_equal(points[:, 2], [100, 101, 102])
    original = np.array([[s.X, s.Y], [s.X + 7, s.Y + 3], [s.X + 14, s.Y]])
    expected = np.column_stack(Transformer.from_crs(3946, crs, always_xy=True).transform(*original.T))
    np.testing.assert_allclose(points[:, :2], expected, rtol=0, atol=1e-6)
    assert lot[:2] == (3946, crs)
    assert lot[2]
    assert lot[3:5] == (pytest.approx(accuracy), "NGF-IGN69")


def test_realisations_are_not_relabelled(tmp_path):
    """RGF93 v1 to v2b moves a point by millimetres, not by nothing."""
    source = s.write(tmp_path / "lot.gml", ARC)
    assert run(tmp_path, "receivelot", INPUT=[source], TERRITORY=territory(tmp_path, 9846)).exit == 0
    ((_, points),) = leaves(stored(tmp_path / "s.gpkg")[0])
    moved = np.hypot(points[0, 0] - s.X, points[0, 1] - s.Y)
    assert 0.0005 < moved < 0.02


def test_too_coarse_is_refused(tmp_path):
    source = s.write(tmp_path / "lot.gml", ARC)
    strict = territory(tmp_path, 9846, "max_transform_accuracy = 0.01")
    ran = run(tmp_path, "receivelot", INPUT=[source], TERRITORY=strict)
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, "transform_coarse")
    assert not (tmp_path / "s.gpkg").exists()


def test_there_and_back_in_another_zone(tmp_path):
    """Exported from a base in another zone, positions are where they were, to a tenth of a millimetre."""
    source = s.write(tmp_path / "lot.gml", ARC)
    run(tmp_path, "receivelot", INPUT=[source], TERRITORY=territory(tmp_path, 3945))
    run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "out.gml", DECIMALS=-1)
    text = (tmp_path / "out.gml").read_text()
    assert 'srsName="EPSG:3945"' in text
    values = np.array(re.search(r"<gml:Arc><gml:posList>(.*?)<", text).group(1).split(), float).reshape(3, 3)
    back = np.column_stack(Transformer.from_crs(3945, 3946, always_xy=True).transform(*values[:, :2].T))
    assert np.abs(back - [[s.X, s.Y], [s.X + 7, s.Y + 3], [s.X + 14, s.Y]]).max() < 1e-4


def test_store_in_another_system_than_the_territory(tmp_path):
    source = s.write(tmp_path / "lot.gml", ARC)
    run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    ran = run(tmp_path, "receivelot", INPUT=[source], TERRITORY=territory(tmp_path, 3947))
    assert (ran.exit, ran.report["messages"][0]["code"]) == (1, "store_other_crs")


def test_order_of_reception_does_not_matter(tmp_path):
    """Same objects, same states, whatever the order; lots may overlap."""
    lots = {
        "a": [s.emprise("e", 0, 0, 50, 50), s.kerb("k", (1, 1), (5, 1)),
              s.tree("t", 2, 2, precisionPlanimetrique="010")],
        "b": [s.emprise("f", 0, 0, 60, 50), s.kerb("m", (5, 1), (1, 1)), s.tree("u", 2, 2)],
        "c": [s.emprise("g", 0, 0, 70, 50), s.kerb("n", (1, 1), (5, 1), precisionPlanimetrique="002")],
    }  # fmt: skip
    sources = {name: s.write(tmp_path / f"{name}.gml", *things) for name, things in lots.items()}
    dumps = []
    for order in ("abc", "cba", "bca"):
        store = tmp_path / f"{order}.gpkg"
        for name in order:
            assert run(tmp_path, "receivelot", INPUT=[sources[name]], STORE=store).exit == 0
        assert run(tmp_path, "assemblebase", STORE=store).report["outputs"]["DUPLICATES"] == 3
        connection = connect(store, readonly=True)
        dumps.append(
            [
                sorted(connection.execute(f"SELECT gml_id, state, geom FROM {name}").fetchall())
                for name in ("LimiteVoiriePCRS", "ArbrePCRS", "EmpriseEchangePCRS")
            ]
        )
    assert dumps[0] == dumps[1] == dumps[2]
    states = {gml_id: state for gml_id, state, _ in dumps[0][0] + dumps[0][1]}
    assert states == {"k": "superseded", "m": "superseded", "n": "current", "t": "superseded", "u": "current"}

"""Control points as files and layers: ways of writing them, systems, and what is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import connect
from tests.engine import small_lot as s
from tests.engine.accuracy_truth import N, check, control, points_file, store_of, trees
from tests.engine.run import run


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("planted"), *trees())


# -- files -----------------------------------------------------------------------------------------------------------

ROW = f"p;{s.X};{s.Y};100"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("id;x;y;z", ROW),
        ("Matricule;E;N;Alt", ROW),
        ("N°;X;Y;Altitude", ROW),
        ("nom\tEST\tNORD\tCote", ROW.replace(";", "\t")),
        ("id,x,y,z", ROW.replace(";", ",")),
        ("id,x,y,z", f'p,"{s.X:.1f}","{s.Y:.1f}","100,0"'.replace(".", ",")),
        ("\ufeffid;x;y;z", ROW.replace(".", ",")),
        ("id;x;y;z", "p;1 723 000,0;5\u202f214\u202f000,0;100\r\n\r\n"),
        ("code;id;x;y;z;remarque", f"1;p;{s.X};{s.Y};100;près du n° 3"),
    ],
)  # fmt: skip
def test_ways_of_writing_a_table(tmp_path, planted, header, row):
    ran = check(tmp_path, planted, points_file(tmp_path / "c.csv", header, row))
    assert ran.exit == 0, ran.texts()
    assert [(t["dimension"], t["mean"]) for t in ran.report["accuracy"]["tests"]] == [("xy", 0), ("z", 0), ("xyz", 0)]


def test_latin1_is_read_and_told(tmp_path, planted):
    (tmp_path / "c.csv").write_bytes(f"id;x;y;z\nété;{s.X};{s.Y};100\n".encode("latin-1"))
    ran = check(tmp_path, planted, tmp_path / "c.csv")
    assert ran.exit == 0 and "text_encoding_assumed" in [m["code"] for m in ran.report["messages"]]
    row = connect(tmp_path / "d.gpkg", readonly=True).execute("SELECT point FROM deviations").fetchone()
    assert row == ("été",)


@pytest.mark.parametrize(("z", "tested"), [("", ["xy"]), ("0", ["xy"]), ("0.00", ["xy"])])
def test_flat_points_test_the_plan_alone_and_it_is_told(tmp_path, planted, z, tested):
    ran = check(tmp_path, planted, points_file(tmp_path / "c.csv", "id;x;y;z", f"p;{s.X};{s.Y};{z}"))
    assert [t["dimension"] for t in ran.report["accuracy"]["tests"]] == tested
    assert "control_flat" in [m["code"] for m in ran.report["messages"]]


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "control_empty", ()),
        (b"\n\n", "control_empty", ()),
        (b"id;x;y;z\n", "control_empty", ()),
        (b"id;x;z\np;1;2\n", "control_column_missing", ("Y", "nord", "id, x, z")),
        (b"nothing at all\n1\n", "control_column_missing", ("nothing at all",)),
        (b"x;y;z\n1;2;3\n", "control_column_missing", ("NAME", "matricule")),
        (f"id;x;y;z\np;{s.X};NaN;1\n".encode(), "control_number", ("l. 2", "NaN", "Y")),
        (f"id;x;y;z\np;{s.X};{s.Y};1\nq;;{s.Y};1\n".encode(), "control_number", ("l. 3", "X")),
        (f"id;x;y;z\np;{s.X};{s.Y};haut\n".encode(), "control_number", ("haut", "Z")),
        (f"id;x;y;z\np;{s.X};{s.Y};inf\n".encode(), "control_number", ("inf", "Z")),
        (f"id;x;y\np;{s.X};{s.Y}\np;{s.X};{s.Y}\n".encode(), "control_duplicate", ("p",)),
        (f"id;x;y\n;{s.X};{s.Y}\n".encode(), "control_name_missing", ("l. 2",)),
        (b"id,x,y\np,1723000,0,5214000,0\n", "control_row", ("2", "5", "3")),
        (f"id;x;y\np;{s.X}\n".encode(), "control_row", ("2", "3")),
        (f"id;x;y;classe\np;{s.X};{s.Y};Abre\n".encode(), "control_class_unknown", ("Abre", "ArbrePCRS")),
        (f"id;x;y;classe\np;{s.X};{s.Y};EmpriseEchangePCRS\n".encode(), "control_class_unknown", ()),
        (f"id;x;y;sommet\np;{s.X};{s.Y};-1\n".encode(), "control_number", ("-1",)),
        (f"id;x;y\np;{s.Y};{s.X}\n".encode(), "control_outside", ("p", "EPSG:3946")),
        (f"id;x;y\np;{s.X + 9000};{s.Y}\n".encode(), "control_none_paired", ("1", "portée")),
        ("id;x;y\np;1;2\n".encode("utf-16"), "control_encoding", ()),
        (b"PK\x03\x04\x00\x00", "control_encoding", ()),
    ],
)
def test_bad_tables_are_refused_with_a_sentence(tmp_path, planted, content, code, words):
    (tmp_path / "c.csv").write_bytes(content)
    ran = check(tmp_path, planted, tmp_path / "c.csv")
    assert (ran.exit, ran.status) == (1, "refused"), ran.texts()
    assert [m["code"] for m in ran.report["messages"]][-1] == code
    for word in words:
        assert word in ran.report["message"]
    assert not (tmp_path / "d.gpkg").exists()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"GATE": 0}, "parameter_wrong"),
        ({"GATE": -1}, "parameter_wrong"),
        ({"GATE": "nan"}, "parameter_wrong"),
        ({"SAFETY": 0.5}, "parameter_wrong"),
        ({"PAIRING": "best"}, "parameter_wrong"),
        ({"CRS": "Lambert"}, "parameter_wrong"),
        ({"CRS": "EPSG:4326"}, "transform_coarse"),
        ({"CRS": "EPSG:9846"}, "transform_coarse"),  # v2b to v1 states 55 mm: no control of 5 cm survives it
        ({"CRS": "EPSG:3947"}, "control_outside"),
        ({"CONTROL": "absent.csv"}, "input_absent"),
        ({"CONTROL": None}, "parameter_missing"),
    ],
)  # fmt: skip
def test_bad_parameters_are_refused(tmp_path, planted, more, code):
    given = {"CONTROL": control(tmp_path / "c.csv", [(0, 0, 0)] * N), **more}
    if more.get("CRS") == "EPSG:4326":
        given["CONTROL"] = points_file(tmp_path / "c.csv", "id;x;y", "p;4.8;45.7")
    ran = run(tmp_path, "checkaccuracy", STORE=planted, OUTPUT=tmp_path / "d.gpkg", **given)
    assert (ran.exit, [m["code"] for m in ran.report["messages"]][-1]) == (1, code), ran.texts()


def test_outputs_do_not_destroy_what_is_read(tmp_path, planted):
    points = control(tmp_path / "c.csv", [(0, 0, 0)] * N)
    for more in ({"CSV": points}, {"HTML": points}, {"CSV": planted}, {"CSV": tmp_path / "x", "HTML": tmp_path / "x"}):
        ran = check(tmp_path, planted, points, **more)
        assert [m["code"] for m in ran.report["messages"]] == ["output_harmful"]


# -- layers and systems ----------------------------------------------------------------------------------------------


def layer_of(path: Path, xyz, crs: int, **more) -> Path:
    data = {"matricule": [f"t{k:02}" for k in range(len(xyz))], **more}
    geopandas.GeoDataFrame(data, geometry=shapely.points(xyz), crs=crs).to_file(path)
    return path


@pytest.fixture
def truth() -> np.ndarray:
    """Places of the trees, the base being 2 cm too far east."""
    return np.array([(s.X + 10 * (k % 10) - 0.02, s.Y + 10 * (k // 10), 100.0) for k in range(N)])


@pytest.mark.parametrize("ending", ["gpkg", "shp", "geojson"])
def test_layers(tmp_path, planted, truth, ending):
    path = layer_of(tmp_path / f"c.{ending}", truth, 3946)
    ran = check(tmp_path, planted, path)
    assert ran.exit == 0, ran.texts()
    found = {t["dimension"]: (t["bias"], t["count"]) for t in ran.report["accuracy"]["tests"]}
    assert found["xyz"] == ([0.02, 0.0, 0.0], N)


def test_a_layer_in_another_system_is_moved_by_a_named_operation(tmp_path, planted, truth):
    moved = geopandas.GeoSeries(shapely.points(truth), crs=3946).to_crs(2154)
    path = layer_of(tmp_path / "c.gpkg", shapely.get_coordinates(moved.to_numpy(), include_z=True), 2154)
    ran = check(tmp_path, planted, f"{path}|layername=c")
    figures = ran.report["accuracy"]
    assert (figures["crs"], figures["operation_accuracy"]) == ("EPSG:2154", 0.0)
    assert figures["tests"][0]["bias"][:2] == [0.02, 0.0]
    assert "control_moved" in [m["code"] for m in ran.report["messages"]]
    table = points_file(
        tmp_path / "l93.csv", "id;x;y;z",
        *(f"p{k};{p.x:.4f};{p.y:.4f};100" for k, p in enumerate(moved)),
    )  # fmt: skip
    ran = check(tmp_path, planted, table, CRS="EPSG:2154")
    assert ran.report["accuracy"]["tests"][0]["bias"][:2] == [0.02, 0.0]


def test_a_flat_layer_takes_its_altitudes_from_a_field(tmp_path, planted, truth):
    path = layer_of(tmp_path / "c.gpkg", truth[:, :2], 3946, altitude=[100.05] * N)
    ran = check(tmp_path, planted, path)
    assert [t["bias"][2] for t in ran.report["accuracy"]["tests"] if t["dimension"] == "z"] == [-0.05]


def test_bad_layers_are_refused(tmp_path, planted, truth):
    bare = tmp_path / "bare.gpkg"
    geopandas.GeoDataFrame({"matricule": ["a"]}, geometry=shapely.points(truth[:1])).to_file(bare)
    nameless = tmp_path / "nameless.gpkg"
    geopandas.GeoDataFrame({"what": ["a"]}, geometry=shapely.points(truth[:1]), crs=3946).to_file(nameless)
    lines = tmp_path / "lines.gpkg"
    geopandas.GeoDataFrame({"id": ["a"]}, geometry=[shapely.LineString(truth[:2])], crs=3946).to_file(lines)
    empty = tmp_path / "empty.gpkg"
    geopandas.GeoDataFrame({"id": []}, geometry=[], crs=3946).to_file(empty)
    hole = tmp_path / "hole.gpkg"
    geopandas.GeoDataFrame({"id": ["a", "b"]}, geometry=[shapely.Point(truth[0]), None], crs=3946).to_file(hole)
    torn = tmp_path / "torn.gpkg"
    torn.write_bytes(bare.read_bytes()[:3000])
    for path, code in (
        (bare, "layer_crs_missing"), (nameless, "control_column_missing"), (lines, "control_geometry"),
        (empty, "control_empty"), (hole, "control_geometry"), (torn, "layer_unreadable"),
        (f"{bare}|layername=other", "layer_choose"),
    ):  # fmt: skip
        ran = check(tmp_path, planted, path)
        assert [m["code"] for m in ran.report["messages"]] == [code], (path, ran.texts())


def test_points_outside_the_territory_are_refused(tmp_path, planted):
    territory = tmp_path / "t.toml"
    text = (
        '[territory]\nname = "T"\ncode = "69001"\ncrs = "EPSG:3946"\nstore = "s.gpkg"\n'
        f"extent = [{s.X - 5}, {s.Y - 5}, {s.X + 50}, {s.Y + 50}]\n"
        '[[communes]]\ncode = "69001"\nname = "C"\n'
    )
    territory.write_text(text, "utf-8")
    points = control(tmp_path / "c.csv", [(0, 0, 0)] * N)
    ran = check(tmp_path, planted, points, TERRITORY=territory)
    assert [m["code"] for m in ran.report["messages"]] == ["control_outside_territory"], ran.texts()

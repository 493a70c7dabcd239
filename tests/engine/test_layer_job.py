"""The job on layers: what it takes, what it refuses with a sentence, what it gives."""

from __future__ import annotations

import gzip
import json
import re
import sqlite3
from collections import Counter

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.formats.layer import read_layers
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.geometry.wkt import shape_of
from tests.engine import small_lot as s
from tests.engine.layer_pairs import box, line, node
from tests.engine.layers_made import CORNER, base_of, checked, told, write
from tests.engine.run import run

NETWORK = {
    "pipes": [line("main", (0, 0), (100, 0)), line("short", (20, 0.3), (20, 30)), line("same", (100, 0), (0, 0))],
    "nodes": [node("a", 0, 0), node("b", 100, 0)],
}
PARCELS = {"parcels": [box("a", 0, 0, 20, 20), box("b", 19.9, 0, 40, 20)]}


def rows(path):
    query = (
        "SELECT check_id, severity, class, objects, lots, round(measured, 3) FROM findings ORDER BY check_id, objects"
    )
    return connect(path, readonly=True).execute(query).fetchall()


def test_outputs_are_those_of_a_base(tmp_path):
    source = write(tmp_path / "l.gpkg", NETWORK)
    ran = run(tmp_path, "checkquality", INPUT=source, FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html")
    assert (ran.exit, ran.status) == (0, "done_with_findings")
    assert rows(tmp_path / "f.gpkg") == [
        ("R1", "warning", "pipes", "short main", "l.gpkg; l.gpkg", 0.3),
        ("R2", "warning", "pipes", "short", "l.gpkg", None),
        ("T1", "error", "pipes", "same main", "l.gpkg; l.gpkg", None),
    ]
    report = ran.report
    assert (report["profile"], report["severities"]) == ("reseau", {"warning": 2, "error": 1})
    assert report["findings"] == {
        "G1": 0, "G2": 0, "G3": 0, "G4": 0, "G5": 0, "G6": 0, "T1": 1, "R1": 1, "R2": 1, "R4": 0,
    }  # fmt: skip
    assert list(report["not_run"]) == ["R3"]
    assert report["counts"] == {"in": {"pipes": 3, "nodes": 2}, "out": {"pipes": 3, "nodes": 2}}
    assert report["vertices"] == {"in": 8, "out": 8}
    assert (report["outputs"]["COUNT"], report["outputs"]["ERRORS"], report["outputs"]["WARNINGS"]) == (3, 1, 2)
    codes = [m["code"] for m in report["messages"]]
    assert codes == ["layer_read", "layer_read", "layer_profile", "check_not_run", "checked", "verdict_told"]
    page = (tmp_path / "q.html").read_text("utf-8")
    assert report["verdict"]["text"] in page and "pipes short" in page and "EPSG:2154" in page and "l.gpkg" in page


def test_same_bytes_twice(tmp_path):
    source = write(tmp_path / "l.gpkg", NETWORK)
    for name in "ab":
        run(tmp_path, "checkquality", INPUT=source, HTML=tmp_path / f"{name}.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


@pytest.mark.parametrize(
    ("layers", "given", "profile", "told_of_it"),
    [
        (NETWORK, None, "reseau", True),
        (PARCELS, None, "parcellaire", True),
        ({"nodes": NETWORK["nodes"]}, None, "reseau", True),
        (NETWORK | PARCELS, None, "reseau", True),
        (NETWORK, "parcellaire", "parcellaire", False),
        (PARCELS, "pcrs_reception", "pcrs_reception", False),  # every check is safe on layers that are no PCRS
    ],
)
def test_profile_goes_by_the_kind_of_the_objects(tmp_path, layers, given, profile, told_of_it):
    ran = run(tmp_path, "checkquality", INPUT=write(tmp_path / "l.gpkg", layers), PROFILE=given)
    assert (ran.exit, ran.report["profile"]) == (0, profile), ran.texts()
    assert any(m["code"] == "layer_profile" for m in ran.report["messages"]) == told_of_it


def test_several_files_are_one_network(tmp_path):
    """A node of another file bears the end of a pipe; two layers of one name keep apart."""
    pipes = write(tmp_path / "pipes.gpkg", {"l": NETWORK["pipes"][:1]})
    nodes = write(tmp_path / "nodes.gpkg", {"l": NETWORK["nodes"]})
    ran = run(tmp_path, "checkquality", INPUT=[pipes, f"{nodes}|layername=l", nodes, pipes])
    assert ran.report["counts"]["in"] == {"pipes l": 1, "nodes l": 2}
    assert {check: n for check, n in ran.report["findings"].items() if n} == {}


def test_a_list_of_one_is_one(tmp_path, lyon):
    lot = lyon / "20200716.RIL_L263_C297_P0.gml"
    assert run(tmp_path, "checkquality", INPUT=[lot]).report["findings"]["T1"] == 1


# -- what is a layer, and in which system ------------------------------------------------------------------------------


def test_bases_and_lots_are_checked_alone(tmp_path, lyon):
    pipes, lot = write(tmp_path / "l.gpkg", NETWORK), s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 9, 9))
    run(tmp_path, "receivelot", INPUT=lot, STORE=tmp_path / "s.gpkg")
    for other in (lot, tmp_path / "s.gpkg", f"{tmp_path / 's.gpkg'}|layername=FacadePCRS"):
        ran = run(tmp_path, "checkquality", INPUT=[pipes, other])
        assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "layers_alone")


def test_gml_of_other_standards_is_a_layer(tmp_path):
    """StaR-DT: links are codes, codes keep their zeros, and no file is left beside the GML."""
    gravity, pressure = ("gravitaireSurfaceLibre", "enChargePressurisation")
    members = "".join(
        f"<m:member><m:CanalisationAssainissementPluviale gml:id='p{k}'><m:code>00{k}</m:code><m:geometrie>"
        f"<gml:LineString srsName='EPSG:2154' srsDimension='3'><gml:posList>700000 {6600000 + k} 50 700010 "
        f"{6600000 + k} 51</gml:posList></gml:LineString></m:geometrie><m:ecoulement xlink:href='http://x/T/{how}'/>"
        "</m:CanalisationAssainissementPluviale></m:member>"
        for k, how in enumerate((gravity, pressure))
    )
    names = "xmlns:m='http://m' xmlns:gml='http://www.opengis.net/gml/3.2' xmlns:xlink='http://www.w3.org/1999/xlink'"
    (tmp_path / "s.gml").write_text(f"<m:Set {names}>{members}</m:Set>")
    assert told(checked(tmp_path / "s.gml", "R3").findings) == [("R3", "warning", ("p0",))]
    (table,) = read_layers(str(tmp_path / "s.gml"))
    assert table.fields["code"].tolist() == ["000", "001"]
    assert run(tmp_path, "checkquality", INPUT=tmp_path / "s.gml").exit == 0
    assert list(tmp_path.glob("*.gfs")) == []


def geojson(path, *geometries, crs=None):
    features = [{"type": "Feature", "id": k, "properties": {}, "geometry": g} for k, g in enumerate(geometries)]
    named = {"crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}} if crs else {}
    path.write_text(json.dumps({"type": "FeatureCollection", **named, "features": features}))
    return path


def test_geographic_layers_need_a_legal_system(tmp_path):
    source = geojson(tmp_path / "l.geojson", {"type": "LineString", "coordinates": [[2.48, 48.90], [2.4801, 48.90]]})
    refused = run(tmp_path, "checkquality", INPUT=source)
    assert (refused.status, refused.report["messages"][-1]["code"]) == ("refused", "layer_crs_illegal")
    assert "EPSG:4326" in refused.report["message"] and "CRS" in refused.report["message"]
    ran = run(tmp_path, "checkquality", INPUT=source, CRS="EPSG:3949")
    assert [m["code"] for m in ran.report["messages"]][:2] == ["layer_transformed_coarsely", "layer_read"]
    assert ran.report["messages"][0]["level"] == "warning"  # 1 m, stated
    base = base_of(source, crs=3949)
    assert shapely.length(base.geometry("l"))[0] == pytest.approx(7.3, abs=0.1)
    packed = tmp_path / "l.geojson.gz"
    packed.write_bytes(gzip.compress(source.read_bytes()))
    assert run(tmp_path, "checkquality", INPUT=packed, CRS="2154").exit == 0


@pytest.mark.parametrize("crs", ["4326", "EPSG:27561", "3857", "Lambert", "2154.0", "EPSG:"])
def test_the_system_to_check_in_is_a_legal_one(tmp_path, crs):
    ran = run(tmp_path, "checkquality", INPUT=write(tmp_path / "l.gpkg", NETWORK), CRS=crs)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "parameter_wrong")


def test_lengths_are_never_taken_from_a_system_that_distorts_them(tmp_path):
    """Mercator is metric by name, half as long again by nature; UTM is no legal system here but true to scale."""
    point = geopandas.GeoSeries(shapely.points([CORNER]), crs=2154)
    for crs, code in ((3857, "layer_crs_illegal"), (32631, "layer_crs_old")):
        x, y = point.to_crs(crs).get_coordinates().to_numpy()[0]
        path = tmp_path / f"{crs}.gpkg"
        shape = [shapely.LineString([(x, y), (x + 9, y)])]
        pyogrio.write_dataframe(geopandas.GeoDataFrame(geometry=shape, crs=crs), path, layer="l", driver="GPKG")
        ran = run(tmp_path, "checkquality", INPUT=path, FINDINGS=tmp_path / "f.gpkg")
        assert code in [m["code"] for m in ran.report["messages"]]
        assert ran.exit == (1 if crs == 3857 else 0)


def test_layers_without_a_system_are_refused_unless_it_is_named(tmp_path):
    source = write(tmp_path / "l.gpkg", NETWORK, crs=None)
    refused = run(tmp_path, "checkquality", INPUT=source)
    assert (refused.status, refused.report["messages"][-1]["code"]) == ("refused", "layer_crs_missing")
    ran = run(tmp_path, "checkquality", INPUT=source, CRS="EPSG:2154")
    assert (ran.exit, [m["code"] for m in ran.report["messages"]][:2]) == (0, ["layer_crs_taken", "layer_crs_taken"])


def test_legal_layers_stay_as_they_are_and_others_follow_the_first(tmp_path):
    """CC46 beside Lambert-93: the second layer is brought to the first one's system; a node still bears its pipe."""
    pipes = write(tmp_path / "pipes.gpkg", {"pipes": NETWORK["pipes"][:1]})
    nodes = geopandas.GeoDataFrame(geometry=shapely.points([CORNER, (CORNER[0] + 100, CORNER[1])]), crs=2154)
    pyogrio.write_dataframe(nodes.to_crs(3946), tmp_path / "nodes.gpkg", layer="nodes", driver="GPKG")
    ran = run(tmp_path, "checkquality", INPUT=[pipes, tmp_path / "nodes.gpkg"])
    assert ran.report["findings"]["R2"] == ran.report["findings"]["R1"] == 0
    moved = [m["text"] for m in ran.report["messages"] if m["code"] == "layer_transformed"]
    assert len(moved) == 1 and moved[0].startswith("nodes : de EPSG:3946 à EPSG:2154")


def test_coordinates_outside_their_system_are_told(tmp_path):
    source = write(tmp_path / "l.gpkg", NETWORK, shift=(0, 3_000_000))
    assert "layer_outside" in [m["code"] for m in run(tmp_path, "checkquality", INPUT=source).report["messages"]]


# -- curves ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def arcs(tmp_path):
    """An arc of radius 20 m, a branch from a point of it that is on none of its chords, and the arc again, reversed."""
    x, y = CORNER
    # far from the vertices of the chords that stand for the arc
    at = np.array([[x + 20 * np.sin(a), y + 20 * np.cos(a)] for a in (-1.0, 0.0, 1.0, 0.1234)])
    shapes = [("arc", at[:3]), ("line", np.array([at[3], at[3] + [0, 30]])), ("arc", at[2::-1].copy())]
    return raw(tmp_path / "arcs.gpkg", [encode(shape) for shape in shapes], layer="pipes")


def test_arcs_stay_arcs(tmp_path, arcs):
    ran = run(tmp_path, "checkquality", INPUT=arcs)
    assert ran.report["arcs"] == {"in": 2, "out": 2}
    assert ran.report["vertices"] == {"in": 8, "out": 8}
    assert {check: n for check, n in ran.report["findings"].items() if n} == {"T1": 1}
    assert told(checked(arcs, "T1").findings) == [("T1", "error", ("o2", "o0"))]


def test_what_is_on_an_arc_is_not_measured_to_its_chord(tmp_path, arcs):
    """A branch that ends 0.8 mm outside an arc touches it, though the chord there is 1 mm further in."""
    vertices = shapely.get_coordinates(base_of(arcs).geometry("pipes")[0]) - CORNER
    first, second = vertices[len(vertices) // 3 :][:2]
    outward = (first + second) / np.hypot(*(first + second))
    foot = 20.0008 * outward
    chord = shapely.LineString([first, second]).distance(shapely.Point(foot))
    assert chord > 0.0015
    arc = ("arc", np.array([[20 * np.sin(a), 20 * np.cos(a)] for a in (-1.0, 0.0, 1.0)]) + CORNER)
    branch = ("line", np.array([foot, 30 * outward]) + CORNER)
    source = raw(tmp_path / "b.gpkg", [encode(arc), encode(branch)])
    assert told(checked(source, "R1", "R4").findings) == []


def test_every_kind_of_curve_is_read_to_the_last_digit(tmp_path):
    """Also from a layer whose name needs quoting; straight objects have no native copy."""
    at = np.array([[700_000.123456789, 6_600_000.0, 5.5], [700_010, 6_600_020, 6], [700_020, 6_600_000, 7.1]])
    closed = ("compound", [("arc", at), ("line", at[[2, 0]])])
    shapes = [
        ("arc", at[:, :2].copy()),
        ("compound", [("line", at[:2]), ("arc", at[[1, 2, 0]])]),
        ("polygon", [closed]),
        ("multicurve", [("arc", at), ("line", at[:2])]),
        ("multisurface", [("polygon", [closed]), ("polygon", [("line", at[[0, 1, 2, 0]] + 50)])]),
        ("line", at),
    ]
    name = "p \"é\" 'x'"
    (table,) = read_layers(str(raw(tmp_path / "l.gpkg", [encode(shape) for shape in shapes], layer=name)))
    assert table.name == name
    assert table.curve.tolist() == [*(encode(shape) for shape in shapes[:5]), None]
    assert shapely.get_type_id(table.geometry).tolist() == [1, 1, 3, 5, 6, 1]


@pytest.mark.parametrize(
    "text", ["", "ARC (1 2)", "LINESTRING", "LINESTRING (1 2, 3 4", "LINESTRING (1 2) x", "TIN (1)"]
)
def test_texts_that_are_no_shape(text):
    with pytest.raises(ValueError):
        shape_of(text)


def test_arcs_of_gml(tmp_path):
    curve = (
        "<gml:Curve srsName='EPSG:2154'><gml:segments><gml:Arc><gml:posList>700000 6600000 700010 6600010 700020 "
        "6600000</gml:posList></gml:Arc></gml:segments></gml:Curve>"
    )
    names = "xmlns:m='http://m' xmlns:gml='http://www.opengis.net/gml/3.2'"
    (tmp_path / "a.gml").write_text(
        f"<m:Set {names}><m:member><m:Pipe gml:id='p'><m:g>{curve}</m:g></m:Pipe></m:member></m:Set>"
    )
    assert run(tmp_path, "checkquality", INPUT=tmp_path / "a.gml").report["arcs"] == {"in": 1, "out": 1}


def test_arcs_are_moved_by_their_control_points(arcs):
    base = base_of(arcs, crs=3946)
    assert (base.measures()["arcs"], base.measures()["vertices"]) == (2, 8)
    here = geopandas.GeoSeries(base.geometry("pipes"), crs=3946).to_crs(2154).to_numpy()
    assert shapely.hausdorff_distance(here[0], base_of(arcs).geometry("pipes")[0]) < 0.003


# -- bad input ---------------------------------------------------------------------------------------------------------


def raw(path, wkbs, layer="l", kind="Unknown"):
    names = np.array([f"o{k}" for k in range(len(wkbs))], object)
    pyogrio.raw.write(
        path, np.array(wkbs, object), [names], ["id"], layer=layer, driver="GPKG", geometry_type=kind, crs="EPSG:2154"
    )
    return path


def test_a_layer_without_objects(tmp_path):
    ran = run(tmp_path, "checkquality", INPUT=raw(tmp_path / "l.gpkg", []))
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "layers_empty")


def test_an_empty_layer_beside_another(tmp_path):
    source = raw(write(tmp_path / "l.gpkg", NETWORK), [], layer="empty")
    assert run(tmp_path, "checkquality", INPUT=source).report["counts"]["in"]["empty"] == 0


def test_geometries_that_are_missing_empty_or_no_numbers(tmp_path):
    """Each object without a usable geometry is a finding; what could not be used is counted in a warning."""
    x, y = CORNER
    good = shapely.LineString([(x, y), (x + 9, y)])
    with np.errstate(invalid="ignore"):
        lines = [good, None, shapely.LineString(), *(shapely.LineString([(x, y), (x, v)]) for v in (np.nan, np.inf))]
    one_point = b"\x01\x02\x00\x00\x00\x01\x00\x00\x00" + np.array(CORNER).tobytes()
    source = raw(tmp_path / "l.gpkg", [None if g is None else shapely.to_wkb(g) for g in lines] + [one_point])
    ran = run(tmp_path, "checkquality", INPUT=source, FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html")
    assert ran.exit == 0, ran.texts()
    found = Counter((check, objects) for check, _, _, objects, *_ in rows(tmp_path / "f.gpkg") if check[0] == "G")
    assert found == Counter([("G1", "o1"), ("G1", "o2"), ("G1", "o3"), ("G1", "o4"), ("G2", "o5")])
    assert [m["text"][:3] for m in ran.report["messages"] if m["code"] == "layer_unusable"] == ["l :"]
    assert " 2 géométries" in ran.texts()


def test_null_geometries_everywhere(tmp_path):
    ran = run(tmp_path, "checkquality", INPUT=raw(tmp_path / "l.gpkg", [None] * 3), FINDINGS=tmp_path / "f.gpkg")
    assert (ran.status, ran.report["findings"]["G1"]) == ("done_with_findings", 3)
    assert ran.report["not_run"]["R1"] == "aucune couche ne contient de lignes"


def test_files_that_are_no_layers(tmp_path):
    (tmp_path / "table.csv").write_text("a;b\n1;2\n")
    (tmp_path / "text.shp").write_text("no shapefile")
    (tmp_path / "text.gpkg").write_text("no database")
    (tmp_path / "cut.geojson").write_text('{"type": "FeatureCollection", "features": [{"type": "Fea')
    whole = write(tmp_path / "whole.gpkg", NETWORK)
    (tmp_path / "cut.gpkg").write_bytes(whole.read_bytes()[:9000])
    for source, code in (
        ("table.csv", "format_not_read"),
        ("text.shp", "format_other_content"),
        ("text.gpkg", "format_other_content"),
        ("cut.geojson", "layer_unreadable"),
        ("cut.gpkg", "layer_unreadable"),
        ("absent.shp", "path_unreadable"),
        ("absent.gpkg", "store_missing"),
        ("whole.gpkg|layername=absent", "layer_choose"),
        ("whole.gpkg|subset=1", "layer_refused"),
    ):
        ran = run(tmp_path, "checkquality", INPUT=tmp_path / source)
        assert (source, ran.status, ran.report["messages"][-1]["code"]) == (source, "refused", code)
    assert run(tmp_path, "checkquality", INPUT=[]).report["messages"][-1]["code"] == "parameter_missing"


def test_a_gml_that_is_cut_off_is_refused(tmp_path, data_folder):
    """The reader of GDAL takes such a file for one without objects."""
    text = (data_folder / "reseaux_stardt" / "enedis.gml").read_bytes()
    for name, wrong in (("half", text[: len(text) // 2]), ("hole", text[:50_000] + b"<<" + text[50_000:])):
        (tmp_path / f"{name}.gml").write_bytes(wrong)
        ran = run(tmp_path, "checkquality", INPUT=tmp_path / f"{name}.gml")
        assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "gml_malformed")
    (tmp_path / "d.gml").write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>")
    ran = run(tmp_path, "checkquality", INPUT=f"{tmp_path / 'd.gml'}|layername=a")
    assert ran.report["messages"][-1]["code"] == "xml_doctype"


def test_fields_that_bear_the_names_of_the_table(tmp_path):
    """A layer's own curve or geometry never hides what the engine keeps under that name; its uid, lot_id or ord are
    fields like others.
    """
    fields = {"uid": "x", "lot_id": 7, "ord": 9, "curve": "c", "state": "s"}
    base = base_of(write(tmp_path / "l.gpkg", {"pipes": [line("a", (0, 0), (9, 0), **fields)]}))
    columns = ["uid", "lot_id", "ord", "curve", "state"]
    assert base.table("pipes").iloc[0][columns].tolist() == ["x", "7", "9", None, "s"]
    assert (base.uids("pipes").tolist(), base.lot_of("pipes").tolist()) == (["pipes 1"], [0])


def test_identifiers(tmp_path):
    """The field that tells objects apart; an empty or repeated value is told by the number of the feature too."""
    for ids, expected in (
        (["a", "b", "c", "d"], ["a", "b", "c", "d"]),
        (["a", "a", None, "d"], ["a (fid 1)", "a (fid 2)", "fid 3", "d"]),
        ([None, None, None, "d"], ["fid 1", "fid 2", "fid 3", "fid 4"]),
    ):
        source = tmp_path / f"{len(list(tmp_path.iterdir()))}.gpkg"
        write(source, {"l": [line(name, (k, 0), (k, 9)) for k, name in enumerate(ids)]})
        assert base_of(source).ids("l").tolist() == expected


def test_generic_checks_run_on_layers(tmp_path):
    """G1 to G6 and T1, planted one by one."""
    objects = [
        line("ok", (0, 0), (9, 0)),
        line("twice", (0, 5), (9, 5)),
        line("twice, back", (9, 5), (0, 5)),
        line("repeats a vertex", (0, 10), (5, 10), (5, 10), (9, 10)),
        line("tiny piece", (0, 15), (5, 15), (5.0015, 15), (9, 15)),
        line("tiny", (0, 20), (0.02, 20)),
        line("spike", (0, 25), (5, 25), (5.1, 25), (5, 25.004), (5, 30)),
        line("no length", (0, 35), (0.0001, 35)),
        ("bow", "POLYGON ((20 0, 30 10, 30 0, 20 10, 20 0))", {}),
    ]
    source = write(tmp_path / "l.gpkg", {"l": objects})
    assert told(checked(source, "G1", "G2", "G3", "G4", "G5", "G6", "T1").findings) == [
        ("G1", "error", ("bow",)),
        ("G2", "error", ("no length",)),
        ("G3", "warning", ("repeats a vertex",)),
        ("G4", "error", ("tiny piece",)),
        ("G5", "warning", ("tiny",)),
        ("G6", "warning", ("spike",)),
        ("T1", "error", ("twice, back", "twice")),
    ]


def test_one_of_several_that_cannot_be_read_is_left_out_and_told(tmp_path):
    """Of several sources, and of the layers of one file; one alone is refused, and so is a name that is none."""
    (tmp_path / "text.shp").write_text("no shapefile")
    (tmp_path / "cut.geojson").write_text('{"type": "FeatureCollection", "features": [{"type": "Fea')
    whole = write(tmp_path / "whole.gpkg", NETWORK)
    with sqlite3.connect(whole) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT)")
        connection.execute("CREATE VIEW astray AS SELECT fid, geom FROM nowhere")
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('astray','features',2154)"
        )
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('astray', 'geom', 'POINT', 2154, 0, 0)")
    expected = run(tmp_path, "checkquality", INPUT=write(tmp_path / "ok.gpkg", NETWORK)).report
    bad = [f"{whole}|layername=notes", tmp_path / "text.shp", tmp_path / "cut.geojson"]
    ran = run(tmp_path, "checkquality", language="en", INPUT=[*bad, whole])
    assert ran.report["counts"] == expected["counts"] and ran.report["findings"] == expected["findings"]
    told = [m["text"] for m in ran.report["messages"] if m["code"] == "layer_left_out"]
    names = ("whole.gpkg|layername=notes", "text.shp", "cut.geojson", "whole.gpkg|layername=astray")
    assert [text.partition(" is left out")[0] for text in told] == list(names)
    assert "has no geometries" in told[0] and "no such table" in told[3]
    for source, code in (*zip(bad, ("layer_no_geometry", "format_other_content", "layer_unreadable"), strict=True),):
        ran = run(tmp_path, "checkquality", INPUT=[source])
        assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", code)
    assert run(tmp_path, "checkquality", INPUT=bad).status == "refused"
    for source, code in ((f"{whole}|layername=absent", "layer_choose"), (tmp_path / "absent.shp", "path_unreadable")):
        ran = run(tmp_path, "checkquality", INPUT=[whole, source])
        assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", code)


def test_a_finding_on_two_layers_names_both(tmp_path):
    """A pipe that stops short of a node of another layer, and of a pipe of its own."""
    path = write(
        tmp_path / "n.gpkg",
        {"eau": [("a", "LINESTRING (0 0, 9.9 0)", {}), ("b", "LINESTRING (0 5, 9 5)", {}),
                 ("c", "LINESTRING (9 5.1, 9 9)", {})],
         "noeuds": [("n", "POINT (10 0)", {})]},
    )  # fmt: skip
    ran = run(tmp_path, "checkquality", language="en", INPUT=path, FINDINGS=tmp_path / "f.gpkg")
    assert ran.report["findings"]["R1"] >= 2
    text = (tmp_path / "f.csv").read_text("utf-8-sig")
    assert "eau a: an end stops 0.100 m short of noeuds n." in text
    assert re.search(r"eau [bc]: an end stops 0\.100 m short of [bc]\.", text)

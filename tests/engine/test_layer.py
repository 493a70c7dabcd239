"""The one reader of layers: arcs and Z kept, what is skipped told, coordinates that fit their system."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import geopandas
import numpy as np
import pandas
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.formats.geopackage import blob, connect, create_container, create_feature_table, wkb_of
from mutualgeo_plugin.engine.formats.layer import Skipped, bring_layer, read_layer, read_layers
from mutualgeo_plugin.engine.formats.layer_remarks import tell_skipped
from mutualgeo_plugin.engine.geometry.wkb import census, decode, encode
from mutualgeo_plugin.engine.model.errors import EngineError
from tests.engine.run import run
from tests.portal_fixture import TERRITORY, make_territory

X, Y = 845_000.0, 6_518_000.0
#: The portal that shows the network.
CODE = "200000000"
#: A line that goes straight, then bends, with altitudes.
BENT = (
    "compound",
    [
        ("line", np.array([(X, Y, 1.0), (X + 10, Y, 2.0)])),
        ("arc", np.array([(X + 10, Y, 2.0), (X + 15, Y + 5, 2.5), (X + 20, Y, 3.0)])),
    ],
)
PLAIN = ("line", np.array([(X, Y + 50, 1.0), (X + 10, Y + 50, 2.0)]))
COLLECTION = ("collection", [("arc", np.array([(X, Y), (X + 5, Y + 5), (X + 10, Y)]))])


def network(path: Path, *shapes: tuple, epsg: int = 2154) -> Path:
    connection = connect(path)
    create_container(connection, epsg)
    create_feature_table(connection, "eau", (("materiau", "TEXT"), ("diametre", "INTEGER")), "GEOMETRY", epsg)
    for rank, shape in enumerate(shapes):
        row = (blob(encode(shape), epsg, None), "fonte", 60 + rank)
        connection.execute("INSERT INTO eau (geom, materiau, diametre) VALUES (?, ?, ?)", row)
    connection.commit()
    connection.close()
    return path


def test_arcs_and_altitudes_are_kept(tmp_path: Path) -> None:
    layer = read_layer(network(tmp_path / "n.gpkg", BENT, PLAIN))
    assert [wkb and census(wkb) for wkb in layer.curve] == [(5, 5, 1), None]
    assert layer.native_geometry.tolist()[0] == encode(BENT)
    assert layer.measures() == {"vertices": 7, "vertices_z": 7, "arcs": 1, "attributes": 4}
    assert shapely.has_z(layer.geometry).all()
    assert layer.geometry[0].length == pytest.approx(10 + 5 * np.pi, abs=0.02)
    assert (layer.system, layer.skipped) == (2154, Skipped())
    assert layer.fields["diametre"].tolist() == ["60", "61"]


def test_an_arc_inside_a_collection_is_kept(tmp_path: Path) -> None:
    layer = read_layer(network(tmp_path / "n.gpkg", COLLECTION, ("collection", [PLAIN])))
    assert [wkb and census(wkb)[2] for wkb in layer.curve] == [1, None]


def test_a_moved_layer_keeps_its_arcs(tmp_path: Path) -> None:
    moved, found = bring_layer(read_layer(network(tmp_path / "n.gpkg", BENT, PLAIN)), 3946, 0.1)
    assert found is not None and (moved.system, found.source, found.target) == (3946, 2154, 3946)
    assert census(moved.curve[0]) == (5, 5, 1)
    kind, (line, arc) = decode(moved.curve[0])
    assert kind == "compound" and arc[1][:, 2].tolist() == [2.0, 2.5, 3.0]
    assert np.array_equal(line[1][-1], arc[1][0]) and 5_000_000 < line[1][0][1] < 5_400_000


def test_a_network_is_published_with_its_arcs(tmp_path: Path) -> None:
    territory = make_territory(tmp_path / "t")
    (territory.parent / "networks.gpkg").unlink()
    network(territory.parent / "networks.gpkg", BENT, PLAIN, ("collection", [PLAIN]))
    ran = run(tmp_path, "extractportal", TERRITORY=territory, PORTAL=tmp_path / "p", CODE=CODE)
    assert ran.exit == 0, ran.texts()
    source = "networks.eau"
    assert source in TERRITORY and ran.report["counts"]["in"][source] == 3
    assert ran.report["counts"]["out"][source] == 2  # a collection has no place on a portal, and that is told
    assert ran.report["arcs"]["in"] == ran.report["arcs"]["out"]
    assert [m["code"] for m in ran.report["messages"] if m["level"] == "warning"] == ["portal_left_out"]
    release = tmp_path / "p" / CODE / "releases" / "1" / "data.gpkg"
    name = next(n for (n,) in sqlite3.connect(release).execute("SELECT table_name FROM gpkg_contents") if "eau" in n)
    published = sqlite3.connect(release).execute(f"SELECT geom FROM {name}").fetchall()  # noqa: S608
    assert [wkb_of(geometry) for (geometry,) in published] == [encode(BENT), encode(PLAIN)]


def test_comparenetworks_counts_what_it_reads(tmp_path: Path) -> None:
    a, b = network(tmp_path / "a.gpkg", BENT, PLAIN), network(tmp_path / "b.gpkg", PLAIN)
    report = run(tmp_path, "comparenetworks", A=a, B=b, OUTPUT=tmp_path / "d.gpkg").report
    assert report["counts"] == {"in": {"A eau": 2, "B eau": 1}, "out": {"A eau": 2, "B eau": 1}}
    assert (report["vertices"]["in"], report["vertices_z"]["in"], report["arcs"]["in"]) == (9, 9, 1)


def save(path: Path, places: list[tuple[float, float]], epsg: int) -> Path:
    lines = [shapely.LineString([(x, y), (x + 1e-4, y + 1e-4)]) for x, y in places]
    table = geopandas.GeoDataFrame({"id": range(len(lines))}, geometry=lines, crs=epsg)
    pyogrio.write_dataframe(table, path, layer="net", driver="GPKG")
    return path


LYON_93, LYON_46, LYON = (845_000.0, 6_518_000.0), (1_845_000.0, 5_176_000.0), (4.85, 45.75)


@pytest.mark.parametrize(
    ("places", "declared", "fitting"),
    [
        ([LYON_93], 4326, "EPSG:2154"),
        ([LYON_46], 4326, "EPSG:3946"),
        ([LYON_46], 2154, "EPSG:3946"),
        ([LYON_93], 3946, "EPSG:2154"),
        ([LYON], 2154, "EPSG:4326"),
        ([(1e9, 1e9)], 4326, "-"),
        ([LYON_93, LYON_93, LYON], 4326, "EPSG:2154"),
    ],
)
def test_coordinates_of_another_system_are_refused_with_those_they_fit(tmp_path, places, declared, fitting) -> None:
    with pytest.raises(EngineError) as refused:
        read_layer(save(tmp_path / "n.gpkg", places, declared))
    assert (refused.value.code, refused.value.fields["fitting"]) == ("layer_misfit", fitting)


@pytest.mark.parametrize(
    ("places", "declared"),
    [
        ([LYON_93], 2154),
        ([LYON_46], 3946),
        ([LYON], 4326),
        ([(0.0, 0.0)], 2154),  # in no system of France: whoever uses it tells
        ([LYON_93, LYON_93, LYON], 2154),  # a stray
        ([(600_000.0, 2_400_000.0)], 27572),
    ],
)
def test_coordinates_of_the_system_that_is_said_are_read(tmp_path, places, declared) -> None:
    assert read_layer(save(tmp_path / "n.gpkg", places, declared)).system == declared


def test_metres_labelled_degrees_compare_with_nothing(tmp_path: Path) -> None:
    """The ok twin: the same lines under their own label match."""
    right, wrong = save(tmp_path / "a.gpkg", [LYON_93], 2154), save(tmp_path / "b.gpkg", [LYON_93], 4326)
    ran = run(tmp_path, "comparenetworks", A=right, B=wrong, OUTPUT=tmp_path / "d.gpkg")
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "layer_misfit")
    assert not (tmp_path / "d.gpkg").exists()
    twin = run(tmp_path, "comparenetworks", A=right, B=save(tmp_path / "c.gpkg", [LYON_93], 2154),
               OUTPUT=tmp_path / "d.gpkg")  # fmt: skip
    assert twin.status == "done"


def test_tables_without_geometry_are_told(tmp_path: Path) -> None:
    path = network(tmp_path / "n.gpkg", PLAIN)
    pyogrio.write_dataframe(pandas.DataFrame({"code": ["a"]}), path, layer="liste", driver="GPKG")
    (layer,) = read_layers(str(path))
    assert layer.skipped == Skipped(tables=("liste",))
    context = Context()
    tell_skipped(layer, context)
    assert [(m["level"], m["code"]) for m in context.report["messages"]] == [("info", "layer_tables")]
    assert "liste" in context.report["messages"][0]["text"]


#: Pipes of a network: links, an element that is repeated, a table without geometry.
GML = (
    "<m:Set xmlns:m='http://m' xmlns:gml='http://www.opengis.net/gml/3.2' xmlns:xlink='http://www.w3.org/1999/xlink'>"
    "<m:member><m:Network gml:id='n'><m:name>Eau</m:name></m:Network></m:member>{members}</m:Set>"
)
MEMBER = (
    "<m:member><m:{kind} gml:id='{kind}'><m:use>a</m:use><m:use>b</m:use><m:state xlink:href='http://x/used'/>"
    "<m:place><gml:Point srsName='EPSG:2154'><gml:pos>845000 6518000</gml:pos></gml:Point></m:place></m:{kind}>"
    "</m:member>"
)
PIPES, VALVES = MEMBER.format(kind="Pipe"), MEMBER.format(kind="Valve")


def write_gml(folder: Path) -> Path:
    path = folder / "n.gml"
    path.write_text(GML.format(members=PIPES + VALVES), "utf-8")
    return path


def leave_gfs(path: Path) -> None:
    """What GDAL leaves beside a GML that it opens by default, as QGIS does."""
    pyogrio.raw.read(path, layer="Pipe")
    assert path.with_suffix(".gfs").is_file()


def leave_schema(path: Path) -> None:
    """A schema that knows less than the file holds."""
    path.with_suffix(".xsd").write_text(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:m='http://m' targetNamespace='http://m' "
        "xmlns:gml='http://www.opengis.net/gml/3.2' elementFormDefault='qualified'>"
        "<xs:element name='Pipe' type='m:PipeType' substitutionGroup='gml:AbstractFeature'/><xs:complexType "
        "name='PipeType'><xs:complexContent><xs:extension base='gml:AbstractFeatureType'><xs:sequence>"
        "<xs:element name='use' type='xs:string'/><xs:element name='place' type='gml:PointPropertyType'/>"
        "</xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:schema>"
    )


def leave_resolved(path: Path) -> None:
    """A copy with links followed, of an earlier state of the file."""
    path.with_suffix(".resolved.gml").write_text(GML.format(members=PIPES), "utf-8")


@pytest.mark.parametrize("leave", [leave_gfs, leave_schema, leave_resolved])
def test_files_beside_a_gml_hide_nothing_of_it(tmp_path: Path, leave) -> None:
    path = write_gml(tmp_path)
    leave(path)
    layers = read_layers(str(path))
    assert [layer.name for layer in layers] == ["Pipe", "Valve"]
    assert [list(layer.fields) for layer in layers] == [["gml_id", "use", "state_href"]] * 2
    assert [layer.measures()["attributes"] for layer in layers] == [3, 3]


def test_tables_of_a_gml_are_told_once(tmp_path: Path) -> None:
    layers = read_layers(str(write_gml(tmp_path)))
    assert [layer.skipped.tables for layer in layers] == [("Network",), ()]
    assert read_layer(write_gml(tmp_path), "Valve").skipped.tables == ("Network",)


def test_lists_are_one_text_each(tmp_path: Path) -> None:
    """An element of GML that is repeated, an array of JSON."""
    assert read_layer(write_gml(tmp_path), "Pipe").fields["use"].tolist() == ["a, b"]
    features = [
        {"type": "Feature", "properties": values, "geometry": {"type": "Point", "coordinates": [4.8, 45.7]}}
        for values in ({"uses": ["a", "b"], "years": [1998, 2004]}, {"uses": ["c"], "years": []}, {"uses": None})
    ]
    path = tmp_path / "n.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    layer = read_layer(path)
    assert layer.fields["uses"].tolist() == ["a, b", "c", None]
    assert layer.fields["years"].tolist() == ["1998, 2004", None, None]
    assert layer.measures()["attributes"] == 3


def test_geometries_that_cannot_be_used_are_told(tmp_path: Path) -> None:
    hole = ("line", np.array([(X, np.nan), (X + 1, Y)]))
    layer = read_layer(network(tmp_path / "n.gpkg", PLAIN, hole))
    assert layer.skipped == Skipped(unusable=1) and layer.geometry[1] is None
    context = Context()
    tell_skipped(layer, context)
    assert [m["code"] for m in context.report["messages"]] == ["layer_unusable"]


def test_no_system_is_told_in_one_way(tmp_path: Path) -> None:
    table = geopandas.GeoDataFrame({"name": ["a"]}, geometry=[shapely.LineString([(0, 0), (1, 1)])])
    pyogrio.write_dataframe(table, tmp_path / "n.gpkg", layer="net", driver="GPKG")
    for job, given in (
        ("comparenetworks", {"A": tmp_path / "n.gpkg", "B": tmp_path / "n.gpkg", "OUTPUT": tmp_path / "d.gpkg"}),
        ("checkquality", {"INPUT": f"{tmp_path / 'n.gpkg'}|layername=net"}),
    ):
        assert run(tmp_path, job, **given).report["messages"][-1]["code"] == "layer_crs_missing"

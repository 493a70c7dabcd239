"""What a file of a delivery is, by its content; records and other XML beside a lot are no lots."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import geopandas
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.delivery_content import Content, content_of, may_be_lot
from mutualgeo_plugin.engine.formats.layer import read_layers
from mutualgeo_plugin.engine.quality.layer_base import LayerBase, profile_of
from tests.engine import small_lot as s
from tests.engine.run import run

RECORD = b'<?xml version="1.0"?><gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gml="http://www.opengis.net/gml"/>'
WRAPPED = (
    b'<csw:GetRecordByIdResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2"><gmd:MD_Metadata xmlns:gmd="g"/>'
)
LOT = b'<PlanCorpsRueSimplifie xmlns="http://cnigfr.github.io/PCRS/CNIG_PCRS_v2.0.xsd" xmlns:gml="http://www.opengis.net/gml/3.2">'


@pytest.mark.parametrize(
    ("head", "content"),
    [
        (RECORD, Content.RECORD),
        (WRAPPED, Content.RECORD),
        (LOT, Content.GML),
        (b'<a xmlns:g="http://www.opengis.net/gml/3.2"><g:b></c>', Content.GML),
        (b"<html><body></body></html>", Content.OTHER_XML),
        (b"<qgis version='3.40'/>", Content.OTHER_XML),
        (b"<cut", Content.UNCLEAR),
        (b"no xml", Content.UNCLEAR),
        (b"", Content.UNCLEAR),
    ],
)
def test_the_root_says_what_a_file_is(head: bytes, content: Content) -> None:
    assert content_of(head) is content


def test_what_cannot_be_told_is_received_so_that_the_fault_is_told() -> None:
    assert [may_be_lot("a.xml", head) for head in (LOT, b"<cut", RECORD, b"<html/>")] == [True, True, False, False]
    assert [may_be_lot("a.gml", head) for head in (LOT, b"<cut", RECORD, b"<html/>")] == [True, True, False, True]


@pytest.fixture
def delivery(tmp_path: Path) -> Path:
    folder = tmp_path / "livraison"
    folder.mkdir()
    s.write(folder / "lot1.gml", s.emprise("e", 0, 0, 20, 20), s.tree("a", 1, 1))
    (folder / "lot1.xml").write_bytes(RECORD)
    (folder / "lot1.qmd.xml").write_bytes(b"<qgis version='3.40'/>")
    return folder


def test_a_record_beside_a_lot_is_no_lot(tmp_path: Path, delivery: Path) -> None:
    ran = run(tmp_path, "receivelot", FOLDER=delivery, STORE=tmp_path / "s.gpkg")
    assert (ran.exit, [lot["name"] for lot in ran.report["lots"]]) == (0, ["lot1"])
    assert "lot1.qmd.xml, lot1.xml" in ran.texts()
    alone = run(tmp_path, "receivelot", INPUT=[delivery / "lot1.xml"], STORE=tmp_path / "s.gpkg")
    assert (alone.exit, alone.report["lots"][0]["code"]) == (1, "gml_is_record")


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_an_archive_holds_lots_and_what_stands_beside(tmp_path: Path, delivery: Path, separator: str) -> None:
    with zipfile.ZipFile(tmp_path / "lot.zip", "w") as archive:
        for path in delivery.iterdir():
            archive.writestr(separator.join(("livraison", "été", path.name)), path.read_bytes())
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.zip"], STORE=tmp_path / "s.gpkg")
    (lot,) = ran.report["lots"]
    assert (ran.exit, lot["name"], lot["file"]) == (0, "lot1", "lot.zip/livraison/été/lot1.gml")
    assert "lot.zip/livraison/été/lot1.xml" in ran.texts()


def test_an_archive_without_a_lot_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "lot.zip", "w") as archive:
        archive.writestr("fiche.xml", RECORD)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.zip"], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, "archive_without_gml")


def test_the_layers_of_an_archive_are_checked(tmp_path: Path) -> None:
    line = shapely.LineString([(845_000, 6_518_000), (845_010, 6_518_000)])
    table = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[line], crs=2154)
    pyogrio.write_dataframe(table, tmp_path / "cana.shp", driver="ESRI Shapefile")
    with zipfile.ZipFile(tmp_path / "shp.zip", "w") as archive:
        for path in tmp_path.glob("cana.*"):
            archive.write(path, f"d/{path.name}")
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "shp.zip")
    assert (ran.exit, ran.report["counts"]["in"]) == (0, {"cana": 1}), ran.texts()


def test_a_file_geodatabase_is_read(tmp_path: Path) -> None:
    line = shapely.LineString([(845_000, 6_518_000), (845_010, 6_518_000)])
    table = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[line], crs=2154)
    pyogrio.write_dataframe(table, tmp_path / "net.gdb", layer="cana", driver="OpenFileGDB", geometry_type="LineString")
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "net.gdb")
    assert (ran.exit, ran.report["counts"]["in"]) == (0, {"cana": 1}), ran.texts()


def test_a_cadastral_sheet_is_checked_as_parcels(tmp_path: Path, data_folder: Path) -> None:
    sheet = next((data_folder / "cadastre_edigeo_luxiol").rglob("*.THF"))
    ran = run(tmp_path, "checkquality", INPUT=sheet)
    assert ran.report["profile"] == "parcellaire"


def test_a_format_with_a_profile_of_its_own_makes_no_network(tmp_path: Path) -> None:
    """The boundaries of a cadastral sheet are lines; beside other surfaces it is parcels, beside other lines not."""
    drawn = {"surface": shapely.box(945_000, 6_708_000, 945_010, 6_708_010)}
    drawn["line"] = shapely.LineString([(945_000, 6_708_000), (945_010, 6_708_000)])
    read = {}
    for kind, geometry in drawn.items():
        path = tmp_path / f"{kind}.gpkg"
        table = geopandas.GeoDataFrame({"id": ["a"]}, geometry=[geometry], crs=2154)
        pyogrio.write_dataframe(table, path, layer=kind, driver="GPKG")
        (read[kind],) = read_layers(str(path))
    sheet = replace(read["line"], name="limite", profile="parcellaire")
    for beside, profile in (([], "parcellaire"), ([read["surface"]], "parcellaire"), ([read["line"]], "reseau")):
        assert profile_of(LayerBase([sheet, *beside], 2154)) == profile

"""Deliveries that are not PCRS GML, read through mapping profiles: exact counts, nothing dropped, nothing made up."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path

import geopandas
import numpy as np
import pandas
import pytest
import shapely

from mutualgeo_plugin.engine.formats import geopackage as gpkg
from mutualgeo_plugin.engine.formats.mapping import load_mapping, shipped_mappings
from mutualgeo_plugin.engine.geometry.class_geometry import fit_to_kind
from mutualgeo_plugin.engine.geometry.wkb import encode, leaves
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.pcrs import CODE_LISTS
from mutualgeo_plugin.engine.model.synonyms import recode, synonyms
from tests.engine.run import run
from tests.engine.small_lot import X, Y
from tests.engine.stored import shapes, table

OBJECT = {"producteur": "P", "qualiteCategorisation": "1", "precisionPlanimetrique": "5", "idObjet": "i"}


def mapping(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "profil.toml"
    path.write_text(text, "utf-8")
    return path


# -- the draft of Strasbourg --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def strasbourg(tmp_path_factory, data_folder):
    folder = tmp_path_factory.mktemp("strasbourg")
    source = data_folder / "pcrs_strasbourg_draft"
    ran = run(folder, "receivelot", FOLDER=source, PROFILE="pcrs_brouillon_covadis", STORE=folder / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    return ran, folder / "s.gpkg"


def test_strasbourg_comes_in_whole(strasbourg):
    """5,964 members; each of 2,916 affleurants gets the two links and the hub that the flat draft does not have."""
    ran, _store = strasbourg
    (lot,) = ran.report["lots"]
    assert lot["mapping"]["features"] == 5964
    assert lot["objects"] == {
        "EmpriseEchangePCRS": 1, "FacadePCRS": 983, "MurPCRS": 756, "NomVoiriePCRS": 76, "NumeroVoiriePCRS": 469,
        "ObjetGeneriquePCRS": 763, "AffleurantPCRS": 1586 + 1330, "AffleurantGeometriquePCRS": 2916,
        "AffleurantEnveloppePCRS": 1586, "AffleurantPointPCRS": 1330, "AffleurantSymbolePCRS": 1330,
    }  # fmt: skip
    assert lot["mapping"]["composed"] == {
        "AffleurantEnveloppePCRS": 1586, "AffleurantGeometriquePCRS": 2916, "AffleurantPointPCRS": 1330,
        "AffleurantSymbolePCRS": 1330,
    }  # fmt: skip
    assert "unmapped_layers" not in lot["mapping"] and "unfit" not in lot["mapping"]
    assert lot["crs"] == "EPSG:3948"


def test_strasbourg_keeps_zeros_and_counts_every_constant(strasbourg):
    ran, store = strasbourg
    facades, affleurants = table(store, "FacadePCRS"), table(store, "AffleurantPCRS")
    assert set(facades["thematique"]) == {"02"} and set(facades["precisionPlanimetrique"]) == {"010"}
    assert Counter(affleurants["nature"])["03"] == 678  # counted in the files
    assert affleurants.geometry.notna().all()
    constants = ran.report["lots"][0]["mapping"]["constants"]
    assert constants["AffleurantPCRS.thematique = 10"] == 2916
    assert constants["ObjetGeneriquePCRS.identification = SeuilPCRS"] == 763
    assert ran.report["lots"][0]["mapping"]["unmapped_fields"]["SeuilPCRS.calque"] == 763


def test_strasbourg_coordinates_are_those_of_the_file(strasbourg):
    _ran, store = strasbourg
    first = shapes(store, "FacadePCRS")[0]
    assert first[0] == "line"
    assert first[1][0].tolist() == [2051719.0520053131, 7274359.9127305597]
    assert first[1].shape == (10, 2)


def test_strasbourg_exports_as_pcrs_v2(tmp_path, strasbourg):
    _ran, store = strasbourg
    ran = run(tmp_path, "exportpcrs", STORE=store, LOT="pcrs_strasbourg_draft", OUTPUT=tmp_path / "out.gml")
    assert ran.exit == 0, ran.texts()
    again = run(tmp_path, "receivelot", INPUT=[tmp_path / "out.gml"], STORE=tmp_path / "again.gpkg")
    assert again.report["counts"]["out"]["AffleurantPCRS"] == 2916


def test_same_delivery_twice_is_known(tmp_path, strasbourg, data_folder):
    """The hash is of the files, whatever their order."""
    _ran, store = strasbourg
    files = sorted((data_folder / "pcrs_strasbourg_draft").glob("*.gz"), reverse=True)
    ran = run(tmp_path, "receivelot", INPUT=files, PROFILE="pcrs_brouillon_covadis", STORE=store)
    assert [lot["status"] for lot in ran.report["lots"]] == ["known"]


# -- GeoPackage and Shapefile -------------------------------------------------------------------------------------


def foreign(path: Path, layer: str, geometry_type: str, rows: list[tuple[object, dict[str, str]]], crs=3946) -> Path:
    """A GeoPackage that someone else has made."""
    names = list(rows[0][1])
    connection = gpkg.connect(path)
    if not connection.execute("PRAGMA application_id").fetchone()[0]:
        gpkg.create_container(connection, crs)
    gpkg.create_feature_table(connection, layer, [(n, "TEXT") for n in names], geometry_type, crs)
    marks = ", ".join("?" * (len(names) + 1))
    for shape, texts in rows:
        geometry = gpkg.blob(encode(shape), crs, None)
        connection.execute(
            f'INSERT INTO "{layer}" (geom, {", ".join(names)}) VALUES ({marks})', [geometry, *texts.values()]
        )
    connection.close()
    return path


ARC = ("arc", np.array([[X, Y, 1.0], [X + 1, Y + 1, 2.0], [X + 2, Y, 3.0]]))


def test_geopackage_keeps_native_arcs_and_recodes_what_is_known(tmp_path):
    rows = [
        (("compound", [("line", np.array([[X - 1, Y, 0.0], [X, Y, 1.0]])), ARC]), {**OBJECT, "thematique": "Voirie"}),
        (ARC, {**OBJECT, "idObjet": "j", "thematique": "3"}),
    ]
    source = foreign(tmp_path / "lot.gpkg", "LimiteVoiriePCRS", "COMPOUNDCURVE", rows)
    ran = run(tmp_path, "receivelot", INPUT=[source], PROFILE="pcrs_tables", STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    assert (ran.report["arcs"], ran.report["vertices_z"]) == ({"in": 2, "out": 2}, {"in": 8, "out": 8})
    kept = shapes(tmp_path / "s.gpkg", "LimiteVoiriePCRS")
    assert [kind for kind, _ in leaves(kept[0])] == ["line", "arc"]
    assert np.array_equal(next(leaves(kept[1]))[1], ARC[1])
    assert list(table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["thematique"]) == ["03", "03"]
    assert ran.report["lots"][0]["mapping"]["recoded"] == {
        "precisionPlanimetrique: 5 → 005": 2, "qualiteCategorisation: 1 → 01": 2, "thematique: 3 → 03": 1,
        "thematique: Voirie → 03": 1,
    }  # fmt: skip


def test_missing_mandatory_attribute_refuses_with_the_list(tmp_path):
    rows = [(ARC, {"idObjet": "i", "thematique": "03"}), (ARC, {"idObjet": "j", "thematique": ""})]
    source = foreign(tmp_path / "lot.gpkg", "LimiteVoiriePCRS", "COMPOUNDCURVE", rows)
    ran = run(tmp_path, "receivelot", INPUT=[source], PROFILE="pcrs_tables", STORE=tmp_path / "s.gpkg")
    assert ran.report["lots"][0]["code"] == "mapping_missing"
    for word in ("LimiteVoiriePCRS.producteur (2)", "LimiteVoiriePCRS.thematique (1)", "rien n’est inventé"):
        assert word in ran.report["message"]
    assert not (tmp_path / "s.gpkg").exists()


def test_own_profile_fields_constants_values_dates(tmp_path):
    rows = [(ARC, {"no": "7", "classe": "A", "jour": "31/12/2023", "rem": "x"})] * 2
    source = foreign(tmp_path / "lot.gpkg", "bordures", "COMPOUNDCURVE", rows)
    foreign(tmp_path / "lot.gpkg", "autres", "COMPOUNDCURVE", rows)
    path = mapping(
        tmp_path,
        """
formats = ["gpkg"]
date_format = "%d/%m/%Y"
vertical_datum = "NGF-IGN69"
[[layer]]
source = "BORD*"
class = "LimiteVoiriePCRS"
fields = { idObjet = "no", precisionPlanimetrique = "classe", dateLeve = "jour" }
constants = { thematique = "03", qualiteCategorisation = "02", producteur = "Agglo" }
values = { precisionPlanimetrique = { A = "005" } }
""",
    )
    ran = run(tmp_path, "receivelot", INPUT=[source], PROFILE=path, STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    (lot,) = ran.report["lots"]
    kept = table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")
    assert list(kept["dateLeve"]) == ["2023-12-31"] * 2 and list(kept["precisionPlanimetrique"]) == ["005"] * 2
    assert lot["mapping"]["constants"] == {
        "LimiteVoiriePCRS.producteur = Agglo": 2, "LimiteVoiriePCRS.qualiteCategorisation = 02": 2,
        "LimiteVoiriePCRS.thematique = 03": 2,
    }  # fmt: skip
    assert lot["mapping"]["unmapped_layers"] == {"autres": 2}
    assert lot["mapping"]["unmapped_fields"] == {"bordures.fid": 2, "bordures.rem": 2}
    assert (lot["vertical_datum"], lot["producers"]) == ("NGF-IGN69", "Agglo")
    assert [r["rule"] for r in lot["remarks"]][-1] == "left_out"


def shapefile(folder: Path, name: str, geometries, crs="EPSG:3946", **columns) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}.shp"
    geopandas.GeoDataFrame(columns, geometry=geometries, crs=crs).to_file(path)
    return path


def test_shapefile_with_cut_names_and_parts(tmp_path):
    """Names cut to ten letters are known; a multi-line becomes an object a part, and is counted."""
    two = shapely.MultiLineString([[(X, Y, 1), (X + 1, Y, 2)], [(X + 5, Y, 3), (X + 6, Y, 4)]])
    one = shapely.LineString([(X, Y + 2, 1), (X + 1, Y + 2, 1)])
    path = shapefile(
        tmp_path / "shp", "MurPCRS", [one, two], idobjet=["a", "b"], thematique=["05", "05"], qualitecat=["01", "01"],
        precisionp=["005", "010"], producteur=["P", "P"], typemur=[1, 2],
    )  # fmt: skip
    ran = run(tmp_path, "receivelot", INPUT=[path], PROFILE="pcrs_tables", STORE=tmp_path / "s.gpkg")
    assert ran.exit == 0, ran.texts()
    kept = table(tmp_path / "s.gpkg", "MurPCRS")
    assert list(kept["idObjet"]) == ["a", "b", "b.1"]
    assert list(kept["typeMur"]) == ["01", "02", "02"]
    assert ran.report["lots"][0]["mapping"]["split"] == {"MurPCRS": 1}
    assert ran.report["vertices_z"] == {"in": 6, "out": 6}


def test_zip_of_shapefiles_hashes_all_its_parts(tmp_path):
    path = shapefile(
        tmp_path / "shp", "MurPCRS", [shapely.LineString([(X, Y), (X + 1, Y)])], idobjet=["a"], thematique=["05"],
        qualitecat=["01"], precisionp=["005"], producteur=["P"],
    )  # fmt: skip
    with zipfile.ZipFile(tmp_path / "lot.zip", "w") as archive:
        for part in path.parent.iterdir():
            archive.write(part, f"d/{part.name}")
    store = tmp_path / "s.gpkg"
    zipped = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.zip"], PROFILE="pcrs_tables", STORE=store)
    assert zipped.exit == 0, zipped.texts()
    again = run(tmp_path, "receivelot", INPUT=[path], PROFILE="pcrs_tables", STORE=store)
    assert again.report["lots"][0]["status"] == "known"
    path.with_suffix(".dbf").write_bytes(path.with_suffix(".dbf").read_bytes().replace(b"005", b"010"))
    other = run(tmp_path, "receivelot", INPUT=[path], PROFILE="pcrs_tables", STORE=store)
    assert other.report["lots"][0]["status"] == "received"


def test_systems_that_conflict_or_are_not_said(tmp_path):
    line = [shapely.LineString([(X, Y), (X + 1, Y)])]
    one = shapefile(tmp_path / "one", "MurPCRS", line, idobjet=["a"])
    none = shapefile(tmp_path / "none", "MurPCRS", line, crs=None, idobjet=["a"])
    for given, code in (
        ({"INPUT": [one], "SOURCE_CRS": "EPSG:3947"}, "source_crs_conflict"),
        ({"INPUT": [none]}, "source_no_crs"),
        ({"INPUT": [none], "SOURCE_CRS": "EPSG:27572"}, "gml_crs_illegal"),
        ({"INPUT": [none], "SOURCE_CRS": "ici"}, "parameter_wrong"),
    ):
        ran = run(tmp_path, "receivelot", PROFILE="pcrs_tables", STORE=tmp_path / "s.gpkg", **given)
        assert ran.report["lots"][0]["code"] == code, ran.texts()
    assert not (tmp_path / "s.gpkg").exists()


def test_table_without_profile_is_told_what_to_do(tmp_path):
    source = shapefile(tmp_path / "one", "MurPCRS", [shapely.Point(X, Y)], idobjet=["a"])
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg")
    assert ran.report["lots"][0]["code"] == "source_needs_mapping"
    assert "pcrs_tables" in ran.report["message"]


# -- profiles and parts -------------------------------------------------------------------------------------------


def test_shipped_profiles_load():
    assert shipped_mappings() == ["dxf_classes", "dxf_topojis", "pcrs_brouillon_covadis", "pcrs_tables"]
    for name in shipped_mappings():
        assert load_mapping(name).title


@pytest.mark.parametrize(
    "text",
    [
        "?",
        'formats = ["xls"]',
        'formats = ["shp"]',
        'formats = ["shp"]\n[[layer]]\nsource = "a"\nclass = "Mur"',
        'formats = ["shp"]\n[[layer]]\nsource = "a"\nclass = "MurPCRS"\nfields = { hauteur = "h" }',
        'formats = ["shp"]\n[[layer]]\nsource = "a"\nclass = "MurPCRS"\nconstants = { typeMur = 1 }',
        'formats = ["shp"]\ncrs = "ici"\n[[layer]]\nsource = "a"\nclass = "MurPCRS"',
        'formats = ["shp"]\nlayers = 1\n[[layer]]\nsource = "a"\nclass = "MurPCRS"',
    ],
)
def test_wrong_profile(tmp_path, text):
    with pytest.raises(EngineError) as error:
        load_mapping(str(mapping(tmp_path, text)))
    assert error.value.code == "mapping_wrong"


def test_unknown_profile_names_the_known_ones(tmp_path):
    (tmp_path / "x.shp").write_bytes(b"")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "x.shp"], PROFILE="rien", STORE=tmp_path / "s.gpkg")
    assert ran.status == "refused" and "pcrs_tables" in ran.report["message"]


def test_synonyms_never_change_a_code_and_never_guess():
    for name, codes in CODE_LISTS.items():
        assert all(recode(name, code) == code for code in codes)
        assert set(synonyms(name).values()) <= set(codes)
    assert recode("CategorieThematique", "6") == "06"
    assert recode("CategoriePrecision", "5") == "005"
    assert recode("CategorieMur", "Mur de soutènement") == "02"
    assert recode("CategorieThematique", "autre chose") == "autre chose"


def test_fitted_moves_no_point():
    line = ("line", np.array([[0.0, 0], [1, 0], [1, 1], [0, 0]]))
    assert fit_to_kind(line, "curve") == [line]
    assert fit_to_kind(line, "multicurve") == [("multicurve", [line])]
    assert fit_to_kind(line, "polygon") == [("polygon", [line])]
    assert fit_to_kind(("multicurve", [line, line]), "curve") == [line, line]
    assert fit_to_kind(("point", np.zeros((1, 2))), "curve") is None
    assert fit_to_kind(("line", line[1][:2]), "polygon") is None
    assert fit_to_kind(line, "multipoint") is None


# -- what must not pass in silence --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("find", "other"),
    [
        ('PARAMETER["False_Northing",5200000.0]', 'PARAMETER["False_Northing",5200100.0]'),
        ('PARAMETER["Central_Meridian",3.0]', 'PARAMETER["Central_Meridian",3.001]'),
        ('UNIT["Meter",1.0]', 'UNIT["US survey foot",0.304800609601219]'),
    ],
    ids=["northing", "meridian", "unit"],
)
def test_a_prj_that_only_resembles_a_system_is_not_it(tmp_path, find, other):
    """A false northing of 100 m more would shift the lot by as much, unseen."""
    table = geopandas.GeoDataFrame({"idObjet": ["a"]}, geometry=[shapely.LineString([(X, Y), (X + 1, Y)])], crs=3946)
    table.to_file(tmp_path / "LimiteVoiriePCRS.shp")
    written = (tmp_path / "LimiteVoiriePCRS.prj").read_text()
    assert find in written
    profile = tmp_path / "p.toml"
    profile.write_text(
        'formats = ["shp"]\n[[layer]]\nsource = "*"\nclass = "*"\nconstants = { thematique = "03", '
        'qualiteCategorisation = "01", precisionPlanimetrique = "005", producteur = "P" }\n'
    )
    given = {"INPUT": [tmp_path / "LimiteVoiriePCRS.shp"], "PROFILE": profile, "STORE": tmp_path / "s.gpkg"}
    (tmp_path / "LimiteVoiriePCRS.prj").write_text(written.replace(find, other))
    ran = run(tmp_path, "receivelot", **given, SOURCE_CRS="EPSG:3946")
    assert [row["code"] for row in ran.report["lots"]] == ["source_crs_unknown"]
    (tmp_path / "LimiteVoiriePCRS.prj").write_text(written)
    assert run(tmp_path, "receivelot", **given).exit == 0


def test_identifiers_that_a_reader_rounds_are_refused(tmp_path):
    table = geopandas.GeoDataFrame(
        {"no": pandas.array([123456789012345678, None], dtype="Int64")},
        geometry=[shapely.Point(X, Y), shapely.Point(X + 1, Y)],
        crs=3946,
    )
    table.to_file(tmp_path / "ArbrePCRS.shp")
    profile = tmp_path / "p.toml"
    profile.write_text('formats = ["shp"]\n[[layer]]\nsource = "*"\nclass = "*"\nfields = { idObjet = "no" }\n')
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "ArbrePCRS.shp"], PROFILE=profile, STORE=tmp_path / "s.gpkg")
    assert [row["code"] for row in ran.report["lots"]] == ["source_number_wide"]


@pytest.mark.parametrize(
    "text",
    ['synonyms = { idObjet = "numero" }', "date_format = 1", "synonyms = [1]", 'layer = "x"', 'ignore = "CAD_*"'],
)
def test_types_of_a_profile(tmp_path, text):
    (tmp_path / "p.toml").write_text(f'formats = ["gpkg"]\n{text}\n')
    with pytest.raises(EngineError) as error:
        load_mapping(str(tmp_path / "p.toml"))
    assert error.value.code == "mapping_wrong"


FLAT = (
    '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:t="http://exemple.fr/t">{envelope}<gml:featureMember><t:MurPCRS gml:id="m"><t:idObjet>a</t:idObjet>'
    "<t:thematique>05</t:thematique>"
    "<t:qualiteCategorisation>01</t:qualiteCategorisation><t:precisionPlanimetrique>005</t:precisionPlanimetrique>"
    "<t:producteur>P</t:producteur><t:geom><gml:LineString{srs}><gml:posList>{places}</gml:posList></gml:LineString>"
    "</t:geom></t:MurPCRS></gml:featureMember></wfs:FeatureCollection>"
)
ENVELOPE = (
    '<gml:boundedBy><gml:Envelope srsName="EPSG:3946"><gml:lowerCorner>0 0</gml:lowerCorner><gml:upperCorner>1 1'
    "</gml:upperCorner></gml:Envelope></gml:boundedBy>"
)
EAST, NORTH = f"{X} {Y} {X + 1} {Y}", f"{Y} {X} {Y} {X + 1}"


@pytest.mark.parametrize(
    ("envelope", "srs", "places", "stated", "code"),
    [
        (ENVELOPE, "", EAST, None, None),
        ("", "", EAST, "EPSG:3946", None),
        ("", ' srsName="RGF93 / CC46"', EAST, "EPSG:3946", None),
        ("", ' srsName="urn:ogc:def:crs:EPSG::3946"', NORTH, None, None),
        ("", ' srsName="urn:ogc:def:crs:EPSG::3946"', EAST, None, None),
        ("", "", EAST, None, "source_no_crs"),
        ("", ' srsName="RGF93 / CC46"', EAST, None, "source_no_crs"),
        ("", ' srsName="EPSG:3946"', EAST, "EPSG:3947", "source_crs_conflict"),
        (ENVELOPE, ' srsName="RGF93 / CC46"', EAST, None, "gml_crs_unknown"),
        ("", ' srsName="EPSG:3946"', NORTH, None, "gml_outside_crs"),
    ],
)
def test_the_system_of_a_flat_gml(tmp_path, envelope, srs, places, stated, code):
    """From the geometry, else the envelope, else what is stated; north first is put back as for PCRS lots."""
    (tmp_path / "p.toml").write_text('formats = ["gml"]\n[[layer]]\nsource = "*"\nclass = "*"\n')
    (tmp_path / "lot.gml").write_text(FLAT.format(envelope=envelope, srs=srs, places=places))
    given = {"SOURCE_CRS": stated} if stated else {}
    ran = run(
        tmp_path,
        "receivelot",
        INPUT=[tmp_path / "lot.gml"],
        PROFILE=tmp_path / "p.toml",
        STORE=tmp_path / "s.gpkg",
        **given,
    )
    (lot,) = ran.report["lots"]
    assert (ran.exit, lot.get("code")) == ((0, None) if code is None else (1, code)), ran.texts()
    if code is None:
        (shape,) = shapes(tmp_path / "s.gpkg", "MurPCRS")
        assert shape[1].tolist() == [[X, Y], [X + 1, Y]]
        assert ("gml_axes_swapped" in [m["code"] for m in ran.report["messages"]]) == (places == NORTH)

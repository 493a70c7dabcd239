"""What is published: listed columns alone, arcs and Z kept, pages that are inert; and what a gateway lets through."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.formats.geopackage import connect, wkb_of
from mutualgeo_plugin.engine.geometry.wkb import census
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.portal import MAX_FEATURES
from mutualgeo_plugin.engine.portal import site
from mutualgeo_plugin.engine.portal.screening import count_personal
from mutualgeo_plugin.publication.gateway.rules import Offer, Refused, screen
from tests.engine.run import run as run_job
from tests.engine.run import run_values
from tests.portal_fixture import CANARY, PLANTED, TERRITORY, make_territory

CODE = "200000000"
OFFER = Offer(frozenset(PLANTED), frozenset({"EPSG:3946", "EPSG:2154"}))
MAP = "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=limites&STYLES=&CRS=EPSG:3946&BBOX=0,0,1,1&WIDTH=9&HEIGHT=9"
FEATURES = "SERVICE=WFS&VERSION=1.1.0&REQUEST=GetFeature&TYPENAME=limites"


@pytest.fixture(scope="module")
def territory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_territory(tmp_path_factory.mktemp("territory"))


@pytest.fixture
def portal(territory: Path, tmp_path: Path) -> Path:
    extract(territory, tmp_path)
    return tmp_path


def extract(territory: Path, portal: Path, **parameters: str) -> Context:
    context = Context()
    result = run_values("extractportal", {"TERRITORY": str(territory), "PORTAL": str(portal), **parameters}, context)
    assert result.status == "done"
    return context


def rewritten(territory: Path, old: str, new: str) -> Path:
    """The same territory with one change."""
    assert TERRITORY.count(old) >= 1
    path = territory.with_name("changed.toml")
    path.write_text(TERRITORY.replace(old, new), encoding="utf-8")
    return path


def data(portal: Path, release: int = 1) -> sqlite3.Connection:
    return sqlite3.connect(portal / CODE / "releases" / str(release) / "data.gpkg")


# --- extraction -----------------------------------------------------------------------------------------------------


def test_release_holds_current_objects_under_short_names(portal: Path) -> None:
    found = dict(data(portal).execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))
    assert found == PLANTED


def test_only_listed_columns_are_published(portal: Path) -> None:
    columns = [row[1] for row in data(portal).execute("PRAGMA table_info(limites)")]
    assert columns == ["fid", "geom", "dateLeve", "thematique"]
    columns = [row[1] for row in data(portal).execute("PRAGMA table_info(eau)")]
    assert columns == ["fid", "geom", "materiau", "diametre"]


def test_no_byte_of_a_release_holds_an_unlisted_value(territory: Path, portal: Path) -> None:
    assert CANARY.encode() in (territory.parent / "store.gpkg").read_bytes()
    files = [path for path in portal.rglob("*") if path.is_file()]
    assert len(files) == 10  # data, release.json and three pages for each of the two portals
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []


def test_arcs_and_heights_are_those_of_the_base(territory: Path, portal: Path) -> None:
    query = "SELECT geom FROM {} ORDER BY fid"
    base = sqlite3.connect(territory.parent / "store.gpkg")
    received = [row[0] for row in base.execute(query.format("LimiteVoiriePCRS WHERE state = 'current'"))]
    published = [row[0] for row in data(portal).execute(query.format("limites"))]
    assert published == received
    totals = [census(wkb_of(blob)) for blob in published]
    assert [sum(total) for total in zip(*totals, strict=True)] == [60, 60, 12]
    declared = data(portal).execute(
        "SELECT geometry_type_name, z FROM gpkg_geometry_columns WHERE table_name='limites'"
    )
    assert declared.fetchone() == ("COMPOUNDCURVE", 1)


def test_mixed_affleurants_are_split_by_kind(portal: Path) -> None:
    rows = data(portal).execute("SELECT table_name, geometry_type_name FROM gpkg_geometry_columns ORDER BY 1")
    types = dict(rows)
    assert (types["affleurants"], types["affleurants_point"]) == ("POLYGON", "POINT")


def test_network_keeps_its_own_system(portal: Path) -> None:
    row = data(portal).execute("SELECT srs_id FROM gpkg_geometry_columns WHERE table_name = 'eau'").fetchone()
    assert row == (2154,)


def test_spatial_index_answers(portal: Path) -> None:
    found = data(portal).execute("SELECT COUNT(*) FROM rtree_limites_geom").fetchone()
    assert found == (12,)


def test_no_free_page_is_left(portal: Path) -> None:
    assert data(portal).execute("PRAGMA freelist_count").fetchone() == (0,)
    assert data(portal).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_releases_are_never_overwritten(territory: Path, portal: Path) -> None:
    before = (portal / CODE / "releases" / "1" / "data.gpkg").read_bytes()
    extract(territory, portal, CODE=CODE)
    assert sorted(path.name for path in (portal / CODE / "releases").iterdir()) == ["1", "2"]
    assert (portal / CODE / "releases" / "1" / "data.gpkg").read_bytes() == before
    assert json.loads((portal / CODE / "releases" / "2" / "release.json").read_text())["release"] == 2
    assert sorted(path.name for path in (portal / "2A004" / "releases").iterdir()) == ["1"]


def test_report_counts_in_and_out(territory: Path, tmp_path: Path) -> None:
    report = extract(territory, tmp_path, CODE=CODE).report
    assert report["counts"]["in"]["AffleurantPCRS"] == 7
    assert report["counts"]["in"] == report["counts"]["out"]
    assert report["arcs"] == {"in": 12, "out": 12}


def refused(territory: Path, portal: Path, **parameters: str) -> EngineError:
    with pytest.raises(EngineError) as refusal:
        run_values("extractportal", {"TERRITORY": str(territory), "PORTAL": str(portal), **parameters}, Context())
    assert not list(portal.rglob("data.gpkg"))
    return refusal.value


def test_unknown_column_is_refused_by_its_key(territory: Path, tmp_path: Path) -> None:
    changed = rewritten(territory, '["dateLeve", "thematique"]', '["dateLeve", "proprietaire"]')
    refusal = refused(changed, tmp_path)
    assert refusal.code == "portal_column_unknown"
    assert "portals[0].layers[4].columns[1]" in refusal.text("fr")
    assert "proprietaire" in refusal.text("fr")


def test_split_name_that_is_taken_is_refused(territory: Path, tmp_path: Path) -> None:
    refusal = refused(rewritten(territory, 'name = "textes"', 'name = "affleurants_point"'), tmp_path)
    assert refusal.code == "portal_name_taken"


def test_unknown_portal_is_refused(territory: Path, tmp_path: Path) -> None:
    refusal = refused(territory, tmp_path, CODE="69381")
    assert refusal.code == "portal_unknown"
    assert "2A004" in refusal.text("fr")


def test_missing_network_is_refused_by_its_key(territory: Path, tmp_path: Path) -> None:
    refusal = refused(rewritten(territory, 'path = "networks.gpkg"', 'path = "absent.gpkg"'), tmp_path)
    assert refusal.code == "portal_network_unreadable"
    assert "portals[0].layers[3].source" in refusal.text("fr")


@pytest.mark.parametrize(
    ("statements", "code"),
    [
        (["UPDATE store_info SET value = '99' WHERE key = 'schema_version'"], "store_newer"),
        (["DROP TABLE store_info"], "store_foreign"),
        (
            [
                "UPDATE ArbrePCRS SET lot_id = 77 WHERE fid = 1",
            ],
            "hand_edit_unsound",
        ),
    ],
)
def test_a_base_that_others_refuse_is_not_published(tmp_path: Path, statements: list[str], code: str) -> None:
    """A newer schema, no base, an object pasted into a lot that is not there: as exportpcrs and checkquality do."""
    territory = make_territory(tmp_path / "own")
    connection = connect(tmp_path / "own" / "store.gpkg")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    for job, parameters in (
        ("exportpcrs", {"STORE": tmp_path / "own" / "store.gpkg", "OUTPUT": tmp_path / "out"}),
        ("extractportal", {"TERRITORY": territory, "PORTAL": tmp_path / "portal"}),
    ):
        ran = run_job(tmp_path, job, **parameters)
        assert (ran.status, [m["code"] for m in ran.report["messages"]][-1]) == ("refused", code)
    assert not (tmp_path / "portal").exists()


def test_a_base_of_an_older_schema_is_published_after_a_copy(tmp_path: Path) -> None:
    territory = make_territory(tmp_path / "own")
    connection = connect(tmp_path / "own" / "store.gpkg")
    connection.execute("UPDATE store_info SET value = '3' WHERE key = 'schema_version'")
    connection.close()
    extract(territory, tmp_path)
    assert (tmp_path / "own" / "store_schema3.gpkg").is_file()
    assert dict(data(tmp_path).execute("SELECT table_name, feature_count FROM gpkg_ogr_contents")) == PLANTED


def test_class_without_object_is_told_and_left_out(territory: Path, tmp_path: Path) -> None:
    changed = rewritten(territory, 'source = "HabillageTextePCRS"', 'source = "MurPCRS"')
    context = extract(changed, tmp_path, CODE=CODE)
    assert [message["code"] for message in context.report["messages"]] == ["portal_layer_empty", "portal_extracted"]
    assert "textes" not in dict(data(tmp_path).execute("SELECT table_name, feature_count FROM gpkg_ogr_contents"))


def test_screening_counts_addresses_and_numbers() -> None:
    values = ["voir p.exemple@exemple.fr", "06 12 34 56 78", "+33 6 12 34 56 78", None, 612345678, "0312345678901", "A"]
    assert count_personal(values) == {"email": 1, "phone": 2}


def test_listed_personal_value_is_warned_of_without_its_text(territory: Path, tmp_path: Path) -> None:
    folder = tmp_path / "personal"
    changed = make_territory(folder, TERRITORY.replace('["reseau", "nature"]', '["reseau", "gestionnaire"]'))
    store = connect(folder / "store.gpkg")
    store.execute("UPDATE AffleurantPCRS SET gestionnaire = 'p.exemple@exemple.fr' WHERE fid <= 2")
    store.close()
    messages = extract(changed, tmp_path / "portal", CODE=CODE).report["messages"]
    warned = [message["text"] for message in messages if message["code"] == "portal_personal"]
    assert len(warned) == 1
    assert "2 valeurs" in warned[0] and "portals[0].layers[0].columns[1]" in warned[0]
    assert "@" not in warned[0]


# --- landing page ---------------------------------------------------------------------------------------------------


def page(portal: Path) -> str:
    return (portal / CODE / "releases" / "1" / "site" / "index.html").read_text(encoding="utf-8")


def test_hostile_title_is_inert(portal: Path) -> None:
    text = page(portal)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; rues" in text
    assert re.findall(r"<script[^>]*>", text) == ['<script src="portail.js" defer>']


def test_page_asks_nothing_from_elsewhere(portal: Path) -> None:
    folder = portal / CODE / "releases" / "1" / "site"
    text = page(portal)
    assert re.findall(r'(?:src|href)="((?:https?:)?//[^"]*)"', text) == []
    assert "url(" not in (folder / "portail.css").read_text() and "@import" not in (folder / "portail.css").read_text()
    assert '<html lang="fr">' in text
    assert all("alt=" in image for image in re.findall(r"<img[^>]*>", text))


def test_page_bears_the_colours_and_the_counts(portal: Path) -> None:
    style = (portal / CODE / "releases" / "1" / "site" / "portail.css").read_text()
    assert "--primary: #1F4E79;" in style and "--on-primary: #ffffff;" in style
    assert '<code>limites</code></td><td class="number">12</td>' in page(portal)


@pytest.mark.parametrize(("colour", "ink"), [("#1F4E79", "#ffffff"), ("#FFD400", "#111111"), ("#777777", "#111111")])
def test_text_on_the_primary_colour_is_readable(colour: str, ink: str) -> None:
    assert site.readable_colour(colour) == ink
    assert site.contrast(colour, ink) >= 4.2


def test_logo_that_is_no_picture_is_refused(territory: Path, tmp_path: Path) -> None:
    (territory.parent / "logo.png").write_text("<html>")
    changed = rewritten(territory, 'fees = "Gratuit"', 'fees = "Gratuit"\nlogo = "logo.png"')
    refusal = refused(changed, tmp_path)
    assert refusal.code == "portal_logo_unreadable"
    assert "portals[0].logo" in refusal.text("fr")


# --- what the gateway lets through (cases of section D of the threat list, by number) --------------------------------


def status(query: str, service: str = "WMS") -> int:
    try:
        screen(query, service, OFFER)
    except Refused as refusal:
        return refusal.status
    return 200


@pytest.mark.parametrize(
    ("case", "query", "service"),
    [
        ("T01", f"{MAP}&MAP=/srv/other.qgs", "WMS"),
        ("T02", f"{MAP}&%4dAP=/srv/other.qgs", "WMS"),
        ("T02", f"{MAP}&mAp=/srv/other.qgs", "WMS"),
        ("T03", f"map=/srv/other.qgs&{MAP}", "WMS"),
        ("T07", f"{MAP}&MAP=/etc/passwd", "WMS"),
        ("T09", f"{FEATURES}&EXP_FILTER=%22gestionnaire%22 LIKE 'A%25'", "WFS"),
        ("T10", f"{MAP}&FILTER=limites:\"gestionnaire\" LIKE 'A%25'", "WMS"),
        ("T11", f"{FEATURES}&EXP_FILTER=file_exists('/etc/passwd')", "WFS"),
        ("T12", "SERVICE=WMS&REQUEST=GetPrint&TEMPLATE=A4&FORMAT=pdf", "WMS"),
        ("T16", f"{MAP}&SLD=http://127.0.0.1:18099/", "WMS"),
        ("T17", f"{MAP}&SLD_BODY=%3CStyledLayerDescriptor/%3E", "WMS"),
        ("T18", MAP.replace("limites", "EXTERNAL_WMS:a&a:url=http://127.0.0.1/"), "WMS"),
        ("T18", MAP.replace("limites", "EXTERNAL_WMS:a"), "WMS"),
        ("T23", MAP.replace("WIDTH=9", "WIDTH=20000"), "WMS"),
        ("T23", MAP.replace("WIDTH=9", "WIDTH=-5"), "WMS"),
        ("T23", MAP.replace("WIDTH=9", "WIDTH=0"), "WMS"),
        ("T23", MAP.replace("WIDTH=9", "WIDTH=large"), "WMS"),
        ("T23", MAP.replace("WIDTH=9", "WIDTH=٩"), "WMS"),
        ("T23", MAP.replace("&WIDTH=9", ""), "WMS"),
        ("T24", f"{MAP}&DPI=9600", "WMS"),
        ("T25", f"{FEATURES}&MAXFEATURES={MAX_FEATURES + 1}", "WFS"),
        ("T25", "SERVICE=WFS&REQUEST=GetFeature", "WFS"),
        ("T28", "SERVICE=WFS&REQUEST=Transaction", "WFS"),
        ("T36", MAP.replace("3946", "27572"), "WMS"),
        ("T36", f"{FEATURES}&SRSNAME=urn:ogc:def:crs:EPSG::27572", "WFS"),
        ("T39", "SERVICE=WCS&REQUEST=GetCapabilities", "WMS"),
        ("T39", "SERVICE=WMTS&REQUEST=GetCapabilities", "WMS"),
        ("T39", "SERVICE=WMS&REQUEST=GetProjectSettings", "WMS"),
        ("T39", "SERVICE=WMS&REQUEST=GetContext", "WMS"),
        ("T39", "SERVICE=WMS&REQUEST=GetStyles&LAYERS=limites", "WMS"),
        ("T39", MAP.replace("VERSION", "FORMAT=application/dxf&VERSION"), "WMS"),
        ("twice", f"{MAP}&LAYERS=arbres", "WMS"),
        ("wfs2", FEATURES.replace("1.1.0", "2.0.0"), "WFS"),
        ("shapezip", f"{FEATURES}&OUTPUTFORMAT=SHAPEZIP", "WFS"),
        ("box", MAP.replace("0,0,1,1", "0,0,1,nan"), "WMS"),
        ("box", MAP.replace("0,0,1,1", "0,0,1"), "WMS"),
        ("bytes", f"{MAP}&BGCOLOR=%FF%FE", "WMS"),
        ("none", "", "WMS"),
    ],
)
def test_threat_is_refused(case: str, query: str, service: str) -> None:
    assert status(query, service) == 400


def test_long_query_is_refused() -> None:
    assert status(f"{MAP}&BGCOLOR={'0' * 5000}") == 414


@pytest.mark.parametrize(
    ("query", "service"),
    [
        (MAP, "WMS"),
        (f"{MAP}&DPI=96&MAP_RESOLUTION=96&FORMAT_OPTIONS=dpi:96", "WMS"),  # QGIS Desktop
        (f"{FEATURES}&BBOX=0,0,1,1,urn:ogc:def:crs:EPSG::3946", "WFS"),
        ("SERVICE=WFS&REQUEST=GetCapabilities&ACCEPTVERSIONS=2.0.0,1.1.0,1.0.0", "WFS"),  # QGIS Desktop
        ("service=wfs&request=getcapabilities&version=1.1.0", "WFS"),  # OWSLib in small letters
    ],
)
def test_client_passes(query: str, service: str) -> None:
    assert status(query, service) == 200


def test_every_getfeature_is_bounded() -> None:
    assert screen(FEATURES, "WFS", OFFER)["MAXFEATURES"] == str(MAX_FEATURES)
    assert screen(f"{FEATURES}&MAXFEATURES=5", "WFS", OFFER)["MAXFEATURES"] == "5"


def test_capabilities_of_an_unknown_version_are_negotiated() -> None:
    handed = screen("SERVICE=WFS&REQUEST=GetCapabilities&VERSION=2.0.0", "WFS", OFFER)
    assert handed == {"SERVICE": "WFS", "REQUEST": "GetCapabilities", "VERSION": "1.1.0"}


def test_refusal_never_repeats_the_query() -> None:
    with pytest.raises(Refused) as refusal:
        screen(f"{MAP}&MAP=/srv/secret.qgs", "WMS", OFFER)
    assert "secret" not in refusal.value.text

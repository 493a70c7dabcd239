"""Server projects made in QGIS, styles, and the two algorithms of publication through the real qgis_process."""

from __future__ import annotations

import getpass
import json
import os
import re
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from xml.etree import ElementTree

import pytest
from qgis.core import Qgis, QgsProject, QgsVectorLayer

from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.publication import project as server_project
from mutualgeo_plugin.publication.colours import NETWORK_COLOURS, OTHER_COLOUR, network_colour
from mutualgeo_plugin.publication.release import publish_release

from .conftest import ENGINE_PYTHON, ROOT

CODE, OTHER = "200000000", "2A004"
#: What tests/portal_fixture.py plants.
PLANTED = {"limites": 12, "arbres": 5, "affleurants": 3, "affleurants_point": 4, "textes": 1, "eau": 6}
CANARY = b"Canari-Personnel-7431"
GEOMETRIES = ("Point", "LineString", "Polygon")
DRAWN_AS = {
    "point": "Point",
    "multipoint": "Point",
    "curve": "LineString",
    "multicurve": "LineString",
    "any": "LineString",
}
#: Styles of what the runs leave beside the base (tests/qgis/test_result_styles.py).
RESULTS = {
    "changes_after", "changes_before", "commune_coverage", "conflicts", "coverage", "deviations", "discrepancies",
    "edge_after", "edge_before", "edge_links", "findings_areas", "findings_lines", "findings_points", "fix_after",
    "fix_before", "matches", "unpaired",
}  # fmt: skip
STYLES = sorted((ROOT / "resources" / "styles").glob("*.qml"))


def extracted(folder: Path) -> Path:
    """Base, territory and extracted releases, made by the engine's own environment."""
    subprocess.run([ENGINE_PYTHON, "-m", "tests.portal_fixture", folder], cwd=ROOT, check=True, capture_output=True)
    return folder / "portal"


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory, qgis_app) -> Path:
    portal = extracted(tmp_path_factory.mktemp("published"))
    for code in (CODE, OTHER):
        publish_release(portal, code, 1)
    return portal


@pytest.fixture(scope="module")
def opened(published: Path) -> QgsProject:
    project = QgsProject()
    assert project.read(str(published / CODE / "project.qgs"))
    return project


def test_project_serves_the_layers_under_their_short_names(opened: QgsProject) -> None:
    layers = {layer.serverProperties().shortName(): layer for layer in opened.mapLayers().values()}
    assert {name: layer.featureCount() for name, layer in layers.items()} == PLANTED
    ids, _ = opened.readListEntry("WFSLayers", "/")
    assert sorted(ids) == sorted(opened.mapLayers())
    assert opened.readNumEntry("WFSLayersPrecision", f"/{layers['limites'].id()}")[0] == 3


def test_project_bears_the_portals_own_texts(opened: QgsProject) -> None:
    assert opened.readEntry("WMSServiceTitle", "/")[0] == "Plan <script>alert(1)</script> & rues"
    assert opened.readEntry("WMSContactOrganization", "/")[0] == "Val d'Exemple, service des plans"
    assert opened.readEntry("WMSFees", "/")[0] == "Gratuit – Licence Ouverte 2.0"
    assert opened.readListEntry("WMSCrsList", "/")[0] == ["EPSG:3946", "EPSG:2154", "EPSG:3857", "EPSG:4326"]
    assert opened.readNumEntry("WMSMaxWidth", "/")[0] == 4096


def test_project_tells_nothing_of_its_maker(published: Path) -> None:
    text = (published / CODE / "project.qgs").read_text(encoding="utf-8")
    project = ElementTree.fromstring(text)
    assert set(project.attrib) == {"projectname", "version"}
    assert [element.text for element in project.iter("author")] == [None]
    assert [element.text for element in project.iter("creation") if element.text] == []
    assert list(project.iter("date")) == []
    assert str(published) not in text and f"{Path.home()}/" not in text and socket.gethostname() not in text
    assert re.findall(r"<datasource>(/[^<]*)<", text) == []
    assert f">{getpass.getuser()}<" not in text


def test_no_published_byte_holds_an_unlisted_value(published: Path) -> None:
    files = [path for path in published.rglob("*") if path.is_file()]
    assert [path for path in files if CANARY in path.read_bytes()] == []


def test_portal_json_says_what_is_served(published: Path) -> None:
    listed = json.loads((published / "portal.json").read_text(encoding="utf-8"))
    assert [(portal["code"], portal["release"]) for portal in listed["portals"]] == [(CODE, 1), (OTHER, 1)]
    assert listed["portals"][0]["layers"] == PLANTED


def test_arcs_are_arcs_in_qgis(opened: QgsProject) -> None:
    layer = next(lay for lay in opened.mapLayers().values() if lay.serverProperties().shortName() == "limites")
    assert layer.wkbType() == Qgis.WkbType.CompoundCurveZ
    assert sum(feature.geometry().constGet().nCurves() == 2 for feature in layer.getFeatures()) == 12


def test_release_short_of_objects_stays_unserved(tmp_path: Path, qgis_app) -> None:
    portal = extracted(tmp_path)
    publish_release(portal, OTHER, 1)
    before = (portal / OTHER / "project.qgs").read_bytes()
    extracted(tmp_path)
    path = portal / OTHER / "releases" / "2" / "release.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["layers"][0]["features"] = 6
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(EngineError) as refusal:
        publish_release(portal, OTHER, 2)
    assert refusal.value.code == "project_count_wrong"
    assert (portal / OTHER / "project.qgs").read_bytes() == before
    assert not list((portal / OTHER).glob("project.2*"))


#: What the versions of QGIS write of a project's maker.
MADE_BY = (
    '<qgis saveUser="someone" version="3.40"><layer/></qgis>',
    '<qgis version="3.44"><projectMetadata><author>someone</author></projectMetadata></qgis>',
    '<qgis version="3.44"><projectMetadata><creation>2026-11-30T20:00:00</creation></projectMetadata></qgis>',
    '<qgis version="3.44"><dates><date type="Created" value="2026-11-30T20:00:00Z"/></dates></qgis>',
)


@pytest.mark.parametrize("text", MADE_BY)
def test_project_that_names_its_maker_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "project.qgs"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EngineError) as refusal:
        server_project.refuse_leaks(path, CODE)
    assert refusal.value.code == "project_leak"
    assert "someone" not in refusal.value.text("fr")
    path.write_text(server_project.strip_maker(text), encoding="utf-8")
    server_project.refuse_leaks(path, CODE)


# --- styles ---------------------------------------------------------------------------------------------------------


def test_every_drawn_class_has_a_style() -> None:
    drawn = {name for name, feature_class in CLASSES.items() if feature_class.geometry} | {"AffleurantPCRS"}
    assert drawn | {"AffleurantPCRS.point", "finding"} | RESULTS == {path.stem for path in STYLES}


@pytest.mark.parametrize("style", [path for path in STYLES if path.stem not in RESULTS], ids=lambda path: path.stem)
def test_style_loads_without_a_word(style: Path, qgis_app) -> None:
    text = style.read_text(encoding="utf-8")
    geometry = GEOMETRIES[int(re.findall(r"<layerGeometryType>(\d)<", text)[0])]
    kind = CLASSES[style.stem].geometry if style.stem in CLASSES else "point"
    assert geometry == DRAWN_AS.get(kind, "Polygon")
    layer = QgsVectorLayer(f"{geometry}?crs=EPSG:3946&field=reseau:string&field=severity:string", "x", "memory")
    message, loaded = layer.loadNamedStyle(str(style))
    assert (message, loaded) == ("", True)
    assert "{" not in re.sub(r"\{\}", "", text)  # nothing drawn at random: the script writes the same bytes again


def test_affleurants_bear_the_colours_of_their_networks(qgis_app) -> None:
    layer = QgsVectorLayer("Point?crs=EPSG:3946&field=reseau:string", "x", "memory")
    layer.loadNamedStyle(str(ROOT / "resources" / "styles" / "AffleurantPCRS.point.qml"))
    found = {category.value(): category.symbol().color().name() for category in layer.renderer().categories()}
    assert found.pop("") == OTHER_COLOUR
    assert found == {code: network_colour(code) for code in found}
    assert found["ELECBT"] == NETWORK_COLOURS["ELEC"] and found["ASSAEU"] == NETWORK_COLOURS["ASSA"]
    assert (found["00"], found["MULT"]) == (OTHER_COLOUR, OTHER_COLOUR)


# --- qgis_process ---------------------------------------------------------------------------------------------------


def test_publishportal_then_serveportal(run, tmp_path: Path) -> None:
    portal = extracted(tmp_path)
    territory, report = tmp_path / "territoire.toml", tmp_path / "report.json"
    done = run("run", "mutualgeo:publishportal", "--", f"TERRITORY={territory}", f"PORTAL={portal}", f"REPORT={report}")
    assert done.returncode == 0, done.stderr
    content = json.loads(report.read_text(encoding="utf-8"))
    assert (content["status"], content["job"]) == ("done", "publishportal")
    assert [(entry["code"], entry["release"]) for entry in content["portals"]] == [(CODE, 2), (OTHER, 2)]
    objects = {layer["name"]: layer["objects"] for layer in content["portals"][0]["layers"]}
    assert objects == PLANTED

    served = run("run", "mutualgeo:serveportal", "--", f"PORTAL={portal}", "DURATION=60", f"REPORT={report}")
    assert served.returncode == 0, served.stderr
    outputs = json.loads(report.read_text(encoding="utf-8"))["outputs"]
    try:
        with urllib.request.urlopen(f"{outputs['URL']}/{CODE}/", timeout=10) as answer:
            assert answer.status == 200
        environment = Path(f"/proc/{outputs['PID']}/environ").read_bytes().decode()
        assert "MUTUALGEO" not in environment and f"HOME={Path.home()}\0" not in environment
    finally:
        os.kill(outputs["PID"], signal.SIGTERM)
    assert gone(outputs["PID"])


def gone(pid: int, seconds: float = 10) -> bool:
    """Whether the process ends in time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.1)
    return False


def test_publishportal_refuses_with_a_report(run, tmp_path: Path) -> None:
    extracted(tmp_path)
    territory, report = tmp_path / "territoire.toml", tmp_path / "report.json"
    territory.write_text(territory.read_text().replace('"thematique"]', '"proprietaire"]'))
    done = run(
        "run",
        "mutualgeo:publishportal",
        "--",
        f"TERRITORY={territory}",
        f"PORTAL={tmp_path / 'new'}",
        f"REPORT={report}",
    )
    assert done.returncode == 1
    content = json.loads(report.read_text(encoding="utf-8"))
    assert content["status"] == "refused"
    assert "portals[0].layers[4].columns[1]" in content["messages"][-1]["text"]
    assert not list(tmp_path.glob("new/*/project.qgs"))


def test_serveportal_refuses_what_is_no_portal(run, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    done = run("run", "mutualgeo:serveportal", "--", f"PORTAL={tmp_path}", f"REPORT={report}")
    assert done.returncode == 1
    assert json.loads(report.read_text(encoding="utf-8"))["messages"][0]["code"] == "portal_folder_empty"


def test_serveportal_refuses_a_port_that_is_taken(run, tmp_path: Path) -> None:
    portal = extracted(tmp_path)
    (portal / "portal.json").write_text(json.dumps({"portals": []}))
    report = tmp_path / "report.json"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = run("run", "mutualgeo:serveportal", "--", f"PORTAL={portal}", f"PORT={port}", f"REPORT={report}")
    assert done.returncode == 1
    assert json.loads(report.read_text(encoding="utf-8"))["messages"][0]["code"] == "gateway_port_taken"

"""A published portal as its clients see it: pages, WMS and WFS through OWSLib and QGIS, and what attackers get.

Cases named Tnn are those of the threat list that apply to a gateway.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from owslib.wfs import WebFeatureService
from owslib.wms import WebMapService
from qgis.PyQt.QtGui import QImage

CODE, OTHER = "200000000", "2A004"
#: What tests/portal_fixture.py plants, and the value that no portal lists.
PLANTED = {"limites": 12, "arbres": 5, "affleurants": 3, "affleurants_point": 4, "textes": 1, "eau": 6}
CANARY = b"Canari-Personnel-7431"
BOX = (1846360.0, 5181590.0, 1846460.0, 5181650.0)
MAP = (
    "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetMap&LAYERS=limites&STYLES=&CRS=EPSG:3946"
    f"&BBOX={','.join(map(str, BOX))}&WIDTH=500&HEIGHT=300&FORMAT=image/png"
)
FEATURES = "SERVICE=WFS&VERSION=1.1.0&REQUEST=GetFeature&TYPENAME=arbres"

#: A QGIS of its own, as a user's: is the WFS layer valid, how many objects has it, is the WMS layer valid.
QGIS_CLIENT = """
import sys
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(f"typename='limites' version='auto' srsname='EPSG:3946' url='{sys.argv[1]}/wfs'", "x", "WFS")
picture = QgsRasterLayer(f"crs=EPSG:2154&format=image/png&layers=limites&styles=&url={sys.argv[1]}/wms", "x", "wms")
print(layer.isValid(), sum(1 for _ in layer.getFeatures()), picture.isValid())
del layer, picture
application.exitQgis()
"""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Portal:
    """A served portal: where it is, and how to ask it."""

    root: Path
    url: str
    pid: int

    def get(self, path: str, *, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        parts = urlsplit(self.url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=names)
            response = connection.getresponse()
            return Answer(response.status, dict(response.getheaders()), response.read())
        finally:
            connection.close()

    def wms(self, query: str) -> Answer:
        return self.get(f"/{CODE}/wms?{quote(query, safe='=&%:/,')}")

    def wfs(self, query: str) -> Answer:
        return self.get(f"/{CODE}/wfs?{quote(query, safe='=&%:/,')}")


@pytest.fixture(scope="module")
def environment(checkout: Path, engine_python: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    plugins = checkout / "build" / "plugins"
    tree = [shutil.which("python3", path="/usr/bin"), checkout / "tools" / "build_tree.py", "link", plugins]
    subprocess.run(tree, check=True, capture_output=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    environment |= {
        "QGIS_CUSTOM_CONFIG_PATH": str(tmp_path_factory.mktemp("profile")),
        "QGIS_PLUGINPATH": str(plugins),
        "QT_QPA_PLATFORM": "offscreen",
        "MUTUALGEO_ENGINE_PYTHON": str(engine_python),
    }
    subprocess.run(["qgis_process", "plugins", "enable", "mutualgeo_plugin"], env=environment, check=True,
                   capture_output=True)  # fmt: skip
    return environment


@pytest.fixture(scope="module")
def work(checkout: Path, engine_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("work")
    command = [engine_python, "-m", "tests.portal_fixture", folder]
    subprocess.run(command, cwd=checkout, check=True, capture_output=True)
    shutil.rmtree(folder / "portal")
    return folder


def publish(work: Path, environment: dict[str, str]) -> None:
    command = ["qgis_process", "run", "mutualgeo:publishportal", "--", f"TERRITORY={work / 'territoire.toml'}",
               f"PORTAL={work / 'portal'}", f"REPORT={work / 'publish.json'}"]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def portal(work: Path, environment: dict[str, str]):
    publish(work, environment)
    command = ["qgis_process", "run", "mutualgeo:serveportal", "--", "PORTAL=portal", "DURATION=300",
               f"REPORT={work / 'serve.json'}"]  # fmt: skip
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, cwd=work)
    assert done.returncode == 0, done.stdout + done.stderr
    outputs = json.loads((work / "serve.json").read_text(encoding="utf-8"))["outputs"]
    yield Portal(work / "portal", outputs["URL"], outputs["PID"])
    os.kill(outputs["PID"], signal.SIGTERM)


# --- what clients see -----------------------------------------------------------------------------------------------


def colours(png: bytes) -> set[str]:
    image = QImage.fromData(png)
    assert not image.isNull()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def test_wms_130_is_read_by_owslib(portal: Portal) -> None:
    service = WebMapService(f"{portal.url}/{CODE}/wms", version="1.3.0")
    assert service.identification.title == "Plan <script>alert(1)</script> & rues"
    assert service.provider.contact.organization == "Val d'Exemple, service des plans"
    assert set(service.contents) - {f"portail_{CODE}"} == set(PLANTED)
    picture = service.getmap(layers=["limites", "arbres"], styles=["", ""], srs="EPSG:3946", bbox=BOX, size=(500, 300),
                             format="image/png").read()  # fmt: skip
    assert len(colours(picture)) > 10
    whole = service.getmap(layers=[f"portail_{CODE}"], styles=[""], srs="EPSG:3946", bbox=BOX, size=(500, 300),
                           format="image/png").read()  # fmt: skip
    assert len(colours(whole)) > 10
    assert all(set(service[name].styles) == {"default"} for name in PLANTED)


@pytest.mark.parametrize("name", PLANTED)
def test_wfs_110_gives_every_object_to_owslib(portal: Portal, name: str) -> None:
    service = WebFeatureService(f"{portal.url}/{CODE}/wfs", version="1.1.0")
    assert set(service.contents) == set(PLANTED)
    body = service.getfeature(typename=[name]).read()
    assert body.count(b"<gml:featureMember>") == PLANTED[name]
    assert CANARY not in body


def test_qgis_reads_wfs_and_wms(portal: Portal, environment: dict[str, str]) -> None:
    client = [sys.executable, "-c", QGIS_CLIENT, f"{portal.url}/{CODE}"]
    done = subprocess.run(client, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split() == ["True", "12", "True"], done.stderr


def test_listed_attributes_alone_are_described(portal: Portal) -> None:
    answer = portal.wfs("SERVICE=WFS&VERSION=1.1.0&REQUEST=DescribeFeatureType&TYPENAME=eau")
    assert sorted(re.findall(rb'<element [^>]*name="(\w+)"', answer.body)) == [
        b"diametre",
        b"eau",
        b"fid",
        b"geometry",
        b"materiau",
    ]


def test_page_and_its_files(portal: Portal) -> None:
    page = portal.get(f"/{CODE}/")
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert b"<script>alert" not in page.body
    for name in re.findall(rb'(?:src|href)="(portail\.\w+)"', page.body):
        assert portal.get(f"/{CODE}/{name.decode()}").status == 200
    first = re.findall(rb'<img src="(wms\?[^"]*GetMap[^"]*)"', page.body)[0].decode().replace("&amp;", "&")
    assert len(colours(portal.get(f"/{CODE}/{first}").body)) > 10
    assert portal.get(f"/{CODE}").headers["Location"] == f"/{CODE}/"
    assert portal.get(f"/{CODE}/", method="HEAD").body == b""


def test_page_comes_to_life_in_a_browser(portal: Portal, tmp_path: Path) -> None:
    browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
               "--disable-background-networking", "--disable-component-update", "--disable-sync",
               f"--user-data-dir={tmp_path}", "--virtual-time-budget=5000", "--dump-dom"]  # fmt: skip
    done = subprocess.run([*browser, f"{portal.url}/{CODE}/"], capture_output=True, text=True, timeout=120)
    assert 'class="map live"' in done.stdout, done.stderr
    assert f">{portal.url}/{CODE}/wms</code>" in done.stdout
    assert re.search(r'<img src="http[^"]*REQUEST=GetMap[^"]*"[^>]*transform: translate', done.stdout)
    assert "alert(1)</script>" not in done.stdout


def test_new_release_is_seen_without_a_restart(portal: Portal, work: Path, environment: dict[str, str]) -> None:
    territory = work / "territoire.toml"
    before = territory.read_text(encoding="utf-8")
    territory.write_text(before.replace('title = "Autre plan"', 'title = "Plan nouveau"'), encoding="utf-8")
    query = f"/{OTHER}/wms?SERVICE=WMS&REQUEST=GetCapabilities"
    assert b"<Title>Autre plan</Title>" in portal.get(query).body
    publish(work, environment)
    assert b"<Title>Plan nouveau</Title>" in portal.get(query).body
    territory.write_text(before, encoding="utf-8")
    assert portal.wfs(f"{FEATURES}&RESULTTYPE=hits").body.count(b'numberOfFeatures="5"') == 1


# --- tenants and paths ----------------------------------------------------------------------------------------------


def test_tenants_are_never_mixed(portal: Portal) -> None:
    for code, title in ((OTHER, b"Autre commune"), (CODE, b"rues"), (OTHER, b"Autre commune")):
        body = portal.get(f"/{code}/wms?SERVICE=WMS&REQUEST=GetCapabilities").body
        assert title in body
        assert (b"limites" in body) == (code == CODE)


@pytest.mark.parametrize(
    "path",
    ["/", "/portal.json", f"/{CODE}/project.qgs", f"/{CODE}/releases/1/data.gpkg", f"/{CODE}/../portal.json",
     f"/{CODE}/%2e%2e/portal.json", "/69999/", "/69381%00/wms", "/２Ａ004/", "/index.json", "/wfs3", f"/{CODE}/wfs3",
     f"/{CODE}/ogc", f"/{CODE}//", "/2a004/"],
)  # fmt: skip
def test_nothing_else_is_served(portal: Portal, path: str) -> None:
    answer = portal.get(quote(path, safe="/%"))
    assert answer.status == 404
    assert str(portal.root).encode() not in answer.body


@pytest.mark.parametrize("spelling", ["MAP", "map", "mAp", "%4dAP", "%4Dap"])
@pytest.mark.parametrize("first", [True, False])
def test_t01_to_t04_map_is_refused(portal: Portal, spelling: str, first: bool) -> None:
    other = f"{spelling}={portal.root / OTHER / 'project.qgs'}"
    for query in ("SERVICE=WMS&REQUEST=GetCapabilities", MAP):
        answer = portal.wms(f"{other}&{query}" if first else f"{query}&{other}")
        assert answer.status == 400
        assert str(portal.root).encode() not in answer.body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_t05_t28_only_get_and_head(portal: Portal, method: str) -> None:
    answer = portal.get(f"/{CODE}/wms", method=method, body=f"MAP={portal.root}/{OTHER}/project.qgs".encode())
    assert answer.status == 405
    assert answer.headers["Allow"] == "GET, HEAD"


def test_t07_map_elsewhere_tells_nothing(portal: Portal) -> None:
    for target in ("/etc/passwd", "../../x.qgs", "geopackage:x", "/vsicurl/http://127.0.0.1/", "http://127.0.0.1/"):
        answer = portal.wms(f"{MAP}&MAP={target}")
        assert answer.status == 400
        assert b"passwd" not in answer.body and b"qgs" not in answer.body


def test_t09_t11_filters_are_no_oracle(portal: Portal) -> None:
    for expression in (
        "\"gestionnaire\" LIKE 'Canari%25'",
        "\"gestionnaire\" LIKE 'ZZZ%25'",
        "env('HOME') LIKE '/t%25'",
    ):
        answers = [portal.wfs(f"{FEATURES}&EXP_FILTER={expression}"), portal.wms(f"{MAP}&FILTER=limites:{expression}")]
        assert [answer.status for answer in answers] == [400, 400]


def test_t12_t13_printing_is_off(portal: Portal) -> None:
    answer = portal.wms(
        "SERVICE=WMS&VERSION=1.3.0&REQUEST=GetPrint&TEMPLATE=x&FORMAT=pdf&CRS=EPSG:3946&label=[% env('PATH') %]"
    )
    assert answer.status == 400
    assert b"/usr" not in answer.body


def test_t14_t19_to_t22_xml_bodies_are_refused_at_once(portal: Portal) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    deep = b"<Filter>" + b"<And>" * 20_000 + b"</And>" * 20_000 + b"</Filter>"
    for body in (bomb, deep):
        began = time.monotonic()
        answer = portal.get(f"/{CODE}/wfs", method="POST", body=body)
        assert answer.status == 405
        assert time.monotonic() - began < 1
        assert b"root:" not in answer.body


def test_t16_to_t18_nothing_is_fetched(portal: Portal) -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(1)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        body = f'<StyledLayerDescriptor><ExternalGraphic href="{address}"/></StyledLayerDescriptor>'
        queries = (
            f"{MAP}&SLD={address}",
            f"{MAP}&SLD_BODY={quote(body)}",
            MAP.replace("limites", f"EXTERNAL_WMS:a&a:url={address}"),
        )
        assert [portal.wms(query).status for query in queries] == [400, 400, 400]
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("width", ["20000", "-5", "0", "wide", ""])
def test_t23_size_is_bounded(portal: Portal, width: str) -> None:
    assert portal.wms(MAP.replace("WIDTH=500", f"WIDTH={width}")).status == 400


def test_t25_getfeature_is_bounded(portal: Portal) -> None:
    assert portal.wfs(f"{FEATURES}&MAXFEATURES=10001").status == 400
    assert portal.wfs(f"{FEATURES}&MAXFEATURES=2").body.count(b"<gml:featureMember>") == 2
    assert portal.wfs(f"{FEATURES}&MAXFEATURES=2&STARTINDEX=4").body.count(b"<gml:featureMember>") == 1


def test_t28_data_stay_as_they_are(portal: Portal) -> None:
    data = portal.root / CODE / "releases" / "1" / "data.gpkg"
    before = hashlib.sha256(data.read_bytes()).digest()
    assert portal.wfs("SERVICE=WFS&REQUEST=Transaction").status == 400
    portal.wms(MAP)
    assert hashlib.sha256(data.read_bytes()).digest() == before
    assert data.stat().st_mode & 0o777 == 0o444
    assert not list(portal.root.rglob("*-wal"))


def test_t35_host_is_not_reflected(portal: Portal) -> None:
    query = f"/{CODE}/wms?SERVICE=WMS&REQUEST=GetCapabilities"
    body = portal.get(query, Host="evil.example", X_Qgis_Wms_Service_Url="http://evil.example/").body
    assert b"evil" not in body
    assert f"{portal.url}/{CODE}/wms?".encode() in body


def test_t36_unlisted_system_is_refused(portal: Portal) -> None:
    answer = portal.wms(MAP.replace("3946", "27572"))
    assert answer.status == 400
    assert b'code="InvalidCRS"' in answer.body


@pytest.mark.parametrize(
    "query",
    ["SERVICE=WCS&REQUEST=GetCapabilities", "SERVICE=WMTS&REQUEST=GetCapabilities", "SERVICE=WMS&REQUEST=GetContext",
     "SERVICE=WMS&REQUEST=GetProjectSettings", "SERVICE=WMS&REQUEST=GetStyles&LAYERS=limites",
     "SERVICE=WMS&REQUEST=GetSchemaExtension", MAP.replace("image/png", "application/dxf")],
)  # fmt: skip
def test_t39_services_never_promised_are_closed(portal: Portal, query: str) -> None:
    assert portal.wms(query).status == 400


def test_t41_no_answer_tells_a_path_or_a_name(portal: Portal) -> None:
    queries = (
        "SERVICE=WMS&REQUEST=GetCapabilities",
        MAP.replace("limites", "absente"),
        MAP.replace("LAYERS=limites", "LAYERS="),
    )
    answers = [portal.wms(query) for query in queries]
    answers += [
        portal.wfs("SERVICE=WFS&REQUEST=GetCapabilities"),
        portal.wfs(FEATURES),
        portal.wfs(f"{FEATURES}&FEATUREID=arbres.99999"),
    ]
    answers += [
        portal.wms(MAP.replace("GetMap", "GetFeatureInfo") + "&QUERY_LAYERS=limites&I=1&J=1&INFO_FORMAT=text/html")
    ]
    for answer in answers:
        for secret in (str(portal.root), str(Path.home()) + "/", "MAP=", "saveUser", ".gpkg", ".qgs"):
            assert secret.encode() not in answer.body
        assert CANARY not in answer.body


def test_t42_hostile_title_is_escaped_in_capabilities(portal: Portal) -> None:
    for body in (
        portal.wms("SERVICE=WMS&REQUEST=GetCapabilities").body,
        portal.wfs("SERVICE=WFS&REQUEST=GetCapabilities").body,
    ):
        assert b"<script" not in body
        assert b"]]> du" not in body


def test_slow_client_does_not_hold_the_others(portal: Portal) -> None:
    parts = urlsplit(portal.url)
    with socket.create_connection((parts.hostname, parts.port)) as slow:
        slow.sendall(b"GET /")
        began = time.monotonic()
        assert portal.get(f"/{CODE}/").status == 200
        assert time.monotonic() - began < 2


def test_many_at_once_are_all_answered(portal: Portal) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(portal.wms(MAP).status)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_server_stops_by_itself(portal: Portal, work: Path, environment: dict[str, str]) -> None:
    command = ["qgis_process", "run", "mutualgeo:serveportal", "--", f"PORTAL={portal.root}", "DURATION=3",
               f"REPORT={work / 'short.json'}"]  # fmt: skip
    subprocess.run(command, env=environment, capture_output=True, check=True, timeout=120)
    pid = json.loads((work / "short.json").read_text(encoding="utf-8"))["outputs"]["PID"]
    until = time.monotonic() + 15
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.2)
    assert not Path(f"/proc/{pid}").exists()

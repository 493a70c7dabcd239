"""Small files that would cost much, each of its own shape: the work stays in proportion, or the file is refused."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest

from mutualgeo_plugin.engine.formats import download as network
from mutualgeo_plugin.engine.formats.download import Patience, download
from mutualgeo_plugin.engine.formats.layer import read_layer, read_shapes
from mutualgeo_plugin.engine.formats.ogc_service import Service, count_objects, read_service
from mutualgeo_plugin.engine.formats.page import MOST_FIELDS, PAGE_SIZE, Request, Unread
from mutualgeo_plugin.engine.formats.raster import read_tile
from mutualgeo_plugin.engine.formats.sources.dxf import read_pages
from mutualgeo_plugin.engine.geometry import arcs
from mutualgeo_plugin.engine.geometry.linear import linearise
from mutualgeo_plugin.engine.geometry.tangles import find_tangles, valid_areas
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.credentials import holds_credential
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.messages import MOST_REPEATED, render
from mutualgeo_plugin.engine.territory import load_territory
from mutualgeo_plugin.engine.toml.document import MOST_NAMES
from tests.conftest import ROOT as CHECKOUT
from tests.engine.run import Ran, run
from tests.engine.small_lot import ROOT, X, Y, emprise, envelope, flat, kerb, line, write
from tests.fuzz.seeds_layers import geopackage

#: Seconds of this process that each file may take; the first readers took from 14 to more than 80.
LIMIT = 8.0
SIZE = 700_000


@pytest.fixture
def limit() -> Iterator[None]:
    begun = time.process_time()
    yield
    assert time.process_time() - begun < LIMIT


def filled(make: Callable[[int], str]) -> str:
    """So many pieces that they have `SIZE` characters."""
    pieces, size = [], 0
    while size < SIZE:
        pieces.append(make(len(pieces)))
        size += len(pieces[-1])
    return "".join(pieces)


def codes(ran: Ran) -> list[str]:
    return [row.get("code", row["status"]) for row in ran.report["lots"]]


# --- PCRS GML ---------------------------------------------------------------------------------------------------------

GML = {
    "texts_and_elements": lambda: "<idObjet>" + filled(lambda _: "a<x/>") + "</idObjet>",
    "elements": lambda: filled(lambda _: "<x/>"),
    "names": lambda: filled(lambda k: f"<x{k}/>"),
    "attributes": lambda: "<x " + filled(lambda k: f"a{k}='' ") + "/>",
    "namespaces": lambda: filled(lambda k: f"<x xmlns:n{k}='u{k}' n{k}:a=''/>"),
    "values": lambda: filled(lambda _: "<idObjet>a</idObjet>"),
    "associations": lambda: filled(lambda _: '<pointLeve xlink:href="#a"/>'),
    "cdata": lambda: "<idObjet>" + filled(lambda _: "<![CDATA[a]]>") + "</idObjet>",
}


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("shape", GML)
def test_a_lot_is_read_in_proportion(tmp_path: Path, shape: str) -> None:
    odd = f'<featureMember><LimiteVoiriePCRS gml:id="k2">{GML[shape]()}</LimiteVoiriePCRS></featureMember>'
    text = f"{ROOT}<featureMember>{kerb('k1', (0, 0), (5, 0))}</featureMember>{odd}</PlanCorpsRueSimplifie>"
    (tmp_path / "l.gml").write_text(text, "utf-8")
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "l.gml"], STORE=tmp_path / "s.gpkg")
    assert codes(ran) == ["received"]
    assert max(len(message["text"]) for message in ran.report["messages"]) < 3 * MOST_REPEATED


def arc_lot(folder: Path, count: int, radius: float) -> Path:
    """A lot of half circles."""
    members = "".join(
        f'<featureMember><LimiteVoiriePCRS gml:id="k{k}"><geometrie><gml:Curve srsName="EPSG:3946" srsDimension="3">'
        f"<gml:segments><gml:Arc><gml:posList>{X} {Y + k} 1 {X + radius} {Y + k + radius} 1 {X + 2 * radius} {Y + k} 1"
        "</gml:posList></gml:Arc></gml:segments></gml:Curve></geometrie></LimiteVoiriePCRS></featureMember>"
        for k in range(count)
    )
    (folder / "l.gml").write_text(f"{ROOT}{members}</PlanCorpsRueSimplifie>", "utf-8")
    return folder / "l.gml"


@pytest.mark.usefixtures("limit")
def test_arcs_of_no_survey_are_refused_before_they_are_drawn(tmp_path: Path) -> None:
    lot = arc_lot(tmp_path, 1500, 50_000.0)
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg", language="en")
    assert codes(ran) == ["gml_arcs_huge"]
    assert "radius 50000 m" in ran.texts()


@pytest.mark.parametrize(("count", "radius"), [(1500, 10.0), (3, 50_000.0)])
def test_arcs_of_a_survey_are_received(tmp_path: Path, count: int, radius: float) -> None:
    ran = run(tmp_path, "receivelot", INPUT=[arc_lot(tmp_path, count, radius)], STORE=tmp_path / "s.gpkg")
    assert codes(ran) == ["received"]


@pytest.mark.usefixtures("limit")
def test_arcs_of_a_layer_are_bounded_together(tmp_path: Path) -> None:
    import numpy as np

    def arc(radius: float) -> bytes:
        return encode(("arc", np.array([(X, Y), (X + radius, Y + radius), (X + 2 * radius, Y)])))

    path = tmp_path / "l.gpkg"
    path.write_bytes(geopackage([arc(10.0)] * 300 + [arc(1e6)] * 20))
    assert len(read_layer(path)) == 320
    path.write_bytes(geopackage([arc(1e7)] * 300))
    with pytest.raises(EngineError) as refused:
        read_layer(path)
    assert refused.value.code == "arcs_huge"


# --- geometries that cross themselves ---------------------------------------------------------------------------------


def scribble(count: int, seed: int = 1) -> list[tuple[float, float]]:
    """A closed ring whose corners are drawn at random: it crosses itself about count² / 6 times."""
    random = Random(seed)
    ring = [(100 * random.random(), 100 * random.random()) for _ in range(count)]
    return [*ring, ring[0]]


def outline(gml_id: str, ring: list[tuple[float, float]]) -> str:
    """An emprise of one ring."""
    return emprise(gml_id, 0, 0, 9, 9).replace(flat((0, 0), (9, 0), (9, 9), (0, 9), (0, 0)), flat(*ring))


def hatching(lines: int) -> str:
    """A grid of lines, one object: they cross each other, none crosses itself."""
    one = "</gml:curveMember><gml:curveMember>".join(
        line(*ends, dim=2) for k in range(lines) for ends in (((k, 0), (k, 100)), ((0, k), (100, k)))
    )
    members = f'<gml:MultiCurve srsName="EPSG:3946"><gml:curveMember>{one}</gml:curveMember></gml:MultiCurve>'
    return (
        '<HabillageLignesPCRS gml:id="h"><idHabillage>h</idHabillage><thematique>03</thematique>'
        f"<geometrie>{members}</geometrie></HabillageLignesPCRS>"
    )


SCRIBBLES = {
    "an emprise": (lambda: [outline("e", scribble(10_000))], "gml_tangled"),
    "a small emprise": (lambda: [outline("e", scribble(60))], "gml_tangled"),
    "an emprise that crosses itself": (lambda: [outline("e", scribble(20))], "received"),
    "many outlines": (
        lambda: [envelope(f"v{k}", *[(x, y, 1.0) for x, y in scribble(36, k)]) for k in range(300)],
        "gml_tangled",
    ),
    "a kerb": (lambda: [kerb("k", *scribble(10_000))], "gml_tangled"),
    "a kerb to and fro": (lambda: [kerb("k", *[(k % 2, 0.0) for k in range(10_000)])], "gml_tangled"),
    "a hatching": (lambda: [hatching(40)], "received"),
}


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("shape", SCRIBBLES)
def test_a_lot_of_scribbles_is_refused(tmp_path: Path, shape: str) -> None:
    make, code = SCRIBBLES[shape]
    write(tmp_path / "l.gml", kerb("a", (0, 0), (5, 0)), *make())
    base = {"STORE": tmp_path / "s.gpkg", "RECEPTION": "reception_ouverte"}
    assert codes(run(tmp_path, "receivelot", INPUT=[tmp_path / "l.gml"], **base)) == [code]
    if code == "received":
        assert run(tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg").exit == 0


def scribbled_layer(path: Path, shape: Callable[..., object], count: int) -> Path:
    import geopandas
    import shapely

    places = [(X + x, Y + y) for x, y in scribble(count)]
    objects = [shape(places), shapely.box(X, Y, X + 5, Y + 5) if shape is shapely.Polygon else shape(places[:2])]
    geopandas.GeoDataFrame({"id": ["a", "b"]}, geometry=objects, crs=3946).to_file(path, driver="GPKG")
    return path


@pytest.mark.usefixtures("limit")
def test_a_scribble_in_a_layer_is_left_out_and_told(tmp_path: Path) -> None:
    import shapely

    layer = scribbled_layer(tmp_path / "l.gpkg", shapely.Polygon, 3000)
    ran = run(tmp_path, "checkquality", INPUT=[layer])
    assert ran.exit == 0
    assert [m["code"] for m in ran.report["messages"] if m["code"] == "layer_tangled"] == ["layer_tangled"]


@pytest.mark.usefixtures("limit")
def test_no_area_and_no_corridor_is_made_of_scribbles(tmp_path: Path) -> None:
    import shapely

    areas = scribbled_layer(tmp_path / "a.gpkg", shapely.Polygon, 3000)
    axes = scribbled_layer(tmp_path / "b.gpkg", shapely.LineString, 3000)
    for path, kind, code in ((areas, "polygon", "layer_shapes_tangled"), (axes, "line", "geometry_tangled")):
        with pytest.raises(EngineError) as refused:
            read_shapes(str(path), 3946, kind)
        assert refused.value.code == code


def test_areas_are_mended_as_before_up_to_the_limit() -> None:
    import numpy as np
    import shapely

    plain, bow = shapely.box(0, 0, 1, 1), shapely.Polygon([(0, 0), (1, 1), (1, 0), (0, 1)])
    few, many = shapely.Polygon(scribble(30)), shapely.Polygon(scribble(60))
    areas = np.array([plain, None, bow, few], dtype=object)
    assert shapely.equals_exact(valid_areas(areas)[[0, 2, 3]], shapely.make_valid(areas[[0, 2, 3]])).all()
    assert find_tangles(np.array([few, None, many, shapely.LineString(scribble(60)), bow])).tolist() == [2, 3]
    with pytest.raises(EngineError) as refused:
        valid_areas(np.array([plain, many]))
    assert refused.value.code == "geometry_tangled"
    several = np.array([shapely.Polygon(scribble(30, seed)) for seed in range(60)])
    assert 20 < len(find_tangles(several)) < 60  # together they cross themselves more often than they may


def test_a_geometry_nested_without_end_is_left_out(tmp_path: Path) -> None:
    """GEOS would end the process: it reads what is nested by a function that calls itself."""
    deep = struct.pack("<BII", 1, 7, 1) * 200_000 + struct.pack("<BIdd", 1, 1, X, Y)
    path = tmp_path / "l.gpkg"
    path.write_bytes(geopackage([deep, struct.pack("<BIdd", 1, 1, X, Y)]))
    layer = read_layer(path)
    assert (len(layer), layer.skipped.unusable) == (2, 1)
    assert [one is None for one in layer.geometry] == [True, False]


def test_a_block_set_without_end_is_told_and_not_drawn(tmp_path: Path) -> None:
    import ezdxf

    document = ezdxf.new("R2010")
    document.blocks.new("B").add_line((0, 0), (1, 1))
    for count in (100, 101):
        grid = {"column_count": 100, "row_count": count, "column_spacing": 1, "row_spacing": 1}
        document.modelspace().add_blockref("B", (X, Y), dxfattribs=grid)
    document.saveas(tmp_path / "d.dxf")
    unread = Unread()
    pages = list(read_pages(tmp_path / "d.dxf", Request(size=PAGE_SIZE, crs=3946)))
    for page in pages:
        unread.merge(page.unread)
    assert sum(map(len, pages)) == 10_000
    assert unread.count("entity INSERT that is damaged") == 1


def test_an_image_that_announces_more_than_its_file_holds_is_refused(tmp_path: Path) -> None:
    import rasterio
    from rasterio.transform import from_origin

    how = {"driver": "GTiff", "count": 1, "dtype": "uint8", "crs": "EPSG:3946", "SPARSE_OK": True, "tiled": True}
    for side, code in ((512, None), (40_000, "raster_bomb")):
        path = tmp_path / f"{side}.tif"
        with rasterio.open(path, "w", width=side, height=side, transform=from_origin(X, Y, 0.05, 0.05), **how):
            pass
        if code is None:
            assert read_tile(path).width == side
        else:
            with pytest.raises(EngineError) as refused:
                read_tile(path)
            assert refused.value.code == code


def test_more_chords_than_the_memory_holds_are_not_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    bent = encode(("arc", np.array([(0.0, 0.0), (10.0, 10.0), (20.0, 0.0)])))
    drawn = len(linearise(bent).coords) - 1
    assert drawn == arcs.count_chords(np.array([[(0.0, 0.0), (10.0, 10.0), (20.0, 0.0)]]))[0]
    monkeypatch.setattr(arcs, "MOST_CHORDS", drawn)
    linearise(bent)
    monkeypatch.setattr(arcs, "MOST_CHORDS", drawn - 1)
    with pytest.raises(EngineError) as refused:
        linearise(bent)
    assert refused.value.code == "arcs_huge"


# --- GML through a mapping profile, and layers ------------------------------------------------------------------------

PROFILE = (
    'title = "t"\nformats = ["gml"]\ncrs = "EPSG:3946"\n[[layer]]\nsource = "Arbre"\nclass = "ArbrePCRS"\n'
    'constants = { idObjet = "i", reference = "r", thematique = "06", qualiteCategorisation = "01", '
    'precisionPlanimetrique = "005", precisionAltimetrique = "005", producteur = "P" }\n'
)
POINT = f'<g><gml:Point srsName="EPSG:3946"><gml:pos>{X} {Y}</gml:pos></gml:Point></g>'


def feature(inner: str, number: int, layer: str = "Arbre") -> str:
    return f'<wfs:member><{layer} gml:id="k{number}">{inner}</{layer}></wfs:member>'


MAPPED = {
    "repeated": (lambda: feature(POINT + filled(lambda _: "<f>a</f>"), 0), "layer_fields_many"),
    "nested": (lambda: feature(POINT + filled(lambda _: "<a><b>1</b></a>"), 0), "layer_fields_many"),
    "attributes": (lambda: feature(POINT + "<f " + filled(lambda k: f"a{k}='1' ") + "/>", 0), "layer_fields_many"),
    "own fields": (lambda: filled(lambda k: feature(f"{POINT}<f{k}>a</f{k}>", k)), "layer_fields_many"),
    "own layers": (lambda: feature(POINT, 0) + filled(lambda k: feature(POINT, k + 1, f"l{k}")), "received"),
    "objects": (lambda: filled(lambda k: feature(POINT, k)), "received"),
}


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("shape", MAPPED)
def test_a_mapped_lot_is_read_in_proportion_or_refused(tmp_path: Path, shape: str) -> None:
    make, code = MAPPED[shape]
    (tmp_path / "p.toml").write_text(PROFILE, "utf-8")
    head = (
        '<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2">'
    )
    (tmp_path / "l.gml").write_text(f"{head}{make()}</wfs:FeatureCollection>", "utf-8")
    ran = run(
        tmp_path, "receivelot", INPUT=[tmp_path / "l.gml"], STORE=tmp_path / "s.gpkg", PROFILE=tmp_path / "p.toml",
        RECEPTION="reception_ouverte",
    )  # fmt: skip
    assert codes(ran) == [code]


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize(("fields", "code"), [(MOST_FIELDS, None), (MOST_FIELDS + 1, "layer_fields_many")])
def test_a_layer_has_so_many_fields_and_no_more(tmp_path: Path, fields: int, code: str | None) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:3946"}}
    place = {"type": "LineString", "coordinates": [[X, Y], [X + 1, Y]]}
    rows = [{"type": "Feature", "properties": {f"f{k}": 1 for k in range(fields)}, "geometry": place}]
    content = {"type": "FeatureCollection", "crs": crs, "features": rows}
    (tmp_path / "l.geojson").write_text(json.dumps(content), "utf-8")
    ran = run(tmp_path, "checkquality", INPUT=[tmp_path / "l.geojson"])
    told = [message["code"] for message in ran.report["messages"] if message["level"] == "error"]
    assert told == ([code] if code else [])


# --- TOML -------------------------------------------------------------------------------------------------------------

TOML = {
    "names": (".".join(["a"] * 50_000) + " = 1", "toml_nested"),
    "spaced names": (" . ".join(["a"] * 50_000) + " = 1", "toml_nested"),
    "quoted names": (".".join(['"a b"', "'c'"] * 12_000) + " = 1", "toml_nested"),
    "heads": ("[" + ".".join(["a"] * 50_000) + "]", "toml_nested"),
    "heads of lists": ("[[" + ".".join(["a"] * 50_000) + "]]", "toml_nested"),
    "inner names": ("a = {" + ".".join(["a"] * 50_000) + " = 1}", "toml_nested"),
    "inner tables": ("a = " + "{a = " * 30_000, "toml_nested"),
    "lists": ("a = " + "[" * 90_000, "toml_nested"),
    "keys": ("\n".join(f"key{k} = 1" for k in range(60_000)), "toml_key_unknown"),
    "a text like an address": (f'[territory]\nname = "{"a." * 200_000}"', "toml_key_missing"),
    "a text of dots": (f'[territory]\nname = "{"." * 90_000}"', "toml_key_missing"),
}


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("shape", TOML)
def test_a_toml_file_takes_what_it_is_worth(tmp_path: Path, shape: str) -> None:
    text, code = TOML[shape]
    (tmp_path / "t.toml").write_text(text, "utf-8")
    command = [
        sys.executable, "-c",
        "import resource, sys; sys.path.insert(0, sys.argv[2])\n"
        "resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\n"
        "from mutualgeo_plugin.engine.territory import load_territory\n"
        "from mutualgeo_plugin.engine.model.errors import EngineError\n"
        "try: load_territory(sys.argv[1])\n"
        "except EngineError as error: print(' '.join(sorted({one.code for one in error.fields['problems'].phrases})))",
        str(tmp_path / "t.toml"), str(CHECKOUT),
    ]  # fmt: skip
    told = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert told.returncode == 0, told.stderr[-500:]
    assert code in told.stdout.split()


def test_a_key_of_settings_may_have_some_names(tmp_path: Path) -> None:
    for names, code in ((MOST_NAMES, "toml_key_unknown"), (MOST_NAMES + 1, "toml_nested")):
        (tmp_path / "t.toml").write_text(".".join(f"n{k}" for k in range(names)) + " = 1", "utf-8")
        with pytest.raises(EngineError) as refused:
            load_territory(tmp_path / "t.toml")
        assert code in {phrase.code for phrase in refused.value.fields["problems"].phrases}


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("text", ["a." * 500_000, "a-" * 500_000, "password" + " " * 10**6, "a:" * 500_000])
def test_a_long_text_is_searched_for_passwords_once(text: str) -> None:
    assert not holds_credential(text)


def test_a_sentence_repeats_the_beginning_of_a_long_value() -> None:
    told = render("path_unreadable", {"path": "p" * 10_000, "detail": "d"})
    assert len(told) < MOST_REPEATED + 200
    assert f"… (+{10_000 - MOST_REPEATED})" in told


@pytest.mark.usefixtures("limit")
@pytest.mark.parametrize("text", ["[" * 500_000, '{"job":' * 100_000, '"' + "a" * 500_000])
def test_a_job_file_of_any_kind_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "job.json").write_text(text, "utf-8")
    events: list = []
    assert run_job(tmp_path / "job.json", events.append) == 1
    assert [event.get("code") for event in events] == ["job_unreadable", None]


# --- services that say a byte now and then ----------------------------------------------------------------------------


@pytest.fixture(params=["head", "body", "silence"])
def dripping(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of a server that never comes to the end of its answer."""
    listener = socket.create_server(("127.0.0.1", 0))
    stop = threading.Event()

    def serve() -> None:
        while not stop.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=drip, args=(connection,), daemon=True).start()

    def drip(connection: socket.socket) -> None:
        with connection:
            try:
                if request.param == "body":
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n")
                while not stop.wait(0.05):
                    if request.param != "silence":
                        connection.sendall(b"X" if request.param == "body" else b"X")
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/w"
    stop.set()
    listener.close()


def test_a_service_that_drips_is_left_when_the_time_is_up(monkeypatch: pytest.MonkeyPatch, dripping: str) -> None:
    begun = time.monotonic()
    with pytest.raises(EngineError) as refused:
        download(dripping, largest=1 << 20, schemes=("http",), patience=0.5)
    assert refused.value.code == "address_unreachable"
    monkeypatch.setattr("mutualgeo_plugin.engine.formats.ogc_service.PATIENCE", 1.0)
    with pytest.raises(EngineError) as refused:
        read_service(dripping)
    assert refused.value.code == "address_unreachable"
    with pytest.raises(EngineError) as refused:
        count_objects(Service(dripping, "WFS", "2.0.0", ("a",), Patience(0.5)), "a")
    assert refused.value.code == "address_unreachable"
    assert time.monotonic() - begun < 4.0


def test_what_is_asked_of_a_service_has_one_time_in_all() -> None:
    patience = Patience(0.2)
    assert 0.0 < patience.seconds_left() <= 0.2
    assert Patience().seconds_left() == network.PATIENCE
    time.sleep(0.25)
    assert patience.seconds_left() < 0.0

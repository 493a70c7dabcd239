"""Whatever a library raises while it reads a file of others becomes a refusal of that file, with its traceback."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import pytest
import rasterio
import shapely

from mutualgeo_plugin.engine.assembly.reception import lot_reader
from mutualgeo_plugin.engine.formats import control_points, gdal, layer, metadata, schema_files
from mutualgeo_plugin.engine.formats.reader_errors import reader_errors
from mutualgeo_plugin.engine.formats.sources import dxf, geopackage
from mutualgeo_plugin.engine.model.errors import Cancelled, EngineError, EngineFailure
from tests.engine.layers_made import write as write_layers
from tests.engine.run import Ran, run
from tests.engine.small_lot import X, Y, emprise, kerb, write
from tests.engine.test_dxf import drawing

LINES = {"type": "LineString", "coordinates": [[700_000, 6_600_000], [700_009, 6_600_000]]}


def raising(error: BaseException):
    def fail(*_arguments, **_named):
        raise error

    return fail


@pytest.fixture
def base(tmp_path: Path) -> Path:
    lot = write(tmp_path / "lot.gml", emprise("e", 0, 0, 9, 9), kerb("k", (0, 0), (9, 0)))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "base.gpkg").exit == 0
    return tmp_path / "base.gpkg"


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    features = [{"type": "Feature", "properties": {"id": "a"}, "geometry": LINES}]
    crs = {"type": "name", "properties": {"name": "EPSG:2154"}}
    (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return tmp_path / "a.geojson"


def compared(folder: Path, a: Path, b: Path) -> Ran:
    return run(folder, "comparenetworks", A=a, B=b, OUTPUT=folder / "o.gpkg")


def assert_refused(ran: Ran, name: str, said: str) -> None:
    (message,) = [m for m in ran.report["messages"] if m["level"] == "error"]
    assert ran.status == "refused" and name in message["text"] and said in message["text"]
    assert "n’en a été pris" in message["text"] and said in ran.report["traceback"]


@pytest.mark.parametrize("error", [ValueError("odd"), IndexError("odd"), OverflowError("odd"), RecursionError("odd")])
def test_gdal(tmp_path, monkeypatch, collection, error):
    assert compared(tmp_path, collection, collection).exit == 0
    monkeypatch.setattr(gdal.raw, "read", raising(error))
    assert_refused(compared(tmp_path, collection, collection), "a.geojson", f"{type(error).__name__}: odd")


def test_a_geopackage(tmp_path, monkeypatch):
    path = write_layers(tmp_path / "n.gpkg", {"net": [("a", "LINESTRING (0 0, 9 0)", {})]})
    assert compared(tmp_path, path, path).exit == 0
    monkeypatch.setattr(geopackage, "is_curved", raising(struct.error("odd")))
    assert_refused(compared(tmp_path, path, path), "n.gpkg", "error: odd")


def test_shapely(tmp_path, monkeypatch, collection):
    monkeypatch.setattr(layer, "_geometries", raising(shapely.errors.GEOSException("odd")))
    assert_refused(compared(tmp_path, collection, collection), "a.geojson", "GEOSException: odd")


def test_a_table_of_points(tmp_path, monkeypatch, base):
    (tmp_path / "p.csv").write_text(f"nom;x;y\np1;{X};{Y}\n")
    given = {"STORE": base, "CONTROL": tmp_path / "p.csv", "OUTPUT": tmp_path / "o.gpkg"}
    assert run(tmp_path, "checkaccuracy", **given).exit == 0
    monkeypatch.setattr(control_points.csv, "reader", raising(KeyError("odd")))
    assert_refused(run(tmp_path, "checkaccuracy", **given), "p.csv", "KeyError: 'odd'")


def test_rasterio(tmp_path, monkeypatch, base):
    with rasterio.open(
        tmp_path / "t.tif", "w", driver="GTiff", width=9, height=9, count=1, dtype="uint8", crs="EPSG:3946",
        transform=rasterio.transform.from_origin(X, Y + 9, 1, 1),
    ):  # fmt: skip
        pass
    given = {"INPUT": [tmp_path / "t.tif"], "DATE": "2024-03-01", "PRECISION": "010", "PRODUCER": "Agglo"}
    monkeypatch.setattr(rasterio, "open", raising(KeyError("odd")))
    assert_refused(run(tmp_path, "registerraster", STORE=base, **given), "t.tif", "KeyError: 'odd'")


def test_lxml(tmp_path, monkeypatch, base):
    (tmp_path / "lot.xml").write_text("<a/>")
    monkeypatch.setattr(metadata.etree, "parse", raising(LookupError("odd")))
    ran = run(tmp_path, "checkquality", INPUT=tmp_path / "lot.gml")
    assert_refused(ran, "lot.gml.xml", "LookupError: odd")


@pytest.mark.parametrize("error", [RecursionError("odd"), AttributeError("odd")])
def test_json(tmp_path, monkeypatch, error):
    (tmp_path / schema_files.MANIFEST).write_text("{}")
    monkeypatch.setattr(schema_files.json, "loads", raising(error))
    with pytest.raises(EngineError) as refused:
        schema_files.load_schema(tmp_path)
    assert refused.value.code == "file_unforeseen"


def lots_with(folder: Path, odd: Path, **given: object) -> Ran:
    good = [write(folder / f"{name}.gml", kerb(f"{name}.1", (at, 0), (at, 9))) for at, name in enumerate(("a", "z"))]
    lots = [good[0], odd, good[1]]
    return run(folder, "receivelot", INPUT=lots, STORE=folder / "s.gpkg", ACCEPT_PARTIAL=True, **given)


def test_an_archive_and_its_neighbours(tmp_path, monkeypatch):
    write(tmp_path / "in.gml", kerb("in.1", (5, 0), (5, 9)))
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        archive.write(tmp_path / "in.gml", "in.gml")
    monkeypatch.setattr(zipfile.ZipFile, "infolist", raising(KeyError("odd")))
    ran = lots_with(tmp_path, tmp_path / "m.zip")
    assert ran.status == "done"
    assert [(lot["name"], lot["status"]) for lot in ran.report["lots"]] == [
        ("a", "received"), ("m", "refused"), ("z", "received"),
    ]  # fmt: skip
    assert_unforeseen(ran, "m.zip")


def test_a_gml_and_its_neighbours(tmp_path, monkeypatch):
    write(tmp_path / "m.gml", kerb("m.1", (5, 0), (5, 9)))
    stage = lot_reader._stage_part
    monkeypatch.setattr(
        lot_reader, "_stage_part", lambda task, *a: 1 // 0 if task.head.path.stem == "m" else stage(task, *a)
    )
    ran = lots_with(tmp_path, tmp_path / "m.gml")
    assert [lot["status"] for lot in ran.report["lots"]] == ["received", "refused", "received"]
    assert_unforeseen(ran, "m.gml")


def test_a_drawing_and_its_neighbours(tmp_path, monkeypatch):
    drawings = [drawing(tmp_path / f"{name}.dxf") for name in "amz"]
    for path in drawings:
        path.write_bytes(path.read_bytes() + f"999\n{path.stem}\n".encode())
    read = dxf.read_pages
    monkeypatch.setattr(dxf, "read_pages", lambda path, *a: 1 // 0 if path.stem == "m" else read(path, *a))
    ran = run(
        tmp_path, "receivelot", INPUT=drawings, STORE=tmp_path / "s.gpkg", ACCEPT_PARTIAL=True, PROFILE="dxf_classes",
        SOURCE_CRS="EPSG:3946",
    )  # fmt: skip
    assert [lot["status"] for lot in ran.report["lots"]] == ["received", "refused", "received"]
    assert_unforeseen(ran, "m.dxf")


def assert_unforeseen(ran: Ran, name: str) -> None:
    (lot,) = [lot for lot in ran.report["lots"] if lot["status"] == "refused"]
    assert lot["code"] == "file_unforeseen" and lot["message"].startswith(f"{name} ")
    assert "Error" in ran.report["traceback"]


@pytest.mark.parametrize(
    "error", [MemoryError(), OSError(28, "no space"), PermissionError(13, "no"), EngineFailure("worker_died"),
              EngineError("store_missing", path="x"), Cancelled(), KeyboardInterrupt()]
)  # fmt: skip
def test_what_is_not_about_the_file_passes(error):
    with pytest.raises(type(error)) as raised, reader_errors("x"):
        raise error
    assert raised.value is error

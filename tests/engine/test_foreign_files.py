"""Files of others meet the driver of their format alone: no other file is read through them, no server is called."""

from __future__ import annotations

import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import SimpleNamespace

import geopandas
import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from mutualgeo_plugin.engine.formats.gdal import SERVING
from mutualgeo_plugin.engine.formats.raster import empty_border, read_tile, write_cog
from tests.engine import small_lot as s
from tests.engine.run import run


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    """A layer of lines of this machine that no one has delivered."""
    table = geopandas.GeoDataFrame(
        {"id": ["secret"]}, geometry=[shapely.LineString([(700_000, 6_600_000), (700_010, 6_600_000)])], crs=2154
    )
    pyogrio.write_dataframe(table, tmp_path / "secret.gpkg", layer="secret", driver="GPKG")
    return tmp_path / "secret.gpkg"


def virtual(path: Path, source: str | Path) -> Path:
    path.write_text(
        '<OGRVRTDataSource><OGRVRTLayer name="LimiteVoiriePCRS">'
        f"<SrcDataSource>{source}</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>"
    )
    return path


def test_the_server_counts_who_calls(server: SimpleNamespace) -> None:
    with socket.create_connection(("127.0.0.1", int(server.url.split(":")[2].split("/")[0]))) as caller:
        caller.sendall(b"GET")
    for _ in range(100):
        if server.calls:
            break
        threading.Event().wait(0.02)
    assert server.calls == [b"GET"]


@pytest.mark.parametrize("ending", [".shp", ".gpkg", ".gml", ".json", ".geojson", ".fgb", ".thf", ".geojson.gz"])
@pytest.mark.parametrize("remote", [True, False], ids=["remote", "local"])
def test_a_virtual_layer_under_another_name_is_opened_by_no_job(tmp_path, server, secret, ending, remote) -> None:
    delivered = virtual(tmp_path / f"delivered{ending}", f"/vsicurl/{server.url}" if remote else secret)
    for job, given in (
        ("checkquality", {"INPUT": [str(delivered)], "FINDINGS": tmp_path / "f.gpkg", "CRS": "EPSG:2154"}),
        ("comparenetworks", {"A": delivered, "B": secret, "OUTPUT": tmp_path / "d.gpkg"}),
        ("receivelot", {"INPUT": [delivered], "PROFILE": "pcrs_tables", "STORE": tmp_path / "s.gpkg"}),
    ):
        ran = run(tmp_path, job, **given)
        assert ran.status == "refused" and not (tmp_path / "s.gpkg").exists(), (job, ran.report["message"])
        assert "secret" not in ran.texts()
    assert server.calls == []


@pytest.mark.parametrize("parameter", ["COMMUNES", "ADDRESSES", "CONTROL"])
def test_a_virtual_layer_beside_a_base_is_not_opened(tmp_path, server, parameter) -> None:
    lot = s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 20, 20), s.tree("a", 1, 1))
    run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg")
    delivered = virtual(tmp_path / "delivered.shp", f"/vsicurl/{server.url}")
    job = "checkaccuracy" if parameter == "CONTROL" else "checkquality"
    base = {"INPUT": tmp_path / "s.gpkg"}
    if job == "checkaccuracy":
        base = {"STORE": tmp_path / "s.gpkg", "OUTPUT": tmp_path / "o.gpkg"}
    ran = run(tmp_path, job, **base, **{parameter: delivered})
    assert ran.status == "refused" and "delivered.shp" in ran.report["message"]
    assert server.calls == []


@pytest.mark.parametrize("source", ["{url}", "/vsicurl/{url}", "/vsicurl/{url}.gpkg", "WFS:{url}", "PG:host=127.0.0.1"])
def test_an_address_is_no_file(tmp_path, server, secret, source) -> None:
    named = source.format(url=server.url)
    ran = run(tmp_path, "comparenetworks", A=named, B=secret, OUTPUT=tmp_path / "d.gpkg")
    assert ran.status == "refused" and server.calls == []


def test_a_gml_fetches_neither_its_schema_nor_its_system(tmp_path, server) -> None:
    """The ok twin: the same lines are read."""
    path = tmp_path / "net.gml"
    path.write_text(
        '<w:FeatureCollection xmlns:w="http://www.opengis.net/wfs" xmlns:gml="http://www.opengis.net/gml" '
        'xmlns:a="http://a" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xlink="http://www.w3.org/1999/'
        f'xlink" xsi:schemaLocation="http://a {server.url}?service=WFS&amp;request=DescribeFeatureType">'
        f'<gml:featureMember><a:net gml:id="n1"><a:other xlink:href="{server.url}#b"/><a:geometry>'
        f'<gml:LineString srsName="{server.url}"><gml:posList>700000 6600000 700010 6600000</gml:posList>'
        "</gml:LineString></a:geometry></a:net></gml:featureMember></w:FeatureCollection>"
    )
    ran = run(tmp_path, "checkquality", INPUT=[str(path)], FINDINGS=tmp_path / "f.gpkg", CRS="EPSG:2154")
    assert server.calls == []
    assert ran.report["counts"]["in"] == {"net": 1} or "net" in ran.report["message"]
    assert sorted(p.name for p in tmp_path.glob("net*")) == ["net.gml"]


def test_a_geopackage_that_reaches_out_is_refused(tmp_path, secret, server) -> None:
    given = {"B": secret, "OUTPUT": tmp_path / "d.gpkg"}
    assert run(tmp_path, "comparenetworks", A=secret, **given).exit == 0
    for sql in (
        f"CREATE VIEW reaching AS SELECT ogr_geocode('{server.url}')",
        "CREATE VIRTUAL TABLE reaching USING dbstat",
    ):
        changed = tmp_path / "changed.gpkg"
        changed.write_bytes(secret.read_bytes())
        connection = sqlite3.connect(changed)
        connection.execute(sql)
        connection.commit()
        connection.close()
        ran = run(tmp_path, "comparenetworks", A=changed, **given)
        assert ran.status == "refused" and "reaching" in ran.report["message"]
    assert server.calls == []


@pytest.fixture
def tile(tmp_path: Path) -> Path:
    path = tmp_path / "tile.tif"
    with rasterio.open(
        path, "w", driver="GTiff", width=600, height=600, count=1, dtype="uint8", crs="EPSG:3946",
        transform=from_origin(1_842_000, 5_176_000, 0.05, 0.05),
    ) as out:  # fmt: skip
        out.write(np.full((1, 600, 600), 7, dtype="uint8"))
    return path


def test_a_virtual_image_under_another_name_is_not_opened(tmp_path, server, tile) -> None:
    lot = s.write(tmp_path / "lot.gml", s.emprise("e", 0, 0, 9, 9), s.tree("t", 1, 1))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    for source in (tile, f"/vsicurl/{server.url}"):
        delivered = tmp_path / "delivered.tif"
        delivered.write_text(
            '<VRTDataset rasterXSize="600" rasterYSize="600"><SRS>EPSG:3946</SRS>'
            "<GeoTransform>1842000,0.05,0,5176000,0,-0.05</GeoTransform>"
            '<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>'
            f"{source}</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>"
        )
        given = {"DATE": "2024-03-01", "PRECISION": "010", "PRODUCER": "Agglo"}
        ran = run(tmp_path, "registerraster", STORE=tmp_path / "s.gpkg", INPUT=[delivered], **given)
        assert ran.status == "refused" and "delivered.tif" in ran.report["message"]
    assert server.calls == []


def test_an_image_calls_no_server_for_its_overviews(tmp_path, server, tile) -> None:
    """The ok twin: the image itself is read and copied."""
    Path(f"{tile}.aux.xml").write_text(
        '<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">'
        f"/vsicurl/{server.url}.tif</MDI></Metadata></PAMDataset>"
    )
    assert (read_tile(tile).width, empty_border(tile)) == (600, 0.0)
    write_cog(tile, tmp_path / "cog.tif")
    with rasterio.open(tmp_path / "cog.tif") as copy:
        assert (copy.read() == 7).all()
    assert server.calls == []


def test_the_engine_has_the_drivers_that_serve_and_no_other(checkout: Path) -> None:
    """In a process of its own, as the launcher starts it: GDAL reads once which drivers it is to have."""
    code = (
        f"import sys; sys.path.insert(0, {str(checkout)!r})\n"
        "from mutualgeo_plugin.engine.formats import gdal\nimport pyogrio\nprint('|'.join(pyogrio.list_drivers()))"
    )
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert set(done.stdout.strip().split("|")) == SERVING

"""Every call that reaches GDAL, with pyogrio, with rasterio and through QGIS, is known, and held to its drivers."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import rasterio
import rasterio.env
import rasterio.shutil
from pyogrio import raw

from mutualgeo_plugin.engine.formats import gdal
from mutualgeo_plugin.engine.formats.gdal_drivers import NO_NETWORK
from mutualgeo_plugin.engine.formats.raster import DRIVERS, empty_border, read_tile, write_cog
from tests.conftest import ROOT
from tests.engine.test_raster import tile

#: Modules and classes whose calls open a file with GDAL.
DOORS = {
    "pyogrio", "raw", "gdal", "rasterio", "rasterio.shutil", "rasterio.errors", "QgsVectorLayer", "QgsRasterLayer",
    "QgsProviderRegistry", "QgsVectorFileWriter", "ogr", "osr", "geopandas", "fiona",
}  # fmt: skip
#: Every call, and what holds it to its drivers.
CALLS = {
    "mutualgeo_plugin/engine/formats/gdal.py": {"pyogrio.set_gdal_config_options", "pyogrio.write_dataframe"},
    "mutualgeo_plugin/engine/formats/vector_source.py": {
        "gdal.list_layers", "gdal.read_info", "gdal.raw.read", "gdal.gdal_options",
    },
    "mutualgeo_plugin/engine/formats/readers/shapefile.py": {"gdal.read_info"},
    "mutualgeo_plugin/engine/formats/raster.py": {"rasterio.Env", "rasterio.open", "rasterio.shutil.copy"},
    "mutualgeo_plugin/geopackages.py": {"QgsVectorLayer", "QgsProviderRegistry.instance"},
}  # fmt: skip
#: Calls of geopandas that make or join tables in memory and open nothing.
IN_MEMORY = {"geopandas.GeoDataFrame", "geopandas.GeoSeries", "geopandas.points_from_xy"}


def calls(source: str) -> set[str]:
    """Calls of a source that go through one of `DOORS`."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name.split(".")[0] in DOORS and all(part.isidentifier() for part in name.split(".")):
                found.add(name)
    return found - IN_MEMORY


def test_every_call_is_known() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): names
        for folder in ("mutualgeo_plugin", "processing_algorithms")
        for path in (ROOT / folder).rglob("*.py")
        if (names := calls(path.read_text("utf-8")))
    }
    assert found == CALLS


def test_a_call_is_seen_wherever_it_stands() -> None:
    source = "def f():\n    import pyogrio\n    return [pyogrio.read_dataframe(p), QgsVectorLayer(p, 't', 'ogr')]"
    assert calls(source) == {"pyogrio.read_dataframe", "QgsVectorLayer"}
    assert calls("rasterio.open(p).read(1)") == {"rasterio.open"}
    assert calls("geopandas.read_file(p)") == {"geopandas.read_file"}
    assert calls("geopandas.GeoDataFrame(t)") == set()


# --- pyogrio: the drivers that no format names are not there ----------------------------------------------------------


def test_vector_files_meet_the_drivers_that_serve_with_the_network_off(checkout: Path, tmp_path: Path) -> None:
    """In a process of its own, as the launcher starts it."""
    code = (
        f"import sys; sys.path.insert(0, {str(checkout)!r})\n"
        "from mutualgeo_plugin.engine.formats import gdal\nimport pyogrio\n"
        "print(sorted(pyogrio.list_drivers()) == sorted(gdal.SERVING))\n"
        "print(pyogrio.get_gdal_config_option('CPL_VSIL_CURL_ALLOWED_FILENAME'))\n"
    )
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("GDAL_", "CPL_"))}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.split() == ["True", *NO_NETWORK.values()]


def test_the_drivers_of_vector_files_are_those_of_the_formats() -> None:
    assert set(gdal.SERVING) == {
        "EDIGEO", "ESRI Shapefile", "FlatGeobuf", "GML", "GPKG", "GeoJSON", "MEM", "OpenFileGDB",
    }  # fmt: skip


@pytest.mark.parametrize("function", ["list_layers", "read_info", "raw.read"])
@pytest.mark.parametrize("remote", ["/vsicurl/http://127.0.0.1:{port}/a.shp", "http://127.0.0.1:{port}/a.geojson"])
def test_no_function_of_the_door_calls_a_server(function: str, remote: str) -> None:
    import socket

    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.3)
    call = {"list_layers": gdal.list_layers, "read_info": gdal.read_info, "raw.read": gdal.raw.read}[function]
    with pytest.raises(gdal.UNREADABLE):
        call(remote.format(port=listening.getsockname()[1]))
    with pytest.raises(TimeoutError):
        listening.accept()
    listening.close()


def test_what_is_written_is_a_geopackage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    monkeypatch.setattr(pyogrio, "write_dataframe", lambda *_, driver, **__: used.append(driver))
    gdal.write_layer(tmp_path / "a.gpkg", "a", None, version="1.3")
    assert used == ["GPKG"]
    assert gdal.raw is raw


# --- rasterio: the driver of each file is named, within the options ---------------------------------------------------


def test_images_are_opened_by_one_named_driver_with_the_network_off(tmp_path, monkeypatch) -> None:
    seen: list[tuple[str, object]] = []
    opened, copied = rasterio.open, rasterio.shutil.copy

    def note(name: str, driver: object) -> None:
        options = rasterio.env.getenv() if rasterio.env.hasenv() else {}
        assert {key: options.get(key) for key in NO_NETWORK} == NO_NETWORK, name
        seen.append((name, driver))

    def open_noted(path, *rest, driver=None, **options):
        note("open", driver)
        return opened(path, *rest, driver=driver, **options)

    def copy_noted(source, target, driver=None, **options):
        note("copy", driver)
        return copied(source, target, driver=driver, **options)

    image = tile(tmp_path / "a.tif", 0, 0, pixels=np.full((3, 200, 200), 7, dtype="uint8"))
    monkeypatch.setattr(rasterio, "open", open_noted)
    monkeypatch.setattr(rasterio.shutil, "copy", copy_noted)
    read_tile(image)
    empty_border(image)
    write_cog(image, tmp_path / "cog.tif")
    assert {name for name, _ in seen} == {"open", "copy"}
    assert {driver for name, driver in seen if name == "open"} <= set(DRIVERS)
    assert {driver for name, driver in seen if name == "copy"} == {"COG"}

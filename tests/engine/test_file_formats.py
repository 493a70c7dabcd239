"""The registry of formats: what a file is, by its content, and what each format may become."""

from __future__ import annotations

import ast
import gzip
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats import readers
from mutualgeo_plugin.engine.formats.file_format import (
    all_formats,
    identify,
    layer_format,
    layer_formats,
    lot_format,
    lot_formats,
)
from mutualgeo_plugin.engine.formats.file_sources import read_lot_pages
from mutualgeo_plugin.engine.formats.gdal_drivers import VECTOR_DRIVERS
from mutualgeo_plugin.engine.formats.mapping import FORMATS
from mutualgeo_plugin.engine.model.errors import EngineError
from tests.conftest import ROOT
from tests.engine.run import run

#: Beginning of a file of each format.
BEGINNINGS = {
    "dxf": b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n",
    "dwg": b"AC1032\0\0",
    "mif": b"Version 300\nCharset",
    "tab": b"!table\n!version 300",
    "edigeo": b"BOMT 12:E000AK01.THF\r\n",
    "fgb": b"fgb\x03fgb\x01\0",
    "geojson": b'\xef\xbb\xbf\n{ "type": "FeatureCollection", "features": [] }',
    "gml": b'<?xml version="1.0"?><a xmlns:gml="http://www.opengis.net/gml/3.2"/>',
    "gpkg": b"SQLite format 3\0" + bytes(84),
    "pdf": b"%PDF-1.7",
    "shp": (9994).to_bytes(4, "big") + bytes(20) + (50).to_bytes(4, "big") + (1000).to_bytes(4, "little") + bytes(68),
    "tiff": b"II*\0\x08\0\0\0",
    "vrt": b"<VRTDataset rasterXSize='1'>http://www.opengis.net/gml</VRTDataset>",
    "zip": b"PK\x03\x04",
}


@pytest.mark.parametrize("name", BEGINNINGS)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_a_file_is_what_its_content_says(tmp_path: Path, name: str, packed: bool) -> None:
    path = tmp_path / "delivered"  # a name that says nothing
    path.write_bytes(gzip.compress(BEGINNINGS[name]) if packed else BEGINNINGS[name])
    found = identify(path)
    assert found is not None and found.name == name


def test_every_format_of_one_file_is_known_by_its_content() -> None:
    assert {one.name for one in all_formats() if not one.is_folder} == set(BEGINNINGS)


@pytest.mark.parametrize("content", [b"", b"\0" * 200, b"a;b\n1;2\n", "{é".encode("utf-16"), b"{}", b"<html></html>"])
def test_what_is_none_of_them_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "delivered.shp"
    path.write_bytes(content)
    assert identify(path) is None
    with pytest.raises(EngineError) as refused:
        layer_format(path)
    assert refused.value.code == ("format_other_content" if content else "file_empty")


def test_layers_and_lots_follow_from_the_registry() -> None:
    assert {one.name for one in layer_formats()} == {"edigeo", "fgb", "gdb", "geojson", "gml", "gpkg", "shp"}
    assert {one.driver for one in layer_formats()} < set(VECTOR_DRIVERS)
    assert FORMATS == {"dxf": (".dxf",), "gml": (".gml", ".xml"), "gpkg": (".gpkg",), "shp": (".shp",)}
    assert {one.name for one in lot_formats()} == set(FORMATS)


def test_a_drawing_of_another_kind_is_called_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.dxf"
    path.write_bytes(BEGINNINGS["dwg"])
    with pytest.raises(EngineError) as refused:
        lot_format(path)
    assert (refused.value.code, refused.value.fields["found"]) == ("format_other_content", "DWG (AutoCAD)")


def test_a_format_is_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module in ``readers/`` is all that a new format needs: profiles, receptions and checks know it."""
    before = all_formats()
    (tmp_path / "places.py").write_text(
        "import numpy as np\n"
        "from mutualgeo_plugin.engine.formats.file_format import FileFormat, register_format\n"
        "from mutualgeo_plugin.engine.formats.page import Page\n"
        "def read(path, request):\n"
        "    lines = [line.split() for line in path.read_text().splitlines()[1:]]\n"
        "    yield Page('ArbrePCRS', path.name, [name for name, x, y in lines], {},\n"
        "        [('point', np.array([[float(x), float(y)]])) for name, x, y in lines])\n"
        "register_format(FileFormat('places', 'Places', ('.places',), lambda head: head.startswith(b'PLACES'),\n"
        "    is_lot=True, read_lot=read, read_systems=lambda path: {3946}))\n"
    )
    monkeypatch.setattr(readers, "__path__", [*readers.__path__, str(tmp_path)])
    all_formats.cache_clear()
    try:
        assert [one.name for one in all_formats() if one not in before] == ["places"]
        path = tmp_path / "a.places"
        path.write_text("PLACES\nt1 1842000 5176000\n")
        own = lot_format(path)
        (page,) = read_lot_pages(path, own, 3946)
        assert (page.layer, page.names) == ("ArbrePCRS", ["t1"])
    finally:
        monkeypatch.undo()
        from mutualgeo_plugin.engine.formats import file_format

        file_format._REGISTERED.pop("places", None)
        all_formats.cache_clear()


@pytest.mark.parametrize(
    "content",
    [
        b"<OGRVRTDataSource/>",
        b'{"type": "FeatureCollection"}<OGRVRTDataSource/>',
        b'<WFS_Capabilities xmlns="http://www.opengis.net/wfs"/>',
        b"<OGRWFSDataSource/>",
        b"  0\nSECTION\n<GDAL_WMS>",
    ],
)
def test_what_points_elsewhere_is_nothing_else(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "delivered.gml"
    path.write_bytes(content)
    found = identify(path)
    assert found is not None and found.is_pointer
    path.write_bytes(BEGINNINGS["gpkg"] + content)  # GDAL reads a text to its first NUL
    found = identify(path)
    assert found is not None and found.name == "gpkg"


def test_a_file_of_no_layers_is_told_what_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.dwg"
    path.write_bytes(BEGINNINGS["dwg"])
    ran = run(tmp_path, "checkquality", INPUT=[str(path)], language="en")
    assert "DWG (AutoCAD)" in ran.report["message"] and "GeoPackage (.gpkg)" in ran.report["message"]


def lists_of_endings(source: str) -> list[list[str]]:
    """Literal lists in a source that hold endings of two formats of layers or more."""
    endings = {ending.lstrip(".") for one in layer_formats() for ending in one.endings}
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.List | ast.Tuple | ast.Set):
            texts = [one.value for one in node.elts if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if len({text.lower().lstrip(".*") for text in texts} & endings) > 1:
                found.append(texts)
    return found


def test_qgis_side_keeps_no_list_of_formats_of_its_own() -> None:
    """What the engine reads as it is follows from the registry (`savedlayer.READABLE_FORMATS`)."""
    folders = ("processing_algorithms", "mutualgeo_plugin/gui", "mutualgeo_plugin/publication")
    sources = {path: path.read_text("utf-8") for folder in folders for path in (ROOT / folder).rglob("*.py")}
    assert {path.name: found for path, source in sources.items() if (found := lists_of_endings(source))} == {}
    assert lists_of_endings('A = ["gpkg", "shp"]\nB = (".gml",)\nC = ["gpkg"]') == [["gpkg", "shp"]]

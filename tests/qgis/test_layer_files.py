"""Files given as layers: QGIS opens none that reads another file or calls a server, for no algorithm."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from osgeo import gdal  # noqa: E402
from qgis.core import (  # noqa: E402
    QgsFeature,
    QgsGeometry,
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingFeedback,
    QgsProject,
    QgsProperty,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from tests.algorithms import NAMES  # noqa: E402

#: Types of parameters by which QGIS opens layers, and what each refuses otherwise.
OPENED = {"crs", "extent", "multilayer", "source", "vector"}
CONTENTS = {
    "shp": '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>/vsicurl/{url}</SrcDataSource>'
    "<SrcLayer>a</SrcLayer></OGRVRTLayer></OGRVRTDataSource>",
    "geojson": '{{"type": "FeatureCollection", "features": []}}<OGRVRTDataSource><OGRVRTLayer name="a">'
    "<SrcDataSource>/vsicurl/{url}</SrcDataSource><SrcLayer>a</SrcLayer></OGRVRTLayer></OGRVRTDataSource>",
    "csv": "<OGRWFSDataSource><URL>{url}</URL></OGRWFSDataSource>",
    "gml": '<WFS_Capabilities version="1.0.0" xmlns="http://www.opengis.net/wfs"><Service><Name>a</Name></Service>'
    '<Capability><Request><GetCapabilities><DCPType><HTTP><Get onlineResource="{url}"/></HTTP></DCPType>'
    "</GetCapabilities></Request></Capability><FeatureTypeList><FeatureType><Name>a</Name></FeatureType>"
    "</FeatureTypeList></WFS_Capabilities>",
}


@pytest.fixture(params=CONTENTS)
def delivered(request, tmp_path, server) -> Path:
    """A file that makes GDAL call the server."""
    path = tmp_path / f"delivered.{request.param}"
    path.write_text(CONTENTS[request.param].format(url=server.url))
    return path


@pytest.fixture
def lines(qgis_app, tmp_path) -> Path:
    """A layer of one line."""
    layer = QgsVectorLayer("LineString?crs=EPSG:2154", "lines", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("LineString (700000 6600000, 700010 6600000)"))
    layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    path = tmp_path / "lines.gpkg"
    assert QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject().transformContext(), options)[0] == 0
    return path


def algorithm(name: str):
    from mutualgeo_plugin.processing_algorithms.provider import find_algorithms

    found = {one.__module__.rpartition(".")[2]: one for one in find_algorithms()}[name]()
    found.initAlgorithm()
    return found


def in_project() -> QgsProcessingContext:
    context = QgsProcessingContext()
    context.project_kept = QgsProject()
    context.setProject(context.project_kept)
    return context


def opened_parameters(found) -> list[str]:
    """Names of the parameters whose value QGIS may open as a layer."""
    return [
        one.name()
        for one in found.parameterDefinitions()
        if one.type() in OPENED
        and not (one.type() == "multilayer" and one.layerType() == QgsProcessing.SourceType.TypeFile)
    ]


def test_such_files_call_the_server_when_they_are_opened(qgis_app, delivered, server):
    QgsVectorLayer(str(delivered), "x", "ogr")
    is_table_alone = delivered.suffix == ".csv" and gdal.VersionInfo() >= "3100000"  # GDAL looks no farther than that
    assert bool(server.calls) is not is_table_alone


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_parameter_of_an_algorithm_opens_them(qgis_app, delivered, server, name):
    """Whatever the type of the parameter, in the order in which the dialog, qgis_process and a model ask."""
    found, context = algorithm(name), in_project()
    for parameter in (one.name() for one in found.parameterDefinitions() if not one.isDestination()):
        given = {parameter: str(delivered)}
        found.validateInputCrs(given, context)
        found.checkParameterValues(given, context)
        if parameter in opened_parameters(found):
            fits, message = found.checkParameterValues(given, context)
            assert not fits and parameter in message and delivered.name in message, parameter
            _results, ran = found.run(given, context, QgsProcessingFeedback())
            assert not ran
    assert server.calls == []


def test_there_are_such_parameters(qgis_app):
    found = {name: opened_parameters(algorithm(name)) for name in NAMES}
    assert found["comparenetworks"][:2] == ["A", "B"]
    assert found["checkquality"] == ["LAYERS", "CRS", "COMMUNES", "BUILDINGS"]
    assert "EXTENT" in found["exportpcrs"]


@pytest.mark.parametrize("delivered", ["shp"], indirect=True)
def test_nor_does_another_way_of_naming_them(qgis_app, tmp_path, delivered, server):
    found, context = algorithm("comparenetworks"), in_project()
    packed = tmp_path / "packed.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(delivered, "inside.shp")
    ways = (
        f"{delivered}|layername=a",
        f"ogr://{delivered}",
        QgsProcessingFeatureSourceDefinition(str(delivered), False),
        QgsProperty.fromValue(str(delivered)),
        QgsProperty.fromExpression(f"'{delivered}'"),
        str(packed),
    )
    for way in ways:
        fits, message = found.checkParameterValues({"A": way}, context)
        assert not fits and ("delivered.shp" in message or "packed.zip/inside.shp" in message), way
    checks = algorithm("checkquality")
    assert not checks.checkParameterValues({"LAYERS": [str(delivered)]}, context)[0]
    assert not checks.checkParameterValues({"LAYERS": f"{delivered};{delivered}"}, context)[0]
    assert server.calls == []


def test_layers_are_taken(lines, tmp_path):
    """The ok twin: by their file, and by the name that the project has for them."""
    found, context = algorithm("comparenetworks"), in_project()
    layer = QgsVectorLayer(str(lines), "known", "ogr")
    context.project().addMapLayer(layer)
    for given in (str(lines), f"{lines}|layername=lines", layer.id(), "known"):
        output = str(tmp_path / "d.gpkg")
        assert found.checkParameterValues({"A": given, "B": str(lines), "OUTPUT": output}, context) == (True, "")


@pytest.mark.parametrize("delivered", ["shp"], indirect=True)
def test_qgis_process_opens_none(run, delivered, lines, server, tmp_path):
    output = f"--OUTPUT={tmp_path / 'd.gpkg'}"
    done = run("run", "mutualgeo:comparenetworks", "--", f"--A={delivered}", f"--B={lines}", output)
    assert done.returncode and "delivered.shp" in done.stderr + done.stdout
    assert server.calls == [] and not (tmp_path / "d.gpkg").exists()


# --- what the plugin has QGIS open by itself: the base, findings ------------------------------------------------------


def virtual_layer(path: Path, url: str) -> Path:
    path.write_text(CONTENTS["shp"].format(url=url), encoding="utf-8")
    return path


def reaching_geopackage(path: Path) -> Path:
    """A base of which a table stands for another file."""
    import sqlite3

    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA application_id = 1196444487")
        connection.execute("CREATE TABLE store_info (key TEXT, value TEXT)")
        connection.execute("PRAGMA writable_schema = ON")
        statement = "CREATE VIRTUAL TABLE a USING VirtualOGR('/etc/hostname')"
        connection.execute(
            "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) VALUES ('table', 'a', 'a', 0, ?)",
            (statement,),
        )
    return path


@pytest.mark.parametrize("make", [virtual_layer, lambda path, url: reaching_geopackage(path)])
def test_a_geopackage_that_points_elsewhere_is_opened_by_nothing(qgis_app, tmp_path, server, make):
    from mutualgeo_plugin.engine.model.errors import EngineError
    from mutualgeo_plugin.geopackages import list_sublayers, open_layer
    from mutualgeo_plugin.gui import maplayers

    path = make(tmp_path / "findings.gpkg", server.url)
    for open_it in (
        lambda: open_layer(f"{path}|layername=a", "a"),
        lambda: list_sublayers(path),
        lambda: maplayers.load_findings(path, "a"),
        lambda: maplayers.load_store(path, "a"),
    ):
        with pytest.raises(EngineError) as refused:
            open_it()
        assert refused.value.code in ("format_other_content", "format_reaches_out", "layer_unreadable")
    assert server.calls == []


def test_the_system_of_what_is_no_base_is_not_asked_for(qgis_app, tmp_path, server):
    from mutualgeo_plugin.processing_algorithms.storecrs import store_crs

    assert not store_crs(str(virtual_layer(tmp_path / "base.gpkg", server.url))).isValid()
    assert not store_crs(str(tmp_path / "none.gpkg")).isValid()
    assert server.calls == []

"""Layers of QGIS handed to the quality check: files as they are, anything else as a GeoPackage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from qgis.core import (
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
    QgsVectorLayer,
)

from mutualgeo_plugin.processing_algorithms.checkquality import CheckQuality
from mutualgeo_plugin.processing_algorithms.savedlayer import READABLE_FORMATS  # noqa: E402


def geojson(path: Path, *geometries: dict) -> Path:
    named = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    features = [{"type": "Feature", "properties": {"id": f"o{k}"}, "geometry": g} for k, g in enumerate(geometries)]
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": named, "features": features}))
    return path


@pytest.fixture
def network(tmp_path: Path) -> tuple[Path, Path]:
    """A main, a branch that stops 30 cm short of it, and a node at each end of the main."""
    lines = [[[700_000, 6_600_000], [700_100, 6_600_000]], [[700_020, 6_600_000.3], [700_020, 6_600_030]]]
    points = [[700_000, 6_600_000], [700_100, 6_600_000]]
    return (
        geojson(tmp_path / "pipes.geojson", *({"type": "LineString", "coordinates": line} for line in lines)),
        geojson(tmp_path / "nodes.geojson", *({"type": "Point", "coordinates": point} for point in points)),
    )


@pytest.fixture
def algorithm(qgis_app) -> CheckQuality:
    algorithm = CheckQuality()
    algorithm.initAlgorithm()
    return algorithm


def sources(algorithm: CheckQuality, project: QgsProject, **parameters) -> str | list[str]:
    context = QgsProcessingContext()
    context.setProject(project)
    return algorithm.job_parameters(parameters, context, QgsProcessingFeedback())["INPUT"]


def test_lines_and_nodes_in_one_run(run, network, tmp_path):
    pipes, nodes = network
    command = ("--json", "run", "mutualgeo:checkquality", f"--LAYERS={pipes}", f"--LAYERS={nodes}")
    done = run(*command, f"--FINDINGS={tmp_path / 'f.gpkg'}", f"--REPORT={tmp_path / 'r.json'}")
    assert done.returncode == 0, done.stderr
    report = json.loads((tmp_path / "r.json").read_text())
    assert {check: n for check, n in report["findings"].items() if n} == {"R1": 1, "R2": 1}
    layer = QgsVectorLayer(f"{tmp_path / 'f.gpkg'}|layername=findings", "f", "ogr")
    assert sorted(feature["check_id"] for feature in layer.getFeatures()) == ["R1", "R2"]


def test_files_stay_files_and_other_layers_become_a_geopackage(algorithm, network):
    project = QgsProject()
    pipes = QgsVectorLayer(str(network[0]), "pipes", "ogr")
    memory = QgsVectorLayer("PointZ?crs=EPSG:2154", "nodes", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt("PointZ (700000 6600000 5)"))
    memory.dataProvider().addFeatures([feature])
    project.addMapLayers([pipes, memory])
    given = sources(algorithm, project, LAYERS=[pipes.id(), memory.id()])
    assert given[0].partition("|")[0] == str(network[0])
    assert Path(given[1].partition("|")[0]).suffix == ".gpkg"


def test_a_base_alone_stays_a_path(algorithm, tmp_path):
    project = QgsProject()
    assert sources(algorithm, project, INPUT=str(tmp_path / "s.gpkg")) == str(tmp_path / "s.gpkg")
    assert sources(algorithm, project) == ""


def test_the_report_lies_beside_the_first_layer(algorithm, network):
    assert algorithm.report_folder({"INPUT": [f"{network[0]}|layername=pipes"]}) == network[0].parent


def test_what_the_engine_reads_as_it_is():
    """One ending a format of the registry: .json and .xml may be of several, and are saved as GeoPackage."""
    assert set(READABLE_FORMATS) == {"fgb", "gdb", "geojson", "gml", "gpkg", "shp", "thf"}

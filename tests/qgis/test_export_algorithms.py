"""Exports, emprises, coverage and cost sharing, run by Processing with the real engine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import (  # noqa: E402
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsGeometry,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsRectangle,
    QgsVectorLayer,
)


@pytest.fixture
def call(qgis_app, engine_python, monkeypatch):
    """Run an algorithm of the plugin."""
    from mutualgeo_plugin.processing_algorithms.provider import find_algorithms

    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(engine_python))

    def run(name: str, **parameters):
        algorithm = next(a for a in (kind().create() for kind in find_algorithms()) if a.name() == name)
        result, good = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback())
        assert good, name
        return result

    return run


@pytest.fixture
def store(call, tmp_path) -> Path:
    call("makedemo", FOLDER=str(tmp_path / "demo"), REPORT=str(tmp_path / "r.json"))
    call(
        "receivelot", FOLDER=str(tmp_path / "demo" / "lots"), STORE=str(tmp_path / "s.gpkg"),
        REPORT=str(tmp_path / "r.json"),
    )  # fmt: skip
    return tmp_path / "s.gpkg"


def extent(store: Path) -> tuple[QgsRectangle, str]:
    layer = QgsVectorLayer(f"{store}|layername=LimiteVoiriePCRS", "kerbs", "ogr")
    assert layer.isValid() and layer.featureCount() > 0
    return layer.extent(), layer.crs().authid()


def memory(kind: str, crs: str, geometries: list[QgsGeometry], code: str) -> QgsVectorLayer:
    """A layer that stands in no file: the engine gets a copy."""
    layer = QgsVectorLayer(f"{kind}?field=code:string", "made", "memory")
    layer.setCrs(QgsCoordinateReferenceSystem(crs))
    for rank, geometry in enumerate(geometries, 1):
        feature = QgsFeature(layer.fields())
        feature.setGeometry(geometry)
        feature.setAttributes([f"{code}{rank}"])
        layer.dataProvider().addFeature(feature)
    layer.updateExtents()
    return layer


def halves(store: Path) -> tuple[QgsVectorLayer, str]:
    box, crs = extent(store)
    middle = box.center().x() + 7.3  # the middle is the border of the two lots: nothing crosses it
    west = QgsRectangle(box.xMinimum() - 1, box.yMinimum() - 1, middle, box.yMaximum() + 1)
    east = QgsRectangle(middle, box.yMinimum() - 1, box.xMaximum() + 1, box.yMaximum() + 1)
    return memory("Polygon", crs, [QgsGeometry.fromRect(west), QgsGeometry.fromRect(east)], "0000"), crs


@pytest.mark.parametrize(("rank", "ending"), [(0, "gml"), (1, "gpkg"), (2, "dxf")])
def test_a_layer_of_qgis_masks_an_export(call, store, tmp_path, rank, ending):
    mask, _ = halves(store)
    out = tmp_path / "out"
    result = call(
        "exportpcrs", STORE=str(store), FORMAT=rank, MASK=mask, FIELD="code", CUT=True, OUTPUT=str(out),
        REPORT=str(tmp_path / "r.json"),
    )  # fmt: skip
    assert result["FILES"] == 2 and result["OBJECTS"] > 0
    assert sorted(p.name for p in out.iterdir()) == [f"00001.{ending}", f"00002.{ending}", "metadata"]
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    assert report["export"]["cut"]["objects"] > 0
    if ending == "gpkg":
        layer = QgsVectorLayer(f"{out}/00001.gpkg|layername=LimiteVoiriePCRS", "out", "ogr")
        assert layer.isValid() and layer.featureCount() > 0


@pytest.mark.parametrize(("rank", "ending"), [(1, ".gpkg"), (2, ".dxf")])
def test_a_temporary_file_ends_as_its_format(call, store, tmp_path, rank, ending):
    report = str(tmp_path / "r.json")
    made = call("exportpcrs", STORE=str(store), FORMAT=rank, OUTPUT="TEMPORARY_OUTPUT", REPORT=report)
    assert made["OUTPUT"].endswith(ending) and Path(made["OUTPUT"]).is_file()


def test_emprises_coverage_and_sharing(call, store, tmp_path):
    communes, crs = halves(store)
    box, _ = extent(store)
    made = call(
        "makeemprises", STORE=str(store), KIND=0, SIZE=50, OUTPUT=str(tmp_path / "e.gpkg"),
        REPORT=str(tmp_path / "r.json"),
    )  # fmt: skip
    assert made["EMPRISES"] > 1
    layer = QgsVectorLayer(f"{tmp_path}/e.gpkg|layername=EmpriseEchangePCRS", "e", "ogr")
    assert layer.featureCount() == made["EMPRISES"]
    covered = call(
        "coverage", STORE=str(store), COMMUNES=communes, FIELD="code", OUTPUT=str(tmp_path / "c.gpkg"),
        REPORT=str(tmp_path / "r.json"),
    )  # fmt: skip
    assert {"HOLES", "OVERLAPS"} <= covered.keys()
    line = QgsGeometry.fromWkt(f"LineString({box.xMinimum()} {box.center().y()}, {box.xMaximum()} {box.center().y()})")
    networks = memory("LineString", crs, [line, line], "Régie ")
    call(
        "sharecosts", STORE=str(store), COMMUNES=communes, FIELD="code", NETWORKS=networks, OWNER="code", KEY=0,
        COST="1000,01", OUTPUT=str(tmp_path / "c.csv"), REPORT=str(tmp_path / "r.json"),
    )  # fmt: skip
    lines = (tmp_path / "c.csv").read_text("utf-8-sig").splitlines()
    assert [row.rsplit(";", 1)[1] for row in lines[-3:]] == ["500,01", "500,00", "1000,01"]

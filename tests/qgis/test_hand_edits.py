"""Edits made in a real QGIS editing session: found by the next run, told in lineage, what was before kept."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from qgis.core import Qgis, QgsFeature, QgsGeometry, QgsLineString, QgsPoint, QgsPointXY, QgsVectorLayer

TREES, KERBS = "ArbrePCRS", "LimiteVoiriePCRS"


def query(store: Path, statement: str) -> list[tuple]:
    with sqlite3.connect(store) as connection:
        return connection.execute(statement).fetchall()


def test_an_editing_session_becomes_lineage(qgis_app, run, store, tmp_path):
    layer = QgsVectorLayer(f"{store}|layername={TREES}", "trees", "ogr")
    assert layer.isValid() and layer.startEditing()
    moved, changed, deleted, template = list(layer.getFeatures())[:4]
    before = {f["uid"]: f for f in (moved, changed, deleted)}
    point = moved.geometry().constGet()
    assert layer.changeGeometry(moved.id(), QgsGeometry(QgsPoint(point.x() + 1, point.y(), point.z())))
    assert layer.changeAttributeValue(changed.id(), layer.fields().indexOf("reference"), "Platane")
    assert layer.deleteFeature(deleted.id())
    added = QgsFeature(layer.fields())
    added.setGeometry(template.geometry())
    for name, value in (("uid", "mine"), ("lot_id", 1), ("ord", 99999), ("state", "current"), ("gml_id", "mine")):
        added[name] = value
    assert layer.addFeature(added)
    assert layer.commitChanges(), layer.commitErrors()
    del layer

    report = tmp_path / "report.json"
    done = run("run", "mutualgeo:assemblebase", f"--STORE={store}", f"--REPORT={report}")
    assert done.returncode == 0, done.stderr
    assert json.loads(report.read_text())["hand_edits"] == {"edited": 2, "added": 1, "deleted": 1}
    told = dict(query(store, "SELECT uid, action FROM lineage WHERE action LIKE '% in QGIS'"))
    assert told == {
        moved["uid"]: "edited in QGIS",
        changed["uid"]: "edited in QGIS",
        deleted["uid"]: "deleted in QGIS",
        "mine": "added in QGIS",
    }
    kept = query(store, "SELECT uid, geometry, texts FROM hand_edit WHERE kind <> 'added'")
    for uid, geometry, texts in kept:
        assert json.loads(texts)["reference"] == before[uid]["reference"]
        was = QgsGeometry()
        header = 8 + (0, 32, 48, 48, 64)[(geometry[3] >> 1) & 7]
        was.fromWkb(geometry[header:])
        assert was.equals(before[uid].geometry())
    checked = run("run", "mutualgeo:maintainstore", f"--STORE={store}", "--ACTION=0", f"--REPORT={report}")
    assert checked.returncode == 0, checked.stderr
    assert json.loads(report.read_text())["problems"] == []
    # the run itself is no hand edit
    again = run("run", "mutualgeo:assemblebase", f"--STORE={store}", f"--REPORT={report}")
    assert again.returncode == 0 and "hand_edits" not in json.loads(report.read_text())


def test_lineage_is_readable_in_qgis(qgis_app, store):
    layer = QgsVectorLayer(f"{store}|layername=lineage_readable", "lineage", "ogr")
    assert layer.isValid()
    first = next(layer.getFeatures())
    assert first["action"] == "received" and first["job"] == "receivelot" and len(first["sha256"]) == 64


def editing(store: Path, table: str) -> QgsVectorLayer:
    """A layer of the base in an editing session."""
    layer = QgsVectorLayer(f"{store}|layername={table}", table, "ogr")
    assert layer.isValid() and layer.startEditing()
    return layer


def straight(x: float, y: float) -> QgsGeometry:
    return QgsGeometry(QgsLineString([QgsPoint(x, y, 100), QgsPoint(x + 5, y, 100)]))


def told(run, store: Path, job: str, *parameters: str) -> tuple[int, dict]:
    """Exit status and report of a run."""
    report = store.parent / f"{job}.json"
    done = run("run", f"mutualgeo:{job}", f"--STORE={store}", *parameters, f"--REPORT={report}")
    return done.returncode, json.loads(report.read_text())


def test_what_qgis_lets_through_is_said_and_can_be_mended_there(qgis_app, run, store):
    layer = editing(store, KERBS)
    wrong = list(layer.getFeatures())[:4]
    place = wrong[0].geometry().vertexAt(0)
    ring = f"{place.x()} {place.y()} 1, {place.x() + 1} {place.y()} 1, {place.x()} {place.y() + 1} 1"
    drawn = (
        QgsGeometry(),
        QgsGeometry.fromWkt(f"PolygonZ (({ring}, {place.x()} {place.y()} 1))"),
        QgsGeometry.collectGeometry([straight(place.x(), place.y()), straight(place.x(), place.y() + 1)]),
        straight(place.x() + 5e6, place.y()),
    )
    for feature, geometry in zip(wrong, drawn, strict=True):
        assert layer.changeGeometry(feature.id(), geometry)
    assert layer.commitChanges(), layer.commitErrors()
    del layer
    exit_status, refused = told(run, store, "assemblebase")
    assert (exit_status != 0, refused["status"]) == (True, "refused")
    assert f"fid {wrong[0].id()} (uid {wrong[0]['uid']}" in refused["message"]
    _, checked = told(run, store, "maintainstore", "--ACTION=0")
    assert [problem["count"] for problem in checked["problems"]] == [1, 1, 1, 1]  # each says what was drawn
    for feature in wrong:
        assert sum(f"fid {feature.id()} (" in problem["what"] for problem in checked["problems"]) == 1
    layer = editing(store, KERBS)
    for feature in wrong:
        assert layer.changeGeometry(feature.id(), feature.geometry())
    assert layer.commitChanges(), layer.commitErrors()
    del layer
    exit_status, done = told(run, store, "assemblebase")
    assert (exit_status, done["hand_edits"]) == (0, {"edited": 8, "added": 0, "deleted": 0})


def test_split_and_pasted_objects_have_names_of_their_own(qgis_app, run, store):
    layer = editing(store, KERBS)
    line = next(f for f in layer.getFeatures() if f["state"] == "current")
    layer.selectByIds([line.id()])
    box = line.geometry().boundingBox()
    x, y, reach = box.center().x(), box.center().y(), box.width() + box.height()
    across = [QgsPointXY(x - reach, y - 0.9 * reach), QgsPointXY(x + reach, y + 0.9 * reach)]
    assert layer.splitFeatures(across) == Qgis.GeometryOperationResult.Success
    pasted = QgsFeature(line)
    pasted.setId(-99)
    pasted["fid"] = None
    assert layer.addFeature(pasted)
    assert layer.commitChanges(), layer.commitErrors()
    before = query(store, f"SELECT COUNT(*), COUNT(DISTINCT uid) FROM {KERBS}")[0]
    assert before[0] - before[1] >= 2
    exit_status, _ = told(run, store, "basehistory", f"--OUTPUT={store.parent / 'history.csv'}")
    assert exit_status == 0
    (after,) = query(store, f"SELECT COUNT(*), COUNT(DISTINCT uid), COUNT(DISTINCT lot_id || gml_id) FROM {KERBS}")
    assert after == (before[0],) * 3


def test_what_qgis_cannot_do(qgis_app, store):
    """The triggers keep the columns of the standard, the schema what names an object."""
    for change in (
        lambda layer, line: layer.deleteAttribute(layer.fields().indexOf("producteur")),
        lambda layer, line: layer.changeAttributeValue(line.id(), layer.fields().indexOf("state"), None),
        lambda layer, line: layer.changeAttributeValue(line.id(), layer.fields().indexOf("uid"), None),
        lambda layer, line: layer.changeAttributeValue(line.id(), layer.fields().indexOf("fid"), 777),
    ):
        layer = editing(store, KERBS)
        assert change(layer, next(layer.getFeatures()))
        assert not layer.commitChanges()
        layer.rollBack()
    assert query(store, "SELECT COUNT(*) FROM hand_edit") == [(0,)]

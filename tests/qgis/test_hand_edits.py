"""Edits made in a real QGIS editing session: found by the next run, told in lineage, what was before kept."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from qgis.core import QgsFeature, QgsGeometry, QgsPoint, QgsVectorLayer

TREES = "ArbrePCRS"


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

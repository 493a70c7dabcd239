"""The panel's page of the base: rows equal to the store's, decisions and coverage that run, places on the map."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer, QgsVectorLayerTools  # noqa: E402
from qgis.PyQt.QtCore import QCoreApplication  # noqa: E402
from qgis.PyQt.QtWidgets import QLineEdit, QTabWidget  # noqa: E402

from .test_result_styles import opened  # noqa: E402

CRS = QgsCoordinateReferenceSystem("EPSG:3946")
LIMIT = 60


@pytest.fixture
def store(results, tmp_path) -> Path:
    return Path(shutil.copy(results / "base.gpkg", tmp_path))


def query(store: Path, statement: str, *values) -> list[tuple]:
    with sqlite3.connect(store) as connection:
        # Triggers of the R-tree name them; nothing here changes a geometry.
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda geometry: 0)
        return connection.execute(statement, values).fetchall()


def until(true: Callable[[], bool], limit: float = 10) -> None:
    """Let QGIS turn until something is true."""
    deadline = time.monotonic() + limit
    while not true() and time.monotonic() < deadline:
        QCoreApplication.processEvents()
        time.sleep(0.01)
    assert true()


def finish(panel) -> None:
    """Let the run end."""
    until(lambda: not panel._runner.is_busy, LIMIT)


def click_row(table, row: int) -> None:
    table.selectRow(row)
    table.cellClicked.emit(row, 0)
    QCoreApplication.processEvents()


def test_the_lots_are_those_of_the_store(panel, store):
    rows = panel._base.lots.table.texts()
    told = query(store, "SELECT name, objects, producers FROM lot ORDER BY lot_id")
    assert [(row[0], int(row[2]), row[5]) for row in rows] == told
    assert {(row[1], row[4]) for row in rows} == {("Accepted", "In the base")}
    assert all(row[3] for row in rows)


def test_reserves_are_a_tooltip(panel, store):
    query(
        store,
        "UPDATE lot SET verdict = 'reserves', reserves = ? WHERE lot_id = 1",
        '[{"rule": "r", "refuses": false, "count": 1, "what": "3 objects have no date.", "mend": "Ask for it."}]',
    )
    panel.refresh()
    table = panel._base.lots.table
    assert table.item(0, 1).text() == "With reserves"
    assert table.item(0, 0).toolTip() == "3 objects have no date. Ask for it."


def test_a_lot_without_emprise_and_one_taken_out(panel, store):
    from mutualgeo_plugin.gui.basecontents import lot_box

    whole = lot_box(store, 1)
    query(store, "UPDATE EmpriseEchangePCRS SET lot_id = 99 WHERE lot_id = 1")
    objects = lot_box(store, 1)
    assert whole[0] < objects[0] < objects[2] < whole[2]
    assert lot_box(store, 12) is None
    query(store, "UPDATE lot SET kind = 'removed' WHERE lot_id = 2")
    panel.refresh()
    assert panel._base.lots.table.texts()[1][4] == "Taken out"


def test_a_click_zooms_to_the_lot(panel, store):
    from mutualgeo_plugin.gui.basecontents import lot_box

    click_row(panel._base.lots.table, 0)
    box, seen = lot_box(store, 1), panel._iface.mapCanvas().extent()
    assert seen.xMinimum() < box[0] and seen.xMaximum() > box[2]
    assert seen.center().x() == pytest.approx((box[0] + box[2]) / 2, abs=1)
    assert seen.height() < 2 * (box[3] - box[1])
    assert QgsProject.instance().mapLayersByName("LimiteVoiriePCRS")


def test_the_conflicts_are_those_of_the_store(panel, store):
    rows = panel._base.conflicts.table.texts()
    told = query(store, "SELECT class, reason, distance FROM conflict WHERE state = 'open' ORDER BY reason")
    words = {"attributes": "Attributes contradict each other", "newer": "Newer, but worse"}
    assert rows == [[name, words[reason], f"{distance:.2f} m"] for name, reason, distance in told]
    assert len(rows) == 2


def test_both_versions_are_told(panel, store):
    box = panel._base.conflicts
    click_row(box.table, 1)
    lots, producers, dates, xy, z, categories = [[label.text() for label in pair] for pair in box.values]
    assert (lots, dates, xy) == (["ouest", "est"], ["2018-01-01", "2023-01-01"], ["2 à 5 cm", "5 à 10 cm"])
    assert producers == ["P", "P"] and z == ["2 à 5 cm"] * 2 and categories == ["très fiable"] * 2
    assert "bold" in box.values[2][0].styleSheet() and "bold" not in box.values[1][0].styleSheet()


def test_a_click_zooms_and_flashes_both_objects(panel, store, monkeypatch):
    canvas = panel._iface.mapCanvas()
    flashed = []
    monkeypatch.setattr(canvas, "flashGeometries", lambda geometries, crs: flashed.append((len(geometries), crs)))
    panel._show_store()
    click_row(panel._base.conflicts.table, 1)
    assert flashed == [(2, CRS)]
    ((x, y),) = query(store, "SELECT x, y FROM conflict WHERE reason = 'newer'")
    seen = canvas.extent()
    assert seen.contains(x, y) and seen.height() < 60


@pytest.mark.parametrize(("button", "kept"), [(0, "old"), (1, "new"), (None, "both")])
def test_a_decision_runs_and_the_list_is_read_again(panel, store, button, kept):
    box = panel._base.conflicts
    click_row(box.table, 1)
    pressed = box.both if button is None else box.keepers[button]
    box.role.setText("gestionnaire")
    assert not pressed.isEnabled()
    box.reason.setText("  ")
    assert not pressed.isEnabled()
    box.reason.setText("kerb rebuilt")
    assert pressed.isEnabled()
    pressed.click()
    assert not pressed.isEnabled()
    finish(panel)
    decided = query(store, "SELECT choice, reason, role FROM decision")
    uids = dict(query(store, "SELECT gml_id, uid FROM LimiteVoiriePCRS"))
    assert decided == [(uids.get(kept, kept), "kerb rebuilt", "gestionnaire")]
    states = dict(query(store, "SELECT gml_id, state FROM LimiteVoiriePCRS WHERE gml_id IN ('old', 'new')"))
    assert states == {name: "current" if kept in (name, "both") else "superseded" for name in ("old", "new")}
    assert [row[1] for row in box.table.texts()] == ["Attributes contradict each other"]
    assert (box.reason.text(), box.role.text()) == ("", "gestionnaire")


def test_the_role_is_remembered(panel, store):
    from mutualgeo_plugin.settings import Settings

    panel._base.conflicts.role.setText("élue")
    panel._base.conflicts.reason.setText("r")
    panel._base.conflicts.both.click()
    finish(panel)
    assert Settings.load().role == "élue"


def test_coverage_is_measured_and_mapped(panel, store, results):
    box = panel._base.coverage
    assert not box.measure.isEnabled()
    [communes] = opened(results / "communes.gpkg")
    QgsProject.instance().addMapLayer(communes)
    panel.refresh()
    assert box.measure.isEnabled() and box.communes.currentLayer() == communes
    box.measure.click()
    finish(panel)
    project = QgsProject.instance()
    [zones], [shares] = (project.mapLayersByName(name) for name in ("Holes and overlaps", "Communes by covered share"))
    assert (zones.renderer().type(), shares.renderer().type()) == ("categorizedSymbol", "RuleRenderer")
    assert {f["commune"]: round(f["share"]) for f in shares.getFeatures()} == {"00001": 100, "00002": 0}


def test_no_base_shows_nothing(panel, store):
    store.unlink()
    panel.refresh()
    assert panel._base.lots.table.rowCount() == panel._base.conflicts.table.rowCount() == 0
    assert not panel._base.conflicts.both.isEnabled()


# --- lineage ----------------------------------------------------------------------------------------------------------


def test_objects_come_with_their_lineage_and_their_lot(panel, store):
    box = panel._base.conflicts
    click_row(box.table, 1)
    box.role.setText("gestionnaire")
    box.reason.setText("kerb rebuilt")
    box.keepers[0].click()
    finish(panel)
    panel._show_store()
    panel._show_store()
    project = QgsProject.instance()
    kerbs = project.mapLayersByName("LimiteVoiriePCRS")[0]
    relations = project.relationManager().relations().values()
    assert relations and all(relation.isValid() for relation in relations)
    classes = [layer for layer in project.mapLayers().values() if layer.isSpatial()]
    assert len(relations) == 3 * len(classes) + 1

    kept = next(f for f in kerbs.getFeatures() if f["gml_id"] == "old")
    lineage, givers = sorted(project.relationManager().referencedRelations(kerbs), key=lambda one: one.name())
    assert (lineage.name(), givers.name()) == ("Lineage", "Objects that gave way to this one")
    [gave_way] = [line["action"] for line in givers.getRelatedFeatures(kept) if line["state_to"] == "superseded"]
    assert gave_way == "decided against"
    told = [(line["action"], line["job"], line["detail"]) for line in lineage.getRelatedFeatures(kept)]
    assert told == [("decided for", "decideconflict", "gestionnaire: kerb rebuilt")]
    names = {field.displayName() for field in lineage.referencingLayer().fields()}
    assert {"Date", "What happened", "Other object", "Hash (SHA-256)"} <= names

    [lot] = project.relationManager().referencingRelations(kerbs)
    assert lot.getReferencedFeature(kept)["name"] == "ouest"
    assert kerbs.attributeDisplayName(kerbs.fields().lookupField("lot_id")) == "Lot"


class Tools(QgsVectorLayerTools):
    """Stands in for QGIS Desktop's: forms with relations want one."""


def test_the_form_of_an_object_shows_its_lineage(panel, store):
    from qgis.gui import QgsAttributeEditorContext, QgsAttributeForm, QgsGui, QgsRelationWidgetWrapper

    QgsGui.editorWidgetRegistry().initEditors()
    panel._show_store()
    kerbs: QgsVectorLayer = QgsProject.instance().mapLayersByName("LimiteVoiriePCRS")[0]
    context = QgsAttributeEditorContext()
    tools = Tools()
    context.setVectorLayerTools(tools)
    form = QgsAttributeForm(kerbs, next(kerbs.getFeatures()), context)
    shown = [one.relation().name() for one in form.findChildren(QgsRelationWidgetWrapper)]
    assert shown == ["Lineage", "Objects that gave way to this one"]
    form.findChild(QTabWidget).setCurrentIndex(1)
    form.show()
    [(file, digest)] = query(store, "SELECT file, sha256 FROM lot WHERE name = 'ouest'")
    until(lambda: {file, digest} <= {line.text() for line in form.findChildren(QLineEdit)})

"""Run inside QGIS Desktop (``qgis --code``): open the panel, choose a territory, go through its steps, leave.

MUTUALGEO_TEST (JSON) says where the territory and the lots are and where to write what was seen. Whatever happens,
QGIS ends and the test reads the result.
"""

import json
import os
import sys
import traceback

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface, plugins, unloadPlugin

SEEN = {"ticks_during_run": 0}
DIRECTIVES = json.loads(os.environ["MUTUALGEO_TEST"])
PANEL = plugins["mutualgeo_plugin"].panel
LAUNCH = sys.modules["mutualgeo_plugin.gui.launch"]
#: Milliseconds between two steps, between two looks at a run, and for the map to be drawn.
PAUSE, TICK, DRAWING = 300, 50, 3000


class Browser:
    """Stands in for the desktop's: keeps what it was asked to open."""

    @staticmethod
    def openUrl(url):  # noqa: N802
        SEEN["opened"] = url.toLocalFile()


sys.modules["mutualgeo_plugin.gui.panel"].QDesktopServices = Browser


def later(step, pause=PAUSE):
    """Go on with `step` once QGIS has had its turn."""

    def guarded():
        try:
            step()
        except BaseException:
            SEEN["traceback"] = traceback.format_exc()
            leave()

    QTimer.singleShot(pause, guarded)


def when_idle(step):
    """Go on with `step` when no run is at work."""
    if PANEL._runner.is_busy:
        SEEN["ticks_during_run"] += 1
        later(lambda: when_idle(step), TICK)
    else:
        later(step)


def click(text):
    next(b for b in PANEL.findChildren(QPushButton) if b.text() == text and b.isVisible()).click()


def buttons():
    return {b.text(): b.isEnabled() for b in PANEL.findChildren(QPushButton) if b.isVisible()}


def state():
    return {
        "buttons": buttons(),
        "states": {step: card._state.text() for step, card in PANEL._cards.items()},
        "log": PANEL._footer._log.toPlainText(),
    }


def look():
    iface.mainWindow().setGeometry(0, 0, *DIRECTIVES["size"])
    PANEL.setUserVisible(True)
    SEEN["before"] = state()
    PANEL._chooser.setFilePath(DIRECTIVES["territory"])
    later(receive)


def receive():
    SEEN["name"] = PANEL._name.text()
    SEEN["chosen"] = state()
    PANEL._begin(*LAUNCH.receive(PANEL._territory, DIRECTIVES["lots"]))
    SEEN["during"] = state() | {"busy": PANEL._runner.is_busy}
    when_idle(compare)


def compare():
    SEEN["received"] = state()
    click("Comparer…")
    when_idle(check)


def check():
    SEEN["compared"] = state()
    click("Contrôler")
    when_idle(show)


def show():
    SEEN["checked"] = state()
    PANEL._show_store()
    base = list(QgsProject.instance().mapLayers().values())
    SEEN["layers"] = [
        [layer.name(), layer.featureCount(), layer.wkbType().name, layer.renderer().type()]
        for layer in base
        if layer.isSpatial()
    ]
    PANEL._show_store()
    SEEN["tables"] = [layer.name() for layer in base if not layer.isSpatial()]
    SEEN["layers_again"] = len(QgsProject.instance().mapLayers())
    PANEL._show_findings()
    findings = [layer for layer in QgsProject.instance().mapLayers().values() if layer not in base]
    SEEN["findings"] = {layer.name(): [layer.featureCount(), layer.renderer().type()] for layer in findings}
    PANEL._open_report("check")
    later(shoot, DRAWING)


def shoot():
    area = PANEL._area
    SEEN["cut_off"] = area.widget().width() - area.viewport().width()
    iface.mainWindow().grab().save(DIRECTIVES["screenshot"])
    PANEL._pages.setCurrentWidget(PANEL._base)
    later(shoot_base)


def shoot_base():
    SEEN["lots"] = PANEL._base.lots.table.texts()
    table = PANEL._base.lots.table
    table.selectRow(0)
    table.cellClicked.emit(0, 0)
    later(shoot_lot, DRAWING)


def shoot_lot():
    area = PANEL._area
    SEEN["base_cut_off"] = area.widget().width() - area.viewport().width()
    iface.mainWindow().grab().save(DIRECTIVES["base_screenshot"])
    PANEL._pages.setCurrentWidget(PANEL._findings.parentWidget())
    later(shoot_findings)


def shoot_findings():
    listed = PANEL._findings
    SEEN["listed"] = listed.table.texts()
    SEEN["listed_title"] = listed._title.text()
    listed.table.selectRow(0)
    listed.table.cellClicked.emit(0, 0)
    later(shoot_finding, DRAWING)


def shoot_finding():
    area = PANEL._area
    SEEN["findings_cut_off"] = area.widget().width() - area.viewport().width()
    SEEN["told"] = PANEL._findings.chosen_finding_html
    iface.mainWindow().grab().save(DIRECTIVES["findings_screenshot"])
    later(unload)


def unload():
    SEEN["unloaded"] = unloadPlugin("mutualgeo_plugin")
    SEEN["provider_left"] = QgsApplication.processingRegistry().providerById("mutualgeo") is not None
    later(leave)


def leave():
    SEEN["dock_left"] = any(w.objectName() == "MutualgeoPanel" for w in iface.mainWindow().children())
    with open(DIRECTIVES["seen"], "w", encoding="utf-8") as stream:
        json.dump(SEEN, stream)
    # QGIS 3.40 crashes when it is quit with layers on the map.
    QgsProject.instance().clear()
    QTimer.singleShot(0, QgsApplication.quit)


later(look, DRAWING // 2)

"""Run inside QGIS Desktop (``qgis --code``): open the panel, choose a territory, receive a lot, show it, leave.

Told by the environment where the territory and the lot are, and where to write what was seen. Whatever happens, QGIS
ends and the test reads the result.
"""

import json
import os
import sys
import traceback

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QPushButton
from qgis.utils import iface, plugins, unloadPlugin

SEEN = {}
DIRECTIVES = json.loads(os.environ["MUTUALGEO_TEST"])
PANEL = plugins["mutualgeo_plugin"].panel
#: Milliseconds between two steps, and between two looks at a run.
PAUSE = 300


def guarded(step):
    def run():
        try:
            step()
        except BaseException:
            SEEN["traceback"] = traceback.format_exc()
            leave()

    return run


def later(step, pause=PAUSE):
    QTimer.singleShot(pause, guarded(step))


def button(text):
    return next(b for b in PANEL.findChildren(QPushButton) if b.text() == text and b.isVisible())


def buttons():
    return {b.text(): b.isEnabled() for b in PANEL.findChildren(QPushButton) if b.isVisible()}


def states():
    return {step: card._state.text() for step, card in PANEL._cards.items()}


def look():
    iface.mainWindow().resize(1500, 950)
    PANEL.setUserVisible(True)
    SEEN["before"] = {"buttons": buttons(), "states": states()}
    PANEL._chooser.setFilePath(DIRECTIVES["territory"])
    later(receive)


def receive():
    SEEN["name"] = PANEL._name.text()
    SEEN["chosen"] = {"buttons": buttons(), "states": states()}
    launch = sys.modules["mutualgeo_plugin.gui.launch"]
    PANEL._begin(*launch.receive(PANEL._territory, DIRECTIVES["lots"]))
    SEEN["during"] = {"buttons": buttons(), "busy": PANEL._runner.busy}
    later(wait_received)


def wait_received():
    if PANEL._runner.busy:
        later(wait_received)
        return
    SEEN["received"] = {"buttons": buttons(), "states": states(), "log": PANEL._footer._log.toPlainText()}
    if DIRECTIVES.get("check"):
        button(DIRECTIVES["check"]).click()
    later(wait_checked)


def wait_checked():
    if PANEL._runner.busy:
        later(wait_checked)
        return
    SEEN["checked"] = {"states": states(), "log": PANEL._footer._log.toPlainText()}
    PANEL._show_store()
    if DIRECTIVES.get("check"):
        PANEL._show_findings()
    layers = QgsProject.instance().mapLayers().values()
    SEEN["layers"] = {layer.name(): [layer.featureCount(), layer.wkbType().name] for layer in layers}
    PANEL._show_store()
    SEEN["layers_again"] = len(QgsProject.instance().mapLayers())
    later(shoot, 3000)


def shoot():
    iface.mainWindow().grab().save(DIRECTIVES["screenshot"])
    PANEL.grab().save(DIRECTIVES["screenshot"].replace(".png", "_dock.png"))
    later(unload)


def unload():
    SEEN["unloaded"] = unloadPlugin("mutualgeo_plugin")
    SEEN["provider_left"] = QgsApplication.processingRegistry().providerById("mutualgeo") is not None
    leave()


def leave():
    with open(DIRECTIVES["seen"], "w", encoding="utf-8") as stream:
        json.dump(SEEN, stream)
    QgsProject.instance().setDirty(False)
    QTimer.singleShot(0, QgsApplication.quit)


later(look, 1500)

"""mutualgeo:serveportal: serve a published portal from this machine, in a process of its own."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from ..bridge import make_room
from ..engine.model.errors import EngineError
from ..publication.gateway.launch import start_gateway
from ..settings import language
from .base import PUBLISH, MutualgeoAlgorithm

MAX_PORT = 65535


class ServePortal(MutualgeoAlgorithm):
    """Starts the gateway, waits until it answers, says where and under which process number."""

    PORTAL = "PORTAL"
    PORT = "PORT"
    DURATION = "DURATION"
    URL = "URL"
    PID = "PID"
    GROUP = PUBLISH

    def name(self):
        return "serveportal"

    def displayName(self):  # noqa: N802
        return self.tr("Serve portals from this machine")

    def tags(self):
        return self.tr("serve,preview,portal,WMS,WFS,QGIS Server").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Serves published portals on this machine, to look at them before they go public.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Starts QGIS Server behind a gateway, in a process of its own that goes on after this algorithm, and "
            "waits until it answers. It listens on this machine only (127.0.0.1). Each portal is at its code: "
            "URL/200000000/, URL/200000000/wms, URL/200000000/wfs.\n\n"
            "Port 0 takes a free one. The server stops by itself after the duration; 0 lets it run until its process "
            "(output PID) is ended. A new release is seen without a restart."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(
                self.PORTAL, self.tr("Folder of the portals"), behavior=Qgis.ProcessingFileParameterBehavior.Folder
            )
        )
        whole = Qgis.ProcessingNumberParameterType.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                self.PORT, self.tr("Port (0: a free one)"), whole, defaultValue=0, minValue=0, maxValue=MAX_PORT
            )
        )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.DURATION, self.tr("Duration in seconds (0: until stopped)"), whole, defaultValue=0, minValue=0
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputString(self.URL, self.tr("Address")))
        self.addOutput(QgsProcessingOutputNumber(self.PID, self.tr("Process number")))

    def report_folder(self, values):
        return Path(values[self.PORTAL]).parent

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        portal = self.parameterAsFile(parameters, self.PORTAL, context)
        report = self._report_path(parameters, context, {self.PORTAL: portal})
        make_room(report)
        told = self.tr("Report: {path}").format(path=report)
        command, _ = self.asQgisProcessCommand(parameters, context)
        content = {"job": self.name(), "command": command, "versions": {"qgis": Qgis.version()}}
        try:
            served = start_gateway(
                Path(portal),
                port=self.parameterAsInt(parameters, self.PORT, context),
                duration=self.parameterAsInt(parameters, self.DURATION, context),
                feedback=feedback,
            )
        except EngineError as failure:
            text = failure.text(language())
            message = {"level": "error", "code": failure.code, "text": text}
            _write_report(report, {**content, "status": failure.status, "message": text, "messages": [message]})
            raise QgsProcessingException(f"{text}\n{told}") from failure
        outputs = {self.URL: served.url, self.PID: served.pid}
        _write_report(report, {**content, "status": "done", "outputs": {**outputs, "portals": served.portals}})
        for address in served.portals.values():
            feedback.pushInfo(address)
        feedback.pushInfo(told)
        return {**outputs, self.REPORT: str(report)}


def _write_report(path, content):
    """Write the report of a run that has no engine behind it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

"""mutualgeo:serveportal: serve a published portal from this machine, in a process of its own."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
)

from ..engine.model.portal import MOST_PORT
from ..publication.gateway.launch import start_gateway
from .base import PUBLISH, Json, MutualgeoAlgorithm, Run


class ServePortal(MutualgeoAlgorithm):
    """Starts the gateway, waits until it answers, says where and under which process number."""

    PORTAL = "PORTAL"
    PORT = "PORT"
    DURATION = "DURATION"
    URL = "URL"
    PID = "PID"
    GROUP = PUBLISH
    REPORT_BESIDE = ("PORTAL",)

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Serve portals from this machine")

    def tags(self) -> list[str]:
        return self.tr("serve,preview,portal,WMS,WFS,QGIS Server").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Serves published portals on this machine, to look at them before they go public.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Starts QGIS Server behind a gateway, in a process of its own that goes on after this algorithm, and "
            "waits until it answers. It listens on this machine only (127.0.0.1). Each portal is at its code: "
            "URL/200000000/, URL/200000000/wms, URL/200000000/wfs.\n\n"
            "Port 0 takes a free one. The server stops by itself after the duration; 0 lets it run until its process "
            "(output PID) is ended. A new release is seen without a restart."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(
                self.PORTAL, self.tr("Folder of the portals"), behavior=Qgis.ProcessingFileParameterBehavior.Folder
            )
        )
        whole = Qgis.ProcessingNumberParameterType.Integer
        self.addParameter(
            QgsProcessingParameterNumber(
                self.PORT, self.tr("Port (0: a free one)"), whole, defaultValue=0, minValue=0, maxValue=MOST_PORT
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

    def complete_run(self, run: Run) -> None:
        """Start the gateway and tell its addresses."""
        served = start_gateway(
            Path(run.values[self.PORTAL]),
            port=run.values[self.PORT],
            duration=run.values[self.DURATION],
            feedback=run.feedback,
        )
        run.outputs |= {self.URL: served.url, self.PID: served.pid, "portals": served.portals}
        for address in served.portals.values():
            run.feedback.pushInfo(address)

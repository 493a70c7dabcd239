"""mutualgeo:publishportal: extract the listed layers of the base and publish them as white-label portals."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..engine.model.messages import render
from ..publication.release import publish_release
from ..settings import language
from .base import PUBLISH, Json, MutualgeoAlgorithm, Run


class PublishPortal(MutualgeoAlgorithm):
    """Job ``extractportal``, then QGIS Server projects, checked before they are put in place."""

    TERRITORY = "TERRITORY"
    STORE = "STORE"
    CODE = "CODE"
    PORTAL = "PORTAL"
    PORTALS = "PORTALS"
    LAYERS = "LAYERS"
    OBJECTS = "OBJECTS"
    GROUP = PUBLISH
    JOB = "extractportal"

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Publish portals")

    def tags(self) -> list[str]:
        return self.tr("publish,portal,WMS,WFS,white label,open data,QGIS Server").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Publishes the layers that the territory file lists, one white-label portal per community.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Extracts from the base the layers and columns that the territory file lists for each portal, and nothing "
            "else: a column that is not listed is absent from the published file. Makes a QGIS Server project (WMS "
            "1.3.0, WFS 1.1) with the community's titles, contact and licence, and a landing page in its colours.\n\n"
            "Each publication is a new release. The project is opened again and its layers are counted; it replaces "
            "the one before in one step, last, so that a failure leaves the portal as it was."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(QgsProcessingParameterFile(self.TERRITORY, self.tr("Territory file"), extension="toml"))
        self.addParameter(
            QgsProcessingParameterFile(
                self.STORE, self.tr("Base (empty for the territory's)"), extension="gpkg", optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.CODE, self.tr("Code of one portal (empty for all)"), optional=True)
        )
        self.addParameter(QgsProcessingParameterFolderDestination(self.PORTAL, self.tr("Folder of the portals")))
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.PORTALS, self.tr("Portals published")))
        self.addOutput(QgsProcessingOutputNumber(self.LAYERS, self.tr("Layers published")))
        self.addOutput(QgsProcessingOutputNumber(self.OBJECTS, self.tr("Objects published")))

    def complete_run(self, run: Run) -> None:
        """Publish each extracted release; the report says how far it went, also on failure."""
        published = run.added.setdefault("portals", [])
        releases = run.outputs.pop("releases")
        for release in releases:
            entry = publish_release(Path(run.values[self.PORTAL]), release["code"], release["release"])
            published.append(entry)
            fields = {"portal": entry["code"], "release": entry["release"]}
            run.feedback.pushInfo(render("portal_published", fields, language()))
        run.outputs |= {
            self.PORTAL: run.values[self.PORTAL],
            self.PORTALS: len(published),
            self.LAYERS: sum(len(entry["layers"]) for entry in published),
            self.OBJECTS: sum(layer["objects"] for entry in published for layer in entry["layers"]),
        }

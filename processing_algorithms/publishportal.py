"""mutualgeo:publishportal: extract the listed layers of the base and publish them as white-label portals."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterString,
)

from ..bridge import make_room, run_job
from ..engine.model.errors import EngineError
from ..engine.model.messages import render
from ..publication.release import publish_release
from ..settings import language
from .base import PUBLISH, MutualgeoAlgorithm

#: Job of the engine that extracts what the projects show.
EXTRACT_JOB = "extractportal"


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

    def name(self):
        return "publishportal"

    def displayName(self):  # noqa: N802
        return self.tr("Publish portals")

    def tags(self):
        return self.tr("publish,portal,WMS,WFS,white label,open data,QGIS Server").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Publishes the layers that the territory file lists, one white-label portal per community.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Extracts from the base the layers and columns that the territory file lists for each portal, and nothing "
            "else: a column that is not listed is absent from the published file. Makes a QGIS Server project (WMS "
            "1.3.0, WFS 1.1) with the community's titles, contact and licence, and a landing page in its colours.\n\n"
            "Each publication is a new release. The project is opened again and its layers are counted; it replaces "
            "the one before in one step, last, so that a failure leaves the portal as it was."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
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

    def job_parameters(self, parameters, context, feedback):
        return {
            self.TERRITORY: self.parameterAsFile(parameters, self.TERRITORY, context),
            self.STORE: self.store_path(parameters, context),
            self.CODE: self.parameterAsString(parameters, self.CODE, context),
            self.PORTAL: self.parameterAsString(parameters, self.PORTAL, context),
        }

    def processAlgorithm(self, parameters, context, feedback):  # noqa: N802
        values = self.job_parameters(parameters, context, feedback)
        report = self._report_path(parameters, context, values)
        make_room(report)
        command, _ = self.asQgisProcessCommand(parameters, context)
        told = self.tr("Report: {path}").format(path=report)
        try:
            result = run_job(
                EXTRACT_JOB, values, report=report, feedback=feedback, command=command, language=language()
            )
            outputs = self._publish(Path(values[self.PORTAL]), result["outputs"]["releases"], report, feedback)
        except QgsProcessingException as refusal:
            raise QgsProcessingException(f"{refusal}\n{told}") from refusal
        feedback.pushInfo(told)
        return {**outputs, self.PORTAL: values[self.PORTAL], self.REPORT: str(report)}

    def _publish(self, root, releases, report, feedback):
        """Publish each extracted release; the report says how it went, also on failure."""
        published = []
        try:
            for release in releases:
                entry = publish_release(root, release["code"], release["release"])
                published.append(entry)
                fields = {"portal": entry["code"], "release": entry["release"]}
                feedback.pushInfo(render("portal_published", fields, language()))
        except EngineError as failure:
            _complete_report(report, published, failure)
            raise QgsProcessingException(failure.text(language())) from failure
        _complete_report(report, published)
        return {
            self.PORTALS: len(published),
            self.LAYERS: sum(len(entry["layers"]) for entry in published),
            self.OBJECTS: sum(layer["objects"] for entry in published for layer in entry["layers"]),
        }


def _complete_report(path, published, failure=None):
    """Add to the engine's report what was published and, when it failed, why."""
    report = json.loads(path.read_text(encoding="utf-8"))
    report["job"] = "publishportal"
    report["portals"] = published
    if failure is not None:
        text = failure.text(language())
        report |= {"status": failure.status, "message": text}
        report.setdefault("messages", []).append({"level": "error", "code": failure.code, "text": text})
    path.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

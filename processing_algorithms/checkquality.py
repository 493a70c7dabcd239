"""Check the quality of the base or of a delivery."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
    QgsProcessingParameterVectorLayer,
    QgsProcessingUtils,
)

from ..engine.store.identity import Answer, base_identity
from ..layouts.quality_pdf import PdfFailed, Sources, write_pdf
from ..settings import schemas_folder
from .base import CHECK, Json, MutualgeoAlgorithm, ResultDeclined, Run
from .savedlayer import saved_layers


class CheckQuality(MutualgeoAlgorithm):
    """Job ``checkquality``: findings as a layer, as counts, as an HTML report and as a PDF; a verdict."""

    INPUT = "INPUT"
    LAYERS = "LAYERS"
    CRS = "CRS"
    PROFILE = "PROFILE"
    TERRITORY = "TERRITORY"
    FINDINGS = "FINDINGS"
    HTML = "HTML"
    PDF = "PDF"
    FILES = "FILES"
    ADDRESSES = "ADDRESSES"
    SERVICE = "SERVICE"
    COMMUNES = "COMMUNES"
    BUILDINGS = "BUILDINGS"
    CONTROL = "CONTROL"
    DATE = "DATE"
    SCHEMAS = "SCHEMAS"
    STRICT = "STRICT"
    COUNT = "COUNT"
    ERRORS = "ERRORS"
    WARNINGS = "WARNINGS"
    EXCUSED = "EXCUSED"
    VERDICT = "VERDICT"
    SCORE = "SCORE"
    GROUP = CHECK
    REPORT_BESIDE = ("INPUT",)
    OWN_PARAMETERS = {"LAYERS": "layers of QGIS, saved where need be, are INPUT for the job"}  # noqa: RUF012

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Check quality")

    def tags(self) -> list[str]:
        return self.tr("PCRS,quality,check,control,findings,topology,report").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Checks the base or a PCRS file and lists what is wrong, where and how badly.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Checks the base, or a PCRS GML file before it is received, against a profile: structure, attributes, "
            "geometry, topology, altitudes and extent.\n\n"
            "Layers of a network (lines and nodes together) or of parcels are checked too: ends that do not meet, "
            "free ends, flow, overlaps and slits. Layers in geographic coordinates need the system to check in.\n\n"
            "Each finding has a place on the map, a severity, the check that made it and what to do. They come as a "
            "GeoPackage layer with CSV and JSON beside it, as counts and, where asked for, as an HTML report and as a "
            "PDF of one to three pages.\n\n"
            "The verdict (accept, reserve, refuse) and the score on the eight criteria follow the profile's weights "
            "and rules; what could not be checked is said and never counts as passed. A criterion that no check looked "
            "at is not evaluated, and the verdict says so. Accuracy looks at position, altitude and the source of the "
            "objects, which the territory may declare where their attributes do not say it. Findings are routed to the "
            "role that the territory or the profile names for their class or theme.\n\n"
            "With Strict the run fails when there are errors, after everything has been written: this is what a "
            "scheduler needs.\n\n"
            "Some checks need more than the base: the folder of the delivered files (schema, metadata, encoding), "
            "addresses of the BAN (street names and numbers), the address of a published service. The schemas of the "
            "standard are taken from your profile once “Fetch the schemas” has put them there. Communes, a map of "
            "buildings and control points serve coverage, the direction of façades and the test of precision. What "
            "cannot be checked is said in the report."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(self.INPUT, self.tr("Base (GeoPackage) or PCRS file (GML)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterMultipleLayers(
                self.LAYERS,
                self.tr("Or layers of a network or of parcels"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterCrs(self.CRS, self.tr("System to check layers in (empty for theirs)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.PROFILE, self.tr("Quality profile (empty for the territory's)"), optional=True
            )
        )
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                self.FINDINGS, self.tr("Findings"), optional=True, createByDefault=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.HTML,
                self.tr("Quality report"),
                self.tr("HTML files (*.html)"),
                optional=True,
                createByDefault=False,
            )
        )
        self._add_inputs()
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.PDF, self.tr("Summary"), self.tr("PDF files (*.pdf)"), optional=True, createByDefault=False
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(self.STRICT, self.tr("Fail when there are errors"), defaultValue=False)
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, self.tr("Number of findings")))
        self.addOutput(QgsProcessingOutputNumber(self.ERRORS, self.tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber(self.WARNINGS, self.tr("Number of warnings")))
        self.addOutput(QgsProcessingOutputNumber(self.EXCUSED, self.tr("Number of excused findings")))
        self.addOutput(QgsProcessingOutputString(self.VERDICT, self.tr("Verdict (accept, reserve, refuse)")))
        self.addOutput(QgsProcessingOutputNumber(self.SCORE, self.tr("Score, 0 to 100")))

    def _add_inputs(self) -> None:
        """What checks are given besides the objects."""
        self.addParameter(
            QgsProcessingParameterFile(
                self.FILES,
                self.tr("Folder of the delivered files"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterFile(
                self.ADDRESSES, self.tr("Addresses (CSV of the BAN, or a layer of points)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.SERVICE, self.tr("Address of a published WFS or WMS"), optional=True)
        )
        for name, label in (
            (self.COMMUNES, self.tr("Polygons of communes (those of the base where empty)")),
            (self.BUILDINGS, self.tr("Polygons of buildings (cadastre, BD TOPO)")),
        ):
            self.addParameter(
                QgsProcessingParameterVectorLayer(
                    name, label, [QgsProcessing.SourceType.TypeVectorPolygon], optional=True
                )
            )
        self.addParameter(
            QgsProcessingParameterFile(self.CONTROL, self.tr("Control points (CSV or layer)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.DATE, self.tr("Reference day, YYYY-MM-DD (today where empty)"), optional=True
            )
        )

    def job_parameters(self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Json:
        """The job checks layers as INPUT too, and makes the findings that a PDF draws."""
        values = super().job_parameters(parameters, context, feedback)
        given, layers = values[self.INPUT], saved_layers(self, self.LAYERS, parameters, context, feedback)
        values[self.INPUT] = [given, *layers] if given and layers else layers or given
        values["SCHEMAS"] = str(schemas_folder()) if schemas_folder().is_dir() else ""
        if values[self.PDF] and not values[self.FINDINGS]:  # its map needs them even where nobody keeps them
            values[self.FINDINGS] = QgsProcessingUtils.generateTempFilename("findings.gpkg")
        return values

    def complete_run(self, run: Run) -> None:
        """Write the PDF, then judge by STRICT."""
        if run.values[self.PDF]:
            self._write_pdf(run)
        if not self._wants_findings(run):
            run.outputs.pop(self.FINDINGS, None)
        if run.values[self.STRICT] and run.status == "done_with_findings":
            raise ResultDeclined(
                self.tr("The checks found defects and Strict was asked for; the findings and the report are written.")
            )

    def _wants_findings(self, run: Run) -> bool:
        return run.asked.get(self.FINDINGS) not in (None, "")

    def _write_pdf(self, run: Run) -> None:
        """The summary, from the report that the engine has written, the findings and the emprises of the base."""
        source = run.values[self.INPUT]
        base = isinstance(source, str) and base_identity(Path(source)).answer is Answer.YES
        sources = Sources(
            json.loads(run.report.read_text("utf-8")), Path(run.values[self.FINDINGS]), Path(source) if base else None
        )
        try:
            write_pdf(Path(run.values[self.PDF]), sources)
        except PdfFailed as error:
            raise QgsProcessingException(self.tr("The PDF could not be written: {path}").format(path=error)) from error
        run.outputs[self.PDF] = run.values[self.PDF]

"""Check the quality of the base or of a delivery."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
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
)

from ..layouts.quality_pdf import PdfFailed, Sources, write_pdf
from ..settings import schemas_folder
from .base import CHECK, MutualgeoAlgorithm
from .savedlayer import saved_layer, saved_layers


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

    def name(self):
        return "checkquality"

    def displayName(self):  # noqa: N802
        return self.tr("Check quality")

    def tags(self):
        return self.tr("PCRS,quality,check,control,findings,topology,report").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Checks the base or a PCRS file and lists what is wrong, where and how badly.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Checks the base, or a PCRS GML file before it is received, against a profile: structure, attributes, "
            "geometry, topology, altitudes and extent.\n\n"
            "Layers of a network (lines and nodes together) or of parcels are checked too: ends that do not meet, "
            "free ends, flow, overlaps and slits. Layers in geographic coordinates need the system to check in.\n\n"
            "Each finding has a place on the map, a severity, the check that made it and what to do. They come as a "
            "GeoPackage layer with CSV and JSON beside it, as counts and, where asked for, as an HTML report and as a "
            "PDF of one to three pages.\n\n"
            "The verdict (accept, reserve, refuse) and the score on the eight criteria follow the profile's weights "
            "and rules; what could not be checked is said and never counts as passed.\n\n"
            "With Strict the run fails when there are errors, after everything has been written: this is what a "
            "scheduler needs.\n\n"
            "Some checks need more than the base: the folder of the delivered files (schema, metadata, encoding), "
            "addresses of the BAN (street names and numbers), the address of a published service. The schemas of the "
            "standard are taken from your profile once “Fetch the schemas” has put them there. Communes, a map of "
            "buildings and control points serve coverage, the direction of façades and the test of precision. What "
            "cannot be checked is said in the report."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
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

    def _add_inputs(self):
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

    def job_parameters(self, parameters, context, feedback):
        return {
            self.INPUT: self._sources(parameters, context, feedback),
            self.CRS: self.parameterAsCrs(parameters, self.CRS, context).authid(),
            self.PROFILE: self.parameterAsString(parameters, self.PROFILE, context),
            self.TERRITORY: self.parameterAsFile(parameters, self.TERRITORY, context),
            self.FINDINGS: self.parameterAsOutputLayer(parameters, self.FINDINGS, context),
            self.HTML: self.parameterAsFileOutput(parameters, self.HTML, context),
            self.PDF: self.parameterAsFileOutput(parameters, self.PDF, context),
            self.FILES: self.parameterAsFile(parameters, self.FILES, context),
            self.ADDRESSES: self.parameterAsFile(parameters, self.ADDRESSES, context),
            self.SERVICE: self.parameterAsString(parameters, self.SERVICE, context),
            self.COMMUNES: saved_layer(self, self.COMMUNES, parameters, context, feedback) or "",
            self.BUILDINGS: saved_layer(self, self.BUILDINGS, parameters, context, feedback) or "",
            self.CONTROL: self.parameterAsFile(parameters, self.CONTROL, context),
            self.DATE: self.parameterAsString(parameters, self.DATE, context),
            self.SCHEMAS: str(schemas_folder()) if schemas_folder().is_dir() else "",
            self.STRICT: self.parameterAsBoolean(parameters, self.STRICT, context),
        }

    def _sources(self, parameters, context, feedback):
        """The base or the file, and the layers, as the engine takes them."""
        given = self.parameterAsFile(parameters, self.INPUT, context)
        layers = saved_layers(self, self.LAYERS, parameters, context, feedback)
        return [given, *layers] if given and layers else layers or given

    def report_folder(self, values):
        first = values[self.INPUT][0] if isinstance(values[self.INPUT], list) else values[self.INPUT]
        return Path(first.split("|")[0] or tempfile.gettempdir() + "/-").parent

    def start(self, values, feedback, *, report, command):
        if not values[self.PDF]:
            return super().start(values, feedback, report=report, command=command)
        with tempfile.TemporaryDirectory(prefix="mutualgeo-pdf-") as scratch:
            asked = values[self.FINDINGS]
            findings = asked or str(Path(scratch) / "findings.gpkg")  # the map needs them even where nobody keeps them
            result = super().start({**values, self.FINDINGS: findings}, feedback, report=report, command=command)
            if not asked:
                result["outputs"].pop(self.FINDINGS, None)
            self._write_pdf(Path(values[self.PDF]), Path(findings), values[self.INPUT], report)
        result["outputs"][self.PDF] = values[self.PDF]
        return result

    def _write_pdf(self, path, findings, source, report):
        told = json.loads(report.read_text("utf-8"))
        store = Path(source) if isinstance(source, str) and source.lower().endswith(".gpkg") else None
        try:
            write_pdf(path, Sources(told, findings, store))
        except PdfFailed as error:
            raise QgsProcessingException(self.tr("The PDF could not be written: {path}").format(path=error)) from error

    def judge(self, result, values):
        if values[self.STRICT] and result["status"] == "done_with_findings":
            raise QgsProcessingException(
                self.tr("The checks found defects and Strict was asked for; the findings and the report are written.")
            )

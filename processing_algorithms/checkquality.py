"""Check the quality of the base or of a delivery."""

from __future__ import annotations

import tempfile
from pathlib import Path

from qgis.core import (
    QgsProcessing,
    QgsProcessingException,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterCrs,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .base import CHECK, MutualgeoAlgorithm
from .savedlayer import saved_layers


class CheckQuality(MutualgeoAlgorithm):
    """Job ``checkquality``: findings as a layer, as counts and as an HTML report."""

    INPUT = "INPUT"
    LAYERS = "LAYERS"
    CRS = "CRS"
    PROFILE = "PROFILE"
    TERRITORY = "TERRITORY"
    FINDINGS = "FINDINGS"
    HTML = "HTML"
    STRICT = "STRICT"
    COUNT = "COUNT"
    ERRORS = "ERRORS"
    WARNINGS = "WARNINGS"
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
            "GeoPackage layer, as counts and, where asked for, as an HTML report.\n\n"
            "With Strict the run fails when there are errors, after everything has been written: this is what a "
            "scheduler needs."
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
        self.addParameter(
            QgsProcessingParameterBoolean(self.STRICT, self.tr("Fail when there are errors"), defaultValue=False)
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.COUNT, self.tr("Number of findings")))
        self.addOutput(QgsProcessingOutputNumber(self.ERRORS, self.tr("Number of errors")))
        self.addOutput(QgsProcessingOutputNumber(self.WARNINGS, self.tr("Number of warnings")))

    def job_parameters(self, parameters, context, feedback):
        return {
            self.INPUT: self._sources(parameters, context, feedback),
            self.CRS: self.parameterAsCrs(parameters, self.CRS, context).authid(),
            self.PROFILE: self.parameterAsString(parameters, self.PROFILE, context),
            self.TERRITORY: self.parameterAsFile(parameters, self.TERRITORY, context),
            self.FINDINGS: self.parameterAsOutputLayer(parameters, self.FINDINGS, context),
            self.HTML: self.parameterAsFileOutput(parameters, self.HTML, context),
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

    def judge(self, result, values):
        if values[self.STRICT] and result["status"] == "done_with_findings":
            raise QgsProcessingException(
                self.tr("The checks found defects and Strict was asked for; the findings and the report are written.")
            )

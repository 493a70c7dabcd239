"""Declare an exception, or say what a finding is."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterDateTime,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from ..engine.model.quality.excuses import GIVEN, SCOPES
from .base import CHECK, Json, MutualgeoAlgorithm


class DeclareException(MutualgeoAlgorithm):
    """Job ``declareexception``: a person accepts a finding, marks it, or takes an exception back."""

    STORE = "STORE"
    FINDING = "FINDING"
    STATE = "STATE"
    REASON = "REASON"
    ROLE = "ROLE"
    SCOPE = "SCOPE"
    RADIUS = "RADIUS"
    AREA = "AREA"
    EXPIRES = "EXPIRES"
    REVOKE = "REVOKE"
    DECLARED = "DECLARED"
    MARKED = "MARKED"
    REVOKED = "REVOKED"
    GROUP = CHECK

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Declare an exception")

    def tags(self) -> list[str]:
        return self.tr("PCRS,quality,finding,exception,false positive,review,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Accepts findings once and for all, marks them as reviewed or to mend, or takes that back.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Names findings of the last quality check of the base (column finding_id) and says what they are, with the "
            "reason and the role of who says so.\n\n"
            "An exception is remembered with the geometry of the objects: it still holds when the data are delivered "
            "again under other identifiers, and the finding is reopened when its object moves by more than its "
            "precision allows (10 cm at the most). Its scope is the finding's object or pair of objects, what the "
            "check says around a place, or inside the emprise of the lot (or the polygons of a layer). Excused "
            "findings stay in every report, counted apart.\n\n"
            "REVOKE takes exceptions back by their number."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        for name, text in (
            (self.FINDING, self.tr("Findings (finding_id, separated by spaces)")),
            (self.REVOKE, self.tr("Exceptions to revoke (numbers, separated by spaces)")),
        ):
            self.addParameter(QgsProcessingParameterString(name, text, optional=True))
        self.addParameter(QgsProcessingParameterString(self.REASON, self.tr("Reason")))
        self.addParameter(QgsProcessingParameterString(self.ROLE, self.tr("Role of who decides")))
        for name, text, words in (
            (self.STATE, self.tr("What the findings are (empty: exception)"), list(GIVEN)),
            (self.SCOPE, self.tr("Scope (empty: the finding's objects)"), list(SCOPES)),
        ):
            self.addParameter(
                QgsProcessingParameterEnum(name, text, options=words, usesStaticStrings=True, optional=True)
            )
        self.addParameter(
            QgsProcessingParameterNumber(
                self.RADIUS,
                self.tr("Radius around the place (m)"),
                Qgis.ProcessingNumberParameterType.Double,
                optional=True,
                minValue=0.0,
            )
        )
        self.addParameter(
            QgsProcessingParameterFeatureSource(
                self.AREA,
                self.tr("Polygons of the emprise"),
                [QgsProcessing.SourceType.TypeVectorPolygon],
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterDateTime(
                self.EXPIRES, self.tr("Last day"), QgsProcessingParameterDateTime.Type.Date, optional=True
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.DECLARED, self.tr("Exceptions declared")))
        self.addOutput(QgsProcessingOutputNumber(self.MARKED, self.tr("Findings marked")))
        self.addOutput(QgsProcessingOutputNumber(self.REVOKED, self.tr("Exceptions revoked")))

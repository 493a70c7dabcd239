"""Propose fixes for findings, and apply them on demand."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from .base import CHECK, Json, MutualgeoAlgorithm


class FixProposals(MutualgeoAlgorithm):
    """Job ``fixproposals``: what would mend the findings, before and after; applied on demand and checked again."""

    STORE = "STORE"
    PROFILE = "PROFILE"
    CHECKS = "CHECKS"
    CONFIDENCE = "CONFIDENCE"
    APPLY = "APPLY"
    COPY = "COPY"
    TERRITORY = "TERRITORY"
    BUILDINGS = "BUILDINGS"
    OUTPUT = "OUTPUT"
    RUN = "RUN"
    PROPOSED = "PROPOSED"
    APPLIED = "APPLIED"
    LEFT = "LEFT"
    GROUP = CHECK

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Propose fixes")

    def tags(self) -> list[str]:
        return self.tr("PCRS,quality,fix,repair,correct,geometry,attributes,undo").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Proposes fixes for what the checks find, and applies them on demand.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Runs the checks that can be mended and proposes a fix for each object: the layers fix_before and "
            "fix_after hold the drawings, the table fix_values the attributes and links, and what another algorithm "
            "mends better.\n\n"
            "Run it first without Apply, look, then run it again with Apply: the automatic fixes alone, or also those "
            "to be confirmed; Checks narrows the choice (G3,G11). With Copy the base stays as it is and a copy is "
            "changed.\n\n"
            "Arcs and altitudes stay what they are but where a fix says otherwise; a fix that would make another check "
            "find more is left out. A delivery is always exported as it was received: a mended object stands beside "
            "it, with its lineage. The same checks run again at the end; a second run changes nothing.\n\n"
            "The output RUN is the number that undoes it (mutualgeo:undorun)."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterString(
                self.PROFILE, self.tr("Quality profile (empty for the territory's)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.CHECKS, self.tr("Checks, separated by commas (empty for all)"), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterEnum(
                self.CONFIDENCE,
                self.tr("Fixes to apply"),
                [self.tr("The automatic ones"), self.tr("Also those to be confirmed")],
                defaultValue=0,
            )
        )
        self.addParameter(QgsProcessingParameterBoolean(self.APPLY, self.tr("Apply the fixes"), False))
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.COPY,
                self.tr("Copy of the base to apply them to"),
                self.tr("GeoPackages (*.gpkg)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterString(self.BUILDINGS, self.tr("Map of buildings (for façades)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                self.OUTPUT,
                self.tr("Fixes, before and after"),
                QgsProcessing.SourceType.TypeVectorAnyGeometry,
                optional=True,
                createByDefault=False,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.RUN, self.tr("Number of the run")))
        self.addOutput(QgsProcessingOutputNumber(self.PROPOSED, self.tr("Fixes proposed")))
        self.addOutput(QgsProcessingOutputNumber(self.APPLIED, self.tr("Fixes applied")))
        self.addOutput(QgsProcessingOutputNumber(self.LEFT, self.tr("Findings left")))

    def job_parameters(self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Json:
        """Checks are a list, their codes in capitals."""
        values = super().job_parameters(parameters, context, feedback)
        values[self.CHECKS] = [check.strip().upper() for check in values[self.CHECKS].split(",") if check.strip()]
        return values

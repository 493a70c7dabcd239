"""Compare two sources of one network."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from .base import RECONCILE, Json, MutualgeoAlgorithm


class CompareNetworks(MutualgeoAlgorithm):
    """Job ``comparenetworks``: systematic shift, then what is missing, added or moved."""

    A = "A"
    B = "B"
    TOLERANCE = "TOLERANCE"
    TERRITORY = "TERRITORY"
    OUTPUT = "OUTPUT"
    SHIFT_X = "SHIFT_X"
    SHIFT_Y = "SHIFT_Y"
    MATCHED = "MATCHED"
    MISSING = "MISSING"
    ADDED = "ADDED"
    MOVED = "MOVED"
    GROUP = RECONCILE
    REPORT_BESIDE = ("OUTPUT",)

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Compare two networks")

    def tags(self) -> list[str]:
        return self.tr("network,compare,reconcile,match,shift,missing,added,moved").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Measures the shift between two sources of a network and lists their discrepancies.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Compares two sources of one network: the reference (A) and the source to reconcile with it (B).\n\n"
            "The systematic shift between the two is measured first and taken away; the lines of B are then matched "
            "with those of A within the tolerance. The output lists what A has and B lacks (missing), what B has and "
            "A lacks (added), and what stands elsewhere (moved), each with its distance.\n\n"
            "Saved layers without filter or selection are read as they are, arcs and Z included."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        lines = [QgsProcessing.SourceType.TypeVectorLine]
        self.addParameter(QgsProcessingParameterFeatureSource(self.A, self.tr("Reference network (A)"), lines))
        self.addParameter(QgsProcessingParameterFeatureSource(self.B, self.tr("Network to reconcile (B)"), lines))
        self.addParameter(
            QgsProcessingParameterNumber(
                self.TOLERANCE,
                self.tr("Tolerance (m; empty for the usual one)"),
                Qgis.ProcessingNumberParameterType.Double,
                optional=True,
                minValue=0.01,
            )
        )
        self.add_territory()
        self.addParameter(QgsProcessingParameterVectorDestination(self.OUTPUT, self.tr("Discrepancies")))
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.SHIFT_X, self.tr("Systematic shift in X (m)")))
        self.addOutput(QgsProcessingOutputNumber(self.SHIFT_Y, self.tr("Systematic shift in Y (m)")))
        self.addOutput(QgsProcessingOutputNumber(self.MATCHED, self.tr("Lines matched")))
        self.addOutput(QgsProcessingOutputNumber(self.MISSING, self.tr("Lines missing in B")))
        self.addOutput(QgsProcessingOutputNumber(self.ADDED, self.tr("Lines added in B")))
        self.addOutput(QgsProcessingOutputNumber(self.MOVED, self.tr("Lines moved")))

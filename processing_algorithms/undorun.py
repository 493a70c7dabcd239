"""Undo a run."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class UndoRun(MutualgeoAlgorithm):
    """Job ``undorun``: what a run of assembly, tiles or edges did is undone."""

    STORE = "STORE"
    RUN = "RUN"
    RESTORED = "RESTORED"
    UNDONE = "UNDONE"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Undo a run")

    def tags(self) -> list[str]:
        return self.tr("PCRS,undo,run,history,lineage,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Undoes an assembly, a merge of tiles or a matching of edges.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "What the run had put aside is current again; what it made is put aside, never deleted; both are told in "
            "the lineage. A run on which a later one has built is refused: undo that one first. The table run of the "
            "base holds the numbers."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterNumber(
                self.RUN,
                self.tr("Number of the run"),
                Qgis.ProcessingNumberParameterType.Integer,
                optional=False,
                minValue=1,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.RESTORED, self.tr("Objects current again")))
        self.addOutput(QgsProcessingOutputNumber(self.UNDONE, self.tr("Objects put aside")))

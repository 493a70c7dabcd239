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
    """Job ``undorun``: the state before a run."""

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
        return self.tr("Gives the base the state that it had before a run.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "The base says again what it said before the run: states of objects, lots, conflicts, exceptions, "
            "findings. Runs that receive, assemble, match, update, remove, mend, decide, declare or check can be "
            "undone. What the run had brought is kept as history, never deleted; all is told in the lineage. A run on "
            "which a later one has built is refused: undo that one first. The table run of the base holds the numbers."
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

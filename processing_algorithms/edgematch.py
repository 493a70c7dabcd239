"""Make the lines of neighbouring lots meet."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterNumber,
    QgsProcessingParameterVectorDestination,
)

from ..engine.model.edges import SEARCH
from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class EdgeMatch(MutualgeoAlgorithm):
    """Job ``edgematch``: pairs of line ends at the borders of lots, proposed, then moved on demand."""

    STORE = "STORE"
    SEARCH = "SEARCH"
    APPLY = "APPLY"
    MOVE_Z = "MOVE_Z"
    TERRITORY = "TERRITORY"
    OUTPUT = "OUTPUT"
    RUN = "RUN"
    PAIRS = "PAIRS"
    MOVES = "MOVES"
    LEFT = "LEFT"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Match the edges of lots")

    def tags(self) -> list[str]:
        return self.tr("PCRS,edge,border,matching,snap,lot,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Pairs the line ends of neighbouring lots and, on demand, moves the less precise ones.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Pairs, one to one, the ends of lines of one class on both sides of the borders of lots, with a "
            "confidence from 0 to 100: number of candidates, attributes, continuity of direction.\n\n"
            "Run it first without Apply: the layer holds a link for each pair and the lines before and after. With "
            "Apply, the less precise end goes to the other one (of two equal ones: the less precise in altitude, the "
            "less reliable, the older, the later in the convention), never by more than its own precision class; only "
            "that end moves. What would move too far, bend an arc, or is not sure is left, and told.\n\n"
            "Altitudes apart are told; they move only with Move altitudes, never by more than their precision.\n\n"
            "The output RUN is the number that undoes it (mutualgeo:undorun)."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterNumber(
                self.SEARCH,
                self.tr("Search distance (m)"),
                Qgis.ProcessingNumberParameterType.Double,
                SEARCH,
                minValue=0.001,
            )
        )
        self.addParameter(QgsProcessingParameterBoolean(self.APPLY, self.tr("Apply: move the ends"), False))
        self.addParameter(QgsProcessingParameterBoolean(self.MOVE_Z, self.tr("Move altitudes too"), False))
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                self.OUTPUT,
                self.tr("Proposals"),
                QgsProcessing.SourceType.TypeVectorLine,
                optional=True,
                createByDefault=False,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.RUN, self.tr("Number of the run")))
        self.addOutput(QgsProcessingOutputNumber(self.PAIRS, self.tr("Pairs of ends")))
        self.addOutput(QgsProcessingOutputNumber(self.MOVES, self.tr("Ends to move, or moved")))
        self.addOutput(QgsProcessingOutputNumber(self.LEFT, self.tr("Pairs left to a person")))

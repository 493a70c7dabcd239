"""Tell the history of the base's objects."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class BaseHistory(MutualgeoAlgorithm):
    """Job ``basehistory``: lots, files, operations, moves and competitors of each object, oldest first."""

    STORE = "STORE"
    UID = "UID"
    LOT = "LOT"
    ASOF = "ASOF"
    OUTPUT = "OUTPUT"
    OBJECTS = "OBJECTS"
    EVENTS = "EVENTS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("History of the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,history,lineage,object,lot,date,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Tells where each object comes from and what happened to it.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Tells the story of one object (its uid), of a lot's objects or of all: the lot, the file and its hash, "
            "the identifier it came with, then each operation with its date, its run, the states before and after "
            "and the object that took its place.\n\n"
            "With a moment (a day, a date and time, or run:12) the state at that moment is told, and what came later "
            "is left out. The output is CSV, one line for each event, or JSON, one entry for each object."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterString(self.UID, self.tr("Object (column uid; empty for all)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(self.LOT, self.tr("Lot (name or number; empty for all)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(self.ASOF, self.tr("State of the base at (2024-06-01)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.OUTPUT, self.tr("History"), self.tr("CSV files (*.csv);;JSON files (*.json)")
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.OBJECTS, self.tr("Objects told")))
        self.addOutput(QgsProcessingOutputNumber(self.EVENTS, self.tr("Events told")))

"""Write the minutes of acceptance of a lot."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class AcceptanceMinutes(MutualgeoAlgorithm):
    """Job ``acceptanceminutes``: procès-verbal de réception of a lot, as a page to print and sign."""

    STORE = "STORE"
    LOT = "LOT"
    OUTPUT = "OUTPUT"
    RESERVES = "RESERVES"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Minutes of acceptance")

    def tags(self) -> list[str]:
        return self.tr("PCRS,acceptance,minutes,lot,delivery,reserves,signature").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Writes the minutes of acceptance of a lot, to print and sign.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Writes the minutes of acceptance of a lot as one HTML page in French: producer, file and hash, content "
            "by class, what the last quality check found on its objects, the reserves, and a block for the decision "
            "and the signatures.\n\n"
            "Check the base first: a lot that was not checked since it was received is said to be so. The decision "
            "belongs to the owner: the page proposes, it does not decide."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(QgsProcessingParameterString(self.LOT, self.tr("Lot (name or number)")))
        self.addParameter(
            QgsProcessingParameterFileDestination(self.OUTPUT, self.tr("Minutes"), self.tr("HTML files (*.html)"))
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputNumber(self.RESERVES, self.tr("Findings on the lot's objects")))

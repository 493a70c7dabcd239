"""Take a lot out of the base."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputFile, QgsProcessingOutputNumber, QgsProcessingParameterString

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class RemoveLot(MutualgeoAlgorithm):
    """Job ``removelot``: a lot's objects leave, what they had put aside comes back; nothing is deleted."""

    STORE = "STORE"
    LOT = "LOT"
    REASON = "REASON"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Remove a lot")

    def tags(self) -> list[str]:
        return self.tr("PCRS,remove,lot,delivery,restore,lineage,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Takes a lot out of the base; what it had put aside comes back.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Takes a lot out of the base: its objects pass to the state removed, the objects that runs had made out "
            "of them (merged lines, moved ends) are undone, and what these had put aside is current again. Nothing "
            "is deleted; the reason is kept in the lineage of each object.\n\n"
            "The report lists what came back. Assemble the base again afterwards: several versions of one object may "
            "have come back."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(QgsProcessingParameterString(self.LOT, self.tr("Lot (name or number)")))
        self.addParameter(QgsProcessingParameterString(self.REASON, self.tr("Reason")))
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber("REMOVED", self.tr("Objects removed")))
        self.addOutput(QgsProcessingOutputNumber("UNDONE", self.tr("Objects made of them, undone")))
        self.addOutput(QgsProcessingOutputNumber("RESTORED", self.tr("Objects that came back")))

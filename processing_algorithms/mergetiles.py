"""Merge what the tiles of one survey have cut."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputFile, QgsProcessingOutputNumber

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class MergeTiles(MutualgeoAlgorithm):
    """Job ``mergetiles``: lines cut at the neatlines of one survey's tiles become one again."""

    STORE = "STORE"
    RUN = "RUN"
    JOINTS = "JOINTS"
    MERGED = "MERGED"
    NOT_MERGED = "NOT_MERGED"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Merge the tiles of a survey")

    def tags(self) -> list[str]:
        return self.tr("PCRS,tile,neatline,merge,sliver,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Makes one line again of what the tiles of one survey have cut.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Lots of one survey (same producers, same coordinate system, dates at most 31 days apart) whose extents "
            "touch: lines of one class that end at the same place of the common border, with the same attributes, "
            "become one object. Arcs stay arcs, the longest part gives the direction and the identifier, the parents "
            "stay in history.\n\n"
            "Left as they are and told in the report: altitudes more than 2 cm apart, different attributes, an object "
            "that changes its class at the border, three ends or more at one place, slivers that nothing continues.\n\n"
            "The output RUN is the number that undoes it (mutualgeo:undorun)."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.RUN, self.tr("Number of the run")))
        self.addOutput(QgsProcessingOutputNumber(self.JOINTS, self.tr("Cuts closed")))
        self.addOutput(QgsProcessingOutputNumber(self.MERGED, self.tr("Objects made")))
        self.addOutput(QgsProcessingOutputNumber(self.NOT_MERGED, self.tr("Places left as they are")))

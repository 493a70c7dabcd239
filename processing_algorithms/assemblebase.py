"""Join the lots of the base."""

from __future__ import annotations

from qgis.core import QgsProcessingOutputFile, QgsProcessingOutputNumber

from .base import ASSEMBLE, MutualgeoAlgorithm


class AssembleBase(MutualgeoAlgorithm):
    """Job ``assemblebase``: one base out of its lots, exact duplicates set aside with their lineage."""

    STORE = "STORE"
    CURRENT = "CURRENT"
    DUPLICATES = "DUPLICATES"
    GROUP = ASSEMBLE

    def name(self):
        return "assemblebase"

    def displayName(self):  # noqa: N802
        return self.tr("Assemble the base")

    def tags(self):
        return self.tr("PCRS,assemble,merge,duplicates,lineage,base").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Joins the lots of the base and sets exact duplicates aside.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "Joins the lots of the base into one current state. An object that stands in several lots with the same "
            "points (1 mm, Z too) is kept once, the best; the others are marked superseded, never deleted, and "
            "their lineage says which object replaced them.\n\n"
            "The order in which the lots came changes nothing."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
        self.add_store()
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.CURRENT, self.tr("Current objects")))
        self.addOutput(QgsProcessingOutputNumber(self.DUPLICATES, self.tr("Duplicates set aside")))

    def job_parameters(self, parameters, context, feedback):
        return {self.STORE: self.parameterAsFile(parameters, self.STORE, context)}

"""Join the lots of the base."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..engine.model.best_version import DEFAULT_RULE
from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class AssembleBase(MutualgeoAlgorithm):
    """Job ``assemblebase``: one base out of its lots, the best version of each object, doubts as conflicts."""

    STORE = "STORE"
    TERRITORY = "TERRITORY"
    MERGE_TILES = "MERGE_TILES"
    RULE = "RULE"
    CONFLICTS = "CONFLICTS"
    RUN = "RUN"
    CURRENT = "CURRENT"
    MERGED = "MERGED"
    DUPLICATES = "DUPLICATES"
    VERSIONS = "VERSIONS"
    OPEN_CONFLICTS = "OPEN_CONFLICTS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Assemble the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,assemble,merge,duplicates,versions,conflicts,lineage,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Joins the lots of the base and keeps the best version of each object.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Joins the lots of the base into one current state. What the tiles of one survey have cut is made one "
            "again (mutualgeo:mergetiles tells how). An object that stands in several lots is recognised "
            "by its points, its identifier or its place; the best version stays, the others are marked superseded, "
            "never deleted, and their lineage says which object replaced them and why.\n\n"
            "The rule lists the criteria from the first to the last, separated by commas: precision_xy, precision_z, "
            "categorisation, survey_date, convention_order (the producers of the territory file, in order).\n\n"
            "A version that is newer but worse, or that contradicts the best one, is a conflict: both stay current "
            "until a person decides. Conflicts are listed in the report and mapped as points.\n\n"
            "The order in which the lots came changes nothing."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.add_territory()
        self.addParameter(
            QgsProcessingParameterBoolean(
                self.MERGE_TILES, self.tr("Merge back what the tiles of a survey have cut"), defaultValue=True
            )
        )
        self.addParameter(
            QgsProcessingParameterString(
                self.RULE, self.tr("Rule: criteria from the first to the last"), ",".join(DEFAULT_RULE), optional=True
            )
        )
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                self.CONFLICTS,
                self.tr("Conflicts to decide"),
                QgsProcessing.SourceType.TypeVectorPoint,
                optional=True,
                createByDefault=False,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.RUN, self.tr("Number of the run")))
        self.addOutput(QgsProcessingOutputNumber(self.CURRENT, self.tr("Current objects")))
        self.addOutput(QgsProcessingOutputNumber(self.MERGED, self.tr("Objects merged out of tiles")))
        self.addOutput(QgsProcessingOutputNumber(self.DUPLICATES, self.tr("Duplicates set aside")))
        self.addOutput(QgsProcessingOutputNumber(self.VERSIONS, self.tr("Worse versions set aside")))
        self.addOutput(QgsProcessingOutputNumber(self.OPEN_CONFLICTS, self.tr("Open conflicts")))

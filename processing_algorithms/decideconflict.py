"""Say which version of an object stays."""

from __future__ import annotations

from qgis.core import (
    Qgis,
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class DecideConflict(MutualgeoAlgorithm):
    """Job ``decideconflict``: a person's decision about a conflict that assembling the base has found."""

    STORE = "STORE"
    CONFLICT = "CONFLICT"
    KEEP = "KEEP"
    REASON = "REASON"
    ROLE = "ROLE"
    OPEN_CONFLICTS = "OPEN_CONFLICTS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Decide a conflict")

    def tags(self) -> list[str]:
        return self.tr("PCRS,conflict,decision,version,lineage,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Says which of two versions of an object stays, with the reason and who decides.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Assembling the base leaves a conflict where a version is newer but worse than the best one, or "
            "contradicts it. Name the conflict (column id of the conflicts layer) and the object to keep (uid_a or "
            "uid_b), or both where they are two objects.\n\n"
            "The other version is marked superseded, never deleted. The decision, its reason and the role of who "
            "decides are kept, and told in the lineage of both objects."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterNumber(
                self.CONFLICT,
                self.tr("Conflict (its id)"),
                Qgis.ProcessingNumberParameterType.Integer,
                optional=False,
                minValue=1,
            )
        )
        self.addParameter(QgsProcessingParameterString(self.KEEP, self.tr("Object to keep (uid), or both")))
        self.addParameter(QgsProcessingParameterString(self.REASON, self.tr("Reason")))
        self.addParameter(QgsProcessingParameterString(self.ROLE, self.tr("Role of who decides")))
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputNumber(self.OPEN_CONFLICTS, self.tr("Open conflicts")))

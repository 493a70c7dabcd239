"""Check, compact, back up or migrate the base."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class MaintainStore(MutualgeoAlgorithm):
    """Job ``maintainstore``: care of the base's file."""

    STORE = "STORE"
    ACTION = "ACTION"
    BACKUP = "BACKUP"
    COPY = "COPY"
    PROBLEMS = "PROBLEMS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Maintain the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,check,compact,vacuum,backup,migrate,base,store").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Checks, compacts, backs up or migrates the base.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Check: the file, its spatial indexes, counts, lots, links and lineage agree. Compact: give free pages "
            "back to the disk. Back up: a dated copy that is whole even while others read, in a folder (by default "
            "backups, beside the base). Migrate: bring a base of an older version up to date, after a copy; any other "
            "run does so too.\n\n"
            "None of these changes an object."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        labels = [self.tr("Check"), self.tr("Compact"), self.tr("Back up"), self.tr("Migrate")]
        self.addParameter(QgsProcessingParameterEnum(self.ACTION, self.tr("Action"), labels, defaultValue=0))
        self.addParameter(
            QgsProcessingParameterFile(
                self.BACKUP,
                self.tr("Folder of backups"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputFile(self.COPY, self.tr("Copy")))
        self.addOutput(QgsProcessingOutputNumber(self.PROBLEMS, self.tr("Problems found")))

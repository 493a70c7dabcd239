"""Check, compact, back up or migrate the base."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputNumber,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterString,
)

from .base import ASSEMBLE, Json, MutualgeoAlgorithm


class MaintainStore(MutualgeoAlgorithm):
    """Job ``maintainstore``: care of the base's file."""

    STORE = "STORE"
    ACTION = "ACTION"
    BACKUP = "BACKUP"
    REASON = "REASON"
    ROLE = "ROLE"
    COPY = "COPY"
    PROBLEMS = "PROBLEMS"
    GROUP = ASSEMBLE

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Maintain the base")

    def tags(self) -> list[str]:
        return self.tr("PCRS,check,compact,vacuum,backup,migrate,lock,release,base,store").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Checks, compacts, backs up or migrates the base, or releases its lock.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Check: the file, its spatial indexes, counts, lots, links and lineage agree, and what was done by hand "
            "leaves it sound. Compact: give free pages back to the disk, and make triggers, indexes and views again "
            "that other tools have dropped. Back up: a dated copy that is whole even while others read, in a folder "
            "(by default backups, beside the base). Migrate: bring a base of an older version up to date, after a "
            "copy; any other run does so too. Release: the lock of a run of which it is sure that it will not come "
            "back; who holds it, where and since when is told, a reason and the role of who decides are asked for and "
            "kept. A lock of a run that died on this computer, or that has shown no sign of life for three minutes, is "
            "taken over by the next run without that.\n\n"
            "None of these changes an object."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        labels = [self.tr("Check"), self.tr("Compact"), self.tr("Back up"), self.tr("Migrate")]
        labels.append(self.tr("Release the lock"))
        self.addParameter(QgsProcessingParameterEnum(self.ACTION, self.tr("Action"), labels, defaultValue=0))
        self.addParameter(
            QgsProcessingParameterFile(
                self.BACKUP,
                self.tr("Folder of backups"),
                behavior=QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.addParameter(
            QgsProcessingParameterString(self.REASON, self.tr("Reason (to release the lock)"), optional=True)
        )
        self.addParameter(
            QgsProcessingParameterString(self.ROLE, self.tr("Role of who decides (to release the lock)"), optional=True)
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.STORE, self.tr("Base")))
        self.addOutput(QgsProcessingOutputFile(self.COPY, self.tr("Copy")))
        self.addOutput(QgsProcessingOutputNumber(self.PROBLEMS, self.tr("Problems found")))

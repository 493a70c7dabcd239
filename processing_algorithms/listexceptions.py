"""List the exceptions of the base."""

from __future__ import annotations

from qgis.core import (
    QgsProcessingOutputNumber,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterVectorDestination,
)

from .base import CHECK, Json, MutualgeoAlgorithm


class ListExceptions(MutualgeoAlgorithm):
    """Job ``listexceptions``: what was accepted, by which role and why, and where it stands."""

    STORE = "STORE"
    OUTPUT = "OUTPUT"
    CSV = "CSV"
    ALL = "ALL"
    COUNT = "COUNT"
    ACTIVE = "ACTIVE"
    UNUSED = "UNUSED"
    REOPENED = "REOPENED"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"
    GROUP = CHECK

    def displayName(self) -> str:  # noqa: N802
        return self.tr("List the exceptions")

    def tags(self) -> list[str]:
        return self.tr("PCRS,quality,finding,exception,false positive,list,base").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Lists the findings that were accepted, why and by which role, and where each exception stands.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Lists the exceptions of the base as points and as CSV: active, unused (the last check found nothing that "
            "they are about, since the run told), reopened (the object has moved), and with All those that have "
            "expired or were revoked.\n\n"
            "An exception that stays unused can be revoked: what it was about is mended or gone."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.add_store()
        self.addParameter(
            QgsProcessingParameterVectorDestination(
                self.OUTPUT, self.tr("Exceptions"), optional=True, createByDefault=True
            )
        )
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.CSV,
                self.tr("Exceptions as a table"),
                self.tr("CSV files (*.csv)"),
                optional=True,
                createByDefault=False,
            )
        )
        self.addParameter(
            QgsProcessingParameterBoolean(self.ALL, self.tr("Expired and revoked exceptions too"), defaultValue=False)
        )
        self.add_report()
        for name, text in (
            (self.COUNT, self.tr("Exceptions listed")),
            (self.ACTIVE, self.tr("Active exceptions")),
            (self.UNUSED, self.tr("Unused exceptions")),
            (self.REOPENED, self.tr("Reopened exceptions")),
            (self.EXPIRED, self.tr("Expired exceptions")),
            (self.REVOKED, self.tr("Revoked exceptions")),
        ):
            self.addOutput(QgsProcessingOutputNumber(name, text))

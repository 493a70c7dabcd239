"""Make the demonstration territory."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProcessingOutputFile,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterNumber,
)

from .base import TOOLS, Json, MutualgeoAlgorithm


class MakeDemo(MutualgeoAlgorithm):
    """Job ``makedemo``: a small fictional commune with planted defects and their truth table."""

    FOLDER = "FOLDER"
    SEED = "SEED"
    TERRITORY = "TERRITORY"
    TRUTH = "TRUTH"
    GROUP = TOOLS

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Make the demonstration territory")

    def tags(self) -> list[str]:
        return self.tr("demo,example,fictional,territory,PCRS,test").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Makes a small fictional commune to try everything on.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "Makes a small fictional commune: PCRS lots of two producers that overlap, two copies of a water network, "
            "parcels, addresses, and a territory file that names them. Defects are planted and listed in a truth "
            "table, so that you can see what the checks find.\n\n"
            "The same seed makes the same commune. The folder must be empty, or one that this algorithm has made and "
            "whose files are as it made them: nothing else is written over."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(QgsProcessingParameterFolderDestination(self.FOLDER, self.tr("Folder")))
        self.addParameter(
            QgsProcessingParameterNumber(
                self.SEED,
                self.tr("Seed (empty for the usual commune)"),
                Qgis.ProcessingNumberParameterType.Integer,
                optional=True,
                minValue=1,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.TERRITORY, self.tr("Territory file")))
        self.addOutput(QgsProcessingOutputFile(self.TRUTH, self.tr("Truth table of the planted defects")))

    def report_folder(self, values: Json) -> Path:
        """In the folder that is made."""
        return Path(values[self.FOLDER])

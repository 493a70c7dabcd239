"""Install the engine: its own Python environment, in the user's profile."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import (
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from ..settings import engine_environment
from .base import TOOLS, Json, MutualgeoAlgorithm, Run
from .enginevenv import install_engine


class InstallEngine(MutualgeoAlgorithm):
    """The one algorithm without a job: the engine that would run it is what it makes."""

    WHEELS = "WHEELS"
    PYTHON = "PYTHON"
    VERSIONS = "VERSIONS"
    GROUP = TOOLS

    def displayName(self) -> str:  # noqa: N802
        return self.tr("Install the engine")

    def tags(self) -> list[str]:
        return self.tr("engine,install,Python,environment,dependencies").split(",")

    def shortDescription(self) -> str:  # noqa: N802
        return self.tr("Makes the engine's own Python environment in your profile.")

    def shortHelpString(self) -> str:  # noqa: N802
        return self.tr(
            "The calculations run in a process of their own, with their own Python packages, so that they never "
            "disturb QGIS. This makes that environment in your QGIS profile, from a fixed list of versions.\n\n"
            "Packages come from the network. On a machine without network, give a folder of wheels (made with "
            "“make wheels” on another machine of the same kind)."
        )

    def initAlgorithm(self, configuration: Json | None = None) -> None:  # noqa: N802
        self.addParameter(
            QgsProcessingParameterFile(
                self.WHEELS,
                self.tr("Folder of wheels (for a machine without network)"),
                QgsProcessingParameterFile.Behavior.Folder,
                optional=True,
            )
        )
        self.add_report()
        self.addOutput(QgsProcessingOutputFile(self.PYTHON, self.tr("Python of the engine")))
        self.addOutput(QgsProcessingOutputString(self.VERSIONS, self.tr("Versions of the engine")))

    def report_folder(self, values: Json) -> Path:
        """Beside the environment."""
        return engine_environment().parent

    def complete_run(self, run: Run) -> None:
        """Make the environment: the engine that would run a job is what is made."""
        python, versions = install_engine(run.values[self.WHEELS], run.feedback)
        run.outputs |= {self.PYTHON: str(python), self.VERSIONS: json.dumps(versions)}
        run.added["versions"] = versions

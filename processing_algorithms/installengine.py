"""Install the engine: its own Python environment, in the user's profile."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from qgis.core import (
    QgsProcessingException,
    QgsProcessingOutputFile,
    QgsProcessingOutputString,
    QgsProcessingParameterFile,
)

from ..bridge import describe_job, write_report
from ..settings import engine_environment, language
from .base import TOOLS, MutualgeoAlgorithm
from .enginevenv import install_engine


class InstallEngine(MutualgeoAlgorithm):
    """The one algorithm without a job: the engine that would run it is what it makes."""

    WHEELS = "WHEELS"
    PYTHON = "PYTHON"
    VERSIONS = "VERSIONS"
    GROUP = TOOLS

    def name(self):
        return "installengine"

    def displayName(self):  # noqa: N802
        return self.tr("Install the engine")

    def tags(self):
        return self.tr("engine,install,Python,environment,dependencies").split(",")

    def shortDescription(self):  # noqa: N802
        return self.tr("Makes the engine's own Python environment in your profile.")

    def shortHelpString(self):  # noqa: N802
        return self.tr(
            "The calculations run in a process of their own, with their own Python packages, so that they never "
            "disturb QGIS. This makes that environment in your QGIS profile, from a fixed list of versions.\n\n"
            "Packages come from the network. On a machine without network, give a folder of wheels (made with "
            "“make wheels” on another machine of the same kind)."
        )

    def initAlgorithm(self, configuration=None):  # noqa: N802
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

    def job_parameters(self, parameters, context, feedback):
        return {self.WHEELS: self.parameterAsFile(parameters, self.WHEELS, context)}

    def report_folder(self, values):
        return engine_environment().parent

    def start(self, values, feedback, *, report, command):
        """Make the environment; this run's report is QGIS's to write."""
        began = datetime.now(UTC)
        job = describe_job(self.name(), values, report=report, command=command, language=language())
        try:
            python, versions = install_engine(values[self.WHEELS], feedback)
        except QgsProcessingException as error:
            status = "cancelled" if feedback.isCanceled() else "failed"
            write_report(report, job, status=status, started=began, message=str(error))
            raise
        job["host"].update(versions)
        write_report(report, job, status="done", started=began)
        return {"status": "done", "outputs": {self.PYTHON: str(python), self.VERSIONS: json.dumps(versions)}}

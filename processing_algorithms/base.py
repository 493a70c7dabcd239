"""What the algorithms share: declare, start the engine's job, hand back its outputs."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterFile,
    QgsProcessingParameterFileDestination,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..bridge import make_room, run_job
from ..engine.model.errors import EngineError
from ..engine.territory import load_territory
from ..settings import PACKAGE_FOLDER, language

ICON = PACKAGE_FOLDER / "resources" / "icons" / "mutualgeo.svg"

ASSEMBLE, RECONCILE, CHECK, PUBLISH, TOOLS = "assemble", "reconcile", "check", "publish", "tools"


class MutualgeoAlgorithm(QgsProcessingAlgorithm):
    """An engine job as a Processing algorithm.

    A subclass names the group (`GROUP`), declares its parameters in ``initAlgorithm`` and turns their values into the
    job's in ``job_parameters``. The job bears the algorithm's name.
    """

    REPORT = "REPORT"
    GROUP = TOOLS

    def tr(self, text: str) -> str:
        """Translation of `text`, whichever class of the algorithm's family wrote it."""
        for family in type(self).__mro__:
            translated = QCoreApplication.translate(family.__name__, text)
            if translated != text:
                return translated
        return text

    def createInstance(self) -> QgsProcessingAlgorithm:  # noqa: N802
        return type(self)()

    def icon(self) -> QIcon:
        return QIcon(str(ICON))

    def groupId(self) -> str:  # noqa: N802
        return self.GROUP

    def group(self) -> str:
        return {
            ASSEMBLE: self.tr("1. Assemble"),
            RECONCILE: self.tr("2. Reconcile"),
            CHECK: self.tr("3. Check"),
            PUBLISH: self.tr("4. Publish"),
            TOOLS: self.tr("Tools"),
        }[self.GROUP]

    def add_report(self) -> None:
        """Declare REPORT, the last parameter of each algorithm."""
        self.addParameter(
            QgsProcessingParameterFileDestination(
                self.REPORT, self.tr("Report"), self.tr("JSON files (*.json)"), optional=True, createByDefault=False
            )
        )

    def add_store(self, name: str = "STORE") -> None:
        """Declare the store as an input: it exists already."""
        self.addParameter(QgsProcessingParameterFile(name, self.tr("Base (GeoPackage)"), extension="gpkg"))

    def add_territory(self, name: str = "TERRITORY") -> None:
        """Declare an optional territory file."""
        self.addParameter(QgsProcessingParameterFile(name, self.tr("Territory file"), extension="toml", optional=True))

    def job_parameters(
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        """Parameters of the job, as plain JSON values under the algorithm's own names."""
        raise NotImplementedError

    def report_folder(self, values: dict[str, Any]) -> Path:
        """Folder that holds the reports when the user names none: beside the store, else beside the territory."""
        anchor = values.get("STORE") or values.get("TERRITORY") or tempfile.gettempdir() + "/-"
        return Path(anchor).parent

    def processAlgorithm(  # noqa: N802
        self, parameters: dict[str, Any], context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        values = self.job_parameters(parameters, context, feedback)
        report = self._report_path(parameters, context, values)
        make_room(report)
        command, _ = self.asQgisProcessCommand(parameters, context)
        told = self.tr("Report: {path}").format(path=report)
        try:
            result = self.start(values, feedback, report=report, command=command)
            self.judge(result, values)
        except QgsProcessingException as refusal:
            raise QgsProcessingException(f"{refusal}\n{told}") from refusal
        feedback.pushInfo(told)
        declared = {output.name() for output in self.outputDefinitions()}
        outputs = {name: value for name, value in result["outputs"].items() if name in declared}
        return {**outputs, self.REPORT: str(report)}

    def start(
        self, values: dict[str, Any], feedback: QgsProcessingFeedback, *, report: Path, command: str
    ) -> dict[str, Any]:
        """Run the job; see ``bridge.run_job``."""
        return run_job(self.name(), values, report=report, feedback=feedback, command=command, language=language())

    def judge(self, result: dict[str, Any], values: dict[str, Any]) -> None:
        """Refuse a result that the engine gave but the user's parameters do not accept (see STRICT)."""

    def store_path(self, parameters: dict[str, Any], context: QgsProcessingContext) -> str:
        """The store: the parameter STORE, else the one that the territory names.

        Empty when neither says it or the territory file is wrong: the engine then refuses, with its own sentence.
        """
        chosen = self.parameterAsString(parameters, "STORE", context)
        territory = self.parameterAsFile(parameters, "TERRITORY", context)
        if chosen or not territory:
            return chosen
        try:
            return str(load_territory(territory).store)
        except EngineError:
            return ""

    def _report_path(self, parameters: dict[str, Any], context: QgsProcessingContext, values: dict[str, Any]) -> Path:
        chosen = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if chosen:
            return Path(chosen).absolute()
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S_%f")
        name = f"{self.name()}_{moment}.json"
        folder = self.report_folder(values) / "reports"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            # A report is due even where nothing may be written beside the store.
            folder = Path(tempfile.mkdtemp(prefix="mutualgeo_reports_"))
        return (folder / name).absolute()

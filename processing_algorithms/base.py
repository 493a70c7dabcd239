"""What the algorithms share: declare, read values by the job's specification, run it, hand back its outputs."""

from __future__ import annotations

import tempfile
import traceback
from dataclasses import dataclass, field
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

from ..bridge import describe_job, run_job
from ..engine.model.errors import DEFECT, EngineError
from ..engine.model.jobs import JOBS, absolute_parameters, absolute_path, given_texts, refuse_unknown_names
from ..engine.model.specification import Job
from ..engine.territory import load_territory
from ..reports import complete_report, make_room, write_report
from ..settings import PACKAGE_FOLDER, language
from .layer_files import refuse_strange_files
from .parameter_values import read_value

ICON = PACKAGE_FOLDER / "resources" / "icons" / "mutualgeo.svg"

ASSEMBLE, RECONCILE, CHECK, PUBLISH, TOOLS = "assemble", "reconcile", "check", "publish", "tools"

Json = dict[str, Any]


class ResultDeclined(QgsProcessingException):
    """The run has succeeded and everything is written, but the user's parameters do not accept what it found."""


@dataclass
class Run:
    """A run between its beginning and its end.

    Attributes
    ----------
    asked : dict
        Parameters as QGIS gave them.
    values : dict
        Values of the job's parameters, paths absolute.
    report : Path
        Its report, which the engine has written when `MutualgeoAlgorithm.complete_run` is called.
    feedback : QgsProcessingFeedback
        Hears progress and messages.
    status : str
        How the engine ended.
    outputs : dict
        What the run has made, by name of the output.
    added : dict
        Keys to add to the report.
    """

    asked: Json
    values: Json
    report: Path
    feedback: QgsProcessingFeedback
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: str = "done"
    outputs: Json = field(default_factory=dict)
    added: Json = field(default_factory=dict)


class MutualgeoAlgorithm(QgsProcessingAlgorithm):
    """A job as a Processing algorithm.

    A subclass names the group (`GROUP`) and declares in ``initAlgorithm`` the parameters that its job takes
    (``engine/model/jobs.py``). It is found by the provider, bears the name of its module, and its job that name too
    unless `JOB` says another one. Values are read by the kinds of the parameters; ``job_parameters`` is extended where
    that is not enough. What only QGIS can do when the engine has ended stands in ``complete_run``.
    """

    REPORT = "REPORT"
    GROUP = TOOLS
    #: Name of the job; empty for the algorithm's own name.
    JOB = ""
    #: Parameters beside whose path reports lie.
    REPORT_BESIDE: tuple[str, ...] = ("STORE", "TERRITORY")
    #: Parameters of the algorithm that its job does not take, each with the reason.
    OWN_PARAMETERS: dict[str, str] = {}

    def name(self) -> str:
        return type(self).__module__.rpartition(".")[2]

    def job(self) -> Job:
        """Specification of the job."""
        return JOBS[self.JOB or self.name()]

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

    def job_parameters(self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> Json:
        """Values of the job's parameters, as plain JSON values: those that the algorithm declares."""
        values = {
            name: read_value(self, name, specified, parameters, context, feedback)
            for name, specified in self.job().parameters.items()
            if self.parameterDefinition(name) is not None
        }
        if "STORE" in values and not values["STORE"]:
            values["STORE"] = self._store_of_territory(values.get("TERRITORY"))
        return values

    def complete_run(self, run: Run) -> None:
        """Do what only QGIS can do, once the engine has succeeded; the report is completed with what `run` says then.

        Raises
        ------
        ResultDeclined
            The run is what it is, but the user asked for another result (see STRICT).
        EngineError, QgsProcessingException
            This part has failed: so has the run, and the report says so.
        """

    def report_folder(self, values: Json) -> Path:
        """Folder that holds the reports when the user names none: beside the first of `REPORT_BESIDE` that is given."""
        anchors = [text for name in self.REPORT_BESIDE for text in given_texts(values.get(name))]
        return Path(anchors[0].partition("|")[0]).parent if anchors else Path(tempfile.gettempdir())

    def checkParameterValues(self, parameters: Json, context: QgsProcessingContext) -> tuple[bool, str]:  # noqa: N802
        """QGIS's own check opens layers: files are looked at before."""
        refusal = self._refusal_of_files(parameters, context)
        return (False, refusal) if refusal else super().checkParameterValues(parameters, context)

    def validateInputCrs(self, parameters: Json, context: QgsProcessingContext) -> bool:  # noqa: N802
        """The dialog asks this before it checks values, and QGIS's own answer opens layers."""
        return bool(self._refusal_of_files(parameters, context)) or super().validateInputCrs(parameters, context)

    def prepareAlgorithm(  # noqa: N802
        self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        """A model runs an algorithm without having its values checked."""
        refusal = self._refusal_of_files(parameters, context)
        if refusal:
            raise QgsProcessingException(refusal)
        return super().prepareAlgorithm(parameters, context, feedback)

    def _refusal_of_files(self, parameters: Json, context: QgsProcessingContext) -> str:
        """Why QGIS must not open the files that are given as layers; empty where it may."""
        try:
            refuse_strange_files(self, parameters, context)
        except EngineError as refusal:
            return refusal.text(language())
        return ""

    def processAlgorithm(  # noqa: N802
        self, parameters: Json, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> Json:
        values = absolute_parameters(self.job_parameters(parameters, context, feedback), self.job().parameters)
        run = Run(parameters, values, self._report_path(parameters, context, values), feedback)
        command, _ = self.asQgisProcessCommand(parameters, context)
        told = self.tr("Report: {path}").format(path=run.report)
        try:
            self._refuse_unknown_names(run, command)
            self._start(run, command)
            self._complete(run)
        except QgsProcessingException as refusal:
            raise QgsProcessingException(f"{refusal}\n{told}") from refusal
        feedback.pushInfo(told)
        names = {output.name() for output in self.outputDefinitions()}
        return {**{name: value for name, value in run.outputs.items() if name in names}, self.REPORT: str(run.report)}

    def _refuse_unknown_names(self, run: Run, command: str) -> None:
        """Refuse a name that the algorithm does not have: qgis_process hands on whatever it is given."""
        try:
            names = [definition.name() for definition in self.parameterDefinitions()]
            refuse_unknown_names(self.name(), names, run.asked)
        except EngineError as refusal:
            self._write_report(run, command)
            self._note_failure(run, refusal.status, refusal.code, refusal.text(language()))
            raise QgsProcessingException(refusal.text(language())) from refusal

    def _start(self, run: Run, command: str) -> None:
        """Run the job in the engine; where it has none, write the report that is completed later."""
        job = self.job()
        if job.module is not None:
            result = run_job(
                job.name, run.values, report=run.report, feedback=run.feedback, command=command, language=language(),
                algorithm=self.name(),
            )  # fmt: skip
            run.status, run.outputs = result["status"], dict(result["outputs"])
        else:
            self._write_report(run, command)

    def _write_report(self, run: Run, command: str) -> None:
        """The report of a run without engine; the end of the run completes it."""
        make_room(run.report)
        described = describe_job(self.name(), run.values, report=run.report, command=command, language=language())
        write_report(run.report, described, status=run.status, started=run.started)

    def _complete(self, run: Run) -> None:
        """Do QGIS's part, and have the report say what it has made or why it has failed."""
        engine_made = dict(run.outputs)
        try:
            self.complete_run(run)
        except EngineError as failure:
            self._note_failure(run, failure.status, failure.code, failure.text(language()))
            raise QgsProcessingException(failure.text(language())) from failure
        except ResultDeclined:
            self._note(run, engine_made)
            raise
        except QgsProcessingException as failure:
            self._note_failure(run, "cancelled" if run.feedback.isCanceled() else "failed", "internal", str(failure))
            raise
        except Exception as error:  # a defect: told, with its traceback in the report
            run.added["traceback"] = traceback.format_exc()
            text = self.tr("Unexpected error: {detail}. The report holds the technical details.").format(
                detail=f"{type(error).__name__}: {error}"
            )
            self._note_failure(run, "failed", DEFECT, text)
            raise QgsProcessingException(text) from error
        self._note(run, engine_made)

    @staticmethod
    def _note(run: Run, engine_made: Json) -> None:
        outputs = {name: value for name, value in run.outputs.items() if engine_made.get(name) != value}
        added = run.added | ({"outputs": outputs} if outputs else {})
        if added:
            complete_report(run.report, added, started=run.started)

    @staticmethod
    def _note_failure(run: Run, status: str, code: str, text: str) -> None:
        complete_report(run.report, run.added, started=run.started, status=status, failure=(code, text))

    @staticmethod
    def _store_of_territory(territory: str | None) -> str:
        """The store that the territory names; empty without one, or where its file is wrong: the engine says so."""
        if not territory:
            return ""
        try:
            return str(load_territory(absolute_path(territory)).store)
        except EngineError:
            return ""

    def _report_path(self, parameters: Json, context: QgsProcessingContext, values: Json) -> Path:
        chosen = self.parameterAsFileOutput(parameters, self.REPORT, context)
        if chosen:
            return Path(absolute_path(chosen))
        moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S_%f")
        name = f"{self.name()}_{moment}.json"
        folder = self.report_folder(values) / "reports"
        try:
            folder.mkdir(parents=not values.get("STORE"), exist_ok=True)  # a base's own folder is there, or is refused
        except OSError:
            # A report is due even where nothing may be written beside the store.
            folder = Path(tempfile.mkdtemp(prefix="mutualgeo_reports_"))
        return (folder / name).absolute()

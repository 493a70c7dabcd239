"""Run a Processing algorithm in the background and tell how it goes."""

from __future__ import annotations

from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProject,
)
from qgis.PyQt.QtCore import QObject, pyqtSignal


class _Feedback(QgsProcessingFeedback):
    """Hands on what the algorithm says; it says it in the task's thread, the signals bring it to the panel's."""

    said = pyqtSignal(str, str)

    def __init__(self) -> None:
        super().__init__(False)

    def setProgressText(self, text: str) -> None:  # noqa: N802
        self.said.emit("progress", text)

    def pushInfo(self, info: str) -> None:  # noqa: N802
        self.said.emit("info", info)

    def pushWarning(self, warning: str) -> None:  # noqa: N802
        self.said.emit("warning", warning)

    def reportError(self, error: str, fatalError: bool = False) -> None:  # noqa: N802, N803
        self.said.emit("error", error)


class AlgorithmRunner(QObject):
    """One algorithm at a time.

    Signals
    -------
    progressed(float)
        Percent done.
    said(str, str)
        Level (progress, info, warning, error) and text.
    ended(str, bool, dict)
        Algorithm, success, results.
    """

    progressed = pyqtSignal(float)
    said = pyqtSignal(str, str)
    ended = pyqtSignal(str, bool, dict)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # QGIS keeps no Python reference to what a task works with.
        self._at_work: tuple[Any, ...] | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an algorithm is at work."""
        return self._at_work is not None

    def start(self, algorithm_id: str, parameters: dict[str, Any]) -> None:
        """Start an algorithm; does nothing while another one is at work."""
        if self.is_busy:
            return
        algorithm = QgsApplication.processingRegistry().createAlgorithmById(algorithm_id)
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        feedback = _Feedback()
        feedback.said.connect(self.said)
        feedback.progressChanged.connect(self.progressed)
        task = QgsProcessingAlgRunnerTask(algorithm, parameters, context, feedback)
        task.executed.connect(lambda success, results: self._end(algorithm_id, success, results))
        self._at_work = (task, algorithm, context, feedback)
        QgsApplication.taskManager().addTask(task)

    def cancel(self) -> None:
        """Ask the algorithm at work to stop."""
        if self._at_work is not None:
            self._at_work[0].cancel()

    def _end(self, algorithm_id: str, success: bool, results: dict[str, Any]) -> None:
        self._at_work = None
        self.ended.emit(algorithm_id, success, results)

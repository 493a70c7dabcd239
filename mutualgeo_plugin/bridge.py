"""Start an engine job, relay what it says to QGIS, stop it when QGIS asks, hand back its result."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import tempfile
import threading
from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qgis.core import Qgis, QgsBlockingProcess, QgsProcessingException, QgsProcessingFeedback, QgsProjUtils
from qgis.PyQt.QtCore import QProcess

from .engine.context import SUCCESSES
from .engine.model.credentials import redact
from .engine.outputs import scratch_prefix
from .reports import make_room, unwritable_report, write_report
from .settings import ENGINE_MAIN, engine_python, tr

Json = dict[str, Any]

#: Seconds a cancelled engine has to tidy up before it is killed.
CANCEL_GRACE = 10.0
#: Seconds between two looks at whether the run was cancelled.
CANCEL_POLL = 0.1
#: Last lines of the engine's stderr kept for the report of a run that broke.
STDERR_LINES = 40


@dataclass
class Voice:
    """Joins the pieces of the engine's output into lines and relays each to `feedback`.

    QgsBlockingProcess keeps no reference to its handlers: the bound methods live as long as this object's `handlers`.
    """

    feedback: QgsProcessingFeedback
    result: Json | None = None
    error: str = ""
    pid: int | None = None
    complaints: deque[str] = field(default_factory=lambda: deque(maxlen=STDERR_LINES))

    def __post_init__(self) -> None:
        self._pending = b""
        self._untold = False
        self.handlers = (self.receive_output, self.hear_stderr)

    def receive_output(self, piece: Any) -> None:
        """Take a piece of stdout (QByteArray or bytes)."""
        *lines, self._pending = (self._pending + bytes(piece)).split(b"\n")
        for line in lines:
            self._relay(line.decode("utf-8", "replace").strip())

    def hear_stderr(self, piece: Any) -> None:
        """Take a piece of stderr."""
        text = redact(bytes(piece).decode("utf-8", "replace").rstrip())
        self.complaints.extend(text.splitlines())
        if text:
            self.feedback.pushDebugInfo(text)

    def close(self) -> None:
        """Take the last line, had it no line end."""
        self.receive_output(b"\n")

    def tell_error(self) -> None:
        """Tell the last error; one that a refusal follows waits, since the refusal's exception says it.

        As a warning: qgis_process repeats what was reported as an error at its very end, where the report's path has
        to stand.
        """
        if self._untold:
            self.feedback.pushWarning(self.error)
            self._untold = False

    def _relay(self, line: str) -> None:
        if not line:
            return
        try:
            event = json.loads(line)
            kind = event["type"]
        except (ValueError, TypeError, KeyError):
            self.feedback.pushConsoleInfo(line)
            return
        text = str(event.get("text", ""))
        if kind == "result":
            self.result = event
            return
        self.tell_error()
        if kind == "progress":
            self.feedback.setProgress(float(event.get("percent", 0)))
            if text:
                self.feedback.setProgressText(text)
        elif kind == "info":
            self.feedback.pushInfo(text)
        elif kind == "warning":
            self.feedback.pushWarning(text)
        elif kind == "error":
            self.error, self._untold = text, True
        elif kind == "started":
            self.pid = event.get("pid")


def run_job(
    name: str,
    parameters: Json,
    *,
    report: Path,
    feedback: QgsProcessingFeedback,
    command: str = "",
    language: str = "fr",
    algorithm: str = "",
) -> Json:
    """Run an engine job to its end.

    Parameters
    ----------
    name, parameters
        The job and its plain JSON parameters.
    report : Path
        Where report.json goes; it exists when this function returns or raises.
    feedback
        Hears progress and messages; its cancel stops the engine.
    command : str
        Command that replays the run.
    language : str
        Language of the engine's sentences.
    algorithm : str
        Algorithm that the user ran, where it has another name than the job.

    Returns
    -------
    dict
        The engine's result event: ``status`` (``done`` or ``done_with_findings``), ``report``, ``outputs``.

    Raises
    ------
    QgsProcessingException
        The run was refused, failed or cancelled, or there is no engine; the text is the engine's sentence.
    """
    job = describe_job(name, parameters, report=report, command=command, language=language, algorithm=algorithm)
    make_room(report)
    started = datetime.now(UTC)
    voice = Voice(feedback)
    python = engine_python()
    if python is None:
        broken = _engine_missing_message()
    elif feedback.isCanceled():
        broken = tr("The run was cancelled before it began.")
    else:
        broken = _run_engine(python, job, voice)
    if voice.result is None:
        status = "cancelled" if feedback.isCanceled() else "failed"
        voice.result = {"type": "result", "status": status, "message": broken, "outputs": {}}
    if not report.is_file():
        told = {"status": voice.result["status"], "message": voice.result.get("message") or broken}
        try:
            write_report(report, job, **told, started=started, complaints=voice.complaints)
        except OSError as error:
            # The disk filled up during the run: the exception below still tells how the run ended.
            feedback.reportError(unwritable_report(report, error))
    if voice.result["status"] not in SUCCESSES:
        raise QgsProcessingException(voice.result.get("message") or voice.error or voice.result["status"])
    voice.tell_error()
    return voice.result


def describe_job(
    name: str, parameters: Json, *, report: Path, command: str, language: str, algorithm: str = ""
) -> Json:
    """Content of JOB.json (see docs/developers.md)."""
    return {
        "job": name,
        "algorithm": algorithm or name,
        "parameters": parameters,
        "report": str(report),
        "command": redact(command),
        "language": language,
        "proj_paths": QgsProjUtils.searchPaths(),
        "host": {"qgis": Qgis.version()},
        "parent_pid": os.getpid(),
    }


def _run_engine(python: Path, job: Json, voice: Voice) -> str:
    """Run the engine process; return the sentence that tells how it ended, for when it gave no result itself."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("job")) as folder:
        job_file = Path(folder) / "JOB.json"
        job_file.write_text(json.dumps(job, ensure_ascii=False), encoding="utf-8")
        process = QgsBlockingProcess(str(python), ["-I", str(ENGINE_MAIN), str(job_file)])
        process.setStdOutHandler(voice.handlers[0])
        process.setStdErrHandler(voice.handlers[1])
        with _KillAfterGrace(voice):
            code = process.run(voice.feedback)
        voice.close()
    if voice.result is None:
        _kill_family(voice)
    if process.processError() == QProcess.ProcessError.FailedToStart:
        return tr("The engine did not start: {python} cannot be run.").format(python=python)
    if voice.feedback.isCanceled():
        return tr("The run was cancelled.")
    killed = process.exitStatus() == QProcess.ExitStatus.CrashExit
    how = tr("signal {number}") if killed else tr("exit status {number}")
    return tr(
        "The engine stopped unexpectedly ({how}). What it had not finished is not in the base. Start the run again."
    ).format(how=how.format(number=code))


class _KillAfterGrace:
    """Kill an engine that does not end by itself after a cancel: QgsBlockingProcess waits for it without end."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._ended = threading.Event()
        self._watcher = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._watcher.start()

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._ended.wait(CANCEL_POLL):
            if self._voice.feedback.isCanceled():
                if not self._ended.wait(CANCEL_GRACE):
                    _kill_family(self._voice)
                return


def _kill_family(voice: Voice) -> None:
    """Kill what is left of the engine: it announces itself as the leader of a process group of its own."""
    if voice.pid is not None and os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(voice.pid, signal.SIGKILL)


def _engine_missing_message() -> str:
    return tr(
        "The engine is not installed. Run the algorithm mutualgeo:installengine (or “make setup” in a checkout), "
        "or name its Python in MUTUALGEO_ENGINE_PYTHON."
    )

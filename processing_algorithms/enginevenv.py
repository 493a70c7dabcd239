"""Make the engine's Python environment and see that the engine answers in it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path
from typing import Any

from qgis.core import QgsBlockingProcess, QgsProcessingException, QgsProcessingFeedback
from qgis.PyQt.QtCore import QProcess

from ..settings import ENGINE_MAIN, REQUIREMENTS, engine_environment, environment_python, tr

#: Oldest Python that the engine runs on.
OLDEST_PYTHON = (3, 11)
#: What a Python must have to make the environment.
PROBE = f"import sys, venv, ensurepip; sys.exit(sys.version_info < {OLDEST_PYTHON})"
#: Share of the work, in percent, that is done when a stage begins.
STAGES = {"environment": 5, "packages": 15, "check": 90}


def install_engine(wheels: str, feedback: QgsProcessingFeedback) -> tuple[Path, dict[str, str]]:
    """Make the environment in the user's profile; the one that was there serves until the new one answers.

    Parameters
    ----------
    wheels : str
        Folder of wheels for a machine without network; empty for the network.

    Returns
    -------
    Path, dict
        The environment's Python, and the versions that the engine states.

    Raises
    ------
    QgsProcessingException
        No fit Python, packages out of reach, or an engine that does not answer.
    """
    place = engine_environment()
    fresh = place.with_name(f"{place.name}_new")
    try:
        _make(fresh, wheels, feedback)
        _step(feedback, "check", tr("Asking the engine for its versions"))
        _versions(environment_python(fresh), feedback)
        shutil.rmtree(place, ignore_errors=True)
        fresh.rename(place)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    # Asked again, because this is the place it will run from.
    return environment_python(place), _versions(environment_python(place), feedback)


def _make(folder: Path, wheels: str, feedback: QgsProcessingFeedback) -> None:
    _step(feedback, "environment", tr("Making the environment in {folder}").format(folder=folder.parent))
    folder.parent.mkdir(parents=True, exist_ok=True)
    _run([base_python(), "-I", "-m", "venv", "--clear", str(folder)], feedback)
    _step(feedback, "packages", tr("Installing the packages"))
    source = ["--no-index", "--find-links", wheels] if wheels else []
    pip = [str(environment_python(folder)), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
    try:
        _run([*pip, *source, "--only-binary", ":all:", "--require-hashes", "-r", str(REQUIREMENTS)], feedback)
    except QgsProcessingException as error:
        raise QgsProcessingException(
            tr(
                "The packages of the engine could not be installed: no network, or wheels missing. On a machine "
                "without network, fill a folder with “make wheels” elsewhere and give it as WHEELS. Details: {details}"
            ).format(details=error)
        ) from error


def _versions(python: Path, feedback: QgsProcessingFeedback) -> dict[str, str]:
    answer = _run([str(python), "-I", str(ENGINE_MAIN), "--version"], feedback)
    try:
        return json.loads(answer)
    except ValueError as error:
        raise QgsProcessingException(
            tr("The engine does not answer as it should: {answer}").format(answer=answer)
        ) from error


def base_python() -> str:
    """A Python of this machine that can make the environment: QGIS's own first.

    ``sys.executable`` alone will not do: inside QGIS Desktop it may name QGIS, or whatever python comes first on PATH.
    """
    prefix = Path(sys.base_prefix)
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = (
        [prefix / "python.exe", prefix / "python3.exe"]
        if os.name == "nt"
        else [prefix / "bin" / name, prefix / "bin" / "python3", Path("/usr/bin/python3")]
    )
    for candidate in candidates:
        if candidate.is_file() and _Process([str(candidate), "-I", "-c", PROBE]).run(None) == 0:
            return str(candidate)
    raise QgsProcessingException(
        tr("No Python {version} or later with its venv module was found (on Debian: install python3-venv).").format(
            version=".".join(map(str, OLDEST_PYTHON))
        )
    )


def _step(feedback: QgsProcessingFeedback, stage: str, text: str) -> None:
    feedback.setProgress(STAGES[stage])
    feedback.setProgressText(text)


def _run(command: list[str], feedback: QgsProcessingFeedback) -> str:
    """Run `command`, relay what it says; return its stdout or raise with the end of its stderr."""
    process = _Process(command)
    code = process.run(feedback)
    if feedback.isCanceled():
        raise QgsProcessingException(tr("The installation was cancelled."))
    if code != 0:
        raise QgsProcessingException(process.last_error_line())
    return process.stdout.decode("utf-8", "replace")


class _Process:
    """A process and what it said; the handlers live as long as it does (QGIS keeps no reference to them)."""

    def __init__(self, command: list[str]) -> None:
        self._process = QgsBlockingProcess(command[0], command[1:])
        self._handlers = (self._hear_stdout, self._hear_stderr)
        self._process.setStdOutHandler(self._handlers[0])
        self._process.setStdErrHandler(self._handlers[1])
        self._feedback: QgsProcessingFeedback | None = None
        self.stdout = b""
        self.stderr = b""

    def run(self, feedback: QgsProcessingFeedback | None) -> int:
        """Exit status; not 0 when the process could not start either."""
        self._feedback = feedback
        code = self._process.run(feedback)
        return code if self._process.processError() != QProcess.ProcessError.FailedToStart else code or 1

    def last_error_line(self) -> str:
        """Last line that names an error, else the last line of stderr."""
        lines = [line for line in self.stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        errors = [line for line in lines if line.startswith("ERROR")]
        return (errors or lines or [tr("no explanation was given")])[-1]

    def _hear_stdout(self, piece: Any) -> None:
        self.stdout += bytes(piece)
        if self._feedback is not None:
            self._feedback.pushConsoleInfo(bytes(piece).decode("utf-8", "replace").rstrip())

    def _hear_stderr(self, piece: Any) -> None:
        self.stderr += bytes(piece)
        if self._feedback is not None:
            self._feedback.pushDebugInfo(bytes(piece).decode("utf-8", "replace").rstrip())

"""The report of a run on QGIS's side: room for it, the whole of it where no engine wrote it, what QGIS adds to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingException

from .engine.context import REPORT_SCHEMA, empty_report
from .engine.model.credentials import redact_content
from .engine.model.errors import EngineError
from .engine.model.legibility import json_text
from .engine.outputs import refuse_other_than_report
from .engine.version import version
from .settings import language, tr

Json = dict[str, Any]


def make_room(report: Path) -> None:
    """See that `report` can be written, and that none of an earlier run passes for this one's.

    Raises
    ------
    QgsProcessingException
        A device, a pipe, a folder or what is no report stands there, or the place cannot be written.
    """
    try:
        refuse_other_than_report(report)
    except EngineError as refusal:
        raise QgsProcessingException(refusal.text(language())) from refusal
    try:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text("", encoding="utf-8")
        report.unlink()
    except OSError as error:
        raise QgsProcessingException(unwritable_report(report, error)) from error


def unwritable_report(report: Path, error: OSError) -> str:
    """Sentence about a report that cannot be written."""
    return tr("The report {path} cannot be written ({detail}). Choose another place.").format(
        path=report, detail=error.strerror
    )


def write_report(
    report: Path, job: Json, *, status: str, started: datetime, message: str = "", complaints: Iterable[str] = ()
) -> None:
    """Write the report of a run whose engine did not write it (see docs/report.md).

    Parameters
    ----------
    job : dict
        Content of JOB.json.
    complaints : iterable of str
        Last lines of the engine's stderr.
    """
    content = {
        "schema": REPORT_SCHEMA,
        "job": job["algorithm"],
        "status": status,
        "message": message,
        "started": started.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "seconds": _elapsed_seconds(started),
        "peak_mb": None,
        "versions": {"mutualgeo": version(), **job["host"]},
        "parameters": job["parameters"],
        "command": job["command"],
        **empty_report(),
        "messages": [{"level": "error", "code": "engine_ended", "text": message}] if message else [],
        "outputs": {},
        "stderr": list(complaints),
    }
    report.parent.mkdir(parents=True, exist_ok=True)
    _write(report, content)


def complete_report(
    report: Path, added: Json, *, started: datetime, status: str | None = None, failure: tuple[str, str] | None = None
) -> None:
    """Add to a run's report what QGIS has done after the engine.

    Parameters
    ----------
    added : dict
        Keys of docs/report.md; a dict is added to the one that stands there, anything else takes its place.
    status : str, optional
        Status of the run, where it is another one now.
    failure : tuple of str, optional
        Code and sentence of what went wrong.
    """
    content = json.loads(report.read_text(encoding="utf-8"))
    for key, value in added.items():
        content[key] = {**content.get(key, {}), **value} if isinstance(value, dict) else value
    if status is not None:
        content["status"] = status
    if failure is not None:
        code, text = failure
        content["message"] = text
        content["messages"] = [*content.get("messages", []), {"level": "error", "code": code, "text": text}]
    content["seconds"] = _elapsed_seconds(started)
    _write(report, content)


def _elapsed_seconds(started: datetime) -> float:
    return round((datetime.now(UTC) - started).total_seconds(), 3)


def _write(report: Path, content: Json) -> None:
    report.write_text(json_text(redact_content(content), indent=1) + "\n", encoding="utf-8", errors="backslashreplace")

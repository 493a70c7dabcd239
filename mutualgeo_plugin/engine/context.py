"""What a job is given besides its parameters: a voice (JSON lines) and the report that grows."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .model.credentials import redact
from .model.errors import DEFECT, UNFORESEEN
from .model.legibility import json_text
from .model.messages import render

#: Name and number of the report's format (docs/report.md).
REPORT_SCHEMA = "mutualgeo-report/1"

#: Statuses of a run that succeeded; the others are refused, failed and cancelled.
SUCCESSES = ("done", "done_with_findings")

#: What every step counts before and after itself: a loss is an error.
MEASURES = ("vertices", "vertices_z", "arcs", "attributes")

Json = dict[str, Any]


def empty_report() -> Json:
    """What every report holds, also where it says nothing about the job."""
    return {
        "counts": {"in": {}, "out": {}},
        **{measure: {"in": 0, "out": 0} for measure in MEASURES},
        "findings": {},
        "lots": [],
        "messages": [],
    }


@dataclass
class Result:
    """How a job ended: its status and the files or values it made."""

    status: str = "done"
    outputs: Json = field(default_factory=dict)


class Context:
    """Voice and report of one run.

    Parameters
    ----------
    emit : callable
        Receives each event as a dict; the launcher prints it as one JSON line.
    language : str
        "fr" or "en".
    now : str
        Clock of the run, ISO 8601 UTC: the only time that text outputs may show.
    """

    def __init__(
        self, emit: Callable[[Json], None] | None = None, *, language: str = "fr", now: str = "1970-01-01T00:00:00Z"
    ) -> None:
        self._emit = emit or (lambda event: None)
        self.language = language
        self.now = now
        self.report = empty_report()
        #: Whether something of this run is in a base for good.
        self.has_committed = False

    def report_unchanged(self, counts: Mapping[str, int], measures: Mapping[str, int]) -> None:
        """Report the objects and measures of a base that the run only reads."""
        self.report["counts"] = {"in": dict(counts), "out": dict(counts)}
        self.report |= {what: {"in": n, "out": n} for what, n in measures.items()}

    def progress(self, percent: float, text: str = "") -> None:
        """Tell how far the run is (0 to 100)."""
        self._emit({"type": "progress", "percent": round(percent, 1), "text": redact(text)})

    def info(self, code: str, **fields: object) -> None:
        """Say something that is good to know."""
        self._say("info", code, fields)

    def warning(self, code: str, **fields: object) -> None:
        """Say something that the user should look at; the run goes on."""
        self._say("warning", code, fields)

    def error(self, code: str, **fields: object) -> None:
        """Say what went wrong; the run may go on with other inputs."""
        self._say("error", code, fields)

    def text(self, code: str, **fields: object) -> str:
        """Sentence in the run's language."""
        return render(code, fields, self.language)

    def _say(self, level: str, code: str, fields: Mapping[str, object]) -> None:
        event = {"type": level, "code": code, "text": render(code, fields, self.language)}
        self.report["messages"].append({"level": level, "code": code, "text": event["text"]})
        self._hold_traceback(code)
        self._emit(event)

    def _hold_traceback(self, code: str) -> None:
        """Keep the traceback of an unexpected error with its sentence, which says that the report holds it.

        The error may have become an `EngineError` on its way, or the reason of a warning after which the run goes on.
        """
        error = sys.exception()
        if error is not None and (code == DEFECT or _was_unforeseen(error)):
            held, text = self.report.get("traceback", ""), "".join(traceback.format_exception(error))
            self.report["traceback"] = held if text in held else held + text


def _was_unforeseen(error: BaseException | None) -> bool:
    """Whether an error, or one that it came of, is one that no one has foreseen."""
    while error is not None and getattr(error, "code", None) not in (DEFECT, UNFORESEEN):
        error = error.__cause__
    return error is not None


def to_json_line(event: Json) -> str:
    """One event as one line of JSON, without line ends inside."""
    return json_text(event, separators=(",", ":"))

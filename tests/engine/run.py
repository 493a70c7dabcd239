"""Run a job of the engine in this process, as the launcher does."""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any

from mutualgeo_plugin.engine.context import Context, Result
from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.parameters import complete_parameters


class Ran:
    """How a job ended: exit status, events and report."""

    def __init__(self, status: int, events: list[dict[str, Any]], report: dict[str, Any]) -> None:
        self.exit = status
        self.events = events
        self.report = report

    @property
    def status(self) -> str:
        return self.report["status"]

    def texts(self) -> str:
        """All sentences said."""
        return "\n".join(m["text"] for m in self.report["messages"])


def run(tmp_path: Path, job: str, *, language: str = "fr", **parameters: Any) -> Ran:
    """Run `job`; paths are turned into texts."""

    def plain(value):
        if isinstance(value, Path):
            return str(value)
        return [plain(v) for v in value] if isinstance(value, list) else value

    request, report = tmp_path / "job.json", tmp_path / "report.json"
    values = {k: plain(v) for k, v in parameters.items()}
    request.write_text(
        json.dumps(
            {
                "job": job,
                "parameters": values,
                "report": str(report),
                "language": language,
                "now": "2024-06-01T08:00:00Z",
            }
        )
    )
    events: list[dict[str, Any]] = []
    status = run_job(request, events.append)
    return Ran(status, events, json.loads(report.read_text("utf-8")))


def run_values(job: str, values: dict[str, Any], context: Context) -> Result:
    """The function of `job` on values, completed by its specification; what it raises is raised."""
    specified = ENGINE_JOBS[job]
    module = importlib.import_module(f"mutualgeo_plugin.engine.{specified.module}")
    return module.run(complete_parameters(specified, values), context)

"""Read a job, run it, write its report."""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import os
import platform
import signal
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from .compute.processes import collect_rarely, end_with_parent, peak_memory_mb
from .compute.scratch import sweep_scratch
from .context import REPORT_SCHEMA, SUCCESSES, Context, Json, Result, to_json_line
from .formats.input_guard import refuse_unusable_inputs
from .formats.sqlite_errors import SQLITE_VERSION
from .model.credentials import redact_content
from .model.days import read_day, read_moment, utc_text
from .model.errors import DEFECT, Cancelled, EngineError, EngineFailure, follows_cancel
from .model.jobs import ENGINE_JOBS, absolute_parameters, given_texts
from .model.legibility import json_text
from .model.messages import LANGUAGES
from .model.specification import Job
from .outputs import refuse_other_than_report, temporary_output
from .parameters import NO_PATH, complete_parameters, refuse_illegible
from .store.output_guard import refuse_harmful, refuse_precious_file
from .version import version

#: What a job file may say, and the types of the values; `job` alone must be there.
_JOB_KEYS: dict[str, type] = {
    "job": str, "algorithm": str, "parameters": dict, "report": str, "command": str, "language": str,
    "proj_paths": list, "host": dict, "parent_pid": int, "now": str,
}  # fmt: skip
#: Lists and tables in each other that a job needs: itself, its parameters, a list of values; some to spare.
_MOST_LEVELS = 8


def versions(host: Json | None = None) -> Json:
    """Versions of what takes part in a run."""
    found: Json = {
        "mutualgeo": version(),
        "python": platform.python_version(),
        "sqlite": SQLITE_VERSION,
        "platform": platform.platform(),
    }
    for module in ("numpy", "shapely", "pyproj", "geopandas", "pyogrio", "lxml"):
        try:
            found[module] = importlib.metadata.version(module)
        except importlib.metadata.PackageNotFoundError:
            found[module] = None
    return {**found, **(host or {})}


def main(arguments: Sequence[str]) -> int:
    """Entry point of the launcher; returns the exit status."""
    sys.stdout = sys.stdout or open(os.devnull, "w")  # noqa: SIM115 - for as long as the process lives
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    if list(arguments) == ["--version"]:
        print(to_json_line(versions()))
        return 0
    if len(arguments) != 1:
        print("usage: engine_main.py JOB.json | --version", file=sys.stderr)
        return 2
    _end_properly()
    collect_rarely()
    _print_event({"type": "started", "pid": os.getpid()})
    return run_job(Path(arguments[0]), _print_event)


def _print_event(event: Json) -> None:
    try:
        print(to_json_line(event), flush=True)
    except OSError:  # nobody listens any more, or what is said has no room: the report says it
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())  # the number stays taken: another file would hear the rest
        os.close(nothing)


def _end_properly() -> None:
    """A process group of its own; SIGTERM cancels the job, the parent's death kills the group."""

    def cancel(*_: object) -> NoReturn:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Cancelled

    signal.signal(signal.SIGTERM, cancel)
    if os.name == "posix":
        if os.getpgrp() != os.getpid():  # a session's leader leads a group already
            os.setpgid(0, 0)
        end_with_parent(lambda: os.killpg(0, signal.SIGKILL))
    else:
        end_with_parent()


def run_job(path: Path, emit: Callable[[Json], None]) -> int:
    """Run the job of a file; returns 0 where it succeeded, 1 otherwise. The report is written in both cases."""
    started = time.monotonic()
    try:
        job = _read_job(path)
        name, parameters = job["job"], job["parameters"]
    except (OSError, ValueError, RecursionError) as error:
        failure = EngineError("job_unreadable", path=str(path), detail=str(error))
        emit({"type": "error", "code": failure.code, "text": failure.text()})
        emit({"type": "result", "status": "failed", "message": failure.text(), "report": None, "outputs": {}})
        return 1
    now = utc_text(read_moment(job.get("now") or "") or datetime.now(UTC))
    if name in ENGINE_JOBS:
        parameters = absolute_parameters(parameters, ENGINE_JOBS[name].parameters)
    context = Context(emit, language=job.get("language") or "fr", now=now)
    result, message = _run_guarded(name, parameters, job, context)
    report_path = _report_path(job)
    report = {
        "schema": REPORT_SCHEMA,
        "job": job.get("algorithm") or name,
        "status": result.status,
        "message": message,
        "started": now,
        "seconds": round(time.monotonic() - started, 3),
        "peak_mb": peak_memory_mb(),
        "versions": versions(job.get("host")),
        "parameters": parameters,
        "command": job.get("command"),
        **context.report,
        "outputs": result.outputs,
    }
    if report_path and not _write_report(Path(report_path), report, context):
        result.status, report_path = "failed", None
    emit(
        {
            "type": "result",
            "status": result.status,
            "message": message,
            "report": report_path,
            "outputs": result.outputs,
        }
    )
    return 0 if result.status in SUCCESSES else 1


def _read_job(path: Path) -> Json:
    """The job of a file, with its parameters.

    Raises
    ------
    OSError, ValueError
        The file cannot be read, is not JSON, has a key that says nothing here, or a value of another type.
    """
    job = json.loads(path.read_text("utf-8"))
    if _is_deep(job, _MOST_LEVELS):
        raise ValueError(f"> {_MOST_LEVELS} levels")
    if not isinstance(job, dict) or "job" not in job:
        raise ValueError("key job: missing")
    unknown = job.keys() - _JOB_KEYS.keys()
    if unknown:
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(_JOB_KEYS)}")
    for key, kind in _JOB_KEYS.items():
        if job.get(key) is not None and not isinstance(job[key], kind):
            raise ValueError(f"key {key}: {job[key]!r}")
    if not all(isinstance(path, str) for path in job.get("proj_paths") or ()):
        raise ValueError(f"key proj_paths: {job['proj_paths']!r}")
    if NO_PATH.search(job.get("report") or ""):
        raise ValueError(f"key report: {job['report']!r}")
    now = job.get("now")
    if now is not None and (read_moment(now) is None or read_day(now, timed=True) is None):
        raise ValueError(f"key now: {now!r}; expected as 2026-01-31T08:00:00Z")
    if job.get("language") not in (None, *LANGUAGES):
        raise ValueError(f"key language: {job['language']!r}; known: {', '.join(LANGUAGES)}")
    return {**job, "parameters": dict(job.get("parameters") or {})}


def _is_deep(content: Any, levels: int) -> bool:
    """Whether lists and tables stand in each other beyond a number of levels."""
    inner = content.values() if isinstance(content, dict) else content if isinstance(content, list) else ()
    return any(not levels or _is_deep(one, levels - 1) for one in inner)


def _report_path(job: Json) -> str | None:
    """Where the report goes; None where none is wanted, or where its place was refused: nothing is put there then."""
    if not job.get("report"):
        return None
    path = Path(job["report"]).absolute()
    try:
        refuse_other_than_report(path)
        refuse_precious_file(path, None, "REPORT")
    except EngineError:
        return None
    return str(path)


def _run_guarded(name: str, parameters: Json, job: Json, context: Context) -> tuple[Result, str]:
    """Run the job's function; every way to end becomes a status and a sentence."""
    try:
        if job.get("parent_pid") not in (None, os.getppid()):
            raise Cancelled  # who asked for this run is gone already
        _use_proj_paths(job.get("proj_paths") or [])
        function = _function(name)
        refuse_illegible(ENGINE_JOBS[name], parameters)
        refuse_harmful(ENGINE_JOBS[name], parameters, job.get("report"))
        swept = sweep_scratch(_scratch_places(ENGINE_JOBS[name], parameters, job.get("report")))
        if swept:
            context.info("scratch_swept", count=swept)
        values = complete_parameters(ENGINE_JOBS[name], parameters)
        refuse_unusable_inputs(ENGINE_JOBS[name], values)
        result = function(values, context)
        return result, str(context.report.pop("message", ""))
    except EngineError as error:
        context.error(error.code, **_error_fields(error, context.language))
        return _early_end(error, name, context)
    except KeyboardInterrupt:
        return _early_end(Cancelled(), name, context)
    except MemoryError:
        failure = EngineFailure("worker_died")
        context.error(failure.code)
        return _early_end(failure, name, context)
    except Exception as error:  # noqa: BLE001 - whatever is left is a defect: told, with its traceback in the report
        if follows_cancel(error):
            return _early_end(Cancelled(), name, context)
        detail = f"{type(error).__name__}: {error}"
        context.error(DEFECT, detail=detail)
        return _early_end(EngineFailure(DEFECT, detail=detail), name, context)


def _early_end(error: EngineError, name: str, context: Context) -> tuple[Result, str]:
    """The end of a run that raised: its sentence, and what is in the base then. What was committed says it."""
    text = error.text(context.language)
    touches_base = name in ENGINE_JOBS and any(p.may_be_base for p in ENGINE_JOBS[name].parameters.values())
    if error.status != "refused" and touches_base:
        text = f"{text} {context.text('base_changed' if context.has_committed else 'base_unchanged')}"
    return Result(error.status), text


def _scratch_places(job: Job, parameters: Json, report: str | None) -> list[Path]:
    """Folders in which this run writes, and so may find what an earlier one has left."""
    written = [
        Path(text.partition("|")[0])
        for name, parameter in job.parameters.items()
        if parameter.is_written
        for text in given_texts(parameters.get(name))
    ]
    named = [*written, *(Path(report) for report in [report] if report)]
    return [folder for path in named for folder in (path.parent, path, path / "metadata")]


def _error_fields(error: EngineError, language: str) -> dict[str, Any]:
    return {k: v.text(language) if hasattr(v, "text") else v for k, v in error.fields.items()}


def _function(name: str) -> Callable[[Json, Context], Result]:
    if name not in ENGINE_JOBS:
        raise EngineError("job_unknown", job=name, known=", ".join(sorted(ENGINE_JOBS)))
    module = importlib.import_module(f".{ENGINE_JOBS[name].module}", __package__)
    function: Callable[[Json, Context], Result] = module.run
    return function


def _use_proj_paths(paths: Sequence[str]) -> None:
    """Let the datum grids of QGIS's PROJ serve: the wheel of pyproj ships none."""
    existing = [p for p in paths if os.path.isdir(p)]
    if existing:
        import pyproj.datadir

        for path in existing:
            pyproj.datadir.append_data_dir(path)


def _write_report(path: Path, report: Json, context: Context) -> bool:
    try:
        with temporary_output(path) as temporary:  # a path may be no text: half a pair is escaped, as JSON has it
            text = json_text(redact_content(report), indent=1, default=str)
            temporary.write_text(text + "\n", "utf-8", errors="backslashreplace")
    except EngineError as error:
        context.error(error.code, **error.fields)
        return False
    return True

"""The report of an unexpected error holds its traceback, whichever way the error took; a refusal has none."""

from __future__ import annotations

import json
import sqlite3

import pytest

from mutualgeo_plugin.engine import jobs
from mutualgeo_plugin.engine.compute.processes import map_processes
from mutualgeo_plugin.engine.context import Result
from mutualgeo_plugin.engine.formats.sqlite_errors import sqlite_errors
from mutualgeo_plugin.engine.model.errors import EngineError, EngineFailure
from tests.engine.run import Ran, run


def fail_in_python(parameters, context):
    return Result(str(1 // 0))


def fail_in_sqlite(path, context):
    with sqlite_errors(path):
        raise sqlite3.InterfaceError("bad parameter or other API misuse")


def fail_in_a_process(parameters, context):
    return Result(str(map_processes(json.loads, ["{"], total=1, progress=lambda share: None)))


def fail_in_a_process_as_an_engine_error(parameters, context):
    return Result(str(map_processes(raise_defect, ["why"], total=1, progress=lambda share: None)))


def raise_defect(detail):
    raise EngineFailure("internal", detail=detail)


def end_well_after_a_warning(path, context):
    try:
        fail_in_sqlite(path, context)
    except EngineError as error:
        context.warning("run_not_noted", reason=error.text(context.language))
    return Result()


def ran_as(tmp_path, monkeypatch, job) -> Ran:
    monkeypatch.setattr(jobs, "_function", lambda name: job)
    return run(tmp_path, "makedemo", FOLDER=tmp_path / "demo")


@pytest.mark.parametrize(
    ("job", "said"),
    [
        (fail_in_python, "ZeroDivisionError"),
        (fail_in_sqlite, "sqlite3.InterfaceError: bad parameter"),
        (fail_in_a_process, "JSONDecodeError"),
        (fail_in_a_process_as_an_engine_error, "raise_defect"),
    ],
)
def test_an_unexpected_error_leaves_its_traceback(tmp_path, monkeypatch, job, said):
    ran = ran_as(tmp_path, monkeypatch, job)
    assert (ran.exit, ran.status, [m["code"] for m in ran.report["messages"]]) == (1, "failed", ["internal"])
    assert job.__name__ in ran.report["traceback"] and said in ran.report["traceback"]


def test_a_warning_of_an_unexpected_error_leaves_it_too(tmp_path, monkeypatch):
    ran = ran_as(tmp_path, monkeypatch, end_well_after_a_warning)
    assert (ran.exit, ran.status, [m["code"] for m in ran.report["messages"]]) == (0, "done", ["run_not_noted"])
    assert "sqlite3.InterfaceError: bad parameter" in ran.report["traceback"]


def refuse(parameters, context):
    raise EngineError("store_missing", path="s.gpkg")


def fail_for_want_of_space(path, context):
    with sqlite_errors(path):
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error


@pytest.mark.parametrize(("job", "code"), [(refuse, "store_missing"), (fail_for_want_of_space, "disk_full")])
def test_an_error_with_a_sentence_of_its_own_has_none(tmp_path, monkeypatch, job, code):
    ran = ran_as(tmp_path, monkeypatch, job)
    assert [m["code"] for m in ran.report["messages"]] == [code]
    assert "traceback" not in ran.report

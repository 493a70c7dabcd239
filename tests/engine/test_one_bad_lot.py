"""An error that nobody has foreseen refuses the lot it was met with, and says what is in the base then."""

from __future__ import annotations

import sqlite3

import pytest

from mutualgeo_plugin.engine.assembly.reception import receive_job
from mutualgeo_plugin.engine.formats.sqlite_errors import sqlite_errors
from mutualgeo_plugin.engine.model.errors import Cancelled
from tests.engine.run import run
from tests.engine.small_lot import kerb, write
from tests.engine.stored import table


def fail_in_python(*_):
    return 1 // 0


def fail_in_sqlite(*_):
    with sqlite_errors("s.gpkg"):
        raise sqlite3.InterfaceError("bad parameter or other API misuse")


def fail_for_want_of_memory(*_):
    raise MemoryError


def cancel(*_):
    raise Cancelled


@pytest.fixture
def lots(tmp_path):
    """Three lots, one object each."""
    paths = [tmp_path / f"{name}.gml" for name in ("first", "odd", "last")]
    for at, path in enumerate(paths):
        write(path, kerb(f"{path.stem}.1", (at, 0), (at, 9)))
    return paths


def received_with(tmp_path, monkeypatch, lots, step, failure):
    """A reception of the lots in which a step of the second one fails."""
    judge = getattr(receive_job, step)

    def guarded(*arguments):
        names = {getattr(getattr(one, "head", None), "path", None) for one in arguments}
        names |= {getattr(one, "name", None) for one in arguments}
        return failure() if names & {lots[1], "odd"} else judge(*arguments)

    monkeypatch.setattr(receive_job, step, guarded)
    return run(tmp_path, "receivelot", INPUT=lots, STORE=tmp_path / "s.gpkg", ACCEPT_PARTIAL=True, language="en")


@pytest.mark.parametrize(
    ("failure", "said"),
    [(fail_in_python, "ZeroDivisionError"), (fail_in_sqlite, "bad parameter or other API misuse")],
)
def test_an_unexpected_error_refuses_its_lot_alone(tmp_path, monkeypatch, lots, failure, said):
    ran = received_with(tmp_path, monkeypatch, lots, "judge", failure)
    assert (ran.exit, ran.status) == (0, "done")
    assert [lot["status"] for lot in ran.report["lots"]] == ["received", "refused", "received"]
    odd = ran.report["lots"][1]
    assert odd["code"] == "lot_unexpected" and said in odd["message"]
    assert failure.__name__ in ran.report["traceback"] and said in ran.report["traceback"]
    assert table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["first.1", "last.1"]


@pytest.mark.parametrize("failure", [fail_for_want_of_memory, cancel])
def test_want_of_memory_and_a_cancel_end_the_run(tmp_path, monkeypatch, lots, failure):
    ran = received_with(tmp_path, monkeypatch, lots, "judge", failure)
    assert (ran.exit, ran.status) == (1, "failed" if failure is fail_for_want_of_memory else "cancelled")
    assert [lot["status"] for lot in ran.report["lots"]] == ["received"]


def test_a_lot_that_was_received_is_not_told_to_be_refused(tmp_path, monkeypatch, lots):
    """What fails after the commit fails the run: the lot is in the base, and the sentence says so."""
    ran = received_with(tmp_path, monkeypatch, lots, "report_lot", fail_in_python)
    assert (ran.exit, ran.status) == (1, "failed")
    assert "is in the base" in ran.report["message"]
    assert table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["first.1", "odd.1"]


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        (slice(0, 3), "What the run had done by then is in the base", "as it was before"),
        (slice(1, 3), "The base is as it was before.", "by then"),
    ],
)
def test_what_is_in_the_base_is_said_of_what_was_committed(tmp_path, monkeypatch, lots, given, said, unsaid):
    judge = receive_job.judge
    monkeypatch.setattr(
        receive_job, "judge", lambda read, *rest: cancel() if read.head.path == lots[1] else judge(read, *rest)
    )
    ran = run(tmp_path, "receivelot", INPUT=lots[given], STORE=tmp_path / "s.gpkg", language="en")
    assert ran.status == "cancelled" and said in ran.report["message"] and unsaid not in ran.report["message"]

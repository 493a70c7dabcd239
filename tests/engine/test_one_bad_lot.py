"""An error that nobody has foreseen refuses the lot it was met with, and says what is in the base then."""

from __future__ import annotations

import errno
import sqlite3

import pytest

from mutualgeo_plugin.engine import lot_check
from mutualgeo_plugin.engine.assembly.reception import receive_job
from mutualgeo_plugin.engine.formats.sqlite_errors import sqlite_errors
from mutualgeo_plugin.engine.model.errors import Cancelled, EngineFailure
from tests.engine.run import run
from tests.engine.small_lot import kerb, write
from tests.engine.stored import table


def fail_in_python(*_):
    return 1 // 0


def fail_for_a_value(*_):
    with sqlite_errors("s.gpkg"):
        raise sqlite3.IntegrityError("datatype mismatch")


def fail_for_want_of_memory(*_):
    raise MemoryError


def fail_for_the_base(*_):
    with sqlite_errors("s.gpkg"):
        raise sqlite3.OperationalError("no such table: lot")


def fail_for_want_of_space(*_):
    raise EngineFailure("disk_full", path="s.gpkg")


def fail_for_the_disk(*_):
    raise OSError(errno.EROFS, "Read-only file system")


def cancel(*_):
    raise Cancelled


@pytest.fixture
def lots(tmp_path):
    """Three lots, one object each."""
    paths = [tmp_path / f"{name}.gml" for name in ("first", "odd", "last")]
    for at, path in enumerate(paths):
        write(path, kerb(f"{path.stem}.1", (at, 0), (at, 9)))
    return paths


def received_with(tmp_path, monkeypatch, lots, step, failure, given=None):
    """A reception of the lots in which a step of the second one fails."""
    judge = getattr(receive_job, step)

    def guarded(*arguments):
        names = {getattr(getattr(one, "head", None), "path", None) for one in arguments}
        names |= {getattr(one, "name", None) for one in arguments}
        return failure() if names & {lots[1], "odd"} else judge(*arguments)

    monkeypatch.setattr(receive_job, step, guarded)
    return run(
        tmp_path, "receivelot", INPUT=list(given or lots), STORE=tmp_path / "s.gpkg", ACCEPT_PARTIAL=True, language="en"
    )


@pytest.mark.parametrize("step", ["judge", "insert_lot"])
@pytest.mark.parametrize(
    ("failure", "said"), [(fail_in_python, "ZeroDivisionError"), (fail_for_a_value, "datatype mismatch")]
)
def test_an_unexpected_error_refuses_its_lot_alone(tmp_path, monkeypatch, lots, step, failure, said):
    ran = received_with(tmp_path, monkeypatch, lots, step, failure)
    assert (ran.exit, ran.status) == (0, "done")
    assert [lot["status"] for lot in ran.report["lots"]] == ["received", "refused", "received"]
    odd = ran.report["lots"][1]
    assert odd["code"] == "file_unforeseen" and said in odd["message"] and "odd.gml" in odd["message"]
    assert failure.__name__ in ran.report["traceback"] and said in ran.report["traceback"]
    assert table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["first.1", "last.1"]


@pytest.mark.parametrize("step", ["judge", "insert_lot"])
@pytest.mark.parametrize(
    ("failure", "status"),
    [
        (fail_for_want_of_memory, "failed"), (fail_for_the_base, "failed"), (fail_for_want_of_space, "failed"),
        (fail_for_the_disk, "failed"), (cancel, "cancelled"),
    ],
)  # fmt: skip
def test_the_machine_and_the_base_end_the_run(tmp_path, monkeypatch, lots, step, failure, status):
    ran = received_with(tmp_path, monkeypatch, lots, step, failure)
    assert (ran.exit, ran.status) == (1, status)
    assert [lot["status"] for lot in ran.report["lots"]] == ["received"]
    assert "What the run had done by then is in the base" in ran.report["message"]
    assert table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["first.1"]


def test_a_lot_that_was_received_is_not_told_to_be_refused(tmp_path, monkeypatch, lots):
    """What fails after the commit fails the run: the lot is in the base, and the sentence says so."""
    ran = received_with(tmp_path, monkeypatch, lots, "report_lot", fail_in_python)
    assert (ran.exit, ran.status) == (1, "failed")
    assert "is in the base" in ran.report["message"]
    assert table(tmp_path / "s.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["first.1", "odd.1"]


def test_a_base_that_no_lot_came_into_is_not_made(tmp_path, monkeypatch, lots):
    ran = received_with(tmp_path, monkeypatch, [lots[0], lots[1]], "insert_lot", fail_in_python, given=lots[1:2])
    assert (ran.exit, ran.status) == (1, "refused")
    assert sorted(p.name for p in tmp_path.glob("*gpkg*")) == []


@pytest.mark.parametrize(
    ("given", "said", "unsaid"),
    [
        (slice(0, 3), "What the run had done by then is in the base", "as it was before"),
        (slice(1, 3), "The base is as it was before.", "by then"),
    ],
)
@pytest.mark.parametrize("failure", [cancel, fail_for_the_disk, fail_for_want_of_space])
def test_what_is_in_the_base_is_said_of_what_was_committed(tmp_path, monkeypatch, lots, given, said, unsaid, failure):
    ran = received_with(tmp_path, monkeypatch, lots, "judge", failure, given=lots[given])
    assert said in ran.report["message"] and unsaid not in ran.report["message"]


def test_a_check_says_nothing_of_the_passing_base_that_it_makes(tmp_path, monkeypatch, lots):
    """A lot is checked in a base of its own, which goes: what is in it is in no base."""
    monkeypatch.setattr(lot_check, "check_store", fail_in_python)
    ran = run(tmp_path, "checkquality", INPUT=lots[0], language="en")
    assert ran.status == "failed" and ran.report["message"].endswith("The base is as it was before.")

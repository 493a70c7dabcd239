"""The lock of a base: whose writer is dead is taken over, whose may live is respected, a person may release it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.compute import process_identity
from mutualgeo_plugin.engine.context import Context
from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.store import life_sign
from mutualgeo_plugin.engine.store.life_sign import SILENCE, sign_path
from mutualgeo_plugin.engine.store.store import open_for_writing
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.run import run

HERE = socket.gethostname()


@pytest.fixture
def base(tmp_path) -> Path:
    lot = s.write(tmp_path / "one.gml", s.emprise("e", 0, 0, 50, 50), s.tree("t", 1, 1))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "b.gpkg").exit == 0
    return tmp_path / "b.gpkg"


@pytest.fixture
def other():
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        yield process
        process.kill()


def ago(**age: float) -> str:
    return (datetime.now(UTC) - timedelta(**age)).strftime("%Y-%m-%dT%H:%M:%SZ")


def lock(base: Path, host: str, pid: int, since: str) -> None:
    connection = connect(base)
    connection.execute("INSERT INTO lock VALUES (1, 'marie', ?, ?, ?, 'receivelot')", (host, pid, since))
    connection.close()


def sign(base: Path, *, host: str, pid: int, since: str, machine: str, process: str | None, age: float = 0.0) -> None:
    """A sign of life, as the engine leaves it, that many seconds ago."""
    said = {"host": host, "pid": pid, "since": since, "machine": machine, "process": process}
    sign_path(base).write_text(json.dumps(said))
    os.utime(sign_path(base), (time.time() - age,) * 2)


def outcome(tmp_path: Path, base: Path) -> str:
    """What becomes of a run that writes: refused, or done with or without a lock taken over."""
    ran = run(tmp_path, "assemblebase", STORE=base)
    codes = [m["code"] for m in ran.report["messages"]]
    if ran.exit:
        assert codes[-1] == "store_locked"
        return "refused"
    assert query(base, "SELECT COUNT(*) FROM lock") == [(0,)] and not sign_path(base).exists()
    return "taken over" if "store_lock_taken_over" in codes else "free"


def test_a_free_base_is_written(tmp_path, base):
    assert outcome(tmp_path, base) == "free"


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (ago(days=200), "taken over"),
        (ago(hours=25), "taken over"),
        (ago(hours=23), "refused"),
        ("who knows", "refused"),
    ],
    ids=["months", "a day and more", "hours", "no moment"],
)
def test_a_lock_of_another_machine_without_sign_of_life(tmp_path, base, since, expected):
    lock(base, "elsewhere", 4242, since)
    assert outcome(tmp_path, base) == expected


@pytest.mark.parametrize(("age", "expected"), [(0, "refused"), (SILENCE - 20, "refused"), (SILENCE + 5, "taken over")])
def test_a_lock_of_another_machine_that_gives_signs_of_life(tmp_path, base, age, expected):
    """Whatever its process number is on this machine, and however old the run is."""
    since = ago(days=3)
    lock(base, "elsewhere", os.getppid(), since)
    sign(base, host="elsewhere", pid=os.getppid(), since=since, machine="another", process="1", age=age)
    assert outcome(tmp_path, base) == expected


def test_a_sign_of_life_of_another_lock_says_nothing(tmp_path, base):
    lock(base, "elsewhere", 4242, ago(days=3))
    sign(base, host="elsewhere", pid=4242, since=ago(days=4), machine="another", process="1")
    assert outcome(tmp_path, base) == "taken over"


@pytest.mark.parametrize(("earlier", "expected"), [(0, "refused"), (1, "taken over")], ids=["same", "reused"])
def test_a_process_number_may_have_gone_to_another(tmp_path, base, other, earlier, expected):
    """The process that bears the number is the writer only where it began when the writer did."""
    since = ago(hours=2)
    lock(base, HERE, other.pid, since)
    mark = str(int(process_identity.process_mark(other.pid)) - earlier)
    sign(base, host=HERE, pid=other.pid, since=since, machine=process_identity.machine(), process=mark)
    assert outcome(tmp_path, base) == expected


@pytest.mark.parametrize(("since", "expected"), [(ago(days=-1), "refused"), (ago(days=30), "taken over")])
def test_a_process_that_began_after_the_lock_does_not_hold_it(tmp_path, base, other, since, expected):
    """An older program has left the lock, without a sign of life."""
    lock(base, HERE, other.pid, since)
    assert outcome(tmp_path, base) == expected


def test_a_process_that_has_ended_holds_nothing(tmp_path, base, other):
    since = ago(seconds=1)
    lock(base, HERE, other.pid, since)
    mark = process_identity.process_mark(other.pid)
    sign(base, host=HERE, pid=other.pid, since=since, machine=process_identity.machine(), process=mark)
    assert outcome(tmp_path, base) == "refused"
    other.kill()
    other.wait()
    assert outcome(tmp_path, base) == "taken over"


def test_the_start_of_process_a_process_is_known(other):
    assert abs(process_identity.start_of_process(other.pid) - time.time()) < 5
    assert process_identity.is_running(other.pid) and not process_identity.is_running(2**22 + 1)


def test_a_writer_shows_life_as_long_as_it_writes(tmp_path, base, monkeypatch):
    monkeypatch.setattr(life_sign, "BEAT", 0.05)
    with open_for_writing(base, job="test", context=Context(now=ago(hours=0))) as store, store.transaction():
        os.utime(sign_path(base), (0, 0))
        end = time.monotonic() + 10
        while life_sign.sign_age(base) > 60 and time.monotonic() < end:
            time.sleep(0.02)
        assert life_sign.sign_age(base) < 60  # within a transaction too
    assert not sign_path(base).exists()


def test_two_writers_of_one_machine(tmp_path, base, engine_python):
    """The one that is stopped still holds the base; killed, it does not."""
    code = (
        "import sys, time; from pathlib import Path\n"
        "from mutualgeo_plugin.engine.context import Context\n"
        "from mutualgeo_plugin.engine.store.store import open_for_writing\n"
        "with open_for_writing(Path(sys.argv[1]), job='test', context=Context(now='2024-06-01T08:00:00Z')):\n"
        "    print('in', flush=True); time.sleep(60)\n"
    )
    with subprocess.Popen([engine_python, "-c", code, base], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "in\n"
        writer.send_signal(signal.SIGSTOP)
        os.utime(sign_path(base), (time.time() - 2 * SILENCE,) * 2)
        assert outcome(tmp_path, base) == "refused"
        writer.kill()
        writer.wait()
    assert outcome(tmp_path, base) == "taken over"


# -- release ----------------------------------------------------------------------------------------------------------


def test_a_person_releases_a_lock(tmp_path, base):
    since = ago(minutes=5)
    lock(base, "elsewhere", 4242, since)
    ran = run(tmp_path, "maintainstore", STORE=base, ACTION="release", REASON="machine rendue", ROLE="chef de projet")
    assert ran.exit == 0, ran.texts()
    told = next(m["text"] for m in ran.report["messages"] if m["code"] == "lock_released")
    assert all(part in told for part in ("marie", "elsewhere", "4242", since, "machine rendue", "chef de projet"))
    assert query(base, "SELECT subject, choice, reason, role FROM decision") == [
        (f"lock marie elsewhere 4242 {since}", "released", "machine rendue", "chef de projet")
    ]
    assert outcome(tmp_path, base) == "free"


@pytest.mark.parametrize("given", [{}, {"REASON": "r"}, {"ROLE": "r"}])
def test_a_release_asks_for_a_reason_and_a_role(tmp_path, base, given):
    lock(base, "elsewhere", 4242, ago(minutes=5))
    ran = run(tmp_path, "maintainstore", STORE=base, ACTION="release", **given)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "parameter_missing")
    assert query(base, "SELECT who FROM lock") == [("marie",)]


def test_a_free_lock_is_not_released(tmp_path, base):
    ran = run(tmp_path, "maintainstore", STORE=base, ACTION="release", REASON="r", ROLE="r")
    assert [m["code"] for m in ran.report["messages"]] == ["lock_free"]
    assert query(base, "SELECT COUNT(*) FROM decision") == [(0,)]


def test_a_writer_whose_lock_was_released_writes_no_more(tmp_path, base):
    before = query(base, "SELECT * FROM lineage"), query(base, "SELECT * FROM store_info")
    context = Context(now=ago(hours=0))
    with pytest.raises(EngineError) as stopped, open_for_writing(base, job="test", context=context) as store:
        store.remember("kept", "yes")
        lineage = run(tmp_path, "maintainstore", STORE=base, ACTION="release", REASON="r", ROLE="r")
        assert lineage.exit == 0
        store.remember("lost", "no")
    assert stopped.value.code == "store_lock_lost"
    after = query(base, "SELECT * FROM lineage"), query(base, "SELECT * FROM store_info")
    assert after == (before[0], [*before[1], ("kept", "yes")])


@pytest.mark.parametrize(("age", "problems"), [({"days": 200}, 1), ({"minutes": 5}, 0)])
def test_the_check_of_a_base_tells_a_dead_lock(tmp_path, base, age, problems):
    lock(base, "elsewhere", 4242, ago(**age))
    ran = run(tmp_path, "maintainstore", STORE=base)
    assert ran.report["outputs"]["PROBLEMS"] == problems
    assert ("elsewhere" in ran.texts()) is bool(problems)


def test_a_dead_lock_of_an_older_base_is_told_too(tmp_path, base):
    """The base is brought up to date when it is first read; whose lock was found then, the run that writes tells."""
    connection = connect(base)
    connection.execute("UPDATE store_info SET value = '3' WHERE key = 'schema_version'")
    connection.close()
    lock(base, "elsewhere", 4242, ago(days=200))
    lot = s.write(tmp_path / "two.gml", s.emprise("f", 0, 0, 50, 50), s.tree("u", 2, 2))
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=base)
    assert [m["code"] for m in ran.report["messages"]] == ["store_lock_taken_over", "lot_received"]
    assert query(base, "SELECT COUNT(*) FROM lock") == [(0,)]

"""The bridge: what the engine says reaches QGIS, and QGIS's cancel reaches the engine."""

from __future__ import annotations

import json
import os
import threading
import time
from pathlib import Path

import pytest

pytest.importorskip("qgis.core")

from qgis.core import QgsProcessingException, QgsProcessingFeedback  # noqa: E402

RESULT = """
def say(**event): print(json.dumps(event), flush=True)
def end(status, **outputs):
    json.dump({"status": status}, open(job["report"], "w"))
    say(type="result", status=status, report=job["report"], outputs=outputs)
"""


class Listener(QgsProcessingFeedback):
    """Keeps what it hears."""

    def __init__(self) -> None:
        super().__init__(False)
        self.heard: list[tuple[str, str]] = []

    def pushInfo(self, text):  # noqa: N802
        self.heard.append(("info", text))

    def pushWarning(self, text):  # noqa: N802
        self.heard.append(("warning", text))

    def reportError(self, text, fatalError=False):  # noqa: N802, N803
        self.heard.append(("error", text))

    def pushConsoleInfo(self, text):  # noqa: N802
        self.heard.append(("console", text))

    def setProgressText(self, text):  # noqa: N802
        self.heard.append(("progress", text))


@pytest.fixture
def bridge(qgis_app):
    from mutualgeo_plugin import bridge

    return bridge


@pytest.fixture
def start(bridge, feigned_engine, monkeypatch, tmp_path):
    """Run a job on a feigned engine whose body is given."""

    def call(body: str, feedback=None, **options):
        monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(feigned_engine(RESULT + body)))
        feedback = feedback or Listener()
        where = tmp_path / "r.json"
        return bridge.run_job("receivelot", {"STORE": "x.gpkg"}, report=where, feedback=feedback, **options)

    return call


def read(tmp_path: Path) -> dict:
    return json.loads((tmp_path / "r.json").read_text())


def gone(pid: int) -> bool:
    """Whether no process bears `pid` (a zombie waits for its parent only)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_gone(pid: int, seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not gone(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return gone(pid)


def test_events_reach_the_feedback_in_order(start):
    listener = Listener()
    result = start(
        "say(type='progress', percent=12.5, text='lecture'); say(type='info', code='a', text='été')\n"
        "say(type='warning', code='b', text='attention'); print('not json'); end('done', OBJECTS=3)",
        listener,
    )
    assert result["outputs"] == {"OBJECTS": 3}
    assert listener.heard == [
        ("progress", "lecture"),
        ("info", "été"),
        ("warning", "attention"),
        ("console", "not json"),
    ]
    assert listener.progress() == 12.5


def test_errors_of_a_run_that_goes_on_are_told_once(start):
    listener = Listener()
    start("for lot in 'ab': say(type='error', code='x', text=lot)\nend('done')", listener)
    assert listener.heard == [("warning", "a"), ("warning", "b")]


def test_pieces_are_joined_into_lines(bridge):
    listener = Listener()
    voice = bridge.Voice(listener)
    line = json.dumps({"type": "info", "text": "façade"}, ensure_ascii=False).encode() + b"\n"
    for start in range(len(line)):
        voice.receive_output(line[start : start + 1])
    voice.receive_output(b'{"type": "result", "status": "done"}')
    assert listener.heard == [("info", "façade")] and voice.result is None
    voice.close()
    assert voice.result == {"type": "result", "status": "done"}


def test_a_large_output_comes_whole(start):
    listener = Listener()
    start("for i in range(20000): say(type='info', text=str(i) * 20)\nend('done')", listener)
    assert [text for _, text in listener.heard] == [str(i) * 20 for i in range(20000)]


def test_the_job_file_holds_what_the_contract_says(start, tmp_path):
    start(
        f"seen = open({str(tmp_path / 'seen')!r}, 'w')\n"
        "json.dump({**job, 'path': sys.argv[-1], 'arguments': sys.argv[1:]}, seen); seen.close()\n"
        "end('done')",
        command="qgis_process run x --A='host=h password=canary1 user=u' --B=https://me:canary2@example.org/",
        language="en",
    )
    seen = json.loads((tmp_path / "seen").read_text())
    assert {"job", "parameters", "report", "command", "language", "proj_paths", "host"} <= set(seen)
    assert seen["parent_pid"] == os.getpid()
    assert seen["language"] == "en" and seen["parameters"] == {"STORE": "x.gpkg"} and seen["host"]["qgis"]
    assert "canary" not in json.dumps(seen)
    assert seen["arguments"][0] == "-I" and seen["arguments"][1].endswith("mutualgeo_plugin/engine_main.py")
    assert not Path(seen["path"]).parent.exists()


@pytest.mark.parametrize("status", ["refused", "failed"])
def test_a_refusal_is_an_exception_with_the_engines_sentence(start, tmp_path, status):
    with pytest.raises(QgsProcessingException, match="pas de CRS"):
        start(f"say(type='error', code='x', text='pas de CRS'); end({status!r}); sys.exit(1)")
    assert read(tmp_path)["status"] == status


def test_a_killed_engine_is_told_and_reported(start, tmp_path):
    with pytest.raises(QgsProcessingException, match="stopped unexpectedly .signal 9"):
        start("print('Traceback: boom', file=sys.stderr, flush=True); time.sleep(0.3); os.kill(os.getpid(), 9)")
    report = read(tmp_path)
    assert report["status"] == "failed" and "signal 9" in report["messages"][0]["text"]
    assert report["stderr"] == ["Traceback: boom"]


def test_an_engine_that_exits_without_a_result_is_told(start, tmp_path):
    with pytest.raises(QgsProcessingException, match="exit status 3"):
        start("sys.exit(3)")
    assert read(tmp_path)["status"] == "failed"


def test_an_earlier_report_never_passes_for_this_runs(start, tmp_path):
    (tmp_path / "r.json").write_text('{"schema": "mutualgeo-report/1", "status": "done"}')
    with pytest.raises(QgsProcessingException):
        start("sys.exit(3)")
    assert read(tmp_path)["status"] == "failed"


def test_a_missing_engine_names_the_command(bridge, monkeypatch, tmp_path):
    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(tmp_path / "absent"))
    with pytest.raises(QgsProcessingException, match="mutualgeo:installengine"):
        bridge.run_job("assemblebase", {}, report=tmp_path / "r.json", feedback=Listener())
    assert read(tmp_path)["status"] == "failed"


def test_an_unwritable_report_is_refused_before_the_run(bridge, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(QgsProcessingException, match="cannot be written"):
        bridge.run_job("assemblebase", {}, report=tmp_path / "file" / "r.json", feedback=Listener())


def test_cancel_reaches_the_engine(start, tmp_path):
    listener = Listener()
    threading.Timer(1.0, listener.cancel).start()
    began = time.monotonic()
    with pytest.raises(QgsProcessingException):
        start(
            f"open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n"
            "import signal\n"
            "def stop(*_): end('cancelled'); sys.exit(1)\n"
            "signal.signal(signal.SIGTERM, stop)\ntime.sleep(60)",
            listener,
        )
    assert time.monotonic() - began < 5
    assert read(tmp_path)["status"] == "cancelled"
    assert wait_gone(int((tmp_path / "pid").read_text()))


def test_an_engine_deaf_to_cancel_is_killed_with_its_workers(start, bridge, tmp_path, monkeypatch):
    monkeypatch.setattr(bridge, "CANCEL_GRACE", 0.5)
    listener = Listener()
    threading.Timer(1.0, listener.cancel).start()
    with pytest.raises(QgsProcessingException, match="cancelled"):
        start(
            "import signal\nos.setpgid(0, 0); signal.signal(signal.SIGTERM, signal.SIG_IGN)\nworker = os.fork()\n"
            f"if worker: open({str(tmp_path / 'pid')!r}, 'w').write(f'{{os.getpid()}} {{worker}}')\n"
            "if worker: say(type='started', pid=os.getpid())\n"
            "time.sleep(60)",
            listener,
        )
    assert read(tmp_path)["status"] == "cancelled"
    assert all(wait_gone(int(pid)) for pid in (tmp_path / "pid").read_text().split())


def test_the_workers_of_a_killed_engine_are_killed_too(start, tmp_path):
    with pytest.raises(QgsProcessingException, match="signal 9"):
        start(
            "os.setpgid(0, 0); worker = os.fork()\n"
            "if not worker: os.close(1); os.close(2); time.sleep(60)\n"
            f"open({str(tmp_path / 'pid')!r}, 'w').write(str(worker))\n"
            "say(type='started', pid=os.getpid()); os.kill(os.getpid(), 9)"
        )
    assert wait_gone(int((tmp_path / "pid").read_text()))


def test_a_run_cancelled_beforehand_does_not_start(start, tmp_path):
    listener = Listener()
    listener.cancel()
    with pytest.raises(QgsProcessingException, match="before it began"):
        start(f"open({str(tmp_path / 'started')!r}, 'w')", listener)
    assert not (tmp_path / "started").exists() and read(tmp_path)["status"] == "cancelled"


def test_environment_overrides_the_setting(bridge, monkeypatch, tmp_path):
    from mutualgeo_plugin.settings import Settings

    monkeypatch.setenv("MUTUALGEO_TERRITORY", "/some/where.toml")
    assert Settings.load().territory == "/some/where.toml"
    monkeypatch.delenv("MUTUALGEO_TERRITORY")
    assert Settings.load().territory == ""
    assert os.environ.get("MUTUALGEO_TERRITORY") is None

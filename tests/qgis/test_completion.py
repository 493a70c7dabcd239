"""The end of a run on QGIS's side: whatever goes wrong after the engine stands in the report."""

from __future__ import annotations

import json

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

RESULT = (
    "def say(**event): print(json.dumps(event), flush=True)\n"
    "json.dump({'job': job['algorithm'], 'status': 'done', 'messages': [], 'outputs': {}}, open(job['report'], 'w'))\n"
    "say(type='result', status='done', report=job['report'], outputs={'FOLDER': 'x'})\n"
)


@pytest.fixture
def demo(qgis_app, feigned_engine, monkeypatch, tmp_path):
    """``makedemo`` behind a feigned engine that succeeds, its end on QGIS's side given by the test."""
    from mutualgeo_plugin.processing_algorithms.makedemo import MakeDemo

    monkeypatch.setenv("MUTUALGEO_ENGINE_PYTHON", str(feigned_engine(RESULT)))

    def run(complete) -> tuple[str, dict]:
        monkeypatch.setattr(MakeDemo, "complete_run", lambda self, run: complete())
        algorithm = MakeDemo().create()
        values = {"FOLDER": str(tmp_path / "demo"), "REPORT": str(tmp_path / "r.json")}
        with pytest.raises(QgsProcessingException) as raised:
            algorithm.processAlgorithm(values, QgsProcessingContext(), QgsProcessingFeedback())
        return str(raised.value), json.loads((tmp_path / "r.json").read_text("utf-8"))

    return run


def divide_by_zero():
    return 1 // 0


def test_an_unexpected_error_leaves_its_traceback(demo):
    said, report = demo(divide_by_zero)
    assert report["status"] == "failed" and [m["code"] for m in report["messages"]] == ["internal"]
    assert "ZeroDivisionError" in report["message"] and report["message"] in said
    assert report["traceback"].startswith("Traceback") and "divide_by_zero" in report["traceback"]


def refuse():
    raise QgsProcessingException("no room")


def test_an_error_with_a_sentence_of_its_own_has_none(demo):
    said, report = demo(refuse)
    assert (report["status"], report["message"]) == ("failed", "no room") and "no room" in said
    assert "traceback" not in report


def refuse_with_password():
    raise QgsProcessingException("host=h password='two canary words' token=canary")


def test_what_qgis_adds_to_a_report_gives_no_access(demo, tmp_path):
    _, report = demo(refuse_with_password)
    assert report["message"] == "host=h password=*** token=***"
    assert "canary" not in (tmp_path / "r.json").read_text("utf-8")

"""Nobody listens, or what is said has no room: a run ends with its report and its exit status all the same."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.engine.killing import MAIN
from tests.engine.run import run
from tests.engine.small_lot import kerb, write

#: How a shell leaves the streams of the engine.
STREAMS = {
    "no stdout": ">&-",
    "no stderr": "2>&-",
    "none at all": "<&- >&- 2>&-",
    "a full disk": ">/dev/full 2>/dev/full",
    "a reader that leaves": "| true",
    "a reader of one line": "| head -n 1",
}


def started(engine_python: Path, request: Path, streams: str) -> subprocess.CompletedProcess:
    """The engine behind a shell; the shell's exit status is the engine's."""
    own, pipe, reader = streams.partition("|")
    command = f'("$@" {own}; echo $? > "$0.exit")' + (f" {pipe} (sleep 0.2; {reader})" if pipe else "")
    return subprocess.run(
        ["bash", "-c", command, request, engine_python, "-I", MAIN, request], capture_output=True, timeout=60
    )


@pytest.mark.parametrize("streams", STREAMS)
@pytest.mark.parametrize("right", [True, False])
def test_a_run_that_nobody_hears_ends_as_any_other(tmp_path, engine_python, streams: str, right: bool) -> None:
    lots = [str(write(tmp_path / f"lot{k}.gml", kerb(f"k{k}", (k, 0), (5, k + 1)))) for k in range(9)]
    base, request = tmp_path / "base.gpkg", tmp_path / "request.json"
    parameters = {"INPUT": lots if right else [str(tmp_path / "none.gml")], "STORE": str(base)}
    request.write_text(
        json.dumps({"job": "receivelot", "parameters": parameters, "report": str(tmp_path / "report.json")})
    )
    started(engine_python, request, STREAMS[streams])
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert report["status"] == ("done" if right else "refused")
    assert (tmp_path / "request.json.exit").read_text().strip() == ("0" if right else "1")
    assert "traceback" not in report
    assert sorted(os.listdir(tmp_path)) == sorted(
        ["report.json", "request.json", "request.json.exit", *(Path(lot).name for lot in lots)]
        + (["base.gpkg"] if right else [])
    )
    if right:  # nothing that was said went into the base
        checked = run(tmp_path, "maintainstore", STORE=base, ACTION="check")
        assert (checked.status, checked.report["problems"]) == ("done", [])

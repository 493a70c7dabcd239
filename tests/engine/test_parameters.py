"""Parameters by the specification of their job: known names, kinds, defaults, absolute paths."""

from __future__ import annotations

import importlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.export import CORRIDOR_SIDE
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS, JOBS, Job, Kind, Parameter, absolute_parameters
from mutualgeo_plugin.engine.parameters import complete_parameters
from tests.algorithms import NAMES
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import kerb, write

ENGINE = ROOT / "mutualgeo_plugin" / "engine"

#: A usable value of each kind, and one that is not.
VALUES = {
    Kind.INTEGER: ("7", 7, "seven"),
    Kind.NUMBER: ("0.5", 0.5, "nan"),
    Kind.FLAG: (1, True, "yes"),
    Kind.BOX: ([0, 0, 1, 2], [0.0, 0.0, 1.0, 2.0], [0, 0, 0, 2]),
    Kind.TEXT: ("x", "x", 5),
    Kind.FILE: ("/x", "/x", 5),
}


def one(**parameters: Parameter) -> Job:
    return Job("job", "module", parameters, ())


def refusal(job: Job, given: dict) -> tuple[str, str]:
    with pytest.raises(EngineError) as refused:
        complete_parameters(job, given)
    return refused.value.code, refused.value.text("en")


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_is_read_by_its_kind(kind):
    given, read, wrong = VALUES[kind]
    job = one(X=Parameter(kind=kind))
    assert complete_parameters(job, {"X": given}) == {"X": read}
    assert complete_parameters(job, {}) == complete_parameters(job, {"X": ""}) == {"X": None}
    assert refusal(job, {"X": wrong}) == ("parameter_wrong", f"The parameter X is not usable: {wrong!r}.")


def test_lists_words_and_what_is_needed():
    files = one(X=Parameter(kind=Kind.FILE, several=True))
    assert [complete_parameters(files, {"X": x})["X"] for x in ("a", ["a", "", "b"], [], None)] == [
        ["a"], ["a", "b"], [], [],
    ]  # fmt: skip
    assert refusal(files, {"X": [1]})[0] == refusal(files, {"X": {}})[0] == "parameter_wrong"
    words = one(X=Parameter(kind=Kind.CHOICE, words=("a", "b"), default="b"))
    assert [complete_parameters(words, given)["X"] for given in ({}, {"X": "a"})] == ["b", "a"]
    assert refusal(words, {"X": "c"}) == ("parameter_wrong", "The parameter X is not usable: c; a, b.")
    needed = one(X=replace(words.parameters["X"], required=True))
    assert refusal(needed, {"X": ""}) == ("parameter_missing", "The parameter X is needed.")


@pytest.mark.parametrize(
    ("name", "near"), [("STRCT", "STRICT"), ("strict", "STRICT"), ("FINDING", "FINDINGS"), ("TERITORY", "TERRITORY")]
)
def test_an_unknown_name_is_refused_with_the_nearest(tmp_path, name, near):
    ran = run(tmp_path, "checkquality", language="en", INPUT=tmp_path / "absent.gpkg", **{name: "true"})
    assert (ran.exit, ran.status) == (1, "refused")
    assert ran.report["message"] == f"There is no parameter {name}. Did you mean {near}?"


def test_a_name_unlike_any_other_is_refused_with_all():
    code, text = refusal(JOBS["mergetiles"], {"STORE": "s", "QQQ": 1})
    assert (code, text) == ("parameter_unknown", "There is no parameter QQQ. Did you mean STORE?")
    assert refusal(JOBS["undorun"], {"QQQ": 1})[1] == "There is no parameter QQQ. Did you mean RUN, STORE?"


def test_paths_become_absolute_and_nothing_else_does(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    specified = JOBS["checkquality"].parameters
    given = {
        "INPUT": ["a.gpkg|layername=eau", "b.shp"], "PROFILE": "reseau", "FINDINGS": "out/f.gpkg", "CRS": "EPSG:3946",
        "COMMUNES": "/c.gpkg", "SERVICE": "https://example.org/wfs", "HTML": "", "PDF": None, "ADDRESSES": "https://x/y",
        "UNKNOWN": "x",
    }  # fmt: skip
    assert absolute_parameters(given, specified) == given | {
        "INPUT": [f"{tmp_path}/a.gpkg|layername=eau", f"{tmp_path}/b.shp"],
        "FINDINGS": f"{tmp_path}/out/f.gpkg",
    }
    own = absolute_parameters({"PROFILE": "mine.toml"}, specified)
    assert own == {"PROFILE": f"{tmp_path}/mine.toml"}


def test_a_run_reports_absolute_paths_wherever_it_starts(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write(Path("lot.gml"), kerb("k1", (0, 0), (5, 0)))
    request = {
        "job": "receivelot", "parameters": {"INPUT": ["lot.gml"], "STORE": "base.gpkg"}, "report": "out/report.json"
    }  # fmt: skip
    Path("request.json").write_text(json.dumps(request))
    events: list = []
    assert run_job(Path("request.json"), events.append) == 0
    assert events[-1]["report"] == f"{tmp_path}/out/report.json"
    report = json.loads(Path("out/report.json").read_text())
    assert report["parameters"] == {"INPUT": [f"{tmp_path}/lot.gml"], "STORE": f"{tmp_path}/base.gpkg"}
    assert report["outputs"]["STORE"] == f"{tmp_path}/base.gpkg"


# -- the specification against the code ------------------------------------------------------------------------------


@pytest.mark.parametrize("job", ENGINE_JOBS.values(), ids=lambda job: job.name)
def test_the_module_of_a_job_runs_it_and_reads_only_what_is_specified(job):
    module = importlib.import_module(f"mutualgeo_plugin.engine.{job.module}")
    assert callable(module.run)
    source = ENGINE.joinpath(*str(job.module).split(".")).with_suffix(".py").read_text("utf-8")
    read = set(re.findall(r'parameters(?:\.get\(|\[|, )"([A-Z][A-Z_0-9]*)"', source))
    assert read <= set(job.parameters)


def test_every_name_that_the_engine_reads_is_specified():
    """In whatever module: a name that no job takes is never given."""
    known = {name for job in JOBS.values() for name in job.parameters}
    for path in ENGINE.rglob("*.py"):
        read = set(re.findall(r'take\.\w+\(parameters, "([A-Z][A-Z_0-9]*)"', path.read_text("utf-8")))
        assert read <= known, path


def test_defaults_are_usable_values():
    for job in JOBS.values():
        for name, parameter in job.parameters.items():
            assert not (parameter.required and parameter.default is not None), (job.name, name)
            assert not parameter.words or parameter.default in (None, *parameter.words), (job.name, name)
    assert JOBS["exportpcrs"].parameters["WIDTH"].default == CORRIDOR_SIDE


def test_every_algorithm_is_presented():
    assert set(re.findall(r"`mutualgeo:([a-z]+)`", (ROOT / "README.md").read_text("utf-8"))) == NAMES
    assert {"receivelot", "publishportal", "installengine"} < NAMES

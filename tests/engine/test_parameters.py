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
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS, JOBS, absolute_parameters
from mutualgeo_plugin.engine.model.specification import Job, Kind, Parameter
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
    Kind.DAY: ("2024-02-29T00:00:00", "2024-02-29", "2023-02-29"),
    Kind.AMOUNT: (12.5, "12.5", True),
    Kind.NUMBERS: (3, "3", True),
}
#: What no number is, and what no whole number is either.
NO_NUMBERS = (True, False, "true", "abc", "", "nan", float("nan"), "inf", float("inf"), "-inf", "1_0", [1], {})
NO_WHOLE_NUMBERS = (*NO_NUMBERS, 1.5, "1.5")
EXPECTED = {
    Kind.INTEGER: "a whole number", Kind.NUMBER: "a number", Kind.FLAG: "true or false", Kind.TEXT: "a text",
    Kind.BOX: "[xmin, ymin, xmax, ymax]", Kind.FILE: "a text", Kind.DAY: "a day, YYYY-MM-DD",
    Kind.AMOUNT: "an amount in euros, such as 1250.50", Kind.NUMBERS: "whole numbers, separated by spaces",
}  # fmt: skip
NUMERIC = [
    pytest.param(job, name, id=f"{job.name}-{name}")
    for job in JOBS.values()
    for name, parameter in job.parameters.items()
    if parameter.kind in (Kind.NUMBER, Kind.INTEGER)
]


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
    sentence = f"The parameter X is not usable: {wrong!r} (expected: {EXPECTED[kind]})."
    assert refusal(job, {"X": wrong}) == ("parameter_wrong", sentence)


@pytest.mark.parametrize(("job", "name"), NUMERIC)
def test_every_number_is_bounded_and_nothing_else_is_taken_for_one(job, name):
    """Of every job: true, texts, what is no number and what is out of bounds, refused under the parameter's name."""
    parameter = job.parameters[name]
    alone = one(**{name: replace(parameter, goes_with={})})
    lowest = parameter.least if parameter.above is None else parameter.above
    assert lowest is not None, "each number says where it ends"
    beyond = [lowest - 1, str(lowest - 1), *([lowest] if parameter.above is not None else [])]
    beyond += [] if parameter.most is None else [parameter.most + 1]
    whole = parameter.kind is Kind.INTEGER
    for wrong in (*(NO_WHOLE_NUMBERS if whole else NO_NUMBERS), *beyond):
        if wrong == "":
            continue  # nothing is given
        code, text = refusal(alone, {name: wrong})
        assert code == "parameter_wrong", wrong
        expected = f"a {'whole ' if whole else ''}number {parameter.bounds}"
        assert text == f"The parameter {name} is not usable: {wrong!r} (expected: {expected})."
    for right in (lowest + 1, str(lowest + 1), *([] if parameter.least is None else [parameter.least])):
        assert complete_parameters(alone, {name: right}) == {name: float(right)}


def conditional() -> list:
    return [
        pytest.param(job, name, id=f"{job.name}-{name}")
        for job in JOBS.values()
        for name, parameter in job.parameters.items()
        if parameter.goes_with
    ]


@pytest.mark.parametrize(("job", "name"), conditional())
def test_what_would_be_left_aside_is_refused(job, name):
    """Of every job: a parameter that means nothing without another one, without and with it."""
    parameter = job.parameters[name]
    given = {Kind.FLAG: True, Kind.NUMBER: 7.0, Kind.INTEGER: 7}.get(parameter.kind, "x")
    alone = replace(job, parameters={key: replace(p, required=False) for key, p in job.parameters.items()})
    if any(job.parameters[other].default in words for other, words in parameter.goes_with.items()):
        assert complete_parameters(alone, {name: given})[name] == given  # it goes with the default of the other
    else:
        code, text = refusal(alone, {name: given})
        assert code == "parameter_useless"
        assert text.startswith(f"{name} goes with ") and all(other in text for other in parameter.goes_with)
    for other, words in parameter.goes_with.items():
        box = [0, 0, 1, 1] if job.parameters[other].kind is Kind.BOX else "y"
        for right in words or (box,):
            more = {key: "y" for key in job.parameters[other].goes_with if not words}
            more |= {key: ok[0] for key, ok in job.parameters[other].goes_with.items() if ok}
            assert complete_parameters(alone, {name: given, other: right, **more})[name] == given
        for wrong in set(job.parameters[other].words) - set(words):
            assert refusal(alone, {name: given, other: wrong})[0] == "parameter_useless"


def test_a_switch_that_is_off_asks_for_nothing():
    given = {"STORE": "b.gpkg", "OUTPUT": "o.gml", "CUT": False, "DXF_3D": False, "FIELD": ""}
    assert complete_parameters(JOBS["exportpcrs"], given)["CUT"] is False


def test_a_box_has_finite_numbers():
    job = one(X=Parameter(kind=Kind.BOX))
    for wrong in ([0, 0, float("inf"), 1], [0, 0, float("nan"), 1], [False, 0, 1, 1], [0, 0, 1], ["0", 0, 1, 1]):
        assert refusal(job, {"X": wrong})[0] == "parameter_wrong", wrong


def test_a_refusal_is_said_in_the_language_of_the_run(tmp_path):
    ran = run(tmp_path, "comparenetworks", A="a.shp", B="b.shp", OUTPUT=tmp_path / "o.gpkg", TOLERANCE=True)
    assert ran.report["message"] == "Le paramètre TOLERANCE n’est pas utilisable : True (attendu : un nombre > 0)."


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
    assert ran.report["message"] == f"checkquality has no parameter {name}. Did you mean {near}?"


def test_a_name_unlike_any_other_is_refused_with_all():
    code, text = refusal(JOBS["mergetiles"], {"STORE": "s", "QQQ": 1})
    assert (code, text) == ("parameter_unknown", "mergetiles has no parameter QQQ. It has: STORE.")
    assert refusal(JOBS["undorun"], {"NOPE": 1})[1] == "undorun has no parameter NOPE. It has: RUN, STORE."
    with pytest.raises(EngineError) as refused:
        complete_parameters(JOBS["undorun"], {"NOPE": 1})
    assert refused.value.text("fr") == "undorun n’a pas de paramètre NOPE. Ses paramètres : RUN, STORE."


@pytest.mark.parametrize("now", ["demain", "2024-02-30T08:00:00Z", "2024-06-01T25:00:00Z", "20240601"])
def test_a_wrong_clock_is_refused_under_its_own_name(tmp_path, now):
    """Not as the DATE of the check, which takes its default from it."""
    request, events = tmp_path / "job.json", []
    request.write_text(json.dumps({"job": "checkquality", "parameters": {"INPUT": "x.gpkg"}, "now": now}))
    assert run_job(request, events.append) == 1
    assert f"key now: {now!r}; expected as 2026-01-31T08:00:00Z" in events[0]["text"]


def test_a_wrong_day_is_refused_under_its_own_name(tmp_path):
    ran = run(tmp_path, "checkquality", language="en", INPUT=tmp_path / "x.gpkg", DATE="31/01/2024")
    sentence = "The parameter DATE is not usable: '31/01/2024' (expected: a day, YYYY-MM-DD)."
    assert ran.report["message"] == sentence


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

"""Reasons and roles, which the base keeps for good: never blank, never a person."""

from __future__ import annotations

import pytest

from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from tests.engine.commits import dump
from tests.engine.run import run
from tests.engine.written_base import RUNS, make_base, prepare

KEPT = ("REASON", "ROLE")
CASES = [
    (name, parameter)
    for name, job in {**{name: job for name, (job, *_) in RUNS.items()}, "release": "maintainstore"}.items()
    for parameter in KEPT
    if parameter in ENGINE_JOBS[job].parameters and not (job == "maintainstore" and name != "release")
]


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return make_base(tmp_path_factory.mktemp("written"))


@pytest.mark.parametrize(("name", "parameter"), CASES)
def test_blank_or_personal_is_refused(tmp_path, base, name, parameter):
    store, job, parameters = prepare("maintainstore compact" if name == "release" else name, base, tmp_path)
    if name == "release":
        parameters |= {"ACTION": "release", "REASON": "r", "ROLE": "chef de projet"}
    before = dump(store)
    for wrong, code in ((" ", "parameter_missing"), ("c.exemple@ville.example", "personal_data")):
        ran = run(tmp_path, job, **{**parameters, parameter: wrong})
        assert (ran.exit, ran.status) == (1, "refused")
        assert [(m["code"], parameter in m["text"]) for m in ran.report["messages"]] == [(code, True)]
    assert dump(store) == before

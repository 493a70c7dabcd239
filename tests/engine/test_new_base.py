"""A base is made by receivelot alone, where its folder is there and the territory has none, and that is said."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.specification import Kind
from tests.engine import small_lot as s
from tests.engine.commits import copied_at_commits, dump
from tests.engine.run import run

_BASES = (Kind.BASE, Kind.CHANGED_BASE, Kind.COMPLETED_BASE)
#: Values that are good of every kind, so that nothing but the base is wrong.
_GOOD = {
    Kind.TEXT: "r", Kind.INTEGER: 1, Kind.NUMBER: 1.0, Kind.AMOUNT: "1", Kind.DAY: "2024-01-01",
    Kind.NEW_FILE: "out", Kind.NEW_PLACE: "out", Kind.NEW_FOLDER: "out",
}  # fmt: skip
TERRITORY = """
[territory]
name = "Essai"
code = "200000000"
crs = "EPSG:3946"
vertical_datum = "NGF-IGN69"
store = "{store}"
[[communes]]
code = "69001"
name = "Essai"
"""
PORTAL = """
[[portals]]
code = "69001"
name = "Essai"
title = "t"
abstract = "a"
contact_organisation = "o"
contact_email = "sig@exemple.invalid"
licence = "Licence Ouverte 2.0"
fees = "Aucun"
access_constraints = "Aucune"
[[portals.layers]]
source = "ArbrePCRS"
name = "arbres"
title = "Arbres"
columns = ["idObjet"]
"""


@pytest.fixture
def lot(tmp_path) -> Path:
    return s.write(tmp_path / "one.gml", s.emprise("e", 0, 0, 50, 50), s.tree("t", 1, 1))


def files(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


def jobs_on_a_base() -> list[str]:
    return [job.name for job in ENGINE_JOBS.values() if any(p.kind in _BASES for p in job.parameters.values())]


@pytest.mark.parametrize("job", [job for job in jobs_on_a_base() if job != "receivelot"])
def test_no_other_job_makes_a_base(tmp_path, lot, job):
    given: dict[str, object] = {}
    for name, parameter in ENGINE_JOBS[job].parameters.items():
        if parameter.kind in _BASES:
            given[name] = tmp_path / "absent.gpkg"
        elif parameter.required:
            ending = parameter.endings[0] if parameter.endings else ""
            value = parameter.words[0] if parameter.words else _GOOD.get(parameter.kind, lot)
            given[name] = tmp_path / f"{value}{ending}" if value == "out" else value
    if job == "updatebase":
        given["LOT"] = "1"
    if job == "declareexception":
        given["FINDING"] = ["x"]
    if job == "registerraster":
        given["INPUT"] = [lot]
    if job == "extractportal":
        (tmp_path / "t.toml").write_text(TERRITORY.format(store="absent.gpkg") + PORTAL)
        given |= {"TERRITORY": tmp_path / "t.toml"}
    there = files(tmp_path)
    ran = run(tmp_path, job, **given)
    assert ran.status == "refused"
    assert (ran.report["messages"][-1]["code"], "absent.gpkg" in ran.texts()) == ("store_missing", True), ran.texts()
    assert files(tmp_path) - there == {tmp_path / "job.json", tmp_path / "report.json"}


def test_a_new_base_is_said(tmp_path, lot):
    base = tmp_path / "b.gpkg"
    told = [run(tmp_path, "receivelot", INPUT=[lot], STORE=base).report["messages"]]
    other = s.write(tmp_path / "two.gml", s.emprise("f", 0, 0, 50, 50), s.tree("u", 2, 2))
    told.append(run(tmp_path, "receivelot", INPUT=[other], STORE=base).report["messages"])
    assert [[m["code"] for m in messages] for messages in told] == [["store_made", "lot_received"], ["lot_received"]]
    assert str(base) in told[0][0]["text"] and "EPSG:3946" in told[0][0]["text"]


def test_a_base_whose_first_reception_was_killed_is_new_still(tmp_path, lot):
    """What stands then has no lot and no run: the next reception begins it, as if nothing were there."""
    given = {"INPUT": [lot]}
    assert run(tmp_path, "receivelot", STORE=tmp_path / "whole.gpkg", **given).exit == 0
    with copied_at_commits(tmp_path / "b.gpkg", tmp_path / "copies") as copies:
        assert run(tmp_path, "receivelot", STORE=tmp_path / "b.gpkg", **given).exit == 0
    after, seen = dump(tmp_path / "whole.gpkg"), []
    for copy in copies:
        ran = run(tmp_path, "receivelot", STORE=copy, **given)
        assert (ran.exit, dump(copy)) == (0, after)
        seen.append("store_made" in [m["code"] for m in ran.report["messages"]])
    assert seen[0] and not seen[-1]


def test_no_base_in_a_folder_that_is_not_there(tmp_path, lot):
    ran = run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "disk" / "b.gpkg")
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "store_folder_missing")
    assert not (tmp_path / "disk").exists()
    (tmp_path / "disk").mkdir()
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "disk" / "b.gpkg").exit == 0


def test_no_second_base_beside_that_of_the_territory(tmp_path, lot):
    (tmp_path / "t.toml").write_text(TERRITORY.format(store="own/b.gpkg"))
    (tmp_path / "own").mkdir()
    given = {"INPUT": [lot], "TERRITORY": tmp_path / "t.toml"}
    assert run(tmp_path, "receivelot", **given).exit == 0
    ran = run(tmp_path, "receivelot", STORE=tmp_path / "typo.gpkg", **given)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "store_elsewhere")
    assert str(tmp_path / "own" / "b.gpkg") in ran.texts() and not (tmp_path / "typo.gpkg").exists()
    shutil.copy(tmp_path / "own" / "b.gpkg", tmp_path / "copy.gpkg")  # one that is there is completed
    assert run(tmp_path, "receivelot", STORE=tmp_path / "copy.gpkg", **given).exit == 0

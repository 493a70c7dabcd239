"""One reader of days: what it takes for a day, and that no other one comes."""

from __future__ import annotations

import ast
import json
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import numpy as np
import pytest

from mutualgeo_plugin.engine.dataset.days import column_days
from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.days import read_day, read_day_in_format, read_moment, span_of_days
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import emprise, kerb, write

DAY = date(2023, 5, 4)
READER = ROOT / "mutualgeo_plugin" / "engine" / "model" / "days.py"
#: Calls that read a day or a moment from a text.
READING = {"strptime", "fromisoformat", "to_datetime", "fromisocalendar"}


@pytest.mark.parametrize("text", ["2023-05-04", "2023-05-04Z", "2023-05-04+02:00", "2023-05-04-11:00", " 2023-05-04\n"])
def test_an_xs_date_is_a_day_whatever_its_zone(text):
    assert read_day(text) == read_day(text, timed=True) == DAY


@pytest.mark.parametrize("text", ["2023-05-04T23:59:59", "2023-05-04T00:00:00Z", "2023-05-04T23:30:00.5+02:00"])
def test_a_time_is_part_of_a_day_only_where_it_may_be(text):
    assert (read_day(text), read_day(text, timed=True)) == (None, DAY)


@pytest.mark.parametrize(
    "text",
    ["", None, 20230504, "20230504", "2023-W18-4", "2023-05-04XYZ", "2023-05", "04/05/2023", "2023-02-30", "2023-5-4",
     "2023-05-04T24", "٢٠٢٣-05-04", "2023-05-04 00:00:00"],
)  # fmt: skip
def test_what_is_no_day(text):
    assert read_day(text) is read_day(text, timed=True) is None


def test_formats_moments_spans_and_columns():
    assert read_day_in_format("04/05/2023", "%d/%m/%Y") == DAY
    assert read_day_in_format("2023-05-04", "%d/%m/%Y") is None
    assert read_moment("2023-05-04T08:00:00Z") == datetime(2023, 5, 4, 8, tzinfo=UTC)
    assert read_moment("yesterday") is None
    assert span_of_days({"2023-05-04Z", "2015-01-01", "none"}) == ("2015-01-01", "2023-05-04")
    assert span_of_days({"none"}) is span_of_days(set()) is None
    days = column_days(["2023-05-04Z", None, "2023-05-04T10:00:00", "x", float("nan")])
    assert days.tolist() == [DAY, None, DAY, None, None]
    assert column_days([]).dtype == np.dtype("datetime64[D]")


@pytest.mark.parametrize("later", ["2023-05-04", "2023-05-04Z", "2023-05-04+02:00", "2023-05-04T00:00:00"])
def test_the_later_survey_stays_however_its_day_is_written(tmp_path, later):
    for name, day in (("old", "2015-01-01"), ("new", later)):
        write(tmp_path / f"{name}.gml", kerb("k", (0, 0), (9, 0), dateLeve=day))
        assert run(tmp_path, "receivelot", INPUT=tmp_path / f"{name}.gml", STORE=tmp_path / "s.gpkg").exit == 0
    assert run(tmp_path, "assemblebase", STORE=tmp_path / "s.gpkg").exit == 0
    with closing(sqlite3.connect(tmp_path / "s.gpkg")) as base:
        current = base.execute("SELECT dateLeve FROM LimiteVoiriePCRS WHERE state = 'current'").fetchall()
        lots = base.execute("SELECT surveyed_to FROM lot ORDER BY lot_id").fetchall()
    assert (current, lots) == ([(later,)], [("2015-01-01",), ("2023-05-04",)])


@pytest.mark.parametrize(
    ("day", "reserve"),
    [("2023-05-04", False), ("2023-05-04Z", False), ("2023-05-04XYZ", True), ("20230504", True),
     ("2023-W18-4", True), ("2023-05-04T00:00:00", True)],
)  # fmt: skip
def test_reception_names_what_is_no_xs_date(tmp_path, day, reserve):
    write(tmp_path / "lot.gml", kerb("k", (0, 0), (9, 0), dateLeve=day))
    (lot,) = run(tmp_path, "receivelot", INPUT=tmp_path / "lot.gml", STORE=tmp_path / "s.gpkg").report["lots"]
    assert ("wrong_date" in [remark["rule"] for remark in lot["remarks"]]) is reserve


ZONED = ["2023-05-04", "2023-05-04Z", "2023-05-04+02:00"]


@pytest.mark.parametrize("own", ZONED)
@pytest.mark.parametrize("theirs", ZONED)
def test_an_update_of_the_same_day_is_no_older_one(tmp_path, own, theirs):
    """Whatever the texts that a base of an older program has kept of the days of its lots."""
    base = tmp_path / "s.gpkg"
    for name, y in (("old", 5), ("new", 5.4)):
        write(tmp_path / f"{name}.gml", emprise(f"e{name}", 0, 0, 10, 10), kerb(f"k{name}", (2, y), (9, y)))
        assert run(tmp_path, "receivelot", INPUT=tmp_path / f"{name}.gml", STORE=base).exit == 0
    with closing(sqlite3.connect(base)) as connection:
        for name, day in (("old", theirs), ("new", own)):
            connection.execute("UPDATE lot SET surveyed_to = ? WHERE name = ?", (day, name))
        connection.commit()
    assert run(tmp_path, "updatebase", STORE=base, LOT="new").status == "done"
    with closing(sqlite3.connect(base)) as connection:
        connection.execute("UPDATE lot SET surveyed_to = '2023-05-03' WHERE name = 'old'")
        connection.execute("UPDATE lot SET surveyed_to = '2023-05-05Z' WHERE name = 'new'")
        connection.commit()
    refused = run(tmp_path, "updatebase", STORE=base, LOT="old")
    assert refused.report["messages"][-1]["code"] == "update_older"
    assert all(day in refused.texts() for day in ("2023-05-03", "2023-05-05"))


def test_the_days_of_a_lot_are_days(tmp_path):
    """Of publication: the last one of its emprises, whatever their zones; of what was made of lots: theirs."""
    base = tmp_path / "s.gpkg"
    for k, days in enumerate((("2023-05-04+02:00", "2023-05-03Z"), ("2015-01-01Z", "none"))):
        frames = [
            emprise(f"e{k}{n}", 10 * k, 0, 10 * k + 10, 10).replace("2024-01-01", day) for n, day in enumerate(days)
        ]
        write(tmp_path / f"{k}.gml", *frames, kerb(f"k{k}", (2 + 8 * k, 5), (10 + 8 * k, 5), dateLeve="2020-01-01Z"))
        given = {"INPUT": tmp_path / f"{k}.gml", "RECEPTION": "reception_ouverte", "STORE": base}
        assert run(tmp_path, "receivelot", **given).exit == 0
    with closing(sqlite3.connect(base)) as connection:
        connection.execute("UPDATE lot SET surveyed_from = surveyed_from || 'Z', surveyed_to = surveyed_to || '+02:00'")
        connection.commit()
    assert run(tmp_path, "mergetiles", STORE=base).report["outputs"]["MERGED"] == 1
    with closing(sqlite3.connect(base)) as connection:
        lots = connection.execute("SELECT kind, published, surveyed_from, surveyed_to FROM lot ORDER BY lot_id")
        assert lots.fetchall()[::2] == [
            ("delivery", "2023-05-04", "2020-01-01Z", "2020-01-01+02:00"),
            ("derived", None, "2020-01-01", "2020-01-01"),
        ]
        assert connection.execute("SELECT published FROM lot WHERE lot_id = 2").fetchone() == ("2015-01-01",)


@pytest.mark.parametrize("now", ["2024-06-01T10:00:00+02:00", "2024-06-01T08:00:00Z", "2024-06-01T08:00:00.7"])
def test_the_clock_of_a_run_is_kept_in_one_way(tmp_path, now):
    """So that runs are in order of time where their texts are in order: the base as it was on a day, earlier scores."""
    write(tmp_path / "lot.gml", kerb("k", (0, 0), (9, 0)))
    values = {"INPUT": [str(tmp_path / "lot.gml")], "STORE": str(tmp_path / "s.gpkg")}
    asked = {"job": "receivelot", "parameters": values, "now": now, "report": str(tmp_path / "r.json")}
    (tmp_path / "job.json").write_text(json.dumps(asked))
    assert run_job(tmp_path / "job.json", lambda event: None) == 0
    with closing(sqlite3.connect(tmp_path / "s.gpkg")) as base:
        assert base.execute("SELECT started FROM run").fetchall() == [("2024-06-01T08:00:00Z",)]
    assert json.loads((tmp_path / "r.json").read_text())["started"] == "2024-06-01T08:00:00Z"


# -- one reader ------------------------------------------------------------------------------------------------------


def reads_days(tree: ast.AST) -> set[str]:
    """Calls of a module that read days from texts."""
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {getattr(function, "attr", getattr(function, "id", "")) for function in called} & READING


def test_no_other_module_reads_days():
    folders = (ROOT / "mutualgeo_plugin", ROOT / "processing_algorithms")
    readers = {
        path for folder in folders for path in folder.rglob("*.py") if reads_days(ast.parse(path.read_text("utf-8")))
    }
    assert readers == {READER}


def test_a_second_reader_is_seen():
    for source in ("date.fromisoformat(x)", "pandas.to_datetime(x)", "datetime.strptime(x, y)", "fromisoformat(x)"):
        assert reads_days(ast.parse(source))
    assert not reads_days(ast.parse("day.isoformat(); day.strftime('%Y')"))

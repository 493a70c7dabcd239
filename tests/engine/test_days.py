"""One reader of days: what it takes for a day, and that no other one comes."""

from __future__ import annotations

import ast
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime

import numpy as np
import pytest

from mutualgeo_plugin.engine.dataset.days import column_days
from mutualgeo_plugin.engine.model.days import read_day, read_day_in_format, read_moment, span_of_days
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import kerb, write

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

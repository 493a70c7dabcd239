"""No connection is ever used by two threads: each thread that asks a store has its own."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.demo.demo_territory import make_demo
from mutualgeo_plugin.engine.formats import geopackage as gpkg
from mutualgeo_plugin.engine.quality.base import Inputs
from mutualgeo_plugin.engine.quality.check_run import run_checks
from mutualgeo_plugin.engine.quality.profile import Profile
from mutualgeo_plugin.engine.quality.store_base import StoreBase
from mutualgeo_plugin.engine.store.store import Store, open_store
from tests.conftest import ROOT
from tests.engine.run import run

EVERYTHING = Profile("everything", "", {}, {})


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("threads")
    make_demo(folder)
    ran = run(folder, "receivelot", FOLDER=folder / "lots", STORE=folder / "s.gpkg", RECEPTION="reception_ouverte")
    assert ran.exit == 0, ran.texts()
    return folder / "s.gpkg"


def in_thread(function):
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(function).result()


def test_a_connection_refuses_another_thread(store):
    connection = gpkg.connect(store, readonly=True)
    with pytest.raises(sqlite3.ProgrammingError, match="thread"):
        in_thread(lambda: connection.execute("SELECT 1"))
    assert connection.execute("SELECT 1").fetchone() == (1,)
    connection.close()


def test_a_store_refuses_a_thread_that_has_no_connection(store):
    with open_store(store) as opened:
        with pytest.raises(sqlite3.ProgrammingError, match="thread"):
            in_thread(lambda: opened.info("crs"))
        assert opened.info("crs") == "3946"


def ask(opened: Store) -> tuple[str | None, sqlite3.Connection]:
    with opened.connect_thread():
        return opened.info("crs"), opened._connection


def test_a_thread_asks_through_a_connection_of_its_own(store):
    with open_store(store) as opened:
        mine = opened._connection
        answer, other = in_thread(lambda: ask(opened))
        assert answer == "3946" and other is not mine and opened._connection is mine
        with pytest.raises(sqlite3.ProgrammingError, match="closed|thread"):  # it has ended with the thread's work
            other.execute("SELECT 1")
        with pytest.raises(sqlite3.ProgrammingError, match="thread"):
            in_thread(lambda: opened.info("crs"))


def test_a_threads_connection_only_reads(store):
    def write(opened: Store) -> None:
        with opened.connect_thread():
            opened._connection.execute("DELETE FROM lot")

    with open_store(store) as opened, pytest.raises(sqlite3.OperationalError, match="readonly"):
        in_thread(lambda: write(opened))


def told(base: Path) -> list[tuple[object, ...]]:
    """All that every check finds in a store, as a checkquality of its own would."""
    with open_store(base) as opened:
        outcome = run_checks(StoreBase(opened, Inputs(today="2024-06-01")), EVERYTHING)
    return [(f.identifier, f.code, f.severity, f.objects, str(f.place), f.message()) for f in outcome.findings]


def test_checks_under_load_find_the_same(store, monkeypatch):
    """Every check on sixteen threads, four checks of the base at a time, over and over: the findings never differ."""
    monkeypatch.setenv("MUTUALGEO_PROCESSES", "1")
    alone = told(store)
    assert len({code for _, code, *_ in alone}) > 10
    monkeypatch.setenv("MUTUALGEO_PROCESSES", "16")
    with ThreadPoolExecutor(4) as pool:
        for found in pool.map(told, [store] * 12):
            assert found == alone


def test_nothing_lifts_the_guard_of_connections():
    lifted = [
        path.name for path in (ROOT / "mutualgeo_plugin").rglob("*.py") if "check_same_thread" in path.read_text()
    ]
    assert lifted == []

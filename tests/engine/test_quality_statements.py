"""Checking, mending, excusing and publishing send as many statements for ten times as many objects."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.store.findings import read_cases
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.statements import counted_statements
from tests.portal_fixture import TERRITORY, make_network

FEW, MANY = 3, 30
SAID = {"REASON": "vérifié sur place", "ROLE": "gestionnaire"}


def things(n: int) -> list[str]:
    """Objects of several classes, all with something to say, n of each."""
    out = [s.emprise("e", 0, 0, 20 * n + 20, 60)]
    for k in range(n):
        x = 20.0 * k + 5
        out += [
            s.kerb(f"k{k}", (x, 1), (x + 2, 1), (x + 2, 1), (x + 4, 1), idObjet="same"),
            s.kerb(f"d{k}", (x, 20), (x + 4, 20)), s.kerb(f"f{k}", (x, 20), (x + 4, 20)),
            s.kerb(f"b{k}", (x, 25), (x + 4, 29), (x + 4, 25), (x, 29)),
            s.tree(f"t{k}", x, 30, thematique="99"), s.tree(f"u{k}", x + 5, 30, producteur="p"),
            s.affleurant(f"a{k}", f"#r{k}"), s.representation(f"r{k}", f"#v{k}"),
            s.envelope(f"v{k}", (x, 40), (x + 1, 40), (x + 1, 41), (x, 41), (x, 40)),
            s.affleurant(f"l{k}", f"nowhere{k}"), s.affleurant(f"y{k}", "#none", f"#z{k}"), s.symbol(f"z{k}", x, 45),
        ]  # fmt: skip
    return out


@pytest.fixture(autouse=True)
def one_thread(monkeypatch):
    """Each thread has a connection of its own, and how many there are is a matter of how busy the machine is."""
    monkeypatch.setenv("MUTUALGEO_PROCESSES", "1")


@pytest.fixture(scope="module")
def bases(tmp_path_factory) -> dict[int, Path]:
    """A base of few objects and one of ten times as many, both checked once."""
    found = {}
    for n in (FEW, MANY):
        folder = tmp_path_factory.mktemp(f"of{n}")
        lot = s.write(folder / "lot.gml", *things(n))
        ran = run(folder, "receivelot", INPUT=[lot], STORE=folder / "store.gpkg", RECEPTION="reception_ouverte")
        assert ran.exit == 0, ran.texts()
        assert run(folder, "checkquality", INPUT=folder / "store.gpkg").exit == 0
        found[n] = folder / "store.gpkg"
    return found


def more_often(few: Counter[str], many: Counter[str]) -> dict[str, tuple[int, int]]:
    """Statements that the second count has more often than the first: text → both numbers."""
    return {text: (few[text], n) for text, n in many.items() if n > few[text]}


def grown(bases: dict[int, Path], tmp_path: Path, job: str, parameters) -> dict[str, tuple[int, int]]:
    """Statements that a job sends more often to the large base; `parameters` makes them of the copy of a base."""
    counts: dict[int, Counter[str]] = {}
    for n, base in bases.items():
        folder = tmp_path / str(n)
        folder.mkdir()
        store = folder / "store.gpkg"
        store.write_bytes(base.read_bytes())
        values = parameters(store)
        with counted_statements(store) as sent:
            ran = run(folder, job, **values)
        assert ran.exit == 0, ran.texts()
        counts[n] = sent
    assert sum(counts[FEW].values()) > 10  # the count looks at what the job does
    return more_often(counts[FEW], counts[MANY])


def all_findings(store: Path) -> str:
    with open_store(store) as base:
        return " ".join(case.finding_id for case in read_cases(base) if case.state != "resolved")


def portal(store: Path) -> dict[str, Path]:
    folder = store.parent
    make_network(folder / "networks.gpkg")
    (folder / "territoire.toml").write_text(TERRITORY, encoding="utf-8")
    return {"TERRITORY": folder / "territoire.toml", "PORTAL": folder / "portal"}


@pytest.mark.parametrize(
    ("job", "parameters"),
    [
        ("checkquality", lambda store: {"INPUT": store, "FINDINGS": store.parent / "f.gpkg"}),
        ("fixproposals", lambda store: {"STORE": store, "OUTPUT": store.parent / "p.gpkg"}),
        ("fixproposals", lambda store: {"STORE": store, "APPLY": True, "CONFIDENCE": "P"}),
        ("declareexception", lambda store: {"STORE": store, "FINDING": all_findings(store), **SAID}),
        ("listexceptions", lambda store: {"STORE": store, "OUTPUT": store.parent / "l.gpkg"}),
        ("extractportal", portal),
    ],
    ids=["checkquality", "propose", "apply", "declareexception", "listexceptions", "extractportal"],
)
def test_statements_do_not_grow_with_objects(bases, tmp_path, job, parameters):
    assert grown(bases, tmp_path, job, parameters) == {}


def test_a_statement_for_each_object_is_seen(tmp_path):
    def ask(n: int) -> Counter[str]:
        with counted_statements(tmp_path / f"{n}.db") as sent:
            connection = sqlite3.connect(tmp_path / f"{n}.db")
            connection.execute("CREATE TABLE t (x)")
            connection.executemany("INSERT INTO t VALUES (?)", [(k,) for k in range(n)])
            for k in range(n):
                connection.execute("SELECT x FROM t WHERE x = ?", (k,))
            connection.close()
        return sent

    assert more_often(ask(FEW), ask(MANY)) == {"SELECT x FROM t WHERE x = ?": (FEW, MANY)}

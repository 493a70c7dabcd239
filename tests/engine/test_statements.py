"""What a job asks of a base does not grow with its objects: as many statements for ten times the base."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter

import pytest

from mutualgeo_plugin.engine.model.jobs import JOBS
from tests.engine import small_lot as s
from tests.engine.run import run
from tests.engine.statements import counted_statements

#: Rows of objects of the small base; the large one has ten times as many.
ROWS = 2

#: A statement more on a class: an assembly that has merged something looks at each class once more.
SECOND_LOOK = 1

#: Jobs with a base that are not counted here, and why.
APART = {
    "registerraster": "a lot of images: a statement for each lot, as receivelot",
    "checkaccuracy": "reads each class once, by `read_class` alone",
    "extractportal": "reads each class once, by `read_rows` alone",
    "sharecosts": "reads each class once, by `drawn_objects` alone, as makeemprises",
}


def west(rows: int, mark: str = "", **texts: str) -> list[str]:
    """Kerbs up to the border, drawings, trees and manholes: a row each 20 m."""
    out = []
    for i in range(rows):
        y = 20 * i
        ring = [(x, y + 12 + dy) for x, dy in ((5, 0), (6, 0), (6, 1), (5, 1), (5, 0))]
        out += [
            s.kerb(f"k{mark}{i}", (2, y + 5), (10, y + 5), **texts),
            s.kerb(f"e{mark}{i}", (2, y + 8), (10, y + 8), **texts),
            s.tree(f"t{mark}{i}", 3, y + 10, **texts),
            s.envelope(f"v{mark}{i}", *ring),
            s.representation(f"r{mark}{i}", f"#v{mark}{i}"),
            s.affleurant(f"a{mark}{i}", f"#r{mark}{i}"),
            s.drawing(f"d{mark}{i}", (4, y + 2), (4, y + 4)),
        ]
    return out


def east(rows: int) -> list[str]:
    """Kerbs that go on beyond the border: one as it was cut, one 3 cm away."""
    return [
        kerb
        for i in range(rows)
        for kerb in (
            s.kerb(f"K{i}", (10, 20 * i + 5), (18, 20 * i + 5)),
            s.kerb(f"E{i}", (10.03, 20 * i + 8), (18, 20 * i + 8)),
        )
    ]


def copies(rows: int) -> list[str]:
    """The western lot surveyed once more, later and less precisely in part: duplicates, and conflicts to decide."""
    things = west(rows, "c")
    return [
        thing if rank % 7 != 2 else thing.replace("<precisionPlanimetrique>005", "<precisionPlanimetrique>010")
        .replace("<idObjet>", "<dateLeve>2023-01-01</dateLeve><idObjet>")
        for rank, thing in enumerate(things)
    ]  # fmt: skip


@pytest.fixture(scope="module")
def asked(tmp_path_factory) -> dict[str, tuple[Counter[str], Counter[str]]]:
    """Statements of each step on the small base and on the large one."""
    small, large = (ask(tmp_path_factory.mktemp("base"), rows) for rows in (ROWS, 10 * ROWS))
    assert small.keys() == large.keys()
    return {step: (small[step], large[step]) for step in small}


def ask(folder, rows: int) -> dict[str, Counter[str]]:
    """Run every job on a base of some rows; the statements of each step, by text."""
    base, high = folder / "base.gpkg", 20 * rows
    lots = [
        s.write(folder / "west.gml", s.emprise("w", 0, 0, 10, high), *west(rows)),
        s.write(folder / "east.gml", s.emprise("x", 10, 0, 20, high), *east(rows)),
        s.write(folder / "copy.gml", s.emprise("c", 0, 0, 10, high), *copies(rows)),
    ]
    changed = s.write(folder / "update.gml", s.emprise("u", 0, 0, 10, high), *west(rows, "u", producteur="Q")[::2])
    box = [s.X - 1, s.Y - 1, s.X + 4, s.Y + high]
    found: dict[str, Counter[str]] = {}

    def step(job: str, name: str = "", **parameters):
        with counted_statements(base) as statements:
            ran = run(folder, job, **parameters)
        assert ran.exit == 0, (job, ran.texts())
        found[f"{job} {name}".strip()] = statements
        return ran.report

    step("receivelot", INPUT=lots, STORE=base)
    joined = step("assemblebase", STORE=base, CONFLICTS=folder / "conflicts.gpkg")
    assert joined["outputs"]["DUPLICATES"] >= rows and joined["outputs"]["MERGED"] >= rows
    assert joined["outputs"]["OPEN_CONFLICTS"] >= rows
    step("edgematch", "proposals", STORE=base)
    assert step("edgematch", STORE=base, APPLY=True)["outputs"]["MOVES"] >= rows
    step("assemblebase", "again", STORE=base)
    for form in ("gml", "gpkg", "dxf"):
        step("exportpcrs", f"lot {form}", STORE=base, LOT="1", FORMAT=form, OUTPUT=folder / f"lot.{form}")
        step("exportpcrs", f"mask {form}", STORE=base, EXTENT=box, CUT=True, FORMAT=form, OUTPUT=folder / f"m.{form}")
    step("exportpcrs", "past", STORE=base, ASOF="run:2", OUTPUT=folder / "past.gml")
    conflict = joined["conflicts"][0]
    step("decideconflict", STORE=base, CONFLICT=conflict["id"], KEEP=conflict["uid_b"], REASON="r", ROLE="x")
    step("updatebase", STORE=base, INPUT=changed, CHANGES=folder / "changes.gpkg")
    with sqlite3.connect(base) as connection:
        for name in ("ArbrePCRS", "LimiteVoiriePCRS"):
            for function in ("ST_MinX", "ST_MinY", "ST_MaxX", "ST_MaxY", "ST_IsEmpty"):
                connection.create_function(function, 1, lambda geometry: 0)
            connection.execute(f"UPDATE {name} SET producteur = 'hand' WHERE state = 'current'")
        columns = ", ".join(row[1] for row in connection.execute("PRAGMA table_info(ArbrePCRS)") if row[1] != "fid")
        connection.execute(f"INSERT INTO ArbrePCRS ({columns}) SELECT {columns} FROM ArbrePCRS")
    step("mergetiles", "after edits by hand", STORE=base)
    step("checkquality", INPUT=[base], FINDINGS=folder / "findings.gpkg")
    with sqlite3.connect(base) as connection:
        findings = [number for (number,) in connection.execute("SELECT finding_id FROM finding")]
    step("declareexception", STORE=base, FINDING=findings, REASON="r", ROLE="x")
    step("listexceptions", STORE=base, OUTPUT=folder / "exceptions.gpkg")
    step("checkquality", "with exceptions", INPUT=[base])
    step("acceptanceminutes", STORE=base, LOT="1", OUTPUT=folder / "minutes.html")
    step("basehistory", STORE=base, OUTPUT=folder / "history.csv")
    step("makeemprises", STORE=base, KIND="operation", OUTPUT=folder / "emprises.gpkg")
    emprises = f"{folder / 'emprises.gpkg'}|layername=EmpriseEchangePCRS"
    step("coverage", STORE=base, COMMUNES=emprises, FIELD="idEmprise", OUTPUT=folder / "coverage.gpkg")
    shutil.copy(base, folder / "base.gpkg.kept")
    step("fixproposals", STORE=base, APPLY=True)
    step("maintainstore", STORE=base, ACTION="check")
    removed = step("removelot", STORE=base, LOT="copy", REASON="r")
    step("undorun", STORE=base, RUN=removed["outputs"]["RUN"])
    step("maintainstore", "compact", STORE=base, ACTION="compact")
    return found


STEPS = (
    "receivelot", "assemblebase", "edgematch proposals", "edgematch", "assemblebase again", "exportpcrs lot gml",
    "exportpcrs mask gml", "exportpcrs lot gpkg", "exportpcrs mask gpkg", "exportpcrs lot dxf", "exportpcrs mask dxf",
    "exportpcrs past", "decideconflict", "updatebase", "mergetiles after edits by hand", "checkquality",
    "declareexception", "listexceptions", "checkquality with exceptions", "acceptanceminutes", "basehistory",
    "makeemprises", "coverage", "fixproposals", "maintainstore", "removelot", "undorun", "maintainstore compact",
)  # fmt: skip


@pytest.mark.parametrize("step", STEPS)
def test_statements_do_not_grow_with_objects(asked, step):
    small, large = asked[step]
    assert small.total() > 0
    assert {text: (small[text], n) for text, n in large.items() if n > small[text] + SECOND_LOOK} == {}


def test_every_job_with_a_base_is_counted(asked):
    with_base = {name for name, job in JOBS.items() if any(p.may_be_base for p in job.parameters.values())}
    assert with_base - APART.keys() == {step.split()[0] for step in STEPS}
    assert list(asked) == list(STEPS)


def test_a_statement_for_each_object_is_seen(tmp_path):
    base = tmp_path / "b.gpkg"
    with counted_statements(base) as found:
        connection = sqlite3.connect(base)
        connection.execute("CREATE TABLE t (a)")
        connection.executemany("INSERT INTO t VALUES (?)", [(k,) for k in range(5)])
        for k in range(5):
            connection.execute("SELECT a FROM t WHERE a = ?", (k,))
        connection.close()
    assert list(found.values()) == [1, 1, 5]

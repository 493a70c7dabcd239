"""Whatever was done to a base by hand: every job works on it rightly and tells it, or refuses it by one code.

The pairs of edit and run are many (see `test_every_edit_and_every_run_occurs`): each edit meets `MET` runs here, in an
order that brings every run; `python -m tests.engine.test_edits_by_hand` tries them all.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.pcrs import CLASSES
from mutualgeo_plugin.engine.store.care import check
from mutualgeo_plugin.engine.store.soundness import find_faults
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine.base_rows import query
from tests.engine.commits import dump
from tests.engine.edits_by_hand import BY_TOOLS, CLOSED, EDITS, KERB, LEGITIMATE, TREE, UNSOUND, carry_out
from tests.engine.lived_base import RUNS, finding_of, jobs_with_a_base, make_base, prepare
from tests.engine.run import Ran, run

#: Runs that each edit meets here.
MET = 1
#: From one edit to the next: prime to the number of runs, so that each edit begins with another one.
STEP = 13
#: Sentences of each edit; none where it works.
CODES: dict[str, set[str]] = {name: codes for name, (codes, _edit) in (*UNSOUND.items(), *BY_TOOLS.items())}
#: What a run that writes makes again, so that it need not refuse.
DERIVED = {"unsound_index", "unsound_view"}
#: Runs that look at an unsound base, or copy it, so that it can be mended; nothing is to be migrated.
LOOKING = {"maintainstore check", "maintainstore backup", "maintainstore migrate"}


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    return make_base(tmp_path_factory.mktemp("lived"))


@pytest.fixture(scope="module")
def finding(base) -> str:
    return finding_of(base)


def edited(base: Path, folder: Path, name: str) -> Path:
    """A copy of the base, edited."""
    copy = Path(shutil.copy(base, folder / base.name))
    carry_out(EDITS[name], copy)
    return copy


def uids(store: Path) -> Counter[tuple[str, str]]:
    """Objects by class and uid."""
    there = {name for (name,) in query(store, "SELECT name FROM sqlite_master WHERE type = 'table'")}
    return Counter(
        (name, uid) for name in CLASSES if name in there for (uid,) in query(store, f"SELECT uid FROM {name}")
    )


def pending(store: Path) -> dict[str, int]:
    """Edits by kind that no run has told."""
    counted = dict(query(store, "SELECT kind, COUNT(*) FROM hand_edit WHERE run_id IS NULL GROUP BY kind"))
    return {kind: counted.get(kind, 0) for kind in ("edited", "added", "deleted")}


def runs_of(name: str) -> list[str]:
    """Runs that an edit meets here."""
    rank, runs = list(EDITS).index(name), list(RUNS)
    return [runs[(STEP * rank + k * len(runs) // MET) % len(runs)] for k in range(MET)]


def hold(edit: str, name: str, base: Path, folder: Path, finding: str) -> str:
    """Try a run on an edited base; how it ended."""
    store = edited(base, folder, edit)
    with suppress(EngineError), open_store(store):
        pass  # who opens a base first gives the copies in it names of their own
    told = dump(store, apart=("lock",), numbers=set()) if CODES.get(edit) != {"unsound_text"} else {}
    job, parameters = prepare(name, base, folder, finding)
    ran = run(folder, job, **parameters)
    codes = [message["code"] for message in ran.report["messages"]]
    if ran.exit:
        assert (ran.status, codes[-1] != "internal") == ("refused", True), ran.texts()
        assert not told or dump(store, apart=("lock",), numbers=set()) == told, "refused, and yet changed"
        assert (codes[-1] == "hand_edit_unsound") == (edit in CLOSED or bool(CODES.get(edit))), ran.texts()
        return codes[-1]
    assert edit not in CLOSED or name in {"maintainstore check", "maintainstore backup"}, ran.texts()
    if CODES.get(edit, set()) and name not in LOOKING:
        assert CODES[edit] <= DERIVED and "structures_restored" in codes, ran.texts()
    if edit in LEGITIMATE:
        hold_success(ran, store, told, name)
    return "done"


def hold_success(ran: Ran, store: Path, told: Mapping[str, list], name: str) -> None:
    """No object is lost; what the run writes tells the edits; what it only reads it leaves alone."""
    rows = {table: len(lines) for table, lines in told.items() if table in CLASSES}
    kept = Counter(table for table, _ in uids(store).elements())
    assert {table: n for table, n in rows.items() if kept[table] < n} == {}
    if len(query(store, "SELECT 1 FROM run")) == len(told["run"]):
        assert dump(store, apart=("lock",), numbers=set()) == told, f"{name} has changed what it reads"
        return
    notes = Counter(kind for kind, run_id in told_notes(told) if run_id is None)
    assert ran.report.get("hand_edits", dict.fromkeys(("edited", "added", "deleted"), 0)) == {
        kind: notes[kind] for kind in ("edited", "added", "deleted")
    }
    assert sum(pending(store).values()) == 0


def told_notes(told: Mapping[str, list]) -> list[tuple[str, int | None]]:
    """Kind and run of each edit that was noted; columns of `hand_edit`: id, class, fid, kind… run."""
    return [(row[3], row[-1]) for row in told["hand_edit"]]


def test_every_job_with_a_base_is_run():
    assert {job for job, _ in RUNS.values()} == jobs_with_a_base()


def test_every_edit_and_every_run_occurs():
    met = Counter(name for edit in EDITS for name in runs_of(edit))
    assert set(met) == set(RUNS) and min(met.values()) >= 5


@pytest.mark.parametrize("name", RUNS)
def test_the_base_is_sound_and_every_run_works(tmp_path, base, finding, name):
    job, parameters = prepare(name, base, tmp_path, finding)
    ran = run(tmp_path, job, **parameters)
    assert ran.exit == 0, ran.texts()
    with open_store(tmp_path / base.name) as store:
        assert check(store) == []


@pytest.mark.parametrize("name", [name for name in EDITS if name not in CLOSED])
def test_what_is_wrong_is_said(tmp_path, base, name):
    """Exactly these sentences; `maintainstore` lists each of them, and a job that reads refuses by the first."""
    store = edited(base, tmp_path, name)
    connection = connect(store, readonly=True)
    faults = list(find_faults(connection))
    connection.close()
    assert {fault.code for fault in faults} == CODES.get(name, set())
    if not faults:
        return
    with open_store(store, as_it_is=True) as seen:
        said = [problem.what.text("fr") for problem in check(seen) if problem.what]
    assert [fault.table for fault in faults if fault.sentence.text("fr") not in said] == []
    with pytest.raises(EngineError) as refusal, open_store(store):
        pass
    assert refusal.value.code == "hand_edit_unsound"
    for shown in (faults[0].table, faults[0].row, faults[0].uid, faults[0].lot):
        assert shown is None or str(shown) in refusal.value.text("fr")


@pytest.mark.parametrize("name", EDITS)
def test_a_run_works_rightly_or_refuses(tmp_path, base, finding, name):
    for rank, each in enumerate(runs_of(name)):
        folder = tmp_path / str(rank)
        folder.mkdir()
        hold(name, each, base, folder, finding)


@pytest.mark.parametrize("name", [name for name, (codes, _) in UNSOUND.items() if codes & set(DERIVED) == codes])
def test_what_is_derived_is_made_again(tmp_path, base, name):
    store = edited(base, tmp_path, name)
    ran = run(tmp_path, "maintainstore", STORE=store, ACTION="compact")
    assert ran.exit == 0 and "structures_restored" in {m["code"] for m in ran.report["messages"]}, ran.texts()
    assert run(tmp_path, "maintainstore", STORE=store).report["problems"] == []


#: Edits that leave objects unsound, and nothing else.
OBJECTS = [
    name
    for name, codes in CODES.items()
    if codes and codes.isdisjoint({"unsound_value", "unsound_word", *DERIVED})
    and not name.startswith(("lot ", "system", "triggers", "column", "geometry column", "layer", "derived", "all lots"))
    and name != "lots of one file" and name != "runs without key"
] + ["lot a text"]  # fmt: skip


@pytest.mark.parametrize("name", OBJECTS)
def test_an_object_that_is_deleted_bars_nothing_any_more(tmp_path, base, name):
    """The way out that is always there: what is named is deleted by hand, and the base is sound."""
    store = edited(base, tmp_path, name)
    connection = connect(store)
    for fault in list(find_faults(connection)):
        connection.execute(f"DELETE FROM {fault.table} WHERE fid = ?", (fault.row,))
    assert list(find_faults(connection)) == []
    connection.close()
    ran = run(tmp_path, "maintainstore", STORE=store, ACTION="compact")
    assert ran.exit == 0 and ran.report["hand_edits"]["deleted"] >= 1, ran.texts()
    assert run(tmp_path, "mergetiles", STORE=store).exit == 0, "what was noted has closed the base again"


MENDED = {
    "geometry null": (KERB, "geom"), "of no length": (KERB, "geom"), "NaN in Z": (KERB, "geom"),
    "multi line": (KERB, "geom"), "geometry a text": (KERB, "geom"), "attribute a blob": (KERB, "producteur, idObjet"),
    "attribute of no encoding": (KERB, "producteur"), "state unknown": (TREE, "state"), "uid another": (TREE, "uid"),
    "uid taken": (TREE, "uid"), "gml:id empty": (TREE, "gml_id"), "place a text": (TREE, "ord"),
    "moved to a lot that is not there": (TREE, "lot_id"), "gml:id of what has links": ("AffleurantPCRS", "gml_id"),
    "affleurant moved": ("AffleurantPCRS", "geom"), "kept XML that is none": (KERB, "extra, gml_head"),
    "fid and attribute others": (TREE, "fid"),
}  # fmt: skip


@pytest.mark.parametrize("name", MENDED)
def test_what_is_mended_is_sound(tmp_path, base, name):
    """What was wrong is written as it was, by hand: the base is open again, and the edits are told."""
    store = edited(base, tmp_path, name)
    table, columns = MENDED[name]
    key = "uid" if columns == "fid" else "fid"
    connection = connect(store)
    connection.execute("ATTACH ? AS was", (str(base),))
    connection.execute(
        f"UPDATE {table} SET ({columns}) = (SELECT {columns} FROM was.{table} w WHERE w.{key} = {table}.{key}) "
        f"WHERE EXISTS (SELECT 1 FROM was.{table} w WHERE w.{key} = {table}.{key} AND ({columns}) IS NOT "
        f"({', '.join(f'{table}.{c.strip()}' for c in columns.split(','))}))"
    )
    assert list(find_faults(connection)) == []
    connection.close()
    ran = run(tmp_path, "maintainstore", STORE=store, ACTION="compact")
    assert ran.exit == 0 and ran.report["hand_edits"]["edited"] >= 1, ran.texts()
    assert run(tmp_path, "mergetiles", STORE=store).exit == 0, "what was noted has closed the base again"


@pytest.mark.parametrize("table", ["lineage", "lot", "lock", "gpkg_contents"])
def test_a_base_without_one_of_its_tables_is_judged_and_can_be_copied(tmp_path, base, table):
    copy = Path(shutil.copy(base, tmp_path / base.name))
    connection = connect(copy)
    connection.execute(f"DROP TABLE {table}")
    connection.close()
    checked = run(tmp_path, "maintainstore", STORE=copy)
    assert checked.status == "done_with_findings", checked.texts()
    assert table in {problem["table"] for problem in checked.report["problems"]}
    kept = run(tmp_path, "maintainstore", STORE=copy, ACTION="backup", BACKUP=tmp_path / "kept")
    assert kept.exit == 0 and Path(kept.report["outputs"]["COPY"]).is_file(), kept.texts()


def test_all_that_is_unsound_is_listed_at_once(tmp_path, base):
    store = edited(base, tmp_path, "state unknown")
    for name in ("geometry null", "lot without name", "emprise null"):
        carry_out(EDITS[name], store)
    problems = run(tmp_path, "maintainstore", STORE=store).report["problems"]
    assert sorted(problem["table"] for problem in problems) == ["ArbrePCRS", "EmpriseEchangePCRS", KERB, "lot"]


def test_what_was_delivered_is_no_fault_of_an_edit(tmp_path, base):
    """A line of no length was received so: who changes an attribute of it is not asked to draw it."""
    store = edited(base, tmp_path, "of no length")
    connection = connect(store)
    connection.execute("DELETE FROM hand_edit")
    assert list(find_faults(connection)) == []
    connection.execute(f"UPDATE {KERB} SET producteur = 'X' WHERE gml_id = 'k'")
    assert list(find_faults(connection)) == []
    connection.close()


def test_a_copy_has_names_of_its_own_when_somebody_reads(tmp_path, base):
    store = edited(base, tmp_path, "line copied")
    run(tmp_path, "exportpcrs", STORE=store, OUTPUT=tmp_path / "lots")
    rows = query(store, f"SELECT uid, gml_id, ord FROM {KERB} WHERE lot_id = 1 AND gml_id LIKE 'k%' ORDER BY fid")
    assert len(rows) == 2 and all(len(set(column)) == 2 for column in zip(*rows, strict=True))
    assert pending(store) == {"edited": 0, "added": 1, "deleted": 0}
    names = [name for name in ("k", rows[1][1]) if f'gml:id="{name}"' in (tmp_path / "lots" / "west.gml").read_text()]
    assert names == ["k", rows[1][1]]


def test_edits_without_triggers_are_told_as_unnoted(tmp_path, base):
    store = edited(base, tmp_path, "triggers dropped")
    ran = run(tmp_path, "mergetiles", STORE=store)
    (said,) = [m["text"] for m in ran.report["messages"] if m["code"] == "hand_edits_unnoted"]
    assert KERB in said
    carry_out(EDITS["attributes emptied"], store)
    assert run(tmp_path, "mergetiles", STORE=store).report["hand_edits"]["edited"] > 0


def main() -> None:
    """Try every pair; prints how many ended how."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "base").mkdir()
        base = make_base(root / "base")
        finding = finding_of(base)
        ended: Counter[str] = Counter()
        for edit in EDITS:
            for name in RUNS:
                folder = root / "run"
                folder.mkdir()
                try:
                    ended[hold(edit, name, base, folder, finding)] += 1
                except AssertionError as error:
                    ended["WRONG"] += 1
                    print(edit, "|", name, "|", str(error).splitlines()[0][:300], flush=True)
                shutil.rmtree(folder)
        print(f"{ended.total()} pairs of {len(EDITS)} edits and {len(RUNS)} runs: {dict(ended.most_common())}")


if __name__ == "__main__":
    sys.exit(main())

"""One command, one commit: whatever a run was doing when it was killed, the base is as before it or as after it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats.geopackage import connect
from tests.engine import small_lot as s
from tests.engine.base_rows import query
from tests.engine.commits import copied_at_commits, dump
from tests.engine.killing import killed_at_sync, start
from tests.engine.run import run
from tests.engine.written_base import RUNS, done, make_base, prepare


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    return make_base(tmp_path_factory.mktemp("written"))


@pytest.mark.parametrize("name", RUNS)
def test_between_two_commits_the_base_is_as_before_or_as_after(tmp_path, base, name):
    store, job, parameters = prepare(name, base, tmp_path)
    before = dump(store)
    with copied_at_commits(store, tmp_path / "copies") as copies:
        done(tmp_path, job, **parameters)
    after = dump(store)
    assert len(copies) >= 3, "lock, run, lock"
    assert (before == after) is (name in ("checkaccuracy", "maintainstore compact"))
    for rank, copy in enumerate(copies):
        assert dump(copy) in (before, after), f"after commit {rank}: neither"


def test_a_reception_of_several_lots_that_is_cut_off_is_told(tmp_path, base):
    """A lot comes in whole or not at all: between two lots, the next run says which are there."""
    store, _, parameters = prepare("receivelot", base, tmp_path)
    parameters["INPUT"] = [tmp_path / f"more{k}.gml" for k in range(3)]
    with copied_at_commits(store, tmp_path / "copies") as copies:
        done(tmp_path, "receivelot", **parameters)
    after, seen = dump(store), []
    for copy in copies:
        cut = shutil.copy(copy, tmp_path / "cut.gpkg")
        lots = [n for (n,) in query(cut, "SELECT name FROM lot WHERE name LIKE 'more%' ORDER BY name")]
        is_running = query(cut, "SELECT COUNT(*) FROM run WHERE status = 'running'") == [(1,)]
        ran = run(tmp_path, "receivelot", STORE=cut, INPUT=parameters["INPUT"])
        told = [m["text"] for m in ran.report["messages"] if m["code"] == "run_cut_off"]
        assert len(told) == is_running and all(", ".join(lots) in text for text in told)
        assert (ran.exit, dump(cut)) == (0, after)
        seen.append((len(lots), is_running))
    assert {(0, False), (1, True), (2, True), (3, False)} <= set(seen)
    assert all(is_running for lots, is_running in seen if lots in (1, 2))


def test_an_update_that_is_received_killed_inside_each_commit(tmp_path, base, engine_python):
    """SIGKILL at the n-th synchronisation of the disk, for each n; then the same command once more."""
    if shutil.which("strace") is None:
        pytest.fail("strace is needed to kill inside COMMIT: make setup installs it")
    store, job, parameters = prepare("updatebase INPUT", base, tmp_path)
    before, untouched = dump(store), shutil.copy(store, tmp_path / "untouched.gpkg")
    done(tmp_path, job, **parameters)
    after, found = dump(store), []
    asked = tmp_path / "job.json"
    for rank in range(1, 40):
        for path in tmp_path.glob("base.gpkg*"):
            path.unlink()
        shutil.copy(untouched, store)
        process = start(engine_python, asked, *killed_at_sync(rank, tmp_path / "trace"))
        process.communicate(timeout=60)
        if process.returncode == 0:
            break
        found.append(dump(store))
        assert found[-1] in (before, after), rank
        done(tmp_path, job, **parameters)
        assert dump(store) == after, rank
    else:
        pytest.fail("the run never came to its end")
    assert before in found and after in found


def test_an_archive_of_two_lots_is_no_update(tmp_path, base):
    """It is refused before anything is received."""
    store, _, parameters = prepare("updatebase INPUT", base, tmp_path)
    before = dump(store)
    both = shutil.make_archive(str(tmp_path / "both"), "zip", make_folder(tmp_path / "both"))
    ran = run(tmp_path, "updatebase", STORE=store, INPUT=both)
    assert ran.status == "refused" and "un seul lot" in ran.texts()
    assert dump(store) == before


def make_folder(folder: Path) -> Path:
    folder.mkdir()
    for k in range(2):
        s.write(folder / f"u{k}.gml", s.emprise(f"eu{k}", 0, 40, 50, 50), s.tree(f"u{k}", 4 * k, 45))
    return folder


def test_an_output_that_fails_leaves_the_base_as_it_was(tmp_path, base, monkeypatch):
    """What a run writes beside the base is written before the base is changed for good."""
    from mutualgeo_plugin.engine.assembly.versions import update_job
    from mutualgeo_plugin.engine.model.errors import EngineFailure

    def full(*_, **__):
        raise EngineFailure("disk_full", path="c.gpkg")

    store, job, parameters = prepare("updatebase INPUT", base, tmp_path)
    before = dump(store)
    monkeypatch.setattr(update_job, "write_changes", full)
    ran = run(tmp_path, job, **parameters)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("failed", "disk_full")
    assert dump(store) == before


def test_a_base_edited_while_mends_are_rehearsed_is_left_alone(tmp_path, base, monkeypatch):
    from mutualgeo_plugin.engine.quality.fixes import job as fixes

    store, job, parameters = prepare("fixproposals", base, tmp_path)
    rehearse, edited = fixes._rehearse, []

    def edit_meanwhile(*given):
        done_by_then = rehearse(*given)
        connection = connect(store)
        connection.execute("UPDATE \"LimiteVoiriePCRS\" SET \"producteur\" = 'by hand' WHERE gml_id = 'z'")
        connection.close()
        edited.append(dump(store))
        return done_by_then

    monkeypatch.setattr(fixes, "_rehearse", edit_meanwhile)
    ran = run(tmp_path, job, **parameters)
    assert (ran.status, ran.report["messages"][-1]["code"]) == ("refused", "base_edited_meanwhile")
    assert dump(store) == edited[0]
    monkeypatch.undo()
    assert done(tmp_path, job, **parameters).report["outputs"]["APPLIED"] == 1

"""What stands where a run would write: bases told for certain, special files and folders refused before anything."""

from __future__ import annotations

import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS, JOBS, Kind
from mutualgeo_plugin.engine.outputs import Place, find_place, refuse_place, temporary_output
from mutualgeo_plugin.engine.store.identity import Answer, base_identity
from mutualgeo_plugin.engine.store.output_guard import refuse_harmful
from tests.engine.run import run
from tests.engine.small_lot import kerb, write


@pytest.fixture
def store(tmp_path: Path) -> Path:
    write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0)))
    path = tmp_path / "base.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=path).exit == 0
    return path


def special(folder: Path, kind: str) -> Path:
    """A pipe, a socket or a device in a folder of the test's own."""
    path = folder / kind
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "socket":
        with closing(socket.socket(socket.AF_UNIX)) as made:
            made.bind(str(path))
    else:
        try:
            os.mknod(path, 0o666 | 0o020000, os.makedev(1, 3))
        except PermissionError:
            pytest.skip("only root makes devices")
    return path


def answers(*paths: Path) -> list[Answer]:
    return [base_identity(path).answer for path in paths]


def test_what_is_a_base_and_what_is_certainly_none(tmp_path, store):
    text, other, empty = tmp_path / "a.txt", tmp_path / "b.gpkg", tmp_path / "c.gpkg"
    text.write_text("SQLite")
    empty.touch()
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE layer (fid INTEGER PRIMARY KEY)")
    assert answers(store) == [Answer.YES]
    assert answers(text, other, empty, tmp_path, tmp_path / "absent", text / "below") == [Answer.NO] * 6
    assert answers(special(tmp_path, "pipe")) == [Answer.NO]


def test_a_base_that_cannot_be_looked_into_is_unknown(tmp_path, store):
    damaged = tmp_path / "damaged.gpkg"
    damaged.write_bytes(store.read_bytes()[:100] + b"\xff" * 5000)
    with closing(sqlite3.connect(store, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert answers(store, damaged) == [Answer.UNKNOWN] * 2
        assert base_identity(store).detail == "database is locked"
    assert answers(store) == [Answer.YES]


@pytest.mark.parametrize("output", ["FINDINGS", "HTML", "PDF"])
def test_a_base_held_by_another_program_is_no_output(tmp_path, store, output):
    victim = tmp_path / "victim.gpkg"
    victim.write_bytes(store.read_bytes())
    with closing(sqlite3.connect(victim, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        ran = run(tmp_path, "checkquality", INPUT=store, **{output: victim})
    assert [m["code"] for m in ran.report["messages"]] == ["output_unsure"]
    assert "database is locked" in ran.texts()
    assert victim.read_bytes() == store.read_bytes()


def test_a_held_base_is_not_checked_as_a_layer(tmp_path, store):
    with closing(sqlite3.connect(store, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        ran = run(tmp_path, "checkquality", INPUT=store)
    assert [m["code"] for m in ran.report["messages"]] == ["layer_unreadable"]
    assert "database is locked" in ran.texts()


@pytest.mark.parametrize("kind", ["pipe", "socket", "device"])
def test_a_special_file_is_no_output(tmp_path, store, kind):
    path = special(tmp_path, kind)
    before = path.stat().st_mode
    for output in ("FINDINGS", "HTML", "PDF"):
        ran = run(tmp_path, "checkquality", INPUT=store, **{output: path})
        assert [m["code"] for m in ran.report["messages"]] == ["output_no_file"], output
    assert find_place(path) is Place.SPECIAL
    assert path.stat().st_mode == before
    with pytest.raises(EngineError, match="socket"), temporary_output(path):
        raise AssertionError("nothing is written")


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_special_file_is_no_report_and_stays(tmp_path, store, kind):
    path, request = special(tmp_path, kind), tmp_path / "request.json"
    request.write_text(f'{{"job": "checkquality", "parameters": {{"INPUT": "{store}"}}, "report": "{path}"}}')
    events: list = []
    assert run_job(request, events.append) == 1
    assert [e["code"] for e in events if e["type"] == "error"] == ["output_no_file"]
    assert events[-1]["report"] is None
    assert find_place(path) is Place.SPECIAL


def test_a_csv_beside_the_findings_is_no_special_file(tmp_path, store):
    os.mkfifo(tmp_path / "found.csv")
    ran = run(tmp_path, "checkquality", INPUT=store, FINDINGS=tmp_path / "found.gpkg")
    assert [m["code"] for m in ran.report["messages"]] == ["output_no_file"]
    assert not (tmp_path / "found.gpkg").exists()


def test_place(tmp_path):
    file = tmp_path / "file"
    file.touch()
    refuse_place(file, "OUTPUT")
    refuse_place(tmp_path / "absent", "OUTPUT")
    refuse_place(tmp_path, "OUTPUT", (Place.FOLDER,))
    for path, wanted in ((tmp_path, (Place.FILE,)), (file, (Place.FOLDER,)), (file / "below", (Place.FILE,))):
        with pytest.raises(EngineError) as refused:
            refuse_place(path, "OUTPUT", wanted)
        assert refused.value.code == "path_unwritable"


@pytest.mark.parametrize(
    ("job", "name"),
    [(job.name, name) for job in ENGINE_JOBS.values() for name, p in job.parameters.items() if p.is_written],
)
def test_every_written_parameter_is_guarded(tmp_path, job, name):
    """By the specification: a pipe is refused as any of them, and a folder where a file is wanted."""
    pipe = special(tmp_path, "pipe")
    with pytest.raises(EngineError) as refused:
        refuse_harmful(JOBS[job], {name: str(pipe)}, None)
    assert refused.value.code == "output_no_file"
    if JOBS[job].parameters[name].kind not in (Kind.NEW_FOLDER, Kind.NEW_PLACE):
        with pytest.raises(EngineError) as refused:
            refuse_harmful(JOBS[job], {name: str(tmp_path)}, None)
        assert refused.value.code == "path_unwritable"

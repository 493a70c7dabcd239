"""What stands where a run would write: bases told for certain, special files and folders refused before anything."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas
import pytest
import shapely

from mutualgeo_plugin.engine.jobs import run_job
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS, JOBS
from mutualgeo_plugin.engine.model.specification import Kind
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


def write_shapefile(path):
    geopandas.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(1842000, 5173000)], crs=3946).to_file(path)


@pytest.fixture
def precious(tmp_path):
    """What a run reads in more ways than by the name of one file; every file is as it was at the end."""
    write_shapefile(tmp_path / "a.shp")
    (tmp_path / "lots").mkdir()
    (tmp_path / "lots" / "lot.gml").write_text("<lot/>")
    (tmp_path / "net.geojson").write_text("{}")
    (tmp_path / "prof.toml").write_text('title = "p"\n')
    (tmp_path / "t.toml").write_text(
        '[territory]\nname = "T"\ncode = "69123"\ncrs = "EPSG:3946"\nstore = "store.gpkg"\n'
        'quality_profile = "prof.toml"\n[[communes]]\ncode = "69123"\nname = "C"\n'
        '[[networks]]\nname = "eau"\ntheme = "AEP"\npath = "net.geojson"\n'
    )
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    yield tmp_path
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize(
    ("job", "parameters", "report"),
    [
        ("checkquality", {"INPUT": "a.shp", "HTML": "a.dbf"}, None),
        ("checkquality", {"INPUT": "a.shp"}, "a.dbf"),
        ("checkquality", {"INPUT": "a.shp"}, "a.shp"),
        ("comparenetworks", {"A": "a.shp", "B": "a.shp", "OUTPUT": "a.prj"}, None),
        ("checkquality", {"INPUT": "a.shp", "PROFILE": "prof.toml", "HTML": "prof.toml"}, None),
        ("checkquality", {"INPUT": "a.shp", "PROFILE": "prof.toml"}, "prof.toml"),
        ("checkquality", {"INPUT": "a.shp", "TERRITORY": "t.toml", "HTML": "prof.toml"}, None),
        ("checkquality", {"INPUT": "a.shp", "TERRITORY": "t.toml", "FINDINGS": "net.geojson"}, None),
        ("checkquality", {"INPUT": "a.shp", "TERRITORY": "t.toml"}, "net.geojson"),
        ("receivelot", {"FOLDER": "lots", "STORE": "s.gpkg"}, "lots/lot.gml"),
        ("receivelot", {"FOLDER": "lots", "STORE": "s.gpkg", "NOPE": 1}, "lots/lot.gml"),
        ("checkquality", {"INPUT": "a.shp", "FILES": "lots", "HTML": "lots/lot.gml"}, None),
    ],
)
def test_nothing_that_a_run_reads_is_written_over(precious, job, parameters, report):
    absolute = {name: str(precious / text) if isinstance(text, str) else text for name, text in parameters.items()}
    path = precious / "job.json"
    told = str(precious / report) if report else None
    path.write_text(json.dumps({"job": job, "parameters": absolute, "report": told, "language": "en"}))
    events = []
    assert run_job(path, events.append) == 1
    assert events[-1]["status"] == "refused" and events[-1]["report"] is None
    expected = {"output_harmful"} if "NOPE" not in parameters else {"output_harmful", "parameter_unknown"}
    assert {event["code"] for event in events if event["type"] == "error"} <= expected
    path.unlink()


@pytest.mark.parametrize("name", ["lay.shp", "lot.gml", "net.geojson", "files.zip"])
def test_a_pipe_is_no_input(tmp_path, name):
    os.mkfifo(tmp_path / name)
    with pytest.raises(EngineError) as refusal:
        refuse_harmful(JOBS["checkquality"], {"INPUT": str(tmp_path / name)}, None)
    assert refusal.value.code == "input_no_file"


def test_an_earlier_report_and_an_empty_file_are_replaced(tmp_path):
    report = tmp_path / "r.json"
    for before in ("", '{\n "schema": "mutualgeo-report/1",\n "job": "checkquality"\n}\n'):
        report.write_text(before)
        refuse_harmful(JOBS["checkquality"], {"INPUT": str(tmp_path / "a.shp")}, str(report))
    report.write_text('{"type": "FeatureCollection"}')
    with pytest.raises(EngineError) as refusal:
        refuse_harmful(JOBS["checkquality"], {"INPUT": str(tmp_path / "a.shp")}, str(report))
    assert refusal.value.code == "output_harmful"


# -- endings -------------------------------------------------------------------------------------------------------


def written_places() -> list:
    return [
        pytest.param(job, name, id=f"{job.name}-{name}")
        for job in JOBS.values()
        for name, parameter in job.parameters.items()
        if parameter.kind in (Kind.NEW_FILE, Kind.NEW_PLACE, Kind.COMPLETED_BASE)
    ]


@pytest.mark.parametrize(("job", "name"), written_places())
def test_an_output_ends_as_it_is_written(tmp_path, job, name):
    """Of every job: a name that promises another format is refused with those that are written."""
    parameter = job.parameters[name]
    assert parameter.endings, "each output says what it is written as"
    for ending in ("", ".shp", ".gpkg.txt"):
        wrong = tmp_path / f"x{ending}"
        if parameter.kind is Kind.NEW_PLACE and not ending:
            refuse_harmful(job, {name: str(wrong)}, None)  # a folder that receives files
            continue
        with pytest.raises(EngineError) as refused:
            refuse_harmful(job, {name: str(wrong)}, None)
        assert refused.value.code.startswith("output_ending")
        assert refused.value.text("en").startswith(f"{name} = {wrong}: ")
        assert ", ".join(parameter.endings) in refused.value.text("fr")
    for ending in parameter.endings:
        refuse_harmful(job, {name: str(tmp_path / f"x{ending.upper()}")}, None)


def test_an_export_makes_no_folder_that_is_called_a_file(tmp_path, store):
    for output, form in (("x.shp", "gml"), ("x.gml", "gpkg"), ("x.gpkg", "dxf")):
        ran = run(tmp_path, "exportpcrs", STORE=store, FORMAT=form, OUTPUT=tmp_path / output)
        assert [m["code"] for m in ran.report["messages"]] == ["output_ending_or_folder"], output
        assert not (tmp_path / output).exists()
    (tmp_path / "lots.2024").mkdir()
    for folder in ("lots.2024", "lots"):
        assert run(tmp_path, "exportpcrs", STORE=store, OUTPUT=tmp_path / folder).status == "done"
        assert (tmp_path / folder / "lot.gml").is_file()


def test_the_folder_of_an_output_is_made_that_of_a_base_is_not(tmp_path, store):
    """A base whose folder is not there is a path that was mistyped, or a disk that is not connected."""
    deep = tmp_path / "new" / "deep"
    received = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=deep / "base.gpkg")
    assert (received.status, received.report["messages"][-1]["code"]) == ("refused", "store_folder_missing")
    assert not (tmp_path / "new").exists()
    for job, given in (
        ("maintainstore", {"ACTION": "backup", "BACKUP": deep / "copies"}),
        ("fixproposals", {"APPLY": True, "COPY": deep / "copy" / "fixed.gpkg"}),
        ("exportpcrs", {"OUTPUT": deep / "export" / "all.gml"}),
    ):
        assert run(tmp_path, job, STORE=store, **given).status == "done", job


def test_a_folder_that_cannot_be_made_is_told(tmp_path, store):
    base = tmp_path / "lot.gml" / "below" / "base.gpkg"
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=base)
    assert "path_unwritable" in [m["code"] for m in ran.report["messages"]]


def test_what_stands_in_the_way_is_said_in_the_language_of_the_run(tmp_path, store):
    (tmp_path / "taken.gpkg").mkdir()
    for language, words in (("en", "is a folder"), ("fr", "est un dossier")):
        ran = run(tmp_path, "listexceptions", language=language, STORE=store, OUTPUT=tmp_path / "taken.gpkg")
        assert ran.report["message"].count(f"taken.gpkg cannot be written ({words})") == (language == "en")
        assert f"({words})" in ran.report["message"]

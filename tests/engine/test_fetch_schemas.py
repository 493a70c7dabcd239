"""The copy of the schemas: from a folder, a zip, a web server on this machine; what is refused, what is kept."""

from __future__ import annotations

import hashlib
import json
import time
import zipfile
from pathlib import Path

import pytest

from mutualgeo_plugin.engine.formats import schema_files
from mutualgeo_plugin.engine.formats.download import download
from mutualgeo_plugin.engine.formats.schema_files import gather, load_schema, web_source
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.model.schemas import ADDRESSES, MANIFEST, ROOTS
from tests.engine.pairs_schema import schemas_copy
from tests.engine.run import run
from tests.engine.services import serve
from tests.schemas import SCHEMAS

XS = 'xmlns="http://www.w3.org/2001/XMLSchema"'


@pytest.fixture
def source() -> Path:
    if not SCHEMAS.is_dir():
        pytest.skip(f"no schemas at {SCHEMAS} (set MUTUALGEO_SCHEMAS)")
    return SCHEMAS


def code_of(function, *arguments, **named) -> str:
    with pytest.raises(EngineError) as refused:
        function(*arguments, **named)
    return refused.value.code


def listed(folder: Path) -> dict[str, str]:
    return {f["path"]: f["sha256"] for f in json.loads((folder / MANIFEST).read_text("utf-8"))["files"]}


# --- a folder, a zip --------------------------------------------------------------------------------------------------


def test_from_a_folder(tmp_path, source):
    ran = run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.report["outputs"]["COUNT"]) == (0, 58)
    files = listed(tmp_path / "copy")
    assert set(ROOTS) <= set(files) and {"w3c/xlink.xsd", "w3c/xml.xsd", "ogc/gml/3.2.1/gml.xsd"} <= set(files)
    for place, digest in files.items():
        content = (tmp_path / "copy" / place).read_bytes()
        assert content == (source / place).read_bytes()
        assert hashlib.sha256(content).hexdigest() == digest
    assert {f["path"]: f["sha256"] for f in ran.report["schemas"]} == files
    load_schema(tmp_path / "copy")


def test_the_same_copy_twice_and_over_an_older_one(tmp_path, source):
    for name in ("a", "b", "b"):
        assert run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / name).exit == 0
    assert (tmp_path / "a" / MANIFEST).read_bytes() == (tmp_path / "b" / MANIFEST).read_bytes()
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


@pytest.mark.parametrize("prefix", ["", "some/where/else/"])
def test_from_a_zip_however_it_is_laid_out(tmp_path, source, prefix):
    with zipfile.ZipFile(tmp_path / "schemas.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in source.rglob("*.xsd"):
            archive.write(path, prefix + path.relative_to(source).as_posix())
        archive.writestr("another/basicTypes.xsd", "no schema")
    ran = run(tmp_path, "fetchschemas", SOURCE=tmp_path / "schemas.zip", FOLDER=tmp_path / "copy")
    assert ran.exit == 0, ran.texts()
    assert listed(tmp_path / "copy") == listed(schemas_copy())


def test_a_folder_that_lacks_one_is_named_and_the_old_copy_stays(tmp_path, source):
    run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / "copy")
    before = listed(tmp_path / "copy")
    other = tmp_path / "other"
    for path in source.rglob("*.xsd"):
        if path.name != "xlink.xsd":
            target = other / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    ran = run(tmp_path, "fetchschemas", SOURCE=other, FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.status) == (1, "refused")
    assert "xlink.xsd" in ran.report["message"]
    assert listed(tmp_path / "copy") == before
    load_schema(tmp_path / "copy")


def test_a_set_that_makes_no_schema_does_not_replace_one(tmp_path, source):
    run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / "copy")
    other = tmp_path / "other"
    for path in source.rglob("*.xsd"):
        target = other / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        empty = path.name == "xml.xsd"
        target.write_text(f"<schema {XS}/>" if empty else path.read_text("utf-8"), "utf-8")
    ran = run(tmp_path, "fetchschemas", SOURCE=other, FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.status) == (1, "refused")
    load_schema(tmp_path / "copy")


def test_other_folders_are_never_written_over(tmp_path, source):
    for name, content in (("notes.txt", "mine"), (MANIFEST, '{"files": []}'), (MANIFEST, "[")):
        folder = tmp_path / "taken"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(content)
        ran = run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=folder)
        assert (ran.exit, ran.status) == (1, "refused")
        assert (folder / name).read_text() == content
    run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / "copy")
    (tmp_path / "copy" / "mine.txt").write_text("mine")
    assert run(tmp_path, "fetchschemas", SOURCE=source, FOLDER=tmp_path / "copy").status == "refused"
    assert (tmp_path / "copy" / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("members", "word"),
    [
        ({"../out.xsd": b"x"}, "sort de son dossier"),
        ({"/etc/out.xsd": b"x"}, "sort de son dossier"),
        ({"bomb.xsd": b"\0" * (80 << 20)}, "sans rapport avec sa taille"),
        ({}, "n’est pas dans"),
        ({"cnig/CNIG_PCRS_v2.0.xsd": b"<html/>"}, "n’est pas un schéma"),
        ({"cnig/CNIG_PCRS_v2.0.xsd": b"<schema"}, "n’est pas un schéma"),
        ({"cnig/CNIG_PCRS_v2.0.xsd": b"<!DOCTYPE a [<!ENTITY b '" + b"c" * 99 + b"'>]><a>&b;</a>"}, "schéma"),
        (
            {
                "cnig/CNIG_PCRS_v2.0.xsd": f"<schema {XS}><include schemaLocation='file:///etc/a.xsd'/></schema>".encode()
            },
            "refusé",
        ),
        (
            {"cnig/CNIG_PCRS_v2.0.xsd": f"<schema {XS}><include schemaLocation='../../../a.xsd'/></schema>".encode()},
            "refusé",
        ),
        (
            {"cnig/CNIG_PCRS_v2.0.xsd": f"<schema {XS}><import schemaLocation='http://a.fr/b.xsd'/></schema>".encode()},
            "refusé",
        ),
    ],
)
def test_hostile_zips_are_refused(tmp_path, members, word):
    with zipfile.ZipFile(tmp_path / "schemas.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    ran = run(tmp_path, "fetchschemas", SOURCE=tmp_path / "schemas.zip", FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.status) == (1, "refused")
    assert word in ran.report["message"]
    assert not (tmp_path / "copy").exists() and not (tmp_path.parent / "out.xsd").exists()


@pytest.mark.parametrize("name", ["nothing", "file.txt", "damaged.zip"])
def test_wrong_sources_are_refused(tmp_path, name):
    if name != "nothing":
        (tmp_path / name).write_text("no")
    ran = run(tmp_path, "fetchschemas", SOURCE=tmp_path / name, FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.status) == (1, "refused")


# --- the network, as a server on this machine gives it ----------------------------------------------------------------


def test_from_the_web(tmp_path, source):
    """The addresses as data: the same set, file by file, from a server that publishes it."""

    def answer(path, query):
        file = source / path.lstrip("/")
        return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"")

    address, asked, server = serve(answer)
    addresses = tuple((prefix, f"{address}/{prefix}") for prefix, _ in ADDRESSES)
    files = {f.place: f.sha256 for f in gather(web_source(addresses, ("http",)))}
    server.shutdown()
    assert files == listed(schemas_copy())
    assert sorted(asked) == sorted(f"/{place}" for place in files)


def test_the_official_addresses_are_https():
    assert all(address.startswith("https://") for _, address in ADDRESSES)
    place = schema_files.address_of("ogc/iso/19139/20070417/gmd/gmd.xsd")
    assert place == "https://schemas.opengis.net/iso/19139/20070417/gmd/gmd.xsd"


def test_a_web_without_the_schemas_refuses_the_run(tmp_path, monkeypatch):
    address, _, _ = serve(lambda path, query: (404, {}, b""))
    addresses = tuple((prefix, f"{address}/{prefix}") for prefix, _ in ADDRESSES)
    monkeypatch.setattr(
        "mutualgeo_plugin.engine.quality.schemas_job.web_source", lambda: web_source(addresses, ("http",))
    )
    ran = run(tmp_path, "fetchschemas", FOLDER=tmp_path / "copy")
    assert (ran.exit, ran.status) == (1, "refused")
    assert "HTTP 404" in ran.report["message"] and address in ran.report["message"]


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1/a", "file:///etc/hostname", "ftp://127.0.0.1/a", "/etc/hostname", "https://", "https://[",
     "data:text/plain,a", "https://user:word@127.0.0.1/a"],
)  # fmt: skip
def test_only_https_is_asked(address):
    assert code_of(download, address, largest=10) == "address_refused"


def test_a_user_name_is_not_repeated():
    with pytest.raises(EngineError) as refused:
        download("https://user:word@127.0.0.1/a", largest=10)
    assert "word" not in str(refused.value)


def test_redirections_stay_within_the_schemes():
    targets = {"/file": "file:///etc/hostname", "/ftp": "ftp://127.0.0.1/a", "/loop": "/loop", "/good": "/end"}

    def answer(path, query):
        return (200, {}, b"end") if path == "/end" else (302, {"Location": targets[path]}, b"")

    address, asked, server = serve(answer)
    assert download(f"{address}/good", largest=10, schemes=("http",)) == b"end"
    assert code_of(download, f"{address}/ftp", largest=10, schemes=("http",)) == "address_refused"
    assert code_of(download, f"{address}/file", largest=10, schemes=("http",)) == "address_unreachable"
    assert code_of(download, f"{address}/loop", largest=10, schemes=("http",)) == "address_unreachable"
    assert asked.count("/loop") < 20
    server.shutdown()


def test_sizes_and_times_are_bounded():
    def answer(path, query):
        if path == "/slow":
            time.sleep(1.0)
        return 200, {"Content-Length": "100000"} if path == "/cut" else {}, b"x" * 1_000

    address, _, server = serve(answer)
    assert len(download(f"{address}/a", largest=1_000, schemes=("http",))) == 1_000
    assert code_of(download, f"{address}/a", largest=999, schemes=("http",)) == "download_too_large"
    assert code_of(download, f"{address}/slow", largest=9_999, schemes=("http",), silence=0.2) == "address_unreachable"
    assert code_of(download, f"{address}/cut", largest=9_999, schemes=("http",), silence=0.2) == "address_unreachable"
    assert code_of(download, f"{address}/a", largest=9_999, schemes=("http",), patience=-1) == "address_unreachable"
    server.shutdown()
    assert code_of(download, "http://127.0.0.1:1/a", largest=9, schemes=("http",)) == "address_unreachable"

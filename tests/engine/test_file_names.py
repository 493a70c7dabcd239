"""Names that data brings become names of files inside the folder that was named, whatever they say."""

from __future__ import annotations

import ast
import os
import re
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import geopandas
import pytest
import shapely

from mutualgeo_plugin.engine.assembly.images.raster_job import _copies
from mutualgeo_plugin.engine.formats.archives import unpack_all
from mutualgeo_plugin.engine.formats.raster import read_tile
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.outputs import child_path, fold_name, is_inner_path, safe_file_name
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import X, Y, kerb, write
from tests.engine.test_raster import tile

#: Names as data may bring them, and the names of files that they become.
NAMES = {
    "../../x": "__.._x",
    "/tmp/x": "_tmp_x",
    "C:\\x": "C__x",
    "\\\\server\\share\\x": "__server_share_x",
    "a\0b": "a_b",
    "a\tb\nc": "a_b_c",
    "nom\u202efdp.gml": "nom_fdp.gml",
    "\udce9t\udce9": "_t_",
    "CON": "_CON",
    "nul.tar.gz": "_nul.tar.gz",
    "Com1 .x": "_Com1 .x",
    "lpt³": "_lpt³",
    "..": "_",
    ".": "_",
    "": "_",
    ".hidden": "_hidden",
    "ends. .": "ends",
    'a*b?c"d<e>f|g': "a_b_c_d_e_f_g",
}
ORDINARY = ("lot", "Tuile L260_C341", "Éclusé & fils (2023)", "a.b-c_d'e", "CONSEIL", "COM10", "été.gml", "x" * 200)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_elsewhere_is_made_safe(name: str) -> None:
    assert safe_file_name(name) == NAMES[name]
    assert safe_file_name(NAMES[name]) == NAMES[name]
    assert not is_inner_path(name)


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_name_is_left_as_it_is(name: str) -> None:
    assert safe_file_name(name) == name
    assert is_inner_path(f"folder/{name}")


def test_a_long_name_is_cut_and_stays_its_own() -> None:
    one, other = (safe_file_name("é" * 300 + end + ".gml") for end in "ab")
    assert one != other
    for name in (one, other):
        assert re.fullmatch(r"é{93}~[0-9a-f]{8}\.gml", name)
        assert len(name.encode()) == 199
    shape, table = (safe_file_name("é" * 300 + end) for end in (".shp", ".dbf"))
    assert shape.removesuffix(".shp") == table.removesuffix(".dbf")
    assert len(safe_file_name("a." + "b" * 300)) == 200


def test_names_that_are_one_on_some_system_fold_to_one() -> None:
    assert fold_name("ÉTÉ") == fold_name("été") == fold_name("e\u0301te\u0301")
    assert fold_name("a") != fold_name("b")


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "way").symlink_to(tmp_path / "out")
    assert child_path(tmp_path / "in", "a", "b") == tmp_path / "in" / "a" / "b"
    with pytest.raises(EngineError) as refused:
        child_path(tmp_path / "in", "way", "b")
    assert refused.value.code == "output_outside"


# --- a base that others made -----------------------------------------------------------------------------------------

LOTS = ("../../x", "/tmp/x", "C:\\x", "a\0b", "CON", "n" * 300, "Same", "sAME", "été", "e\u0301te\u0301", "a/b")


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A base whose lots bear such names, in a folder of its own."""
    (tmp_path / "given").mkdir()
    lots = [
        write(tmp_path / "given" / f"lot{rank}.gml", kerb(f"k{rank}", (rank, 0), (rank, 5)))
        for rank in range(len(LOTS))
    ]
    path = tmp_path / "given" / "base.gpkg"
    assert run(tmp_path, "receivelot", INPUT=lots, STORE=path).exit == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "UPDATE lot SET name = ? WHERE lot_id = ?", [(name, rank + 1) for rank, name in enumerate(LOTS)]
        )
    return path


def written(tmp_path: Path) -> set[str]:
    """Files of the test's folder, but those of the base and of the run itself."""
    return {
        found.relative_to(tmp_path).as_posix()
        for found in tmp_path.rglob("*")
        if found.is_file() and found.relative_to(tmp_path).parts[0] not in ("given", "job.json", "report.json")
    }


def test_lots_go_out_inside_the_folder_under_a_name_each(tmp_path: Path, base: Path) -> None:
    ran = run(tmp_path, "exportpcrs", STORE=base, OUTPUT=tmp_path / "deep" / "er" / "out")
    assert ran.exit == 0, ran.texts()
    long = safe_file_name(safe_file_name("n" * 300) + ".gml").removesuffix(".gml")
    names = (
        "__.._x",
        "_tmp_x",
        "C__x",
        "a_b_4",
        "_CON",
        long,
        "Same_7",
        "sAME_8",
        "été_9",
        "e\u0301te\u0301_10",
        "a_b_11",
    )
    wanted = {f"deep/er/out/{name}.gml" for name in names}
    assert written(tmp_path) == wanted | {f"deep/er/out/metadata/{safe_file_name(name + '.gml')}.xml" for name in names}
    assert not Path("/tmp/x.gml").exists()
    told = [m["text"] for m in ran.report["messages"] if m["code"] == "file_renamed"]
    assert len(told) == 7
    assert "__.._x.gml" in told[0]


@pytest.mark.parametrize("form", ["gml", "gpkg", "dxf"])
@pytest.mark.parametrize("name", ["../../x", "C:\\x", "CON", "a\0b"])
def test_a_lot_alone_goes_out_inside_the_folder(tmp_path: Path, base: Path, form: str, name: str) -> None:
    number = str(LOTS.index(name) + 1)
    ran = run(tmp_path, "exportpcrs", STORE=base, LOT=number, FORMAT=form, OUTPUT=tmp_path / "deep" / "er" / "out")
    assert ran.exit == 0, ran.texts()
    safe = {"a\0b": "a_b_4"}.get(name, NAMES[name]) if form == "gml" else NAMES[name]
    assert written(tmp_path) == {f"deep/er/out/{safe}.{form}", f"deep/er/out/metadata/{safe}.{form}.xml"}


@pytest.mark.parametrize(
    ("job", "given"),
    [
        ("acceptanceminutes", {"LOT": "1", "OUTPUT": "made/minutes.html"}),
        ("basehistory", {"LOT": "1", "OUTPUT": "made/history.csv"}),
        ("checkquality", {"FINDINGS": "made/found.gpkg", "HTML": "made/quality.html"}),
        ("maintainstore", {"ACTION": "backup", "BACKUP": "made/copies"}),
        ("coverage", {"OUTPUT": "made/coverage.gpkg"}),
        ("makeemprises", {"OUTPUT": "made/emprises.gpkg"}),
    ],
)
def test_what_others_write_of_such_a_base_stays_where_it_was_asked_for(tmp_path, base, job, given) -> None:
    paths = {key: tmp_path / value if value.startswith("made/") else value for key, value in given.items()}
    run(tmp_path, job, **{"INPUT" if job == "checkquality" else "STORE": base}, **paths)
    assert {name.split("/")[0] for name in written(tmp_path)} <= {"made"}
    assert {path.name for path in (tmp_path / "given").iterdir()} == {"base.gpkg", *(f"lot{r}.gml" for r in range(11))}


def test_masks_are_named_by_data_too(tmp_path: Path, base: Path) -> None:
    names = ["../../x", "CON", "Con", "n" * 300]
    boxes = [shapely.box(X + 3 * rank - 0.5, Y - 1, X + 3 * rank + 2.5, Y + 6) for rank in range(4)]
    geopandas.GeoDataFrame({"n": names}, geometry=boxes, crs=3946).to_file(tmp_path / "given" / "m.gpkg")
    ran = run(
        tmp_path, "exportpcrs", STORE=base, MASK=tmp_path / "given" / "m.gpkg", FIELD="n", OUTPUT=tmp_path / "out"
    )
    assert ran.exit == 0, ran.texts()
    found = {name for name in written(tmp_path) if "/metadata/" not in name}
    assert found == {"out/x.gml", "out/_CON.gml", "out/Con_2.gml", f"out/{safe_file_name('n' * 300 + '.gml')}"}


def test_a_receipt_is_named_inside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "given").mkdir()
    for name in ("?.zip", "CON.zip"):
        (tmp_path / "given" / name).write_bytes(b"no zip")
    run(tmp_path, "receivelot", FOLDER=tmp_path / "given", STORE=tmp_path / "s.gpkg", RECEIPTS=tmp_path / "r")
    assert written(tmp_path) == {"r/_CON.html", "r/_CON.json", "r/_.html", "r/_.json"}


# --- archives --------------------------------------------------------------------------------------------------------


def packed(path: Path, *members: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, member)
    return path


def test_members_are_unpacked_under_safe_names(tmp_path: Path) -> None:
    (tmp_path / "s").mkdir()
    found = unpack_all(
        packed(tmp_path / "a.zip", "d/CON.shp", "d/b?.shp", "é" * 130 + ".shp", "A.x", "a.x"), tmp_path / "s"
    )
    names = {path.relative_to(tmp_path / "s").as_posix() for path in found}
    assert names == {"d/_CON.shp", "d/b_.shp", safe_file_name("é" * 130 + ".shp"), "A.x", "a.x"}


@pytest.mark.parametrize("members", [("a.shp", "a.shp"), ("d/a?.shp", "d\\a*.shp")])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused(tmp_path: Path, members: tuple[str, str]) -> None:
    (tmp_path / "s").mkdir()
    with pytest.raises(EngineError) as refused:
        unpack_all(packed(tmp_path / "a.zip", *members), tmp_path / "s")
    assert refused.value.code == "archive_twice"


@pytest.mark.parametrize("member", ["../x.gml", "/x.gml", "C:\\x.gml", "C:x.gml", "d/../../x.gml", "..\\x.gml"])
def test_a_member_that_leaves_the_archive_refuses_it(tmp_path: Path, member: str) -> None:
    with pytest.raises(EngineError) as refused:
        unpack_all(packed(tmp_path / "a.zip", member), tmp_path)
    assert refused.value.code == "archive_escapes"


def test_copies_of_images_bear_a_name_each(tmp_path: Path) -> None:
    tiles = [
        read_tile(tile(tmp_path / folder / name, 0, 0))
        for folder, name in (("a", "x.tif"), ("b", "x_2.tif"), ("c", "X.tif"))
    ]
    assert [path.name for path in _copies(tiles, tmp_path / "cog")] == ["x.tif", "x_2.tif", "X_2_2.tif"]


# --- parameters and files that name things ----------------------------------------------------------------------------


def test_a_profile_is_one_of_those_there_are_or_a_file(tmp_path: Path, base: Path) -> None:
    way = os.path.relpath(tmp_path / "given" / "own", ROOT / "mutualgeo_plugin" / "engine" / "quality" / "profiles")
    (tmp_path / "given" / "own.toml").write_text("")
    ran = run(tmp_path, "checkquality", INPUT=base, PROFILE=way)
    assert [m["code"] for m in ran.report["messages"]] == ["profile_unknown"]


# --- every place where a path is put together -----------------------------------------------------------------------

#: Where the name of a file is not a constant: what names it.
JOINS = {
    "assembly/care/maintain_job.py": "the base's own name",
    "assembly/export/metadata_record.py": "the export that it tells of",
    "assembly/reception/lot_reader.py": "numbers, in scratch",
    "assembly/reception/mapped_files.py": "numbers, in scratch",
    "assembly/sharing/financiers.py": "read: a file that the user's own names",
    "demo/demo_territory.py": "lots of the fictional commune",
    "demo/own_folder.py": "files of the demonstration's own",
    "formats/layer_styles.py": "read: styles that come with the engine",
    "formats/metadata.py": "read: records beside a delivered file",
    "formats/schema_files.py": "`is_inner_path` has been asked; the folder's own name",
    "lot_check.py": "the delivered file's own name, in scratch",
    "outputs.py": "the one function; the output's own name",
    "portal/job.py": "numbers",
    "portal/site.py": "`logo` and an ending of a list",
    "quality/delivered_files.py": "numbers, in scratch",
    "quality/fixes/job.py": "the base's own name",
    "quality/findings_layer.py": "the output's own name",
    "store/life_sign.py": "the base's own name",
    "store/migrations.py": "the base's own name",
    "store/output_guard.py": "the output's own name",
    "store/store.py": "the base's own name",
    "territory.py": "read: files that the user's territory names",
    "toml/profiles.py": "read: one of the shipped names, which are listed",
}
_FOLDER = re.compile(
    r"(?i)(folder|scratch|root|parent|path|releases|tenant|target|beside|place|output|store|Path\(.*\))$"
)


def joins_names(source: str) -> bool:
    """Whether a source puts together a path of a name that it does not spell itself."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
            spelt = isinstance(node.right, ast.Constant) or ast.unparse(node.right).isupper()
            folder = _FOLDER.search(ast.unparse(node.left)) is not None
            if not spelt and (folder or isinstance(node.right, ast.JoinedStr)):
                return True
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            named = node.func.attr in ("with_name", "with_suffix", "with_stem", "joinpath")
            if named and not isinstance(node.args[0], ast.Constant):
                return True
    return False


def test_every_place_that_puts_a_path_together_is_known() -> None:
    engine = ROOT / "mutualgeo_plugin" / "engine"
    found = {p.relative_to(engine).as_posix() for p in engine.rglob("*.py") if joins_names(p.read_text("utf-8"))}
    assert found == set(JOINS)
    assert joins_names("folder / name")
    assert joins_names("a / f'{name}.gml'")
    assert joins_names("path.with_name(name)")
    assert not joins_names("folder / 'a.gml'")
    assert not joins_names("child_path(folder, name)")

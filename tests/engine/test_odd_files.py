"""Files as they come: parts that are cut or missing, encodings as they are named, names of other systems."""

from __future__ import annotations

import codecs
import os
import shutil
import struct
import zipfile
import zlib
from pathlib import Path

import ezdxf
import geopandas
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.encodings import codec_of
from mutualgeo_plugin.engine.formats.layer import read_layer
from mutualgeo_plugin.engine.formats.metadata import read_metadata
from mutualgeo_plugin.engine.formats.texts import ASSUMED, BELIED, DECLARED, UNKNOWN
from mutualgeo_plugin.engine.formats.xml_encoding import refuse_unread_encoding
from mutualgeo_plugin.engine.model.errors import EngineError
from tests.engine import small_lot as s
from tests.engine.run import Ran, run
from tests.engine.stored import table

#: Name in Latin-1, as old disks and archives have it.
LATIN = os.fsdecode("carré".encode("latin-1"))
END = "</PlanCorpsRueSimplifie>"
SAID = "Métropole"


# -- shapefiles --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "a.shp"
    lines = [shapely.LineString([(845_000 + k, 6_518_000, 1), (845_009 + k, 6_518_003, 2)]) for k in range(5)]
    frame = geopandas.GeoDataFrame({"id": [f"é{k}" for k in range(5)], "n": range(5)}, geometry=lines, crs=2154)
    pyogrio.write_dataframe(frame, path, driver="ESRI Shapefile", encoding="UTF-8")
    return path


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    shutil.copytree(whole.parent, tmp_path, dirs_exist_ok=True)
    return tmp_path / "a.shp"


@pytest.mark.parametrize("ending", [".shp", ".shx", ".dbf"])
def test_a_shapefile_cut_anywhere_is_refused(copy: Path, ending: str) -> None:
    """Every byte counts but the mark of the end that a table may lack."""
    part = copy.with_suffix(ending)
    data = part.read_bytes()
    last = len(data) - (1 if ending == ".dbf" and data.endswith(b"\x1a") else 0)
    for size in sorted({*range(0, 120, 7), *range(100, last, 61), *range(last - 9, last)}):
        part.write_bytes(data[:size])
        with pytest.raises(EngineError) as refused:
            read_layer(copy)
        codes = {"shapefile_cut"} | ({"file_empty", "format_other_content"} if ending == ".shp" else set())
        assert refused.value.code in codes, size
    part.write_bytes(data[:last])
    assert len(read_layer(copy)) == 5


@pytest.mark.parametrize("ending", [".shx", ".dbf"])
def test_a_shapefile_without_a_part_is_refused(copy: Path, ending: str) -> None:
    copy.with_suffix(ending).unlink()
    with pytest.raises(EngineError) as refused:
        read_layer(copy)
    assert (refused.value.code, refused.value.fields["part"]) == ("shapefile_missing", f"a{ending}")


def test_a_table_of_another_shapefile_is_refused(copy: Path) -> None:
    frame = geopandas.GeoDataFrame({"id": ["x"]}, geometry=[shapely.Point(0, 0)], crs=2154)
    pyogrio.write_dataframe(frame, copy.with_name("b.shp"), driver="ESRI Shapefile")
    shutil.copy(copy.with_name("b.dbf"), copy.with_suffix(".dbf"))
    with pytest.raises(EngineError) as refused:
        read_layer(copy)
    assert refused.value.code == "shapefile_parts"
    assert (refused.value.fields["shapes"], refused.value.fields["rows"]) == (5, 1)


@pytest.mark.parametrize("ending", [".SHP", ".Shp"])
def test_endings_in_capitals_are_parts_too(copy: Path, ending: str) -> None:
    for part in list(copy.parent.iterdir()):
        part.rename(part.with_suffix(part.suffix.upper()))
    assert len(read_layer(copy.with_suffix(".SHP"))) == 5


@pytest.mark.parametrize(
    ("cpg", "why", "utf_8", "windows"),
    [
        (b"UTF-8", DECLARED, "é0", None), (b"65001", DECLARED, "é0", None), (b"utf8\r\n", DECLARED, "é0", None),
        (b"1252", DECLARED, "Ã©0", "é 0"), (b"ANSI 1252", DECLARED, "Ã©0", "é 0"), (b"88591", DECLARED, "Ã©0", "é 0"),
        (b"ISO-8859-15", DECLARED, "Ã©0", "é 0"), (b"LDID/87", DECLARED, "Ã©0", "é 0"),
        (b"850", DECLARED, "├®0", "Ú 0"),
        (b"", ASSUMED, "é0", "é 0"), (b" \n", ASSUMED, "é0", "é 0"), (b"nonsense", UNKNOWN, "é0", "é 0"),
        (b"\0\xff" * 900, UNKNOWN, "é0", "é 0"), (b"UTF-16", UNKNOWN, "é0", "é 0"), (b"cp037", UNKNOWN, "é0", "é 0"),
        (b"LDID/999", UNKNOWN, "é0", "é 0"), (b"9" * 5000, UNKNOWN, "é0", "é 0"), (b"zlib", UNKNOWN, "é0", "é 0"),
    ],
)  # fmt: skip
def test_what_a_cpg_says_is_read_where_it_can_be(copy: Path, cpg: bytes, why: str, utf_8: str, windows: str) -> None:
    """A table in UTF-8, then the same in windows-1252; what was taken is told with its reason."""
    copy.with_suffix(".cpg").write_bytes(cpg)
    for said, given in (("utf-8", utf_8), ("cp1252", windows)):
        data = copy.with_suffix(".dbf").read_bytes()
        if said == "cp1252":
            copy.with_suffix(".dbf").write_bytes(data.replace("é".encode(), b"\xe9 "))
        layer = read_layer(copy)
        assert layer.encoding.why == (BELIED if given is None else why)
        assert layer.fields["id"][0] == (given or "é 0")


def test_what_was_taken_is_told(copy: Path) -> None:
    for cpg, told in (
        (b"850", "a.shp: texts read as cp850, as the file says (850)."),
        (b"nonsense", "a.shp names an encoding that is not known (nonsense): its texts were read as UTF-8."),
    ):
        copy.with_suffix(".cpg").write_bytes(cpg)
        ran = run(copy.parent, "checkquality", INPUT=[copy], language="en")
        assert told in ran.texts()


def test_names_of_encodings_are_known() -> None:
    names = ("UTF-8", "utf_8", "65001", "1252", "ANSI 1252", "OEM 850", "ISO 8859-1", "8859_15", "LDID/2", "macroman")
    assert [codec_of(name) for name in names] == [
        "utf-8", "utf-8", "utf-8", "cp1252", "cp1252", "cp850", "iso8859-1", "iso8859-15", "cp850", "mac-roman",
    ]  # fmt: skip
    assert {codec_of(name) for name in ("", "-", "é", "UTF-16", "cp037", "LDID/0", "LDID/x", "rot13", "1")} == {None}


# -- XML ---------------------------------------------------------------------------------------------------------------


def document(encoding: str | None) -> str:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding is not None else ""
    return f"{declared}{s.ROOT}<featureMember>{s.tree('a', 1, 1, producteur=SAID)}</featureMember>{END}"


def received(folder: Path, data: bytes) -> Ran:
    (folder / "lot.gml").write_bytes(data)
    return run(folder, "receivelot", INPUT=[folder / "lot.gml"], STORE=folder / "s.gpkg", language="en")


READ = {
    "UTF-16 LE with mark": codecs.BOM_UTF16_LE + document("UTF-16").encode("utf-16-le"),
    "UTF-16 BE with mark": codecs.BOM_UTF16_BE + document("UTF-16").encode("utf-16-be"),
    "UTF-16 LE without": document("UTF-16LE").encode("utf-16-le"),
    "UTF-16 BE without, undeclared": document(None).encode("utf-16-be"),
    "UTF-8 with mark": codecs.BOM_UTF8 + document("UTF-8").encode(),
    **{
        name: document(name).encode(name) for name in ("ISO-8859-1", "ISO-8859-15", "windows-1252", "cp850", "macroman")
    },
}


@pytest.mark.parametrize("data", READ.values(), ids=READ)
def test_an_encoding_that_the_manual_names_is_read(tmp_path: Path, data: bytes) -> None:
    assert received(tmp_path, data).status == "done"
    assert table(tmp_path / "s.gpkg", "ArbrePCRS")["producteur"].tolist() == [SAID]


UNREAD = {
    "UTF-32": ("xml_encoding", codecs.BOM_UTF32_LE + document("UTF-32").encode("utf-32-le")),
    "UTF-32 without mark": ("xml_encoding", document("UTF-32").encode("utf-32-be")),
    "EBCDIC": ("xml_encoding", document("cp037").encode("cp037")),
    **{
        name or "none": ("xml_encoding", document(name).encode())
        for name in ("UTF-7", "utf8", "shift_jis", "gb18030", "nonsense", "rot13", "unicode_escape", "")
    },
    "mark of UTF-8, Latin-1 declared": ("xml_encoding_belied", codecs.BOM_UTF8 + document("ISO-8859-1").encode()),
    "UTF-16 declared": ("xml_encoding_belied", document("UTF-16").encode()),
    "UTF-16, UTF-8 declared": ("xml_encoding_belied", codecs.BOM_UTF16_LE + document("UTF-8").encode("utf-16-le")),
    "Latin-1, UTF-8 declared": ("gml_bad_token", document("UTF-8").encode("latin-1")),
    "Latin-1, undeclared": ("gml_bad_token", document(None).encode("latin-1")),
}


@pytest.mark.parametrize(("code", "data"), UNREAD.values(), ids=UNREAD)
def test_another_encoding_refuses_its_lot_by_name(tmp_path: Path, code: str, data: bytes) -> None:
    """Beside a good one, as .gml and as .xml of a folder, where the content says what is a lot."""
    folder = tmp_path / "delivery"
    folder.mkdir()
    s.write(folder / "good.gml", s.kerb("k", (0, 0), (9, 0)))
    for name in ("odd.gml", "odd2.xml"):
        (folder / name).write_bytes(data + b"<!-- " + name.encode() + b" -->")
    ran = run(tmp_path, "receivelot", FOLDER=folder, STORE=tmp_path / "s.gpkg", ACCEPT_PARTIAL=True)
    told = {lot["name"]: lot.get("code") for lot in ran.report["lots"]}
    assert told == {"good": None, "odd": code, "odd2": code}
    assert "traceback" not in ran.report


def test_a_declaration_is_looked_for_where_it_may_stand() -> None:
    refuse_unread_encoding(b'<a encoding="nonsense"/>', "x")
    refuse_unread_encoding(b'<?xml version="1.0"?><a encoding="nonsense"/>', "x")
    with pytest.raises(EngineError):
        refuse_unread_encoding(b"<?xml version='1.0'\n encoding = 'nonsense' standalone='no'?>", "x")


# -- names -------------------------------------------------------------------------------------------------------------


def test_a_name_in_latin_1_is_received_and_told(tmp_path: Path) -> None:
    folder = tmp_path / "delivery"
    folder.mkdir()
    s.write(folder / f"{LATIN}.gml", s.kerb("k", (0, 0), (9, 0)))
    (folder / f"{LATIN}.xml").write_text("<a/>")
    ran = run(tmp_path, "receivelot", FOLDER=folder, STORE=tmp_path / "s.gpkg", RECEIPTS=tmp_path / "receipts")
    assert ran.status == "done"
    assert [lot["name"] for lot in ran.report["lots"]] == ["carr\ufffd"]
    assert ran.report["unread"] == ["carr\ufffd.xml"]
    assert {"name_not_utf8", "delivery_unread"} <= {m["code"] for m in ran.report["messages"]}
    ran = run(tmp_path, "checkquality", INPUT=[str(folder / f"{LATIN}.gml")])
    assert ran.status in ("done", "done_with_findings")
    assert read_metadata(folder / f"{LATIN}.xml") is None


def test_a_base_in_a_folder_of_such_a_name_is_written_and_read(tmp_path: Path) -> None:
    folder = tmp_path / LATIN
    folder.mkdir()
    lot = s.write(tmp_path / "lot.gml", s.kerb("k", (0, 0), (9, 0)))
    for job, given in (
        ("receivelot", {"INPUT": [lot], "STORE": folder / "s.gpkg"}),
        ("checkquality", {"INPUT": [str(folder / "s.gpkg")], "FINDINGS": folder / "f.gpkg", "HTML": folder / "h.html"}),
        ("exportpcrs", {"STORE": folder / "s.gpkg", "OUTPUT": folder / "o.gml"}),
    ):
        assert run(tmp_path, job, **given).exit == 0, job


def test_what_a_library_cannot_name_is_refused_with_what_to_do(tmp_path: Path, whole: Path) -> None:
    folder = tmp_path / LATIN
    shutil.copytree(whole.parent, folder)
    ran = run(tmp_path, "comparenetworks", A=folder / "a.shp", B=whole, OUTPUT=tmp_path / "o.gpkg", language="en")
    assert ran.status == "refused" and "not in UTF-8" in ran.report["message"] and "Rename it" in ran.report["message"]
    ran = run(tmp_path, "comparenetworks", A=whole, B=whole, OUTPUT=folder / "o.gpkg", language="en")
    assert ran.status == "refused" and "not in UTF-8" in ran.report["message"]


def write_zip(path: Path, members: dict[bytes, bytes]) -> Path:
    """A zip whose names are these bytes, without a word on their encoding."""
    body = central = b""
    for name, data in members.items():
        sums = (zlib.crc32(data), len(data), len(data), len(name), 0)
        central += (
            struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, 20, 0, 0, 0, 0, *sums, 0, 0, 0, 0, len(body)) + name
        )
        body += struct.pack("<IHHHHHIIIHH", 0x04034B50, 20, 0, 0, 0, 0, *sums) + name + data
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, len(members), len(members), len(central), len(body), 0)
    path.write_bytes(body + central + end)
    return path


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "cp1252", "utf-8"])
@pytest.mark.parametrize("separator", ["/", "\\"])
def test_names_in_a_zip_are_those_that_were_meant(tmp_path: Path, encoding: str, separator: str) -> None:
    lot = s.write(tmp_path / "in.gml", s.kerb("k", (0, 0), (9, 0))).read_bytes()
    packed = write_zip(tmp_path / "z.zip", {f"Métropole{separator}carré à côté.gml".encode(encoding): lot})
    ran = run(tmp_path, "receivelot", INPUT=[packed], STORE=tmp_path / "s.gpkg")
    assert [(one["name"], one["file"]) for one in ran.report["lots"]] == [
        ("carré à côté", "z.zip/Métropole/carré à côté.gml")
    ]


#: What a Mac keeps beside a file (AppleDouble), and beside the files of a folder.
SHADOW = b"\0\x05\x16\x07\0\x02\0\0Mac OS X        " + b"\0" * 60


@pytest.mark.parametrize("packed", [True, False])
def test_a_delivery_of_a_mac_is_what_was_put_into_it(tmp_path: Path, packed: bool) -> None:
    """A lot whose name begins as a Mac's shadows do is a lot all the same; folders in a zip are part of it."""
    folder = tmp_path / "delivery"
    (folder / "nord").mkdir(parents=True)
    (folder / "__MACOSX" / "nord").mkdir(parents=True)
    s.write(folder / "a.gml", s.kerb("a", (0, 0), (9, 0)))
    s.write(folder / "nord" / "b.gml", s.kerb("b", (0, 5), (9, 5)))
    s.write(folder / "._c.gml", s.kerb("c", (0, 7), (9, 7)))
    for name in ("._a.gml", "__MACOSX/._a.gml", "__MACOSX/nord/._b.gml", "nord/._b.gml"):
        (folder / name).write_bytes(SHADOW)
    (folder / ".DS_Store").write_bytes(b"\0\0\0\x01Bud1")
    given = {"FOLDER": folder}
    if packed:
        with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
            for path in folder.rglob("*"):
                archive.write(path, path.relative_to(folder))
        given = {"INPUT": [tmp_path / "d.zip"]}
    ran = run(tmp_path, "receivelot", STORE=tmp_path / "s.gpkg", **given)
    assert ran.status == "done"
    assert sorted(lot["name"] for lot in ran.report["lots"]) == (["._c", "a", "b"] if packed else ["._c", "a"])
    assert {lot["status"] for lot in ran.report["lots"]} == {"received"}
    (told,) = [m["text"] for m in ran.report["messages"] if m["code"] == "delivery_unread"] or [""]
    assert ("nord/b.gml" in told) != packed and "._a" not in told and "._b" not in told


def test_a_shapefile_of_a_mac_is_read(tmp_path: Path, whole: Path) -> None:
    with zipfile.ZipFile(tmp_path / "m.zip", "w") as archive:
        for part in whole.parent.iterdir():
            archive.write(part, f"d/{part.name}")
            archive.writestr(f"__MACOSX/d/._{part.name}", SHADOW)
    ran = run(tmp_path, "checkquality", INPUT=[tmp_path / "m.zip"])
    assert ran.report["counts"]["in"] == {"a": 5}


def test_an_export_zipped_comes_back(tmp_path: Path) -> None:
    """Its records are no lots, and are told as what was not read."""
    lots = [s.write(tmp_path / f"{name}.gml", s.kerb(name, (0, y), (9, y))) for y, name in enumerate("ab")]
    run(tmp_path, "receivelot", INPUT=lots, STORE=tmp_path / "s.gpkg")
    assert run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "export").exit == 0
    shutil.make_archive(str(tmp_path / "own"), "zip", tmp_path / "export")
    for given in ({"INPUT": [tmp_path / "own.zip"]}, {"FOLDER": tmp_path / "export"}):
        (tmp_path / "t.gpkg").unlink(missing_ok=True)
        ran = run(tmp_path, "receivelot", STORE=tmp_path / "t.gpkg", **given)
        assert [(lot["name"], lot["status"]) for lot in ran.report["lots"]] == [("a", "received"), ("b", "received")]
        assert table(tmp_path / "t.gpkg", "LimiteVoiriePCRS")["gml_id"].tolist() == ["a", "b"]


def test_every_file_that_is_not_read_is_in_the_report(tmp_path: Path, whole: Path) -> None:
    """A shapefile once in the sentence, by its .shp; what is to be done by the kind of file."""
    folder = tmp_path / "delivery"
    shutil.copytree(whole.parent, folder)
    for k in range(25):
        (folder / f"b{k:02}.pdf").write_bytes(b"x")
    s.write(folder / "lot.gml", s.kerb("k", (0, 0), (9, 0)))
    ran = run(tmp_path, "receivelot", FOLDER=folder, STORE=tmp_path / "s.gpkg", language="en")
    (told,) = [m["text"] for m in ran.report["messages"] if m["code"] == "delivery_unread"]
    assert told.startswith("26 files of the delivery were not read: a.shp, b00.pdf, ") and "a.dbf" not in told
    assert ", b18.pdf, …. " in told and "PROFILE" in told
    assert set(ran.report["unread"]) == {path.name for path in folder.iterdir()} - {"lot.gml"}
    ran = run(tmp_path, "receivelot", FOLDER=folder, STORE=tmp_path / "t.gpkg", language="en", PROFILE="pcrs_tables")
    (told,) = [m["text"] for m in ran.report["messages"] if m["code"] == "delivery_unread"]
    assert "lot.gml" in told and "without PROFILE" in told


def test_a_label_beside_an_object_is_none_of_its_class(tmp_path: Path) -> None:
    drawing = ezdxf.new("R2010")
    space = drawing.modelspace()
    space.add_point((s.X, s.Y, 1), dxfattribs={"layer": "ArbrePCRS"})
    space.add_text("Chêne", dxfattribs={"layer": "ArbrePCRS"}).set_placement((s.X + 1, s.Y))
    space.add_mtext("Tilleul", dxfattribs={"layer": "ArbrePCRS", "insert": (s.X + 2, s.Y)})
    space.add_text("Rue", dxfattribs={"layer": "NomVoiriePCRS"}).set_placement((s.X, s.Y + 5))
    drawing.saveas(tmp_path / "p.dxf")
    given = {"PROFILE": "dxf_classes", "SOURCE_CRS": "EPSG:3946", "STORE": tmp_path / "s.gpkg"}
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "p.dxf"], **given)
    (lot,) = ran.report["lots"]
    assert lot["objects"] == {"ArbrePCRS": 1, "NomVoiriePCRS": 1}
    assert sorted(lot["mapping"]["unfit"].values()) == [1, 1]

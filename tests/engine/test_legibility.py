"""What leaves can be read: texts pass a gate on the way in and on the way out, and what is written is read back."""

from __future__ import annotations

import csv
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from xml.dom import minidom

import geopandas
import pytest
import shapely

from mutualgeo_plugin.engine.formats.geopackage import refuse_unreadable_container
from mutualgeo_plugin.engine.formats.xml_text import escape, quoteattr
from mutualgeo_plugin.engine.model.errors import EngineError, EngineFailure
from mutualgeo_plugin.engine.model.jobs import ENGINE_JOBS
from mutualgeo_plugin.engine.model.legibility import ILLEGIBLE, csv_cell, json_text, legible_text
from mutualgeo_plugin.engine.outputs import temporary_output
from tests.conftest import ROOT
from tests.engine.run import run
from tests.engine.small_lot import X, Y, kerb, write

STRANGE = "a\x0bb\ufffec\x01\x1b[31m"
MENDED = "a\ufffdb\ufffdc\ufffd\ufffd[31m"


def codes(ran) -> list[str]:
    return [message["code"] for message in ran.report["messages"]]


def sentences(ran, code: str) -> list[str]:
    return [message["text"] for message in ran.report["messages"] if message["code"] == code]


# --- characters, cells, JSON ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", ["\0", "\x08", "\x0b", "\x0c", "\x1b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_what_no_xml_can_hold_is_replaced(sign: str) -> None:
    assert legible_text(f"a{sign}b") == "a\ufffdb"
    assert escape(f"<{sign}>") == "&lt;\ufffd&gt;"
    assert quoteattr(f'"{sign}') == '"&quot;\ufffd"'


@pytest.mark.parametrize("sign", ["\t", "\n", "\r", " ", "é", "\x7f", "\x85", "\u2028", "\ufffd", "\U0001f333"])
def test_what_xml_can_hold_is_left(sign: str) -> None:
    assert legible_text(f"a{sign}b") == f"a{sign}b"
    assert minidom.parseString(f"<a b={quoteattr(sign)}>{escape(sign)}</a>").documentElement.getAttribute("b") == sign


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@a", "'@a"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"),
        ("-", "-"), ("a=1", "a=1"), ("", ""), (-1.5, -1.5), (None, None), ("a\x0b", "a\ufffd"), ("\x0b=1", "\ufffd=1"),
    ],
)  # fmt: skip
def test_a_cell_is_no_formula(value: object, cell: object) -> None:
    assert csv_cell(value) == cell


def test_every_table_takes_its_cells_from_the_one_guard() -> None:
    writers = {
        path.relative_to(ROOT).as_posix(): "csv_cell" in path.read_text("utf-8")
        for folder in ("mutualgeo_plugin", "processing_algorithms")
        for path in (ROOT / folder).rglob("*.py")
        if "csv.writer(" in path.read_text("utf-8") or "csv.DictWriter(" in path.read_text("utf-8")
    }
    engine = "mutualgeo_plugin/engine"
    assert writers == {
        f"{engine}/quality/findings_layer.py": True,
        f"{engine}/quality/exceptions/list_job.py": True,
        f"{engine}/quality/accuracy/job.py": True,
        f"{engine}/assembly/care/history_job.py": True,
        f"{engine}/assembly/sharing/sharing_job.py": True,
        f"{engine}/demo/registers.py": False,  # texts of the demonstration's own
        f"{engine}/demo/demo_territory.py": False,
    }


def test_json_has_no_number_that_is_none() -> None:
    assert json.loads(json_text({"a": [1.5, float("nan"), float("inf")], "b": "é"})) == {
        "a": [1.5, None, None],
        "b": "é",
    }
    assert json_text({"b": "é"}, indent=1) == '{\n "b": "é"\n}'


# --- what is written is read back -------------------------------------------------------------------------------------

READ_BACK = {
    "a.gml": ("<a>é</a>", ["<a>", "<a>\x0b</a>", "<a>&nbsp;</a>", "<a b=1/>", "no XML", ""]),
    "a.xml": ("<a/>", ["<a></b>"]),
    "a.vrt": ("<a/>", ["<a"]),
    "a.json": ('{"a": [1, null, "\\u000b"]}', ["{", '{"a": NaN}', '{"a": "\x0b"}', "", "[" * 100_000]),
    "a.csv": ('\ufeffa;b\n1;"2;\n"\n', ["a;b\n1\n", "a;b\n1;2;3\n", 'a;b\n1;"2\n', "a;b\n1;\x0b\n"]),
    "b.csv": ("a,b\n1,2\n", ["a,b\n1;2\n"]),
    "a.html": (
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"/><style>a > b {}</style></head><body><br>"
        "<p title='>'>&lt;a&gt; 1 > 0<!-- <p> --></p></body></html>",
        ["<p>", "<p></b>", "</p>", "<p>a < b</p>", "<p>\x0b</p>", "<p><b></p></b>"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", READ_BACK)
def test_what_can_be_read_is_put_in_place_and_nothing_else(tmp_path: Path, name: str) -> None:
    good, bad = READ_BACK[name]
    path = tmp_path / name
    with temporary_output(path) as temporary:
        temporary.write_text(good, "utf-8", newline="")
    assert path.read_text("utf-8") == good
    for text in bad:
        with pytest.raises(EngineFailure) as refused, temporary_output(path) as temporary:
            temporary.write_text(text, "utf-8", newline="")
        assert refused.value.code == "output_unreadable", text
        with pytest.raises(EngineFailure), temporary_output(path) as temporary:
            temporary.write_bytes(good.encode() + b"\xff")
        assert path.read_text("utf-8") == good
        assert os.listdir(tmp_path) == [name]


def test_the_object_of_a_fault_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineFailure, match="k7"), temporary_output(tmp_path / "a.gml") as temporary:
        temporary.write_text('<r><a gml:id="k6"/><a gml:id="k7">&</a><a gml:id="k8"/></r>', "utf-8")


def test_a_geopackage_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.gpkg"
    geopandas.GeoDataFrame({"a": range(5000)}, geometry=[shapely.Point(i, i) for i in range(5000)], crs=2154).to_file(
        path
    )
    refuse_unreadable_container(path, path)
    content = path.read_bytes()
    for wrong in (content[: len(content) // 2], b"", b"text", content.replace(b"gpkg_contents", b"gpkg_contentz")):
        path.write_bytes(wrong)
        with pytest.raises(EngineError) as refused:
            refuse_unreadable_container(path, path)
        assert refused.value.code == "output_unreadable"


# --- on the way in ----------------------------------------------------------------------------------------------------


def table(path: Path, driver: str = "GPKG") -> Path:
    """A layer of two kerbs, the second with a strange text."""
    lines = [shapely.LineString([(X, Y + k), (X + 5, Y + k)]) for k in (0, 3)]
    given = {"thematique": "03", "qualite": "01", "precisionPlanimetrique": "005", "precisionAltimetrique": "005"}
    columns = {"idObjet": ["k1", "k2"], "producteur": ["P", STRANGE], **{k: [v, v] for k, v in given.items()}}
    data = geopandas.GeoDataFrame(columns, geometry=lines, crs=3946)
    data.to_file(path, driver=driver, **({"layer": "LimiteVoiriePCRS"} if driver == "GPKG" else {}))
    return path


@pytest.mark.parametrize("name", ["l.gpkg", "LimiteVoiriePCRS.shp"])
def test_a_strange_text_of_a_table_is_told_and_goes_out_as_one_that_can_be_read(tmp_path: Path, name: str) -> None:
    source = table(tmp_path / name, "GPKG" if name.endswith("gpkg") else "ESRI Shapefile")
    ran = run(tmp_path, "receivelot", INPUT=[source], STORE=tmp_path / "s.gpkg", PROFILE="pcrs_tables", language="en")
    assert ran.exit == 0, ran.texts()
    (told,) = sentences(ran, "text_replaced")
    assert "1 text(s) (LimiteVoiriePCRS.producteur (1); first object:" in told
    assert ran.report["lots"][0]["mapping"]["unread"] == {"replaced characters": {"LimiteVoiriePCRS.producteur": 1}}
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", OUTPUT=tmp_path / "o")
    assert codes(ran) == ["export_replaced"]
    document = minidom.parse(str(tmp_path / "o" / f"{source.stem}.gml"))
    texts = [node.firstChild.data for node in document.getElementsByTagName("producteur")]
    assert texts == ["P", MENDED]
    ran = run(
        tmp_path, "checkquality", INPUT=tmp_path / "s.gpkg", FINDINGS=tmp_path / "f.gpkg", HTML=tmp_path / "q.html"
    )
    assert ran.exit == 0, ran.texts()
    assert not ILLEGIBLE.search((tmp_path / "q.html").read_text("utf-8"))


def test_a_layer_that_is_checked_passes_the_same_gate(tmp_path: Path) -> None:
    source = table(tmp_path / "l.gpkg")
    ran = run(tmp_path, "checkquality", INPUT=[f"{source}|layername=LimiteVoiriePCRS"], HTML=tmp_path / "q.html")
    assert len(sentences(ran, "text_replaced")) == 1
    assert not ILLEGIBLE.search((tmp_path / "q.html").read_text("utf-8"))


def test_a_lot_has_a_name_that_can_be_written(tmp_path: Path) -> None:
    names = {"a\x0bb.gml": "name_replaced", os.fsdecode(b"\xe9t\xe9.gml"): "name_not_utf8"}
    for name, code in names.items():
        write(tmp_path / name, kerb("k1", (0, 0), (5, 0 if "b" in name else 1)))
        ran = run(tmp_path, "receivelot", INPUT=[tmp_path / name], STORE=tmp_path / "s.gpkg", RECEIPTS=tmp_path / "r")
        assert ran.exit == 0, ran.texts()
        assert codes(ran)[0] == code
    with closing(sqlite3.connect(tmp_path / "s.gpkg")) as connection:
        assert connection.execute("SELECT name, file FROM lot ORDER BY lot_id").fetchall() == [
            ("a\ufffdb", "a\ufffdb.gml"), ("\ufffdt\ufffd", "\ufffdt\ufffd.gml"),
        ]  # fmt: skip


TEXTS = [
    (job, name)
    for job, specified in ENGINE_JOBS.items()
    for name, parameter in specified.parameters.items()
    if parameter.kind.name in ("TEXT", "CHOICE", "PROFILE", "DAY", "AMOUNT", "NUMBERS")
]


@pytest.mark.parametrize(("job", "name"), TEXTS)
def test_a_parameter_with_a_strange_character_is_refused(tmp_path: Path, job: str, name: str) -> None:
    ran = run(tmp_path, job, language="en", **{name: "a\x0bb"})
    assert codes(ran) == ["parameter_wrong"]
    assert (
        f"The parameter {name} is not usable: 'a\\x0bb' holds a character that no file can hold (U+000B)."
        in ran.texts()
    )


@pytest.mark.parametrize(
    ("job", "name"),
    [
        (job, name)
        for job, own in ENGINE_JOBS.items()
        for name, parameter in own.parameters.items()
        if parameter.is_path
    ],
)
def test_a_path_with_nul_is_refused(tmp_path: Path, job: str, name: str) -> None:
    assert codes(run(tmp_path, job, **{name: str(tmp_path / "a\0b")})) == ["parameter_wrong"]


# --- on the way out: what an edit by hand has brought into the base ---------------------------------------------------


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A base in which a text and the XML that was kept as received were edited by hand."""
    lot = write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0)), kerb("k2", (0, 3), (5, 3)))
    path = tmp_path / "s.gpkg"
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=path).exit == 0
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, count in (("ST_MinX", 1), ("ST_MaxX", 1), ("ST_MinY", 1), ("ST_MaxY", 1), ("ST_IsEmpty", 1)):
            connection.create_function(name, count, lambda _: 0)
        connection.execute("UPDATE LimiteVoiriePCRS SET producteur = ? WHERE gml_id = 'k2'", (STRANGE,))
    return path


@pytest.mark.parametrize("form", ["gml", "gpkg", "dxf"])
def test_a_hand_edit_goes_out_as_a_text_that_can_be_read(tmp_path: Path, edited: Path, form: str) -> None:
    ran = run(
        tmp_path, "exportpcrs", STORE=edited, EXTENT=[X - 1, Y - 1, X + 9, Y + 9], FORMAT=form, language="en",
        OUTPUT=tmp_path / f"o.{form}",
    )  # fmt: skip
    assert ran.exit == 0, ran.texts()
    (told,) = sentences(ran, "export_replaced")
    assert told.startswith("o: 4 character(s) stand as � (U+FFFD)")
    assert "(first object: k2)" in told
    if form == "gml":
        minidom.parse(str(tmp_path / "o.gml"))
    if form == "gpkg":
        with closing(sqlite3.connect(tmp_path / "o.gpkg")) as connection:
            rows = connection.execute("SELECT producteur FROM LimiteVoiriePCRS ORDER BY gml_id").fetchall()
        assert rows == [("P",), (MENDED,)]


def test_kept_xml_that_a_hand_has_broken_names_its_object(tmp_path: Path, edited: Path) -> None:
    with closing(sqlite3.connect(edited)) as connection, connection:
        for name in ("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY", "ST_IsEmpty"):
            connection.create_function(name, 1, lambda _: 0)
        connection.execute("UPDATE LimiteVoiriePCRS SET extra = '<a><b></a>' WHERE gml_id = 'k1'")
    ran = run(tmp_path, "exportpcrs", STORE=edited, OUTPUT=tmp_path / "o")
    assert (ran.status, codes(ran)[-1]) == ("refused", "hand_edit_unsound")
    assert "LimiteVoiriePCRS, objet fid 1" in ran.report["message"] and "extra" in ran.report["message"]
    with closing(sqlite3.connect(edited)) as connection, connection:
        connection.execute("DELETE FROM hand_edit")  # nobody has noted it: what is written is looked at all the same
    ran = run(tmp_path, "exportpcrs", STORE=edited, OUTPUT=tmp_path / "o")
    assert (ran.status, codes(ran)[-1]) == ("failed", "output_unreadable")
    assert "k1" in ran.report["message"]
    assert list((tmp_path / "o").iterdir()) == []


def test_the_history_is_a_table_of_texts(tmp_path: Path, edited: Path) -> None:
    with closing(sqlite3.connect(edited)) as connection, connection:
        connection.execute("UPDATE lot SET name = '=HYPERLINK(1)'")
    assert run(tmp_path, "basehistory", STORE=edited, LOT="1", OUTPUT=tmp_path / "h.csv").exit == 0
    with (tmp_path / "h.csv").open(encoding="utf-8", newline="") as stream:
        assert {row["lot_name"] for row in csv.DictReader(stream)} == {"'=HYPERLINK(1)"}


def test_a_label_with_a_line_end_stays_one_line_of_a_drawing(tmp_path: Path) -> None:
    import ezdxf

    lot = write(tmp_path / "lot.gml", kerb("k1", (0, 0), (5, 0)).replace('gml:id="k1"', 'gml:id="k&#10;  0&#10;EOF"'))
    assert run(tmp_path, "receivelot", INPUT=[lot], STORE=tmp_path / "s.gpkg").exit == 0
    ran = run(tmp_path, "exportpcrs", STORE=tmp_path / "s.gpkg", FORMAT="dxf", OUTPUT=tmp_path / "o.dxf")
    assert ran.exit == 0, ran.texts()
    lines = [e for e in ezdxf.readfile(tmp_path / "o.dxf").modelspace() if e.dxftype() == "LWPOLYLINE"]
    assert [value for _, value in lines[0].get_xdata("MUTUALGEO")][-1] == "k   0 EOF"

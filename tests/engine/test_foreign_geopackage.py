"""GeoPackages of others, to the letter: every column, large numbers, days, arcs; what they present and what not."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from mutualgeo_plugin.engine.formats.file_format import layer_format
from mutualgeo_plugin.engine.formats.file_sources import open_layers, read_lot_pages
from mutualgeo_plugin.engine.formats.geopackage import blob, connect, create_container, create_feature_table
from mutualgeo_plugin.engine.formats.layer import read_layer
from mutualgeo_plugin.engine.formats.page import Request, Unread, array_of_type
from mutualgeo_plugin.engine.formats.sources import geopackage
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.model.errors import EngineError

BIG = 2**53 + 1
#: Column → declared type, values of three objects, and the texts that a layer gives of them.
COLUMNS = {
    "whole": ("INTEGER", [5, 6, 7], ["5", "6", "7"]),
    "gaps": ("INTEGER", [5, None, 7], ["5", None, "7"]),
    "big": ("INTEGER", [BIG, None, 1], [str(BIG), None, "1"]),
    "real": ("REAL", [1.5, None, 2.0], ["1.5", None, "2"]),
    "flag": ("BOOLEAN", [1, 0, 1], ["True", "False", "True"]),
    "flag_gaps": ("BOOLEAN", [1, None, 0], ["True", None, "False"]),
    "day": ("DATE", ["2024-01-02", None, "2023-12-31"], ["2024-01-02", None, "2023-12-31"]),
    "no_day": ("DATE", ["2024-01-02", "2023-02-30", None], ["2024-01-02", "2023-02-30", None]),
    "moment": ("DATETIME", ["2024-01-02T10:00:00Z", None, None], ["2024-01-02T10:00:00.000", None, None]),
    "zone": ("DATETIME", ["2024-01-02T10:00:00+02:00", None, None], ["2024-01-02T10:00:00+02:00", None, None]),
    "short": ("VARCHAR(3)", ["007", None, "1"], ["007", None, "1"]),
    "document": ("JSON", ['{"a": 1}', None, None], ['{"a": 1}', None, None]),
    "stamp": ("TIMESTAMP", ["2024-01-02T10:00:00Z", None, None], ["2024-01-02T10:00:00Z", None, None]),
    "mixed": ("INTEGER", ["12A", 12, 1.5], ["12A", "12", "1.5"]),
    "code": ("TEXT(10)", ["01", "", None], ["01", "", None]),
}


def make_table(path: Path, columns: dict, table: str = "reseau", epsg: int = 2154) -> Path:
    """A GeoPackage of one layer, a point an object."""
    connection = connect(path)
    create_container(connection, epsg)
    create_feature_table(connection, table, tuple((name, kind) for name, (kind, *_) in columns.items()), "POINT", epsg)
    for rank in range(3):
        point = blob(encode(("point", np.array([[845_000.0 + rank, 6_518_000.0]]))), epsg, None)
        row = (point, *(values[rank] for _, values, *_ in columns.values()))
        names = ", ".join(f'"{name}"' for name in ("geom", *columns))
        connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({", ".join("?" * len(row))})', row)
    connection.close()
    return path


@pytest.mark.parametrize("name", COLUMNS)
def test_each_column_is_read_to_the_letter(tmp_path, name):
    """GDAL drops types that the standard does not have, rounds large numbers beside gaps, and forgets zones."""
    kind, values, texts = COLUMNS[name]
    layer = read_layer(make_table(tmp_path / "n.gpkg", {name: (kind, values)}))
    assert layer.fields[name].tolist() == texts
    assert list(layer.fields) == [name]


def test_what_gdal_reads_of_plain_columns_is_read(tmp_path):
    """Where GDAL loses nothing both say the same, array for array."""
    plain = {name: COLUMNS[name] for name in ("whole", "gaps", "real", "flag", "day", "moment", "code")}
    path = make_table(tmp_path / "n.gpkg", plain)
    meta, fids, _, columns = pyogrio.raw.read(path, return_fids=True)
    layer = read_layer(path)
    assert (list(layer.values), layer.fid.tolist()) == (list(meta["fields"]), fids.tolist())
    for ours, theirs in zip(layer.values.values(), columns, strict=True):
        assert ours.dtype == theirs.dtype
        assert str(ours.tolist()) == str(theirs.tolist())


def test_a_profile_is_given_what_is_written(tmp_path):
    """A lot under a mapping profile: numbers as the table holds them, the object's number too, empty texts as none."""
    path = make_table(tmp_path / "n.gpkg", {name: COLUMNS[name] for name in ("flag", "short", "code", "zone")})
    (page,) = read_lot_pages(path, layer_format(path), 2154)
    assert page.texts(Unread()) == {
        "fid": ["1", "2", "3"],
        "flag": ["1", "0", "1"],
        "short": ["007", None, "1"],
        "code": ["01", None, None],
        "zone": ["2024-01-02T10:00:00+02:00", None, None],
    }


def test_pages_hold_no_more_than_is_asked(tmp_path):
    opened = open_layers(make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]}))
    pages = list(opened.pages(Request("reseau", size=2)))
    assert [page.fid.tolist() for page in pages] == [[1, 2], [3]]
    assert [page.names for page in pages] == [["1", "2"], ["3"]]


def test_views_tables_and_what_is_not_registered(tmp_path):
    path = make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]})
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT)")
        connection.execute('CREATE VIEW vue AS SELECT fid, geom, whole * 2 AS double FROM "reseau" WHERE whole > 5')
        connection.execute("INSERT INTO gpkg_contents (table_name, data_type, srs_id) VALUES ('VUE', 'features', 2154)")
        connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('vue', 'geom', 'POINT', 2154, 0, 0)")
    opened = open_layers(path)
    assert (opened.layers(), opened.tables()) == (["reseau", "vue"], ("notes",))
    layer = read_layer(path, "vue")
    assert (layer.fid.tolist(), layer.fields["double"].tolist(), layer.system) == ([2, 3], ["12", "14"], 2154)
    assert list(layer.fields) == ["double"]


@pytest.mark.parametrize("system", [-1, 0])
def test_an_undefined_system_is_none(tmp_path, system):
    path = make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]})
    with sqlite3.connect(path) as connection:
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            connection.execute(f"UPDATE {table} SET srs_id = ?", (system,))
    layer = read_layer(path)
    assert (layer.system, layer.declared_system) == (None, None)


def test_a_layer_that_was_written_without_a_system_has_none(tmp_path):
    geopandas.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(0, 0)]).to_file(tmp_path / "n.gpkg", layer="l")
    layer = read_layer(tmp_path / "n.gpkg")
    assert (layer.system, layer.declared_system) == (None, None)


@pytest.mark.parametrize("bad", [b"", b"G", b"SP\x00\x01", "POINT (1 2)", 7], ids=str)
def test_what_is_no_geometry_is_counted(tmp_path, bad):
    path = make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]})
    with connect(path) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')
        connection.execute("UPDATE reseau SET geom = ? WHERE fid = 2", (bad,))
    layer = read_layer(path)
    assert (len(layer), layer.skipped.unusable) == (3, 1)
    assert shapely.is_missing(layer.geometry).tolist() == [False, True, False]
    (page,) = read_lot_pages(path, layer_format(path), 2154)
    assert [shape is None for shape in page.shapes(Unread())] == [False, True, False]
    assert page.unread.count("geometry") == 1


def test_a_table_that_cannot_be_read_is_refused_by_name(tmp_path):
    path = make_table(tmp_path / "n.gpkg", {"code": COLUMNS["code"]})
    with connect(path) as connection:
        connection.execute("UPDATE reseau SET code = CAST(x'ff41' AS TEXT) WHERE fid = 1")
    with pytest.raises(EngineError) as refused:
        read_layer(path)
    assert refused.value.code == "layer_unreadable" and "n.gpkg" in str(refused.value.fields["path"])


def test_measures_are_left_out_and_counted(tmp_path):
    """Z is kept; a lot counts what it leaves out."""
    path = make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]})
    drawn = ("POINT M (845000 6518000 7)", "POINT ZM (845001 6518000 5 7)", "POINT Z (845002 6518000 6)")
    with connect(path) as connection:
        for fid, text in enumerate(drawn, 1):
            wkb = shapely.to_wkb(shapely.from_wkt(text), flavor="iso", byte_order=fid % 2)
            box = (845_000.0, 6_518_000.0, 845_002.0, 6_518_000.0)
            connection.execute("UPDATE reseau SET geom = ? WHERE fid = ?", (blob(wkb, 2154, box), fid))
    layer = read_layer(path)
    assert [geometry.wkt for geometry in layer.geometry] == [
        "POINT (845000 6518000)", "POINT Z (845001 6518000 5)", "POINT Z (845002 6518000 6)",
    ]  # fmt: skip
    (page,) = read_lot_pages(path, layer_format(path), 2154)
    unread = Unread()
    assert [shape and shape[1].shape[1] for shape in page.shapes(unread)] == [2, 3, 3]
    assert unread.count("measure") == 2


@pytest.mark.parametrize(
    ("declared", "values", "expected"),
    [
        ("INTEGER", [None, None], "float64"), ("REAL", [None], "float64"), ("SMALLINT", [], "int64"),
        ("FLOAT", [], "float64"), ("TEXT", [None], "object"), ("DATE", [None], "datetime64[D]"),
    ],
)  # fmt: skip
def test_a_column_without_values_is_of_its_type(declared, values, expected):
    """What is published of it has that type too."""
    assert array_of_type(values, declared).dtype == expected


# -- what a file of others may hold ------------------------------------------------------------------------------------

REGISTERED = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) VALUES ('{0}', 'features', '{0}', 2154);"
    "INSERT INTO gpkg_geometry_columns VALUES ('{0}', 'geom', 'POINT', 2154, 0, 0);"
)


@pytest.fixture
def changed(tmp_path):
    """A function that gives a file of three points (`reseau`) after some statements."""

    def change(*statements):
        path = make_table(tmp_path / "n.gpkg", {"whole": COLUMNS["whole"]})
        with connect(path) as connection:
            for statement in statements:
                connection.executescript(statement)
        connection.close()
        return path

    return change


@pytest.mark.parametrize(
    "name",
    [
        "select",
        "a b",
        "a'b",
        'a"b',
        "é",
        "0",
        "-- x",
        "x;drop table y",
        "[x]",
        "%",
        "a|b",
        "layername=c",
        " x",
        "a\nb",
        ".",
    ],
)
def test_a_table_of_any_name_is_read(changed, name):
    quoted, literal = name.replace('"', '""'), name.replace("'", "''")
    path = changed(
        f'ALTER TABLE reseau RENAME TO "{quoted}"', f"UPDATE gpkg_contents SET table_name = '{literal}'",
        f"UPDATE gpkg_geometry_columns SET table_name = '{literal}'",
    )  # fmt: skip
    layer = read_layer(path)
    assert (layer.name, layer.fields["whole"].tolist()) == (name, ["5", "6", "7"])


def test_columns_of_any_name_and_computed_ones_are_read(changed):
    path = changed(
        'ALTER TABLE reseau ADD COLUMN "a b" TEXT DEFAULT 1', 'ALTER TABLE reseau ADD COLUMN "select" TEXT DEFAULT 2',
        'ALTER TABLE reseau ADD COLUMN "x""y" TEXT DEFAULT 3',
        "ALTER TABLE reseau ADD COLUMN made INTEGER GENERATED ALWAYS AS (whole * 2) VIRTUAL",
    )  # fmt: skip
    layer = read_layer(path)
    assert {name: column[0] for name, column in layer.fields.items()} == {
        "whole": "5", "a b": "1", "select": "2", 'x"y': "3", "made": "10",
    }  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE rtree_reseau_geom",
        "CREATE TRIGGER no BEFORE INSERT ON reseau BEGIN SELECT RAISE(ABORT, 'no'); END",
        "UPDATE gpkg_contents SET table_name = 'RESEAU'", "UPDATE gpkg_contents SET data_type = 'tiles'",
        REGISTERED.format("ghost"),
    ],
)  # fmt: skip
def test_what_is_amiss_beside_the_rows_does_not_matter(changed, statement):
    assert read_layer(changed(statement)).fields["whole"].tolist() == ["5", "6", "7"]


@pytest.mark.parametrize(
    "table",
    [
        "t(k TEXT PRIMARY KEY, geom BLOB)",
        "t(k INTEGER PRIMARY KEY, geom BLOB) WITHOUT ROWID",
        "t(k TEXT PRIMARY KEY, geom BLOB) WITHOUT ROWID",
        "t(k TEXT, geom BLOB)",
        "t(rowid TEXT, geom BLOB)",
        "t(k INTEGER, geom BLOB, m INTEGER DEFAULT 1, PRIMARY KEY (k, m))",
    ],
)
def test_a_table_with_any_key_or_none_is_read(changed, table):
    layer = read_layer(
        changed(f"CREATE TABLE {table}; INSERT INTO t SELECT fid, geom{', 1' if 'm INT' in table else ''} FROM reseau",
                REGISTERED.format("t")), "t",
    )  # fmt: skip
    assert (len(layer), layer.fid.tolist()) == (3, [1, 2, 3])


def test_columns_that_stand_twice_in_a_view_are_both_read(changed):
    path = changed("CREATE VIEW v AS SELECT fid, geom, whole, whole FROM reseau", REGISTERED.format("v"))
    assert {name: column[0] for name, column in read_layer(path, "v").fields.items()} == {"whole": "5", "whole:1": "5"}


ENDLESS = "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t)"
MANY = "(SELECT a.x + b.x + c.x + d.x + e.x + f.x AS s FROM a, a b, a c, a d, a e, a f) many"
VIEWS = {
    "recursion": (f"{ENDLESS} SELECT n AS fid, (SELECT geom FROM reseau LIMIT 1) AS geom FROM t", "layer_endless"),
    "cross join": (f"SELECT x.fid, x.geom FROM reseau x, {MANY}", "layer_endless"),
    "recursion without rows": (f"{ENDLESS} SELECT n AS fid, NULL AS geom FROM t WHERE n < 0", "layer_slow"),
    "cross join without rows": (
        f"SELECT x.fid, x.geom FROM reseau x, {MANY} WHERE many.s < 0",
        "layer_slow",
    ),
    "itself": ("SELECT fid, geom FROM v", "layer_unreadable"),
    "nothing": ("SELECT fid, geom FROM nowhere", "layer_unreadable"),
    "no geometry": ("SELECT fid FROM reseau", "layer_column_absent"),
}


@pytest.mark.parametrize(("view", "code"), VIEWS.values(), ids=VIEWS)
def test_a_view_without_end_or_sense_is_refused_by_name(changed, monkeypatch, view, code):
    """In time: fifteen seconds as it stands, less here."""
    monkeypatch.setattr(geopackage, "_LONGEST", 0.5)
    path = changed(
        "CREATE TABLE a(x); WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t LIMIT 50) "
        "INSERT INTO a SELECT n FROM t", f"CREATE VIEW v AS {view}", REGISTERED.format("v"),
    )  # fmt: skip
    begun = time.monotonic()
    with pytest.raises(EngineError) as refused:
        read_layer(path, "v")
    assert refused.value.code == code and time.monotonic() - begun < 5
    assert read_layer(path, "reseau").fields["whole"].tolist() == ["5", "6", "7"]


def test_a_view_of_every_row_is_read(changed):
    path = changed("CREATE VIEW v AS SELECT x.fid, x.geom FROM reseau x, reseau y", REGISTERED.format("v"))
    assert len(read_layer(path, "v")) == 9


def test_the_time_that_others_take_with_rows_is_not_counted(changed, monkeypatch):
    monkeypatch.setattr(geopackage, "_LONGEST", 0.05)
    monkeypatch.setattr(geopackage, "_STEPS", 1)
    pages = open_layers(changed()).pages(Request("reseau", size=1))
    assert [(page.fid.tolist(), time.sleep(0.1)) for page in pages if len(page)] == [([n], None) for n in (1, 2, 3)]


def test_a_value_that_is_made_too_large_is_refused(changed):
    path = changed("ALTER TABLE reseau ADD COLUMN big TEXT GENERATED ALWAYS AS (hex(zeroblob(100000000))) VIRTUAL")
    with pytest.raises(EngineError) as refused:
        read_layer(path)
    assert refused.value.code == "layer_unreadable" and "too big" in str(refused.value.fields["detail"])


@pytest.mark.parametrize(
    "blob", ["x'4750'", "x'47500001'", "x'475000016A080000'", "x'4750000F6A08000000'", "x'475000036A080000FF'"]
)
def test_a_geometry_that_ends_in_its_header_is_counted(changed, blob):
    drop = "DROP TRIGGER IF EXISTS rtree_reseau_geom_update{0}"
    path = changed(*(drop.format(n) for n in (1, 2, 3, 4, 6, 7)), f"UPDATE reseau SET geom = {blob} WHERE fid = 2")
    layer = read_layer(path)
    assert (layer.skipped.unusable, shapely.is_missing(layer.geometry).tolist()) == (1, [False, True, False])


@pytest.mark.parametrize("value", ["'abc'", "NULL", "-7", "''", "9e99", "x'00'"])
def test_a_system_that_is_no_number_is_none(changed, value):
    path = changed(
        "PRAGMA ignore_check_constraints = ON; CREATE TABLE s AS SELECT * FROM gpkg_spatial_ref_sys;"
        "DROP TABLE gpkg_spatial_ref_sys; ALTER TABLE s RENAME TO gpkg_spatial_ref_sys",
        f"UPDATE gpkg_spatial_ref_sys SET organization_coordsys_id = {value} WHERE srs_id = 2154",
    )
    assert read_layer(path).system is None

"""A GML that is wrong is refused by its cause; what has no geometry, or no object, is told."""

from __future__ import annotations

import re

import pytest

from mutualgeo_plugin.engine.formats.page import Request
from mutualgeo_plugin.engine.formats.sources.flat_gml import read_pages
from mutualgeo_plugin.engine.formats.srs_name import SrsName, parse_srs_name
from mutualgeo_plugin.engine.geometry.wkb import leaves
from mutualgeo_plugin.engine.model.errors import EngineError
from mutualgeo_plugin.engine.store.store import open_store
from tests.engine import small_lot as s
from tests.engine.run import run

END = "</PlanCorpsRueSimplifie>"
GOOD = f"{s.ROOT}<featureMember>{s.tree('a', 1, 1)}</featureMember>{END}"
TEXT = "<producteur>P</producteur>"

#: name → (bytes, code): each wrong where the head is read, and after whole objects.
CAUSES = {
    "ampersand": (TEXT.replace("P", "Dupont & Fils"), "gml_ampersand"),
    "ampersand before a letter": (TEXT.replace("P", "R&D"), "gml_ampersand"),
    "entity": (TEXT.replace("P", "M&eacute;tropole"), "gml_entity"),
    "control character": (TEXT.replace("P", "A\x07B"), "gml_control_character"),
    "encoding": (TEXT.replace("P", "\xe9"), "gml_bad_token"),
    "closing tag": (TEXT.replace("</producteur", "</product"), "gml_malformed"),
    "attribute twice": (TEXT.replace("<producteur", '<producteur a="1" a="2"'), "gml_malformed"),
}


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("name", CAUSES)
def test_causes(tmp_path, name, late):
    text, code = CAUSES[name]
    wrong = f"<featureMember>{s.tree('b', 2, 2)}</featureMember>".replace(TEXT, text, 1)
    whole = GOOD.replace("<featureMember>", wrong + "<featureMember>", 1)
    if late:
        whole = GOOD.replace(END, wrong + END)
    (tmp_path / "lot.gml").write_bytes(whole.encode("latin-1"))
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, code)
    assert re.search(r"objet (?:entier est )?(\S+?)[ .]", ran.report["message"])[1] == ("a" if late else "-")


@pytest.mark.parametrize("size", [300, 450, len(GOOD) - 10])
def test_cut_is_truncated(tmp_path, size):
    (tmp_path / "lot.gml").write_text(GOOD[:size])
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.report["lots"][0]["code"]) == (1, "gml_truncated")


ENVELOPE = (
    '<gml:boundedBy><gml:Envelope srsName="EPSG:{}"><gml:lowerCorner>1 1</gml:lowerCorner>'
    "<gml:upperCorner>2 2</gml:upperCorner></gml:Envelope></gml:boundedBy>"
)


@pytest.mark.parametrize("place", ["first", "between", "last", "object"])
@pytest.mark.parametrize(("crs", "code"), [(3946, None), (2154, "gml_crs_conflict")])
def test_envelope_of_another_system(tmp_path, place, crs, code):
    box = ENVELOPE.format(crs)
    text = {
        "first": GOOD.replace("<featureMember>", box + "<featureMember>", 1),
        "between": GOOD.replace(END, f"{box}<featureMember>{s.tree('b', 2, 2)}</featureMember>{END}"),
        "last": GOOD.replace(END, box + END),
        "object": GOOD.replace("<idObjet>", box + "<idObjet>"),
    }[place]
    (tmp_path / "lot.gml").write_text(text)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "lot.gml"], STORE=tmp_path / "s.gpkg")
    assert (ran.exit, ran.report["lots"][0].get("code")) == (1 if code else 0, code)


@pytest.mark.parametrize(
    ("geometry", "count"),
    [(s.line((0, 0), (1, 0)), 0), ("", 1), ('<gml:Curve srsName="EPSG:3946"><gml:segments/></gml:Curve>', 1)],
)
def test_no_geometry_is_a_reserve(tmp_path, geometry, count):
    objects = [s.emprise("e", 0, 0, 50, 50), s.surveyed("LimiteVoiriePCRS", "k", geometry)]
    ran = run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", *objects)], STORE=tmp_path / "s.gpkg")
    remarks = [(one["rule"], one["count"]) for one in ran.report["lots"][0]["remarks"]]
    assert remarks == ([("geometry_missing", 1)] if count else [])
    strict = run(
        tmp_path, "receivelot", INPUT=[tmp_path / "a.gml"], STORE=tmp_path / "t.gpkg", RECEPTION="reception_stricte"
    )
    assert strict.exit == count


def test_no_object_is_a_reserve(tmp_path):
    (tmp_path / "a.gml").write_text(s.ROOT + ENVELOPE.format(3946) + END)
    ran = run(tmp_path, "receivelot", INPUT=[tmp_path / "a.gml"], STORE=tmp_path / "s.gpkg")
    assert [one["rule"] for one in ran.report["lots"][0]["remarks"]] == ["no_object", "emprise_missing"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("urn:ogc:def:crs,crs:EPSG::3946,crs:EPSG::5720", SrsName(3946, True, "NGF-IGN69")),
        ("EPSG:3946+5721", SrsName(3946, False, "NGF-IGN78")),
        ("EPSG:5698", SrsName(2154, False, "NGF-IGN69")),
        ("EPSG:2154+9999", SrsName(2154, False, "EPSG:9999")),
        ("EPSG:3946", SrsName(3946, False)),
        ("urn:ogc:def:crs,crs:EPSG::3946,cs:EPSG::5720", None),
    ],
)
def test_systems_with_altitudes(text, expected):
    assert parse_srs_name(text) == expected


@pytest.mark.parametrize(("stated", "kept"), [({}, "NGF-IGN69"), ({"VERTICAL_DATUM": "locale"}, "locale")])
def test_altitudes_that_a_lot_names(tmp_path, stated, kept):
    (tmp_path / "a.gml").write_text(GOOD.replace("EPSG:3946", "urn:ogc:def:crs,crs:EPSG::3946,crs:EPSG::5720"))
    assert run(tmp_path, "receivelot", INPUT=[tmp_path / "a.gml"], STORE=tmp_path / "s.gpkg", **stated).exit == 0
    with open_store(tmp_path / "s.gpkg") as base:
        assert base.lots()[0]["vertical_datum"] == kept


def flat(inside: str, around: str = "") -> str:
    return (
        '<c xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><L fid="l1">'
        f"{inside}</L></gml:featureMember>{around}</c>"
    )


LINE = '<gml:LineString srsName="EPSG:3946"><gml:coordinates>1,2 3,4</gml:coordinates></gml:LineString>'


def read_flat(tmp_path, text: str):
    (tmp_path / "f.gml").write_text(text)
    (page,) = read_pages(tmp_path / "f.gml", Request(crs=3946))
    return {name: list(values) for name, values in page.values.items()}, page.geometry[0]


def test_flat_texts_beside_elements_are_kept(tmp_path):
    values, shape = read_flat(tmp_path, flat(f"u<a>v<b>w</b>x</a>y<g>{LINE}</g>z"))
    assert values == {"L": ["u"], "a": ["v"], "b": ["w"], "a[2]": ["x"], "L[2]": ["y"], "L[3]": ["z"]}
    assert [(kind, array.tolist()) for kind, array in leaves(shape)] == [("line", [[1, 2], [3, 4]])]


def test_flat_lines_of_gml_2(tmp_path):
    member = f"<gml:lineStringMember>{LINE}</gml:lineStringMember>"
    _, shape = read_flat(tmp_path, flat(f"<gml:MultiLineString>{member}{member}</gml:MultiLineString>"))
    assert shape[0] == "multicurve"
    assert [array.tolist() for _, array in leaves(shape)] == [[[1, 2], [3, 4]]] * 2


BOX = '<gml:boundedBy><gml:Box srsName="EPSG:2154"><gml:coordinates>1,2 3,4</gml:coordinates></gml:Box></gml:boundedBy>'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (flat(LINE.replace("</gml:coordinates>", "</gml:coordinates>5 6")), "gml_stray_text"),
        (flat(LINE, around=LINE), "gml_misplaced"),
        (flat(LINE + BOX), "gml_crs_conflict"),
        (flat(LINE, around=BOX), "gml_crs_conflict"),
        (flat(LINE)[:-20], "gml_truncated"),
        (flat("<a>R&D</a>" + LINE), "gml_ampersand"),
    ],
)
def test_flat_refusals(tmp_path, text, code):
    with pytest.raises(EngineError) as caught:
        read_flat(tmp_path, text)
    assert caught.value.code == code

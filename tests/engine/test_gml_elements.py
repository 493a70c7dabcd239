"""What each element of a GML geometry may hold: read whole where it is allowed, refused by name where it is not."""

from __future__ import annotations

import math
from xml.parsers import expat

import numpy as np
import pytest

from mutualgeo_plugin.engine.formats.pcrs.geometry_reader import GeometryReader
from mutualgeo_plugin.engine.formats.pcrs.gml_geometry import GeometryProblem
from mutualgeo_plugin.engine.geometry.wkb import leaves
from tests.engine import small_lot as s
from tests.engine.run import run

GML = "http://www.opengis.net/gml/3.2"


def read(inside: str, root: str = "", attributes: str = ""):
    """Shape of ``<root attributes>inside</root>``, or of what stands in the property where no root is named."""
    text: list[str] = []
    reader = GeometryReader(text, 3946)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = parser.ordered_attributes = True
    parser.CharacterDataHandler = text.append
    outside = {"p"}
    parser.StartElementHandler = lambda name, given: name in outside or reader.start(name, given)
    parser.EndElementHandler = lambda name: name in outside or reader.end(name)
    reader.begin("EPSG:3946", 3)
    xml = f"<g:{root} {attributes}>{inside}</g:{root}>" if root else inside
    parser.Parse(f'<p xmlns:g="{GML}" xmlns:xlink="http://www.w3.org/1999/xlink">{xml}</p>', True)
    return reader.result()


def refusal(inside: str, root: str = "", attributes: str = "") -> tuple[str, dict[str, object]]:
    with pytest.raises(GeometryProblem) as caught:
        read(inside, root, attributes)
    return caught.value.code, {key: value for key, value in caught.value.fields.items() if value}


def misplaced(element: str, parent: str) -> tuple[str, dict[str, object]]:
    return "gml_misplaced", {"element": element, "parent": parent}


def points(shape) -> list[tuple[str, list[list[float]]]]:
    return [(kind, array.tolist()) for kind, array in leaves(shape)]


POS, POS2 = "<g:pos>1 2 3</g:pos>", "<g:pos>4 5 6</g:pos>"
LIST = "<g:posList>1 2 3 4 5 6</g:posList>"
ROUND = "<g:LinearRing><g:posList>0 0 0 9 0 0 9 9 0 0 0 0</g:posList></g:LinearRing>"
HOLE = "<g:LinearRing><g:posList>5 2 0 6 2 0 6 3 0 5 2 0</g:posList></g:LinearRing>"
EXTERIOR, INTERIOR = f"<g:exterior>{ROUND}</g:exterior>", f"<g:interior>{HOLE}</g:interior>"
LINE = f"<g:LineString>{LIST}</g:LineString>"
POINTS = f"<g:MultiPoint><g:pointMember><g:Point>{POS}</g:Point></g:pointMember></g:MultiPoint>"
SEGMENT = f"<g:LineStringSegment>{LIST}</g:LineStringSegment>"

#: What was lost in silence, or failed without a sentence: (root, what it holds, what has no place, where).
MISPLACED = {
    "two pos in Point": ("Point", POS + POS2, "pos", "Point"),
    "posList in Point": ("Point", LIST, "posList", "Point"),
    "posList after pos in Point": ("Point", POS + LIST, "posList", "Point"),
    "pos after pos list": ("LineString", LIST + POS, "pos", "LineString"),
    "two lists": ("LineString", LIST + LIST, "posList", "LineString"),
    "list after pos": ("LineString", POS + LIST, "posList", "LineString"),
    "pos beside segments": ("Curve", f"<g:segments>{SEGMENT}</g:segments>{POS}", "pos", "Curve"),
    "list before segments": ("Curve", f"{LIST}<g:segments>{SEGMENT}</g:segments>", "posList", "Curve"),
    "list in segments": ("Curve", f"<g:segments>{LIST}</g:segments>", "posList", "segments"),
    "segments twice": ("Curve", f"<g:segments>{SEGMENT}</g:segments>" * 2, "segments", "Curve"),
    "coordinates in Curve": ("Curve", LIST, "posList", "Curve"),
    "coordinates in Surface": ("Surface", LIST, "posList", "Surface"),
    "coordinates in MultiCurve": ("MultiCurve", LIST, "posList", "MultiCurve"),
    "coordinates in MultiSurface": ("MultiSurface", POS, "pos", "MultiSurface"),
    "coordinates in MultiPoint": ("MultiPoint", POS, "pos", "MultiPoint"),
    "coordinates in MultiGeometry": ("MultiGeometry", POS, "pos", "MultiGeometry"),
    "coordinates in Polygon": ("Polygon", LIST, "posList", "Polygon"),
    "coordinates in a member": ("MultiCurve", f"<g:curveMember>{LIST}</g:curveMember>", "posList", "curveMember"),
    "coordinates in exterior": ("Polygon", f"<g:exterior>{LIST}</g:exterior>", "posList", "exterior"),
    "two bases": ("OrientableCurve", f"<g:baseCurve>{LINE}</g:baseCurve>" * 2, "baseCurve", "OrientableCurve"),
    "two curves in a base": ("OrientableCurve", f"<g:baseCurve>{LINE}{LINE}</g:baseCurve>", "LineString", "baseCurve"),
    "two curves in a member": ("MultiCurve", f"<g:curveMember>{LINE}{LINE}</g:curveMember>", "LineString",
                               "curveMember"),
    "points in a line": ("LineString", POINTS, "MultiPoint", "LineString"),
    "points in a curve member": ("MultiCurve", f"<g:curveMember>{POINTS}</g:curveMember>", "MultiPoint",
                                 "curveMember"),
    "two exteriors": ("Polygon", EXTERIOR + EXTERIOR, "exterior", "Polygon"),
    "interior first": ("Polygon", INTERIOR + EXTERIOR, "interior", "Polygon"),
    "interior alone": ("Polygon", INTERIOR, "interior", "Polygon"),
    "interior of nothing": ("Polygon", f"<g:exterior><g:LinearRing/></g:exterior>{INTERIOR}", "interior", "Polygon"),
    "two rings in an exterior": ("Polygon", f"<g:exterior>{ROUND}{HOLE}</g:exterior>", "LinearRing", "exterior"),
    "pos in the property": ("", POS, "pos", "geometrie"),
    "ring in the property": ("", ROUND, "LinearRing", "geometrie"),
    "element in a list": ("LineString", f"<g:posList>1 2 3 {POS} 4 5 6</g:posList>", "pos", "posList"),
    "radius of a line": ("LineString", f"<g:radius>1</g:radius>{LIST}", "radius", "LineString"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISPLACED)
def test_what_has_no_place_is_refused(name):
    root, inside, element, parent = MISPLACED[name]
    assert refusal(inside, root) == misplaced(element, parent)


@pytest.mark.parametrize(
    ("root", "inside", "expected"),
    [
        ("Point", POS, [("point", [[1, 2, 3]])]),
        ("LineString", POS + POS2, [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("LineString", f"<g:pointProperty><g:Point>{POS}</g:Point></g:pointProperty>{POS2}",
         [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("Curve", f"<g:segments>{SEGMENT}</g:segments>", [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("Curve", f"<g:name>n</g:name> <g:segments>\n{SEGMENT}\n</g:segments>", [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("Curve", "<g:segments><g:GeodesicString><g:posList>1 2 3 4 5 6</g:posList></g:GeodesicString></g:segments>",
         [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("OrientableCurve", f"<g:baseCurve>{LINE}</g:baseCurve>", [("line", [[1, 2, 3], [4, 5, 6]])]),
        ("MultiCurve", f"<g:curveMembers>{LINE}{LINE}</g:curveMembers>", [("line", [[1, 2, 3], [4, 5, 6]])] * 2),
        ("Polygon", EXTERIOR + INTERIOR, [("line", [[0, 0, 0], [9, 0, 0], [9, 9, 0], [0, 0, 0]]),
                                          ("line", [[5, 2, 0], [6, 2, 0], [6, 3, 0], [5, 2, 0]])]),
        ("Surface", f"<g:patches><g:PolygonPatch>{EXTERIOR}</g:PolygonPatch></g:patches>",
         [("line", [[0, 0, 0], [9, 0, 0], [9, 9, 0], [0, 0, 0]])]),
    ],
)  # fmt: skip
def test_what_has_its_place_is_read(root, inside, expected):
    assert points(read(inside, root)) == expected


def test_nothing_in_it_is_no_geometry():
    assert read("") is None
    assert read("<g:segments/>", "Curve") is None


@pytest.mark.parametrize(
    ("inside", "root", "stray"),
    [
        ("1 2 3", "Curve", "1 2 3"),
        (f"7 {POS}", "Point", "7"),
        (f"{POS} 7", "Point", "7"),
        ("7", "", "7"),
        (f"<g:segments>{SEGMENT}8</g:segments>", "Curve", "8"),
    ],
)
def test_text_outside_coordinates_is_refused(inside, root, stray):
    assert refusal(inside, root) == ("gml_stray_text", {"detail": stray})


def test_a_point_is_one():
    assert points(read("<g:coordinates>1,2,3</g:coordinates>", "Point")) == [("point", [[1, 2, 3]])]
    assert refusal("<g:coordinates>1,2,3 4,5,6</g:coordinates>", "Point") == ("gml_point_count", {"detail": "2"})


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ("", "1,2,3 4,5,6"),
        ("", " 1, 2 ,3\n4 ,5, 6 "),
        ('cs=" " ts=";"', "1 2 3;4 5 6"),
        ('cs=";" decimal=","', "1,0;2,0;3,0 4;5;6"),
        ('cs=" " ts=","', "1 2 3 , 4 5 6"),
    ],
)
def test_tuples_of_coordinates(given, text):
    shape = read(f"<g:coordinates {given}>{text}</g:coordinates>", "LineString")
    assert points(shape) == [("line", [[1, 2, 3], [4, 5, 6]])]


def test_tuples_of_several_sizes_are_refused():
    code = refusal("<g:coordinates>1,2 3,4,5,6</g:coordinates>", "LineString")
    assert code == ("gml_coordinate_count", {"detail": "2 / 4"})


def segments(*lists: str) -> str:
    inner = "".join(f"<g:LineStringSegment><g:posList>{one}</g:posList></g:LineStringSegment>" for one in lists)
    return f"<g:segments>{inner}</g:segments>"


def test_a_step_between_two_segments_is_no_piece_of_the_curve():
    """In altitude as in plan: nothing is drawn in between."""
    joined = read(segments("0 0 250 10 0 250", "10 0 250 20 0 253"), "Curve")
    assert points(joined) == [("line", [[0, 0, 250], [10, 0, 250]]), ("line", [[10, 0, 250], [20, 0, 253]])]
    for second, gap in (
        ("10 0 253 20 0 253", "3.000"),
        ("10 0 250.01 20 0 250", "0.010"),
        ("10 4 253 20 0 253", "5.000"),
    ):
        assert refusal(segments("0 0 250 10 0 250", second), "Curve") == ("gml_broken_curve", {"detail": gap})


def arc_of(measures: str, name: str = "ArcByCenterPoint") -> str:
    return f"<g:segments><g:{name}><g:pos>100 200 7</g:pos>{measures}</g:{name}></g:segments>"


RADIUS = '<g:radius uom="m">5</g:radius>'


def angles(start: str, end: str, unit: str) -> str:
    return f'{RADIUS}<g:startAngle uom="{unit}">{start}</g:startAngle><g:endAngle uom="{unit}">{end}</g:endAngle>'


@pytest.mark.parametrize(
    ("start", "end", "unit"),
    [
        ("0", "90", "deg"),
        ("0", "90", "urn:ogc:def:uom:EPSG::9102"),
        ("0", "100", "gon"),
        ("0", str(math.pi / 2), "rad"),
    ],
)
def test_arc_by_its_centre(start, end, unit):
    ((kind, control),) = leaves(read(arc_of(angles(start, end, unit)), "Curve"))
    half = 5 / math.sqrt(2)
    assert kind == "arc"
    np.testing.assert_allclose(control, [[105, 200, 7], [100 + half, 200 + half, 7], [100, 205, 7]], atol=1e-12)


def test_arc_by_its_centre_turns_as_its_angles_go():
    ((_, control),) = leaves(read(arc_of(angles("90", "-90", "deg")), "Curve"))
    np.testing.assert_allclose(control, [[100, 205, 7], [105, 200, 7], [100, 195, 7]], atol=1e-12)


@pytest.mark.parametrize(
    ("name", "measures"), [("CircleByCenterPoint", RADIUS), ("ArcByCenterPoint", angles("0", "360", "deg"))]
)
def test_circle_by_its_centre(name, measures):
    ((kind, control),) = leaves(read(arc_of(measures, name), "Curve"))
    assert kind == "arc"
    np.testing.assert_allclose(
        control, [[105, 200, 7], [100, 205, 7], [95, 200, 7], [100, 195, 7], [105, 200, 7]], atol=1e-12
    )
    assert control[0].tolist() == control[-1].tolist()


@pytest.mark.parametrize(
    ("measures", "detail"),
    [("", "radius"), (RADIUS, "startAngle"), (angles("0", "90", "turn"), "startAngle 0 turn"),
     ('<g:radius uom="ft">5</g:radius>', "radius 5 ft"), ('<g:radius>5</g:radius>', "radius 5"),
     ('<g:radius uom="m">5 6</g:radius>', "radius 5 6 m")],
)  # fmt: skip
def test_arc_without_usable_measures(measures, detail):
    code, fields = refusal(arc_of(measures), "Curve")
    assert (code, fields["detail"].strip()) == ("gml_arc_measure", detail)


@pytest.mark.parametrize("name", ["CubicSpline", "BSpline", "Bezier", "Clothoid", "OffsetCurve", "ArcStringByBulge"])
def test_curves_that_are_not_read_are_named(name):
    code = refusal(f"<g:segments><g:{name}>{LIST}</g:{name}></g:segments>", "Curve")
    assert code == ("gml_geometry_unknown", {"element": name})


def test_in_a_lot(tmp_path):
    """The object and its line are named; the same line without it is received."""
    bad = s.kerb("k1", (0, 0), (1, 0)).replace("</gml:LineString>", "<gml:pos>1 2 3</gml:pos></gml:LineString>")
    refused = run(tmp_path, "receivelot", INPUT=[s.write(tmp_path / "a.gml", bad)], STORE=tmp_path / "a.gpkg")
    assert (refused.exit, refused.report["lots"][0]["code"]) == (1, "gml_misplaced")
    assert "k1" in refused.report["message"] and "pos" in refused.report["message"]
    good = s.write(tmp_path / "b.gml", s.kerb("k1", (0, 0), (1, 0)))
    received = run(tmp_path, "receivelot", INPUT=[good], STORE=tmp_path / "b.gpkg")
    assert (received.exit, received.report["counts"]["out"]) == (0, {"LimiteVoiriePCRS": 1})

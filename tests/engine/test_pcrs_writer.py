"""What the PCRS writer puts into a file, to the letter."""

from __future__ import annotations

import io
import re
import struct

import numpy as np
import pytest

from mutualgeo_plugin.engine.formats.pcrs.geometry_writer import GeometryWriter
from mutualgeo_plugin.engine.formats.pcrs.writer import PcrsObject, PcrsWriter
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.model.export import AS_READ
from mutualgeo_plugin.engine.model.pcrs import CLASSES


def test_geometries_are_numbered_from_zero_in_each_object():
    """What leads to a geometry from outside finds it again in the next export."""
    stream = io.StringIO()
    writer = PcrsWriter(stream, srs_name="EPSG:3946")
    tree, line = CLASSES["ArbrePCRS"], CLASSES["HabillageLignesPCRS"]
    writer.write_member(
        PcrsObject(tree, "t", [None] * len(tree.columns), encode(("point", np.array([[1.0, 2.0, 3.0]]))))
    )
    curve = ("multicurve", [("line", np.array([[1.0, 2.0], [3.0, 4.0]]))])
    writer.write_member(PcrsObject(line, "d", [None] * len(line.columns), encode(curve)))
    writer.end()
    assert re.findall(r'gml:id="(\w+)"', stream.getvalue()) == ["t", "t__g0", "d", "d__g0", "d__g1"]


#: What is written of a geometry, without ids; where a kind of class is named, of a class that wants an aggregate.
WRITTEN = {
    "point": (("point", [[1.0005, 2.25, -0.0001]]), None, "<Point><pos>1.000 2.250 -0.000</pos></Point>", (1, 1, 0)),
    "plane point": (("point", [[1.5, 2.25]]), None, "<Point><pos>1.500 2.250</pos></Point>", (1, 0, 0)),
    "no numbers": (("point", [[np.nan, np.inf, -np.inf]]), None, "<Point><pos>NaN INF -INF</pos></Point>", (1, 1, 0)),
    "line": (
        ("line", [[1842063.1234, 5174000.0], [0.0, -0.0]]),
        None,
        "<LineString><posList>1842063.123 5174000.000 0.000 -0.000</posList></LineString>",
        (2, 0, 0),
    ),
    "empty line": (("line", np.empty((0, 3))), None, "<LineString><posList></posList></LineString>", (0, 0, 0)),
    "arc": (
        ("arc", [[0, 0], [1, 1], [2, 0]]),
        None,
        "<Curve><segments><Arc><posList>0.000 0.000 1.000 1.000 2.000 0.000</posList></Arc></segments></Curve>",
        (3, 0, 1),
    ),
    "arcs": (
        ("arc", [[0, 0], [1, 1], [2, 0], [3, 1], [4, 0]]),
        None,
        "<Curve><segments><ArcString><posList>0.000 0.000 1.000 1.000 2.000 0.000 3.000 1.000 4.000 0.000</posList>"
        "</ArcString></segments></Curve>",
        (5, 0, 2),
    ),
    "circle": (
        ("arc", [[0, 0, 1], [1, 1, 1], [2, 0, 1], [1, -1, 1], [0, 0, 1]]),
        None,
        "<Curve><segments><Circle><posList>0.000 0.000 1.000 1.000 1.000 1.000 2.000 0.000 1.000</posList></Circle>"
        "</segments></Curve>",
        (5, 5, 2),
    ),
    "compound": (
        ("compound", [("line", [[9, 0], [0, 0]]), ("arc", [[0, 0], [1, 1], [2, 0]])]),
        None,
        "<Curve><segments><LineStringSegment><posList>9.000 0.000 0.000 0.000</posList></LineStringSegment>"
        "<Arc><posList>0.000 0.000 1.000 1.000 2.000 0.000</posList></Arc></segments></Curve>",
        (5, 0, 1),
    ),
    "polygon with a hole": (
        ("polygon", [("line", [[0, 0], [9, 0], [9, 9], [0, 0]]), ("line", [[4, 1], [5, 1], [5, 2], [4, 1]])]),
        None,
        "<Polygon><exterior><LinearRing><posList>0.000 0.000 9.000 0.000 9.000 9.000 0.000 0.000</posList></LinearRing>"
        "</exterior><interior><LinearRing><posList>4.000 1.000 5.000 1.000 5.000 2.000 4.000 1.000</posList>"
        "</LinearRing></interior></Polygon>",
        (8, 0, 0),
    ),
    "polygon of curves": (
        (
            "polygon",
            [
                ("compound", [("arc", [[0, 0], [1, 1], [2, 0]]), ("line", [[2, 0], [0, 0]])]),
                ("line", [[1, 0], [1, 0], [1, 0]]),
            ],
        ),
        None,
        "<Polygon><exterior><Ring><curveMember><Curve><segments><Arc><posList>0.000 0.000 1.000 1.000 2.000 0.000"
        "</posList></Arc><LineStringSegment><posList>2.000 0.000 0.000 0.000</posList></LineStringSegment></segments>"
        "</Curve></curveMember></Ring></exterior><interior><LinearRing><posList>1.000 0.000 1.000 0.000 1.000 0.000"
        "</posList></LinearRing></interior></Polygon>",
        (8, 0, 1),
    ),
    "collection": (
        ("collection", [("point", [[1, 2]]), ("multicurve", [("line", [[1, 2], [3, 4]])])]),
        None,
        "<MultiGeometry><geometryMember><Point><pos>1.000 2.000</pos></Point></geometryMember><geometryMember>"
        "<MultiCurve><curveMember><LineString><posList>1.000 2.000 3.000 4.000</posList></LineString></curveMember>"
        "</MultiCurve></geometryMember></MultiGeometry>",
        (3, 0, 0),
    ),
    "a curve where several are wanted": (
        ("arc", [[0, 0], [1, 1], [2, 0]]),
        "multicurve",
        "<MultiCurve><curveMember><Curve><segments><Arc><posList>0.000 0.000 1.000 1.000 2.000 0.000</posList></Arc>"
        "</segments></Curve></curveMember></MultiCurve>",
        (3, 0, 1),
    ),
    "a point where surfaces are wanted": (
        ("point", [[1, 2]]),
        "multisurface",
        "<Point><pos>1.000 2.000</pos></Point>",
        (1, 0, 0),
    ),
}


def as_arrays(shape):
    """A shape whose coordinates are written as lists."""
    kind, content = shape
    plain = kind in ("point", "line", "arc")
    return (kind, np.array(content, float) if plain else [as_arrays(part) for part in content])


@pytest.mark.parametrize(("shape", "wanted", "text", "counts"), WRITTEN.values(), ids=WRITTEN)
def test_each_kind_of_geometry_is_written_and_counted(shape, wanted, text, counts):
    writer = GeometryWriter("EPSG:3946")
    written = writer.element(encode(as_arrays(shape)), wanted, '"a"')
    assert written.count("srsName=") == 1
    assert re.sub(r"(</?)gml:| (?:gml:id|srs\w+)=\"[^\"]*\"", r"\1", written) == text
    assert (writer.vertices, writer.vertices_z, writer.arcs) == counts


@pytest.mark.parametrize(
    ("code", "plane"),
    [(2001, 2), (3001, 3), (1 | 0x40000000, 2), (1 | 0xC0000000, 3)],
    ids=["M", "ZM", "extended M", "extended ZM"],
)
def test_measures_are_left_out(code, plane):
    values = (1.0, 2.0, 3.0, 4.0)[: plane + 1]
    writer = GeometryWriter("EPSG:3946", AS_READ)
    written = writer.element(struct.pack(f"<BI{len(values)}d", 1, code, *values), "point", '"a"')
    assert f'srsDimension="{plane}"><gml:pos>{" ".join(map(str, values[:plane]))}</gml:pos>' in written


def test_numbers_are_written_as_read_or_rounded():
    line = encode(("line", np.array([[1842063.1234567, 0.1 + 0.2, 1e-9]])))
    texts = {}
    for decimals in (0, 3, AS_READ):
        written = GeometryWriter("EPSG:3946", decimals).element(line, None, '"a"')
        texts[decimals] = re.search("<gml:posList>(.*)</gml:posList>", written)[1]
    assert texts == {
        0: "1842063 0 0",
        3: "1842063.123 0.300 0.000",
        AS_READ: "1842063.1234567 0.30000000000000004 1e-09",
    }

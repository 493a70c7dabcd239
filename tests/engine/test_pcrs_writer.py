"""What the PCRS writer puts into a file, to the letter."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest

from mutualgeo_plugin.engine.formats.pcrs.writer import PcrsObject, PcrsWriter
from mutualgeo_plugin.engine.geometry.wkb import encode
from mutualgeo_plugin.engine.model.export import AS_READ
from mutualgeo_plugin.engine.model.pcrs import CLASSES


def test_geometries_are_numbered_from_zero_in_each_object():
    """What leads to a geometry from outside finds it again in the next export."""
    stream = io.StringIO()
    writer = PcrsWriter(stream, srs_name="EPSG:3946")
    tree, line = CLASSES["ArbrePCRS"], CLASSES["HabillageLignesPCRS"]
    writer.write_member(PcrsObject(tree, "t", [None] * len(tree.columns), ("point", np.array([[1.0, 2.0, 3.0]]))))
    curve = ("multicurve", [("line", np.array([[1.0, 2.0], [3.0, 4.0]]))])
    writer.write_member(PcrsObject(line, "d", [None] * len(line.columns), curve))
    writer.end()
    assert re.findall(r'gml:id="(\w+)"', stream.getvalue()) == ["t", "t__g0", "d", "d__g0", "d__g1"]


SHAPES = {
    "point": ("point", np.array([[1.0005, 2.25, -0.0001]])),
    "plane point": ("point", np.array([[1.5, 2.25]])),
    "no numbers": ("point", np.array([[np.nan, np.inf, -np.inf]])),
    "line": ("line", np.array([[1842063.1234, 5174000.0, 171.125], [0.0, -0.0, 1e-9]])),
    "empty line": ("line", np.empty((0, 3))),
    "arc": ("arc", np.array([[0.0, 0.0], [1.0, 1.0], [2.0, 0.0]])),
    "polygon": ("polygon", [("line", np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]]))]),
    "polygon with holes": (
        "polygon",
        [
            ("line", np.array([[0.0, 0.0, 1.0], [9.0, 0.0, 1.0], [9.0, 9.0, 1.0], [0.0, 0.0, 1.0]])),
            ("line", np.array([[1.0, 0.5, 1.0], [2.0, 0.5, 1.0], [2.0, 1.0, 1.0], [1.0, 0.5, 1.0]])),
            ("line", np.array([[5.0, 0.5, 1.0], [6.0, 0.5, 1.0], [6.0, 1.0, 1.0], [5.0, 0.5, 1.0]])),
        ],
    ),
    "multicurve": ("multicurve", [("line", np.array([[1.0, 2.0], [3.0, 4.0]]))]),
}


@pytest.mark.parametrize("decimals", [0, 3, AS_READ])
@pytest.mark.parametrize("class_name", ["ArbrePCRS", "EmpriseEchangePCRS", "HabillageLignesPCRS", "LimiteVoiriePCRS"])
@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_a_wkb_is_written_as_its_shape(shape, class_name, decimals):
    """Points, lines and polygons go straight from their bytes into the text: the same text, and the same counts."""
    feature = CLASSES[class_name]
    texts, counts = [], []
    for geometry in (shape, encode(shape)):
        stream = io.StringIO()
        writer = PcrsWriter(stream, srs_name="EPSG:3946", decimals=decimals)
        writer.write_member(PcrsObject(feature, 'a"b', [None] * len(feature.columns), geometry))
        writer.end()
        texts.append(stream.getvalue())
        counts.append((writer.vertices, writer.vertices_z, writer.arcs))
    assert texts[0] == texts[1]
    assert counts[0] == counts[1]
    assert "srsDimension" in texts[0]

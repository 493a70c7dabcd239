"""What the PCRS writer puts into a file, to the letter."""

from __future__ import annotations

import io
import re

import numpy as np

from mutualgeo_plugin.engine.formats.pcrs.writer import PcrsObject, PcrsWriter
from mutualgeo_plugin.engine.model.pcrs import CLASSES


def test_geometries_are_numbered_from_zero_in_each_object():
    """What leads to a geometry from outside finds it again in the next export."""
    stream = io.StringIO()
    writer = PcrsWriter(stream, srs_name="EPSG:3946")
    tree, line = CLASSES["ArbrePCRS"], CLASSES["HabillageLignesPCRS"]
    writer.write_member(PcrsObject(tree, "t", [None] * len(tree.columns), ("point", np.array([[1.0, 2.0, 3.0]]))))
    curve = ("multicurve", [("line", np.array([[1.0, 2.0], [3.0, 4.0]]))])
    writer.write_member(PcrsObject(line, "d", [None] * len(line.columns), curve))
    assert re.findall(r'gml:id="(\w+)"', stream.getvalue()) == ["t", "t__g0", "d", "d__g0", "d__g1"]

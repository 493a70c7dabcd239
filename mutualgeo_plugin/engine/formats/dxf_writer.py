"""DXF through ezdxf: arcs as bulges of 2D polylines with the Z of their vertices on a twin layer, or 3D polylines."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import ezdxf
import numpy as np
from ezdxf import units
from ezdxf.entities import DXFGraphic
from ezdxf.enums import TextEntityAlignment
from ezdxf.layouts import Modelspace

from ..geometry.arcs import CHORD_TOLERANCE
from ..geometry.cutting import Array, Element, elements_of
from ..geometry.linear import linear_coordinates
from ..geometry.wkb import Shape, leaves
from ..model.export import TEXT_HEIGHT
from ..model.pcrs import FeatureClass

#: Name under which class and identifier are kept on each entity (XDATA).
APPLICATION = "MUTUALGEO"
#: Ending of the twin layer that holds the Z of a layer's vertices.
TWIN = "_Z"

#: Line ends, as readers of DXF take them.
_LINE_ENDS = re.compile("[\r\n\x85\u2028\u2029]+")
_ALIGNMENTS = {"G": TextEntityAlignment.LEFT, "C": TextEntityAlignment.CENTER, "D": TextEntityAlignment.RIGHT}


class DxfWriter:
    """Draws objects; counts what it has drawn and what DXF cannot carry.

    Parameters
    ----------
    layers : class → layer name; a class that is not named there is drawn on a layer of its own name.
    three_d : 3D polylines, arcs as chords within 1 mm, instead of 2D polylines with bulges.
    """

    def __init__(self, *, layers: Mapping[str, str], three_d: bool = False) -> None:
        # ezdxf would write the clock and random numbers: the same run writes the same bytes
        ezdxf.options.write_fixed_meta_data_for_testing = True
        self._layers = layers
        self._three_d = three_d
        self._document = ezdxf.new("R2010")
        self._document.units = units.M
        self._document.header["$MEASUREMENT"] = 1
        self._document.appids.add(APPLICATION)
        self._space: Modelspace = self._document.modelspace()
        self.counts: Counter[str] = Counter()
        #: Arcs met, and arcs drawn as such.
        self.arcs_met = self.arcs_drawn = 0
        #: What DXF cannot carry: word → number of objects (of arcs for the words that begin with "arc").
        self.lost: Counter[str] = Counter()
        #: Characters written in place of others, and the gml:id of the first object with one.
        self.replaced, self.first_replaced = 0, ""

    def add(self, feature: FeatureClass, gml_id: str, values: Sequence[str | None], shape: Shape | None) -> None:
        """Draw one object."""
        self.counts[feature.name] += 1
        texts = {c: _one_line(v) for c, v in zip(feature.columns, values, strict=True) if v}
        drawn = {"libelle", "angleRotation", "justification", "taille"} if "libelle" in feature.columns else set()
        self.lost["attributes"] += bool(texts.keys() - drawn)
        if shape is None:
            self.lost["no_geometry"] += 1
            return
        if "libelle" not in feature.columns and texts.get("angleRotation"):
            self.lost["symbol_turn_and_size"] += 1
        layer = self._layer(self._layers.get(feature.name, feature.name))
        marks = {"layer": layer}, [(1000, feature.name), (1000, _one_line(gml_id))]
        if self._three_d and next(leaves(shape))[1].shape[1] < 3:
            self.lost["z_absent"] += 1
        self._draw(shape, marks, texts)

    def save(self, path: Path) -> None:
        """Write the file."""
        # ezdxf would declare the classes in use in the order of a set, which changes from process to process
        for name in sorted(self._document.entitydb.dxf_types_in_use()):
            self._document.classes.add_class(name)
        self._document.saveas(path)

    def _layer(self, name: str) -> str:
        if not self._document.layers.has_entry(name):
            self._document.layers.add(name)
        return name

    def _draw(self, shape: Shape, marks: tuple[dict[str, str], list[tuple[int, str]]], texts: dict[str, str]) -> None:
        kind, content = shape
        if kind == "point":
            self._point(content[0], marks, texts)
        elif kind in ("line", "arc", "compound"):
            self._curve(shape, marks)
        elif kind == "polygon":
            self.lost["holes"] += len(content) - 1
            for ring in content:
                self._curve(ring, marks, closed=True)
        else:
            for part in content:
                self._draw(part, marks, texts)

    def _point(self, at: Array, marks: tuple[dict[str, str], list[tuple[int, str]]], texts: dict[str, str]) -> None:
        attributes, identity = marks
        if texts.get("libelle"):
            height = TEXT_HEIGHT * (_number(texts.get("taille")) or 1.0)
            turn = -_number(texts.get("angleRotation")) % 360.0  # PCRS turns with the clock, DXF against it
            text = self._space.add_text(
                texts["libelle"], height=height, rotation=turn, dxfattribs=attributes
            ).set_placement(_place(at), align=_ALIGNMENTS.get(texts.get("justification", ""), TextEntityAlignment.LEFT))
            text.set_xdata(APPLICATION, identity)
            return
        self._space.add_point(_place(at), dxfattribs=attributes).set_xdata(APPLICATION, identity)

    def _curve(
        self, curve: Shape, marks: tuple[dict[str, str], list[tuple[int, str]]], *, closed: bool = False
    ) -> None:
        attributes, identity = marks
        self.arcs_met += sum((len(points) - 1) // 2 for kind, points in leaves(curve) if kind == "arc")
        elements = elements_of(curve)
        if not any(element.length() for element in elements):
            self.lost["no_length"] += 1
            self._space.add_point(_place(next(leaves(curve))[1][0]), dxfattribs=attributes)
            return
        closed = closed and np.array_equal(elements[0].points[0, :2], elements[-1].points[-1, :2])
        if self._three_d:
            points = linear_coordinates(curve, CHORD_TOLERANCE)
            self.lost["arcs_as_chords"] += sum(e.is_arc for e in elements)
            places = [_place(p) for p in (points[:-1] if closed else points)]
            line: DXFGraphic = self._space.add_polyline3d(places, close=closed, dxfattribs=attributes)
        else:
            vertices = self._bulge_vertices(elements)
            end = elements[-1].points[-1]
            if not closed:
                vertices.append((float(end[0]), float(end[1]), 0.0))
            line = self._space.add_lwpolyline(vertices, format="xyb", close=closed, dxfattribs=attributes)
            self._twin(elements, attributes["layer"], identity, closed=closed)
        line.set_xdata(APPLICATION, identity)

    def _bulge_vertices(self, elements: Sequence[Element]) -> list[tuple[float, float, float]]:
        """Vertices (x, y, bulge), each element by its start; a full circle is drawn as two arcs."""
        vertices = []
        for element in elements:
            x, y = map(float, element.points[0, :2])
            circle = element.circle()
            if circle is None:
                vertices.append((x, y, 0.0))
                if element.is_arc:  # three points in a line: its middle stays a vertex
                    self.lost["arcs_flat"] += 1
                    vertices.append((*map(float, element.points[1, :2]), 0.0))  # type: ignore[arg-type]
                continue
            self.arcs_drawn += 1
            sweep = circle[2]
            if np.array_equal(element.points[0, :2], element.points[2, :2]):
                vertices.append((x, y, math.tan(sweep * circle[3] / 4)))
                x, y = map(float, element.points[1, :2])
                sweep *= 1 - circle[3]
            vertices.append((x, y, math.tan(sweep / 4)))
        return vertices

    def _twin(self, elements: Sequence[Element], layer: str, identity: list[tuple[int, str]], *, closed: bool) -> None:
        """Points with Z at the control points, on the twin layer."""
        points = [p for element in elements for p in element.points[:-1]]
        points += [] if closed else [elements[-1].points[-1]]
        if len(points[0]) < 3:
            return
        attributes = {"layer": self._layer(layer + TWIN)}
        for point in points:
            self._space.add_point(_place(point), dxfattribs=attributes).set_xdata(APPLICATION, identity)


def _place(point: Array) -> tuple[float, float, float]:
    z = float(point[2]) if len(point) > 2 and not math.isnan(point[2]) else 0.0
    return float(point[0]), float(point[1]), z


def _one_line(text: str) -> str:
    """A text as a line of the file: a line end in it would be one of the file's own."""
    return _LINE_ENDS.sub(" ", text)


def _number(text: str | None) -> float:
    """A number of an attribute; 0 where it is none."""
    try:
        found = float(text or 0.0)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) else 0.0

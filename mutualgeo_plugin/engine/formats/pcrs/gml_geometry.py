"""GML 3.2 geometry elements turned into shapes (see geometry/wkb.py), without loss.

The parser opens a node per geometry and closes it (see gml_elements.py); elements that only wrap (curveMember,
segments, exterior…) leave no node. Leaf coordinates are arrays (n, 2 or 3).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ...geometry import arcs
from ...geometry.wkb import Shape, leaves
from .gml_elements import CENTRED, CIRCULAR, FACES, LINEAR

Array = NDArray[np.float64]

#: Largest gap in metres between two pieces of one curve that is bridged and not refused: the resolution
#: to which coordinates are exchanged (written to 3 decimals), altitudes included.
JOINT_TOLERANCE = 0.001
#: Angles in radians that differ by less are one: 1 mm on a circle of a million kilometres.
_SAME_ANGLE = 1e-12

#: Units of a radius and of an angle, in metres and radians. Source: EPSG registry, UCUM and the names that GML uses.
_METRES = {"m": 1.0, "metre": 1.0, "meter": 1.0, "9001": 1.0}
_RADIANS = {
    **dict.fromkeys(("deg", "degree", "degrees", "°", "9102", "9122"), math.pi / 180),
    **dict.fromkeys(("rad", "radian", "9101"), 1.0),
    **dict.fromkeys(("gon", "grad", "9105", "9106"), math.pi / 200),
}


class GeometryProblem(ValueError):
    """A geometry that cannot be kept as it stands; `code` is a message code, `fields` what its sentence names."""

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = {"detail": detail, **fields}


def make_shape(
    name: str, content: list[Array | Shape], *, reverse: bool = False, measures: Mapping[str, float] | None = None
) -> Shape | None:
    """Shape of a closed node.

    Parameters
    ----------
    name : str
        Local name of the element.
    content : list
        Coordinate arrays (leaves) or shapes of the children, in document order.
    reverse : bool
        Whether an OrientableCurve has orientation "-".
    measures : mapping
        Metres and radians of an arc that is given by its centre: ``radius``, ``startAngle``, ``endAngle``.

    Returns
    -------
    shape or None
        None where the element is empty.

    Raises
    ------
    GeometryProblem
        Where keeping the geometry would mean inventing a part of it.
    """
    if not content:
        return None
    if name == "Point":
        points = _coordinates(content)
        if len(points) != 1:
            raise GeometryProblem("gml_point_count", str(len(points)))
        return ("point", points)
    if name in LINEAR:
        return ("line", _coordinates(content))
    if name in CIRCULAR:
        return _circular_arc(name, _coordinates(content))
    if name in CENTRED:
        return _centred_arc(name, _coordinates(content), measures or {})
    if name in ("Curve", "CompositeCurve", "Ring"):
        return _curve(content)
    if name == "OrientableCurve":
        return _reverse_shape(content[0]) if reverse else content[0]  # type: ignore[arg-type,return-value]
    if name in FACES:
        return ("polygon", content)
    if name in ("Surface", "CompositeSurface"):
        if len(content) == 1:
            return content[0]  # type: ignore[return-value]
        return "multisurface", _flatten_content(content)
    if name == "MultiSurface":
        return ("multisurface", _flatten_content(content))
    kind = {"MultiPoint": "multipoint", "MultiCurve": "multicurve", "MultiGeometry": "collection"}[name]
    return (kind, content)


def _coordinates(content: list[Array | Shape]) -> Array:
    arrays = [c if isinstance(c, np.ndarray) else next(leaves(c))[1] for c in content]
    if len(arrays) == 1:
        return arrays[0]
    if len({a.shape[1] for a in arrays}) > 1:
        raise GeometryProblem("gml_mixed_dimension")
    return np.concatenate(arrays)


def _circular_arc(name: str, points: Array) -> Shape:
    if name == "Circle":
        if len(points) != 3:
            raise GeometryProblem("gml_arc_points", str(len(points)))
        return ("arc", np.concatenate((points, arcs.circle_closing_point(points)[None], points[:1])))
    if len(points) < 3 or len(points) % 2 == 0 or (name == "Arc" and len(points) != 3):
        raise GeometryProblem("gml_arc_points", str(len(points)))
    return ("arc", points)


def _centred_arc(name: str, centre: Array, measures: Mapping[str, float]) -> Shape:
    """Arc of three points, or circle of five, at the altitude of its centre."""
    wanted = ("radius", "startAngle", "endAngle") if name == "ArcByCenterPoint" else ("radius",)
    missing = [one for one in wanted if one not in measures]
    if missing:
        raise GeometryProblem("gml_arc_measure", missing[0])
    if len(centre) != 1:
        raise GeometryProblem("gml_point_count", str(len(centre)))
    start = measures.get("startAngle", 0.0)
    end = measures["endAngle"] if name == "ArcByCenterPoint" else start + 2 * math.pi
    whole = math.isclose(abs(end - start), 2 * math.pi, abs_tol=_SAME_ANGLE)
    angles = np.linspace(start, end, 5 if whole else 3)
    points = np.repeat(centre, len(angles), axis=0)
    points[:, 0] += measures["radius"] * np.cos(angles)
    points[:, 1] += measures["radius"] * np.sin(angles)
    if whole:
        points[-1] = points[0]
    return ("arc", points)


def _curve(content: list[Array | Shape]) -> Shape:
    pieces: list[Shape] = []
    for part in _shapes(content):
        pieces.extend(part[1] if part[0] == "compound" else [part])
    if len(pieces) == 1:
        return pieces[0]
    joined = [pieces[0]]
    for piece in pieces[1:]:
        last, first = joined[-1][1][-1], piece[1][0]
        if last.shape != first.shape:
            raise GeometryProblem("gml_mixed_dimension")
        if not np.array_equal(last, first):
            gap = float(np.linalg.norm(first - last))
            if gap > JOINT_TOLERANCE:
                raise GeometryProblem("gml_broken_curve", f"{gap:.3f}")
            joined.append(("line", np.stack((last, first))))
        joined.append(piece)
    return ("compound", joined)


def _shapes(content: list[Array | Shape]) -> list[Shape]:
    return [part for part in content if not isinstance(part, np.ndarray)]


def _flatten_content(content: list[Array | Shape]) -> list[Shape]:
    flat: list[Shape] = []
    for part in _shapes(content):
        flat.extend(part[1] if part[0] == "multisurface" else [part])
    return flat


def _reverse_shape(shape: Shape) -> Shape:
    kind, content = shape
    if kind in ("line", "arc"):
        return (kind, np.ascontiguousarray(content[::-1]))
    return (kind, [_reverse_shape(part) for part in reversed(content)])


def parse_coordinates(text: str) -> Array:
    """Numbers of a ``pos`` or ``posList``, flat.

    Raises
    ------
    GeometryProblem
        Where the text holds something that is not a number.
    """
    if not text or text.isspace():
        return np.empty(0)  # numpy reads white space as [-1]
    try:
        return np.fromstring(text, sep=" ")
    except (ValueError, DeprecationWarning):
        return _parse_special(text)


def parse_tuples(text: str, decimal: str, between: str, tuples: str) -> tuple[Array, int]:
    """Numbers of a ``gml:coordinates``, flat, and how many make a point.

    decimal, between, tuples : its separators (``decimal``, ``cs``, ``ts``); blanks beside a separator that is none
        mean nothing.

    Raises
    ------
    GeometryProblem
        What is not a number; points of different sizes.
    """
    for separator in (between, tuples):
        if separator.strip():
            text = separator.join(part.strip() for part in text.split(separator))
    points = text.strip().split(tuples if tuples.strip() else None)
    sizes = {len(point.split(between if between.strip() else None)) for point in points if point}
    if len(sizes) > 1:
        raise GeometryProblem("gml_coordinate_count", " / ".join(map(str, sorted(sizes))))
    for old, new in ((between, " "), (tuples, " "), (decimal, ".")):
        text = text.replace(old, new)
    return parse_coordinates(text), sizes.pop() if sizes else 0


def parse_measure(name: str, text: str, unit: str) -> float:
    """Metres of a ``radius``, radians of an angle.

    unit : its ``uom``: a symbol, or a name of the registry that ends in its code.

    Raises
    ------
    GeometryProblem
        What is not a number, or no such unit.
    """
    values = parse_coordinates(text)
    factor = (_METRES if name == "radius" else _RADIANS).get(re.split(r"[:/#]", unit.strip())[-1].lower())
    if len(values) != 1 or factor is None:
        raise GeometryProblem("gml_arc_measure", f"{name} {text.strip()[:20]} {unit[:40]}")
    return float(values[0]) * factor


def _parse_special(text: str) -> Array:
    """Slow road for what numpy does not read: XSD's INF and NaN; names the wrong word."""
    values = []
    for word in text.split():
        try:
            values.append(float(word.replace("_", "?")))  # Python alone takes 1_000 for a number
        except ValueError:
            raise GeometryProblem("gml_not_a_number", word[:40]) from None
    return np.array(values)

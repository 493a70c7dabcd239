"""GML 3.2 geometry elements turned into shapes (see geometry/wkb.py), without loss.

The parser opens a node per meaningful element and closes it; elements that only wrap (curveMember, segments,
exterior…) leave no node. Leaf coordinates are arrays (n, 2 or 3).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...geometry import arcs
from ...geometry.wkb import Shape, leaves
from ...model.pcrs import GML_NAMESPACE

Array = NDArray[np.float64]

#: Largest gap in metres between two pieces of one curve that is bridged and not refused: the resolution
#: to which coordinates are exchanged (XY written to 3 decimals).
JOINT_TOLERANCE = 0.001


class GeometryProblem(ValueError):
    """A geometry that cannot be kept as it stands; `code` is a message code, `fields` what its sentence names."""

    def __init__(self, code: str, detail: str = "", **fields: object) -> None:
        super().__init__(code)
        self.code = code
        self.fields = {"detail": detail, **fields}


def _gml(name: str) -> str:
    return f"{GML_NAMESPACE} {name}"


LINEAR = frozenset({"LineString", "LineStringSegment", "LinearRing"})
CIRCULAR = frozenset({"Arc", "ArcString", "Circle"})

#: Elements that open a node.
NODES: dict[str, str] = {
    _gml(name): name
    for name in (
        *LINEAR,
        *CIRCULAR,
        "Point",
        "Curve",
        "CompositeCurve",
        "OrientableCurve",
        "Ring",
        "Polygon",
        "PolygonPatch",
        "Surface",
        "CompositeSurface",
        "MultiPoint",
        "MultiCurve",
        "MultiSurface",
        "MultiGeometry",
    )
}

#: Elements that only wrap others.
WRAPPERS = frozenset(
    _gml(name)
    for name in (
        "segments",
        "patches",
        "exterior",
        "interior",
        "baseCurve",
        "curveMember",
        "curveMembers",
        "pointMember",
        "pointMembers",
        "surfaceMember",
        "surfaceMembers",
        "geometryMember",
        "geometryMembers",
        "pointProperty",
    )
)

#: Elements whose text holds coordinates.
COORDINATES: dict[str, str] = {_gml(name): name for name in ("pos", "posList", "coordinates")}

#: Descriptive elements that carry no geometry: skipped inside a geometry.
DESCRIPTIONS = frozenset(
    _gml(name) for name in ("description", "descriptionReference", "identifier", "name", "metaDataProperty")
)


def make_shape(name: str, content: list[Array | Shape], *, reverse: bool = False) -> Shape | None:
    """Shape of a closed node.

    Parameters
    ----------
    name : str
        Local name of the element.
    content : list
        Coordinate arrays (leaves) or shapes of the children, in document order.
    reverse : bool
        Whether an OrientableCurve has orientation "-".

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
        return ("point", _coordinates(content)[:1])
    if name in LINEAR:
        return ("line", _coordinates(content))
    if name in CIRCULAR:
        return _circular_arc(name, _coordinates(content))
    if name in ("Curve", "CompositeCurve", "Ring"):
        return _curve(content)
    if name == "OrientableCurve":
        return _reverse_shape(content[0]) if reverse else content[0]  # type: ignore[arg-type,return-value]
    if name in ("Polygon", "PolygonPatch"):
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
            gap = float(np.hypot(*(first[:2] - last[:2])))
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


def parse_coordinates(text: str, separators: tuple[str, str, str] | None = None) -> Array:
    """Numbers of a ``pos``, ``posList`` or ``coordinates`` text, flat.

    separators : (decimal, cs, ts) of ``gml:coordinates``.

    Raises
    ------
    GeometryProblem
        Where the text holds something that is not a number.
    """
    if separators is not None:
        decimal, between, tuples = separators
        text = text.replace(between, " ") if between != decimal else text
        text = text.replace(tuples, " ") if tuples.strip() else text
        text = text.replace(decimal, ".") if decimal != "." else text
    if not text or text.isspace():
        return np.empty(0)  # numpy reads white space as [-1]
    try:
        return np.fromstring(text, sep=" ")
    except (ValueError, DeprecationWarning):
        return _parse_special(text)


def _parse_special(text: str) -> Array:
    """Slow road for what numpy does not read: XSD's INF and NaN; names the wrong word."""
    values = []
    for word in text.split():
        try:
            values.append(float(word.replace("_", "?")))  # Python alone takes 1_000 for a number
        except ValueError:
            raise GeometryProblem("gml_not_a_number", word[:40]) from None
    return np.array(values)

"""The elements of GML 3.2 geometries that are read, and which children each may hold, in which order.

One table says both. What it does not allow is refused with its name: nothing of a geometry is dropped in silence.
"""

from __future__ import annotations

from enum import Enum

from ...model.pcrs import GML_NAMESPACE


class Role(Enum):
    """What the reader does with an element."""

    #: A geometry or a part of one: makes a shape of what it holds.
    NODE = 0
    #: Only wraps others.
    WRAPPER = 1
    #: Its text is coordinates.
    COORDINATES = 2
    #: Its text is one number with a unit.
    MEASURE = 3


LINEAR = frozenset({"LineString", "LineStringSegment", "LinearRing", "GeodesicString", "Geodesic"})
CIRCULAR = frozenset({"Arc", "ArcString", "Circle"})
CENTRED = frozenset({"ArcByCenterPoint", "CircleByCenterPoint"})
FACES = frozenset({"Polygon", "PolygonPatch", "Triangle", "Rectangle"})
#: The root of the table: a property that holds a geometry.
PROPERTY = ""

_CURVES = "LineString/Curve/OrientableCurve/CompositeCurve"
_SURFACES = "Polygon/Surface/CompositeSurface"
_SEGMENTS = "LineStringSegment/GeodesicString/Geodesic/Arc/ArcString/Circle/ArcByCenterPoint/CircleByCenterPoint"
_GEOMETRIES = f"Point/{_CURVES}/{_SURFACES}/MultiPoint/MultiCurve/MultiSurface/MultiGeometry"
_POINTS = "pos/pointProperty/pointRep* | posList | coordinates"

#: Element → what it may hold. Steps follow each other, ``|`` parts what excludes each other, ``/`` names of one step;
#: ``*`` any number of times, ``?`` once or not at all; a step without a mark must come before those that follow it.
#: Source: XML schemas of GML 3.2.1 (geometryBasic0d1d, geometryBasic2d, geometryPrimitives, geometryAggregates,
#: geometryComplexes); members of an aggregate are taken in any order.
NODES: dict[str, str] = {
    "Point": "pos | coordinates",
    **dict.fromkeys(sorted(LINEAR | CIRCULAR), _POINTS),
    **dict.fromkeys(sorted(CENTRED), "pos/pointProperty/pointRep/posList/coordinates radius startAngle? endAngle?"),
    "Curve": "segments",
    "CompositeCurve": "curveMember*",
    "OrientableCurve": "baseCurve",
    "Ring": "curveMember*",
    **dict.fromkeys(sorted(FACES), "exterior interior*"),
    "Surface": "patches",
    "CompositeSurface": "surfaceMember*",
    "MultiPoint": "pointMember/pointMembers*",
    "MultiCurve": "curveMember/curveMembers*",
    "MultiSurface": "surfaceMember/surfaceMembers*",
    "MultiGeometry": "geometryMember/geometryMembers*",
}
WRAPPERS: dict[str, str] = {
    PROPERTY: f"{_GEOMETRIES}*",  # one that too much is told as such
    "segments": f"{_SEGMENTS}*",
    "patches": "PolygonPatch/Triangle/Rectangle*",
    "exterior": "LinearRing/Ring",
    "interior": "LinearRing/Ring",
    "baseCurve": _CURVES,
    "curveMember": _CURVES,
    "curveMembers": f"{_CURVES}*",
    "pointMember": "Point",
    "pointMembers": "Point*",
    "pointProperty": "Point",
    "pointRep": "Point",
    "surfaceMember": _SURFACES,
    "surfaceMembers": f"{_SURFACES}*",
    "geometryMember": _GEOMETRIES,
    "geometryMembers": f"{_GEOMETRIES}*",
}
_COORDINATES = ("pos", "posList", "coordinates")
_MEASURES = ("radius", "startAngle", "endAngle")
_DESCRIPTIONS = ("description", "descriptionReference", "identifier", "name", "metaDataProperty")


class Element:
    """An element of the table.

    first : children that may stand first in it, by expat name, each with those that may follow it.
    required : whether it must hold something for what follows it to have a meaning.
    """

    __slots__ = ("first", "name", "required", "role")

    def __init__(self, name: str, role: Role) -> None:
        self.name = name
        self.role = role
        self.first: Follow = {}
        self.required = name == "exterior"


#: Children that may come next: expat name → (the child, what may come after it).
Follow = dict[str, tuple[Element, "Follow"]]


def _gml(name: str) -> str:
    return f"{GML_NAMESPACE} {name}"


def _make_elements() -> dict[str, Element]:
    roles = {
        **dict.fromkeys(NODES, Role.NODE),
        **dict.fromkeys(WRAPPERS, Role.WRAPPER),
        **dict.fromkeys(_COORDINATES, Role.COORDINATES),
        **dict.fromkeys(_MEASURES, Role.MEASURE),
    }
    elements = {name: Element(name, role) for name, role in roles.items()}
    for name, model in (NODES | WRAPPERS).items():
        for alternative in model.split(" | "):
            elements[name].first |= _read_steps(alternative.split(), elements)
    return elements


def _read_steps(steps: list[str], elements: dict[str, Element]) -> Follow:
    """Children that may stand first where these steps are to come."""
    after: Follow = {}
    for step in reversed(steps):
        many, optional = step.endswith("*"), step.endswith(("*", "?"))
        following: Follow = dict(after)
        first: Follow = {_gml(name): (elements[name], following) for name in step.rstrip("*?").split("/")}
        if many:
            following |= first
        after = after | first if optional else first
    return after


_ELEMENTS = _make_elements()
ROOT = _ELEMENTS[PROPERTY]
#: Expat names of all that the table has, of what makes shapes, and of what holds coordinates.
KNOWN = frozenset(_gml(name) for name in _ELEMENTS if name)
SHAPES = frozenset(_gml(name) for name in NODES)
COORDINATES = frozenset(_gml(name) for name in _COORDINATES)
#: Descriptive elements that carry no geometry: skipped inside a geometry.
DESCRIPTIONS = frozenset(_gml(name) for name in _DESCRIPTIONS)

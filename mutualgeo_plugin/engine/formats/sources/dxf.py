"""DXF drawings: entities of the model space as features, bulges and arcs as native arcs.

Field names: ``handle, text, justification, block, angle`` (degrees with the clock, as PCRS turns), ``size`` (height in
times that of a text of size 1) and the attributes of a block reference under their own tags. What is not read is
counted by layer, never dropped in silence.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import ezdxf
import numpy as np
from ezdxf import recover
from ezdxf.entities import DXFTagStorage
from ezdxf.lldxf.validator import is_binary_dxf_file
from numpy.typing import NDArray

from ...geometry.wkb import Shape, leaves
from ...model.crs import LEGAL_CRS
from ...model.errors import EngineError, Phrase
from ...model.export import TEXT_HEIGHT
from ..page import PAGE_SIZE, Page, Request, Unread, columns_of

Array = NDArray[np.float64]

#: $INSUNITS of drawings whose coordinates are metres: none stated, metres. Source: DXF reference, header variables.
_METRES = (0, 6)
#: Metres of the other units that a drawing of a street may state; one that is not here is of no use for a plan.
_LENGTHS = {
    1: 0.0254, 2: 0.3048, 3: 1609.344, 4: 0.001, 5: 0.01, 7: 1000.0, 8: 2.54e-8, 9: 2.54e-5, 10: 0.9144, 13: 1e-6,
    14: 0.1, 15: 10.0, 16: 100.0, 21: 1200 / 3937, 22: 100 / 3937, 23: 3600 / 3937,
}  # fmt: skip
#: Bytes in which a drawing ends, with the blanks and zeros that some programs add.
_TAIL = 4096
#: What ezdxf raises while it reads a file that is cut or damaged: its own errors, and those of its parsers.
_DAMAGED = (
    ezdxf.DXFError, OSError, ValueError, LookupError, ArithmeticError, TypeError, AttributeError, AssertionError,
    RecursionError, struct.error,
)  # fmt: skip
#: Times that one reference may set its block in rows and columns: a street has hundreds of trees.
_MOST_SET = 10_000
#: Bulge below which a segment is straight: its arc would leave the chord of a 100 m segment by less than 0.05 mm.
_STRAIGHT = 1e-6
#: Flags of a POLYLINE that a spline was fitted to, and of its vertices that only steer the spline.
_SPLINE_FIT, _FRAME = 4, 16
#: Part of an extrusion that may lie off the vertical before a drawing plane counts as tilted.
_TILT = 1e-9


class _Entity(NamedTuple):
    """An entity that is read, named by its handle."""

    layer: str
    handle: str
    fields: dict[str, str]
    shape: Shape
    kind: str


def read_pages(path: Path, request: Request) -> Iterator[Page]:
    """Entities of a drawing's model space, in its order: a page ends where the layer changes.

    Raises
    ------
    EngineError
        ``dxf_unreadable``, ``dxf_units`` (the drawing says that it is not in metres).
    """
    unread = Unread()
    page: list[_Entity] = []
    for entity in _metric_entities(path, request, unread):
        if page and (page[0].layer != entity.layer or len(page) == (request.size or PAGE_SIZE)):
            yield _page(page, Unread())
            page = []
        page.append(entity)
    yield _page(page, unread)  # what was met is known at the end


def _metric_entities(path: Path, request: Request, unread: Unread) -> Iterator[_Entity]:
    """Entities of a drawing whose coordinates are metres.

    AutoCAD writes millimetres into the header of a drawing that nobody told otherwise: where the coordinates lie in
    their system as metres, and do not in the unit of the header, they are metres, which is told.
    """
    document = _document(path, unread)
    units = document.header.get("$INSUNITS", 0)
    entities = _read_entities(document, unread)
    if units in _METRES:
        return entities
    drawn = list(entities)
    if not _are_metres(drawn, units, request.crs):
        raise EngineError("dxf_units", path=path.name, units=units)
    unread.belied[path.name] = units
    return iter(drawn)


def _are_metres(entities: list[_Entity], units: int, crs: int | None) -> bool:
    """Whether the middle one of the places drawn lies in the system as metres, and not in the units stated."""
    legal = LEGAL_CRS.get(crs or 0)
    if legal is None or not entities:
        return False
    places = np.array([points[0][:2] for one in entities for _kind, points in leaves(one.shape)])
    x, y = np.median(places, axis=0).tolist()
    length = _LENGTHS.get(units)
    scaled = length is not None and legal.holds((x * length, y * length, x * length, y * length))
    return legal.holds((x, y, x, y)) and not scaled


def _page(entities: list[_Entity], unread: Unread) -> Page:
    return Page(
        layer=entities[0].layer if entities else "",
        source=entities[0].layer if entities else "",
        names=[one.handle for one in entities],
        values=columns_of([one.fields for one in entities], entities[0].layer if entities else ""),
        geometry=[one.shape for one in entities],
        kinds=[one.kind for one in entities],
        unread=unread,
    )


def _read_entities(document: Any, unread: Unread) -> Iterator[_Entity]:
    for entity in document.modelspace():
        kind, layer = entity.dxftype(), "-"
        try:
            layer = _layer(entity)
            if _is_tilted(entity):
                unread.add(f"entity {kind} in a tilted plane", layer)
                continue
            drawn = list(_draw(entity, layer, unread))
        except _DAMAGED:  # it lacks what its kind cannot be without, or has something else in its place
            unread.add(f"entity {kind} that is damaged", layer)
        else:
            yield from drawn


def _count_paper(document: Any, unread: Unread) -> None:
    """Count what stands in layouts, which is not read."""
    for layout in document.layouts:
        if layout.name != "Model":
            for entity in layout:
                unread.add(f"entity {entity.dxftype()} in paper space", _layer(entity))


def _layer(entity: Any) -> str:
    """Layer of an entity; of a kind that the library does not know it is among the tags kept."""
    is_unknown = isinstance(entity, DXFTagStorage)
    return str(entity.graphic_properties().get("layer", "0") if is_unknown else entity.dxf.layer)


def _draw(entity: Any, layer: str, unread: Unread) -> Iterator[_Entity]:
    """What is drawn of an entity; a kind that is not read is counted."""
    kind = entity.dxftype()
    for handle, one in _block_references(entity):
        shape = _shape(one)
        if shape is None:
            unread.add(f"entity {kind}", layer)
            continue
        if kind == "INSERT" and (inside := len(entity.block() or ())):
            unread.add(f"drawing of block {entity.dxf.name}", layer, inside)
        yield _Entity(layer, handle, {**_fields(one), "handle": handle}, shape, kind)


def _document(path: Path, unread: Unread) -> Any:
    try:
        if _is_cut(path):
            raise EngineError("dxf_unreadable", path=path.name, detail=Phrase("dxf_cut"))
        document, auditor = _read_binary(path) if is_binary_dxf_file(str(path)) else recover.readfile(path)
        for fix in auditor.fixes:
            if fix.message.startswith(_DELETED):
                unread.add(f"entity lost: {fix.message}", "-")
        _count_paper(document, unread)
    except _DAMAGED as error:
        raise EngineError("dxf_unreadable", path=path.name, detail=str(error) or type(error).__name__) from error
    if auditor.has_errors:
        raise EngineError("dxf_unreadable", path=path.name, detail=str(auditor.errors[0].message))
    return document


def _read_binary(path: Path) -> tuple[Any, Any]:
    """As ``recover.readfile``, which knows text alone."""
    document = ezdxf.readfile(path)
    return document, document.audit()


def _is_cut(path: Path) -> bool:
    """Whether a drawing lacks its last group: recovery would read what is left and say nothing of the rest."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - _TAIL))
        return b"EOF" not in stream.read()


#: How ezdxf begins to say that recovery had to delete something, which leaves no entity to ask.
_DELETED = ("Deleted", "Removed")
#: Entities drawn in a plane of their own; the others are in the world's coordinates whatever their extrusion.
_PLANAR = frozenset({"TEXT", "INSERT", "LWPOLYLINE", "ARC", "CIRCLE"})


def _is_tilted(entity: Any) -> bool:
    if entity.dxftype() not in _PLANAR and not (entity.dxftype() == "POLYLINE" and entity.is_2d_polyline):
        return False  # many a kind has no extrusion to be asked for
    x, y, _z = entity.dxf.get("extrusion", (0, 0, 1))
    return math.hypot(x, y) > _TILT


def _fields(entity: Any) -> dict[str, str]:
    dxf = entity.dxf
    found: dict[str, object] = {}
    for field, attribute in (
        ("text", "text"),
        ("rotation", "rotation"),
        ("height", "height"),
        ("justification", "halign"),
        ("block", "name"),
    ):
        if dxf.hasattr(attribute):
            found[field] = dxf.get(attribute)
    if entity.dxftype() == "MTEXT":
        found |= {"text": entity.plain_text(), "height": dxf.get("char_height"), "rotation": entity.get_rotation()}
    elif entity.dxftype() == "TEXT":
        found = {"rotation": 0.0, "justification": 0, **found, "text": entity.plain_text()}
    elif entity.dxftype() == "INSERT":
        found = {**_tags(entity), **found}
    turn, height = found.pop("rotation", None), found.pop("height", None)
    if turn is not None:  # PCRS turns with the clock, a drawing against it
        found["angle"] = -float(turn) % 360.0  # type: ignore[arg-type]
    if height:
        found["size"] = float(height) / TEXT_HEIGHT  # type: ignore[arg-type]
    return {k: _value_text(v) for k, v in found.items() if v not in (None, "")}


def _block_references(entity: Any) -> Iterator[tuple[str, Any]]:
    """An entity with its handle; of a reference that sets its block in rows and columns each one of them."""
    handle = str(entity.dxf.handle or "")
    if entity.dxftype() == "INSERT" and entity.mcount > _MOST_SET:
        raise ezdxf.DXFValueError("rows and columns")
    if entity.dxftype() != "INSERT" or entity.mcount < 2:
        yield handle, entity
        return
    for rank, one in enumerate(entity.multi_insert(), 1):
        yield f"{handle}.{rank}", one


def _tags(entity: Any) -> dict[str, object]:
    """Attributes of a block reference; a tag that stands twice is numbered, so that both are told."""
    found: dict[str, object] = {}
    for attribute in entity.attribs:
        name, tag, number = attribute.dxf.tag, attribute.dxf.tag, 2
        while name in found:
            name, number = f"{tag}[{number}]", number + 1
        found[name] = attribute.plain_text()
    return found


def _value_text(value: object) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _shape(entity: Any) -> Shape | None:
    """Native geometry of an entity, None for a kind that is not read."""
    kind, dxf = entity.dxftype(), entity.dxf
    if kind == "LINE":
        return ("line", _coordinates_with_altitude([dxf.start, dxf.end]))
    if kind == "POINT":
        return ("point", _coordinates_with_altitude([dxf.location]))
    if kind == "INSERT":
        if dxf.insert is None:
            raise ezdxf.DXFValueError("insert")
        return ("point", _coordinates_with_altitude([entity.ocs().to_wcs(dxf.insert)]))
    if kind == "TEXT":
        return ("point", _coordinates_with_altitude([entity.ocs().to_wcs(entity.get_placement()[1])]))
    if kind == "MTEXT":
        return ("point", _coordinates_with_altitude([dxf.insert]))
    if kind == "ARC":
        turn = (dxf.end_angle - dxf.start_angle) % 360 or 360
        return ("arc", _arc_control_points(entity, dxf.start_angle, turn, 3))
    if kind == "CIRCLE":
        return ("arc", _arc_control_points(entity, 0.0, 360.0, 5))
    if kind == "LWPOLYLINE":
        points = [(x, y, dxf.get("elevation", 0.0), bulge) for x, y, bulge in entity.get_points("xyb")]
        return _chain(entity, points, closed=bool(entity.closed))
    if kind == "POLYLINE" and (entity.is_2d_polyline or entity.is_3d_polyline):
        frame = _FRAME if entity.dxf.flags & _SPLINE_FIT else 0  # the frame of a spline is not drawn
        level = float(entity.dxf.get("elevation", (0, 0, 0))[2]) if entity.is_2d_polyline else None
        points = [
            (v.dxf.location.x, v.dxf.location.y, v.dxf.location.z if level is None else level, v.dxf.get("bulge", 0.0))
            for v in entity.vertices
            if not v.dxf.flags & frame
        ]
        return _chain(entity, points, closed=bool(entity.is_closed))
    return None


def _arc_control_points(entity: Any, start: float, turn: float, number: int) -> Array:
    """Control points of an arc of a circle, in drawing coordinates."""
    centre, radius = entity.dxf.center, entity.dxf.radius
    angles = np.radians(start + turn * np.arange(number) / (number - 1))
    points = [(centre.x + radius * math.cos(a), centre.y + radius * math.sin(a), centre.z) for a in angles]
    if turn == 360.0:
        points[-1] = points[0]
    return _coordinates_with_altitude([entity.ocs().to_wcs(p) for p in points])


def _chain(entity: Any, points: list[tuple[float, float, float, float]], *, closed: bool) -> Shape | None:
    """A polyline as a line, an arc chain or a compound curve; each bulge is one arc."""
    if closed and points and points[0][:3] != points[-1][:3]:
        points = [*points, points[0]]
    if len(points) < 2:
        return None
    controls: list[tuple[float, float, float]] = [points[0][:3]]
    bent: list[bool] = []
    for (x0, y0, z0, bulge), (x1, y1, z1, _next) in zip(points, points[1:], strict=False):
        bent.append(abs(bulge) > _STRAIGHT and (x0, y0) != (x1, y1))
        if bent[-1]:
            # sagitta = bulge x half chord, to the right of the way from start to end where the arc turns left
            controls.append(((x0 + x1) / 2 + bulge * (y1 - y0) / 2, (y0 + y1) / 2 - bulge * (x1 - x0) / 2, z0))
        controls.append((x1, y1, z1))
    ocs = entity.ocs()
    world = controls if entity.dxftype() == "POLYLINE" and entity.is_3d_polyline else [ocs.to_wcs(p) for p in controls]
    return _curve_pieces(_coordinates_with_altitude(world), bent)


def _curve_pieces(points: Array, bent: list[bool]) -> Shape:
    parts: list[Shape] = []
    start = at = 0
    for rank, is_bent in enumerate(bent):
        at += 2 if is_bent else 1
        if rank + 1 == len(bent) or bent[rank + 1] != is_bent:
            parts.append(("arc" if is_bent else "line", points[start : at + 1]))
            start = at
    return parts[0] if len(parts) == 1 else ("compound", parts)


def _coordinates_with_altitude(points: list[Any]) -> Array:
    """Coordinates (n, 3), or (n, 2) where every altitude is 0: what drawings write where they have none."""
    array = np.array([tuple(p) for p in points], dtype=float)
    return np.ascontiguousarray(array if array.shape[1] == 3 and array[:, 2].any() else array[:, :2])

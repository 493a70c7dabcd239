"""PCRS v2.0 GML, read in one pass by expat: every legal encoding, nothing lost, memory flat.

The parser goes through four states, one pair of handlers each: the document, an object's properties, a geometry,
and XML that is kept as it stands because the standard does not know it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import NoReturn
from xml.parsers import expat

from ...geometry.wkb import Shape, leaves
from ...model.days import span_of_days
from ...model.errors import EngineError
from ...model.pcrs import CLASSES, GML_NAMESPACE, NAMESPACE, XLINK_NAMESPACE, FeatureClass
from ..xml_fault import xml_fault
from ..xml_parser import make_parser
from ..xml_text import escape
from .batch import Batch, Census
from .geometry_reader import GeometryReader
from .gml_elements import DESCRIPTIONS
from .gml_geometry import GeometryProblem
from .raw_xml import MAX_DEPTH, MAX_TEXT, RawXml

#: Objects and links handed over at a time: some ten megabytes.
BATCH_SIZE = 2000
LINK_BATCH = 20_000

_GML_ID = f"{GML_NAMESPACE} id"
_HREF = f"{XLINK_NAMESPACE} href"
_MEMBERS = frozenset(
    f"{ns} {name}" for ns in (NAMESPACE, GML_NAMESPACE) for name in ("featureMember", "featureMembers", "member")
)
_TEXT, _TEXTS, _LINK, _GEOMETRY = range(4)
_KINDS = {"text": _TEXT, "texts": _TEXTS, "link": _LINK, "geometry": _GEOMETRY}
_ENVELOPE = f"{GML_NAMESPACE} Envelope"
#: What a document may have before its members.
_DOCUMENT_HEAD = DESCRIPTIONS | {f"{GML_NAMESPACE} boundedBy"}
#: What characters that stand in no property are called among the elements that the standard does not have.
STRAY_TEXT = "#text"


class _Plan:
    """How the properties of a class are taken: expat name → (kind, rank among the text columns, name)."""

    __slots__ = ("dates", "feature", "full_name", "name", "producer", "properties", "width")

    def __init__(self, feature: FeatureClass) -> None:
        columns = feature.columns
        self.feature = feature
        self.name = feature.name
        self.full_name = f"{feature.namespace} {feature.name}"
        self.width = len(columns)
        self.properties = {
            f"{feature.namespace} {p.name}": (
                _KINDS[p.kind],
                columns.index(p.name) if p.name in columns else -1,
                p.name,
            )
            for p in feature.properties
        }
        self.producer = columns.index("producteur") if "producteur" in columns else -1
        self.dates = columns.index("dateLeve") if "dateLeve" in columns else -1


PLANS = {f"{c.namespace} {c.name}": _Plan(c) for c in CLASSES.values()}


class _Frame:
    """The object being read."""

    __slots__ = ("dim", "extra", "geometry", "gml_id", "head", "inside", "links", "order", "plan", "srs", "texts")

    def __init__(self, plan: _Plan, gml_id: str, order: int, srs: str | None, dim: int | None) -> None:
        self.plan = plan
        self.gml_id = gml_id
        self.order = order
        self.texts: list[str | None] = [None] * plan.width
        self.geometry = -1
        self.links = 0
        self.head: list[str] = []
        self.extra: list[str] = []
        self.srs = srs
        self.dim = dim
        #: Kind of the property that is open; None between two.
        self.inside: int | None = None


class PcrsReader:
    """One pass over the bytes of a lot, or over a part of them.

    Parameters
    ----------
    deliver : callable
        Receives each `Batch`.
    crs : int
        EPSG code that every geometry must have.
    srs, dim : inherited from the document's envelope, None where it says nothing.
    first_order : int
        Number of the first object; the parts of one file get ranges of their own.
    line_offset, byte_offset : int
        Place in the file of this part, for messages.
    """

    def __init__(
        self,
        deliver: Callable[[Batch], None],
        *,
        crs: int,
        srs: str | None = None,
        dim: int | None = None,
        first_order: int = 0,
        line_offset: int = 0,
        byte_offset: int = 0,
    ) -> None:
        self._deliver = deliver
        self._document_srs, self._document_dim = srs, dim
        self._order = first_order
        self._line_offset, self._byte_offset = line_offset, byte_offset
        self.census = Census()
        self._batch = Batch()
        self._frames: list[_Frame] = []
        self._frame: _Frame  # the innermost of `_frames`, and how its properties are taken
        self._properties: dict[str, tuple[int, int, str]] = {}
        self._text: list[str] = []
        self._link: tuple[str, list[str]] | None = None
        self._geometry = GeometryReader(self._text, crs)
        self._raw_text: list[str] = []
        self._raw = RawXml(self._raw_text, self._refuse, self._inherit)
        self._stack_depth = 0
        self._fed = 0
        self._last_piece = (0, b"")
        self._dates: set[str] = set()
        self.document_head: list[str] = []
        self.parser = self._make_parser()

    # -- feeding ------------------------------------------------------------------------------------------------

    def _make_parser(self) -> expat.XMLParserType:
        parser = make_parser(self._line_offset)
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.ordered_attributes = True
        parser.CharacterDataHandler = self._text.append
        parser.StartElementHandler = self._start_document
        parser.EndElementHandler = self._end_document
        return parser

    def feed(self, data: bytes) -> None:
        """Parse a piece of the file."""
        self._parse(data, False)

    def close(self) -> None:
        """End of the file: refuses a document that is not whole, hands over the last batch."""
        self._parse(b"", True)
        self.flush()
        self.census.dates = span_of_days(self._dates)

    def _parse(self, data: bytes, final: bool) -> None:
        if data:
            self._last_piece = (self._fed, data)
        self._fed += len(data)
        try:
            self.parser.Parse(data, final)
        except expat.ExpatError as error:
            self._refuse_xml(error, final)
        except GeometryProblem as problem:
            name = self._frames[-1].gml_id if self._frames else "-"
            raise EngineError(problem.code, object=name, line=self.line(), **problem.fields) from None

    def count_unfinished_bytes(self) -> int:
        """Bytes fed since the last thing the parser made sense of: a huge tag makes them grow."""
        return self._fed - max(0, self.parser.CurrentByteIndex)

    def line(self) -> int:
        """Line of the file that is being read."""
        return self.parser.CurrentLineNumber + self._line_offset

    def _refuse_xml(self, error: expat.ExpatError, final: bool) -> NoReturn:
        begin, data = self._last_piece
        raise xml_fault(
            error,
            data,
            self.parser.ErrorByteIndex - begin,
            line=error.lineno + self._line_offset,
            byte=self.parser.ErrorByteIndex + self._byte_offset,
            last=self.census.last_object or "-",
            ended=final,
        ) from None

    # -- the document -------------------------------------------------------------------------------------------

    def _start_document(self, name: str, attributes: list[str]) -> None:
        self._count_stray_text()
        self._stack_depth += 1
        if self._stack_depth == 1 or name in _MEMBERS:
            if _HREF in attributes[::2] and self._stack_depth > 1:
                raise EngineError("gml_reference", object=self.census.last_object or "-", line=self.line())
            return
        plan = PLANS.get(name)
        if plan is not None:
            self._open_object(plan, attributes)
            return
        if self._stack_depth == 2:
            self._capture(name, attributes, self._keep_document_head)
        else:
            self._capture(name, attributes, self._keep_member)

    def _end_document(self, name: str) -> None:
        self._count_stray_text()
        self._stack_depth -= 1

    def _count_stray_text(self) -> str:
        """Characters since the last tag, where the standard has none: told, and given back to be kept in an object."""
        text = self._text
        if not text:
            return ""
        stray = "".join(text).strip()
        text.clear()
        if stray:
            self.census.unknown_elements[STRAY_TEXT] += 1
        return stray

    def _keep_document_head(self, name: str, xml: str) -> None:
        self.document_head.append(xml)
        if name not in _DOCUMENT_HEAD:  # members may be in it
            self.census.unknown_elements[name.rpartition(" ")[2]] += 1

    def _keep_member(self, name: str, xml: str) -> None:
        self._order += 1
        self._batch.unknown.append((self._order, name.replace(" ", ":"), xml))
        self._batch.size += 1
        self.census.unknown_elements[name.rpartition(" ")[2]] += 1

    # -- objects and their properties ---------------------------------------------------------------------------

    def _open_object(self, plan: _Plan, attributes: list[str]) -> None:
        if len(self._frames) >= MAX_DEPTH:
            raise EngineError("xml_too_deep", line=self.line())
        self._order += 1
        if len(attributes) == 2 and attributes[0] == _GML_ID:
            gml_id = attributes[1]
        else:
            gml_id = dict(zip(attributes[::2], attributes[1::2], strict=True)).get(_GML_ID, "")
        if not gml_id:
            # its place in the file: the same whether one process reads it or several
            gml_id = f"sans_id_{self.parser.CurrentByteIndex + self._byte_offset}"
            self.census.unknown_elements["gml:id absent"] += 1
        srs, dim = self._document_srs, self._document_dim
        if self._frames:
            srs, dim = self._frames[-1].srs, self._frames[-1].dim
        self._enter(_Frame(plan, gml_id, self._order, srs, dim))
        self.parser.StartElementHandler = self._start_property
        self.parser.EndElementHandler = self._end_property

    def _enter(self, frame: _Frame) -> None:
        self._frames.append(frame)
        self._frame, self._properties = frame, frame.plan.properties

    def _leave(self) -> _Frame:
        frame = self._frames.pop()
        if self._frames:
            self._frame, self._properties = self._frames[-1], self._frames[-1].plan.properties
        return frame

    def _start_property(self, name: str, attributes: list[str]) -> None:
        frame = self._frame
        if frame.inside is not None:
            plan = PLANS.get(name)
            if plan is None or self._link is None:  # also a property of the object's own: it would take its place
                self._capture(name, attributes, self._keep_element)
            else:
                self._keep_stray_text(frame)
                self._open_inline(frame, plan, attributes, self._link)
            return
        text = self._text
        if text and not (len(text) == 1 and text[0].isspace()):
            self._keep_stray_text(frame)
        known = self._properties.get(name)
        if known is None:
            self._capture(name, attributes, self._keep_element)
            return
        kind = frame.inside = known[0]
        if kind <= _TEXTS:
            self._text.clear()
            if attributes:
                self._add_link(frame, known[2], attributes)
                self.census.unknown_elements[f"{known[2]}/@"] += 1
        elif kind == _LINK:
            self._link = (known[2], attributes)
        else:
            self._start_geometry(known, attributes)

    def _end_property(self, name: str) -> None:
        frame = self._frame
        if frame.inside is None:
            self._keep_stray_text(frame)
            self._close_object()
            return
        frame.inside = None
        kind, rank, _property = self._properties[name]
        if kind <= _TEXTS:
            pieces = self._text
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            pieces.clear()
            if kind == _TEXT and frame.texts[rank] is None and len(text) <= MAX_TEXT:
                frame.texts[rank] = text
                self.census.attributes += 1
            else:
                self._keep_text(frame, kind, rank, name, text)
            return
        self._keep_stray_text(frame)
        if self._link is not None:
            if self._link[1]:
                self._add_link(frame, *self._link)
            self._link = None

    def _keep_stray_text(self, frame: _Frame) -> None:
        """Characters between the properties of an object are kept with what the standard does not have."""
        stray = self._count_stray_text()
        if stray:
            frame.extra.append(escape(stray))

    def _keep_text(self, frame: _Frame, kind: int, rank: int, name: str, text: str) -> None:
        if len(text) > MAX_TEXT:
            raise EngineError("xml_text_too_long", object=frame.gml_id, line=self.line())
        if kind == _TEXTS:
            values = json.loads(frame.texts[rank] or "[]")
            self.census.attributes += not values
            text = json.dumps([*values, text], ensure_ascii=False)
        elif frame.texts[rank] is not None:
            local = name.rpartition(" ")[2]
            self.census.unknown_elements[local] += 1
            frame.extra.append(f'<{local} xmlns="{frame.plan.feature.namespace}">{escape(text)}</{local}>')
            return
        frame.texts[rank] = text

    def _add_link(self, frame: _Frame, name: str, attributes: list[str], child: _Frame | None = None) -> None:
        """Note a link by href, or to an object that stands inside."""
        if child is None and len(attributes) == 2 and attributes[0] == _HREF:
            frame.links += 1
            self._batch.links.append(
                (frame.plan.name, frame.gml_id, frame.order, name, frame.links, attributes[1], 0, None)
            )
            if len(self._batch.links) >= LINK_BATCH and len(self._frames) == 1:
                self._flush_links()
            return
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        href = given.pop(_HREF, None)
        if child is not None:
            href = child.gml_id
        others = json.dumps(given, ensure_ascii=False, sort_keys=True) if given else None
        if href is None and others is None:
            return
        frame.links += 1
        inline = child.order if child is not None else 0
        self._batch.links.append(
            (frame.plan.name, frame.gml_id, frame.order, name, frame.links, href or "", inline, others)
        )

    def _open_inline(self, frame: _Frame, plan: _Plan, attributes: list[str], link: tuple[str, list[str]]) -> None:
        self._link = None
        self._open_object(plan, attributes)
        self._add_link(frame, *link, child=self._frames[-1])
        self.census.inline += 1

    def _close_object(self) -> None:
        frame = self._leave()
        plan = frame.plan
        name = plan.name
        row = (
            frame.order,
            frame.gml_id,
            frame.geometry,
            *frame.texts,
            "".join(frame.head) if frame.head else None,
            "".join(frame.extra) if frame.extra else None,
        )
        batch = self._batch
        table = batch.tables.get(name)
        if table is None:
            table = batch.tables[name] = []
        table.append(row)
        batch.size += 1
        census = self.census
        census.objects[name] += 1
        census.last_object = frame.gml_id
        if plan.producer >= 0 and frame.texts[plan.producer]:
            census.producers.add(frame.texts[plan.producer])  # type: ignore[arg-type]
        if plan.dates >= 0 and frame.texts[plan.dates]:
            self._dates.add(frame.texts[plan.dates])  # type: ignore[arg-type]
        if frame.geometry < 0 and plan.feature.geometry is not None:
            census.empty_geometries += 1
        if self._frames:
            return
        self._stack_depth -= 1
        self.parser.StartElementHandler = self._start_document
        self.parser.EndElementHandler = self._end_document
        if batch.size >= BATCH_SIZE:
            self.flush()

    def flush(self) -> None:
        """Hand over what was read so far."""
        if self._batch.size or self._batch.links:
            self._deliver(self._batch)
            self._batch = Batch()

    def _flush_links(self) -> None:
        links, self._batch.links = self._batch.links, []
        self._deliver(Batch(links=links))

    # -- geometry -----------------------------------------------------------------------------------------------

    def _start_geometry(self, known: tuple[int, int, str], attributes: list[str]) -> None:
        if attributes:
            self._add_link(self._frame, known[2], attributes)
        self._geometry.begin(self._frame.srs, self._frame.dim)
        self.parser.StartElementHandler = self._geometry.start
        self.parser.EndElementHandler = self._end_in_geometry

    def _end_in_geometry(self, name: str) -> None:
        if name not in self._properties:
            self._geometry.end(name)
            return
        self.parser.StartElementHandler = self._start_property
        self.parser.EndElementHandler = self._end_property
        self._frame.inside = None
        shape = self._geometry.result()
        if shape is not None:
            self._keep_shape(shape)

    def _keep_shape(self, shape: Shape) -> None:
        if self._frame.geometry >= 0:
            raise GeometryProblem("gml_several_geometries")
        parts = list(leaves(shape))
        census, dimension = self.census, parts[0][1].shape[1]
        vertices = 0
        for kind, points in parts:
            n, dim = points.shape
            if dim != dimension:
                raise GeometryProblem("gml_mixed_dimension")
            vertices += n
            if kind == "arc":
                census.arcs += (n - 1) // 2
        census.vertices += vertices
        if dimension == 3:
            census.vertices_z += vertices
        self._frame.geometry = len(self._batch.shapes)
        self._batch.shapes.append(shape)
        self._batch.leaves.append(parts)

    # -- XML kept as it stands ----------------------------------------------------------------------------------

    def _capture(self, name: str, attributes: list[str], end: Callable[[str, str], None]) -> None:
        back = (self.parser.StartElementHandler, self.parser.EndElementHandler)

        def finish(name: str, xml: str) -> None:
            self.parser.StartElementHandler, self.parser.EndElementHandler = back
            self.parser.CharacterDataHandler = self._text.append
            if not self._frames:
                self._stack_depth -= 1
            end(name, xml)

        self.parser.StartElementHandler = self._raw.start
        self.parser.EndElementHandler = self._raw.end
        self.parser.CharacterDataHandler = self._raw_text.append  # what the property says around it stays apart
        self._raw.begin(name, attributes, finish)

    def _refuse(self, code: str) -> NoReturn:
        raise EngineError(code, object=self.census.last_object or "-", line=self.line())

    def _keep_element(self, name: str, xml: str) -> None:
        frame = self._frames[-1]
        if name.startswith(f"{GML_NAMESPACE} "):
            frame.head.append(xml)  # the standard properties of any GML feature: legal, rarely used
        else:
            frame.extra.append(xml)
            self.census.unknown_elements[name.rpartition(" ")[2]] += 1

    def _inherit(self, name: str, attributes: list[str]) -> None:
        """An envelope gives the srsName and the dimension of what has none of its own."""
        if name != _ENVELOPE:
            return
        given = dict(zip(attributes[::2], attributes[1::2], strict=True))
        srs, dim = given.get("srsName"), given.get("srsDimension")
        if srs is not None and (self._frames or self._stack_depth == 2):
            self._geometry.check_srs(srs)
        if self._frames:
            frame = self._frames[-1]
            frame.srs = srs or frame.srs
            frame.dim = int(dim) if dim in ("2", "3") else frame.dim
        elif self._stack_depth == 2:
            self._document_srs = srs or self._document_srs
            self._document_dim = int(dim) if dim in ("2", "3") else self._document_dim

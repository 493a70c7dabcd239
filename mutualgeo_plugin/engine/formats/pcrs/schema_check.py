"""Validation of a PCRS file against its schema, piece by piece: memory does not grow with the file.

Each piece is some whole members inside the document's root, so that libxml2 knows the node behind each error. What
pieces cannot see is looked at apart: identifiers that two pieces share. Nothing is fetched, no entity is expanded.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from ...model.errors import EngineError
from ...model.pcrs import CLASSES, GML_NAMESPACE
from ..reader_errors import reader_errors
from .head import Head, Part, read_head, split

#: Bytes of a piece: few enough for libxml2's line numbers (65,535 a document) and for memory (ten times as much).
PIECE_BYTES = 1 << 20
#: A piece that cannot be made smaller than this is not looked at.
LARGEST_PIECE = 16 << 20
#: Errors of a file that are told one by one.
MOST_ERRORS = 500
#: Characters of a value that are told.
_MOST_TOLD = 80
#: Siblings that are counted.
_MOST_RANKS = 10_000
#: Lines that libxml2 can count.
_LAST_LINE = 65_535

_GML_ID = f"{{{GML_NAMESPACE}}}id"
_NCNAME = re.compile(r"[^\W\d][\w.\-·]*")
#: A list of links of one kind, as an emprise has: each of them is valid if its address is made of plain characters.
_LINKS = re.compile(
    rb"(<(?P<name>[A-Za-z_][\w.:-]*)(?: xlink:type=\"simple\")? xlink:href=\"[\w#:/.?=+~-]*\"\s*/>)"
    rb"(?:\s*<(?P=name)(?: xlink:type=\"simple\")? xlink:href=\"[\w#:/.?=+~-]*\"\s*/>)+"
)
#: Messages of libxml2 → kind of error; what no one knows is "other".
_KINDS = (
    ("missing", re.compile(r"Missing child element\(s\)\.(?: Expected is (?:one of )?\( (?P<expected>.*) \)\.)?")),
    ("unexpected", re.compile(r"This element is not expected\.(?: Expected is (?:one of )?\( (?P<expected>.*) \)\.)?")),
    ("list", re.compile(r"\[facet 'enumeration'\] The value '(?P<value>.*)' is not an element of the set "
                        r"\{(?P<expected>.*)\}\.", re.DOTALL)),
    ("pattern", re.compile(r"\[facet 'pattern'\] The value '(?P<value>.*)' is not accepted by the pattern "
                           r"'(?P<expected>.*)'\.", re.DOTALL)),
    ("bound", re.compile(r"\[facet '(?P<expected>\w+)'\] The value '(?P<value>.*)' .*", re.DOTALL)),
    ("type", re.compile(r"'(?P<value>.*)' is not a valid value of the (?:local )?(?:atomic|union|list) type"
                        r"(?: '(?P<expected>.*)')?\.", re.DOTALL)),
    ("attribute_missing", re.compile(r"The attribute '(?P<value>.*)' is required but missing\.")),
    ("attribute_unexpected", re.compile(r"The attribute '(?P<value>.*)' is not allowed\.")),
    ("text", re.compile(r"Character content .*is not allowed.*")),
    ("content", re.compile(r"Element content is not allowed.*")),
    ("undeclared", re.compile(r"No matching global (?:element )?declaration available.*")),
)  # fmt: skip
_SUBJECT = re.compile(r"Element '(?P<element>[^']*)'(?:, attribute '(?P<attribute>[^']*)')?: (?P<said>.*)", re.DOTALL)
#: A step of libxml2's path: a name, or any, and its rank among those of its kind.
_STEP = re.compile(r"(\*|[^\[\]()@]+)(?:\[(\d+)\])?")
_NAMESPACE = re.compile(r"\{[^}' ]*\}")


@dataclass(frozen=True)
class SchemaError:
    """One defect of a file.

    kind : key of `_KINDS`, "twice" (an identifier used before) or "other".
    feature_class, gml_id : object that holds it; empty where it is the document's.
    where : names of the elements from the object down to the defect.
    line : of the file.
    value, expected, element : what the message says, without namespaces.
    message : libxml2's own.
    """

    kind: str
    feature_class: str
    gml_id: str
    where: str
    line: int
    element: str
    value: str = ""
    expected: str = ""
    message: str = ""


@dataclass
class Checked:
    """What validation gave: the first errors, how many more there are of each kind, bytes that were not looked at."""

    errors: list[SchemaError] = field(default_factory=list)
    more: Counter[str] = field(default_factory=Counter)
    skipped: int = 0


def validate(path: Path, schema: etree.XMLSchema, *, piece_bytes: int = PIECE_BYTES) -> Checked:
    """Validate a file.

    Raises
    ------
    EngineError
        What makes the file no PCRS at all; ``xml_doctype``, ``gml_malformed``.
    """
    with reader_errors(path.name):
        head = read_head(path)
        run = _Run(head, schema)
        try:
            run.check(split(head, max(1, -(-head.size // piece_bytes))))
        except etree.XMLSyntaxError:
            # a piece begins or ends inside a comment that looks like members, or the file is wrong: as a whole it tells
            run = _Run(head, schema)
            try:
                run.check(split(head, 1))
            except etree.XMLSyntaxError as error:
                line, _ = error.position
                raise EngineError("gml_malformed", detail=error.msg, line=line, byte="-", last="-") from error
    return run.checked


class _Run:
    """Validation of one file."""

    def __init__(self, head: Head, schema: etree.XMLSchema) -> None:
        self.checked = Checked()
        self._head, self._schema = head, schema
        self._lines_before = head.start.count(b"\n")
        self._hashes: list[NDArray[np.uint64]] = []
        self._document_said: set[str] = set()
        self._said: set[tuple[str, str, str, str]] = set()

    def check(self, parts: list[Part]) -> None:
        """Validate the parts, then look for identifiers that stand in several."""
        for rank, part in enumerate(parts):
            document = self._parse(part, rank, len(parts))
            if document is None:
                self._hashes.append(np.empty(0, dtype=np.uint64))
                continue
            self._hashes.append(_hash_texts([i.get(_GML_ID) for i in _identified_elements(document)]))
            if not self._schema.validate(document):
                for error in self._schema.error_log:
                    self._note(document, error, part)
        self._find_repeated_ids(parts)

    def _parse(self, part: Part, rank: int, parts: int) -> etree._ElementTree | None:
        """A part as a document of its own; None where it is too large."""
        head = self._head
        with head.path.open("rb") as stream:
            stream.seek(part.start)
            content = stream.read(part.end - part.start)
        if len(content) > PIECE_BYTES:
            content = _LINKS.sub(_keep_first_link, content)
        if len(content) > LARGEST_PIECE:
            self.checked.skipped += len(content)
            return None
        prefix = head.root.rpartition(":")[0]
        member = f"{prefix}:featureMember" if prefix else "featureMember"
        between = f"<{member}/>".encode() if rank else b""  # what may only stand before members is wrong after a cut
        end = b"" if rank == parts - 1 else f"</{head.root}>".encode()
        documents = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False, huge_tree=True)
        return etree.ElementTree(etree.fromstring(head.start + between + content + end, documents))

    def _line(self, line: int, part: Part) -> int:
        return line + (part.line - self._lines_before if part.line else 0)

    def _note(self, document: etree._ElementTree, error: etree._LogEntry, part: Part) -> None:
        subject = _SUBJECT.fullmatch(error.message)
        element, attribute, said = subject.group("element", "attribute", "said") if subject else ("", None, "")
        kind, values = _kind_of(said)
        if attribute == _GML_ID and values["expected"].endswith("ID") and _NCNAME.fullmatch(values["value"]):
            return  # used twice in this piece: told with those of other pieces
        if len(self.checked.errors) >= MOST_ERRORS:
            self.checked.more[kind] += 1
            return
        node = _node_at_path(document.getroot(), error.path or "")
        owner = _owner(node)
        if owner is None:
            if error.message in self._document_said:
                return  # each piece bears the root's own errors
            self._document_said.add(error.message)
        self._add(kind, node, owner, part, error.line, attribute or element, values, error.message)

    def _add(
        self,
        kind: str,
        node: etree._Element,
        owner: etree._Element | None,
        part: Part,
        line: int,
        element: str,
        values: dict[str, str],
        message: str,
    ) -> None:
        if len(self.checked.errors) >= MOST_ERRORS:
            self.checked.more[kind] += 1
            return
        if line >= _LAST_LINE and owner is not None:
            line = int(owner.sourceline or line)
        found = SchemaError(
            kind=kind,
            feature_class=_local_name(owner.tag) if owner is not None else "",
            gml_id=(owner.get(_GML_ID) or "") if owner is not None else "",
            where=_element_path(node, owner),
            line=self._line(line, part),
            element=_local_name(element),
            value=_shorten_text(values["value"]),
            expected=_shorten_text(", ".join(_expected_names(values["expected"]))),
            message=_shorten_text(_NAMESPACE.sub("", message)),
        )
        same = (found.kind, found.gml_id, found.where, found.element)
        if same in self._said:
            return  # a wrong word and the list that holds it are one defect
        self._said.add(same)
        self.checked.errors.append(found)

    def _find_repeated_ids(self, parts: list[Part]) -> None:
        """Identifiers that are used more than once, in one part or in several; the first use is right."""
        both = np.concatenate(self._hashes) if self._hashes else np.empty(0, dtype=np.uint64)
        known, count = np.unique(both, return_counts=True)
        twice = known[count > 1]
        if not len(twice):
            return
        seen: set[str] = set()
        for rank, part in enumerate(parts):
            if not np.isin(self._hashes[rank], twice).any():
                continue
            document = self._parse(part, rank, len(parts))
            if document is None:
                continue
            nodes = _identified_elements(document)
            for node in (nodes[i] for i in np.flatnonzero(np.isin(self._hashes[rank], twice)).tolist()):
                gml_id = node.get(_GML_ID)
                if gml_id in seen:
                    values = {"value": gml_id, "expected": ""}
                    self._add("twice", node, _owner(node), part, node.sourceline or 0, node.tag, values, gml_id)
                seen.add(gml_id)


def _node_at_path(root: etree._Element, path: str) -> etree._Element:
    """The node of libxml2's path ("/*/*[3]/gml:Point"): prefixes in it are those of the document, wherever declared."""
    node = root
    for step in path.split("/")[2:]:
        match = _STEP.fullmatch(step)
        if match is None:
            return node
        name, rank = match.group(1), int(match.group(2) or 1)
        alike = (child for child in node.iterchildren(etree.Element) if name in ("*", _written_name(child)))
        found = next(islice(alike, rank - 1, None), None)
        if found is None:
            return node
        node = found
    return node


def _written_name(element: etree._Element) -> str:
    """Name of an element as the document writes it."""
    local = _local_name(str(element.tag))
    return f"{element.prefix}:{local}" if element.prefix else local


def _keep_first_link(match: re.Match[bytes]) -> bytes:
    """The first of a list of links, and the line ends of the others."""
    return match.group(1) + b"\n" * match.group(0).count(b"\n", len(match.group(1)))


def _identified_elements(document: etree._ElementTree) -> list[etree._Element]:
    path = "/*/*/descendant-or-self::*[@gml:id]"
    found: list[etree._Element] = document.xpath(path, namespaces={"gml": GML_NAMESPACE})
    return found


def _hash_texts(texts: list[str]) -> NDArray[np.uint64]:
    """Eight bytes for each text: a million identifiers take eight megabytes."""
    digests = b"".join(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(digests, dtype=np.uint64)


def _kind_of(said: str) -> tuple[str, dict[str, str]]:
    for kind, pattern in _KINDS:
        match = pattern.fullmatch(said)
        if match:
            return kind, {"value": "", "expected": ""} | {k: v or "" for k, v in match.groupdict().items()}
    return "other", {"value": said, "expected": ""}


def _owner(node: etree._Element) -> etree._Element | None:
    """The object that a node belongs to: the innermost one of the standard, else the member's own child."""
    last = None
    for element in (node, *node.iterancestors()):
        if isinstance(element.tag, str) and _local_name(element.tag) in CLASSES:
            return element
        parent = element.getparent()
        if parent is not None and _local_name(str(parent.tag)) == "featureMember":
            last = element
    return last


def _element_path(node: etree._Element, owner: etree._Element | None) -> str:
    """Names of the elements from the object down to a node, with its rank where a name comes several times."""
    names: list[str] = []
    for element in _ancestors(node, owner):
        rank = sum(1 for _ in islice(element.itersiblings(element.tag, preceding=True), _MOST_RANKS))
        names.append(_local_name(str(element.tag)) + (f"[{rank + 1}]" if rank else ""))
    return "/".join(reversed(names))


def _ancestors(node: etree._Element, owner: etree._Element | None) -> Iterator[etree._Element]:
    element: etree._Element | None = node
    while element is not None and element is not owner:
        yield element
        element = element.getparent()


def _local_name(name: str) -> str:
    return name.rpartition("}")[2]


def _expected_names(expected: str) -> list[str]:
    """Names or codes of a list, without namespaces and quotes."""
    words = sorted({word.strip(" '") for word in _NAMESPACE.sub("", expected).split(",")} - {""})
    return ["AbstractFeature"] if "AbstractFeature" in words else words  # any object will do


def _shorten_text(text: str) -> str:
    return text if len(text) <= _MOST_TOLD else text[:_MOST_TOLD] + "…"

"""Targets that are lots: PCRS GML, and what a mapping profile reads. What they hold is held against what is kept."""

from __future__ import annotations

import functools
import re
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from html import unescape
from pathlib import Path

from lxml import etree

from mutualgeo_plugin.engine.assembly.reception.lot_files import LotFile
from mutualgeo_plugin.engine.assembly.reception.lot_reader import Read, read_lot, record
from mutualgeo_plugin.engine.assembly.reception.mapped_reader import read_mapped
from mutualgeo_plugin.engine.assembly.reception.reception_profile import load_reception
from mutualgeo_plugin.engine.assembly.reception.verdict import judge
from mutualgeo_plugin.engine.formats.geopackage import wkb_of
from mutualgeo_plugin.engine.formats.mapping import load_mapping
from mutualgeo_plugin.engine.geometry.wkb import decode, leaves
from mutualgeo_plugin.engine.model.pcrs import CLASSES, GML_NAMESPACE
from tests.engine.run import run
from tests.fuzz.verdict import Lost

NOW = "2024-06-01T08:00:00Z"
_GML = f"{{{GML_NAMESPACE}}}"
_COORDINATES = frozenset(f"{_GML}{name}" for name in ("pos", "posList", "coordinates"))
_TUPLES = f"{_GML}coordinates"
#: Arcs of which other points are kept than those that are written; what carries no geometry.
_CENTRED = frozenset(f"{_GML}{name}" for name in ("ArcByCenterPoint", "CircleByCenterPoint"))
_DESCRIPTIONS = frozenset(
    f"{_GML}{name}" for name in ("description", "descriptionReference", "identifier", "name", "metaDataProperty")
)
_OBJECTS = frozenset(f"{{{one.namespace}}}{name}" for name, one in CLASSES.items())
_TAG = re.compile(r"<(\w+)[\s>]")


def read_pcrs(data: bytes, folder: Path) -> None:
    """A lot read, staged and judged; the base itself is not made."""
    path = folder / "lot.gml"
    path.write_bytes(data)
    read = read_lot(path, target=None, accuracy_limit=0.1, extent=None, scratch=folder, progress=lambda share: None)
    verdict = judge(read, load_reception("reception"), NOW)
    verdict.reasons().text("fr")
    record(LotFile(path.stem, path.name, path), "", read, NOW, None)
    _hold_against_document(data, read)


def round_trip(data: bytes, folder: Path) -> None:
    """A lot received into a base, exported, and received again: the same objects, vertices and arcs."""
    (folder / "lot.gml").write_bytes(data)
    first = _received(folder, "lot.gml", "a.gpkg")
    if first is None or not first["vertices"]:
        return  # a lot without a geometry names no system: it is read into a base that has one
    written = run(folder, "exportpcrs", STORE=folder / "a.gpkg", OUTPUT=folder / "out.gml", LOT="", DECIMALS=-1)
    _refuse_defects(written.events)
    if written.exit:
        raise Lost(f"export: {written.texts()[-300:]}")
    second = _received(folder, "out.gml", "b.gpkg")
    if second != first:
        raise Lost(f"round trip: {first} → {second}")


def _received(folder: Path, lot: str, base: str) -> dict[str, object] | None:
    ran = run(folder, "receivelot", INPUT=[folder / lot], STORE=folder / base, RECEPTION="reception_ouverte")
    _refuse_defects(ran.events)
    if ran.status != "done":
        return None
    return {key: ran.report[key]["in"] for key in ("counts", "vertices", "vertices_z", "arcs")}


def _refuse_defects(events: list[dict[str, object]]) -> None:
    for event in events:
        if event.get("code") == "internal":
            raise Lost(f"internal: {event['text']}")


def _hold_against_document(data: bytes, read: Read) -> None:
    """Objects, coordinates and texts of the document, by another parser, are kept or told."""
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return  # what one parser takes and the other does not
    strings, blobs = _staged(read)
    strings.append(read.document_head)
    kept = "\0".join(strings)
    elements = list(root.iter(etree.Element))
    objects = Counter(etree.QName(one).localname for one in elements if one.tag in _OBJECTS)
    raw = Counter(name for name in _TAG.findall(kept) if name in CLASSES)
    if objects - (read.census.objects + raw):
        raise Lost(f"objects: {objects} → {read.census.objects} + {raw}")
    numbers = Counter(
        value for wkb in blobs for _kind, points in leaves(decode(wkb)) for value in points.ravel().tolist()
    )
    missing = Counter(_coordinates_of(root, kept)) - numbers
    if missing:
        raise Lost(f"coordinates: {dict(missing.most_common(5))}")
    plain = unescape(kept)
    for element in elements:
        for holder, text in ((element, element.text), (element.getparent(), element.tail)):
            words = (text or "").strip()
            if holder is not None and words and _is_data(holder) and words not in kept and words not in plain:
                raise Lost(f"text: {words[:60]!r} in {holder.tag}")


def _coordinates_of(root: etree._Element, kept: str) -> Iterator[float]:
    """Numbers of the geometries of objects that are not kept as XML."""
    for element in root.iter(*_COORDINATES):
        above = [one.tag for one in element.iterancestors()]
        holder = next((rank for rank, tag in enumerate(above) if tag in _OBJECTS), None)
        if holder is None or _CENTRED & set(above) or _DESCRIPTIONS & set(above[:holder]):
            continue
        text = (element.text or "") + "".join(child.tail or "" for child in element)
        if text.strip() in kept:
            continue
        if element.tag == _TUPLES:
            text = text.replace(element.get("cs") or ",", " ").replace(element.get("decimal") or ".", ".")
        with suppress(ValueError):  # kept as XML, with comments in it
            yield from [float(word) for word in text.split()]


def _is_data(holder: etree._Element) -> bool:
    """Whether characters of an element are an object's: not between members, and no geometry's."""
    above = [holder.tag, *(one.tag for one in holder.iterancestors())]
    if not any(tag in _OBJECTS for tag in above):
        return False
    return not any(isinstance(tag, str) and tag.startswith(_GML) for tag in above[: _first_object(above)])


def _first_object(tags: list[str]) -> int:
    return next(rank for rank, tag in enumerate(tags) if tag in _OBJECTS)


def _staged(read: Read) -> tuple[list[str], list[bytes]]:
    """Texts and geometries (WKB) that were staged."""
    strings: list[str] = []
    blobs: list[bytes] = []
    for path in read.stagings:
        connection = sqlite3.connect(path)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            for row in connection.execute(f'SELECT * FROM "{table}"'):
                strings += [value for value in row if isinstance(value, str)]
                blobs += [wkb for value in row if isinstance(value, bytes) and (wkb := wkb_of(value))]
        connection.close()
    return strings, blobs


def read_mapped_lot(data: bytes, folder: Path, *, ending: str, profile: str) -> None:
    """A lot of one file read through a mapping profile."""
    path = folder / f"lot{ending}"
    path.write_bytes(data)
    take_mapped(path, folder, profile)


def take_mapped(path: Path, folder: Path, profile: str) -> Read:
    """Read a mapped lot; every feature is an object, or left out and told."""
    (folder / "mapping.toml").write_text(profile, "utf-8")
    parts = tuple(sorted(own for own in path.parent.iterdir() if own.stem == path.stem))
    read = read_mapped(
        LotFile(path.stem, path.name, path, parts), load_mapping(str(folder / "mapping.toml")), source_crs="EPSG:3946",
        target=None, accuracy_limit=0.1, extent=None, scratch=folder, progress=lambda share: None,
    )  # fmt: skip
    judge(read, load_reception("reception_ouverte"), NOW).reasons().text("en")
    applied = read.applied
    assert applied is not None
    left = applied.ignored_layers.total() + applied.unmapped_layers.total() + applied.unfit.total()
    made = read.census.objects.total() - applied.split.total() - applied.composed.total()
    if made + left != applied.features:
        raise Lost(f"features: {applied.features} → {made} + {left}")
    return read


def read_flat_gml(data: bytes, folder: Path, *, profile: str) -> None:
    """Members of a flat GML: as many features as another parser finds members."""
    path = folder / "lot.gml"
    path.write_bytes(data)
    read = take_mapped(path, folder, profile)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    except (etree.XMLSyntaxError, ValueError):
        return
    members = [one for one in root.iter(etree.Element) if etree.QName(one).localname in _MEMBERS]
    features = sum(len(list(one.iterchildren(etree.Element))) for one in members if not _inside_member(one))
    assert read.applied is not None
    if read.applied.features < features:
        raise Lost(f"members: {features} → {read.applied.features}")


_MEMBERS = frozenset({"featureMember", "featureMembers", "member"})


def _inside_member(element: etree._Element) -> bool:
    return any(etree.QName(one).localname in _MEMBERS for one in element.iterancestors())


def mapped_door(ending: str, profile: str) -> functools.partial[None]:
    """What reads a lot of one file with an ending."""
    return functools.partial(read_mapped_lot, ending=ending, profile=profile)

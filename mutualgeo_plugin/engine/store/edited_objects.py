"""A close look at the objects that were edited by hand since the last run: what one edit may not bring.

The triggers of the class tables name them (`hand_edits`), with what they were before. What stood there before the edit
is never its fault. Where a tool has made a table again without its triggers nobody knows what was edited: all its
objects are looked at, for what no delivery brings.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.parsers import expat

from ..formats import sql
from ..model.errors import Phrase
from ..model.pcrs import AFFLEURANT, CLASSES
from . import dialect, query_keys
from .geometry_faults import NEVER_RECEIVED, find_geometry_fault
from .hand_edits import ADDED, DELETED, EDITED
from .invariants import Fault
from .schema import TRAILING

#: Columns by which links know their object.
_LINKED_BY = ("lot_id", "gml_id", "ord")


@dataclass(frozen=True)
class _Before:
    """What an object was before the first edit since the last run; nothing of one that was added."""

    fid: int
    kind: str
    uid: object
    geometry: object
    texts: Mapping[str, Any]


@dataclass(frozen=True)
class _Now:
    """What it is: geometry as it stands in the column, texts as bytes by column; columns that hold no text."""

    fid: int
    uid: object
    lot_id: object
    geometry: object
    texts: Mapping[str, bytes | None]
    blobs: str


def find_edit_faults(connection: sqlite3.Connection, name: str, crs: int) -> Iterator[Fault]:
    """What is wrong with the objects of a class that were edited since the last run, in three statements."""
    notes = _read_notes(connection, name)
    if not notes:
        return
    first: dict[int, _Before] = {}
    for note in notes:
        first.setdefault(note.fid, note)
    there = {now.fid: now for now in _read_objects(connection, name, first)}
    yield from _find_renumbered(connection, name, notes, there)
    for fid, now in there.items():
        yield from _compare(name, first[fid], now, crs)
    yield from _find_lost_links(connection, name, first, there)


def find_unnoted_faults(connection: sqlite3.Connection, name: str, crs: int) -> Iterator[Fault]:
    """What no delivery brings, among all the objects of a class of whose edits nothing was noted."""
    for now in _read_objects(connection, name, None):
        for code, fields in _text_faults(name, now, {}):
            yield _fault(name, now, code, **fields)
        if (drawn := _geometry_fault(name, now, crs)) in NEVER_RECEIVED:
            yield _fault(name, now, drawn)
    twice = sql.statement("SELECT MAX(fid), uid, MAX(lot_id) FROM {t} GROUP BY uid HAVING COUNT(*) > 1", t=name)
    for fid, uid, lot_id in connection.execute(twice):
        yield Fault(name, "unsound_uid_taken", {"value": uid}, fid, uid, lot_id)


def _read_notes(connection: sqlite3.Connection, name: str) -> list[_Before]:
    rows = connection.execute(
        f"SELECT fid, kind, uid, geometry, {dialect.bytes_of('texts')} FROM hand_edit "  # nosec B608
        "WHERE run_id IS NULL AND class = ? ORDER BY id",
        (name,),
    )
    return [
        _Before(fid, kind, uid, geometry, {} if texts is None else json.loads(texts.decode("utf-8", "replace")))
        for fid, kind, uid, geometry, texts in rows
    ]


def _read_objects(connection: sqlite3.Connection, name: str, fids: Iterable[int] | None) -> Iterator[_Now]:
    """Objects of a class, of these rows or all."""
    feature = CLASSES[name]
    columns = ["uid", "lot_id", "ord", "gml_id", *feature.columns, *(column for column, _ in TRAILING)]
    values = [dialect.bytes_of(column) for column in columns]
    held = " || ".join(
        f"CASE WHEN {dialect.type_fault(column, 'TEXT')} THEN {sql.literal(column + ' ')} ELSE '' END"
        for column in columns
        if column not in ("lot_id", "ord")
    )
    geometry = "geom" if feature.is_drawn else "NULL"
    query = sql.statement(
        f"SELECT fid, lot_id, {geometry}, {held}, {', '.join(values)} FROM {{t}}",  # nosec B608
        t=name,
    )
    chosen: tuple[str, ...] = ()
    if fids is not None:
        query, chosen = f"{query} WHERE {dialect.member_condition('fid')}", (dialect.encode_list(sorted(fids)),)
    for fid, lot_id, shape, blobs, *texts in connection.execute(query, chosen):
        by_column = dict(zip(columns, texts, strict=True))
        uid = None if by_column["uid"] is None else by_column["uid"].decode("utf-8", "replace")
        yield _Now(fid, uid, lot_id, shape, by_column, blobs.strip())


def _find_renumbered(
    connection: sqlite3.Connection, name: str, notes: Iterable[_Before], there: Mapping[int, _Now]
) -> Iterator[Fault]:
    """Objects whose row has another number (fid) now: what was noted of them would be another's."""
    first: dict[object, _Before] = {}
    gone: set[int] = set()
    for note in notes:
        first.setdefault(note.uid, note)
        if note.kind == DELETED:
            gone.add(note.fid)
    moved = {
        uid: note.fid
        for uid, note in first.items()
        if note.kind != ADDED and note.fid not in there and note.fid not in gone
    }
    if moved:
        query = sql.select(name, ["fid", "uid", "lot_id"], dialect.member_condition("uid"))
        for fid, uid, lot_id in connection.execute(query, (dialect.encode_list(map(str, moved)),)).fetchall():
            yield Fault(name, "unsound_renumbered", {"fid": moved[uid]}, fid, uid, lot_id)


def _compare(name: str, before: _Before, now: _Now, crs: int) -> Iterator[Fault]:
    """What an edit has made wrong."""
    added = before.kind != EDITED
    known = {} if added else before.texts
    if not added and now.uid != before.uid:
        yield _fault(name, now, "unsound_uid_changed", value=before.uid)
    for code, fields in _text_faults(name, now, known):
        yield _fault(name, now, code, **fields)
    if added or now.geometry != before.geometry:
        drawn = "unsound_geometry_resolved" if name == AFFLEURANT and not added else _geometry_fault(name, now, crs)
        if drawn:
            yield _fault(name, now, drawn, kind=Phrase(f"geometry_kind_{CLASSES[name].geometry or 'any'}"), crs=crs)


def _geometry_fault(name: str, now: _Now, crs: int) -> str | None:
    feature = CLASSES[name]
    if not feature.is_drawn or (name == AFFLEURANT and now.geometry is None):
        return None
    return find_geometry_fault(now.geometry, feature.geometry or "any", crs)


def _text_faults(name: str, now: _Now, known: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, object]]]:
    """Texts that cannot be read; XML kept beside the attributes that is none any more."""
    broken = now.blobs or ", ".join(_undecodable_columns(now))
    if broken:
        yield "unsound_text", {"column": broken}
        return
    for column, _ in TRAILING:
        text = now.texts[column]
        if text and text.decode("utf-8") != known.get(column) and not is_xml(text):
            yield "unsound_xml", {"column": column}


def _undecodable_columns(now: _Now) -> list[str]:
    """Columns whose bytes are no UTF-8."""
    found = []
    for column, text in now.texts.items():
        try:
            if text is not None:
                text.decode("utf-8")
        except UnicodeDecodeError:
            found.append(column)
    return found


def is_xml(text: bytes) -> bool:
    """Whether a text is what may stand in an element; its prefixes are declared where it goes."""
    try:
        expat.ParserCreate().Parse(b"<x>" + text + b"</x>", True)
    except expat.ExpatError:
        return False
    return True


def _find_lost_links(
    connection: sqlite3.Connection, name: str, first: Mapping[int, _Before], there: Mapping[int, _Now]
) -> Iterator[Fault]:
    """Objects whose links stay behind: they know their object by its lot, gml:id and place."""
    moved: dict[tuple[Any, ...], list[_Now]] = defaultdict(list)
    for fid, now in there.items():
        known = first[fid].texts
        place = tuple(known.get(column) for column in _LINKED_BY)
        if first[fid].kind == EDITED and list(map(_bytes, place)) != [now.texts[column] for column in _LINKED_BY]:
            moved[place].append(now)
    if not moved:
        return
    asked = query_keys.put_places(connection, moved)
    query = (
        f"SELECT DISTINCT l.lot_id, l.gml_id, l.ord FROM {asked} w {dialect.ORDERED_JOIN} link l "  # nosec B608
        "ON l.lot_id = w.lot_id AND l.gml_id = w.gml_id AND l.ord = w.ord WHERE l.class = ?"
    )
    for place in connection.execute(query, (name,)).fetchall():
        for now in moved[place]:
            lot_id, gml_id, order = place
            yield _fault(name, now, "unsound_links", lot_id=lot_id, gml_id=gml_id, order=order)


def _bytes(value: object) -> bytes:
    """A number or text that was noted, as its bytes stand in the column."""
    return str(value).encode()


def _fault(name: str, now: _Now, code: str, **fields: object) -> Fault:
    return Fault(name, code, fields, now.fid, now.uid, now.lot_id)

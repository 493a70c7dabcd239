"""What people and their tools do to a base by hand: each edit, and what the base says of it then.

Edits are made as QGIS makes them: in the file, with the triggers of the base at work. What the schema forbids (a NULL
where NOT NULL stands, `BY_TOOLS`) QGIS cannot do; tools that make a table again without its constraints can.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from mutualgeo_plugin.engine.formats import geopackage as gpkg
from mutualgeo_plugin.engine.formats.geopackage import blob
from mutualgeo_plugin.engine.geometry.wkb import encode
from tests.engine import small_lot as s

KERB, TREE, DRAWING, EMPRISE = "LimiteVoiriePCRS", "ArbrePCRS", "HabillageLignesPCRS", "EmpriseEchangePCRS"
FACADE, SURFACE, LOOK, CHAIN = "FacadePCRS", "AffleurantEnveloppePCRS", "AffleurantPCRS", "AffleurantGeometriquePCRS"

Edit = Callable[[sqlite3.Connection], object]


def carry_out(edit: Edit, base: Path) -> None:
    """Make an edit in the file."""
    connection = gpkg.connect(base)
    try:
        edit(connection)
    finally:
        connection.close()


# -- how --------------------------------------------------------------------------------------------------------------


def _sql(*statements: str) -> Edit:
    def run_all(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return run_all


def _all_of(*edits: Edit) -> Edit:
    def make_all(connection: sqlite3.Connection) -> None:
        for edit in edits:
            edit(connection)

    return make_all


def _set(table: str, name: str, **values: str) -> Edit:
    """Other values (expressions) of the object of a gml:id."""
    said = ", ".join(f"{column} = {value}" for column, value in values.items())
    return _sql(f"UPDATE {table} SET {said} WHERE gml_id = '{name}'")


def _draw(table: str, name: str, shape: Any) -> Edit:
    """Another geometry of the object of a gml:id: a shape, or what stands in the column."""
    value = shape if isinstance(shape, bytes | None) else blob(encode(shape), 3946, None)
    return lambda connection: connection.execute(f"UPDATE {table} SET geom = ? WHERE gml_id = ?", (value, name))


def _paste(table: str, name: str, into: str | None = None, **changed: str) -> Edit:
    """A copy of an object, as QGIS pastes it, some columns being other expressions."""

    def paste(connection: sqlite3.Connection) -> None:
        known = [row[1] for row in connection.execute(f"PRAGMA table_info({into or table})") if row[1] != "fid"]
        own = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        values = ", ".join(changed.get(column, column if column in own else "NULL") for column in known)
        connection.execute(
            f"INSERT INTO {into or table} ({', '.join(known)}) SELECT {values} FROM {table} WHERE gml_id = ?", (name,)
        )

    return paste


def _add(table: str = TREE, name: str = "t", **changed: str) -> Edit:
    return _paste(table, name, **{"uid": "'mine'", "gml_id": "'mine'", "ord": "99", **changed})


def _loosen(table: str, *statements: str) -> Edit:
    """Statements on a table that a tool has made again without its constraints."""

    def carry_on(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET sql = replace(sql, ' NOT NULL', '') WHERE type = 'table' AND name = ?", (table,)
        )
        (version,) = connection.execute("PRAGMA schema_version").fetchone()
        connection.execute(f"PRAGMA schema_version = {version + 1}")
        connection.execute("PRAGMA writable_schema = OFF")
        again = gpkg.connect(connection.execute("PRAGMA database_list").fetchone()[2])  # reads the tables anew
        try:
            _sql(*statements)(again)
        finally:
            again.close()

    return carry_on


def _rebuild(table: str, columns: str = "*") -> Edit:
    """A table that a tool has copied: without keys, constraints, indexes and triggers."""
    return _sql(
        "PRAGMA legacy_alter_table = ON",
        f"CREATE TABLE copied AS SELECT {columns} FROM {table}",
        *(f"DROP TRIGGER IF EXISTS hand_edit_{table}_{kind}" for kind in ("edited", "added", "deleted")),
        f"DROP TABLE {table}",
        f"ALTER TABLE copied RENAME TO {table}",
    )


def _drop(kind: str, pattern: str) -> Edit:
    """Drop what bears such a name."""

    def drop(connection: sqlite3.Connection) -> None:
        query = "SELECT name FROM sqlite_master WHERE type = ? AND name LIKE ?"
        for (name,) in connection.execute(query, (kind, pattern)).fetchall():
            connection.execute(f'DROP {kind} "{name}"')

    return drop


def _drop_column(table: str, column: str) -> Edit:
    """A column dropped as tools do it: triggers and views that name it first, the others made again."""

    def drop(connection: sqlite3.Connection) -> None:
        triggers = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,)
        ).fetchall()
        for name, _ in triggers:
            connection.execute(f'DROP TRIGGER "{name}"')
        _drop("view", "%")(connection)
        connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        for _, statement in triggers:
            if "hand_edit" not in statement:
                connection.execute(statement)

    return drop


def _forget(table: str) -> Edit:
    """A layer that is dropped with all that lists it."""
    return _sql(
        f"DROP TABLE {table}",
        f"DROP TABLE rtree_{table}_geom",
        *(
            f"DELETE FROM {listing} WHERE table_name = '{table}'"
            for listing in ("gpkg_contents", "gpkg_geometry_columns", "gpkg_ogr_contents")
        ),
    )


# -- geometries -------------------------------------------------------------------------------------------------------

_NAN, _INFINITE = float("nan"), float("inf")


def _line(*points: tuple[float, ...]) -> tuple[str, np.ndarray]:
    return "line", np.array([(s.X + p[0], s.Y + p[1], *p[2:]) for p in points])


def _point(x: float, y: float, *z: float) -> tuple[str, np.ndarray]:
    return "point", np.array([(s.X + x, s.Y + y, *z)])


def _ground(*ring: tuple[float, float]) -> tuple[str, Any]:
    return "multisurface", [("polygon", [_line(*ring)])]


def _raw(order: int, code: int, points: list[tuple[float, ...]], flags: int = 1) -> bytes:
    """A geometry by its bytes: order of the bytes (1: little-endian), type, points of a line."""
    sign, kind = ("little", "<f8") if order else ("big", ">f8")
    head = bytes([order]) + code.to_bytes(4, sign) + len(points).to_bytes(4, sign)  # type: ignore[arg-type]
    return gpkg._HEADER.pack(b"GP", 0, flags, 3946) + head + np.array(points, dtype=kind).tobytes()


_ENDS = [(s.X + 2, s.Y + 7, 100.0), (s.X + 8, s.Y + 7, 100.0)]
_STRAIGHT = _line((2, 7, 100), (8, 7, 100))
_NO_POINT = gpkg._HEADER.pack(b"GP", 0, 0x11, 3946) + encode(("point", np.full((1, 3), _NAN)))

# -- what -------------------------------------------------------------------------------------------------------------

_NO_ATTRIBUTES = dict.fromkeys(
    ("idObjet", "thematique", "qualiteCategorisation", "precisionPlanimetrique", "precisionAltimetrique", "producteur",
     "dateLeve"),
    "NULL",
)  # fmt: skip
_MISSING, _UNREADABLE, _NUMBERS, _KIND = (
    f"unsound_geometry_{what}" for what in ("missing", "unreadable", "numbers", "kind")
)

#: What a person may do: it works, and the next run that writes tells it.
LEGITIMATE: dict[str, Edit] = {
    "added": _add(),
    "added with null attributes": _add(**_NO_ATTRIBUTES, reference="NULL"),
    "line copied": _paste(KERB, "k"),
    "tree copied": _paste(TREE, "t"),
    "tree copied twice": _all_of(_paste(TREE, "t"), _add(uid="uid", gml_id="gml_id")),
    "drawing copied": _paste(DRAWING, "d"),
    "emprise copied": _paste(EMPRISE, "ew"),
    "part without geometry copied": _paste(CHAIN, "r"),
    "affleurant copied": _paste(LOOK, "a"),
    "line pasted into another class": _paste(KERB, "k", FACADE),
    "line split": _all_of(
        _paste(KERB, "k"),
        lambda c: c.execute(
            f"UPDATE {KERB} SET geom = ? WHERE fid = (SELECT MAX(fid) FROM {KERB})",
            (blob(encode(_line((5, 7, 100), (8, 7, 100))), 3946, None),),
        ),
        lambda c: c.execute(
            f"UPDATE {KERB} SET geom = ? WHERE fid = (SELECT MIN(fid) FROM {KERB} WHERE gml_id = 'k')",
            (blob(encode(_line((2, 7, 100), (5, 7, 100))), 3946, None),),
        ),
    ),
    "one deleted": _sql(f"DELETE FROM {KERB} WHERE gml_id = 'k'"),
    "chain of an affleurant deleted": _sql(f"DELETE FROM {CHAIN}"),
    "envelope deleted": _sql(f"DELETE FROM {SURFACE}"),
    "one in conflict deleted": _sql(f"DELETE FROM {KERB} WHERE gml_id = 'c1'"),
    "merged line deleted": _sql(f"DELETE FROM {KERB} WHERE uid LIKE 'derived-%'"),
    "all trees deleted": _sql(f"DELETE FROM {TREE}"),
    "all lines deleted": _sql(f"DELETE FROM {KERB}"),
    "all deleted, and the layer": _all_of(_sql(f"DELETE FROM {DRAWING}"), _forget(DRAWING)),
    "tree moved": _draw(TREE, "t", _point(3.5, 3, 100)),
    "envelope moved": _draw(SURFACE, "v", ("polygon", [_line((12, 2, 9), (14, 2, 9), (14, 3, 9), (12, 2, 9))])),
    "line drawn flat": _draw(KERB, "k", _line((2, 7), (8, 7))),
    "line drawn in arcs": _draw(KERB, "k", ("arc", _line((2, 7, 9), (5, 9, 9), (8, 7, 9))[1])),
    "attribute changed": _set(TREE, "t", reference="'Platane'"),
    "attributes emptied": _sql(f"UPDATE {KERB} SET {', '.join(f'{c} = NULL' for c in _NO_ATTRIBUTES)}, extra = NULL"),
    "attribute a number": _set(KERB, "k", precisionPlanimetrique="12", dateLeve="2015"),
    "state superseded": _set(TREE, "t", state="'superseded'"),
    "state removed": _set(TREE, "t", state="'removed'"),
    "superseded brought back": _sql(f"UPDATE {KERB} SET state = 'current'"),
    "fid another": _set(TREE, "t", fid="999"),
    "gml:id taken": _set(TREE, "t", gml_id="'t2'"),
    "gml:id no name": _set(TREE, "t", gml_id="'3 <x> &'"),
    "place taken": _set(TREE, "t", ord=f"(SELECT ord FROM {TREE} WHERE gml_id = 't2')"),
    "moved to another lot": _set(TREE, "t", lot_id="2"),
    "lot emptied and deleted": _sql(
        *(f"DELETE FROM {t} WHERE lot_id = (SELECT lot_id FROM lot WHERE name = 'bad')" for t in (KERB, EMPRISE)),
        "DELETE FROM lot WHERE name = 'bad'",
    ),
    "lot renamed": _sql("UPDATE lot SET name = 'ouest' WHERE name = 'west'"),
    "lots named alike": _sql("UPDATE lot SET name = 'same'"),
    "lot without what may lack": _sql(
        "UPDATE lot SET producers = NULL, surveyed_from = NULL, surveyed_to = NULL, published = NULL, verdict = NULL, "
        "operation = NULL, operation_accuracy = NULL, reserves = NULL, root_id = NULL, root_version = NULL, "
        "document_head = NULL, precision_effect = NULL, profile = NULL, vertical_datum = NULL"
    ),
    "emprise crossing itself": _draw(EMPRISE, "ew", _ground((0, 0), (10, 10), (10, 0), (0, 10), (0, 0))),
    "emprise deleted": _sql(f"DELETE FROM {EMPRISE} WHERE gml_id = 'ew'"),
    "emprise of the update deleted": _sql(f"DELETE FROM {EMPRISE} WHERE gml_id = 'eu'"),
    "all emprises deleted": _sql(f"DELETE FROM {EMPRISE}"),
    "emprise with a wrong date": _set(EMPRISE, "ew", datePublication="'soon'"),
    "foreign table": _sql(
        "CREATE TABLE notes (id INTEGER PRIMARY KEY, geom BLOB, note TEXT)", "INSERT INTO notes VALUES (1, NULL, 'n')",
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'notes')",
    ),
    "foreign table unlisted": _sql("CREATE TABLE notes (id INTEGER PRIMARY KEY, note TEXT)"),
    "listed table that is not there": _sql(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('notes', 'attributes', 'notes')"
    ),
    "foreign view": _sql("CREATE VIEW v AS SELECT * FROM lot"),
    "foreign column": _sql(f"ALTER TABLE {TREE} ADD COLUMN essence TEXT", f"UPDATE {TREE} SET essence = 'chêne'"),
    "foreign column of lots": _sql("ALTER TABLE lot ADD COLUMN note TEXT"),
    "triggers dropped": _all_of(_drop("trigger", f"hand_edit_{KERB}%"), _set(KERB, "k", producteur="'X'")),
    "index dropped": _sql(f"DROP INDEX {KERB}_lot", "DROP INDEX lineage_uid"),
    "finding deleted": _sql("DELETE FROM finding WHERE id = (SELECT MIN(id) FROM finding)"),
    "all findings deleted": _sql("DELETE FROM finding"),
    "all states of findings deleted": _sql("DELETE FROM finding_state"),
    "findings resolved": _sql("UPDATE finding_state SET state = 'resolved'"),
    "findings without what may lack": _sql(
        "UPDATE finding SET class = NULL, objects = NULL, x = NULL, y = NULL, measured = NULL, tolerance = NULL, "
        "message = NULL, state = NULL, exception_id = NULL",
        "UPDATE finding_state SET x = NULL, y = NULL, shape = NULL, since_run = NULL, role = NULL, reason = NULL, "
        "exception_id = NULL, why = NULL",
    ),
    "findings of unknown checks": _sql("UPDATE finding SET severity = 'dire', check_id = 'X99', objects = 'x'"),
    "exception deleted": _sql("DELETE FROM exception", "DELETE FROM exception_object"),
    "objects of exceptions deleted": _sql("DELETE FROM exception_object"),
    "exception without what may lack": _sql(
        "UPDATE exception SET class = NULL, about = NULL, x = NULL, y = NULL, run_id = NULL, code = NULL",
        "UPDATE exception_object SET class = NULL, name = NULL, uid = NULL, geometry = NULL",
    ),
    "conflict deleted": _sql("DELETE FROM conflict"),
    "conflict of unknown objects": _sql("UPDATE conflict SET uid_a = 'x', decision = 'x', decision_id = 99"),
    "links deleted": _sql("DELETE FROM link"),
    "links that lead nowhere": _sql("UPDATE link SET href = '', property = 'none'"),
    "links of another lot": _sql("UPDATE link SET lot_id = 77"),
    "lineage deleted": _sql("DELETE FROM lineage"),
    "lineage of unknown runs": _sql("UPDATE lineage SET run_id = 99, action = ''"),
    "number of objects not noted": _sql("UPDATE gpkg_ogr_contents SET feature_count = NULL"),
    "lineage without what may lack": _sql(
        "UPDATE lineage SET state_from = NULL, state_to = NULL, run_id = NULL, competitor = NULL, detail = NULL"
    ),
    "runs deleted": _sql("DELETE FROM run"),
    "runs of unknown jobs": _sql("UPDATE run SET job = 'other', started = 'x', ended = 'x'"),
    "runs without what may lack": _sql("UPDATE run SET ended = NULL, report = NULL, findings = NULL"),
    "scores deleted": _sql("DELETE FROM score"),
    "undo notes deleted": _sql("DELETE FROM undo_note"),
    "hand edits deleted": _all_of(_set(TREE, "t", reference="'x'"), _sql("DELETE FROM hand_edit")),
    "hand edit of a class without table": _sql(
        "INSERT INTO hand_edit (class, fid, kind, made) VALUES ('QuaiRailPCRS', 1, 'edited', 'z')"
    ),
    "vertical datum unknown": _sql("UPDATE store_info SET value = 'x' WHERE key = 'vertical_datum'"),
}  # fmt: skip

#: What leaves a base unsound: it is refused until it is mended, by these sentences.
UNSOUND: dict[str, tuple[set[str], Edit]] = {
    "added without geometry": ({_MISSING}, _add(geom="NULL")),
    "added to a lot that is not there": ({"unsound_lot"}, _add(lot_id="77")),
    "added to lot 0": ({"unsound_lot", "unsound_gml_id"}, _add(KERB, "k", lot_id="0", gml_id="''")),
    "added without state": ({"unsound_state"}, _add(state="''")),
    "added without uid": ({"unsound_uid"}, _add(uid="''")),
    "two added without uid": ({"unsound_uid"}, _all_of(_add(uid="''"), _add(KERB, "k", uid="''"))),
    "added of another kind": ({_KIND}, _all_of(_add(), _draw(TREE, "mine", _STRAIGHT))),
    "geometry null": ({_MISSING}, _draw(KERB, "k", None)),
    "geometry empty": ({_MISSING}, _draw(KERB, "k", _raw(1, 1002, [], 0x11))),
    "geometry of a tree empty": ({_MISSING}, _draw(TREE, "t", _NO_POINT)),
    "polygon among lines": ({_KIND}, _draw(KERB, "k", ("polygon", [_line((2, 7), (8, 7), (8, 8), (2, 7))]))),
    "point among lines": ({_KIND}, _draw(KERB, "k", _point(3, 3, 100))),
    "line among trees": ({_KIND}, _draw(TREE, "t", _STRAIGHT)),
    "multi line": ({_KIND}, _draw(KERB, "k", ("multicurve", [_STRAIGHT, _line((8, 7, 9), (9, 7, 9))]))),
    "single line among drawings": ({_KIND}, _draw(DRAWING, "d", _STRAIGHT)),
    "collection": ({_KIND}, _draw(KERB, "k", ("collection", [_STRAIGHT, _point(3, 3, 100)]))),
    "measured": ({"unsound_geometry_measured"}, _draw(KERB, "k", _raw(1, 3002, [(*p, 5.0) for p in _ENDS]))),
    "of no length": ({"unsound_geometry_extent"}, _draw(KERB, "k", _line((2, 7, 100), (2, 7, 100)))),
    "of one point": ({"unsound_geometry_extent"}, _draw(KERB, "k", _line((2, 7, 100)))),
    "NaN in XY": ({_NUMBERS}, _draw(KERB, "k", _line((2, 7, 100), (_NAN, 7, 100)))),
    "NaN in XY of a tree": ({_NUMBERS}, _draw(TREE, "t", _point(_NAN, 3, 100))),
    "NaN in Z": ({_NUMBERS}, _draw(KERB, "k", _line((2, 7, 100), (8, 7, _NAN)))),
    "NaN in Z of a tree": ({_NUMBERS}, _draw(TREE, "t", _point(3, 3, _NAN))),
    "infinite": ({_NUMBERS}, _draw(KERB, "k", _line((2, 7, 100), (_INFINITE, 7, 100)))),
    "in degrees": ({"unsound_geometry_outside"}, _draw(TREE, "t", ("point", np.array([(4.85, 45.75, 100.0)])))),
    "big-endian": ({_UNREADABLE}, _draw(KERB, "k", _raw(0, 1002, _ENDS))),
    "no geometry of a GeoPackage": ({_UNREADABLE}, _draw(KERB, "k", encode(_STRAIGHT))),
    "geometry cut": ({_UNREADABLE}, _draw(KERB, "k", blob(encode(_STRAIGHT), 3946, None)[:-5])),
    "geometry of two bytes": ({_UNREADABLE}, _draw(KERB, "k", b"GP")),
    "geometry a text": ({_UNREADABLE}, _set(KERB, "k", geom="'LINESTRING(0 0, 1 1)'")),
    "affleurant moved": ({"unsound_geometry_resolved"}, _draw(LOOK, "a", _point(12, 3, 100))),
    "emprise null": ({_MISSING}, _draw(EMPRISE, "ew", None)),
    "emprise a line": ({_KIND}, _draw(EMPRISE, "ew", _line((0, 0), (10, 10)))),
    "emprise NaN": ({_NUMBERS}, _draw(EMPRISE, "ew", _ground((0, 0), (10, _NAN), (10, 0), (0, 0)))),
    "emprise of one place": ({"unsound_geometry_extent"}, _draw(EMPRISE, "ew", _ground(*[(0, 0)] * 4))),
    "attribute a blob": ({"unsound_text"}, _set(KERB, "k", producteur="X'FF00'", idObjet="X'41'")),
    "attribute of no encoding": ({"unsound_text"}, _set(KERB, "k", producteur="CAST(X'FFFE' AS TEXT)")),
    "kept XML that is none": ({"unsound_xml"}, _set(KERB, "k", extra="'<a>'", gml_head="'no & xml <'")),
    "state unknown": ({"unsound_state"}, _set(TREE, "t", state="'lost'")),
    "uid empty": ({"unsound_uid_changed"}, _set(TREE, "t", uid="''")),
    "uid another": ({"unsound_uid_changed"}, _set(TREE, "t", uid="'mine'")),
    "uid taken": ({"unsound_uid_changed"}, _set(TREE, "t", uid=f"(SELECT uid FROM {TREE} WHERE gml_id = 't2')")),
    "uid of another class": (
        {"unsound_uid_changed"}, _set(TREE, "t", uid=f"(SELECT uid FROM {KERB} WHERE gml_id = 'k')"),
    ),
    "gml:id empty": ({"unsound_gml_id"}, _set(TREE, "t", gml_id="''")),
    "gml:id of what has links": ({"unsound_links"}, _set(LOOK, "a", gml_id="'other'")),
    "place a text": ({"unsound_order"}, _set(TREE, "t", ord="'x'")),
    "fid and attribute others": ({"unsound_renumbered"}, _set(TREE, "t", fid="999", reference="'x'")),
    "fid the largest": ({"unsound_fid"}, _set(TREE, "t", fid="9223372036854775807")),
    "moved to a lot that is not there": ({"unsound_lot"}, _set(TREE, "t", lot_id="77")),
    "lot a text": ({"unsound_lot"}, _set(TREE, "t", lot_id="'west'")),
    "what has links moved to another lot": ({"unsound_links"}, _set(LOOK, "a", lot_id="1")),
    "lot deleted": ({"unsound_lot"}, _sql("DELETE FROM lot WHERE name = 'west'")),
    "derived lot deleted": ({"unsound_lot"}, _sql("DELETE FROM lot WHERE kind = 'derived'")),
    "all lots deleted": ({"unsound_lot"}, _sql("DELETE FROM lot")),
    "lot renumbered": ({"unsound_lot"}, _sql("UPDATE lot SET lot_id = 55 WHERE name = 'west'")),
    "lot without name": ({"unsound_lot_name"}, _sql("UPDATE lot SET name = '' WHERE name = 'west'")),
    "lot of unknown kind": ({"unsound_word"}, _sql("UPDATE lot SET kind = 'other' WHERE name = 'west'")),
    "lot with wrong values": (
        {"unsound_value", "unsound_lot_system"},
        _sql("UPDATE lot SET reserves = 'no', objects = 'many', store_crs = 'CC46', operation_accuracy = 'fine'"),
    ),
    "lot in another system": ({"unsound_lot_system"}, _sql("UPDATE lot SET store_crs = 2154 WHERE name = 'west'")),
    "lot with a head that is no XML": (
        {"unsound_xml"}, _sql("UPDATE lot SET document_head = '<not xml' WHERE name = 'west'"),
    ),
    "layer dropped, still listed": ({"unsound_table_missing"}, _sql(f"DROP TABLE {DRAWING}")),
    "layer deleted": ({"unsound_layer_lost"}, _forget(DRAWING)),
    "layer unlisted": (
        {"unsound_table_unlisted"}, _sql(f"DELETE FROM gpkg_contents WHERE table_name = '{DRAWING}'"),
    ),
    "column dropped": ({"unsound_column_missing", "unsound_view"}, _drop_column(KERB, "producteur")),
    "column of the engine dropped": ({"unsound_column_missing", "unsound_view"}, _drop_column(KERB, "state")),
    "geometry column dropped": ({"unsound_column_missing", "unsound_view"}, _drop_column(DRAWING, "geom")),
    "column of lots dropped": ({"unsound_column_missing"}, _drop_column("lot", "reserves")),
    "column of lineage dropped": (
        {"unsound_column_missing", "unsound_view"}, _drop_column("lineage", "competitor"),
    ),
    "column renamed": ({"unsound_column_missing"}, _sql(f"ALTER TABLE {TREE} RENAME COLUMN reference TO espece")),
    "layer made again": ({"unsound_table_key"}, _rebuild(KERB)),
    "layer made again of some columns": (
        {"unsound_column_missing"}, _rebuild(TREE, "geom, uid, lot_id, ord, state, gml_id"),
    ),
    "triggers dropped, NaN": (
        {_NUMBERS}, _all_of(_drop("trigger", f"hand_edit_{KERB}%"), _draw(KERB, "k", _line((2, 7, 9), (8, 7, _NAN)))),
    ),
    "triggers dropped, copied": (
        {"unsound_uid_taken"}, _all_of(_drop("trigger", f"hand_edit_{KERB}%"), _paste(KERB, "k")),
    ),
    "spatial index emptied": ({"unsound_index"}, _sql(f"DELETE FROM rtree_{KERB}_geom")),
    "spatial index not kept": ({"unsound_index"}, _drop("trigger", f"rtree_{KERB}%")),
    "spatial index dropped": (
        {"unsound_index"}, _all_of(_drop("trigger", f"rtree_{KERB}%"), _sql(f"DROP TABLE rtree_{KERB}_geom")),
    ),
    "views dropped": ({"unsound_view"}, _drop("view", "%")),
    "state of findings unknown": ({"unsound_word"}, _sql("UPDATE finding_state SET state = 'whatever'")),
    "findings with wrong values": (
        {"unsound_value"}, _sql("UPDATE finding SET x = 'east'", "UPDATE finding_state SET uids = 'x', names = ''"),
    ),
    "exception with wrong values": (
        {"unsound_value", "unsound_word"}, _sql("UPDATE exception SET scope = 'other', x = 'e', about = '['"),
    ),
    "objects of exceptions with wrong values": (
        {"unsound_value"}, _sql("UPDATE exception_object SET geometry = X'0102', tolerance = 'x'"),
    ),
    "conflict with wrong values": (
        {"unsound_value", "unsound_word"}, _sql("UPDATE conflict SET state = 'x', class = 'lot', x = 'e'"),
    ),
    "links with wrong values": (
        {"unsound_value", "unsound_word"}, _sql("UPDATE link SET rank = 'x', attrs = '<', class = 'x', href = X'00'"),
    ),
    "unknown member with wrong values": (
        {"unsound_value"}, _sql("INSERT INTO unknown_member (lot_id, ord, name, xml) VALUES (1, 'x', '', '<')"),
    ),
    "lineage with wrong values": (
        {"unsound_value", "unsound_word"}, _sql("UPDATE lineage SET lot_id = 'x', state_to = 'zzz'"),
    ),
    "runs with wrong values": ({"unsound_word"}, _sql("UPDATE run SET status = 'fini'")),
    "scores with wrong values": ({"unsound_value"}, _sql("UPDATE score SET score = 'x', coverage = 'y'")),
    "undo notes with wrong values": ({"unsound_value"}, _sql("UPDATE undo_note SET before = 'x'")),
    "hand edits with wrong values": (
        {"unsound_value", "unsound_word"},
        _sql("INSERT INTO hand_edit (class, fid, kind, made) VALUES ('none', 'x', 'y', 'z')"),
    ),
    "system unknown": (
        {"unsound_system", "unsound_lot_system"}, _sql("UPDATE store_info SET value = 'CC46' WHERE key = 'crs'"),
    ),
    "system another": ({"unsound_lot_system"}, _sql("UPDATE store_info SET value = '2154' WHERE key = 'crs'")),
    "first noted run no number": (
        {"unsound_value"}, _sql("UPDATE store_info SET value = 'x' WHERE key = 'first_noted_run'"),
    ),
    "table of conflicts dropped": (
        {"unsound_table_missing", "unsound_view"}, _all_of(_drop("view", "%"), _sql("DROP TABLE conflict")),
    ),
    "styles dropped": (set(), _sql("DROP TABLE layer_styles")),
}  # fmt: skip

#: What leaves nothing to look at: who opens the base is refused by the same code.
CLOSED: dict[str, Edit] = {
    "schema version no number": _sql("UPDATE store_info SET value = 'five' WHERE key = 'schema_version'"),
    "schema version null": _sql("UPDATE store_info SET value = NULL WHERE key = 'schema_version'"),
    "information emptied": _sql("DELETE FROM store_info"),
    "table of lots dropped": _sql("DROP TABLE lot"),
    "list of layers dropped": _sql("DROP TABLE gpkg_geometry_columns"),
}

#: What QGIS cannot do, for the schema forbids it.
BY_TOOLS: dict[str, tuple[set[str], Edit]] = {
    **{
        f"{column} null": (codes, _loosen(TREE, f"UPDATE {TREE} SET {column} = NULL WHERE gml_id = 't'"))
        for column, codes in (
            ("uid", {"unsound_uid_changed"}), ("lot_id", {"unsound_lot"}), ("ord", {"unsound_order"}),
            ("state", {"unsound_state"}), ("gml_id", {"unsound_gml_id"}),
        )
    },
    "added without anything": (
        {"unsound_uid", "unsound_lot", "unsound_order", "unsound_state", "unsound_gml_id", _MISSING},
        _loosen(TREE, f"INSERT INTO {TREE} (reference) VALUES ('x')"),
    ),
    "lot null": (
        {"unsound_value", "unsound_word"},
        _loosen("lot", "UPDATE lot SET name = NULL, kind = NULL, sha256 = NULL, size = NULL, objects = NULL"),
    ),
    "lots of one file": ({"unsound_table_key"}, _all_of(_rebuild("lot"), _sql("UPDATE lot SET sha256 = 'same'"))),
    "runs without key": ({"unsound_table_key"}, _rebuild("run")),
    "finding null": ({"unsound_value"}, _loosen("finding", "UPDATE finding SET finding_id = NULL, run_id = NULL")),
    "state of findings null": (
        {"unsound_value", "unsound_word"},
        _loosen("finding_state", "UPDATE finding_state SET state = NULL, uids = NULL"),
    ),
    "lineage null": (
        {"unsound_value", "unsound_word"}, _loosen("lineage", "UPDATE lineage SET uid = NULL, class = NULL"),
    ),
    "link null": ({"unsound_value"}, _loosen("link", "UPDATE link SET href = NULL, lot_id = NULL, gml_id = NULL")),
    "run null": ({"unsound_value"}, _loosen("run", "UPDATE run SET job = NULL, started = NULL")),
    "conflict null": (
        {"unsound_value", "unsound_word"}, _loosen("conflict", "UPDATE conflict SET uid_a = NULL, state = NULL"),
    ),
}  # fmt: skip

#: All of them.
EDITS: dict[str, Edit] = {
    **LEGITIMATE,
    **{name: edit for name, (_codes, edit) in (*UNSOUND.items(), *BY_TOOLS.items())},
    **CLOSED,
}

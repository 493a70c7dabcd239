"""A lot goes into the store whole, inside a transaction, and is counted before that commits."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path

from ..context import MEASURES
from ..formats import geopackage as gpkg
from ..formats import sql
from ..formats.sqlite_errors import sqlite_errors
from ..geometry.wkb import decode, encode
from ..model.days import span_of_days
from ..model.errors import EngineError, EngineFailure
from ..model.pcrs import AFFLEURANT, CLASSES, EMPRISE, REPRESENTATIONS
from . import dialect
from .affleurants import combine_shapes
from .removal import purge_undone, tell_return
from .schema import CURRENT, DELIVERY, UID_HASH, WITHDRAWN
from .staging import BOX, LINK_COLUMNS, UNKNOWN_COLUMNS, class_columns
from .store import Store


@dataclass
class LotRecord:
    """What the store keeps of a lot; names are the columns of the ``lot`` table."""

    name: str
    file: str
    sha256: str
    size: int
    received: str
    source_crs: int
    store_crs: int
    producers: str = ""
    surveyed_from: str | None = None
    surveyed_to: str | None = None
    operation: str | None = None
    operation_definition: str | None = None
    operation_accuracy: float | None = None
    vertical_datum: str | None = None
    root_id: str | None = None
    root_version: str | None = None
    document_head: str | None = None
    objects: int = 0
    vertices: int = 0
    vertices_z: int = 0
    arcs: int = 0
    attributes: int = 0
    verdict: str | None = None
    reserves: str | None = None
    profile: str | None = None
    precision_effect: str | None = None
    kind: str = DELIVERY


def find_lot_name(store: Store, sha256: str) -> str | None:
    """Name of the lot of these bytes; None where the base has none, or where its reception was undone."""
    row = store._connection.execute(
        "SELECT name FROM lot WHERE sha256 = ? AND kind <> ?", (sha256, WITHDRAWN)
    ).fetchone()
    return str(row[0]) if row else None


@contextmanager
def attach_stagings(store: Store, stagings: Sequence[Path]) -> Iterator[list[str]]:
    """The files of a staged lot, for one transaction: `insert_lot` takes the names that are given."""
    connection = store._connection
    schemas = [f"stage{rank}" for rank in range(len(stagings))]
    with sqlite_errors(store.path):
        for schema, path in zip(schemas, stagings, strict=True):
            dialect.attach_database(connection, path, schema)
        try:
            with store.transaction():
                yield schemas
        finally:
            for schema in schemas:
                dialect.detach_database(connection, schema)


def insert_lot(store: Store, lot: LotRecord, schemas: Sequence[str], run_id: int) -> int:
    """Copy a staged lot into the store, inside the transaction of `attach_stagings`; returns its number.

    Raises
    ------
    EngineFailure
        ``lot_lost``: the store does not give back what was read.
    """
    if lot.store_crs != store.crs:
        raise EngineError("store_other_crs", path=str(store.path), found=store.crs, wanted=lot.store_crs)
    connection = store._connection
    known = purge_undone(store, lot.sha256)
    values = {"lot_id": known, **{f.name: getattr(lot, f.name) for f in fields(lot)}}
    lot_id = dialect.inserted_key(connection.execute(sql.insert("lot", list(values)), list(values.values())))
    present = {s: dialect.table_names(connection, s) for s in schemas}
    touched = [name for name in CLASSES if any(name in tables for tables in present.values())]
    for name in touched:
        store.ensure_class(CLASSES[name])
        if CLASSES[name].is_drawn:
            gpkg.drop_insert_triggers(connection, name)
    resolved = _resolve_affleurants(connection, present) if AFFLEURANT in touched else ""
    offset = 0
    added = dict.fromkeys(touched, 0)
    boxes: dict[str, list[gpkg.Box | None]] = {name: [] for name in touched}
    for schema in schemas:
        for name in touched:
            if name in present[schema]:
                rows, box = _copy_class(connection, schema, name, lot, lot_id=lot_id, offset=offset, resolved=resolved)
                added[name] += rows
                boxes[name].append(box)
        _copy_plain(connection, schema, lot_id, offset)
        offset += _last_order(connection, schema, present[schema])
    if resolved:
        connection.execute(f"DROP TABLE {resolved}")
    for name in touched:
        if CLASSES[name].is_drawn:
            gpkg.finish_bulk(connection, name, added[name], boxes[name])
    _audit(store, lot, lot_id)
    if EMPRISE in touched:
        said = connection.execute(sql.select(EMPRISE, ["datePublication"], "lot_id = ?"), (lot_id,))
        days = span_of_days({text for (text,) in said if text})
        connection.execute(sql.update("lot", ["published"], "lot_id = ?"), (days and days[1], lot_id))
    store.add_lineage([(lot.sha256, "*", "received", lot_id, run_id, None, CURRENT, None, lot.file)])
    if known is not None:
        tell_return(store, lot_id, run_id)
    return lot_id


def _last_order(connection: sqlite3.Connection, schema: str, tables: set[str]) -> int:
    last = 0
    for table in tables:
        found = connection.execute(sql.statement("SELECT MAX(ord) FROM {s}.{t}", s=schema, t=table)).fetchone()[0]
        last = max(last, found or 0)
    return last


def _copy_class(
    connection: sqlite3.Connection,
    schema: str,
    name: str,
    lot: LotRecord,
    *,
    lot_id: int,
    offset: int,
    resolved: str,
) -> tuple[int, gpkg.Box | None]:
    """Copy a class; returns the number of rows and the box around them.

    resolved : table of the geometries that affleurants lead to (`_resolve_affleurants`).
    """
    base = connection.execute(sql.statement("SELECT COALESCE(MAX(fid), 0) FROM {t}", t=name)).fetchone()[0]
    spatial = CLASSES[name].is_drawn
    kept = [c for c in class_columns(name) if c not in (*BOX, "geom", "ord")]
    geometry = "r" if name == AFFLEURANT else "s"
    fid = f"s.{dialect.ROW} + :base"
    target = ["fid", *(["geom"] if spatial else []), "uid", "lot_id", "ord", "state", *kept]
    source = [
        fid,
        *([f"{geometry}.geom"] if spatial else []),
        ":prefix || (s.ord + :offset)",
        ":lot",
        "s.ord + :offset",
        ":state",
        *(f"s.{sql.name(c)}" for c in kept),
    ]
    values = {
        "base": base,
        "prefix": f"{lot.sha256[:UID_HASH]}-",
        "offset": offset,
        "lot": lot_id,
        "state": CURRENT,
        "part": schema,
    }
    origin = sql.statement("FROM {s}.{t} s", s=schema, t=name)
    if name == AFFLEURANT:
        origin += f" LEFT JOIN {resolved} r ON r.part = :part AND r.ord = s.ord"
    copied = connection.execute(sql.insert_select(name, target, source, f"{origin} ORDER BY s.{dialect.ROW}"), values)
    if not spatial:
        return copied.rowcount, None
    connection.execute(dialect.insert_boxes(name, fid, geometry, origin), values)
    box = connection.execute(_surrounding_box(geometry, origin), values).fetchone()
    return copied.rowcount, box if box[0] is not None else None


def _surrounding_box(alias: str, origin: str) -> str:
    """SELECT of the box around the rows of an origin that have one."""
    parts = ", ".join(
        f"{f}({alias}.{c})" for f, c in (("MIN", "minx"), ("MIN", "miny"), ("MAX", "maxx"), ("MAX", "maxy"))
    )
    return f"SELECT {parts} {origin} WHERE {alias}.minx IS NOT NULL"  # nosec B608


def _copy_plain(connection: sqlite3.Connection, schema: str, lot_id: int, offset: int) -> None:
    columns = sql.names([c for c in LINK_COLUMNS if c not in ("ord", "inline")])
    connection.execute(
        sql.statement(
            "INSERT INTO link (lot_id, ord, inline, {{c}}) SELECT :lot, ord + :offset, "
            "CASE WHEN inline > 0 THEN inline + :offset ELSE 0 END, {{c}} FROM {s}.link",
            s=schema,
        ).format(c=columns),
        {"lot": lot_id, "offset": offset},
    )
    others = sql.names([c for c in UNKNOWN_COLUMNS if c != "ord"])
    connection.execute(
        sql.statement(
            "INSERT INTO unknown_member (lot_id, ord, {{c}}) SELECT :lot, ord + :offset, {{c}} FROM {s}.unknown_member",
            s=schema,
        ).format(c=others),
        {"lot": lot_id, "offset": offset},
    )


def _resolve_affleurants(connection: sqlite3.Connection, schemas: Mapping[str, set[str]]) -> str:
    """Find the geometry that each affleurant's two links lead to (envelope, else lines, else point).

    Leaves it in a temporary table and returns what statements name that: part of the staging, order of the affleurant
    in it, geometry and box. A link to an object that stands inside leads by its order: a gml:id may be used twice.
    """
    resolved = dialect.create_temporary_table(
        connection, "resolved", ["part", "ord", "geom", *BOX], key=["part", "ord"]
    )
    hops: dict[str, dict[_Key, list[_Key | str]]] = {prop: {} for prop in ("representation", *dict(REPRESENTATIONS))}
    for schema in schemas:
        rows = connection.execute(
            sql.statement(
                "SELECT property, ord, href, inline FROM {s}.link WHERE property IN "  # nosec B608
                f"('representation', 'enveloppe', 'ligne', 'point') ORDER BY {dialect.ROW}",
                s=schema,
            )
        )
        for prop, order, href, inline in rows:
            target: _Key | str = (schema, inline) if inline else href.removeprefix("#")
            hops[prop].setdefault((schema, order), []).append(target)
    middles = _objects_by_name(connection, schemas, _MIDDLE)
    waiting = {
        key: middles.get(targets[0], ("", 0)) if isinstance(targets[0], str) else targets[0]
        for key, targets in hops["representation"].items()
    }
    for prop, name in REPRESENTATIONS:
        names = _objects_by_name(connection, schemas, name)
        geometries = {
            (schema, row[0]): row[1:]
            for schema, tables in schemas.items()
            if name in tables
            for row in connection.execute(sql.select(name, ["ord", "geom", *BOX], "geom IS NOT NULL", schema=schema))
        }
        found = {}
        for key, middle in waiting.items():
            targets = [names.get(t) if isinstance(t, str) else t for t in hops[prop].get(middle, ())]
            parts = [geometries[t] for t in targets if t in geometries]
            if parts:
                found[key] = parts[0] if len(parts) == 1 else _combine_parts(parts)
        connection.executemany(
            f"INSERT INTO {resolved} VALUES (?, ?, ?, ?, ?, ?, ?)",  # nosec B608
            ((*key, *row) for key, row in found.items()),
        )
        waiting = {key: middle for key, middle in waiting.items() if key not in found}
    return resolved


#: An object of the staging: part, and order in it.
_Key = tuple[str, int]
_MIDDLE = "AffleurantGeometriquePCRS"


def _objects_by_name(connection: sqlite3.Connection, schemas: Mapping[str, set[str]], name: str) -> dict[str, _Key]:
    """First object of a class that has each gml:id."""
    found: dict[str, _Key] = {}
    for schema, tables in schemas.items():
        if name in tables:
            for gml_id, order in connection.execute(sql.select(name, ["gml_id", "ord"], schema=schema)):
                found.setdefault(gml_id, (schema, order))
    return found


def _combine_parts(parts: list[tuple[bytes, float, float, float, float]]) -> tuple[object, ...]:
    """Several representations of one affleurant as one geometry, with its box; flat where one of them is."""
    together = combine_shapes([decode(gpkg.wkb_of(geometry) or b"") for geometry, *_ in parts])
    box = gpkg.union_of([(minx, miny, maxx, maxy) for _, minx, miny, maxx, maxy in parts])
    srs_id = int.from_bytes(parts[0][0][4:8], "little", signed=True)
    return (gpkg.blob(encode(together), srs_id, box), *(box or ()))


def _audit(store: Store, lot: LotRecord, lot_id: int) -> None:
    """Count what the store holds of the lot; a loss is an error, never a warning."""
    held = store.tallies(lot_id).get(CURRENT) or dict.fromkeys(("objects", *MEASURES), 0)
    for what, kept in held.items():
        read = getattr(lot, what)
        if read != kept:
            raise EngineFailure("lot_lost", name=lot.name, what=what, read=read, kept=kept)

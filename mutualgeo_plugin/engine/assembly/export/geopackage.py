"""A selection of the base as a GeoPackage to hand over: native curves, styles, links, lots."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ...formats import geopackage as gpkg
from ...formats import sql
from ...formats.layer_styles import styles_of
from ...formats.sqlite_errors import sqlite_errors
from ...geometry.wkb import bounds_of, census, encode
from ...model.pcrs import AFFLEURANT, EMPRISE, FeatureClass
from ...store.schema import TRAILING
from ...store.store import Store
from .names import Names, links_of, unique_names
from .pcrs_export import Publication, emprise_shape
from .rows import class_rows
from .selection import Selection

#: Columns before a class's own: where the object comes from, and its stable identifier in the base.
_LEADING = (("gml_id", "TEXT NOT NULL"), ("uid", "TEXT NOT NULL"), ("lot", "TEXT NOT NULL"))
_LINK = (
    ("class", "TEXT NOT NULL"), ("gml_id", "TEXT NOT NULL"), ("property", "TEXT NOT NULL"),
    ("rank", "INTEGER NOT NULL"), ("href", "TEXT NOT NULL"),
)  # fmt: skip
LINKS = "link"


class Counts(Counter[str]):
    """Objects written by class, with the measures of `context.MEASURES`."""

    vertices = vertices_z = arcs = attributes = 0

    def add(self, name: str, values: Sequence[str | None], wkb: bytes | None, *, own: bool = True) -> None:
        """Count an object; `own` is False where its geometry is that of another object."""
        self[name] += 1
        self.attributes += sum(value is not None for value in values)
        if wkb is not None and own:
            vertices, vertices_z, arcs = census(wkb)
            self.vertices += vertices
            self.vertices_z += vertices_z
            self.arcs += arcs


def write_geopackage(store: Store, selection: Selection, path: Path, *, by: Publication) -> Counts:
    """Write a fresh GeoPackage."""
    path.unlink(missing_ok=True)
    with sqlite_errors(path):
        connection = gpkg.connect(path)
        try:
            connection.execute("BEGIN")
            gpkg.create_container(connection, store.crs)
            gpkg.create_styles_table(connection)
            # the date of GeoPackage's own bookkeeping is the run's: the same run writes the same bytes
            counts = _write_classes(store, selection, connection, by)
            connection.execute("UPDATE gpkg_contents SET last_change = ?", (f"{by.date}T00:00:00.000Z",))
            connection.execute("UPDATE layer_styles SET update_time = ?", (f"{by.date}T00:00:00.000Z",))
            connection.execute("COMMIT")
        finally:
            connection.close()
    return counts


def _write_classes(store: Store, selection: Selection, connection: sqlite3.Connection, by: Publication) -> Counts:
    counts = Counts()
    names = unique_names(store, selection)
    lots = {int(lot["lot_id"]): str(lot["name"]) for lot in store.lots(None)}
    for name in store.class_names():
        if not selection.keys.get(name):
            continue
        rows, boxes = [], []
        feature = None
        for thing in class_rows(store, name, selection, names):
            feature = thing.feature
            box = bounds_of(thing.wkb) if thing.wkb else None
            geometry = gpkg.blob(thing.wkb, store.crs, box) if thing.wkb else None
            rows.append((geometry, thing.gml_id, thing.uid, lots[thing.lot_id], *thing.values, thing.head, thing.extra))
            boxes.append(box)
            counts.add(name, thing.values, thing.wkb, own=name != AFFLEURANT)
        if feature is not None:
            _write_class(connection, feature, rows, boxes, store.crs)
    _write_links(selection, connection, names)
    if selection.mask is not None:
        _write_mask(connection, selection, store.crs, by)
    return counts


def _write_class(
    connection: sqlite3.Connection,
    feature: FeatureClass,
    rows: Sequence[tuple[object, ...]],
    boxes: Sequence[gpkg.Box | None],
    crs: int,
) -> None:
    columns = [*_LEADING, *((c, "TEXT") for c in feature.columns), *TRAILING]
    kind = "any" if feature.name == AFFLEURANT else feature.geometry
    fields = [name for name, _ in columns]
    if kind is None:
        key = ("fid", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")
        gpkg.create_attribute_table(connection, feature.name, [key, *columns])
        connection.executemany(sql.insert(feature.name, fields), [row[1:] for row in rows])
        return
    gpkg.create_feature_table(connection, feature.name, columns, gpkg.GEOMETRY_TYPES[kind], crs)
    for variant, qml in styles_of(feature.name).items():
        gpkg.add_style(connection, feature.name, variant or feature.name, qml, default=not variant)
    connection.executemany(sql.insert(feature.name, ["geom", *fields]), rows)
    there = [box for box in boxes if box]
    if there:
        lows, highs = zip(*((b[:2], b[2:]) for b in there), strict=True)
        extent = (*map(min, zip(*lows, strict=True)), *map(max, zip(*highs, strict=True)))
        connection.execute(
            "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
            (*extent, feature.name),
        )


def _write_links(selection: Selection, connection: sqlite3.Connection, names: Names) -> None:
    """Associations between what is written: each href is the gml_id of a row of this file."""
    key = ("fid", "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL")
    gpkg.create_attribute_table(connection, LINKS, [key, *_LINK])
    rows = [
        (name, identity, link.prop, link.rank, names.href(lot_id, link.href).removeprefix("#"))
        for name, lot_id, order, gml_id, link in links_of(selection)
        for identity in names.all(lot_id, order, gml_id)
    ]
    connection.executemany(sql.insert(LINKS, [c for c, _ in _LINK]), rows)


def _write_mask(connection: sqlite3.Connection, selection: Selection, crs: int, by: Publication) -> None:
    """The mask as the emprise of the file."""
    if selection.mask is None:
        return
    columns = (("fournisseur", "TEXT"), ("datePublication", "TEXT"), ("idEmprise", "TEXT"))
    gpkg.create_feature_table(connection, EMPRISE, columns, gpkg.GEOMETRY_TYPES["multisurface"], crs)
    for variant, qml in styles_of(EMPRISE).items():
        gpkg.add_style(connection, EMPRISE, variant or EMPRISE, qml, default=not variant)
    box = selection.mask.polygon.bounds
    geometry = gpkg.blob(encode(emprise_shape(selection.mask)), crs, box)
    connection.execute(
        sql.insert(EMPRISE, ["geom", *(name for name, _ in columns)]),
        (geometry, by.supplier, by.date, f"{by.code}-{selection.mask.slug}"),
    )

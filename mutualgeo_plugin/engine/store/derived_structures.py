"""What holds nothing by itself: triggers, indexes, views, spatial indexes, styles. Tools that make a table again drop
it; a run that writes makes it again, and says so.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from ..formats import geopackage as gpkg
from ..formats.layer_styles import styles_of
from ..model.pcrs import CLASSES
from . import dialect, hand_edits, migrations
from .schema import INDEXES, class_index_name
from .views import CLASS_VIEWS, VIEWS


@dataclass(frozen=True)
class Lacking:
    """What a base lacks.

    views : views.
    spatial : classes whose spatial index is not there, is not kept up to date, or does not hold every geometry.
    unnoted : classes of whose edits nothing is noted.
    outdated : whether an index is missing, or a trigger is not as this program writes it.
    styles : whether the table of QGIS's styles is missing.
    uncounted : classes whose number of objects is not noted.
    """

    views: tuple[str, ...] = ()
    spatial: tuple[str, ...] = ()
    unnoted: tuple[str, ...] = ()
    outdated: bool = False
    styles: bool = False
    uncounted: tuple[str, ...] = ()


def find_lacking(connection: sqlite3.Connection, names: Sequence[str]) -> Lacking:
    """What a base lacks; `names` are its classes, whose tables are as they must be."""
    there, triggers = dialect.relation_names(connection), dialect.trigger_texts(connection)
    uncounted = {name for (name,) in connection.execute(gpkg.UNCOUNTED)}
    noting = {name: hand_edits.trigger_texts(name) for name in names}
    return Lacking(
        views=tuple(view for view in (*VIEWS, *CLASS_VIEWS) if view not in there),
        spatial=tuple(name for name in names if CLASSES[name].is_drawn and not _keeps_boxes(connection, name, there)),
        unnoted=tuple(name for name in names if not noting[name].keys() <= triggers.keys()),
        outdated=not {*map(dialect.index_name, INDEXES), *map(class_index_name, names)} <= there
        or any(triggers.get(trigger) != text for texts in noting.values() for trigger, text in texts.items()),
        styles=gpkg.STYLES not in there,
        uncounted=tuple(name for name in names if name in uncounted),
    )


def restore(connection: sqlite3.Connection, lacking: Lacking, names: Sequence[str]) -> None:
    """Make it again, inside the caller's transaction."""
    for name in lacking.spatial:
        gpkg.make_spatial_index_again(connection, name)
    if lacking.outdated or lacking.unnoted:
        migrations.complete_indexes(connection, names)
        for name in names:
            hand_edits.make_triggers_again(connection, name)
    if lacking.views:
        migrations.create_views(connection)
    for name in lacking.uncounted:
        gpkg.count_again(connection, name)
    if lacking.styles:
        connection.execute("DELETE FROM gpkg_contents WHERE table_name = ?", (gpkg.STYLES,))
        gpkg.create_styles_table(connection)
        for name in names:
            add_styles(connection, name)


def add_styles(connection: sqlite3.Connection, name: str) -> None:
    """Give the layer of a class the styles that QGIS offers for it."""
    for variant, qml in styles_of(name).items() if CLASSES[name].is_drawn else ():
        gpkg.add_style(connection, name, variant or name, qml, default=not variant)


def _keeps_boxes(connection: sqlite3.Connection, name: str, there: Collection[str]) -> bool:
    """Whether the spatial index of a class is there, is kept up to date, and has a box for each geometry."""
    if dialect.box_index(name) not in there or not gpkg.keeps_spatial_index(name, there):
        return False
    boxes, geometries = connection.execute(dialect.count_boxes(name)).fetchone()
    return bool(boxes == geometries)

"""Show on the map where something of the base lies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.gui import QgsMapCanvas

from ..geopackages import open_layer
from . import findingcontents
from .basecontents import Conflict, Lot, lot_box
from .findingcontents import Finding

#: Metres around what is shown, at least: two versions of a point would be all of the map otherwise.
AROUND = 5.0
SHARE_AROUND = 0.1


def show_lot(canvas: QgsMapCanvas, store: Path, lot: Lot) -> bool:
    """Zoom to a lot's emprise, else its objects; False where it has no place."""
    box = lot_box(store, lot.lot_id)
    if box is not None:
        _zoom(canvas, QgsRectangle(*box), QgsCoordinateReferenceSystem.fromEpsgId(lot.crs))
    return box is not None


def show_conflict(canvas: QgsMapCanvas, store: Path, conflict: Conflict) -> None:
    """Zoom to both versions of a conflict and flash them."""
    geometries, crs = _objects(store, conflict.feature_class, [version.uid for version in conflict.versions])
    if geometries:
        _zoom(canvas, _enclosing_extent(geometries), crs)
        canvas.flashGeometries(geometries, crs)


def show_finding(canvas: QgsMapCanvas, store: Path, finding: Finding) -> bool:
    """Zoom to where a finding says to look, else to what it is about, and flash both; False where it has no place."""
    uids, ground = findingcontents.ground(store, finding)
    geometries, _ = _objects(store, finding.feature_class, uids)
    if ground:
        shape = QgsGeometry()
        shape.fromWkb(ground)
        geometries.append(shape)
    place = [QgsGeometry.fromPointXY(QgsPointXY(*finding.place))] if finding.place else []
    if place or geometries:
        crs = QgsCoordinateReferenceSystem.fromEpsgId(findingcontents.crs(store))
        _zoom(canvas, _enclosing_extent(place or geometries), crs)
        canvas.flashGeometries(place + geometries, crs)
    return bool(place or geometries)


def _objects(
    store: Path, feature_class: str, uids: Sequence[str]
) -> tuple[list[QgsGeometry], QgsCoordinateReferenceSystem]:
    """Geometries of the objects of a class that are in `uids`; none where it has no table."""
    if not uids or not feature_class:
        return [], QgsCoordinateReferenceSystem()
    texts = ", ".join("'{}'".format(uid.replace("'", "''")) for uid in uids)
    layer = open_layer(f'{store}|layername={feature_class}|subset="uid" IN ({texts})', feature_class)
    return [feature.geometry() for feature in layer.getFeatures() if feature.hasGeometry()], layer.crs()


def _enclosing_extent(geometries: Sequence[QgsGeometry]) -> QgsRectangle:
    box = QgsRectangle()
    for geometry in geometries:
        box.combineExtentWith(geometry.boundingBox())
    return box


def _zoom(canvas: QgsMapCanvas, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
    around = box.buffered(max(AROUND, SHARE_AROUND * max(box.width(), box.height())))
    transform = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    canvas.setExtent(transform.transformBoundingBox(around))
    canvas.refresh()

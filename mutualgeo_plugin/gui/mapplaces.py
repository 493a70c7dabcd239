"""Show on the map where something of the base lies."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsProject, QgsRectangle, QgsVectorLayer
from qgis.gui import QgsMapCanvas

from .basecontents import Conflict, Lot, lot_box

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
    uids = ", ".join("'{}'".format(version.uid.replace("'", "''")) for version in conflict.versions)
    address = f'{store}|layername={conflict.feature_class}|subset="uid" IN ({uids})'
    layer = QgsVectorLayer(address, conflict.feature_class, "ogr")
    geometries = [feature.geometry() for feature in layer.getFeatures() if feature.hasGeometry()]
    box = QgsRectangle()
    for geometry in geometries:
        box.combineExtentWith(geometry.boundingBox())
    if geometries:
        _zoom(canvas, box, layer.crs())
        canvas.flashGeometries(geometries, layer.crs())


def _zoom(canvas: QgsMapCanvas, box: QgsRectangle, crs: QgsCoordinateReferenceSystem) -> None:
    around = box.buffered(max(AROUND, SHARE_AROUND * max(box.width(), box.height())))
    transform = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
    canvas.setExtent(transform.transformBoundingBox(around))
    canvas.refresh()

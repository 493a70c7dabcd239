"""Coordinate reference system of a store, as QGIS sees it."""

from __future__ import annotations

from qgis.core import Qgis, QgsCoordinateReferenceSystem, QgsProviderRegistry, QgsVectorLayer


def store_crs(path: str) -> QgsCoordinateReferenceSystem:
    """System of the first spatial table of the GeoPackage at `path`; an invalid one when there is none."""
    for details in QgsProviderRegistry.instance().querySublayers(path):
        if details.wkbType() != Qgis.WkbType.NoGeometry:
            return QgsVectorLayer(details.uri(), details.name(), "ogr").crs()
    return QgsCoordinateReferenceSystem()

"""Bring the base, the findings and the discrepancies onto the map."""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    Qgis,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtXml import QDomDocument

from ..geopackages import list_sublayers, open_layer
from ..settings import PACKAGE_FOLDER
from . import relations, words

#: Superseded objects stay in the base; the map shows the current ones.
CURRENT_ONLY = "\"state\" = 'current'"
#: Style, in the store, of the points of a table whose default style is for surfaces.
POINT_STYLE = "point"
FINDING_STYLE = PACKAGE_FOLDER / "resources" / "styles" / "finding.qml"


def load_store(store: Path, title: str) -> list[QgsVectorLayer]:
    """Add the classes of `store` that hold objects, with the styles the store carries; those on the map stay.

    Each class comes with its relations: an object's form shows its lineage and its lot.
    """
    fresh = _add(_spatial_layers(store, CURRENT_ONLY), title)
    if fresh:
        tables = _reuse_layers(relations.history_tables(store))
        _add(tables, title)
        relations.relate(fresh, tables)
    return fresh


def base_layers(store: Path) -> list[QgsVectorLayer]:
    """Layers of `store` that are on the map."""
    return [
        layer
        for layer in QgsProject.instance().mapLayers().values()
        if isinstance(layer, QgsVectorLayer) and Path(layer.source().partition("|")[0]) == store
    ]


def load_findings(path: Path, title: str) -> list[QgsVectorLayer]:
    """Add the findings or discrepancies of `path`, by severity where they carry no style of their own."""
    layers = _spatial_layers(path)
    for layer in layers:
        layer.setName(words.layer(layer.name()))
        if layer.fields().lookupField("severity") >= 0 and layer.listStylesInDatabase()[0] <= 0:
            layer.loadNamedStyle(str(FINDING_STYLE))
    return _add(layers, title)


def _spatial_layers(path: Path, subset: str = "") -> list[QgsVectorLayer]:
    """Spatial tables of a GeoPackage that hold something within `subset`; one layer for each shape of a mixed table.

    The subset stands in the address: setting it on layers that are open leaves the file in WAL with counts of -1
    (QGIS 3.40: "unable to open database file").
    """
    found = []
    for details in list_sublayers(path):
        if details.wkbType() == Qgis.WkbType.NoGeometry:
            continue
        address = f"{details.uri()}|subset={subset}" if subset else details.uri()
        layer = open_layer(address, details.name())
        if layer.isValid() and layer.featureCount() > 0:
            if layer.geometryType() == Qgis.GeometryType.Point:
                _use_style(layer, POINT_STYLE)
            found.append(layer)
    return found


def _use_style(layer: QgsVectorLayer, name: str) -> None:
    """Give `layer` the style `name` that its table carries beside the default one, if it does."""
    related, numbers, names, _, _ = layer.listStylesInDatabase()
    if name in names[:related]:
        style, _ = layer.getStyleFromDatabase(numbers[names.index(name)])
        document = QDomDocument()
        document.setContent(style)
        layer.importNamedStyle(document)


def reload_layers(folder: Path) -> None:
    """Read again the layers on the map that lie in `folder`: a run may have changed them."""
    for layer in QgsProject.instance().mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and Path(layer.source().partition("|")[0]).parent == folder:
            layer.dataProvider().reloadData()
            layer.triggerRepaint()


def _reuse_layers(layers: list[QgsVectorLayer]) -> list[QgsVectorLayer]:
    """`layers`, those that are on the map already in place of their like."""
    present = {layer.source(): layer for layer in QgsProject.instance().mapLayers().values()}
    return [present.get(layer.source(), layer) for layer in layers]


def _add(layers: list[QgsVectorLayer], title: str) -> list[QgsVectorLayer]:
    """Put `layers` under the group `title`, points above lines above surfaces; those on the map already stay."""
    project = QgsProject.instance()
    present = {layer.source() for layer in project.mapLayers().values()}
    fresh = [layer for layer in layers if layer.source() not in present]
    if fresh:
        group = project.layerTreeRoot().findGroup(title) or project.layerTreeRoot().insertGroup(0, title)
        for layer in sorted(fresh, key=lambda one: one.geometryType().value):
            project.addMapLayer(layer, False)
            group.addLayer(layer)
    return fresh

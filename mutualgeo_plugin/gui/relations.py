"""Lineage and lots beside the classes of a base on the map: an object's form tells its history."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsProject, QgsRelation, QgsVectorLayer

from ..geopackages import open_layer
from ..settings import tr
from .forms import object_form, table_form

LINEAGE, LOTS = "lineage_readable", "lot_readable"


def history_tables(store: Path) -> list[QgsVectorLayer]:
    """The tables of lineage and of lots as layers, with readable names; an older store may lack them."""
    lineage = open_layer(f"{store}|layername={LINEAGE}", tr("Lineage"))
    lots = open_layer(f"{store}|layername={LOTS}", tr("Lots of the base"))
    table_form(lineage, _lineage_names())
    table_form(lots, _lot_names())
    lineage.setDisplayExpression('"happened" || \' – \' || "action"')
    lots.setDisplayExpression('"name"')
    tables = [table for table in (lineage, lots) if table.isValid()]
    for table in tables:
        table.setReadOnly(True)
    return tables


def relate(classes: list[QgsVectorLayer], tables: list[QgsVectorLayer]) -> None:
    """Tell the project which lines of lineage and which lot belong to an object; all are on the map already."""
    by_table = {table.source().rpartition("layername=")[2]: table for table in tables}
    lineage, lots = by_table.get(LINEAGE), by_table.get(LOTS)
    if lineage is not None and lots is not None:
        _add(lots, "sha256", lineage, "uid", tr("Lineage"))
    for layer in classes:
        histories = []
        if lineage is not None:
            histories = [
                _add(layer, "uid", lineage, "uid", tr("Lineage")),
                _add(layer, "uid", lineage, "competitor", tr("Objects that gave way to this one")),
            ]
        lot = _add(lots, "lot_id", layer, "lot_id", layer.name()) if lots is not None else None
        object_form(layer, histories, lot)


def _add(parent: QgsVectorLayer, key: str, child: QgsVectorLayer, foreign: str, name: str) -> QgsRelation:
    relation = QgsRelation()
    relation.setId(f"mutualgeo_{parent.id()}_{child.id()}_{foreign}")
    relation.setName(name)
    relation.setReferencedLayer(parent.id())
    relation.setReferencingLayer(child.id())
    relation.addFieldPair(foreign, key)
    manager = QgsProject.instance().relationManager()
    manager.addRelation(relation)
    return manager.relation(relation.id())


def _lineage_names() -> dict[str, str]:
    return {
        "happened": tr("Date"),
        "job": tr("Run"),
        "action": tr("What happened"),
        "state_from": tr("State before"),
        "state_to": tr("State after"),
        "competitor": tr("Other object"),
        "detail": tr("Detail"),
        "lot": tr("Lot"),
        "file": tr("File"),
        "sha256": tr("Hash (SHA-256)"),
        "producers": tr("Producers"),
        "run_id": tr("Number of the run"),
    }


def _lot_names() -> dict[str, str]:
    return {
        "name": tr("Lot"),
        "file": tr("File"),
        "sha256": tr("Hash (SHA-256)"),
        "producers": tr("Producers"),
        "received": tr("Received"),
        "verdict": tr("Verdict"),
        "reserves": tr("Reserves"),
        "objects": tr("Objects"),
        "source_crs": tr("CRS as received (EPSG)"),
        "operation": tr("Transformation"),
        "operation_accuracy": tr("Accuracy of the transformation (m)"),
    }

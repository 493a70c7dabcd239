"""Forms of the base's layers in QGIS: what an object is on one page, where it comes from on the other."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    Qgis,
    QgsAttributeEditorContainer,
    QgsAttributeEditorElement,
    QgsAttributeEditorField,
    QgsAttributeEditorRelation,
    QgsEditFormConfig,
    QgsEditorWidgetSetup,
    QgsRelation,
    QgsVectorLayer,
)

from ..settings import tr

LOT = "lot_id"


def object_form(layer: QgsVectorLayer, histories: Sequence[QgsRelation], lot: QgsRelation | None) -> None:
    """Two pages: the object's own attributes; its `histories`, and its lot with the file and its hash."""
    form = _empty_form(layer)
    own, past = (_page(form, title) for title in (tr("Object"), tr("Lineage")))
    for field in layer.fields():
        if field.name() != LOT:
            own.addChildElement(_field(layer, field.name(), own))
    for relation in histories:
        editor = QgsAttributeEditorRelation(relation.id(), relation, past)
        editor.setRelationWidgetTypeId("relation_editor")
        # The engine alone writes lineage.
        editor.setRelationEditorConfiguration({"buttons": "NoButton", "show_first_feature": True})
        past.addChildElement(editor)
    if lot is not None:
        rank = layer.fields().lookupField(LOT)
        shown = {"Relation": lot.id(), "ShowForm": True, "ShowOpenFormButton": False, "ReadOnly": True}
        layer.setFieldAlias(rank, tr("Lot"))
        layer.setEditorWidgetSetup(rank, QgsEditorWidgetSetup("RelationReference", shown))
        past.addChildElement(_field(layer, LOT, past))
    layer.setEditFormConfig(form)


def table_form(layer: QgsVectorLayer, names: dict[str, str]) -> None:
    """The fields that have a readable name, under it; the others are the machine's and are hidden."""
    form = _empty_form(layer)
    for rank, field in enumerate(layer.fields()):
        if field.name() in names:
            layer.setFieldAlias(rank, names[field.name()])
            # Else QGIS makes a choice of objects of every field that a relation uses.
            layer.setEditorWidgetSetup(rank, QgsEditorWidgetSetup("TextEdit", {}))
            form.addTab(_field(layer, field.name(), form.invisibleRootContainer()))
        else:
            layer.setEditorWidgetSetup(rank, QgsEditorWidgetSetup("Hidden", {}))
    layer.setEditFormConfig(form)


def _empty_form(layer: QgsVectorLayer) -> QgsEditFormConfig:
    form = layer.editFormConfig()
    form.setLayout(Qgis.AttributeFormLayout.DragAndDrop)
    form.clearTabs()
    return form


def _page(form: QgsEditFormConfig, name: str) -> QgsAttributeEditorContainer:
    page = QgsAttributeEditorContainer(name, form.invisibleRootContainer())
    page.setType(Qgis.AttributeEditorContainerType.Tab)
    form.addTab(page)
    return page


def _field(layer: QgsVectorLayer, name: str, parent: QgsAttributeEditorElement) -> QgsAttributeEditorField:
    return QgsAttributeEditorField(name, layer.fields().lookupField(name), parent)

"""Simple symbols that the styles are made of; widths and sizes are millimetres on paper."""

from __future__ import annotations

from qgis.core import (
    QgsFillSymbol,
    QgsHashedLineSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsProperty,
    QgsSymbolLayer,
    QgsTextBufferSettings,
    QgsTextFormat,
    QgsUnitTypes,
)
from qgis.PyQt.QtGui import QColor


def haloed_text(size: float, colour: str, *, halo: float) -> QgsTextFormat:
    """Text that stays legible on any drawing; size and halo in millimetres."""
    text = QgsTextFormat()
    text.setSize(size)
    text.setSizeUnit(QgsUnitTypes.RenderUnit.RenderMillimeters)
    text.setColor(QColor(colour))
    buffer = QgsTextBufferSettings()
    buffer.setEnabled(True)
    buffer.setSize(halo)
    buffer.setColor(QColor("#ffffff"))
    text.setBuffer(buffer)
    return text


def line_symbol(colour: str, width: float, dashes: list[float] | None = None) -> QgsLineSymbol:
    """Plain or dashed line with round joins."""
    properties = {"line_color": colour, "line_width": str(width), "capstyle": "round", "joinstyle": "round"}
    if dashes:
        properties |= {"use_custom_dash": "1", "customdash": ";".join(map(str, dashes)), "capstyle": "flat"}
    return QgsLineSymbol.createSimple(properties)


def hatched_symbol(colour: str, width: float, length: float, interval: float, angle: float) -> QgsLineSymbol:
    """Line with ticks on its left, where the standard puts the matter of a wall."""
    symbol = line_symbol(colour, width)
    ticks = QgsHashedLineSymbolLayer.create({"interval": str(interval), "hash_length": str(length)})
    ticks.setHashAngle(angle)
    ticks.setOffset(-length / 2)
    ticks.setSubSymbol(line_symbol(colour, width / 2 + 0.02))
    symbol.appendSymbolLayer(ticks)
    return symbol


def marker_symbol(shape: str, size: float, fill: str, outline: str, turned: bool = False) -> QgsMarkerSymbol:
    """Simple marker; `turned` follows angleRotation, clockwise from north as in the standard."""
    symbol = QgsMarkerSymbol.createSimple(
        {"name": shape, "size": str(size), "color": fill, "outline_color": outline, "outline_width": "0.2"}
    )
    if turned:
        angle = QgsProperty.fromExpression('coalesce(to_real("angleRotation"), 0)')
        symbol.symbolLayer(0).setDataDefinedProperty(QgsSymbolLayer.Property.Angle, angle)
    return symbol


def surface_symbol(fill: str, outline: str, width: float, pattern: str) -> QgsFillSymbol:
    """Filled surface with an outline."""
    return QgsFillSymbol.createSimple(
        {"color": fill, "outline_color": outline, "outline_width": str(width), "outline_style": pattern}
    )

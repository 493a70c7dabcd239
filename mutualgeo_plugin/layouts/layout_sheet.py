"""A layout made of a template (``resources/templates/*.qpt``): items are found by their id, filled, moved and repeated.

An id is ``block.item``. A block stands where the one above it ends; a row is a block that is drawn once in the template
and copied for each of its lines.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from pathlib import Path

from qgis.core import (
    Qgis,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
)
from qgis.PyQt.QtGui import QColor
from qgis.PyQt.QtXml import QDomDocument, QDomElement

Items = dict[str, QgsLayoutItem]

#: Share of a line that words fill before the next one is wrapped.
_FILLED = 0.95


class TemplateWrong(Exception):
    """The template cannot be read, or lacks an item."""


def load_layout(project: QgsProject, template: Path) -> QgsPrintLayout:
    """A layout of `project` made of a template; the project keeps it alive, and goes after it.

    Raises
    ------
    TemplateWrong
        The template is missing or is none.
    """
    document = QDomDocument()
    layout = QgsPrintLayout(project)
    project.layoutManager().addLayout(layout)
    try:
        read = document.setContent(template.read_text("utf-8"))
    except OSError as error:
        raise TemplateWrong(f"{template}: {error.strerror}") from error
    if not (read[0] if isinstance(read, tuple) else read):
        raise TemplateWrong(str(template))
    _, loaded = layout.loadFromTemplate(document, QgsReadWriteContext())
    if not loaded:
        raise TemplateWrong(str(template))
    return layout


class Sheet:
    """The items of a layout by block and name; sizes and places are millimetres on the page."""

    def __init__(self, layout: QgsPrintLayout) -> None:
        self.layout = layout
        self._context = QgsReadWriteContext()
        self._blocks: dict[str, Items] = {}
        for item in layout.items():
            if isinstance(item, QgsLayoutItem) and item.id():
                block, _, name = item.id().partition(".")
                self._blocks.setdefault(block, {})[name] = item
        self._rows: dict[str, tuple[QDomDocument, QDomElement]] = {}

    def item(self, block: str, name: str) -> QgsLayoutItem:
        """An item of a block.

        Raises
        ------
        TemplateWrong
            There is none of that id.
        """
        try:
            return self._blocks[block][name]
        except KeyError as error:
            raise TemplateWrong(f"{block}.{name}") from error

    def fill_block(self, block: str, texts: Mapping[str, str], colour: str = "") -> None:
        """Fill the labels of a block; `colour` is for those of `texts` that are there."""
        for name, text in texts.items():
            write_text(self.item(block, name), text, colour)

    def move_block(self, block: str, y: float) -> None:
        """Move a block so that its uppermost item stands at `y`."""
        _move(self._blocks[block], y)

    def remove_block(self, block: str) -> None:
        """Take a block out."""
        for item in self._blocks.pop(block).values():
            self.layout.removeLayoutItem(item)

    def remove_item(self, block: str, name: str) -> None:
        """Take an item out of a block."""
        self.layout.removeLayoutItem(self._blocks[block].pop(name))

    def add_row(self, row: str, y: float, texts: Mapping[str, str]) -> Items:
        """Copy a row to `y` and fill its labels; a label that `texts` does not name is left out. Returns the copy.

        Raises
        ------
        TemplateWrong
            The row lacks a label.
        """
        if row not in self._blocks:
            raise TemplateWrong(row)
        document, drawn = self._rows.get(row) or self._draw(row)
        self._rows[row] = document, drawn
        items = {i.id().partition(".")[2]: i for i in self.layout.addItemsFromXml(drawn, document, self._context)}
        _move(items, y)
        if texts.keys() - items.keys():
            raise TemplateWrong(", ".join(f"{row}.{name}" for name in texts.keys() - items.keys()))
        for name, item in list(items.items()):
            if name in texts:
                write_text(item, texts[name])
            elif isinstance(item, QgsLayoutItemLabel):
                self.layout.removeLayoutItem(items.pop(name))
        return items

    def count_lines(self, row: str, text: str) -> int:
        """Lines that a text takes in the label of a row; the row grows by as many."""
        label = self.item(row, "text")
        write_text(label, text)
        return math.ceil(label.sizeForText().width() / (_FILLED * label.rect().width()))

    def remove_rows(self, rows: Iterable[str]) -> None:
        """Take out rows as the template has them, whether they have been copied or not."""
        for row in rows:
            self.remove_block(row)

    def remove_page(self, page: int) -> None:
        """Take a page out, with all that stands on it."""
        for item in self.layout.pageCollection().itemsOnPage(page):
            if item is not self.layout.pageCollection().page(page):
                self.layout.removeLayoutItem(item)
        self.layout.pageCollection().deletePage(page)

    def number_pages(self, name: str, text: str) -> None:
        """Write `text` and the page's number into the label of that id on each page."""
        pages = self.layout.pageCollection().pageCount()
        for item in self.layout.items():
            if isinstance(item, QgsLayoutItemLabel) and item.id() == name:
                write_text(item, f"{text} · {item.page() + 1} / {pages}")

    def _draw(self, row: str) -> tuple[QDomDocument, QDomElement]:
        """A row as XML, without the identifiers that only one item may have."""
        document = QDomDocument()
        drawn = document.createElement("row")
        document.appendChild(drawn)
        for item in self._blocks[row].values():
            item.writeXml(drawn, document, self._context)
        element = drawn.firstChildElement()
        while not element.isNull():
            element.removeAttribute("uuid")
            element.removeAttribute("templateUuid")
            element = element.nextSiblingElement()
        return document, drawn


def write_text(label: QgsLayoutItemLabel, text: str, colour: str = "") -> None:
    """Write a text, in a colour of its own where one is given; it is no expression, whatever it holds."""
    label.setText(text.replace("[%", "[\u200b%"))
    if colour:
        look = label.textFormat()
        look.setColor(QColor(colour))
        label.setTextFormat(look)


def paint_shape(shape: QgsLayoutItemShape, *, fill: str = "", line: str = "") -> None:
    """Give a shape colours of its own."""
    symbol = shape.symbol().clone()
    layer = symbol.symbolLayer(0)
    if fill:
        layer.setFillColor(QColor(fill))
    if line:
        layer.setStrokeColor(QColor(line))
    shape.setSymbol(symbol)


def resize_item(item: QgsLayoutItem, *, width: float | None = None, height: float | None = None) -> None:
    """Give an item another width or height; its upper left corner stays."""
    rect = item.rect()
    size = (rect.width() if width is None else width, rect.height() if height is None else height)
    item.attemptResize(QgsLayoutSize(*size, Qgis.LayoutUnit.Millimeters))


def _move(items: Items, y: float) -> None:
    by = y - min(item.pagePos().y() for item in items.values())
    for item in items.values():
        shift_item(item, by)


def shift_item(item: QgsLayoutItem, by: float) -> None:
    """Move an item down its page."""
    x, y = item.pagePos().x(), item.pagePos().y() + by
    item.attemptMove(QgsLayoutPoint(x, y, Qgis.LayoutUnit.Millimeters), True, False, item.page())

"""A table of the panel: rows to look at and to click."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from .plaintext import plain_tip

#: Rows shown at least, and before the table scrolls.
LEAST_ROWS, MOST_ROWS = 3, 6


class RowTable(QTableWidget):
    """Rows of texts under `headings`."""

    def __init__(self, headings: Sequence[str], parent: QWidget | None = None, *, most_rows: int = MOST_ROWS) -> None:
        super().__init__(0, len(headings), parent)
        self._most_rows = most_rows
        self.setHorizontalHeaderLabels(headings)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)

    def fill(self, rows: Sequence[Sequence[str]], tips: Sequence[str]) -> None:
        """Show `rows`, each with its tooltip."""
        header = self.horizontalHeader()
        # While the columns follow what they hold, every cell that is set has all of them measured. (The last one does
        # not: it takes the width that is left.)
        modes = {column: header.sectionResizeMode(column) for column in range(self.columnCount() - 1)}
        for column in modes:
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self.setRowCount(len(rows))
        for number, (texts, tip) in enumerate(zip(rows, tips, strict=True)):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(tip or plain_tip(text))
                self.setItem(number, column, item)
        for column, mode in modes.items():
            header.setSectionResizeMode(column, mode)
        shown = min(max(len(rows), LEAST_ROWS), self._most_rows)
        bar = self.horizontalScrollBar().sizeHint().height()
        height = self.horizontalHeader().sizeHint().height() + shown * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(height + bar + 2 * self.frameWidth())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """To walk to a row with the keys is to click it."""
        before = self.currentRow()
        super().keyPressEvent(event)
        if self.currentRow() != before:
            self.cellClicked.emit(self.currentRow(), self.currentColumn())

    def texts(self) -> list[list[str]]:
        """The rows as they are shown."""
        return [
            [self.item(row, column).text() for column in range(self.columnCount())] for row in range(self.rowCount())
        ]

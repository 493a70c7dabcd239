"""A section of the panel whose rows are things to choose: the one that is chosen is shown under them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QPushButton, QWidget

from .rowtable import MOST_ROWS, RowTable
from .section import Section


class ChoiceList(Section):
    """A row for each of some things; `table` is made by `make_table`.

    Signals
    -------
    chosen(object)
        The user asks where a thing lies.
    """

    chosen = pyqtSignal(object)
    table: RowTable

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._things: list[Any] = []

    def make_table(self, headings: Sequence[str], most_rows: int = MOST_ROWS) -> RowTable:
        """The table of the things, for whoever derives from this to place; it scrolls beyond `most_rows`."""
        table = RowTable(headings, most_rows=most_rows)
        table.cellClicked.connect(lambda row, column: self.chosen.emit(self._things[row]))
        table.itemSelectionChanged.connect(self.show_chosen)
        return table

    @property
    def current_choice(self) -> Any | None:
        """What is chosen."""
        row = self.table.currentRow()
        return self._things[row] if 0 <= row < len(self._things) else None

    def show_things(self, things: Sequence[Any], rows: Sequence[Sequence[str]], tips: Sequence[str]) -> None:
        """Show `things`, each as a row with its tooltip; none is chosen yet."""
        self._things = list(things)
        self.table.fill(rows, tips)

    def show_chosen(self) -> None:
        """Tell of what is chosen."""
        raise NotImplementedError

    @staticmethod
    def button(text: str, action: Callable[[], None]) -> QPushButton:
        """A button that says something of what is chosen."""
        button = QPushButton(text)
        button.clicked.connect(lambda: action())
        return button

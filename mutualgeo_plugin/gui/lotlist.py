"""The lots of the base in the panel."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QLocale, pyqtSignal
from qgis.PyQt.QtWidgets import QWidget

from . import basecontents, words
from .basecontents import Lot
from .localdate import local_day
from .plaintext import plain_tip
from .rowtable import RowTable
from .section import Section


class LotList(Section):
    """A row for each lot.

    Signals
    -------
    chosen(Lot)
        The user asks where a lot lies.
    """

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._lots: list[Lot] = []
        self.table = RowTable(
            [
                self.tr("Lot"),
                self.tr("Verdict"),
                self.tr("Objects"),
                self.tr("Received"),
                self.tr("State"),
                self.tr("Producers"),
            ]
        )
        self.table.cellClicked.connect(lambda row, column: self.chosen.emit(self._lots[row]))
        self.body.addWidget(self.table)
        self.show_store(None)

    def show_store(self, store: Path | None) -> None:
        """Show the lots of `store`."""
        self._lots = basecontents.lots(store) if store else []
        self.show_title(self.tr("Lots ({count})").format(count=len(self._lots)))
        self.table.fill(
            [self._row(lot) for lot in self._lots], [plain_tip("\n".join(lot.reserves)) for lot in self._lots]
        )

    def _row(self, lot: Lot) -> list[str]:
        return [
            lot.name,
            words.verdict(lot.verdict),
            QLocale().toString(lot.objects),
            local_day(lot.received),
            words.lot_state(lot.kind),
            lot.producers,
        ]

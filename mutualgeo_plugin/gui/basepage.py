"""The panel's page of the base: its lots, its conflicts, its coverage."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsMapLayer
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from .conflictlist import ConflictList
from .coveragebox import CoverageBox
from .lotlist import LotList


class BasePage(QWidget):
    """Three sections, one over the other; what they ask for is the panel's to do."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lots = LotList()
        self.conflicts = ConflictList(role)
        self.coverage = CoverageBox()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 6, 4, 4)
        for section in (self.lots, self.conflicts, self.coverage):
            layout.addWidget(section)
        layout.addStretch()

    def show_store(self, store: Path | None, *, ready: bool, base_layers: list[QgsMapLayer]) -> None:
        """Show what `store` holds now; runs can start when `ready`."""
        self.lots.show_store(store)
        self.conflicts.show_store(store, ready=ready)
        self.coverage.show_store(ready=ready, others=base_layers)

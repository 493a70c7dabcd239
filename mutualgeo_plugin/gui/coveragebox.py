"""Where the panel measures what the lots cover of the communes."""

from __future__ import annotations

from qgis.core import Qgis, QgsMapLayer
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from .section import Section


class CoverageBox(Section):
    """A layer of communes to choose, and the button that measures.

    Signals
    -------
    asked(QgsMapLayer)
        Measure the coverage of these communes.
    """

    asked = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.show_title(self.tr("Coverage of the communes"))
        advice = self.tr("Choose a polygon layer of the project that holds the communes.")
        explanation = QLabel(f"<small>{advice}</small>")
        explanation.setWordWrap(True)
        self.communes = QgsMapLayerComboBox()
        self.communes.setFilters(Qgis.LayerFilter.PolygonLayer)
        self.communes.setMinimumContentsLength(12)
        self.communes.setSizeAdjustPolicy(QgsMapLayerComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.communes.layerChanged.connect(lambda layer: self._allow())
        self.measure = QPushButton(self.tr("Measure"))
        self.measure.clicked.connect(lambda: self.asked.emit(self.communes.currentLayer()))
        row = QHBoxLayout()
        row.addWidget(self.communes, 1)
        row.addWidget(self.measure)
        self.body.addWidget(explanation)
        self.body.addLayout(row)
        self.show_store(ready=False, others=[])

    def show_store(self, *, ready: bool, others: list[QgsMapLayer]) -> None:
        """The measure can start when `ready`; `others` are layers that hold no communes."""
        self._ready = ready
        self.communes.setExceptedLayerList(others)
        self._allow()

    def _allow(self) -> None:
        self.measure.setEnabled(self._ready and self.communes.currentLayer() is not None)
